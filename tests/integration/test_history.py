"""History: editions listed, two of them compared text by text, and one brought back as a draft."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.urls import reverse

from profiles import working_copy
from profiles.admin.compared import MOST_WORDS, by_words, marked
from profiles.content import schema
from profiles.documents import profile_document
from profiles.models import (
    Change,
    Contact,
    DirectoryState,
    Edition,
    Page,
    PayBand,
    Profile,
    Rating,
    SharedSkill,
    Waiver,
)
from profiles.publishing import publish_directory, publish_profile
from tests.builders import make_rating

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def career(_shop, db) -> Profile:
    """Two editions: the second has another title, in both languages, and another senior pay band."""
    profile = Profile.objects.get()
    edit(profile, title_en="Head of shop", title_cy="Pennaeth siop")
    profile.payband_rows.filter(key="senior").update(can_exceed=70000)
    publish_profile(profile, note="Promoted")
    profile.refresh_from_db()
    return profile


def edit(profile: Profile, **values: str) -> None:
    """A save as an editor makes one."""
    with transaction.atomic(), working_copy.changing(profile, origin=Change.Origin.ADMIN):
        Profile.objects.filter(pk=profile.pk).update(**values)


def history(profile: Profile) -> str:
    return reverse("admin:profile_history", args=[profile.pk])


def restore(profile: Profile, number: int) -> str:
    return reverse("admin:profile_restore", args=[profile.pk, number])


DIRECTORY = "/admin/directory/history/"


def restore_directory(number: int) -> str:
    return reverse("admin:desk_restore_directory", args=[number])


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", html)


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("same", "same", "same"),
        ("", "new", "<ins>new</ins>"),
        ("old", "", "<del>old</del>"),
        ("You run it.", "You run <it>.", "You run <del>it.</del><ins>&lt;it&gt;.</ins>"),
        ("a\nb\nc\nd\nx", "a\nb\nc\nd\ny", "[…]\nd\n<del>x</del><ins>y</ins>"),
        ("x\na\nb\nc", "y\na\nb\nc", "<del>x\n</del><ins>y\n</ins>a\n[…]\n"),
    ],
)
def test_texts_are_marked_word_by_word(before, after, shown):
    assert marked(before, after) == shown


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("", "new"),
        ("old", ""),
        (" Two  spaces\tand\n\na line", "Two spaces and\n\nanother line "),
        ("gair " * (MOST_WORDS + 1), "Un " + "gair " * (MOST_WORDS + 1)),
    ],
)
def test_word_by_word_nothing_of_either_text_is_lost(before, after):
    parts = list(by_words(before, after))
    assert "".join(part.text for part in parts if part.state != "new") == before
    assert "".join(part.text for part in parts if part.state != "gone") == after


def test_the_longest_text_is_compared_in_an_instant():
    long = "word " * 4_000
    assert "<ins>" in marked(long, long.replace("word", "other"))
    assert "<ins>" in marked("a b " * 5_000, "b a " * 5_000)


# The list -----------------------------------------------------------------------------------------


def test_editions_are_listed_with_who_when_and_why(client, career, editor):
    edition = career.edition
    Edition.objects.filter(pk=edition.pk).update(published_by=editor)
    Waiver.objects.create(profile=career, edition=edition, reason="The Welsh is late.", due="2027-01-31")

    html = plain(client.get(history(career)).content.decode())
    assert html.index("Edition 2") < html.index("Edition 1</strong>")
    for words in ("Promoted", ", ed", "The Welsh is late.", "31 January 2027"):
        assert words in html
    assert html.count("Readers see this one") == 1
    assert reverse("admin:profiles_profile_history", args=[career.pk]) == history(career)  # Django's own


def test_a_career_that_was_never_published_has_a_history_too(client, career, editor):
    new = Profile.objects.create(key="new")

    html = client.get(history(new) + "?before=1&after=draft").content.decode()
    assert "Nothing has been published yet." in html
    assert client.get(restore(new, 1)).status_code == 404


def test_the_list_costs_the_same_queries_however_long(client, career, editor, django_assert_max_num_queries):
    def queries(query: str) -> int:
        with django_assert_max_num_queries(60) as captured:
            assert client.get(history(career) + query).status_code == 200
        return len(captured)

    compared = "?before=1&after=draft"
    queries("")  # what Django keeps from the first request
    before = queries(""), queries(compared)
    for number in range(3, 40):
        edition = Edition.objects.create(
            profile=career, number=number, format=schema.FORMAT, document=career.edition.document
        )
        Waiver.objects.create(profile=career, edition=edition, reason="Late", due="2027-01-31")

    assert (queries(""), queries(compared)) == before
    assert "Edition 3</strong>" in plain(client.get(history(career) + "?page=2").content.decode())


# Comparing ----------------------------------------------------------------------------------------


def test_two_editions_are_compared_text_by_text(client, career, editor):
    html = plain(client.get(history(career) + "?before=1&after=2").content.decode())

    assert "<del>Shop manager</del><ins>Head of shop</ins>" in html
    assert 'lang="cy"><del>Rheolwr </del><ins>Pennaeth </ins>siop' in html
    assert "<del>60000</del><ins>70000</ins>" in html
    assert "Can pass, in pounds" in html
    assert "Opening sentence" not in html  # it did not change
    backwards = client.get(history(career) + "?before=2&after=1").content.decode()
    assert "<ins>Shop manager</ins>" in backwards


def test_an_edition_is_compared_with_the_draft_whole_or_not(client, career, editor):
    career.section_rows.filter(key="pay").update(prose_en="Pay grows slowly.")
    career.employer_rows.create(key="chains", title_en="Chains", sources=["prospects"], position=4)
    career.gap_rows.all().delete()
    for half_finished in (False, True):
        if half_finished:
            PayBand.objects.filter(profile_row=career, key="starting").update(low=None, high=None)
        html = plain(client.get(history(career) + "?before=2&after=draft").content.decode())
        assert "Pay <del>grows.</del><ins>grows slowly.</ins>" in html
        assert "<ins>Chains (chains)</ins>" in html
        assert "<ins>Prospects (prospects)</ins>" in html
        assert "<del>Not known. (cost)</del>" in html
        assert "Head of shop" not in html.partition('id="changes"')[2].partition('id="editions"')[0]
    assert "<del>21000</del>" in html


def test_facts_and_order_are_told_in_words(client, career, editor):
    career.move_rows.update(kind="sideways")
    career.route_rows.update(nations=["scotland"], for_adults=True)
    Profile.objects.update(reviewed_on="2026-11-20")
    bands = list(career.payband_rows.all())
    for position, band in enumerate(reversed(bands)):
        PayBand.objects.filter(pk=band.pk).update(position=position)

    html = plain(client.get(history(career) + "?before=2&after=draft").content.decode())
    assert "<del>Upwards</del><ins>Sideways</ins>" in html
    assert "Scotland</ins>" in html
    assert "<del>no</del><ins>yes</ins>" in html
    assert "<del>3 November 2026</del><ins>20 November 2026</ins>" in html
    assert "<h4> Order </h4>" in html
    assert "Starting out, Prospects (starting)" in html
    assert "Senior, Careers Wales (senior)" in html


@pytest.mark.parametrize(
    "query", ["?before=x&after=%00", "?before=99&after=-1", "?before=&after=", "?page=x"]
)
def test_a_strange_choice_is_the_usual_one(client, career, editor, query):
    assert client.get(history(career) + query).status_code == 200
    assert client.get(DIRECTORY + query).status_code == 200


def test_an_edition_that_says_the_same_is_said(client, career, editor):
    html = client.get(history(career) + "?before=2&after=draft").content.decode()
    assert "Nothing: both say the same." in html


def test_an_edition_of_a_format_to_come_is_refused_with_words(client, career, editor):
    Edition.objects.filter(profile=career, number=1).update(format=schema.FORMAT + 1)
    words = "of a format that this release does not know"

    assert words in client.get(history(career) + "?before=1&after=2").content.decode()
    assert words in client.get(restore(career, 1)).content.decode()
    response = client.post(restore(career, 1), {"version": career.version})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert profile_document(career).title.en == "Head of shop"


# Bringing one back --------------------------------------------------------------------------------


def test_an_edition_comes_back_as_a_draft_and_nothing_else_changes(client, career, editor):
    make_rating(profile_key=career.key)
    edit(career, standfirst_en="Unpublished words.")
    career.employer_rows.create(key="chains", title_en="Chains", sources=["prospects"], position=4)
    career.refresh_from_db()
    standing = (
        career.state,
        career.edition,
        list(Edition.objects.values_list("pk")),
        Rating.objects.get().score,
    )

    page = plain(client.get(restore(career, 1)).content.decode())
    assert "<del>Chains (chains)</del>" in page  # what would be lost is said
    assert "<ins>Shop manager</ins>" in page
    response = client.post(restore(career, 1), {"version": career.version}, follow=True)
    assert "The draft is what edition 1 says." in response.content.decode()

    career.refresh_from_db()
    assert (
        profile_document(career).model_dump()
        == schema.Profile.model_validate(Edition.objects.get(profile=career, number=1).document).model_dump()
    )
    assert standing == (
        career.state, career.edition, list(Edition.objects.values_list("pk")), Rating.objects.get().score
    )  # fmt: skip
    assert "Head of shop" in client.get("/en/careers/shop-manager/").content.decode()
    change = Change.objects.filter(kind="profile", key=career.key).first()
    assert (change.origin, change.note, change.by) == (Change.Origin.RESTORE, "Edition 1", editor)


def test_a_restored_edition_says_itself_what_is_out_of_date(client, career, editor):
    """Taking back a change to one side must not leave the other out of date."""
    edit(career, standfirst_en="Other words.")
    career.refresh_from_db()
    assert list(career.out_of_date) == ["standfirst.cy"]

    client.post(restore(career, 2), {"version": career.version})

    career.refresh_from_db()
    assert career.out_of_date == {}
    assert not career.waiting["cy"]


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 30])
def test_a_draft_that_was_saved_meanwhile_is_not_written_over(client, career, editor, version):
    edit(career, standfirst_en="Somebody else’s words.")

    for sent in (version, str(career.version)):  # as the page had it before the other's save
        career.refresh_from_db()
        stale = str(career.version - 1) if sent == str(career.version) else sent
        response = client.post(restore(career, 1), {"version": stale})
        assert response.status_code == 409
        html = response.content.decode()
        assert "the draft was saved by somebody" in html
        assert f'name="version" value="{career.version}"' in html
    assert profile_document(career).standfirst.en == "Somebody else’s words."


def test_what_the_draft_says_already_is_not_brought_back(client, career, editor):
    html = client.get(restore(career, 2)).content.decode()
    assert "The draft says the same already." in html
    assert "<button" not in html.partition('class="history"')[2]


def test_the_directory_is_compared_and_brought_back_too(client, career, editor):
    with transaction.atomic(), working_copy.changing_directory(origin=Change.Origin.ADMIN):
        Contact.objects.update(telephone="0800 111 1111")
        SharedSkill.objects.create(key="baking", name_en="Baking", name_cy="Pobi", position=9)
    publish_directory(note="A new number")
    with transaction.atomic(), working_copy.changing_directory(origin=Change.Origin.ADMIN):
        Page.objects.filter(key="about").update(prose_en="We are a draft.")

    html = plain(client.get(DIRECTORY + "?before=1&after=draft").content.decode())
    assert "A new number" in html
    assert "<del>01632 960000</del><ins>0800 111 1111</ins>" in html
    assert "<ins>Baking (baking)</ins>" in html
    assert "draft.</ins>" in html

    page = client.get(restore_directory(1)).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    state, edition = DirectoryState.current(), DirectoryState.current().edition
    assert client.post(restore_directory(1), {"version": version}, follow=True).status_code == 200
    assert Contact.objects.get().telephone == "01632 960000"
    assert not SharedSkill.objects.filter(key="baking").exists()
    assert Page.objects.get(key="about").prose_en == "We are a *test*."
    state.refresh_from_db()
    assert state.edition == edition
    assert set(Change.objects.filter(origin=Change.Origin.RESTORE).values_list("note", flat=True)) == {
        "Edition 1"
    }


def test_a_directory_that_was_saved_meanwhile_is_not_written_over(client, career, editor):
    with transaction.atomic(), working_copy.changing_directory(origin=Change.Origin.ADMIN):
        Contact.objects.update(telephone="0800 111 1111")
    page = client.get(restore_directory(1)).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    with transaction.atomic(), working_copy.changing_directory(origin=Change.Origin.ADMIN):
        Contact.objects.update(telephone="0800 222 2222")

    response = client.post(restore_directory(1), {"version": version})
    assert response.status_code == 409
    assert Contact.objects.get().telephone == "0800 222 2222"


# Who may ------------------------------------------------------------------------------------------


def test_who_may_only_look_is_not_offered_to_bring_back_and_is_refused(client, career):
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_profile"))
    client.force_login(reader)

    for address, back in ((history(career), restore(career, 1)), (DIRECTORY, restore_directory(1))):
        html = client.get(address).content.decode()
        assert "Edition 1" in html
        assert back not in html
        assert client.get(back).status_code == 403
        assert client.post(back, {"version": career.version}).status_code == 403
    client.force_login(User.objects.create(username="other", is_staff=True))
    assert client.get(history(career)).status_code == 403
    assert client.get(DIRECTORY).status_code == 403
