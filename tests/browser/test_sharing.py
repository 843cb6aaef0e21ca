"""Sharing a page in a real browser: every way is a link or a button with a name."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

CAREER = "/en/careers/customer-services-manager/"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture(autouse=True)
def published_content(site, lead_content):
    call_command("load_content", lead_content, publish=True, verbosity=0)


def test_the_link_is_copied_and_said(new_page, site):
    page = new_page(permissions=CLIPBOARD)
    page.goto(CAREER)
    page.get_by_role("button", name="Copy link", exact=True).click()

    expect(page.get_by_role("status").filter(has_text="The link is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == site + CAREER


def test_both_languages_are_copied_welsh_first(new_page, site):
    page = new_page(permissions=CLIPBOARD)
    page.goto(CAREER)
    page.get_by_text("Send both languages, Welsh first").click()
    page.get_by_role("button", name="Copy both links").click()

    expect(page.get_by_role("status").filter(has_text="Both links are copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.index("/cy/gyrfaoedd/") < copied.index("/en/careers/")


def test_without_javascript_links_remain_and_buttons_do_not_show(plain_page):
    page = plain_page
    page.goto(CAREER)

    share = page.get_by_role("group", name="Share this page")
    for name in ("E-mail", "WhatsApp", "QR code", "Everything on one page"):
        expect(share.get_by_role("link", name=name, exact=True)).to_be_visible()
    expect(share.get_by_role("button", name="Copy link")).to_be_hidden()


def test_everything_on_one_page_prints(page):
    page.goto(CAREER + "all/")
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="Pay", exact=True)).to_be_visible()
    expect(page.get_by_role("navigation", name="Site")).to_be_hidden()
    assert page.locator("#rating").is_hidden()
