"""Loading: content files into rows, all or nothing, never over an editor's change.

Three documents are compared: the one last exchanged with the files (the base), the file's, and the
rows'. What only the file changed is taken; what only an editor changed is left; where both changed it
is a conflict, reported with the texts, and nothing is written.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from profiles import stored_pictures, working_copy
from profiles.differences import Difference, differences
from profiles.documents import (
    InvalidRows,
    as_json,
    base_of,
    directory_document,
    profile_documents,
    write_directory,
    write_profile,
)
from profiles.models import Change, DirectoryState, Edition, Profile
from profiles.publishing import PublishRefused, Waived, publish_directory, publish_profile, withdraw

from . import schema
from .files import Content, Problem, preview_name, read_content
from .upgrades import read_document

DIRECTORY = "directory"


class ContentProblems(Exception):
    """The files have faults. Nothing was written."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


class Conflicts(Exception):
    """Files and edits changed the same document. Nothing was written."""

    def __init__(self, conflicts: list["Conflict"]):
        self.conflicts = conflicts
        super().__init__(f"{len(conflicts)} conflicts")


@dataclass(frozen=True)
class Conflict:
    key: str
    in_file: list[Difference]
    in_rows: list[Difference]


@dataclass
class Report:
    """What a load did, or would do: keys of profiles, and `directory`."""

    created: list[str] = field(default_factory=list)
    updated: dict[str, list[Difference]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    # left alone, with the reason
    left: dict[str, str] = field(default_factory=dict)


def _decide(base: dict | None, file: dict, rows: dict | None) -> str:
    """What to do with one document: create, take, keep, none or conflict."""
    if rows is None:
        return "create"
    if file == rows:
        return "none"
    if base == rows:
        return "take"
    if base == file:
        return "keep"
    return "conflict"


@dataclass
class _Step:
    """One document on its way from the files to its row: `DirectoryState`, `Profile`, or none yet."""

    key: str
    document: schema.Value
    base: dict[str, Any] | None
    rows: dict[str, Any] | None
    row: DirectoryState | Profile | None
    files: dict[str, Any] = field(init=False)
    decision: str = field(init=False)

    def __post_init__(self) -> None:
        self.files = as_json(self.document)
        self.decision = _decide(self.base, self.files, self.rows)


def load_content(
    folder: Path,
    *,
    dry_run: bool = False,
    publish: bool = False,
    leave_conflicts: bool = False,
    waived: Waived | None = None,
) -> Report:
    """Bring the rows up to the files.

    With `publish`, what the files changed is published too, where the working copy was as published. A
    career that never was published is published if a load brought it, now or earlier; one that was
    written in admin and exported waits for an editor to publish it.
    With `leave_conflicts`, a document that files and edits both changed is left alone and named;
    otherwise it stops the whole load. `waived` publishes what is not whole in both languages.

    Raises ContentProblems or Conflicts; then nothing is written.
    """
    content = read_content(folder)
    if content.problems:
        raise ContentProblems(content.problems)
    with transaction.atomic():
        report = _load(
            content, dry_run=dry_run, publish=publish, leave_conflicts=leave_conflicts, waived=waived
        )
        if dry_run:
            transaction.set_rollback(True)
    return report


def _load(
    content: Content, *, dry_run: bool, publish: bool, leave_conflicts: bool, waived: Waived | None
) -> Report:
    """Decide about every document first; only then is anything written."""
    report = Report()
    profiles = {profile.key: profile for profile in Profile.objects.select_related("edition")}
    rows = _rows_of(profiles, report)
    steps = [*_directory_step(content, report), *_profile_steps(content, profiles, rows)]
    conflicts = [conflict for step in steps for conflict in _note(step, report)]
    gone = list(_gone(profiles.keys() - content.profiles.keys(), profiles, rows, report))

    if conflicts and not leave_conflicts:
        raise Conflicts(conflicts)
    for conflict in conflicts:
        report.left[conflict.key] = "files and edits both changed it: decide which stands"
    publishable = [step for step in steps if publish and _is_publishable(step, report)]
    if dry_run:
        report.published = [step.key for step in publishable]
        return report
    for step in steps:
        _write(step, content)
    working_copy.count_what_waits()
    for profile in gone:
        withdraw(profile)
    _publish(publishable, report, waived)
    return report


def _rows_of(profiles: dict[str, Profile], report: Report) -> dict[str, dict[str, Any]]:
    """Each working copy as JSON. One that is not valid is left alone and named."""
    found = {}
    for key, document in profile_documents(profiles.values()).items():
        if isinstance(document, InvalidRows):
            report.left[key] = f"its working copy is not valid: {document}"
        else:
            found[key] = as_json(document)
    return found


def _directory_step(content: Content, report: Report) -> Iterator[_Step]:
    state = DirectoryState.current()
    try:
        rows = as_json(directory_document())
    except InvalidRows as invalid:
        report.left[DIRECTORY] = f"its working copy is not valid: {invalid}"
        return
    base = base_of(state, schema.Directory)
    first = base is None and state.edition is None and not rows
    yield _Step(DIRECTORY, content.directory, base, None if first else rows, state)


def _profile_steps(
    content: Content, profiles: dict[str, Profile], rows: dict[str, dict[str, Any]]
) -> Iterator[_Step]:
    for key, document in content.profiles.items():
        profile = profiles.get(key)
        if profile is None:
            yield _Step(key, document, None, None, None)
        elif key in rows:
            yield _Step(key, document, base_of(profile, schema.Profile), rows[key], profile)


def _note(step: _Step, report: Report) -> Iterator[Conflict]:
    """Write a decision down."""
    if step.decision == "create":
        report.created.append(step.key)
    elif step.decision == "take":
        report.updated[step.key] = differences(step.rows, step.files)
    elif step.decision == "none":
        report.unchanged.append(step.key)
    elif step.decision == "keep":
        report.left[step.key] = "edited here since the files were read: export it"
    else:
        base = step.base or {}
        yield Conflict(step.key, differences(base, step.files), differences(base, step.rows))


def _gone(
    keys: Iterable[str], profiles: dict[str, Profile], rows: dict[str, dict[str, Any]], report: Report
) -> Iterator[Profile]:
    """The profiles to withdraw, because their files have gone."""
    for key in sorted(keys):
        profile = profiles[key]
        if profile.state == Profile.State.WITHDRAWN or key not in rows:
            continue
        if profile.base is None:
            report.left[key] = "not in files: export it"
        elif base_of(profile, schema.Profile) != rows[key]:
            report.left[key] = "its files have gone, but it was edited since: export it or withdraw it"
        else:
            report.withdrawn.append(key)
            yield profile


def _is_publishable(step: _Step, report: Report) -> bool:
    """Whether to publish what the files brought: where the working copy was as published, or never was."""
    if step.decision in ("keep", "conflict"):
        return False
    if isinstance(step.row, Profile) and step.row.state == Profile.State.WITHDRAWN:
        report.left[step.key] = "withdrawn: publish it in admin to bring it back"
        return False
    edition = step.row.edition if step.row else None
    if edition is None:
        if isinstance(step.row, Profile) and step.decision == "none" and not step.row.brought_by_files:
            report.left[step.key] = "a draft, written in admin: publish it there"
            return False
        return True
    if as_json(read_document(type(step.document), edition.document, edition.format)) != step.rows:
        report.left[step.key] = "not as published, so not published: see to it in admin"
        return False
    return step.decision != "none"


def _write(step: _Step, content: Content) -> None:
    """Bring the rows to what the files say, and remember it as the base."""
    if step.decision in ("keep", "conflict"):
        return
    wanted = step.decision != "none"
    if step.key == DIRECTORY:
        if wanted:
            with working_copy.changing_directory(origin=Change.Origin.FILES):
                write_directory(step.document)
        if step.base != step.files:
            DirectoryState.objects.update(base=step.files, base_format=schema.FORMAT)
        return
    if wanted:
        _keep_pictures(step.document, content.pictures.get(step.key, {}))
        before = working_copy.data_of(step.row) if step.row else None
        step.row, _ = write_profile(step.document)
        working_copy.settle(step.row, before, origin=Change.Origin.FILES)
        step.row.brought_by_files = True
    if step.base != step.files:
        step.row.base, step.row.base_format = step.files, schema.FORMAT
        step.row.save(update_fields=["base", "base_format", "brought_by_files"])


def _keep_pictures(document: schema.Profile, held: dict[str, bytes]) -> None:
    for picture in document.pictures:
        preview = held.get(preview_name(picture.file)) if picture.file.endswith(".svg") else None
        stored_pictures.keep(picture, stored_pictures.PictureBytes(held[picture.file], preview))


def _publish(steps: list[_Step], report: Report, waived: Waived | None) -> None:
    """Publish what the files brought; what cannot be is named, and the rest goes on.

    The directory and the careers go together: a source that is renamed leaves the one and comes into the
    others in the same moment.
    """
    profiles = [step.row for step in steps if step.key != DIRECTORY]
    if len(profiles) < len(steps):
        try:
            with transaction.atomic():
                edition = publish_directory(besides=profiles, waived=waived)
                done = list(_publish_profiles(profiles, waived))
                publish_directory(waived=waived)  # a career that was refused is held to it as it stands
        except PublishRefused as refused:
            report.left[DIRECTORY] = "not published: " + "; ".join(map(str, refused.reasons))
            for profile in profiles:
                profile.refresh_from_db()
        else:
            done.insert(0, (DIRECTORY, edition))
            return _tell(done, report)
    return _tell(_publish_profiles(profiles, waived), report)


def _publish_profiles(
    profiles: list[Profile], waived: Waived | None
) -> Iterator[tuple[str, Edition | PublishRefused]]:
    for profile in profiles:
        try:
            yield profile.key, publish_profile(profile, waived=waived)
        except PublishRefused as refused:
            yield profile.key, refused


def _tell(done: Iterable[tuple[str, Edition | PublishRefused]], report: Report) -> None:
    for key, outcome in done:
        if isinstance(outcome, PublishRefused):
            report.left[key] = "not published: " + "; ".join(map(str, outcome.reasons))
        else:
            report.published.append(f"{key} {outcome.number}")
