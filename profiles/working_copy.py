"""The working copy: what every change to it has in common, whoever makes it.

Admin, a load, a translator's file and a restored edition all change rows. Afterwards, in the same
transaction, each asks `settle` to do the rest: mark the texts that the change left out of date, count
what waits for a translator, and keep a record of what became what.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models as db
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import models, translation
from profiles.content import schema
from profiles.differences import ORDER, Difference, differences
from profiles.documents import ROWS, as_plain, profile_data, profiles_data
from profiles.models import Change
from profiles.models.desk import DIRECTORY, PROFILE, STATE

# The kinds of thing that have a working copy of their own, as changes name them.
SHARED_LISTS = schema.lists_of(schema.Directory)
PROFILE_LISTS = schema.lists_of(schema.Profile)
KINDS: dict[str, type[schema.Value]] = {PROFILE: schema.Profile, **SHARED_LISTS}
_KIND_OF = {models.Profile: PROFILE, **{ROWS[item]: name for name, item in SHARED_LISTS.items()}}


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
    marks: Mapping[str, Any] | None = None,
) -> list[Difference]:
    """Finish a change to a working copy: `before` is its plain data from before, None for a new one.

    What the change left out of date is worked out, except where that is known already: `marks` says so,
    and a restored edition has brought its own. Returns what changed. The row is brought up to date in the
    database and in memory.
    """
    document = KINDS[kind_of(row)]
    after = data_of(row)
    if marks is None and origin is Change.Origin.RESTORE:
        marks = after["out_of_date"]
    if marks is not None:
        after["out_of_date"] = translation.of_whole_texts(document, after, marks)
    else:
        today = timezone.localdate().isoformat()
        # Most changes bring no new text, and need not read an edition.
        is_new = translation.brings_new_texts(document, before or {}, after)
        published = _as_published(row) if is_new else None
        after["out_of_date"] = translation.out_of_date(
            document, before or {}, after, today=today, published=published
        )
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
        _record(kind_of(row), row.key, row.version, found, by=by, origin=origin, note=note)
    return found


def _as_published(row: models.WorkingCopy) -> Mapping[str, Any] | None:
    """What readers have of it, as plain data, or had."""
    kind = kind_of(row)
    edition = row.edition if kind == PROFILE else models.DirectoryState.current().edition
    if edition is None or kind == PROFILE:
        return edition.document if edition else None
    return next((item for item in edition.document.get(kind, ()) if item["key"] == row.key), None)


def _record(
    kind: str,
    key: str,
    version: int,
    found: list[Difference],
    *,
    by: AbstractBaseUser | None,
    origin: Change.Origin,
    note: str,
) -> None:
    Change.objects.create(
        kind=kind,
        key=key,
        version=version,
        origin=origin,
        differences=[vars(difference) for difference in found],
        note=note,
        by=by,
    )


def record_state(
    profile: models.Profile,
    before: str,
    *,
    by: AbstractBaseUser | None = None,
    origin: Change.Origin,
    note: str = "",
) -> None:
    """Keep that a career came to readers, or left them. It changes no text, so the version stays."""
    if profile.state != before:
        found = [Difference(STATE, before, profile.state)]
        _record(PROFILE, profile.key, profile.version, found, by=by, origin=origin, note=note)


@contextmanager
def changing(
    row: models.WorkingCopy, *, by: AbstractBaseUser | None = None, origin: Change.Origin, note: str = ""
) -> Iterator[None]:
    """Around a change to one working copy that exists. Only within a transaction, which holds it."""
    # Asked for again: what `row` says may be older than the lock.
    held = type(row).objects.select_for_update().get(pk=row.pk)
    before = data_of(held)
    yield
    row.refresh_from_db()
    # The row may have been saved with the number it was once read with.
    row.version = held.version
    settle(row, before, by=by, origin=origin, note=note)


@contextmanager
def changing_directory(
    *,
    by: AbstractBaseUser | None = None,
    origin: Change.Origin,
    note: str = "",
    marks_as_written: bool = False,
) -> Iterator[None]:
    """Around a change to any of the directory's entries. Only within a transaction, which holds them.

    With `marks_as_written`, the rows themselves say what is out of date, and nothing is worked out.
    """
    before = {
        name: {row.key: as_plain(row, item) for row in ROWS[item].objects.select_for_update()}
        for name, item in SHARED_LISTS.items()
    }
    yield
    moved = []
    for name, item in SHARED_LISTS.items():
        left = dict(before[name])
        rows = list(ROWS[item].objects.all())
        moved += _moved(name, before[name], [row.key for row in rows])
        for row in rows:
            marks = row.out_of_date if marks_as_written else None
            settle(row, left.pop(row.key, None), by=by, origin=origin, note=note, marks=marks)
        for data in left.values():
            record_deleted(name, data, by=by, origin=origin, note=note)
    if moved:
        _record_of(DIRECTORY, DIRECTORY, moved, by=by, origin=origin, note=note)


def _moved(list_name: str, before: Collection[str], after: Collection[str]) -> list[Difference]:
    """An entry does not know its own place, so the order of a list is the whole directory's."""
    order = [[key for key in keys if key in before and key in after] for keys in (before, after)]
    return [Difference(f"{list_name}{ORDER}", *order)] if order[0] != order[1] else []


