"""The pages for what went wrong. None of them asks the database anything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from profiles.languages import OTHER, language_of
from profiles.meta import Meta


def _meta(request: HttpRequest, title: str) -> Meta:
    language = language_of(request.path)
    twin = f"/{OTHER[language]}/" if language else "/"
    return Meta(title=title, path=request.path, twin=twin, indexed=False)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: in the address's language, or in both, Welsh first, where the address is in neither."""
    template = "404.html" if language_of(request.path) else "404_both.html"
    return render(request, template, {"meta": _meta(request, _("That page is not here"))}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without context processors or database, so that it works when little else does."""
    language = language_of(request.path)
    html = render_to_string("500.html", {"language": language})
    return HttpResponse(html, status=500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    html = render_to_string("400.html", {"language": language_of(request.path)})
    return HttpResponse(html, status=400)
