"""The real content, published once for each module that asks for it."""

import pytest
from django.conf import settings
from django.db import transaction

from profiles.content.loader import load_content
from profiles.models import Profile

CAREER = "customer-services-manager"
EN = "/en/careers/customer-services-manager/"
CY = "/cy/gyrfaoedd/rheolwr-gwasanaethau-cwsmeriaid/"


@pytest.fixture(scope="module")
def _published(django_db_setup, django_db_blocker):
    """Load and publish inside a transaction that is rolled back after the module's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_content(settings.CONTENT_DIR, publish=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def published(_published, db) -> Profile:
    """The lead career as published; what a test changes is undone after it."""
    return Profile.objects.get(key=CAREER)
