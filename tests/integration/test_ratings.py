"""Ratings: given, changed, refused; one for each visitor and page; never lost."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from profiles.models import Rating, Report
from profiles.publishing import publish_profile, withdraw
from profiles.ratings import RatedPage, rate

from .conftest import CAREER, CY, EN

RATE = f"/en/rate/{CAREER}/pay/"
RATE_CY = f"/cy/sgorio/{CAREER}/cyflog/"
OURS = {"HTTP_ORIGIN": "http://testserver"}

pytestmark = pytest.mark.django_db


def test_a_rating_is_kept_thanked_for_and_shown(client, published):
    response = client.post(RATE, {"score": "4", "comment": "Clear."}, **OURS)

    assert (response.status_code, response.headers["Location"]) == (303, RATE)
    rating = Rating.objects.get()
    assert (rating.score, rating.comment, rating.profile_key) == (4, "Clear.", CAREER)
    assert (rating.section, rating.language, rating.edition) == ("pay", "en", published.edition.number)
    assert rating.comment_state == Rating.CommentState.HELD
    thanks = client.get(RATE).content.decode()
    assert "Thank you for rating this page." in thanks
    assert "You gave it 4 out of 5." in thanks
    assert f'href="{EN}pay/"' in thanks


@pytest.mark.parametrize(
    ("address", "section"),
    [
        (f"/en/rate/{CAREER}/", ""),
        (f"/en/rate/{CAREER}/all/", "all"),
        (f"/en/rate/{CAREER}/hours-and-places/", "hours"),
    ],
)
def test_every_kind_of_page_can_be_rated(client, published, address, section):
    client.post(address, {"score": "1"}, **OURS)

    assert Rating.objects.get().section == section


def test_a_new_score_leaves_the_comment_to_the_editor_who_reads_it(db, monkeypatch):
    page, visitor = RatedPage(CAREER, "pay", "en"), uuid.uuid4()
    rate(page=page, visitor=visitor, score=2, comment="Thin.", edition=1)
    save = Rating.save

    def save_after_the_editor(rating, **options):
        Rating.objects.update(comment_state=Rating.CommentState.HIDDEN, comment="")
        save(rating, **options)

    monkeypatch.setattr(Rating, "save", save_after_the_editor)
    before = Rating.objects.get()
    rate(page=page, visitor=visitor, score=5, edition=2)

    rating = Rating.objects.get()
    assert (rating.score, rating.edition, rating.comment) == (5, 2, "")
    assert rating.comment_state == Rating.CommentState.HIDDEN
    assert rating.changed_at > before.changed_at


def test_the_cookie_lasts_a_year_where_ratings_go_and_nowhere_else(client, published):
    client.post(RATE, {"score": "4"}, **OURS)

    cookie = client.cookies["visitor"]
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/en/rate/", True, "Lax")


def test_a_second_rating_changes_the_first(client, published):
    client.post(RATE, {"score": "2", "comment": "Thin."}, **OURS)
    Rating.objects.update(comment_state=Rating.CommentState.READ)
    client.post(RATE, {"score": "5", "comment": "Better."}, **OURS)

    rating = Rating.objects.get()
    assert (rating.score, rating.comment, rating.comment_state) == (5, "Better.", "held")


def test_the_form_to_change_a_rating_holds_what_was_given(client, published):
    client.post(RATE, {"score": "2", "comment": "Thin <b>."}, **OURS)

    html = client.get(RATE + "?change=1").content.decode()

    assert '<input type="radio" name="score" value="2" checked>' in html
    assert "Thin &lt;b&gt;." in html


def test_another_visitor_and_another_language_are_other_ratings(client, published):
    client.post(RATE, {"score": "2"}, **OURS)
    client.post(RATE_CY, {"score": "3"}, **OURS)
    client.cookies.clear()
    client.post(RATE, {"score": "4"}, **OURS)

    assert sorted(Rating.objects.values_list("language", "score")) == [("cy", 3), ("en", 2), ("en", 4)]


def test_the_database_keeps_one_rating_for_a_visitor_and_page(db):
    page = {"visitor": uuid.uuid4(), "profile_key": "x", "section": "", "language": "en", "edition": 1}
    Rating.objects.create(**page, score=3)

    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(**page, score=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(**{**page, "language": "cy"}, score=6)


@pytest.mark.parametrize("score", ["", "0", "6", "-1", "4.5", "five", "١", "4\x00", "9" * 5000])
def test_an_invalid_score_gets_a_message_and_keeps_the_text(client, published, score):
    response = client.post(RATE, {"score": score, "comment": "My reason"}, **OURS)

    html = response.content.decode()
    assert response.status_code == 422
    assert "Choose a number from 1 to 5, then send." in html
    assert 'value="My reason"' in html
    assert "<title>Error: " in html
    assert not Rating.objects.exists()


def test_a_comment_that_is_too_long_is_refused_and_kept(client, published):
    response = client.post(RATE, {"score": "3", "comment": "x" * 501}, **OURS)

    html = response.content.decode()
    assert response.status_code == 422
    assert "Shorten your reason to 500 characters, then send." in html
    assert "x" * 501 in html
    assert '<input type="radio" name="score" value="3" checked>' in html


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "http://testserver.elsewhere.example"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
    ],
)
def test_a_request_from_elsewhere_is_refused_with_a_message(client, published, headers):
    response = client.post(RATE, {"score": "3", "comment": "Kept"}, **headers)

    html = response.content.decode()
    assert response.status_code == 403
    assert 'role="alert"' in html
    assert 'value="Kept"' in html
    assert not Rating.objects.exists()
    assert settings.SITE_URL == "http://testserver"


def test_sec_fetch_site_alone_is_enough(client, published):
    assert client.post(RATE, {"score": "3"}, HTTP_SEC_FETCH_SITE="same-origin").status_code == 303


def test_a_flood_is_refused_with_a_message_and_loses_no_text(client, published, settings):
    settings.RATINGS_PER_MINUTE = 3
    answers = [client.post(RATE, {"score": "3"}, **OURS).status_code for _ in range(4)]
    html = client.post(RATE, {"score": "3", "comment": "Last"}, **OURS).content.decode()

    # The first has no cookie yet, so it counts for its address; the next three are the visitor's.
    assert answers == [303, 303, 303, 303]
    assert "That is too many ratings in a minute." in html
    assert 'value="Last"' in html


def test_a_flood_without_cookies_is_refused_by_its_address(client, published, settings):
    settings.RATINGS_PER_MINUTE = 1
    answers = []
    for _ in range(6):
        client.cookies.clear()
        answers.append(client.post(RATE, {"score": "3"}, **OURS).status_code)

    assert answers == [303, 303, 303, 303, 429, 429]


def test_a_database_that_stays_locked_is_a_message_and_keeps_the_text(client, published, monkeypatch):
    def locked(**given):
        raise OperationalError("database is locked")

    monkeypatch.setattr("profiles.views.rating.rate", locked)
    response = client.post(RATE, {"score": "3", "comment": "Kept"}, **OURS)

    assert response.status_code == 503
    assert "The site is very busy." in response.content.decode()
    assert 'value="Kept"' in response.content.decode()


def test_the_cookie_is_the_rate_pages_alone(client, published):
    response = client.post(RATE, {"score": "3"}, **OURS)

    cookie = response.cookies["visitor"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/en/rate/", True, "Lax")
    assert list(response.cookies) == ["visitor"]


@pytest.mark.parametrize("value", ["", "nonsense", "x" * 9000, "a:b:c"])
def test_a_forged_cookie_is_a_new_visitor(client, published, value):
    client.cookies["visitor"] = value

    assert client.get(RATE).status_code == 200
    assert client.post(RATE, {"score": "3"}, **OURS).status_code == 303
    assert Rating.objects.count() == 1


def test_htmx_gets_the_fragment_of_the_same_address(client, published):
    wanted = {**OURS, "HTTP_HX_REQUEST": "true"}
    given = client.post(RATE, {"score": "4"}, **wanted)
    refused = client.post(RATE, {"score": "8"}, **wanted)

    assert given.status_code == 200
    assert given.content.decode().lstrip().startswith("<section")
    assert 'role="status"' in given.content.decode()
    assert (refused.status_code, "<html" in refused.content.decode()) == (422, False)
    assert "HX-Request" in given.headers["Vary"]


def test_rate_pages_are_never_stored_by_a_cache(client, published):
    assert "no-store" in client.get(RATE).headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/en/rate/nobody/",
        f"/en/rate/{CAREER}/nothing/",
        f"/en/rate/{CAREER}/cyflog/",
        f"/cy/rate/{CAREER}/",
        f"/en/rate/{'x' * 4000}/",
    ],
)
def test_a_page_that_does_not_exist_cannot_be_rated(client, published, address):
    assert client.post(address, {"score": "3"}, **OURS).status_code == 404


def test_other_methods_are_not_allowed(client, published):
    assert client.delete(RATE).status_code == 405
    assert client.put(RATE).status_code == 405


def test_ratings_survive_load_publish_export_and_withdrawal(client, published, lead_content, tmp_path):
    page = RatedPage(CAREER, "pay", "cy")
    rate(page=page, visitor=uuid.uuid4(), score=5, comment="Da iawn", edition=1)
    before = list(Rating.objects.values())

    call_command("load_content", lead_content, verbosity=0)
    published.title_en = "Another title"
    published.save()
    publish_profile(published)
    call_command("export_content", str(tmp_path), verbosity=0)
    withdraw(published)
    call_command("rebuild_editions", verbosity=0)

    assert list(Rating.objects.values()) == before


def test_the_welsh_rating_is_whole(client, published):
    client.post(RATE_CY, {"score": "3"}, **OURS)
    html = client.get(RATE_CY).content.decode()

    assert '<html lang="cy">' in html
    assert f'href="{CY}cyflog/"' in html
    assert "Thank you" not in html


def test_an_empty_reason_leaves_the_old_one_unless_it_was_taken_back(client, published):
    client.post(RATE, {"score": "4", "comment": "Clear."}, **OURS)
    client.post(RATE, {"score": "5"}, **OURS)
    assert (Rating.objects.get().score, Rating.objects.get().comment) == (5, "Clear.")

    assert 'name="changing" value="1"' in client.get(RATE + "?change=1").content.decode()
    client.post(RATE, {"score": "5", "comment": "", "changing": "1"}, **OURS)
    assert Rating.objects.get().comment == ""


def test_comments_and_reports_go_after_a_year_and_scores_stay(db):
    page = {"profile_key": "x", "section": "", "language": "en", "edition": 1}
    for n, comment in enumerate(("old", "new")):
        Rating.objects.create(**page, visitor=uuid.UUID(int=n), score=3, comment=comment)
        Report.objects.create(language="en", message=comment)
    year_ago = timezone.now() - timedelta(days=366)
    Rating.objects.filter(comment="old").update(changed_at=year_ago)
    Report.objects.filter(message="old").update(reported_at=year_ago)

    call_command("expire_comments", verbosity=0)

    assert sorted(Rating.objects.values_list("comment", "score")) == [("", 3), ("new", 3)]
    assert list(Report.objects.values_list("message", flat=True)) == ["new"]


def test_an_administrator_erases_a_comment_and_a_record_is_kept(admin_client, admin_user, db):
    rating = Rating.objects.create(
        visitor=uuid.uuid4(),
        profile_key="x",
        section="",
        language="en",
        edition=1,
        score=2,
        comment="Ann did it",
    )
    data = {"action": "erase_comments", "_selected_action": [rating.pk]}
    admin_client.post("/admin/profiles/rating/", data)

    rating.refresh_from_db()
    assert (rating.comment, rating.score) == ("", 2)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (admin_user, str(rating.pk))
    assert "Erased the comment." in entry.change_message
    assert "Ann" not in str(vars(entry))


def test_an_editor_may_not_erase_a_comment(client, django_user_model, db):
    editor = django_user_model.objects.create_user("ed", password="x", is_staff=True)
    editor.user_permissions.add(*Permission.objects.filter(codename__in=["view_rating", "change_rating"]))
    client.force_login(editor)
    rating = Rating.objects.create(
        visitor=uuid.uuid4(), profile_key="x", section="", language="en", edition=1, score=2, comment="Stays"
    )
    client.post("/admin/profiles/rating/", {"action": "erase_comments", "_selected_action": [rating.pk]})

    rating.refresh_from_db()
    assert rating.comment == "Stays"
