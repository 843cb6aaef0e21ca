"""The pages where a career, or the shared lists, are published, scheduled and withdrawn."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles import models, schedule, working_copy
from profiles.admin import publish_forms
from profiles.documents import profile_document
from profiles.models import (
    Change,
    Contact,
    DirectoryState,
    Edition,
    Profile,
    Scheduled,
    ScheduleRun,
    Source,
    Waiver,
)
from profiles.publishing import Waived, publish_profile, withdraw
from profiles.roles import AUTHOR, PUBLISHER, TRANSLATOR
from tests.builders import (
    make_directory,
    make_profile_data,
    make_profile_document,
    make_rating,
    pair,
    publish_content,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

EN, CY = "/en/careers/shop-manager/", "/cy/gyrfaoedd/rheolwr-siop/"
DIRECTORY = "/admin/publish-directory/"
SCHEDULE = "/admin/schedule/"


@pytest.fixture(scope="module")
def _published(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load and publish once, inside a transaction that is rolled back after the last test."""
    cook = make_profile_document(key="cook", title=pair("Cook", "Cogydd"), contacts=[])
    sections = make_profile_data()["sections"]
    sections.append(
        {
            "key": "find-out-more",
            "title": pair("Find out more", "Rhagor o wybodaeth"),
            "answer": pair("Ask the trust.", "Gofynnwch i’r ymddiriedolaeth."),
            "prose": pair(),
        }
    )
    with django_db_blocker.unblock(), transaction.atomic():
        publish_content(tmp_path_factory.mktemp("content"), make_profile_document(sections=sections), cook)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def career(_published, db) -> Profile:
    return Profile.objects.get(key="shop-manager")


