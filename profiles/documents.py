"""Rows to document, and document to rows.

Loading, exporting, publishing and restoring are these two, used at different times. Both walk `ROWS`,
one table of schema class and model: a field that holds a list of items is a table of its own, any
other field is a column (or a pair of columns) of the same name.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.db import models as db
from pydantic import ValidationError

from profiles import models
from profiles.columns import PairColumns
from profiles.content import schema
from profiles.content.findings import dotted, explain
from profiles.content.upgrades import read_document

Document = TypeVar("Document", bound=schema.Value)

ROWS: dict[type[schema.Item], type[models.ItemRow]] = {
    # the directory
    schema.Area: models.Area,
    schema.Source: models.Source,
    schema.SharedSkill: models.SharedSkill,
    schema.Contact: models.Contact,
    schema.Link: models.Link,
    schema.MinimumWage: models.MinimumWage,
    schema.Page: models.Page,
    # a profile
    schema.AlternativeTitle: models.AlternativeTitle,
    schema.OccupationCode: models.OccupationCode,
    schema.KeyFact: models.KeyFact,
    schema.Section: models.Section,
    schema.PayBand: models.PayBand,
    schema.HoursPattern: models.HoursPattern,
    schema.Share: models.Share,
    schema.Route: models.Route,
    schema.Subject: models.Subject,
    schema.Qualification: models.Qualification,
    schema.Skill: models.Skill,
    schema.Employer: models.Employer,
    schema.Vacancy: models.Vacancy,
    schema.Step: models.Step,
    schema.Move: models.Move,
    schema.RelatedCareer: models.RelatedCareer,
    schema.Picture: models.Picture,
    schema.Film: models.Film,
    schema.ContactReference: models.ContactReference,
    schema.Publication: models.Publication,
    schema.Disagreement: models.Disagreement,
    schema.Claim: models.Claim,
    schema.Gap: models.Gap,
}

Changes = dict[str, int]
"""How many rows were created, updated, moved and deleted."""


def plain_fields(document: type[schema.Value]) -> list[str]:
    lists = schema.lists_of(document)
    return [name for name in document.model_fields if name not in lists]


# Rows to document ---------------------------------------------------------------------------------


class InvalidRows(ValueError):
    """The rows do not make a valid document. `found` says why: dotted paths, each with a sentence."""

    def __init__(self, found: list[tuple[str, str]]):
        self.found = found
        self.reasons = [f"{path}: {message}" for path, message in found]
        super().__init__("; ".join(self.reasons))


def as_plain(row: db.Model, document: type[schema.Value]) -> dict[str, Any]:
    """A row as plain data. Only a whole document is checked, so that every fault comes with its path."""
    data = {}
    for name in plain_fields(document):
        if isinstance(getattr(type(row), name), PairColumns):
            data[name] = {language: getattr(row, f"{name}_{language}") for language in schema.LANGUAGES}
        else:
            data[name] = getattr(row, name)
    return data


def _document(document: type[Document], data: dict[str, Any]) -> Document:
    try:
        return document.model_validate(data)
    except ValidationError as error:
        found = (explain(one, document) for one in error.errors(include_url=False))
        raise InvalidRows([(dotted(path, data), message) for path, message in found]) from error


def profile_data(profile: models.Profile) -> dict[str, Any]:
    """A profile's working copy as plain data, whole or half finished."""
    lists = {
        name: [as_plain(row, item) for row in ROWS[item].objects.filter(profile_row=profile)]
        for name, item in schema.lists_of(schema.Profile).items()
    }
    return {**as_plain(profile, schema.Profile), **lists}


def profile_document(profile: models.Profile) -> schema.Profile:
    """A profile's working copy as a document. Raises InvalidRows where there is none in it."""
    return _document(schema.Profile, profile_data(profile))


