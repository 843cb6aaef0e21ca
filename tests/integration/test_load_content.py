"""Loading: all or nothing, by key, and never over an editor's change."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import models, publishing, schedule, working_copy
from profiles.content.exporter import export_content
from profiles.content.files import profile_files
from profiles.content.loader import Conflicts, ContentProblems, load_content
from profiles.documents import ROWS, profile_document
from profiles.models import Change, Conflict, DirectoryState, Edition, Profile
from tests.builders import (
    DRAWING,
    PREVIEW,
    make_directory,
    make_photograph,
    make_profile_data,
    make_profile_document,
    pair,
    write_content,
)

KEY = "shop-manager"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_content(tmp_path / "content")


@pytest.fixture
def loaded(folder) -> Path:
    load_content(folder)
    return folder


@pytest.fixture
def published(folder) -> Path:
    load_content(folder, publish=True)
    return folder


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Everything in the working copy: every column of every row, ids and dates among them."""
    tables = [Profile, DirectoryState, models.StoredPicture, *ROWS.values()]
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def age(*tables: type) -> None:
    """Let the rows have been changed yesterday."""
    for table in tables or (Profile, *ROWS.values()):
        for row in table.objects.all():
            table.objects.filter(pk=row.pk).update(changed=row.changed - timedelta(days=1))


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def run(folder: Path, **options: bool) -> list[str]:
    out = StringIO()
    call_command("load_content", folder, stdout=out, **options)
    return out.getvalue().splitlines()


def edit_in_admin(**columns: Any) -> None:
    """Change a career as its form does: one language alone leaves the other out of date."""
    profile = Profile.objects.get(key=KEY)
    with working_copy.changing(profile, origin=Change.Origin.ADMIN):
        Profile.objects.filter(key=KEY).update(**columns)


# What the files say comes in


def test_first_load_creates_the_directory_and_the_profiles(folder):
    assert run(folder) == ["load_content: 2 created, 0 updated, 0 unchanged, 0 withdrawn"]

    profile = Profile.objects.get()
    assert (profile.key, profile.title_cy, profile.state) == (KEY, "Rheolwr siop", Profile.State.DRAFT)
    assert list(models.Contact.objects.values_list("telephone", flat=True)) == ["01632 960000"]
    assert Edition.objects.count() == 0


def test_loading_twice_touches_no_row(loaded):
    age()
    before = all_rows()

    assert run(loaded) == ["load_content: 0 created, 0 updated, 2 unchanged, 0 withdrawn"]
    assert all_rows() == before


def test_a_change_touches_only_its_own_row(loaded):
    age()
    before = all_rows()
    bands = make_profile_data()["pay_bands"]
    bands[0]["high"] = 29000
    write_content(loaded, make_profile_document(pay_bands=bands))

    report = load_content(loaded)

    assert {key: [str(d.path) for d in found] for key, found in report.updated.items()} == {
        KEY: ["pay_bands.starting.high"]
    }
    after = all_rows()
    changed_band, other_band = after.pop("PayBand")
    old_band, old_other_band = before.pop("PayBand")
    assert other_band == old_other_band
    assert changed_band["changed"] > old_band["changed"]
    assert changed_band == {**old_band, "high": 29000, "changed": changed_band["changed"]}
    # What the load itself keeps: the base, and how often the working copy was saved.
    for profile in (*after["Profile"], *before["Profile"]):
        del profile["base"], profile["version"]
    assert after == before


def test_order_is_a_change_of_its_own(loaded):
    age()
    before = list(models.PayBand.objects.values("pk", "key", "high"))
    bands = make_profile_data()["pay_bands"]
    write_content(loaded, make_profile_document(pay_bands=bands[::-1]))

    report = load_content(loaded)

    (difference,) = report.updated[KEY]
    assert (difference.path, difference.before, difference.after) == (
        "pay_bands (order)",
        ["starting", "senior"],
        ["senior", "starting"],
    )
    assert list(models.PayBand.objects.values("pk", "key", "high")) == before[::-1]


def test_items_come_and_go_by_key(loaded):
    kept = models.PayBand.objects.get(key="senior").pk
    bands = [
        make_profile_data()["pay_bands"][1],
        {"key": "all", "level": "all", "low": 1, "source": "prospects"},
    ]
    write_content(loaded, make_profile_document(pay_bands=bands))

    load_content(loaded)

    assert list(models.PayBand.objects.values_list("key", flat=True)) == ["senior", "all"]
    assert models.PayBand.objects.get(key="senior").pk == kept


def test_a_picture_with_other_bytes_is_a_change(loaded):
    other = DRAWING.replace(b"#ffeedd", b"#ddeeff")
    pictures = {"counter.svg": other, "counter.png": PREVIEW}
    write_content(loaded, pictures=pictures)

    report = load_content(loaded)

    assert [difference.path for difference in report.updated[KEY]] == ["pictures.counter.digest"]


