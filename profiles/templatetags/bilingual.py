"""How templates read a pair: in the reader's language, or in the other one and marked as such."""

from django import template
from django.template.defaultfilters import date as format_date
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from profiles import prose
from profiles.content.schema import ListPair, Pair
from profiles.languages import OTHER, active_language, marked, text_of

register = template.Library()


@register.filter
def say(pair: Pair | None) -> SafeString:
    """The pair's text, escaped; in the other language, inside an element that says so."""
    text, language = text_of(pair)
    if language == active_language():
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def in_language(text: str, language: str) -> SafeString:
    """A text that has one language only, such as a book's title, marked where it is not the page's."""
    if not text or language == active_language():
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def plain(pair: Pair | None) -> str:
    """The pair's text for an attribute or a title."""
    return text_of(pair)[0]


@register.filter
def lang_of(pair: Pair | None) -> str:
    """The language of the text shown, where it is not the page's."""
    return marked(pair)[1]


@register.filter
def lines(pair: ListPair | None) -> list[SafeString]:
    """The entries of a list pair, each as `say` would show it."""
    language = active_language()
    for code in (language, OTHER[language]):
        if pair and (entries := getattr(pair, code)):
            if code == language:
                return [conditional_escape(entry) for entry in entries]
            return [format_html('<span lang="{}">{}</span>', code, entry) for entry in entries]
    return []


@register.filter
def at_level(html: str, level: int) -> SafeString:
    """Stored prose (made safe at publish) with its headings beginning at a level."""
    return mark_safe(prose.at_level(html, level))  # noqa: S308


@register.filter
def day(value: object) -> str:
    """A date as both languages write it: 21 November 2026, 21 Tachwedd 2026."""
    return format_date(value, "j F Y")


@register.filter
def get(mapping: dict, key: object) -> object:
    """A dictionary's value for a key that is a variable."""
    return mapping.get(key)
