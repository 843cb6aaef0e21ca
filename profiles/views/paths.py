"""The map of all careers and what leads from one to another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from profiles import addresses, career_map
from profiles.areas import held_areas
from profiles.cards import Card, cards, in_alphabetical_order
from profiles.career_map import Kind, Telling, Way
from profiles.content.schema import LONGEST_KEY, Pair
from profiles.filters import Asked, careers_by_facet, matching
from profiles.languages import OTHER, active_language
from profiles.meta import Meta
from profiles.models import ListingFacet, ListingPath
from profiles.reading import Directory, coverage, read_directory
from profiles.text import normalise_text

from . import methods
from .shown import show, unchanged

AREA = ListingFacet.Kind.AREA

# More careers than these are a tangle in one drawing: the page then asks for a job area, or shows those
# around the one that was chosen.
MOST_AT_ONCE = 60

# What a way is to whoever stands where it starts, and where it ends.
GROUPS = {
    Kind.ON: ("leads-on", "leads-here"),
    Kind.SIDEWAYS: ("sideways", "sideways-here"),
    Kind.SIMILAR: ("similar", "similar"),
}


@dataclass(frozen=True)
class Stop:
    """A career on the map: where it is read about, and where one stands at it on this page."""

    card: Card
    url: str
    is_chosen: bool
    is_near: bool
    """A way joins it to the chosen one."""


@dataclass(frozen=True)
class Neighbour:
    """A career at the other end of a way from where one stands."""

    stop: Stop
    tellings: tuple[Telling, ...]


def _stops(shown: Sequence[Card], among: Sequence[Way], chosen: str, area: str) -> dict[str, Stop]:
    near = {end for way in among if chosen in (way.start, way.to) for end in (way.start, way.to)}
    language = active_language()
    return {
        card.key: Stop(card, addresses.paths(language, card.key, area), card.key == chosen, card.key in near)
        for card in shown
    }


def _around(key: str, among: Sequence[Way], stops: dict[str, Stop]) -> list[tuple[str, list[Neighbour]]]:
    """What a career leads to and what leads to it, on or sideways, and what is alike: each group held."""
    groups: dict[str, list[Neighbour]] = {name: [] for names in GROUPS.values() for name in names}
    for way in among:
        if key not in (way.start, way.to):
            continue
        leaves = way.start == key
        group = GROUPS[way.kind][0 if leaves else 1]
        groups[group].append(Neighbour(stops[way.to if leaves else way.start], way.told_at(key)))
    return [(name, found) for name, found in groups.items() if found]


def _joined_to(key: str) -> set[str]:
    """A career and those that a path joins to it, by their keys."""
    ends = ListingPath.objects.filter(Q(start=key) | Q(to=key)).values_list("start", "to")
    return {key, *(end for path in ends for end in path)}


def _areas(directory: Directory, chosen: str) -> list[dict[str, Any]]:
    language = active_language()
    return [
        {
            "area": entry.area,
            "url": addresses.paths(language, area=entry.area.key),
            "is_chosen": entry.area.key == chosen,
        }
        for entry in held_areas(directory, careers_by_facet(AREA)[AREA])
    ]


def _context(directory: Directory, meta: Meta, asked: str, area: str) -> dict[str, Any]:
    listings = in_alphabetical_order(matching(Asked(chosen={AREA: (area,)} if area else {})))
    # One more than is drawn, to know that there are too many.
    shown = cards(listings[: MOST_AT_ONCE + 1], directory)
    if len(shown) > MOST_AT_ONCE and asked:
        joined = _joined_to(asked)
        shown = cards(listings.filter(key__in=joined)[: MOST_AT_ONCE + 1], directory)
    too_many = len(shown) > MOST_AT_ONCE
    shown = [] if too_many else shown
    keys = [card.key for card in shown]
    paths = ListingPath.objects.filter(start__in=keys, to__in=keys).select_related("listing")
    # By key: a career that was withdrawn and came back must not change the order of what is told.
    among = career_map.ways(paths.order_by("listing__key", "position"), keys)
    chosen = asked if asked in keys else ""
    stops, areas = _stops(shown, among, chosen, area), _areas(directory, area)
    drawn = career_map.draw(_by_area(shown), among, chosen)
    return {
        "meta": meta,
        "areas": areas,
        "area": directory.areas.get(area),
        "area_url": addresses.careers_by(AREA, area, active_language()),
        "all_url": addresses.paths(active_language()),
        "missing": coverage(
            (
                *(entry["area"].name for entry in areas),
                *_texts(shown, among),
                *(stops[chosen].card.texts if chosen else ()),
            ),
            active_language(),
        ).notice_of_many,
        "twin": addresses.paths(OTHER[active_language()], asked, area),
        "too_many": too_many,
        "unknown": asked if asked and not chosen and not too_many else "",
        "columns": [[stops[key] for key in column] for column in drawn.columns],
        "apart": [stops[key] for key in drawn.apart],
        "lines": drawn.lines,
        "chosen": stops.get(chosen),
        "around": _around(chosen, among, stops),
        "everywhere": [(stop, _around(key, among, stops)) for key, stop in stops.items()],
        "sources": directory.sources,
    }


def _texts(shown: Sequence[Card], among: Sequence[Way]) -> Iterator[Pair]:
    """Every text that the map shows, in both languages."""
    for card in shown:
        yield card.title
    for way in among:
        for telling in way.tellings:
            yield from (telling.text, *telling.via)


def _by_area(shown: Sequence[Card]) -> list[str]:
    """Careers of one job area together, so that the map's cloths stand together too."""
    return [card.key for card in sorted(shown, key=lambda card: card.area.key if card.area else "")]


@methods.safe
def paths(request: HttpRequest) -> HttpResponse:
    """`?c=` is where the reader stands on the map; `?area=` keeps to one job area. Both may be left out."""
    if answer := unchanged(request):
        return answer
    language, directory = active_language(), read_directory()
    asked, area = normalise_text(request.GET.get("c", ""))[:LONGEST_KEY], request.GET.get("area", "")
    area = area if area in directory.areas else ""
    meta = Meta(
        title=_("Where careers lead"),
        description=_("Every career on this site and the paths between them: on, back and sideways."),
        path=addresses.paths(language),
        twin=addresses.paths(OTHER[language]),
        # Each place to stand shows the one map.
        indexed=not (asked or area),
    )
    return show(
        request,
        "paths.html",
        directory=directory,
        context=lambda: _context(directory, meta, asked, area),
    )
