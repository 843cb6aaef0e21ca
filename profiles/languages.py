"""The two languages: which one a request is in, and the address of its twin.

The address alone decides. Django's LocaleMiddleware would ask the browser too, so that one address
could answer in two languages; these few lines read the first part of the path instead. The editors'
desk is the exception: there each editor chooses.
"""

import time
from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = ("en", "cy")
OTHER = {"en": "cy", "cy": "en"}
# Both, as the desk shows them side by side: Welsh first.
SIDES = ("cy", "en")

DESK = "/admin/"
SIGN_IN = f"{DESK}login/"
# Where the address of a sign-in page keeps its language, for nobody has a session there yet: as it was
# chosen on that page, or else as the desk was in for whoever signed out.
CHOSEN, AS_BEFORE = "language", "shown"
# Where a session keeps the language of the desk, and when the desk was last used.
DESK_LANGUAGE = "desk_language"
DESK_USED = "desk_used"
# How often, in seconds, use of the desk makes its session last longer.
_RENEWED_EVERY = 10 * 60


def language_of(path: str) -> str | None:
    """The language an address is in, or None for those that are in neither (the splash, machines').

    >>> language_of("/cy/gyrfaoedd/"), language_of("/cymru/"), language_of("/")
    ('cy', None, None)
    """
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else None


def active_language() -> str:
    language = (translation.get_language() or "en").split("-")[0]
    return language if language in LANGUAGES else "en"


class TwoSides(Protocol):
    """A text in both languages, such as `schema.Pair`, of which either side may be empty."""

    en: str
    cy: str


def text_of(pair: TwoSides | None) -> tuple[str, str]:
    """The text to show and the language it is in. Empty where neither side is written."""
    language = active_language()
    for code in (language, OTHER[language]):
        if pair and (text := getattr(pair, code)):
            return text, code
    return "", language


def marked(pair: TwoSides | None) -> tuple[str, str]:
    """The text to show, and its language where a page must mark it; empty where it is the page's own."""
    text, language = text_of(pair)
    return text, "" if language == active_language() else language


def language_from_address(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        with translation.override(language or "en"):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        if language:
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def desk_languages() -> list[dict[str, object]]:
    """Both languages, each by its own name, as the desk's switch shows them."""
    return [
        {"code": code, "name": name, "current": code == active_language()}
        for code, name in settings.LANGUAGES
    ]


def language_asked(request: HttpRequest, name: str) -> str:
    """The language that an address asks for under one of those names, or nothing."""
    language = request.GET.get(name)
    return language if language in LANGUAGES else ""


def sign_in_query(request: HttpRequest) -> str:
    """What keeps the language in the address of the next sign-in page: `?language=cy`."""
    if chosen := language_asked(request, CHOSEN):
        return f"?{CHOSEN}={chosen}"
    return f"?{AS_BEFORE}={active_language()}" if active_language() != "en" else ""


def _desk_language(request: HttpRequest) -> str:
    """What a sign-in page's address asks for, or what the session has kept since the sign-in."""
    asked = ""
    if request.path_info.startswith(SIGN_IN):
        asked = language_asked(request, CHOSEN) or language_asked(request, AS_BEFORE)
    return asked or request.session.get(DESK_LANGUAGE, "")


def language_of_the_desk(get_response: Callable[[HttpRequest], HttpResponse]):
    """Under /admin/, the language that its editor chose. It takes no query of the database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DESK):
            return get_response(request)
        _stay_signed_in(request)
        language = _desk_language(request)
        with translation.override(language if language in LANGUAGES else "en"):
            request.LANGUAGE_CODE = active_language()
            response = get_response(request)
            response.headers.setdefault("Content-Language", active_language())
        return response

    return middleware


def _stay_signed_in(request: HttpRequest) -> None:
    """A session lasts from when the desk was last used, not from the sign-in.

    Django could save the session with every request instead, but then public pages would set cookies.
    """
    if "_auth_user_id" in request.session and (
        time.time() - request.session.get(DESK_USED, 0) > _RENEWED_EVERY
    ):
        request.session[DESK_USED] = int(time.time())
