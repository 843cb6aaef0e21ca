"""Where a text or a fact is edited: from its dotted path in a document to its name, and to its form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from profiles.content import schema
from profiles.differences import ORDER
from profiles.documents import ROWS
from profiles.models import Profile
from profiles.models.desk import DIRECTORY
from profiles.working_copy import KINDS, PROFILE_LISTS, SHARED_LISTS

from . import words
from .pages import site_page


@dataclass(frozen=True)
class Wanting:
    """One thing that keeps a working copy from being published: where it is mended, and more, if there is."""

    url: str
    place: str
    message: str


def place_in_words(kind: str, path: str) -> str:
    """What the desk calls a place: `pay_bands.senior.note.cy` is Pay bands › senior › Note (Welsh).

    `kind` is a key of `working_copy.KINDS`, or `directory` for a path that begins with one of its lists.
    """
    document = schema.Directory if kind == DIRECTORY else KINDS[kind]
    return " › ".join(map(str, _in_words(document, path)))


def _in_words(document: type[schema.Value], path: str) -> Iterator[Any]:
    if path.endswith(ORDER):
        yield from _in_words(document, path.removesuffix(ORDER))
        yield _("order")
        return
    name, _dot, rest = path.partition(".")
    lists = schema.lists_of(document)
    if name in lists:
        key, _dot, rest = rest.partition(".")
        yield words.LISTS[name]
        if key:
            yield words.SECTIONS.get(key, key) if name == "sections" else key
        if rest:
            yield from _in_words(lists[name], rest)
    elif name not in document.model_fields:
        # A column of ours, such as a career's state.
        yield words.LABELS.get(path, path)
    elif name == "out_of_date":
        yield words.label_of(document, name)
        if rest:
            yield from _in_words(document, rest)
    else:
        label = words.label_of(document, name)
        yield words.in_language(label, rest) if rest in schema.LANGUAGES else label


def field_at(kind: str, path: str) -> tuple[type[schema.Value], str]:
    """The class of the schema that a path leads into, and the name of its field; of a whole item, none."""
    document = schema.Directory if kind == DIRECTORY else KINDS[kind]
    name, _dot, rest = path.removesuffix(ORDER).partition(".")
    while name in (lists := schema.lists_of(document)):
        document = lists[name]
        _key, _dot, rest = rest.partition(".")
        name, _dot, rest = rest.partition(".")
    return document, name


def field_url(profile: Profile, path: str) -> str:
    """The form that holds a path of a career, at the field or the item: `sections.pay.answer.cy`."""
    url = reverse("admin:profiles_profile_change", args=[profile.pk])
    name, _dot, rest = path.partition(".")
    if name in PROFILE_LISTS:
        key = rest.partition(".")[0]
        return f"{url}?list={name}#item-{key}" if key else f"{url}?list={name}"
    return f"{url}#id_{path.replace('.', '_')}" if path else url


def shared_url(list_name: str, key: str, path: str = "") -> str:
    """The form of an entry of the directory, at the field where a path is given: `note.cy`."""
    try:
        url = reverse("admin:desk_shared_entry", args=[list_name, key])
    except NoReverseMatch:  # what stands as a key there is none
        return list_url(list_name)
    return f"{url}#id_{path.replace('.', '_')}" if path else url


def list_url(list_name: str) -> str:
    """The page of one of the directory's lists."""
    return reverse(f"admin:profiles_{ROWS[SHARED_LISTS[list_name]]._meta.model_name}_changelist")


def directory_url(path: str) -> str:
    """The form that holds a path of the directory, `links.a.note.cy`, or the list where it names no entry."""
    list_name, _dot, rest = path.partition(".")
    key, _dot, within = rest.partition(".")
    return shared_url(list_name, key, within) if key else list_url(list_name)


@site_page(
    "shared/<str:list_name>/<slug:key>/",
    title=_("An entry of the directory"),
    permission="profiles.view_profile",
    in_menu=False,
)
def shared_entry(request: HttpRequest, list_name: str, key: str) -> HttpResponse:
    """Leads to an entry's form, so that a long list of links need not know every row's number."""
    if list_name not in SHARED_LISTS:
        raise Http404
    model = ROWS[SHARED_LISTS[list_name]]
    row = get_object_or_404(model, key=key)
    return HttpResponseRedirect(reverse(f"admin:profiles_{model._meta.model_name}_change", args=[row.pk]))
