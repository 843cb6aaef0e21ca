"""The file that goes to a translator and comes back: a workbook (.xlsx) of texts, one a row.

A first sheet says in both languages how to work with it, the second has the texts, and a hidden third
keeps them as they were when the file was made, so that what changed meanwhile is known when it returns.
Nothing in it is ever a formula, and nothing in what returns is trusted: `read` looks at the size and the
parts of a file before it opens it. What its rows mean for us is for `returned_texts` to say.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from profiles.content import schema
from profiles.text import normalise_text
from profiles.translation import MISSING

MOST_BYTES = 5 * 1024 * 1024
MOST_BYTES_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 20_000
# What a cell of a workbook can hold is 32,767 characters.
LONGEST_CELL = 32_000

GUIDE, TEXTS, KEPT = "Darllen - Read me", "Testunau - Texts", "As exported"
# A heading names its column in both languages, wherever a spreadsheet puts it.
KEY, WHERE, ENGLISH, WELSH, STATE, NOTE, STILL_RIGHT = HEADINGS = (
    "Allwedd / Key",
    "Ble mae / Where it is",
    "Saesneg / English",
    "Cymraeg / Welsh",
    "Cyflwr / State",
    "Nodyn / Note",
    "Dal yn gywir? x / Still right? x",
)
_WIDTHS = (24, 34, 60, 60, 26, 34, 16)
_SIDES = {"en": ENGLISH, "cy": WELSH}

_GUIDE = (
    (
        "Sut i weithio gyda’r ffeil hon",
        "Mae’r testunau ar yr ail ddalen, un ym mhob rhes. Ysgrifennwch yn y celloedd lliw yn unig.",
        "Os yw testun wedi dyddio, newidiwch ef. Os yw’n dal yn gywir, rhowch x yn y golofn olaf.",
        "Peidiwch â newid yr allwedd na’r iaith arall: ni fydd rhes o’r fath yn cael ei derbyn.",
        "Cadwch y nodau sydd yn y testun: **, *, ###, - a [geiriau](cyfeiriad). "
        "Cyfieithwch y geiriau, nid y cyfeiriad.",
        "Peidiwch ag ysgrifennu fformiwlâu. Cewch adael rhesi’n wag: byddan nhw’n dal i aros.",
        "Cadwch y ffeil fel .xlsx ac anfonwch hi yn ôl.",
    ),
    (
        "How to work with this file",
        "The texts are on the second sheet, one a row. Write in the coloured cells only.",
        "If a text is out of date, change it. If it is still right, write x in the last column.",
        "Do not change the key or the other language: such a row is not taken.",
        "Keep the marks within a text: **, *, ###, - and [words](address). "
        "Translate the words, not the address.",
        "Write no formulas. You may leave rows empty: they go on waiting.",
        "Save the file as .xlsx and send it back.",
    ),
)
_TOO_LONG = (
    "Testunau sy’n rhy hir i gell, ac felly heb fod yma: %d. / "
    "%d texts are too long for a cell, so they are not here."
)
_NOTES: dict[type, str] = {
    schema.ListPair: "Un eitem ym mhob llinell, yn yr un drefn / One entry a line, in the same order",
    schema.ProsePair: "Markdown: cadwch y nodau / Markdown: keep the marks",
    schema.Pair: "Un llinell / One line",
}


@dataclass(frozen=True)
class Row:
    """One side of a text that is wanted: `address` with its language, and both sides as they are."""

    address: str
    where: str
    language: str
    state: str
    en: Any
    cy: Any
    kind: type[schema.Pair | schema.ListPair]


@dataclass(frozen=True)
class Returned:
    """One row that came back, its texts in normal form, beside the texts as they went out.

    `fault` says why the row cannot be read.
    """

    row: int
    address: str
    en: str = ""
    cy: str = ""
    was_en: str | None = None
    was_cy: str | None = None
    still_right: bool = False
    fault: str = ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


class Unreadable(Exception):
    """The file is not one of ours, or not one that is safe to open. The message is for who sent it."""


def as_cell(text: Any) -> str:
    """A text as a cell holds it: a list has one entry a line."""
    return text if isinstance(text, str) else "\n".join(text or ())


# Out ----------------------------------------------------------------------------------------------


def write(rows: Iterable[Row]) -> bytes:
    book = Workbook()
    guide = book.active
    guide.title = GUIDE
    texts, kept = book.create_sheet(TEXTS), book.create_sheet(KEPT)
    kept.sheet_state = "hidden"
    too_long = _write_texts(texts, kept, rows)
    _write_guide(guide, too_long)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_guide(sheet: Worksheet, too_long: int) -> None:
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 60
    for column, lines in enumerate(_GUIDE, 1):
        for number, line in enumerate(lines, 1):
            cell = _say(sheet.cell(number, column), line)
            cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)
    if too_long:
        _say(sheet.cell(len(_GUIDE[0]) + 2, 1), _TOO_LONG % (too_long, too_long))
    sheet.protection.sheet = True


def _write_texts(sheet: Worksheet, kept: Worksheet, rows: Iterable[Row]) -> int:
    """Returns how many texts were too long for a cell, and so left out."""
    for number, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), 1):
        cell = _say(sheet.cell(1, number), heading)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, heading in enumerate((KEY, ENGLISH, WELSH), 1):
        _say(kept.cell(1, number), heading)
    at, too_long = 2, 0
    for row in rows:
        sides = {language: as_cell(getattr(row, language)) for language in schema.LANGUAGES}
        if max(map(len, sides.values())) > LONGEST_CELL:
            too_long += 1
            continue
        said = {
            KEY: row.address,
            WHERE: row.where,
            ENGLISH: sides["en"],
            WELSH: sides["cy"],
            STATE: _state(row),
            NOTE: _NOTES[row.kind],
            STILL_RIGHT: "",
        }
        to_fill = {_SIDES[row.language]} | ({STILL_RIGHT} if row.state != MISSING else set())
        for column, heading in enumerate(HEADINGS, 1):
            cell = _say(sheet.cell(at, column), said[heading])
            if heading in to_fill:
                cell.protection = Protection(locked=False)
                cell.fill = PatternFill("solid", fgColor="FFF2CC")
        for column, text in enumerate((row.address, sides["en"], sides["cy"]), 1):
            _say(kept.cell(at, column), text)
        at += 1
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADINGS))}{max(at - 1, 1)}"
    # Against slips, not against people: there is no password, and widths and filters stay free.
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = protection.sort = False
    return too_long


def _state(row: Row) -> str:
    if row.state == MISSING:
        return {"cy": "Cymraeg ar goll / Welsh missing", "en": "Saesneg ar goll / English missing"}[
            row.language
        ]
    return {
        "cy": f"Cymraeg wedi dyddio ers {row.state} / Welsh out of date since {row.state}",
        "en": f"Saesneg wedi dyddio ers {row.state} / English out of date since {row.state}",
    }[row.language]


def _say(cell: Cell, text: str) -> Cell:
    """Write a text that stays one: never a formula, an error or a date, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in tuple("=+-@\t")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


