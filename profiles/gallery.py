"""Pictures as pages show them: where each one's files are, from what its edition keeps of them."""

from typing import Any

from profiles import addresses
from profiles.content import schema

Derived = dict[str, Any]


def cover_of(profile: schema.Profile) -> schema.Picture | None:
    """The picture at the head of a profile: the one marked as cover, else the first."""
    return next((p for p in profile.pictures if p.cover), next(iter(profile.pictures), None))


def _files(picture: schema.Picture, derived: Derived) -> list[dict[str, Any]]:
    return derived.get("pictures", {}).get(picture.key, [])


def preview_of(picture: schema.Picture | None, derived: Derived) -> str:
    """The address of the raster that link previews show, or nothing."""
    files = _files(picture, derived) if picture else []
    return next((addresses.picture(file["path"]) for file in files if file["role"] == "preview"), "")


def _sized(files: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [
        {"url": addresses.picture(file["path"]), "width": file["width"], "height": file["height"]}
        for file in files
        if file["role"] == "sized" and file["type"] == f"image/{kind}"
    ]


def shown_picture(picture: schema.Picture, derived: Derived) -> dict[str, Any] | None:
    """What templates need of a picture, or None where its files are not stored."""
    files = _files(picture, derived)
    jpeg = _sized(files, "jpeg")
    drawing = next((file for file in files if file["role"] == "original"), None)
    if drawing:
        main = {
            "url": addresses.picture(drawing["path"]),
            "width": drawing["width"],
            "height": drawing["height"],
        }
    elif jpeg:
        main = jpeg[-1]
    else:
        return None
    texts = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
    return {"key": picture.key, **texts, **main, "avif": _sized(files, "avif"), "jpeg": jpeg}


def shown_pictures(profile: schema.Profile, derived: Derived) -> list[dict[str, Any]]:
    shown = (shown_picture(picture, derived) for picture in profile.pictures)
    return [picture for picture in shown if picture]
