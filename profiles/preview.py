"""A draft, made ready for the pages that will show it.

A working copy may be half finished. A preview shows all of it that can be shown: an item with a fault is
left out, a text that must be there and is not says so in its place, and each is named, so that nobody
takes a preview for the whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal, TypeVar, get_args, get_origin

from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import ValidationError

from profiles import addresses
from profiles.content import schema
from profiles.content.findings import dotted, explain
from profiles.content.references import REFERENCES, directory_findings, profile_findings
from profiles.documents import ROWS, InvalidRows, as_plain, directory_document, profile_data
from profiles.models import Change, ListingFacet, Profile, SharedRow
from profiles.publishing import derive_directory, derive_profile
from profiles.reading import Career, Directory, named_careers, read_directory
from profiles.working_copy import PROFILE

Document = TypeVar("Document", bound=schema.Value)

# The lists of the directory whose entries have a page of their own.
ENTRIES_WITH_A_PAGE: dict[str, type[schema.SharedItem]] = {"areas": schema.Area, "pages": schema.Page}

# What of a working copy can be shown --------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """Something in a working copy that is not right: its dotted path, a sentence, and what became of it."""

    path: str
    message: str
    left_out: bool = False
    """The item is not shown. Otherwise it is, or says in its place that it is not written."""


def _not_written() -> dict[str, str]:
    words = {}
    for language in schema.LANGUAGES:
        with translation.override(language):
            words[language] = _("[not written yet]")
    return words


def _stand_in(document: type[schema.Value], name: str) -> Any:
    """What stands for a required field that is empty or wrong."""
    annotation = document.model_fields[name].annotation
    if isinstance(annotation, type) and issubclass(annotation, schema.SlugPair):
        return {}
    if isinstance(annotation, type) and issubclass(annotation, schema.Pair):
        return _not_written()
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    return ["none"] if get_origin(annotation) is tuple else "none"


def _is_unwritten(document: type[schema.Value], path: tuple, data: dict[str, Any]) -> bool:
    """Whether a fault is that a required text is written in neither language."""
    if len(path) != 1 or not document.model_fields[path[0]].is_required():
        return False
    annotation = document.model_fields[path[0]].annotation
    is_text = isinstance(annotation, type) and issubclass(annotation, schema.Pair)
    return is_text and not any((data.get(path[0]) or {}).values())


def _mend(document: type[schema.Value], path: tuple, data: dict[str, Any]) -> None:
    """Make a field of the document itself valid: what is required gets a stand-in, the rest its default."""
    name = path[0]
    if name not in document.model_fields:
        data.pop(name, None)
    elif document.model_fields[name].is_required():
        data[name] = _stand_in(document, name)
    else:
        data.pop(name, None)


def showable(document: type[Document], data: dict[str, Any]) -> tuple[Document, list[Fault]]:
    """A document of what can be shown of plain data that may be half finished, and every fault in it."""
    lists = schema.lists_of(document)
    faults: list[Fault] = []
    while True:
        try:
            return document.model_validate(data), faults
        except ValidationError as error:
            found = [explain(one, document) for one in error.errors(include_url=False)]
        dropped: dict[str, set[int]] = {}
        for path, message in found:
            name, *rest = path
            if name not in lists:
                faults.append(Fault(dotted(path, data), message))
                _mend(document, path, data)
            elif not rest:  # the same key twice: the first of them stays
                faults.append(Fault(name, message, left_out=True))
                data[name] = list({item["key"]: item for item in reversed(data[name])}.values())[::-1]
            else:
                item = data[name][rest[0]]
                unwritten = _is_unwritten(lists[name], tuple(rest[1:]), item)
                faults.append(Fault(dotted(path, data), message, left_out=not unwritten))
                if unwritten:
                    item[rest[1]] = _not_written()
                else:
                    dropped.setdefault(name, set()).add(rest[0])
        for name, places in dropped.items():
            data[name] = [item for place, item in enumerate(data[name]) if place not in places]


# Fields that name something: an item is not shown whole without what it names.
_NAMING = {*REFERENCES, "start", "to"}


def _holding_together(
    profile: schema.Profile, directory: schema.Directory
) -> tuple[schema.Profile, list[Fault]]:
    """The profile without the items that name what is not there."""
    faults: list[Fault] = []
    seen = set()
    lists = schema.lists_of(schema.Profile)
    while True:
        dropped: dict[str, set[int]] = {}
        data = profile.model_dump(mode="json")
        for path, message in profile_findings(profile, directory):
            leaves = path[0] in lists and len(path) > 2 and path[2] in _NAMING
            if leaves:
                dropped.setdefault(path[0], set()).add(path[1])
            if (where := dotted(path, data)) not in seen:
                seen.add(where)
                faults.append(Fault(where, message, left_out=leaves))
        if not dropped:
            return profile, faults
        kept = {
            name: tuple(item for place, item in enumerate(getattr(profile, name)) if place not in places)
            for name, places in dropped.items()
        }
        profile = profile.model_copy(update=kept)


# Drafts as pages show them ------------------------------------------------------------------------


@dataclass(frozen=True)
class DraftDirectory(Directory):
    """The directory that drafts rest on: its working copy. Its pages' addresses are the public ones."""

    published: Directory

    def page_addresses(self, language: str) -> dict[str, str]:
        return self.published.page_addresses(language)