# Back ---------------------------------------------------------------------------------------------


def read(file: BinaryIO, size: int) -> list[Returned]:
    """The rows of a file that came back. Raises Unreadable."""
    _check_parts(file, size)
    file.seek(0)
    try:
        # Read as it streams by: a hostile sheet may claim a million rows.
        book = load_workbook(file, read_only=True, keep_links=False)
        names = book.sheetnames
        if TEXTS not in names or KEPT not in names:
            raise Unreadable(
                _("The file has not both the sheets ‘%(texts)s’ and ‘%(kept)s’: send back the one we gave.")
                % {"texts": TEXTS, "kept": KEPT}
            )
        kept = dict(_kept(_rows_of(book[KEPT])))
        return list(_returned(_rows_of(book[TEXTS]), kept))
    except Unreadable:
        raise
    except Exception as broken:  # openpyxl answers a broken workbook with whatever it tripped over
        raise Unreadable(_("The file cannot be read as a workbook (.xlsx).")) from broken


def _check_parts(file: BinaryIO, size: int) -> None:
    """Look at a file from outside: how large it is, what it is made of, and how large it would become."""
    if size > MOST_BYTES:
        raise Unreadable(_("The file is larger than 5 MB: send it in parts."))
    try:
        with zipfile.ZipFile(file) as parts:
            held = parts.infolist()
            names = {part.filename for part in held}
            if "xl/workbook.xml" not in names:
                raise Unreadable(_("The file is not a workbook (.xlsx)."))
            if any("vbaproject" in name.lower() for name in names):
                raise Unreadable(_("The file has macros: save it as .xlsx, without them."))
            if len(held) > MOST_PARTS or sum(part.file_size for part in held) > MOST_BYTES_UNPACKED:
                raise Unreadable(_("The file would be larger than 50 MB when it is unpacked."))
            for part in held:
                _check_part(parts, part)
    except Unreadable:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as broken:
        raise Unreadable(_("The file is not a workbook (.xlsx).")) from broken


