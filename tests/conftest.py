"""Fixtures for every test: a clean slate before each, and the compiled catalogue once."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation

from tests.builders import copy_content


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogue():
    call_command("compile_catalogue", verbosity=0)


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
