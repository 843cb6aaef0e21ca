"""Signing in with a real browser: by keyboard, in Welsh, with a second factor, under the content policy.

`new_page` fails a test whose page breaks the policy.
"""

import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

PASSWORD = "a kettle on the roof"


@pytest.fixture(autouse=True)
def ed(site, settings) -> User:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return User.objects.create_superuser("ed", password=PASSWORD)


def give_password(page: Page, password: str = PASSWORD) -> None:
    page.locator("#id_username").fill("ed")
    page.locator("#id_password").fill(password)
    page.locator("#id_password").press("Enter")  # which waits for the answer, as the keyboard alone does not


def code(steps: int = 0) -> str:
    device = TOTPDevice.objects.get()
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def expect_page(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_first_sign_in_with_a_second_factor(phone, settings, assert_accessible):
    settings.SECOND_FACTOR = True
    page = phone
    page.goto("/admin/password_change/")
    assert_accessible(page)
    give_password(page, "wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    give_password(page)

    expect(page.get_by_role("img", name="QR code for your app")).to_be_visible()
    assert fits(page)
    assert_accessible(page)
    page.get_by_label("Code").fill(code())
    page.keyboard.press("Enter")

    expect(page.locator(".second-factor-codes li")).to_have_count(8)
    recovery = page.locator(".second-factor-codes li").first.inner_text()
    assert fits(page)
    assert_accessible(page)
    page.get_by_role("link", name="I have kept them").click()
    expect_page(page, "Password change")
    assert fits(page)
    assert_accessible(page)

    page.goto("/admin/")
    page.get_by_role("link", name="Second factor").click()
    expect_page(page, "Second factor")
    assert_accessible(page)
    page.get_by_role("button", name="Log out").click()
    expect_page(page, "Logged out")
    assert_accessible(page)
    page.get_by_role("link", name="Sign in again").click()
    expect_page(page, "Sign in")
    give_password(page)
    expect_page(page, "Your code")
    assert_accessible(page)
    page.get_by_role("link", name="No telephone to hand?").click()
    page.get_by_label("Recovery code").fill(recovery)
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("7 are left")


def test_the_desk_changes_language_and_remembers(page, assert_accessible):
    page.goto("/admin/")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    assert_accessible(page)
    give_password(page)
    expect(page.get_by_role("button", name="Cymraeg")).to_have_attribute("aria-current", "true")
    expect(page.locator("html")).to_have_attribute("lang", "cy")

    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="English")).to_have_attribute("aria-current", "true")
    page.goto("/admin/sign-ins/")
    expect_page(page, "Sign-ins")
    assert_accessible(page)


def test_guessing_is_slowed_down_and_says_so(page, settings, assert_accessible):
    settings.AXES_FAILURE_LIMIT = 4
    page.goto("/admin/")
    for _ in range(3):
        give_password(page, "wrong")
        expect(page.get_by_role("alert")).to_be_visible()
    # However slow the machine is, the last wrong one was just now; and then it was a while ago.
    AccessAttempt.objects.update(attempt_time=timezone.now() + timedelta(minutes=1))
    give_password(page)
    expect(page.get_by_role("alert")).to_contain_text("before you try again")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=1))
    give_password(page, "wrong")
    expect_page(page, "Too many wrong passwords")
    assert_accessible(page)
