"""Search: the careers that a reader's words mean, the best first."""

from collections.abc import Iterable
from dataclasses import dataclass

from profiles.models import Listing


@dataclass(frozen=True)
class Cut:
    """A piece of a text, and whether it is one of the words that were asked for."""

    text: str
    matched: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a career was found: where its words stand, and the text with the matching words marked."""

    where: str
    """title, other-title, hidden-word, skill, subject or text."""
    cuts: tuple[Cut, ...]
    """Empty for a hidden word, which is never shown."""
    language: str


@dataclass(frozen=True)
class Found:
    """What was found for some words: all of it, in order, without a query more for each."""

    order: tuple[int, ...]
    """The listings' primary keys, the best first."""
    meant: str = ""
    """'Did you mean': the words as the site knows them, where some were not known as typed."""

    def reasons(self, listings: Iterable[Listing]) -> dict[int, tuple[Reason, ...]]:
        """Why each of these was found, by primary key. One query for all."""
        return {}


def find(text: str, language: str) -> Found:
    """The careers that `text` means to a reader of this language. Anything at all may have been typed."""
    words = text.split()[:8]
    listings = Listing.objects.all()
    for word in words:
        listings = listings.filter(title_en__icontains=word) | listings.filter(title_cy__icontains=word)
    return Found(tuple(listings.values_list("pk", flat=True)))
