"""All careers, to be searched and narrowed down, and the ways to them: by skill and by school subject.

Live results are this page too: the browser asks for the address that the form would, and takes the changed
parts out of it. So there is one answer to an address, for every cache.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles import a_to_z, addresses, charts
from profiles.alphabet import sort_key
from profiles.areas import held_areas
from profiles.cards import in_alphabetical_order
from profiles.filters import (
    LEGENDS,
    Asked,
    Chip,
    Choice,
    Counts,
    Kind,
    asked_in,
    careers_by_facet,
    chips,
    counts,
    filters_shown,
    matching,
    names_of_subjects,
    pay_instead,
)
from profiles.hits import hits
from profiles.languages import OTHER, active_language, text_of
from profiles.meta import Meta
from profiles.models import Listing, ListingFacet
from profiles.pay import pounds
from profiles.reading import Directory, coverage, read_directory
from profiles.search import Found, find
from profiles.text import normalise_text

from . import methods
from .shown import LONGEST_HEADER, show, unchanged, without_empty_fields

# Results to a page, and names to a page of an A to Z that is too long to be shown whole.
RESULTS, NAMES = 25, 200
# How much of a very long query is shown in headings.
SHOWN_QUERY = 80


@dataclass(frozen=True)
class Pager:
    """Which page of how many, and where the neighbours are; empty where there is none."""

    number: int
    count: int
    earlier: str
    later: str


def _page_of(asked: str, count: int) -> int:
    """The page's number, from 1; 0 for one that is not there."""
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    return number if 0 < number <= count else 0


@methods.safe
@without_empty_fields
def careers(request: HttpRequest) -> HttpResponse:
    if answer := unchanged(request):
        return answer
    language, directory = active_language(), read_directory()
    asked = asked_in(request.GET, directory)
    response = show(
        request,
        "careers.html",
        directory=directory,
        context=lambda: _context(request, asked, directory),
    )
    address = asked.address(language)
    if len(address) < LONGEST_HEADER:
        # For live results: the address as a form would write it, of what we know of it.
        response.headers["HX-Replace-Url"] = address
    return response


def _context(request: HttpRequest, asked: Asked, directory: Directory) -> dict[str, Any]:
    language, other = active_language(), OTHER[active_language()]
    found = find(asked.query, language) if asked.query else None
    counted = counts(asked, found.order if found else None)
    page, letter = request.GET.get("page", ""), request.GET.get("letter", "")
    if asked:
        shown = _results(asked, found, counted, page, directory)
    else:
        shown = _letters(letter, page)
    heading = _heading(asked, counted.total, shown["whole"] if asked else 0)
    chosen, filters = list(chips(asked, directory)), filters_shown(asked, counted, directory)
    # A page or a letter of one language's order is nowhere in the other's. What we do not know goes along.
    whole_twin = bool(page or letter) or request.GET.keys() <= {"q", *LEGENDS}
    return {
        "meta": Meta(
            title=heading,
            description=_("Every career on this site, from A to Z."),
            path=addresses.careers(language),
            twin=asked.address(other) if whole_twin else addresses.careers(other),
            keeps_query=not whole_twin,
            indexed=not request.GET,
        ),
        "heading": heading,
        "careers_url": addresses.careers(language),
        "asked": asked,
        "total": counted.total,
        "chips": chosen,
        "filters": filters,
        "meant": found.meant if found else "",
        "meant_url": Asked(found.meant, asked.chosen, asked.subjects).address(language) if found else "",
        "pay_instead": pay_instead(asked),
        "skills_url": addresses.skills(language),
        "subjects_url": addresses.subjects(language),
        **shown,
        "missing": _notice(shown["texts"], [*chosen, *(choice for it in filters for choice in it.all)]),
        "ignored": [*filter(None, map(normalise_text, (*asked.ignored, *shown["ignored"])))],
    }


