"""The working copy: what every change to it has in common, whoever makes it.

Admin, a load, a translator's file and a restored edition all change rows. Afterwards, in the same
transaction, each asks `settle` to do the rest: mark the texts that the change left out of date, count
what waits for a translator, and keep a record of what became what.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models as db
from django.utils import timezone

from profiles import models, translation
from profiles.content import schema
from profiles.differences import Difference, differences
from profiles.documents import ROWS, as_plain, directory_data, lists_of, profile_data
from profiles.models import Change

# The kinds of thing that have a working copy of their own, as changes name them.
PROFILE = "profile"
SHARED_LISTS = lists_of(schema.Directory)
KINDS: dict[str, type[schema.Value]] = {PROFILE: schema.Profile, **SHARED_LISTS}
_KIND_OF = {models.Profile: PROFILE, **{ROWS[item]: name for name, item in SHARED_LISTS.items()}}

# Kept by `settle` itself, so no change of theirs is an editor's.
_OURS = ("out_of_date",)


class ChangedMeanwhile(Exception):
    """Somebody else saved the same thing since it was read. `changes` is what they did, newest first."""

    def __init__(self, changes: list[Change]):
        self.changes = changes
        super().__init__(f"{len(changes)} changes")


def kind_of(row: models.WorkingCopy) -> str:
    return _KIND_OF[type(row)]


def data_of(row: models.WorkingCopy) -> dict[str, Any]:
    """A working copy as plain data, whole or half finished."""
    if isinstance(row, models.Profile):
        return profile_data(row)
    return as_plain(row, KINDS[kind_of(row)])


def changes_since(row: models.WorkingCopy, version: int) -> list[Change]:
    """What was saved since a version, newest first."""
    found = Change.objects.filter(kind=kind_of(row), key=row.key, version__gt=version)
    return list(found.select_related("by"))


def lock(row: models.WorkingCopy, *, version: int) -> None:
    """Hold a working copy until this transaction ends. Raises ChangedMeanwhile if it is not at `version`."""
    held = type(row).objects.select_for_update().get(pk=row.pk)
    if held.version != version:
        raise ChangedMeanwhile(changes_since(row, version))


def settle(
    row: models.WorkingCopy,
    before: Mapping[str, Any] | None,
    *,
    by: AbstractBaseUser | None = None,
    origin: Change.Origin,
    note: str = "",
) -> list[Difference]:
    """Finish a change to a working copy: `before` is its plain data from before, None for a new one.

    Returns what changed. The row is brought up to date in the database and in memory.
    """
    document = KINDS[kind_of(row)]
    after = data_of(row)
    if before is not None:
        today = timezone.localdate().isoformat()
        after["out_of_date"] = translation.out_of_date(document, before, after, today=today)
    found = differences(before or {}, after)
    waiting = translation.waiting(document, after)
    if not found and row.waiting == waiting:
        return []
    if found:
        row.version += 1
    row.out_of_date, row.waiting = after["out_of_date"], waiting
    type(row).objects.filter(pk=row.pk).update(
        version=row.version, out_of_date=row.out_of_date, waiting=waiting
    )
    if found:
        _record(row, found, by=by, origin=origin, note=note)
    return found


def _record(
    row: models.WorkingCopy,
    found: list[Difference],
    *,
    by: AbstractBaseUser | None,
    origin: Change.Origin,
    note: str,
) -> None:
    Change.objects.create(
        kind=kind_of(row),
        key=row.key,
        version=row.version,
        origin=origin,
        differences=[vars(difference) for difference in found],
        note=note,
        by=by,
    )


@contextmanager
def changing(
    row: models.WorkingCopy, *, by: AbstractBaseUser | None = None, origin: Change.Origin, note: str = ""
) -> Iterator[None]:
    """Around a change to one working copy that exists. Only within a transaction."""
    before = data_of(row)
    yield
    row.refresh_from_db()
    settle(row, before, by=by, origin=origin, note=note)


@contextmanager
def changing_directory(
    *, by: AbstractBaseUser | None = None, origin: Change.Origin, note: str = ""
) -> Iterator[None]:
    """Around a change to any of the directory's entries. Only within a transaction."""
    before = {name: {item["key"]: item for item in items} for name, items in directory_data().items()}
    yield
    for name, item in SHARED_LISTS.items():
        left = dict(before[name])
        for row in ROWS[item].objects.all():
            settle(row, left.pop(row.key, None), by=by, origin=origin, note=note)
        for data in left.values():
            record_deleted(name, data, by=by, origin=origin, note=note)


def record_deleted(
    kind: str,
    data: Mapping[str, Any],
    *,
    by: AbstractBaseUser | None = None,
    origin: Change.Origin,
    note: str = "",
) -> None:
    """Keep what an entry of the directory said, now that it has gone."""
    last = Change.objects.filter(kind=kind, key=data["key"]).aggregate(last=db.Max("version"))["last"] or 0
    Change.objects.create(
        kind=kind,
        key=data["key"],
        version=last + 1,
        origin=origin,
        differences=[vars(difference) for difference in differences(dict(data), {})],
        note=note,
        by=by,
    )


def count_what_waits() -> int:
    """Count what waits for a translator where that was never done: after an update of the site, say."""
    counted = 0
    for model, kind in _KIND_OF.items():
        for row in model.objects.filter(waiting={}):
            row.waiting = translation.waiting(KINDS[kind], data_of(row))
            model.objects.filter(pk=row.pk).update(waiting=row.waiting)
            counted += 1
    return counted
