"""Who may do what at the desk: four roles, each a group of Django's, made anew after every migration.

An *author* edits, a *translator* changes texts and nothing else, a *publisher* edits and publishes, an
*administrator* does everything and looks after accounts. An item of a career's lists has no permissions of
its own: it follows from its career's.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

AUTHOR, TRANSLATOR, PUBLISHER, ADMINISTRATOR = "author", "translator", "publisher", "administrator"

ROLES = {
    AUTHOR: _("Author: edits"),
    TRANSLATOR: _("Translator: changes texts"),
    PUBLISHER: _("Publisher: edits and publishes"),
    ADMINISTRATOR: _("Administrator: everything, and accounts"),
}

_DIRECTORY = ("area", "source", "sharedskill", "contact", "link", "minimumwage", "page")
# What the desk shows and nobody writes there.
_READ = ("rating", "report", "edition", "change", "conflict", "linkcheck")
# Whose tables an administrator may see to.
_APPS = ("profiles", "auth", "admin", "axes", "otp_totp", "otp_static")


def _codenames(role: str) -> Iterator[str]:
    for name in ("profile", *_DIRECTORY, *_READ):
        yield f"view_{name}"
    if role == TRANSLATOR:
        yield "translate_profile"
        return
    for name in ("profile", *_DIRECTORY):
        yield from (f"add_{name}", f"change_{name}")
    if role == PUBLISHER:
        # To read a comment is to say that it has been read.
        yield from ("publish_profile", "change_rating", "change_report")
        yield from (f"delete_{name}" for name in _DIRECTORY)


def is_above(account: User, editor: User) -> bool:
    """Whether an account is not this editor's to touch: not its name, its password or its second factor.

    An administrator who could take over a superuser's account would be one.
    """
    return account.is_superuser and not editor.is_superuser


def names_above(editor: User) -> set[str]:
    """The names to sign in with of all accounts that are not this editor's to touch. One query, or none."""
    if editor.is_superuser:
        return set()
    return set(User.objects.filter(is_superuser=True).values_list("username", flat=True))


def make_roles(sender: AppConfig, using: str = "default", **rest: Any) -> None:
    """Make the groups, or bring their permissions up to date. Who is in them stays."""
    for config in apps.get_app_configs():
        if config.label in _APPS:
            create_permissions(config, verbosity=0, using=using)
    every = Permission.objects.using(using)
    for role in ROLES:
        wanted = Q(content_type__app_label="profiles", codename__in=list(_codenames(role)))
        if role == ADMINISTRATOR:
            wanted = Q(content_type__app_label__in=_APPS)
        group, _made = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set(every.filter(wanted))