def test_a_photograph_gets_its_renditions(folder, storage):
    picture = make_profile_data()["pictures"][0] | {"file": "till.jpg", "kind": "photograph", "digest": ""}
    (folder / f"profiles/{KEY}/pictures/counter.svg").unlink()
    (folder / f"profiles/{KEY}/pictures/counter.png").unlink()
    write_content(folder, make_profile_document(pictures=[picture]), pictures={"till.jpg": make_photograph()})

    load_content(folder)

    stored = models.StoredPicture.objects.get()
    assert {rendition["type"] for rendition in stored.renditions} == {"image/avif", "image/jpeg"}
    assert all((storage / rendition["path"]).is_file() for rendition in stored.renditions)


# All or nothing


def test_problems_anywhere_stop_everything(folder):
    (folder / "areas.yaml").write_text("areas\n")
    (folder / f"profiles/{KEY}/en.md").write_text("# pay\n")
    err = StringIO()

    with pytest.raises(CommandError, match="2 problems; nothing was written"):
        call_command("load_content", folder, stderr=err)

    assert [line.split(": ")[0] for line in err.getvalue().splitlines()] == [
        "content/areas.yaml:1",
        f"content/profiles/{KEY}/en.md:1",
    ]
    assert Profile.objects.count() == models.Source.objects.count() == 0


def test_a_load_that_fails_in_the_middle_leaves_nothing(folder, monkeypatch):
    write_content(folder, make_profile_document(), make_profile_document(key="cook"))
    write, written = load_content.__globals__["write_profile"], []

    def write_one_then_fail(document):
        if written:
            raise OSError("the disk is full")
        written.append(document.key)
        return write(document)

    monkeypatch.setattr("profiles.content.loader.write_profile", write_one_then_fail)
    with pytest.raises(OSError, match="the disk is full"):
        load_content(folder)

    assert written == ["cook"]
    assert not any(all_rows().values())


def test_dry_run_shows_the_difference_and_writes_nothing(loaded, storage):
    before, stored = all_rows(), files_in(storage)
    other = DRAWING.replace(b"#ffeedd", b"#ddeeff")
    document = make_profile_document(title=pair("Store manager", "Rheolwr siop"))
    write_content(
        loaded,
        document,
        make_profile_document(key="cook"),
        pictures={"counter.svg": other, "counter.png": PREVIEW},
    )

    said = run(loaded, dry_run=True, publish=True)

    assert said[:2] == [KEY, "  title.en: Shop manager -> Store manager"]
    assert said[2].startswith("  pictures.counter.digest: ")
    assert said[3:] == [
        "load_content: 1 created, 1 updated, 1 unchanged, 0 withdrawn; published directory, cook,"
        " shop-manager (dry run: nothing was written)"
    ]
    assert all_rows() == before
    assert files_in(storage) == stored
    assert Edition.objects.count() == 0


def test_dry_run_over_nothing_writes_nothing(folder, storage):
    run(folder, dry_run=True)

    assert not any(all_rows().values())
    assert files_in(storage) == set()


# Files and editors


def test_what_only_an_editor_changed_is_left_alone_and_named(published):
    edit_in_admin(title_en="Store manager")
    before = all_rows()

    assert run(published, publish=True) == [
        f"left alone: {KEY}: edited here since the files were read: export it",
        "load_content: 0 created, 0 updated, 1 unchanged, 0 withdrawn",
    ]
    assert all_rows() == before
    assert Edition.objects.filter(profile__key=KEY).count() == 1


def test_what_both_changed_is_a_conflict_and_nothing_is_written(loaded):
    edit_in_admin(title_en="Store manager")
    write_content(
        loaded,
        make_profile_document(title=pair("Shop boss", "Rheolwr siop")),
        make_profile_document(key="cook"),
    )
    before, out = all_rows(), StringIO()

    with pytest.raises(CommandError, match="1 changed in files and in admin; nothing was written"):
        call_command("load_content", loaded, stdout=out)

    assert out.getvalue().splitlines() == [
        f"{KEY}: title.en",
        "  it was: Shop manager",
        "  the file says: Shop boss",
        "  an editor says: Store manager",
    ]
    assert all_rows() == before


def test_a_conflict_in_a_long_text_shows_where_it_is(loaded):
    long = "You lead a team. " * 40

    def write(text: str) -> None:
        sections = make_profile_data()["sections"]
        sections[0]["prose"] = pair(text, "Chi sy’n arwain tîm.")
        write_content(loaded, make_profile_document(sections=sections))

    write(long.strip())
    load_content(loaded)
    models.Section.objects.filter(key="what-you-would-do").update(prose_en=long + "You train people.")
    write(long + "You hire people.")
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("load_content", loaded, stdout=out)

    said = out.getvalue().splitlines()
    assert said[0] == f"{KEY}: sections.what-you-would-do.prose.en"
    assert said[2].endswith(" You lead a team. You hire people.")
    assert said[3].endswith(" You lead a team. You train people.")
    assert all(len(line) < 500 for line in said)


