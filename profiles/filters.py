"""Filters: what a reader asks for, the careers that have it, and how many each choice would give.

All that is asked for stands in the address. Within one filter any of the chosen values will do; between
filters all must hold. 'Not known' is a value like any other. The number beside a choice follows the words
searched for and the other filters, but not its own: choosing a second value of a filter never gives less.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import addresses, vocabulary
from profiles.alphabet import sort_key
from profiles.content.schema import Pair, is_key
from profiles.languages import active_language, marked
from profiles.models import Listing, ListingFacet
from profiles.pay import pounds
from profiles.reading import Directory
from profiles.text import normalise_text

Kind = ListingFacet.Kind
NOT_KNOWN = ListingFacet.NOT_KNOWN
PAY = "pay"

# By their names in the address, in the order they are shown. All but pay are kinds of facets.
LEGENDS = {
    Kind.AREA.value: gettext_lazy("Job area"),
    Kind.WAY_IN.value: gettext_lazy("Way in"),
    PAY: gettext_lazy("Starting pay, a year"),
    Kind.HOURS.value: gettext_lazy("Hours"),
    Kind.WELSH.value: gettext_lazy("Welsh at work"),
    Kind.SKILL.value: gettext_lazy("Skill"),
    Kind.SUBJECT.value: gettext_lazy("School subject"),
}
# In pounds a year: 'starting pay of at least'.
PAY_STEPS = (18_000, 20_000, 22_000, 24_000, 26_000, 28_000, 30_000, 35_000, 40_000)
# An amount as people type it: £25,000, 25000, 25k. What pay for a year may be, of all that looks so.
_AMOUNT = re.compile(r"(?<![\w,.])(\d{1,3}(?:[,. ]\d{3})+|\d{1,6})( ?k)?(?!\w)", re.IGNORECASE)
_LIKELY_PAY = range(10_000, 200_001)
# How many skills are shown before 'more skills'.
SKILLS_SHOWN = 6


# What is asked for --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """The words and choices of an address."""

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the filter's name, only values that there are."""
    subjects: Mapping[str, Pair] = field(default_factory=dict)
    """What the chosen subjects are called."""
    ignored: tuple[str, ...] = ()
    """What the address asked for and we do not know, as it was written."""

    def __bool__(self) -> bool:
        return bool(self.query or self.chosen)

    @property
    def at_least(self) -> int | None:
        """The starting pay asked for, in pounds a year."""
        value = next(iter(self.chosen.get(PAY, ())), NOT_KNOWN)
        return None if value == NOT_KNOWN else int(value)

    def address(self, language: str, **more: str | int) -> str:
        """The page that shows just this, in either language."""
        told = [("q", self.query)] if self.query else []
        told += [(name, value) for name in LEGENDS for value in self.chosen.get(name, ())]
        told += [(name, str(value)) for name, value in more.items()]
        return addresses.careers(language) + (f"?{urlencode(told)}" if told else "")

    def without(self, name: str, *values: str) -> "Asked":
        """The same without some values of a filter."""
        left = tuple(value for value in self.chosen.get(name, ()) if value not in values)
        chosen = {**self.chosen, name: left}
        return Asked(self.query, {name: held for name, held in chosen.items() if held}, self.subjects)


def asked_in(parameters: QueryDict, directory: Directory) -> Asked:
    """What an address asks for. One query where it names a school subject, else none."""
    names = _names(directory)
    wanted = [key for key in parameters.getlist(Kind.SUBJECT) if is_key(key)]
    subjects = names_of_subjects(wanted) if wanted else {}
    names[Kind.SUBJECT] = subjects
    chosen, ignored = {}, []
    for name in LEGENDS:
        # An empty value is how a form says 'any'.
        values = list(dict.fromkeys(filter(None, parameters.getlist(name))))
        known = [value for value in values if value in names[name]]
        if name == PAY:
            known = known[:1]
        if known:
            chosen[name] = tuple(known)
        ignored += [value for value in values if value not in known]
    query = " ".join(normalise_text(parameters.get("q", "")).split())
    return Asked(query, chosen, subjects, tuple(ignored))


