"""Entries: what a published career is found by, in each language, made from its edition.

An entry's texts are what a reader reads of the career, by kind, and the hidden words. Everything else (the
database's index, the names to compare with, the table of words) is made from those.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from profiles.content import schema
from profiles.models import Listing, SearchEntry, SearchWord

from . import engines, lexicon
from .lexicon import known_words
from .words import MOST_JOINED, forms, joined, parts_of, telling, words_of, written_words

# The kinds of texts, and the place in the index where each kind's words stand.
PLACE_OF_KIND = {
    "title": engines.TITLE,
    "other-title": engines.OTHER_TITLES,
    "hidden-word": engines.HIDDEN_WORDS,
    "skill": engines.SKILLS,
    "subject": engines.SKILLS,
    "text": engines.TEXT,
}

# What is no text of this career: said elsewhere, said of another career, or of what we do not know.
_NOT_ITS_TEXT = {
    "title", "slug", "hidden_words", "also_known_as", "skills", "related", "gaps", "pictures",
    "reviewed_by", "welsh_read_by", "change_note",
}  # fmt: skip
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[3-6]|blockquote|table|thead|tbody|tr|t[dh]|br)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


def write_entries(
    listing: Listing, document: schema.Profile, derived: Mapping[str, Any], directory: schema.Directory
) -> bool:
    """Let a career be found by what its edition says. True if that is something else than before."""
    names = {skill.key: skill.name for skill in directory.skills}
    held = {entry.language: entry for entry in listing.search_entries.all()}
    changed = False
    for language in schema.LANGUAGES:
        entry = held.get(language) or SearchEntry(listing=listing, language=language)
        texts = _texts(document, derived, names, language)
        if texts != entry.texts:
            _save(entry, texts)
            changed = True
    return changed


def remove_entries(listings: QuerySet[Listing]) -> None:
    """Let careers be found no more; before the listings go."""
    entries = list(SearchEntry.objects.filter(listing__in=listings))
    engines.drop(entry.pk for entry in entries)
    for entry in entries:
        lexicon.remove(entry.language, known_words(entry.language, _words(entry)))
        entry.delete()


def forget_entries() -> None:
    """Let nothing be found; before entries are made by other rules."""
    engines.empty()
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()


def rename_skills(listings: QuerySet[Listing], names: Mapping[str, schema.Pair]) -> None:
    """Let careers be found by the new names of skills that they have; the editions need not be read."""
    for number in list(SearchEntry.objects.filter(listing__in=listings).values_list("pk", flat=True)):
        entry = SearchEntry.objects.get(pk=number)
        skills = [
            [key, getattr(names[key], entry.language) if key in names else name, words]
            for key, name, words in entry.texts["skill"]
        ]
        _save(entry, {**entry.texts, "skill": skills})


def texts_of(entry: SearchEntry, kind: str) -> Iterable[str]:
    """An entry's texts of one kind. A skill is kept as its key, the shared name, and this job's words."""
    held = entry.texts.get(kind, ())
    return [text for _key, *texts in held for text in texts if text] if kind == "skill" else held


# From the document ------------------------------------------------------------------------------------


def _texts(
    document: schema.Profile,
    derived: Mapping[str, Any],
    names: Mapping[str, schema.Pair],
    language: str,
) -> dict[str, Any]:
    def sides(pairs: Iterable[schema.Pair]) -> list[str]:
        return [text for pair in pairs if (text := getattr(pair, language))]

    return {
        "title": sides([document.title]),
        "other-title": sides(other.title for other in document.also_known_as),
        "hidden-word": list(getattr(document.hidden_words, language)),
        "skill": [
            [skill.key, getattr(names.get(skill.key), language, ""), getattr(skill.text, language)]
            for skill in document.skills
        ],
        "subject": sides(subject.name for subject in document.subjects),
        "text": list(dict.fromkeys(_prose(document, derived, language))),
    }


def _prose(document: schema.Profile, derived: Mapping[str, Any], language: str) -> Iterator[str]:
    """Everything else that a reader reads of a career, a paragraph or a fact at a time."""
    for name in type(document).model_fields:
        if name == "sections":
            for section in document.sections:
                yield from _sides((section.title, section.answer), language)
                yield from _paragraphs(derived.get("prose", {}).get(section.key, {}).get(language, ""))
        elif name == "films":
            yield from _sides(document.films, language)
            for transcript in derived.get("transcripts", {}).values():
                yield from _paragraphs(transcript.get(language, ""))
        elif name == "subjects":
            yield from _sides(tuple(subject.note for subject in document.subjects), language)
        elif name == "occupation_codes" and language == "en":
            yield from (code.title for code in document.occupation_codes)
        elif name not in _NOT_ITS_TEXT:
            yield from _sides(getattr(document, name), language)


def _sides(value: Any, language: str) -> Iterator[str]:
    """One language's side of every text in a value."""
    if isinstance(value, schema.ListPair):
        yield from getattr(value, language)
    elif isinstance(value, schema.ProsePair):
        pass  # Markdown: what is read is in the edition's HTML
    elif isinstance(value, schema.Pair):
        if text := getattr(value, language):
            yield text
    elif isinstance(value, schema.Value):
        for name in type(value).model_fields:
            yield from _sides(getattr(value, name), language)
    elif isinstance(value, tuple):
        for member in value:
            yield from _sides(member, language)


