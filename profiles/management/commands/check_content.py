"""Say whether the content files are valid and canonical. Needs no database."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from profiles.content.files import canonical_files, read_content
from profiles.content.json_schema import schema_files


class Command(BaseCommand):
    help = "Check the content files: valid, and in the canonical form. --fix writes that form."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)
        parser.add_argument("--fix", action="store_true", help="write the canonical form")

    def handle(self, *, folder: Path, fix: bool, **options: object) -> None:
        content = read_content(folder)
        for problem in content.problems:
            self.stderr.write(f"{folder.name}/{problem}")
        if content.problems:
            raise CommandError(f"{len(content.problems)} problems; nothing was changed")
        wanted = canonical_files(content) | schema_files()
        differ = []
        for address, text in wanted.items():
            path = folder / address
            if not path.exists() or path.read_bytes() != text.encode():
                differ.append(address)
                if fix:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(text.encode())
        for address in differ:
            self.stdout.write(f"{folder.name}/{address}: " + ("written" if fix else "is not canonical"))
        if differ and not fix:
            raise CommandError(f"{len(differ)} files are not canonical: run check_content --fix")
        counts = f"{len(content.profiles)} profiles, {len(wanted)} files"
        self.stdout.write(f"check_content: {counts}, no problems")
