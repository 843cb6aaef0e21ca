"""What works: what ratings say beside a career and on the dashboard, the files, and who may read comments."""

import csv
import io
import re
import uuid
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from profiles import verdicts
from profiles.admin.places import field_url, place_in_words, shared_url
from profiles.documents import write_profile
from profiles.models import (
    Change,
    Contact,
    Film,
    Link,
    LinkCheck,
    Page,
    Picture,
    Profile,
    Rating,
    Section,
    SharedSkill,
)
from profiles.publishing import withdraw
from profiles.ratings import fingerprint
from profiles.verdicts import Tally, Verdict
from profiles.working_copy import changing, count_what_waits
from tests.builders import make_profile_document, make_rating

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

DASHBOARD = reverse("admin:desk_dashboard")
BY_PAGE, SINGLE = reverse("admin:desk_ratings_by_page"), reverse("admin:desk_single_ratings")
VIEW = ["view_profile", "view_rating"]
READ_COMMENTS = [*VIEW, "change_rating"]
ERASE = [*READ_COMMENTS, "delete_rating"]


def sign_in(client, *permissions: str) -> User:
    user = User.objects.create(username=f"ed-{len(permissions)}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def ratings_page(career: Profile) -> str:
    return reverse("admin:profile_ratings", args=[career.pk])


def give(*scores: int, days_ago: int = 0, **fields) -> list[Rating]:
    """Ratings of one page, each by another visitor."""
    given = [make_rating(score=score, visitor=uuid.uuid4(), **{"comment": "", **fields}) for score in scores]
    when = timezone.now() - timedelta(days=days_ago)
    Rating.objects.filter(pk__in=[rating.pk for rating in given]).update(given_at=when, changed_at=when)
    return given


def text(response) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace(" :", ":")


# What ratings say ---------------------------------------------------------------------------------------


def test_a_career_s_ratings_are_told_by_section_and_language(career):
    give(1, 2, 2, 4, 5, section="pay", language="en")
    give(5, section="pay", language="cy")
    give(3, 3, profile_key="cook")

    found = verdicts.verdicts_on(career.key, now=timezone.now())

    assert {page: verdict.all.counts for page, verdict in found.pages.items()} == {
        ("pay", "en"): (1, 2, 0, 1, 1),
        ("pay", "cy"): (0, 0, 0, 0, 1),
    }
    assert found.pages["pay", "en"].all.mean == 2.8
    assert found.total.all.number == 6


def test_an_edition_can_be_looked_at_alone(career):
    give(1, 1, edition=1)
    give(5, edition=2)

    found = verdicts.verdicts_on(career.key, edition=2, now=timezone.now())

    assert found.total.all.counts == (0, 0, 0, 0, 1)
    assert found.editions == (2, 1)


@pytest.mark.parametrize(
    ("recent", "before", "trend"),
    [
        ((5, 5, 5, 5, 5), (1, 1, 1, 1, 1), "better"),
        ((1, 1, 1, 1, 1), (5, 5, 5, 5, 5), "worse"),
        ((4, 4, 4, 4, 4), (4, 4, 4, 4, 4, 4, 4, 4, 4, 5), "same"),
        ((5, 5, 5, 5), (1, 1, 1, 1, 1), ""),
        ((5, 5, 5, 5, 5), (1, 1, 1, 1), ""),
    ],
)
def test_a_trend_sets_the_last_90_days_against_before_where_both_have_enough(career, recent, before, trend):
    give(*recent, days_ago=89)
    give(*before, days_ago=91)

    assert verdicts.verdicts_on(career.key, now=timezone.now()).total.trend == trend


def test_fewer_than_five_have_no_average():
    assert Tally((0, 0, 0, 0, 4)).mean is None
    assert Tally((0, 0, 0, 0, 5)).mean == 5.0
    assert Verdict().all.mean is None


def test_only_pages_with_enough_ratings_are_liked_least(career):
    give(1, 1, 1, 1, section="hours")
    give(2, 2, 2, 2, 3, section="pay")
    give(4, 4, 4, 4, 4, section="pay", language="en")

    found = verdicts.liked_least(10, now=timezone.now())

    assert [(page.section, page.language, page.verdict.all.mean) for page in found] == [
        ("pay", "cy", 2.2),
        ("pay", "en", 4.0),
    ]
    assert len(verdicts.liked_least(1, now=timezone.now())) == 1


def test_the_careers_that_are_rated_most_come_first(career):
    give(5, 5, profile_key="cook")
    give(1, profile_key="cook", section="", language="en")
    give(3, 3)

    found = verdicts.rated_most(10, now=timezone.now())

    assert [(key, verdict.all.number) for key, verdict in found] == [("cook", 3), ("shop-manager", 2)]


def test_ratings_are_counted_by_the_month_they_were_given_in(career):
    now = timezone.make_aware(timezone.datetime(2026, 3, 15, 12))
    for when, score in [((2026, 3, 1, 0, 5), 5), ((2026, 2, 28, 23, 55), 3), ((2025, 3, 31, 12), 1)]:
        (rating,) = give(score)
        Rating.objects.filter(pk=rating.pk).update(given_at=timezone.make_aware(timezone.datetime(*when)))

    months = verdicts.by_month(now=now)

    assert (months[0].begins, months[-1].begins, len(months)) == (date(2025, 4, 1), date(2026, 3, 1), 12)
    assert {month.begins.month: month.tally.counts for month in months if month.tally} == {
        3: (0, 0, 0, 0, 1),
        2: (0, 0, 1, 0, 0),
    }


# A career's page ----------------------------------------------------------------------------------------


def test_the_page_says_average_number_spread_and_trend(client, career):
    sign_in(client, *VIEW)
    give(1, 2, 2, 4, 5, language="en", days_ago=100)
    give(5, 5, 5, 5, 5, language="en")
    give(1, 1, section="", language="cy")

    response = client.get(ratings_page(career))

    said = text(response)
    assert "3.9 from 10 ratings" in said
    assert "Better than before: 5.0 from 5 in the last 90 days, 2.8 from 5 before" in said
    assert "2 ratings: too few to say" in said
    assert (
        'aria-label="How often each score was given: 1: 1, 2: 2, 3: 0, 4: 1, 5: 6"'
        in response.content.decode()
    )
    assert f'href="{field_url(career, "sections.pay")}"' in response.content.decode()


def test_the_page_leads_from_the_career_s_form(client, career):
    sign_in(client, *VIEW, "change_profile")
    form = client.get(reverse("admin:profiles_profile_change", args=[career.pk])).content.decode()

    assert f'href="{ratings_page(career)}"' in form


@pytest.mark.parametrize("edition", ["2", "x", "٢", "9" * 40, "-1"])
def test_a_filter_by_edition_takes_whatever_is_asked(client, career, edition):
    sign_in(client, *VIEW)
    give(5, 5, 5, 5, 5, edition=1)
    give(1, 1, 1, 1, 1, edition=2)

    said = text(client.get(ratings_page(career), {"edition": edition}))

    assert ("1.0 from 5 ratings" in said) == (edition == "2")
    assert ("3.0 from 10 ratings" in said) == (edition != "2")


def test_a_page_that_nobody_rated_says_so(client, career):
    sign_in(client, *VIEW)
    said = text(client.get(ratings_page(career)))

    assert "Nobody has rated these pages yet." in said
    assert "Nobody has written a comment." in said


@pytest.mark.parametrize("count", [1, 30])
def test_a_career_s_page_takes_the_same_queries_for_many_ratings(
    client, career, count, django_assert_num_queries
):
    sign_in(client, *ERASE)
    for edition in range(1, count + 1):
        give(3, 4, comment="Clear.", section=["", "pay", "all"][edition % 3], edition=edition)
    client.get(DASHBOARD)
    with django_assert_num_queries(11):
        assert client.get(ratings_page(career)).status_code == 200


# Comments -----------------------------------------------------------------------------------------------


def act(client, career, comment, act: str, **fields):
    """Press a button of a comment, as a form would or (with other fields) as nobody's form would."""
    data = {"rating": comment.pk, "seen": fingerprint(comment.comment), "act": act, **fields}
    return client.post(reverse("admin:profile_comment", args=[career.pk]), data)


def state(rating: Rating) -> str:
    rating.refresh_from_db()
    return rating.comment_state


def test_only_those_who_may_read_comments_see_their_words(client, career):
    for words, how in [("Held words", "held"), ("Read words", "read"), ("Hidden words", "hidden")]:
        give(2, comment=words, comment_state=how)
    pages = [
        ratings_page(career),
        *(f"{ratings_page(career)}?comments={how}" for how in ("held", "read", "hidden")),
        reverse("admin:profiles_rating_changelist"),
        reverse("admin:profiles_rating_changelist") + "?q=words",
        reverse("admin:profiles_rating_change", args=[Rating.objects.first().pk]),
        DASHBOARD,
    ]
    sign_in(client, *VIEW)
    for page in pages:
        assert not re.search("(Held|Read|Hidden) words", client.get(page).content.decode()), page
    assert "3 comments, for those who may read comments" in text(client.get(ratings_page(career)))

    sign_in(client, *READ_COMMENTS)
    assert "Held words" in client.get(ratings_page(career)).content.decode()
    assert "Hidden words" in client.get(f"{ratings_page(career)}?comments=hidden").content.decode()
    assert "words" not in text(client.get(DASHBOARD))
    assert "Comments to read (1)" in text(client.get(DASHBOARD))


def test_a_comment_is_read_hidden_and_shown_again(client, career):
    user = sign_in(client, *READ_COMMENTS)
    (rating,) = give(2, comment="Clear.", days_ago=300)
    before = rating.comment, Rating.objects.get().changed_at

    steps = [("read", "read"), ("hide", "hidden"), ("read", "hidden"), ("show", "read"), ("show", "read")]
    for button, becomes in steps:
        response = act(client, career, rating, button, back="held")
        assert response["Location"] == f"{ratings_page(career)}?comments=held#comments"
        assert state(rating) == becomes
    # Neither the words nor the date from which they expire.
    assert (rating.comment, rating.changed_at) == before
    assert [entry.change_message for entry in LogEntry.objects.filter(user=user).order_by("pk")] == [
        "Marked the comment as read.",
        "Hid the comment.",
        "Marked the comment as read.",
    ]


def test_words_that_changed_meanwhile_are_not_marked(client, career):
    sign_in(client, *ERASE)
    (rating,) = give(2, comment="Clear.")
    Rating.objects.update(comment="Other words")

    for button in ("read", "hide", "erase"):
        response = act(client, career, rating, button)
        assert "The visitor has changed or taken back that comment" in text(client.get(response["Location"]))
    assert Rating.objects.get().comment == "Other words"
    assert state(rating) == "held"


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "cheese"},
        {"act": ""},
        {"rating": "x"},
        {"rating": "9" * 30},
        {"rating": ""},
        {"seen": ""},
        {"act": "", "back": "//x"},
    ],
)
def test_nonsense_changes_nothing(client, career, fields):
    sign_in(client, *READ_COMMENTS)
    (rating,) = give(2, comment="Clear.")

    response = act(client, career, rating, **{"act": "read", **fields})

    assert (response.status_code, response["Location"]) == (302, f"{ratings_page(career)}#comments")
    assert state(rating) == "held"


