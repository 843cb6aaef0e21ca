"""A translator at a career's form, in Welsh: every text can be written there, and nothing else changed."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from profiles.models import Change, EditorSettings, PayBand, Profile, Section
from profiles.roles import TRANSLATOR
from profiles.working_copy import changing
from tests.browser import accessibility
from tests.builders import publish_content

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]

CAN_BE_CHANGED = """[...document.querySelectorAll("form#profile_form [name]")]
    .filter(field => field.type !== "hidden" && field.type !== "submit" && !field.disabled && !field.readOnly)
    .map(field => field.name)"""
MARKS = "[data-move], .item-handle, .delete input"


@pytest.fixture
def career(tmp_path, site) -> Profile:
    """Published; then its English changed in one place, and a text of its Welsh was taken away."""
    publish_content(tmp_path)
    career = Profile.objects.get()
    with changing(career, origin=Change.Origin.ADMIN):
        career.standfirst_en = "You look after a shop."
        career.save()
        Section.objects.filter(key="pay").update(answer_cy="")
    career.refresh_from_db()
    return career


@pytest.fixture
def tess(client, career) -> User:
    user = User.objects.create(username="tess", is_staff=True)
    user.groups.set(Group.objects.filter(name=TRANSLATOR))
    EditorSettings.objects.create(user=user, language="cy")
    client.force_login(user)
    return user


@pytest.fixture
def translator(client, tess, site):
    """A browser in which she is signed in."""

    def sign_in(page):
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": site}])
        return page

    return sign_in


def form_of(career: Profile, part: str = "") -> str:
    return f"/admin/profiles/profile/{career.pk}/change/{f'?list={part}' if part else ''}"


@pytest.mark.parametrize("with_scripts", [True, False])
def test_from_the_work_list_to_the_text_and_back(new_page, translator, tess, career, with_scripts):
    page = translator(new_page(java_script_enabled=with_scripts))
    page.goto("/admin/work/")
    page.get_by_role("link", name="Adrannau › Cyflog › Ateb byr").click()
    page.wait_for_load_state()
    box = page.locator(
        "#item-pay textarea[name$=answer_cy], :has(> #item-pay) textarea[name$=answer_cy]"
    ).first
    if with_scripts:  # which open what the address names
        box.wait_for()
    elif not box.is_visible():
        page.locator("summary", has_text="Cyflog").first.click()
    assert page.locator("[name=as_of]").input_value() == str(career.version)
    box.fill("Mae’n amrywio: dŵr a thŷ.")
    page.get_by_role("button", name="Cadw a mynd ymlaen").click()

    expect(page.get_by_text("Wedi newid “Rheolwr siop”")).to_be_visible()
    assert Section.objects.get(key="pay").answer_cy == "Mae’n amrywio: dŵr a thŷ."
    saved = Change.objects.first()
    assert (saved.by, [each["path"] for each in saved.differences]) == (tess, ["sections.pay.answer.cy"])
    expect(page.locator("[name=as_of]")).to_have_value(str(career.version + 1))


def test_a_text_is_still_right(new_page, translator, career):
    page = translator(new_page())
    page.goto(form_of(career))
    page.get_by_label("Mae'r testun hwn yn dal yn gywir").check()
    page.get_by_role("button", name="Cadw a mynd ymlaen").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.get_by_label("Mae'r testun hwn yn dal yn gywir")).to_have_count(0)
    career.refresh_from_db()
    assert "standfirst.cy" not in career.out_of_date


@pytest.mark.parametrize("part", ["", "sections", "pay_bands", "skills"])
def test_texts_alone_can_be_changed(page, translator, career, part):
    translator(page)
    page.goto(form_of(career, part))
    names = page.evaluate(CAN_BE_CHANGED)
    assert names
    assert [name for name in names if not name.endswith(("_cy", "_en"))] == []
    assert not any(shown.is_visible() for shown in page.locator(MARKS).all())


def test_what_a_browser_is_made_to_send_changes_no_fact(page, translator, career):
    translator(page)
    page.goto(form_of(career, "pay_bands"))
    before = list(PayBand.objects.order_by("pk").values_list("low", "position"))
    page.evaluate("""() => {
        for (const field of document.querySelectorAll("form#profile_form [name]")) field.disabled = false;
        for (const field of document.querySelectorAll("[name$='-low']")) field.value = "99000";
        for (const field of document.querySelectorAll("[name$='-position']")) field.value = "9";
    }""")
    page.get_by_role("button", name="Cadw a mynd ymlaen").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert list(PayBand.objects.order_by("pk").values_list("low", "position")) == before


def test_what_was_saved_meanwhile_is_not_written_over(page, translator, career):
    translator(page)
    page.goto(form_of(career))
    with changing(career, origin=Change.Origin.ADMIN):
        Profile.objects.filter(pk=career.pk).update(standfirst_cy="Chi sy’n gofalu am siop.")
        career.refresh_from_db()
    page.locator("#id_standfirst_cy").fill("Rydych chi’n gofalu am siop.")
    page.get_by_role("button", name="Cadw a mynd ymlaen").click()
    expect(page.get_by_text("Heb ei gadw eto")).to_be_visible()
    expect(page.locator("#id_standfirst_cy")).to_have_value("Rydych chi’n gofalu am siop.")
    career.refresh_from_db()
    assert career.standfirst_cy == "Chi sy’n gofalu am siop."


@pytest.mark.parametrize("width", [390, 1280])
def test_it_has_no_fault_that_axe_finds(new_page, translator, career, width):
    page = translator(new_page(viewport={"width": width, "height": 900}))
    for part in ("", "pay_bands"):
        page.goto(form_of(career, part))
        assert accessibility.faults(page, only=("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
