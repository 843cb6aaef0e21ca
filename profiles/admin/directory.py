"""The directory's lists: one form each, published together."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models as db
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles import models, working_copy
from profiles.content import schema
from profiles.content.findings import dotted
from profiles.content.references import Finding, directory_findings, profile_findings
from profiles.documents import ROWS, InvalidRows, as_json, directory_document
from profiles.models import Change, Profile
from profiles.models.desk import DIRECTORY
from profiles.publishing import published_directory, published_profile

from .desk import Desk, name_of
from .fields import layout_of
from .forms import WorkingCopyForm, form_for
from .places import Wanting, directory_url, place_in_words

LISTS = {ROWS[item]: name for name, item in working_copy.SHARED_LISTS.items()}


def directory_faults() -> list[tuple[str, str]]:
    """What is wrong with the directory's working copy: dotted paths, each with a sentence."""
    try:
        directory = directory_document()
    except InvalidRows as invalid:
        return invalid.found
    data = as_json(directory)
    return [(dotted(path, data), message) for path, message in directory_findings(directory)]


def directory_wanting() -> list[Wanting]:
    return [
        Wanting(directory_url(path), place_in_words(DIRECTORY, path), message)
        for path, message in directory_faults()
    ]


def still_named(rows: Iterable[models.SharedRow]) -> list[str]:
    """Where published careers, or the rest of the directory, name what is to be deleted."""
    rows = list(rows)
    try:
        without = directory_document(without={LISTS[type(rows[0])]: {row.key for row in rows}})
    except InvalidRows as invalid:
        words = gettext("not known until this is mended: %(reason)s")
        return [words % {"reason": reason} for reason in invalid.reasons]
    try:
        directory = directory_document()
    except InvalidRows:  # what is to be deleted is half finished itself
        directory = published_directory()

    found = _new(directory_findings(directory), directory_findings(without))
    words = gettext("%(place)s in the directory")
    reasons = [words % {"place": place} for place in _places(found, without)]
    words = gettext("%(place)s of the career %(career)s, as published")
    for profile in Profile.objects.published().select_related("edition"):
        document = published_profile(profile)
        found = _new(profile_findings(document, directory), profile_findings(document, without))
        reasons += [words % {"place": place, "career": profile} for place in _places(found, document)]
    return reasons


def _places(found: Iterable[Finding], document: schema.Value) -> list[str]:
    """The fields the findings are about; where in a list of keys does not matter."""
    data = as_json(document)
    return [dotted(path[:-1] if isinstance(path[-1], int) else path, data) for path, _ in found]


def _new(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    before = set(before)
    return [finding for finding in after if finding not in before]


class SharedAdmin(Desk):
    """A list of the directory."""

    list_display = ["name", "key", "changed"]
    ordering = ["position", "pk"]
    search_fields = ["key"]

    @admin.display(description=_("name"))
    def name(self, row: models.SharedRow) -> str:
        return name_of(row, self.document)

    def wanting(self, row: models.SharedRow) -> list[Wanting]:
        return directory_wanting()

    def publish_address(self, row: models.SharedRow) -> str:
        return reverse("admin:desk_publish_directory")

    def record_address(self, row: models.SharedRow) -> str:
        return reverse("admin:desk_record_of", args=[LISTS[self.model], row.key])

    def save_model(self, request: HttpRequest, obj: models.SharedRow, form: Any, change: bool) -> None:
        if not change:
            last = type(obj).objects.aggregate(last=Max("position"))["last"]
            obj.position = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)

    # Deleting -------------------------------------------------------------------------------------

    def get_deleted_objects(self, objs: Iterable[models.SharedRow], request: HttpRequest):
        """What a published career names is protected, as by a foreign key, in both ways to delete."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, lacking, protected or still_named(objs)

    def delete_model(self, request: HttpRequest, obj: models.SharedRow) -> None:
        self._delete(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: db.QuerySet) -> None:
        self._delete(request, queryset)

    @transaction.atomic
    def _delete(self, request: HttpRequest, rows: Iterable[models.SharedRow]) -> None:
        for row in rows:
            said = working_copy.data_of(row)
            row.delete()
            working_copy.record_deleted(LISTS[self.model], said, by=request.user, origin=Change.Origin.ADMIN)


def _register(model: type[models.SharedRow], item: type[schema.Item]) -> None:
    options = {
        "document": item,
        "form": form_for(item, WorkingCopyForm, without=["out_of_date"]),
        "fields": ["as_of", *layout_of(item, without=["out_of_date"])],
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (SharedAdmin,), options))


for _item in working_copy.SHARED_LISTS.values():
    _register(ROWS[_item], _item)
