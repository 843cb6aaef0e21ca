"""Exporting: only what differs is written, and never over a change in the files that nobody has loaded."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from profiles import models, publishing
from profiles.content.exporter import export_content
from profiles.content.files import read_content
from profiles.content.loader import load_content
from profiles.documents import ROWS
from profiles.models import DirectoryState, Profile
from tests.builders import make_directory, make_profile_document, pair, write_content

KEY = "shop-manager"
YAML = f"profiles/{KEY}/profile.yaml"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """A content folder that has been loaded and published."""
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = write_content(tmp_path / "content")
    load_content(folder, publish=True)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows() -> dict[str, list[dict[str, Any]]]:
    tables = [Profile, DirectoryState, *ROWS.values()]
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def run(folder: Path, **options: bool) -> list[str]:
    out = StringIO()
    call_command("export_content", folder, stdout=out, **options)
    return out.getvalue().splitlines()


def edit_in_admin(**columns: Any) -> None:
    Profile.objects.filter(key=KEY).update(**columns)


def test_nothing_to_export_writes_no_file_and_no_row(folder):
    written = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    before = rows()

    assert run(folder) == ["export_content: 0 written, 0 removed, 14 unchanged"]
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == written
    assert rows() == before


def test_only_files_that_differ_are_written(folder):
    edit_in_admin(title_cy="Rheolwr stôr")
    before = contents(folder)

    assert run(folder) == [
        f"written: content/{YAML}",
        "export_content: 1 written, 0 removed, 13 unchanged",
    ]
    after = contents(folder)
    assert {name for name in after if after[name] != before[name]} == {YAML}
    assert "  cy: Rheolwr stôr\n" in after[YAML].decode()


def test_export_then_load_changes_no_row(folder):
    edit_in_admin(title_cy="Rheolwr stôr")
    models.Section.objects.filter(key="pay").update(prose_en="Pay grows, slowly.")
    run(folder)
    before = rows()

    report = load_content(folder)

    assert (report.unchanged, report.left) == (["directory", KEY], {})
    assert rows() == before


def test_dry_run_says_what_it_would_write_and_writes_nothing(folder):
    edit_in_admin(title_cy="Rheolwr stôr")
    models.Picture.objects.all().delete()
    files, before = contents(folder), rows()

    said = run(folder, dry_run=True)

    assert [line for line in said if not line.startswith("  ")] == [
        f"written: content/{YAML}",
        f"removed: content/profiles/{KEY}/pictures/counter.png",
        f"removed: content/profiles/{KEY}/pictures/counter.svg",
        "export_content: 1 written, 2 removed, 11 unchanged (dry run: nothing was written)",
    ]
    assert said[1:6] == [
        "  @@ -2,3 +2,3 @@",
        "     en: Shop manager",
        "  -  cy: Rheolwr siop",
        "  +  cy: Rheolwr stôr",
        "   slug:",
    ]
    assert contents(folder) == files
    assert rows() == before


def test_dry_run_shows_a_long_text_from_shortly_before_it_changes(folder):
    text = "Mae cyflog yn tyfu. " * 40
    models.Section.objects.filter(key="pay").update(prose_cy=text + "Yn araf.")
    export_content(folder)
    models.Section.objects.filter(key="pay").update(prose_cy=text + "Yn gyflym.")

    (found,) = export_content(folder, dry_run=True).differences.values()

    assert [line[:4] for line in found[-2:]] == ["-...", "+..."]
    assert found[-2].endswith(" Mae cyflog yn tyfu. Yn araf.")
    assert found[-1].endswith(" Mae cyflog yn tyfu. Yn gyflym.")
    assert all(len(line) < 200 for line in found)


def test_dry_run_says_how_much_more_there_is(folder, tmp_path):
    export = export_content(tmp_path / "elsewhere", dry_run=True)

    found = export.differences[YAML]
    assert (len(found), found[-1].startswith("... and ")) == (41, True)
    assert export.differences[f"profiles/{KEY}/pictures/counter.png"] == []


def test_pictures_and_pages_that_have_gone_are_removed(folder):
    models.Picture.objects.all().delete()
    models.Page.objects.all().delete()
    models.Link.objects.filter(page="about").delete()
    edit_in_admin()
    models.Section.objects.update(prose_en="No links.", prose_cy="Dim dolenni.")

    export = export_content(folder)

    assert export.removed == [
        "pages/about/cy.md",
        "pages/about/en.md",
        f"profiles/{KEY}/pictures/counter.png",
        f"profiles/{KEY}/pictures/counter.svg",
    ]
    assert read_content(folder).problems == []
    assert load_content(folder).unchanged == ["directory", KEY]


def test_a_page_that_lost_its_welsh_loses_the_file(folder):
    models.Page.objects.update(prose_cy="")

    assert export_content(folder).removed == ["pages/about/cy.md"]
    assert load_content(folder).unchanged == ["directory", KEY]


def test_what_is_no_part_of_the_content_stays(folder):
    (folder / "README.md").write_text("For authors.\n")
    (folder / f"profiles/{KEY}/pictures/.keep").write_text("")
    models.Picture.objects.all().delete()

    export_content(folder)

    assert (folder / "README.md").is_file()
    assert (folder / f"profiles/{KEY}/pictures/.keep").is_file()


def test_an_empty_folder_gets_everything(folder, tmp_path):
    export_content(tmp_path / "elsewhere")

    assert contents(tmp_path / "elsewhere") == contents(folder)


def test_a_withdrawn_profile_is_not_written_and_its_files_stay(folder):
    publishing.withdraw(Profile.objects.get())
    edit_in_admin(title_cy="Rheolwr stôr")
    before = contents(folder)

    assert run(folder) == ["export_content: 0 written, 0 removed, 9 unchanged"]
    assert contents(folder) == before


def test_a_profile_born_in_admin_gets_files_and_a_base(folder):
    Profile.objects.create(
        key="cook",
        title_en="Cook",
        slug_en="cook",
        slug_cy="cogydd",
        standfirst_en="You cook.",
        areas=["retail"],
    )

    assert export_content(folder).written == [
        "profiles/cook/cy.md",
        "profiles/cook/en.md",
        "profiles/cook/profile.yaml",
    ]
    assert read_content(folder).problems == []
    assert load_content(folder).unchanged == ["directory", "cook", KEY]


# Changes in the files that nobody has loaded


def test_a_change_in_the_files_is_never_written_over(folder):
    edit_in_admin(title_cy="Rheolwr stôr")
    models.Contact.objects.update(telephone="01632 960999")
    write_content(folder, make_profile_document(title=pair("Shop boss", "Rheolwr siop")))
    before, out = contents(folder), StringIO()

    with pytest.raises(CommandError, match="1 left alone: see above, then export again"):
        call_command("export_content", folder, stdout=out)

    assert out.getvalue().splitlines() == [
        "written: content/contacts.yaml",
        f"left alone: {KEY}: its files changed since they were read: load them first",
        "export_content: 1 written, 0 removed, 8 unchanged",
    ]
    after = contents(folder)
    assert {name for name in after if after[name] != before[name]} == {"contacts.yaml"}
    assert Profile.objects.get().base["title"]["en"] == "Shop manager"


def test_a_new_picture_that_nobody_has_loaded_is_not_removed(folder):
    (folder / f"profiles/{KEY}/pictures/till.svg").write_bytes(b"<svg/>")
    text = (folder / YAML).read_text()
    (folder / YAML).write_text(text.replace("file: counter.svg", "file: till.svg"))

    assert list(export_content(folder).left) == [KEY]
    assert (folder / f"profiles/{KEY}/pictures/till.svg").is_file()


def test_files_that_cannot_be_read_are_left_to_their_author(folder):
    (folder / YAML).write_text("title: [")
    (folder / "areas.yaml").write_text("- key: retail\n")

    export = export_content(folder)

    assert (list(export.left), export.written) == (["directory", KEY], [])


def test_files_that_are_only_untidy_are_put_right(folder):
    tidy = contents(folder)
    (folder / YAML).write_bytes(tidy[YAML].replace(b"\n", b"\r\n"))

    assert export_content(folder).written == [YAML]
    assert contents(folder) == tidy


def test_a_directory_changed_in_the_files_is_left_alone(folder):
    models.Contact.objects.update(telephone="01632 960999")
    areas = make_directory().areas
    renamed = areas[0].model_copy(update={"name": make_profile_document().title})
    write_content(folder, directory=make_directory(areas=[renamed]))

    assert list(export_content(folder).left) == ["directory"]
    assert b"01632 960000" in (folder / "contacts.yaml").read_bytes()


# What is half finished


def test_a_working_copy_that_is_half_finished_is_left_alone_and_the_rest_goes(folder):
    edit_in_admin(title_en="", title_cy="")
    models.Contact.objects.update(telephone="01632 960999")

    export = export_content(folder)

    assert export.left == {
        KEY: "its working copy is not valid: title: is empty: write it in at least one language"
    }
    assert export.written == ["contacts.yaml"]


def test_a_half_finished_directory_is_left_alone_and_careers_go(folder):
    models.Contact.objects.update(organisation_en="", organisation_cy="")
    edit_in_admin(title_cy="Rheolwr stôr")

    export = export_content(folder)

    assert list(export.left) == ["directory"]
    assert export.written == [YAML]
    assert read_content(folder).problems == []


def test_what_files_would_not_take_is_never_written(folder):
    """Otherwise one career in the making would keep every file from being loaded."""
    Profile.objects.create(key="cook", title_en="Cook", standfirst_en="You cook.", areas=["retail"])
    models.Claim.objects.filter(key="days-prospects").delete()
    before = contents(folder)

    export = export_content(folder)

    assert export.left == {
        "cook": "files would not take it yet: slug.en: is empty: a career needs an address in each language;"
        " slug.cy: is empty: a career needs an address in each language",
        KEY: "files would not take it yet: disagreements.days.key: needs at least two claims: each side is"
        " named",
    }
    assert contents(folder) == before


def test_a_career_that_names_what_the_files_do_not_have_waits_for_the_directory(folder):
    models.Source.objects.create(key="new", name_en="New", publisher_en="New", title="New", position=9)
    models.PayBand.objects.filter(key="senior").update(source="new")
    models.Contact.objects.update(organisation_en="", organisation_cy="")

    assert sorted(export_content(folder).left) == ["directory", KEY]
    models.Contact.objects.update(organisation_en="The Shop Trust")
    assert export_content(folder).left == {}
    assert read_content(folder).problems == []


# What readers see


def test_what_is_published_can_be_exported_and_edits_stay_edits(folder):
    published = contents(folder)
    edit_in_admin(title_cy="Rheolwr stôr")
    models.Contact.objects.update(telephone="01632 960999")
    export_content(folder)
    assert contents(folder) != published

    assert run(folder, published=True) == [
        "written: content/contacts.yaml",
        f"written: content/{YAML}",
        "export_content: 2 written, 0 removed, 12 unchanged",
    ]

    assert contents(folder) == published
    assert load_content(folder).left == dict.fromkeys(
        ["directory", KEY], "edited here since the files were read: export it"
    )
    assert Profile.objects.get().title_cy == "Rheolwr stôr"


def test_a_draft_is_not_exported_with_what_is_published(folder):
    Profile.objects.create(
        key="cook", title_en="Cook", slug_en="c", slug_cy="c", standfirst_en="x", areas=["retail"]
    )

    assert run(folder, published=True) == ["export_content: 0 written, 0 removed, 14 unchanged"]


def test_before_anything_is_published_there_is_nothing_to_export(folder, tmp_path):
    DirectoryState.objects.update(edition=None)

    with pytest.raises(CommandError, match="1 left alone"):
        run(tmp_path / "elsewhere", published=True)


# Interrupted


def test_an_export_that_is_interrupted_loses_nothing(folder, monkeypatch):
    edit_in_admin(title_cy="Rheolwr stôr")
    models.Section.objects.filter(key="pay").update(prose_en="Pay grows, slowly.", prose_cy="Yn araf.")
    replace, before = Path.replace, contents(folder)

    def fail_at_the_last(path: Path, target: Path) -> Path:
        if target.name == "profile.yaml":
            raise OSError("the disk is full")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_last)
    with pytest.raises(OSError, match="the disk is full"):
        export_content(folder)
    monkeypatch.undo()

    after = contents(folder)
    assert {name for name in after if after[name] != before.get(name)} == {
        f"profiles/{KEY}/cy.md",
        f"profiles/{KEY}/en.md",
    }
    # Some files hold the edits and some do not; the rows hold them all, and a load sees that.
    assert load_content(folder).left == {KEY: "edited here since the files were read: export it"}
    assert export_content(folder).written == [YAML]
    assert load_content(folder).unchanged == ["directory", KEY]
    assert Profile.objects.get().title_cy == "Rheolwr stôr"
