"""Pictures in storage: made once from their bytes, found again by content.

`profiles.pictures` knows how; this knows where. Originals are kept apart from what is served, so that
an export gives back the very bytes. No rendition is ever deleted: an old edition may still show it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from profiles import pictures
from profiles.content import schema
from profiles.content.files import picture_digest, preview_name
from profiles.models import StoredPicture


@dataclass(frozen=True)
class PictureBytes:
    """A picture's file and, for a drawing, the preview beside it."""

    file: bytes
    preview: bytes | None = None


def _keep_original(digest: str, name: str, data: bytes) -> None:
    path = f"originals/{digest}/{name}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))


def _keep_originals(file: str, digest: str, data: PictureBytes) -> None:
    _keep_original(digest, file, data.file)
    if data.preview:
        _keep_original(digest, preview_name(file), data.preview)


def _stem(file: str) -> str:
    return file.rpartition(".")[0]


def keep(picture: schema.Picture, data: PictureBytes) -> StoredPicture:
    """Store a picture's original and its renditions, unless that was done before.

    Raises pictures.PictureProblem for a file that may not come in.
    """
    return _keep(data, file=picture.file, focal_x=picture.focal_x, focal_y=picture.focal_y)


def _keep(data: PictureBytes, *, file: str, focal_x: int, focal_y: int) -> StoredPicture:
    digest = picture_digest(data.file, data.preview)
    found = StoredPicture.objects.filter(digest=digest, focal_x=focal_x, focal_y=focal_y)
    if stored := found.first():
        _keep_originals(file, digest, data)  # the same bytes may come in under another name
        return stored
    made = pictures.renditions(
        data.file,
        kind="drawing" if file.endswith(".svg") else "photograph",
        stem=_stem(file),
        focal_x=focal_x,
        focal_y=focal_y,
        preview=data.preview,
    )
    _keep_originals(file, digest, data)
    # Another process may have stored the same in the meantime.
    stored, _ = StoredPicture.objects.get_or_create(
        digest=digest,
        focal_x=focal_x,
        focal_y=focal_y,
        defaults={"renditions": pictures.store(made, digest)},
    )
    return stored


def keep_upload(upload: bytes, *, file: str, focal_x: int = 50, focal_y: int = 50) -> StoredPicture:
    """Clean an editor's photograph (no metadata survives) and store it.

    Raises pictures.PictureProblem, in words for the editor.
    """
    clean = PictureBytes(pictures.clean_photograph(upload))
    return _keep(clean, file=f"{_stem(file)}.jpg", focal_x=focal_x, focal_y=focal_y)


def original(picture: schema.Picture) -> PictureBytes:
    """The bytes a picture came in as."""
    folder = f"originals/{picture.digest}/"

    def read(name: str) -> bytes:
        with default_storage.open(folder + name) as file:
            return file.read()

    if picture.file.endswith(".svg"):
        return PictureBytes(read(picture.file), read(preview_name(picture.file)))
    return PictureBytes(read(picture.file))


def at_their_focus(wanted: Iterable[schema.Picture]) -> dict[str, StoredPicture]:
    """What is stored for pictures, by their keys, in one query.

    It is made anew from the original only where nothing but the focal point has moved.
    """
    wanted = [picture for picture in wanted if picture.digest]
    stored = StoredPicture.objects.filter(digest__in={picture.digest for picture in wanted})
    held = {(row.digest, row.focal_x, row.focal_y): row for row in stored}
    known = {digest for digest, _x, _y in held}
    found = {}
    for picture in wanted:
        if row := held.get((picture.digest, picture.focal_x, picture.focal_y)):
            found[picture.key] = row
        elif picture.digest in known:
            found[picture.key] = keep(picture, original(picture))
    return found