def test_another_career_s_comment_is_not_this_one_s(client, career):
    sign_in(client, *READ_COMMENTS)
    (rating,) = give(2, comment="Clear.", profile_key="cook")
    act(client, career, rating, "read")

    assert state(rating) == "held"


@pytest.mark.parametrize(
    ("permissions", "does"),
    [
        ([], {}),
        (["view_profile", "change_profile", "publish_profile", "translate_profile"], {}),
        (VIEW, {}),
        (READ_COMMENTS, {"read", "hide", "show"}),
        (ERASE, {"read", "hide", "show", "erase"}),
    ],
)
def test_what_a_role_may_not_do_is_not_shown_and_refused_if_forced(client, career, permissions, does):
    sign_in(client, *permissions)
    page = client.get(ratings_page(career))
    assert page.status_code == (200 if "view_rating" in permissions else 403)
    for button, before in [("read", "held"), ("hide", "held"), ("show", "hidden"), ("erase", "held")]:
        (rating,) = give(2, comment="Words.", comment_state=before)
        shown = client.get(f"{ratings_page(career)}?comments={before}").content.decode()
        assert (f'value="{button}"' in shown) == (button in does)
        response = act(client, career, rating, button)
        assert response.status_code == (302 if button in does else 403)
        assert (state(rating) != before or not rating.comment) == (button in does)
        rating.delete()


