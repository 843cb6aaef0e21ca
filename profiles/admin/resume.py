"""A save that arrived after its editor was signed out: what was typed goes through the sign-in with them.

It stands in the sign-in page itself, so that nobody can fill the database who has no password. Once the
password was right it is kept in the session, for a second factor may still be asked for, and is then
shown as one button: nothing is saved that the editor does not send again. Passwords and files are not
carried; files are named.
"""

import json
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import csrf
from django.views.decorators.debug import sensitive_post_parameters

from . import security
from .pages import show_page, site_page

# In the sign-in form.
FIELD = "carried"
# Characters. The largest list of a career has a fifth of that; Django takes a form of a megabyte.
LARGEST = 600_000
# Seconds until what was kept in the session is forgotten.
KEPT_FOR = 60 * 60
_SESSION = "carried_through_sign_in"
_OURS = {"csrfmiddlewaretoken", FIELD}


@dataclass(frozen=True)
class Carried:
    """A form that was sent: where to, its fields in order, and the names of its files."""

    to: str
    fields: list[tuple[str, str]]
    files: list[str]


def of(request: HttpRequest) -> Carried | None:
    """What a POST to the desk carries, or None where there is nothing to keep of it, or nothing we may."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in _OURS]
    if not fields or any("password" in name for name, _value in fields) or not _is_a_form(request.path):
        return None
    carried = Carried(request.get_full_path(), fields, [file.name for file in request.FILES.values()])
    return carried if len(as_text(carried)) <= LARGEST else None


def _is_a_form(path: str) -> bool:
    """Whether an address is one of the desk's forms, and none that signs in or out."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return False
    signs = {"login", "logout", "sign_in_code", "second_factor", "second_factor_enrol", "language"}
    return "admin" in found.namespaces and found.url_name not in signs


def as_text(carried: Carried) -> str:
    return json.dumps(asdict(carried), ensure_ascii=False)


def posted(request: HttpRequest) -> Carried | None:
    """What the sign-in form carries. It comes from a browser, so it may be anything."""
    try:
        data = json.loads(request.POST.get(FIELD, ""))
        fields = [(str(name), str(value)) for name, value in data["fields"]]
        carried = Carried(str(data["to"]), fields, [str(name) for name in data["files"]])
    except (ValueError, TypeError, KeyError, RecursionError):  # nested deeper than Python counts
        return None
    return carried if carried.to.startswith(reverse("admin:index")) and _is_a_form(carried.to) else None


def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """The desk's sign-in, with what it carries. It leads on to `resume` by its field `next`."""
    carried = posted(request)
    shown = {FIELD: as_text(carried)} if carried else {}
    answer = security.sign_in(request, {**shown, **(extra_context or {})})
    if carried and answer.status_code == HttpResponseRedirect.status_code:  # the password was right
        request.session[_SESSION] = {"at": int(time.time()), "text": as_text(carried)}
    return answer


def sign_in_again(request: HttpRequest) -> HttpResponse | None:
    """The sign-in for a form that was sent by nobody we know, or None where nothing can be carried."""
    carried = of(request)
    if carried is None:
        return None
    return security.show_sign_in(request, {"next": reverse("admin:desk_resume"), FIELD: as_text(carried)})


def _kept(request: HttpRequest) -> Carried | None:
    held = request.session.get(_SESSION)
    if not held or time.time() - held["at"] > KEPT_FOR:
        return None
    return Carried(**json.loads(held["text"]))


@site_page("resume/", title=gettext_lazy("What you typed"), permission="profiles.view_profile", in_menu=False)
def resume(request: HttpRequest) -> HttpResponse:
    """Signed in again: the form that was sent, to be sent again."""
    carried = _kept(request)
    if carried is None:
        return HttpResponseRedirect(reverse("admin:index"))
    return _send_again(request, carried, title=_("You are signed in again"))


def _send_again(request: HttpRequest, carried: Carried, *, title: str, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"carried": carried}
    return show_page(request, "admin/resume.html", context, title=title, status=status)


@sensitive_post_parameters()
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this session's, because its editor signed in again in another window.

    The token guards against pages of others. That this one was ours, the browser itself says; so it may be
    sent again with a token that is good.
    """
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    carried = of(request) if ours else None
    if carried is None:
        return csrf.csrf_failure(request, reason)
    if not admin.site.has_permission(request):
        return sign_in_again(request)
    return _send_again(request, carried, title=_("This page was older than your sign-in"), status=403)
