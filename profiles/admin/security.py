"""Signing in with a name and a password, and the language of the desk."""

from typing import Any

from django.contrib import admin, auth
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from profiles import second_factor
from profiles import sign_in as signing_in
from profiles.languages import LANGUAGES


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours that was asked for, or the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else reverse("admin:index")


def show_outside(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page outside the desk's frame, for somebody who is not (or not yet) signed in."""
    request.current_app = admin.site.name
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)


def too_soon(seconds: int) -> ValidationError:
    return ValidationError(
        ngettext(
            "Wait %(seconds)d second before you try again.",
            "Wait %(seconds)d seconds before you try again.",
            seconds,
        ),
        code="too_soon",
        params={"seconds": seconds},
    )


# Password -----------------------------------------------------------------------------------------------


class SignInForm(AdminAuthenticationForm):
    wait = 0

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username and password:
            # Before the password is looked at, so that the answer says nothing about it.
            self.wait = signing_in.seconds_to_wait(self.request, username)
            if self.wait:
                raise too_soon(self.wait)
        return super().clean()


@sensitive_post_parameters()
@csrf_protect
@never_cache
def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Username and password; whoever has a second factor is asked for a code next."""
    next_page = _next(request)
    if request.method == "GET" and admin.site.has_permission(request):
        return HttpResponseRedirect(next_page)
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        if second_factor.is_asked_of(user):
            signing_in.remember_password_was_right(request, user, next_page)
            return redirect("admin:sign_in_code")
        auth.login(request, user)
        return HttpResponseRedirect(next_page)
    return _sign_in_page(request, form, {"next": next_page, **(extra_context or {})})


def _sign_in_page(request: HttpRequest, form: SignInForm, context: dict[str, Any]) -> HttpResponse:
    context = {
        "title": _("Sign in"),
        "subtitle": None,
        "form": form,
        # Signed in before a second factor was asked of everybody, or no editor at all.
        "needs_code": request.user.is_authenticated and request.user.is_staff,
        "carried": "",
        **context,
    }
    answer = show_outside(request, "admin/login.html", context, status=429 if form.wait else 200)
    if form.wait:
        answer.headers["Retry-After"] = str(form.wait)
    return answer


@sensitive_post_parameters()
@never_cache
def show_sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """An empty sign-in, in answer to something else that was sent."""
    answer = _sign_in_page(request, SignInForm(request), context)
    answer.status_code = 403
    return answer


# Language -----------------------------------------------------------------------------------------------


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The switch in the header of every page of the desk."""
    if (language := request.POST.get("language")) in LANGUAGES:
        signing_in.choose_language(request, request.user, language)
    return HttpResponseRedirect(_next(request))
