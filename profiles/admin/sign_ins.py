"""What administrators see of sign-ins: who is locked out, and who has a second factor."""

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles import second_factor
from profiles import sign_in as signing_in
from profiles.roles import is_above, names_above

from .pages import number_sent, show_page, site_page


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
    above = names_above(request.user)
    context = {
        "names": [
            {
                **found,
                "locked": found["failures"] >= limit,
                "until": found["last"] + settings.AXES_COOLOFF_TIME,
                "may_be_unlocked": found["username"] not in above,
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
    """Forget the wrong passwords for a name from an address, or for every name from it.

    Only a superuser forgets those for a superuser's name: an administrator could guess, forget and guess on,
    and whoever has a superuser's password can do anything. That the superuser asked for it cannot be told.
    They need nobody: the lock ends after half an hour, and is for no other address.
    """
    attempt = get_object_or_404(AccessAttempt, pk=number_sent(request.POST.get("attempt")))
    above = names_above(request.user)
    forgotten = Q(ip_address=attempt.ip_address)
    if "whole_address" not in request.POST:
        if attempt.username in above:
            raise PermissionDenied
        forgotten &= Q(username=attempt.username)
    AccessAttempt.objects.filter(forgotten).exclude(username__in=above).delete()
    for user in User.objects.filter(username=attempt.username).exclude(username__in=above):
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
