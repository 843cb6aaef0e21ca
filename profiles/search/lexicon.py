"""The table of words that careers are found by, as readers see them: slips are put right from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from profiles.models import SearchWord

from . import engines
from .words import STOP_WORDS, forms, singulars

SHORTEST = 3
_LONGEST_WRITTEN = SearchWord._meta.get_field("written").max_length
_AT_ONCE = 100


@dataclass(frozen=True)
class Known:
    """How a word is known."""

    written: str
    """As readers see it; empty where it stands in hidden words only."""
    in_title: bool


def known_words(language: str, places: Mapping[int, Mapping[str, str]]) -> dict[str, Known]:
    """What an entry adds to the table: its words and their singulars. `places` say how each is written."""
    found: dict[str, Known] = {}
    # In this order, so that a word is written as in the middle of a sentence where it stands in one.
    for place in (engines.TEXT, engines.SKILLS, engines.OTHER_TITLES, engines.TITLE, engines.HIDDEN_WORDS):
        for word, written in places.get(place, {}).items():
            if len(word) >= SHORTEST and word not in STOP_WORDS:
                shown = "" if place == engines.HIDDEN_WORDS else written[:_LONGEST_WRITTEN]
                before = found.get(word, Known(shown, in_title=False))
                in_title = place in (engines.TITLE, engines.OTHER_TITLES)
                found[word] = Known(before.written, before.in_title or in_title)
    for word, known in list(found.items()):
        for singular in singulars(word, language):
            found.setdefault(singular, known)
    return found


def add(language: str, words: Mapping[str, Known]) -> None:
    for some in _batches(words):
        rows = ((language, word, len(word), words[word].written, words[word].in_title) for word in some)
        given = [column for row in rows for column in row]
        with connection.cursor() as cursor:
            cursor.execute(_ADD % ", ".join(["(%s, %s, %s, %s, %s)"] * len(some)), given)


def remove(language: str, words: Iterable[str]) -> None:
    """Take out those of these words that no entry holds any more."""
    for some in _batches(words):
        kept = engines.which_hold({word: forms(word, language) for word in some}, language)
        SearchWord.objects.filter(language=language, word__in=set(some) - kept).delete()


def _batches(words: Iterable[str]) -> Iterator[list[str]]:
    in_order = sorted(words)
    for start in range(0, len(in_order), _AT_ONCE):
        yield in_order[start : start + _AT_ONCE]


# How a word was written first stays, unless nobody could see it, or it was a plural or began a sentence.
# A row that need not change is left alone: PostgreSQL would keep every state of it till the transaction ends.
_ADD = """
    INSERT INTO profiles_searchword AS held (language, word, length, written, in_title) VALUES %s
    ON CONFLICT (language, word) DO UPDATE SET
        in_title = held.in_title OR excluded.in_title,
        written = CASE
            WHEN held.written = '' OR (excluded.written <> '' AND lower(excluded.written) = excluded.word)
            THEN excluded.written ELSE held.written
        END
    WHERE (excluded.in_title AND NOT held.in_title)
        OR (held.written = '' AND excluded.written <> '')
        OR (held.written <> held.word AND lower(excluded.written) = excluded.word)
"""
