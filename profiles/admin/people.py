"""Accounts of the desk: a name, a password and one role.

An account is switched off, never deleted: the record of changes names it. Roles are made by
`profiles.roles`, so there is nothing to change about groups here.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    BaseUserCreationForm,
    SetUnusablePasswordMixin,
    UserChangeForm,
)
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from profiles.roles import ADMINISTRATOR, ROLES, is_above

admin.site.unregister(Group)
admin.site.unregister(User)


def role_of(user: User) -> str:
    """The name of the role that an account has, or nothing."""
    return next((group.name for group in user.groups.all() if group.name in ROLES), "")


def _role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Role"), choices=list(ROLES.items()), widget=forms.RadioSelect
    )


class NewAccountForm(BaseUserCreationForm):
    role = _role_field()


class AccountForm(UserChangeForm):
    role = _role_field()

    # Whoever fills the form in.
    editor: ClassVar[User | None] = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            self.initial["role"] = role_of(self.instance)
            # A superuser may do everything whatever their role.
            self.fields["role"].required = not self.instance.is_superuser

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        own = self.editor is not None and self.instance.pk == self.editor.pk
        if own and not cleaned.get("is_active", True):
            self.add_error(
                "is_active", _("Nobody switches off their own account: ask another administrator.")
            )
        if own and not self.instance.is_superuser and cleaned.get("role", ADMINISTRATOR) != ADMINISTRATOR:
            self.add_error("role", _("Nobody gives up this role by themselves: ask another administrator."))
        return cleaned


class PasswordForm(AdminPasswordChangeForm):
    """Where an administrator gives somebody else a password."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:
            # Django puts these words together when it is loaded, before any editor's language is known.
            self.fields["usable_password"].help_text = format_html(
                '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
                SetUnusablePasswordMixin.usable_password_help_text,
                _("If disabled, the current password for this user will be lost."),
            )


class ByRole(admin.SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(ROLES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() in ROLES else queryset


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = PasswordForm
    fieldsets = [(None, {"fields": ["username", "password", "first_name", "last_name", "role", "is_active"]})]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "password1", "password2", "role"]}),
    ]
    list_display = ["username", "full_name", "role", "active", "last_login"]
    list_filter = ["is_active", ByRole]
    filter_horizontal = []

    class Media:
        css = {"all": ["admin/desk.css"]}

    @admin.display(description=gettext_lazy("role"))
    def role(self, user: User) -> str:
        return str(ROLES.get(role_of(user), _("Superuser") if user.is_superuser else "—"))

    @admin.display(description=gettext_lazy("full name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "—"

    @admin.display(description=gettext_lazy("active"), ordering="is_active")
    def active(self, user: User) -> str:
        # In words: what admin's own icons say to those who cannot see them is English.
        if user.is_active:
            return pgettext("an account is active", "yes")
        return pgettext("an account is active", "no")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any):
        form = super().get_form(request, obj, **kwargs)
        form.editor = request.user
        return form

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        above = obj is not None and is_above(obj, request.user)
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        # Every account is an editor's: visitors have none.
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if role := form.cleaned_data.get("role"):
            form.instance.groups.set(Group.objects.filter(name=role))
