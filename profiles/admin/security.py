"""Signing in, the second factor, and the language of the desk."""

import io
from base64 import b32encode
from typing import Any

import segno
from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import admin, auth, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles import second_factor
from profiles import sign_in as signing_in
from profiles.languages import LANGUAGES
from profiles.roles import is_above

from .pages import number_sent, show_page, site_page

# Their rows are secrets and counters; what an administrator needs of them is on the page of sign-ins.
admin.site.unregister([TOTPDevice, StaticDevice])


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours that was asked for, or the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else reverse("admin:index")


def _show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page outside the desk's frame, for somebody who is not (or not yet) signed in."""
    request.current_app = admin.site.name
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)


def _too_soon(seconds: int) -> ValidationError:
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
                raise _too_soon(self.wait)
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
    answer = _show(request, "admin/login.html", context, status=429 if form.wait else 200)
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


# Code ---------------------------------------------------------------------------------------------------


class CodeForm(forms.Form):
    """A code from the editor's app or from their paper. `device` is the one that took it."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def __init__(self, *args: Any, user: User, recovery: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.device = None
        if recovery:
            self.fields["code"].label = _("Recovery code")
            self.fields["code"].widget.attrs.update(inputmode="text", autocomplete="off")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if wait := second_factor.seconds_to_wait(self.user, code):
            raise _too_soon(wait)
        self.device = second_factor.device_that_takes(self.user, code)
        if self.device is None:
            raise ValidationError(
                _("That code is not right, or was used before. Codes change every half minute.")
            )
        return code


@sensitive_post_parameters()
@csrf_protect
@never_cache
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step of signing in, for whoever gave the right password a short while ago."""
    user = signing_in.gave_password(request)
    if user is None:
        return _password_first(request)
    if not second_factor.has_device(user):
        return redirect("admin:second_factor_enrol")
    recovery = "recovery" in request.GET
    form = CodeForm(request.POST or None, user=user, recovery=recovery)
    if request.method == "POST" and form.is_valid():
        next_page = signing_in.finish(request, user)
        second_factor.remember(request, form.device)
        if isinstance(form.device, StaticDevice):
            _warn_of_codes_left(request, user)
        return HttpResponseRedirect(next_page)
    context = {"title": _("Your code"), "form": form, "recovery": recovery}
    return _show(request, "admin/second_factor_code.html", context)


def _password_first(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, _("That took too long. Give your password again."))
    return redirect("admin:login")


def _warn_of_codes_left(request: HttpRequest, user: User) -> None:
    left = second_factor.recovery_codes_left(user)
    messages.warning(
        request,
        ngettext(
            "You used a recovery code: %(left)d is left. If your telephone is gone, replace it under "
            "“Second factor” now.",
            "You used a recovery code: %(left)d are left. If your telephone is gone, replace it under "
            "“Second factor” now.",
            left,
        )
        % {"left": left},
    )


# The editor's own device --------------------------------------------------------------------------------


class EnrolForm(forms.Form):
    code = CodeForm.base_fields["code"]

    def __init__(self, *args: Any, request: HttpRequest, device: TOTPDevice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.device, self.recovery_codes = request, device, []

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if wait := second_factor.wait_of(self.device):
            raise _too_soon(wait)
        self.recovery_codes = second_factor.confirm(self.request, self.device, code)
        if self.recovery_codes is None:
            raise ValidationError(
                _("That code is not from this key. Give the one that your app shows now; the clock of your "
                  "telephone must be right.")
            )  # fmt: skip
        return code


@sensitive_post_parameters()
@csrf_protect
@never_cache
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up a device: for an editor, or for whoever has just given the right password and has none.

    So the first administrator is never locked out. One who has a device gives a code from it first.
    """
    signed_in = admin.site.has_permission(request)
    user = request.user if signed_in else signing_in.gave_password(request)
    if user is None:
        return _password_first(request)
    if second_factor.has_device(user) and not (signed_in and second_factor.was_given_just_now(request)):
        return redirect("admin:second_factor" if signed_in else "admin:sign_in_code")
    device = second_factor.device_to_enrol(request, user)
    form = EnrolForm(request.POST or None, request=request, device=device)
    if request.method == "POST" and form.is_valid():
        next_page = reverse("admin:second_factor") if signed_in else signing_in.finish(request, user)
        second_factor.remember(request, device)
        return _show_codes(request, form.recovery_codes, next_page)
    key = b32encode(device.bin_key).decode()
    context = {
        "title": _("Set up your second factor"),
        "form": form,
        "qr": _qr(device.config_url),
        "key": [key[start : start + 4] for start in range(0, len(key), 4)],
        "required": settings.SECOND_FACTOR,
        "signed_in": signed_in,
    }
    return _show(request, "admin/second_factor_enrol.html", context)


def _qr(address: str) -> str:
    """An SVG to stand in the page: an image at an address of its own would be a secret with an address."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=4, light="#fff", dark="#000", xmldecl=False, svgns=False,
        svgclass="second-factor-qr", lineclass=None, title=_("QR code for your app"),
    )  # fmt: skip
    return drawn.getvalue().decode()


