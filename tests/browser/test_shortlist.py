"""The reader's own list and comparing, in a real browser: kept there, sent to nobody, lost by no tab."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.builders import make_profile_document, pair, publish_content

NAMES = {"cook": "Cook", "baker": "Baker", "waiter": "Waiter", "barista": "Barista"}
COOK, BAKER = "/en/careers/cook/", "/en/careers/baker/"
# What is kept is when each career came onto the list; below nought, when it went off it.
KEPT = """() => Object.entries(JSON.parse(localStorage.getItem('list')))
  .filter(([, time]) => time > 0).sort((one, other) => one[1] - other[1]).map(([key]) => key)"""
FORBIDDEN = """
Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }});
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') };
"""


@pytest.fixture(autouse=True)
def published_careers(site, tmp_path):
    documents = [
        make_profile_document(
            key=key,
            title=pair(name, f"{name} cy"),
            welsh_at_work="essential" if key == "cook" else "not-needed",
        )
        for key, name in NAMES.items()
    ]
    publish_content(tmp_path, *documents)


def header(page):
    return page.get_by_role("navigation", name="Site").locator("[data-list]")


def toggle(page, key: str):
    return page.locator(f"[data-keep={key}]").first


def keep(page, *keys: str) -> None:
    """Put careers into this browser's list, as its own pages would."""
    page.goto("/en/")
    times = {key: place for place, key in enumerate(keys, 1)}
    page.evaluate("times => localStorage.setItem('list', JSON.stringify(times))", times)


