"""The directory: the lists that profiles share, so that a correction is made once."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from .values import (
    Date,
    DateAsGiven,
    Keys,
    Language,
    Line,
    Nation,
    OptionalKey,
    Pair,
    ProsePair,
    SharedItem,
    SlugPair,
    SourceKeys,
    Text,
    UniqueKeys,
    Value,
    WebPair,
)

Cloth = Literal[
    "retail", "health", "build", "digital", "land", "arts",
    "public", "engine", "food", "office", "learn", "transport",
]  # fmt: skip


class Area(SharedItem):
    """A job area."""

    name: Text
    slug: SlugPair
    text: Pair = Pair()
    cloth: Cloth
    """Which woven pattern and pair of dyes stands for the area."""


class Source(SharedItem):
    """Where facts come from."""

    name: Text
    """The publisher's name as it stands beside a figure: Prospects; Careers Wales, Gyrfa Cymru."""
    publisher: Text
    title: Line
    """The page's own title, in the language it has."""
    language: Language = "en"
    """The language of that title."""
    address: WebPair = WebPair()
    audience: Pair = Pair()
    dated: DateAsGiven = ""
    """The date the source itself gives. Empty: it gives none."""
    read_on: Date | None = None
    """When we read it. Empty: not recorded."""
    checked_on: Date | None = None
    """When we last saw that the address leads there. Empty: not checked."""
    estimate: Pair = Pair()
    """Our own judgement of its age, marked ours, with the reason."""
    reliability: Pair = Pair()


class SharedSkill(SharedItem):
    """A skill, so that careers can be compared and found by it."""

    name: Text


class Contact(SharedItem):
    """An organisation a reader may turn to."""

    organisation: Text
    service: Pair = Pair()
    """The service or programme within the organisation."""
    descriptor: Pair = Pair()
    abbreviation: Line = ""
    nation: Nation = "uk"
    telephone: Annotated[Line, Field(pattern=r"^[0-9+() ]*$")] = ""
    address: Line = ""
    email: Line = ""
    web: WebPair = WebPair()
    welsh_service: Literal["yes", "no", "not-known"] = "not-known"
    state: Literal["checked", "unchecked", "out-of-date"] = "unchecked"
    """Checked on a date; listed by a source and not checked by us; or known or likely to be out of date."""
    checked_on: Date | None = None
    note: Pair = Pair()
    sources: SourceKeys


class Link(SharedItem):
    """A place to go. Its words and its target are separate, and the target says when it was checked."""

    text: Text
    address: WebPair = WebPair()
    page: OptionalKey = ""
    """One of our own pages, in place of an address."""
    note: Pair = Pair()
    checked_on: Date | None = None
    sources: Keys = ()


class MinimumWage(SharedItem):
    """The legal minimum, so that a full-time figure below it can carry a notice."""

    hourly: Annotated[Decimal, Field(gt=0, max_digits=5, decimal_places=2)]
    applies_from: Date
    weekly_hours: Annotated[int, Field(ge=20, le=48)]
    """The shortest week we call full time when we work out a year's pay: ours, not the law's."""
    text: Text
    source: Line
    """Publisher and page."""
    address: WebPair
    dated: DateAsGiven = ""
    checked_on: Date | None = None
    """When we last saw that the address leads there. Empty: not checked."""


class Page(SharedItem):
    """An article or a page about the site. Its prose is in content/pages/<key>/."""

    title: Text
    slug: SlugPair
    description: Text
    prose: ProsePair = ProsePair()
    reviewed_on: Date | None = None
    """When a person last reviewed the page. Empty: not yet."""
    reviewed_by: Pair = Pair()
    welsh_read_on: Date | None = None
    """When a fluent reader read the Welsh. Empty: not yet."""
    welsh_read_by: Pair = Pair()


class Directory(Value):
    """All shared lists."""

    areas: Annotated[tuple[Area, ...], UniqueKeys] = ()
    sources: Annotated[tuple[Source, ...], UniqueKeys] = ()
    skills: Annotated[tuple[SharedSkill, ...], UniqueKeys] = ()
    contacts: Annotated[tuple[Contact, ...], UniqueKeys] = ()
    links: Annotated[tuple[Link, ...], UniqueKeys] = ()
    minimum_wages: Annotated[tuple[MinimumWage, ...], UniqueKeys] = ()
    pages: Annotated[tuple[Page, ...], UniqueKeys] = ()
