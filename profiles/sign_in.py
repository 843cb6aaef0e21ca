"""Signing in to the desk: what guessing a password costs, and what is known between password and code.

django-axes counts wrong passwords in the database, by the name that was tried and the address it was
tried from, and forgets them after `AXES_COOLOFF_TIME`. Three in a row cost a wait, which doubles; ten
lock that name for that address. Nobody is kept waiting in a thread: a try that comes too soon is refused
without looking at its password.
"""

import ipaddress
import math
import time
from datetime import datetime, timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin, auth
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db.models import Max, Sum
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from profiles.languages import CHOSEN, DESK_LANGUAGE, LANGUAGES, active_language, language_asked
from profiles.models import EditorSettings
from profiles.visitors import address_of

# Wrong passwords in a row that cost nothing: anybody mistypes.
FREE_TRIES = 2
# Wrong passwords from one address, whatever the names, until it is locked: a school shares one.
ADDRESS_LIMIT = 50
# Seconds between the right password and the code.
CODE_WITHIN = 10 * 60

BACKEND = "django.contrib.auth.backends.ModelBackend"
# The session's key.
_PENDING = "sign_in_pending"


# Guessing -----------------------------------------------------------------------------------------------


def client_address(request: HttpRequest) -> str | None:
    """The address to count by. Of an IPv6 address the network: a guesser has all the others in it."""
    try:
        address = ipaddress.ip_address(address_of(request))
    except ValueError:  # a proxy may write anything, and a test nothing
        return None
    if address.version == 6:
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


class WrongPasswords(AxesDatabaseHandler):
    """The counts of axes, and a limit of its own for an address that tries many names."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        failures = super().get_failures(request, credentials)
        if _failures(ip_address=request.axes_ip_address)[0] >= ADDRESS_LIMIT:
            return max(failures, settings.AXES_FAILURE_LIMIT)
        return failures


def _failures(**who: str | None) -> tuple[int, datetime | None]:
    """How many wrong passwords still count, and when the last one was."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    found = AccessAttempt.objects.filter(attempt_time__gte=since, **who).aggregate(
        count=Sum("failures_since_start"), last=Max("attempt_time")
    )
    return found["count"] or 0, found["last"]


def seconds_to_wait(request: HttpRequest, username: str) -> int:
    """Until the next try with this name from this address: 0 is now. After three wrong ones 2, then 4, 8 …

    At the limit it is 0 again: then axes refuses, and `locked_out` answers.
    """
    count, last = _failures(username=username, ip_address=client_address(request))
    if last is None or not FREE_TRIES < count < settings.AXES_FAILURE_LIMIT:
        return 0
    free_at = last + timedelta(seconds=2 ** (count - FREE_TRIES))
    return max(0, math.ceil((free_at - timezone.now()).total_seconds()))


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict | None = None
) -> HttpResponse:
    """429: when to try again and whom to ask. It says the same whether or not there is such an editor."""
    address = client_address(request)
    count, last = _failures(ip_address=address)
    if count < ADDRESS_LIMIT:
        count, last = _failures(username=(credentials or {}).get("username"), ip_address=address)
    until = (last or timezone.now()) + settings.AXES_COOLOFF_TIME
    context = {
        **admin.site.each_context(request),
        "title": _("Too many wrong passwords"),
        # To the next whole minute, as the page shows no seconds.
        "until": until + timedelta(seconds=59),
        "email": settings.SITE_EMAIL,
    }
    answer = render(request, "admin/locked_out.html", context, status=429)
    answer.headers["Retry-After"] = str(math.ceil((until - timezone.now()).total_seconds()))
    answer.headers["Cache-Control"] = "no-store"
    return answer


# Between password and code ------------------------------------------------------------------------------


def remember_password_was_right(request: HttpRequest, user: User, next_page: str) -> None:
    """Keep who gave the right password, until they give a code. They are not signed in meanwhile."""
    request.session.cycle_key()
    request.session[_PENDING] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "at": int(time.time()),
        "next": next_page,
        "language": language_asked(request, CHOSEN),
    }
    # For the page of the code, whose address does not say.
    request.session[DESK_LANGUAGE] = active_language()


def gave_password(request: HttpRequest) -> User | None:
    """Who gave the right password a short while ago and is not signed in yet."""
    pending = request.session.get(_PENDING)
    if not pending or time.time() - pending["at"] > CODE_WITHIN:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True, is_staff=True).first()
    # A password that was changed meanwhile was not given.
    if user and constant_time_compare(pending["password"], user.get_session_auth_hash()):
        return user
    return None


def finish(request: HttpRequest, user: User) -> str:
    """Sign in whoever gave password and code. Returns the page they wanted."""
    pending = request.session.pop(_PENDING)
    auth.login(request, user, backend=BACKEND)
    if language := pending.get("language"):
        choose_language(request, user, language)
    return pending["next"]


# The language of the desk -------------------------------------------------------------------------------


@receiver(user_logged_in)
def take_up_language(sender: type, request: HttpRequest, user: User, **rest: object) -> None:
    """The desk is in the language this editor last chose, here or elsewhere.

    A choice made on the sign-in page itself is newer than the one that was kept.
    """
    if chosen := language_asked(request, CHOSEN):
        choose_language(request, user, chosen)
        return
    kept = EditorSettings.objects.filter(user=user).values_list("language", flat=True).first()
    request.session[DESK_LANGUAGE] = kept if kept in LANGUAGES else active_language()


def choose_language(request: HttpRequest, user: User, language: str) -> None:
    """Keep the language for this session and for the editor's next sign-in on any machine."""
    EditorSettings.objects.update_or_create(user=user, defaults={"language": language})
    request.session[DESK_LANGUAGE] = language
