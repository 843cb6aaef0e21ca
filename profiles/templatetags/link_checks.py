"""What came back from the web addresses that a form of the desk holds, to be shown under it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import links
from profiles.models import LinkCheck, SharedRow
from profiles.templatetags.bilingual import day

register = template.Library()


@register.inclusion_tag("admin/dashboard_link_checks.html")
def link_checks(row: Any, lists: Iterable[Any]) -> dict[str, list[dict[str, str]]]:
    """The addresses as they are saved, each with when it was last seen to answer. One query, or none.

    Those of an entry of the directory, and of the items of the career's list that is open (`lists`, as
    admin puts them together).
    """
    rows = [row] if isinstance(row, SharedRow) else []
    rows += [item.original for formset in lists for item in formset if item.original]
    asked: dict[str, bool] = {}
    for each in rows:
        for address, always in _addresses(each):
            asked[address] = asked.get(address, False) or always
    known = links.checks_of(asked) if asked else {}
    return {
        "checks": [
            {"address": address, "said": last_check_in_words(known.get(address))}
            for address, always in asked.items()
            if always or address in known
        ]
    }


def _addresses(row: Model) -> Iterable[tuple[str, bool]]:
    """The addresses that a row holds; True for those with a field of their own, shown even if unchecked."""
    for column, is_prose in links.address_columns(type(row)).items():
        text = getattr(row, column)
        if is_prose:
            yield from ((address, False) for address in links.links_of(text))
        elif text:
            yield text, True


def last_check_in_words(check: LinkCheck | None) -> str:
    """Whether a link leads there, in the editor's language."""
    if check is None:
        return _("not checked yet")
    if check.problem:
        return _("%(problem)s, since %(day)s") % {
            "problem": links.problem_in_words(check),
            "day": _local_day(check.failing_since or check.checked_at),
        }
    seen = _("last seen to answer on %(day)s") % {"day": _local_day(check.checked_at)}
    if check.moved_to:
        return _("%(seen)s; it has moved to %(address)s") % {"seen": seen, "address": check.moved_to}
    return seen


def _local_day(moment: datetime) -> str:
    return day(timezone.localtime(moment))
