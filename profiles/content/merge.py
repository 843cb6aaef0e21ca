"""Merging: the files and an editor both changed a document since they last agreed.

Three documents as JSON data (`as_json`: without what has its default) are compared by item key, then by
field, the two languages of a text apart. What one side changed is taken; what both changed alike is
agreed; what both changed differently is a clash, for someone to decide. Nothing here knows where the
documents come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from profiles import translation
from profiles.differences import ORDER

from . import schema

Side = Literal["file", "edit"]
Data = dict[str, Any]

# Fields that only mean something together, under the path of the first: a picture's bytes have one name.
_TOGETHER: dict[type[schema.Value], tuple[str, ...]] = {schema.Picture: ("file", "kind", "digest")}

_MARKS = "out_of_date"
_NO_TEXT = translation.BothSides("", "", "")


@dataclass(frozen=True)
class Clash:
    """One value that both sides changed differently. None is what is not there."""

    path: str
    """`pay_bands.senior.high`, `title.cy`; an item that one side removed by its own; `steps (order)`."""
    base: Any
    file: Any
    edit: Any


def merge(
    document: type[schema.Value],
    base: Data | None,
    file: Data,
    edit: Data,
    *,
    today: str,
    choices: Mapping[str, Side] = MappingProxyType({}),
) -> tuple[Data, list[Clash]]:
    """The merged document, and what nobody has decided: there it has the editor's value.

    `base` is None where the two never agreed on anything. `choices` says by path whose value stands.
    `today` (2026-11-25) is since when a text is out of date whose two sides come from different hands.
    The result need not be valid: two changes that are right by themselves may not go together.
    """
    merging = _Merging(today, choices)
    merged = merging.fields(document, base or {}, file, edit, "")
    return merged, merging.clashes


def without_marks(document: type[schema.Value], data: Data) -> Data:
    """A document without what it says of texts being out of date."""
    data = {name: value for name, value in data.items() if name != _MARKS}
    for name, item in schema.lists_of(document).items():
        if name in data and _MARKS in item.model_fields:
            data[name] = [without_marks(item, member) for member in data[name]]
    return data


def _fixed_order(item: type[schema.Item]) -> tuple[str, ...]:
    """The order of a list whose keys are words that the site puts in order itself."""
    kind = item.model_fields["key"].annotation
    return get_args(kind) if get_origin(kind) is Literal else ()


@dataclass
class _Merging:
    today: str
    choices: Mapping[str, Side]
    clashes: list[Clash] = field(default_factory=list)

    def value(self, base: Any, file: Any, edit: Any, path: str) -> Any:
        """One value as a whole: whoever changed it has it."""
        if file in (edit, base):
            return edit
        if edit == base:
            return file
        if path in self.choices:
            return file if self.choices[path] == "file" else edit
        self.clashes.append(Clash(path, base, file, edit))
        return edit

    def fields(self, document: type[schema.Value], base: Data, file: Data, edit: Data, path: str) -> Data:
        """A document, or an item that both sides have."""
        if file in (edit, base):
            return edit
        if edit == base:
            return file
        lists, together = schema.lists_of(document), _TOGETHER.get(document, ())
        merged: Data = {}
        for name in document.model_fields:
            here = f"{path}.{name}" if path else name
            three = base.get(name), file.get(name), edit.get(name)
            if name in together:
                if name == together[0]:
                    of_each = ({n: side[n] for n in together if n in side} for side in (base, file, edit))
                    merged |= self.value(*of_each, here)
            elif name in lists:
                if items := self.items(lists[name], *(side or [] for side in three), here):
                    merged[name] = items
            elif schema.is_pair(document, name):
                if (pair := self.pair(*three, here)) is not None:
                    merged[name] = pair
            elif name != _MARKS and (value := self.value(*three, here)) is not None:
                merged[name] = value
        if _MARKS in document.model_fields and (marks := self.marks(document, base, file, edit, merged)):
            merged[_MARKS] = marks
        return merged

    def pair(self, base: Data | None, file: Data | None, edit: Data | None, path: str) -> Data | None:
        merged = {}
        for language in schema.LANGUAGES:
            three = ((side or {}).get(language) for side in (base, file, edit))
            if (value := self.value(*three, f"{path}.{language}")) is not None:
                merged[language] = value
        # A pair that must be there is there though it is empty; any other is left out.
        return merged if merged or {} in (file, edit) else None

    def items(
        self, item: type[schema.Item], base: list[Data], file: list[Data], edit: list[Data], path: str
    ) -> list[Data]:
        if file in (edit, base):
            return edit
        if edit == base:
            return file
        old, in_file, in_edit = ({member["key"]: member for member in side} for side in (base, file, edit))
        merged = {}
        for key in dict.fromkeys((*in_edit, *in_file)):
            member = self.item(item, old.get(key), in_file.get(key), in_edit.get(key), f"{path}.{key}")
            if member is not None:
                merged[key] = member
        if order := _fixed_order(item):
            return sorted(merged.values(), key=lambda member: order.index(member["key"]))
        kept = [[key for key in side if key in merged] for side in (old, in_file, in_edit)]
        return [merged[key] for key in self.order(*kept, f"{path}{ORDER}")]

    def item(
        self, item: type[schema.Item], base: Data | None, file: Data | None, edit: Data | None, path: str
    ) -> Data | None:
        if file is not None and edit is not None:
            return self.fields(item, base or {}, file, edit, path)
        left = edit if file is None else file
        if base is not None and without_marks(item, left) == without_marks(item, base):
            return None  # one side removed it, and the other did nothing to it
        return self.value(base, file, edit, path)

    def order(self, base: list[str], file: list[str], edit: list[str], path: str) -> list[str]:
        """The keys that are kept in the order of the side that moved them, the other's own among them.

        What only one side has comes after what it followed there.
        """
        shared = set(base) & set(file) & set(edit)
        of_each = [[key for key in side if key in shared] for side in (base, file, edit)]
        chosen = self.value(*of_each, path)
        order, other = (list(edit), file) if chosen == of_each[2] else (list(file), edit)
        for place, key in enumerate(other):
            if key not in order:
                before = next((k for k in reversed(other[:place]) if k in order), None)
                order.insert(order.index(before) + 1 if before else 0, key)
        return order

    def marks(
        self, document: type[schema.Value], base: Data, file: Data, edit: Data, merged: Data
    ) -> dict[str, str]:
        """The texts that are out of date: what either side says of them, as far as it is about this text.

        A text whose English comes from one side and whose Welsh from the other was read by nobody as a
        whole: there the editor's is out of date, since the file's came after it.
        """
        in_file, in_edit, now = (
            {text.path: text for text in translation.texts(document, data)} for data in (file, edit, merged)
        )
        three = [side.get(_MARKS) or {} for side in (base, file, edit)]
        found: dict[str, str] = {}
        for path, text in now.items():
            if not (text.en and text.cy):
                continue
            theirs, ours = in_file.get(path, _NO_TEXT), in_edit.get(path, _NO_TEXT)
            for language in schema.LANGUAGES:
                mark = f"{path}.{language}"
                old, of_file, of_edit = (side.get(mark) for side in three)
                about_this = (of_file and theirs.side(language) == text.side(language)) or (
                    of_edit and ours.side(language) == text.side(language)
                )
                if about_this and (day := _since(old, of_file, of_edit)):
                    found[mark] = day
            said = [(side.en, side.cy) for side in (theirs, ours)]
            if (text.en, text.cy) not in said:
                edited = next(lang for lang in schema.LANGUAGES if text.side(lang) != theirs.side(lang))
                found.setdefault(f"{path}.{edited}", self.today)
        return dict(sorted(found.items()))


def _since(base: str | None, file: str | None, edit: str | None) -> str | None:
    """Since when a text is out of date. Where both sides say so anew, since the earlier day."""
    if file in (edit, base):
        return edit
    if edit == base:
        return file
    return min(filter(None, (file, edit)))
