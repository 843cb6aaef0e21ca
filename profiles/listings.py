"""Listings: a published career's place in lists, filters and search, made from its edition."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from profiles import pay
from profiles.alphabet import initial, sort_key
from profiles.content import schema
from profiles.gallery import cover_of, shown_picture
from profiles.models import DirectoryState, Listing, ListingFacet, ListingPath, Profile
from profiles.search.entries import remove_entries, rename_skills, write_entries

Kind = ListingFacet.Kind


def write_listing(
    profile: Profile, document: schema.Profile, derived: dict[str, Any], directory: schema.Directory
) -> bool:
    """Make a career's place in lists what its edition says. True if that changed anything."""
    values = _values(document, derived)
    listing = Listing.objects.filter(profile=profile).first() or Listing(profile=profile)
    changed = [name for name, value in values.items() if getattr(listing, name) != value]
    for name in changed:
        setattr(listing, name, values[name])
    if changed:
        listing.save()
    refiled = _write_facets(listing, document)
    retraced = _write_paths(listing, document)
    reworded = write_entries(listing, document, derived, directory)
    return bool(changed) or refiled or retraced or reworded


def remove_listing(profile: Profile) -> None:
    listings = Listing.objects.filter(profile=profile)
    remove_entries(listings)
    listings.delete()


def skills_changed(before: schema.Directory, after: schema.Directory) -> None:
    """Let careers be found by the new names of skills that were renamed."""
    old = {skill.key: skill.name for skill in before.skills}
    renamed = {skill.key: skill.name for skill in after.skills if old.get(skill.key) != skill.name}
    facets = ListingFacet.objects.filter(kind=Kind.SKILL, value__in=renamed)
    rename_skills(Listing.objects.filter(pk__in=facets.values("listing")), renamed)


def listings_changed() -> None:
    """Tell every page that names other careers (it is part of their ETag)."""
    DirectoryState.objects.update(listing_version=F("listing_version") + 1)


def _values(document: schema.Profile, derived: dict[str, Any]) -> dict[str, Any]:
    starting = pay.starting_pay(document)
    values = {
        "key": document.key,
        "title": document.title,
        "slug": document.slug,
        "standfirst": document.standfirst,
        "also_known_as": _also_known_as(document),
        "area": document.areas[0],
        "starting_pay": [band.model_dump(mode="json") for band in starting],
        "starts_at": max(filter(None, map(pay.lowest, starting)), default=None),
        "cover": _cover(document, derived),
        "welsh_read_on": document.welsh_read_on,
        "for_adults": any(section.key == "changing-career" for section in document.sections),
    }
    for language in schema.LANGUAGES:
        title = getattr(document.title, language) or str(document.title)
        values[f"order_{language}"] = sort_key(title, language)
        values[f"letter_{language}"] = initial(title, language)
    return values


def _also_known_as(document: schema.Profile) -> schema.ListPair:
    return schema.ListPair(
        **{
            language: [title for other in document.also_known_as if (title := getattr(other.title, language))]
            for language in schema.LANGUAGES
        }
    )


def _cover(document: schema.Profile, derived: dict[str, Any]) -> dict[str, Any]:
    """The cover as lists of careers show it, its texts as data."""
    cover = cover_of(document)
    shown = shown_picture(cover, derived) if cover else None
    if shown is None:
        return {}
    return {**shown, **{name: shown[name].model_dump() for name in ("alt", "caption", "credit")}}


# Facets -------------------------------------------------------------------------------------------


def facets_of(document: schema.Profile) -> Iterator[tuple[Kind, str]]:
    """Everything a career can be found by: a kind and a value, each once.

    A kind of which the document tells nothing has the one value 'not known', so that readers can ask for
    exactly those; a subject nobody names is no question.
    """
    told = {
        Kind.AREA: document.areas,
        Kind.WAY_IN: [route.kind for route in document.routes],
        Kind.HOURS: [hours.pattern for hours in document.hours],
        Kind.WELSH: [document.welsh_at_work],
        Kind.SKILL: [skill.key for skill in document.skills],
        Kind.SUBJECT: [subject.key for subject in document.subjects],
    }
    for kind, values in told.items():
        unknown = () if kind == Kind.SUBJECT else (ListingFacet.NOT_KNOWN,)
        for value in dict.fromkeys(values or unknown):
            yield kind, value