def test_an_administrator_erases_words_and_the_record_holds_none(client, career):
    user = sign_in(client, *ERASE)
    (rating,) = give(2, comment="Ann did it")
    act(client, career, rating, "erase")

    rating.refresh_from_db()
    assert (rating.comment, rating.score) == ("", 2)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (
        user,
        str(rating.pk),
        "Erased the comment.",
    )
    assert "Ann" not in str(vars(entry))
    assert "Ann" not in client.get(f"{ratings_page(career)}").content.decode()


def test_no_one_sees_whose_a_rating_is(client, career):
    sign_in(client, *ERASE)
    (rating,) = give(2, comment="Clear.")
    pages = [
        ratings_page(career),
        DASHBOARD,
        reverse("admin:profiles_rating_changelist"),
        reverse("admin:profiles_rating_change", args=[rating.pk]),
        BY_PAGE,
        SINGLE,
    ]
    for page in pages:
        said = client.get(page).getvalue().decode()
        assert str(rating.visitor) not in said, page
        assert rating.visitor.hex not in said, page


def test_reading_a_comment_does_not_let_it_stay_longer(client, career):
    sign_in(client, *READ_COMMENTS)
    (old,), (young,) = give(2, comment="Old.", days_ago=366), give(2, comment="Young.", days_ago=364)
    act(client, career, old, "read")
    form = reverse("admin:profiles_rating_change", args=[young.pk])
    client.post(form, {"comment_state": "hidden", "comment": "Mine"})
    assert state(young) == "hidden"

    call_command("expire_comments", verbosity=0)

    assert sorted(Rating.objects.values_list("comment", flat=True)) == ["", "Young."]