def expect_chosen(page, *keys: str) -> None:
    """That the page which a link or a button leads to has these careers in its address, in this order."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("c") == list(keys))


def test_a_career_is_added_kept_and_taken_off(page):
    page.goto(COOK)
    expect(header(page)).to_have_text("My list")
    toggle(page, "cook").click()

    expect(toggle(page, "cook")).to_contain_text("On my list – take off")
    expect(header(page)).to_have_text("My list (1)")
    expect(page.get_by_role("status").filter(has_text="Cook")).to_have_text("Cook: It is on your list.")
    assert urlsplit(page.url).path == COOK

    page.reload()
    expect(toggle(page, "cook")).to_contain_text("On my list – take off")
    expect(header(page)).to_have_attribute("href", "/en/list/?c=cook")

    toggle(page, "cook").click()
    expect(toggle(page, "cook")).to_contain_text("Add to my list")
    expect(header(page)).to_have_text("My list")
    assert page.evaluate(KEPT) == []


def test_nothing_of_the_list_is_sent_until_it_is_opened(page):
    asked = []
    page.on("request", lambda request: asked.append(request))
    page.goto(COOK)
    toggle(page, "cook").click()
    expect(header(page)).to_have_text("My list (1)")
    page.goto(BAKER)
    expect(header(page)).to_have_text("My list (1)")

    assert page.context.cookies() == []
    assert not [request.url for request in asked if "list/?" in request.url or request.post_data]
    header(page).click()
    expect(page.get_by_role("heading", name="Cook")).to_be_visible()
    assert page.context.cookies() == []


def test_nothing_more_is_loaded_before_the_first_touch(page):
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(COOK)
    page.wait_for_load_state("networkidle")
    assert not [path for path in asked if "shortlist" in path]

    toggle(page, "cook").focus()
    expect(toggle(page, "cook")).to_have_role("button")
    assert [path for path in asked if "shortlist" in path]


def test_the_keyboard_adds_and_takes_off(page):
    page.goto(COOK)
    toggle(page, "cook").focus()
    page.keyboard.press("Enter")
    expect(header(page)).to_have_text("My list (1)")
    page.keyboard.press("Space")
    expect(header(page)).to_have_text("My list")
    expect(toggle(page, "cook")).to_be_focused()


def test_careers_are_added_from_results_and_come_in_that_order(page):
    page.goto("/en/careers/?q=ba")
    toggle(page, "barista").click()
    expect(header(page)).to_have_text("My list (1)")
    toggle(page, "baker").click()
    expect(header(page)).to_have_text("My list (2)")

    header(page).click()
    expect_chosen(page, "barista", "baker")


def test_two_tabs_lose_nothing(page):
    other = page.context.new_page()
    page.goto(COOK)
    other.goto(BAKER)
    toggle(page, "cook").click()
    expect(header(other)).to_have_text("My list (1)")
    toggle(other, "baker").click()

    expect(header(page)).to_have_text("My list (2)")
    assert sorted(page.evaluate(KEPT)) == ["baker", "cook"]


def test_two_tabs_at_the_same_moment_lose_nothing(page):
    other = page.context.new_page()
    for tab, address in ((page, COOK), (other, BAKER)):
        tab.goto(address)
        toggle(tab, tab.url.split("/")[-2]).focus()
        expect(toggle(tab, tab.url.split("/")[-2])).to_have_role("button")
    moment = page.evaluate("Date.now()") + 500
    for tab in (page, other):
        tab.evaluate(
            "at => { setTimeout(() => document.activeElement.click(), at - Date.now()); }",
            moment,
        )

    for tab in (page, other):
        expect(header(tab)).to_have_text("My list (2)")
    assert sorted(page.evaluate(KEPT)) == ["baker", "cook"]


def test_what_another_tab_wrote_at_the_same_moment_is_joined(page):
    page.goto(COOK)
    toggle(page, "cook").click()
    expect(header(page)).to_have_text("My list (1)")
    # The other tab read the list before 'cook' was in it, and wrote after.
    page.evaluate(
        """() => {
          localStorage.setItem('list', '{"baker": 7}');
          dispatchEvent(new StorageEvent('storage', {key: 'list', newValue: '{"baker": 7}'}));
        }"""
    )

    expect(header(page)).to_have_text("My list (2)")
    assert page.evaluate(KEPT) == ["baker", "cook"]


def test_what_is_cleared_away_is_gone_in_every_tab(page):
    keep(page, "cook", "baker")
    page.goto(COOK)
    expect(header(page)).to_have_text("My list (2)")
    other = page.context.new_page()
    other.goto(COOK)
    other.evaluate("localStorage.clear()")

    expect(header(page)).to_have_text("My list")
    assert page.evaluate("localStorage.getItem('list')") is None


def test_what_another_tab_took_off_stays_off(page):
    keep(page, "cook", "baker")
    page.goto(COOK)
    other = page.context.new_page()
    other.goto(COOK)
    toggle(other, "cook").click()

    expect(header(page)).to_have_text("My list (1)")
    expect(toggle(page, "cook")).to_contain_text("Add to my list")
    assert page.evaluate(KEPT) == ["baker"]


@pytest.mark.parametrize(
    "held",
    [
        "{broken",
        '["cook"]',
        '"cook"',
        "null",
        "7",
        '{"../x": 1, "<b>": 2, "baker": "3", "waiter": null}',
        "[[]]",
    ],
)
def test_foreign_content_in_storage_is_no_list(page, held):
    page.goto("/en/")
    page.evaluate("held => localStorage.setItem('list', held)", held)
    page.goto(COOK)
    expect(header(page)).to_have_text("My list")
    toggle(page, "cook").click()

    expect(header(page)).to_have_text("My list (1)")
    assert page.evaluate(KEPT) == ["cook"]


def test_where_storage_is_forbidden_the_link_leads(new_page):
    for forbidden in (FORBIDDEN, FULL):
        page = new_page()
        page.add_init_script(forbidden)
        page.goto(COOK)
        toggle(page, "cook").click()
        page.wait_for_url("**/en/list/?c=cook")


def test_a_full_list_leads_to_itself(page):
    keep(page, *(f"job-{n}" for n in range(30)))
    page.goto(COOK)
    expect(toggle(page, "cook")).to_contain_text("My list is full – open it")
    toggle(page, "cook").click()

    page.wait_for_url("**/en/list/?c=job-0&**")
    assert len(page.evaluate(KEPT)) == 30


def test_without_javascript_add_opens_a_list_that_its_picker_extends(plain_page, site):
    page = plain_page
    page.goto(COOK)
    toggle(page, "cook").click()
    page.wait_for_url(f"{site}/en/list/?c=cook")

    page.get_by_label("Find a career by its name, or by words about it").fill("baker")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Add Baker").click()
    expect_chosen(page, "cook", "baker")

    page.get_by_role("textbox", name="Title").fill("For Friday")
    page.get_by_role("textbox", name="Note").fill("Read this.\nThen that.")
    page.get_by_role("button", name="Put them in the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("For Friday")
    expect(page.locator("blockquote")).to_have_text("Read this.\nThen that.", use_inner_text=True)
    expect_chosen(page, "cook", "baker")

    page.get_by_role("link", name="Move down Cook").click()
    expect_chosen(page, "baker", "cook")
    page.get_by_role("button", name="Compare these careers").click()
    expect_chosen(page, "baker", "cook")
    expect(page.get_by_role("columnheader")).to_have_count(2)
    expect(page.get_by_role("button", name="Keep these")).to_have_count(0)


def test_without_javascript_a_comparison_is_extended_too(plain_page):
    page = plain_page
    page.goto(COOK)
    page.get_by_role("link", name="Compare Cook").click()
    expect_chosen(page, "cook")
    page.get_by_label("Find a career by its name, or by words about it").fill("waiter")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Add Waiter").click()

    expect(page.get_by_role("columnheader")).to_have_count(2)
    same, differs = page.get_by_role("row", name="Job area"), page.get_by_role("row", name="Welsh at work")
    page.get_by_label("Show only what differs").check()
    expect(same).to_be_hidden()
    expect(differs).to_be_visible()
    page.get_by_label("Show only what differs").uncheck()
    expect(same).to_be_visible()


def test_a_list_opens_in_a_fresh_browser_and_is_kept_there(page, new_page):
    keep(page, "cook", "baker")
    page.goto("/en/")
    expect(header(page)).to_have_text("My list (2)")
    header(page).click()
    expect(page.get_by_text("This is the list kept in this browser.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep these in this browser")).to_be_hidden()

    fresh = new_page()
    fresh.goto(page.url)
    expect(fresh.get_by_role("heading", name="Baker")).to_be_visible()
    fresh.get_by_role("button", name="Keep these in this browser").click()
    expect(fresh.get_by_text("This is the list kept in this browser.")).to_be_visible()
    expect(header(fresh)).to_have_text("My list (2)")
    assert fresh.evaluate(KEPT) == ["cook", "baker"]
    assert fresh.context.cookies() == []


def test_keeping_a_list_keeps_what_was_there(page):
    keep(page, "waiter")
    page.goto("/en/list/?c=cook&c=waiter")
    page.get_by_role("button", name="Keep these in this browser").click()

    expect(header(page)).to_have_text("My list (2)")
    assert page.evaluate(KEPT) == ["waiter", "cook"]


def test_changing_the_page_of_one_s_own_list_changes_the_list(page):
    keep(page, "cook", "baker", "waiter")
    page.goto("/en/list/?c=cook&c=baker&c=waiter")
    expect(page.get_by_text("This is the list kept in this browser.")).to_be_visible()
    page.get_by_role("link", name="Take off the list Baker").click()
    expect(header(page)).to_have_text("My list (2)")
    expect_chosen(page, "cook", "waiter")
    assert page.evaluate(KEPT) == ["cook", "waiter"]

    page.get_by_role("link", name="Move up Waiter").click()
    page.wait_for_url("**#career-waiter")
    assert page.evaluate(KEPT) == ["waiter", "cook"]


def test_changing_somebody_else_s_list_changes_only_the_page(page):
    keep(page, "barista")
    page.goto("/en/list/?c=cook&c=baker")
    expect(header(page)).to_have_text("My list (1)")
    page.get_by_role("link", name="Take off the list Baker").click()

    expect_chosen(page, "cook")
    assert page.evaluate(KEPT) == ["barista"]


def test_what_the_list_holds_and_the_site_does_not_is_named(page):
    keep(page, "cook", "long-gone")
    page.goto(COOK)
    expect(header(page)).to_have_text("My list (2)")
    header(page).click()

    expect(page.get_by_text("We do not know “long-gone”.")).to_be_visible()
    expect(page.get_by_role("heading", name="Cook")).to_be_visible()


@pytest.mark.parametrize("change", ["Take off the list Baker", "Take what is left out off the list"])
def test_a_list_that_holds_an_unknown_career_can_be_changed_all_the_same(page, change):
    keep(page, "long-gone", "cook", "baker")
    page.goto("/en/")
    expect(header(page)).to_have_text("My list (3)")
    header(page).click()
    expect(page.get_by_text("This is the list kept in this browser.")).to_be_visible()
    expect(page.get_by_role("link", name="Open the list kept")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep these in this browser")).to_be_hidden()

    page.get_by_role("link", name=change).click()
    left = ["cook"] if "Baker" in change else ["cook", "baker"]
    expect_chosen(page, *left)
    expect(header(page)).to_have_text(f"My list ({len(left)})")
    assert page.evaluate(KEPT) == left
    expect(page.get_by_text("This is the list kept in this browser.")).to_be_visible()
    expect(page.get_by_text("long-gone")).to_have_count(0)


def test_a_list_of_nothing_that_is_known_can_be_emptied(page):
    keep(page, "long-gone")
    page.goto("/en/")
    expect(header(page)).to_have_text("My list (1)")
    header(page).click()
    page.get_by_role("link", name="Take what is left out off the list").click()

    expect(header(page)).to_have_text("My list")
    assert page.evaluate(KEPT) == []


def test_an_own_list_with_an_unknown_career_stays_one_s_own_in_its_forms(page):
    keep(page, "long-gone", "cook")
    page.goto("/en/list/?c=long-gone&c=cook")
    page.get_by_role("textbox", name="Title").fill("For Friday")
    page.get_by_role("button", name="Put them in the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("For Friday")
    page.get_by_label("Find a career by its name, or by words about it").fill("baker")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Add Baker").click()

    expect_chosen(page, "cook", "baker")
    expect(header(page)).to_have_text("My list (2)")
    assert page.evaluate(KEPT) == ["cook", "baker"]


def test_keeping_somebody_s_list_leaves_out_what_is_unknown(page):
    page.goto("/en/list/?c=long-gone&c=cook")
    page.get_by_role("button", name="Keep these in this browser").click()

    expect(page.get_by_text("This is the list kept in this browser.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep these in this browser")).to_be_hidden()
    assert page.evaluate(KEPT) == ["cook"]


def test_the_list_leads_to_itself_in_both_languages(page):
    keep(page, "cook")
    page.goto("/cy/")

    expect(header_in(page, "cy")).to_have_attribute("href", "/cy/rhestr/?c=cook")


def header_in(page, language: str):
    return page.locator(f"html[lang={language}] [data-list]")


def test_a_comparison_on_a_phone_is_still_a_table_to_a_screen_reader(phone):
    phone.goto("/en/compare/?c=cook&c=baker")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    tree = phone.context.new_cdp_session(phone).send("Accessibility.getFullAXTree")
    roles = [node["role"]["value"] for node in tree["nodes"] if not node.get("ignored")]

    assert roles.count("table") == 1
    assert roles.count("columnheader") == 2
    assert roles.count("rowheader") == roles.count("row") - 1 > 5


def test_both_pages_are_accessible_and_fit(page, assert_accessible):
    for address in (
        "/en/compare/",
        "/en/compare/?c=cook&c=baker&c=waiter&c=nobody&q=ba",
        "/en/list/?c=cook&c=baker&title=T&note=N&q=ba",
        "/en/list/",
    ):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            assert_accessible(page)
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_figures_at_the_scale_are_left_out_where_large_text_has_no_room_for_them(phone):
    for address in ("/en/compare/?c=cook&c=baker", "/en/list/?c=cook&c=baker"):
        phone.goto(address)
        figures = phone.locator(".amounts .axis svg").first
        expect(figures).to_be_visible()
        phone.evaluate("document.documentElement.style.fontSize = '32px'")
        expect(figures).to_be_hidden()
        expect(phone.get_by_text("£21,000 to £28,000").first).to_be_visible()


def test_the_header_takes_one_line_on_a_desk_and_two_on_a_phone(page):
    keep(page, *(f"job-{n}" for n in range(12)))
    lines = """() => new Set([...document.querySelectorAll('.logo, .nav a')].map(
      (link) => Math.round((link.getBoundingClientRect().top + link.getBoundingClientRect().bottom) / 40)
    )).size"""
    for address in ("/en/", "/cy/"):
        for width, most in ((1280, 1), (390, 2), (320, 2)):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            expect(page.locator("[data-list]")).to_contain_text("(12)")
            assert page.evaluate(lines) <= most, (address, width)


def test_one_name_is_all_that_is_kept(page):
    page.goto(COOK)
    toggle(page, "cook").click()
    expect(header(page)).to_have_text("My list (1)")

    [(name, text)] = page.evaluate("Object.entries(localStorage)")
    assert (name, list(json.loads(text))) == ("list", ["cook"])
