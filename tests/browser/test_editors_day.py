"""A day of an editor's work, from a career that is not there to one that was withdrawn, in a real browser.

One career is written from nothing, one telephone number is put right everywhere, two editors meet, and files
are loaded and exported meanwhile. At every stop nothing that was written is lost.
"""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from playwright.sync_api import Page, expect

from profiles.models import Change, Contact, Edition, Profile, Rating
from profiles.roles import AUTHOR, PUBLISHER
from tests.builders import make_photograph, make_rating, publish_content

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "gwlan-a-dwr-7"
SAVE = "[name=_continue]"


@pytest.fixture
def folder(site, tmp_path, settings) -> Path:
    """A content folder with one career, as published."""
    settings.MEDIA_ROOT = tmp_path / "media"
    publish_content(tmp_path / "content")
    settings.CONTENT_DIR = tmp_path / "content"
    return tmp_path / "content"


@pytest.fixture
def people(folder) -> None:
    for name, role in (("sian", PUBLISHER), ("gwen", AUTHOR)):
        user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=role))


def sign_in(page: Page, name: str) -> Page:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="What Edau holds").wait_for()
    return page


def save(page: Page) -> None:
    page.click(SAVE)
    page.locator(".messagelist .success").first.wait_for()


def open_list(page: Page, career: Profile, name: str) -> None:
    page.goto(f"/admin/profiles/profile/{career.pk}/change/?list={name}")


def fill_new(page: Page, **fields: str) -> None:
    """Fill in the empty item at the end of a list."""
    new = page.locator(".item:not(.has_original):not(.empty-form)").first
    if new.locator("details:not([open])").count():
        new.locator("summary").click()
    for name, value in fields.items():
        field = new.locator(f"[name$='-{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "file":
            field.set_input_files(value)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(value)


def publish(page: Page, career: Profile, note: str) -> None:
    page.goto(f"/admin/profiles/profile/{career.pk}/publish/")
    page.get_by_label("What changed?").fill(note)
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Published: edition").wait_for()


def test_a_career_from_nothing(people, page, folder, tmp_path, assert_accessible):
    sign_in(page, "sian")
    photograph = tmp_path / "kitchen.jpg"
    photograph.write_bytes(make_photograph(with_place=True))

    # Begun with a title and no more.
    page.goto("/admin/profiles/profile/add/")
    page.fill("[name=title_en]", "Cook")
    save(page)
    career = Profile.objects.get(key="cook")
    assert_accessible(page)
    page.fill("[name=title_cy]", "Cogydd")
    page.fill("[name=slug_en]", "cook")
    page.fill("[name=slug_cy]", "cogydd")
    page.fill("[name=standfirst_en]", "You make the meals.")
    page.select_option("[name=main_area]", "retail")
    save(page)

    # A section, half translated, and a photograph.
    open_list(page, career, "sections")
    fill_new(page, key="pay", title_en="Pay", title_cy="Cyflog", answer_en="Little at first.")
    save(page)
    open_list(page, career, "pictures")
    fill_new(
        page,
        upload=str(photograph),
        alt_en="A cook at a stove.",
        alt_cy="Cogydd wrth stof.",
        caption_en="Supper.",
        caption_cy="Swper.",
        credit_en="Photograph: A. Example",
        credit_cy="Ffotograff: A. Enghraifft",
    )
    save(page)
    assert career.picture_rows.get().digest
    assert_accessible(page)

    # Not whole: what is missing is a list of links, each to its field.
    page.goto(f"/admin/profiles/profile/{career.pk}/publish/")
    wanting = page.get_by_role("region", name="What keeps it from being published")
    expect(wanting).to_contain_text("Missing in Welsh")
    assert_accessible(page)
    wanting.locator("a[href*='list=sections']").first.click()
    expect(page.locator("#item-pay")).to_be_in_viewport()
    page.locator("#item-pay [name$='-answer_cy']").fill("Ychydig ar y dechrau.")
    save(page)
    page.goto(f"/admin/profiles/profile/{career.pk}/change/")
    page.fill("[name=standfirst_cy]", "Chi sy’n gwneud y prydau.")
    save(page)

    # The draft, as readers would see it; they see nothing yet.
    assert page.request.get("/en/careers/cook/").status == 404
    page.goto(f"/admin/profiles/profile/{career.pk}/preview/")
    with page.expect_popup() as opened:
        page.locator("#content button[name=open][value=cy]").click()
    draft = opened.value
    expect(draft.get_by_role("heading", level=1)).to_contain_text("Cogydd")
    expect(draft.locator("body")).to_contain_text("Chi sy’n gwneud y prydau.")
    assert_accessible(draft)
    draft.close()

    publish(page, career, "A new career.")
    page.goto("/cy/gyrfaoedd/cogydd/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cogydd")
    assert page.request.get("/en/careers/cook/").status == 200

    # A mistake gets out, is found, and the edition before it comes back.
    page.goto(f"/admin/profiles/profile/{career.pk}/change/")
    page.fill("[name=title_en]", "Crook")
    page.fill("[name=title_cy]", "Cogiwr")
    save(page)
    publish(page, career, "A better title.")
    expect(visit(page, "/en/careers/cook/").get_by_role("heading", level=1)).to_contain_text("Crook")
    page.goto(f"/admin/profiles/profile/{career.pk}/history/")
    assert_accessible(page)
    page.get_by_role("link", name="Bring it back as the draft").last.click()
    page.get_by_role("button", name="Bring back edition 1").click()
    page.get_by_text("The draft is what edition 1 says.").wait_for()
    publish(page, career, "The title was wrong.")
    expect(visit(page, "/en/careers/cook/").get_by_role("heading", level=1)).to_contain_text("Cook")
    assert Edition.objects.filter(profile=career).count() == 3

    # Withdrawn: readers are told, and led on.
    make_rating(profile_key="cook", section="")
    page.goto(f"/admin/profiles/profile/{career.pk}/withdraw/")
    page.get_by_label("Why is it withdrawn?").fill("Written to see how it goes.")
    page.get_by_role("button", name="Withdraw now").click()
    page.get_by_text("Withdrawn: readers are told").wait_for()
    gone = page.request.get("/cy/gyrfaoedd/cogydd/")
    assert gone.status == 410
    assert "/cy/gyrfaoedd/" in gone.text()
    assert Rating.objects.filter(profile_key="cook").count() == 1
    assert Change.objects.filter(kind="profile", key="cook").count() >= 6


def visit(page: Page, address: str) -> Page:
    """A page as it is now, whatever the browser kept of it."""
    page.goto("about:blank")
    page.context.clear_cookies(name="nothing")
    page.goto(f"{address}?now={Edition.objects.count()}")
    return page


def test_a_telephone_number_is_put_right_once(people, page, lead_content):
    call_command("load_content", lead_content, publish=True, verbosity=0)
    contact = Contact.objects.filter(
        key__in=Profile.objects.get(key="customer-services-manager").contactreference_rows.values("key")
    ).exclude(telephone="")[0]
    sign_in(page, "sian")
    page.goto(f"/admin/profiles/contact/{contact.pk}/change/")
    page.fill("[name=telephone]", "01632 960999")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator("#content")).to_contain_text("Customer services manager")  # whom it affects
    page.get_by_label("What changed?").fill("A new number.")
    page.get_by_role("button", name="Publish now").click()
    page.locator(".messagelist .success").wait_for()

    for address in (
        "/en/careers/customer-services-manager/find-out-more/",
        "/cy/gyrfaoedd/rheolwr-gwasanaethau-cwsmeriaid/rhagor-o-wybodaeth/",
    ):
        expect(visit(page, address).locator("body")).to_contain_text("01632 960999")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_in_welsh_can_be_read(people, new_page, scheme, assert_accessible):
    page = sign_in(new_page(color_scheme=scheme), "sian")
    page.get_by_role("button", name="Cymraeg", exact=True).click()
    page.locator("html[lang=cy]").wait_for()
    assert_accessible(page)
    # Of letters that have the very colour of their ground axe says nothing.
    name, ground = page.locator("#site-name a"), page.locator("#header")
    assert name.evaluate("e => getComputedStyle(e).color") != ground.evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    page.goto(f"/admin/profiles/profile/{Profile.objects.get().pk}/publish/")
    assert_accessible(page)


