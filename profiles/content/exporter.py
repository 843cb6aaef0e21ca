"""Exporting: rows into content files, in canonical form. Only files that differ are written."""

from dataclasses import dataclass, field
from pathlib import Path

from profiles.documents import as_json, directory_document, profile_documents
from profiles.models import DirectoryState, Profile
from profiles.stored_pictures import original

from . import schema
from .files import directory_files, preview_name, profile_files


@dataclass
class Export:
    """What an export wrote, or would write: addresses in the content folder."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


def _picture_files(document: schema.Profile) -> dict[str, bytes]:
    files = {}
    for picture in document.pictures:
        data = original(picture)
        folder = f"profiles/{document.key}/pictures"
        files[f"{folder}/{picture.file}"] = data.file
        if data.preview:
            files[f"{folder}/{preview_name(picture.file)}"] = data.preview
    return files


def export_content(folder: Path, *, dry_run: bool = False) -> Export:
    """Write the working copies into a content folder, and remember them as the base.

    Withdrawn profiles are not written. Of a profile's own folder, files that nothing names any more
    are removed; nothing else in the folder is touched.
    """
    directory = directory_document()
    profiles = Profile.objects.exclude(state=Profile.State.WITHDRAWN)
    documents = profile_documents(profiles)
    files = {address: text.encode() for address, text in directory_files(directory).items()}
    for document in documents.values():
        files.update({address: text.encode() for address, text in profile_files(document).items()})
        files.update(_picture_files(document))

    export = Export()
    for address, data in sorted(files.items()):
        path = folder / address
        if path.exists() and path.read_bytes() == data:
            export.unchanged += 1
            continue
        export.written.append(address)
        if not dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for key in documents:
        for path in sorted((folder / "profiles" / key / "pictures").glob("*")):
            address = path.relative_to(folder).as_posix()
            if path.is_file() and address not in files:
                export.removed.append(address)
                if not dry_run:
                    path.unlink()
    if not dry_run:
        DirectoryState.current()
        DirectoryState.objects.update(base=as_json(directory))
        for profile in profiles:
            if profile.base != (base := as_json(documents[profile.key])):
                Profile.objects.filter(pk=profile.pk).update(base=base)
    return export
