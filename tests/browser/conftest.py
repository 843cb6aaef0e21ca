"""A real browser on the site: Chromium, driven by Playwright's own sync API.

The browser is the machine's (SITE_CHROMIUM, or the usual places); none is downloaded. Where there is
none these tests are skipped, but in CI that is a failure.
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import accessibility

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# In milliseconds: long enough for a busy machine. A click comes back with the first byte of its page, so what
# is looked for after one is waited for (`expect`), never asked at once (`is_visible`).
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("SITE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        message = "no browser: install Chromium (apt-get install chromium) or name one in SITE_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, which is who runs a CI container.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, settings) -> str:
    """The address of the site as a browser reaches it, with its style sheet built.

    The database is empty at the start of each test: publish what the test needs.
    """
    call_command("build_assets", verbosity=0)
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def new_page(browser, site):
    """A function that opens a page with the options of a Playwright context, and listens to it.

    Whatever the browser complains of fails the test at its end: an error in a script, a breach of the
    content policy, a file that does not come, a request to anyone else's server.
    """
    contexts, complaints = [], []

    def listen(page: Page):
        def on_console(message):
            # A page may rightly answer 404 or 422; files that do not come are caught below.
            if message.type == "error" and not message.text.startswith("Failed to load resource"):
                complaints.append(f"{page.url}: console: {message.text}")

        def on_response(response):
            if response.status >= 400 and response.request.resource_type not in ("document", "fetch", "xhr"):
                complaints.append(f"{page.url}: {response.status} for {response.url}")

        def on_request(request):
            address = urlsplit(request.url)
            if address.scheme in ("http", "https") and f"{address.scheme}://{address.netloc}" != site:
                complaints.append(f"{page.url}: asks another server: {request.url}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: script: {error}"))
        page.on("response", on_response)
        page.on("request", on_request)

    def open_page(**options) -> Page:
        # Without movement: a change of page that is still being drawn makes a test unsteady.
        options = {"base_url": site, "locale": "en-GB", "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.on("page", listen)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page) -> Page:
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(new_page) -> Page:
    return new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)


@pytest.fixture
def plain_page(new_page) -> Page:
    """A page without JavaScript."""
    return new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)


@pytest.fixture
def assert_accessible():
    def check(page: Page):
        assert accessibility.faults(page) == []

    return check
