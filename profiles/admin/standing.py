"""Where a career stands, from its columns alone, so that a list of them need not read their texts."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.languages import SIDES
from profiles.models import Profile
from profiles.translation import progress
from profiles.vocabulary import LANGUAGE_NAMES

DRAFT, LIVE, LIVE_AND_DRAFT, WITHDRAWN = "draft", "live", "live-and-draft", "withdrawn"

WORDS: dict[str, Promise] = {
    DRAFT: gettext_lazy("Draft"),
    LIVE: gettext_lazy("Live"),
    LIVE_AND_DRAFT: gettext_lazy("Live + draft"),
    WITHDRAWN: gettext_lazy("Withdrawn"),
}

_AS_PUBLISHED = Q(version=F("published_version"))
_FILTERS = {
    DRAFT: Q(state=Profile.State.DRAFT),
    LIVE: Q(state=Profile.State.PUBLISHED) & _AS_PUBLISHED,
    # A career whose edition was made from another text than the working copy ever was has no version.
    LIVE_AND_DRAFT: Q(state=Profile.State.PUBLISHED)
    & (Q(published_version=None) | ~Q(version=F("published_version"))),
    WITHDRAWN: Q(state=Profile.State.WITHDRAWN),
}


def standing_of(profile: Profile) -> str:
    """Draft, live, live with changes that readers do not have yet, or withdrawn: a key of `WORDS`."""
    if profile.state == Profile.State.PUBLISHED:
        return LIVE if profile.version == profile.published_version else LIVE_AND_DRAFT
    return WITHDRAWN if profile.state == Profile.State.WITHDRAWN else DRAFT


def progress_of(profile: Profile, language: str) -> str:
    """How many of a career's texts are current in a language: 360 of 368."""
    current, texts = progress(profile.waiting, language)
    return _("%(current)s of %(texts)s") % {"current": current, "texts": texts}


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Promise]]:
        return list(WORDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Profile]) -> QuerySet[Profile]:
        return queryset.filter(_FILTERS[self.value()]) if self.value() in _FILTERS else queryset


class WaitingFilter(admin.SimpleListFilter):
    title = gettext_lazy("texts that are missing or out of date")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(language, LANGUAGE_NAMES[language]) for language in SIDES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Profile]) -> QuerySet[Profile]:
        if self.value() not in SIDES:
            return queryset
        return queryset.exclude(waiting={}).exclude(**{f"waiting__{self.value()}": {}})
