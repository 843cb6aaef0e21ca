"""What the forms of profiles and of the directory have in common: who may, saving, and what is said after."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.db import models as db
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from profiles import working_copy
from profiles.content import schema
from profiles.documents import ROWS
from profiles.languages import text_of
from profiles.models import Change, WorkingCopy

from .fields import Choices
from .meanwhile import Meanwhile, as_it_was, merge_form
from .pages import number_sent
from .places import Wanting

PUBLISH_PERMISSION = "profiles.publish_profile"
TRANSLATE_PERMISSION = "profiles.translate_profile"
MOST_FINDINGS = 12


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm(PUBLISH_PERMISSION)


def name_of(row: db.Model, document: type[schema.Value]) -> str:
    """The row's first text in the editor's language, or else in the other; people know a thing by that."""
    pair = next((name for name in document.model_fields if schema.is_pair(document, name)), None)
    return (text_of(getattr(row, pair))[0] if pair else "") or row.key


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
            for name, item in schema.lists_of(schema.Directory).items()
            if name != "minimum_wages"
        }
    return request.directory_choices


class Desk(admin.ModelAdmin):
    """A form that saves what is half finished, says what is wanting, and never saves over another's work."""

    document: type[schema.Value]

    class Media:
        css = {"all": ["admin/desk.css"]}

    # What a kind of document does -----------------------------------------------------------------

    def wanting(self, row: WorkingCopy) -> Iterable[Wanting]:
        """What keeps the working copy from being published."""
        raise NotImplementedError

    def publish_address(self, row: WorkingCopy) -> str:
        """The page where what the row belongs to is published."""
        raise NotImplementedError

    def record_address(self, row: WorkingCopy) -> str:
        """The page of what was changed in it."""
        raise NotImplementedError

    # Who may --------------------------------------------------------------------------------------

    def may_edit(self, request: HttpRequest) -> bool:
        """All of it: texts and facts."""
        return super().has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: db.Model | None = None) -> bool:
        return self.may_edit(request) or request.user.has_perm(TRANSLATE_PERMISSION)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request)

    # The form -------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: db.Model | None = None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        # To those who only read Django shows columns, and these are none.
        return [
            (title, {**options, "fields": _columns_only(options["fields"])}) for title, options in fieldsets
        ]

    def get_form(self, request: HttpRequest, obj: db.Model | None = None, **kwargs: Any):
        form = super().get_form(request, obj, **kwargs)
        form.directory = directory_choices(request)
        form.texts_only = not self.may_edit(request)
        form.meanwhile = getattr(request, "meanwhile", None)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["can_publish"] = may_publish(request)
        response = super().render_change_form(request, context, *args, **kwargs)
        if hasattr(request, "meanwhile"):
            response.status_code = 409
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # There is one record of changes, and admin's own says only which fields.
        if row := self.get_object(request, unquote(object_id)):
            return HttpResponseRedirect(self.record_address(row))
        return super().history_view(request, object_id, extra_context)

    # Saving ---------------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            self._hold(request, unquote(object_id))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _hold(self, request: HttpRequest, object_id: str) -> None:
        """Hold the working copy until the save is done, and find out whether others saved it meanwhile."""
        row = self.get_object(request, object_id)
        if row is None or not self.has_change_permission(request, row):
            return
        as_of = number_sent(request.POST.get("as_of"))
        try:
            working_copy.lock(row, version=as_of)
        except working_copy.ChangedMeanwhile as found:
            row.refresh_from_db()
            known = as_of >= 0 and len(found.changes) == row.version - as_of
            self._bring_together(request, row, Meanwhile(row, found.changes if known else None))
        request.before = working_copy.data_of(self.get_object(request, object_id))

    def _bring_together(self, request: HttpRequest, row: WorkingCopy, meanwhile: Meanwhile) -> None:
        """Put what others saved and what was typed into one form, which is shown and not saved."""
        base = None
        if meanwhile.changes is not None:
            base = as_it_was(working_copy.data_of(row), meanwhile.changes)
        sent = request.POST.copy()
        self.merge(request, row, base, sent, meanwhile)
        sent["as_of"] = str(row.version)
        meanwhile.files = [file.name for file in request.FILES.values()]
        # What the browser sent belongs to a form that is not there any more.
        request.FILES.clear()
        request.POST = sent
        request.meanwhile = meanwhile

    def merge(
        self,
        request: HttpRequest,
        row: WorkingCopy,
        base: dict[str, Any] | None,
        sent: Any,
        meanwhile: Meanwhile,
    ) -> None:
        merge_form(self.get_form(request, row, change=True)(instance=row), base, sent, meanwhile)

    def save_model(self, request: HttpRequest, obj: db.Model, form: Any, change: bool) -> None:
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """After the lists, the save is whole: what it changed is recorded."""
        super().save_related(request, form, formsets, change)
        row = form.instance
        row.refresh_from_db()
        confirmed = set(form.confirmed())
        for formset in formsets:
            confirmed.update(path for one in formset.initial_forms for path in one.confirmed())
        # What is ticked off is no change of the columns that forms fill in.
        row.out_of_date = {path: day for path, day in row.out_of_date.items() if path not in confirmed}
        before = request.before if change else None
        request.recorded = working_copy.settle(row, before, by=request.user, origin=Change.Origin.ADMIN)

    def log_change(self, request: HttpRequest, obj: db.Model, message: Any) -> Any:
        # Nothing changed, nothing to remember.
        return super().log_change(request, obj, message) if request.recorded else None

    def response_add(self, request: HttpRequest, obj: db.Model, post_url_continue: str | None = None):
        return self._finish(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: db.Model):
        response = self._finish(request, obj) or super().response_change(request, obj)
        # With the list that is open.
        return HttpResponseRedirect(request.get_full_path()) if "_continue" in request.POST else response

    def _finish(self, request: HttpRequest, row: WorkingCopy) -> HttpResponse | None:
        """After saving: say what is wanting, or go on to where it is published, which says so itself."""
        if "_publish" in request.POST and may_publish(request):
            return HttpResponseRedirect(self.publish_address(row))
        found = list(self.wanting(row))
        for one in found[:MOST_FINDINGS]:
            messages.warning(request, format_html('<a href="{}">{}</a>: {}', one.url, one.place, one.message))
        if len(found) > MOST_FINDINGS:
            messages.warning(request, _("… and %(count)s more.") % {"count": len(found) - MOST_FINDINGS})
        return None


def _columns_only(fields: Iterable[Any]) -> list[Any]:
    lines = [field if isinstance(field, tuple) else (field,) for field in fields]
    kept = (tuple(name for name in line if name not in ("as_of", "main_area")) for line in lines)
    return [line for line in kept if line]
