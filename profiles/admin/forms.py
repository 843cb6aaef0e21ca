"""Forms over rows, checked by the schema."""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Annotated, Any, ClassVar, Optional

from annotated_types import MinLen
from django import forms
from django.db import models as db
from django.forms.boundfield import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError, create_model

from profiles.content import schema
from profiles.content.findings import explain
from profiles.documents import as_stored, plain_fields
from profiles.models import Profile, ProfileRow
from profiles.prose import prose_findings
from profiles.translation import MISSING, is_translated
from profiles.vocabulary import LANGUAGE_NAMES

from .fields import (
    Choices,
    columns,
    fields_of,
    in_order,
    is_list,
    shared_list,
)

OUT_OF_DATE = "out-of-date"
CURRENT = "current"
STILL_RIGHT = "still_right_"
SHOWN_ITEMS = "shown_items"

_LIST_OF = {item: name for name, item in schema.lists_of(schema.Profile).items()}


@cache
def half_finished(document: type[schema.Value]) -> type[schema.Value]:
    """The same class of the schema, but what is required may be left out: so is a draft saved.

    What is there is held to every rule. A key must be there, for an item is known by it, and a picture's
    file, for without it there is no picture.
    """
    looser: dict[str, Any] = {}
    for name, field in document.model_fields.items():
        if name in ("key", "file") or not field.is_required():
            continue
        if schema.is_pair(document, name):
            looser[name] = (field.annotation, field.annotation())
        elif is_list(document, name):
            rules = [rule for rule in field.metadata if not isinstance(rule, MinLen)]
            looser[name] = (Annotated[field.annotation, *rules] if rules else field.annotation, ())
        else:
            held = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            looser[name] = (Optional[held], None)  # noqa: UP045  (an annotated type takes no |)
    return create_model(document.__name__, __base__=document, **looser)


def as_columns(document: type[schema.Value], data: Mapping[str, Any]) -> dict[str, Any]:
    """Plain data of a document or an item by the names of its columns, which are those of its form."""
    row: dict[str, Any] = {}
    for name in plain_fields(document):
        held = data.get(name)
        if schema.is_pair(document, name):
            for column in columns(document, name):
                row[column] = (held or {}).get(column.rpartition("_")[2])
        else:
            row[name] = held
    return row


class TextInForm(BoundField):
    """A field as it is shown, which knows how its text stands beside the other language's."""

    @property
    def text_state(self) -> dict[str, Any] | None:
        """`{"state": "missing" | "out-of-date" | "current", "since": day}`; None where it is no text."""
        return getattr(self.form, "text_states", {}).get(self.name)

    @property
    def still_right(self) -> BoundField | None:
        """The box to tick where a text that is marked out of date says the right thing all the same."""
        name = f"{STILL_RIGHT}{self.name}"
        return self.form[name] if name in self.form.fields else None


def shown_items(rows: Iterable[ProfileRow]) -> str:
    """Which rows a form shows, and by what key: of one that goes meanwhile it would not be known."""
    return " ".join(f"{row.pk}:{row.key}" for row in rows)


class DeskForm(forms.ModelForm):
    """What every form of the desk has."""

    bound_field_class = TextInForm

    @cached_property
    def changed_data(self) -> list[str]:
        # What is not a column of the row does not make it another row.
        ours = (STILL_RIGHT, "as_of", SHOWN_ITEMS)
        return [
            name for name, bound in self._bound_items() if bound._has_changed() and not name.startswith(ours)
        ]

    def confirmed(self) -> list[str]:
        """The paths of the texts that were ticked as still right."""
        return []


