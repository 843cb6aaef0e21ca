"""The admin site: Django's own, with the pages of the desk.

Django makes the site before it reads `profiles.admin`, so this stands outside and asks for the pages
only when they are wanted.
"""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest


class DeskSite(admin.AdminSite):
    site_title = settings.SITE_NAME

    def get_urls(self) -> list:
        from profiles.admin import pages

        return [*pages.urls(self), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from profiles.admin import pages

        return {**super().each_context(request), "desk_pages": pages.menu(request)}
