"""Finding a career in a real browser: results while typing, filters at once, both without JavaScript too."""

import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser.htmx import wait_for_htmx
from tests.builders import copy_content

CAREERS = ("customer-services-manager", "hotel-manager", "training-officer", "call-centre-operator")


@pytest.fixture(autouse=True)
def published_content(site, settings, tmp_path):
    settings.CONTENT_DIR = copy_content(tmp_path, *CAREERS)
    call_command("load_content", publish=True, verbosity=0)


def field(page: Page):
    return page.get_by_role("searchbox")


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def results(page: Page):
    return page.locator(".hit h2")


def test_results_come_while_typing_and_the_address_follows(page, assert_accessible):
    page.goto("/en/careers/")
    expect(page.get_by_role("heading", level=1)).to_have_text("All careers")
    field(page).focus()
    wait_for_htmx(page, ".finding")
    field(page).press_sequentially("hotel manager", delay=20)

    expect(page.get_by_role("heading", level=1)).to_contain_text("“hotel manager”")
    expect(results(page).first).to_have_text("Hotel manager")
    expect(page.locator("mark").first).to_have_text("Hotel")
    expect(page).to_have_url(re.compile(r"/en/careers/\?q=hotel\+manager$"))
    expect(page).to_have_title(re.compile("^[0-9]+ careers? for “hotel manager”"))
    # What was typed and where the reader is stay; the number is announced politely; the other side follows.
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("hotel manager")
    expect(page.get_by_role("status").filter(has=page.get_by_role("heading"))).to_contain_text("careers for")
    expect(page.locator("#turn")).to_have_attribute("href", "/cy/gyrfaoedd/?q=hotel+manager")
    assert_accessible(page)

    field(page).press("Enter")
    expect(results(page).first).to_have_text("Hotel manager")
    assert query_of(page)["q"] == ["hotel manager"]


def test_a_choice_counts_at_once_and_keeps_the_focus(page, assert_accessible):
    page.goto("/en/careers/")
    choice = page.get_by_role("checkbox", name=re.compile("^Apprenticeship "))
    choice.focus()
    wait_for_htmx(page, ".finding")
    choice.check()

    expect(page).to_have_url(re.compile(r"/en/careers/\?way=apprenticeship$"))
    expect(page.get_by_role("link", name=re.compile("^Way in: Apprenticeship"))).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("^Apprenticeship "))).to_be_focused()
    n = results(page).count()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{n} careers?$"))
    expect(page.get_by_role("button", name=re.compile(f"^Show {n} careers?$"))).to_be_visible()
    assert_accessible(page)

    # A second filter, and the words typed before it, all hold.
    page.locator("#hours-weekends").check()
    expect(page).to_have_url(re.compile("way=apprenticeship&hours=weekends$"))
    page.get_by_role("link", name=re.compile("^Way in: Apprenticeship")).click()
    expect(page).to_have_url(re.compile(r"\?hours=weekends$"))
    expect(page.locator("#way-apprenticeship")).not_to_be_checked()
    expect(page.locator("#hours-weekends")).to_be_checked()


def test_more_skills_stay_open_while_choosing(page):
    page.goto("/en/careers/")
    page.get_by_text("More skills").click()
    wait_for_htmx(page, ".finding")
    skill = page.locator("#more-skill input").first
    name = skill.get_attribute("id")
    skill.check()

    expect(page).to_have_url(re.compile(r"\?skill="))
    expect(page.locator(f"#{name}")).to_be_visible()
    expect(page.locator(f"#{name}")).to_be_checked()


def test_without_javascript_enter_and_a_button_do_the_same(plain_page, assert_accessible):
    plain_page.goto("/en/careers/")
    field(plain_page).fill("hotel")
    field(plain_page).press("Enter")
    expect(results(plain_page).first).to_have_text("Hotel manager")

    plain_page.locator("#way-apprenticeship").check()
    plain_page.get_by_role("button", name="Show these careers").click()
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("“hotel”")
    assert query_of(plain_page) == {"q": ["hotel"], "way": ["apprenticeship"]}
    expect(plain_page.locator("#way-apprenticeship")).to_be_checked()