def _paragraphs(markup: str) -> Iterator[str]:
    for block in _BLOCK.split(markup):
        if text := " ".join(html.unescape(_TAG.sub("", block)).split()):
            yield text


# What is made of the texts ----------------------------------------------------------------------------


def _save(entry: SearchEntry, texts: dict[str, Any]) -> None:
    """Give an entry its texts, and everything that is made of them."""
    before = known_words(entry.language, _words(entry))
    entry.texts = texts
    entry.title, entry.other_titles, entry.hidden_words = (
        "\n".join(" ".join(telling(words_of(text))) for text in texts_of(entry, kind))
        for kind in ("title", "other-title", "hidden-word")
    )
    entry.save()
    places = _words(entry)
    engines.put(
        entry.pk,
        {
            engines.PLACES[place]: {form for word in words for form in forms(word, entry.language)}
            for place, words in places.items()
        },
    )
    after = known_words(entry.language, places)
    lexicon.add(entry.language, {word: known for word, known in after.items() if before.get(word) != known})
    lexicon.remove(entry.language, before.keys() - after.keys())


def _words(entry: SearchEntry) -> dict[int, dict[str, str]]:
    """The folded words of each place, and how each is written.

    What is written with a hyphen is one word too, and in names so are any two that follow each other, in
    titles any more: `callcentre` and `callcentremanager` find a call centre manager.
    """
    found: dict[int, dict[str, tuple[int, str]]] = defaultdict(dict)
    for kind, place in PLACE_OF_KIND.items():
        words = found[place]
        for text in texts_of(entry, kind):
            before, hyphen = None, False
            for word, written, first, hyphen_after in _row(text):
                likely = (
                    (2, written.lower()) if first and written.istitle() else (not written.islower(), written)
                )
                if word not in words or likely < words[word]:
                    words[word] = likely
                if before and (hyphen or place != engines.TEXT) and (both := joined(before[0], word)):
                    words.setdefault(both, (3, f"{before[1]}{'-' if hyphen else ' '}{written}"))
                before, hyphen = (word, likely[1]), hyphen_after
            if place in (engines.TITLE, engines.OTHER_TITLES):
                for both, written in _runs([(word, written) for word, written, *_ in _row(text)]):
                    words.setdefault(both, (3, written))
    return {place: {word: written for word, (_, written) in words.items()} for place, words in found.items()}


def _runs(row: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Three words or more of a title that follow each other, written as one, and as the title has them."""
    for start in range(len(row)):
        for end in range(start + 3, min(len(row), start + MOST_JOINED) + 1):
            run = row[start:end]
            if both := joined(*(word for word, _written in run)):
                yield both, " ".join(written for _word, written in run)


def _row(text: str) -> Iterator[tuple[str, str, bool, bool]]:
    """The words of a text: folded, as written, whether it begins a sentence, and whether a hyphen follows."""
    for start, written in written_words(text):
        first = not start or text[start - 2 : start - 1] in ".?!:"
        parts = parts_of(written)
        for n, (begin, end, word) in enumerate(parts):
            yield word, written[begin:end], first and not n, n + 1 < len(parts)
