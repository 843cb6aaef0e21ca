"""The working copy: what every change to it has in common, whoever makes it."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from profiles import working_copy
from profiles.documents import profile_document, write_profile
from profiles.models import Area, Change, Contact, Gap, PayBand, Profile, Section, SharedSkill
from profiles.publishing import PublishRefused, Waived, publish_profile
from profiles.working_copy import (
    ChangedMeanwhile,
    changes_since,
    changing,
    changing_directory,
    confirm,
    count_what_waits,
    lock,
    translate,
)
from tests.builders import make_profile_document, pair, publish_content

pytestmark = pytest.mark.django_db

ADMIN, FILES, RESTORE = Change.Origin.ADMIN, Change.Origin.FILES, Change.Origin.RESTORE


@pytest.fixture
def ed(db) -> User:
    return User.objects.create(username="ed")


def today() -> str:
    return timezone.localdate().isoformat()


def edit(row, *, origin=ADMIN, by=None, **columns) -> None:
    with changing(row, by=by, origin=origin):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()


def changes_of(row) -> list[Change]:
    return list(Change.objects.filter(kind=working_copy.kind_of(row), key=row.key).order_by("version"))


def paths_of(change: Change) -> list[str]:
    return [difference["path"] for difference in change.differences]


# Settling ---------------------------------------------------------------------------------------


def test_a_change_is_marked_counted_numbered_and_recorded(career, ed):
    version = career.version
    edit(career, by=ed, standfirst_cy="Chi sy’n gofalu am siop.")
    career.refresh_from_db()
    assert career.out_of_date == {"standfirst.en": today()}
    assert career.waiting["en"] == {"standfirst": today()}
    assert career.waiting["cy"] == {}
    assert career.version == version + 1
    change = changes_of(career)[-1]
    assert (change.by, change.origin, change.version) == (ed, ADMIN, version + 1)
    assert change.differences[0] == {
        "path": "standfirst.cy",
        "before": "Chi sy’n rhedeg siop.",
        "after": "Chi sy’n gofalu am siop.",
    }
    assert "out_of_date.standfirst.en" in paths_of(change)


def test_a_save_that_changes_nothing_leaves_no_trace(career):
    version, recorded = career.version, Change.objects.count()
    edit(career)
    career.refresh_from_db()
    assert (career.version, Change.objects.count()) == (version, recorded)


def test_the_row_in_hand_is_brought_up_to_date(career):
    edit(career, standfirst_en="You look after a shop.")
    kept = Profile.objects.get()
    assert (career.version, career.out_of_date, career.waiting) == (
        kept.version,
        kept.out_of_date,
        kept.waiting,
    )


def test_what_changed_in_a_list_belongs_to_its_career(career):
    with changing(career, origin=ADMIN):
        Section.objects.filter(profile_row=career, key="pay").update(answer_en="It is good.")
    assert career.waiting["cy"] == {"sections.pay.answer": today()}
    assert paths_of(changes_of(career)[-1])[0] == "out_of_date.sections.pay.answer.cy"


def test_catching_up_clears_the_mark_and_marks_nothing(career):
    edit(career, standfirst_en="You look after a shop.")
    edit(career, standfirst_cy="Chi sy’n gofalu am siop.")
    assert career.out_of_date == {}
    assert (career.waiting["en"], career.waiting["cy"]) == ({}, {})


def test_an_item_removed_and_brought_back(career):
    with changing(career, origin=ADMIN):
        Gap.objects.filter(profile_row=career).update(text_en="Nobody knows.")
    assert "gaps.cost.text.cy" in career.out_of_date
    texts = career.waiting["texts"]
    with changing(career, origin=ADMIN):
        Gap.objects.filter(profile_row=career).delete()
    assert (career.out_of_date, career.waiting["texts"]) == ({}, texts - 1)
    with changing(career, origin=ADMIN):
        Gap.objects.create(profile_row=career, key="cost", section="pay", text_en="Not known.")
    assert career.waiting["cy"] == {"gaps.cost.text": "missing"}


def test_order_is_recorded_and_marks_nothing(career):
    with changing(career, origin=ADMIN):
        PayBand.objects.filter(profile_row=career, key="senior").update(position=0)
        PayBand.objects.filter(profile_row=career, key="starting").update(position=1)
    assert paths_of(changes_of(career)[-1]) == ["pay_bands (order)"]
    assert career.out_of_date == {}


def test_figures_are_recorded_as_figures(career):
    with changing(career, origin=ADMIN):
        PayBand.objects.filter(profile_row=career, key="senior").update(high=46000)
    assert changes_of(career)[-1].differences == [
        {"path": "pay_bands.senior.high", "before": 45000, "after": 46000}
    ]


def test_what_the_row_in_hand_said_before_does_not_count(career):
    """A form has filled its row in by the time it is saved."""
    career.standfirst_cy = "Chi sy’n gofalu am siop."
    with changing(career, origin=ADMIN):
        career.save()
    assert career.out_of_date == {"standfirst.en": today()}


def test_a_restored_edition_brings_its_own_marks(career):
    as_published = profile_document(career)
    edit(career, standfirst_en="You look after a shop.")
    confirm(career, ["standfirst.cy"])
    with changing(career, origin=RESTORE):
        write_profile(as_published)
    assert career.standfirst_en == "You run a shop."
    assert career.out_of_date == {}


def test_a_load_marks_what_a_file_changed_in_one_language(career):
    with changing(career, origin=FILES):
        write_profile(make_profile_document(title=pair("Shop manager", "Rheolydd siop")))
    assert career.out_of_date == {"title.en": today()}


# The directory ----------------------------------------------------------------------------------


def test_an_entry_of_the_directory_is_marked_counted_and_recorded(career):
    skill = SharedSkill.objects.get(key="listening")
    edit(skill, name_cy="Gwrando’n dda")
    assert skill.out_of_date == {"name.en": today()}
    assert skill.waiting == {"texts": 1, "en": {"name": today()}, "cy": {}}
    assert changes_of(skill)[-1].kind == "skills"


def test_a_change_to_the_directory_settles_what_it_touched(career, ed):
    before = Change.objects.count()
    with changing_directory(by=ed, origin=FILES):
        Contact.objects.update(organisation_en="The Shops Trust")
        SharedSkill.objects.filter(key="numbers").delete()
        SharedSkill.objects.create(key="patience", position=9, name_en="Patience")
    assert Contact.objects.get().waiting["cy"] == {"organisation": today()}
    assert SharedSkill.objects.get(key="patience").waiting["cy"] == {"name": "missing"}
    recorded = {change.key: change for change in Change.objects.all()[: Change.objects.count() - before]}
    assert set(recorded) == {"shop-trust", "numbers", "patience"}
    gone = {difference["path"]: difference for difference in recorded["numbers"].differences}
    assert gone["name"]["before"] == {"en": "Working with numbers", "cy": "Gweithio gyda rhifau"}


def test_the_order_of_the_directory_is_recorded(career):
    with changing_directory(origin=ADMIN):
        SharedSkill.objects.filter(key="listening").update(position=7)
    [change] = Change.objects.filter(kind="directory")
    assert change.differences == [
        {
            "path": "skills (order)",
            "before": ["listening", "numbers"],
            "after": ["numbers", "listening"],
        }
    ]


def test_a_directory_that_did_not_change_leaves_no_trace(career):
    before = Change.objects.count()
    with changing_directory(origin=ADMIN):
        pass
    assert Change.objects.count() == before


# Two at once ------------------------------------------------------------------------------------


def test_a_copy_that_someone_else_saved_is_not_given_out(career, ed):
    read = career.version
    edit(Profile.objects.get(), by=ed, standfirst_en="Theirs.")
    with pytest.raises(ChangedMeanwhile) as refused:
        lock(career, version=read)
    assert [change.by for change in refused.value.changes] == [ed]
    assert refused.value.changes == changes_since(career, read)
    lock(career, version=read + 1)


# Confirming -------------------------------------------------------------------------------------


def test_a_text_that_is_still_right_loses_its_mark_and_that_is_recorded(career, ed):
    edit(career, standfirst_en="You run a store.", title_en="Store manager")
    confirm(career, ["standfirst.cy"], by=ed)
    career.refresh_from_db()
    assert career.out_of_date == {"title.cy": today()}
    assert career.waiting["cy"] == {"title": today()}
    change = changes_of(career)[-1]
    assert (change.by, change.origin, change.note) == (ed, ADMIN, "Still right")
    assert change.differences == [{"path": "out_of_date.standfirst.cy", "before": today(), "after": None}]


def test_confirming_what_waits_for_nobody_changes_nothing(career):
    version = career.version
    confirm(career, ["standfirst.cy", "nowhere.en"])
    assert career.version == version


# A translator's texts ---------------------------------------------------------------------------


def test_a_translation_is_written_where_it_belongs(career, ed):
    with changing(career, origin=ADMIN):
        Section.objects.filter(profile_row=career, key="pay").update(answer_cy="")
    edit(career, standfirst_en="You run a store.")
    translate(career, {"sections.pay.answer.cy": "Mae’n dda.", "standfirst.cy": "Siop."}, by=ed, note="x")
    assert career.waiting["cy"] == {}
    assert Section.objects.get(profile_row=career, key="pay").answer_cy == "Mae’n dda."
    assert Profile.objects.get().standfirst_cy == "Siop."
    assert (changes_of(career)[-1].origin, changes_of(career)[-1].note) == (Change.Origin.TRANSLATION, "x")


def test_a_translation_never_leaves_what_it_was_made_from_out_of_date(career):
    translate(career, {"standfirst.cy": "Chi sy’n gofalu am siop."})
    assert career.out_of_date == {}


def test_a_translation_of_what_has_changed_since_waits_still(career):
    edit(career, standfirst_en="You run a store.")
    translate(career, {"standfirst.cy": "Siop."}, behind=["standfirst.cy"])
    assert career.standfirst_cy == "Siop."
    assert career.out_of_date == {"standfirst.cy": today()}


def test_a_translation_of_an_entry_of_the_directory(career):
    area = Area.objects.get()
    translate(area, {"name.cy": "Siopau"})
    assert Area.objects.get().name_cy == "Siopau"
    assert changes_of(area)[-1].origin == Change.Origin.TRANSLATION


# Counting ---------------------------------------------------------------------------------------


def test_counting_what_waits_asks_no_more_for_many(career, django_assert_max_num_queries):
    Profile.objects.update(waiting={})
    with django_assert_max_num_queries(100) as first:
        assert count_what_waits() == 1
    for number in range(4):
        document = make_profile_document(key=f"cook-{number}", standfirst=pair("You cook."))
        write_profile(document)
    Profile.objects.update(waiting={})
    with django_assert_max_num_queries(len(first)):
        assert count_what_waits() == 5
    assert Profile.objects.get(key="cook-3").waiting["cy"] == {"standfirst": "missing"}
    assert count_what_waits() == 0


# What was taken away and comes back ----------------------------------------------------------------------


@pytest.mark.parametrize("away", ["the item", "both sides"])
def test_a_text_taken_away_and_written_anew_in_one_language_leaves_the_other_behind(db, tmp_path, away):
    publish_content(tmp_path)
    profile = Profile.objects.get()
    route = profile.route_rows.first()
    path, cy = f"routes.{route.key}.title", route.title_cy

    with transaction.atomic(), working_copy.changing(profile, origin=Change.Origin.ADMIN):
        if away == "the item":
            profile.route_rows.filter(pk=route.pk).delete()
        else:
            profile.route_rows.filter(pk=route.pk).update(title_en="", title_cy="")
    with transaction.atomic(), working_copy.changing(profile, origin=Change.Origin.ADMIN):
        route.title_en = "Another way in"
        if away == "the item":
            route.pk = None
            route._state.adding = True
        route.save()

    profile.refresh_from_db()
    assert f"{path}.cy" in profile.out_of_date
    assert profile.route_rows.get(key=route.key).title_cy == cy
    with pytest.raises(PublishRefused, match="change in both languages at once"):
        publish_profile(profile, waived=Waived("The translator is away.", date(2027, 1, 31)))


def test_a_change_that_brings_no_text_reads_no_edition(db, tmp_path, django_assert_num_queries):
    """The directory's is large, and every entry of the directory is settled after a load."""
    publish_content(tmp_path)
    contact = Contact.objects.get()
    before = working_copy.data_of(contact)
    Contact.objects.update(telephone="01632 960999")
    contact.refresh_from_db()

    with django_assert_num_queries(2):  # the row, and the record of the change
        working_copy.settle(contact, before, origin=ADMIN)
