"""Careers chosen in an address (`?c=key&c=key`), and the picker that puts one more into it.

A comparison and a list to share are both all in their address. Whatever stands in it is shown or, where it
cannot be, named with the reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from profiles import search
from profiles.content import schema
from profiles.languages import active_language
from profiles.models import Listing, Profile
from profiles.sharing import share
from profiles.text import normalise_text

# So many of an address are looked at. Nobody means more, and whoever sends them costs us no more.
MOST_ASKED = 60
# How many careers the picker offers for some words.
MOST_OFFERED = 8


@dataclass(frozen=True)
class LeftOut:
    """A career that an address asks for and the page does not show."""

    reason: str
    """unknown, withdrawn, repeated or too-many."""
    asked: str
    """As it stands in the address, cut to what can be read."""
    title: schema.Pair | None = None
    """What the career is called, where we know it."""


@dataclass(frozen=True)
class Chosen:
    """What an address asks for: the careers it shows, in its order, and what is left out of it."""

    listings: tuple[Listing, ...]
    left_out: tuple[LeftOut, ...]
    unread: int
    """How many more there were, that nobody looked at."""
    most: int

    @property
    def keys(self) -> list[str]:
        return [listing.key for listing in self.listings]

    @property
    def titles(self) -> tuple[schema.Pair | None, ...]:
        """What all of them are called, those that are left out too."""
        return tuple(one.title for one in (*self.listings, *self.left_out))

    @property
    def is_full(self) -> bool:
        return len(self.listings) >= self.most

    def with_one(self, key: str) -> list[str]:
        return [*self.keys, key]

    def without(self, key: str) -> list[str]:
        return [kept for kept in self.keys if kept != key]


def choose(query: QueryDict, *, most: int) -> Chosen:
    """The careers of an address, `most` at once. Two queries at most."""
    asked = [text for text in (value.strip() for value in query.getlist("c")) if text]
    read, unread = asked[:MOST_ASKED], max(0, len(asked) - MOST_ASKED)
    # Only what can be a key is asked of the database; no engine need see the rest.
    keys = {text for text in read if schema.is_key(text)}
    listings = {listing.key: listing for listing in Listing.objects.filter(key__in=keys)} if keys else {}
    withdrawn = _withdrawn(keys - listings.keys())
    shown: dict[str, Listing] = {}
    left_out: dict[str, LeftOut] = {}
    for text in read:
        known = listings.get(text)
        if text in left_out:
            continue
        if text in shown:
            reason = "repeated"
        elif known is None:
            reason = "withdrawn" if text in withdrawn else "unknown"
        elif len(shown) == most:
            reason = "too-many"
        else:
            shown[text] = known
            continue
        title = known.title if known else withdrawn.get(text)
        left_out[text] = LeftOut(reason, normalise_text(text)[: schema.LONGEST_KEY], title)
    return Chosen(tuple(shown.values()), tuple(left_out.values()), unread, most)


def _withdrawn(keys: Iterable[str]) -> dict[str, schema.Pair]:
    """What those of these careers that were withdrawn were called."""
    if not keys:
        return {}
    profiles = Profile.objects.filter(key__in=keys, state=Profile.State.WITHDRAWN, edition__isnull=False)
    titles = profiles.values_list("key", "edition__document__title")
    return {key: schema.Pair.model_validate(title) for key, title in titles}


# One more -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """A career that could be chosen too."""

    title: schema.Pair
    url: str
    """The address with this career in it; empty where it is in it already."""


@dataclass(frozen=True)
class Picker:
    """A form that finds careers by words and leads to the same page with one more of them."""

    text: str
    kept: tuple[tuple[str, str], ...]
    """What the form sends along: the address as it is."""
    offers: tuple[Offer, ...]
    meant: str
    """'Did you mean': other words, and where they lead."""
    meant_url: str

    @property
    def titles(self) -> tuple[schema.Pair, ...]:
        return tuple(offer.title for offer in self.offers)


def pick(
    text: str,
    chosen: Chosen,
    *,
    address_of: Callable[[Iterable[str]], str],
    kept: Iterable[tuple[str, str]] = (),
) -> Picker:
    """The picker for some words. `address_of` gives the same page for other careers.

    `kept` is what else its address holds.
    """
    text = normalise_text(" ".join(text.split()))
    found = search.find(text, active_language()) if text and not chosen.is_full else search.Found(())
    offered = found.order[:MOST_OFFERED]
    rows = Listing.objects.in_bulk(offered) if offered else {}
    listings = [rows[pk] for pk in offered if pk in rows]
    here = address_of(chosen.keys)
    return Picker(
        text=text,
        kept=(*(("c", key) for key in chosen.keys), *kept),
        offers=tuple(
            Offer(one.title, "" if one.key in chosen.keys else address_of(chosen.with_one(one.key)))
            for one in listings
        ),
        meant=found.meant,
        meant_url=f"{here}{'&' if '?' in here else '?'}{urlencode({'q': found.meant})}#add",
    )


# The way of an address ----------------------------------------------------------------------------


def with_query(address: str, request: HttpRequest) -> str:
    """An address with the query that this request came with, as it came."""
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def share_of(
    listings: Iterable[Listing], address_of: Callable[[str, list[str]], str], title: str = ""
) -> dict[str, Any]:
    """What the share row sends of a page of these careers.

    `title` is what somebody called it; otherwise it is named by its careers.
    """
    listings = list(listings)
    keys = [listing.key for listing in listings]

    def sent(language: str) -> tuple[str, str]:
        names = (getattr(listing.title, language) or str(listing.title) for listing in listings)
        return title or " · ".join(names), address_of(language, keys)

    return share(sent)
