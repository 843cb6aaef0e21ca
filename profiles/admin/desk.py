"""What the forms of profiles and of the directory have in common: saving, saying, publishing."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models as db
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from profiles.content import schema
from profiles.documents import ROWS, lists_of
from profiles.models import Edition
from profiles.publishing import PublishRefused

from .fields import Choices, is_pair

PUBLISH_PERMISSION = "profiles.change_profile"
MOST_FINDINGS = 12


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm(PUBLISH_PERMISSION)


def name_of(row: db.Model, document: type[schema.Value]) -> str:
    """The row's first text in either language; most people know a thing by that, not by its key."""
    pair = next((name for name in document.model_fields if is_pair(document, name)), None)
    return (str(getattr(row, pair)) if pair else "") or row.key


def log_act(request: HttpRequest, row: db.Model, message: str) -> None:
    """Record what an editor did that changed no text: published, withdrew, chose, gave a link away.

    A save keeps its own record (`profiles.models.Change`). An act on the directory as a whole is one on
    its `DirectoryState`. The record of changes shows both.
    """
    LogEntry.objects.log_actions(request.user.pk, [row], CHANGE, change_message=message, single_object=True)


def directory_choices(request: HttpRequest) -> dict[str, Choices]:
    """The directory's lists as choices, read once for all the forms of a request."""
    if not hasattr(request, "directory_choices"):
        request.directory_choices = {
            name: [(row.key, f"{name_of(row, item)} ({row.key})") for row in ROWS[item].objects.all()]
            for name, item in lists_of(schema.Directory).items()
            if name != "minimum_wages"
        }
    return request.directory_choices


class Desk(admin.ModelAdmin):
    """A form that saves what is half finished, says what is wanting, and can publish."""

    document: type[schema.Value]

    class Media:
        css = {"all": ["admin/desk.css"]}

    def get_form(self, request: HttpRequest, obj: db.Model | None = None, **kwargs: Any):
        form = super().get_form(request, obj, **kwargs)
        form.directory = directory_choices(request)
        return form

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request)

    # What a kind of document does -----------------------------------------------------------------

    def publish(self, request: HttpRequest, row: db.Model) -> str:
        """Publish what the row belongs to and say what became of it. Raises PublishRefused."""
        raise NotImplementedError

    def wanting(self, row: db.Model) -> list[str]:
        """What keeps the working copy from being published, one sentence each."""
        raise NotImplementedError

    # Saving ---------------------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["can_publish"] = may_publish(request) and self.has_change_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: db.Model, post_url_continue: str | None = None):
        response = super().response_add(request, obj, post_url_continue)
        if self._finish(request, obj):
            name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[obj.pk]))
        return response

    def response_change(self, request: HttpRequest, obj: db.Model):
        response = super().response_change(request, obj)
        if self._finish(request, obj) or "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return response

    def _finish(self, request: HttpRequest, row: db.Model) -> bool:
        """After saving: publish, or say what is wanting. True where the editor asked to publish."""
        if "_publish" in request.POST and may_publish(request):
            self.try_to_publish(request, row)
            return True
        if found := self.wanting(row):
            for finding in found[:MOST_FINDINGS]:
                messages.warning(request, finding)
            if len(found) > MOST_FINDINGS:
                messages.warning(request, f"… and {len(found) - MOST_FINDINGS} more.")
        return False

    def try_to_publish(self, request: HttpRequest, row: db.Model) -> None:
        try:
            messages.success(request, self.publish(request, row))
        except PublishRefused as refused:
            messages.error(request, f"{refused.subject} is not published:")
            for reason in refused.reasons:
                messages.error(request, str(reason))


def published(what: str, before: Edition | None, edition: Edition) -> str:
    if before == edition:
        return f"{what} is as published: edition {edition.number}."
    return f"{what} is published: edition {edition.number}."
