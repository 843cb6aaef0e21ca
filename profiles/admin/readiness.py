"""What stands between a working copy and its readers: what would change, what is wanting, whom it touches."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles import addresses, translation
from profiles.content import schema
from profiles.content.references import named_in
from profiles.differences import differences
from profiles.languages import active_language
from profiles.models import Profile
from profiles.models.desk import DIRECTORY
from profiles.publishing import Reason, published_profile
from profiles.reading import SECTION_OF_FACTS
from profiles.working_copy import KINDS, PROFILE

from . import words
from .compared import Group as Compared
from .compared import compared
from .fields import Choices
from .places import Wanting, directory_url, field_url, place_in_words

# Of what is listed, how many stand open; the rest is folded away.
OPEN = 12


# What readers would see change --------------------------------------------------------------------

# No reader sees these, nor what they mark.
_NOT_SEEN = {"notes", "digest", "out_of_date"}


def changes(
    document: type[schema.Value],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    directory: Mapping[str, Choices],
) -> tuple[list[Compared], list[Compared]]:
    """What readers would see change, as `admin/history_changes.html` shows it: what stands open, and more.

    `directory` gives the names of shared things.
    """
    kind = PROFILE if document is schema.Profile else DIRECTORY
    found = compared(document, _seen(before), _seen(after), kind=kind, directory=directory)
    shown = 0
    for i, group in enumerate(found):
        shown += len(group.things)
        if i and shown > OPEN:
            return found[:i], found[i:]
    return found, []


def _seen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _seen(held) for name, held in value.items() if name not in _NOT_SEEN}
    return [_seen(held) for held in value] if isinstance(value, list) else value


# What is wanting ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    title: Promise
    items: list[Wanting]

    @property
    def open(self) -> list[Wanting]:
        return self.items[:OPEN]

    @property
    def folded(self) -> list[Wanting]:
        return self.items[OPEN:]


_TITLES: dict[str, Promise] = {
    "shared": _("Waits for the shared lists"),
    "wrong": _("Wrong"),
    "missing": _("Missing"),
    "missing-cy": _("Missing in Welsh"),
    "missing-en": _("Missing in English"),
    "out-of-date-cy": _("Out of date in Welsh"),
    "out-of-date-en": _("Out of date in English"),
    "published": _("Would break published careers"),
}

_SAY_ALL = {"missing-cy", "missing-en"}


def _value_at(data: Any, path: str) -> Any:
    """The value at a dotted path with item keys; True where the path leads nowhere."""
    for part in path.split("."):
        if isinstance(data, list):
            data = next((item for item in data if isinstance(item, dict) and item.get("key") == part), True)
        elif isinstance(data, dict):
            data = data.get(part, True)
    return data


def _is_empty(value: Any) -> bool:
    return not any(value.values()) if isinstance(value, dict) else value in (None, "", [])


def _kind_of_reason(document: type[schema.Value], data: Mapping[str, Any]) -> Callable[[Reason], str]:
    waiting = translation.waiting(document, data)

    def kind(reason: Reason) -> str:
        if reason.career:
            return "published"
        text, _dot, side = reason.path.rpartition(".")
        if state := waiting[side].get(text) if side in schema.LANGUAGES else None:
            return f"missing-{side}" if state == translation.MISSING else f"out-of-date-{side}"
        return "missing" if _is_empty(_value_at(data, reason.path)) else "wrong"

    return kind


def groups(
    kind: str,
    reasons: Iterable[Reason],
    data: Mapping[str, Any],
    *,
    profile: Profile | None = None,
    waits_for_shared: Iterable[Reason] = (),
) -> list[Group]:
    """What is wanting, in plain words, each with a link to the field that mends it.

    `kind` is `profile` (with the `profile`) or `directory`; `data` what it says now.
    """
    reasons, waits = list(reasons), set(waits_for_shared)
    broken = Profile.objects.in_bulk({reason.career for reason in reasons if reason.career}, field_name="key")
    kind_of = _kind_of_reason(schema.Directory if kind == DIRECTORY else KINDS[kind], data)
    found: dict[str, list[Wanting]] = {name: [] for name in _TITLES}
    for reason in reasons:
        name = "shared" if reason in waits else kind_of(reason)
        # A title such as "Missing in Welsh" says it once for all.
        message = "" if name == "shared" or (reason.waivable and name in _SAY_ALL) else reason.message
        if reason.career:
            career = broken[reason.career]
            place = f"{career} › {place_in_words(PROFILE, reason.path)}"
            found[name].append(Wanting(field_url(career, reason.path), place, message))
        else:
            url = field_url(profile, reason.path) if profile else directory_url(reason.path)
            found[name].append(Wanting(url, place_in_words(kind, reason.path), message))
    return [Group(title, found[name]) for name, title in _TITLES.items() if found[name]]


# Which careers a change of the directory touches ---------------------------------------------------


@dataclass(frozen=True)
class Touched:
    """A published career that names something which changes, and those of its pages that show it."""

    career: Profile
    pages: list[tuple[str, str]]
    """Name and public address, in the desk's language."""


def touched_careers(before: schema.Directory, after: schema.Directory) -> list[Touched]:
    """The published careers whose pages change when the directory does, in a constant number of queries."""
    changed = _changed_entries(before, after)
    if not changed:
        return []
    found = []
    for profile in Profile.objects.published().select_related("edition").order_by("title_en", "key"):
        document = published_profile(profile)
        sections = {
            _section_of(document, path) for path, name, key in named_in(document) if (name, key) in changed
        }
        if any(name == "minimum_wages" for name, _key in changed) and document.pay_bands:
            sections.add("pay")
        if sections:
            found.append(Touched(profile, _pages(document, sections)))
    return found


def _changed_entries(before: schema.Directory, after: schema.Directory) -> set[tuple[str, str]]:
    """The entries that readers see otherwise than before: their own texts, or those of what they name."""
    old, new = (document.model_dump(mode="json") for document in (before, after))
    paths = [difference.path.split(".") for difference in differences(old, new)]
    changed = {(path[0], path[1]) for path in paths if len(path) > 1 and not _NOT_SEEN & set(path)}
    through = {
        (path[0], getattr(after, path[0])[path[1]].key)
        for path, name, key in named_in(after)
        if (name, key) in changed
    }
    return changed | through


def _section_of(document: schema.Profile, path: tuple) -> str:
    """The section that shows what stands at a path, or "" for what heads every page of the career."""
    name = path[0]
    held = getattr(document, name)
    item = held[path[1]] if len(path) > 1 and isinstance(held, tuple) else None
    if name == "claims":
        item = next((d for d in document.disagreements if d.key == item.disagreement), None)
    if name == "sections":
        return item.key
    section = getattr(item, "section", "") or SECTION_OF_FACTS.get(name, "")
    return section if section in {held.key for held in document.sections} else ""


def _pages(document: schema.Profile, sections: set[str]) -> list[tuple[str, str]]:
    language = active_language()
    order = ["", *words.SECTIONS]
    return [
        (
            str(words.SECTIONS.get(section, _("The whole career"))),
            addresses.career(document.slug, language, section),
        )
        for section in sorted(sections, key=order.index)
    ]


def careers_naming(key: str) -> list[Profile]:
    """The published careers whose pages name another: as a related career, or as a step."""
    found = []
    for profile in Profile.objects.published().exclude(key=key).select_related("edition").order_by("key"):
        document = published_profile(profile)
        if key in {other.key for other in document.related} | {step.profile for step in document.steps}:
            found.append(profile)
    return found