def sign_in(client, role: str) -> User:
    user = User.objects.create(username=role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


@pytest.fixture
def publisher(client, career) -> User:
    return sign_in(client, PUBLISHER)


def page_of(career: Profile, name: str = "publish") -> str:
    return reverse(f"admin:profile_{name}", args=[career.pk])


def edit(career: Profile, row: Any = None, **columns: Any) -> Profile:
    """A save of the working copy, as the forms make it."""
    row = row or career
    with transaction.atomic(), working_copy.changing(career, origin=Change.Origin.ADMIN):
        type(row).objects.filter(pk=row.pk).update(**columns)
    return Profile.objects.get(pk=career.pk)


def edit_shared(row: Any, **columns: Any) -> None:
    with transaction.atomic(), working_copy.changing(row, origin=Change.Origin.ADMIN):
        type(row).objects.filter(pk=row.pk).update(**columns)


def rename(career: Profile) -> Profile:
    return edit(career, title_en="Store manager", title_cy="Rheolwr stôr")


def send(client, career: Profile, *, button: str = "now", version: int | None = None, **fields: Any):
    version = Profile.objects.get(pk=career.pk).version if version is None else version
    return client.post(page_of(career), {"version": version, button: "1", **fields}, follow=True)


def send_directory(client, *, seen: str | None = None, **fields: Any):
    seen = client.get(DIRECTORY).context["seen"] if seen is None else seen
    return client.post(DIRECTORY, {"seen": seen, "now": "1", **fields}, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def text(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def wanting(response) -> dict[str, list[tuple[str, str]]]:
    return {
        str(group.title): [(one.url, one.message) for one in group.items]
        for group in response.context["groups"]
    }


def changes(response) -> list[tuple[str, str, str, str, str]]:
    """List, thing, field, language, and the text with what came and went."""
    return [
        (group.title, thing.name, place.label, language, str(marked))
        for group in response.context["changes"]
        for thing in group.things.values()
        for place in thing.places.values()
        for language, marked in place.sides
    ]


# What the page says -------------------------------------------------------------------------------


def test_only_what_readers_would_see_change_is_shown(client, publisher, career):
    edit(career, title_en="Store manager", title_cy="Rheolwr stôr", notes="For colleagues")

    page = client.get(page_of(career))

    assert changes(page) == [
        ("Own fields", "", "Title", "cy", "Rheolwr <del>siop</del><ins>stôr</ins>"),
        ("Own fields", "", "Title", "en", "<del>Shop </del><ins>Store </ins>manager"),
    ]


def test_many_changes_are_folded(client, publisher, career):
    for number in range(20):
        models.AlternativeTitle.objects.create(
            profile_row=career,
            key=f"other-{number}",
            title_en="Other",
            title_cy="Arall",
            sources=["prospects"],
        )
    edit(career, models.Share.objects.get(profile_row=career), percentage=13)

    page = client.get(page_of(career))

    assert [group.title for group in page.context["changes"]] == ["Other titles"]
    assert [group.title for group in page.context["more_changes"]] == ["Shares"]
    assert "<summary>More changes: Shares</summary>" in text(page)


def test_what_readers_have_already_has_no_button(client, publisher, career):
    response = client.get(page_of(career))

    assert "Nothing: readers have it as it stands." in text(response)
    assert response.context["form"] is None
    assert "Publish now" not in text(response)


def test_a_first_edition_is_all_new_and_needs_no_word_about_changes(client, publisher, career):
    draft = Profile.objects.get(key="cook")
    Profile.objects.filter(pk=draft.pk).update(state=Profile.State.DRAFT, edition=None)
    Edition.objects.filter(profile=draft).delete()

    assert "this is the first edition" in text(client.get(page_of(draft)))
    assert said(send(client, draft)) == ["Published: edition 1."]


def test_what_keeps_it_from_readers_is_grouped_with_links_to_the_fields(client, publisher, career):
    models.Claim.objects.filter(profile_row=career, source="prospects").delete()
    edit(career, standfirst_cy="", welsh_note_en="Welsh helps a lot.", slug_cy="")

    response = client.get(page_of(career))

    change = reverse("admin:profiles_profile_change", args=[career.pk])
    today = timezone.localdate()
    assert wanting(response) == {
        "Wrong": [
            (f"{change}?list=disagreements#item-days", "needs at least two claims: each side is named")
        ],
        "Missing": [
            (f"{change}#id_slug_cy", "is empty: a career needs an address in each language"),
        ],
        "Missing in Welsh": [(f"{change}#id_standfirst_cy", "")],
        "Out of date in Welsh": [
            (
                f"{change}#id_welsh_note_cy",
                f"is out of date: the other language changed since {today:%-d %B %Y}",
            )
        ],
    }
    assert "Publish now" not in text(response)
    assert "What stands above is mended first" in text(response)


def test_a_half_finished_career_has_its_page_too(client, publisher, career):
    models.PayBand.objects.filter(profile_row=career, key="starting").update(high=100)
    edit(career, title_en="", title_cy="")

    response = client.get(page_of(career))

    assert response.status_code == 200
    assert [str(group.title) for group in response.context["groups"]] == ["Wrong", "Missing"]


# Publishing ---------------------------------------------------------------------------------------


def test_publishing_keeps_the_note_and_who_and_is_recorded(client, publisher, career):
    rename(career)

    response = send(client, career, note=" A better name. ")

    assert said(response) == ["Published: edition 2."]
    edition = Profile.objects.get(pk=career.pk).edition
    assert (edition.number, edition.note, edition.published_by) == (2, "A better name.", publisher)
    assert LogEntry.objects.get().change_message == "Published: edition 2."
    client.logout()
    assert "Store manager" in client.get(EN).content.decode()


def test_a_later_edition_says_what_changed(client, publisher, career):
    rename(career)

    response = send(client, career, note="  ")

    assert response.status_code == 422
    assert errors(response) == {"note": ["Say what changed, so that colleagues can find this edition again."]}
    assert 'aria-invalid="true"' in response.content.decode()
    assert career.editions.count() == 1


@pytest.mark.parametrize("version", [0, -1, "", "x", "²", "9" * 400])
def test_what_somebody_saved_meanwhile_is_shown_before_it_is_published(client, publisher, career, version):
    rename(career)

    response = send(client, career, version=version, note="A better name.")

    assert response.status_code == 409
    assert said(response)[0].startswith("Not published: somebody saved meanwhile.")
    assert "A better name.</textarea>" in text(response)
    assert career.editions.count() == 1
    # What stands on the page now is what the next press publishes.
    send(client, career, version=response.context["version"], note="A better name.")
    assert career.editions.count() == 2


def test_what_is_wrong_is_not_published_by_force(client, publisher, career):
    edit(career, slug_cy="popeth", title_cy="Rheolwr")

    response = send(client, career, note="Forced", waiver_reason="I say so", waiver_due="2099-01-01")

    assert response.status_code == 422
    assert "<blockquote>Forced</blockquote>" in text(response)
    assert career.editions.count() == 1


def test_publishing_now_takes_the_place_of_what_was_scheduled_to_be_published(client, publisher, career):
    rename(career)
    one = schedule.schedule_publication(
        career, profile_document(career), at=timezone.now() + timedelta(days=1)
    )

    response = send(client, career, note="A better name.")

    assert "this came out instead" in said(response)[0]
    one.refresh_from_db()
    assert one.cancelled_at is not None


def test_a_withdrawn_career_comes_back(client, publisher, career):
    withdraw(career)
    page = client.get(page_of(career))
    assert "The career comes back as it was." in text(page)

    send(client, career)

    assert client.get(EN).status_code == 200


# What is not finished -----------------------------------------------------------------------------


def waiver_fields(**changes: Any) -> dict[str, Any]:
    return {
        "note": "A new sentence.",
        "waiver_reason": "The translator is away.",
        "waiver_due": (timezone.localdate() + timedelta(days=30)).isoformat(),
        **changes,
    }


def test_a_publisher_lets_out_what_is_not_finished_with_a_reason_and_a_day(client, publisher, career):
    edit(career, standfirst_en="You run a shop and a team.")
    page = client.get(page_of(career))
    assert "Publish before it is finished" in text(page)

    response = send(client, career, **waiver_fields())

    assert said(response) == ["Published: edition 2."]
    waiver = Waiver.objects.get()
    assert (waiver.profile, waiver.by, waiver.reason) == (career, publisher, "The translator is away.")
    assert waiver.due == timezone.localdate() + timedelta(days=30)
    assert "The translator is away." in LogEntry.objects.get().change_message


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"waiver_reason": " "}, "waiver_reason", "Write why it is published before it is finished."),
        ({"waiver_due": ""}, "waiver_due", "Choose the day by which it will be finished."),
        ({"waiver_due": "soon"}, "waiver_due", "must be a day, such as 2026-11-25"),
        ({"waiver_due": "2026-01-01"}, "waiver_due", "Choose a day after the one on which it comes out."),
        ({"waiver_reason": "x" * 1001}, "waiver_reason", "Ensure this value has at most 1000 characters"),
    ],
)
def test_a_waiver_without_its_words_is_refused_and_what_was_typed_stays(
    client, publisher, career, changes, field, words
):
    edit(career, standfirst_en="You run a shop and a team.")

    response = send(client, career, **waiver_fields(**changes))

    assert response.status_code == 422
    (message,) = errors(response).pop(field)
    assert message.startswith(words)
    assert "A new sentence.</textarea>" in text(response)
    assert not Waiver.objects.exists()
    assert career.editions.count() == 1


