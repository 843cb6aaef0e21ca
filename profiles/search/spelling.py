"""Words that nobody has: the nearest that somebody does."""

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from profiles.languages import LANGUAGES

from . import lexicon
from .asked import Asked, Correction
from .lexicon import SHORTEST, Known
from .words import radicals, singulars

_MOST_WORDS = 6
_MOST_CORRECTIONS = 6


def corrections(asked: Asked, numbers: Iterable[int]) -> dict[int, list[Correction]]:
    """What each of these words may have been meant for, the likeliest first. Two queries for all."""
    words = asked.words
    # A figure is no slip for another.
    numbers = [n for n in sorted(numbers) if len(words[n]) >= SHORTEST and words[n].isalpha()][:_MOST_WORDS]
    if not numbers:
        return {}
    known = lexicon.all_words()
    near = {number: list(_near(words[number], known)) for number in numbers}
    told = lexicon.told_of({word for found in near.values() for _language, _form, word, _slips in found})
    return {number: nearest for number, found in near.items() if (nearest := _nearest(found, told))}


def _near(typed: str, known: lexicon.Words) -> Iterator[tuple[str, str, str, int]]:
    """The words that few slips make into a form of what was typed: language, form, word and how many."""
    for language in LANGUAGES:
        for form in _forms(typed, language):
            for (first, length), words in known[language].items():
                most = _allowed(form, first)
                if abs(len(form) - length) > most:
                    continue
                for word, slips, _index in extract(
                    form, words, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=None
                ):
                    if slips:  # what hidden words hold as typed may be a slip all the same
                        yield language, form, word, slips


def _allowed(form: str, first: str) -> int:
    """How many slips may stand between a form and a word that begins with this letter.

    In a short word the first letter is nearly all there is to go by.
    """
    if first == form[0]:
        return 1 if len(form) < 6 else 2
    return 1 if len(form) > 4 else 0


def _nearest(
    near: Iterable[tuple[str, str, str, int]], told: Mapping[tuple[str, str], Known]
) -> list[Correction]:
    found: dict[Correction, tuple] = {}
    for language, form, word, slips in near:
        known = told[language, word]
        # Two slips in a short word make it many others: only those that name careers are likely.
        if slips > 1 and len(form) < 8 and known.written and not known.in_title:
            continue
        likelihood = (slips, word[0] != form[0], not known.in_title, not known.written, word, language)
        correction = Correction(language, word, known.written)
        found[correction] = min(found.get(correction, likelihood), likelihood)
    ordered = sorted(found, key=found.__getitem__)
    closest = [correction for correction in ordered if found[correction][0] == found[ordered[0]][0]]
    return closest[:_MOST_CORRECTIONS]


def _forms(word: str, language: str) -> set[str]:
    """What a word may be a slip for: itself, without its mutation, or its singular."""
    plain = {word, *radicals(word)} if language == "cy" else {word}
    return plain | {singular for form in plain for singular in singulars(form, language)}