def test_careers_are_ticked_and_compared(page):
    page.goto("/en/careers/?q=manager")
    tray = page.locator(".tray")
    expect(tray).to_be_hidden()
    # Two that stand in retail, so that the filter below leaves them.
    ticked = ["customer-services-manager", "call-centre-operator"]
    for key in ticked:
        page.locator(f"#c-{key}").check()
    expect(tray).to_be_visible()
    # A live change leaves the ticks of the careers that stay.
    wait_for_htmx(page, ".finding")
    page.locator("#area-retail").check()
    expect(page).to_have_url(re.compile("area=retail$"))
    page.locator("#area-retail").uncheck()
    expect(page).to_have_url(re.compile("q=manager$"))
    first, second = page.get_by_role("checkbox", name=re.compile("^Compare "), checked=True).all()
    assert {first.get_attribute("value"), second.get_attribute("value")} == set(ticked)
    tray.get_by_role("button").click()

    page.wait_for_url("**/en/compare/**")
    assert sorted(query_of(page)["c"]) == sorted(ticked)


def test_a_tick_stays_while_other_careers_are_looked_for(page, assert_accessible):
    # What the tray counts is drawn by the style sheet: the ticks that are in the page, in sight or not.
    counted = page.locator(".pickable .hit :checked")
    page.goto("/en/careers/?q=manager")
    page.locator("#c-hotel-manager").check()
    wait_for_htmx(page, ".finding")
    page.locator("#area-retail").check()
    expect(page).to_have_url(re.compile("area=retail$"))
    expect(page.locator("#c-hotel-manager")).to_have_count(0)
    expect(page.locator(".tray")).to_be_visible()
    page.locator("#c-customer-services-manager").check()
    expect(counted).to_have_count(2)
    assert_accessible(page)
    # Nothing found at all, and back again.
    field(page).fill("zzzzz")
    expect(page.locator(".tray")).to_have_count(0)
    field(page).fill("manager")
    expect(page.locator("#c-customer-services-manager")).to_be_checked()
    expect(counted).to_have_count(2)
    # In its place again, and taken back there: it is not held any longer.
    page.locator("#area-retail").uncheck()
    expect(page.locator("#c-hotel-manager")).to_be_checked()
    expect(counted).to_have_count(2)
    page.locator("#c-hotel-manager").uncheck()
    page.locator("#c-training-officer").check()
    page.locator("#area-retail").check()
    expect(page.locator("#c-training-officer")).to_have_count(0)
    page.locator(".tray").get_by_role("button").click()

    page.wait_for_url("**/en/compare/**")
    assert sorted(query_of(page)["c"]) == ["customer-services-manager", "training-officer"]


def test_nothing_that_has_the_focus_lies_under_the_tray(page):
    covered = """() => {
      const {left, top, width, height} = document.activeElement.getBoundingClientRect();
      const over = document.elementFromPoint(left + width / 2, top + height / 2);
      return Boolean(over?.closest('.tray')) && !document.activeElement.closest('.tray');
    }"""
    # Where the browser scrolls to depends on the height.
    for height in (500, 560, 620, 680, 740):
        page.set_viewport_size({"width": 390, "height": height})
        page.goto("/en/careers/?q=customer")
        page.locator(".hit").first.get_by_role("checkbox").check()
        for _ in range(12):
            page.keyboard.press("Tab")
            page.wait_for_timeout(30)
            focused = page.evaluate("document.activeElement.textContent || document.activeElement.value")
            assert not page.evaluate(covered), focused


def test_the_welsh_side_in_a_phone(phone, assert_accessible):
    phone.goto("/cy/gyrfaoedd/")
    phone.locator("summary").first.tap()
    wait_for_htmx(phone, ".finding")
    phone.locator("#way-apprenticeship").check()
    expect(phone).to_have_url(re.compile(r"/cy/gyrfaoedd/\?way=apprenticeship$"))
    # The disclosure stays open for the next choice, and its button leads to the results.
    expect(phone.locator("#hours-shifts")).to_be_visible()
    assert_accessible(phone)
    phone.locator("#show").click()
    expect(phone.locator("#hours-shifts")).to_be_hidden()
    expect(results(phone).first).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/careers/",
        "/en/careers/?q=manager&way=work",
        "/en/careers/?q=customer&pay=20000",
        "/en/careers/?q=zzzzz&area=retail",
        "/en/skills/",
        "/cy/pynciau/",
        "/cy/meysydd/manwerthu-a-gwasanaethau-cwsmeriaid/",
    ],
)
def test_nothing_is_wider_than_a_phone_even_with_large_text(new_page, address):
    for width, size in ((320, "16px"), (390, "32px"), (360, "32px")):
        page = new_page(viewport={"width": width, "height": 700})
        page.goto(address)
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        shown = page.evaluate("document.documentElement.scrollWidth")
        assert shown <= width, f"{shown} px wide with text of {size}"
        # The figures at the scale stand apart, or not at all.
        figures = [box.bounding_box() for box in page.locator(".hit-head text").all() if box.is_visible()]
        for one, next_one in pairwise(figures):
            assert one["x"] + one["width"] <= next_one["x"], f"{width} px and text of {size}"
