"""Pictures: what is refused and why, and what comes out of what is let in."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from profiles import pictures
from profiles.pictures import PictureProblem, check_drawing, check_photograph, clean_photograph, renditions

DRAWINGS = Path(__file__).parents[2] / "content/profiles/customer-services-manager/pictures"


# Drawings


def drawing(inside: str) -> bytes:
    """An SVG whose `inside` stands on line 3."""
    top = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 64">'
    return f"{top}\n<title>T</title>\n{inside}\n</svg>\n".encode()


HOSTILE = {
    "script": ("<script>alert(1)</script>", "<script> is not allowed in a drawing: a drawing runs no code"),
    "script in a group": ("<g>\n\n<script/></g>", "<script> is not allowed in a drawing"),
    "script of HTML": ('<script xmlns="http://www.w3.org/1999/xhtml"/>', "<script> is not SVG"),
    "prefixed HTML": ('<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="x"/>', "<iframe> is not SVG"),
    "style element": ("<style>*{fill:red}</style>", "<style> is not allowed in a drawing"),
    "style attribute": ('<path style="fill:red"/>', "style is not allowed in a drawing"),
    "onload": ('<path onload="x()"/>', "onload is not allowed in a drawing"),
    "oNcLiCk": ('<path oNcLiCk="x()"/>', "oNcLiCk is not allowed in a drawing"),
    "onbegin": ('<g onbegin="x"/>', "onbegin is not allowed in a drawing"),
    "class": ('<g class="x"/>', "the attribute class is not allowed"),
    "filter": ('<g filter="url(#f)"/>', "the attribute filter is not allowed"),
    "editor's own attribute": (
        '<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="x"/>',
        "the attribute label is not allowed",
    ),
    "xml:base": ('<g xml:base="https://example.org/"/>', "the attribute base is not allowed"),
    "use of another file": ('<use href="other.svg#a"/>', "may point only to '#id'"),
    "xlink to elsewhere": (
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://example.org/a.svg#a"/>',
        "may point only to '#id'",
    ),
    "data address": ('<use href="data:image/svg+xml,x#a"/>', "may point only to '#id'"),
    "href where none belongs": ('<path href="#a"/>', "may point only to '#id'"),
    "link": ('<a href="javascript:x()"><path d="M0 0"/></a>', "<a> is not allowed"),
    "url to elsewhere": ('<path fill="url(https://example.org/a#b)"/>', "url(...) may point only to"),
    "url of a file": ('<path mask="url(a.svg#b)"/>', "url(...) may point only to"),
    "URL in capitals": ('<path fill="URL(//example.org)"/>', "url(...) may point only to"),
    "url in quotes": ("<path fill=\"url('#a')\"/>", "url(...) may point only to"),
    "url spelt with a backslash": (r'<path fill="u\72l(//example.org)"/>', "write plain numbers"),
    "image-set": ("<path fill=\"image-set('//example.org/a' 1x)\"/>", "write plain numbers"),
    "url by character reference": (
        '<path fill="&#117;rl(&#x2f;/example.org)"/>',
        "url(...) may point only to",
    ),
    "foreignObject": ("<foreignObject><p/></foreignObject>", "<foreignObject> is not allowed in a drawing"),
    "image": ('<image href="https://example.org/a.png"/>', "<image> is not allowed in a drawing"),
    "animate": ('<animate attributeName="x" to="1"/>', "<animate> is not allowed"),
    "set": ('<set attributeName="onload" to="x"/>', "<set> is not allowed"),
    "text": ("<text>Helo</text>", "<text> is not allowed in a drawing: turn the letters into paths"),
    "metadata": ("<metadata/>", "<metadata> is not allowed"),
    "processing instruction": (
        "<?xml-stylesheet href='a.css'?>",
        "processing instruction <?xml-stylesheet?>",
    ),
    "entity that nobody declared": ("<path d='&lol;'/>", "not well-formed XML (undefined entity)"),
    "cut short": ("<g>", "not well-formed XML (mismatched tag)"),
    "control character": ("<g>\x01</g>", "not well-formed XML"),
    "twice the same id": ('<g id="a"/><g id="a"/>', "two elements have the id 'a'"),
    "id with a space": ('<g id="a b"/>', "id='a b' is not allowed"),
    "reference to nothing": ('<path fill="url(#gone)"/>', "#gone is not in the drawing"),
    "use of itself": ('<g id="a"><use href="#a"/></g>', "#a repeats itself"),
    "mask of itself": ('<mask id="m"><path mask="url(#m)"/></mask>', "#m repeats itself"),
    "repeats of repeats": (
        '<g id="a0"><path/></g>'
        + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 10)),
        "makes too many shapes",
    ),
    "repeats in a long chain": (
        "".join(f'<g id="a{n}"><use href="#a{n - 1}"/></g>' for n in range(999, 0, -1)) + '<g id="a0"/>',
        "repeats too deeply",
    ),
    "deep nesting": ("<g>" * 3000, "nested more than 40 deep"),
}


@pytest.mark.parametrize(("inside", "message"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_drawing_is_refused_with_its_line(inside, message):
    with pytest.raises(PictureProblem) as caught:
        check_drawing(drawing(inside))
    assert message in str(caught.value)
    line = 3 + inside[: inside.find("<script")].count("\n") if "\n" in inside else 3
    # An element left open is only noticed where the next one closes.
    assert caught.value.line == line + (inside == "<g>")


BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE svg [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>&c;</title></svg>"""


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (BILLION_LAUGHS, "the drawing has a DOCTYPE", 2),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">\n' + drawing(""), "the drawing has a DOCTYPE", 1),
        (drawing("\n<title>\xff</title>").replace(b"\xc3\xbf", b"\xff"), "is not UTF-8", 4),
        (drawing("").decode().encode("utf-16"), "is not UTF-8", 1),
        (b"\x1f\x8b\x08\x00", "is not UTF-8", 1),
        (
            b'<?xml version="1.0" encoding="iso-8859-1"?>\n' + drawing(""),
            "declares the encoding iso-8859-1",
            1,
        ),
        (b'<?xml-stylesheet href="a"?>' + drawing(""), "processing instruction", 1),
        (drawing("<!-- x -->\n" * 20_000), "200,000 is the most", None),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64"/>', "has no viewBox", 1),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 64"/>', "has no viewBox", 1),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan 64"/>', "has no viewBox", 1),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 inf 64"/>', "has no viewBox", 1),
        (b'<svg viewBox="0 0 96 64"/>', "is not SVG", 1),
        (b'<g xmlns="http://www.w3.org/2000/svg"/>', "begins with <g>", 1),
        (b"", "not well-formed XML (no element found)", 1),
        (b"<svg", "not well-formed XML", 1),
    ],
)
def test_drawing_that_is_no_sound_svg_is_refused_with_its_line(data, message, line):
    with pytest.raises(PictureProblem, match=r".") as caught:
        check_drawing(data)
    assert message in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "inside",
    [
        '<g fill="none" stroke="#0e3f3c" stroke-width="2.5" transform="translate(1 -2) rotate(4.5, 2, 3)"/>',
        '<defs><linearGradient id="a"><stop offset="10%" stop-color="rgb(1, 2, 3)"/></linearGradient></defs>'
        '<rect fill="url(#a)" width="100%" height="1e2"/><circle fill="url(#a) #fff" r="4"/>',
        '<clipPath id="c"><path d="M0 0h9v9z"/></clipPath><g clip-path="url(#c)"/>',
        '<g id="tree"><path d="M0,0 L-1.5e-3,4"/></g><use href="#tree" x="4"/>'
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="#tree"/>',
        "<desc>Dŵr &amp; tŷ &lt;script&gt; style=x url(//a)</desc><!-- a remark -->",
        '<g role="img" aria-label="A: b / c" lang="cy" xml:lang="cy"/>',
        '<svg viewBox="0 0 2 2" x="3"/>',
    ],
)
def test_plain_drawing_passes(inside):
    check_drawing(drawing(inside))
    check_drawing(b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\n' + drawing(inside))


@pytest.mark.parametrize("path", sorted(DRAWINGS.glob("*.svg")), ids=lambda path: path.stem)
def test_drawing_of_the_lead_career_passes_with_its_preview(path):
    original, preview = renditions(
        path.read_bytes(), kind="drawing", stem=path.stem, preview=path.with_suffix(".png").read_bytes()
    )
    assert (original.name, original.media_type, original.role) == (path.name, "image/svg+xml", "original")
    assert (original.width, original.height) == (960, 640)
    assert (preview.width, preview.height, preview.role) == (1200, 630, "preview")


# Photographs


def encoded(image: Image.Image, form: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def halves(size=(300, 200), left="red", right="blue") -> Image.Image:
    image = Image.new("RGB", size, right)
    image.paste(left, (0, 0, size[0] // 2, size[1]))
    return image


def is_near(pixel, colour, by=12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


def telephone_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn a quarter clockwise
    exif[0x010F], exif[0x0110] = "Ffôn", "Model 7"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 28.0, 54.0), 3: "W", 4: (3.0, 10.0, 45.0)})
    return exif


def carries_nothing(data: bytes) -> bool:
    check_photograph(data)
    image = opened(data)
    harmless = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    harmless |= {"timestamp", "duration"}  # of AVIF's only frame, always 0 and 1
    return not image.getexif() and set(image.info) <= harmless and b"Model 7" not in data


def every_mode() -> dict[str, bytes]:
    colour = halves()
    grey = colour.convert("L")
    clear = colour.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    deep = Image.frombytes(
        "I;16", grey.size, bytes(half for value in grey.tobytes() for half in (value, value))
    )
    return {
        "CMYK JPEG": encoded(colour.convert("CMYK")),
        "greyscale JPEG": encoded(grey),
        "RGB JPEG": encoded(colour),
        "1-bit PNG": encoded(colour.convert("1"), "PNG"),
        "palette PNG": encoded(colour.convert("P"), "PNG"),
        "palette PNG with a clear colour": encoded(colour.convert("P"), "PNG", transparency=3),
        "16-bit PNG": encoded(deep, "PNG"),
        "grey PNG with alpha": encoded(clear.convert("LA"), "PNG"),
        "RGBA PNG": encoded(clear, "PNG"),
        "WebP": encoded(colour, "WEBP"),
        "WebP with alpha": encoded(clear, "WEBP", lossless=True),
        "AVIF": encoded(colour, "AVIF"),
        "AVIF with alpha": encoded(clear, "AVIF"),
    }


@pytest.mark.parametrize("data", every_mode().values(), ids=every_mode())
def test_photograph_of_every_mode_becomes_plain_jpeg(data):
    check_photograph(data)
    clean = clean_photograph(data)
    image = opened(clean)
    assert (image.format, image.mode, image.size, image.info["progressive"]) == ("JPEG", "RGB", (300, 200), 1)
    assert carries_nothing(clean)
    assert len(renditions(data, kind="photograph", stem="a")) == 3


@pytest.mark.parametrize("form", ["CMYK JPEG", "RGB JPEG", "palette PNG", "WebP", "AVIF"])
def test_clean_photograph_keeps_its_colours(form):
    image = opened(clean_photograph(every_mode()[form]))
    assert is_near(image.getpixel((40, 100)), (254, 0, 0))
    assert is_near(image.getpixel((260, 100)), (0, 0, 254))


def test_clean_photograph_scales_sixteen_bits_and_lays_alpha_on_white():
    deep = opened(clean_photograph(every_mode()["16-bit PNG"]))
    assert is_near(deep.getpixel((40, 100)), (76, 76, 76), by=4)
    clear = opened(clean_photograph(encoded(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG")))
    assert clear.getpixel((15, 10)) == (255, 255, 255)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_and_camera_are_gone_from_every_rendition_and_pixels_are_turned(form):
    taken = encoded(halves((900, 600)), form, exif=telephone_exif())
    assert opened(taken).getexif().get_ifd(0x8825) or form == "AVIF"
    with pytest.raises(PictureProblem, match=r"carries .*EXIF.*save it again without metadata"):
        check_photograph(taken)

    clean = clean_photograph(taken)
    image = opened(clean)
    assert image.size == (600, 900)
    assert is_near(image.getpixel((300, 100)), (254, 0, 0))  # the left half is now the upper
    assert is_near(image.getpixel((300, 800)), (0, 0, 254))
    for one in renditions(taken, kind="photograph", stem="a"):
        assert carries_nothing(one.data), one.name
        assert opened(one.data).size == (one.width, one.height)
    assert carries_nothing(clean)


def with_part(data: bytes, marker: int, content: bytes) -> bytes:
    """A JPEG with one more part after its first two bytes."""
    return data[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + data[2:]


def webp_with_part(data: bytes, kind: bytes, content: bytes) -> bytes:
    body = data[8:] + kind + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


def png_part(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Someone")
    return encoded(halves(), "PNG", pnginfo=words)


JPEG, PNG = encoded(halves()), encoded(halves(), "PNG")
WEBP, AVIF = encoded(halves(), "WEBP"), encoded(halves(), "AVIF")
CARRIERS = {
    "XMP in JPEG": (with_part(JPEG, 0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), "XMP"),
    "IPTC in JPEG": (with_part(JPEG, 0xED, b"Photoshop 3.0\x008BIM"), "IPTC"),
    "comment in JPEG": (with_part(JPEG, 0xFE, b"taken at home"), "a comment"),
    "thumbnail in JPEG": (with_part(JPEG, 0xE0, b"JFXX\0\x10"), "a part called APP0"),
    "maker's part in JPEG": (with_part(JPEG, 0xEC, b"Ducky\0"), "a part called APP12"),
    "film behind JPEG": (JPEG + b"ftypmp42", "data after its end"),
    "text in PNG": (png_with_words(), "text"),
    "time in PNG": (PNG[:33] + png_part(b"tIME", bytes(7)) + PNG[33:], "a part called tIME"),
    "more behind PNG": (PNG + b"PK", "data after its end"),
    "XMP in WebP": (encoded(halves(), "WEBP", xmp=b"<x/>"), "XMP"),
    "unknown part in WebP": (webp_with_part(WEBP, b"XTRA", b"home"), "a part called XTRA"),
    "more behind WebP": (WEBP + b"PK", "data after its end"),
    "more behind AVIF": (AVIF + struct.pack(">I4s", 12, b"uuid") + b"home", "a part called uuid"),
    "noise behind AVIF": (AVIF + b"\0\0", "data after its end"),
    "XMP in AVIF": (encoded(halves(), "AVIF", xmp=b"<x/>"), "XMP"),
    "second picture behind JPEG": (
        encoded(halves(), "MPO", save_all=True, append_images=[halves(left="green")]),
        "a part called APP2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "found"), CARRIERS.values(), ids=CARRIERS)
def test_photograph_that_carries_more_than_pixels_is_named_and_can_be_cleaned(data, found):
    with pytest.raises(PictureProblem, match=f"the photograph carries {found}"):
        check_photograph(data)
    assert carries_nothing(clean_photograph(data))


def swapped_profile() -> bytes:
    """An RGB profile unlike sRGB: red and green primaries changed places."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    for entry in range(132, 132 + 12 * count, 12):
        name = bytes(data[entry : entry + 4])
        data[entry : entry + 4] = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(name, name)
    for encoding in ("utf-16-be", "ascii"):
        data = data.replace("sRGB".encode(encoding), "Rare".encode(encoding))
    return bytes(data)


def test_srgb_profile_is_let_through_and_any_other_is_converted():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red = Image.new("RGB", (300, 200), "red")
    check_photograph(encoded(red, icc_profile=srgb))
    rare = encoded(red, icc_profile=swapped_profile())
    with pytest.raises(PictureProblem, match="colour profile is not sRGB"):
        check_photograph(rare)
    pixel = opened(clean_photograph(rare)).getpixel((150, 100))
    assert is_near(pixel, (0, 255, 0), by=20)
    assert carries_nothing(clean_photograph(rare))


def test_broken_profile_is_passed_over():
    odd = encoded(halves(), icc_profile=b"not a profile")
    with pytest.raises(PictureProblem, match="colour profile is not sRGB"):
        check_photograph(odd)
    assert is_near(opened(clean_photograph(odd)).getpixel((40, 100)), (254, 0, 0))


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises many more pixels than it holds."""
    header = png_part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return PNG[:8] + header + png_part(b"IDAT", zlib.compress(bytes(1000))) + png_part(b"IEND", b"")


def animation(form: str) -> bytes:
    return encoded(halves(), form, save_all=True, append_images=[halves(left="green")], duration=100)


REFUSED = {
    "bomb": (png_header(40_000, 40_000), "far more than 60 million pixels"),
    "bomb that Pillow only warns of": (png_header(10_000, 9_500), "95 million pixels and 60 is the most"),
    "a little too many pixels": (png_header(10_000, 6_001), "60 million pixels and 60 is the most"),
    "too many bytes": (JPEG + bytes(15_000_000), "15,000,000 is the most"),
    "cut short": (JPEG[: len(JPEG) // 2], "damaged or cut short"),
    "PNG without its pixels": (png_header(300, 200), "damaged or cut short"),
    "animated PNG": (animation("PNG"), "is animated"),
    "animated WebP": (animation("WEBP"), "is animated"),
    "animated AVIF": (animation("AVIF"), "is animated"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is HEIC.*export it as JPEG"),
    "GIF": (encoded(halves(), "GIF"), "this is a file of the kind GIF"),
    "TIFF": (encoded(halves(), "TIFF"), "this is a file of the kind TIFF"),
    "BMP": (encoded(halves(), "BMP"), "this is a file of the kind BMP"),
    "PDF": (b"%PDF-1.7", "this is a file of the kind PDF"),
    "drawing": (drawing(""), "this is a file of the kind SVG"),
    "nothing": (b"", "cannot be read"),
    "noise": (bytes(range(256)) * 20, "cannot be read"),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_photograph_that_cannot_be_taken_says_why(data, message):
    for function in (check_photograph, clean_photograph):
        with pytest.raises(PictureProblem, match=message) as caught:
            function(data)
        assert caught.value.line is None


@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")
def test_bomb_is_refused_where_warnings_are_errors():
    with pytest.raises(PictureProblem, match="million pixels"):
        check_photograph(png_header(10_000, 9_500))


# What readers get


def test_photograph_renditions_have_three_widths_and_a_preview():
    made = renditions(encoded(halves((2000, 1500))), kind="photograph", stem="counter")
    assert [(one.name, one.media_type, one.width, one.height, one.role) for one in made] == [
        ("counter-480.avif", "image/avif", 480, 320, "sized"),
        ("counter-480.jpg", "image/jpeg", 480, 320, "sized"),
        ("counter-960.avif", "image/avif", 960, 640, "sized"),
        ("counter-960.jpg", "image/jpeg", 960, 640, "sized"),
        ("counter-1600.avif", "image/avif", 1600, 1067, "sized"),
        ("counter-1600.jpg", "image/jpeg", 1600, 1067, "sized"),
        ("counter-preview.jpg", "image/jpeg", 1200, 630, "preview"),
    ]
    for one in made:
        image = opened(one.data)
        assert (image.size, Image.MIME[image.format]) == ((one.width, one.height), one.media_type)
        assert carries_nothing(one.data)
    assert made == renditions(encoded(halves((2000, 1500))), kind="photograph", stem="counter")


@pytest.mark.parametrize(
    ("size", "widths"), [((1000, 900), [480, 960, 1000]), ((300, 90), [135]), ((2, 2), [2])]
)
def test_photograph_is_never_stretched_but_for_the_preview_whose_size_pages_state(size, widths):
    made = renditions(encoded(halves(size)), kind="photograph", stem="small")
    assert [one.width for one in made if one.media_type == "image/avif"] == widths
    assert (made[-1].role, made[-1].width, made[-1].height) == ("preview", 1200, 630)
    assert opened(made[-1].data).size == (1200, 630)


@pytest.mark.parametrize(
    ("size", "focal", "colour"),
    [
        ((1200, 400), (0, 50), "red"),
        ((1200, 400), (20, 0), "red"),
        ((1200, 400), (100, 100), "blue"),
        ((1200, 400), (80, 50), "blue"),
    ],
)
def test_focal_point_stays_in_the_picture(size, focal, colour):
    wanted = (254, 0, 0) if colour == "red" else (0, 0, 254)
    data = encoded(halves(size), "PNG")
    small = renditions(data, kind="photograph", stem="a", focal_x=focal[0], focal_y=focal[1])[1]
    assert small.name == f"a-at-{focal[0]}-{focal[1]}-480.jpg"
    image = opened(small.data)
    assert all(is_near(image.getpixel((x, 160)), wanted) for x in (30, 240, 450))


def test_focal_point_works_upright():
    upright = halves((1200, 400)).transpose(Image.Transpose.ROTATE_270)  # red above blue
    data = encoded(upright, "PNG")
    above, below = (
        opened(renditions(data, kind="photograph", stem="a", focal_x=50, focal_y=y)[1].data) for y in (10, 90)
    )
    assert is_near(above.getpixel((200, 133)), (254, 0, 0))
    assert is_near(below.getpixel((200, 133)), (0, 0, 254))


def preview_png(size=(1200, 630), form="PNG", **options) -> bytes:
    return encoded(Image.new("RGB", size, "#fdf0cd"), form, **options)


def test_drawing_renditions_are_the_drawing_and_its_preview():
    data, preview = drawing('<path d="M0 0h9v9z"/>'), preview_png()
    original, raster = renditions(data, kind="drawing", stem="desk", preview=preview)
    assert original == pictures.Rendition("desk.svg", "image/svg+xml", 96, 64, data, "original")
    assert (raster.media_type, raster.width, raster.height) == ("image/png", 1200, 630)
    other = renditions(data, kind="drawing", stem="desk", preview=preview_png(optimize=True, dpi=(72, 72)))[1]
    assert raster.name.startswith("desk-preview-")
    assert raster.name != other.name
    assert renditions(data, kind="drawing", stem="desk") == [original]


@pytest.mark.parametrize(
    ("preview", "message"),
    [
        (preview_png((1200, 600)), r"\(PNG\) is 1200 by 600: make it a PNG of 1200 by 630"),
        (preview_png(form="JPEG"), r"\(JPEG\) is 1200 by 630"),
        (preview_png(exif=telephone_exif()), "carries EXIF"),
        (preview_png()[:400], "damaged or cut short|cannot be read"),
        (preview_png() + bytes(300_000), "300,000 is the most"),
    ],
)
def test_preview_of_another_kind_is_refused(preview, message):
    with pytest.raises(PictureProblem, match=message):
        renditions(drawing(""), kind="drawing", stem="desk", preview=preview)


@pytest.mark.parametrize("stem", ["", "../desk", "Desk", "desk.svg", "a--b", "tŷ", "desk\n"])
def test_name_that_is_not_plain_is_refused(stem):
    with pytest.raises(PictureProblem, match="small letters, digits and single hyphens"):
        renditions(drawing(""), kind="drawing", stem=stem)


def test_hostile_drawing_makes_no_renditions():
    with pytest.raises(PictureProblem, match="<script>"):
        renditions(drawing("<script/>"), kind="drawing", stem="desk")


def test_store_writes_each_file_once_and_lists_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = renditions(drawing(""), kind="drawing", stem="desk", preview=preview_png())
    digest = "0123456789abcdef" * 4
    listed = pictures.store(made, digest)
    folder = tmp_path / "pictures" / "0123456789abcdef0123"
    assert listed[0] == {
        "name": "desk.svg",
        "type": "image/svg+xml",
        "width": 96,
        "height": 64,
        "role": "original",
        "path": "pictures/0123456789abcdef0123/desk.svg",
    }
    assert [one["role"] for one in listed] == ["original", "preview"]
    assert (folder / "desk.svg").read_bytes() == drawing("")

    (folder / "desk.svg").write_bytes(b"kept as it is")
    assert pictures.store(made, digest) == listed
    assert (folder / "desk.svg").read_bytes() == b"kept as it is"
    assert sorted(path.name for path in folder.iterdir()) == sorted(one.name for one in made)
