"""Taking filters back, plain forms, and pages of careers on a small screen with large text."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, Route, expect

from tests.browser import accessibility
from tests.browser.conftest import PATIENCE
from tests.browser.htmx import wait_for_htmx
from tests.builders import copy_content

CAREERS = ("customer-services-manager", "hotel-manager", "training-officer", "call-centre-operator")
CHOSEN = "&".join(f"c={key}" for key in CAREERS)


@pytest.fixture(autouse=True)
def published_content(site, settings, tmp_path):
    settings.CONTENT_DIR = copy_content(tmp_path, *CAREERS)
    call_command("load_content", publish=True, verbosity=0)


def requests_of(page: Page) -> list[tuple[str, str]]:
    """What the page asks for from now on: how, and which address."""
    asked: list[tuple[str, str]] = []

    def listen(request):
        if request.resource_type in ("document", "xhr"):
            asked.append((request.resource_type, request.url))

    page.on("request", listen)
    return asked


def chips(page: Page):
    return page.get_by_role("list", name="Chosen filters").get_by_role("link", name=re.compile("remove this"))


def test_a_filter_is_taken_back_in_the_page_and_the_focus_goes_to_the_next(page, assert_accessible):
    page.goto("/en/careers/?q=manager&way=apprenticeship&way=work&hours=weekends")
    chips(page).nth(1).focus()
    wait_for_htmx(page, ".finding")
    asked = requests_of(page)
    expect(chips(page)).to_have_count(3)
    chips(page).nth(1).press("Enter")

    expect(page).to_have_url(re.compile(r"\?q=manager&way=apprenticeship&hours=weekends$"))
    expect(chips(page)).to_have_count(2)
    expect(chips(page).nth(1)).to_be_focused()
    expect(chips(page).nth(1)).to_contain_text("Hours: Weekends")
    expect(page.locator("#way-work")).not_to_be_checked()
    expect(page.locator("#way-apprenticeship")).to_be_checked()
    # After the last one the heading, which says how many there are now.
    chips(page).nth(1).press("Enter")
    expect(chips(page)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    chips(page).first.press("Enter")
    expect(chips(page)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=manager$"))
    assert [how for how, _address in asked] == ["xhr"] * 3
    assert_accessible(page)


def test_live_results_ask_for_the_address_they_show(page):
    page.goto("/en/careers/")
    page.get_by_role("searchbox").focus()
    wait_for_htmx(page, ".finding")
    asked = requests_of(page)
    page.locator("#way-apprenticeship").check()
    expect(page).to_have_url(re.compile(r"/en/careers/\?way=apprenticeship$"))
    page.get_by_role("searchbox").fill("manager")
    expect(page).to_have_url(re.compile(r"\?q=manager&way=apprenticeship$"))
    page.locator("#way-apprenticeship").uncheck()
    expect(page).to_have_url(re.compile(r"\?q=manager$"))
    page.get_by_role("searchbox").fill("")
    expect(page).to_have_url(re.compile(r"/en/careers/$"))

    # One request for each change: none had to be sent on.
    assert [address.partition("/en/careers/")[2] for _how, address in asked] == [
        "?way=apprenticeship",
        "?q=manager&way=apprenticeship",
        "?q=manager",
        "",
    ]


def test_without_javascript_no_empty_field_stays_in_the_address(plain_page):
    plain_page.goto("/en/careers/")
    plain_page.get_by_role("searchbox").fill("hotel")
    plain_page.get_by_role("searchbox").press("Enter")
    expect(plain_page).to_have_url(re.compile(r"/en/careers/\?q=hotel$"))
    plain_page.goto("/cy/rhestr/?c=hotel-manager")
    plain_page.locator("#list-title").fill("Dewisiadau")
    plain_page.locator(".written-form button").click()
    expect(plain_page).to_have_url(re.compile(r"/cy/rhestr/\?c=hotel-manager&title=Dewisiadau$"))


def test_a_chip_that_cannot_be_fetched_is_followed_as_a_link(browser, site):
    # A page of its own: what htmx says of the failure in the console is no complaint here.
    page = browser.new_page(base_url=site)
    page.goto("/en/careers/?q=manager&way=apprenticeship")
    chips(page).first.focus()
    wait_for_htmx(page, ".finding")
    page.route(
        re.compile(r"\?q=manager$"),
        lambda route: route.abort() if route.request.resource_type == "xhr" else route.continue_(),
    )
    chips(page).first.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=manager$"))
    expect(chips(page)).to_have_count(0)
    page.close()


def hold_htmx_back(page: Page) -> list[Route]:
    """htmx waits in this list, once it is asked for, until its route is continued."""
    held: list[Route] = []
    page.route(re.compile("htmx-2"), lambda route: held.append(route))
    return held


def wait_for_one(held: list[Route], page: Page) -> Route:
    for _ in range(PATIENCE // 50):
        if held:
            return held[0]
        page.wait_for_timeout(50)
    pytest.fail("it was never asked for")


def test_a_choice_made_before_htmx_came_is_not_lost(page):
    held = hold_htmx_back(page)
    page.goto("/en/careers/?q=manager")
    asked = requests_of(page)
    page.locator("#way-apprenticeship").check()
    wait_for_one(held, page).continue_()

    expect(page).to_have_url(re.compile(r"\?q=manager&way=apprenticeship$"))
    expect(chips(page)).to_have_count(1)
    expect(page.locator("#way-apprenticeship")).to_be_checked()
    assert [how for how, _address in asked] == ["xhr"]


def test_what_was_typed_before_htmx_came_is_not_lost(page):
    held = hold_htmx_back(page)
    page.goto("/en/careers/")
    expect(page.get_by_role("link", name="Careers by skill")).to_be_visible()
    page.get_by_role("searchbox").press_sequentially("hotel")
    wait_for_one(held, page).continue_()

    expect(page).to_have_url(re.compile(r"\?q=hotel$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("“hotel”")
    expect(page.get_by_role("searchbox")).to_be_focused()
    # The foot of the A to Z goes with it, as where the page is loaded.
    expect(page.get_by_role("link", name="Careers by skill")).to_have_count(0)


def test_a_touch_alone_asks_for_nothing(page):
    page.goto("/en/careers/?q=hotel&way=nothing-we-know")
    asked = requests_of(page)
    page.get_by_role("searchbox").focus()
    wait_for_htmx(page, ".finding")
    page.wait_for_timeout(500)

    assert asked == []
    expect(page.get_by_text("nothing-we-know")).to_be_visible()


def test_where_htmx_never_comes_a_choice_is_sent_plainly(browser, site):
    page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})
    page.route(re.compile("htmx-2"), lambda route: route.abort())
    page.goto("/en/careers/?q=manager")
    page.locator("#way-apprenticeship").check()
    expect(page).to_have_url(re.compile(r"\?q=manager&way=apprenticeship$"))
    expect(chips(page)).to_have_count(1)
    page.close()


@pytest.mark.parametrize("status", [0, 500, 503])
def test_a_search_that_fails_is_sent_plainly(browser, site, status):
    # A page of its own: what htmx says of the failure in the console is no complaint here.
    page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})
    page.goto("/en/careers/")
    page.get_by_role("searchbox").focus()
    wait_for_htmx(page, ".finding")

    def fail(route):
        if route.request.resource_type != "xhr":
            route.continue_()
        elif status:
            route.fulfill(status=status, body="no")
        else:
            route.abort()

    page.route(re.compile(r"\?q=hotel"), fail)
    page.get_by_role("searchbox").fill("hotel")
    expect(page).to_have_url(re.compile(r"/en/careers/\?q=hotel$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("“hotel”")
    expect(page.locator(".hit").first).to_be_visible()
    page.close()


def test_who_is_offline_is_told_and_gets_the_results_later(browser, site):
    page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})
    page.goto("/en/careers/")
    page.get_by_role("searchbox").focus()
    wait_for_htmx(page, ".finding")
    page.context.set_offline(True)
    page.get_by_role("searchbox").fill("hotel")
    told = page.get_by_role("status").filter(has_text="You are offline")
    expect(told).to_be_visible()
    assert accessibility.faults(page) == []

    page.context.set_offline(False)
    expect(page).to_have_url(re.compile(r"/en/careers/\?q=hotel$"))
    expect(page.locator(".hit").first).to_be_visible()
    expect(told).to_have_count(0)
    page.close()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_nothing_is_wider_than_a_phone_with_text_twice_as_large_and_everything_open(new_page, language):
    words = {
        "en": ("careers", "skills", "compare", "list", "paths", "areas/retail-and-customer-service"),
        "cy": (
            "gyrfaoedd",
            "sgiliau",
            "cymharu",
            "rhestr",
            "llwybrau",
            "meysydd/manwerthu-a-gwasanaethau-cwsmeriaid",
        ),
    }
    careers, skills, compare, shortlist, paths, area = words[language]
    page = new_page(viewport={"width": 320, "height": 700})
    for address in (
        "",
        f"{careers}/",
        f"{careers}/?q=manager&way=work&hours=weekends&skill=communication",
        f"{careers}/?q={'w' * 60}&area=sea",
        f"{skills}/",
        f"{compare}/",
        f"{compare}/?{CHOSEN}&c={'no-such-career-' * 5}x",
        f"{compare}/?c=hotel-manager&q=manager",
        f"{shortlist}/?{CHOSEN}&title={'W' * 60}",
        f"{paths}/",
        f"{paths}/?area=retail&c={'x' * 80}",
        f"{area}/",
    ):
        page.goto(f"/{language}/{address}")
        for size in ("16px", "32px"):
            page.evaluate(
                "size => {document.documentElement.style.fontSize = size;"
                "document.querySelectorAll('details').forEach(it => it.open = true);"
                "document.querySelectorAll('.hit input').forEach(it => it.checked = true)}",
                size,
            )
            shown = page.evaluate("document.documentElement.scrollWidth")
            assert shown <= 320, f"/{language}/{address} is {shown} px wide with text of {size}"


def test_the_names_over_a_comparison_stay_and_cover_nothing_that_has_the_focus(page):
    page.goto(f"/en/compare/?{CHOSEN}")
    page.locator(".share summary").focus()
    name = page.get_by_role("columnheader").filter(has_text="Hotel manager").get_by_role("link").first
    lies_under = """() => {
      const {left, top, width} = document.activeElement.getClientRects()[0];
      return Boolean(document.elementFromPoint(left + width / 2, top + 4)?.closest('thead'))
        && !document.activeElement.closest('thead');
    }"""
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        page.wait_for_timeout(30)
        assert not page.evaluate(lies_under), page.evaluate("document.activeElement.textContent")
        expect(name).to_be_in_viewport()


@pytest.mark.parametrize("address", ["en/compare/", "cy/cymharu/"])
def test_links_of_one_name_lead_to_one_place_on_a_comparison(plain_page, address):
    plain_page.goto(f"/{address}?c=customer-services-manager&c=hotel-manager&q=manager")
    expect(plain_page.locator(".chips a").first).to_have_text(re.compile("^(Add|Ychwanegu) "))
    targets: dict[str, set[str]] = {}
    for link in plain_page.get_by_role("main").get_by_role("link").all():
        name = " ".join(link.text_content().split())
        targets.setdefault(name, set()).add(link.get_attribute("href").partition("#")[0])

    assert {name: held for name, held in targets.items() if len(held) > 1} == {}
