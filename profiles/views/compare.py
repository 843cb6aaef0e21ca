"""Two to four careers side by side; the address holds them all."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles import addresses, charts, chosen, cloths, comparison
from profiles.languages import OTHER, active_language
from profiles.meta import Meta
from profiles.reading import Career, coverage, find_careers, read_directory
from profiles.sections import source_rows
from profiles.templatetags.bilingual import plain

from . import methods
from .shown import show, unchanged, without_empty_fields

MOST = 4
# How many careers that the compared ones name are offered beside the picker.
MOST_SUGGESTED = 6


@methods.safe
@without_empty_fields
def compare(request: HttpRequest) -> HttpResponse:
    if answer := unchanged(request, extra="compare"):
        return answer
    language, directory = active_language(), read_directory()

    def context() -> dict[str, Any]:
        asked = chosen.choose(request.GET, most=MOST)
        shown = list(find_careers(asked.keys, directory).values())
        address_of = partial(addresses.comparison, language)
        heads = [_head(career, asked, language) for career in shown]
        compared = comparison.compare(shown) if len(shown) > 1 else None
        picker = chosen.pick(request.GET.get("q", ""), asked, address_of=address_of)
        suggestions = _suggestions(shown, asked)
        texts = (
            asked.titles,
            picker.titles,
            tuple(offer.title for offer in suggestions),
            compared.texts if compared else (),
        )
        return {
            "meta": _meta(request, asked, bool(compared)),
            "chosen": asked,
            "heads": heads,
            "comparison": compared,
            "rows": [(row, list(zip(heads, row.cells, strict=False))) for row in compared.rows]
            if compared
            else [],
            "missing": coverage(texts, language).notice_of_many,
            "out_of_date_since": min(
                filter(None, (career.out_of_date_since(language) for career in shown)), default=None
            ),
            "source_rows": source_rows(compared.sources) if compared else [],
            "ticks": charts.ticks(),
            "picker": picker,
            "action": address_of(),
            "suggestions": suggestions,
            "share": chosen.share_of(asked.listings, addresses.comparison) if compared else None,
        }

    return show(request, "compare.html", directory=directory, context=context, extra="compare")


def _meta(request: HttpRequest, asked: chosen.Chosen, compared: bool) -> Meta:
    language, n = active_language(), len(asked.listings)
    names = " · ".join(plain(listing.title) for listing in asked.listings)
    description = _("Pay, hours, ways in and skills of up to four careers, side by side.")
    return Meta(
        title=(
            ngettext("%(n)s career, side by side", "%(n)s careers, side by side", n) % {"n": n}
            if compared
            else _("Compare careers")
        ),
        within=names,
        description=description,
        path=addresses.comparison(language, asked.keys),
        twin=chosen.with_query(addresses.comparison(OTHER[language]), request),
        keeps_query=False,
        # A choice of careers is somebody's own; the empty page is the site's.
        indexed=not request.GET,
    )


def _head(career: Career, asked: chosen.Chosen, language: str) -> dict[str, Any]:
    """The head of a career's column."""
    return {
        "key": career.profile.key,
        "title": career.profile.title,
        "url": career.address(language),
        "cloth": career.area.cloth if career.area else "",
        "cloth_path": cloths.CLOTHS[career.area.cloth] if career.area else "",
        "without_url": addresses.comparison(language, asked.without(career.profile.key)),
    }


def _suggestions(careers: list[Career], asked: chosen.Chosen) -> list[chosen.Offer]:
    """Careers that the chosen ones name as related, to compare them with."""
    if not careers or asked.is_full:
        return []
    language, published = active_language(), careers[0].careers
    named = dict.fromkeys(related.key for career in careers for related in career.profile.related)
    offered = [key for key in named if key in published and key not in asked.keys]
    return [
        chosen.Offer(published[key].title, addresses.comparison(language, asked.with_one(key)))
        for key in offered[:MOST_SUGGESTED]
    ]
