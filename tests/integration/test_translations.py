"""What waits for a translator, as the desk shows it: the work list, one career, one page."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles.content import schema
from profiles.documents import write_profile
from profiles.models import (
    Change,
    Conflict,
    Page,
    Profile,
    Rating,
    Section,
    SharedSkill,
    Waiver,
)
from profiles.waiting_texts import Address, Standing, WaitingTexts, pair_at, read_texts, standings
from profiles.working_copy import changing, settle
from tests.builders import make_profile_document, make_rating, pair

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

WORK = "/admin/work/"


@pytest.fixture
def translator(client, db) -> User:
    """Signed in, and may change texts and nothing else."""
    user = User.objects.create(username="tess", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_profile", "translate_profile", "view_page"])
    )
    client.force_login(user)
    return user


@pytest.fixture
def onlooker(client, db) -> User:
    user = User.objects.create(username="lou", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_profile"))
    client.force_login(user)
    return user


def edit(row, **columns) -> None:
    row.refresh_from_db()
    with changing(row, origin=Change.Origin.ADMIN):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()


def of(career: Profile) -> str:
    return reverse("admin:profile_translation", args=[career.pk])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def shown(response) -> list[tuple[str, str]]:
    """The texts of the page: where, and which side is wanted."""
    return [(card.where, card.waiting.language) for card in response.context["cards"]]


def another(key: str, **fields) -> Profile:
    profile, _changes = write_profile(make_profile_document(key=key, **fields))
    settle(profile, None, origin=Change.Origin.ADMIN)
    return profile


# What waits -------------------------------------------------------------------------------------


def test_texts_are_found_by_their_addresses(career):
    found = read_texts(
        [
            Address("profile", "shop-manager", "sections.pay.answer"),
            Address("profile", "shop-manager", "routes.work.requirements"),
            Address("skills", "listening", "name"),
            Address("profile", "shop-manager", "sections.gone.answer"),
            Address("profile", "nobody", "title"),
            Address("profile", "shop-manager", "slug"),
            Address("nothing", "shop-manager", "title"),
            Address("skills", "listening", "out_of_date"),
        ]
    )
    assert {address.path: text.cy for address, text in found.items()} == {
        "sections.pay.answer": "Mae’n amrywio.",
        "routes.work.requirements": ["blwyddyn mewn siop"],
        "name": "Gwrando",
    }


@pytest.mark.parametrize("path", ["", ".", "a.b.c.d", "sections", "sections.pay", "pk", "sections.pay.id"])
def test_what_is_no_text_has_no_kind(path):
    assert pair_at("profile", path) is None


def test_what_waits_is_told_by_language_and_state(career):
    edit(career, standfirst_en="You look after a shop.", title_cy="")
    things = standings()
    assert {(one.address.path, one.language) for one in WaitingTexts(things)} == {
        ("title", "cy"),
        ("standfirst", "cy"),
    }
    assert [one.address.path for one in WaitingTexts(things, state="missing")] == ["title"]
    assert [one.address.path for one in WaitingTexts(things, state="out-of-date")] == ["standfirst"]
    assert list(WaitingTexts(things, languages=["en"])) == []


def test_a_slice_of_what_waits_is_what_a_list_would_give():
    things = [
        Standing(
            "profile",
            key,
            at,
            schema.Pair(),
            {"cy": dict.fromkeys(paths, "missing"), "en": {"title": "2026-01-01"}},
        )
        for at, (key, paths) in enumerate([("a", ["title", "standfirst"]), ("b", []), ("c", ["standfirst"])])
    ]
    waiting = WaitingTexts(things)
    whole = list(waiting)
    assert len(waiting) == len(whole) == 6
    assert [one.address.key for one in whole] == ["a", "a", "a", "b", "c", "c"]
    for start in range(7):
        for stop in range(7):
            assert waiting[start:stop] == whole[start:stop]
    assert (waiting[2], waiting[-1]) == (whole[2], whole[-1])
    with pytest.raises(IndexError):
        waiting[6]


# The work list ----------------------------------------------------------------------------------


def test_the_work_list_shows_what_waits_with_both_sides(client, translator, career):
    edit(career, title_cy="")
    with changing(career, origin=Change.Origin.ADMIN):
        Section.objects.filter(profile_row=career, key="pay").update(answer_en="It is good.")
    response = client.get(WORK)
    assert shown(response) == [("Title", "cy"), ("Sections › Pay › Short answer", "cy")]
    html = response.content.decode()
    assert "Welsh missing" in html
    assert "Welsh out of date since" in html
    assert "It is good." in html
    assert "Mae’n amrywio." in html
    assert html.index('lang="cy">Mae’n amrywio.') < html.index('lang="en">It is good.')
    assert f"/admin/profiles/profile/{career.pk}/change/?list=sections#item-pay" in html


def test_the_work_list_has_the_shared_lists_too(client, translator, career):
    edit(SharedSkill.objects.get(key="listening"), name_cy="Gwrando’n dda")
    response = client.get(WORK, {"of": "skills"})
    assert shown(response) == [("Name", "en")]
    assert "/admin/shared/skills/listening/#id_name_en" in response.content.decode()
    progress = {row.asks: row.sides for row in response.context["progress"]}
    assert progress["skills"] == (("cy", 2, 2), ("en", 1, 2))
    assert progress["pages/about"] == (("cy", 3, 3), ("en", 3, 3))
    done, total = progress["profile/shop-manager"][0][1:]
    assert done == total > 30


def test_the_work_list_can_be_asked(client, translator, career):
    edit(career, title_cy="", standfirst_cy="Chi sy’n gofalu am siop.")
    edit(another("cook"), title_en="")
    assert len(shown(client.get(WORK))) == 3
    assert shown(client.get(WORK, {"language": "en"})) == [("Title", "en"), ("Opening sentence", "en")]
    assert shown(client.get(WORK, {"state": "out-of-date"})) == [("Opening sentence", "en")]
    assert shown(client.get(WORK, {"of": "profile/cook"})) == [("Title", "en")]
    assert shown(client.get(WORK, {"of": "directory"})) == []


@pytest.mark.parametrize("query", ["of=profile/nobody", "language=de", "state=x", "page=0", "page=many"])
def test_a_question_that_makes_no_sense_asks_for_everything(client, translator, career, query):
    edit(career, title_cy="")
    response = client.get(f"{WORK}?{query}")
    assert response.status_code == 200
    assert shown(response) == [("Title", "cy")]


def test_many_texts_have_pages(client, translator, career):
    for number in range(35):
        another(f"cook-{number}", standfirst=pair("You cook."))
    first = client.get(WORK, {"language": "cy"})
    assert len(shown(first)) == 30
    assert "language=cy&amp;page=2" in first.content.decode()
    assert len(shown(client.get(WORK, {"language": "cy", "page": 2}))) == 5


def test_a_withdrawn_career_waits_for_nobody(client, translator, career):
    edit(career, title_cy="", state=Profile.State.WITHDRAWN)
    assert shown(client.get(WORK)) == []


def test_the_work_list_asks_no_more_for_more_careers(client, translator, career):
    edit(career, title_cy="")
    client.get(WORK)  # the first request of all learns what later ones know
    with CaptureQueriesContext(connection) as few:
        client.get(WORK)
    for number in range(6):
        edit(another(f"cook-{number}"), title_cy="", review_due=timezone.localdate() - timedelta(days=1))
        Waiver.objects.create(
            profile=career, edition=career.edition, reason="Later", due=timezone.localdate()
        )
    with CaptureQueriesContext(connection) as many:
        assert len(shown(client.get(WORK))) == 7
    assert len(many) == len(few)


def test_what_else_waits_stands_at_the_top(client, editor, career):
    today = timezone.localdate()
    for days in (5, -5):
        due = today + timedelta(days=days)
        Waiver.objects.create(profile=career, edition=career.edition, reason=f"In {days}", due=due)
    Waiver.objects.create(
        profile=career, edition=career.edition, reason="Done", due=today, settled_at=timezone.now()
    )
    Conflict.objects.create(document="shop-manager", path="title.cy")
    make_rating()
    edit(career, review_due=today - timedelta(days=1))
    response = client.get(WORK)
    assert [waiver.reason for waiver in response.context["waivers"]] == ["In -5", "In 5"]
    html = response.content.decode()
    assert html.index("Published unfinished, and late") < html.index("Published unfinished, promised by")
    assert "1 text that the files and an editor both changed" in html
    assert "1 comment that nobody has read" in html
    assert "Review was due by" in html
    assert "Done" not in html


def test_the_work_list_and_the_dashboard_agree_on_what_is_overdue_for_review(client, editor, career):
    """Each kind of career once within the set and once without, and so with pages."""
    today = timezone.localdate()
    passed, soon = today - timedelta(days=1), today + timedelta(days=1)
    edit(career, review_due=passed)
    for key, state, reviewed_on, due in (
        ("never", Profile.State.PUBLISHED, None, None),
        ("never-but-soon", Profile.State.PUBLISHED, None, soon),
        ("never-and-late", Profile.State.PUBLISHED, None, passed),
        ("today", Profile.State.PUBLISHED, passed, today),
        ("soon", Profile.State.PUBLISHED, passed, soon),
        ("draft", Profile.State.DRAFT, None, passed),
        ("gone", Profile.State.WITHDRAWN, None, passed),
    ):
        edit(another(key), title_en=key, state=state, reviewed_on=reviewed_on, review_due=due)
    Page.objects.update(reviewed_on=None)
    pages = Page.objects.count()

    work, dashboard = client.get(WORK), client.get("/admin/what-works/")

    assert {review.row.key for review in work.context["reviews"]} == {"shop-manager", "never-and-late"}
    assert work.context["never_reviewed"] == 2 + pages
    assert f"{2 + pages} careers and pages that nobody has reviewed" in work.content.decode()
    (reviews,) = [each for each in dashboard.context["lists"] if each.name == "reviews"]
    assert reviews.count == 2 + 2 + pages
    assert "/admin/what-works/#reviews" in work.content.decode()
    assert 'id="reviews"' in dashboard.content.decode()

    Page.objects.update(reviewed_on=passed)
    Profile.objects.update(reviewed_on=passed, review_due=None)
    assert "Before anything else" not in client.get(WORK).content.decode()


def test_who_may_not_settle_it_is_not_told_of_it(client, translator, career):
    make_rating()
    assert Rating.objects.exists()
    Conflict.objects.create(document="shop-manager", path="title.cy")
    html = client.get(WORK).content.decode()
    assert "that nobody has read" not in html
    assert "an editor both changed" not in html


def test_the_work_list_in_welsh_is_still_a_page(client, translator, career):
    client.cookies["desk-language"] = "cy"
    assert client.get(WORK).status_code == 200


def test_the_work_list_is_for_editors(client, db):
    assert client.get(WORK).status_code == 302
    client.force_login(User.objects.create(username="nobody", is_staff=True))
    assert client.get(WORK).status_code == 403


# Still right ------------------------------------------------------------------------------------


def confirmation(response, place: int = 0) -> dict[str, str]:
    card = response.context["cards"][place]
    return {"still_right": card.side, "seen": card.text.digest}


def test_a_text_is_confirmed_as_still_right(client, translator, career):
    edit(career, standfirst_en="You look after a shop.")
    response = client.post(WORK, confirmation(client.get(WORK)), follow=True)
    assert said(response) == ["Opening sentence is still right: it waits no longer."]
    career.refresh_from_db()
    assert (career.out_of_date, career.waiting["cy"]) == ({}, {})
    assert Change.objects.first().by == translator


def test_an_entry_of_the_directory_is_confirmed(client, translator, career):
    edit(SharedSkill.objects.get(key="listening"), name_cy="Gwrando’n dda")
    client.post(WORK, confirmation(client.get(WORK)))
    assert SharedSkill.objects.get(key="listening").waiting["en"] == {}


def test_what_changed_since_it_was_looked_at_is_not_confirmed(client, translator, career):
    edit(career, standfirst_en="You look after a shop.")
    answer = confirmation(client.get(WORK))
    edit(career, standfirst_en="You own a shop.")
    response = client.post(WORK, answer, follow=True)
    assert said(response) == ["The text has changed since you looked at it: look again."]
    career.refresh_from_db()
    assert "standfirst.cy" in career.out_of_date


@pytest.mark.parametrize("what", ["", "x", "profile/shop-manager/title/de", "a/b/c/d/cy", "no/such/thing/cy"])
def test_a_confirmation_of_nothing_is_no_fault_of_ours(client, translator, career, what):
    assert client.post(WORK, {"still_right": what, "seen": "x"}).status_code in (302, 404)


def test_an_onlooker_sees_and_changes_nothing(client, onlooker, career):
    edit(career, standfirst_en="You look after a shop.")
    response = client.get(WORK)
    html = response.content.decode()
    assert 'name="still_right"' not in html
    assert ".xlsx" not in html
    assert client.post(WORK, confirmation(response)).status_code == 403
    assert client.post(of(career), {"take_back": ""}).status_code == 403
    career.refresh_from_db()
    assert "standfirst.cy" in career.out_of_date


# One career -------------------------------------------------------------------------------------


def test_the_work_list_says_whose_welsh_nobody_has_read(client, translator, career):
    edit(career, welsh_read_on="2026-11-20")
    read = {row.asks: (row.is_read, row.welsh_read_on) for row in client.get(WORK).context["progress"]}
    assert read["profile/shop-manager"] == (True, date(2026, 11, 20))
    assert read["pages/about"] == (True, None)
    assert read["skills"] == (False, None)
    html = client.get(WORK).content.decode()
    assert "20 November 2026" in html
    assert 'href="/admin/work/pages/about/"' in html


def test_a_career_has_its_own_page(client, translator, career):
    edit(career, standfirst_en="You look after a shop.")
    edit(another("cook"), title_cy="")
    response = client.get(of(career))
    assert shown(response) == [("Opening sentence", "cy")]
    client.post(of(career), confirmation(response))
    assert shown(client.get(of(career))) == []


def read(client, address: str, **given: str):
    data = {
        "welsh_read": "",
        "welsh_read_by_cy": "cyfieithydd",
        "welsh_read_by_en": "a translator",
        "welsh_read_on": timezone.localdate().isoformat(),
    }
    return client.post(address, {**data, **given}, follow=True)


def test_the_welsh_is_marked_as_read_and_the_mark_taken_back(client, translator, career):
    assert "Nobody has read it yet" in client.get(of(career)).content.decode()
    read(client, of(career))
    career.refresh_from_db()
    assert career.welsh_read_on == timezone.localdate()
    assert (career.welsh_read_by.cy, career.welsh_read_by.en) == ("cyfieithydd", "a translator")
    assert Change.objects.first().by == translator
    assert "No Welsh text has changed since." in client.get(of(career)).content.decode()
    client.post(of(career), {"take_back": ""})
    career.refresh_from_db()
    assert (career.welsh_read_on, bool(career.welsh_read_by)) == (None, False)


def test_a_role_corrected_in_one_language_leaves_the_other_as_it_was(client, translator, career):
    read(client, of(career))
    read(client, of(career), welsh_read_by_en="an editor")
    career.refresh_from_db()
    assert (career.welsh_read_by.en, career.out_of_date) == ("an editor", {})


@pytest.mark.parametrize(
    "given",
    [
        {"welsh_read_by_cy": ""},
        {"welsh_read_by_en": "x" * 201},
        {"welsh_read_by_en": "two\nlines"},
        {"welsh_read_on": "yesterday"},
        {"welsh_read_on": "2999-01-01"},
    ],
)
def test_what_the_form_cannot_take_is_said_beside_its_field(client, translator, career, given):
    response = read(client, of(career), **given)
    [name] = given
    assert response.status_code == 422
    assert list(response.context["reader"].errors) == [name]
    career.refresh_from_db()
    assert career.welsh_read_on is None


def test_what_changed_after_the_welsh_was_read_is_told(client, translator, career):
    edit(career, standfirst_cy="Cyn y darllen.", standfirst_en="Before the reading.")
    read(client, of(career))
    edit(career, title_cy="Rheolydd siop", title_en="Manager of a shop")
    edit(career, welsh_note_en="Welsh is of use.")
    with changing(career, origin=Change.Origin.ADMIN):
        Section.objects.create(
            profile_row=career, key="hours", title_en="Hours", title_cy="Oriau", answer_en="A", answer_cy="A"
        )
    html = client.get(of(career)).content.decode()
    assert "2 Welsh texts have changed since:" in html
    [title, item] = sorted(place.words for place in client.get(of(career)).context["welsh_read"].changed)[
        ::-1
    ]
    assert (title, item) == ("Title", "Sections › hours")


def test_a_site_page_has_its_fluent_reader(client, translator, career):
    address = reverse("admin:desk_entry_translation", args=["pages", "about"])
    read(client, address)
    page = Page.objects.get(key="about")
    assert page.welsh_read_on == timezone.localdate()
    edit(page, prose_cy="Prawf arall.", prose_en="Another test.")
    assert [place.words for place in client.get(address).context["welsh_read"].changed] == ["Text"]


def test_an_entry_without_a_fluent_reader_has_no_form_for_one(client, translator, career):
    address = reverse("admin:desk_entry_translation", args=["skills", "listening"])
    assert "fluent reader" not in client.get(address).content.decode()
    assert client.post(address, {"welsh_read": ""}).status_code == 403
    assert client.get("/admin/work/skills/no-such-thing/").status_code == 404
    assert client.get("/admin/work/nothing/listening/").status_code == 404
