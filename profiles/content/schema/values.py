"""The building blocks of a document: texts in two languages, keys, dates, keyed items."""

import datetime
import re
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from profiles.text import normalise_text

# The number every edition carries. A change of the schema adds one and an upgrade function.
FORMAT = 2

LANGUAGES = ("en", "cy")

LONGEST_LINE = 2_000
LONGEST_PROSE = 20_000


def fault(words: str, *, at: str = "", **given: object) -> PydanticCustomError:
    """What a rule of ours finds, to be raised: words with named places, `%(low)s`, and what stands in them.

    The words travel apart from what fills them, so that `findings.explain` can say them in the reader's
    language; `make messages` collects them. `at` is the field meant, where a rule is about several.
    """
    said = f"{at}: {words % given}" if at else words % given
    return PydanticCustomError("fault", "{said}", {"said": said, "words": words, "at": at, "given": given})


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _no_controls(text: object) -> object:
    return normalise_text(text) if isinstance(text, str) else text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise fault("must be one line; put paragraphs in the prose file")
    return text.strip()


def _web_address(address: str) -> str:
    if address and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", address):
        raise fault("must be a whole web address, beginning https:// or http://")
    return address


def _date_as_given(date: str) -> str:
    if date and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", date):
        raise fault("must be a year, a month or a day: 2023, 2023-01 or 2023-01-31")
    return date


def _whole_day(value: object) -> object:
    """pydantic would also take a number of seconds, or a time of day."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise fault("must be a day, such as 2026-11-25, not %(value)s", value=repr(value))
    return value


def _without_final_zeros(number: Decimal) -> Decimal:
    """12.0, as a column gives it back, is the 12 that was written."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _distinct(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(words)) < len(words):
        raise fault("has the same entry twice")
    return words


LONGEST_KEY = 80
_KEY = r"[a-z0-9]+(-[a-z0-9]+)*"

Key = Annotated[str, Field(pattern=f"^{_KEY}$", max_length=LONGEST_KEY)]
"""A name that never changes: small letters, figures and single hyphens."""

OptionalKey = Annotated[str, Field(pattern=f"^({_KEY})?$", max_length=LONGEST_KEY)]
Keys = Annotated[tuple[Key, ...], AfterValidator(_distinct)]
OneOrMoreKeys = Annotated[tuple[Key, ...], Field(min_length=1), AfterValidator(_distinct)]
SourceKeys = OneOrMoreKeys
# Limits stand before validators, where the JSON Schema takes them over.
Line = Annotated[
    str, Field(max_length=LONGEST_LINE), BeforeValidator(_no_controls), AfterValidator(_one_line)
]
Prose = Annotated[str, Field(max_length=LONGEST_PROSE), BeforeValidator(_no_controls)]
WebAddress = Annotated[Line, AfterValidator(_web_address)]
Date = Annotated[datetime.date, BeforeValidator(_whole_day)]
DateAsGiven = Annotated[str, AfterValidator(_date_as_given)]
Slug = Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=100)]
Percentage = Annotated[
    Decimal, Field(gt=0, le=100, max_digits=4, decimal_places=1), AfterValidator(_without_final_zeros)
]
Pounds = Annotated[int, Field(gt=0, lt=1_000_000)]
Percent = Annotated[int, Field(ge=0, le=100)]

Nation = Literal["uk", "wales", "england", "scotland", "northern-ireland"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Language = Literal["en", "cy"]


class Pair(Value):
    """One text in both languages. An empty side is one that nobody has written yet."""

    en: Line = ""
    cy: Line = ""

    def __bool__(self) -> bool:
        return bool(self.en or self.cy)

    def __str__(self) -> str:
        return self.en or self.cy


class ProsePair(Pair):
    """Markdown in both languages."""

    en: Prose = ""
    cy: Prose = ""


class SlugPair(Pair):
    """The last word of an address, in each language."""

    en: Slug = ""
    cy: Slug = ""


class WebPair(Pair):
    """A web address, with its Welsh side where the publisher has one."""

    en: WebAddress = ""
    cy: WebAddress = ""


class ListPair(Value):
    """A list of short texts in both languages, in the same order."""

    en: tuple[Line, ...] = ()
    cy: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.en or self.cy)


def _one_side(pair: Pair) -> Pair:
    if not pair:
        raise fault("is empty: write it in at least one language")
    return pair


Text = Annotated[Pair, AfterValidator(_one_side)]
"""A pair that must be written in at least one language."""


class Item(Value):
    """A member of a list. Its key is unique there and never reused, so that files and edits can be merged."""

    key: Key
    notes: Prose = ""
    """A remark for colleagues. Readers never see it."""


def _by_path(days: dict[str, datetime.date]) -> dict[str, datetime.date]:
    """In one order always: a database that keeps JSON may give its keys back in another."""
    return dict(sorted(days.items()))


OutOfDate = Annotated[dict[str, Date], AfterValidator(_by_path)]
"""Texts whose other side changed since: path (`sections.pay.answer.cy`) and the day that happened."""


class SharedItem(Item):
    """A member of one of the directory's lists."""

    out_of_date: OutOfDate = {}
    """Texts whose other side changed since: path within this entry (`note.cy`) and the day that happened."""


def is_key(text: str) -> bool:
    """Whether a text from elsewhere, an address say, can be a key at all."""
    return len(text) <= LONGEST_KEY and re.fullmatch(_KEY, text) is not None


def duplicate_keys(items: tuple[Item, ...]) -> list[str]:
    seen: set[str] = set()
    return [item.key for item in items if item.key in seen or seen.add(item.key)]


def _unique_keys(items: tuple[Item, ...]) -> tuple[Item, ...]:
    if again := duplicate_keys(items):
        raise fault("has the key %(key)s twice", key=repr(again[0]))
    return items


UniqueKeys = AfterValidator(_unique_keys)


def lists_of(document: type[Value]) -> dict[str, type[Item]]:
    """The fields of a document that hold lists of items, each with its item class."""
    return {
        name: item
        for name, field in document.model_fields.items()
        for item in get_args(field.annotation)[:1]
        if isinstance(item, type) and issubclass(item, Item)
    }


def is_pair(document: type[Value], name: str) -> bool:
    """Whether a field holds one text, or one list of them, in two languages."""
    held = document.model_fields[name].annotation
    return isinstance(held, type) and issubclass(held, Pair | ListPair)
