"""How far one career, or one entry of the directory, is translated: what waits, and who read its Welsh."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page as PageOfMany
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import models, working_copy
from profiles.content import schema
from profiles.documents import ROWS
from profiles.forms import CleanText
from profiles.languages import SIDES, text_of
from profiles.models import Change, Profile
from profiles.translators_file import as_cell
from profiles.waiting_texts import (
    Address,
    Standing,
    Text,
    Waiting,
    WaitingTexts,
    document_at,
    pair_at,
    read_texts,
    standing_of,
)
from profiles.working_copy import KINDS, PROFILE, SHARED_LISTS

from . import words
from .pages import profile_page, show_page, site_page
from .places import field_url, shared_url

MAY_SEE = "profiles.view_profile"
A_PAGE = 30


def may_translate(request: HttpRequest) -> bool:
    return request.user.has_perm("profiles.translate_profile") or request.user.has_perm(
        "profiles.change_profile"
    )


# What is shown of a text --------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    language: str
    text: str
    is_wanted: bool


@dataclass(frozen=True)
class Card:
    """One text that waits, as the pages show it."""

    waiting: Waiting
    text: Text
    url: str
    thing: Standing

    @property
    def heading(self) -> str:
        return heading_of(self.thing.kind, self.thing.name)

    @property
    def thing_url(self) -> str:
        return translation_url(self.thing)

    @property
    def where(self) -> str:
        return where_in(self.waiting.address, self.text)

    @property
    def since(self) -> date | None:
        """The day since when it is out of date."""
        return None if self.waiting.is_missing else date.fromisoformat(self.waiting.state)

    @property
    def side(self) -> str:
        """The text and its side in one word, for a form: `profile/cook/title/cy`."""
        return f"{self.waiting.address}/{self.waiting.language}"

    @property
    def sides(self) -> list[Side]:
        return [
            Side(language, as_cell(self.text.side(language)), language == self.waiting.language)
            for language in SIDES
        ]


def where_in(address: Address, text: Text) -> str:
    """Where a text is within its career or its entry, in words: Sections › Pay › Short answer."""
    parts = [str(words.label_of(document_at(address.kind, address.path), address.path.rpartition(".")[2]))]
    if "." in address.path:
        parts = [str(words.LISTS[address.path.partition(".")[0]]), text_of(text.member)[0], *parts]
    return " › ".join(parts)


def heading_of(kind: str, name: schema.Pair) -> str:
    """A career's title, or an entry of the directory with the list it stands in."""
    if kind == PROFILE:
        return text_of(name)[0]
    return f"{words.LISTS[kind]} › {text_of(name)[0]}"


def translation_url(thing: Standing) -> str:
    """The page of one career's or entry's translation."""
    if thing.kind == PROFILE:
        return reverse("admin:profile_translation", args=[thing.pk])
    return reverse("admin:desk_entry_translation", args=[thing.kind, thing.key])


def _form_url(kind: str, key: str, pk: int, path: str) -> str:
    return field_url(Profile(pk=pk), path) if kind == PROFILE else shared_url(kind, key, path)


def cards_of(shown: Iterable[Waiting], things: Iterable[Standing]) -> list[Card]:
    shown = list(shown)
    by_thing = {(thing.kind, thing.key): thing for thing in things}
    texts = read_texts({one.address for one in shown})
    cards = []
    for one in shown:
        thing = by_thing[one.address[:2]]
        # A text may have gone between the two questions.
        if one.address in texts:
            url = _form_url(thing.kind, thing.key, thing.pk, f"{one.address.path}.{one.language}")
            cards.append(Card(one, texts[one.address], url, thing))
    return cards


# Confirming, and a page of many ------------------------------------------------------------------


def texts_context(
    request: HttpRequest, waiting: Sequence[Waiting], things: Iterable[Standing]
) -> dict[str, Any]:
    page: PageOfMany = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "cards": cards_of(page.object_list, things),
        "pages": list(page.paginator.get_elided_page_range(page.number)),
        "ellipsis": Paginator.ELLIPSIS,
    }


