"""Load the content files into the working copy."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from profiles.content.loader import Conflicts, ContentProblems, Report, load_content
from profiles.differences import Difference


def _shown(difference: Difference) -> str:
    """Both texts; of long ones, the part from shortly before they begin to differ."""
    before, after = (
        "nothing" if value in (None, "", [], {}) else str(value)
        for value in (difference.before, difference.after)
    )
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    return " -> ".join(_cut(text, max(0, same - 60)) for text in (before, after))


def _cut(text: str, start: int) -> str:
    if len(text) <= 200:
        return text
    end = start + 200
    return ("..." if start else "") + text[start:end] + ("..." if end < len(text) else "")


class Command(BaseCommand):
    help = "Load the content files: all or nothing, by key, never over an editor's change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)
        parser.add_argument("--dry-run", action="store_true", help="say what would change; write nothing")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish what the files changed, where the working copy was as published; "
            "what files and edits both changed is left alone and named",
        )

    def handle(self, *, folder: Path, dry_run: bool, publish: bool, **options: object) -> None:
        try:
            report = load_content(folder, dry_run=dry_run, publish=publish, leave_conflicts=publish)
        except ContentProblems as error:
            for problem in error.problems:
                self.stderr.write(f"{folder.name}/{problem}")
            raise CommandError(f"{len(error.problems)} problems; nothing was written") from error
        except Conflicts as error:
            for conflict in error.conflicts:
                self._show(f"{conflict.key}: the file changed", conflict.in_file)
                self._show(f"{conflict.key}: an editor changed", conflict.in_rows)
            raise CommandError(
                f"{len(error.conflicts)} changed in files and in admin; nothing was written: "
                "make one side as the other, then load again"
            ) from error
        self._report(report, dry_run)

    def _show(self, title: str, found: list[Difference]) -> None:
        self.stdout.write(title)
        for difference in found:
            self.stdout.write(f"  {difference.path}: {_shown(difference)}")

    def _report(self, report: Report, dry_run: bool) -> None:
        if dry_run:
            for key, found in report.updated.items():
                self._show(key, found)
        for key, reason in sorted(report.left.items()):
            self.stdout.write(f"left alone: {key}: {reason}")
        counts = [
            f"{len(report.created)} created",
            f"{len(report.updated)} updated",
            f"{len(report.unchanged)} unchanged",
            f"{len(report.withdrawn)} withdrawn",
        ]
        line = "load_content: " + ", ".join(counts)
        if report.published:
            line += "; published " + ", ".join(report.published)
        self.stdout.write(line + (" (dry run: nothing was written)" if dry_run else ""))