def _check_part(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A workbook has no need of a document type, and what could hide one is refused with it."""
    if not part.filename.endswith((".xml", ".rels", ".vml")):
        return
    # A part never gives more bytes than it said it would, and those are counted.
    said = parts.read(part)
    if said[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in said or b"<!DOCTYPE" in said or b"<!ENTITY" in said:
        raise Unreadable(_("The file holds something that no workbook needs: it is not opened."))


def _rows_of(sheet: Any) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows that hold anything, each with its number and its cells by heading."""
    headings: dict[int, str] = {}
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(max_row=2 * MOST_ROWS, max_col=30), 1):
        if number == 1:
            headings = {
                at: cell.value.strip() for at, cell in enumerate(cells) if isinstance(cell.value, str)
            }
            missing = [name for name in (KEY, ENGLISH, WELSH) if name not in headings.values()]
            if missing:
                raise Unreadable(
                    _("The sheet ‘%(sheet)s’ has no column ‘%(column)s’.")
                    % {"sheet": sheet.title, "column": missing[0]}
                )
            continue
        if all(cell.value is None for cell in cells):
            continue
        filled += 1
        if filled > MOST_ROWS:
            raise Unreadable(
                _("The sheet ‘%(sheet)s’ has more than %(rows)s rows: send it in parts.")
                % {"sheet": sheet.title, "rows": MOST_ROWS}
            )
        yield number, {headings[at]: cell for at, cell in enumerate(cells) if at in headings}


def _kept(rows: Iterable[tuple[int, dict[str, Cell]]]) -> Iterator[tuple[str, tuple[str, str]]]:
    for _number, cells in rows:
        yield _text(cells[KEY]), (_text(cells[ENGLISH]), _text(cells[WELSH]))


def _returned(
    rows: Iterable[tuple[int, dict[str, Cell]]], kept: dict[str, tuple[str, str]]
) -> Iterator[Returned]:
    seen: set[str] = set()
    for number, cells in rows:
        try:
            said = {
                name: _text(cells[name]) for name in (*_SIDES.values(), KEY, STILL_RIGHT) if name in cells
            }
        except Unreadable as fault:
            key = cells[KEY].value
            yield Returned(number, key if isinstance(key, str) else "", fault=str(fault))
            continue
        address = said[KEY]
        if not address and not said[ENGLISH] and not said[WELSH]:
            continue
        was = kept.get(address, (None, None))
        fault = ""
        if address in seen:
            fault = _("This key stands in an earlier row too.")
        seen.add(address)
        yield Returned(
            number,
            address,
            said[ENGLISH],
            said[WELSH],
            *was,
            still_right=bool(said.get(STILL_RIGHT)),
            fault=fault,
        )


def _text(cell: Cell) -> str:
    """What a cell says, in normal form. Raises Unreadable, with the cell's name, for all but text."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise Unreadable(_("Cell %(cell)s holds a formula: write the text itself.") % {"cell": _name(cell)})
    if isinstance(value, bool) or cell.data_type == "e" or not isinstance(value, str | int | float):
        raise Unreadable(_("Cell %(cell)s holds no text: write it as text.") % {"cell": _name(cell)})
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # Some programs write the end of a line as they would in a file of their own.
    return normalise_text(str(value).replace("_x000D_", "")).strip()


def _name(cell: Cell) -> str:
    return f"{get_column_letter(cell.column)}{cell.row}"