@dataclass(frozen=True)
class DraftCareer(Career):
    """A career's working copy. Its own addresses stay within the preview; all others lead to public pages."""

    is_public: ClassVar[bool] = False
    signed: str
    published_area: schema.Area | None

    def address(self, language: str, section: str = "") -> str:
        return addresses.preview(self.signed, language, section)

    def area_address(self, language: str) -> str:
        return addresses.area(self.published_area.slug, language) if self.published_area else ""


@dataclass(frozen=True)
class Draft:
    """What a preview says of itself: when it was saved, what is not right in it, and what it rests on."""

    saved_at: datetime | None
    faults: list[Fault]
    directory_as_published: bool
    """The directory's working copy does not hold together, so the preview rests on the published one."""

    @property
    def left_out(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.left_out]

    @property
    def unfinished(self) -> list[Fault]:
        return [fault for fault in self.faults if not fault.left_out]


def draft_directory() -> tuple[DraftDirectory, bool]:
    """The directory's working copy and True, or what is published and False where that is not whole."""
    published = read_directory()
    try:
        document = directory_document()
    except InvalidRows:
        document = None
    if document is None or next(directory_findings(document), None):
        return _draft_of(published, published.document), False
    return _draft_of(published, document), True


def _draft_of(published: Directory, document: schema.Directory) -> DraftDirectory:
    return DraftDirectory(
        document, published.derived, published.edition, published.listing, published=published
    )


def _saved_at(kind: str, key: str) -> datetime | None:
    return Change.objects.saves().filter(kind=kind, key=key).values_list("at", flat=True).first()


def draft_career(profile: Profile, word: str) -> tuple[DraftCareer, Draft]:
    """A career's working copy for the preview at `word`. A constant number of queries."""
    directory, is_draft = draft_directory()
    document, faults = showable(schema.Profile, profile_data(profile))
    document, more = _holding_together(document, directory.document)
    area = directory.published.areas.get(document.areas[0])
    held = area and ListingFacet.objects.filter(kind=ListingFacet.Kind.AREA, value=area.key).exists()
    career = DraftCareer(
        profile=document,
        derived=derive_profile(document),
        edition=0,
        published_on=None,
        directory=directory,
        careers=named_careers(document),
        signed=word,
        published_area=area if held else None,
    )
    saved_at = _saved_at(PROFILE, profile.key) or profile.changed
    return career, Draft(saved_at, [*faults, *more], directory_as_published=not is_draft)


def find_entry(list_name: str, key: str) -> SharedRow | None:
    """The working copy of an entry of the directory that has a page of its own."""
    if list_name not in ENTRIES_WITH_A_PAGE:
        return None
    return ROWS[ENTRIES_WITH_A_PAGE[list_name]].objects.filter(key=key).first()


def draft_entry(row: SharedRow, list_name: str) -> tuple[schema.SharedItem, DraftDirectory, Draft]:
    """A site page's or job area's working copy, and the directory it is shown in."""
    document = ENTRIES_WITH_A_PAGE[list_name]
    directory, is_draft = draft_directory()
    entry, faults = showable(document, as_plain(row, document))
    if isinstance(entry, schema.Page):
        directory = _with_prose(directory, [entry])
    saved_at = _saved_at(list_name, row.key) or row.changed
    return entry, directory, Draft(saved_at, faults, directory_as_published=not is_draft)


def _with_prose(directory: DraftDirectory, pages: Iterable[schema.Page]) -> DraftDirectory:
    derived = derive_directory(schema.Directory(pages=tuple(pages)))
    return DraftDirectory(
        directory.document, derived, directory.edition, directory.listing, published=directory.published
    )
