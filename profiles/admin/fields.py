"""Form fields from the schema: one for each column, with the words of `words` beside it.

No field is required by the form itself: what is missing is for the schema to say, in the words that
authors of files get.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from profiles.content import schema
from profiles.content.references import REFERENCES
from profiles.documents import plain_fields
from profiles.forms import CleanText
from profiles.languages import SIDES

from . import help_texts, words

Choices = list[tuple[str, Any]]

# Items whose own key is the key of something in the directory.
_SHARED_KEYS = {schema.Skill: "skills", schema.ContactReference: "contacts"}


class Lines(CleanText):
    """A list of short texts, one a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:
        return [line.strip() for line in super().to_python(value).split("\n") if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != list(initial or [])


class DatedLines(CleanText):
    """Paths and days, one pair a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{path} {day}" for path, day in value.items()) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> dict[str, str]:
        lines = (line.split() for line in super().to_python(value).split("\n") if line.strip())
        return {words[0]: " ".join(words[1:]) for words in lines}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or {})


class Day(forms.DateField):
    default_error_messages = {"invalid": _("must be a day, such as 2026-11-25")}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class WholeNumber(forms.IntegerField):
    default_error_messages = {"invalid": _("must be a whole number, in figures only")}


class Number(forms.DecimalField):
    default_error_messages = {"invalid": _("must be a number, in figures only")}


class Words(forms.MultipleChoiceField):
    """Some of a list, as boxes to tick: a list in which several stay chosen asks for keys held down."""

    widget = forms.CheckboxSelectMultiple


def _parts(annotation: Any) -> list[Any]:
    """The plain types within an annotation: of `Day | None`, those of Day and NoneType."""
    if get_origin(annotation) is Annotated:
        return _parts(get_args(annotation)[0])
    if get_origin(annotation) is Literal or not get_args(annotation):
        return [annotation]
    return [part for inner in get_args(annotation) for part in _parts(inner)]


def is_list(document: type[schema.Value], name: str) -> bool:
    return get_origin(document.model_fields[name].annotation) is tuple


def columns(document: type[schema.Value], name: str) -> tuple[str, ...]:
    """The columns of one field of the schema."""
    if schema.is_pair(document, name):
        return tuple(f"{name}_{language}" for language in schema.LANGUAGES)
    return (name,)


def sides(document: type[schema.Value], name: str) -> tuple[str, ...]:
    """The columns of a pair as they stand on a form."""
    return tuple(f"{name}_{language}" for language in SIDES)


def shared_list(document: type[schema.Value], name: str) -> str | None:
    """The directory's list that the field's keys come from."""
    if name == "key":
        return _SHARED_KEYS.get(document)
    return REFERENCES.get(name)


def fixed_words(document: type[schema.Value], name: str) -> Choices:
    """The fixed list that the field's words come from, as a form shows it."""
    for part in _parts(document.model_fields[name].annotation):
        if get_origin(part) is Literal:
            allowed = get_args(part)
            return [(word, words.fixed_word(word, allowed)) for word in allowed]
    return []


def _textarea(rows: int, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "cols": 48, **attributes})


def _pair_fields(document: type[schema.Value], name: str) -> dict[str, forms.Field]:
    """The two sides of a text, Welsh first, with one help between them.

    Each field says which side of which text it is (`side`, `text_name`), for the template and for
    `templatetags.desk`; a text in Markdown says so too (`is_prose`).
    """
    held = document.model_fields[name].annotation
    made = {}
    for language in SIDES:
        # The keyboard, the spelling checker and the screen reader are told the language.
        lang = {"lang": language}
        help_text = help_texts.help_of(document, name)
        if issubclass(held, schema.ListPair):
            help_text = format_lazy("{} {}", help_text, help_texts.ONE_A_LINE)
        options = {
            "required": False,
            "label": words.in_language(words.label_of(document, name), language),
            "help_text": help_text,
        }
        if issubclass(held, schema.ListPair):
            field = Lines(widget=_textarea(5, **lang), **options)
        elif issubclass(held, schema.ProsePair):
            field = CleanText(widget=_textarea(14, **lang), **options)
        elif issubclass(held, schema.SlugPair | schema.WebPair):
            widget = forms.TextInput(attrs={"size": 46, "spellcheck": "false"})
            field = CleanText(widget=widget, **options)
        else:
            field = CleanText(widget=_textarea(2, **lang), **options)
        field.side, field.text_name = language, name
        field.is_prose = issubclass(held, schema.ProsePair)
        made[f"{name}_{language}"] = field
    return made


def _one_field(document: type[schema.Value], name: str) -> forms.Field:
    info = document.model_fields[name]
    parts = _parts(info.annotation)
    options: dict[str, Any] = {
        "required": False,
        "label": words.label_of(document, name),
        "help_text": help_texts.help_of(document, name),
        # A new row begins as a file that leaves the field out.
        "initial": info.default if isinstance(info.default, str | int) else None,
    }
    fixed = fixed_words(document, name)
    if is_list(document, name):
        # The directory's choices are of the day; a form fills them in.
        return Words(choices=fixed, **options)
    if fixed or shared_list(document, name):
        unset = [] if info.default in dict(fixed) else [("", "—")]
        empty = None if type(None) in parts else ""
        return forms.TypedChoiceField(choices=[*unset, *fixed], empty_value=empty, **options)
    if bool in parts:
        return forms.BooleanField(**options)
    if int in parts:
        return WholeNumber(**options)
    if Decimal in parts:
        return Number(**options)
    if document is schema.Profile and name == "out_of_date":
        return DatedLines(widget=_textarea(2), **options)
    if date in parts:
        return Day(**options)
    if name in ("notes", "address", "title"):
        return CleanText(widget=_textarea(2), **options)
    return CleanText(**options)


def fields_of(document: type[schema.Value]) -> dict[str, forms.Field]:
    """A form field for every column of a document or an item."""
    made: dict[str, forms.Field] = {}
    for name in plain_fields(document):
        if schema.is_pair(document, name):
            made.update(_pair_fields(document, name))
        else:
            made[name] = _one_field(document, name)
    return made


def layout_of(document: type[schema.Value], *, without: Iterable[str] = ()) -> list[str | tuple[str, ...]]:
    """How a form's fields stand: the two languages side by side, small fields four to a row."""
    rows: list[str | tuple[str, ...]] = []
    small: list[str] = []

    def close() -> None:
        rows.extend(tuple(small[i : i + 4]) for i in range(0, len(small), 4))
        small.clear()

    for name in plain_fields(document):
        if name in without:
            continue
        if schema.is_pair(document, name) or is_list(document, name) or name in ("notes", "out_of_date"):
            close()
            rows.append(sides(document, name) if schema.is_pair(document, name) else (name,))
        else:
            small.append(name)
    close()
    notes = [row for row in rows if row == ("notes",)]
    return [row for row in rows if row not in notes] + notes


def in_order(chosen: Iterable[str], before: Iterable[str]) -> list[str]:
    """What was chosen, without moving what was there: boxes say which, never in which order.

    >>> in_order(["a", "b", "c"], ["c", "x", "a"])
    ['c', 'a', 'b']
    """
    chosen = list(chosen)
    kept = [key for key in before if key in chosen]
    return kept + [key for key in chosen if key not in kept]
