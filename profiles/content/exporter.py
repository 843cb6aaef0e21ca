"""Exporting: rows into content files, in canonical form. Only files that differ are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from profiles.documents import InvalidRows, as_json, base_of, directory_document, profile_documents
from profiles.models import DirectoryState, Profile
from profiles.stored_pictures import original

from . import schema
from .files import DIRECTORY_LISTS, directory_files, preview_name, profile_files, read_content
from .loader import DIRECTORY


@dataclass
class Export:
    """What an export wrote, or would write: addresses in the content folder."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    # left alone, with the reason: keys of profiles, and `directory`
    left: dict[str, str] = field(default_factory=dict)


def _picture_files(document: schema.Profile) -> dict[str, bytes]:
    files = {}
    for picture in document.pictures:
        data = original(picture)
        folder = f"profiles/{document.key}/pictures"
        files[f"{folder}/{picture.file}"] = data.file
        if data.preview:
            files[f"{folder}/{preview_name(picture.file)}"] = data.preview
    return files


def _changed_in_files(
    folder: Path, directory: schema.Directory, documents: dict[str, schema.Profile]
) -> Iterator[str]:
    """What the files hold that nobody has loaded: `directory` and keys of profiles."""
    if not folder.is_dir():
        return
    content = read_content(folder)
    if any((folder / f"{name}.yaml").exists() for name in DIRECTORY_LISTS):
        if not _is_one_of(content.directory, as_json(directory), _directory_base()):
            yield DIRECTORY
    bases = _profile_bases()
    for key, document in documents.items():
        if (folder / "profiles" / key / "profile.yaml").exists():
            if not _is_one_of(content.profiles.get(key), as_json(document), bases[key]):
                yield key


def _directory_base() -> dict[str, Any] | None:
    return base_of(DirectoryState.current(), schema.Directory)


def _profile_bases() -> dict[str, dict[str, Any] | None]:
    return {profile.key: base_of(profile, schema.Profile) for profile in Profile.objects.all()}


def _is_one_of(in_files: schema.Value | None, *known: dict[str, Any] | None) -> bool:
    return in_files is not None and as_json(in_files) in known


def _might_be_stale(folder: Path, *, keys: Iterable[str], pages: bool) -> Iterator[Path]:
    """Files that are there only because something names them."""
    for key in keys:
        yield from (folder / "profiles" / key / "pictures").glob("[!.]*")
    if pages:
        yield from (folder / "pages").glob("*/[!.]*")


def export_content(folder: Path, *, dry_run: bool = False) -> Export:
    """Write the working copies into a content folder, and remember them as the base.

    What the files changed since they were last read is left alone and named. Withdrawn profiles are not
    written. Pictures and pages that nothing names any more are removed; nothing else in the folder is
    touched.
    """
    export = Export()
    directory = directory_document()
    profiles = list(Profile.objects.exclude(state=Profile.State.WITHDRAWN))
    documents = {}
    for key, document in profile_documents(profiles).items():
        if isinstance(document, InvalidRows):
            export.left[key] = f"its working copy is not valid: {document}"
        else:
            documents[key] = document
    for key in list(_changed_in_files(folder, directory, documents)):
        export.left[key] = "its files changed since they were read: load them first"
        documents.pop(key, None)

    files: dict[str, bytes] = {}
    if DIRECTORY not in export.left:
        files |= {address: text.encode() for address, text in directory_files(directory).items()}
    for document in documents.values():
        files |= {address: text.encode() for address, text in profile_files(document).items()}
        files |= _picture_files(document)

    for address, data in sorted(files.items()):
        path = folder / address
        if path.exists() and path.read_bytes() == data:
            export.unchanged += 1
            continue
        export.written.append(address)
        if not dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for path in sorted(_might_be_stale(folder, keys=documents, pages=DIRECTORY not in export.left)):
        address = path.relative_to(folder).as_posix()
        if path.is_file() and address not in files:
            export.removed.append(address)
            if not dry_run:
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
    if not dry_run:
        _remember(directory if DIRECTORY not in export.left else None, documents)
    return export


def _remember(directory: schema.Directory | None, documents: dict[str, schema.Profile]) -> None:
    """Keep what the files now hold as the base of the next comparison."""
    if directory and _directory_base() != (base := as_json(directory)):
        DirectoryState.objects.update(base=base, base_format=schema.FORMAT)
    bases = _profile_bases()
    for key, document in documents.items():
        if bases[key] != (base := as_json(document)):
            Profile.objects.filter(key=key).update(
                base=base, base_format=schema.FORMAT, brought_by_files=False
            )
