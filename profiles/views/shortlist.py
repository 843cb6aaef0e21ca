"""A list of careers to keep or to share: all of it is in the address, and nothing of it is kept here.

The reader's own list is in the browser (static/js/shortlist.js); its address leads here too.
"""

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import segno
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles import addresses, charts, chosen, cloths, comparison
from profiles.cards import Card, cards
from profiles.languages import OTHER, active_language
from profiles.meta import Meta
from profiles.reading import Directory, coverage, read_directory
from profiles.site import absolute
from profiles.text import normalise_text

from . import compare, methods
from .shown import show, unchanged, without_empty_fields

MOST = 30
LONGEST_TITLE, LONGEST_NOTE = 80, 600
# A code for a longer address has squares too small for a telephone to read from paper.
LONGEST_CODED = 900


@dataclass(frozen=True)
class Words:
    """What somebody called a list, and what they wrote above it; plain text, theirs and not ours."""

    title: str
    note: str
    is_cut: bool
    """Whether there was more than a list has room for."""

    @property
    def query(self) -> list[tuple[str, str]]:
        return [(name, text) for name, text in (("title", self.title), ("note", self.note)) if text]


def _words(query: QueryDict) -> Words:
    title = " ".join(normalise_text(query.get("title", "")).split())
    note = normalise_text(query.get("note", "")).strip()
    is_cut = len(title) > LONGEST_TITLE or len(note) > LONGEST_NOTE
    return Words(title[:LONGEST_TITLE].rstrip(), note[:LONGEST_NOTE].rstrip(), is_cut)


@methods.safe
@without_empty_fields
def shortlist(request: HttpRequest) -> HttpResponse:
    if answer := unchanged(request, extra="list"):
        return answer
    language, directory = active_language(), read_directory()
    words = _words(request.GET)

    def address_of(keys: list[str], language: str = language) -> str:
        """The same list, with its words, of other careers."""
        address, query = addresses.shortlist(language, keys), urlencode(words.query)
        return f"{address}{'&' if keys else '?'}{query}" if query else address

    def context() -> dict[str, Any]:
        asked = chosen.choose(request.GET, most=MOST)
        here = address_of(asked.keys)
        entries = _entries(asked, directory, address_of)
        # A form leads to what the address asks for as a whole: the reader's own list is known by that.
        gone = [out.asked for out in asked.left_out if out.reason in ("unknown", "withdrawn")]
        picker = chosen.pick(
            request.GET.get("q", ""),
            asked,
            address_of=address_of,
            kept=(*(("c", key) for key in gone), *words.query),
        )
        texts = (
            asked.titles,
            picker.titles,
            *((entry["card"].texts, *(amount.texts for amount in entry["amounts"])) for entry in entries),
        )
        return {
            "meta": _meta(request, asked, words, here),
            "is_list": True,
            "chosen": asked,
            "keys": [*asked.keys, *gone],
            "without_left_out": here,
            "words": words,
            "entries": entries,
            "ticks": charts.ticks(),
            "missing": coverage(texts, language).notice_of_many,
            "compare_url": addresses.comparison(language),
            "picker": picker,
            "action": addresses.shortlist(language),
            "longest_title": LONGEST_TITLE,
            "longest_note": LONGEST_NOTE,
            "share": chosen.share_of(
                asked.listings, lambda code, keys: address_of(keys, code), title=words.title
            ),
            "code": _code(absolute(here)) if asked.listings else "",
        }

    return show(request, "list.html", directory=directory, context=context, extra="list")


def _meta(request: HttpRequest, asked: chosen.Chosen, words: Words, here: str) -> Meta:
    n = len(asked.listings)
    title = ngettext("A list of %(n)s career", "A list of %(n)s careers", n) % {"n": n} if n else _("My list")
    return Meta(
        title=words.title or title,
        within=_("A list that somebody made") if words.title else "",
        path=here,
        # The title and the note are somebody's own, and we say that we store nothing.
        reported=addresses.shortlist(active_language(), asked.keys),
        twin=chosen.with_query(addresses.shortlist(OTHER[active_language()]), request),
        keeps_query=False,
        indexed=False,
    )


def _entries(asked: chosen.Chosen, directory: Directory, address_of) -> list[dict[str, Any]]:
    """Each career of the list, with its pay on the one scale, and the addresses of the list changed."""
    shown, keys = cards(asked.listings, directory), asked.keys
    yarns = comparison.yarns_of((figure.band for card in shown for figure in card.pay), directory)
    entries = []
    for place, card in enumerate(shown):
        entries.append(
            {
                "card": card,
                "cloth_path": cloths.CLOTHS[card.area.cloth] if card.area else "",
                "amounts": [
                    comparison.amount(figure.band, directory, yarns, figure.stage) for figure in card.pay
                ],
                "without_url": address_of(asked.without(card.key)),
                "up_url": f"{address_of(_swapped(keys, place - 1))}#{_id(card)}" if place else "",
                "down_url": (
                    f"{address_of(_swapped(keys, place))}#{_id(card)}" if place + 1 < len(shown) else ""
                ),
                "id": _id(card),
                # The first four are ready to be compared.
                "is_chosen": len(shown) <= compare.MOST,
            }
        )
    return entries


def _id(card: Card) -> str:
    return f"career-{card.key}"


def _swapped(keys: list[str], place: int) -> list[str]:
    """The keys with the one at a place and the one after it in each other's place.

    >>> _swapped(["a", "b", "c"], 1)
    ['a', 'c', 'b']
    """
    return [*keys[:place], keys[place + 1], keys[place], *keys[place + 2 :]]


def _code(address: str) -> SafeString | str:
    """The list's address as a QR code, to be drawn in the page: dark on light in any colour scheme."""
    if len(address) > LONGEST_CODED:
        return ""
    svg = io.BytesIO()
    code = segno.make(address, error="l", micro=False)
    code.save(
        svg, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, dark="#000", light="#fff",
        title=_("QR code of this list"), svgclass="qr", lineclass=None,
    )  # fmt: skip
    drawn = svg.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
    return mark_safe(drawn)  # noqa: S308 - segno's drawing; the address is in its squares
