"""The lists of what visitors gave: comments by the dozen, reports of mistakes that lead to their forms."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone, translation

from profiles.admin.places import field_url, shared_url
from profiles.admin.visitors import forms_of_pages
from profiles.models import Rating, Report
from tests.builders import make_rating

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

RATINGS, REPORTS = reverse("admin:profiles_rating_changelist"), reverse("admin:profiles_report_changelist")


def sign_in(client, *permissions: str) -> User:
    user = User.objects.create(username=f"ed-{len(permissions)}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def act(client, where: str, action: str, *rows) -> list[str]:
    """Tick rows, choose an action, and read what is said."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    response = client.post(where, data, follow=True)
    return [str(message) for message in response.context["messages"]]


def comment(state: str = "held", words: str = "Clear.") -> Rating:
    return make_rating(visitor=uuid.uuid4(), comment=words, comment_state=state)


def states() -> list[str]:
    return list(Rating.objects.order_by("pk").values_list("comment_state", flat=True))


# Comments -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "becomes", "said"),
    [
        ("mark_as_read", ["read", "read", "hidden", "held"], "1 comment changed."),
        ("hide", ["hidden", "hidden", "hidden", "held"], "2 comments changed."),
        ("show_again", ["held", "read", "read", "held"], "1 comment changed."),
    ],
)
def test_comments_that_are_ticked_are_read_hidden_and_shown_again(client, action, becomes, said):
    user = sign_in(client, "view_rating", "change_rating")
    rows = [comment("held"), comment("read"), comment("hidden"), comment("held", words="")]
    before = list(Rating.objects.order_by("pk").values("comment", "score", "changed_at"))

    assert act(client, RATINGS, action, *rows) == [said]

    assert states() == becomes
    assert list(Rating.objects.order_by("pk").values("comment", "score", "changed_at")) == before
    assert {entry.user for entry in LogEntry.objects.all()} == {user}
    assert LogEntry.objects.count() == int(said[0])


@pytest.mark.parametrize("action", ["mark_as_read", "hide", "show_again", "erase_comments"])
def test_whoever_only_sees_ratings_is_offered_and_allowed_nothing(client, action):
    sign_in(client, "view_rating")
    rows = [comment("held"), comment("hidden")]

    assert f'value="{action}"' not in client.get(RATINGS).content.decode()
    act(client, RATINGS, action, *rows)

    assert states() == ["held", "hidden"]
    assert not Rating.objects.filter(comment="").exists()


@pytest.mark.parametrize("query", ["comment__icontains=a", "comment=a", "visitor__gte=0"])
def test_an_address_does_not_guess_at_what_the_list_leaves_out(client, query):
    sign_in(client, "view_rating")
    comment()
    assert client.get(f"{RATINGS}?{query}").status_code == 400


def test_comments_are_erased_by_those_alone_who_may_delete(client):
    row = comment()
    sign_in(client, "view_rating", "change_rating")
    assert 'value="erase_comments"' not in client.get(RATINGS).content.decode()
    act(client, RATINGS, "erase_comments", row)
    assert Rating.objects.get().comment == "Clear."

    sign_in(client, "view_rating", "change_rating", "delete_rating")
    assert act(client, RATINGS, "erase_comments", row) == ["1 comment erased."]
    assert Rating.objects.get().comment == ""
    assert client.get(reverse("admin:profiles_rating_delete", args=[row.pk])).status_code == 403


def test_the_form_saves_nothing_but_the_state_and_not_over_the_visitor(client, monkeypatch):
    sign_in(client, "view_rating", "change_rating")
    row = comment()
    long_ago = timezone.now() - timedelta(days=30)
    Rating.objects.update(changed_at=long_ago)
    monkeypatch.setattr(Rating, "save", lambda *args, **options: pytest.fail("the whole row is saved"))

    data = {"comment_state": "hidden", "comment": "Mine", "score": "5"}
    client.post(reverse("admin:profiles_rating_change", args=[row.pk]), data)

    row.refresh_from_db()
    assert (row.comment_state, row.comment, row.score, row.changed_at) == ("hidden", "Clear.", 4, long_ago)