def test_a_conflict_keeps_pictures_out_of_storage_too(loaded, storage):
    stored = files_in(storage)
    edit_in_admin(title_en="Store manager")
    new = {"counter.svg": DRAWING.replace(b"A counter", b"A till"), "counter.png": PREVIEW}
    document = make_profile_document(title=pair("Shop boss", "Rheolwr siop"))
    write_content(loaded, document, make_profile_document(key="cook"), pictures=new)

    with pytest.raises(Conflicts):
        load_content(loaded)

    assert files_in(storage) == stored


def test_with_publish_a_conflict_is_left_and_the_rest_goes_on(published):
    edit_in_admin(title_en="Store manager")
    write_content(
        published,
        make_profile_document(title=pair("Shop boss", "Rheolwr siop")),
        make_profile_document(key="cook"),
    )

    assert run(published, publish=True) == [
        f"left alone: {KEY}: files and edits both changed title.en: choose in admin, under Files and edits",
        "load_content: 1 created, 0 updated, 1 unchanged, 0 withdrawn; published cook 1",
    ]
    assert Profile.objects.get(key=KEY).title_en == "Store manager"


def test_both_sides_making_the_same_change_agree(loaded):
    edit_in_admin(title_en="Store manager", title_cy="Rheolwr stôr")
    write_content(loaded, make_profile_document(title=pair("Store manager", "Rheolwr stôr")))

    assert load_content(loaded).unchanged == ["directory", KEY]
    assert Profile.objects.get().base["title"]["en"] == "Store manager"


def test_an_edit_of_the_directory_is_left_alone_too(published):
    models.Contact.objects.update(telephone="01632 960999")

    report = load_content(published, publish=True)

    assert report.left == {"directory": "edited here since the files were read: export it"}
    assert models.Contact.objects.get().telephone == "01632 960999"


def test_a_working_copy_that_is_not_valid_is_named_and_the_rest_loads(published):
    edit_in_admin(title_en="", title_cy="")
    write_content(published, make_profile_document(), make_profile_document(key="cook"))

    report = load_content(published, publish=True)

    assert report.left == {
        KEY: "its working copy is not valid: title: is empty: write it in at least one language"
    }
    assert report.published == ["cook 1"]


# Merging


def test_what_both_changed_apart_is_merged(loaded):
    edit_in_admin(title_en="Store manager", title_cy="Rheolwr stôr")
    bands = make_profile_data()["pay_bands"]
    bands[0]["high"] = 29000
    write_content(loaded, make_profile_document(pay_bands=bands))

    assert run(loaded) == [
        f"merged: {KEY}: the files and an editor changed different things; export it",
        "load_content: 0 created, 0 updated, 1 merged, 1 unchanged, 0 withdrawn",
    ]

    profile = Profile.objects.get()
    assert (profile.title_en, models.PayBand.objects.get(key="starting").high) == ("Store manager", 29000)
    change = Change.objects.filter(kind="profile").first()
    assert (change.origin, [d["path"] for d in change.differences]) == ("files", ["pay_bands.starting.high"])
    # The files have been read: what is left is the edit, until it is exported.
    assert load_content(loaded).left == {KEY: "edited here since the files were read: export it"}
    assert export_content(loaded).written == [f"profiles/{KEY}/profile.yaml"]
    assert load_content(loaded).unchanged == ["directory", KEY]


def test_a_merge_shows_first_what_it_would_change(loaded):
    edit_in_admin(notes="An editor is at work on this.")
    write_content(loaded, make_profile_document(title=pair("Store manager", "Rheolwr stôr")))
    before = all_rows()

    said = run(loaded, dry_run=True)

    assert said[:3] == [
        KEY,
        "  title.en: Shop manager -> Store manager",
        "  title.cy: Rheolwr siop -> Rheolwr stôr",
    ]
    assert all_rows() == before


def test_the_directory_is_merged_too(loaded):
    with working_copy.changing_directory(origin=Change.Origin.ADMIN):
        models.Contact.objects.update(telephone="01632 960999")
        models.Source.objects.create(
            key="ours",
            name_en="Us",
            name_cy="Ni",
            publisher_en="Us",
            publisher_cy="Ni",
            title="x",
            position=9,
        )
    skills = [
        *make_directory().model_dump()["skills"],
        {"key": "selling", "name": pair("Selling", "Gwerthu")},
    ]
    write_content(loaded, directory=make_directory(skills=skills))

    report = load_content(loaded)

    assert {key: [d.path for d in found] for key, found in report.merged.items()} == {
        "directory": ["skills.selling"]
    }
    assert models.Contact.objects.get().telephone == "01632 960999"
    assert list(models.Source.objects.values_list("key", flat=True)) == ["prospects", "careers-wales", "ours"]


