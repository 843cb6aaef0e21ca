"""Why a career was found: the texts that hold the words, cut around them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from profiles.languages import OTHER
from profiles.models import SearchEntry

from .asked import BEGINS, Asked
from .engines import OTHER_TITLES, TITLE
from .entries import PLACE_OF_KIND, texts_of
from .words import MOST_JOINED, parts_of, words_as_written, written_words

# How many words of a long text are shown, and how many of them before the first that was asked for.
_SHOWN_WORDS = 12
_WORDS_BEFORE = 4


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
class _Word:
    """A word in a text: where it begins and ends, and which of the words that were asked for it is."""

    start: int
    end: int
    numbers: frozenset[int]


def reasons_of(asked: Asked, listings: Iterable[int], language: str) -> dict[int, tuple[Reason, ...]]:
    """Why each of these listings was found, by primary key. One query."""
    entries: dict[int, dict[str, SearchEntry]] = {}
    rows = SearchEntry.objects.filter(listing__in=listings).only("listing_id", "language", "texts")
    for entry in rows:
        entries.setdefault(entry.listing_id, {})[entry.language] = entry
    return {pk: tuple(_reasons(asked, held, language)) for pk, held in entries.items()}


def _reasons(asked: Asked, entries: dict[str, SearchEntry], language: str) -> Iterator[Reason]:
    """As few texts as hold all that the career holds: the best places, and the reader's language, first."""
    wanted = set(range(len(asked.words)))
    for kind in PLACE_OF_KIND:
        for code in (language, OTHER[language]):
            if not wanted or code not in entries:
                continue
            texts = [(text, _words(asked, text, code, kind)) for text in texts_of(entries[code], kind)]
            while wanted:
                text, words = max(texts, key=lambda pair: len(wanted & _numbers(pair[1])), default=("", []))
                told = wanted & _numbers(words)
                if not told:
                    break
                yield Reason(kind, () if kind == "hidden-word" else _cuts(text, words, kind == "text"), code)
                wanted -= told


def _numbers(words: list[_Word]) -> set[int]:
    return set().union(*(word.numbers for word in words))


def _words(asked: Asked, text: str, language: str, kind: str) -> list[_Word]:
    """The words of a text; none at all where nobody asked for any. Several may have been asked for as one."""
    sought = asked.sought(language)
    if not any(map(sought.may_tell, words_as_written(text))):
        return []
    titles = PLACE_OF_KIND[kind] in (TITLE, OTHER_TITLES)
    row = [
        (start + begin, start + end, word)
        for start, written in written_words(text)
        for begin, end, word in parts_of(written)
    ]
    met: list[set[int]] = [
        {
            number
            for number, way in sought.met_by(word)
            if way != BEGINS or titles or asked.begins_anywhere(number)
        }
        for *_place, word in row
    ]
    for start in range(len(row)):
        for end in range(start + 2, min(len(row), start + (MOST_JOINED if titles else 2)) + 1):
            if together := sought.met_together([word for *_, word in row[start:end]]):
                for n in range(start, end):
                    met[n] |= together
    if not any(met):
        return []
    return [_Word(start, end, frozenset(numbers)) for (start, end, _), numbers in zip(row, met, strict=True)]


def _cuts(text: str, words: list[_Word], long: bool) -> tuple[Cut, ...]:
    first, last = _window(words) if long else (0, len(words))
    start = words[first].start if first else 0
    stop = words[last - 1].end if last < len(words) else len(text)
    cuts, done = [], start
    if first:
        cuts.append(Cut("… "))
    for word in words[first:last]:
        if word.numbers:
            if done < word.start:
                cuts.append(Cut(text[done : word.start]))
            cuts.append(Cut(text[word.start : word.end], matched=True))
            done = word.end
    if done < stop:
        cuts.append(Cut(text[done:stop]))
    if last < len(words):
        cuts.append(Cut(" …"))
    return tuple(cuts)


def _window(words: list[_Word]) -> tuple[int, int]:
    """The run of words that holds the most of what was asked for, with some words before it."""
    if len(words) <= _SHOWN_WORDS:
        return 0, len(words)
    places = [n for n, word in enumerate(words) if word.numbers]
    reach = _SHOWN_WORDS - _WORDS_BEFORE

    def held(first: int) -> int:
        return len(set().union(*(word.numbers for word in words[first : first + reach])))

    best = max(places, key=lambda n: (held(n), -n))
    first = min(max(0, best - _WORDS_BEFORE), len(words) - _SHOWN_WORDS)
    return first, first + _SHOWN_WORDS
