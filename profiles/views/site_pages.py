"""The site's own pages: the splash, home, a job area, and the articles."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from profiles import a_to_z, addresses, charts, cloths, prose, sections
from profiles.areas import held_areas
from profiles.cards import Card, cards, in_alphabetical_order
from profiles.content import schema
from profiles.filters import Asked, careers_by_facet, matching, names_of_subjects
from profiles.hits import hits
from profiles.languages import OTHER, active_language
from profiles.meta import Meta
from profiles.models import DirectorySlug, Listing, ListingFacet
from profiles.reading import Directory, coverage, earliest, read_directory
from profiles.templatetags.bilingual import plain

from . import methods
from .shown import moved_to, show, unchanged

Kind = ListingFacet.Kind

# How many careers the door for adults leads to, and how many an area's page shows before it leads on.
ADULTS, SHOWN_OF_AREA = 3, 50


@methods.safe
def splash(request: HttpRequest) -> HttpResponse:
    """Both languages, equal, Welsh first. The same for everyone, and never in front of a deep link."""
    if answer := unchanged(request):
        return answer
    name = settings.SITE_NAME
    meta = Meta(title=name, path="/", twin="/")
    return show(
        request,
        "splash.html",
        directory=read_directory(),
        context=lambda: {"meta": meta, "rose": cloths.ROSE},
    )


def _featured() -> list[Listing]:
    """The career with a picture whose page tells of most ways to others, the same in both languages."""
    pictured = Listing.objects.exclude(cover={}).annotate(told=Count("paths"))
    return list(pictured.order_by("-told", "key")[:1])


def _suggestions(
    language: str,
    directory: Directory,
    careers: Iterable[Listing | Card],
    counted: Mapping[str, Counter[str]],
) -> list[dict[str, str]]:
    """Up to four searches that find something: one of these careers, and what most careers ask for."""
    subjects = [key for key, _count in _most(counted[Kind.SUBJECT])[:1]]
    skills = [directory.skills[key].name for key, _n in _most(counted[Kind.SKILL]) if key in directory.skills]
    titles = sorted((career.title for career in careers), key=lambda title: len(getattr(title, language)))
    found = [*titles[:1], *skills[:1], *names_of_subjects(subjects).values(), *skills[1:2]]
    texts = dict.fromkeys(filter(None, (getattr(name, language) for name in found)))
    return [{"text": text, "url": addresses.careers_by("q", text, language)} for text in texts]


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    """What most have comes first; of those that as many have, the same one every time."""
    return sorted(counted.items(), key=lambda row: (-row[1], row[0]))


@methods.safe
def home(request: HttpRequest) -> HttpResponse:
    if answer := unchanged(request):
        return answer
    language, directory = active_language(), read_directory()
    meta = Meta(
        title=settings.SITE_NAME,
        description=_("Pay, hours and ways into jobs, from sources we name, in Welsh and English."),
        path=addresses.home(language),
        twin=addresses.home(OTHER[language]),
    )

    def context() -> dict[str, Any]:
        held = a_to_z.letters_held()
        whole = held.total() <= a_to_z.WHOLE
        listings = in_alphabetical_order(Listing.objects.all())
        if whole:
            listings = list(listings)
            letters = a_to_z.groups(listings, with_other_names=True)
            for_adults = [listing for listing in listings if listing.for_adults][:ADULTS]
        else:
            letters = held
            for_adults = list(listings.filter(for_adults=True)[:ADULTS])
        featured = cards(_featured(), directory)
        counted = careers_by_facet(Kind.AREA, Kind.SKILL, Kind.SUBJECT)
        areas = held_areas(directory, counted[Kind.AREA])
        texts = (
            *(entry.area.name for entry in areas),
            *(card.texts for card in featured),
            *(listing.title for listing in for_adults),
        )
        return {
            "meta": meta,
            "missing": coverage(texts, language).notice_of_many,
            "areas": areas,
            # rows of one length, where six to a row would leave the last one short
            "columns": {5: 5, 7: 4, 8: 4, 9: 5, 10: 5}.get(len(areas)),
            "tiles": a_to_z.tiles(letters, whole=whole, here=addresses.careers(language)),
            "suggestions": _suggestions(language, directory, listings if whole else featured, counted),
            "featured": next(iter(featured), None),
            "for_adults": [
                (listing.title, addresses.career(listing.slug, language, "changing-career"))
                for listing in for_adults
            ],
            "careers_url": addresses.careers(language),
            "skills_url": addresses.skills(language),
            "subjects_url": addresses.subjects(language),
            "paths_url": addresses.paths(language),
            "list_url": addresses.shortlist(language),
            "compare_url": addresses.comparison(language),
            "pages": directory.page_addresses(language),
            "rose": cloths.ROSE,
        }

    return show(request, "home.html", directory=directory, context=context)


def _unread(directory: Directory) -> dict[str, int]:
    """How much Welsh no fluent reader has read yet: of how many careers, and of how many other pages."""
    pages = directory.document.pages
    return {
        "careers": Listing.objects.filter(welsh_read_on=None).count(),
        "all_careers": Listing.objects.count(),
        "pages": sum(page.welsh_read_on is None for page in pages),
        "all_pages": len(pages),
    }


# Entries of the directory that have a page: job areas and site pages ------------------------------

AddressIn = Callable[[str], str]
"""The address of a page in a language: its public one, or a preview's."""