class SchemaForm(DeskForm):
    """A form whose fields, checks and messages are the schema's.

    What the schema cannot hold is refused beside its field. What is only missing, or does not hold
    together with the rest, is for `desk` to say after saving.
    """

    document: ClassVar[type[schema.Value]]
    # The directory's lists as choices, as they stand when the form is shown.
    directory: ClassVar[dict[str, Choices]] = {}
    # For a translator, who may change texts and nothing else.
    texts_only: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "key" in self.fields and not self.instance._state.adding:
            # Files and edits are merged by key, so it never changes.
            self.fields["key"].disabled = True
        for name, field in self.fields.items():
            if name in self.document.model_fields and (shared := shared_list(self.document, name)):
                self._offer(name, field, self.directory.get(shared, []))
            # A browser sends no field that is disabled, and must say as of when the form was shown.
            if self.texts_only and name != "as_of" and name not in self._text_columns():
                field.disabled = True
        self.text_states = self._text_states()
        for column, standing in self.text_states.items():
            if standing["state"] == OUT_OF_DATE and column in self.fields:
                language = column.rpartition("_")[2]
                words = _("The %(language)s is still right") % {"language": LANGUAGE_NAMES[language]}
                self.fields[f"{STILL_RIGHT}{column}"] = forms.BooleanField(required=False, label=words)

    def _offer(self, name: str, field: forms.ChoiceField, choices: Choices) -> None:
        """Give a field the directory's keys; one that has gone from there stays until dropped."""
        held = getattr(self.instance, name)
        known = dict(choices)
        gone = [key for key in (held if isinstance(held, list) else [held]) if key and key not in known]
        unset = [] if is_list(self.document, name) else [("", "—")]
        words = _("%(key)s (not in the directory)")
        field.choices = [*unset, *choices, *((key, words % {"key": key}) for key in gone)]

    # Translation ---------------------------------------------------------------------------------

    def _text_columns(self) -> set[str]:
        pairs = (name for name in plain_fields(self.document) if schema.is_pair(self.document, name))
        return {column for name in pairs for column in columns(self.document, name)}

    def _marks(self) -> tuple[dict[str, str], str]:
        """The texts that are out of date, and the path of this form among them."""
        return self.instance.out_of_date, ""

    def _text_states(self) -> dict[str, dict[str, Any]]:
        """How each text that somebody has begun stands, by column, in the row as it is saved."""
        marks, path = self._marks()
        states: dict[str, dict[str, Any]] = {}
        for name in plain_fields(self.document):
            held = {column: getattr(self.instance, column, "") for column in columns(self.document, name)}
            if not is_translated(self.document, name) or not any(held.values()):
                continue
            for column, text in held.items():
                since = marks.get(f"{path}{name}.{column.rpartition('_')[2]}")
                state = MISSING if not text else OUT_OF_DATE if since else CURRENT
                states[column] = {"state": state, "since": since}
        return states

    def confirmed(self) -> list[str]:
        path = self._marks()[1]
        ticked = (
            name for name in self.fields if name.startswith(STILL_RIGHT) and self.cleaned_data.get(name)
        )
        texts = (name.removeprefix(STILL_RIGHT).rpartition("_") for name in ticked)
        return [f"{path}{name}.{language}" for name, _sep, language in texts]

    # Checking ------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.checked()
        return self.cleaned_data

    def checked(self) -> schema.Value | None:
        """What the form says, as a value of the schema, maybe half finished; its columns come from that."""
        try:
            value = half_finished(self.document).model_validate(self._given())
        except ValidationError as error:
            found = [explain(one, self.document) for one in error.errors(include_url=False)]
            for path, message in found:
                # A rule about the whole that names no field of it says what is not there yet.
                if path:
                    self.tell(path, message)
            return None
        for name in plain_fields(self.document):
            for column, held in self._as_columns(value, name).items():
                if column in self.cleaned_data:
                    self.cleaned_data[column] = self._as_column(column, held)
        self._check_prose(value)
        return value

    def _as_column(self, column: str, held: Any) -> Any:
        """A value as its column keeps it. The few columns that cannot be empty ask for one at once."""
        field = self._meta.model._meta.get_field(column)
        if held is None and not field.null:
            if isinstance(field, db.CharField | db.TextField):
                return ""
            self.add_error(column, _("is required before this can be saved: add it"))
        return as_stored(held)

    def _given(self) -> dict[str, Any]:
        """The form's fields by the schema's names. What the form does not show is as the row has it."""
        given = {}
        for name in plain_fields(self.document):
            held = {column: self._held(column) for column in columns(self.document, name)}
            if schema.is_pair(self.document, name):
                given[name] = {column.rpartition("_")[2]: value for column, value in held.items()}
            elif is_list(self.document, name):
                given[name] = in_order(held[name], getattr(self.instance, name))
            else:
                given[name] = held[name]
        if not given.get("key", "-") and (key := self._key_from_text(given)):
            given["key"] = key
        # An empty field is one that a file would leave out.
        return {name: value for name, value in given.items() if value not in (None, "")}

    def _held(self, column: str) -> Any:
        return self.cleaned_data.get(column, getattr(self.instance, column))

    def _key_from_text(self, given: dict[str, Any]) -> str:
        if isinstance(self.fields.get("key"), forms.ChoiceField):
            return ""
        texts = (given[name] for name in given if schema.is_pair(self.document, name) and given[name])
        first = next((text["en"] or text["cy"] for text in texts if text["en"] or text["cy"]), "")
        return slugify(first if isinstance(first, str) else "")[:80].strip("-").replace("_", "-")

    def _as_columns(self, value: schema.Value, name: str) -> dict[str, Any]:
        held = getattr(value, name)
        if schema.is_pair(self.document, name):
            return {f"{name}_{language}": getattr(held, language) for language in schema.LANGUAGES}
        return {name: held}

    def _check_prose(self, value: schema.Value) -> None:
        # The same field that files keep in en.md and cy.md; a heading there would open another section.
        if isinstance(prose := getattr(value, "prose", None), schema.ProsePair):
            for language in schema.LANGUAGES:
                for line, message in prose_findings(getattr(prose, language)):
                    words = _("line %(line)s %(message)s") % {"line": line, "message": message}
                    self.add_error(f"prose_{language}", words)

    def tell(self, path: tuple, message: str) -> None:
        """Put one of the schema's findings beside the field it is about."""
        words = [str(part) for part in path]
        for name in ("_".join(words[:2]), *words[:1], f"{words[0]}_en"):
            if name in self.fields:
                if name not in self.errors:
                    self.add_error(name, message)
                return
        self.add_error(None, f"{'.'.join(words)}: {message}" if words else message)


