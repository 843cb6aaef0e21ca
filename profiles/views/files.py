"""Pictures from storage, by their own immutable addresses."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import http_date

from . import methods

TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "avif": "image/avif"}
_NAME = re.compile(r"[a-z0-9-]+\.(svg|png|jpg|avif)")


@methods.safe
def picture(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """A file named by content: it never changes, so it may be kept for ever."""
    match = _NAME.fullmatch(name)
    path = f"pictures/{digest}/{name}"
    if not match or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type=TYPES[match[1]])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Last-Modified"] = http_date(default_storage.get_modified_time(path).timestamp())
    response.headers["X-Content-Type-Options"] = "nosniff"
    if match[1] == "svg":
        # A drawing opened by itself is a document: it may load and run nothing.
        # The site's own policy is added only where a response has none.
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'none'; sandbox"
    return response
