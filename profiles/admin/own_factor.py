"""The second factor's pages: a code at the sign-in, and the editor's own device and recovery codes."""

import io
from base64 import b32encode
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles import second_factor
from profiles import sign_in as signing_in

from .pages import show_page
from .security import show_outside, too_soon

# Their rows are secrets and counters; what an administrator needs of them is on the page of sign-ins.
admin.site.unregister([TOTPDevice, StaticDevice])


# A code at the sign-in ----------------------------------------------------------------------------------


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
            raise too_soon(wait)
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
    return show_outside(request, "admin/second_factor_code.html", context)


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
            raise too_soon(wait)
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
    return show_outside(request, "admin/second_factor_enrol.html", context)


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
    return show_outside(request, "admin/second_factor_codes.html", context)


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
