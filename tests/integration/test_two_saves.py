"""Two editors who save at the very same moment. A module of its own: it commits, where others roll back."""

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from profiles.models import Change, Profile
from tests.builders import publish_content

from .test_admin import change, filled

pytestmark = pytest.mark.ignore_template_errors


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_refused(settings, tmp_path):
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has one writer anyway")
    settings.MEDIA_ROOT = tmp_path / "media"
    publish_content(tmp_path / "content")
    address = change(Profile.objects.get())
    browsers = []
    for name in ("ann", "olwen"):
        browser = Client()
        browser.force_login(User.objects.create(username=name, is_staff=True, is_superuser=True))
        browsers.append((browser, {**filled(browser, address), "title_en": name, "_continue": "1"}))
    begun, outcomes = threading.Barrier(2), []

    def save_together(browser: Client, data: dict[str, Any]) -> None:
        begun.wait(10)
        outcomes.append(browser.post(address, data).status_code)
        connection.close()

    saves = [threading.Thread(target=save_together, args=each) for each in browsers]
    for one in saves:
        one.start()
    for one in saves:
        one.join(60)

    assert sorted(outcomes) == [302, 409]
    assert Change.objects.filter(origin=Change.Origin.ADMIN).count() == 1