def test_pay_in_one_language_alone_cannot_be_let_out(client, publisher, career):
    edit(career, models.Section.objects.get(profile_row=career, key="pay"), answer_en="Pay is high.")

    page = client.get(page_of(career))
    assert page.context["form"].asks_waiver is False
    assert "Publish before it is finished" not in text(page)
    assert send(client, career, **waiver_fields()).status_code == 422
    assert career.editions.count() == 1


# Later --------------------------------------------------------------------------------------------


def in_a_week() -> tuple[date, dict[str, str]]:
    day = timezone.localdate() + timedelta(days=7)
    return day, {"day": day.isoformat(), "at": "09:00"}


def test_scheduled_as_it_stands_now(client, publisher, career):
    rename(career)
    day, when = in_a_week()

    response = send(client, career, button="later", note="A better name.", **when)

    one = Scheduled.objects.get()
    assert timezone.localtime(one.due_at).strftime("%Y-%m-%d %H:%M") == f"{day} 09:00"
    assert (one.document["title"]["en"], one.note, one.by) == ("Store manager", "A better name.", publisher)
    assert said(response)[0].startswith("Scheduled to be published on ")
    assert "To be published on" in text(response)
    assert career.editions.count() == 1

    edit(career, title_en="Boss", title_cy="Bòs")
    schedule.run_due(one.due_at)
    client.logout()
    html = client.get(EN).content.decode()
    assert "Store manager" in html
    assert "Boss" not in html


