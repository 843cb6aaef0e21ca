"""Everything between the files and a site that can answer, in one process, so that a start takes seconds."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from profiles.publishing import listings_are_old


class Command(BaseCommand):
    help = "Compile the catalogue, build the assets, migrate, load and publish the content and what is due."
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        call_command("compile_catalogue")
        call_command("build_assets")
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("expire_comments", verbosity=0)
        # Sessions of the desk that are over; Django leaves them where they are.
        call_command("clearsessions", verbosity=0)
        if listings_are_old():
            call_command("rebuild_editions")
        try:
            call_command("load_content", publish=True)
        except CommandError as problem:
            # A fault in a content file must not keep readers from what was published before.
            self.stderr.write(f"{problem}\nThe site starts all the same, with what was published before.")
        call_command("run_schedule", verbosity=0)
