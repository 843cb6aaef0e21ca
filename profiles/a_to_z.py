"""The A to Z: careers under the letters of the reader's own alphabet, and other names that lead to them."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count

from profiles import addresses
from profiles.alphabet import LETTERS, initial, sort_key
from profiles.content.schema import Pair
from profiles.languages import OTHER, active_language, marked
from profiles.models import Listing

# So many careers are shown whole, with their other names; more are shown letter by letter, in pages.
WHOLE = 150
# What stands for a figure in the address and on the page; in listings it is nothing.
FIGURE, FIGURE_SHOWN = "0-9", "0–9"


@dataclass(frozen=True)
class Entry:
    """A career under its title or, with `see`, under another name of it."""

    name: str
    language: str
    """The name's, where it is not the page's."""
    url: str
    see: Pair | None = None


@dataclass(frozen=True)
class Tile:
    letter: str
    url: str
    """Empty where nothing stands under the letter."""


def letters_held() -> Counter[str]:
    """How many careers stand under each letter. One query."""
    counted = Listing.objects.values_list(f"letter_{active_language()}").annotate(Count("pk"))
    return Counter(dict(counted.order_by()))


def letter_in(word: str) -> str | None:
    """The letter that an address names, as listings keep it; None where it names none.

    >>> letter_in("C"), letter_in("0-9"), letter_in("chwaer")
    ('C', '', None)
    """
    if word == FIGURE:
        return ""
    return word.upper() if 0 < len(word) < 3 and initial(word, active_language()) == word.upper() else None


def tiles(held: Collection[str], *, whole: bool, here: str = "") -> list[Tile]:
    """Each letter of the alphabet, with where its careers are: on the page `here`, or on a page each.

    A letter that Welsh only borrows (k, q, v, x, z) is there where a career needs it, and so is 0 to 9.
    """
    language = active_language()
    letters = [letter.upper() for letter in LETTERS[language]]
    letters = sorted({*letters, *held} - {""}, key=lambda letter: sort_key(letter, language))
    shown = [
        Tile(letter, _address(letter.lower(), whole, here) if letter in held else "") for letter in letters
    ]
    if "" in held:
        shown.append(Tile(FIGURE_SHOWN, _address(FIGURE, whole, here)))
    return shown


def _address(word: str, whole: bool, here: str) -> str:
    if whole:
        return f"{here}#letter-{word}"
    return addresses.careers_by("letter", word, active_language())


def groups(listings: Iterable[Listing], *, with_other_names: bool) -> dict[str, list[Entry]]:
    """The entries under each letter, in alphabetical order."""
    language = active_language()
    placed: list[tuple[str, str, Entry]] = []
    for listing in listings:
        url = addresses.career(listing.slug, language)
        letter = getattr(listing, f"letter_{language}")
        placed.append((getattr(listing, f"order_{language}"), letter, Entry(*marked(listing.title), url)))
        if with_other_names:
            for name, other in _other_names(listing, language):
                key = sort_key(name, language)
                placed.append((key, initial(name, language), Entry(name, other, url, listing.title)))
    grouped: dict[str, list[Entry]] = {}
    for _order, letter, entry in sorted(placed, key=lambda row: (row[0], row[2].see is not None, row[2].url)):
        grouped.setdefault(letter, []).append(entry)
    return grouped


def _other_names(listing: Listing, language: str) -> Iterable[tuple[str, str]]:
    names = listing.also_known_as
    if own := getattr(names, language):
        return [(name, "") for name in own]
    return [(name, OTHER[language]) for name in getattr(names, OTHER[language])]
