"""What the share row sends: a page, and its two languages with Welsh first."""

from collections.abc import Callable
from typing import Any

from django.templatetags.static import static

from profiles.languages import active_language
from profiles.site import absolute


def share(sent: Callable[[str], tuple[str, str]], *, qr_url: str = "", all_url: str = "") -> dict[str, Any]:
    """All that the share row needs. `sent` gives a language's title and address of the page."""

    def entry(language: str) -> dict[str, str]:
        title, address = sent(language)
        return {"title": title, "url": absolute(address)}

    return {
        "page": entry(active_language()),
        "cy": entry("cy"),
        "en": entry("en"),
        "qr_url": qr_url,
        "all_url": all_url,
        "module": static("js/share.js"),
    }
