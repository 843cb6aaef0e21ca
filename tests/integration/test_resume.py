"""What was typed outlives a session that ended: through the sign-in, and past an old token."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from profiles.admin import resume
from profiles.models import Profile
from profiles.roles import AUTHOR
from tests.builders import make_photograph

from .test_admin import change, filled

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

PASSWORD = "a long enough word"
LOGIN = "/admin/login/"


@pytest.fixture
def author(db) -> User:
    user = User.objects.create_user("ann", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=AUTHOR))
    return user


def hidden(response) -> dict[str, list[str]]:
    """The hidden fields of the page, as a browser would send them."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="([^"]*)" value="([^"]*)"', response.content.decode()
    ):
        found.setdefault(unescape(name), []).append(unescape(value))
    found.pop("csrfmiddlewaretoken", None)
    return found


def signed_out_save(client, author, address: str, **typed: Any):
    client.force_login(author)
    data = {**filled(client, address), **typed, "_continue": "1"}
    client.logout()
    return client.post(address, data)


def test_a_save_goes_through_the_sign_in(client, author, career):
    address = change(career)
    response = signed_out_save(client, author, address, title_en='Shop "boss"<b>', notes="a\n\nb")
    assert response.status_code == 403
    assert "nothing that you typed is lost" in response.content.decode()
    response = client.post(LOGIN, {**hidden(response), "username": "ann", "password": "wrong"})
    assert "carried" in hidden(response)
    response = client.post(LOGIN, {**hidden(response), "username": "ann", "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("admin:desk_resume")
    assert f'action="{address}"' in response.content.decode()
    assert Profile.objects.get().title_en == "Shop manager"
    client.post(address, hidden(response))
    saved = Profile.objects.get()
    assert (saved.title_en, saved.notes) == ('Shop "boss"<b>', "a\n\nb")


def test_a_list_goes_back_to_its_own_form_and_files_are_named(client, author, career):
    address = change(career, "pictures")
    upload = SimpleUploadedFile("shop.jpg", make_photograph(), "image/jpeg")
    response = signed_out_save(
        client, author, address, **{"picture_rows-0-caption_en": "Here", "picture_rows-0-upload": upload}
    )
    response = client.post(LOGIN, {**hidden(response), "username": "ann", "password": PASSWORD}, follow=True)
    html = response.content.decode()
    assert f'action="{address}"' in html
    assert "The file shop.jpg is not here any more" in html
    client.post(address, hidden(response))
    assert career.picture_rows.get().caption_en == "Here"


def test_what_a_colleague_saved_meanwhile_is_not_saved_over(client, author, career):
    address = change(career)
    response = signed_out_save(client, author, address, title_cy="Rheolwr siopau")
    Profile.objects.update(version=9)
    response = client.post(LOGIN, {**hidden(response), "username": "ann", "password": PASSWORD}, follow=True)
    assert client.post(address, hidden(response)).status_code == 409


def test_with_nothing_typed_it_is_the_sign_in_as_ever(client, career):
    assert client.get(change(career)).status_code == 302
    assert client.post(change(career), {}).status_code == 302
    assert client.post(reverse("admin:logout"), {"a": "b"}).status_code == 302
    assert client.get(reverse("admin:desk_resume")).status_code == 302


def test_passwords_are_not_carried_nor_more_than_fits(client, career):
    add = reverse("admin:auth_user_add")
    assert client.post(add, {"username": "x", "password1": "secret"}).status_code == 302
    assert client.post(change(career), {"title_en": "x" * resume.LARGEST}).status_code == 302


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        "null",
        json.dumps({"to": "https://evil.example/admin/", "fields": [], "files": []}),
        json.dumps({"to": "//evil.example/admin/", "fields": [], "files": []}),
        json.dumps({"to": "/en/", "fields": [["a", "b"]], "files": []}),
        json.dumps({"to": "/admin/logout/", "fields": [["a", "b"]], "files": []}),
        json.dumps({"to": "/admin/", "fields": [1], "files": []}),
        "[" * 50_000,
    ],
)
def test_what_no_form_of_ours_sent_is_not_carried(client, author, text):
    data = {"username": "ann", "password": PASSWORD, "next": reverse("admin:desk_resume"), "carried": text}
    response = client.post(LOGIN, data, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == "/admin/"


def test_what_was_sent_with_an_old_token_may_be_sent_again(author, career):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    address = change(career)
    data = {**filled(client, address), "title_cy": "Rheolwr siopau", "csrfmiddlewaretoken": "x" * 64}
    assert client.post(address, data).status_code == 403
    assert "Rheolwr siopau" not in client.post(address, data).content.decode()

    response = client.post(address, data, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 403
    assert hidden(response)["title_cy"] == ["Rheolwr siopau"]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())[1]
    client.post(address, {**hidden(response), "csrfmiddlewaretoken": token})
    assert Profile.objects.get().title_cy == "Rheolwr siopau"


def test_another_site_is_refused_as_ever(author, career):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    response = client.post(change(career), {"title_en": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "Send it again" not in response.content.decode()
