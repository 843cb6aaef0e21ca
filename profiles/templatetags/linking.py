"""Addresses in templates, in the reader's language."""

from django import template
from django.templatetags.static import static

from profiles import addresses
from profiles.content.schema import Page
from profiles.languages import active_language

register = template.Library()


@register.simple_tag
def careers_address() -> str:
    return addresses.careers(active_language())


@register.simple_tag
def shortlist_address(*keys: str) -> str:
    return addresses.shortlist(active_language(), keys)


@register.simple_tag
def compare_address(*keys: str) -> str:
    return addresses.comparison(active_language(), keys)


@register.simple_tag
def page_address(page: Page) -> str:
    return addresses.page(page.slug, active_language())


@register.simple_tag
def report_address(about: str) -> str:
    """The form for a mistake on a page; without a page where that is the form itself."""
    language = active_language()
    form = addresses.report(language)
    return form if about.startswith(form) else addresses.report(language, about)


@register.simple_tag
def htmx_address() -> str:
    """The bundled htmx, for the form that fetches it at the first touch."""
    return static("django_htmx/htmx-2.min.js")
