"""A translator's day: the work list, a text confirmed, a file out and back, the Welsh marked as read."""

import pytest
from django.contrib.auth.models import Permission, User
from openpyxl import load_workbook
from playwright.sync_api import expect

from profiles.models import Change, Profile, Section
from profiles.translators_file import HEADINGS, TEXTS, WELSH
from profiles.working_copy import changing
from tests.browser import accessibility
from tests.builders import publish_content

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]


@pytest.fixture
def career(tmp_path, site) -> Profile:
    """Published; then its English changed in one place, and a text of its Welsh was taken away."""
    publish_content(tmp_path)
    career = Profile.objects.get()
    with changing(career, origin=Change.Origin.ADMIN):
        career.standfirst_en = "You look after a shop."
        career.save()
        Section.objects.filter(key="pay").update(answer_cy="")
    return career


@pytest.fixture
def signed_in(client, career, site):
    """What a page of the browser needs to be a translator's."""
    user = User.objects.create(username="tess", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_profile", "translate_profile"]))
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    return {"cookies": [{"name": "sessionid", "value": cookie.value, "url": site}], "origins": []}


def test_a_translators_day_without_javascript(new_page, signed_in, career, site, tmp_path):
    page = new_page(java_script_enabled=False, accept_downloads=True)
    page.context.add_cookies(signed_in["cookies"])
    page.goto(f"{site}/admin/work/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these as a file for a translator (.xlsx)").click()
    file = tmp_path / "out.xlsx"
    download.value.save_as(file)
    page.get_by_role("button", name="Still right: Opening sentence").click()
    expect(page.get_by_text("1 text waits.")).to_be_visible()

    book = load_workbook(file)
    sheet = book[TEXTS]
    sheet.cell(3, HEADINGS.index(WELSH) + 1).value = "Mae’n amrywio: dŵr a thŷ."
    book.save(file)
    page.get_by_role("link", name="Take back a translator’s file").click()
    page.get_by_label("The file that came back").set_input_files(file)
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_role("checkbox")).to_be_checked()
    page.get_by_role("button", name="Write what is ticked").click()
    expect(page.get_by_text("1 text was written.")).to_be_visible()
    assert Section.objects.get(key="pay").answer_cy == "Mae’n amrywio: dŵr a thŷ."

    page.goto(f"{site}/admin/profiles/profile/{career.pk}/translation/")
    page.get_by_label("Role of the reader (Welsh)").fill("cyfieithydd")
    page.get_by_label("Role of the reader (English)").fill("a translator")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("No Welsh text has changed since.")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_have_no_fault_that_axe_finds(new_page, signed_in, career, site, width, scheme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.context.add_cookies(signed_in["cookies"])
    career_page = f"/admin/profiles/profile/{career.pk}/translation/"
    for address in ("/admin/work/", career_page, "/admin/work/pages/about/", "/admin/work/returned/"):
        page.goto(f"{site}{address}")
        assert accessibility.faults(page, only=("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
