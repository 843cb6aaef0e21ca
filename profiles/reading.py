"""Reading: what a page is made from. Editions only, in a number of queries that never grows.

A career's page takes three: its slug with its edition, the directory's edition, and the listing of the
other careers it names. Whether it has changed takes two, and any other page's one; they read no document.
Another career is a link where it is published and plain text where it is not.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Subquery
from django.utils import timezone

from profiles import addresses, prose
from profiles.content import schema
from profiles.content.upgrades import read_document
from profiles.languages import OTHER
from profiles.models import DirectoryState, Listing, Profile, Slug
from profiles.pay import current_minimum

# The section a list of facts is shown in.
SECTION_OF_FACTS = {
    "also_known_as": "what-you-would-do",
    "pay_bands": "pay",
    "hours": "hours",
    "shares": "hours",
    "routes": "ways-in",
    "subjects": "qualifications",
    "qualifications": "qualifications",
    "skills": "skills",
    "employers": "employers",
    "vacancies": "vacancies",
    "steps": "where-it-leads",
    "moves": "where-it-leads",
    "related": "where-it-leads",
    "contacts": "find-out-more",
    "publications": "find-out-more",
    "occupation_codes": "find-out-more",
}


@dataclass(frozen=True)
class Stamp:
    """What a page is made from, in short: whenever its bytes may be others, one of these is another.

    The number of the career's edition (0: it is no career's page) and of the directory's, how often
    anything was published or withdrawn or made anew, and the legal minimum that applies today.
    """

    edition: int
    directory: int
    listing: int
    minimum: str


@dataclass(frozen=True)
class Directory:
    """The directory as published, with its lists by key."""

    document: schema.Directory
    derived: dict[str, Any]
    edition: int
    listing: int

    @cached_property
    def sources(self) -> dict[str, schema.Source]:
        return {source.key: source for source in self.document.sources}

    @cached_property
    def areas(self) -> dict[str, schema.Area]:
        return {area.key: area for area in self.document.areas}

    @cached_property
    def skills(self) -> dict[str, schema.SharedSkill]:
        return {skill.key: skill for skill in self.document.skills}

    @cached_property
    def contacts(self) -> dict[str, schema.Contact]:
        return {contact.key: contact for contact in self.document.contacts}

    @cached_property
    def links(self) -> dict[str, schema.Link]:
        return {link.key: link for link in self.document.links}

    @cached_property
    def pages(self) -> dict[str, schema.Page]:
        return {page.key: page for page in self.document.pages}

    @property
    def minimum_wage(self) -> schema.MinimumWage | None:
        """The legal minimum that applies today."""
        return current_minimum(self.document.minimum_wages, timezone.localdate())

    def stamp(self, edition: int = 0) -> Stamp:
        minimum = self.minimum_wage
        return Stamp(edition, self.edition, self.listing, minimum.key if minimum else "")

    def page_addresses(self, language: str) -> dict[str, str]:
        return {key: addresses.page(page.slug, language) for key, page in self.pages.items()}


def read_directory() -> Directory:
    """The directory as published. One query. Empty before anything is."""
    state = DirectoryState.objects.select_related("edition").defer("base").filter(pk=1).first()
    if state is None or state.edition is None:
        return Directory(schema.Directory(), {}, 0, state.listing_version if state else 0)
    document = read_document(schema.Directory, state.edition.document, state.edition.format)
    return Directory(document, state.edition.derived, state.edition.number, state.listing_version)


@dataclass(frozen=True)
class Moved:
    """An old address: where the career is now."""

    slug: str


@dataclass(frozen=True)
class Gone:
    """A career that was withdrawn: what it was called, and its areas."""

    title: schema.Pair
    areas: tuple[str, ...]
    directory: Directory
    twin_slug: str


@dataclass(frozen=True)
class Career:
    """A career as published, ready to be shown."""

    profile: schema.Profile
    derived: dict[str, Any]
    # 0, and no day: a draft
    edition: int
    published_on: date | None
    directory: Directory
    # other careers it names, where they are published
    careers: dict[str, Listing]

    is_public: ClassVar[bool] = True
    """Whether readers may see it, share it and rate it. A draft is shown by the same templates."""

    def address(self, language: str, section: str = "") -> str:
        """Its own page, its section's, or (section `all`) everything on one page."""
        return addresses.career(self.profile.slug, language, section)

    def area_address(self, language: str) -> str:
        """The page of its job area, or nothing where there is none to read."""
        return addresses.area(self.area.slug, language) if self.area else ""

    @cached_property
    def sections(self) -> dict[str, schema.Section]:
        return {section.key: section for section in self.profile.sections}

    @cached_property
    def area(self) -> schema.Area | None:
        return self.directory.areas.get(self.profile.areas[0])

    def prose(self, kind: str, language: str) -> tuple[str, str]:
        """A section's prose as HTML, and the language it is in: the reader's, or the other one."""
        held = self.derived.get("prose", {}).get(kind, {})
        for code in (language, OTHER[language]):
            if html := held.get(code):
                return prose.with_page_links(html, self.directory.page_addresses(language)), code
        return "", language

    def shown_in(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Everything of the profile that a section's page shows: its path in the document, and the value."""
        profile = self.profile
        yield f"sections.{kind}", self.sections[kind]
        for name in (*SECTION_OF_FACTS, "disagreements", "gaps"):
            for item in getattr(profile, name):
                if kind in _sections_of(name, item):
                    yield f"{name}.{item.key}", item
        disputed = {item.key for item in profile.disagreements if item.section == kind}
        for claim in profile.claims:
            if claim.disagreement in disputed:
                yield f"claims.{claim.key}", claim
        if kind == "skills":
            yield "welsh_note", profile.welsh_note

    def shared_in(self, kind: str) -> Iterator[schema.SharedItem]:
        """Everything of the directory that a section's page shows."""
        for path, item in self.shown_in(kind):
            for key in getattr(item, "links", ()):
                if key in self.directory.links:
                    yield self.directory.links[key]
            shared = {"skills": self.directory.skills, "contacts": self.directory.contacts}
            held = shared.get(path.partition(".")[0], {})
            if getattr(item, "key", "") in held:
                yield held[item.key]

    def texts_of(self, section: str) -> tuple[Any, ...]:
        """The values whose texts a page shows: a section's, or (overview, all) the whole profile's."""
        kinds = [section] if section in self.sections else list(self.sections)
        shared = tuple(item for kind in kinds for item in self.shared_in(kind))
        if section in self.sections:
            return (*(value for _path, value in self.shown_in(section)), *shared)
        return (self.profile, *shared)

    def transcripts(self, language: str) -> dict[str, dict[str, str]]:
        """Each film's transcript as HTML by language, its links to our pages led to today's addresses."""
        pages = self.directory.page_addresses(language)
        held = self.derived.get("transcripts", {})
        return {
            film: {code: prose.with_page_links(html, pages) for code, html in by_language.items()}
            for film, by_language in held.items()
        }

    def out_of_date_since(self, language: str, section: str = "") -> date | None:
        """The day since which some text on a page no longer says what its other side says."""
        kinds = [section] if section in self.sections else list(self.sections)
        marks = self.profile.out_of_date
        if section in self.sections:
            shown = tuple(f"{path}." for path, _value in self.shown_in(section))
            marks = {path: day for path, day in marks.items() if path.startswith(shown)}
        shared = (item.out_of_date for kind in kinds for item in self.shared_in(kind))
        return earliest((marks, *shared), language)


def earliest(marks: Iterable[Mapping[str, date]], language: str) -> date | None:
    """The first day of those since which a text in this language is out of date."""
    days = (day for held in marks for path, day in held.items() if path.endswith(f".{language}"))
    return min(days, default=None)


def _sections_of(name: str, item: schema.Item) -> set[str]:
    """The sections whose pages show an item of one of a profile's lists."""
    if named := getattr(item, "section", ""):
        return {named}
    if name == "routes" and item.for_adults:
        return {SECTION_OF_FACTS[name], "changing-career"}
    return {SECTION_OF_FACTS[name]}


def find_career(slug: str, language: str) -> Career | Moved | Gone | None:
    """What stands at a career's address. Three queries for a published one."""
    # The base is as large as the edition, and no page shows it.
    slugs = Slug.objects.select_related("profile__edition").defer("profile__base")
    slugs = slugs.annotate(listing=Subquery(DirectoryState.objects.values("listing_version")[:1]))
    held = slugs.filter(language=language, slug=slug).first()
    if held is None or held.profile.edition is None:
        return None
    profile, edition = held.profile, held.profile.edition
    if not held.current and profile.state == Profile.State.PUBLISHED:
        return Moved(Slug.objects.get(profile=profile, language=language, current=True).slug)
    document = read_document(schema.Profile, edition.document, edition.format)
    # The count from when the career was read: what is made anew in between, this page does not hold yet.
    directory = replace(read_directory(), listing=held.listing)
    if profile.state != Profile.State.PUBLISHED:
        twin_slug = getattr(document.slug, OTHER[language])
        return Gone(document.title, document.areas, directory, twin_slug)
    published_on = timezone.localdate(edition.published_at)
    careers = named_careers(document)
    return Career(document, edition.derived, edition.number, published_on, directory, careers)


def career_stamp(slug: str, language: str) -> Stamp | None:
    """The stamp of the career at an address, or None where that answers something else. Two queries."""
    here = Slug.objects.filter(language=language, slug=slug, current=True)
    published = here.filter(profile__state=Profile.State.PUBLISHED)
    edition = published.values_list("profile__edition__number", flat=True).first()
    return None if edition is None else stamp(edition)


def stamp(edition: int = 0) -> Stamp | None:
    """The stamp of a page (`edition` is a career's) as things stand. One query, and no document is read.

    None where it cannot be told without reading one.
    """
    columns = ("listing_version", "edition__number", "edition__format", "edition__document__minimum_wages")
    state = DirectoryState.objects.filter(pk=1).values_list(*columns).first()
    if state is None or state[2] != schema.FORMAT:  # where older ones kept it, only reading knows
        return None
    listing, directory, _format, wages = state
    told = [schema.MinimumWage.model_validate(wage) for wage in wages or ()]
    minimum = current_minimum(told, timezone.localdate())
    return Stamp(edition, directory, listing, minimum.key if minimum else "")


def find_careers(keys: Iterable[str], directory: Directory) -> dict[str, Career]:
    """Several careers as published, by key, in the order of the keys. Two queries, however many."""
    keys = list(keys)
    profiles = Profile.objects.published().filter(key__in=keys).select_related("edition").defer("base")
    held = {profile.key: profile.edition for profile in profiles if profile.edition}
    held = {key: held[key] for key in keys if key in held}
    documents = {
        key: read_document(schema.Profile, edition.document, edition.format) for key, edition in held.items()
    }
    careers = named_careers(*documents.values())
    return {
        key: Career(
            document,
            held[key].derived,
            held[key].number,
            timezone.localdate(held[key].published_at),
            directory,
            careers,
        )
        for key, document in documents.items()
    }


def named_careers(*documents: schema.Profile) -> dict[str, Listing]:
    """The other careers that careers name, where they are published. One query."""
    named = {related.key for document in documents for related in document.related}
    named |= {step.profile for document in documents for step in document.steps if step.profile}
    return {listing.key: listing for listing in Listing.objects.filter(key__in=named)}


# How much of a page is in which language ----------------------------------------------------------


# Fields that no reader reads.
NOT_READ = {"slug", "hidden_words", "address", "web", "change_note", "notes", "reviewed_by", "welsh_read_by"}


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Both sides of every text in a value."""
    if isinstance(value, schema.ListPair):
        yield " ".join(value.en), " ".join(value.cy)
    elif isinstance(value, schema.Pair):
        yield value.en, value.cy
    elif isinstance(value, schema.Value):
        for name in type(value).model_fields:
            if name not in NOT_READ:
                yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for member in value:
            yield from _texts(member)


@dataclass(frozen=True)
class Coverage:
    """How many of a page's words a reader of one language gets in it, and how many in the other."""

    own: int
    other: int

    @property
    def notice(self) -> str:
        """What the page must say: nothing, that some of its text is missing, or that all of it is."""
        if not self.other:
            return ""
        return "partly" if self.own else "missing"

    @property
    def notice_of_many(self) -> str:
        """The same of texts of many careers, beside which the page has words of its own."""
        return "partly" if self.other else ""

    @property
    def mostly_other(self) -> bool:
        return self.other > self.own


def coverage(value: Any, language: str) -> Coverage:
    own = other = 0
    for en, cy in _texts(value):
        mine, theirs = (en, cy) if language == "en" else (cy, en)
        if mine:
            own += prose.word_count(mine)
        elif theirs:
            other += prose.word_count(theirs)
    return Coverage(own, other)
