"""What was asked: a visitor's words, and every form in which each is looked for.

Each word is looked for whole (in any of its forms), then by how it begins, then put right. A word that is
looked for in English is looked for in English texts, and the same in Welsh: either has its own forms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from profiles.languages import LANGUAGES
from profiles.text import normalise_text

from .engines import OTHER_TITLES, TITLE, Question
from .words import STOP_WORDS, beginnings, forms, joined, parts_of, relatives, stems, telling, words_of

MOST_LETTERS = 400
MOST_WORDS = 10

# How well a word is met, the best first.
WHOLE, BEGINS, PUT_RIGHT = range(3)

# In the place of a word's number: the last word, which says nothing unless it is half typed. Nothing is found
# by it, but of the names that are found those that go on with it are meant.
HALF_TYPED = -1
_SHORTEST_HALF = 3

# Which of the words asked for a word of a text is: their numbers, and how well it meets each.
Met = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Correction:
    """A word of the site's that a word may have been meant for."""

    language: str
    word: str
    written: str
    """As readers see it; empty where they never do."""
    in_title: bool


@dataclass
class Asked:
    """A search: its words in order, without those that say nothing where others are left."""

    words: list[str]
    half: str = ""
    """The last word where it says nothing: it may be half typed."""
    corrections: dict[int, list[Correction]] = field(default_factory=dict)
    """By the word's number, what it may have been meant for, the likeliest first."""
    _sought: dict[str, "Sought"] = field(default_factory=dict, repr=False)

    def questions(self) -> Iterator[tuple[int, int, Question]]:
        """What to ask the index: a word's number, how well it is met, and the question."""
        for number in range(len(self.words)):
            for language in LANGUAGES:
                yield number, WHOLE, Question(language, whole=self.whole(number, language))
                beginning, related = self.beginning(number, language), relatives(self.words[number], language)
                if beginning or related:
                    places = Question.places if self.begins_anywhere(number) else (TITLE, OTHER_TITLES)
                    yield number, BEGINS, Question(language, frozenset(related), beginning, places)

    def corrected_questions(self) -> Iterator[tuple[int, Correction, Question]]:
        """The same for words put right: a word's number, what it was put right to, and the question."""
        for number, corrections in self.corrections.items():
            for correction in corrections:
                whole = forms(correction.word, correction.language)
                yield number, correction, Question(correction.language, whole=whole)

    def begins_anywhere(self, number: int) -> bool:
        """Whether words that begin like this one count in any place. Up to four letters: in titles.

        What leads says so in short words too.
        """
        if number == HALF_TYPED:
            return False
        word = self.words[number]
        return len(word) > 4 or any(stems(word, language) for language in LANGUAGES)

    def whole(self, number: int, language: str) -> frozenset[str]:
        """The forms of a word, and of it and its neighbours written as one."""
        words = self.words
        found = forms(words[number], language)
        for start in (number - 1, number):
            if 0 <= start < len(words) - 1:
                found |= forms(joined(words[start], words[start + 1]), language)
        return found

    def beginning(self, number: int, language: str) -> frozenset[str]:
        """What a verb's other words begin with, and the last word, which may be half typed."""
        found = stems(self.words[number], language)
        if number == len(self.words) - 1:
            found |= beginnings(self.words[number], language)
        return frozenset(found)

    def sought(self, language: str) -> "Sought":
        """The words as they are looked for in texts of one language; asked for when all is put right."""
        if language not in self._sought:
            self._sought[language] = Sought(self, language)
        return self._sought[language]


class Sought:
    """The words of a search in texts of one language: which words of a text they are."""

    def __init__(self, asked: Asked, language: str) -> None:
        self._language = language
        numbers = range(len(asked.words))
        self._forms: dict[str, dict[int, int]] = {}
        """By form, the numbers of the words that it is, and how well it meets each."""
        for number, corrections in asked.corrections.items():
            for correction in corrections:
                if correction.language == language:
                    for form in forms(correction.word, language):
                        self._forms.setdefault(form, {})[number] = PUT_RIGHT
        for number in numbers:
            for word in relatives(asked.words[number], language):
                for form in forms(word, language):
                    self._forms.setdefault(form, {})[number] = BEGINS
            for form in asked.whole(number, language):
                self._forms.setdefault(form, {})[number] = WHOLE
        self._first_halves = {form[:n] for form in self._forms for n in range(1, len(form))} - STOP_WORDS
        half_typed = [(number, tuple(asked.beginning(number, language))) for number in numbers]
        if asked.half:
            half_typed.append((HALF_TYPED, tuple(beginnings(asked.half, language))))
        self._beginnings = [(number, beginning) for number, beginning in half_typed if beginning]
        # Texts have the same words again and again.
        self.met_by = cache(self._met_by)
        self.may_tell = cache(self._may_tell)

    def _met_by(self, word: str) -> Met:
        """Which of the words a folded word of a text is."""
        found: dict[int, int] = {}
        for form in self._forms.keys() & forms(word, self._language):
            for number, way in self._forms[form].items():
                found[number] = min(way, found.get(number, way))
        for number, beginning in self._beginnings:
            if found.get(number) != WHOLE and word.startswith(beginning):
                found[number] = BEGINS
        return tuple(sorted(found.items()))

    def met_together(self, words: Sequence[str]) -> set[int]:
        """Which of the words these folded words of a text are, written as one."""
        return set(self._forms.get(joined(*words), ()))

    def _may_tell(self, written: str) -> bool:
        """Whether a written word is any of the words, or may be one together with the next."""
        return any(self.met_by(word) or word in self._first_halves for *_place, word in parts_of(written))


def as_words(text: str) -> str:
    """What was typed, on one line and not longer than anybody needs."""
    return " ".join(normalise_text(text[:20_000]).split())[:MOST_LETTERS]


def read(text: str) -> Asked:
    """The words of anything at all that was typed."""
    words = words_of(as_words(text))
    kept = telling(list(dict.fromkeys(words)))[:MOST_WORDS]
    says_nothing = words and words[-1] in STOP_WORDS and words[-1] not in kept
    return Asked(kept, words[-1] if says_nothing and len(words[-1]) >= _SHORTEST_HALF else "")
