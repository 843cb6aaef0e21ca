"""What came back from the web addresses of an entry of the directory, for its form."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import links
from profiles.columns import ProsePairColumns, WebPairColumns
from profiles.languages import LANGUAGES
from profiles.models import LinkCheck, SharedRow
from profiles.templatetags.bilingual import day

register = template.Library()


@register.inclusion_tag("admin/dashboard_link_checks.html")
def link_checks(row: Any) -> dict[str, list[dict[str, str]]]:
    """The addresses as they are saved, each with when it was last seen to answer. One query, or none."""
    if not isinstance(row, SharedRow):
        return {"checks": []}
    asked = _addresses(row)
    known = links.checks_of(asked) if asked else {}
    return {
        "checks": [
            {"address": address, "said": last_check_in_words(known.get(address))}
            for address, always in asked.items()
            if always or address in known
        ]
    }


def _addresses(row: SharedRow) -> dict[str, bool]:
    """The addresses that a row holds; True for those with a field of their own, shown even if unchecked."""
    found: dict[str, bool] = {}
    for name, columns in vars(type(row)).items():
        for language in LANGUAGES:
            if isinstance(columns, WebPairColumns) and (address := getattr(row, f"{name}_{language}")):
                found[address] = True
            elif isinstance(columns, ProsePairColumns):
                for address in links.links_of(getattr(row, f"{name}_{language}")):
                    found.setdefault(address, False)
    return found


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
