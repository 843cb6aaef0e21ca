"""Pages of the desk besides its forms: function views, each at an address of its own under /admin/.

A module declares its pages with `site_page` (about everything: the work list, the dashboard) or
`profile_page` (about one career: its history, its preview). The site serves them to those who may see
them; menus and forms link to them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise

from profiles.models import Profile

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Page:
    """A page of the desk. `title` is a lazy translation, `permission` what one must have to see it."""

    name: str
    address: str
    view: View
    title: Promise
    permission: str
    in_menu: bool

    def is_for(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff and request.user.has_perm(self.permission)


SITE_PAGES: list[Page] = []
PROFILE_PAGES: list[Page] = []


def site_page(address: str, *, title: Promise, permission: str, in_menu: bool = True):
    """Declare a page about everything: `/admin/<address>`, by the name of its view (`admin:desk_<view>`)."""

    def declare(view: View) -> View:
        SITE_PAGES.append(Page(f"desk_{view.__name__}", address, view, title, permission, in_menu))
        return view

    return declare


def profile_page(address: str, *, title: Promise, permission: str, in_menu: bool = True):
    """Declare a page about one career: `/admin/profiles/profile/<pk>/<address>`.

    Its view is called with the request and the profile.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def with_profile(request: HttpRequest, pk: int, **rest: Any) -> HttpResponse:
            return view(request, get_object_or_404(Profile.objects.select_related("edition"), pk=pk), **rest)

        where = f"profiles/profile/<int:pk>/{address}"
        PROFILE_PAGES.append(
            Page(f"profile_{view.__name__}", where, with_profile, title, permission, in_menu)
        )
        return view

    return declare


def urls(site: admin.AdminSite) -> list[URLPattern]:
    return [
        path(page.address, site.admin_view(_for_those_who_may(page)), name=page.name)
        for page in (*SITE_PAGES, *PROFILE_PAGES)
    ]


def _for_those_who_may(page: Page) -> View:
    @wraps(page.view)
    def guarded(request: HttpRequest, **rest: Any) -> HttpResponse:
        if not page.is_for(request):
            raise PermissionDenied
        return page.view(request, **rest)

    return guarded


def menu(request: HttpRequest) -> list[dict[str, str]]:
    """The pages about everything that whoever asks may see."""
    return [
        {"title": page.title, "url": reverse(f"admin:{page.name}")}
        for page in SITE_PAGES
        if page.in_menu and page.is_for(request)
    ]


def profile_menu(request: HttpRequest, profile: Profile) -> list[dict[str, str]]:
    """The pages about one career that whoever asks may see."""
    return [
        {"title": page.title, "url": reverse(f"admin:{page.name}", args=[profile.pk])}
        for page in PROFILE_PAGES
        if page.in_menu and page.is_for(request)
    ]


def number_sent(text: str | None) -> int:
    """A whole number that a page sends back, a row's or a version's; -1, which is none, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else -1


def show_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, title: Any, status: int = 200
) -> HttpResponse:
    """A page of the desk, within admin's frame. With `profile` in its context it links back to its form."""
    if profile := context.get("profile"):
        context = {"profile_pages": profile_menu(request, profile), "opts": Profile._meta, **context}
    return render(
        request, template, {**admin.site.each_context(request), "title": title, **context}, status=status
    )
