"""Translation: which texts are missing in a language, and which no longer say what the other side says.

It works on plain data, whole or half finished, of a document or of one entry of the directory. Neither
language comes first: whichever side changed alone leaves the other out of date.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from profiles.content import schema
from profiles.languages import OTHER

# Pairs that are not translated from one another: addresses and the words people search with.
_NOT_TRANSLATED = (schema.SlugPair, schema.WebPair)
_NOT_TRANSLATED_FIELDS = {"hidden_words"}

MISSING = "missing"


@dataclass(frozen=True)
class BothSides:
    """One text: its dotted path without a language, and what each side says (a text, or a list of them)."""

    path: str
    en: Any
    cy: Any

    def side(self, language: str) -> Any:
        return self.en if language == "en" else self.cy


def is_translated(document: type[schema.Value], name: str) -> bool:
    """Whether a field is a pair whose sides say the same in two languages."""
    held = document.model_fields[name].annotation
    if name in _NOT_TRANSLATED_FIELDS or not isinstance(held, type):
        return False
    return issubclass(held, schema.Pair | schema.ListPair) and not issubclass(held, _NOT_TRANSLATED)


def texts(document: type[schema.Value], data: Mapping[str, Any], path: str = "") -> Iterator[BothSides]:
    """Every text of a document that somebody has written in at least one language."""
    for name, field in document.model_fields.items():
        here = f"{path}.{name}" if path else name
        held = data.get(name)
        item = next(iter(get_args(field.annotation)), None)
        if is_translated(document, name):
            en, cy = (held or {}).get("en"), (held or {}).get("cy")
            if en or cy:
                yield BothSides(here, en or "", cy or "")
        elif isinstance(item, type) and issubclass(item, schema.Item):
            for member in held or ():
                yield from texts(item, member, f"{here}.{member['key']}")


def marks_of(document: type[schema.Value], data: Mapping[str, Any]) -> dict[str, Any]:
    """The sides that are out of date, by path: a document's own, or those of its entries."""
    if "out_of_date" in document.model_fields:
        return data.get("out_of_date") or {}
    return {
        f"{name}.{item['key']}.{path}": day
        for name in document.model_fields
        for item in data.get(name) or ()
        for path, day in (item.get("out_of_date") or {}).items()
    }


def waiting(document: type[schema.Value], data: Mapping[str, Any]) -> dict[str, Any]:
    """The texts that are not current, by language and path.

    `{"texts": 120, "en": {}, "cy": {"title": "missing", "standfirst": "2026-11-25"}}`: missing, or the day
    since which it is out of date.
    """
    marked = marks_of(document, data)
    found: dict[str, Any] = {"texts": 0, "en": {}, "cy": {}}
    for text in texts(document, data):
        found["texts"] += 1
        for language in schema.LANGUAGES:
            if not text.side(language):
                found[language][text.path] = MISSING
            elif day := marked.get(f"{text.path}.{language}"):
                found[language][text.path] = str(day)
    return found


def brings_new_texts(
    document: type[schema.Value], before: Mapping[str, Any], after: Mapping[str, Any]
) -> bool:
    """Whether `after` has a text where `before` had none in either language."""
    was = {text.path for text in texts(document, before)}
    return any(text.path not in was for text in texts(document, after))


def out_of_date(
    document: type[schema.Value],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    today: str,
    published: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """What `after` should say is out of date, given what was there before.

    A side that changes while the other stays leaves the other out of date, unless it was only catching up
    (it was missing, or out of date itself) or somebody took the other's mark away with the same change:
    looked at, and still right. A mark goes when its text changes, unless it came with that change.
    A text that was taken away and comes back began as `published` has it: else one language could be
    changed alone in two steps.
    """
    given, was_marked = _as_text(after.get("out_of_date")), _as_text(before.get("out_of_date"))
    was = {text.path: text for text in texts(document, before)}
    whole = {text.path: text for text in texts(document, published or {}) if text.en and text.cy}
    marks = dict(given)
    for text in texts(document, after):
        old = was.get(text.path) or whole.get(text.path)
        if old is None:
            continue
        changed = [language for language in schema.LANGUAGES if old.side(language) != text.side(language)]
        for language in changed:
            side = f"{text.path}.{language}"
            if given.get(side) == was_marked.get(side):
                marks.pop(side, None)
        if len(changed) == 1:
            side, other = (f"{text.path}.{language}" for language in (changed[0], OTHER[changed[0]]))
            caught_up = not old.side(changed[0]) or side in was_marked
            confirmed = other in was_marked and other not in given
            if not caught_up and not confirmed:
                marks.setdefault(other, today)
    return of_whole_texts(document, after, marks)


def of_whole_texts(
    document: type[schema.Value], data: Mapping[str, Any], marks: Mapping[str, Any]
) -> dict[str, str]:
    """The marks, by path, without those of texts that have gone or that only one language has."""
    whole = {
        f"{text.path}.{language}"
        for text in texts(document, data)
        if text.en and text.cy
        for language in schema.LANGUAGES
    }
    return {path: day for path, day in sorted(_as_text(marks).items()) if path in whole or not _is_side(path)}


def _as_text(marks: Mapping[str, Any] | None) -> dict[str, str]:
    """Days as text, as columns keep them: a document has dates."""
    return {path: str(day) for path, day in (marks or {}).items()}


def _is_side(path: str) -> bool:
    """A path that leads nowhere is left for the checks to name; only sides of texts come and go here."""
    return path.rpartition(".")[2] in schema.LANGUAGES


def progress(waiting: Mapping[str, Any], language: str) -> tuple[int, int]:
    """How many texts are current in a language, and how many there are."""
    total = waiting.get("texts", 0)
    return total - len(waiting.get(language, {})), total
