"""Two documents side by side: what was added and what went, text by text, in words.

Texts are marked word by word with <ins> and <del>, each language by itself; facts are shown as the desk
calls them. What did not change is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.content import schema
from profiles.differences import ORDER, Difference, differences
from profiles.languages import OTHER, SIDES, active_language

from . import words
from .fields import Choices, fixed_words, shared_list
from .places import place_in_words

# More words than this on either side of one change are shown as taken out and put in whole: to compare them
# word by word takes longer than anybody waits, and nobody could read it.
MOST_WORDS = 2_000


# Text ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A stretch of a text that became another: it is the `same` in both, or `gone`, or `new`."""

    state: str
    text: str


def words_of(text: str) -> list[str]:
    """Each word with the space after it.

    Spaces by themselves are alike everywhere, and would be compared each with every other.
    """
    return re.findall(r"\S+\s*|\s+", text)


def by_words(before: str, after: str) -> Iterator[Part]:
    """One text as it became another, word by word; of very long ones, all that it was and all that it is.

    >>> [(part.state, part.text) for part in by_words("a shop", "a small shop")]
    [('same', 'a '), ('new', 'small '), ('same', 'shop')]
    """
    old, new = words_of(before), words_of(after)
    changes = [("replace", 0, len(old), 0, len(new))]
    if max(len(old), len(new)) <= MOST_WORDS:
        changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for what, i, j, k, m in changes:
        if what == "equal":
            yield Part("same", "".join(new[k:m]))
            continue
        if i < j:
            yield Part("gone", "".join(old[i:j]))
        if k < m:
            yield Part("new", "".join(new[k:m]))


def marked(before: str, after: str) -> SafeString:
    """One text as it became another: words that went in <del>, those that came in <ins>.

    >>> marked("You run a shop.", "You run a small shop.")
    'You run a <ins>small </ins>shop.'
    """
    if not before or not after:
        return _whole(before, after)
    return format_html_join("", "{}", ((part,) for part in _parts(before, after)))


def marked_facts(before: str, after: str) -> SafeString:
    """Facts as they became others, each on a line: a figure or a day is never half another.

    >>> marked_facts("3 November", "20 November")
    '<del>3 November</del><ins>20 November</ins>'
    """
    old, new = before.splitlines(), after.splitlines()
    shown = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        together = "\n".join(old[i:j])
        shown.append(together if kind == "equal" else _whole(together, "\n".join(new[k:m])))
    return format_html_join("\n", "{}", ((part,) for part in shown))


def _whole(before: str, after: str) -> SafeString:
    gone = format_html("<del>{}</del>", before) if before else ""
    come = format_html("<ins>{}</ins>", after) if after else ""
    return format_html("{}{}", gone, come)