def _show_codes(request: HttpRequest, codes: list[str], next_page: str) -> HttpResponse:
    context = {"title": _("Your recovery codes"), "codes": codes, "next": next_page, "user": request.user}
    return _show(request, "admin/second_factor_codes.html", context)


@sensitive_post_parameters()
@never_cache
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """What the editor has; and new codes, another device or none, once a code was given."""
    if not (enrolled := second_factor.has_device(request.user)):
        context = {"enrolled": False, "required": settings.SECOND_FACTOR}
        return show_page(request, "admin/second_factor.html", context, title=_("Second factor"))
    fresh = second_factor.was_given_just_now(request)
    form = CodeForm(request.POST if request.method == "POST" and not fresh else None, user=request.user)
    form.fields["code"].widget.attrs.pop("autofocus")
    if request.method == "POST" and (fresh or form.is_valid()):
        if not fresh:
            second_factor.remember(request, form.device)
        return _change_device(request)
    context = {
        "enrolled": enrolled,
        "required": settings.SECOND_FACTOR,
        "fresh": fresh,
        "form": form,
        "codes_left": second_factor.recovery_codes_left(request.user),
    }
    return show_page(request, "admin/second_factor.html", context, title=_("Second factor"))


def _change_device(request: HttpRequest) -> HttpResponse:
    match request.POST.get("do"):
        case "codes":
            codes = second_factor.new_recovery_codes(request.user)
            second_factor.record(request.user, by=request.user, what=second_factor.RENEWED_CODES)
            return _show_codes(request, codes, reverse("admin:second_factor"))
        case "remove" if not settings.SECOND_FACTOR:
            second_factor.reset(request.user, by=request.user)
            messages.success(request, _("Your password alone is asked for from now on."))
            return redirect("admin:second_factor")
        case _:
            return redirect("admin:second_factor_enrol")


# What administrators see --------------------------------------------------------------------------------


@site_page("sign-ins/", title=gettext_lazy("Sign-ins"), permission="auth.change_user")
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Who is locked out, and who has a second factor: an administrator can undo either."""
    if request.method == "POST":
        if "attempt" in request.POST:
            _unlock(request)
        else:
            _reset_second_factor(request)
        return redirect("admin:desk_sign_ins")
    attempts = AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME)
    totals = {"failures": Sum("failures_since_start"), "last": Max("attempt_time"), "attempt": Min("pk")}
    by_name = attempts.order_by().values("username", "ip_address").annotate(**totals)
    by_address = attempts.order_by().values("ip_address").annotate(**totals, names=Count("username"))
    limit, address_limit = settings.AXES_FAILURE_LIMIT, signing_in.ADDRESS_LIMIT
    context = {
        "names": [
            {
                **found,
                "locked": found["failures"] >= limit,
                "until": found["last"] + settings.AXES_COOLOFF_TIME,
            }
            for found in by_name.order_by("-last")[:100]
        ],
        "addresses": [
            {**found, "until": found["last"] + settings.AXES_COOLOFF_TIME}
            for found in by_address.filter(failures__gte=address_limit).order_by("-last")[:100]
        ],
        "editors": [
            {
                "user": editor,
                "has_second_factor": editor.has_second_factor,
                "may_be_reset": (editor.has_second_factor or editor.has_codes)
                and not is_above(editor, request.user),
            }
            for editor in _editors()
        ],
        "required": settings.SECOND_FACTOR,
    }
    return show_page(request, "admin/sign_ins.html", context, title=_("Sign-ins"))


def _editors() -> QuerySet[User]:
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    codes = StaticDevice.objects.filter(user=OuterRef("pk"))
    editors = User.objects.filter(is_staff=True, is_active=True)
    return editors.annotate(has_second_factor=Exists(devices), has_codes=Exists(codes)).order_by("username")


def _unlock(request: HttpRequest) -> None:
    attempt = get_object_or_404(AccessAttempt, pk=number_sent(request.POST.get("attempt")))
    forgotten = Q(ip_address=attempt.ip_address)
    if "whole_address" not in request.POST:
        forgotten &= Q(username=attempt.username)
    AccessAttempt.objects.filter(forgotten).delete()
    for user in User.objects.filter(username=attempt.username):
        second_factor.record(user, by=request.user, what=second_factor.UNLOCKED)
    messages.success(request, _("Unlocked. They can try again at once."))


def _reset_second_factor(request: HttpRequest) -> None:
    user = get_object_or_404(User, pk=number_sent(request.POST.get("editor")))
    if is_above(user, request.user):
        raise PermissionDenied
    second_factor.reset(user, by=request.user)
    messages.success(
        request,
        _("%(name)s has no second factor any more.") % {"name": user.get_full_name() or user.username},
    )


# Language -----------------------------------------------------------------------------------------------


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The switch in the header of every page of the desk."""
    if (language := request.POST.get("language")) in LANGUAGES:
        signing_in.choose_language(request, request.user, language)
    return HttpResponseRedirect(_next(request))
