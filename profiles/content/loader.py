"""Loading: content files into rows, all or nothing, never over an editor's change.

Every document is decided about first (`decisions`), and where files and editors both changed it, they are
merged. A value that both changed differently is a conflict: it is kept for admin, where somebody chooses,
and nothing is written until then. What was brought is published by `publish_loaded`, where that was asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from profiles import models, stored_pictures, translation, working_copy
from profiles.documents import (
    InvalidRows,
    as_json,
    base_of,
    directory_data,
    directory_document,
    profile_documents,
    write_directory,
    write_profile,
)
from profiles.models import Change, DirectoryState, Profile
from profiles.models.desk import DIRECTORY
from profiles.publishing import Waived, one_at_a_time, withdraw

from . import schema
from .decisions import Report, Step, not_valid, note_decision, same_texts, what_is_out_of_date
from .files import Content, Problem, preview_name, read_content
from .findings import dotted, explain, sentences
from .merge import Clash, Side, merge
from .publish_loaded import is_publishable, publish_loaded
from .references import directory_findings, profile_findings


class ContentProblems(Exception):
    """The files have faults. Nothing was written."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


class Conflicts(Exception):
    """Files and edits changed the same values, or do not go together. Nothing was written.

    `clashes` are the values that wait for someone to choose, and `unfit` what would be wrong with documents
    whose changes are right by themselves: both by key.
    """

    def __init__(self, clashes: dict[str, list[Clash]], unfit: dict[str, list[str]]):
        self.clashes, self.unfit = clashes, unfit
        super().__init__(f"{sum(map(len, clashes.values()))} conflicts")


def load_content(
    folder: Path,
    *,
    dry_run: bool = False,
    publish: bool = False,
    leave_conflicts: bool = False,
    waived: Waived | None = None,
    prefer: Side | None = None,
    still_right: bool = False,
    withdraw_gone: bool = True,
    by: AbstractBaseUser | None = None,
) -> Report:
    """Bring the rows up to the files.

    With `publish`, what the files changed is published too, where the working copy was as published or
    nobody but the files has changed it since. A career that never was published is published if a load
    brought it, now or earlier; one that was written in admin and exported waits for an editor.
    With `leave_conflicts`, a document that has a conflict is left alone and named; otherwise it stops the
    whole load. What somebody chose in admin is used; `prefer` decides whatever nobody chose.
    `waived` publishes what is not whole in both languages. With `still_right`, a text that the files change
    in one language alone does not leave the other out of date.
    A career whose files have gone is withdrawn; without `withdraw_gone` it stays, and is named.

    Raises ContentProblems or Conflicts; then nothing is written but the conflicts, for admin to show.
    """
    loading = _Loading(prefer=prefer, still_right=still_right, withdraw_gone=withdraw_gone, by=by)
    try:
        with transaction.atomic():
            one_at_a_time()
            # Read while no export is writing them.
            content = read_content(folder)
            if content.problems:
                raise ContentProblems(content.problems)
            loading.decide(content)
            if loading.conflicts and not leave_conflicts:
                raise loading.conflicts
            loading.carry_out(content, dry_run=dry_run, publish=publish, waived=waived)
            if dry_run:
                transaction.set_rollback(True)
    except Conflicts:
        if not dry_run:
            with transaction.atomic():
                loading.keep_conflicts()
        raise
    return loading.report


