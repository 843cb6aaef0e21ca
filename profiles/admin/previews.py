"""Links that show a draft to somebody, with or without an account: made, listed, taken back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models as db
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from profiles import addresses, preview_links
from profiles.languages import SIDES
from profiles.models import PreviewLink, Profile
from profiles.preview import ENTRIES_WITH_A_PAGE, find_entry
from profiles.site import absolute

from .desk import log_act, name_of
from .pages import number_sent, profile_page, show_page, site_page
from .places import shared_url

PER_PAGE = 20


def _days() -> list[tuple[str, str]]:
    return [
        (str(days), ngettext("%(days)s day", "%(days)s days", days) % {"days": days})
        for days in preview_links.DAYS
    ]


class ReviewerForm(forms.Form):
    """A link for somebody else: whom, and for how long."""

    note = forms.CharField(
        label=gettext_lazy("Who is it for?"),
        max_length=200,
        help_text=gettext_lazy("A name or a role, so that you know later whom you gave it to."),
        error_messages={"required": gettext_lazy("Say who the link is for.")},
    )
    days = forms.ChoiceField(label=gettext_lazy("How long should it last?"), choices=_days, initial="7")


@profile_page("preview/", title=gettext_lazy("Preview"), permission="profiles.view_profile")
def preview(request: HttpRequest, profile: Profile) -> HttpResponse:
    return _page(request, profile, {"profile": profile}, {"profile": profile}, title=_("Preview"))


@site_page(
    "preview/<str:list_name>/<slug:key>/",
    title=gettext_lazy("Preview"),
    permission="profiles.view_profile",
    in_menu=False,
)
def entry_preview(request: HttpRequest, list_name: str, key: str) -> HttpResponse:
    """Of a site page or a job area."""
    row = find_entry(list_name, key)
    if row is None:
        raise Http404
    context = {"form_url": shared_url(list_name, key)}
    name = name_of(row, ENTRIES_WITH_A_PAGE[list_name])
    title = _("Preview: %(name)s") % {"name": name}
    return _page(request, row, {"list_name": list_name, "key": key}, context, title=title)


def _page(
    request: HttpRequest, row: db.Model, subject: dict[str, Any], context: dict[str, Any], *, title: str
) -> HttpResponse:
    form = ReviewerForm(request.POST if "make" in request.POST else None)
    if request.method == "POST":
        if (language := request.POST.get("open")) in SIDES:
            return HttpResponseRedirect(_open(request, row, subject, language))
        if "revoke" in request.POST:
            return _revoke(request, row, subject)
        if form.is_valid():
            return _make(request, row, subject, form.cleaned_data)
    links = preview_links.links_of(**subject)
    page = Paginator(links, PER_PAGE).get_page(request.GET.get("page"))
    context = {**context, "form": form, "page": page, "links": [_shown(link) for link in page]}
    return show_page(request, "admin/previews.html", context, title=title, status=422 if form.errors else 200)


def _open(request: HttpRequest, row: db.Model, subject: dict[str, Any], language: str) -> str:
    """The address of the draft for the editor's own eyes."""
    link, is_new = preview_links.own_link(by=request.user, **subject)
    if is_new:
        log_act(request, row, _("Opened a preview, until %(day)s") % {"day": _moment(link.expires_at)})
    return addresses.preview(preview_links.signed(link), language)


def _make(
    request: HttpRequest, row: db.Model, subject: dict[str, Any], given: dict[str, Any]
) -> HttpResponse:
    link = preview_links.make_link(by=request.user, note=given["note"], days=int(given["days"]), **subject)
    said = {"who": link.note, "day": _moment(link.expires_at)}
    log_act(request, row, _("Made a preview link for %(who)s, until %(day)s") % said)
    messages.success(request, _("The link for %(who)s is made. Copy its addresses below.") % said)
    return HttpResponseRedirect(f"{request.path}#link-{link.pk}")


def _revoke(request: HttpRequest, row: db.Model, subject: dict[str, Any]) -> HttpResponse:
    """Take a link back. One that is not of this draft, or is no number, is not there."""
    link = PreviewLink.objects.filter(pk=number_sent(request.POST["revoke"]), **subject).first()
    if link is None:
        messages.error(request, _("That link is not there."))
    elif not link.revoked_at:
        preview_links.revoke(link)
        whom = link.note or _("an editor")
        log_act(request, row, _("Took back the preview link for %(who)s") % {"who": whom})
        messages.success(request, _("The link for %(who)s shows nothing any more.") % {"who": whom})
    return HttpResponseRedirect(request.path)


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


_STATES = {
    "open": gettext_lazy("Open"),
    "ended": gettext_lazy("Ended"),
    "revoked": gettext_lazy("Taken back"),
}


def _shown(link: PreviewLink) -> dict[str, Any]:
    state, word = preview_links.state_of(link), preview_links.signed(link)
    return {
        "pk": link.pk,
        "whom": link.note,
        "by": link.by.get_username() if link.by else "",
        "at": link.at,
        "until": link.expires_at,
        "state": state,
        "state_in_words": _STATES[state],
        "addresses": [(language, absolute(addresses.preview(word, language))) for language in SIDES]
        if state == "open"
        else [],
    }
