"""What was asked: a visitor's words, and every form in which each is looked for.

Each word is looked for whole (in any of its forms), then by how it begins, then put right. A word that is
looked for in English is looked for in English texts, and the same in Welsh: either has its own forms.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from profiles.languages import LANGUAGES

from .engines import OTHER_TITLES, TITLE, Question
from .words import beginnings, forms, joined, stems, telling, words_of

MOST_LETTERS = 400
MOST_WORDS = 10

# How well a word is met, the best first.
WHOLE, BEGINS, PUT_RIGHT = range(3)


@dataclass(frozen=True)
class Correction:
    """A word of the site's that a word may have been meant for."""

    language: str
    word: str
    written: str
    """As readers see it; empty where they never do."""


@dataclass
class Asked:
    """A search: its words in order, without those that say nothing where others are left."""

    words: list[str]
    corrections: dict[int, list[Correction]] = field(default_factory=dict)
    """By the word's number, what it may have been meant for, the likeliest first."""
    _met: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)

    def questions(self) -> Iterator[tuple[int, int, Question]]:
        """What to ask the index: a word's number, how well it is met, and the question."""
        for number in range(len(self.words)):
            for language in LANGUAGES:
                yield number, WHOLE, Question(language, whole=self.whole(number, language))
                if beginning := self.beginning(number, language):
                    # A letter or three begin too many words: only titles are asked for them.
                    everywhere = len(self.words[number]) > 3
                    places = Question.places if everywhere else (TITLE, OTHER_TITLES)
                    yield number, BEGINS, Question(language, beginning=beginning, places=places)

    def corrected_questions(self) -> Iterator[tuple[int, Correction, Question]]:
        """The same for words put right: a word's number, what it was put right to, and the question."""
        for number, corrections in self.corrections.items():
            for correction in corrections:
                whole = forms(correction.word, correction.language)
                yield number, correction, Question(correction.language, whole=whole)

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

    def met_by(self, word: str, language: str) -> dict[int, int]:
        """Which of the words a folded word of a text is: by number, how well it meets it."""
        if (word, language) not in self._met:
            own = forms(word, language)
            found = {}
            for number in range(len(self.words)):
                if not own.isdisjoint(self.whole(number, language)):
                    found[number] = WHOLE
                elif any(form.startswith(tuple(self.beginning(number, language))) for form in own):
                    found[number] = BEGINS
                elif any(
                    correction.language == language and not own.isdisjoint(forms(correction.word, language))
                    for correction in self.corrections.get(number, ())
                ):
                    found[number] = PUT_RIGHT
            self._met[word, language] = found
        return self._met[word, language]


def read(text: str) -> Asked:
    """The words of anything at all that was typed."""
    words = words_of(" ".join(text[: 20 * MOST_LETTERS].split())[:MOST_LETTERS])
    return Asked(telling(list(dict.fromkeys(words)))[:MOST_WORDS])
