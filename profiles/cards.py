"""Cards: careers as lists of them show each, from their listings alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from profiles import addresses, pay
from profiles.content import schema
from profiles.languages import active_language
from profiles.models import Listing
from profiles.reading import Directory


@dataclass(frozen=True)
class Figure:
    """What one source says a career pays to begin with."""

    band: schema.PayBand
    source: schema.Pair
    words: str
    notice: str
    stage: schema.Pair | None = None
    """What tells it apart from another figure of its source."""


@dataclass(frozen=True)
class Card:
    key: str
    title: schema.Pair
    standfirst: schema.Pair
    url: str
    letter: str
    area: schema.Area | None
    cover: dict[str, Any] | None
    pay: tuple[Figure, ...]

    @property
    def texts(self) -> tuple[schema.Pair, ...]:
        """What it shows of the career's own words, in both languages."""
        stages = (figure.stage for figure in self.pay if figure.stage)
        return (self.title, self.standfirst, *stages)


def in_alphabetical_order(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """In the order of the reader's own alphabet."""
    return listings.order_by(f"order_{active_language()}", "key")


def cards(listings: Iterable[Listing], directory: Directory) -> list[Card]:
    """Each listing as lists show it, in the order given and in the reader's language. No query of its own."""
    language = active_language()
    return [
        Card(
            key=listing.key,
            title=listing.title,
            standfirst=listing.standfirst,
            url=addresses.career(listing.slug, language),
            letter=getattr(listing, f"letter_{language}"),
            area=directory.areas.get(listing.area),
            cover=_cover(listing),
            pay=tuple(_figures(listing, directory)),
        )
        for listing in listings
    ]


def _figures(listing: Listing, directory: Directory) -> Iterable[Figure]:
    minimum = directory.minimum_wage
    bands = [schema.PayBand.model_validate(data) for data in listing.starting_pay]
    stages = pay.told_apart(bands)
    for band in bands:
        if band.source in directory.sources:
            yield Figure(
                band=band,
                source=directory.sources[band.source].name,
                words=pay.band_in_words(band),
                notice=pay.below_minimum_in_words(band, minimum),
                stage=stages.get(band.key),
            )


def _cover(listing: Listing) -> dict[str, Any] | None:
    if not listing.cover:
        return None
    texts = {name: schema.Pair(**listing.cover[name]) for name in ("alt", "caption", "credit")}
    return {**listing.cover, **texts}