def test_a_merged_career_is_not_published_but_named(published):
    edit_in_admin(title_en="Store manager", title_cy="Rheolwr stôr")
    write_content(published, make_profile_document(reviewed_on="2026-11-24"))

    report = load_content(published, publish=True)

    assert (list(report.merged), report.published) == ([KEY], [])
    assert report.left == {KEY: "not as published, so not published: see to it in admin"}
    assert Profile.objects.get().edition.number == 1


def test_a_career_whose_edits_readers_have_is_published_with_what_the_files_changed(published):
    edit_in_admin(title_en="Store manager", title_cy="Rheolwr stôr")
    publishing.publish_profile(Profile.objects.get())
    write_content(published, make_profile_document(reviewed_on="2026-11-24"))

    report = load_content(published, publish=True)

    assert (list(report.merged), report.published, report.left) == ([KEY], [f"{KEY} 3"], {})
    document = Profile.objects.get().edition.document
    assert (document["title"]["en"], document["reviewed_on"]) == ("Store manager", "2026-11-24")


def test_changes_that_do_not_go_together_are_named_and_neither_is_lost(loaded):
    claims = make_profile_data()["claims"]
    third = {**claims[0], "key": "days-third"}
    write_content(loaded, make_profile_document(claims=[*claims, third]))
    load_content(loaded)
    # Each side takes one of three away, and two must be left.
    models.Claim.objects.filter(key="days-careers-wales").delete()
    write_content(loaded, make_profile_document(claims=claims))
    out = StringIO()

    with pytest.raises(CommandError, match="nothing was written: change the files or, in admin, the edits"):
        call_command("load_content", loaded, stdout=out)

    assert out.getvalue().splitlines() == [
        f"{KEY}: what the files and the edits changed does not go together",
        "  disagreements.days.key: needs at least two claims: each side is named",
    ]
    report = load_content(loaded, leave_conflicts=True)
    assert report.left[KEY].startswith("what the files and the edits changed does not go together: ")
    assert list(models.Claim.objects.values_list("key", flat=True)) == ["days-prospects", "days-third"]


def test_figures_that_contradict_each_other_after_a_merge_are_never_written(loaded):
    models.PayBand.objects.filter(key="starting").update(low=27000)
    bands = make_profile_data()["pay_bands"]
    bands[0]["high"] = 25000
    write_content(loaded, make_profile_document(pay_bands=bands))

    report = load_content(loaded, leave_conflicts=True)

    assert report.left[KEY] == (
        "what the files and the edits changed does not go together: pay_bands.starting.high: 25000 is less"
        " than low 27000"
    )
    assert models.PayBand.objects.get(key="starting").high == 28000


def test_an_editor_s_unfinished_business_is_no_reason_to_refuse_a_merge(loaded):
    models.Claim.objects.filter(key="days-prospects").delete()
    write_content(loaded, make_profile_document(reviewed_on="2026-11-24"))

    assert list(load_content(loaded).merged) == [KEY]


def test_pictures_from_both_sides_are_kept(loaded, storage):
    edited = models.Picture.objects.get()
    edited.focal_x = 20
    edited.save()
    other = DRAWING.replace(b"#ffeedd", b"#ddeeff")
    write_content(loaded, pictures={"counter.svg": other, "counter.png": PREVIEW})

    assert list(load_content(loaded).merged) == [KEY]

    held = models.Picture.objects.get()
    assert held.focal_x == 20
    assert publishing.publish_directory()
    edition = publishing.publish_profile(Profile.objects.get())
    (rendition, *_rest) = edition.derived["pictures"]["counter"]
    assert (storage / rendition["path"]).read_bytes() in (other, PREVIEW)


# Who decides


@pytest.fixture
def clash(loaded) -> Path:
    """Both changed the title, and each something else."""
    edit_in_admin(title_en="Store manager", title_cy="Rheolwr stôr", reviewed_on="2026-11-24")
    write_content(
        loaded, make_profile_document(title=pair("Shop boss", "Bòs y siop"), notes="From the files.")
    )
    return loaded


@pytest.mark.parametrize(("prefer", "title"), [("files", "Shop boss"), ("edits", "Store manager")])
def test_one_side_can_be_preferred_where_both_changed_the_same(clash, prefer, title):
    run(clash, prefer=prefer)

    profile = Profile.objects.get()
    assert (profile.title_en, profile.notes, str(profile.reviewed_on)) == (
        title,
        "From the files.",
        "2026-11-24",
    )
    assert not Conflict.objects.exists()


def test_what_somebody_chose_goes_before_what_is_preferred(clash):
    with pytest.raises(Conflicts):
        load_content(clash)
    Conflict.objects.filter(path="title.en").update(choice="edit")

    run(clash, prefer="files")

    profile = Profile.objects.get()
    assert (profile.title_en, profile.title_cy) == ("Store manager", "Bòs y siop")


