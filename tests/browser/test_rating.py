"""Rating a page in a real browser: in place, without JavaScript, by keyboard, and changed."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from profiles.models import Rating
from tests.browser.htmx import wait_for_htmx

PAY = "/en/careers/customer-services-manager/pay/"


@pytest.fixture(autouse=True)
def published_content(site, lead_content):
    call_command("load_content", lead_content, publish=True, verbosity=0)


def choose(page: Page, score: int) -> None:
    page.get_by_role("radio", name=str(score), exact=True).check()


def test_htmx_comes_with_the_first_touch_and_rates_in_place(page, assert_accessible):
    scripts = []
    page.on("request", lambda request: scripts.append(request.url) if "htmx" in request.url else None)
    page.goto(PAY)
    page.wait_for_load_state("networkidle")
    assert scripts == []

    choose(page, 4)
    wait_for_htmx(page, "#rating form")
    page.get_by_label("Why? (optional)").fill("Clear figures.")
    page.get_by_role("button", name="Send rating").click()

    expect(page.get_by_role("status").filter(has_text="Thank you for rating this page.")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape(PAY) + "$"))
    expect(page.locator("#rating [role=status]")).to_be_focused()
    assert Rating.objects.get().score == 4
    assert_accessible(page)

    page.get_by_role("link", name="Change your rating").click()
    expect(page.get_by_role("radio", name="4", exact=True)).to_be_checked()
    choose(page, 2)
    page.get_by_role("button", name="Send rating").click()
    expect(page.get_by_text("You gave it 2 out of 5.")).to_be_visible()
    assert Rating.objects.get().score == 2


def test_nothing_chosen_gets_a_message_in_place(page, assert_accessible):
    page.goto(PAY)
    page.get_by_label("Why? (optional)").fill("No number yet")
    wait_for_htmx(page, "#rating form")
    page.get_by_role("button", name="Send rating").click()

    expect(page.get_by_role("alert")).to_have_text("Choose a number from 1 to 5, then send.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Why? (optional)")).to_have_value("No number yet")
    expect(page).to_have_url(re.compile(re.escape(PAY) + "$"))
    assert not Rating.objects.exists()
    assert_accessible(page)


def test_rating_by_keyboard_alone(page):
    page.goto(PAY)
    page.get_by_role("radio", name="1", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("You gave it 3 out of 5.")).to_be_visible()


def test_rating_without_javascript(plain_page):
    page = plain_page
    page.goto("/cy/gyrfaoedd/rheolwr-gwasanaethau-cwsmeriaid/cyflog/")
    choose(page, 5)
    page.locator("#rating button").click()

    expect(page).to_have_url(re.compile("/cy/sgorio/customer-services-manager/cyflog/$"))
    expect(page.get_by_role("status")).to_be_visible()
    assert Rating.objects.get().language == "cy"

    page.locator("#rating").get_by_role("link").last.click()
    expect(page).to_have_url(re.compile("/cyflog/$"))


def test_the_cookie_goes_to_no_public_page(page):
    page.goto(PAY)
    choose(page, 4)
    page.get_by_role("button", name="Send rating").click()
    expect(page.get_by_text("You gave it 4 out of 5.")).to_be_visible()
    sent = []
    page.on("request", lambda request: sent.append(request.all_headers().get("cookie")))
    page.goto("/en/")

    assert [cookie for cookie in sent if cookie] == []
