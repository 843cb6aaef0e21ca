"""Signing in: what guessing costs, when it locks, who unlocks, and where a sign-in leads."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles import sign_in
from profiles.roles import ADMINISTRATOR

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

PASSWORD = "a kettle on the roof"
SIGN_IN = "/admin/login/"


@pytest.fixture(autouse=True)
def stopped_clock(clock):
    """Whatever a lock waits for, it waits by this clock."""


@pytest.fixture
def ed() -> User:
    return User.objects.create_user("ed", password=PASSWORD, is_staff=True)


@pytest.fixture
def admin_client(client):
    client.force_login(User.objects.create_superuser("ann", password=PASSWORD))
    return client


def give(client, password: str = PASSWORD, username: str = "ed", address: str = "192.0.2.1", **fields: str):
    return client.post(SIGN_IN, {"username": username, "password": password, **fields}, REMOTE_ADDR=address)


@pytest.fixture
def guess(client, clock):
    """A function that gives wrong passwords, each after the wait that those before it cost."""

    def guess(times: int, client=client, **rest: str):
        for _ in range(times):
            clock.move_on(minutes=5)
            response = give(client, "wrong", **rest)
        return response

    return guess


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_signs_in_and_leads_to_the_desk(client, ed):
    response = give(client)
    assert response.status_code == 302
    assert response.url == "/admin/"
    assert signed_in(client)


def test_two_wrong_passwords_cost_nothing(client, ed):
    for _ in range(2):
        assert give(client, "wrong").status_code == 200
    assert give(client).status_code == 302


def test_the_wait_doubles_from_the_third_wrong_password(client, ed, guess, clock):
    guess(2)
    waits = []
    for _ in range(7):
        clock.move_on(minutes=5)
        assert give(client, "wrong").status_code == 200
        refused = give(client, "wrong")
        assert refused.status_code == 429
        waits.append(int(refused.headers["Retry-After"]))
    assert waits == [2, 4, 8, 16, 32, 64, 128]


def test_a_try_that_comes_too_soon_is_refused_whatever_its_password(client, ed, guess, clock):
    guess(3)
    answers = {
        give(client, password).content.decode().split("csrfmiddlewaretoken")[0]
        for password in ("wrong", PASSWORD)
    }
    assert len(answers) == 1
    assert "Wait 2 seconds before you try again." in answers.pop()
    assert not signed_in(client)
    assert AccessAttempt.objects.get().failures_since_start == 3, "a refused try was not looked at"
    clock.move_on(minutes=0.1)
    assert give(client).status_code == 302


def test_ten_wrong_passwords_lock_the_name_for_that_address(client, ed, settings, guess, clock):
    settings.SITE_EMAIL = "desk@edau.example"
    locked = guess(10)
    assert locked.status_code == 429
    assert locked.headers["Retry-After"] == "1800"
    page = locked.content.decode()
    until = timezone.localtime(timezone.now() + timedelta(minutes=30, seconds=59))
    assert (
        f"before <strong>{until:%H:%M}</strong>" in page
        or f"<strong>{until - timedelta(minutes=1):%H:%M}<" in page
    )
    assert "desk@edau.example" in page
    clock.move_on(minutes=5)
    again = give(client)
    assert again.status_code == 429
    assert 1490 <= int(again.headers["Retry-After"]) <= 1500, "a try during the lock does not make it longer"
    assert not signed_in(client)

    assert give(client, address="192.0.2.2").status_code == 302, "elsewhere the editor can work"


def test_after_the_lock_the_right_password_works_and_counting_begins_anew(client, ed, guess, clock):
    guess(10)
    clock.move_on(minutes=31)
    assert give(client).status_code == 302
    client.post("/admin/logout/")
    for _ in range(2):
        assert give(client, "wrong").status_code == 200
    assert give(client).status_code == 302


def test_success_forgets_the_wrong_passwords_before_it(client, ed, guess):
    guess(2)
    give(client)
    assert not AccessAttempt.objects.exists()


def test_an_unknown_name_is_answered_as_a_known_one(client, ed, guess):
    for username in ("ed", "nobody"):
        assert guess(10, username=username).status_code == 429


def test_many_names_from_one_address_lock_the_address(client, ed, monkeypatch, clock):
    monkeypatch.setattr(sign_in, "ADDRESS_LIMIT", 12)
    for number in range(12):
        give(client, "wrong", username=f"guess-{number}")
    clock.move_on(minutes=1)
    assert give(client).status_code == 429
    assert give(client, address="192.0.2.2").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "counted"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.1, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "not an address", "10.0.0.1", None),
        (0, "", "", None),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (0, "", "::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
def test_the_address_that_is_counted(settings, proxies, forwarded, remote, counted):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    assert sign_in.client_address(request) == counted


def test_neither_a_wrong_password_nor_what_was_typed_before_it_is_kept(client, ed):
    give(client, "my other password", carried='{"to": "/admin/", "fields": [["note", "half a text"]]}')
    kept = str(vars(AccessAttempt.objects.get()))
    assert "other password" not in kept
    assert "half a text" not in kept


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/admin/profiles/profile/", "/admin/profiles/profile/"),
        ("https://evil.example/admin/", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_a_sign_in_leads_only_to_pages_of_ours(client, ed, wanted, leads_to):
    page = client.get(SIGN_IN, {"next": wanted})
    assert page.context["next"] == leads_to
    assert give(client, next=wanted).url == leads_to
    assert client.get(SIGN_IN, {"next": wanted}).url == leads_to, "and once signed in at once"


def test_the_page_is_the_services_and_helps_password_managers(client):
    page = client.get(SIGN_IN).content.decode()
    assert f"{settings.SITE_NAME}: editing" in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_no_account_that_may_not_edit_gets_in(client):
    User.objects.create_user("reader", password=PASSWORD)
    assert give(client, username="reader").status_code == 200
    assert not signed_in(client)


def test_an_administrator_unlocks_and_it_is_recorded(client, ed, admin_client, guess):
    stranger = Client()
    guess(10, stranger)
    page = admin_client.get(reverse("admin:desk_sign_ins"))
    assert page.status_code == 200
    assert "192.0.2.1" in page.content.decode()
    admin_client.post(reverse("admin:desk_sign_ins"), {"attempt": AccessAttempt.objects.get().pk})
    assert give(stranger).status_code == 302
    entry = LogEntry.objects.get()
    assert entry.object_id == str(ed.pk)
    assert "unlocked" in entry.get_change_message()


def test_unlocking_an_address_forgets_all_its_names(client, admin_client):
    for name in ("a", "b"):
        give(client, "wrong", username=name)
    give(client, "wrong", username="c", address="192.0.2.2")
    first = AccessAttempt.objects.filter(username="a").get()
    admin_client.post(reverse("admin:desk_sign_ins"), {"attempt": first.pk, "whole_address": "1"})
    assert [*AccessAttempt.objects.values_list("username", flat=True)] == ["c"]


@pytest.fixture
def administrator() -> Client:
    """Somebody who looks after accounts and is no superuser."""
    user = User.objects.create(username="admin", is_staff=True)
    user.groups.add(Group.objects.get(name=ADMINISTRATOR))
    client = Client()
    client.force_login(user)
    return client


def test_only_a_superuser_forgets_wrong_passwords_for_a_superusers_name(
    client, ed, administrator, admin_client, guess
):
    sign_ins, stranger = reverse("admin:desk_sign_ins"), Client()
    for name in ("ann", "ed"):
        guess(10 if name == "ann" else 3, stranger, username=name)
    of_ann, of_ed = (AccessAttempt.objects.get(username=name) for name in ("ann", "ed"))
    page = administrator.get(sign_ins).content.decode()
    assert "ann" in page
    assert f'name="attempt" value="{of_ann.pk}"' not in page
    assert f'name="attempt" value="{of_ed.pk}"' in page

    assert administrator.post(sign_ins, {"attempt": of_ann.pk}).status_code == 403
    assert give(stranger, username="ann").status_code == 429
    # Nor by way of a colleague's name, or of the address.
    for attempt in (of_ed, of_ann):
        administrator.post(sign_ins, {"attempt": attempt.pk, "whole_address": "1"})
    assert [*AccessAttempt.objects.values_list("username", flat=True)] == ["ann"]
    assert give(stranger, username="ann").status_code == 429
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(ed.pk)]

    assert f'name="attempt" value="{of_ann.pk}"' in admin_client.get(sign_ins).content.decode()
    admin_client.post(sign_ins, {"attempt": of_ann.pk})
    assert give(stranger, username="ann").status_code == 302


def test_an_administrator_unlocks_everybody_else(ed, administrator, guess):
    stranger = Client()
    for name in ("ed", "nobody"):
        guess(10, stranger, username=name)
        attempt = AccessAttempt.objects.get(username=name)
        administrator.post(reverse("admin:desk_sign_ins"), {"attempt": attempt.pk})
    assert not AccessAttempt.objects.exists()
    assert give(stranger).status_code == 302


@pytest.mark.parametrize(
    "posted", [{"attempt": "x"}, {"attempt": "9" * 30}, {"editor": "٣"}, {}, {"editor": "0"}]
)
def test_what_no_button_sends_is_not_found(admin_client, posted):
    assert admin_client.post(reverse("admin:desk_sign_ins"), posted).status_code == 404


def test_only_administrators_see_sign_ins(client, ed):
    client.force_login(ed)
    assert client.get(reverse("admin:desk_sign_ins")).status_code == 403
    assert reverse("admin:desk_sign_ins") not in client.get("/admin/").content.decode()


def test_sign_ins_take_a_constant_number_of_queries(admin_client, django_assert_num_queries, client):
    address = reverse("admin:desk_sign_ins")
    admin_client.get(address)
    with CaptureQueriesContext(connection) as before:
        admin_client.get(address)
    for number in range(5):
        User.objects.create_user(f"editor-{number}", is_staff=True)
        AccessAttempt.objects.create(
            username=f"n{number}", ip_address=f"192.0.2.{number}", failures_since_start=60
        )
    with django_assert_num_queries(len(before)):
        admin_client.get(address)


def test_the_tables_of_axes_and_otp_are_not_shown_as_they_are(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "/admin/axes/" not in page
    assert "/admin/otp_" not in page


# The session -----------------------------------------------------------------------------------------------


def test_the_session_lasts_twelve_hours_from_the_last_use(client, ed):
    response = give(client)
    assert response.cookies["sessionid"]["max-age"] == 12 * 60 * 60
    assert response.cookies["sessionid"]["httponly"]
    client.get("/admin/")
    assert "sessionid" not in client.get("/admin/").cookies, "no write with every page"
    session = client.session
    session["desk_used"] -= 11 * 60
    session.save()
    assert client.get("/admin/").cookies["sessionid"]["max-age"] == 12 * 60 * 60


def test_public_pages_know_nothing_of_editors(client, ed):
    with CaptureQueriesContext(connection) as anonymous:
        client.get("/en/")
    client.force_login(ed)
    with CaptureQueriesContext(connection) as editor:
        response = client.get("/en/")
    assert len(editor) == len(anonymous)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