def test_a_refused_load_writes_nothing_but_its_conflicts(clash):
    before = all_rows()

    with pytest.raises(Conflicts):
        load_content(clash)

    assert all_rows() == before
    assert {row.path: (row.base, row.file, row.edit) for row in Conflict.objects.all()} == {
        "title.cy": ("Rheolwr siop", "Bòs y siop", "Rheolwr stôr"),
        "title.en": ("Shop manager", "Shop boss", "Store manager"),
    }


def test_a_dry_run_keeps_no_conflict(clash):
    with pytest.raises(Conflicts):
        load_content(clash, dry_run=True)
    load_content(clash, dry_run=True, leave_conflicts=True)

    assert not Conflict.objects.exists()


def test_a_conflict_is_kept_once_however_often_it_is_found(clash):
    load_content(clash, leave_conflicts=True)
    found = list(Conflict.objects.values_list("pk", "found_at"))

    load_content(clash, leave_conflicts=True)

    assert list(Conflict.objects.values_list("pk", "found_at")) == found


def test_a_conflict_in_a_career_that_is_half_finished_meanwhile_is_kept(clash):
    load_content(clash, leave_conflicts=True)
    edit_in_admin(standfirst_en="", standfirst_cy="")

    load_content(clash, leave_conflicts=True)

    assert Conflict.objects.count() == 2


def test_a_career_of_the_same_key_that_never_met_its_files_clashes(published):
    Profile.objects.create(
        key="cook", title_en="Cook", slug_en="cook", slug_cy="cogydd", standfirst_en="x", areas=["retail"]
    )
    write_content(published, make_profile_document(), make_profile_document(key="cook"))

    with pytest.raises(Conflicts) as caught:
        load_content(published)

    assert [clash.path for clash in caught.value.clashes["cook"]][:2] == ["title.en", "slug.cy"]
    assert Profile.objects.get(key="cook").title_en == "Cook"


def test_two_options_that_need_each_other(folder):
    for options in ({"waive": "x"}, {"due": "2027-01-31"}, {"waive": "x", "due": "2027-01-31"}):
        with pytest.raises(CommandError, match=r"needs --due|add --publish"):
            run(folder, **options)


# What the files change in one language alone


def change_english_alone(folder: Path, english: str = "You run a big shop.") -> None:
    standfirst = pair(english, make_profile_data()["standfirst"]["cy"])
    write_content(folder, make_profile_document(standfirst=standfirst))


WELSH_IS_BEHIND = (
    "the Welsh of standfirst is out of date since its English changed: change it in the files too, or confirm"
    " or change it in admin and export it"
)


def test_a_change_in_one_language_is_said_to_leave_the_other_out_of_date(published):
    change_english_alone(published)

    report = load_content(published)

    assert (report.out_of_date, report.left) == ({KEY: WELSH_IS_BEHIND}, {})
    assert list(Profile.objects.get().out_of_date) == ["standfirst.cy"]
    assert run(published) == [
        f"left alone: {KEY}: {WELSH_IS_BEHIND}",
        "load_content: 0 created, 0 updated, 1 unchanged, 0 withdrawn",
    ]


def test_the_same_in_the_directory(published):
    (contact,) = make_directory().model_dump()["contacts"]
    contact["organisation"] = pair("The Trust", "Yr Ymddiriedolaeth Siopau")
    write_content(published, directory=make_directory(contacts=[contact]))

    report = load_content(published)

    assert list(report.out_of_date) == ["directory"]
    assert "the Welsh of contacts.shop-trust.organisation is out of date" in report.out_of_date["directory"]
    assert load_content(published).left == report.out_of_date


def test_the_other_language_changed_in_the_files_later_puts_it_right_and_is_published(published):
    change_english_alone(published)
    report = load_content(published, publish=True)
    assert report.published == []
    assert report.left[KEY].startswith("not published: standfirst.cy: is out of date")

    write_content(
        published, make_profile_document(standfirst=pair("You run a big shop.", "Chi sy’n rhedeg siop fawr."))
    )
    report = load_content(published, publish=True)

    assert (report.left, report.published) == ({}, [f"{KEY} 2"])
    assert Profile.objects.get().out_of_date == {}
    assert load_content(published, publish=True).unchanged == ["directory", KEY]


def test_an_author_can_say_that_the_other_language_is_still_right(published):
    change_english_alone(published, "You run a shop!")
    (contact,) = make_directory().model_dump()["contacts"]
    contact["organisation"] = pair("Shop Trust", "Yr Ymddiriedolaeth Siopau")
    write_content(
        published, make_profile_document(standfirst=pair("You run a shop!", "Chi sy’n rhedeg siop.")),
        directory=make_directory(contacts=[contact]),
    )  # fmt: skip

    report = load_content(published, publish=True, still_right=True)

    assert (report.out_of_date, report.left) == ({}, {})
    assert report.published == ["directory 2", f"{KEY} 2"]
    assert load_content(published).unchanged == ["directory", KEY]


