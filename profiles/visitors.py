"""Visitors who send something: where their request comes from, who they are, and how often they come.

Public pages set no cookie and carry no token, so that one copy of a page serves everyone. A form's
request is known by the headers that browsers add and pages cannot forge.
"""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

COOKIE = "visitor"
COOKIE_AGE = 365 * 24 * 60 * 60
_SALT = "profiles.visitor"


def is_from_our_pages(request: HttpRequest) -> bool:
    """Whether a POST was sent from a page of ours.

    `Sec-Fetch-Site` settles it where the browser sends it; otherwise `Origin` must be ours. Neither, or
    `Origin: null`, is refused.
    """
    origin = request.headers.get("Origin")
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if origin is not None:
        ours = {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}
        if origin not in ours or not urlsplit(origin).hostname:
            return False
        return fetch_site in (None, "same-origin")
    return fetch_site == "same-origin"


def visitor_of(request: HttpRequest) -> uuid.UUID | None:
    """The visitor's random id, where the request carries one that we signed."""
    try:
        value = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_AGE)
        return uuid.UUID(value)
    except (signing.BadSignature, ValueError, AttributeError, TypeError):
        return None


def remember(response: HttpResponse, visitor: uuid.UUID, path: str) -> None:
    """Give the visitor their id in a cookie that only `path` ever receives."""
    response.set_cookie(
        COOKIE,
        signing.dumps(visitor.hex, salt=_SALT),
        max_age=COOKIE_AGE,
        path=path,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def address_of(request: HttpRequest) -> str:
    """The address a request came from. Only a proxy that we were told of may say it for another.

    Each proxy adds the address it heard from at the right; what stands further left anyone may have written.
    """
    heard = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.PROXIES <= len(heard) and (address := heard[-settings.PROXIES].strip()):
        return address
    return request.META.get("REMOTE_ADDR", "")


def within_limit(name: str, who: str, *, limit: int, seconds: int, now: float) -> bool:
    """Count one use by `who`; False once they pass `limit` in the present window of `seconds`.

    The window is part of the key, so that nothing needs resetting.
    """
    key = f"limit:{name}:{who}:{int(now // seconds)}"
    cache.add(key, 0, timeout=seconds * 2)
    try:
        return cache.incr(key) <= limit
    except ValueError:  # the key went between the two calls: this is the first use again
        cache.set(key, 1, timeout=seconds * 2)
        return True
