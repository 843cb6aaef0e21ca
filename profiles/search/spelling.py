"""Words that nobody has: the nearest that somebody does."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from profiles.models import SearchWord

from .asked import Asked, Correction
from .lexicon import SHORTEST
from .words import radicals, singulars

_MOST_WORDS = 6
_MOST_CORRECTIONS = 6


def corrections(asked: Asked, numbers: Iterable[int]) -> dict[int, list[Correction]]:
    """What each of these words may have been meant for, the likeliest first. One query for all."""
    words = asked.words
    # A figure is no slip for another.
    numbers = [n for n in sorted(numbers) if len(words[n]) >= SHORTEST and words[n].isalpha()][:_MOST_WORDS]
    typed = {
        (number, language): _typed(words[number], language) for number in numbers for language in ("en", "cy")
    }
    lengths = {
        length
        for forms in typed.values()
        for form in forms
        for length in range(len(form) - _allowed(form), len(form) + _allowed(form) + 1)
    }
    if not lengths:
        return {}
    known: dict[str, dict[str, tuple[str, bool]]] = defaultdict(dict)
    rows = SearchWord.objects.filter(length__in=lengths)
    for language, word, written, in_title in rows.values_list("language", "word", "written", "in_title"):
        known[language][word] = (written, in_title)
    return {number: nearest for number in numbers if (nearest := _nearest(number, typed, known))}


def _nearest(
    number: int, typed: dict[tuple[int, str], set[str]], known: dict[str, dict[str, tuple[str, bool]]]
) -> list[Correction]:
    found: dict[Correction, tuple] = {}
    for language, words in known.items():
        for form in typed[number, language]:
            allowed = _allowed(form)
            near = extract(
                form, list(words), scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=None
            )
            for word, distance, _index in near:
                written, in_title = words[word]
                # What hidden words hold as typed may be a slip all the same. In a short word the first
                # letter is nearly all there is to go by.
                if distance == 0 or (word[0] != form[0] and (len(form) <= 4 or distance > 1)):
                    continue
                # Two slips in a short word make it many others: only those that name careers are likely.
                if distance > 1 and len(form) < 8 and written and not in_title:
                    continue
                likelihood = (distance, word[0] != form[0], not in_title, not written, word, language)
                correction = Correction(language, word, written)
                found[correction] = min(found.get(correction, likelihood), likelihood)
    ordered = sorted(found, key=found.__getitem__)
    closest = [correction for correction in ordered if found[correction][0] == found[ordered[0]][0]]
    return closest[:_MOST_CORRECTIONS]


def _typed(word: str, language: str) -> set[str]:
    """What a word may be a slip for: itself, without its mutation, or its singular."""
    plain = {word, *radicals(word)} if language == "cy" else {word}
    return plain | {singular for form in plain for singular in singulars(form, language)}


def _allowed(form: str) -> int:
    return 1 if len(form) < 6 else 2