def test_what_is_out_of_date_can_be_waived_by_a_day(published):
    change_english_alone(published)
    load_content(published, publish=True)

    said = run(published, publish=True, waive="The translator is ill.", due="2027-01-31")

    assert said[-1].endswith("; published shop-manager 2")
    waiver = models.Waiver.objects.get()
    assert (waiver.reason, str(waiver.due)) == ("The translator is ill.", "2027-01-31")
    assert run(published, publish=True) == [
        f"left alone: {KEY}: {WELSH_IS_BEHIND}",
        "load_content: 0 created, 0 updated, 1 unchanged, 0 withdrawn",
    ]


def test_a_translation_that_an_editor_made_of_what_the_files_changed_again_is_out_of_date(published):
    change_english_alone(published)
    load_content(published)
    edit_in_admin(standfirst_cy="Chi sy’n rhedeg siop fawr.")
    change_english_alone(published, "You run a very big shop.")

    load_content(published)

    profile = Profile.objects.get()
    assert (profile.standfirst_en, profile.standfirst_cy) == (
        "You run a very big shop.",
        "Chi sy’n rhedeg siop fawr.",
    )
    assert list(profile.out_of_date) == ["standfirst.cy"]


def test_what_a_load_left_out_of_date_goes_with_the_files(published):
    change_english_alone(published)
    load_content(published)
    remove_profile(published)

    assert load_content(published).withdrawn == [KEY]


def test_what_was_exported_is_read_back_with_what_is_out_of_date(published):
    change_english_alone(published)
    with working_copy.changing_directory(origin=Change.Origin.ADMIN):
        models.Contact.objects.update(organisation_en="The Trust")
        models.Page.objects.update(prose_cy="Prawf.")
    load_content(published)

    export_content(published)

    assert "  standfirst.cy: " in (published / f"profiles/{KEY}/profile.yaml").read_text()
    assert "    organisation.cy: " in (published / "contacts.yaml").read_text()
    assert "    prose.en: " in (published / "pages.yaml").read_text()
    before = all_rows()
    assert load_content(published).unchanged == ["directory", KEY]
    assert all_rows() == before


# Half finished, interrupted, two at once


def test_a_directory_that_is_half_finished_is_named_and_careers_load(published):
    models.Contact.objects.update(organisation_en="", organisation_cy="")
    write_content(published, make_profile_document(reviewed_on="2026-11-24"))

    report = load_content(published)

    assert report.left == {
        "directory": "its working copy is not valid: contacts.shop-trust.organisation: is empty: write it in"
        " at least one language"
    }
    assert list(report.updated) == [KEY]


def test_a_load_that_fails_after_a_merge_leaves_everything_as_it_was(clash, monkeypatch):
    load_content(clash, leave_conflicts=True)
    Conflict.objects.update(choice="file")
    before, conflicts = all_rows(), list(Conflict.objects.values())

    def fail() -> int:
        raise OSError("the disk is full")

    monkeypatch.setattr("profiles.working_copy.count_what_waits", fail)
    with pytest.raises(OSError, match="the disk is full"):
        load_content(clash)

    assert all_rows() == before
    assert list(Conflict.objects.values()) == conflicts


@pytest.mark.parametrize("doing", [load_content, export_content])
def test_a_load_and_an_export_wait_for_one_another(loaded, doing):
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has one writer anyway")

    with CaptureQueriesContext(connection) as asked:
        doing(loaded)

    locks = [i for i, query in enumerate(asked) if "FOR UPDATE" in query["sql"]]
    reads = [i for i, query in enumerate(asked) if 'FROM "profiles_profile"' in query["sql"]]
    assert locks[0] < reads[0]


