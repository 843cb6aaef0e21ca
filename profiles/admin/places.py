"""Where a text or a fact is edited: from its dotted path in a document to the address of its form."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from profiles.content import schema
from profiles.documents import ROWS, lists_of
from profiles.models import Profile

from .pages import site_page

_LISTS = lists_of(schema.Profile)
_SHARED = lists_of(schema.Directory)


def field_url(profile: Profile, path: str) -> str:
    """The form that holds a path of a career, at the field or the item: `sections.pay.answer.cy`."""
    url = reverse("admin:profiles_profile_change", args=[profile.pk])
    name, _dot, rest = path.partition(".")
    if name in _LISTS:
        key = rest.partition(".")[0]
        return f"{url}?list={name}#item-{key}" if key else f"{url}?list={name}"
    return f"{url}#id_{path.replace('.', '_')}" if path else url


def shared_url(list_name: str, key: str, path: str = "") -> str:
    """The form of an entry of the directory, at the field where a path is given: `note.cy`."""
    url = reverse("admin:desk_shared_entry", args=[list_name, key])
    return f"{url}#id_{path.replace('.', '_')}" if path else url


@site_page(
    "shared/<str:list_name>/<slug:key>/",
    title=_("An entry of the directory"),
    permission="profiles.view_profile",
    in_menu=False,
)
def shared_entry(request: HttpRequest, list_name: str, key: str) -> HttpResponse:
    """Leads to an entry's form, so that a long list of links need not know every row's number."""
    if list_name not in _SHARED:
        raise Http404
    model = ROWS[_SHARED[list_name]]
    row = get_object_or_404(model, key=key)
    return HttpResponseRedirect(reverse(f"admin:profiles_{model._meta.model_name}_change", args=[row.pk]))
