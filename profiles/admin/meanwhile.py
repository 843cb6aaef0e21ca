"""Two editors at once: what others saved since a form was shown, brought together with what was typed.

A save that comes second is refused and its form shown again. What the editor did not touch is then as the
others left it, what only the editor touched is as typed, and where both changed the same field the
editor's text stays and the other's is shown beside it. Nothing is written here: only the form's data.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from profiles import working_copy
from profiles.content import schema
from profiles.differences import ORDER
from profiles.models import Change, WorkingCopy

from .forms import SHOWN_ITEMS, as_columns, shown_items
from .record import shown_change

Row = Mapping[str, Any]
"""A form's fields as plain JSON values, by the name of the field."""


@dataclass
class Meanwhile:
    """What others saved, and what became of what was typed."""

    row: WorkingCopy
    # Newest first. None: it is not known as of which save the form was shown.
    changes: list[Change] | None
    # By the name of a field in the page: what others made of it, where the editor changed it too.
    beside: dict[str, str] = field(default_factory=dict)
    # What became of the items of a list, one sentence each.
    about_items: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def told(self) -> str:
        """What stands at the top of the form, as HTML."""
        context = {
            "changes": [shown_change(change) for change in self.changes or ()],
            "known": self.changes is not None,
            "about_items": self.about_items,
            "files": self.files,
        }
        return render_to_string("admin/profiles/_meanwhile.html", context)

    def who(self) -> str:
        names = {change.by.get_username() for change in self.changes or () if change.by}
        return ", ".join(sorted(names)) or _("somebody else")


# What the form was shown with ---------------------------------------------------------------------------