def test_two_loads_at_once_do_the_work_once(folder, tmp_path):
    """In two processes, on a database of their own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"SITE_VAR": str(tmp_path / "var"), "SITE_CONTENT": str(folder)}
    (tmp_path / "var" / "static").mkdir(parents=True)
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)

    loads = [
        subprocess.Popen([*manage, "load_content"], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    said = sorted(load.communicate(timeout=120)[0].splitlines()[-1] for load in loads)
    assert [load.returncode for load in loads] == [0, 0]
    assert said == [
        "load_content: 0 created, 0 updated, 2 unchanged, 0 withdrawn",
        "load_content: 2 created, 0 updated, 0 unchanged, 0 withdrawn",
    ]


def test_the_site_starts_whatever_the_files_and_the_edits_say(clash, settings, monkeypatch):
    settings.CONTENT_DIR = clash
    out, err = StringIO(), StringIO()

    def only_load(command: str, **options: Any) -> None:
        if command == "load_content":
            call_command(command, stdout=out, stderr=err, **options)

    monkeypatch.setattr("profiles.management.commands.prepare_site.call_command", only_load)
    call_command("prepare_site", stdout=out, stderr=err)
    assert "choose in admin, under Files and edits" in out.getvalue()
    models.Contact.objects.update(organisation_en="", organisation_cy="")
    edit_in_admin(standfirst_en="", standfirst_cy="")
    call_command("prepare_site", stdout=out, stderr=err)
    assert err.getvalue() == ""
    (clash / "areas.yaml").write_text("areas\n")
    call_command("prepare_site", stdout=out, stderr=err)
    assert "The site starts all the same" in err.getvalue()


# Files that have gone, and profiles that never had any


def remove_profile(folder: Path, key: str = KEY) -> None:
    for path in files_in(folder / "profiles" / key):
        path.unlink()
    for path in sorted((folder / "profiles" / key).rglob("*"), reverse=True):
        path.rmdir()
    (folder / "profiles" / key).rmdir()


def test_a_profile_whose_files_have_gone_is_withdrawn(published):
    remove_profile(published)

    assert run(published) == ["load_content: 0 created, 0 updated, 1 unchanged, 1 withdrawn"]
    assert Profile.objects.get().state == Profile.State.WITHDRAWN
    assert run(published) == ["load_content: 0 created, 0 updated, 1 unchanged, 0 withdrawn"]


def test_what_is_scheduled_does_not_bring_back_a_career_whose_files_have_gone(published):
    profile = Profile.objects.get()
    in_an_hour = timezone.now() + timedelta(hours=1)
    schedule.schedule_publication(profile, profile_document(profile), at=in_an_hour)
    remove_profile(published)

    load_content(published, dry_run=True)
    load_content(published, withdraw_gone=False)
    assert schedule.standing().count() == 1
    run(published)

    assert Change.objects.first().note == "What was scheduled is taken back."
    assert not schedule.standing().exists()
    assert schedule.run_due(in_an_hour + timedelta(minutes=1)).done == 0
    assert Profile.objects.get().state == Profile.State.WITHDRAWN


def states_recorded() -> list[tuple[str, str, Any, str, str]]:
    """What is on record of careers' states, oldest first: which, from where, by whom, from what to what."""
    return [
        (change.key, change.origin, change.by, difference["before"], difference["after"])
        for change in Change.objects.filter(kind="profile").order_by("pk")
        for difference in change.differences
        if difference["path"] == "state"
    ]


def test_what_a_load_publishes_or_withdraws_is_on_record(published):
    first = (KEY, "files", None, "draft", "published")
    assert states_recorded() == [first]
    before = Profile.objects.get()
    remove_profile(published)

    load_content(published, dry_run=True)
    assert states_recorded() == [first]
    run(published)
    run(published)

    assert states_recorded() == [first, (KEY, "files", None, "published", "withdrawn")]
    # No text changed: whoever has the form open is not held up.
    assert Profile.objects.get().version == before.version == Change.objects.first().version


def test_what_somebody_loads_has_their_name(folder, django_user_model):
    ann = django_user_model.objects.create(username="ann")
    load_content(folder, publish=True, by=ann)
    remove_profile(folder)

    load_content(folder, publish=True, by=ann)

    assert [(by, after) for _key, _origin, by, _before, after in states_recorded()] == [
        (ann, "published"),
        (ann, "withdrawn"),
    ]
    assert {edition.published_by for edition in Edition.objects.all()} == {ann}


def test_a_new_edition_of_what_readers_have_changes_no_state(published):
    write_content(published, make_profile_document(title=pair("Store manager", "Rheolwr storfa")))

    assert load_content(published, publish=True).published == [f"{KEY} 2"]
    assert len(states_recorded()) == 1


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "State: Live became Withdrawn"), ("cy", "Cyflwr: Byw wedyn Wedi&#x27;i thynnu&#x27;n ôl")],
)
@pytest.mark.ignore_template_errors
def test_the_record_of_changes_shows_what_a_load_withdrew(client, admin_user, published, language, shown):
    remove_profile(published)
    load_content(published)
    client.force_login(admin_user)
    client.post("/admin/language/", {"language": language})

    page = client.get("/admin/record/").content.decode()

    words = " ".join(re.sub(r"<[^>]+>|→", " ", page).split())
    assert shown in words.replace(" :", ":")


def test_a_profile_whose_files_have_gone_stays_if_it_was_edited(published):
    edit_in_admin(title_en="Store manager")
    remove_profile(published)

    report = load_content(published)

    assert report.left == {KEY: "its files have gone, but it was edited since: export it or withdraw it"}
    assert Profile.objects.get().state == Profile.State.PUBLISHED


