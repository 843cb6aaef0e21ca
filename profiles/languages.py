"""The two languages: which one a request is in, and the address of its twin.

The address alone decides. Django's LocaleMiddleware would ask the browser too, so that one address
could answer in two languages; these few lines read the first part of the path instead.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = ("en", "cy")
OTHER = {"en": "cy", "cy": "en"}


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
