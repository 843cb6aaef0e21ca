"""Exporting: rows, or what readers see, into content files in canonical form. Only what differs is written.

A file is written beside its place and then put there, and the bases are remembered last. So an export
that is interrupted has lost nothing: the next load finds in some files what the rows say already.
"""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from profiles.documents import InvalidRows, as_json, base_of, directory_document, profile_documents
from profiles.models import DirectoryState, Profile
from profiles.models.desk import DIRECTORY
from profiles.publishing import one_at_a_time, published_directory
from profiles.stored_pictures import original

from . import schema
from .decisions import not_valid
from .files import DIRECTORY_LISTS, Content, directory_files, preview_name, profile_files, read_content
from .findings import sentences
from .references import directory_findings, profile_findings
from .upgrades import read_document

Documents = dict[str, schema.Profile]

LONGEST_SHOWN = 160  # characters of a line, in a difference
MOST_SHOWN = 40  # lines of a file's difference


@dataclass
class Export:
    """What an export wrote, or would write: addresses in the content folder."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    # left alone, with the reason: keys of profiles, and `directory`
    left: dict[str, str] = field(default_factory=dict)
    # how a text file in `written` changes, line by line
    differences: dict[str, list[str]] = field(default_factory=dict)


def export_content(folder: Path, *, dry_run: bool = False, published: bool = False) -> Export:
    """Write the working copies into a content folder, and remember them as the base.

    With `published`, what readers see is written in place of the working copies: the current editions. What
    editors have changed since is still an edit of theirs to the next load.

    What the files changed since they were last read is left alone and named; so is a working copy that is
    half finished, or that names what the files would not have. Withdrawn profiles are not written. Pictures
    and pages that nothing names any more are removed; nothing else in the folder is touched.
    """
    export = Export()
    with transaction.atomic():
        one_at_a_time()
        directory, documents = _published(export) if published else _working_copies(export)
        content = read_content(folder) if folder.is_dir() else Content()
        directory = _keep_what_stands(folder, content, directory, documents, export)
        _write(folder, directory, documents, export, dry_run=dry_run)
        if not dry_run:
            _remember(directory, documents)
    return export


# What to write ------------------------------------------------------------------------------------


def _working_copies(export: Export) -> tuple[schema.Directory | None, Documents]:
    directory = None
    try:
        directory = directory_document()
    except InvalidRows as invalid:
        export.left[DIRECTORY] = not_valid(invalid)
    documents = {}
    for key, document in profile_documents(Profile.objects.not_withdrawn()).items():
        if isinstance(document, InvalidRows):
            export.left[key] = not_valid(document)
        else:
            documents[key] = document
    return directory, documents


def _published(export: Export) -> tuple[schema.Directory | None, Documents]:
    if DirectoryState.current().edition is None:
        export.left[DIRECTORY] = _("it has not been published")
        return None, {}
    editions = (profile.edition for profile in Profile.objects.published().select_related("edition"))
    documents = [read_document(schema.Profile, edition.document, edition.format) for edition in editions]
    return published_directory(), {document.key: document for document in documents}


def _keep_what_stands(
    folder: Path,
    content: Content,
    directory: schema.Directory | None,
    documents: Documents,
    export: Export,
) -> schema.Directory | None:
    """Leave out what must not be written. Returns the directory if it may be; takes profiles out."""
    if directory and _is_changed_directory(folder, content, directory):
        export.left[DIRECTORY] = _changed()
        directory = None
    elif directory and (found := sentences(directory_findings(directory), directory)):
        export.left[DIRECTORY] = _not_whole(found)
        directory = None
    # The keys that the files will have: a career may name no other.
    shared, bases = directory or content.directory, _profile_bases()
    for key, document in list(documents.items()):
        if _is_changed_profile(folder, content, document, bases[key]):
            export.left[key] = _changed()
        elif shared and (found := sentences(profile_findings(document, shared), document)):
            export.left[key] = _not_whole(found)
        else:
            continue
        del documents[key]
    return directory


def _changed() -> str:
    return _("its files changed since they were read: load them first")


def _not_whole(found: list[str]) -> str:
    return _("files would not take it yet: %(reasons)s") % {"reasons": "; ".join(found[:3])}


def _is_changed_directory(folder: Path, content: Content, directory: schema.Directory) -> bool:
    """Whether the files hold what nobody has loaded."""
    if not any((folder / f"{name}.yaml").exists() for name in DIRECTORY_LISTS):
        return False
    return not _is_one_of(content.directory, as_json(directory), _directory_base())


def _is_changed_profile(
    folder: Path, content: Content, document: schema.Profile, base: dict[str, Any] | None
) -> bool:
    if not (folder / "profiles" / document.key / "profile.yaml").exists():
        return False
    return not _is_one_of(content.profiles.get(document.key), as_json(document), base)


def _directory_base() -> dict[str, Any] | None:
    return base_of(DirectoryState.current(), schema.Directory)


def _profile_bases() -> dict[str, dict[str, Any] | None]:
    return {profile.key: base_of(profile, schema.Profile) for profile in Profile.objects.all()}


def _is_one_of(in_files: schema.Value | None, *known: dict[str, Any] | None) -> bool:
    return in_files is not None and as_json(in_files) in known


# Writing ------------------------------------------------------------------------------------------


def _files(directory: schema.Directory | None, documents: Documents) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    if directory:
        files |= {address: text.encode() for address, text in directory_files(directory).items()}
    for document in documents.values():
        files |= {address: text.encode() for address, text in profile_files(document).items()}
        files |= _picture_files(document)
    return files


def _picture_files(document: schema.Profile) -> dict[str, bytes]:
    files = {}
    for picture in document.pictures:
        data = original(picture)
        folder = f"profiles/{document.key}/pictures"
        files[f"{folder}/{picture.file}"] = data.file
        if data.preview:
            files[f"{folder}/{preview_name(picture.file)}"] = data.preview
    return files


def _might_be_stale(folder: Path, *, keys: Iterable[str], pages: bool) -> Iterator[Path]:
    """Files that are there only because something names them."""
    for key in keys:
        yield from (folder / "profiles" / key / "pictures").glob("[!.]*")
    if pages:
        yield from (folder / "pages").glob("*/[!.]*")


def _write(
    folder: Path,
    directory: schema.Directory | None,
    documents: Documents,
    export: Export,
    *,
    dry_run: bool,
) -> None:
    files = _files(directory, documents)
    for address, data in sorted(files.items()):
        path = folder / address
        before = path.read_bytes() if path.exists() else b""
        if before == data and path.exists():
            export.unchanged += 1
            continue
        export.written.append(address)
        export.differences[address] = _difference(before, data)
        if not dry_run:
            _put(path, data)
    for path in sorted(_might_be_stale(folder, keys=documents, pages=directory is not None)):
        address = path.relative_to(folder).as_posix()
        if path.is_file() and address not in files:
            export.removed.append(address)
            if not dry_run:
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile has the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _difference(before: bytes, after: bytes) -> list[str]:
    """A text file's changed lines, one beside each for the place, long ones cut where they differ."""
    try:
        old, new = (data.decode("utf-8-sig").splitlines() for data in (before, after))
    except UnicodeDecodeError:
        return []  # a picture
    lines = list(difflib.unified_diff(old, new, lineterm="", n=1))[2:]
    shown = [
        _cut(line, _first_difference(line, lines[i - 1] if i else "", lines[i + 1 : i + 2]))
        for i, line in enumerate(lines[:MOST_SHOWN])
    ]
    if len(lines) > MOST_SHOWN:
        shown.append(f"... and {len(lines) - MOST_SHOWN} more lines")
    return shown


def _first_difference(line: str, above: str, below: list[str]) -> int:
    """Where a changed line begins to differ from the one that it replaces or that replaces it."""
    other = above if line.startswith("+") and above.startswith("-") else "".join(below)
    if {line[:1], other[:1]} != {"-", "+"}:
        return 0
    signs = zip(line[1:], other[1:], strict=False)
    return 1 + next((i for i, (one, two) in enumerate(signs) if one != two), len(line) - 1)


def _cut(line: str, place: int) -> str:
    if len(line) <= LONGEST_SHOWN:
        return line
    start = max(1, place - 60)
    end = start + LONGEST_SHOWN
    return line[0] + ("..." if start > 1 else "") + line[start:end] + ("..." if end < len(line) else "")


def _remember(directory: schema.Directory | None, documents: Documents) -> None:
    """Keep what the files now hold as the base of the next comparison."""
    if directory and _directory_base() != (base := as_json(directory)):
        DirectoryState.objects.update(base=base, base_format=schema.FORMAT)
    bases = _profile_bases()
    for key, document in documents.items():
        if bases[key] != (base := as_json(document)):
            Profile.objects.filter(key=key).update(
                base=base, base_format=schema.FORMAT, brought_by_files=False
            )
