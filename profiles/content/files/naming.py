"""How the content folder names things."""

import hashlib

from profiles.content import schema

DIRECTORY_LISTS = tuple(schema.Directory.model_fields)
KNOWN_FILES = {"README.md", "profile.schema.json", "directory.schema.json"}


def picture_digest(file: bytes, preview: bytes | None) -> str:
    """What names a picture by content: its bytes, with its preview's where it has one."""
    return hashlib.sha256(file + (preview or b"")).hexdigest()


def preview_name(file: str) -> str:
    """The raster that stands beside a drawing for link previews: counter.svg, counter.png."""
    return file.removesuffix(".svg") + ".png"
