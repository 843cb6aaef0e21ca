"""The files that pages, feeds and link previews need of one picture, and where storage keeps them."""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image

from .drawings import read_drawing
from .photographs import as_avif, as_jpeg, as_plain_rgb, check_photograph, open_picture
from .problems import PictureProblem

PREVIEW_BYTES = 300_000
PREVIEW_SIZE = (1200, 630)
WIDTHS = (480, 960, 1600)
SHAPE = (3, 2)


@dataclass(frozen=True)
class Rendition:
    """One file made from a picture."""

    name: str
    media_type: str
    width: int
    height: int
    data: bytes
    role: Literal["original", "sized", "preview"] = "sized"


def renditions(
    data: bytes,
    *,
    kind: Literal["drawing", "photograph"],
    stem: str,
    focal_x: int = 50,
    focal_y: int = 50,
    preview: bytes | None = None,
) -> list[Rendition]:
    """Every file that pages, feeds and link previews need of one picture.

    Names follow from the content: beside the stem they say the width, the focal point unless it is the
    middle, and for a drawing's preview the start of its hash. So under a folder named by the hash of the
    picture's own bytes, a changed focal point or preview never takes the name of an older file.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem):
        raise PictureProblem(
            _("the picture's name may hold only small letters, digits and single hyphens: rename it")
        )
    if kind == "drawing":
        return _drawing_renditions(data, stem, preview)
    return _photograph_renditions(data, stem, (focal_x, focal_y))


def _drawing_renditions(data: bytes, stem: str, preview: bytes | None) -> list[Rendition]:
    made = [Rendition(f"{stem}.svg", "image/svg+xml", *read_drawing(data), data, "original")]
    if preview is not None:
        check_preview(preview)
        name = f"{stem}-preview-{hashlib.sha256(preview).hexdigest()[:8]}.png"
        made.append(Rendition(name, "image/png", *PREVIEW_SIZE, preview, "preview"))
    return made


def check_preview(data: bytes) -> None:
    """Raise PictureProblem unless this is a small, clean PNG of the size that link previews use."""
    if len(data) > PREVIEW_BYTES:
        raise PictureProblem(
            _("the preview has %(bytes)s bytes and %(most)s is the most: use fewer colours")
            % {"bytes": f"{len(data):,}", "most": f"{PREVIEW_BYTES:,}"}
        )
    image = open_picture(data)
    if image.format != "PNG" or image.size != PREVIEW_SIZE:
        raise PictureProblem(
            _("the preview (%(kind)s) is %(width)s by %(height)s: make it a PNG of 1200 by 630")
            % {"kind": image.format, "width": image.width, "height": image.height}
        )
    check_photograph(data)


def _photograph_renditions(data: bytes, stem: str, focal: tuple[int, int]) -> list[Rendition]:
    image = as_plain_rgb(open_picture(data))
    if focal != (50, 50):
        stem = f"{stem}-at-{focal[0]}-{focal[1]}"
    made = []
    box = _crop(image.size, SHAPE, focal)
    # A photograph narrower than the widest gets its own width as its last: never stretched, never wasted.
    for width in sorted({min(width, int(box[2] - box[0])) for width in WIDTHS}):
        size = width, max(1, round(width * SHAPE[1] / SHAPE[0]))
        small = image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
        made.append(Rendition(f"{stem}-{width}.avif", "image/avif", *size, as_avif(small)))
        made.append(Rendition(f"{stem}-{width}.jpg", "image/jpeg", *size, as_jpeg(small, quality=80)))
    box = _crop(image.size, PREVIEW_SIZE, focal)
    # Pages tell other sites this size, so a preview has it exactly, stretched if it must be.
    small = image.resize(PREVIEW_SIZE, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    preview = as_jpeg(small, quality=80)
    made.append(Rendition(f"{stem}-preview.jpg", "image/jpeg", *PREVIEW_SIZE, preview, "preview"))
    return made


def _crop(
    size: tuple[int, int], shape: tuple[int, int], focal: tuple[int, int]
) -> tuple[float, float, float, float]:
    """The largest box of this shape, with the focal point (in per cent) as near its middle as edges allow.

    >>> _crop((1000, 400), (3, 2), (50, 50))
    (200.0, 0.0, 800.0, 400.0)
    >>> _crop((1000, 400), (3, 2), (10, 50))
    (0.0, 0.0, 600.0, 400.0)
    """
    width = min(size[0], size[1] * shape[0] / shape[1])
    height = min(size[1], size[0] * shape[1] / shape[0])
    left = min(max(size[0] * focal[0] / 100 - width / 2, 0.0), size[0] - width)
    top = min(max(size[1] * focal[1] / 100 - height / 2, 0.0), size[1] - height)
    return (left, top, left + width, top + height)


def store(made: list[Rendition], digest: str) -> list[dict[str, str | int]]:
    """Write the files to storage, unless they are there, and say where they are as a document can hold it."""
    listed: list[dict[str, str | int]] = []
    for one in made:
        path = f"pictures/{digest[:20]}/{one.name}"
        if not default_storage.exists(path):
            saved = default_storage.save(path, ContentFile(one.data))
            if saved != path:
                # Another process wrote the same file first, and storage gave ours a second name.
                default_storage.delete(saved)
        listed.append(
            {
                "name": one.name,
                "type": one.media_type,
                "width": one.width,
                "height": one.height,
                "role": one.role,
                "path": path,
            }
        )
    return listed