# The dashboard ------------------------------------------------------------------------------------------


def listed(response, name: str) -> list[tuple[str, str, str]]:
    """A list's entries: what each is called, where it leads, what is said of it."""
    found = next(waiting for waiting in response.context["lists"] if waiting.name == name)
    return [(entry.title, entry.url, entry.note) for entry in found.entries]


def test_the_dashboard_shows_what_is_liked_least_and_rated_most(client, career):
    sign_in(client, *VIEW)
    give(1, 1, 1, 2, 2)
    html = client.get(DASHBOARD)

    assert "Shop manager › Pay · Welsh · Edit Pay 1.4 from 5 ratings" in re.sub(r"\s+", " ", text(html))
    assert f'href="{ratings_page(career)}"' in html.content.decode()
    assert f'href="{field_url(career, "sections.pay")}"' in html.content.decode()
    assert '<rect width="28%" height="12" />' in html.content.decode()
    assert f"{timezone.localdate():%B %Y} 5 1.4" in text(html)


def test_a_few_ratings_are_not_ranked(client, career):
    sign_in(client, *VIEW)
    give(1, 1, 1, 2)
    said = text(client.get(DASHBOARD))

    assert "No page has 5 ratings yet." in said
    assert "4 ratings: too few to say" in said
    assert "1.2" not in said


def test_what_is_overdue_for_review_leads_to_its_field(client, career):
    sign_in(client, *VIEW)
    Page.objects.update(reviewed_on=date(2026, 1, 1))
    assert listed(client.get(DASHBOARD), "reviews") == []

    Profile.objects.update(review_due=timezone.localdate() - timedelta(days=1))
    ((title, url, note),) = listed(client.get(DASHBOARD), "reviews")
    assert (title, url) == ("Shop manager", field_url(career, "review_due"))
    assert note.startswith("due on ")

    Profile.objects.update(review_due=None, reviewed_on=None)
    Page.objects.update(reviewed_on=None)
    assert [(title, note) for title, _url, note in listed(client.get(DASHBOARD), "reviews")] == [
        ("Shop manager", "never reviewed"),
        ("About us", "never reviewed"),
    ]
    withdraw(career)
    assert [title for title, _url, _note in listed(client.get(DASHBOARD), "reviews")] == ["About us"]


