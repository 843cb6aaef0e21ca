"""Load the content files into the working copy."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from profiles.content.decisions import Report
from profiles.content.loader import Conflicts, ContentProblems, load_content
from profiles.content.merge import Clash, Side
from profiles.differences import Difference
from profiles.publishing import Waived

SIDES: dict[str, Side] = {"files": "file", "edits": "edit"}


def _shown(first: object, *others: object) -> list[str]:
    """The texts on a line each; of long ones, from shortly before they differ from the first."""
    before, *rest = (_on_one_line(value) for value in (first, *others))
    places = [_first_difference(before, text) for text in rest]
    return [_cut(before, min(places)), *(_cut(*both) for both in zip(rest, places, strict=True))]


def _on_one_line(value: object) -> str:
    return "nothing" if value in (None, "", [], {}) else " ".join(str(value).split("\n"))


def _first_difference(one: str, other: str) -> int:
    signs = zip(one, other, strict=False)
    same = next((i for i, (a, b) in enumerate(signs) if a != b), min(len(one), len(other)))
    return max(0, same - 60)


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
        parser.add_argument(
            "--prefer",
            choices=list(SIDES),
            help="whose value stands where files and edits both changed it and nobody chose in admin",
        )
        parser.add_argument(
            "--still-right",
            action="store_true",
            help="texts that the files change in one language alone leave the other as right as it was",
        )
        parser.add_argument("--waive", metavar="REASON", help="publish what is not whole in both languages")
        parser.add_argument(
            "--due", type=date.fromisoformat, metavar="2027-01-31", help="when what was waived will be whole"
        )

    def handle(
        self,
        *,
        folder: Path,
        dry_run: bool,
        publish: bool,
        prefer: str | None,
        still_right: bool,
        waive: str | None,
        due: date | None,
        **options: object,
    ) -> None:
        if bool(waive) != bool(due):
            raise CommandError("--waive needs --due, the day by which it will be whole, and --due a reason")
        if waive and not publish:
            raise CommandError("--waive is about publishing: add --publish")
        try:
            report = load_content(
                folder,
                dry_run=dry_run,
                publish=publish,
                leave_conflicts=publish,
                waived=Waived(waive, due) if waive else None,
                prefer=SIDES.get(prefer or ""),
                still_right=still_right,
            )
        except ContentProblems as error:
            for problem in error.problems:
                self.stderr.write(f"{folder.name}/{problem}")
            raise CommandError(f"{len(error.problems)} problems; nothing was written") from error
        except Conflicts as error:
            raise CommandError(self._explain(error)) from error
        self._report(report, dry_run)

    def _explain(self, conflicts: Conflicts) -> str:
        """Show every conflict; the sentence that says what to do."""
        for key, clashes in conflicts.clashes.items():
            for clash in clashes:
                self._show_clash(key, clash)
        for key, reasons in conflicts.unfit.items():
            self.stdout.write(f"{key}: what the files and the edits changed does not go together")
            for reason in reasons:
                self.stdout.write(f"  {reason}")
        if conflicts.clashes:
            return (
                f"{sum(map(len, conflicts.clashes.values()))} changed in files and in admin; nothing was "
                "written: choose in admin under Files and edits, or use --prefer files or --prefer edits"
            )
        return "nothing was written: change the files or, in admin, the edits, then load again"

    def _show_clash(self, key: str, clash: Clash) -> None:
        base, file, edit = _shown(clash.base, clash.file, clash.edit)
        self.stdout.write(f"{key}: {clash.path}")
        self.stdout.write(f"  it was: {base}")
        self.stdout.write(f"  the file says: {file}")
        self.stdout.write(f"  an editor says: {edit}")

    def _show(self, title: str, found: list[Difference]) -> None:
        self.stdout.write(title)
        for difference in found:
            before, after = _shown(difference.before, difference.after)
            self.stdout.write(f"  {difference.path}: {before} -> {after}")

    def _report(self, report: Report, dry_run: bool) -> None:
        if dry_run:
            for key, found in (report.updated | report.merged).items():
                self._show(key, found)
        for key in sorted(report.merged):
            self.stdout.write(f"merged: {key}: the files and an editor changed different things; export it")
        for key, reason in sorted(report.out_of_date.items()):
            self.stdout.write(f"out of date: {key}: {reason}")
        for key, reason in sorted(report.left.items()):
            self.stdout.write(f"left alone: {key}: {reason}")
        counts = [
            f"{len(report.created)} created",
            f"{len(report.updated)} updated",
            f"{len(report.unchanged)} unchanged",
            f"{len(report.withdrawn)} withdrawn",
        ]
        if report.merged:
            counts.insert(2, f"{len(report.merged)} merged")
        line = "load_content: " + ", ".join(counts)
        if report.published:
            line += "; published " + ", ".join(report.published)
        self.stdout.write(line + (" (dry run: nothing was written)" if dry_run else ""))
