"""Make again what editions keep for speed, after a change to the Markdown rules, say."""

from django.core.management.base import BaseCommand

from profiles.publishing import rebuild_editions


class Command(BaseCommand):
    help = "Rebuild the HTML, pictures and listing made from the current editions."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"rebuild_editions: {rebuild_editions()} changed")