def test_what_lacks_welsh_leads_to_the_first_text_that_waits(client, career):
    sign_in(client, *VIEW)
    count_what_waits()
    assert listed(client.get(DASHBOARD), "welsh") == []

    with transaction.atomic(), changing(career, origin=Change.Origin.ADMIN):
        Section.objects.filter(key="pay").update(answer_cy="", title_en="Wages")
    skill = SharedSkill.objects.get(key="numbers")
    with transaction.atomic(), changing(skill, origin=Change.Origin.ADMIN):
        SharedSkill.objects.filter(pk=skill.pk).update(name_cy="")

    (first, url, note), (second, shared, _note) = listed(client.get(DASHBOARD), "welsh")
    assert (first, url) == ("Shop manager", field_url(career, "sections.pay"))
    assert note.endswith("texts current; 1 missing, 1 out of date")
    assert (second, shared) == (
        "Skills › Working with numbers",
        shared_url("skills", "numbers", "name.cy"),
    )


def test_pictures_without_alternative_text_lead_to_the_picture(client, career):
    sign_in(client, *VIEW)
    assert listed(client.get(DASHBOARD), "pictures") == []
    Picture.objects.update(alt_cy="")
    assert listed(client.get(DASHBOARD), "pictures") == [
        (
            "Shop manager › counter",
            field_url(career, "pictures.counter.alt.cy"),
            "no alternative text in Welsh",
        )
    ]
    Picture.objects.update(alt_en="")
    assert listed(client.get(DASHBOARD), "pictures")[0][2] == "no alternative text in either language"


def check(address: str, **fields) -> LinkCheck:
    return LinkCheck.objects.create(address=address, **{"checked_at": timezone.now(), **fields})


def place_of(career: Profile, path: str) -> tuple[str, str]:
    return f"Shop manager › {place_in_words('profile', path)}", field_url(career, path)


def shared_place(list_name: str, key: str, path: str) -> tuple[str, str]:
    return place_in_words("directory", f"{list_name}.{key}.{path}"), shared_url(list_name, key, path)


def test_a_broken_link_leads_to_every_form_that_holds_it(client, career):
    sign_in(client, *VIEW)
    broken = "https://broken.example/a_b?c=1&d=2"
    check(broken, status=404, problem="gone", failing_since=timezone.now())
    check("https://fine.example/", status=200)
    Contact.objects.update(web_en=broken)
    Film.objects.update(address=broken)
    Section.objects.filter(key="pay").update(prose_cy=f"[Yma]({broken})")
    Section.objects.filter(key="what-you-would-do").update(prose_cy=f"[Yma]({broken}3)")
    Page.objects.update(prose_en=f"[Here]({broken}).")

    response = client.get(DASHBOARD)

    (entry,) = next(waiting for waiting in response.context["lists"] if waiting.name == "links").entries
    assert entry.title == broken
    assert entry.note.startswith("the page is not there (404), since ")
    assert set(entry.places) == {
        place_of(career, "sections.pay.prose.cy"),
        place_of(career, "films.sam.address"),
        shared_place("contacts", "shop-trust", "web.en"),
        shared_place("pages", "about", "prose.en"),
    }


def test_a_link_that_was_mended_and_not_published_says_so(client, career):
    sign_in(client, *VIEW)
    check("https://old.example/", problem="slow", failing_since=timezone.now())

    ((_title, _url, note),) = listed(client.get(DASHBOARD), "links")

    assert note.startswith("the site did not answer in time, since")
    assert note.endswith("no form holds it any more: publish what was mended")


