"""The desk's forms in a browser: order, marks and preview, kept text, the focal point, by keyboard too."""

import itertools

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from profiles.documents import profile_document, write_profile
from profiles.models import Area, EditorSettings, Profile
from tests.builders import make_profile_data, make_profile_document, pair, publish_content

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "#content-main form"
SAVE = "[name=_continue]"


@pytest.fixture
def career(site, tmp_path) -> Profile:
    publish_content(tmp_path)
    bands = [
        {"key": key, "level": level, "low": 20_000, "source": "prospects"}
        for key, level in (("starting", "starting"), ("middle", "experienced"), ("senior", "senior"))
    ]
    # Two items have nothing above the form to scroll past; the prose is as everywhere.
    write_profile(make_profile_document(pay_bands=bands))
    return Profile.objects.get()


@pytest.fixture
def signed_in(site, career):
    """Give the browser of a page an editor's session."""
    User.objects.create_superuser("ed")

    def sign_in(page):
        client = Client()
        client.force_login(User.objects.get(username="ed"))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        return page

    return sign_in


def address(career: Profile, list_name: str = "") -> str:
    return f"/admin/profiles/profile/{career.pk}/change/?list={list_name}"


def order_of(career: Profile) -> list[str]:
    return [band.key for band in profile_document(Profile.objects.get(pk=career.pk)).pay_bands]


def save(page) -> None:
    page.click(SAVE)
    page.wait_for_selector(".messagelist .success")


# The bar that saves -----------------------------------------------------------------------------

CUT_OFF = """bar => {
    const inside = box => box.left >= 0 && box.right <= document.documentElement.clientWidth
        && box.top >= 0 && box.bottom <= innerHeight;
    return [...bar.querySelectorAll("input, a")]
        .filter(button => !inside(button.getBoundingClientRect())
            || button.scrollWidth > button.clientWidth + 1)
        .map(button => button.value || button.textContent);
}"""


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("width", [390, 320])
def test_every_button_that_saves_is_in_sight_on_a_telephone(new_page, signed_in, career, width, language):
    EditorSettings.objects.update_or_create(
        user=User.objects.get(username="ed"), defaults={"language": language}
    )
    page = signed_in(new_page(viewport={"width": width, "height": 640}, has_touch=True, is_mobile=True))
    for form, buttons in (
        (address(career), 3),
        (address(career, "pay_bands"), 3),
        (f"/admin/profiles/area/{Area.objects.get().pk}/change/", 4),
        ("/admin/profiles/source/add/", 3),
    ):
        page.goto(form)
        assert page.locator("html").get_attribute("lang") == language
        bar = page.locator(".submit-row")
        assert bar.locator("input, a").count() == buttons
        assert bar.evaluate(CUT_OFF) == []


def test_the_bar_leaves_room_for_the_form_where_there_is_little(new_page, signed_in, career):
    """On a telephone on its side, or at four times the size, two rows of buttons would hide most of it."""
    page = signed_in(new_page(viewport={"width": 320, "height": 256}))
    page.goto(address(career))
    page.locator("fieldset textarea").nth(3).evaluate("field => field.scrollIntoView({block: 'start'})")
    assert page.locator(".submit-row").evaluate("bar => bar.getBoundingClientRect().top > innerHeight")


def test_the_bar_never_lies_over_what_has_the_focus(new_page, signed_in, career):
    page = signed_in(new_page(viewport={"width": 320, "height": 640}))
    page.goto(address(career))
    bar, fields = page.locator(".submit-row"), page.locator("fieldset textarea").all()[:4]
    for before, field in itertools.pairwise(fields):
        # Just under the bar, and then arrived at with the keyboard.
        field.evaluate("field => scrollBy(0, field.getBoundingClientRect().bottom - innerHeight + 5)")
        top = bar.bounding_box()["y"]
        assert bottom_of(field) > top
        before.evaluate("field => field.focus({preventScroll: true})")
        for _ in range(20):
            page.keyboard.press("Tab")
            if field.evaluate("field => field === document.activeElement"):
                break
        expect(field).to_be_focused()
        assert bottom_of(field) <= top


def bottom_of(field) -> float:
    box = field.bounding_box()
    return box["y"] + box["height"]


# Order ------------------------------------------------------------------------------------------


def test_items_move_by_button_and_by_keyboard_and_are_saved_so(page, signed_in, career):
    signed_in(page).goto(address(career, "pay_bands"))
    page.click("#payband_rows-1 [data-move=up]")
    assert page.locator("[data-announce]").inner_text().endswith(": now number 1 of 3.")
    # The focus stays on the button, so that the key can be pressed again.
    page.locator("#payband_rows-0 [data-move=down]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.item').id") == "payband_rows-0"
    assert page.evaluate("document.activeElement.dataset.move") == "down"
    page.keyboard.press("Enter")
    assert page.locator("[data-announce]").inner_text().endswith("is the last already.")
    assert [page.input_value(f"#id_payband_rows-{i}-order") for i in range(3)] == ["3", "1", "2"]
    save(page)
    assert order_of(career) == ["middle", "senior", "starting"]