def test_a_profile_born_in_admin_is_named_not_withdrawn(published):
    Profile.objects.create(
        key="cook", title_en="Cook", slug_en="cook", standfirst_en="You cook.", areas=["retail"]
    )

    report = load_content(published)

    assert (report.left, report.withdrawn) == ({"cook": "not in files: export it"}, [])


def test_what_an_editor_withdrew_stays_withdrawn(published):
    publishing.withdraw(Profile.objects.get())
    write_content(published, make_profile_document(title=pair("Store manager", "Rheolwr siop")))

    report = load_content(published, publish=True)

    assert report.left == {KEY: "withdrawn: publish it in admin to bring it back"}
    profile = Profile.objects.get()
    assert (profile.state, profile.title_en) == (Profile.State.WITHDRAWN, "Store manager")
    assert profile.editions.count() == 1


# Publishing with the load


def test_publish_goes_only_where_the_files_changed_something(published):
    write_content(published, make_profile_document(), make_profile_document(key="cook"))

    assert load_content(published, publish=True).published == ["cook 1"]
    assert load_content(published, publish=True).published == []


def test_what_a_load_brought_is_published_by_a_later_one(loaded):
    assert Profile.objects.get().state == Profile.State.DRAFT

    assert load_content(loaded, publish=True).published == ["directory 1", f"{KEY} 1"]


def test_a_draft_that_was_exported_waits_for_an_editor(published):
    draft = Profile.objects.create(
        key="cook", title_en="Cook", slug_en="cook", slug_cy="cogydd", standfirst_en="x", areas=["retail"]
    )
    export_content(published)

    for _ in range(2):
        report = load_content(published, publish=True)
        assert (report.published, report.left) == (
            [],
            {"cook": "a draft, written in admin: publish it there"},
        )

    write_content(published, make_profile_document(), make_profile_document(key="cook"))
    assert load_content(published, publish=True).published == ["cook 1"]
    draft.refresh_from_db()
    assert draft.brought_by_files


def test_a_draft_that_was_loaded_edited_and_exported_waits_too(loaded):
    edit_in_admin(title_en="Store manager")
    export_content(loaded)

    assert load_content(loaded, publish=True).published == ["directory 1"]


def test_publish_stops_before_a_working_copy_that_was_not_as_published(published):
    edit_in_admin(title_en="Store manager", title_cy="Rheolwr stôr")
    document = make_profile_document(title=pair("Store manager", "Rheolwr stôr"))
    write_content(published, document)
    load_content(published)  # both sides say the same; readers do not see it yet
    write_content(published, document.model_copy(update={"standfirst": make_directory().areas[0].text}))

    report = load_content(published, publish=True)

    assert list(report.updated) == [KEY]
    assert report.left == {KEY: "not as published, so not published: see to it in admin"}
    assert report.published == []


def test_a_source_with_a_new_name_is_published_with_the_careers_that_name_it(published):
    directory = make_directory().model_dump_json().replace('"prospects"', '"prospects-uk"')
    document = make_profile_document().model_dump_json().replace('"prospects"', '"prospects-uk"')
    write_content(
        published,
        type(make_profile_document()).model_validate_json(document),
        directory=type(make_directory()).model_validate_json(directory),
    )

    report = load_content(published, publish=True)

    assert (report.published, report.left) == (["directory 2", f"{KEY} 2"], {})


def test_a_directory_that_a_career_left_behind_still_needs_is_not_published(published):
    edit_in_admin(notes="An editor is at work on this.")
    without = [source for source in make_directory().sources if source.key != "prospects"]
    data = make_profile_document().model_dump_json().replace('"prospects"', '"careers-wales"')
    data = data.replace('["careers-wales","careers-wales"]', '["careers-wales"]')
    write_content(
        published,
        type(make_profile_document()).model_validate_json(data),
        directory=make_directory(sources=without),
    )

    report = load_content(published, publish=True, leave_conflicts=True)

    assert report.published == []
    assert report.left[KEY] == "not as published, so not published: see to it in admin"
    assert report.left["directory"].startswith(
        "not published: shop-manager, as published: also_known_as.store-manager.sources.1: 'prospects'"
    )


def test_load_content_reads_files_that_windows_wrote(folder):
    for path in (folder / f"profiles/{KEY}").glob("*.[ym]*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    load_content(folder)

    held = Profile.objects.get()
    assert profile_files(make_profile_document())[f"profiles/{KEY}/profile.yaml"].startswith("title:")
    assert held.base == make_profile_document().model_dump(mode="json", exclude_defaults=True)


def test_content_problems_come_as_an_exception_with_all_of_them(folder):
    (folder / "areas.yaml").unlink()
    (folder / "links.yaml").unlink()

    with pytest.raises(ContentProblems) as caught:
        load_content(folder)

    assert [str(problem) for problem in caught.value.problems] == [
        "areas.yaml:1: is missing: create it",
        "links.yaml:1: is missing: create it",
    ]