class AsShown(DeskForm):
    """The form of a working copy, which knows as of which save it was shown."""

    as_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    # What others saved since, which refuses this save; `desk` knows.
    meanwhile: ClassVar[Any] = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "as_of" in self.fields:
            self.initial["as_of"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.meanwhile:
            self.add_error(None, self.meanwhile.told())
            for name, message in self.meanwhile.beside.items():
                if name in self.fields:
                    self.add_error(name, message)
        return self.cleaned_data


class WorkingCopyForm(AsShown, SchemaForm):
    """All fields of a working copy, lists apart."""

    def columns_of(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Plain data of the working copy by the names of this form's fields."""
        return as_columns(self.document, data)


class ItemForm(SchemaForm):
    """A member of one of a profile's lists."""

    order = forms.IntegerField(
        required=False,
        min_value=1,
        label=gettext_lazy("Order"),
        help_text=gettext_lazy("Its place in the list. Empty: at the end."),
        widget=forms.NumberInput(attrs={"size": 4}),
    )
    # Whose list it is; asked of each row it would be a query for each.
    career: ClassVar[Profile | None] = None
    # What others made of fields that this form changed too, by the name of the field in the page.
    meanwhile: ClassVar[Any] = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["order"] = self.instance.position + 1

    def _marks(self) -> tuple[dict[str, str], str]:
        if self.instance._state.adding or self.career is None:
            return {}, ""
        return self.career.out_of_date, f"{_LIST_OF[self.document]}.{self.instance.key}."

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.meanwhile:
            for name in self.fields:
                if message := self.meanwhile.beside.get(self.add_prefix(name)):
                    self.add_error(name, message)
        return self.cleaned_data

    def validate_unique(self) -> None:
        # Asks the database; a row that nobody touched is as unique as it was.
        if self.has_changed():
            super().validate_unique()

    def place(self) -> tuple[float, int]:
        """Where the row wants to stand: its number, and before or after another that has the same."""
        asked = self.cleaned_data.get("order")
        if asked is None:
            return float("inf"), 0
        before = self.initial.get("order", asked + 1)
        return asked, (asked > before) - (asked < before)


def form_for(
    document: type[schema.Value], base: type[SchemaForm] = SchemaForm, *, without: Iterable[str] = ()
) -> type[SchemaForm]:
    """The form of a document or an item. A field that it is `without` stays as the row has it."""
    fields = {name: field for name, field in fields_of(document).items() if name not in without}
    return type(f"{document.__name__}Form", (base,), {**fields, "document": document})
