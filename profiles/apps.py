from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = "Careers"
    default = True


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin, with our site in place of its own."""

    default = False
    default_site = "profiles.desk_site.DeskSite"