@dataclass
class _Loading:
    """One load: every document is decided about first; only then is anything written."""

    prefer: Side | None
    still_right: bool
    withdraw_gone: bool
    by: AbstractBaseUser | None
    report: Report = field(default_factory=Report)
    steps: list[Step] = field(default_factory=list)
    gone: list[Profile] = field(default_factory=list)

    def decide(self, content: Content) -> None:
        profiles = {profile.key: profile for profile in _held_profiles()}
        rows = _rows_of(profiles, self.report)
        self.steps = [*_directory_step(content, self.report), *_profile_steps(content, profiles, rows)]
        directory = content.directory
        for step in self.steps:
            if step.decision == "merge":
                self._merge(step, directory)
            if step.key == DIRECTORY:
                directory = _as_it_will_be(step)
            note_decision(step, self.report)
        self.gone = list(self._gone(profiles.keys() - content.profiles.keys(), profiles, rows))

    def _gone(
        self, keys: Iterable[str], profiles: dict[str, Profile], rows: dict[str, dict[str, Any]]
    ) -> Iterator[Profile]:
        """The profiles to withdraw, because their files have gone."""
        for key in sorted(keys):
            profile = profiles[key]
            if profile.state == Profile.State.WITHDRAWN or key not in rows:
                continue
            base = base_of(profile, schema.Profile)
            if base is None:
                self.report.left[key] = _("not in files: export it")
            elif not same_texts(schema.Profile, base, rows[key]):
                words = _("its files have gone, but it was edited since: export it or withdraw it")
                self.report.left[key] = words
            elif not self.withdraw_gone:
                self.report.left[key] = _("its files have gone: export it or withdraw it")
            else:
                self.report.withdrawn.append(key)
                yield profile

    def _merge(self, step: Step, directory: schema.Directory) -> None:
        """Put together what files and editors changed, with what was chosen where they clash."""
        today = timezone.localdate().isoformat()
        three = step.base, step.files, step.rows
        _merged, step.clashes = merge(step.kind, *three, today=today)
        choices: dict[str, Side] = dict.fromkeys((clash.path for clash in step.clashes), self.prefer)
        held = {row.path: row for row in models.Conflict.objects.filter(document=step.key).exclude(choice="")}
        choices |= {
            clash.path: held[clash.path].choice
            for clash in step.clashes
            if clash.path in held and _still_holds(held[clash.path], clash)
        }
        choices = {path: side for path, side in choices.items() if side}
        merged, step.undecided = merge(step.kind, *three, today=today, choices=choices)
        if not step.undecided:
            self._check(step, merged, directory)

    def _check(self, step: Step, merged: dict[str, Any], directory: schema.Directory) -> None:
        """What is wrong with a merged document that was not wrong in the rows already."""
        try:
            step.wanted = step.kind.model_validate(merged)
        except ValidationError as error:
            found = (explain(one, step.kind) for one in error.errors(include_url=False))
            step.unfit = [f"{dotted(path, merged)}: {message}" for path, message in found]
            return
        before = step.kind.model_validate(step.rows)
        step.unfit = [
            sentence
            for sentence in _findings(step.wanted, directory)
            if sentence not in _findings(before, directory)
        ]

    @property
    def conflicts(self) -> Conflicts | None:
        clashes = {step.key: step.undecided for step in self.steps if step.undecided}
        unfit = {step.key: step.unfit for step in self.steps if step.unfit}
        return Conflicts(clashes, unfit) if clashes or unfit else None

    def carry_out(self, content: Content, *, dry_run: bool, publish: bool, waived: Waived | None) -> None:
        publishable = [step for step in self.steps if publish and is_publishable(step, self.report)]
        if dry_run:
            self.report.published = [step.key for step in publishable]
            return
        for step in self.steps:
            if not step.is_left:
                self._write(step, content)
        working_copy.count_what_waits()
        for profile in self.gone:
            before = profile.state
            note = _("What was scheduled is taken back.") if withdraw(profile) else ""
            working_copy.record_state(profile, before, by=self.by, origin=Change.Origin.FILES, note=note)
        self.keep_conflicts(written=True)
        publish_loaded(publishable, self.report, waived, by=self.by)

    def _write(self, step: Step, content: Content) -> None:
        """Bring the rows to what is wanted, and remember what the files say as the base."""
        if step.key == DIRECTORY:
            self._write_directory(step)
        elif step.decision != "none":
            self._write_profile(step, content.pictures.get(step.key, {}))
        if step.base != step.files:
            step.row.base, step.row.base_format = step.files, schema.FORMAT
            fields = ["base", "base_format"]
            step.row.save(update_fields=fields if step.key == DIRECTORY else [*fields, "brought_by_files"])

    def _write_directory(self, step: Step) -> None:
        if step.decision == "none":
            return
        with working_copy.changing_directory(
            origin=Change.Origin.FILES, by=self.by, marks_as_written=self.still_right
        ):
            write_directory(step.wanted)
        self._note_marks(step, translation.marks_of(step.kind, directory_data()))

    def _write_profile(self, step: Step, pictures: dict[str, bytes]) -> None:
        _keep_pictures(step, pictures)
        before = working_copy.data_of(step.row) if step.row else None
        step.row, _changes = write_profile(step.wanted)
        marks = step.row.out_of_date if self.still_right else None
        working_copy.settle(step.row, before, by=self.by, origin=Change.Origin.FILES, marks=marks)
        if step.decision != "merge":
            step.row.brought_by_files = True
        self._note_marks(step, step.row.out_of_date)

    def _note_marks(self, step: Step, marks: dict[str, Any]) -> None:
        known = translation.marks_of(step.kind, as_json(step.wanted))
        if new := sorted(marks.keys() - known.keys()):
            self.report.out_of_date[step.key] = what_is_out_of_date(new)

    def keep_conflicts(self, *, written: bool = False) -> None:
        """Keep what clashes where admin shows it, and forget what does so no longer.

        Once `written`, the clashes of a document that was merged are over.
        """
        standing = {
            (step.key, clash.path): clash
            for step in self.steps
            if step.is_left or not written
            for clash in step.clashes
        }
        compared = {step.key for step in self.steps}
        held = {(row.document, row.path): row for row in models.Conflict.objects.all()}
        for at, row in held.items():
            # A working copy that is half finished was not compared: what clashed there may do so still.
            if at not in standing and (row.document in compared or row.document not in self.report.left):
                row.delete()
        for (document, path), clash in standing.items():
            row = held.get((document, path)) or models.Conflict(document=document, path=path)
            if not _still_holds(row, clash):
                row.choice, row.by, row.chosen_at = "", None, None
            row.base, row.file, row.edit = clash.base, clash.file, clash.edit
            row.save()


