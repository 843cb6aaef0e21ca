"""The careers in which words were found: what must be known of each to put them in order."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from profiles.models import SearchEntry

from .engines import NAMES, PLACES, Question, ask

# Above this many entries all are read, and not asked for by number: databases limit how many can be named.
_MANY = 1_000

How = TypeVar("How")
_NAMES = [PLACES[place] for place in NAMES]


class Entry(NamedTuple):
    """A career in one language."""

    language: str
    listing: int
    alphabet: str
    """Its title's place in the reader's alphabet."""
    key: str
    names: list[str]
    """By place, a name a line, its words folded."""


class Careers:
    """Asks which careers hold words, and keeps what it read of each."""

    def __init__(self, language: str) -> None:
        self.language = language
        """The reader's."""
        self.entries: dict[int, Entry] = {}

    def holding(
        self, asked: Iterable[tuple[int, How, Question]]
    ) -> Iterator[tuple[int, How, int, int, bool]]:
        """Which hold words of these questions, and where. Two queries for all.

        Yields what a question came with (the number of its word, and how that is met), the listing's primary
        key, the place's number, and whether it is in the reader's language.
        """
        asked = list(asked)
        answers = ask([question for _number, _how, question in asked])
        self._read({entry for entry, _question, _place in answers})
        for entry_number, question_number, place in answers:
            entry = self.entries.get(entry_number)
            number, how, question = asked[question_number]
            # An English word may stand in a Welsh text too, where it is another.
            if entry and entry.language == question.language:
                yield number, how, entry.listing, place, entry.language == self.language

    def _read(self, numbers: Iterable[int]) -> None:
        unread = set(numbers) - self.entries.keys()
        rows = SearchEntry.objects.all() if len(unread) > _MANY else SearchEntry.objects.filter(pk__in=unread)
        columns = ("language", "listing_id", f"listing__order_{self.language}", "listing__key")
        for number, language, listing, alphabet, key, *names in rows.values_list("pk", *columns, *_NAMES):
            self.entries[number] = Entry(language, listing, alphabet, key, names)