@transaction.atomic
def still_right(request: HttpRequest) -> HttpResponse:
    """Take a text's mark away, if it is still what whoever says so has seen."""
    if not may_translate(request):
        raise PermissionDenied
    address, _slash, language = request.POST.get("still_right", "").rpartition("/")
    parts = address.split("/")
    if len(parts) != 3 or language not in schema.LANGUAGES:
        raise Http404
    address = Address(*parts)
    text = read_texts([address], lock=True).get(address)
    if text is None or text.digest != request.POST.get("seen"):
        messages.error(request, _("The text has changed since you looked at it: look again."))
    else:
        row = _row(address.kind, address.key)
        working_copy.confirm(row, [f"{address.path}.{language}"], by=request.user)
        messages.success(
            request, _("%(where)s is still right: it waits no longer.") % {"where": where_in(address, text)}
        )
    return HttpResponseRedirect(request.get_full_path())


def _row(kind: str, key: str) -> models.WorkingCopy:
    if kind not in KINDS:
        raise Http404
    model = Profile if kind == PROFILE else ROWS[SHARED_LISTS[kind]]
    return get_object_or_404(model, key=key)


# One career, one page -----------------------------------------------------------------------------


@profile_page("translation/", title=gettext_lazy("Translation"), permission=MAY_SEE)
def translation(request: HttpRequest, profile: Profile) -> HttpResponse:
    """What of one career waits, and who read its Welsh."""
    return _translation_of(request, PROFILE, profile, {"profile": profile})