def test_links_that_have_moved_say_where_to(client, career):
    sign_in(client, *VIEW)
    check("https://jobs.example/", status=200, moved_to="https://jobs.example/new/")
    response = client.get(DASHBOARD)

    assert listed(response, "moved") == [
        ("https://jobs.example/", "https://jobs.example/", "now https://jobs.example/new/")
    ]
    assert listed(response, "links") == []
    assert "Checked on" in text(response)


def test_links_that_nobody_checked_are_not_called_whole(client, career):
    sign_in(client, *VIEW)
    assert "No link has been checked yet" in text(client.get(DASHBOARD))
    assert "Every link leads somewhere." not in text(client.get(DASHBOARD))


def test_without_the_right_to_see_ratings_there_are_no_charts(client, career):
    sign_in(client, "view_profile")
    give(1, 1, 1, 1, 1, comment="Words")
    said = text(client.get(DASHBOARD))

    assert "Overdue for review" in said
    assert "Liked least" not in said
    assert "Comments to read" not in said
    assert client.get(BY_PAGE).status_code == client.get(SINGLE).status_code == 403
    sign_in(client)
    assert client.get(DASHBOARD).status_code == 403


@pytest.mark.parametrize("count", [3, 30])
def test_the_dashboard_takes_the_same_queries_for_many_careers(
    client, career, count, django_assert_num_queries
):
    sign_in(client, *ERASE)
    for i in range(1, count):
        document = make_profile_document(key=f"career-{i}", reviewed_on=None)
        profile, _changes = write_profile(document)
        Profile.objects.filter(pk=profile.pk).update(
            state=Profile.State.PUBLISHED, waiting={"texts": 9, "cy": {"title": "missing"}, "en": {}}
        )
        give(1, 2, 3, 4, 5, profile_key=profile.key, comment="Clear.")
        check(f"https://broken.example/{i}", problem="gone")
        check(f"https://moved.example/{i}", moved_to="https://jobs.example/")
    Picture.objects.update(alt_cy="")
    client.get(DASHBOARD)
    with django_assert_num_queries(33):
        response = client.get(DASHBOARD)
    assert len(listed(response, "welsh")) == count - 1


def test_the_dashboard_is_whole_in_welsh_too(client, career):
    """Nothing fails for want of a word, whatever is translated so far."""
    sign_in(client, *ERASE)
    give(1, 2, 3, 4, 5, comment="Da iawn.")
    session = client.session
    session["desk_language"] = "cy"
    session.save()
    for page in (DASHBOARD, ratings_page(career)):
        response = client.get(page)
        assert response.status_code == 200
        assert 'lang="cy"' in response.content.decode()
    assert "Rheolwr siop" in client.get(DASHBOARD).content.decode()


def test_pages_keep_to_the_content_policy(client, career):
    sign_in(client, *ERASE)
    give(1, 2, 3, 4, 5, comment="<script>alert(1)</script>")
    check('https://x.example/"><script>', problem="gone")
    for page in (DASHBOARD, ratings_page(career), f"{ratings_page(career)}?edition=1&comments=read"):
        html = client.get(page).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", html), page


# Files --------------------------------------------------------------------------------------------------


def rows_of(response) -> list[list[str]]:
    assert response.streaming
    data = response.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_file_by_page_has_a_line_for_each_page_language_and_edition(client, career):
    user = sign_in(client, *VIEW)
    give(1, 5, 5, edition=1)
    give(2, edition=2)
    give(3, profile_key="cook", section="", language="en")

    assert rows_of(client.get(BY_PAGE)) == [
        ["career", "section", "language", "edition", "ratings", "mean", "1", "2", "3", "4", "5"],
        ["cook", "", "en", "1", "1", "3.00", "0", "0", "1", "0", "0"],
        ["shop-manager", "pay", "cy", "1", "3", "3.67", "1", "0", "0", "0", "2"],
        ["shop-manager", "pay", "cy", "2", "1", "2.00", "0", "1", "0", "0", "0"],
    ]
    response = client.get(BY_PAGE, {"career": "shop-manager"})
    assert [row[0] for row in rows_of(response)] == ["career", "shop-manager", "shop-manager"]
    assert 'filename="shop-manager-ratings-by-page.csv"' in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    entry = LogEntry.objects.filter(user=user).first()
    assert (entry.object_repr, entry.change_message) == (
        "shop-manager-ratings-by-page.csv",
        "Took ratings away as a file.",
    )


