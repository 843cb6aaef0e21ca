"""Words that nobody has: the nearest that somebody does."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from profiles.languages import LANGUAGES

from . import lexicon
from .asked import Asked, Correction
from .lexicon import SHORTEST, Known
from .words import radicals, singulars

_MOST_WORDS = 6
_MOST_CORRECTIONS = 6
# From how many letters on words are put right to those of texts, and of hidden words.
_LONG, _SHORTEST_UNSEEN = 7, 5


def corrections(
    asked: Asked, numbers: Iterable[int], unseen: Collection[int], language: str
) -> dict[int, list[Correction]]:
    """What each of these words may have been meant for, the likeliest first. Two queries for all.

    `unseen`: those that stand in hidden words as typed. `language`: the reader's.
    """
    words = asked.words
    # A figure is no slip for another.
    numbers = [n for n in sorted(numbers) if len(words[n]) >= SHORTEST and words[n].isalpha()][:_MOST_WORDS]
    if not numbers:
        return {}
    known = lexicon.all_words()
    near = {number: list(_near(words[number], known)) for number in numbers}
    told = lexicon.told_of({word for found in near.values() for _language, _form, word, _slips in found})
    found = {}
    for number, nearest in near.items():
        likely = {
            likelihood: correction
            for likelihood, correction in _judged(nearest, told)
            if _is_likely(words[number], correction, *likelihood[:2], own=correction.language == language)
            # Where it stands in hidden words somebody types it, and may mean it.
            and (correction.in_title or number not in unseen)
        }
        if likely:
            # Beside the closest those that careers are called: an `oficer manager` manages an office.
            closest = min(likely)[0]
            ordered = [likely[it] for it in sorted(likely) if it[0] == closest or likely[it].in_title]
            found[number] = list(dict.fromkeys(ordered))[:_MOST_CORRECTIONS]
    return found


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


def _judged(
    near: Iterable[tuple[str, str, str, int]], told: Mapping[tuple[str, str], Known]
) -> Iterator[tuple[tuple, Correction]]:
    """Each correction with what orders it: the least is the likeliest, and fewer slips come first."""
    for language, form, word, slips in near:
        known = told[language, word]
        another = word[0] != form[0]
        likelihood = (slips, another, not known.in_title, not known.written, word, language)
        yield likelihood, Correction(language, word, known.written, bool(known.in_title))


def _is_likely(typed: str, correction: Correction, slips: int, another: bool, *, own: bool) -> bool:
    """Whether a reader may have meant this. Most words that nobody has are right, and of other things.

    `another`: the first letter is another. In a short word it is nearly all there is to go by.
    """
    word = correction.word
    if min(len(typed), len(word)) < 6 and (slips > 1 or word[0] != typed[0]):
        return False
    if correction.in_title:
        return not another or slips == 1
    # What no career is called is meant by those alone who all but type it.
    if slips > 1 or another:
        return False
    return len(word) >= _LONG if correction.written else own and len(word) >= _SHORTEST_UNSEEN


def _forms(word: str, language: str) -> set[str]:
    """What a word may be a slip for: itself, without its mutation, or its singular."""
    plain = {word, *radicals(word)} if language == "cy" else {word}
    return plain | {singular for form in plain for singular in singulars(form, language)}
