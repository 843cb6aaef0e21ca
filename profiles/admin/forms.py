"""Forms over rows, checked by the schema."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from pydantic import ValidationError

from profiles.content import schema
from profiles.content.findings import explain
from profiles.documents import as_stored, plain_fields
from profiles.prose import prose_findings

from .fields import (
    Choices,
    columns,
    fields_of,
    in_order,
    is_list,
    is_pair,
    shared_list,
)


class SchemaForm(forms.ModelForm):
    """A form whose fields, checks and messages are the schema's.

    What the schema cannot hold is refused beside its field; what only does not hold together with the
    rest is for `desk` to say after saving.
    """

    document: ClassVar[type[schema.Value]]
    # The directory's lists as choices, as they stand when the form is shown.
    directory: ClassVar[dict[str, Choices]] = {}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "key" in self.fields and not self.instance._state.adding:
            # Files and edits are merged by key, so it never changes.
            self.fields["key"].disabled = True
        for name, field in self.fields.items():
            if name in self.document.model_fields and (shared := shared_list(self.document, name)):
                self._offer(name, field, self.directory.get(shared, []))

    def _offer(self, name: str, field: forms.ChoiceField, choices: Choices) -> None:
        """Give a field the directory's keys; one that has gone from there stays until dropped."""
        held = getattr(self.instance, name)
        known = dict(choices)
        gone = [key for key in (held if isinstance(held, list) else [held]) if key and key not in known]
        unset = [] if is_list(self.document, name) else [("", "—")]
        field.choices = [*unset, *choices, *((key, f"{key} (not in the directory)") for key in gone)]

    # Checking ------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.checked()
        return self.cleaned_data

    def checked(self) -> schema.Value | None:
        """What the form says, as a value of the schema; its columns are filled from that."""
        try:
            value = self.document.model_validate(self._given())
        except ValidationError as error:
            for found in error.errors(include_url=False):
                self.tell(*explain(found, self.document))
            return None
        for name in plain_fields(self.document):
            for column, held in self._as_columns(value, name).items():
                if column in self.cleaned_data:
                    self.cleaned_data[column] = as_stored(held)
        self._check_prose(value)
        return value

    def _given(self) -> dict[str, Any]:
        """The form's fields by the schema's names. What the form does not show is as the row has it."""
        given = {}
        for name in plain_fields(self.document):
            held = {column: self._held(column) for column in columns(self.document, name)}
            if is_pair(self.document, name):
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
        texts = (given[name] for name in given if is_pair(self.document, name) and given[name])
        first = next((text["en"] or text["cy"] for text in texts if text["en"] or text["cy"]), "")
        return slugify(first if isinstance(first, str) else "")[:80].strip("-").replace("_", "-")

    def _as_columns(self, value: schema.Value, name: str) -> dict[str, Any]:
        held = getattr(value, name)
        if is_pair(self.document, name):
            return {f"{name}_{language}": getattr(held, language) for language in schema.LANGUAGES}
        return {name: held}

    def _check_prose(self, value: schema.Value) -> None:
        # The same field that files keep in en.md and cy.md; a heading there would open another section.
        if isinstance(prose := getattr(value, "prose", None), schema.ProsePair):
            for language in schema.LANGUAGES:
                for line, message in prose_findings(getattr(prose, language)):
                    self.add_error(f"prose_{language}", f"line {line} {message}")

    def tell(self, path: tuple, message: str) -> None:
        """Put one of the schema's findings beside the field it is about."""
        words = [str(part) for part in path]
        for name in ("_".join(words[:2]), *words[:1], *(f"{words[0]}_en" for _ in words[:1])):
            if name in self.fields:
                if name not in self.errors:
                    self.add_error(name, message)
                return
        self.add_error(None, f"{'.'.join(words)}: {message}" if words else message)


class ItemForm(SchemaForm):
    """A member of one of a profile's lists."""

    order = forms.IntegerField(
        required=False,
        min_value=1,
        help_text="Its place in the list. Empty: at the end.",
        widget=forms.NumberInput(attrs={"size": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["order"] = self.instance.position + 1

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
