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

    assert run(folder, dry_run=True) == [
        f"written: content/{YAML}",
        f"removed: content/profiles/{KEY}/pictures/counter.png",
        f"removed: content/profiles/{KEY}/pictures/counter.svg",
        "export_content: 1 written, 2 removed, 11 unchanged (dry run: nothing was written)",
    ]
    assert contents(folder) == files
    assert rows() == before


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

    with pytest.raises(CommandError, match="1 changed in the files too: load them, then export again"):
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
