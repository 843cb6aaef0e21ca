"""Saving at the desk: what is recorded, two editors at once, what is half finished, texts still right."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from profiles import working_copy
from profiles.admin.desk import log_act
from profiles.content.exporter import export_content
from profiles.content.loader import load_content
from profiles.documents import InvalidRows, profile_document, write_profile
from profiles.models import Area, Change, DirectoryState, Employer, Link, PayBand, Profile, SharedSkill
from profiles.publishing import Waived, publish_profile
from tests.builders import make_profile_document, write_content

from .test_admin import change, faults, filled, listed, make_careers, said, save

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def changes(kind: str = "profile", key: str = "shop-manager") -> list[dict[str, tuple[Any, Any]]]:
    """What was recorded at the desk, oldest first: path, from what to what."""
    return [
        {each["path"]: (each["before"], each["after"]) for each in one.differences}
        for one in Change.objects.filter(kind=kind, key=key, origin="admin").order_by("version")
    ]


def top(response) -> str:
    """What stands at the top of a form that was refused."""
    form = response.context["adminform"].form
    return " ".join(unescape(strip_tags(str(form.non_field_errors()))).split())


# The record ---------------------------------------------------------------------------------------------


def test_a_save_is_recorded_with_who_and_what(client, editor, career):
    save(client, change(career), title_en="Store manager")
    career.refresh_from_db()
    (recorded,) = Change.objects.filter(kind="profile", origin="admin")
    assert (recorded.by, recorded.version) == (editor, career.version)
    assert changes()[0]["title.en"] == ("Shop manager", "Store manager")
    assert "title.cy" in career.out_of_date
    assert career.waiting["cy"] == {"title": career.out_of_date["title.cy"]}


def test_a_save_that_changes_nothing_is_not_recorded(client, editor, career):
    version, changed = career.version, career.changed
    for list_name in ("", "pay_bands", "sections"):
        save(client, change(career, list_name))
    link = Link.objects.get(key="about-us")
    save(client, change(link))
    career.refresh_from_db()
    assert (career.version, career.changed) == (version, changed)
    assert Link.objects.get(pk=link.pk).version == link.version
    assert not Change.objects.filter(origin="admin").exists()
    assert not LogEntry.objects.exists()


def test_each_kind_of_change_to_a_list_is_recorded(client, editor, career):
    address = change(career, "pay_bands")
    save(client, address, **{"payband_rows-0-low": "22000"})
    save(client, address, **{"payband_rows-0-order": "2", "payband_rows-1-order": "1"})
    save(client, address, **{"payband_rows-1-DELETE": "on"})
    new = {"key": "all", "level": "all", "low": "20000", "source": "prospects"}
    save(client, address, **{f"payband_rows-1-{name}": value for name, value in new.items()})
    edited, moved, deleted, added = changes()
    assert edited == {"pay_bands.starting.low": (21000, 22000)}
    assert moved == {"pay_bands (order)": (["starting", "senior"], ["senior", "starting"])}
    assert deleted["pay_bands.starting"][1] is None
    assert added["pay_bands.all"][0] is None


def test_entries_of_the_directory_are_recorded_from_first_to_last(client, editor, career):
    save(client, reverse("admin:profiles_sharedskill_add"), name_en="Patience", name_cy="Amynedd")
    skill = SharedSkill.objects.get(key="patience")
    save(client, change(skill), name_en="Being patient")
    client.post(reverse("admin:profiles_sharedskill_delete", args=[skill.pk]), {"post": "yes"})
    numbers = SharedSkill.objects.get(key="numbers")
    client.post(
        listed(SharedSkill), {"action": "delete_selected", "_selected_action": [numbers.pk], "post": "yes"}
    )
    added, edited, deleted = changes("skills", "patience")
    assert added["name"] == (None, {"en": "Patience", "cy": "Amynedd"})
    assert edited["name.en"] == ("Patience", "Being patient")
    assert deleted["name"] == ({"en": "Being patient", "cy": "Amynedd"}, None)
    assert changes("skills", "numbers")[0]["name"][0]["en"] == "Working with numbers"


def test_the_record_says_who_changed_what(client, editor, career, rf):
    save(client, change(career), title_en="Store manager", standfirst_en="You run it. " * 30)
    request = rf.get("/")
    request.user = editor
    log_act(request, career, "Gave a preview link away.")
    log_act(request, DirectoryState.current(), "Published the directory.")
    for address in (reverse("admin:desk_record"), reverse("admin:profile_changes", args=[career.pk])):
        html = client.get(address).content.decode()
        text = unescape(strip_tags(html))
        assert "Title (English)" in text
        assert "Shop manager" in text
        assert "Store manager" in text
        assert "ed" in text
        assert "<details>" in html
        assert "Gave a preview link away." in text
        assert ("Published the directory." in text) == (address == reverse("admin:desk_record"))
    assert client.get(reverse("admin:desk_record_of", args=["cheeses", "brie"])).status_code == 404


def test_the_record_of_an_entry_outlives_it(client, editor, career):
    skill = SharedSkill.objects.get(key="numbers")
    save(client, change(skill), name_en="Sums")
    history = reverse("admin:profiles_sharedskill_history", args=[skill.pk])
    address = reverse("admin:desk_record_of", args=["skills", "numbers"])
    assert client.get(history).url == address
    client.post(reverse("admin:profiles_sharedskill_delete", args=[skill.pk]), {"post": "yes"})
    assert "Sums" in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_takes_the_same_queries_however_long(
    client, editor, career, count, rf, django_assert_num_queries
):
    request = rf.get("/")
    request.user = editor
    make_careers(3)
    client.get("/admin/")
    client.get(reverse("admin:desk_record"))
    for profile in Profile.objects.all()[:count]:
        Change.objects.create(kind="profile", key=profile.key, version=1, origin="admin", by=editor)
        log_act(request, profile, "Withdrawn.")
    with django_assert_num_queries(9):
        client.get(reverse("admin:desk_record"))


# Two editors --------------------------------------------------------------------------------------------


@pytest.fixture
def other(django_user_model, editor) -> User:
    """A colleague with the same rights."""
    user = django_user_model.objects.create(username="olwen", is_staff=True)
    user.user_permissions.set(editor.user_permissions.all())
    return user


@pytest.fixture
def colleague(other):
    """The colleague's browser."""
    browser = Client()
    browser.force_login(other)
    return browser


