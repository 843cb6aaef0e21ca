"""The parts of a career's form as tabs: its own fields and each of its lists, how many and what waits."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.documents import ROWS
from profiles.languages import SIDES
from profiles.models import Profile
from profiles.vocabulary import LANGUAGE_NAMES
from profiles.working_copy import PROFILE_LISTS

from .words import LISTS


@dataclass(frozen=True)
class Part:
    """A tab. `name` is the list's, or "" for the career's own fields, which have no `count`."""

    name: str
    words: Promise | str
    count: int | None
    waiting: list[tuple[str, int]]
    is_open: bool


def parts_of(profile: Profile, opened: str) -> list[Part]:
    """The tabs of a career, in one query; `opened` is the name of the one that is shown."""
    counts = _counts(profile)
    waiting = {side: _waiting(profile, side) for side in SIDES}

    def part(name: str, words: Promise | str) -> Part:
        waits = [(str(LANGUAGE_NAMES[side]), waiting[side][name]) for side in SIDES if waiting[side][name]]
        return Part(name, words, counts.get(name), waits, name == opened)

    return [part("", _("The career")), *(part(name, LISTS[name]) for name in PROFILE_LISTS)]


def _counts(profile: Profile) -> dict[str, int]:
    def members(model: Any) -> Subquery:
        rows = model.objects.filter(profile_row=OuterRef("pk")).order_by().values("profile_row")
        return Subquery(rows.annotate(members=Count("pk")).values("members"))

    counted = {f"{name}_count": members(ROWS[item]) for name, item in PROFILE_LISTS.items()}
    found = Profile.objects.filter(pk=profile.pk).values(**counted).get()
    return {name: found[f"{name}_count"] or 0 for name in PROFILE_LISTS}


def _waiting(profile: Profile, language: str) -> Counter[str]:
    """How many texts wait in a language, by list; "" for the career's own."""
    first = (path.partition(".")[0] for path in profile.waiting.get(language, {}))
    return Counter(name if name in PROFILE_LISTS else "" for name in first)