def profiles_data(profiles: Iterable[models.Profile]) -> dict[int, dict[str, Any]]:
    """Many working copies as plain data, by row, in a number of queries that does not grow with them."""
    profiles = list(profiles)
    data = {profile.pk: as_plain(profile, schema.Profile) for profile in profiles}
    for name, item in schema.lists_of(schema.Profile).items():
        for values in data.values():
            values[name] = []
        for row in ROWS[item].objects.filter(profile_row__in=profiles):
            data[row.profile_row_id][name].append(as_plain(row, item))
    return data


def profile_documents(profiles: Iterable[models.Profile]) -> dict[str, schema.Profile | InvalidRows]:
    """The documents of many profiles by key, in a number of queries that does not grow with them."""
    documents: dict[str, schema.Profile | InvalidRows] = {}
    for data in profiles_data(profiles).values():
        try:
            documents[data["key"]] = _document(schema.Profile, data)
        except InvalidRows as invalid:
            documents[data["key"]] = invalid
    return documents


def directory_data() -> dict[str, list[dict[str, Any]]]:
    """The directory's working copy as plain data, whole or half finished."""
    return {
        name: [as_plain(row, item) for row in ROWS[item].objects.all()]
        for name, item in schema.lists_of(schema.Directory).items()
    }


def directory_document(*, without: Mapping[str, Collection[str]] | None = None) -> schema.Directory:
    """The directory's working copy as a document, `without` these keys by list.

    Raises InvalidRows where there is none in it.
    """
    data = directory_data()
    for name, keys in (without or {}).items():
        data[name] = [item for item in data[name] if item["key"] not in keys]
    return _document(schema.Directory, data)


# Document to rows ---------------------------------------------------------------------------------


def as_stored(value: Any) -> Any:
    """A field's value as its column keeps it: tuples as lists, the days in a dictionary as text."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dict):
        return {key: str(member) for key, member in value.items()}
    return value


def _fill(row: db.Model, value: schema.Value) -> bool:
    """Set the row's columns from a value. True if any of them changed."""
    changed = row._state.adding
    for name in plain_fields(type(value)):
        new = as_stored(getattr(value, name))
        if getattr(row, name) != new:
            setattr(row, name, new)
            changed = True
    return changed


def _write_items(
    items: tuple[schema.Item, ...], model: type[models.ItemRow], changes: Changes, **parent: models.Profile
) -> None:
    """Make a list's rows what the document says, by key. Rows that do not change are not touched."""
    rows = {row.key: row for row in model.objects.filter(**parent)}
    for position, item in enumerate(items):
        row = rows.pop(item.key, None) or model(**parent)
        created = row._state.adding
        changed = _fill(row, item)
        moved = row.position != position
        row.position = position
        if changed or moved:
            row.save()
            changes["created" if created else "updated" if changed else "moved"] += 1
    for row in rows.values():
        row.delete()
        changes["deleted"] += 1


def write_profile(document: schema.Profile) -> tuple[models.Profile, Changes]:
    """Make the working copy of a profile what the document says. Its state and editions stay."""
    changes: Changes = defaultdict(int)
    profile = models.Profile.objects.filter(key=document.key).first() or models.Profile()
    created = profile._state.adding
    if _fill(profile, document):
        profile.save()
        changes["created" if created else "updated"] += 1
    for name, item in schema.lists_of(schema.Profile).items():
        _write_items(getattr(document, name), ROWS[item], changes, profile_row=profile)
    return profile, changes


def write_directory(document: schema.Directory) -> Changes:
    """Make the directory's working copy what the document says."""
    changes: Changes = defaultdict(int)
    for name, item in schema.lists_of(schema.Directory).items():
        _write_items(getattr(document, name), ROWS[item], changes)
    return changes


def base_of(
    row: models.Profile | models.DirectoryState, document: type[schema.Value]
) -> dict[str, Any] | None:
    """The document that a row last exchanged with its files, as today's schema has it."""
    return None if row.base is None else as_json(read_document(document, row.base, row.base_format))


def as_json(document: schema.Value) -> dict[str, Any]:
    """A document as JSON data, without what has its default value. The form bases and editions keep."""
    return document.model_dump(mode="json", exclude_defaults=True)
