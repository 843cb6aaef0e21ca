"""Content, the lead career's or the builders', published once for each module that asks; and an editor."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.utils import timezone

from profiles.content.loader import load_content
from profiles.models import Profile
from tests.builders import copy_content, publish_content

CAREER = "customer-services-manager"
EN = "/en/careers/customer-services-manager/"
CY = "/cy/gyrfaoedd/rheolwr-gwasanaethau-cwsmeriaid/"


@pytest.fixture(scope="module")
def _published(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load and publish inside a transaction that is rolled back after the module's last test."""
    content = copy_content(tmp_path_factory.mktemp("lead"), CAREER)
    with django_db_blocker.unblock(), transaction.atomic():
        load_content(content, publish=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def published(_published, db) -> Profile:
    """The lead career as published; what a test changes is undone after it."""
    return Profile.objects.get(key=CAREER)


@pytest.fixture(scope="module")
def _seventeen(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_content(settings.CONTENT_DIR, publish=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def every_career(_seventeen, db) -> None:
    """All careers of content/, as published."""


@pytest.fixture(scope="module")
def _shop(django_db_setup, django_db_blocker, tmp_path_factory):
    """The same for what the builders make."""
    with django_db_blocker.unblock(), transaction.atomic():
        publish_content(tmp_path_factory.mktemp("content"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def career(_shop, db) -> Profile:
    """The builders' one career, `shop-manager`, as published."""
    return Profile.objects.get()


@pytest.fixture
def editor(client) -> User:
    """Logged in, with the permissions of someone who looks after careers and the directory, no more."""
    user = User.objects.create(username="ed", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="profiles"))
    client.force_login(user)
    return user


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.time = timezone.now()

    def __call__(self) -> datetime:
        return self.time

    def move_on(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The time of Django and of what counts wrong passwords, however slow the machine is."""
    clock = Clock()
    for name in ("django.utils.timezone.now", "axes.handlers.proxy.now", "axes.attempts.now"):
        monkeypatch.setattr(name, clock)
    return clock
