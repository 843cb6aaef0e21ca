"""The second factor: setting it up, signing in with it, losing it, and what no code opens."""

import re
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles import second_factor

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

PASSWORD = "a kettle on the roof"
SIGN_IN, CODE, ENROL, PAGE = (
    "/admin/login/",
    "/admin/login/code/",
    "/admin/second-factor/enrol/",
    "/admin/second-factor/",
)


@pytest.fixture(autouse=True)
def stopped_clock(clock):
    """Whatever a code or a lock waits for, it waits by this clock."""


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def ed() -> User:
    return User.objects.create_user("ed", password=PASSWORD, is_staff=True)


@pytest.fixture
def enrolled(ed) -> User:
    """An editor with a device, whose codes are all still to be used, and the eight recovery codes."""
    TOTPDevice.objects.create(user=ed, name="app", confirmed=True)
    ed.recovery_codes = second_factor.new_recovery_codes(ed)
    return ed


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """What the app shows now, or some half minutes later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def wrong_code(device: TOTPDevice) -> str:
    right = {code_of(device, steps) for steps in (-1, 0, 1)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in right)


def give_password(client, password: str = PASSWORD, **fields: str):
    return client.post(SIGN_IN, {"username": "ed", "password": password, **fields})


def give_code(client, code: str, address: str = CODE, **fields: str):
    return client.post(address, {"code": code, **fields})


def signed_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def shown_codes(response) -> list[str]:
    return re.findall(r"<li><code>([a-z2-7]{4}-[a-z2-7]{4})</code></li>", response.content.decode())


# Asked for ----------------------------------------------------------------------------------------------


def test_without_the_setting_a_password_is_enough(client, ed):
    assert give_password(client).url == "/admin/"
    assert signed_in(client)


def test_with_the_setting_the_first_sign_in_leads_through_enrolment(client, ed, required):
    """So the first administrator of all is not locked out."""
    wanted = "/admin/profiles/profile/"
    answer = give_password(client, next=wanted)
    assert answer.url == CODE
    assert not signed_in(client)
    assert client.get(CODE).url == ENROL

    page = client.get(ENROL).content.decode()
    device = TOTPDevice.objects.get()
    assert "<svg" in page
    shown_key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert f"secret={shown_key}" in device.config_url

    done = give_code(client, code_of(device), ENROL)
    assert len(shown_codes(done)) == 8
    assert f'href="{wanted}"' in done.content.decode()
    assert "no-store" in done.headers["Cache-Control"]
    assert signed_in(client)
    assert "set up" in LogEntry.objects.get().get_change_message()


def test_an_editor_with_a_device_is_asked_for_a_code_even_without_the_setting(client, enrolled):
    assert give_password(client, next="/admin/profiles/profile/").url == CODE
    assert not signed_in(client)
    answer = give_code(client, code_of(TOTPDevice.objects.get()))
    assert answer.url == "/admin/profiles/profile/"
    assert signed_in(client)


def test_a_code_may_be_written_with_a_space(client, enrolled):
    give_password(client)
    code = code_of(TOTPDevice.objects.get())
    assert give_code(client, f" {code[:3]} {code[3:]}").status_code == 302


def test_a_session_from_before_the_setting_opens_nothing(client, ed, settings):
    give_password(client)
    assert signed_in(client)
    settings.SECOND_FACTOR = True
    assert client.get("/admin/profiles/profile/").status_code == 302
    assert client.get(ENROL).url == SIGN_IN, "only a password given now opens the enrolment"
    assert "A code is asked for" in client.get(SIGN_IN).content.decode()
    assert give_password(client).url == CODE
    assert client.get(ENROL).status_code == 200


@pytest.mark.parametrize("name", ["index", "password_change", "desk_sign_ins", "second_factor", "jsi18n"])
def test_every_page_of_the_desk_waits_for_the_code(client, enrolled, required, name):
    give_password(client)
    assert client.get(reverse(f"admin:{name}")).url.startswith(SIGN_IN)


# Refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [CODE, ENROL])
def test_without_a_password_there_is_no_second_step(client, enrolled, required, address):
    assert client.get(address).url == SIGN_IN
    assert give_code(client, code_of(TOTPDevice.objects.get()), address).url == SIGN_IN
    give_password(client, "wrong")
    assert client.get(address).url == SIGN_IN
    assert not signed_in(client)


def test_a_password_given_too_long_ago_is_asked_for_again(client, enrolled):
    give_password(client)
    session = client.session
    session["sign_in_pending"]["at"] -= 11 * 60
    session.save()
    assert give_code(client, code_of(TOTPDevice.objects.get())).url == SIGN_IN
    assert "Give your password again" in client.get(SIGN_IN).content.decode()


def test_a_password_that_was_changed_meanwhile_was_not_given(client, enrolled):
    give_password(client)
    enrolled.set_password("another kettle on the roof")
    enrolled.save()
    assert client.get(CODE).url == SIGN_IN


def test_an_account_that_was_closed_meanwhile_gets_no_further(client, enrolled):
    give_password(client)
    User.objects.update(is_active=False)
    assert give_code(client, code_of(TOTPDevice.objects.get())).url == SIGN_IN


def test_someone_with_a_device_cannot_enrol_another_with_the_password_alone(client, enrolled):
    give_password(client)
    assert client.get(ENROL).url == CODE
    assert TOTPDevice.objects.count() == 1


def test_wrong_codes_are_refused_and_cost_a_wait(client, enrolled):
    device = TOTPDevice.objects.get()
    give_password(client)
    assert "not right" in give_code(client, wrong_code(device)).content.decode()
    soon = give_code(client, code_of(device))
    assert "Wait 1 second before you try again" in soon.content.decode()
    assert not signed_in(client)
    device.refresh_from_db()
    assert device.throttling_failure_count == 1, "a code that comes too soon is not looked at"
    TOTPDevice.objects.update(
        throttling_failure_timestamp=device.throttling_failure_timestamp - timedelta(seconds=2)
    )
    assert give_code(client, code_of(device)).status_code == 302


def test_waiting_for_the_app_does_not_hold_up_a_recovery_code(client, enrolled):
    give_password(client)
    give_code(client, wrong_code(TOTPDevice.objects.get()))
    assert give_code(client, enrolled.recovery_codes[0]).status_code == 302


@pytest.mark.parametrize("code", ["", "abc", "12345", "١٢٣٤٥٦", "\0" * 6, "9" * 400, "aaaa-aaaa"])
def test_what_is_no_code_is_refused_beside_its_box(client, enrolled, code):
    give_password(client)
    response = give_code(client, code)
    assert response.status_code == 200
    assert response.context["form"].errors["code"]


def test_a_code_works_once(client, enrolled):
    code = code_of(TOTPDevice.objects.get())
    give_password(client)
    give_code(client, code)
    other = Client()
    give_password(other)
    assert "used before" in give_code(other, code).content.decode()
    assert not signed_in(other)


def test_the_code_that_confirmed_a_device_does_not_sign_in(client, ed, required):
    give_password(client)
    client.get(ENROL)
    code = code_of(TOTPDevice.objects.get())
    give_code(client, code, ENROL)
    other = Client()
    give_password(other)
    assert give_code(other, code).status_code == 200
    assert not signed_in(other)


def test_a_recovery_code_works_once_and_says_how_many_are_left(client, enrolled):
    code = enrolled.recovery_codes[3]
    give_password(client)
    assert "Recovery code" in client.get(CODE, {"recovery": ""}).content.decode()
    give_code(client, code.upper())
    assert "7 are left" in client.get("/admin/").content.decode()
    other = Client()
    give_password(other)
    assert give_code(other, code).status_code == 200
    assert not signed_in(other)


def test_a_secret_that_another_session_began_is_not_taken_up(client, ed, required):
    """Somebody who has the password only could otherwise plant a secret that they know."""
    stranger = Client()
    give_password(stranger)
    stranger.get(ENROL)
    theirs = TOTPDevice.objects.get().key
    give_password(client)
    client.get(ENROL)
    assert TOTPDevice.objects.get().key != theirs
    client.get(ENROL)
    assert TOTPDevice.objects.count() == 1, "a page that is opened again keeps its secret"


def test_a_wrong_code_confirms_nothing(client, ed, required):
    give_password(client)
    client.get(ENROL)
    device = TOTPDevice.objects.get()
    assert "not from this key" in give_code(client, wrong_code(device), ENROL).content.decode()
    assert not second_factor.has_device(ed)
    assert "Wait 1 second" in give_code(client, code_of(device), ENROL).content.decode()


# The editor's own ---------------------------------------------------------------------------------------


def test_an_editor_may_set_one_up_unasked(client, ed):
    before = Client()
    give_password(before)
    give_password(client)
    assert ENROL in client.get(PAGE).content.decode()
    client.get(ENROL)
    done = give_code(client, code_of(TOTPDevice.objects.get()), ENROL)
    assert len(shown_codes(done)) == 8
    assert "8 recovery codes left" in client.get(PAGE).content.decode()
    assert not signed_in(before)  # it had no code
    other = Client()
    assert give_password(other).url == CODE


def sign_in_with_code(client):
    """Signed in, and the code given some time ago."""
    device = TOTPDevice.objects.get(confirmed=True)
    give_password(client)
    give_code(client, code_of(device))
    session = client.session
    session["second_factor_given_at"] -= 11 * 60
    session.save()


def test_another_device_takes_its_place_after_a_code(client, enrolled):
    sign_in_with_code(client)
    old = TOTPDevice.objects.get()
    assert client.get(ENROL).url == PAGE
    assert client.post(PAGE, {"do": "replace"}).status_code == 200
    answer = client.post(PAGE, {"do": "replace", "code": code_of(old, 1)})
    assert answer.url == ENROL
    client.get(ENROL)
    new = TOTPDevice.objects.get(confirmed=False)
    assert shown_codes(give_code(client, code_of(new), ENROL))
    assert TOTPDevice.objects.get() == new
    assert signed_in(client)
    other = Client()
    give_password(other)
    give_code(other, enrolled.recovery_codes[0])
    assert not signed_in(other), "the recovery codes of the old device are gone with it"


def test_new_recovery_codes_take_the_place_of_the_old_and_are_shown_once(client, enrolled):
    sign_in_with_code(client)
    codes = shown_codes(client.post(PAGE, {"do": "codes", "code": enrolled.recovery_codes[0]}))
    assert len(set(codes)) == 8
    assert not set(codes) & set(enrolled.recovery_codes)
    assert not any(code in client.get(PAGE).content.decode() for code in codes)
    assert StaticToken.objects.count() == 8
    assert "recovery codes" in LogEntry.objects.get().get_change_message()


def test_an_editor_may_do_without_unless_it_is_required(client, enrolled, settings):
    sign_in_with_code(client)
    settings.SECOND_FACTOR = True
    client.post(PAGE, {"do": "remove", "code": enrolled.recovery_codes[0]})
    assert second_factor.has_device(enrolled)
    settings.SECOND_FACTOR = False
    client.post(PAGE, {"do": "remove", "code": enrolled.recovery_codes[1]})
    assert not second_factor.has_device(enrolled)


# Lost ---------------------------------------------------------------------------------------------------


def test_an_administrator_resets_it_and_it_is_recorded(client, enrolled, required):
    sign_in_with_code(client)
    assert signed_in(client)
    ann = User.objects.create_superuser("ann")
    device = TOTPDevice.objects.create(user=ann, name="app", confirmed=True)
    administrator = Client()
    administrator.force_login(ann)
    session = administrator.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    address = reverse("admin:desk_sign_ins")
    assert "Remove" in administrator.get(address).content.decode()
    administrator.post(address, {"editor": enrolled.pk})

    assert not TOTPDevice.objects.filter(user=enrolled).exists()
    assert not StaticDevice.objects.filter(user=enrolled).exists()
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (ann, str(enrolled.pk))
    assert "removed" in entry.get_change_message()
    assert not signed_in(client), "what the lost device had opened is shut"
    give_password(client)
    assert client.get(CODE).url == ENROL


def test_an_editor_resets_nobody(client, enrolled):
    other = User.objects.create_user("other", is_staff=True)
    client.force_login(other)
    assert client.post(reverse("admin:desk_sign_ins"), {"editor": enrolled.pk}).status_code == 403
    assert second_factor.has_device(enrolled)


def test_a_command_lets_the_last_administrator_in(client, enrolled, required):
    """As the README says."""
    said = StringIO()
    call_command("addstatictoken", "ed", stdout=said)
    give_password(client)
    give_code(client, said.getvalue().strip())
    assert client.get(ENROL).status_code == 200, "and they can set up another telephone at once"