@pytest.mark.parametrize(
    ("when", "field", "words"),
    [
        ({"day": "2020-01-01", "at": "09:00"}, "at", "This time is past"),
        ({"day": "", "at": "09:00"}, "day", "Choose a day."),
        ({"day": "2099-01-01", "at": ""}, "at", "Choose a time."),
        ({"day": "2099-02-30", "at": "09:00"}, "day", "must be a day"),
        ({"day": "2099-01-01", "at": "25:00"}, "at", "must be a time"),
        ({"day": "2027-03-28", "at": "01:30"}, "at", "The clocks go forward that night"),
        ({"day": "2027-10-31", "at": "01:30"}, "at", "The clocks go back that night"),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_field(client, publisher, career, when, field, words):
    rename(career)

    response = send(client, career, button="later", note="A better name.", **when)

    assert response.status_code == 422
    (message,) = errors(response)[field]
    assert message.startswith(words)
    assert "A better name.</textarea>" in text(response)
    assert 'class="publish-later" open' in text(response)
    assert not Scheduled.objects.exists()


def test_what_comes_out_later_is_finished_after_that(client, publisher, career):
    edit(career, standfirst_en="You run a shop and a team.")
    day, when = in_a_week()

    response = send(client, career, button="later", **when, **waiver_fields(waiver_due=day.isoformat()))
    assert errors(response) == {"waiver_due": ["Choose a day after the one on which it comes out."]}

    send(client, career, button="later", **when, **waiver_fields())
    one = Scheduled.objects.get()
    assert one.waiver_reason == "The translator is away."
    assert not Waiver.objects.exists()
    schedule.run_due(one.due_at)
    assert Waiver.objects.get().by == publisher


def test_a_new_time_takes_the_place_of_the_old_one(client, publisher, career):
    rename(career)
    _day, when = in_a_week()
    send(client, career, button="later", note="One", **when)
    send(client, career, button="later", note="Two", **{**when, "at": "10:30"})

    assert [one.note for one in schedule.standing()] == ["Two"]


def test_what_is_scheduled_is_taken_back(client, publisher, career):
    rename(career)
    one = schedule.schedule_publication(
        career, profile_document(career), at=timezone.now() + timedelta(days=1)
    )

    response = client.post(page_of(career), {"cancel": one.pk}, follow=True)

    assert said(response) == ["What was scheduled is taken back."]
    assert not schedule.standing().exists()
    again = client.post(page_of(career), {"cancel": one.pk}, follow=True)
    assert said(again) == ["It is not scheduled any more: it was done, or taken back before."]
    assert LogEntry.objects.count() == 1


# Withdrawing --------------------------------------------------------------------------------------


def test_before_withdrawing_a_publisher_is_told_what_readers_will_see(client, publisher, career):
    cook = Profile.objects.get(key="cook")
    related = models.RelatedCareer.objects.get(profile_row=cook)
    edit(cook, related, key="shop-manager")
    publish_profile(Profile.objects.get(pk=cook.pk))

    page = client.get(page_of(career, "withdraw"))

    assert "(410)" in text(page)
    assert [str(one) for one in page.context["naming"]] == ["Cook"]


def test_a_career_is_withdrawn_with_a_reason(client, publisher, career):
    make_rating()
    address = page_of(career, "withdraw")
    refused = client.post(address, {"now": "1", "note": " "})
    assert (refused.status_code, client.get(EN).status_code) == (422, 200)

    response = client.post(address, {"now": "1", "note": "The job is no more."}, follow=True)

    assert said(response) == ["Withdrawn: readers are told that it has gone, and where they can go on."]
    assert client.get(EN).status_code == client.get(CY).status_code == 410
    assert "The job is no more." in LogEntry.objects.get().change_message
    assert models.Rating.objects.count() == 1


def test_what_was_scheduled_does_not_bring_back_what_is_withdrawn(client, publisher, career):
    tomorrow = timezone.now() + timedelta(days=1)
    one = schedule.schedule_publication(career, profile_document(rename(career)), at=tomorrow)

    response = client.post(page_of(career, "withdraw"), {"now": "1", "note": "It is wrong."}, follow=True)

    assert said(response)[0] == "What was scheduled is taken back."
    schedule.run_due(one.due_at)
    assert client.get(EN).status_code == 410


def test_a_withdrawal_is_scheduled(client, publisher, career):
    _day, when = in_a_week()
    address = page_of(career, "withdraw")
    client.post(address, {"later": "1", "note": "At the end of term.", **when})

    one = Scheduled.objects.get()
    assert (one.action, one.note, client.get(EN).status_code) == ("withdraw", "At the end of term.", 200)
    schedule.run_due(one.due_at)
    assert client.get(EN).status_code == 410


def test_what_is_not_published_cannot_be_withdrawn(client, publisher, career):
    withdraw(career)

    response = client.post(page_of(career, "withdraw"), {"now": "1", "note": "Again"}, follow=True)

    assert said(response) == ["It is not published, so there is nothing to withdraw."]


# The shared lists ---------------------------------------------------------------------------------


def test_one_telephone_number_is_corrected_everywhere(client, publisher, career):
    """The way from a form to every reader: one save, one page, one button."""
    contact = Contact.objects.get()
    before = client.get(f"{EN}all/").content.decode()
    assert "01632 960000" in before
    edit_shared(contact, telephone="01632 960999")
    assert client.get(f"{EN}all/").content.decode() == before

    page = client.get(DIRECTORY)
    assert [(one[0], one[2], one[4]) for one in changes(page)] == [
        ("Contacts", "Telephone", "<del>01632 960000</del><ins>01632 960999</ins>")
    ]
    (touched,) = page.context["touched"]
    assert (touched.career, touched.pages) == (career, [("Find out more", f"{EN}find-out-more/")])

    response = send_directory(client, note="The trust has a new number.")

    assert said(response) == ["Published: edition 2. 1 career shows it."]
    assert DirectoryState.current().edition.note == "The trust has a new number."
    client.logout()
    for address in (f"{EN}all/", f"{CY}popeth/"):
        assert "01632 960999" in client.get(address).content.decode()


def test_the_careers_and_pages_that_a_change_touches(client, publisher, career):
    edit_shared(
        Source.objects.get(key="careers-wales"), name_en="Careers Wales again", name_cy="Gyrfa Cymru eto"
    )

    touched = client.get(DIRECTORY).context["touched"]

    assert [str(one.career) for one in touched] == ["Cook", "Shop manager"]
    assert ("Pay", f"{EN}pay/") in touched[1].pages
    assert ("The whole career", EN) in touched[1].pages


def test_what_no_career_names_touches_none(client, publisher, career):
    edit_shared(models.SharedSkill.objects.get(key="numbers"), name_en="Numbers", name_cy="Rhifau")

    page = client.get(DIRECTORY)

    assert page.context["touched"] == []
    assert "No published career names what changes." in text(page)


def test_the_minimum_wage_touches_the_pay_of_every_career(client, publisher, career):
    edit_shared(models.MinimumWage.objects.get(), weekly_hours=36)

    touched = client.get(DIRECTORY).context["touched"]

    assert [one.pages for one in touched][1] == [("Pay", f"{EN}pay/")]


def test_the_shared_lists_are_refused_with_links_to_what_is_wanting(client, publisher, career):
    models.SharedSkill.objects.filter(key="listening").delete()
    edit_shared(Contact.objects.get(), note_en="Ring first.")
    edit_shared(Source.objects.get(key="prospects"), audience_en="Students")

    page = client.get(DIRECTORY)

    change = reverse("admin:profiles_profile_change", args=[career.pk])
    found = wanting(page)
    assert [url for url, _message in found["Missing in Welsh"]] == [
        "/admin/shared/sources/prospects/#id_audience_cy",
        "/admin/shared/contacts/shop-trust/#id_note_cy",
    ]
    assert f"{change}?list=skills#item-listening" in {
        url for url, _ in found["Would break published careers"]
    }
    assert "Publish now" not in text(page)
    assert send_directory(client, **waiver_fields()).status_code == 422
    assert DirectoryState.current().edition.number == 1


def test_the_shared_lists_are_let_out_unfinished_with_a_reason(client, publisher, career):
    edit_shared(Source.objects.get(key="prospects"), audience_en="Students")

    response = send_directory(client, **waiver_fields(waiver_due=""))
    assert errors(response) == {"waiver_due": ["Choose the day by which it will be finished."]}
    send_directory(client, **waiver_fields())

    waiver = Waiver.objects.get()
    assert (waiver.profile, waiver.by) == (None, publisher)


@pytest.mark.parametrize("seen", ["", "x"])
def test_shared_lists_that_somebody_saved_meanwhile_are_shown_again(client, publisher, career, seen):
    edit_shared(Contact.objects.get(), telephone="01632 960999")

    response = send_directory(client, seen=seen, note="A new number.")

    assert response.status_code == 409
    assert "A new number.</textarea>" in text(response)
    assert DirectoryState.current().edition.number == 1


def test_a_career_that_needs_the_shared_lists_says_so(client, publisher, career):
    skill = models.SharedSkill.objects.create(
        key="patience", name_en="Patience", name_cy="Amynedd", position=9
    )
    row = models.Skill.objects.get(profile_row=career)
    models.Skill.objects.filter(pk=row.pk).update(key=skill.key)
    edit(career, notes="Saved")

    page = client.get(page_of(career))

    assert list(wanting(page)) == ["Waits for the shared lists"]
    assert f'href="{DIRECTORY}"' in page.content.decode()
    send_directory(client, note="A skill.")
    assert not wanting(client.get(page_of(career)))


# The schedule -------------------------------------------------------------------------------------


def test_the_page_of_the_schedule(client, publisher, career):
    rename(career)
    now = timezone.now()
    one = schedule.schedule_publication(
        career, profile_document(career), at=now + timedelta(minutes=1), by=publisher, note="A better name."
    )
    Scheduled.objects.update(due_at=now - timedelta(minutes=10), problem="slug.en: taken")
    cook = Profile.objects.get(key="cook")
    schedule.schedule_withdrawal(cook, at=now)
    Scheduled.objects.filter(profile=cook).update(done_at=now)

    page = text(client.get(SCHEDULE))

    assert "The schedule was never run." in page
    assert "Nothing runs the schedule." in page
    assert "<strong>Late</strong>" in page
    assert "slug.en: taken" in page
    assert "A better name." in page
    assert ">Cook</a>: withdrawn on" in page

    ScheduleRun.objects.create(pk=1, ran_at=datetime(2026, 7, 1, 8, 30, tzinfo=UTC), done=2, failed=1)
    assert "Last run on 1 July 2026, 09:30 BST: 2 done, 1 not." in text(client.get(SCHEDULE))
    schedule.run_due(now)
    assert "Nothing runs the schedule." not in text(client.get(SCHEDULE))

    Scheduled.objects.filter(pk=one.pk).update(done_at=None)
    response = client.post(SCHEDULE, {"cancel": one.pk}, follow=True)
    assert said(response) == ["What was scheduled is taken back."]
    assert not schedule.standing().exists()


@pytest.mark.parametrize("asked", ["", "x", "0", "9" * 30])
def test_taking_back_what_is_not_there_is_no_fault(client, publisher, career, asked):
    response = client.post(SCHEDULE, {"cancel": asked}, follow=True)

    assert said(response) == ["It is not scheduled any more: it was done, or taken back before."]


# Who may, how much it costs, and in which language -------------------------------------------------


@pytest.mark.parametrize("role", [AUTHOR, TRANSLATOR])
def test_others_do_not_see_these_pages_and_are_refused(client, career, role):
    sign_in(client, role)
    rename(career)

    for address in (page_of(career), page_of(career, "withdraw"), DIRECTORY, SCHEDULE):
        assert client.get(address).status_code == 403
        assert client.post(address, {"now": "1", "note": "Forced", "version": "1"}).status_code == 403
    assert career.editions.count() == 1
    assert page_of(career) not in client.get(page_of(career, "preview")).content.decode()


def asked(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_careers(client, publisher, career, tmp_path):
    pages = [page_of(career), page_of(career, "withdraw"), DIRECTORY, SCHEDULE]
    edit_shared(Source.objects.get(key="prospects"), name_en="Prospects UK", name_cy="Prospects DU")
    rename(career)
    schedule.schedule_withdrawal(Profile.objects.get(key="cook"), at=timezone.now() + timedelta(days=1))
    before = [asked(client, address) for address in pages]

    more = [make_profile_document(key=f"career-{number}") for number in range(5)]
    cook = make_profile_document(key="cook", title=pair("Cook", "Cogydd"), contacts=[])
    publish_content(tmp_path, make_profile_document(), cook, *more, directory=make_directory())
    for profile in Profile.objects.filter(key__startswith="career-"):
        schedule.schedule_withdrawal(profile, at=timezone.now() + timedelta(days=1))

    assert Profile.objects.published().count() == 7
    assert [asked(client, address) for address in pages] == before


def test_a_moment_is_said_with_the_clock_it_belongs_to():
    assert publish_forms.in_words(datetime(2027, 7, 1, 8, tzinfo=UTC)) == "1 July 2027, 09:00 BST"
    assert publish_forms.in_words(datetime(2027, 12, 1, 9, tzinfo=UTC)) == "1 December 2027, 09:00 GMT"


def test_waivers_that_stand_are_listed_the_most_overdue_first(career):
    from profiles.publishing import standing_waivers

    cook = Profile.objects.get(key="cook")
    for profile, day in ((cook, 20), (career, 10)):
        edited = edit(profile, standfirst_en="You do more.")
        publish_profile(edited, waived=Waived("Away.", date(2027, 1, day)))

    assert [waiver.profile for waiver in standing_waivers()] == [career, cook]
    withdraw(career)
    assert [waiver.profile for waiver in standing_waivers()] == [cook]
