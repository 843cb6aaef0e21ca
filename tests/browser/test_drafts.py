"""A draft's preview and a career's history in a real browser: opened, given away, copied, brought back."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from profiles.models import PreviewLink, Profile

# Django's own admin templates read variables that are not always there.
pytestmark = pytest.mark.ignore_template_errors

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def career(site, lead_content) -> Profile:
    call_command("load_content", lead_content, publish=True, verbosity=0)
    profile = Profile.objects.get(key="customer-services-manager")
    Profile.objects.filter(pk=profile.pk).update(title_en="Head of customer services", version=7)
    profile.payband_rows.update(low=90_000, high=1)
    return profile


@pytest.fixture
def signed_in(client, site):
    """Make a page an editor's."""

    def sign_in(page):
        client.force_login(User.objects.create_superuser("ed"))
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        return page

    return sign_in


def test_an_editor_opens_the_draft_in_welsh_and_turns_it_over(page, career, signed_in, assert_accessible):
    signed_in(page).goto(reverse("admin:profile_preview", args=[career.pk]))
    with page.expect_popup() as opened:
        page.get_by_role("region", name="See the draft as readers would").get_by_text("Cymraeg").click()
    draft = opened.value
    draft.wait_for_load_state()
    assert "/cy/rhagolwg/" in draft.url
    draft.get_by_role("link", name="English", exact=True).click()
    expect(draft.get_by_role("heading", level=1)).to_have_text("Head of customer services")

    banner = draft.get_by_role("complementary", name="A draft, not published")
    banner.get_by_text("left out").click()
    assert_accessible(draft)
    banner.get_by_role("link", name=re.compile("Pay bands")).first.click()
    expect(draft).to_have_url(re.compile("list=pay_bands#item-"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reviewer_reads_the_copied_link_without_an_account(
    new_page, career, signed_in, assert_accessible, scheme
):
    page = new_page(permissions=["clipboard-read", "clipboard-write"], color_scheme=scheme, **PHONE)
    signed_in(page).goto(reverse("admin:profile_preview", args=[career.pk]))
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_text("Say who the link is for.")).to_be_visible()
    page.get_by_label("Who is it for?").fill("A. Reviewer")
    page.get_by_role("button", name="Make a link").click()
    page.get_by_role("button", name="Copy").last.click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert_accessible(page)
    address = page.evaluate("navigator.clipboard.readText()")

    reader = new_page(color_scheme=scheme, **PHONE)
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Head of customer services")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    expect(reader.get_by_role("link", name="Edit", exact=True)).to_have_count(0)
    assert_accessible(reader)

    page.get_by_role("button", name="Take this link back").last.click()
    expect(page.get_by_role("button", name="Take this link back")).to_have_count(0)
    assert PreviewLink.objects.exclude(revoked_at=None).count() == 1
    assert reader.goto(address).status == 410


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_edition_is_compared_and_brought_back(new_page, career, signed_in, assert_accessible, scheme):
    page = signed_in(new_page(color_scheme=scheme, **PHONE))
    page.goto(reverse("admin:profile_history", args=[career.pk]))
    page.get_by_role("button", name="Show what changed").click()
    expect(page.get_by_role("insertion").filter(has_text="Head of").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(page)

    page.get_by_role("link", name=re.compile("Bring it back")).first.click()
    expect(page.get_by_role("button", name="Bring back edition 1")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Bring back edition 1").click()
    expect(page.get_by_text("The draft is what edition 1 says.")).to_be_visible()
    assert Profile.objects.get(pk=career.pk).title_en == "Customer services manager"
