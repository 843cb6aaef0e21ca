"""A draft in the templates that readers will get, for whoever has the link: never cached, never indexed."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import addresses
from profiles.admin.places import field_url, place_in_words, shared_url
from profiles.admin.words import LISTS
from profiles.content import schema
from profiles.languages import OTHER, active_language
from profiles.meta import Meta
from profiles.models import PreviewLink
from profiles.preview import (
    Draft,
    Fault,
    draft_career,
    draft_entry,
    find_entry,
)
from profiles.preview_links import find_link, state_of
from profiles.working_copy import PROFILE

from . import methods
from .careers import context_of, template_of
from .site_pages import area_context, page_context

_PRIVATE = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow",
    # The address is the key: no site that the draft links to may learn it.
    "Referrer-Policy": "no-referrer",
}


@methods.safe
def preview(request: HttpRequest, word: str, section: str = "") -> HttpResponse:
    """A page of the draft that a link shows, or a plain page that says why there is none."""
    response = _answer(request, word, section)
    for name, value in _PRIVATE.items():
        response.headers[name] = value
    return response


def _answer(request: HttpRequest, word: str, section: str) -> HttpResponse:
    link = find_link(word)
    if link is None:
        return _closed(
            request,
            _("This link leads to no draft"),
            _("The address may be mistyped or cut short. Ask whoever sent it for the whole link."),
            status=404,
        )
    state = state_of(link)
    if state == "ended":
        return _closed(
            request,
            _("This link has ended"),
            _("A link to a draft lasts for a set time. Ask whoever sent it for a new one."),
            status=410,
        )
    if state == "revoked":
        return _closed(
            request,
            _("This link has been taken back"),
            _("It no longer shows the draft. Ask whoever sent it if you still need it."),
            status=410,
        )
    kind = addresses.section_of(section, active_language())
    if link.profile:
        return _career(request, link, word, kind)
    return _entry(request, link, word, kind)


def _closed(request: HttpRequest, title: str, words: str, *, status: int, back_url: str = "") -> HttpResponse:
    other = OTHER[active_language()]
    twin = addresses.home(other)
    meta = Meta(title=title, path=request.path, twin=twin, indexed=False, keeps_query=False)
    context = {"meta": meta, "words": words, "back_url": back_url}
    return render(request, "preview_closed.html", context, status=status)


def _no_such_page(request: HttpRequest, word: str) -> HttpResponse:
    return _closed(
        request,
        _("This draft has no such page"),
        _("The section may have been taken out, or not be written yet."),
        status=404,
        back_url=addresses.preview(word, active_language()),
    )


def _career(request: HttpRequest, link: PreviewLink, word: str, kind: str | None) -> HttpResponse:
    career, draft = draft_career(link.profile, word)
    if kind is None or kind not in ("", "all", *career.sections):
        return _no_such_page(request, word)
    context = {
        **context_of(career, kind),
        "directory": career.directory.published,
        "preview": _banner(request, link, word, draft),
    }
    return render(request, template_of(kind), context)


def _entry(request: HttpRequest, link: PreviewLink, word: str, kind: str | None) -> HttpResponse:
    row = find_entry(link.list_name, link.key)
    if row is None:
        return _closed(
            request,
            _("What this link showed has gone"),
            _("It has been taken out of the site. Ask whoever sent the link."),
            status=410,
        )
    if kind != "":
        return _no_such_page(request, word)
    entry, directory, draft = draft_entry(row, link.list_name)
    address = partial(addresses.preview, word)
    if isinstance(entry, schema.Page):
        template, context = "page.html", page_context(directory, entry, address, public=False)
    else:
        template, context = "area.html", area_context(directory, entry, address, public=False)
    context |= {
        "directory": directory.published,
        "preview": _banner(request, link, word, draft),
    }
    return render(request, template, context)


# The banner ---------------------------------------------------------------------------------------


def _banner(request: HttpRequest, link: PreviewLink, word: str, draft: Draft) -> dict[str, Any]:
    """What stands above every page of a preview: what it is, until when, and what it does not show."""
    language = active_language()
    edits = admin.site.has_permission(request) and request.user.has_perm("profiles.view_profile")
    kind = link.list_name or PROFILE

    def told(faults: list[Fault]) -> list[dict[str, str]]:
        paths = dict.fromkeys(_whole_item(fault.path) for fault in faults)
        return [
            {"name": place_in_words(kind, path), "url": _form(link, path) if edits else ""} for path in paths
        ]

    return {
        "saved_at": timezone.localtime(draft.saved_at),
        "until": timezone.localtime(link.expires_at),
        "pages": [
            (addresses.preview(word, language), _("Overview")),
            (addresses.preview(word, language, "all"), _("Everything on one page")),
        ]
        if link.profile
        else [],
        "form_url": _form(link, "") if edits else "",
        "left_out": told(draft.left_out),
        "unfinished": told(draft.unfinished),
        "directory_as_published": draft.directory_as_published,
    }


def _whole_item(path: str) -> str:
    """The list and key at the head of a path, or the career's own field: what an editor would look for."""
    name, *rest = path.split(".")
    return f"{name}.{rest[0]}" if name in LISTS and rest else name


def _form(link: PreviewLink, path: str) -> str:
    if link.profile:
        return field_url(link.profile, path)
    return shared_url(link.list_name, link.key, path)
