"""The second factor: a code from an app on the editor's telephone, or one of eight that they printed.

django-otp keeps the devices, refuses a code that was used before, and makes each wrong code cost a wait
that doubles. A device is *confirmed* once a code from it was right.
"""

import math
import time

import django_otp
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 8
# For how many seconds after a code the device may be replaced without another.
FRESH_FOR = 10 * 60
# The session's keys.
_ENROLLING = "second_factor_enrolling"
_GIVEN_AT = "second_factor_given_at"


def has_device(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_asked_of(user: User) -> bool:
    """Whether this editor's password is not enough."""
    return settings.SECOND_FACTOR or has_device(user)


def is_satisfied(request: HttpRequest) -> bool:
    """Whether this session has all that is asked of it. Whoever has a device gave a code to begin it."""
    return not settings.SECOND_FACTOR or getattr(request.user, "otp_device", None) is not None


# Codes --------------------------------------------------------------------------------------------------


def _devices(user: User, code: str) -> list[Device]:
    """Those that such a code can be from: six characters from the app, more from paper.

    So a wrong one of either kind makes only its own kind wait.
    """
    kind = TOTPDevice if len(_written(code)) <= 6 else StaticDevice
    return list(kind.objects.filter(user=user, confirmed=True))


def _written(code: str) -> str:
    """A code as its device knows it: people write spaces, hyphens and capitals."""
    return "".join(character for character in code if character.isalnum()).lower()


def device_that_takes(user: User, code: str) -> Device | None:
    """The device of the editor that takes this code, which no device will take again."""
    for device in _devices(user, code):
        if django_otp.verify_token(user, device.persistent_id, _written(code)):
            return device
    return None


def seconds_to_wait(user: User, code: str) -> int:
    """Until a code of this kind is looked at again, after wrong ones."""
    return max(map(wait_of, _devices(user, code)), default=0)


def wait_of(device: Device) -> int:
    allowed, why = device.verify_is_allowed()
    return 0 if allowed else math.ceil((why["locked_until"] - timezone.now()).total_seconds())


def remember(request: HttpRequest, device: Device) -> None:
    """Keep in the session that its editor gave a code just now."""
    django_otp.login(request, device)
    request.session[_GIVEN_AT] = int(time.time())


def was_given_just_now(request: HttpRequest) -> bool:
    return time.time() - request.session.get(_GIVEN_AT, 0) < FRESH_FOR


# Devices ------------------------------------------------------------------------------------------------


def device_to_enrol(request: HttpRequest, user: User) -> TOTPDevice:
    """The device that this session is about to confirm, with a secret of its own.

    One that another session began is never taken up: whoever began it would know its secret.
    """
    begun = TOTPDevice.objects.filter(user=user, confirmed=False)
    if device := begun.filter(pk=request.session.get(_ENROLLING)).first():
        return device
    begun.delete()
    device = TOTPDevice.objects.create(user=user, name="app", confirmed=False)
    request.session[_ENROLLING] = device.pk
    return device


def confirm(request: HttpRequest, device: TOTPDevice, code: str) -> list[str] | None:
    """Put the device in place of the editor's others, if the code is from it.

    Returns the new recovery codes, which are shown this once, or None.
    """
    with transaction.atomic():
        if not django_otp.verify_token(device.user, device.persistent_id, _written(code)):
            return None
        TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        codes = new_recovery_codes(device.user)
        record(device.user, by=device.user, what=ENROLLED)
        _end_other_sessions(request, device.user)
    del request.session[_ENROLLING]
    return codes


def _end_other_sessions(request: HttpRequest, user: User) -> None:
    """End the editor's sessions that began with a password alone. There are only editors' sessions."""
    for session in Session.objects.exclude(session_key=request.session.session_key):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Eight codes that work once each. The ones before them do not work any more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def reset(user: User, *, by: User) -> None:
    """Forget the editor's devices and codes: for one who lost both, or wants no second factor any more."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    record(user, by=by, what=RESET)


# The record ---------------------------------------------------------------------------------------------

ENROLLED = gettext_noop("second factor (set up)")
RENEWED_CODES = gettext_noop("second factor (new recovery codes)")
RESET = gettext_noop("second factor (removed)")
UNLOCKED = gettext_noop("sign-in (unlocked)")


def record(user: User, *, by: User, what: str) -> None:
    """An entry in admin's history of the account. Django translates it when it is read."""
    LogEntry.objects.log_actions(
        by.pk, [user], CHANGE, change_message=[{"changed": {"fields": [what]}}], single_object=True
    )
