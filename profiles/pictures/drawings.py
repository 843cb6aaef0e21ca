"""Drawings: SVG that passes a strict list, so that a file opened by itself can run and load nothing."""

import re
from collections import Counter
from typing import NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .problems import PictureProblem

DRAWING_BYTES = 200_000
DRAWING_DEPTH = 40
DRAWING_SHAPES = 50_000

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
    "script": gettext_lazy("a drawing runs no code"),
    "style": gettext_lazy("write colours as attributes such as fill"),
    "image": gettext_lazy("a photograph goes in a file of its own"),
    "text": gettext_lazy("turn the letters into paths, or say it in the caption, which can be translated"),
    "foreignObject": gettext_lazy("a drawing holds no HTML"),
    "a": gettext_lazy("a drawing holds no links"),
}


def check_drawing(data: bytes) -> None:
    """Raise PictureProblem unless the SVG keeps to the list of elements and attributes above."""
    read_drawing(data)


def read_drawing(data: bytes) -> tuple[int, int]:
    """The width and height that the viewBox gives, once the whole drawing has been found good."""
    if len(data) > DRAWING_BYTES:
        raise PictureProblem(
            _("the drawing has %(bytes)s bytes and %(most)s is the most: simplify it")
            % {"bytes": f"{len(data):,}", "most": f"{DRAWING_BYTES:,}"}
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PictureProblem(
            _("the drawing is not UTF-8 text: save it as a plain, uncompressed SVG in UTF-8"),
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

    def refuse(self, message: str, **given: object) -> NoReturn:
        """Refuse the drawing at this line, in words that are already in the reader's language."""
        raise PictureProblem(message % given if given else message, self.parser.CurrentLineNumber)

    def read(self, data: bytes) -> None:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            raise PictureProblem(
                _("the drawing is not well-formed XML (%(fault)s): save it again as SVG")
                % {"fault": expat.ErrorString(error.code)},
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
                    words = _("#%(id)s is not in the drawing: delete what points to it")
                    raise PictureProblem(words % {"id": target}, line)
                if target in path or len(path) == DRAWING_DEPTH:
                    words = _("#%(id)s repeats itself or repeats too deeply: draw it plainly")
                    raise PictureProblem(words % {"id": target}, line)
                total += self.count_shapes(target, known, (*path, target))
                if total > DRAWING_SHAPES:
                    words = _("repeating #%(id)s makes too many shapes: simplify the drawing")
                    raise PictureProblem(words % {"id": target}, line)
            known[name] = total
        return known[name]

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.upper() != "UTF-8":
            self.refuse(
                _("the drawing declares the encoding %(encoding)s: save it as UTF-8"), encoding=encoding
            )

    def doctype(self, *_declared: object) -> None:
        self.refuse(_("the drawing has a DOCTYPE: delete it, and any entities in it"))

    def instruction(self, target: str, _text: str) -> None:
        self.refuse(_("the drawing has a processing instruction <?%(target)s?>: delete it"), target=target)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _space, element = name.rpartition(" ")
        if namespace != _SVG:
            self.refuse(
                _("<%(element)s> is not SVG: save the drawing as plain SVG, with xmlns=%(svg)s at the top"),
                element=element,
                svg=_SVG,
            )
        if element not in _ELEMENTS:
            advice = _ADVICE.get(element) or _("delete it or draw it another way")
            self.refuse(
                _("<%(element)s> is not allowed in a drawing: %(advice)s"), element=element, advice=advice
            )
        if not self.open:
            self.size = self.root_size(element, attributes)
        if len(self.open) == DRAWING_DEPTH:
            self.refuse(_("the drawing is nested more than %(depth)s deep: ungroup it"), depth=DRAWING_DEPTH)
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
            self.refuse(_("the drawing begins with <%(element)s>: it must begin with <svg>"), element=element)
        try:
            _left, _top, width, height = (
                float(part) for part in re.split(r"[\s,]+", attributes["viewBox"].strip())
            )
            size = round(width), round(height)
        except (KeyError, ValueError, OverflowError):
            size = 0, 0
        if min(size) < 1:
            self.refuse(
                _('the drawing has no viewBox that gives its size: write one such as viewBox="0 0 960 640"')
            )
        return size

    def attribute(self, element: str, name: str, value: str) -> None:
        short = name.rpartition(" ")[2]
        if name == "id" or name in _SPOKEN:
            return
        if name in _REFERENCES:
            if element not in _MAY_REFER or not _FRAGMENT.fullmatch(value):
                self.refuse(
                    _("%(name)s=%(value)r is not allowed: a drawing may point only to '#id' within itself"),
                    name=short,
                    value=value,
                )
            self.refer(value[1:])
        elif short.lower().startswith("on"):
            self.refuse(
                _("%(name)s is not allowed in a drawing: delete the attribute, a drawing runs no code"),
                name=short,
            )
        elif name == "style":
            self.refuse(_("style is not allowed in a drawing: write colours as attributes such as fill"))
        elif name not in _ATTRIBUTES:
            self.refuse(
                _("the attribute %(name)s is not allowed in a drawing: delete it, or save as plain SVG"),
                name=short,
            )
        elif "url" in _OWN_URL.sub("", value).lower():
            self.refuse(
                _(
                    "%(name)s=%(value)r is not allowed:"
                    " url(...) may point only to url(#id) within the drawing"
                ),
                name=name,
                value=value,
            )
        elif not _PLAIN_VALUE.fullmatch(value):
            self.refuse(
                _("%(name)s=%(value)r is not allowed: write plain numbers, names and colours"),
                name=name,
                value=value,
            )
        else:
            for target in _OWN_URL.findall(value):
                self.refer(target)

    def name(self, value: str) -> None:
        if not _ID.fullmatch(value):
            self.refuse(
                _("id=%(value)r is not allowed: begin with a letter, then letters, digits, . _ or -"),
                value=value,
            )
        if value in self.references:
            self.refuse(_("two elements have the id %(value)r: give each its own"), value=value)
        self.references[value] = []

    def refer(self, target: str) -> None:
        for holder in {"", *self.open}:
            self.references[holder].append((target, self.parser.CurrentLineNumber))
