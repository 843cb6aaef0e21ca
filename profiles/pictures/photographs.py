"""Photographs: decoded and written again, so that nothing that came with one goes out."""

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from .problems import PictureProblem

PHOTOGRAPH_BYTES = 15_000_000
PHOTOGRAPH_PIXELS = 60_000_000

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
# The parts of a PNG that say how it looks. All the others carry words, times or thumbnails.
_PNG_LOOKS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs iCCP".split())
_WEBP_LOOKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
_AVIF_LOOKS = frozenset((b"ftyp", b"meta", b"mdat"))


def check_photograph(data: bytes) -> None:
    """Raise PictureProblem unless a photograph kept with the content can be read and carries no metadata.

    A colour profile is let through if it is sRGB, which every browser assumes anyway. Any other would have
    to be converted, and a content file should already be what readers get.
    """
    image = open_picture(data)
    _load(image)
    if found := sorted(set(_metadata(data, image))):
        raise PictureProblem(
            _(
                "the photograph carries %(what)s, which can tell where it was taken and by whom:"
                " save it again without metadata"
            )
            % {"what": ", ".join(found)}
        )
    profile = image.info.get("icc_profile")
    if profile and "srgb" not in _profile_name(profile).lower():
        raise PictureProblem(
            _("the photograph's colour profile is not sRGB: convert it to sRGB and save it again")
        )


def clean_photograph(data: bytes) -> bytes:
    """An uploaded photograph as a plain JPEG: upright, in sRGB, alpha on white, with no metadata at all."""
    return as_jpeg(as_plain_rgb(open_picture(data)), quality=88)


def open_picture(data: bytes) -> Image.Image:
    """The photograph, of which only the header has been read."""
    if len(data) > PHOTOGRAPH_BYTES:
        raise PictureProblem(
            _("the photograph has %(bytes)s bytes and %(most)s is the most: save it smaller")
            % {"bytes": f"{len(data):,}", "most": f"{PHOTOGRAPH_BYTES:,}"}
        )
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureProblem(_too_many_pixels(_("far more than 60"))) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise PictureProblem(_unreadable(data)) from None
    if image.width * image.height > PHOTOGRAPH_PIXELS:
        raise PictureProblem(_too_many_pixels(f"{image.width * image.height / 1e6:.0f}"))
    # MPO is a JPEG from a telephone with a second picture behind the first; we take the first.
    if frames > 1:
        raise PictureProblem(
            _("the photograph is animated: save one frame of it, movement cannot be paused here")
        )
    return image


def _too_many_pixels(count: str) -> str:
    words = _("the photograph has %(count)s million pixels and 60 is the most: save it smaller")
    return words % {"count": count}


def _unreadable(data: bytes) -> str:
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"):
        return _("the photograph is HEIC, as telephones save it: export it as JPEG and send that")
    for start, name in ((b"GIF8", "GIF"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"BM", "BMP"),
                        (b"%PDF", "PDF"), (b"<?xml", "SVG"), (b"<svg", "SVG")):  # fmt: skip
        if data.startswith(start):
            words = _(
                "this is a file of the kind %(kind)s, not a photograph: save it as JPEG, PNG, WebP or AVIF"
            )
            return words % {"kind": name}
    return _(
        "the photograph cannot be read, it is damaged or of another kind: save it as JPEG, PNG, WebP or AVIF"
    )


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        words = _("the photograph is damaged or cut short: save it as JPEG, PNG, WebP or AVIF and try again")
        raise PictureProblem(words) from None


def _metadata(data: bytes, image: Image.Image) -> Iterator[str]:
    """Names of what a photograph carries beside its pixels, from the parts of the file itself.

    Pillow's `info` names what Pillow knows, so unknown parts would pass; this counts what is not known good.
    """
    if image.format in ("JPEG", "MPO"):
        yield from _jpeg_metadata(image)
        if not data.endswith(b"\xff\xd9"):
            yield _("data after its end")
    elif image.format == "PNG":
        yield from (_named(kind) for kind in _png_chunks(data) if kind not in _PNG_LOOKS)
    elif image.format == "WEBP":
        yield from (_named(kind) for kind in _webp_chunks(data) if kind not in _WEBP_LOOKS)
    else:
        yield from (_named(kind) for kind in _avif_boxes(data) if kind not in _AVIF_LOOKS)
        # Pillow turns AVIF's own rotation into an EXIF orientation, so the file's bytes are asked instead.
        if b"Exif" in data:
            yield "EXIF"
        if image.info.get("xmp"):
            yield "XMP"


def _jpeg_metadata(image: Image.Image) -> Iterator[str]:
    for marker, content in image.applist:
        if content.startswith(b"Exif\0"):
            yield "EXIF"
        elif content.startswith(b"http://ns.adobe.com/"):
            yield "XMP"
        elif content.startswith(b"Photoshop 3.0"):
            yield "IPTC"
        elif marker == "COM":
            yield _("a comment")
        elif not content.startswith((b"JFIF\0", b"Adobe", b"ICC_PROFILE\0")):
            yield _("a part called %(name)s") % {"name": marker}


def _png_chunks(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(data):
        yield data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at - 8 : at - 4] == b"IEND":
            break
    if at < len(data):
        yield b""


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    at, end = 12, 8 + int.from_bytes(data[4:8], "little")
    while at + 8 <= end:
        yield data[at : at + 4]
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    if end < len(data):
        yield b""


def _avif_boxes(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(data):
        yield data[at + 4 : at + 8]
        at += int.from_bytes(data[at : at + 4], "big") or len(data)
    if at < len(data):
        yield b""


def _named(kind: bytes) -> str:
    if not kind:
        return _("data after its end")
    name = kind.decode("ascii", "replace").strip()
    known = {"eXIf": "EXIF", "EXIF": "EXIF", "XMP": "XMP", "tEXt": "text", "iTXt": "text", "zTXt": "text"}
    return known.get(name) or _("a part called %(name)s") % {"name": name}


def _profile_name(profile: bytes) -> str:
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):
        return ""


def as_plain_rgb(image: Image.Image) -> Image.Image:
    """The pixels alone: upright, sRGB, alpha on white, in a new image that has never held metadata."""
    profile = image.info.get("icc_profile")
    _load(image)
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        # Pillow clips 16-bit grey to white; keep the upper eight bits instead.
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        page = Image.new("RGB", image.size, "white")
        page.paste(image, mask=image.getchannel("A"))
        image = page
    elif image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    if profile:
        image = _to_srgb(image, profile)
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        return ImageCms.profileToProfile(
            image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        # A profile that is broken, or made for another kind of pixel, says nothing about these.
        return image


def as_jpeg(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
    return out.getvalue()


def as_avif(image: Image.Image) -> bytes:
    # Speed 8 takes a quarter of the time of Pillow's 6 and gives files about 2 % larger.
    out = io.BytesIO()
    image.save(out, "AVIF", quality=60, speed=8)
    return out.getvalue()
