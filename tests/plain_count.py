"""What filters must give, counted plainly over documents: nothing here is shared with the code it judges."""

import random
from collections.abc import Iterable

from profiles import filters
from profiles.content import schema
from profiles.filters import Asked, counts, matching
from profiles.models import Listing, ListingFacet

FILTERS = ("area", "way", "pay", "hours", "welsh", "skill", "subject")
NOT_KNOWN = ListingFacet.NOT_KNOWN
STEPS = [str(step) for step in filters.PAY_STEPS]


def values_of(document: schema.Profile, name: str) -> set[str]:
    """Each value of a filter that a career has, read off its document."""
    if name == "pay":
        starts = [
            band.low if band.low is not None else band.high
            for band in document.pay_bands
            if band.level == "starting" and band.period == "year"
        ]
        starts = [start for start in starts if start is not None]
        return {step for step in STEPS if any(start >= int(step) for start in starts)} or (
            set() if starts else {NOT_KNOWN}
        )
    held = {
        "area": set(document.areas),
        "way": {route.kind for route in document.routes},
        "hours": {hours.pattern for hours in document.hours},
        "welsh": {document.welsh_at_work},
        "skill": {skill.key for skill in document.skills},
        "subject": {subject.key for subject in document.subjects},
    }[name]
    return held or (set() if name == "subject" else {NOT_KNOWN})


Held = dict[str, dict[str, set[str]]]
"""By career and filter: the values it has."""


def told_by(documents: Iterable[schema.Profile]) -> Held:
    return {it.key: {name: values_of(it, name) for name in FILTERS} for it in documents}


def has_all(held: dict[str, set[str]], chosen: dict, *, but: str = "") -> bool:
    return all(held[name] & set(values) for name, values in chosen.items() if name != but)


def check(careers: Held, asked: Asked, found: list[int] | None, values: dict[str, list[str]]) -> None:
    """What the database says must be what counting says."""
    keys = dict(Listing.objects.values_list("pk", "key"))
    among = careers if found is None else {keys[pk]: careers[keys[pk]] for pk in found}
    wanted = {key for key, held in among.items() if has_all(held, asked.chosen)}

    counted = counts(asked, found)
    assert {listing.key for listing in matching(asked, found)} == wanted
    assert counted.total == len(wanted)
    for name in values.keys() - {"subject"}:  # chosen on a page of its own, so not counted beside the others
        left = [held[name] for held in among.values() if has_all(held, asked.chosen, but=name)]
        for value in values[name]:
            plain = sum(value in held for held in left)
            assert counted.of(name, value) == plain, (name, value, asked.chosen)


def seeded(number: int) -> random.Random:
    """Chance that is the same every time."""
    return random.Random(number)  # noqa: S311


def random_choices(chance: random.Random, values: dict) -> Asked:
    chosen = {}
    for name in chance.sample(list(values), k=chance.randint(0, 4)):
        most = 1 if name == "pay" else 3
        chosen[name] = tuple(chance.sample(values[name], k=min(chance.randint(1, most), len(values[name]))))
    return Asked(chosen=chosen)
