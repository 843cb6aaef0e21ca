"""The file that goes to a translator and comes back: what goes into it, and what of it is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from profiles import returned_texts, translators_file
from profiles.content import schema
from profiles.languages import OTHER
from profiles.returned_texts import Outcome, Verdict
from profiles.translators_file import Returned, Row, Unreadable
from profiles.waiting_texts import Text, read_texts, standings

from .pages import show_page, site_page
from .translations import MAY_SEE, heading_of, may_translate, where_in
from .work import Asked

# As many as one form can carry, and nobody reads more at once.
MOST_OFFERED = 2_000
MOST_OTHERS = 300

_KEPT_FOR = 4 * 60 * 60  # seconds between a file's arrival and the choice of what to take
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# Out ----------------------------------------------------------------------------------------------


@site_page("work/file/", title=gettext_lazy("File for a translator"), permission=MAY_SEE, in_menu=False)
def file_out(request: HttpRequest) -> HttpResponse:
    """The texts that wait, as a workbook: the same that the work list would show for this question."""
    if not may_translate(request):
        raise PermissionDenied
    asked = Asked(request.GET, standings())
    things, waiting = asked.chosen()
    back = HttpResponseRedirect(f"{reverse('admin:desk_work')}?{asked.query()}")
    if not waiting:
        messages.info(request, _("Nothing of that waits for a translator, so there is no file."))
        return back
    if len(waiting) > translators_file.MOST_ROWS:
        messages.error(request, _("More texts wait than one file can hold: choose a career or a list."))
        return back
    names = {(thing.kind, thing.key): heading_of(thing.kind, thing.name) for thing in things}
    texts = read_texts({one.address for one in waiting})
    rows = [
        Row(
            address=f"{one.address}/{one.language}",
            where=f"{names[one.address[:2]]} › {where_in(one.address, text)}",
            language=one.language,
            state=one.state,
            en=text.en,
            cy=text.cy,
            kind=_kind_for_notes(text),
        )
        for one in waiting
        if (text := texts.get(one.address))
    ]
    of = asked.cleaned_data.get("of", "").replace("/", "-") or "all"
    name = f"translate-{of}-{timezone.localdate().isoformat()}.xlsx"
    return HttpResponse(
        translators_file.write(rows),
        content_type=_WORKBOOK,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _kind_for_notes(text: Text) -> type[schema.Pair | schema.ListPair]:
    kinds = (schema.ListPair, schema.ProsePair, schema.Pair)
    return next(kind for kind in kinds if issubclass(text.kind, kind))


# Back ---------------------------------------------------------------------------------------------


class Upload(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The file that came back"),
        widget=forms.FileInput(attrs={"accept": ".xlsx", "aria-describedby": "error_file"}),
        allow_empty_file=True,
    )


@site_page("work/returned/", title=gettext_lazy("File from a translator"), permission=MAY_SEE, in_menu=False)
def file_back(request: HttpRequest) -> HttpResponse:
    """Take a translator's file back in two steps: what it would change, then what of that is wanted.

    Between them its rows are kept in a session of their own: beside the editor's in the database, so that
    any process can go on with it; apart from it, so that other pages need not carry it; and gone when its
    time is up. What is ticked brings along what the texts said when they were shown.
    """
    if not may_translate(request):
        raise PermissionDenied
    if request.method == "POST":
        if "put_away" in request.POST:
            _forget(request)
            return HttpResponseRedirect(request.path)
        if "take" in request.POST:
            return _take(request)
        return _receive(request)
    return _show_returned(request)


def _receive(request: HttpRequest) -> HttpResponse:
    upload = Upload(request.POST, request.FILES)
    if upload.is_valid():
        file = upload.cleaned_data["file"]
        try:
            rows = translators_file.read(file, file.size)
        except Unreadable as unreadable:
            upload.add_error("file", str(unreadable))
        else:
            _forget(request)
            _keep(request, file.name, rows)
            return HttpResponseRedirect(request.path)
    context = {"upload": upload}
    title = _("File from a translator")
    return show_page(request, "admin/translation_file.html", context, title=title, status=422)


def _keep(request: HttpRequest, name: str, rows: Iterable[Returned]) -> None:
    kept = type(request.session)()
    kept["translators_file"] = {"name": name, "rows": [row.as_data() for row in rows]}
    kept.set_expiry(_KEPT_FOR)
    kept.create()
    request.session["translators_file"] = kept.session_key


def _kept(request: HttpRequest) -> tuple[str, list[Returned]] | None:
    if not (key := request.session.get("translators_file")):
        return None
    held = type(request.session)(key).get("translators_file")
    return (held["name"], [Returned(**row) for row in held["rows"]]) if held else None


def _forget(request: HttpRequest) -> None:
    if key := request.session.pop("translators_file", None):
        type(request.session)().delete(key)


def _show_returned(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"upload": Upload()}
    if kept := _kept(request):
        name, rows = kept
        verdicts = returned_texts.judge(rows)
        offered = [Offer(verdict) for verdict in verdicts if verdict.is_offered]
        refused = [Offer(verdict) for verdict in verdicts if verdict.outcome == Outcome.REFUSED]
        nothing = [Offer(verdict) for verdict in verdicts if verdict.outcome == Outcome.NOTHING]
        context |= {
            "file_name": name,
            "offered": offered[:MOST_OFFERED],
            "offered_later": max(0, len(offered) - MOST_OFFERED),
            "refused": refused[:MOST_OTHERS],
            "refused_more": max(0, len(refused) - MOST_OTHERS),
            "nothing": nothing[:MOST_OTHERS],
            "nothing_more": max(0, len(nothing) - MOST_OTHERS),
        }
    title = _("File from a translator")
    return show_page(request, "admin/translation_file.html", context, title=title, status=status)


@dataclass(frozen=True)
class Offer:
    """A row that came back, as the page shows it."""

    verdict: Verdict

    @property
    def value(self) -> str:
        """What the box to tick sends: the row, and what the texts said when it was shown."""
        return f"{self.verdict.returned.row}:{self.verdict.seen}"

    @property
    def where(self) -> str:
        verdict = self.verdict
        if verdict.address is None or verdict.text is None:
            return verdict.returned.address
        heading = heading_of(verdict.address.kind, verdict.text.thing)
        return f"{heading} › {where_in(verdict.address, verdict.text)}"

    @property
    def source_language(self) -> str:
        return OTHER[self.verdict.language]

    @property
    def source_changed(self) -> bool:
        return self.verdict.source != self.verdict.source_sent_out

    @property
    def text_changed(self) -> bool:
        return self.verdict.now not in (self.verdict.sent_out, self.verdict.given)

    @property
    def is_confirmation(self) -> bool:
        return self.verdict.now == self.verdict.given


def _take(request: HttpRequest) -> HttpResponse:
    """Write the rows that were ticked: all of them, or none if what was shown is so no longer."""
    if not (kept := _kept(request)):
        messages.error(request, _("The file was not kept that long: send it again."))
        return HttpResponseRedirect(request.path)
    name, rows = kept
    shown = {
        int(row): seen
        for row, _colon, seen in (value.partition(":") for value in request.POST.getlist("row"))
        if row.isascii() and row.isdigit() and len(row) < 8
    }
    if not shown:
        messages.warning(request, _("Nothing was ticked, so nothing was written."))
        return HttpResponseRedirect(request.path)
    with transaction.atomic():
        verdicts = returned_texts.judge([row for row in rows if row.row in shown], lock=True)
        as_shown = returned_texts.are_as_shown(verdicts, shown)
        if as_shown:
            note = _("Translator’s file %(name)s") % {"name": name}
            written = returned_texts.apply(verdicts, by=request.user, note=note)
    if not as_shown:
        words = _("Somebody changed a text meanwhile, so nothing was written. This is how it stands now.")
        messages.error(request, words)
        return _show_returned(request, status=409)
    _say_what_was_written(request, written)
    if any(verdict.is_offered for verdict in returned_texts.judge(rows)):
        return HttpResponseRedirect(request.path)
    _forget(request)
    return HttpResponseRedirect(reverse("admin:desk_work"))


def _say_what_was_written(request: HttpRequest, written: dict[Outcome, int]) -> None:
    confirmed = written.get(Outcome.CONFIRMED, 0) + written.get(Outcome.UNTOUCHED, 0)
    texts = sum(written.values()) - confirmed
    if texts:
        words = ngettext("%(texts)d text was written.", "%(texts)d texts were written.", texts)
        messages.success(request, words % {"texts": texts})
    if confirmed:
        words = ngettext(
            "%(texts)d text was confirmed as still right.",
            "%(texts)d texts were confirmed as still right.",
            confirmed,
        )
        messages.success(request, words % {"texts": confirmed})