def _write_facets(listing: Listing, document: schema.Profile) -> bool:
    def told(facet: ListingFacet) -> tuple:
        return facet.kind, facet.value, facet.name_en, facet.name_cy

    names = {(Kind.SUBJECT, subject.key): subject.name for subject in document.subjects}
    facets = []
    for kind, value in facets_of(document):
        facet = ListingFacet(listing=listing, kind=kind, value=value)
        facet.name = names.get((kind, value), schema.Pair())
        facets.append(facet)
    if sorted(map(told, listing.facets.all())) == sorted(map(told, facets)):
        return False
    listing.facets.all().delete()
    ListingFacet.objects.bulk_create(facets)
    return True


# Paths to other careers ---------------------------------------------------------------------------


def paths_of(document: schema.Profile) -> list[ListingPath]:
    """The ways between this career and others that its page tells of, in its order, each once.

    The steps of its ladder give those that lead through other steps to a career; the related careers give
    the rest. A way that the ladder has is not told again as related, nor that its two ends are alike.
    """
    paths = [*_along_the_ladder(document)]
    told = {(path.start, path.to) for path in paths}
    for related in document.related:
        ends = (document.key, related.key)
        if related.relation == "leads-here":
            ends = ends[::-1]
        kind = ListingPath.Kind.SIMILAR if related.relation == "similar" else ListingPath.Kind.ON
        again = ends in told or (kind == ListingPath.Kind.SIMILAR and ends[::-1] in told)
        if related.key == document.key or again:
            continue
        path = ListingPath(start=ends[0], to=ends[1], kind=kind, sources=[*related.sources])
        path.text = related.text
        paths.append(path)
    for position, path in enumerate(paths):
        path.position = position
    return paths


def _along_the_ladder(document: schema.Profile) -> Iterator[ListingPath]:
    """From each step that is a career to the careers that are next, through steps that are none."""
    steps = {step.key: step for step in document.steps}
    told = set()
    for first in document.steps:
        if not first.profile:
            continue
        waiting = [(first.key, (), ())]
        passed = {first.key}
        while waiting:
            key, moves, between = waiting.pop(0)
            for move in document.moves:
                if move.start != key or move.to not in steps or move.to in passed:
                    continue
                passed.add(move.to)
                step, taken = steps[move.to], (*moves, move)
                if not step.profile:
                    waiting.append((step.key, taken, (*between, step)))
                elif step.profile != first.profile and (first.profile, step.profile) not in told:
                    told.add((first.profile, step.profile))
                    yield _path(first.profile, step.profile, taken, between)


def _path(
    start: str, to: str, moves: tuple[schema.Move, ...], between: tuple[schema.Step, ...]
) -> ListingPath:
    sideways = all(move.kind == "sideways" for move in moves)
    path = ListingPath(
        start=start,
        to=to,
        kind=ListingPath.Kind.SIDEWAYS if sideways else ListingPath.Kind.ON,
        on_ladder=True,
        via=[step.title.model_dump() for step in between],
        sources=list(dict.fromkeys(source for move in moves for source in move.sources)),
    )
    # What one move says is not what the whole way is like.
    path.text = moves[0].text if len(moves) == 1 else schema.Pair()
    return path


def _write_paths(listing: Listing, document: schema.Profile) -> bool:
    def told(path: ListingPath) -> tuple:
        return path.start, path.to, path.kind, path.on_ladder, path.text, path.via, path.sources

    paths = paths_of(document)
    if [*map(told, listing.paths.all())] == [*map(told, paths)]:
        return False
    listing.paths.all().delete()
    for path in paths:
        path.listing = listing
    ListingPath.objects.bulk_create(paths)
    return True
