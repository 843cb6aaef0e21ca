"""Profiles: a form for a career's own fields, and one for each of its lists.

All lists in one form would be three thousand fields and seconds of work to show; so the address says
which list is wanted (`?list=pay_bands`), and without one there are the career's own fields.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles import addresses
from profiles.content import schema
from profiles.content.findings import dotted
from profiles.content.references import profile_findings
from profiles.documents import ROWS, InvalidRows, directory_document, profile_document
from profiles.languages import LANGUAGES
from profiles.models import Change, Profile
from profiles.publishing import published_directory
from profiles.vocabulary import LANGUAGE_NAMES
from profiles.working_copy import PROFILE

from .desk import TRANSLATE_PERMISSION, Desk, directory_choices
from .directory import directory_wanting
from .fields import layout_of
from .forms import SHOWN_ITEMS, AsShown, ItemForm, WorkingCopyForm, form_for, shown_items
from .meanwhile import Meanwhile, merge_list
from .pages import profile_menu
from .parts import parts_of
from .pictures import PictureForm, PictureFormSet, kept_as, shown
from .places import Wanting, field_url, place_in_words
from .record import ORIGINS
from .standing import WORDS, StandingFilter, WaitingFilter, progress_of, standing_of
from .words import LISTS


class ProfileForm(WorkingCopyForm):
    """A career's own fields. Boxes have no order, so the main job area is asked for by itself."""

    main_area = forms.ChoiceField(
        required=False, label=_("Main job area"), help_text=_("The one whose cloth the career wears.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "main_area" in self.fields:
            self.fields["main_area"].choices = self.fields["areas"].choices
            self.initial["main_area"] = next(iter(self.instance.areas), "")

    def columns_of(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().columns_of(data), "main_area": next(iter(data.get("areas") or ()), "")}

    def _given(self) -> dict[str, Any]:
        given = super()._given()
        main = self.cleaned_data.get("main_area")
        if main and "main_area" in self.changed_data:
            given["areas"] = [main, *(area for area in given["areas"] if area != main)]
        return given


class PartForm(AsShown):
    """The form around one list: what it does not show of the career it must not empty."""

    shown_items = forms.CharField(required=False, widget=forms.HiddenInput)
    rows: ClassVar[QuerySet | None] = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.is_bound and self.rows is not None:
            self.initial["shown_items"] = shown_items(self.rows)


class ItemInline(admin.StackedInline):
    """One of a profile's lists."""

    document: type[schema.Item]
    template = "admin/edit_inline/items.html"
    # One empty form, so that a list grows without JavaScript too.
    extra = 1

    def get_formset(self, request: HttpRequest, obj: Profile | None = None, **kwargs: Any):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.directory = directory_choices(request)
        formset.form.career = obj
        formset.form.texts_only = not self._may_edit(request)
        formset.form.meanwhile = getattr(request, "meanwhile", None)
        return formset

    # What one may do with a career one may do with its lists: thirty more permissions would say no more.

    def _may_edit(self, request: HttpRequest) -> bool:
        return request.user.has_perm("profiles.change_profile")

    def has_view_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        return request.user.has_perm("profiles.view_profile") or self.has_change_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        return self._may_edit(request)

    def has_delete_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        return self._may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        return self._may_edit(request) or request.user.has_perm(TRANSLATE_PERMISSION)


def _inline(name: str, item: type[schema.Item]) -> type[ItemInline]:
    options: dict[str, Any] = {
        "document": item,
        "model": ROWS[item],
        "form": form_for(item, ItemForm),
        "fields": [("order", "key"), *layout_of(item, without=["key"])],
        "verbose_name_plural": LISTS[name],
    }
    if item is schema.Picture:
        options |= {
            "form": form_for(item, PictureForm, without=["file", "kind", "digest"]),
            "formset": PictureFormSet,
            "readonly_fields": [shown, kept_as],
            "fields": [
                ("order", "key"),
                shown,
                ("upload", "preview"),
                kept_as,
                *layout_of(item, without=["key", "file", "digest", "kind"]),
            ],
        }
    return type(f"{item.__name__}Inline", (ItemInline,), options)


def _put_in_order(formset: BaseInlineFormSet) -> None:
    """Number a list's rows from 0 in the order that its form asks for."""
    forms = [form for form in formset.forms if form.instance.pk and form not in formset.deleted_forms]
    for position, form in enumerate(sorted(forms, key=lambda form: form.place())):
        if form.instance.position != position:
            # Not save(): a row that only moved has not been changed.
            type(form.instance).objects.filter(pk=form.instance.pk).update(position=position)


@admin.register(Profile)
class ProfileAdmin(Desk):
    document = schema.Profile
    form = form_for(schema.Profile, ProfileForm, without=["out_of_date"])
    lists = {name: _inline(name, item) for name, item in schema.lists_of(schema.Profile).items()}
    inlines = list(lists.values())
    change_form_template = "admin/profiles/profile_form.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "as_of",
                    "key",
                    ("standing", "public_pages"),
                    ("title_cy", "title_en"),
                    ("slug_cy", "slug_en"),
                    ("standfirst_cy", "standfirst_en"),
                    ("main_area", "areas"),
                    ("hidden_words_cy", "hidden_words_en"),
                ]
            },
        ),
        (
            _("Welsh at work"),
            {
                "classes": ["collapse"],
                "fields": ["welsh_at_work", ("welsh_note_cy", "welsh_note_en"), "welsh_sources"],
            },
        ),
        (
            _("Review"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("reviewed_on", "review_due"),
                    ("reviewed_by_cy", "reviewed_by_en"),
                    ("change_note_cy", "change_note_en"),
                    "welsh_read_on",
                    ("welsh_read_by_cy", "welsh_read_by_en"),
                    "notes",
                ],
            },
        ),
    ]
    readonly_fields = ["standing", "public_pages"]
    list_select_related = ["edition"]
    list_display = ["title", "standing", "welsh", "english", "changed_by", "changed_at"]
    list_filter = [StandingFilter, WaitingFilter]
    search_fields = ["key", "title_en", "title_cy"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Profile]:
        last = Change.objects.saves().filter(kind=PROFILE, key=OuterRef("key")).order_by("-version")
        return (
            super()
            .get_queryset(request)
            .annotate(
                saved_by=Subquery(last.values("by__username")[:1]),
                saved_from=Subquery(last.values("origin")[:1]),
                saved_at=Coalesce(Subquery(last.values("at")[:1]), F("changed")),
            )
        )

    @admin.display(description=_("title"), ordering="title_en")
    def title(self, profile: Profile) -> str:
        return str(profile)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, profile: Profile) -> str:
        words = str(WORDS[standing_of(profile)])
        if not profile.edition_id:
            return words
        return gettext("%(state)s, edition %(number)s") % {"state": words, "number": profile.edition.number}

    @admin.display(description=LANGUAGE_NAMES["cy"])
    def welsh(self, profile: Profile) -> str:
        return progress_of(profile, "cy")

    @admin.display(description=LANGUAGE_NAMES["en"])
    def english(self, profile: Profile) -> str:
        return progress_of(profile, "en")

    @admin.display(description=_("last changed by"), empty_value="—", ordering="saved_by")
    def changed_by(self, profile: Profile) -> Any:
        return profile.saved_by or ORIGINS.get(profile.saved_from)

    @admin.display(description=_("changed"), ordering="saved_at")
    def changed_at(self, profile: Profile) -> datetime:
        return profile.saved_at

    @admin.display(description=_("public pages"))
    def public_pages(self, profile: Profile) -> str:
        if profile.state != Profile.State.PUBLISHED:
            return gettext("none: readers do not see it")
        slug = profile.listing.slug
        pages = [(addresses.career(slug, language), LANGUAGE_NAMES[language]) for language in LANGUAGES]
        return format_html_join(" · ", '<a href="{}">{}</a>', pages)

    def has_delete_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        # Its addresses must go on answering and its ratings are visitors': it is withdrawn instead.
        return False

    # One list at a time -----------------------------------------------------------------------------

    def _list_asked_for(self, request: HttpRequest) -> str:
        name = request.GET.get("list", "")
        return name if name in self.lists else ""

    def get_inlines(self, request: HttpRequest, obj: Profile | None) -> list[type[ItemInline]]:
        name = self._list_asked_for(request)
        return [self.lists[name]] if obj and name else []

    def get_fieldsets(self, request: HttpRequest, obj: Profile | None = None):
        if obj and self._list_asked_for(request):
            fields = [("standing", "public_pages")]
            if self.has_change_permission(request, obj):
                fields = ["as_of", SHOWN_ITEMS, *fields]
            return [(None, {"fields": fields})]
        return super().get_fieldsets(request, obj)

    def get_form(self, request: HttpRequest, obj: Profile | None = None, **kwargs: Any):
        if obj and self._list_asked_for(request):
            form = forms.modelform_factory(Profile, form=PartForm, fields=[])
            form.meanwhile = getattr(request, "meanwhile", None)
            form.rows = self.lists[self._list_asked_for(request)].model.objects.filter(profile_row=obj)
            return form
        return super().get_form(request, obj, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if profile := context.get("original"):
            context["parts"] = parts_of(profile, self._list_asked_for(request))
            context |= {"profile": profile, "profile_pages": profile_menu(request, profile)}
        return super().render_change_form(request, context, *args, **kwargs)

    # Saving ---------------------------------------------------------------------------------------

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        _put_in_order(formset)

    def merge(
        self,
        request: HttpRequest,
        row: Profile,
        base: dict[str, Any] | None,
        sent: QueryDict,
        meanwhile: Meanwhile,
    ) -> None:
        name = self._list_asked_for(request)
        if not name:
            super().merge(request, row, base, sent, meanwhile)
            return
        for made, inline in self.get_formsets_with_inlines(request, row):
            formset = made(instance=row, queryset=inline.get_queryset(request))
            merge_list(formset, name, base, sent, meanwhile)

    def wanting(self, row: Profile) -> list[Wanting]:
        try:
            document = profile_document(row)
        except InvalidRows as invalid:
            return self._at_their_fields(row, invalid.found)
        try:
            directory = directory_document()
        except InvalidRows:
            return directory_wanting()
        data = document.model_dump(mode="json")
        if found := [(dotted(path, data), words) for path, words in profile_findings(document, directory)]:
            return self._at_their_fields(row, found)
        if next(profile_findings(document, published_directory()), None):
            words = gettext("has changes that this career needs: publish it first")
            return [Wanting(reverse("admin:desk_publish_directory"), gettext("The directory"), words)]
        return []

    def _at_their_fields(self, row: Profile, found: list[tuple[str, str]]) -> list[Wanting]:
        return [Wanting(field_url(row, path), place_in_words(PROFILE, path), words) for path, words in found]

    def publish_address(self, row: Profile) -> str:
        return reverse("admin:profile_publish", args=[row.pk])

    def record_address(self, row: Profile) -> str:
        return reverse("admin:profile_changes", args=[row.pk])
