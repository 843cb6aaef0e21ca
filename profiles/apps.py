from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = _("Careers")
    default = True

    def ready(self) -> None:
        from profiles.roles import make_roles

        post_migrate.connect(make_roles, sender=self)


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin, with our site in place of its own."""

    default = False
    default_site = "profiles.desk_site.DeskSite"
