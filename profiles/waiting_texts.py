"""What waits for a translator, over every career and the whole directory.

Which texts wait is read from the `waiting` columns alone. What they say is read only for those that are
shown, sent away or brought back; neither takes more queries for more careers.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import models as db

from profiles import models
from profiles.content import schema
from profiles.documents import ROWS, plain_fields
from profiles.translation import MISSING, is_translated, progress
from profiles.working_copy import KINDS, PROFILE, PROFILE_LISTS, SHARED_LISTS

# The place of each field in its document.
_FIELDS = {
    kind: {name: at for at, name in enumerate(document.model_fields)} for kind, document in KINDS.items()
}


class Address(NamedTuple):
    """Where a text is: `profile`, `shop-manager`, `sections.pay.answer`. A shared list is a kind too."""

    kind: str
    key: str
    path: str

    def __str__(self) -> str:
        return "/".join(self)


@dataclass(frozen=True)
class Standing:
    """A career, or an entry of the directory: how far it is in each language, and what of it waits."""

    kind: str
    key: str
    pk: int
    name: schema.Pair
    waiting: dict[str, Any]
    welsh_read_on: date | None = None
    """When a fluent reader read the Welsh of a career or a site page."""

    def progress(self, language: str) -> tuple[int, int]:
        """How many texts are current, and how many there are."""
        return progress(self.waiting, language)


@dataclass(frozen=True)
class Waiting:
    """One side that is not current. `state`: `missing`, or the day since when it is out of date."""

    address: Address
    language: str
    state: str

    @property
    def is_missing(self) -> bool:
        return self.state == MISSING


@dataclass(frozen=True)
class Text:
    """A text as the working copy has it: both sides, the days since when each is out of date, and where.

    `thing` is the career or the entry, `member` the section, fact or picture that the text belongs to, if
    it belongs to one.
    """

    kind: type[schema.Pair | schema.ListPair]
    en: Any
    cy: Any
    marks: dict[str, str]
    thing: schema.Pair
    member: schema.Pair

    def side(self, language: str) -> Any:
        return self.en if language == "en" else self.cy

    def state(self, language: str) -> str:
        """`missing`, the day since when it is out of date, or nothing."""
        return self.marks.get(language, "") if self.side(language) else MISSING

    @property
    def digest(self) -> str:
        """Of what both sides say and where they stand, to know later whether it is still so."""
        said = json.dumps([self.en, self.cy, self.marks], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:20]


def name_of(row: db.Model, document: type[schema.Value]) -> schema.Pair:
    """The row's first text; most people know a thing by that, not by its key."""
    name = next((name for name in document.model_fields if is_translated(document, name)), "")
    said = getattr(row, name) if name else schema.Pair()
    return said if isinstance(said, schema.Pair) and said else schema.Pair(en=row.key, cy=row.key)


def standings() -> list[Standing]:
    """Every career by its key, then every entry of the directory in order."""
    careers = models.Profile.objects.not_withdrawn().only(
        "key", "waiting", "title_en", "title_cy", "welsh_read_on"
    )
    found = [standing_of(PROFILE, row) for row in careers]
    for kind, item in SHARED_LISTS.items():
        found += [standing_of(kind, row) for row in ROWS[item].objects.all()]
    return found


def standing_of(kind: str, row: models.WorkingCopy) -> Standing:
    name = name_of(row, KINDS[kind])
    return Standing(kind, row.key, row.pk, name, row.waiting, getattr(row, "welsh_read_on", None))


