"""All careers, to be searched and narrowed down, and the ways to them: by skill and by school subject."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from profiles import addresses
from profiles.alphabet import LETTERS, sort_key
from profiles.cards import Card, cards, in_alphabetical_order
from profiles.languages import OTHER, active_language
from profiles.meta import Meta
from profiles.models import Listing
from profiles.reading import read_directory

from . import methods
from .shown import show


def _letters(shown: list[Card], language: str) -> list[tuple[str, bool]]:
    """Each letter of the language's alphabet, and whether a career stands under it.

    A letter that Welsh only borrows (k, q, v, x, z) is there where a career needs it.
    """
    held = {card.letter for card in shown}
    letters = [letter.upper() for letter in LETTERS[language]]
    borrowed = held.difference(letters, {""})
    return [
        (letter, letter in held)
        for letter in sorted({*letters, *borrowed}, key=lambda letter: sort_key(letter, language))
    ]


@methods.safe
def careers(request: HttpRequest) -> HttpResponse:
    language, directory = active_language(), read_directory()
    meta = Meta(
        title=_("All careers"),
        description=_("Every career on this site, from A to Z."),
        path=addresses.careers(language),
        twin=addresses.careers(OTHER[language]),
    )

    def context() -> dict[str, Any]:
        shown = cards(in_alphabetical_order(Listing.objects.all()), directory)
        groups: dict[str, list] = {}
        for card in shown:
            groups.setdefault(card.letter, []).append(card)
        return {
            "meta": meta,
            "cards": shown,
            "groups": groups,
            "letters": _letters(shown, language),
        }

    return show(request, "careers.html", directory=directory, context=context)


@methods.safe
def skills(request: HttpRequest) -> HttpResponse:
    raise Http404


@methods.safe
def subjects(request: HttpRequest) -> HttpResponse:
    raise Http404
