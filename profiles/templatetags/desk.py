"""How the desk's forms show a row of fields: the two sides of a text, their state, and what goes with them.

A form may say in `text_states` how its texts stand, `{"title_cy": {"state": "out-of-date", "since":
"2026-11-25"}}`, and have a box `still_right_<column>` to confirm one that is out of date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms, template
from django.contrib.admin.helpers import AdminField, AdminReadonlyField, Fieldline
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from profiles.content import schema
from profiles.languages import OTHER, SIDES, active_language
from profiles.translation import is_translated
from profiles.vocabulary import LANGUAGE_NAMES

register = template.Library()

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """One field as a row shows it. Without a `side` it is not a text in two languages."""

    field: AdminField | AdminReadonlyField
    control: SafeString | str = ""
    side: str = ""
    is_prose: bool = False
    is_missing: bool = False
    out_of_date_since: date | None = None
    confirm: forms.BoundField | None = None
    described_by: str = ""
    pages: Choices = ()

    @property
    def language(self) -> str:
        return str(LANGUAGE_NAMES.get(self.side, ""))

    @property
    def is_group(self) -> bool:
        """Several boxes under one name, which is a legend then."""
        return not self.field.is_readonly and self.field.field.use_fieldset


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    is_pair: bool


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else value


def _states(form: forms.BaseForm) -> dict[str, dict[str, Any]]:
    return getattr(form, "text_states", {})


def _is_missing(form: forms.BaseForm, name: str, field: forms.Field) -> bool:
    """Nothing is written on this side while something is on the other."""
    if not is_translated(form.document, field.text_name):
        return False
    other = f"{field.text_name}_{OTHER[field.side]}"
    return other in form.fields and not form[name].value() and bool(form[other].value())


def _cell(field: AdminField | AdminReadonlyField, form: forms.BaseForm, help_of: str) -> Cell:
    if field.is_readonly:
        return Cell(field)
    bound = field.field
    side = getattr(bound.field, "side", "")
    state = _states(form).get(bound.name, {})
    since = _day(state.get("since")) if side else None
    missing = bool(side) and _is_missing(form, bound.name, bound.field)
    confirm = form[f"still_right_{bound.name}"] if f"still_right_{bound.name}" in form.fields else None
    described_by = [
        f"{help_of or bound.auto_id}_helptext" if bound.help_text else "",
        f"{bound.auto_id}_state" if missing or since else "",
        f"{bound.auto_id}_error" if bound.errors else "",
    ]
    words = " ".join(filter(None, described_by))
    attrs = {"aria-describedby": words} if words and not bound.use_fieldset else {}
    return Cell(
        field=field,
        control=bound.as_widget(attrs=attrs),
        side=side,
        is_prose=getattr(bound.field, "is_prose", False),
        is_missing=missing,
        out_of_date_since=since,
        confirm=confirm,
        described_by=words,
        pages=getattr(form, "directory", {}).get("pages", ()),
    )


@register.simple_tag
def row_of(line: Fieldline) -> Row:
    """A line of a fieldset. The sides of a text share one help, which belongs to the first."""
    fields = list(line)
    is_pair = all(not field.is_readonly and getattr(field.field.field, "side", "") for field in fields)
    help_of = fields[0].field.auto_id if is_pair else ""
    return Row([_cell(field, line.form, help_of) for field in fields], is_pair)


# Items of a list ----------------------------------------------------------------------------------


@register.simple_tag
def item_name(form: forms.BaseForm) -> str:
    """What an item is called in the head of its form: its required words, in the editor's language."""
    return Truncator(" · ".join(_required_words(form))).chars(90) or form.instance.key


def _required_words(form: forms.BaseForm) -> Iterator[str]:
    """Its first text, and the words it has chosen from lists; its key only where that stands for a text."""
    document: type[schema.Item] = form.document
    required = [name for name, info in document.model_fields.items() if info.is_required()]
    texts = [name for name in required if isinstance(getattr(form.instance, name), schema.Pair)]
    for name in required:
        held = getattr(form.instance, name)
        choices = dict(getattr(form.fields.get(name), "choices", ()))
        if not held or isinstance(held, list) or name in texts[1:]:
            continue
        if name not in form.fields and name not in texts:
            continue  # a picture's file and kind, which nobody types
        if name in texts:
            yield getattr(held, active_language()) or str(held)
        elif name != "key" or (choices and not texts):
            yield str(choices.get(held, held))


@register.simple_tag
def item_waits(form: forms.BaseForm) -> list[str]:
    """The languages that some text of an item waits for."""
    waiting = {
        field.side
        for name, field in form.fields.items()
        if getattr(field, "side", "")
        and (_is_missing(form, name, field) or _states(form).get(name, {}).get("since"))
    }
    return [str(LANGUAGE_NAMES[side]) for side in SIDES if side in waiting]