def plain(data: Any) -> Any:
    """Data as the record of changes keeps it: days and numbers as text."""
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def as_it_was(data: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """What a working copy said before these changes, newest first."""
    was = plain(data)
    for change in changes:
        for difference in change.differences:
            _put_back(was, difference["path"], difference["before"])
    return was


def _put_back(data: dict[str, Any], path: str, value: Any) -> None:
    """Set what is at a path as `differences` writes it; None takes it away."""
    if path.endswith(ORDER):
        name = path.removesuffix(ORDER)
        items = {item["key"]: item for item in data.get(name) or ()}
        known = [items.pop(key) for key in value if key in items]
        data[name] = known + list(items.values())
        return
    name, _dot, rest = path.partition(".")
    held = data.get(name)
    if not rest:
        data[name] = value
    elif isinstance(held, list):
        key, _dot, within = rest.partition(".")
        here = next((i for i, item in enumerate(held) if item["key"] == key), None)
        if within and here is not None:
            _put_back(held[here], within, value)
        elif value is None and here is not None:
            del held[here]
        elif value is not None and here is None:
            held.append(value)
    elif name == "out_of_date":
        data[name] = {**(held or {}), rest: value}
    else:
        data[name] = held or {}
        _put_back(data[name], rest, value)


# Three ways ---------------------------------------------------------------------------------------------


def _same(field: forms.Field, one: Any, other: Any) -> bool:
    if isinstance(field, forms.MultipleChoiceField):
        one, other = sorted(one or ()), sorted(other or ())
    return one == other or (one in (None, "", []) and other in (None, "", []))


def _typed(form: forms.ModelForm, name: str, sent: QueryDict) -> Any:
    """What was sent for a field, as plain data; what makes no value of it stays as it was sent."""
    bound = form.fields[name]
    raw = bound.widget.value_from_datadict(sent, {}, form.add_prefix(name))
    try:
        return plain(bound.to_python(raw))
    except forms.ValidationError:
        return raw


def _send(form: forms.ModelForm, name: str, value: Any, sent: QueryDict) -> None:
    """Write a value as a browser would send it."""
    bound, address = form.fields[name], form.add_prefix(name)
    if isinstance(bound.widget, forms.CheckboxInput):
        sent.pop(address, None)
        if value:
            sent[address] = "on"
    elif isinstance(bound, forms.MultipleChoiceField):
        sent.setlist(address, value or [])
    else:
        shown = bound.widget.format_value(bound.prepare_value(value))
        sent[address] = (shown[0] if shown else "") if isinstance(shown, list) else shown or ""


def _merge_fields(
    form: forms.ModelForm, base: Row | None, now: Row, sent: QueryDict, meanwhile: Meanwhile
) -> bool:
    """Bring one form's fields together. True if the editor had touched any."""
    touched_any = False
    for name, bound in form.fields.items():
        if bound.disabled or name not in now or isinstance(bound, forms.FileField):
            continue
        typed = _typed(form, name, sent)
        touched = base is None or not _same(bound, base.get(name), typed)
        changed = base is None or not _same(bound, base.get(name), now[name])
        touched_any |= touched and not _same(bound, now[name], typed)
        if changed and not touched:
            _send(form, name, form.initial.get(name), sent)
        elif changed and name != "order" and not _same(bound, now[name], typed):
            meanwhile.beside[form.add_prefix(name)] = _beside(meanwhile, now[name])
    return touched_any


def _beside(meanwhile: Meanwhile, value: Any) -> str:
    text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
    if value in (None, "", []):
        return _("%(who)s emptied this meanwhile.") % {"who": meanwhile.who()}
    if meanwhile.changes is None:
        return _("It now says: %(text)s") % {"text": text}
    return _("%(who)s changed this to: %(text)s") % {"who": meanwhile.who(), "text": text}


def merge_form(
    form: forms.ModelForm, base: Mapping[str, Any] | None, sent: QueryDict, told: Meanwhile
) -> None:
    """A working copy's own fields. `form` is as it would be shown now."""
    now = form.columns_of(plain(working_copy.data_of(form.instance)))
    _merge_fields(form, form.columns_of(base) if base is not None else None, now, sent, told)


# Lists --------------------------------------------------------------------------------------------------


@dataclass
class _Sent:
    """One of the rows that were sent: its values by the last part of their names."""

    values: dict[str, list[str]]

    @property
    def pk(self) -> str:
        return (self.values.get("id") or [""])[0]

    @property
    def dropped(self) -> bool:
        return bool(self.values.get("DELETE"))


def _rows_sent(sent: QueryDict, prefix: str) -> list[_Sent]:
    """The rows as they stood in the page; what was sent of them is taken out."""
    rows: dict[int, dict[str, list[str]]] = {}
    for name, values in list(sent.lists()):
        number, dash, last = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and dash and number.isdecimal():
            rows.setdefault(int(number), {})[last] = values
            del sent[name]
    return [_Sent(rows[number]) for number in sorted(rows)]


def merge_list(
    formset: BaseInlineFormSet,
    list_name: str,
    base: Mapping[str, Any] | None,
    sent: QueryDict,
    told: Meanwhile,
) -> None:
    """The items of one list. `formset` is as it would be shown now; `sent` is made to fit it."""
    prefix = formset.prefix
    rows_sent = _rows_sent(sent, prefix)
    rows_shown = [entry.split(":", 1) for entry in sent.get(SHOWN_ITEMS, "").split() if ":" in entry]
    items: dict[str, Mapping[str, Any]] = {}
    if base is not None:
        # Their places as they were shown: an item that has gone leaves no trace of where it stood.
        places = {key: place for place, (_pk, key) in enumerate(rows_shown, start=1)}
        items = {
            item["key"]: {**item, "order": places.get(item["key"])} for item in base.get(list_name) or ()
        }
    now = {form.instance.key: form for form in formset.initial_forms}
    # What each row was when the form was shown, and, where the form does not say so, what it is now.
    key_of = {str(form.instance.pk): key for key, form in now.items()}
    key_of |= dict(rows_shown)

    kept: dict[str, _Sent] = {}
    extra: list[_Sent] = []
    lost: list[tuple[str, _Sent]] = []
    for row in rows_sent:
        key = key_of.get(row.pk, "")
        if not row.pk:
            extra.append(row)
        elif key in now:
            kept[key] = row
        else:
            lost.append((key, row))

    for form in formset.initial_forms:
        _merge_item(
            form, items.get(form.instance.key), base is not None, kept.get(form.instance.key), sent, told
        )
    number = len(formset.initial_forms)
    for key, row in lost:
        if _was_changed(formset, items.get(key), row) and not row.dropped:
            row.values |= {"id": [""], "order": [""], "key": [key] if key else row.values.get("key", [""])}
            extra.append(row)
            words = _("%(who)s deleted “%(key)s”, which you changed. It stands below as a new entry.")
        else:
            words = _("%(who)s deleted “%(key)s”.")
        told.about_items.append(words % {"who": told.who(), "key": key or "?"})
    for row in extra:
        for last, values in row.values.items():
            sent.setlist(f"{prefix}-{number}-{last}", values)
        number += 1
    sent[f"{prefix}-TOTAL_FORMS"] = str(number)
    sent[f"{prefix}-INITIAL_FORMS"] = str(len(formset.initial_forms))
    sent[SHOWN_ITEMS] = shown_items(form.instance for form in now.values())


def _columns_of_item(document: type[schema.Value], item: Mapping[str, Any]) -> Row:
    return {**as_columns(document, item), "order": item.get("order")}


def _merge_item(
    form: forms.ModelForm,
    was: Mapping[str, Any] | None,
    base_known: bool,
    row: _Sent | None,
    sent: QueryDict,
    told: Meanwhile,
) -> None:
    item = plain(working_copy.as_plain(form.instance, form.document))
    now = {**as_columns(form.document, item), "order": form.instance.position + 1}
    sent[form.add_prefix("id")] = str(form.instance.pk)
    sent[form.add_prefix("profile_row")] = str(form.instance.profile_row_id)
    if row is None:
        for name in form.fields:
            if name in now:
                _send(form, name, form.initial.get(name), sent)
        if base_known:
            told.about_items.append(
                _("%(who)s added “%(key)s”.") % {"who": told.who(), "key": form.instance.key}
            )
        return
    for last, values in row.values.items():
        if last not in ("id", "profile_row"):
            sent.setlist(form.add_prefix(last), values)
    base = _columns_of_item(form.document, was) if was is not None else None
    _merge_fields(form, base, now, sent, told)
    if (
        row.dropped
        and base is not None
        and any(not _same(form.fields[name], base[name], now[name]) for name in form.fields if name in base)
    ):
        told.about_items.append(
            _("%(who)s changed “%(key)s”, which you ticked to delete.")
            % {"who": told.who(), "key": form.instance.key}
        )


def _was_changed(formset: BaseInlineFormSet, was: Mapping[str, Any] | None, row: _Sent) -> bool:
    """Whether the editor changed an item that has gone meanwhile."""
    if was is None:
        return True
    form = formset.empty_form
    sent = QueryDict(mutable=True)
    for last, values in row.values.items():
        sent.setlist(form.add_prefix(last), values)
    base = _columns_of_item(form.document, was)
    return any(
        not _same(form.fields[name], base[name], _typed(form, name, sent))
        for name in _texts_and_facts(form)
        if name in base
    )


def _texts_and_facts(form: forms.ModelForm) -> Iterator[str]:
    for name, bound in form.fields.items():
        if name not in ("order", "key") and not isinstance(bound, forms.FileField):
            yield name