def _notice(texts: Any, named: Iterable["Choice | Chip | Way"]) -> str:
    """What the page must say where a text of a career, or a name, is there in the other language only."""
    notice = coverage(texts, active_language()).notice_of_many
    return notice or ("partly" if any(it.language for it in named) else "")


def _heading(asked: Asked, total: int, whole: int) -> str:
    """How many careers there are; of a search those that hold all its words, `whole` of them."""
    if not asked:
        return _("All careers")
    if not asked.query:
        if not total:
            return _("No careers have all of this")
        return ngettext("%(n)s career", "%(n)s careers", total) % {"n": total}
    query = asked.query if len(asked.query) <= SHOWN_QUERY else asked.query[:SHOWN_QUERY].rstrip() + "…"
    if not total:
        return _("No careers for “%(query)s”") % {"query": query}
    if not whole:
        return _("No careers with all the words of “%(query)s”") % {"query": query}
    words = ngettext("%(n)s career for “%(query)s”", "%(n)s careers for “%(query)s”", whole)
    return words % {"n": whole, "query": query}


# Results ------------------------------------------------------------------------------------------


def _results(
    asked: Asked, found: Found | None, counted: Counts, page: str, directory: Directory
) -> dict[str, Any]:
    """One page of the careers that have what is asked for, or the job areas where none has."""
    language = active_language()
    count = -(-counted.total // RESULTS)
    number = _page_of(page or "1", count) or 1
    start = (number - 1) * RESULTS
    if found is None:
        listings = list(in_alphabetical_order(matching(asked))[start : start + RESULTS])
        whole = counted.total
    else:
        order, whole = _kept(found, asked)
        held = Listing.objects.in_bulk(order[start : start + RESULTS])
        listings = [held[pk] for pk in order[start : start + RESULTS] if pk in held]
    shown = hits(
        listings,
        directory,
        reasons=found.reasons(listings) if found and listings else {},
        at_least=asked.at_least,
    )
    partly = max(whole - start, 0)
    left = (len(found.order) if found else Listing.objects.count()) if asked.chosen else 0
    areas = [] if counted.total else held_areas(directory, careers_by_facet(Kind.AREA)[Kind.AREA])
    return {
        "hits": shown[:partly],
        "whole": whole,
        # those that hold some of the words only, and how many they are on all pages
        "partly": shown[partly:],
        "rest": counted.total - whole,
        "texts": (*(hit.card.texts for hit in shown), *(entry.area.name for entry in areas)),
        "at_least": pounds(asked.at_least) if asked.at_least else "",
        "ticks": charts.ticks(),
        "compare_url": addresses.comparison(language),
        "pager": Pager(
            number,
            count,
            asked.address(language, page=number - 1) if number > 1 else "",
            asked.address(language, page=number + 1) if number < count else "",
        ),
        "ignored": [page] if page and counted.total and not _page_of(page, count) else [],
        "without_filters": Asked(asked.query).address(language) if left else "",
        "left": left,
        "areas": areas,
    }


def _kept(found: Found, asked: Asked) -> tuple[Sequence[int], int]:
    """What was found and has all that is chosen, the best first, and how many of it hold every word."""
    if not asked.chosen:
        return found.order, found.whole
    kept = set(matching(asked, found.order).values_list("pk", flat=True))
    order = [pk for pk in found.order if pk in kept]
    return order, sum(pk in kept for pk in found.order[: found.whole])


# The A to Z ---------------------------------------------------------------------------------------


def _letters(letter: str, page: str) -> dict[str, Any]:
    """The letters, and the careers under them: all, or where those are very many one page of one letter's."""
    language, held = active_language(), a_to_z.letters_held()
    whole = held.total() <= a_to_z.WHOLE
    listings = in_alphabetical_order(Listing.objects.all())
    if whole:
        listings = list(listings)
        groups = a_to_z.groups(listings, with_other_names=True)
        return {
            "tiles": a_to_z.tiles(groups, whole=True),
            "groups": groups,
            "texts": tuple((listing.title, listing.also_known_as) for listing in listings),
            "pager": None,
            "ignored": [
                *([letter] if letter and a_to_z.letter_in(letter) is None else []),
                *([page] if page not in ("", "1") else []),
            ],
        }
    chosen = a_to_z.letter_in(letter)
    of_letter = {} if chosen is None else {"letter": letter}
    if chosen is not None:
        listings = listings.filter(**{f"letter_{language}": chosen})
    count = max(-(-(held.total() if chosen is None else held[chosen]) // NAMES), 1)
    number = _page_of(page or "1", count) or 1
    names = list(listings[(number - 1) * NAMES : number * NAMES])
    groups = a_to_z.groups(names, with_other_names=False)
    return {
        "tiles": a_to_z.tiles(held, whole=False),
        "groups": groups,
        "texts": tuple(listing.title for listing in names),
        "pager": Pager(
            number,
            count,
            Asked().address(language, **of_letter, page=number - 1) if number > 1 else "",
            Asked().address(language, **of_letter, page=number + 1) if number < count else "",
        ),
        "ignored": [
            *([letter] if letter and chosen is None else []),
            *([page] if page and not _page_of(page, count) else []),
        ],
    }


# By skill and by subject --------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """A skill or a subject, and the careers that have it."""

    name: str
    language: str
    """The name's, where it is not the page's."""
    count: int
    url: str


def _ways(found: Iterable[tuple[str, str, int, Sequence[str]]], kind: str) -> list[Way]:
    """From names, their languages, counts and keys, in the order of the reader's alphabet."""
    page = active_language()
    ways = [
        Way(
            name,
            "" if language == page else language,
            count,
            Asked(chosen={kind: tuple(sorted(keys))}).address(page),
        )
        for name, language, count, keys in found
    ]
    return sorted(ways, key=lambda way: sort_key(way.name, page))


@methods.safe
def skills(request: HttpRequest) -> HttpResponse:
    """Every skill of the shared list that a career asks for."""
    if answer := unchanged(request):
        return answer
    directory = read_directory()

    def context() -> dict[str, Any]:
        found = [
            (*text_of(directory.skills[key].name), count, [key])
            for key, count in careers_by_facet(Kind.SKILL)[Kind.SKILL].items()
            if key in directory.skills
        ]
        ways = _ways(found, Kind.SKILL.value)
        return {
            "meta": _meta_of(_("Careers by skill"), addresses.skills),
            "ways": ways,
            "missing": _notice((), ways),
            "other_url": addresses.subjects(active_language()),
        }

    return show(request, "skills.html", directory=directory, context=context)


@methods.safe
def subjects(request: HttpRequest) -> HttpResponse:
    """Every school subject that a career names. Each career names its own: those of one name are one."""
    if answer := unchanged(request):
        return answer
    directory = read_directory()

    def context() -> dict[str, Any]:
        alike: dict[str, list[tuple[str, str, str]]] = {}
        for key, name in names_of_subjects().items():
            text, language = text_of(name)
            alike.setdefault(text.casefold(), []).append((text, language, key))
        # A career can name two of them: it counts once.
        held: dict[str, set[int]] = {}
        facets = ListingFacet.objects.filter(kind=Kind.SUBJECT)
        for key, listing in facets.values_list("value", "listing"):
            held.setdefault(key, set()).add(listing)
        found = []
        for named in alike.values():
            keys = [key for _text, _language, key in named]
            careers = set().union(*(held.get(key, ()) for key in keys))
            found.append((*named[0][:2], len(careers), keys))
        ways = _ways(found, Kind.SUBJECT.value)
        return {
            "meta": _meta_of(_("Careers by school subject"), addresses.subjects),
            "ways": ways,
            "missing": _notice((), ways),
            "other_url": addresses.skills(active_language()),
        }

    return show(request, "subjects.html", directory=directory, context=context)


def _meta_of(title: str, address: Callable[[str], str]) -> Meta:
    language = active_language()
    return Meta(title=title, path=address(language), twin=address(OTHER[language]))