def names_of_subjects(keys: Collection[str] | None = None) -> dict[str, Pair]:
    """What school subjects are called, by key; these, or all. Careers that differ: as most of them say."""
    facets = ListingFacet.objects.filter(kind=Kind.SUBJECT)
    if keys is not None:
        facets = facets.filter(value__in=keys)
    told = facets.values_list("value", "name_en", "name_cy").annotate(n=Count("pk"))
    return {key: Pair(en=en, cy=cy) for key, en, cy, _n in told.order_by("n", "-name_en", "-name_cy")}


def _names(directory: Directory) -> dict[str, Mapping[str, Pair | str]]:
    """What each value of each filter is called, in the order of the fixed lists."""
    not_known = {NOT_KNOWN: vocabulary.WELSH_AT_WORK[NOT_KNOWN]}
    steps = {str(step): _at_least(step) for step in PAY_STEPS}
    return {
        Kind.AREA: {key: area.name for key, area in directory.areas.items()},
        Kind.WAY_IN: {**vocabulary.ROUTES, **not_known},
        PAY: {**steps, **not_known},
        Kind.HOURS: {**vocabulary.PATTERNS, **not_known},
        Kind.WELSH: vocabulary.WELSH_AT_WORK,
        Kind.SKILL: {**{key: skill.name for key, skill in directory.skills.items()}, **not_known},
    }


def _at_least(step: int) -> str:
    return _("%(amount)s or more") % {"amount": pounds(step)}


# The careers that have it, and the counts ---------------------------------------------------------


def _held(asked: Asked) -> dict[str, QuerySet]:
    """For each filter that is used, the listings (as a subquery) that have one of its chosen values."""
    held: dict[str, QuerySet] = {}
    for name, values in asked.chosen.items():
        if name == PAY:
            held[name] = Listing.objects.filter(_pay_is(values[0])).values("pk")
        else:
            held[name] = ListingFacet.objects.filter(kind=name, value__in=values).values("listing")
    return held


def _among(found: Sequence[int]) -> RawSQL:
    """These listings as a subquery: they may be more than a database lets a query name one by one."""
    rows = {
        "sqlite": "SELECT value FROM json_each(%s)",
        "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
    }
    return RawSQL(rows[connection.vendor], [json.dumps(list(found))])  # noqa: S611


def _pay_is(value: str) -> Q:
    return Q(starts_at=None) if value == NOT_KNOWN else Q(starts_at__gte=int(value))


def matching(asked: Asked, found: Sequence[int] | None = None) -> QuerySet[Listing]:
    """The listings that have all that is asked for; `found` are those that the words were found in."""
    listings = Listing.objects.all() if found is None else Listing.objects.filter(pk__in=_among(found))
    for held in _held(asked).values():
        listings = listings.filter(pk__in=held)
    return listings


def careers_by_facet(*kinds: Kind) -> dict[str, Counter[str]]:
    """How many careers there are to each value of these kinds. One query."""
    counted: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    rows = ListingFacet.objects.filter(kind__in=kinds).values_list("kind", "value").annotate(Count("pk"))
    for kind, value, count in rows.order_by():
        counted[kind][value] = count
    return counted


@dataclass(frozen=True)
class Counts:
    total: int
    by_filter: Mapping[str, Mapping[str, int]]

    def of(self, name: str, value: str) -> int:
        return self.by_filter.get(name, {}).get(value, 0)


def counts(asked: Asked, found: Sequence[int] | None = None) -> Counts:
    """How many careers have all that is asked for, and how many each choice would give. Two queries."""
    facets, listings = ListingFacet.objects.exclude(kind=Kind.SUBJECT), Listing.objects.all()
    if found is not None:
        facets, listings = facets.filter(listing__in=_among(found)), listings.filter(pk__in=_among(found))
    for name, held in _held(asked).items():
        facets = facets.filter(Q(kind=name) | Q(listing__in=held))
        if name != PAY:
            listings = listings.filter(pk__in=held)
    by_filter: dict[str, Counter] = {name: Counter() for name in LEGENDS}
    for kind, value, n in facets.values_list("kind", "value").annotate(n=Count("pk")).order_by():
        by_filter[kind][value] = n
    asked_pay = asked.chosen.get(PAY)
    pay = listings.aggregate(
        total=Count("pk", filter=_pay_is(asked_pay[0]) if asked_pay else None),
        **{value: Count("pk", filter=_pay_is(value)) for value in (*map(str, PAY_STEPS), NOT_KNOWN)},
    )
    total = pay.pop("total")
    by_filter[PAY] = Counter(pay)
    return Counts(total, by_filter)