def test_the_file_of_single_ratings_has_words_only_for_those_who_read_them(client, career):
    for words, how in [("Da iawn, ŵy", "read"), ("Held", "held"), ("Hidden", "hidden"), ("", "held")]:
        give(4, comment=words, comment_state=how)
    sign_in(client, *VIEW)
    assert rows_of(client.get(SINGLE))[0] == [
        "career", "section", "language", "edition", "score", "given", "changed",
    ]  # fmt: skip
    sign_in(client, *READ_COMMENTS)
    today = timezone.localdate().isoformat()
    assert rows_of(client.get(SINGLE))[1:] == [
        ["shop-manager", "pay", "cy", "1", "4", today, today, state, words]
        for state, words in [("read", "Da iawn, ŵy"), ("held", ""), ("hidden", ""), ("", "")]
    ]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(client, career, words):
    give(4, comment=words, comment_state="read")
    sign_in(client, *READ_COMMENTS)

    data = client.get(SINGLE).getvalue().decode("utf-8-sig")

    assert next(csv.reader(io.StringIO(data.split("\r\n", 1)[1], newline="")))[-1] == f"'{words}"


@pytest.mark.parametrize("key", ['x"; filename="y', "x\r\nX-Y: z", "ŵy", "=1", "x" * 500, "cook", "\x00"])
def test_there_is_no_file_of_a_career_that_there_is_not(client, career, key):
    sign_in(client, *VIEW)

    assert client.get(BY_PAGE, {"career": key}).status_code == 404
    assert client.get(SINGLE, {"career": key}).status_code == 404


# The directory's forms ----------------------------------------------------------------------------------


def test_an_entry_s_form_says_when_its_link_was_last_seen_to_answer(client, career):
    sign_in(client, "view_link", "view_page")
    link, page = Link.objects.get(key="find-a-job"), Page.objects.get()
    address = reverse("admin:profiles_link_change", args=[link.pk])
    assert "https://jobs.example/ not checked yet" in says(client, address)

    row = check("https://jobs.example/", status=200)
    today = f"{timezone.localdate():%-d %B %Y}"
    assert f"https://jobs.example/ last seen to answer on {today}" in says(client, address)

    row.moved_to = "https://jobs.example/new/"
    row.save()
    assert "it has moved to https://jobs.example/new/" in says(client, address)

    row.problem, row.status, row.failing_since = "fault", 500, timezone.now()
    row.save()
    assert f"https://jobs.example/ the server has a fault (500), since {today}" in says(client, address)

    Page.objects.update(prose_cy="[Yma](https://jobs.example/) ac [yma](https://other.example/)")
    on_page = says(client, reverse("admin:profiles_page_change", args=[page.pk]))
    assert "https://jobs.example/ the server has a fault" in on_page
    assert "https://other.example/ not checked" not in on_page


def test_a_film_s_form_says_when_its_link_was_last_seen_to_answer(client, career):
    sign_in(client, *VIEW, "change_profile")
    prose = "See [it](https://pay.example/), [that](https://b.example/)."
    career.section_rows.filter(key="pay").update(prose_en=prose)
    films, sections, bands, own = (
        field_url(career, path) for path in ("films", "sections", "pay_bands", "title.en")
    )
    assert "Where the links lead https://films.example/sam not checked yet" in says(client, films)

    check("https://films.example/sam", problem="gone", status=404, failing_since=timezone.now())
    check("https://pay.example/", status=200)
    today = f"{timezone.localdate():%-d %B %Y}"

    assert f"https://films.example/sam the page is not there (404), since {today}" in says(client, films)
    assert f"https://pay.example/ last seen to answer on {today}" in says(client, sections)
    assert "https://b.example/ not checked" not in says(client, sections)
    assert "Where the links lead" not in says(client, own)
    assert "Where the links lead" not in says(client, bands)


def says(client, address: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))
