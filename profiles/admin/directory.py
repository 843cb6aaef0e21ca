"""The directory's lists: one form each, published together."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models as db
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from profiles import models
from profiles.content import schema
from profiles.content.findings import dotted, sentences
from profiles.content.references import Finding, directory_findings, profile_findings
from profiles.content.upgrades import read_document
from profiles.documents import ROWS, InvalidRows, as_json, directory_document, lists_of
from profiles.models import DirectoryState, Profile
from profiles.publishing import publish_directory

from .desk import Desk, name_of, published
from .fields import layout_of
from .forms import form_for

LISTS = {ROWS[item]: name for name, item in lists_of(schema.Directory).items()}


def directory_wanting() -> list[str]:
    try:
        directory = directory_document()
    except InvalidRows as invalid:
        return invalid.reasons
    return sentences(directory_findings(directory), directory)


def still_named(rows: Iterable[models.SharedRow]) -> list[str]:
    """Where published careers, or the rest of the directory, name what is to be deleted."""
    rows = list(rows)
    try:
        directory = directory_document()
    except InvalidRows as invalid:
        return [f"not known until this is mended: {reason}" for reason in invalid.reasons]
    name, keys = LISTS[type(rows[0])], {row.key for row in rows}
    left = tuple(item for item in getattr(directory, name) if item.key not in keys)
    without = directory.model_copy(update={name: left})

    found = _new(directory_findings(directory), directory_findings(without))
    reasons = [f"{place} in the directory" for place in _places(found, without)]
    for profile in Profile.objects.published().select_related("edition"):
        document = read_document(schema.Profile, profile.edition.document, profile.edition.format)
        found = _new(profile_findings(document, directory), profile_findings(document, without))
        reasons += [f"{place} of the career {profile}, as published" for place in _places(found, document)]
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

    actions = ["publish_the_directory"]
    list_display = ["name", "key", "changed"]
    ordering = ["position", "pk"]
    search_fields = ["key"]

    @admin.display(description="name")
    def name(self, row: models.SharedRow) -> str:
        return name_of(row, self.document)

    def save_model(self, request: HttpRequest, obj: models.SharedRow, form: Any, change: bool) -> None:
        if not change:
            last = type(obj).objects.aggregate(last=Max("position"))["last"]
            obj.position = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)

    def wanting(self, row: models.SharedRow) -> list[str]:
        return directory_wanting()

    # Publishing -----------------------------------------------------------------------------------

    def publish(self, request: HttpRequest, row: models.SharedRow | None = None) -> str:
        before = DirectoryState.current().edition
        return published("The directory", before, publish_directory(by=request.user))

    @admin.action(description="Publish the directory: all its lists", permissions=["publish"])
    def publish_the_directory(self, request: HttpRequest, queryset: db.QuerySet) -> None:
        self.try_to_publish(request, None)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # The directory is published whole, so nothing need be ticked first, as Django would ask.
        asked = request.method == "POST" and request.POST.get("action") == "publish_the_directory"
        if asked and self.has_publish_permission(request):
            self.publish_the_directory(request, self.model.objects.none())
            return HttpResponseRedirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    # Deleting -------------------------------------------------------------------------------------

    def get_deleted_objects(self, objs: Iterable[models.SharedRow], request: HttpRequest):
        """What a published career names is protected, as by a foreign key, in both ways to delete."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, lacking, protected or still_named(objs)


def _register(model: type[models.SharedRow], item: type[schema.Item]) -> None:
    options = {"document": item, "form": form_for(item), "fields": layout_of(item)}
    admin.site.register(model, type(f"{model.__name__}Admin", (SharedAdmin,), options))


for _item in lists_of(schema.Directory).values():
    _register(ROWS[_item], _item)