@site_page(
    "work/<str:kind>/<slug:key>/",
    title=gettext_lazy("Translation"),
    permission=MAY_SEE,
    in_menu=False,
)
def entry_translation(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The same for one entry of the directory; a site page has its fluent reader too."""
    if kind not in SHARED_LISTS:
        raise Http404
    row = _row(kind, key)
    return _translation_of(request, kind, row, {"entry": row, "entry_url": shared_url(kind, key)})


def _translation_of(
    request: HttpRequest, kind: str, row: models.WorkingCopy, context: dict[str, Any]
) -> HttpResponse:
    has_reader = "welsh_read_on" in KINDS[kind].model_fields
    reader = WelshRead(initial=_as_read(row)) if has_reader else None
    if request.method == "POST":
        if "still_right" in request.POST:
            return still_right(request)
        if not may_translate(request) or not has_reader:
            raise PermissionDenied
        reader = WelshRead(request.POST)
        if "take_back" in request.POST or reader.is_valid():
            taken_back = "take_back" in request.POST
            _note_reader(request, row, {} if taken_back else reader.cleaned_data)
            return HttpResponseRedirect(request.get_full_path())
    thing = standing_of(kind, row)
    waiting = WaitingTexts([thing], languages=SIDES)
    name = heading_of(kind, thing.name)
    context |= {
        "name": name,
        "of": f"{kind}/{row.key}",
        "progress": [(language, *thing.progress(language)) for language in SIDES],
        "may_translate": may_translate(request),
        "reader": reader,
        "welsh_read": _welsh_read(row) if has_reader else None,
        **texts_context(request, waiting, [thing]),
    }
    status = 422 if reader is not None and reader.errors else 200
    return show_page(
        request,
        "admin/translation.html",
        context,
        title=_("Translation: %(name)s") % {"name": name},
        status=status,
    )


class WelshRead(forms.Form):
    """A fluent reader has read the Welsh: in which role, never a name, and when."""

    welsh_read_by_cy = CleanText(max_length=200, label=gettext_lazy("Role of the reader (Welsh)"))
    welsh_read_by_en = CleanText(max_length=200, label=gettext_lazy("Role of the reader (English)"))
    welsh_read_on = forms.DateField(
        label=gettext_lazy("Read on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["welsh_read_by_cy"].widget.attrs["lang"] = "cy"
        self.fields["welsh_read_by_en"].widget.attrs["lang"] = "en"
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"error_{name}"

    def _one_line(self, name: str) -> str:
        said = self.cleaned_data[name]
        if "\n" in said:
            raise forms.ValidationError(_("Write the role in one line."))
        return said.strip()

    def clean_welsh_read_by_cy(self) -> str:
        return self._one_line("welsh_read_by_cy")

    def clean_welsh_read_by_en(self) -> str:
        return self._one_line("welsh_read_by_en")

    def clean_welsh_read_on(self) -> date:
        day = self.cleaned_data["welsh_read_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Choose today or a day before."))
        return day


def _as_read(row: models.WorkingCopy) -> dict[str, Any]:
    """What the form begins with: what stands, and today for a reading that is new."""
    return {
        "welsh_read_by_cy": row.welsh_read_by_cy,
        "welsh_read_by_en": row.welsh_read_by_en,
        "welsh_read_on": timezone.localdate(),
    }


@transaction.atomic
def _note_reader(request: HttpRequest, row: models.WorkingCopy, read: Mapping[str, Any]) -> None:
    row.refresh_from_db()
    with working_copy.changing(row, by=request.user, origin=Change.Origin.ADMIN):
        row.welsh_read_on = read.get("welsh_read_on")
        row.welsh_read_by = schema.Pair(
            en=read.get("welsh_read_by_en", ""), cy=read.get("welsh_read_by_cy", "")
        )
        row.save()
    # Both sides stood on the form, so neither is behind the other.
    working_copy.confirm(row, ["welsh_read_by.cy", "welsh_read_by.en"], by=request.user)
    if read:
        messages.success(request, _("The Welsh is marked as read by a fluent reader."))
    else:
        messages.success(request, _("The Welsh is no longer marked as read."))


@dataclass(frozen=True)
class Place:
    """Somewhere in a career, in words, and the form that holds it."""

    words: str
    url: str


@dataclass(frozen=True)
class Reading:
    """A fluent reader's reading of the Welsh, and the places where it changed since."""

    on: date
    by: schema.Pair
    changed: list[Place]


def _welsh_read(row: models.WorkingCopy) -> Reading | None:
    if not row.welsh_read_on:
        return None
    return Reading(row.welsh_read_on, row.welsh_read_by, _welsh_changed_since(row))


def _welsh_changed_since(row: models.WorkingCopy) -> list[Place]:
    """The Welsh texts that were changed after they were read, or came after that."""
    kind = working_copy.kind_of(row)
    changes = Change.objects.filter(kind=kind, key=row.key, at__date__gte=row.welsh_read_on)
    since = []
    for change in changes.order_by("-version").only("at", "differences"):
        if any(difference["path"].startswith("welsh_read_on") for difference in change.differences):
            break  # the reading was noted here: what was saved before is what was read
        since.append(change)
    else:
        since = [change for change in since if timezone.localdate(change.at) > row.welsh_read_on]
    found = dict.fromkeys(
        path
        for change in since
        for difference in change.differences
        if (path := _welsh_text(difference["path"], difference["after"]))
    )
    return _places(kind, row, found)


def _places(kind: str, row: models.WorkingCopy, paths: Iterable[str]) -> list[Place]:
    """Paths of texts, or of whole items, in words."""
    addresses = {path: Address(kind, row.key, path) for path in paths}
    texts = read_texts(addresses.values())
    found = []
    for path, address in addresses.items():
        list_name, _dot, key = path.partition(".")
        if text := texts.get(address):
            place = Place(where_in(address, text), _form_url(kind, row.key, row.pk, f"{path}.cy"))
        elif not pair_at(kind, path) and list_name in words.LISTS:
            place = Place(f"{words.LISTS[list_name]} › {key}", _form_url(kind, row.key, row.pk, path))
        else:
            continue  # it has gone since
        found.append(place)
    return found


def _welsh_text(path: str, after: Any) -> str:
    """The path of the text whose Welsh a difference is about, or of an item that holds some; else nothing."""
    if path.startswith(("welsh_read_by", "out_of_date", "slug.", "hidden_words")):
        return ""
    if path.endswith(".cy"):
        return path.removesuffix(".cy") if after else ""
    holds_welsh = isinstance(after, dict) and any(
        isinstance(held, dict) and held.get("cy") for held in after.values()
    )
    return path if holds_welsh else ""
