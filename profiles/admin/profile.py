"""Profiles: a form for a career's own fields, and one for each of its lists.

All lists in one form would be three thousand fields and seconds of work to show; so the address says
which list is wanted (`?list=pay_bands`), and without one there are the career's own fields.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models as db
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join

from profiles import addresses
from profiles.content import schema
from profiles.content.findings import sentences
from profiles.content.references import profile_findings
from profiles.documents import ROWS, InvalidRows, directory_document, lists_of, profile_document
from profiles.languages import LANGUAGES
from profiles.models import Profile
from profiles.publishing import publish_profile, published_directory, withdraw
from profiles.vocabulary import LANGUAGE_NAMES

from .desk import Desk, directory_choices, published
from .fields import layout_of
from .forms import ItemForm, SchemaForm, form_for
from .pages import profile_menu
from .pictures import PictureForm, PictureFormSet


class ProfileForm(SchemaForm):
    """A career's own fields. Boxes have no order, so the main job area is asked for by itself."""

    main_area = forms.ChoiceField(required=False, help_text="The one whose cloth the career wears.")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["main_area"].choices = self.fields["areas"].choices
        self.initial["main_area"] = next(iter(self.instance.areas), "")

    def _given(self) -> dict[str, Any]:
        given = super()._given()
        main = self.cleaned_data.get("main_area")
        if main and "main_area" in self.changed_data:
            given["areas"] = [main, *(area for area in given["areas"] if area != main)]
        return given


class ItemInline(admin.StackedInline):
    """One of a profile's lists."""

    document: type[schema.Item]
    # One empty form, so that a list grows without JavaScript too.
    extra = 1

    def get_formset(self, request: HttpRequest, obj: Profile | None = None, **kwargs: Any):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.directory = directory_choices(request)
        return formset


def _title(list_name: str) -> str:
    return list_name.replace("_", " ").capitalize()


def _inline(name: str, item: type[schema.Item]) -> type[ItemInline]:
    options: dict[str, Any] = {
        "document": item,
        "model": ROWS[item],
        "form": form_for(item, ItemForm),
        "fields": [("order", "key"), *layout_of(item, without=["key"])],
        "verbose_name_plural": _title(name),
    }
    if item is schema.Picture:
        options |= {
            "form": form_for(item, PictureForm, without=["file", "kind", "digest"]),
            "formset": PictureFormSet,
            "readonly_fields": ["file", "kind"],
            "fields": [("order", "key"), ("upload", "preview"), *layout_of(item, without=["key", "digest"])],
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
    form = form_for(schema.Profile, ProfileForm)
    lists = {name: _inline(name, item) for name, item in lists_of(schema.Profile).items()}
    inlines = list(lists.values())
    change_form_template = "admin/profiles/profile_form.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "key",
                    ("standing", "public_pages"),
                    ("title_en", "title_cy"),
                    ("slug_en", "slug_cy"),
                    ("standfirst_en", "standfirst_cy"),
                    ("main_area", "areas"),
                    ("hidden_words_en", "hidden_words_cy"),
                ]
            },
        ),
        (
            "Welsh at work",
            {
                "classes": ["collapse"],
                "fields": ["welsh_at_work", ("welsh_note_en", "welsh_note_cy"), "welsh_sources"],
            },
        ),
        (
            "Review",
            {
                "classes": ["collapse"],
                "fields": [
                    ("reviewed_on", "review_due"),
                    ("reviewed_by_en", "reviewed_by_cy"),
                    ("change_note_en", "change_note_cy"),
                    "welsh_read_on",
                    ("welsh_read_by_en", "welsh_read_by_cy"),
                    "out_of_date",
                    "notes",
                ],
            },
        ),
    ]
    readonly_fields = ["standing", "public_pages"]
    list_display = ["title", "key", "standing", "changed"]
    list_filter = ["state"]
    list_select_related = ["edition"]
    search_fields = ["key", "title_en", "title_cy"]
    actions = ["publish_profiles", "withdraw_profiles"]

    @admin.display(description="title", ordering="title_en")
    def title(self, profile: Profile) -> str:
        return str(profile)

    @admin.display(description="state", ordering="state")
    def standing(self, profile: Profile) -> str:
        return f"{profile.state}, edition {profile.edition.number}" if profile.edition else profile.state

    @admin.display(description="public pages")
    def public_pages(self, profile: Profile) -> str:
        if profile.state != Profile.State.PUBLISHED:
            return "none: readers do not see it"
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
            return [(None, {"fields": [("standing", "public_pages")]})]
        return super().get_fieldsets(request, obj)

    def get_form(self, request: HttpRequest, obj: Profile | None = None, **kwargs: Any):
        if obj and self._list_asked_for(request):
            # None of the career's own fields: what a form does not show it must not empty.
            return forms.modelform_factory(Profile, form=forms.ModelForm, fields=[])
        return super().get_form(request, obj, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["parts"] = [("", "The career"), *((name, _title(name)) for name in self.lists)]
        context["part"] = self._list_asked_for(request)
        if profile := context.get("original"):
            context |= {"profile": profile, "profile_pages": profile_menu(request, profile)}
        return super().render_change_form(request, context, *args, **kwargs)

    # Saving ---------------------------------------------------------------------------------------

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        _put_in_order(formset)

    def wanting(self, row: Profile) -> list[str]:
        try:
            document = profile_document(row)
        except InvalidRows as invalid:
            return invalid.reasons
        try:
            directory = directory_document()
        except InvalidRows as invalid:
            return [f"The directory's {reason}" for reason in invalid.reasons]
        found = list(profile_findings(document, directory))
        if not found and next(profile_findings(document, published_directory()), None):
            return ["The directory has changes that this career needs: publish the directory first."]
        return sentences(found, document)

    # Publishing -----------------------------------------------------------------------------------

    def publish(self, request: HttpRequest, row: Profile) -> str:
        before = row.edition
        return published(str(row), before, publish_profile(row, by=request.user))

    @admin.action(description="Publish the careers that are ticked", permissions=["publish"])
    def publish_profiles(self, request: HttpRequest, queryset: db.QuerySet) -> None:
        for profile in queryset:
            self.try_to_publish(request, profile)

    @admin.action(description="Withdraw the careers that are ticked", permissions=["publish"])
    def withdraw_profiles(self, request: HttpRequest, queryset: db.QuerySet) -> None:
        for profile in queryset:
            if profile.state == Profile.State.PUBLISHED:
                withdraw(profile)
                messages.success(request, f"{profile} is withdrawn: its addresses say that it has gone.")
            else:
                messages.warning(request, f"{profile} is not published: nothing to withdraw.")
