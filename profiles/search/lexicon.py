"""The table of words that careers are found by, as readers see them: slips are put right from it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Aggregate, TextField

from profiles.languages import LANGUAGES
from profiles.models import SearchWord

from . import engines
from .words import STOP_WORDS, forms, singulars

SHORTEST = 3
_LONGEST_WRITTEN = SearchWord._meta.get_field("written").max_length
_AT_ONCE = 200

# By language, first letter and length.
Words = dict[str, dict[tuple[str, int], list[str]]]


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


def all_words() -> Words:
    """All words. One query, which gives tens of thousands of them as one text a language."""
    found: Words = {language: defaultdict(list) for language in LANGUAGES}
    for language, words in SearchWord.objects.values_list("language").annotate(words=_Joined("word")):
        for word in words.split():
            found[language][word[0], len(word)].append(word)
    return found


def told_of(words: Iterable[str]) -> dict[tuple[str, str], Known]:
    """How these words are known, by language and word. One query."""
    rows = SearchWord.objects.filter(word__in=words).values_list("language", "word", "written", "in_title")
    return {(language, word): Known(*told) for language, word, *told in rows}


class _Joined(Aggregate):
    function = "group_concat"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple:
        return self.as_sql(compiler, connection, function="string_agg", **more)


def add(language: str, words: Mapping[str, Known]) -> None:
    """Put these words in. Most are there already, and of those most stay as they are."""
    for some in _batches(words):
        held = {row.word: row for row in SearchWord.objects.filter(language=language, word__in=some)}
        new, changed = [], []
        for word in some:
            known = words[word]
            row = held.get(word)
            if row is None:
                new.append(SearchWord(language=language, word=word, length=len(word), **asdict(known)))
                continue
            before = Known(row.written, row.in_title)
            if (both := _together(word, before, known)) != before:
                row.written, row.in_title = both.written, both.in_title
                changed.append(row)
        SearchWord.objects.bulk_create(new)
        SearchWord.objects.bulk_update(changed, ["written", "in_title"])


def _together(word: str, before: Known, now: Known) -> Known:
    """How a word was written first stays, unless nobody saw it, or it was a plural or began a sentence."""
    better = now.written and (not before.written or now.written.lower() == word != before.written)
    return Known(now.written if better else before.written, before.in_title or now.in_title)


def remove(language: str, words: Iterable[str]) -> None:
    """Take out those of these words that no entry holds any more."""
    for some in _batches(words):
        kept = engines.which_hold({word: forms(word, language) for word in some}, language)
        SearchWord.objects.filter(language=language, word__in=set(some) - kept).delete()


def _batches(words: Iterable[str]) -> Iterator[list[str]]:
    in_order = sorted(words)
    for start in range(0, len(in_order), _AT_ONCE):
        yield in_order[start : start + _AT_ONCE]
