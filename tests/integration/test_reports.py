"""Reporting a mistake: sent, refused, kept for editors."""

import pytest

from profiles.models import Report

OURS = {"HTTP_ORIGIN": "http://testserver"}
FORM, FORM_CY = "/en/report/", "/cy/adrodd/"

pytestmark = pytest.mark.django_db


def test_a_report_is_kept_with_its_page_and_thanked_for(client):
    response = client.post(FORM_CY, {"message": "Mae'r rhif yn hen.", "page": "/cy/cysylltu/"}, **OURS)

    assert response.status_code == 303
    report = Report.objects.get()
    assert (report.message, report.page, report.language) == ("Mae'r rhif yn hen.", "/cy/cysylltu/", "cy")
    thanks = client.get(response.headers["Location"]).content.decode()
    assert 'role="status"' in thanks
    assert 'href="/cy/cysylltu/"' in thanks


def test_an_empty_report_gets_a_message_beside_the_field(client):
    response = client.post(FORM, {"message": " \x00 ", "page": "/en/about/"}, **OURS)

    html = response.content.decode()
    assert response.status_code == 422
    assert "Write what is wrong, then send." in html
    assert 'aria-invalid="true"' in html
    assert 'value="/en/about/"' in html
    assert not Report.objects.exists()


def test_a_report_that_is_too_long_keeps_its_text(client):
    response = client.post(FORM, {"message": "é" * 2001}, **OURS)

    assert response.status_code == 422
    assert "é" * 2001 in response.content.decode()


@pytest.mark.parametrize(
    "page", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil", "/" + "x" * 600]
)
def test_the_form_never_leads_elsewhere(client, page):
    assert "evil" not in client.get(FORM, {"page": page}).content.decode()
    client.post(FORM, {"message": "Hello", "page": page}, **OURS)

    assert Report.objects.get().page == ""


def test_markup_in_a_report_is_only_text(client):
    html = client.post(FORM, {"message": "", "page": '/"><script>'}, **OURS).content.decode()

    assert "<script>" not in html


def test_a_report_from_elsewhere_is_refused_and_kept_on_the_form(client):
    response = client.post(FORM, {"message": "Hello"}, HTTP_ORIGIN="https://evil.example")

    assert response.status_code == 403
    assert "Hello</textarea>" in response.content.decode()
    assert not Report.objects.exists()


def test_a_flood_of_reports_is_refused(client):
    answers = [client.post(FORM, {"message": "Hello"}, **OURS).status_code for _ in range(21)]

    assert answers == [303] * 20 + [429]


def test_no_cache_keeps_the_form(client):
    assert "no-store" in client.get(FORM).headers["Cache-Control"]


def test_the_form_sets_no_cookie(client):
    assert not client.get(FORM).cookies
    assert not client.post(FORM, {"message": "Hello"}, **OURS).cookies