def test_items_move_by_dragging(page, signed_in, career):
    signed_in(page).goto(address(career, "pay_bands"))
    page.drag_and_drop(
        "#payband_rows-2 .item-handle", "#payband_rows-0 summary", target_position={"x": 40, "y": 4}
    )
    save(page)
    assert order_of(career) == ["senior", "starting", "middle"]


def test_items_added_by_script_are_whole(page, signed_in, career):
    signed_in(page).goto(address(career, "sections"))
    page.click(".add-row a")
    added = page.locator("#section_rows-3")
    added.locator("[name$=-key]").select_option("hours")
    added.locator("[name$=-title_cy]").fill("Oriau")
    added.locator("[name$=-answer_cy]").fill("Sifftiau.")
    prose = added.locator("[name$=-prose_cy]")
    prose.fill("sifftiau")
    prose.select_text()
    added.locator(".field-prose_cy [data-mark=bold]").click()
    assert prose.input_value() == "**sifftiau**"
    described = added.locator("[name$=-title_cy]").get_attribute("aria-describedby")
    assert page.locator(f"#{described}").count() == 1
    save(page)
    assert profile_document(Profile.objects.get()).sections[-1].prose.cy == "**sifftiau**"


def test_a_list_grows_and_is_ordered_without_a_script(plain_page, signed_in, career):
    page = signed_in(plain_page)
    page.goto(address(career, "employers"))
    assert not page.locator("[data-move]").first.is_visible()
    page.click("#employer_rows-1 summary")
    page.fill("#id_employer_rows-1-title_en", "Big shops")
    page.check("#id_employer_rows-1-sources input >> nth=0")
    page.fill("#id_employer_rows-1-order", "1")
    save(page)
    assert [item.key for item in profile_document(Profile.objects.get()).employers] == ["big-shops", "shops"]


def test_a_link_to_an_item_opens_it(page, signed_in, career):
    write_profile(make_profile_document(shares=_shares(6)))
    signed_in(page).goto(f"{address(career, 'shares')}#item-share-4")
    assert page.locator("#item-share-4").is_visible()
    assert not page.locator("#item-share-3").is_visible()


def _shares(count: int) -> list[dict]:
    (share,) = make_profile_data()["shares"]
    return [{**share, "key": f"share-{i}"} for i in range(count)]


# Marks and preview ------------------------------------------------------------------------------


def test_marks_are_written_by_buttons_along_which_the_arrows_go(page, signed_in, career):
    signed_in(page).goto(address(career, "sections"))
    text = page.locator("#id_section_rows-1-prose_en")
    bar = page.locator("#section_rows-1 .field-prose_en .marks")
    text.fill("Pay grows.")
    text.select_text()
    bar.locator("[data-mark=bold]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert text.input_value() == "*Pay grows.*"
    assert page.evaluate("document.activeElement.name").endswith("prose_en")
    # What a button wrote is taken back as what was typed is.
    page.keyboard.press("Control+z")
    assert text.input_value() == "Pay grows."
    # One stop of the Tab key for the whole bar.
    assert bar.locator("[tabindex='0'], button:not([tabindex])").count() == 1
    text.fill("one\ntwo")
    text.select_text()
    bar.locator("[data-mark=list]").click()
    assert text.input_value() == "- one\n- two"


def test_a_preview_stands_beside_the_text(page, signed_in, career):
    signed_in(page).goto(address(career, "sections"))
    field = page.locator("#section_rows-1 .field-prose_en")
    field.locator("textarea").fill("Pay *grows*.\n\n### Later\n\n- more\n\n<b>x</b>")
    field.locator("[data-page]").select_option("about")
    field.locator("textarea").press("End")
    field.locator("[data-preview]").click()
    shown = field.locator(".prose-preview")
    shown.locator("em").wait_for()
    assert shown.locator("h3").inner_text() == "Later"
    assert "line 7 holds HTML: write Markdown only" in shown.inner_text()
    assert shown.locator(".prose").get_attribute("lang") == "en"


def test_a_preview_that_cannot_come_says_so(page, signed_in, career):
    signed_in(page).goto(address(career, "sections"))
    Session.objects.all().delete()
    field = page.locator("#section_rows-1 .field-prose_en")
    field.locator("[data-preview]").click()
    field.locator(".prose-preview", has_text="The preview did not come").wait_for()


# Nothing is lost --------------------------------------------------------------------------------


def kept(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('desk:'))")


def type_title(page, words: str) -> None:
    page.fill("#id_title_en", words)
    # It is kept a moment after the last key. (Playwright's own wait evaluates, which the policy forbids.)
    for _ in range(50):
        if kept(page):
            return
        page.wait_for_timeout(100)
    pytest.fail("nothing was kept")


def test_an_expired_session_costs_no_text(page, signed_in, career):
    signed_in(page).goto(address(career))
    type_title(page, "Store manager")
    Session.objects.all().delete()
    page.click(SAVE)
    page.wait_for_selector("#login-form")
    signed_in(page).goto(address(career))
    banner = page.locator(".kept")
    assert "that was not saved" in banner.inner_text()
    assert page.input_value("#id_title_en") == "Shop manager"
    page.click("[data-kept=back]")
    assert page.input_value("#id_title_en") == "Store manager"
    assert not banner.is_visible()
    save(page)
    assert Profile.objects.get().title_en == "Store manager"
    assert kept(page) == []


def test_kept_text_follows_its_item_and_new_items_come_back(page, signed_in, career):
    signed_in(page).goto(address(career, "employers"))
    page.fill("#id_employer_rows-0-title_en", "Corner shops")
    page.click(".add-row a")
    page.fill("#id_employer_rows-2-title_en", "Markets")
    page.wait_for_timeout(600)
    write_profile(
        make_profile_document(
            employers=[
                {"key": "first", "title": pair("First", "Cyntaf"), "sources": ["prospects"]},
                {"key": "shops", "title": pair("Shops", "Siopau"), "sources": ["prospects"]},
            ]
        )
    )
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address(career, "employers"))
    page.click("[data-kept=back]")
    titles = [page.input_value(f"#id_employer_rows-{i}-title_en") for i in range(4)]
    assert titles == ["First", "Corner shops", "", "Markets"]