def test_two_editors_at_once(people, new_page, folder):
    career = Profile.objects.get(key="shop-manager")
    form = f"/admin/profiles/profile/{career.pk}/change/"
    sian, gwen = sign_in(new_page(), "sian"), sign_in(new_page(), "gwen")
    sian.goto(form)
    gwen.goto(form)
    gwen.fill("[name=standfirst_en]", "You look after a shop.")
    gwen.fill("[name=standfirst_cy]", "Chi sy’n gofalu am siop.")
    save(gwen)

    sian.fill("[name=title_en]", "Store manager")
    sian.fill("[name=standfirst_en]", "You run a shop, its people and its till.")
    sian.click(SAVE)

    # Refused: what both wrote is there, and nothing was written over.
    expect(sian.locator("#content")).to_contain_text("gwen")
    expect(sian.locator("#content")).to_contain_text("You look after a shop.")
    expect(sian.locator("[name=title_en]")).to_have_value("Store manager")
    expect(sian.locator("[name=standfirst_en]")).to_have_value("You run a shop, its people and its till.")
    expect(sian.locator("[name=standfirst_cy]")).to_have_value("Chi sy’n gofalu am siop.")
    career.refresh_from_db()
    assert (career.title_en, career.standfirst_en) == ("Shop manager", "You look after a shop.")

    save(sian)
    career.refresh_from_db()
    assert career.standfirst_en == "You run a shop, its people and its till."
    assert career.standfirst_cy == "Chi sy’n gofalu am siop."


def test_files_are_loaded_and_exported_meanwhile(people, page, folder):
    career = Profile.objects.get(key="shop-manager")
    file = folder / "profiles/shop-manager/profile.yaml"
    sign_in(page, "sian")
    page.goto(f"/admin/profiles/profile/{career.pk}/change/")

    # Somebody loads a file while the form is open: what it changed is brought into the form.
    text = file.read_text(encoding="utf-8")
    assert "en: Shop manager" in text
    file.write_text(text.replace("en: Shop manager\n", "en: Store manager\n", 1), encoding="utf-8")
    call_command("load_content", folder, still_right=True, verbosity=0)
    page.fill("[name=standfirst_en]", "You run a shop and its team.")
    page.fill("[name=standfirst_cy]", "Chi sy’n rhedeg siop a’i thîm.")
    page.click(SAVE)
    expect(page.locator("[name=standfirst_en]")).to_have_value("You run a shop and its team.")
    expect(page.locator("[name=title_en]")).to_have_value("Store manager")
    save(page)

    # Exported, the files hold both; loaded again, nothing changes.
    call_command("export_content", folder, verbosity=0)
    text = file.read_text(encoding="utf-8")
    assert "en: Store manager" in text
    assert "en: You run a shop and its team." in text
    before = json.dumps(list(Change.objects.values("pk")), default=str)
    call_command("load_content", folder, verbosity=0)
    assert json.dumps(list(Change.objects.values("pk")), default=str) == before
