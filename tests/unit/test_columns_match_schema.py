"""The schema, the rows and the words agree: a column for each field and back, a word for each value."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest

from profiles import cloths, models, vocabulary
from profiles.columns import PairColumns
from profiles.content import schema
from profiles.content.schema.profile import SECTION_KINDS
from profiles.documents import ROWS, plain_fields

# Columns that are ours and no part of a document.
WORKING = {"version", "waiting"}
INTERNAL = {
    models.Profile: {"id", "state", "edition", "base", "base_format", "brought_by_files", "changed"}
    | {"published_version"}
    | WORKING,
    models.ProfileRow: {"id", "position", "changed", "profile_row"},
    models.SharedRow: {"id", "position", "changed"} | WORKING,
}
DOCUMENTS = {**ROWS, schema.Profile: models.Profile}


def columns_of(model: type) -> set[str]:
    return {field.name for field in model._meta.get_fields() if field.concrete}


def wanted(document: type[schema.Value], model: type) -> set[str]:
    """The columns that the fields of a schema class make."""
    names = set()
    for name in plain_fields(document):
        if isinstance(getattr(model, name, None), PairColumns):
            names |= {f"{name}_{language}" for language in schema.LANGUAGES}
        else:
            names.add(name)
    return names


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.__name__)
def test_columns_are_the_fields_of_the_schema(document):
    model = DOCUMENTS[document]
    internal = next(names for base, names in INTERNAL.items() if issubclass(model, base))

    assert columns_of(model) == wanted(document, model) | internal


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.__name__)
def test_pairs_are_pairs_of_columns(document):
    for name in plain_fields(document):
        annotation = document.model_fields[name].annotation
        is_pair = isinstance(annotation, type) and issubclass(annotation, schema.Pair | schema.ListPair)
        column = getattr(DOCUMENTS[document], name)

        assert isinstance(column, PairColumns) == is_pair, name
        if is_pair:
            assert column.value is annotation, name


def test_rows_hold_every_item_of_the_schema():
    every = {
        value
        for value in vars(schema).values()
        if isinstance(value, type)
        and issubclass(value, schema.Item)
        and value not in (schema.Item, schema.SharedItem)
    } - {schema.Item, schema.SharedItem}

    listed = {*schema.lists_of(schema.Profile).values(), *schema.lists_of(schema.Directory).values()}
    assert set(ROWS) == listed == every
    assert len(set(ROWS.values())) == len(ROWS)


@pytest.mark.parametrize("item", schema.lists_of(schema.Profile).values(), ids=lambda item: item.__name__)
def test_items_of_a_profile_are_rows_of_a_profile(item):
    assert issubclass(ROWS[item], models.ProfileRow)


def test_defaults_of_columns_are_the_defaults_of_the_schema():
    for document, model in ROWS.items():
        for name in plain_fields(document):
            field, column = document.model_fields[name], getattr(model, name)
            if field.is_required() or isinstance(column, PairColumns):
                continue
            default = model._meta.get_field(name).get_default()
            assert (tuple(default) if isinstance(default, list) else default) == field.get_default(), (
                f"{document.__name__}.{name}"
            )


# Words for values

# Values that need no entry in the vocabulary.
SAID_ELSEWHERE = {
    "Area.cloth",  # a pattern, which has no name for readers
    "OccupationCode.scheme",  # names, the same in both languages
    "Contact.state",  # each of these few is a sentence in the template that shows it
    "KeyFact.kind",
    "PayBand.kind",
    "PayBand.period",
    "Move.kind",
    "Picture.kind",
}
# A section's words are the profile's own; its kind is a word of its address.
VOCABULARY = {
    name: set(words)
    for name, words in vars(vocabulary).items()
    if name.isupper() and isinstance(words, dict) and name not in ("PATHS", "SECTION_PATHS")
} | {f"SECTION_PATHS {language}": set(words) for language, words in vocabulary.SECTION_PATHS.items()}


def literals(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    for part in get_args(annotation):
        yield from literals(part)


CHOICES = {
    f"{document.__name__}.{name}": values
    for document in DOCUMENTS
    for name, field in document.model_fields.items()
    if (values := set(literals(field.annotation)))
}
IN_SECTIONS = {"Qualification.section"}  # some of the sections


@pytest.mark.parametrize("field", sorted(CHOICES.keys() - SAID_ELSEWHERE - IN_SECTIONS))
def test_every_value_of_a_list_has_a_word(field):
    assert CHOICES[field] in VOCABULARY.values()


def test_the_exceptions_are_fields_of_the_schema():
    assert CHOICES.keys() >= SAID_ELSEWHERE | IN_SECTIONS


def test_sections_have_a_word_of_their_own_in_the_addresses_of_each_language():
    for words in vocabulary.SECTION_PATHS.values():
        assert set(words) == set(SECTION_KINDS)
        assert len(set(words.values())) == len(SECTION_KINDS)
        assert "all" not in words.values()
        assert "popeth" not in words.values()


def test_every_cloth_is_drawn():
    assert set(cloths.CLOTHS) == CHOICES["Area.cloth"]