def test_text_that_is_thrown_away_is_gone(page, signed_in, career):
    signed_in(page).goto(address(career))
    type_title(page, "Store manager")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.click("[data-kept=away]")
    assert kept(page) == []
    page.reload()
    assert not page.locator(".kept").is_visible()


def test_without_a_connection_nothing_is_sent_and_all_is_kept(page, signed_in, career):
    signed_in(page).goto(address(career))
    page.fill("#id_title_en", "Store manager")
    page.context.set_offline(True)
    page.click(SAVE)
    assert page.locator(".kept-offline").is_visible()
    assert page.input_value("#id_title_en") == "Store manager"
    assert kept(page)
    page.context.set_offline(False)
    save(page)
    assert Profile.objects.get().title_en == "Store manager"


def test_leaving_with_unsaved_changes_asks_first(page, signed_in, career):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    signed_in(page).goto(address(career))
    page.locator("#id_title_en").press_sequentially("!")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_a_refused_save_keeps_the_text_and_offers_nothing(page, signed_in, career):
    signed_in(page).goto(address(career))
    page.fill("#id_slug_en", "A B")
    page.fill("#id_title_en", "Store manager")
    page.click(SAVE)
    page.wait_for_selector(".errornote")
    page.wait_for_load_state()
    assert page.input_value("#id_title_en") == "Store manager"
    assert not page.locator(".kept").is_visible()
    page.fill("#id_slug_en", "store-manager")
    save(page)
    assert kept(page) == []


# Pictures ---------------------------------------------------------------------------------------


def test_the_focal_point_is_chosen_by_keyboard_and_by_pointer(page, signed_in, career):
    signed_in(page).goto(address(career, "pictures"))
    picker = page.locator("#picture_rows-0 .focal")
    picker.focus()
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowDown"):
        page.keyboard.press(key)
    assert page.input_value("#id_picture_rows-0-focal_x") == "46"
    assert page.input_value("#id_picture_rows-0-focal_y") == "60"
    said = page.locator("#picture_rows-0 [data-said]")
    assert said.inner_text() == "46 per cent from the left, 60 from the top"
    box = picker.bounding_box()
    picker.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    assert page.input_value("#id_picture_rows-0-focal_x") == "25"
    save(page)
    assert profile_document(Profile.objects.get()).pictures[0].focal_x == 25


# For everyone -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_main_pages_of_the_desk_are_accessible(
    new_page, signed_in, career, assert_accessible, scheme, width
):
    Profile.objects.update(standfirst_cy="", out_of_date={"title.cy": "2026-11-03"})
    area = Area.objects.get()
    # High enough for the bar that saves to lie over nothing.
    page = signed_in(new_page(viewport={"width": width, "height": 4000}, color_scheme=scheme))
    for where in (
        "/admin/",
        "/admin/profiles/profile/",
        address(career),
        address(career, "sections"),
        address(career, "pay_bands"),
        address(career, "pictures"),
        f"/admin/profiles/area/{area.pk}/change/",
    ):
        page.goto(where)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
