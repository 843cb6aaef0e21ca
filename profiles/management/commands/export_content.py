"""Write the working copy into the content files."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from profiles.content.exporter import export_content


class Command(BaseCommand):
    help = "Export the working copy to the content files; only files that differ are written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)
        parser.add_argument("--dry-run", action="store_true", help="say what would be written; write nothing")

    def handle(self, *, folder: Path, dry_run: bool, **options: object) -> None:
        export = export_content(folder, dry_run=dry_run)
        for address in export.written:
            self.stdout.write(f"written: {folder.name}/{address}")
        for address in export.removed:
            self.stdout.write(f"removed: {folder.name}/{address}")
        for key, reason in export.left.items():
            self.stdout.write(f"left alone: {key}: {reason}")
        self.stdout.write(
            f"export_content: {len(export.written)} written, {len(export.removed)} removed, "
            f"{export.unchanged} unchanged" + (" (dry run: nothing was written)" if dry_run else "")
        )
        if export.left:
            raise CommandError(f"{len(export.left)} changed in the files too: load them, then export again")