def test_the_filter_by_state_leaves_out_ratings_without_a_comment(client):
    sign_in(client, "view_rating", "change_rating")
    comment(words="")
    row = comment()
    for state, found in [("held", [row]), ("read", []), ("cheese", list(Rating.objects.order_by("-pk")))]:
        response = client.get(RATINGS, {"comment_state": state})
        assert list(response.context["cl"].result_list) == found


# Reports ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("/en/careers/shop-manager/", ""),
        ("/cy/gyrfaoedd/rheolwr-siop/", ""),
        ("/en/careers/shop-manager/pay/", "sections.pay"),
        ("/cy/gyrfaoedd/rheolwr-siop/cyflog/?x=1", "sections.pay"),
        ("/en/careers/shop-manager/all/", ""),
        ("/en/careers/shop-manager/cheese/", ""),
    ],
)
def test_a_career_s_page_is_mended_in_its_form(career, page, path):
    assert forms_of_pages([page]) == {page: field_url(career, path)}


def test_a_site_page_is_mended_in_its_form(career):
    pages = ["/en/about/", "/cy/amdanom-ni/"]

    assert forms_of_pages(pages) == dict.fromkeys(pages, shared_url("pages", "about"))


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/",
        "/en/",
        "/en/careers/",
        "/en/careers/nobody/",
        "/cy/careers/shop-manager/",
        "/en/cheese/",
        "/x/",
    ],
)
def test_what_has_no_form_leads_nowhere(career, page):
    assert forms_of_pages([page]) == {}


def test_a_report_leads_to_the_form(client, career):
    sign_in(client, "view_report", "change_report")
    page = "/en/careers/shop-manager/pay/"
    report = Report.objects.create(page=page, language="en", message="<b>Wrong</b>")
    link = f'<a href="{field_url(career, "sections.pay")}">{page}</a>'

    for address in (REPORTS, reverse("admin:profiles_report_change", args=[report.pk])):
        html = client.get(address).content.decode()
        assert link in html
        assert "<b>Wrong" not in html


def test_reports_are_dealt_with_by_the_dozen_and_the_record_holds_no_words(client):
    user = sign_in(client, "view_report", "change_report")
    reports = [Report.objects.create(page="/en/", language="en", message="Ann is wrong") for _ in range(3)]
    Report.objects.filter(pk=reports[0].pk).update(dealt_with=True)

    assert act(client, REPORTS, "mark_as_dealt_with", *reports) == ["2 reports changed."]
    assert Report.objects.filter(dealt_with=True).count() == 3
    assert act(client, REPORTS, "mark_as_not_dealt_with", reports[1]) == ["1 report changed."]

    entries = list(LogEntry.objects.filter(user=user))
    assert len(entries) == 3
    assert {entry.object_repr for entry in entries} == {"/en/"}
    assert "Ann" not in str([vars(entry) for entry in entries])


def test_whoever_only_sees_reports_deals_with_none(client):
    sign_in(client, "view_report")
    report = Report.objects.create(page="/en/", language="en", message="Wrong")
    assert "mark_as_dealt_with" not in client.get(REPORTS).content.decode()
    act(client, REPORTS, "mark_as_dealt_with", report)

    assert not Report.objects.get().dealt_with


@pytest.mark.parametrize("count", [3, 30])
def test_a_list_of_reports_takes_the_same_queries_however_long(
    client, career, count, django_assert_num_queries
):
    sign_in(client, "view_report", "change_report")
    for i in range(count):
        page = ["/en/careers/shop-manager/", "/en/about/", f"/en/careers/x{i}/"][i % 3]
        Report.objects.create(page=page, language="en", message="Wrong")
    client.get(REPORTS)
    with django_assert_num_queries(9):
        client.get(REPORTS)


def test_the_lists_are_shown_in_welsh(client, career):
    """Nothing fails for want of a word, whatever is translated so far."""
    sign_in(client, "view_report", "change_report", "view_rating", "change_rating")
    comment()
    Report.objects.create(page="/en/", language="en", message="Wrong")
    session = client.session
    session["desk_language"] = "cy"
    session.save()
    with translation.override("cy"):
        for address in (RATINGS, REPORTS):
            assert client.get(address).status_code == 200
