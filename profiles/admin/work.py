"""The work list: everything that waits for somebody, and every text that waits for a translator."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.languages import SIDES, text_of
from profiles.models import Conflict, Rating
from profiles.publishing import standing_waivers
from profiles.ratings import comments
from profiles.vocabulary import LANGUAGE_NAMES
from profiles.waiting_texts import Standing, WaitingTexts, standings
from profiles.working_copy import PROFILE, SHARED_LISTS

from . import words
from .pages import show_page, site_page
from .places import list_url
from .ratings import may_read_comments
from .reviews import overdue_reviews
from .translations import (
    MAY_SEE,
    heading_of,
    may_translate,
    still_right,
    texts_context,
    translation_url,
)

MOST_REVIEWS = 50

# What is asked for --------------------------------------------------------------------------------


class Asked(forms.Form):
    """Which of the waiting texts are wanted."""

    language = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Language wanted"),
        choices=[
            ("", gettext_lazy("Both")),
            *((language, LANGUAGE_NAMES[language]) for language in SIDES),
        ],
    )
    state = forms.ChoiceField(
        required=False,
        label=gettext_lazy("State"),
        choices=[
            ("", gettext_lazy("All")),
            ("missing", gettext_lazy("Missing")),
            ("out-of-date", gettext_lazy("Out of date")),
        ],
    )
    of = forms.ChoiceField(required=False, label=gettext_lazy("Where"))

    def __init__(self, data: Mapping[str, Any], things: Iterable[Standing]):
        super().__init__(data)
        self.things = list(things)
        wholes: dict[str, list[tuple[str, str]]] = {kind: [] for kind in WHOLES}
        for thing in self.things:
            if thing.kind in WHOLES:
                wholes[thing.kind].append((f"{thing.kind}/{thing.key}", text_of(thing.name)[0]))
        self.fields["of"].choices = [
            ("", _("Everything")),
            (_("Shared lists"), [("directory", _("All shared lists")), *_list_choices()]),
            (_("Careers"), wholes[PROFILE]),
            (words.LISTS["pages"], wholes["pages"]),
        ]

    def chosen(self) -> tuple[list[Standing], WaitingTexts]:
        """The careers and entries, and those of their texts that wait. What is not on offer asks for all."""
        self.is_valid()
        asked = self.cleaned_data
        kind, _slash, key = asked.get("of", "").partition("/")
        things = [
            thing
            for thing in self.things
            if not kind
            or (kind == "directory" and thing.kind != PROFILE)
            or (thing.kind == kind and key in ("", thing.key))
        ]
        languages = [asked["language"]] if asked.get("language") else SIDES
        return things, WaitingTexts(things, languages=languages, state=asked.get("state", ""))

    def query(self) -> str:
        """The same question for another page."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})


def _list_choices() -> list[tuple[str, Any]]:
    return [(name, words.LISTS[name]) for name in SHARED_LISTS]


# Progress -----------------------------------------------------------------------------------------

# What is translated, and read by a fluent reader, as a whole by itself; other entries count with their list.
WHOLES = (PROFILE, "pages")


@dataclass(frozen=True)
class Progress:
    """How far a career, a site page or a shared list is in each language."""

    name: str
    url: str
    asks: str
    sides: tuple[tuple[str, int, int], ...]
    """Language, how many texts are current, how many there are; Welsh first."""
    is_read: bool
    """Whether a fluent reader is asked for, and then when one read the Welsh."""
    welsh_read_on: date | None

    @property
    def waits(self) -> int:
        return sum(total - done for _language, done, total in self.sides)


def _progress(things: Iterable[Standing]) -> list[Progress]:
    """Every career, page and list, those with most to do first."""
    groups: dict[tuple[str, str], list[Standing]] = {}
    for thing in things:
        groups.setdefault((thing.kind, thing.key if thing.kind in WHOLES else ""), []).append(thing)
    found = []
    for (kind, key), members in groups.items():
        sides = []
        for language in SIDES:
            counted = [thing.progress(language) for thing in members]
            sides.append((language, sum(done for done, _ in counted), sum(total for _, total in counted)))
        found.append(
            Progress(
                name=heading_of(kind, members[0].name) if key else str(words.LISTS[kind]),
                url=translation_url(members[0]) if key else list_url(kind),
                asks=f"{kind}/{key}" if key else kind,
                sides=tuple(sides),
                is_read=bool(key),
                welsh_read_on=members[0].welsh_read_on if key else None,
            )
        )
    return sorted(found, key=lambda progress: (-progress.waits, progress.name))


# The work list ------------------------------------------------------------------------------------


@site_page("work/", title=gettext_lazy("Work"), permission=MAY_SEE)
def work(request: HttpRequest) -> HttpResponse:
    """Everything that waits for somebody: promises, conflicts, comments, reviews, and every text."""
    if request.method == "POST":
        return still_right(request)
    things = standings()
    asked = Asked(request.GET, things)
    _chosen, waiting = asked.chosen()
    return show_page(
        request,
        "admin/work.html",
        {
            "asked": asked,
            "query": asked.query(),
            "progress": _progress(things),
            "may_translate": may_translate(request),
            **texts_context(request, waiting, things),
            **_what_else_waits(request),
        },
        title=_("Work"),
    )


def _what_else_waits(request: HttpRequest) -> dict[str, Any]:
    """Promises that stand and reviews that are overdue; conflicts and comments, for those who settle them."""
    today = timezone.localdate()
    may_choose = request.user.has_perm("profiles.change_profile")
    reviews = overdue_reviews(today)
    held = comments().filter(comment_state=Rating.CommentState.HELD)
    return {
        "today": today,
        "waivers": list(standing_waivers()),
        "conflicts": Conflict.objects.filter(choice="").count() if may_choose else 0,
        "held": held.count() if may_read_comments(request) else 0,
        "reviews": [review for review in reviews if review.due][:MOST_REVIEWS],
        "never_reviewed": sum(review.due is None for review in reviews),
    }
