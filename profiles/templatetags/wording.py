"""The words for the values of fixed lists, and for dates as a source gives them."""

from datetime import date

from django import template
from django.template.defaultfilters import date as format_date

from profiles import vocabulary

register = template.Library()

_LISTS = {
    "level": vocabulary.LEVELS,
    "nation": vocabulary.NATIONS,
    "day": vocabulary.DAYS,
    "pattern": vocabulary.PATTERNS,
    "route": vocabulary.ROUTES,
    "qualification": vocabulary.QUALIFICATIONS,
    "welsh": vocabulary.WELSH_AT_WORK,
    "welsh_service": vocabulary.WELSH_SERVICE,
    "relation": vocabulary.RELATIONS,
    "language": vocabulary.LANGUAGE_NAMES,
}


@register.filter
def word(value: str, list_name: str) -> str:
    """What a reader sees for a value: `{{ contact.nation|word:"nation" }}`."""
    return _LISTS[list_name][value]


@register.filter
def as_given(value: str) -> str:
    """A date as exact as the source gives it: 2023, January 2023, 31 January 2023.

    >>> as_given("2023"), as_given("2023-01")
    ('2023', 'January 2023')
    """
    parts = [int(part) for part in value.split("-")] if value else []
    if len(parts) == 3:
        return format_date(date(*parts), "j F Y")
    if len(parts) == 2:
        return format_date(date(*parts, 1), "F Y")
    return value


@register.filter
def minutes(seconds: int) -> str:
    """A film's length as minutes and seconds.

    >>> minutes(95)
    '1:35'
    """
    return f"{seconds // 60}:{seconds % 60:02d}"