def _meta(
    entry: schema.Area | schema.Page,
    title: schema.Pair,
    description: schema.Pair,
    address: AddressIn,
    *,
    kind: str,
    public: bool,
) -> Meta:
    language, other = active_language(), OTHER[active_language()]
    return Meta(
        title=plain(title),
        description=plain(description),
        path=address(language),
        twin=address(other),
        kind=kind,
        indexed=public and not coverage(entry, language).mostly_other,
        twin_indexed=not coverage(entry, other).mostly_other,
    )


def _notices(entry: schema.Area | schema.Page, language: str) -> dict[str, Any]:
    return {
        "missing": coverage(entry, language).notice,
        "out_of_date_since": earliest([entry.out_of_date], language),
    }


def area_context(
    directory: Directory, area: schema.Area, address: AddressIn, *, public: bool = True
) -> dict[str, Any]:
    """What a job area's page shows, published or (not `public`) as a draft."""
    language = active_language()
    held = matching(Asked(chosen={Kind.AREA: (area.key,)}))
    total = held.count()
    shown = hits(in_alphabetical_order(held)[:SHOWN_OF_AREA], directory)
    return {
        "meta": _meta(area, area.name, area.text, address, kind="website", public=public),
        "area": area,
        "path": cloths.CLOTHS[area.cloth],
        "total": total,
        "hits": shown,
        "ticks": charts.ticks(),
        "all_url": addresses.careers_by("area", area.key, language),
        "compare_url": addresses.comparison(language),
        **_notices(area, language),
        "missing": coverage((area, *(hit.card.texts for hit in shown)), language).notice_of_many,
    }


def page_context(
    directory: Directory, page: schema.Page, address: AddressIn, *, public: bool = True
) -> dict[str, Any]:
    """What a site page shows, published or (not `public`) as a draft."""
    language = active_language()
    held = directory.derived.get("prose", {}).get(page.key, {})
    code = language if held.get(language) else OTHER[language]
    return {
        "meta": _meta(page, page.title, page.description, address, kind="article", public=public),
        "page": page,
        "prose": prose.with_page_links(held.get(code, ""), directory.page_addresses(language)),
        "prose_language": "" if code == language else code,
        # Whoever has a draft's address can see the draft: it goes into no form.
        "report_url": addresses.report(language, address(language) if public else ""),
        "operator": settings.SITE_OPERATOR,
        "email": settings.SITE_EMAIL,
        "sources": sections.source_rows(directory.document.sources) if page.key == "sources" else (),
        "minimum_wages": directory.document.minimum_wages,
        "unread": _unread(directory) if page.key == "about" else {},
        **_notices(page, language),
    }


def _moved(
    request: HttpRequest,
    kind: DirectorySlug.Kind,
    slug: str,
    entries: Iterable[schema.Area | schema.Page],
    address: Callable[[schema.SlugPair, str], str],
) -> HttpResponse:
    """301 to where the entry is now that once had this address word. Raises Http404 where none had."""
    language = active_language()
    held = DirectorySlug.objects.filter(kind=kind, language=language, slug=slug).first()
    entry = next((entry for entry in entries if held and entry.key == held.key), None)
    if entry is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return moved_to(address(entry.slug, language) + (f"?{query}" if query else ""))


@methods.safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    if answer := unchanged(request, extra=slug):
        return answer
    language, directory = active_language(), read_directory()
    areas = directory.document.areas
    found = next((area for area in areas if getattr(area.slug, language) == slug), None)
    if found is None:
        return _moved(request, DirectorySlug.Kind.AREAS, slug, areas, addresses.area)
    if not ListingFacet.objects.filter(kind=Kind.AREA, value=found.key).exists():
        raise Http404
    return show(
        request,
        "area.html",
        directory=directory,
        context=lambda: area_context(directory, found, partial(addresses.area, found.slug)),
        extra=slug,
    )


@methods.safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """An article or a page about the site, from the directory's edition."""
    if answer := unchanged(request, extra=slug):
        return answer
    language, directory = active_language(), read_directory()
    pages = directory.document.pages
    found = next((page for page in pages if getattr(page.slug, language) == slug), None)
    if found is None:
        return _moved(request, DirectorySlug.Kind.PAGES, slug, pages, addresses.page)
    return show(
        request,
        "page.html",
        directory=directory,
        context=lambda: page_context(directory, found, partial(addresses.page, found.slug)),
        extra=slug,
    )
