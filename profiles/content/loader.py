"""Loading: content files into rows, all or nothing, never over an editor's change.

Three documents are compared: the one last exchanged with the files (the base), the file's, and the
rows'. What only the file changed is taken; what only an editor changed is left; where both changed it
is a conflict, reported with the texts, and nothing is written.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from profiles import stored_pictures
from profiles.documents import (
    as_json,
    directory_document,
    profile_documents,
    write_directory,
    write_profile,
)
from profiles.models import DirectoryState, Profile
from profiles.publishing import PublishRefused, publish_directory, publish_profile, withdraw

from . import schema
from .files import Content, Problem, preview_name, read_content

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
class Difference:
    """One value that two documents do not agree on."""

    path: str
    before: Any
    after: Any


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


def differences(before: Any, after: Any, path: str = "") -> list[Difference]:
    """What changed between two documents as JSON, by item key, then field."""
    if isinstance(before, dict) and isinstance(after, dict):
        found = []
        for name in dict.fromkeys((*before, *after)):
            here = f"{path}.{name}" if path else name
            found += differences(before.get(name), after.get(name), here)
        return found
    if _keyed(before) and _keyed(after) and (before or after):
        old, new = ({item["key"]: item for item in items or []} for items in (before, after))
        found = differences(old, new, path)
        kept_before, kept_after = [k for k in old if k in new], [k for k in new if k in old]
        if kept_before != kept_after:
            found.append(Difference(f"{path} (order)", kept_before, kept_after))
        return found
    return [] if before == after else [Difference(path, before, after)]


def _keyed(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and all(isinstance(item, dict) and "key" in item for item in value)
    )


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


def _keep_pictures(document: schema.Profile, held: dict[str, bytes]) -> None:
    for picture in document.pictures:
        preview = held.get(preview_name(picture.file)) if picture.file.endswith(".svg") else None
        stored_pictures.keep(picture, stored_pictures.PictureBytes(held[picture.file], preview))


def load_content(
    folder: Path, *, dry_run: bool = False, publish: bool = False, leave_conflicts: bool = False
) -> Report:
    """Bring the rows up to the files.

    With `publish`, what the files changed is published too, where the working copy was as published.
    With `leave_conflicts`, a document that files and edits both changed is left alone and named;
    otherwise it stops the whole load.

    Raises ContentProblems or Conflicts; then nothing is written.
    """
    content = read_content(folder)
    if content.problems:
        raise ContentProblems(content.problems)
    with transaction.atomic():
        report = _load(content, publish=publish, leave_conflicts=leave_conflicts)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _load(content: Content, *, publish: bool, leave_conflicts: bool) -> Report:
    report = Report()
    conflicts: list[Conflict] = []

    state = DirectoryState.current()
    rows = as_json(directory_document())
    first = state.base is None and state.edition is None and not rows
    files = as_json(content.directory)
    decision = _decide(state.base, files, None if first else rows)
    as_published = state.edition is None or state.edition.document == rows
    publishable: list[Profile | None] = []
    if _note(DIRECTORY, decision, state.base, files, rows, report, conflicts):
        write_directory(content.directory)
    if decision in ("create", "take", "none"):
        DirectoryState.objects.update(base=files)
        if (decision != "none" and as_published) or state.edition is None:
            publishable.append(None)

    profiles = {profile.key: profile for profile in Profile.objects.select_related("edition")}
    documents = profile_documents(profiles.values())
    for key, document in content.profiles.items():
        profile = profiles.get(key)
        rows = as_json(documents[key]) if profile else None
        files = as_json(document)
        base = profile.base if profile else None
        decision = _decide(base, files, rows)
        as_published = not profile or not profile.edition or profile.edition.document == rows
        if _note(key, decision, base, files, rows, report, conflicts):
            _keep_pictures(document, content.pictures.get(key, {}))
            profile, _ = write_profile(document)
        if decision in ("create", "take", "none"):
            if profile.base != files:
                profile.base = files
                profile.save(update_fields=["base"])
            if profile.state == Profile.State.WITHDRAWN:
                report.left[key] = "withdrawn: publish it in admin to bring it back"
            elif (decision != "none" and as_published) or profile.edition is None:
                publishable.append(profile)

    for key in profiles.keys() - content.profiles.keys():
        profile, rows = profiles[key], as_json(documents[key])
        if profile.base is None:
            report.left[key] = "not in files: export it"
        elif profile.base != rows:
            report.left[key] = "its files have gone, but it was edited since: export it or withdraw it"
        elif profile.state != Profile.State.WITHDRAWN:
            withdraw(profile)
            report.withdrawn.append(key)

    if conflicts and not leave_conflicts:
        raise Conflicts(conflicts)
    for conflict in conflicts:
        report.left[conflict.key] = "files and edits both changed it: decide which stands"
    if publish:
        _publish(publishable, report)
    return report


def _note(
    key: str,
    decision: str,
    base: dict | None,
    files: dict,
    rows: dict | None,
    report: Report,
    conflicts: list[Conflict],
) -> bool:
    """Write a decision down. True where the document is to be written to rows."""
    if decision == "create":
        report.created.append(key)
    elif decision == "take":
        report.updated[key] = differences(rows, files)
    elif decision == "none":
        report.unchanged.append(key)
    elif decision == "keep":
        report.left[key] = "edited here since the files were read: export it"
    else:
        conflicts.append(Conflict(key, differences(base or {}, files), differences(base or {}, rows)))
    return decision in ("create", "take")


def _publish(publishable: list[Profile | None], report: Report) -> None:
    """Publish what the files brought; what cannot be is named, and the rest goes on."""
    for profile in publishable:
        key = profile.key if profile else DIRECTORY
        try:
            with transaction.atomic():
                edition = publish_profile(profile) if profile else publish_directory()
        except PublishRefused as refused:
            report.left[key] = "not published: " + "; ".join(refused.reasons)
        else:
            report.published.append(f"{key} {edition.number}")
