"""Fixtures for every test: a clean slate before each, and the compiled catalogue once."""

import gc
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.test import override_settings
from django.utils import translation

from profiles.search import engines
from tests.builders import copy_content


def pytest_collection_finish():
    """What was imported and collected stays to the end: no need to look for garbage in it at every turn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogue():
    call_command("compile_catalogue", verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def quick_hashes():
    """Hashing a password is slow on purpose, and that is Django's own to test."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def index_is_flushed():
    """A test that commits is cleaned up by a flush, which knows the models' tables and no search index."""

    def empty(**_signal):
        engines.empty()

    config = apps.get_app_config("profiles")
    post_migrate.connect(empty, sender=config)
    yield
    post_migrate.disconnect(empty, sender=config)


@pytest.fixture(autouse=True)
def clean_slate():
    """A request in Welsh leaves Welsh on, and a cached page stays cached, for whatever comes next."""
    cache.clear()
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def lead_content(tmp_path) -> Path:
    """A content folder with the lead career alone: what one career shows, sixteen more only slow down."""
    return copy_content(tmp_path / "lead", "customer-services-manager")
