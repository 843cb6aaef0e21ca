"""The admin site: Django's own, with the pages of the desk, its sign-in and its languages.

Django makes the site before it reads `profiles.admin`, so this stands outside and asks for the pages
only when they are wanted.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _


class DeskSite(admin.AdminSite):
    site_title = settings.SITE_NAME
    logout_template = "admin/logged_out.html"

    def get_urls(self) -> list:
        from profiles.admin import own_factor, pages, security

        return [
            path("login/code/", own_factor.sign_in_code, name="sign_in_code"),
            path("second-factor/enrol/", own_factor.enrol, name="second_factor_enrol"),
            path("second-factor/", self.admin_view(own_factor.second_factor_page), name="second_factor"),
            path("language/", self.admin_view(security.choose_language), name="language"),
            *pages.urls(self),
            *super().get_urls(),
        ]

    def has_permission(self, request: HttpRequest) -> bool:
        """An editor, and with a second factor where one is asked for."""
        from profiles import second_factor

        return super().has_permission(request) and second_factor.is_satisfied(request)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from profiles.admin import resume

        return resume.sign_in(request, extra_context)

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False):
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def carrying(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            from profiles.admin import resume

            answer = None
            if request.method == "POST" and not self.has_permission(request):
                answer = resume.sign_in_again(request)
            return answer or guarded(request, *args, **kwargs)

        return carrying

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = _("What %(name)s holds") % {"name": settings.SITE_NAME}
        return super().index(request, {"title": title, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        from profiles.admin import groups

        return groups.grouped(super().get_app_list(request, app_label))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from profiles.admin import pages
        from profiles.languages import desk_languages, sign_in_query

        return {
            **super().each_context(request),
            "site_header": _("%(name)s: editing") % {"name": settings.SITE_NAME},
            "desk_pages": pages.menu(request),
            "desk_languages": desk_languages(),
            "sign_in_query": sign_in_query(request),
        }
