"""Pictures: what may come in, and the files that go out.

Everything here works on bytes and knows no model and no request. A drawing is an SVG that passes a strict
list; a photograph is decoded and written again, so nothing that came with it (place, time, camera, owner)
goes out. Pictures are made once, at upload or load, under names that follow from their content.
"""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NoReturn
from xml.parsers import expat

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, ImageOps

DRAWING_BYTES = 200_000
DRAWING_DEPTH = 40
DRAWING_SHAPES = 50_000
PHOTOGRAPH_BYTES = 15_000_000
PHOTOGRAPH_PIXELS = 60_000_000
PREVIEW_BYTES = 300_000
PREVIEW_SIZE = (1200, 630)
WIDTHS = (480, 960, 1600)
SHAPE = (3, 2)


class PictureProblem(ValueError):
    """What is wrong with a picture and what to do, in one sentence. `line` is known for drawings."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


# Drawings

_SVG = "http://www.w3.org/2000/svg"
_XLINK_HREF = "http://www.w3.org/1999/xlink href"
_XML_LANG = "http://www.w3.org/XML/1998/namespace lang"

_ELEMENTS = frozenset(
    "svg g defs title desc path rect circle ellipse line polyline polygon use pattern clipPath mask"
    " linearGradient radialGradient stop".split()
)
# Free text, which no browser reads as anything else.
_SPOKEN = frozenset(("aria-label", "aria-labelledby", "aria-hidden", "role", "lang", "version", _XML_LANG))
_ATTRIBUTES = frozenset(
    "viewBox preserveAspectRatio x y width height cx cy r rx ry x1 y1 x2 y2 fx fy fr d points pathLength"
    " transform gradientTransform patternTransform patternUnits patternContentUnits gradientUnits"
    " clipPathUnits maskUnits maskContentUnits spreadMethod offset"
    " fill fill-opacity fill-rule clip-path clip-rule mask opacity color stop-color stop-opacity"
    " stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit"
    " stroke-dasharray stroke-dashoffset shape-rendering paint-order vector-effect".split()
)
_REFERENCES = frozenset(("href", _XLINK_HREF))
_MAY_REFER = frozenset(("use", "pattern", "linearGradient", "radialGradient"))

_ID = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_FRAGMENT = re.compile(r"#[A-Za-z_][\w.-]*", re.ASCII)
_OWN_URL = re.compile(r"url\(#([A-Za-z_][\w.-]*)\)", re.ASCII)
# Browsers read these attributes as CSS, where a backslash can spell `url` and quotes can hold an address.
# No drawing needs backslash, quote, colon, slash or @, so none is let in.
_PLAIN_VALUE = re.compile(r"[\w\s#.,;%()+-]*", re.ASCII)

_ADVICE = {
    "script": "a drawing runs no code",
    "style": "write colours as attributes such as fill",
    "image": "a photograph goes in a file of its own",
    "text": "turn the letters into paths, or say it in the caption, which can be translated",
    "foreignObject": "a drawing holds no HTML",
    "a": "a drawing holds no links",
}


def check_drawing(data: bytes) -> None:
    """Raise PictureProblem unless the SVG keeps to the list of elements and attributes above."""
    _read_drawing(data)


def _read_drawing(data: bytes) -> tuple[int, int]:
    """The width and height that the viewBox gives, once the whole drawing has been found good."""
    if len(data) > DRAWING_BYTES:
        raise PictureProblem(
            f"the drawing has {len(data):,} bytes and {DRAWING_BYTES:,} is the most: simplify it"
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PictureProblem(
            "the drawing is not UTF-8 text: save it as a plain, uncompressed SVG in UTF-8",
            data.count(b"\n", 0, error.start) + 1,
        ) from None
    reader = _DrawingReader()
    reader.read(data)
    return reader.size


class _DrawingReader:
    """One reading of one drawing. Every refusal is raised from within the parser, so it knows its line."""

    def __init__(self) -> None:
        self.size = (0, 0)
        self.open: list[str] = []  # the id of each element we are in, "" for those without
        self.shapes: Counter[str] = Counter()  # elements within each id; "" is the whole drawing
        self.references: dict[str, list[tuple[str, int]]] = {"": []}  # what each id points to, and the line
        # Naming the encoding makes expat pass over what the file declares, so `declaration` looks at that.
        self.parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.XmlDeclHandler = self.declaration
        # Refused where it opens, before any entity is declared: no expansion and no outside file to guard.
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction

    def refuse(self, message: str) -> NoReturn:
        raise PictureProblem(message, self.parser.CurrentLineNumber)

    def read(self, data: bytes) -> None:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            raise PictureProblem(
                f"the drawing is not well-formed XML ({expat.ErrorString(error.code)}): save it again as SVG",
                error.lineno,
            ) from None
        self.count_shapes("", {}, ())

    def count_shapes(self, name: str, known: dict[str, int], path: tuple[str, ...]) -> int:
        """How many shapes a browser has to draw for this id, following every reference.

        Repeats multiply: ten lines that each repeat the one before ten times ask for ten thousand million.
        """
        if name not in known:
            total = self.shapes[name]
            for target, line in self.references[name]:
                if target not in self.references:
                    raise PictureProblem(f"#{target} is not in the drawing: delete what points to it", line)
                if target in path or len(path) == DRAWING_DEPTH:
                    raise PictureProblem(
                        f"#{target} repeats itself or repeats too deeply: draw it plainly", line
                    )
                total += self.count_shapes(target, known, (*path, target))
                if total > DRAWING_SHAPES:
                    raise PictureProblem(
                        f"repeating #{target} makes too many shapes: simplify the drawing", line
                    )
            known[name] = total
        return known[name]

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.upper() != "UTF-8":
            self.refuse(f"the drawing declares the encoding {encoding}: save it as UTF-8")

    def doctype(self, *_declared: object) -> None:
        self.refuse("the drawing has a DOCTYPE: delete it, and any entities in it")

    def instruction(self, target: str, _text: str) -> None:
        self.refuse(f"the drawing has a processing instruction <?{target}?>: delete it")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, element = name.rpartition(" ")
        if namespace != _SVG:
            self.refuse(
                f"<{element}> is not SVG: save the drawing as plain SVG, with xmlns={_SVG} at the top"
            )
        if element not in _ELEMENTS:
            advice = _ADVICE.get(element, "delete it or draw it another way")
            self.refuse(f"<{element}> is not allowed in a drawing: {advice}")
        if not self.open:
            self.size = self.root_size(element, attributes)
        if len(self.open) == DRAWING_DEPTH:
            self.refuse(f"the drawing is nested more than {DRAWING_DEPTH} deep: ungroup it")
        self.open.append(attributes.get("id", ""))
        self.shapes.update({"", *self.open})
        if "id" in attributes:
            self.name(attributes["id"])
        for attribute, value in attributes.items():
            self.attribute(element, attribute, value)

    def end(self, _name: str) -> None:
        self.open.pop()

    def root_size(self, element: str, attributes: dict[str, str]) -> tuple[int, int]:
        if element != "svg":
            self.refuse(f"the drawing begins with <{element}>: it must begin with <svg>")
        try:
            _, _, width, height = (float(part) for part in re.split(r"[\s,]+", attributes["viewBox"].strip()))
            size = round(width), round(height)
        except (KeyError, ValueError, OverflowError):
            size = 0, 0
        if min(size) < 1:
            self.refuse(
                'the drawing has no viewBox that gives its size: write one such as viewBox="0 0 960 640"'
            )
        return size

    def attribute(self, element: str, name: str, value: str) -> None:
        short = name.rpartition(" ")[2]
        if name == "id" or name in _SPOKEN:
            return
        if name in _REFERENCES:
            if element not in _MAY_REFER or not _FRAGMENT.fullmatch(value):
                self.refuse(
                    f"{short}={value!r} is not allowed: a drawing may point only to '#id' within itself"
                )
            self.refer(value[1:])
        elif short.lower().startswith("on"):
            self.refuse(f"{short} is not allowed in a drawing: delete the attribute, a drawing runs no code")
        elif name == "style":
            self.refuse("style is not allowed in a drawing: write colours as attributes such as fill")
        elif name not in _ATTRIBUTES:
            self.refuse(f"the attribute {short} is not allowed in a drawing: delete it, or save as plain SVG")
        elif "url" in _OWN_URL.sub("", value).lower():
            self.refuse(
                f"{name}={value!r} is not allowed: url(...) may point only to url(#id) within the drawing"
            )
        elif not _PLAIN_VALUE.fullmatch(value):
            self.refuse(f"{name}={value!r} is not allowed: write plain numbers, names and colours")
        else:
            for target in _OWN_URL.findall(value):
                self.refer(target)

    def name(self, value: str) -> None:
        if not _ID.fullmatch(value):
            self.refuse(f"id={value!r} is not allowed: begin with a letter, then letters, digits, . _ or -")
        if value in self.references:
            self.refuse(f"two elements have the id {value!r}: give each its own")
        self.references[value] = []

    def refer(self, target: str) -> None:
        for holder in {"", *self.open}:
            self.references[holder].append((target, self.parser.CurrentLineNumber))


# Photographs

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_WANTED = "save it as JPEG, PNG, WebP or AVIF"
# The parts of a PNG that say how it looks. All the others carry words, times or thumbnails.
_PNG_LOOKS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs iCCP".split())
_WEBP_LOOKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
_AVIF_LOOKS = frozenset((b"ftyp", b"meta", b"mdat"))


def check_photograph(data: bytes) -> None:
    """Raise PictureProblem unless a photograph kept with the content can be read and carries no metadata.

    A colour profile is let through if it is sRGB, which every browser assumes anyway. Any other would have
    to be converted, and a content file should already be what readers get.
    """
    image = _open(data)
    _load(image)
    if found := sorted(set(_metadata(data, image))):
        raise PictureProblem(
            f"the photograph carries {' and '.join(found)}, which can tell where it was taken and by whom:"
            " save it again without metadata"
        )
    profile = image.info.get("icc_profile")
    if profile and "srgb" not in _profile_name(profile).lower():
        raise PictureProblem(
            "the photograph's colour profile is not sRGB: convert it to sRGB and save it again"
        )


def clean_photograph(data: bytes) -> bytes:
    """An uploaded photograph as a plain JPEG: upright, in sRGB, alpha on white, with no metadata at all."""
    return _jpeg(_plain(_open(data)), quality=88)


def _open(data: bytes) -> Image.Image:
    """The photograph, of which only the header has been read."""
    if len(data) > PHOTOGRAPH_BYTES:
        raise PictureProblem(
            f"the photograph has {len(data):,} bytes and {PHOTOGRAPH_BYTES:,} is the most: save it smaller"
        )
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureProblem(_too_many_pixels("far more than 60")) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise PictureProblem(_unreadable(data)) from None
    if image.width * image.height > PHOTOGRAPH_PIXELS:
        raise PictureProblem(_too_many_pixels(f"{image.width * image.height / 1e6:.0f}"))
    # MPO is a JPEG from a telephone with a second picture behind the first; we take the first.
    if frames > 1:
        raise PictureProblem(
            "the photograph is animated: save one frame of it, movement cannot be paused here"
        )
    return image


def _too_many_pixels(count: str) -> str:
    return f"the photograph has {count} million pixels and 60 is the most: save it smaller"


def _unreadable(data: bytes) -> str:
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"):
        return "the photograph is HEIC, as telephones save it: export it as JPEG and send that"
    for start, name in ((b"GIF8", "a GIF"), (b"II*\0", "a TIFF"), (b"MM\0*", "a TIFF"), (b"BM", "a BMP"),
                        (b"%PDF", "a PDF"), (b"<?xml", "a drawing"), (b"<svg", "a drawing")):  # fmt: skip
        if data.startswith(start):
            return f"this is {name}, not a photograph we can read: {_WANTED}"
    return f"the photograph cannot be read, it is damaged or of another kind: {_WANTED}"


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise PictureProblem(f"the photograph is damaged or cut short: {_WANTED} and try again") from None


def _metadata(data: bytes, image: Image.Image) -> Iterator[str]:
    """Names of what a photograph carries beside its pixels, from the parts of the file itself.

    Pillow's `info` names what Pillow knows, so unknown parts would pass; this counts what is not known good.
    """
    if image.format in ("JPEG", "MPO"):
        yield from _jpeg_metadata(image)
        if not data.endswith(b"\xff\xd9"):
            yield "data after its end"
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
            yield "a comment"
        elif not content.startswith((b"JFIF\0", b"Adobe", b"ICC_PROFILE\0")):
            yield f"a part called {marker}"


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
        return "data after its end"
    name = kind.decode("ascii", "replace").strip()
    known = {"eXIf": "EXIF", "EXIF": "EXIF", "XMP": "XMP", "tEXt": "text", "iTXt": "text", "zTXt": "text"}
    return known.get(name, f"a part called {name}")


def _profile_name(profile: bytes) -> str:
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):
        return ""


def _plain(image: Image.Image) -> Image.Image:
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


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
    return out.getvalue()


def _avif(image: Image.Image) -> bytes:
    # Speed 8 takes a quarter of the time of Pillow's 6 and gives files about 2 % larger.
    out = io.BytesIO()
    image.save(out, "AVIF", quality=60, speed=8)
    return out.getvalue()


# What readers get


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
            "the picture's name may hold only small letters, digits and single hyphens: rename it"
        )
    if kind == "drawing":
        return _drawing_renditions(data, stem, preview)
    return _photograph_renditions(data, stem, (focal_x, focal_y))


def _drawing_renditions(data: bytes, stem: str, preview: bytes | None) -> list[Rendition]:
    made = [Rendition(f"{stem}.svg", "image/svg+xml", *_read_drawing(data), data, "original")]
    if preview is not None:
        check_preview(preview)
        name = f"{stem}-preview-{hashlib.sha256(preview).hexdigest()[:8]}.png"
        made.append(Rendition(name, "image/png", *PREVIEW_SIZE, preview, "preview"))
    return made


def check_preview(data: bytes) -> None:
    """Raise PictureProblem unless this is a small, clean PNG of the size that link previews use."""
    width, height = PREVIEW_SIZE
    if len(data) > PREVIEW_BYTES:
        raise PictureProblem(
            f"the preview has {len(data):,} bytes and {PREVIEW_BYTES:,} is the most: use fewer colours"
        )
    image = _open(data)
    if image.format != "PNG" or image.size != PREVIEW_SIZE:
        raise PictureProblem(
            f"the preview is a {image.format} of {image.width} by {image.height}:"
            f" make it a PNG of {width} by {height}"
        )
    check_photograph(data)


def _photograph_renditions(data: bytes, stem: str, focal: tuple[int, int]) -> list[Rendition]:
    image = _plain(_open(data))
    if focal != (50, 50):
        stem = f"{stem}-at-{focal[0]}-{focal[1]}"
    made = []
    box = _crop(image.size, SHAPE, focal)
    # A photograph narrower than the widest gets its own width as its last: never stretched, never wasted.
    for width in sorted({min(width, int(box[2] - box[0])) for width in WIDTHS}):
        size = width, max(1, round(width * SHAPE[1] / SHAPE[0]))
        small = image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
        made.append(Rendition(f"{stem}-{width}.avif", "image/avif", *size, _avif(small)))
        made.append(Rendition(f"{stem}-{width}.jpg", "image/jpeg", *size, _jpeg(small, quality=80)))
    box = _crop(image.size, PREVIEW_SIZE, focal)
    width = min(PREVIEW_SIZE[0], int(box[2] - box[0]))
    size = width, max(1, round(width * PREVIEW_SIZE[1] / PREVIEW_SIZE[0]))
    small = image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    made.append(Rendition(f"{stem}-preview.jpg", "image/jpeg", *size, _jpeg(small, quality=80), "preview"))
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