def _still_holds(row: models.Conflict, clash: Clash) -> bool:
    """Whether what was chosen is what stands there now. An editor who goes on writing keeps their own."""
    chosen = models.Conflict.Choice
    return row.file == clash.file and (row.choice == chosen.EDIT or row.edit == clash.edit)


def _findings(document: schema.Value, directory: schema.Directory) -> list[str]:
    if isinstance(document, schema.Directory):
        return sentences(directory_findings(document), document)
    return sentences(profile_findings(document, directory), document)


def _as_it_will_be(step: Step) -> schema.Value:
    return step.kind.model_validate(step.rows) if step.is_left else step.wanted


def _held_profiles() -> Iterable[Profile]:
    """Every profile, held until the transaction ends: an editor's save comes before the load or after it."""
    return Profile.objects.select_for_update(of=("self",)).select_related("edition")


def _rows_of(profiles: dict[str, Profile], report: Report) -> dict[str, dict[str, Any]]:
    """Each working copy as JSON. One that is not valid is left alone and named."""
    found = {}
    for key, document in profile_documents(profiles.values()).items():
        if isinstance(document, InvalidRows):
            report.left[key] = not_valid(document)
        else:
            found[key] = as_json(document)
    return found


def _directory_step(content: Content, report: Report) -> Iterator[Step]:
    state = DirectoryState.current()
    try:
        rows = as_json(directory_document())
    except InvalidRows as invalid:
        report.left[DIRECTORY] = not_valid(invalid)
        return
    base = base_of(state, schema.Directory)
    first = base is None and state.edition is None and not rows
    yield Step(DIRECTORY, content.directory, base, None if first else rows, state)


def _profile_steps(
    content: Content, profiles: dict[str, Profile], rows: dict[str, dict[str, Any]]
) -> Iterator[Step]:
    for key, document in content.profiles.items():
        profile = profiles.get(key)
        if profile is None:
            yield Step(key, document, None, None, None)
        elif key in rows:
            yield Step(key, document, base_of(profile, schema.Profile), rows[key], profile)


def not_in_files() -> dict[str, str]:
    """What the working copies hold that the files do not have yet: keys, and what to do."""
    report = Report()
    found = {}
    profiles = {p.key: p for p in Profile.objects.not_withdrawn()}
    try:
        found[DIRECTORY] = DirectoryState.current(), schema.Directory, as_json(directory_document())
    except InvalidRows as invalid:
        report.left[DIRECTORY] = not_valid(invalid)
    for key, rows in _rows_of(profiles, report).items():
        found[key] = profiles[key], schema.Profile, rows
    for key, (row, kind, rows) in found.items():
        base = base_of(row, kind)
        if base is None and rows:
            report.left[key] = _("not in files: export it")
        elif base is not None and base != rows:
            report.left[key] = _("edited here since the files were read: export it")
    return dict(sorted(report.left.items()))


def _keep_pictures(step: Step, held: dict[str, bytes]) -> None:
    """Store the pictures that come from the files. Those an editor put in are in storage already."""
    from_files = {(picture.file, picture.digest) for picture in step.document.pictures}
    for picture in step.wanted.pictures:
        if (picture.file, picture.digest) not in from_files:
            continue
        preview = held.get(preview_name(picture.file)) if picture.file.endswith(".svg") else None
        stored_pictures.keep(picture, stored_pictures.PictureBytes(held[picture.file], preview))