class WaitingTexts(Sequence[Waiting]):
    """The texts that wait, thing by thing and as they stand in the document.

    `state` is `missing`, `out-of-date` or nothing for both. They may be a hundred thousand while a page
    shows thirty, so counting them makes none, and a slice makes no more than it holds things.
    """

    def __init__(
        self, things: Iterable[Standing], *, languages: Sequence[str] = schema.LANGUAGES, state: str = ""
    ):
        self._things, self._languages, self._state = list(things), languages, state
        self._counts = [sum(1 for _ in self._sides(thing)) for thing in self._things]

    def _sides(self, thing: Standing) -> Iterator[tuple[str, str, str]]:
        for language in self._languages:
            for path, said in thing.waiting.get(language, {}).items():
                if not self._state or (said == MISSING) == (self._state == MISSING):
                    yield path, language, str(said)

    def _of(self, thing: Standing) -> list[Waiting]:
        # Columns of JSON may come back in another order.
        sides = sorted(self._sides(thing), key=lambda side: (_place(thing.kind, side[0]), side[1]))
        return [
            Waiting(Address(thing.kind, thing.key, path), language, said) for path, language, said in sides
        ]

    def __len__(self) -> int:
        return sum(self._counts)

    def __iter__(self) -> Iterator[Waiting]:
        for thing in self._things:
            yield from self._of(thing)

    def __getitem__(self, at: int | slice) -> Waiting | list[Waiting]:
        if isinstance(at, int):
            return self[at : at + 1][0] if at >= 0 else list(self)[at]
        start, stop, step = at.indices(len(self))
        found: list[Waiting] = []
        before = 0
        for thing, count in zip(self._things, self._counts, strict=True):
            if before < stop and before + count > start:
                found += self._of(thing)[max(0, start - before) : stop - before]
            before += count
        return found[::step]


def _place(kind: str, path: str) -> tuple[int, str]:
    return _FIELDS[kind].get(path.partition(".")[0], -1), path


def pair_at(kind: str, path: str) -> type[schema.Pair | schema.ListPair] | None:
    """What kind of text a path leads to; None where it leads to none."""
    found = _field_at(kind, path)
    if found is None or not is_translated(*found):
        return None
    document, name = found
    return document.model_fields[name].annotation


def _field_at(kind: str, path: str) -> tuple[type[schema.Value], str] | None:
    document, words = KINDS.get(kind), path.split(".")
    if kind == PROFILE and len(words) == 3:
        document, words = PROFILE_LISTS.get(words[0]), words[2:]
    if document is None or len(words) != 1 or words[0] not in plain_fields(document):
        return None
    return document, words[0]


def document_at(kind: str, path: str) -> type[schema.Value]:
    """The schema class that the last word of a text's path is a field of."""
    return PROFILE_LISTS[path.partition(".")[0]] if "." in path else KINDS[kind]


def read_texts(addresses: Iterable[Address], *, lock: bool = False) -> dict[Address, Text]:
    """What the texts at these addresses say now. Those that lead nowhere are left out.

    With `lock`, nobody else changes the things they belong to until the transaction ends.
    """
    by_kind: dict[str, list[Address]] = defaultdict(list)
    for address in addresses:
        if pair_at(address.kind, address.path):
            by_kind[address.kind].append(address)
    found: dict[Address, Text] = {}
    for kind, wanted in by_kind.items():
        model = models.Profile if kind == PROFILE else ROWS[SHARED_LISTS[kind]]
        rows = model.objects.filter(key__in={address.key for address in wanted}).order_by("pk")
        things = {row.key: row for row in (rows.select_for_update() if lock else rows)}
        members = _members(things.values(), wanted) if kind == PROFILE else {}
        for address in wanted:
            if (thing := things.get(address.key)) is not None:
                list_name, _dot, rest = address.path.partition(".")
                holder = members.get((thing.pk, list_name, rest.partition(".")[0])) if rest else thing
                if holder is not None:
                    found[address] = _text(address, thing, holder)
    return found


def _members(
    profiles: Iterable[models.Profile], wanted: Iterable[Address]
) -> dict[tuple[int, str, str], db.Model]:
    """The members of lists that the paths lead through, by career, list and key."""
    profiles = list(profiles)
    names = {address.path.partition(".")[0] for address in wanted if "." in address.path}
    return {
        (row.profile_row_id, name, row.key): row
        for name in sorted(names)
        for row in ROWS[PROFILE_LISTS[name]].objects.filter(profile_row__in=profiles)
    }


def _text(address: Address, thing: models.WorkingCopy, holder: db.Model) -> Text:
    name = address.path.rpartition(".")[2]
    marks = {
        language: str(day)
        for language in schema.LANGUAGES
        if (day := thing.out_of_date.get(f"{address.path}.{language}"))
    }
    within = holder is not thing
    return Text(
        kind=pair_at(address.kind, address.path),
        en=getattr(holder, f"{name}_en"),
        cy=getattr(holder, f"{name}_cy"),
        marks=marks,
        thing=name_of(thing, KINDS[address.kind]),
        member=name_of(holder, document_at(address.kind, address.path)) if within else schema.Pair(),
    )
