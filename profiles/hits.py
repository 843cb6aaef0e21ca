"""Hits: careers as results, each with its pay on the one scale and why it was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from profiles import cloths
from profiles.cards import Card, Figure, cards
from profiles.charts import Bar, bars
from profiles.content.schema import Pair
from profiles.languages import active_language, text_of
from profiles.models import Listing
from profiles.pay import lowest
from profiles.reading import Directory
from profiles.search import Cut, Reason


@dataclass(frozen=True)
class Hit:
    card: Card
    cloth: str
    """The path of its area's cloth; empty where it has no area."""
    pay: tuple[tuple[Figure, tuple[Bar, ...]], ...]
    """What each source says it pays to begin with, and how that is drawn."""
    title: tuple[Cut, ...]
    """The title with the words that were searched for; empty where they are not in it."""
    reasons: tuple[Reason, ...]
    """Where else the words stand; the language is empty where it is the page's."""
    by_hidden_words: bool
    """Whether the words are among those that people use for it and nobody is shown."""
    meets: tuple[Pair, ...]
    """The sources by which it starts at what the reader asks for, where the reader does."""


def hits(
    listings: Iterable[Listing],
    directory: Directory,
    *,
    reasons: Mapping[int, Iterable[Reason]] | None = None,
    at_least: int | None = None,
) -> list[Hit]:
    """Each career as a result, in the order given. No query of its own."""
    listings = list(listings)
    return [
        _hit(card, tuple((reasons or {}).get(listing.pk, ())), at_least)
        for listing, card in zip(listings, cards(listings, directory), strict=True)
    ]


def _hit(card: Card, reasons: tuple[Reason, ...], at_least: int | None) -> Hit:
    shown_in = text_of(card.title)[1]
    marked = next((it for it in reasons if it.where == "title" and it.language == shown_in), None)
    return Hit(
        card=card,
        cloth=cloths.CLOTHS[card.area.cloth] if card.area else "",
        pay=tuple((figure, bars(figure.band)) for figure in card.pay),
        title=marked.cuts if marked else (),
        reasons=tuple(
            replace(reason, language="") if reason.language == active_language() else reason
            for reason in reasons
            if reason is not marked and reason.cuts
        ),
        by_hidden_words=any(reason.where == "hidden-word" for reason in reasons),
        meets=tuple(
            dict.fromkeys(
                figure.source
                for figure in card.pay
                if at_least is not None and (lowest(figure.band) or 0) >= at_least
            )
        ),
    )
