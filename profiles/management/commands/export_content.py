"""Write the working copy, or what readers see, into the content files."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from profiles.content.exporter import export_content


class Command(BaseCommand):
    help = "Export the working copy to the content files; only files that differ are written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)
        parser.add_argument(
            "--dry-run", action="store_true", help="show the difference, file by file; write nothing"
        )
        parser.add_argument(
            "--published", action="store_true", help="write what readers see, not what editors are working on"
        )

    def handle(self, *, folder: Path, dry_run: bool, published: bool, **options: object) -> None:
        export = export_content(folder, dry_run=dry_run, published=published)
        for address in export.written:
            self.stdout.write(f"written: {folder.name}/{address}")
            if dry_run:
                for line in export.differences[address]:
                    self.stdout.write(f"  {line}")
        for address in export.removed:
            self.stdout.write(f"removed: {folder.name}/{address}")
        for key, reason in export.left.items():
            self.stdout.write(f"left alone: {key}: {reason}")
        self.stdout.write(
            f"export_content: {len(export.written)} written, {len(export.removed)} removed, "
            f"{export.unchanged} unchanged" + (" (dry run: nothing was written)" if dry_run else "")
        )
        if export.left:
            raise CommandError(f"{len(export.left)} left alone: see above, then export again")