# From words to the filter by pay ------------------------------------------------------------------


@dataclass(frozen=True)
class PayInstead:
    """The filter by pay, for whoever typed an amount: what it is called, its address, and what it gives."""

    legend: str
    label: str
    url: str
    count: int


def pay_instead(asked: Asked) -> PayInstead | None:
    """The amount that was typed as a choice of the filter, with the others kept and without the words.

    The nearest step below it that gives a career. Two queries where an amount was typed, else none.
    """
    amount = amount_of_pay(asked.query)
    if amount is None:
        return None
    others = {name: values for name, values in asked.chosen.items() if name != PAY}
    counted = counts(Asked(chosen=others))
    # Whoever would take less than the lowest step would take that.
    below = [step for step in PAY_STEPS if step <= amount] or PAY_STEPS[:1]
    for step in reversed(below):
        if count := counted.of(PAY, str(step)):
            instead = Asked(chosen={**others, PAY: (str(step),)}, subjects=asked.subjects)
            url = instead.address(active_language())
            return PayInstead(str(LEGENDS[PAY]), _at_least(step), url, count)
    return None


def amount_of_pay(text: str) -> int | None:
    """The first amount in a text that may be pay for a year, in pounds.

    >>> [amount_of_pay(text) for text in ("£25,000 a year", "over 25000", "20-30k", "9 to 5", "2026")]
    [25000, 25000, 30000, None, None]
    """
    for figures, thousands in _AMOUNT.findall(text):
        amount = int(re.sub(r"\D", "", figures)) * (1_000 if thousands else 1)
        if amount in _LIKELY_PAY:
            return amount
    return None


# How they are shown -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    language: str
    """The label's, where it is not the page's."""
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    name: str
    legend: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    """Those behind 'more'."""
    is_one_of: bool = False
    """One value at a time."""

    @property
    def all(self) -> tuple[Choice, ...]:
        return (*self.choices, *self.more)

    @property
    def is_used(self) -> bool:
        return any(choice.is_chosen for choice in self.all)

    @property
    def has_chosen_more(self) -> bool:
        return any(choice.is_chosen for choice in self.more)


@dataclass(frozen=True)
class Chip:
    """A chosen value, and the address without it."""

    legend: str
    label: str
    language: str
    url: str


def _say(name: Pair | str) -> tuple[str, str]:
    """A name's text, and its language where that is not the page's."""
    return marked(name) if isinstance(name, Pair) else (str(name), "")


def filters_shown(asked: Asked, counted: Counts, directory: Directory) -> list[Filter]:
    """The filters with every choice that gives a career; what is chosen always stays."""
    return [
        _filter(name, asked.chosen.get(name, ()), counted, names) for name, names in _names(directory).items()
    ]


def _filter(name: str, chosen: Collection[str], counted: Counts, names: Mapping[str, Pair | str]) -> Filter:
    choices = [
        Choice(value, *_say(names[value]), counted.of(name, value), value in chosen)
        for value in names
        if counted.of(name, value) or value in chosen
    ]
    if name == Kind.SKILL:
        language = active_language()
        # The skills that most careers ask for first; 'not known' last.
        choices.sort(key=lambda c: (c.value == NOT_KNOWN, -c.count, sort_key(c.label, language)))
        shown = SKILLS_SHOWN
    else:
        shown = len(choices)
    return Filter(
        name=name,
        legend=str(LEGENDS[name]),
        choices=tuple(choices[:shown]),
        more=tuple(choices[shown:]),
        is_one_of=name == PAY,
    )


def chips(asked: Asked, directory: Directory) -> Iterator[Chip]:
    """What is chosen, each with the way to take it back. Subjects of one name are one."""
    language = active_language()
    names = {**_names(directory), Kind.SUBJECT: asked.subjects}
    for name, values in asked.chosen.items():
        by_label: dict[tuple[str, str], list[str]] = {}
        for value in values:
            by_label.setdefault(_say(names[name][value]), []).append(value)
        for (label, label_language), alike in by_label.items():
            url = asked.without(name, *alike).address(language)
            yield Chip(str(LEGENDS[name]), label, label_language, url)
