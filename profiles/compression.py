"""Compressing what compresses: pages, feeds and drawings, but no photographs."""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware


class TextGZipMiddleware(GZipMiddleware):
    """Django's, but a raster is compressed already: to do it again takes time and its length with it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind.startswith("image/") and kind != "image/svg+xml":
            return response
        return super().process_response(request, response)