def record_deleted(
    kind: str,
    data: Mapping[str, Any],
    *,
    by: AbstractBaseUser | None = None,
    origin: Change.Origin,
    note: str = "",
) -> None:
    """Keep what an entry of the directory said, now that it has gone."""
    _record_of(kind, data["key"], differences(dict(data), {}), by=by, origin=origin, note=note)


def _record_of(
    kind: str,
    key: str,
    found: list[Difference],
    *,
    by: AbstractBaseUser | None,
    origin: Change.Origin,
    note: str,
) -> None:
    """A record of what has no row to count its versions."""
    last = Change.objects.filter(kind=kind, key=key).aggregate(last=db.Max("version"))["last"] or 0
    _record(kind, key, last + 1, found, by=by, origin=origin, note=note)


def confirm(row: models.WorkingCopy, sides: Iterable[str], *, by: AbstractBaseUser | None = None) -> None:
    """Say that texts which the other language left out of date are right all the same.

    `sides` are paths with a language: `sections.pay.answer.cy`. Only within a transaction.
    """
    row.refresh_from_db()
    with changing(row, by=by, origin=Change.Origin.ADMIN, note=_("Still right")):
        sides = set(sides)
        row.out_of_date = {path: day for path, day in row.out_of_date.items() if path not in sides}
        row.save(update_fields=["out_of_date"])


def translate(
    row: models.WorkingCopy,
    texts: Mapping[str, Any],
    *,
    behind: Collection[str] = (),
    by: AbstractBaseUser | None = None,
    note: str = "",
) -> None:
    """Write a translator's texts, by path with language: `{"sections.pay.answer.cy": "Mae’n amrywio."}`.

    Each was made from the other side, so none leaves that out of date. Those in `behind` were made from
    what the other side said earlier, so they stay out of date themselves. Only within a transaction.
    """
    held = type(row).objects.select_for_update().get(pk=row.pk)
    before = data_of(held)
    marks = {path: day for path, day in held.out_of_date.items() if path not in texts}
    today = timezone.localdate().isoformat()
    marks |= {path: held.out_of_date.get(path, today) for path in behind}
    for path, text in texts.items():
        place, _dot, language = path.rpartition(".")
        holder, name = _holder(held, place)
        setattr(holder, f"{name}_{language}", text)
        holder.save()
    row.refresh_from_db()
    settle(row, before, by=by, origin=Change.Origin.TRANSLATION, note=note, marks=marks)


def _holder(row: models.WorkingCopy, path: str) -> tuple[db.Model, str]:
    """The row that keeps the text at a path, and its field's name."""
    list_name, _dot, rest = path.partition(".")
    if not rest:
        return row, list_name
    key, _dot, name = rest.partition(".")
    return ROWS[PROFILE_LISTS[list_name]].objects.get(profile_row=row, key=key), name


def count_what_waits() -> int:
    """Count what waits for a translator where that was never done: after an update of the site, say.

    The number of queries does not grow with the number of rows.
    """
    counted = 0
    for model, kind in _KIND_OF.items():
        rows = list(model.objects.filter(waiting={}))
        data = profiles_data(rows) if kind == PROFILE else {row.pk: data_of(row) for row in rows}
        for row in rows:
            row.waiting = translation.waiting(KINDS[kind], data[row.pk])
        # In one table's worth of statements; a date of change is not theirs to move.
        model.objects.bulk_update(rows, ["waiting"], batch_size=200)
        counted += len(rows)
    return counted