def _parts(before: str, after: str) -> Iterator[SafeString | str]:
    """First line by line, which is quick; then word by word in the lines that changed."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _context(old[i:j], is_first=i == 0, is_last=j == len(old))
        else:
            yield from map(_shown, by_words("".join(old[i:j]), "".join(new[k:m])))


def _context(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[str]:
    """Lines that did not change, next to those that did; the rest is only said to be there."""
    if len(lines) <= 2:
        yield "".join(lines)
        return
    if not is_first:
        yield lines[0]
    yield "[…]\n"
    if not is_last:
        yield lines[-1]


def _shown(part: Part) -> SafeString | str:
    if part.state == "same":
        return part.text
    return _whole(part.text, "") if part.state == "gone" else _whole("", part.text)


# Documents ----------------------------------------------------------------------------------------


@dataclass
class Place:
    """A field that changed: what it is called, and its languages, or (one entry without) its value."""

    label: str
    sides: list[tuple[str, SafeString]] = field(default_factory=list)


@dataclass
class Thing:
    """An item of a list, or the document itself: its name, whether it came or went, and what changed."""

    name: str
    came: bool = False
    went: bool = False
    places: dict[str, Place] = field(default_factory=dict)


@dataclass
class Group:
    """One list of a document, or its own fields."""

    title: str
    things: dict[str, Thing] = field(default_factory=dict)


def compared(
    document: type[schema.Value],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    kind: str,
    directory: Mapping[str, Choices],
) -> list[Group]:
    """What became of one document in another, both as plain JSON data.

    `kind` is what `place_in_words` calls the document; `directory` gives the names of shared things.
    """
    comparison = _Comparison(document, before, after, kind, directory)
    for difference in differences(dict(before), dict(after)):
        comparison.add(difference)
    order = ["", *document.model_fields]
    return sorted(comparison.groups.values(), key=lambda group: order.index(comparison.list_of[group.title]))


@dataclass
class _Comparison:
    document: type[schema.Value]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    kind: str
    directory: Mapping[str, Choices]
    groups: dict[str, Group] = field(default_factory=dict)
    list_of: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lists = schema.lists_of(self.document)

    def add(self, difference: Difference) -> None:
        name, _dot, rest = difference.path.partition(".")
        if name.endswith(ORDER):
            self._add_order(name.removesuffix(ORDER), difference)
        elif name in self.lists:
            self._add_item(name, rest, difference)
        else:
            thing = self._thing("", "", "")
            self._add_value(thing, self.document, difference.path, difference.before, difference.after)

    def _group(self, list_name: str) -> Group:
        title = str(words.LISTS[list_name]) if list_name else _("Own fields")
        self.list_of[title] = list_name
        return self.groups.setdefault(title, Group(title))

    def _thing(self, list_name: str, key: str, name: str) -> Thing:
        return self._group(list_name).things.setdefault(key, Thing(name))

    def _add_order(self, list_name: str, difference: Difference) -> None:
        thing = self._thing(list_name, ORDER, _("Order"))
        before, after = (
            "\n".join(self._name(list_name, key) for key in keys)
            for keys in (difference.before, difference.after)
        )
        thing.places[ORDER] = Place("", [("", marked_facts(before, after))])

    def _add_item(self, list_name: str, path: str, difference: Difference) -> None:
        key, _dot, rest = path.partition(".")
        thing = self._thing(list_name, key, self._name(list_name, key))
        item = self.lists[list_name]
        if rest:
            self._add_value(thing, item, rest, difference.before, difference.after)
            return
        thing.came, thing.went = difference.before is None, difference.after is None
        for inner in differences(difference.before or {}, difference.after or {}):
            # Of what came or went, what it says: not that it is not the cover, and not its name again.
            if inner.path != "key" and (inner.before or inner.after):
                self._add_value(thing, item, inner.path, inner.before, inner.after)

    def _add_value(
        self, thing: Thing, document: type[schema.Value], path: str, before: Any, after: Any
    ) -> None:
        name, _dot, side = path.partition(".")
        if name in document.model_fields and schema.is_pair(document, name) and not side:
            for language in SIDES:
                self._add_value(
                    thing,
                    document,
                    f"{name}.{language}",
                    (before or {}).get(language),
                    (after or {}).get(language),
                )
            return
        old, new = (self._in_words(document, name, value) for value in (before, after))
        if old == new:
            return
        if name == "out_of_date" or name not in document.model_fields:
            place = thing.places.setdefault(path, Place(self._where(document, path)))
        else:
            place = thing.places.setdefault(name, Place(str(words.label_of(document, name))))
        language = side if side in SIDES and name != "out_of_date" else ""
        place.sides.append((language, marked(old, new) if language else marked_facts(old, new)))
        place.sides.sort(key=lambda shown: SIDES.index(shown[0]) if shown[0] else 0)

    def _where(self, document: type[schema.Value], path: str) -> str:
        list_name = next((name for name, item in self.lists.items() if item is document), self.kind)
        return place_in_words(list_name, path)

    def _name(self, list_name: str, key: str) -> str:
        """What people know an item by: its first text, in the newer document or else in the older."""
        if list_name == "sections":
            return str(words.SECTIONS.get(key, key))
        item = self.lists[list_name]
        if shared := shared_list(item, "key"):
            return dict(self.directory.get(shared, [])).get(key, key)
        for data in (self.after, self.before):
            for held in data.get(list_name) or ():
                if held["key"] == key and (name := self._first_words(item, held)):
                    return f"{name} ({key})"
        return key

    def _first_words(self, item: type[schema.Value], held: Mapping[str, Any]) -> str:
        """The text that an item must have; of one that needs none, whose it is and of what: a pay band's."""
        required = [name for name, info in item.model_fields.items() if info.is_required() and name != "key"]
        pair = next((name for name in required if schema.is_pair(item, name)), "")
        if pair:
            return _first_text(held.get(pair) or {})
        told = [name for name in required if fixed_words(item, name) or shared_list(item, name)]
        # A shared thing's name ends with its key, which says nothing more in the name of another.
        return ", ".join(
            self._in_words(item, name, held.get(name)).removesuffix(f" ({held.get(name)})") for name in told
        )

    def _in_words(self, document: type[schema.Value], name: str, value: Any) -> str:
        if value is None or value in ("", [], {}):
            return ""
        if name in document.model_fields and schema.is_pair(document, name):
            return value if isinstance(value, str) else "\n".join(value)
        known: dict[str, str] = {}
        if name in document.model_fields:
            known = {word: str(shown) for word, shown in fixed_words(document, name)}
            if not known and (shared := shared_list(document, name)):
                known = dict(self.directory.get(shared, []))
        return "\n".join(_lines(value, known))


def _first_text(pair: Mapping[str, Any]) -> str:
    """A pair's text in the editor's language, or else in the other."""
    language = active_language()
    return pair.get(language) or pair.get(OTHER[language]) or ""


_YES, _NO = gettext_lazy("yes"), gettext_lazy("no")


def _lines(value: Any, known: Mapping[str, str]) -> Iterable[str]:
    if isinstance(value, bool):
        yield str(_YES if value else _NO)
    elif isinstance(value, dict):
        for name, held in value.items():
            yield f"{name}: {' '.join(_lines(held, known))}"
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _lines(member, known)
    elif isinstance(value, str):
        yield known.get(value) or _day(value) or value
    else:
        yield str(value)


def _day(value: str) -> str:
    """A day as people write it, or nothing where the text is none."""
    try:
        return date_format(date.fromisoformat(value), "j F Y") if len(value) == len("2026-11-25") else ""
    except ValueError:
        return ""
