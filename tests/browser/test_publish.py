"""A publisher in a browser: by keyboard, on a telephone, and with nothing that a screen reader would miss."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from profiles import working_copy
from profiles.models import Change, Contact, Profile, Scheduled
from profiles.roles import PUBLISHER
from tests.builders import publish_content

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def career(site, tmp_path) -> Profile:
    """Published, and changed in one language since."""
    publish_content(tmp_path)
    career = Profile.objects.get()
    with transaction.atomic(), working_copy.changing(career, origin=Change.Origin.ADMIN):
        Profile.objects.update(standfirst_en="You run a shop and its team.")
    return career


@pytest.fixture
def signed_in(client, site, career):
    """Gives a page's browser the session of a publisher."""
    user = User.objects.create_user("pat", is_staff=True)
    user.groups.add(Group.objects.get(name=PUBLISHER))
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}

    def sign_in(page):
        page.context.add_cookies([cookie])
        return page

    return sign_in


def test_unfinished_by_keyboard_with_a_reason_and_a_day(signed_in, page, career, assert_accessible):
    signed_in(page).goto(f"/admin/profiles/profile/{career.pk}/publish/")
    assert_accessible(page)

    page.get_by_label("What changed?").focus()
    page.keyboard.type("The opening sentence.")
    page.keyboard.press("Tab")
    page.keyboard.type("The translator is away.")
    page.get_by_role("button", name="Publish now").press("Enter")
    # The day is wanting: what was typed stays, and says so.
    expect(page.get_by_text("Choose the day by which it will be finished.")).to_be_visible()
    expect(page.get_by_label("What changed?")).to_have_value("The opening sentence.")
    assert_accessible(page)

    page.get_by_label("By when").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Publish now").press("Enter")

    page.get_by_text("Published: edition 2.").wait_for()
    assert_accessible(page)
    page.goto("/en/careers/shop-manager/")
    assert page.get_by_text("You run a shop and its team.").first.is_visible()


def test_at_a_set_time_on_a_telephone(signed_in, phone, career, assert_accessible):
    day = timezone.localdate() + timedelta(days=9)
    signed_in(phone).goto(f"/admin/profiles/profile/{career.pk}/publish/")
    phone.get_by_label("What changed?").fill("The opening sentence.")
    phone.get_by_label("Why can it not wait?").fill("The translator is away.")
    phone.get_by_label("By when").fill((day + timedelta(days=1)).isoformat())
    phone.get_by_text("Not now, but at a set time").click()
    phone.get_by_label("Day", exact=True).fill(day.isoformat())
    phone.get_by_label("Time", exact=True).fill("09:00")
    assert_accessible(phone)
    phone.get_by_role("button", name="Publish at this time").click()

    phone.get_by_role("heading", name="To be published on").wait_for()
    phone.wait_for_load_state()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.goto("/admin/schedule/")
    assert_accessible(phone)
    phone.get_by_role("button", name="Take this back").click()
    phone.get_by_text("What was scheduled is taken back.").wait_for()
    assert Scheduled.objects.get().cancelled_at


def test_the_shared_lists_and_a_withdrawal(signed_in, page, career, assert_accessible):
    contact = Contact.objects.get()
    with transaction.atomic(), working_copy.changing(contact, origin=Change.Origin.ADMIN):
        Contact.objects.update(telephone="01632 960999")
    signed_in(page).goto("/admin/publish-directory/")
    assert_accessible(page)
    page.get_by_label("What changed?").fill("A new number.")
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Published: edition 2. 1 career shows it.").wait_for()

    page.goto(f"/admin/profiles/profile/{career.pk}/withdraw/")
    assert_accessible(page)
    page.get_by_label("Why is it withdrawn?").fill("The job is no more.")
    page.get_by_role("button", name="Withdraw now").click()
    page.get_by_text("Withdrawn: readers are told").wait_for()
    assert page.goto("/en/careers/shop-manager/").status == 410
