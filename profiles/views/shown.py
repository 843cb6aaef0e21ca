"""How every public page goes out: rendered, with its caching headers, or as 'not modified'."""

import hashlib
from collections.abc import Callable
from dataclasses import astuple
from functools import lru_cache, wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from profiles.languages import active_language
from profiles.reading import Directory, Stamp, stamp

from .methods import View

# How long a cache may show a page without asking again, in seconds.
FRESH = 60
# Proxies refuse headers that are longer than this.
LONGEST_HEADER = 2000


@lru_cache
def release() -> str:
    """A short name for this release: its templates, code and words, and the settings pages show.

    Part of every ETag, so that a new release is never hidden behind an old page. Made from content, so
    that several machines agree.
    """
    digest = hashlib.sha256()
    for pattern in (
        "templates/**/*.html",
        "profiles/**/*.py",
        # How days are written in each language is here too.
        "careersite/**/*.py",
        "careersite/**/*.po",
        "static/**/*.*",
        # Libraries write parts of pages.
        "requirements*.txt",
    ):
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(path.read_bytes())
    for value in (settings.SITE_NAME, settings.SITE_URL, settings.SITE_OPERATOR, settings.SITE_EMAIL):
        digest.update(value.encode() + b"\0")
    return digest.hexdigest()[:12]


def show(
    request: HttpRequest,
    template: str,
    *,
    directory: Directory,
    context: Callable[[], dict[str, Any]],
    edition: int = 0,
    extra: str = "",
) -> HttpResponse:
    """A public page, the same bytes for everyone who asks for its address.

    Its ETag covers the stamp of what it is made from (`edition` is a career's) and the release; `extra` is
    anything else the page depends on. The context (with the page's `meta`) is only made where the page is.
    """
    if settings.DEBUG:  # templates change under a running server, and the release would not know
        response = render(request, template, {"directory": directory, **context()})
        response.headers["Cache-Control"] = "no-store"
        return response
    etag = _etag(request, directory.stamp(edition), extra)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = render(request, template, {"directory": directory, **context()})
    return _with_headers(response, etag)


def unchanged(
    request: HttpRequest, find_stamp: Callable[[], Stamp | None] = stamp, *, extra: str = ""
) -> HttpResponse | None:
    """What `show` would answer to whoever has the page as it stands, before anything is read for it.

    `extra` is what `show` will be told. Nothing is asked for whoever has no page yet.
    """
    # `*` is whatever is there, and only reading says whether anything is.
    if settings.DEBUG or request.headers.get("If-None-Match", "*").strip() == "*":
        return None
    held = find_stamp()
    if held is None:
        return None
    etag = _etag(request, held, extra)
    response = get_conditional_response(request, etag=etag)
    if response is None or response.status_code != HTTPStatus.NOT_MODIFIED:
        return None
    return _with_headers(response, etag)


def _etag(request: HttpRequest, stamp: Stamp, extra: str) -> str:
    # The language link carries the query over, so the page depends on it.
    query = hashlib.sha256(request.META.get("QUERY_STRING", "").encode()).hexdigest()[:8]
    parts = (*astuple(stamp), release(), active_language(), extra, query)
    return '"' + "-".join(str(part) for part in parts) + '"'


def _with_headers(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return response


def moved_to(address: str) -> HttpResponse:
    """301 from an old address.

    Kept for a minute only: a word that comes home again must not meet a redirect that a browser remembers
    for ever.
    """
    response = HttpResponsePermanentRedirect(address)
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return response


def without_empty_fields(view: View) -> View:
    """A page that a form leads to. A form sends its empty fields along; the page's address is without them.

    What is sent on is the address as it came less what is empty, so nothing is lost and it happens once.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        told = "&".join(part for part in query.split("&") if part.partition("=")[2])
        address = f"{request.path}?{told}" if told else request.path
        if told == query or len(address) > LONGEST_HEADER:
            return view(request, *args, **kwargs)
        return moved_to(address)

    return answer