def send(client, address: str, data: dict[str, Any], **typed: Any):
    return client.post(address, {**data, **typed, "_continue": "1"}, follow=True)


def shown(response) -> dict[str, Any]:
    """What a browser would send of the form that came back."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if bound.field.disabled or value in (None, False, ""):
                continue
            shown = value if isinstance(value, list) else bound.field.widget.format_value(value)
            data[bound.html_name] = "on" if value is True else shown
    return data


def test_the_second_save_is_refused_and_nothing_is_lost(client, editor, colleague, career):
    address = change(career)
    data = filled(client, address)
    save(
        colleague,
        address,
        title_en="Store manager",
        standfirst_en="You run a store.",
        reviewed_on="2026-11-20",
    )
    response = send(client, address, data, title_en="Shop boss", title_cy="Pennaeth siop")

    assert response.status_code == 409
    document = profile_document(Profile.objects.get())
    assert (document.title.en, document.title.cy) == ("Store manager", "Rheolwr siop")
    assert len(changes()) == 1
    typed = shown(response)
    assert (typed["title_en"], typed["title_cy"]) == ("Shop boss", "Pennaeth siop")
    # What only the colleague changed is in the form already.
    assert (typed["standfirst_en"], typed["reviewed_on"]) == ("You run a store.", "2026-11-20")
    assert faults(response)["title_en"] == ["olwen changed this to: Store manager"]
    assert "olwen" in top(response)
    assert "Opening sentence (English)" in top(response)

    send(client, address, typed)
    document = profile_document(Profile.objects.get())
    assert (document.title.en, document.title.cy) == ("Shop boss", "Pennaeth siop")
    assert document.standfirst.en == "You run a store."
    assert len(changes()) == 2


def test_a_save_of_another_part_is_a_save_meanwhile_too(client, editor, colleague, career):
    address = change(career)
    data = filled(client, address)
    save(colleague, change(career, "pay_bands"), **{"payband_rows-0-low": "22000"})
    response = send(client, address, data, title_en="Shop boss")
    assert response.status_code == 409
    assert "Pay bands › starting › Lowest, in pounds" in top(response)
    assert not faults(response).keys() - {"__all__"}
    send(client, address, shown(response))
    document = profile_document(Profile.objects.get())
    assert (document.title.en, document.pay_bands[0].low) == ("Shop boss", 22000)


def test_boxes_and_the_main_area_are_brought_together(client, editor, colleague, career):
    Area.objects.create(key="food", name_en="Food", cloth="food", position=1)
    address = change(career)
    data = filled(client, address)
    save(colleague, address, areas=["retail", "food"], main_area="food")
    response = send(client, address, data, welsh_sources=[])
    typed = shown(response)
    assert (sorted(typed["areas"]), typed["main_area"]) == (["food", "retail"], ["food"])
    assert not typed["welsh_sources"]
    send(client, address, typed)
    document = profile_document(Profile.objects.get())
    assert (document.areas, document.welsh_sources) == (("food", "retail"), ())


def test_items_that_a_colleague_added_deleted_and_moved(client, editor, colleague, career):
    bands = [
        {"key": key, "level": "all", "low": 20000 + i, "source": "prospects"}
        for i, key in enumerate(("one", "two", "three", "four"))
    ]
    with transaction.atomic():
        before = working_copy.data_of(career)
        row, _changes = write_profile(make_profile_document(pay_bands=bands))
        working_copy.settle(row, before, origin=Change.Origin.FILES)
    address = change(career, "pay_bands")
    data = filled(client, address)
    new = {"key": "five", "level": "all", "low": "30000", "source": "prospects"}
    save(
        colleague,
        address,
        **{
            "payband_rows-0-DELETE": "on",
            "payband_rows-1-DELETE": "on",
            "payband_rows-2-note_en": "A note of the colleague's.",
            "payband_rows-2-high": "40000",
            "payband_rows-3-order": "1",
            **{f"payband_rows-4-{name}": value for name, value in new.items()},
        },
    )
    assert [band.key for band in profile_document(career).pay_bands] == ["four", "three", "five"]
    response = send(
        client,
        address,
        data,
        **{
            "payband_rows-1-low": "21111",
            "payband_rows-2-high": "41000",
            "payband_rows-3-note_en": "A note of mine.",
            "payband_rows-4-level": "senior",
            "payband_rows-4-key": "six",
            "payband_rows-4-low": "50000",
            "payband_rows-4-source": "prospects",
        },
    )
    assert response.status_code == 409
    assert "olwen deleted “one”." in top(response)
    assert "olwen deleted “two”, which you changed. It stands below as a new entry." in top(response)
    assert "olwen added “five”." in top(response)
    assert "Pay bands › order" in top(response)
    assert [band.key for band in profile_document(career).pay_bands] == ["four", "three", "five"]
    assert [words for name, (words,) in faults(response).items() if name != "__all__"] == [
        "olwen changed this to: 40000"
    ]

    send(client, address, shown(response))
    bands = {band.key: band for band in profile_document(career).pay_bands}
    assert list(bands) == ["four", "three", "five", "six", "two"]
    assert bands["two"].low == 21111
    assert (bands["three"].high, bands["three"].note.en) == (41000, "A note of the colleague's.")
    assert bands["four"].note.en == "A note of mine."
    assert bands["six"].low == 50000


def test_an_item_that_one_deletes_and_the_other_changes(client, editor, colleague, career):
    address = change(career, "pay_bands")
    data = filled(client, address)
    save(colleague, address, **{"payband_rows-0-low": "22000"})
    response = send(client, address, data, **{"payband_rows-0-DELETE": "on"})
    assert "olwen changed “starting”, which you ticked to delete." in top(response)
    assert PayBand.objects.filter(key="starting").exists()
    assert response.context["inline_admin_formsets"][0].formset.forms[0]["DELETE"].value()


def test_entries_of_the_directory_are_not_saved_over_either(client, editor, colleague, career):
    link = Link.objects.get(key="find-a-job")
    address = change(link)
    data = filled(client, address)
    save(colleague, address, text_en="Jobs")
    response = send(client, address, data, note_en="Mine")
    assert response.status_code == 409
    assert shown(response)["text_en"] == "Jobs"
    send(client, address, shown(response))
    link.refresh_from_db()
    assert (link.text_en, link.note_en) == ("Jobs", "Mine")


@pytest.mark.parametrize("as_of", [None, "", "x", "-1", "99999", "9" * 5000])
def test_a_form_that_does_not_say_as_of_when_is_refused_with_its_text(client, editor, career, as_of):
    address = change(career)
    data = {**filled(client, address), "title_en": "Shop boss", "as_of": as_of}
    if as_of is None:
        del data["as_of"]
    response = client.post(address, data)
    assert response.status_code == 409
    assert shown(response)["title_en"] == "Shop boss"
    assert faults(response)["title_en"] == ["It now says: Shop manager"]
    assert Profile.objects.get().title_en == "Shop manager"
    send(client, address, shown(response))
    assert Profile.objects.get().title_en == "Shop boss"


@pytest.mark.parametrize("name", ["TOTAL_FORMS", "INITIAL_FORMS"])
def test_a_list_that_was_sent_in_pieces_is_no_error_of_ours(client, editor, colleague, career, name):
    address = change(career, "pay_bands")
    data = filled(client, address)
    save(colleague, address, **{"payband_rows-0-low": "22000"})
    for value in ("x", "", None, "-3"):
        sent = {**data, f"payband_rows-{name}": value, "payband_rows-7-id": "x"}
        response = client.post(address, {key: each for key, each in sent.items() if each is not None})
        assert response.status_code == 409
    assert [band.key for band in profile_document(career).pay_bands] == ["starting", "senior"]


# What is half finished ----------------------------------------------------------------------------------


def test_what_is_only_missing_is_saved_and_said_with_a_way_to_it(client, editor, career):
    response = save(client, change(career), standfirst_en="", standfirst_cy="", areas=None)
    career.refresh_from_db()
    assert (career.standfirst_en, career.areas) == ("", [])
    assert "Opening sentence: is empty: write it in at least one language" in said(response)
    assert f'<a href="{change(career)}#id_standfirst">' in response.content.decode()
    response = save(
        client,
        change(career, "employers"),
        **{"employer_rows-0-sources": None, "employer_rows-0-title_en": ""},
    )
    assert Employer.objects.get().sources == []
    assert "Kinds" not in said(response)
    assert any(message.endswith("Sources: needs at least one entry") for message in said(response))


def test_an_item_is_begun_with_little(client, editor, career):
    save(
        client, change(career, "pay_bands"), **{"payband_rows-2-key": "later", "payband_rows-2-level": "all"}
    )
    assert PayBand.objects.get(key="later").source == ""
    with pytest.raises(InvalidRows):
        profile_document(career)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"payband_rows-0-source": "", "payband_rows-0-low": "30000"}, "payband_rows-0-high"),
        ({"payband_rows-0-source": "", "payband_rows-0-dated": "soon"}, "payband_rows-0-dated"),
    ],
)
def test_what_is_wrong_is_refused_though_something_else_is_missing(client, editor, career, typed, field):
    response = save(client, change(career, "pay_bands"), **typed)
    assert faults(response).keys() == {field}
    assert PayBand.objects.get(key="starting").low == 21000


def test_a_half_finished_career_breaks_no_page_no_load_and_no_export(client, editor, career, tmp_path):
    save(client, reverse("admin:profiles_profile_add"), title_cy="Cogydd")
    cook = Profile.objects.get(key="cogydd")
    save(client, change(cook, "pay_bands"), **{"payband_rows-0-key": "x", "payband_rows-0-level": "all"})
    assert client.get(listed(Profile)).status_code == 200
    for list_name in ("", "pay_bands"):
        assert client.get(change(cook, list_name)).status_code == 200
    assert client.get("/en/careers/").status_code == 200
    folder = write_content(tmp_path / "content")
    report = load_content(folder)
    assert "cogydd" in report.left
    export = export_content(tmp_path / "out")
    assert "cogydd" in export.left


# Texts that are out of date -----------------------------------------------------------------------------


def test_a_form_knows_how_its_texts_stand(client, editor, career):
    save(client, change(career), title_en="Store manager", welsh_note_cy="")
    career.refresh_from_db()
    form = client.get(change(career)).context["adminform"].form
    assert form["title_cy"].text_state == {"state": "out-of-date", "since": career.out_of_date["title.cy"]}
    assert form["title_en"].text_state == {"state": "current", "since": None}
    assert form["welsh_note_cy"].text_state["state"] == "missing"
    assert form["slug_cy"].text_state is None
    assert form["change_note_cy"].text_state is None
    assert form["title_cy"].still_right.label == "The Welsh is still right"
    assert form["title_en"].still_right is None


def test_a_text_is_ticked_as_still_right(client, editor, career):
    save(client, change(career), title_en="Store manager")
    save(client, change(career), still_right_title_cy="on")
    career.refresh_from_db()
    assert career.out_of_date == {}
    assert career.waiting["cy"] == {}
    assert list(changes()[1]) == ["out_of_date.title.cy"]


def test_a_text_of_an_item_is_ticked_as_still_right(client, editor, career):
    address = change(career, "sections")
    save(
        client,
        address,
        **{"section_rows-0-answer_en": "Lead a big team.", "section_rows-1-answer_en": "Much."},
    )
    inline = client.get(address).context["inline_admin_formsets"][0].formset
    assert inline.forms[0]["answer_cy"].still_right is not None
    save(client, address, **{"section_rows-0-still_right_answer_cy": "on"})
    career.refresh_from_db()
    assert list(career.out_of_date) == ["sections.pay.answer.cy"]


def test_an_entry_of_the_directory_is_ticked_as_still_right(client, editor, career):
    skill = SharedSkill.objects.get(key="numbers")
    save(client, change(skill), name_en="Sums")
    save(client, change(skill), still_right_name_cy="on")
    skill.refresh_from_db()
    assert skill.out_of_date == {}


def test_a_correction_and_the_tick_may_come_in_one_save(client, editor, career):
    save(client, change(career), title_en="Store manager")
    save(client, change(career), title_en="Store manager.", still_right_title_cy="on")
    career.refresh_from_db()
    assert career.out_of_date == {}


def test_marks_are_not_written_by_hand(client, editor, career):
    save(client, change(career), out_of_date="title.en 2026-01-01")
    career.refresh_from_db()
    assert career.out_of_date == {}


# The list of careers ------------------------------------------------------------------------------------


def column(response, name: str) -> list[str]:
    admin = response.context["cl"].model_admin
    return [str(getattr(admin, name)(row)) for row in response.context["cl"].result_list]


def test_the_list_says_where_a_career_stands_and_what_waits(client, editor, career):
    texts = career.waiting["texts"]
    response = client.get(listed(Profile))
    assert column(response, "standing") == ["Live, edition 1"]
    assert column(response, "welsh") == [f"{texts} of {texts}"]
    save(client, change(career), title_en="Store manager")
    save(client, reverse("admin:profiles_profile_add"), title_en="Cook")
    response = client.get(listed(Profile), {"o": "1"})
    assert column(response, "standing") == ["Draft", "Live + draft, edition 1"]
    assert column(response, "welsh") == ["0 of 1", f"{texts - 1} of {texts}"]
    assert column(response, "english") == ["1 of 1", f"{texts} of {texts}"]
    assert column(response, "changed_by") == ["ed", "ed"]


def test_whoever_changed_a_career_last_is_not_who_loaded_the_files_without_it(client, editor, career):
    save(client, change(career), title_en="Store manager")
    career.refresh_from_db()
    career.state = Profile.State.WITHDRAWN
    working_copy.record_state(career, Profile.State.PUBLISHED, origin=Change.Origin.FILES)
    assert column(client.get(listed(Profile)), "changed_by") == ["ed"]


def test_publishing_what_was_changed_makes_it_live_again(client, editor, career):
    save(client, change(career), title_en="Store manager")
    career.refresh_from_db()
    publish_profile(career, waived=Waived("a test", date(2027, 1, 1)))
    assert column(client.get(listed(Profile)), "standing") == ["Live, edition 2"]
    assert column(client.get(listed(Profile), {"standing": "live"}), "title") == ["Store manager"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"standing": "live"}, []),
        ({"standing": "live-and-draft"}, ["Store manager"]),
        ({"standing": "draft"}, ["Cook"]),
        ({"standing": "withdrawn"}, []),
        ({"standing": "cheese"}, ["Cook", "Store manager"]),
        ({"waiting": "cy"}, ["Cook", "Store manager"]),
        ({"waiting": "en"}, []),
    ],
)
def test_the_list_is_filtered(client, editor, career, query, expected):
    save(client, change(career), title_en="Store manager")
    save(client, reverse("admin:profiles_profile_add"), title_en="Cook")
    assert sorted(column(client.get(listed(Profile), query), "title")) == expected
