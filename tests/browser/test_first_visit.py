"""A first visit: choose a language, find a career, change language. CI runs this on PostgreSQL too."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect


@pytest.fixture(autouse=True)
def published_content(site, lead_content):
    call_command("load_content", lead_content, publish=True, verbosity=0)


def visit(page: Page, check) -> None:
    html = page.locator("html")

    page.goto("/")
    check(page)
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(re.compile(r"/en/$"))
    check(page)

    page.get_by_role("navigation").get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Customer services manager").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Customer services manager")
    expect(html).to_have_attribute("lang", "en")
    check(page)

    page.get_by_role("link", name="Cymraeg", exact=True).click()
    expect(page).to_have_url(re.compile(r"/cy/gyrfaoedd/"))
    expect(html).to_have_attribute("lang", "cy")
    check(page)

    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Customer services manager")


def test_first_visit(page, assert_accessible):
    visit(page, assert_accessible)


def test_first_visit_by_telephone(phone):
    def fits(page: Page) -> None:
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    visit(phone, fits)


def test_first_visit_without_javascript(plain_page):
    visit(plain_page, lambda page: None)
