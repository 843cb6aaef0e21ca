"""For machines: is the site well, and what may be crawled."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from profiles import addresses
from profiles.languages import LANGUAGES

from . import methods


@methods.safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 where the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@methods.safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = ["/admin/", *(addresses.rate_root(language) for language in LANGUAGES)]
    body = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed)
    return HttpResponse(body, content_type="text/plain")
