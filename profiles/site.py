"""What every template may know about the site. Settings only; no queries."""

from django.conf import settings
from django.http import HttpRequest

from profiles.languages import active_language


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "LANGUAGE_CODE": active_language(),
        "query": request.META.get("QUERY_STRING", ""),
    }


def absolute(path: str) -> str:
    """A whole address, from the one setting, never from the Host header."""
    return settings.SITE_URL + path
