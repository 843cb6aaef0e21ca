"""Files and edits at the desk: three texts side by side, a choice, and the load that uses it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from profiles import models, working_copy
from profiles.admin.compared import MOST_WORDS
from profiles.admin.conflicts import Part, _compared
from profiles.content.exporter import export_content
from profiles.content.loader import Conflicts, load_content
from profiles.models import Change, Conflict, Profile
from tests.builders import make_directory, make_profile_data, make_profile_document, pair, write_content

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

KEY = "shop-manager"
PAGE = "/admin/files/"
LOAD = "/admin/files/load/"


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """A content folder that has been loaded and published, where the site looks for it."""
    settings.MEDIA_ROOT, settings.CONTENT_DIR = tmp_path / "media", tmp_path / "content"
    write_content(settings.CONTENT_DIR)
    load_content(settings.CONTENT_DIR, publish=True)
    return settings.CONTENT_DIR


@pytest.fixture
def clash(folder) -> Path:
    """The files and an editor changed the Welsh title, the pay and a telephone number; each by themselves."""
    edit(Profile.objects.get(), title_cy="Pennaeth siop", title_en="Head of shop")
    models.PayBand.objects.filter(key="senior").update(high=46000)
    with working_copy.changing_directory(origin=Change.Origin.ADMIN):
        models.Contact.objects.update(telephone="01632 960999")
    bands = make_profile_data()["pay_bands"][:1]
    contact = make_directory().contacts[0].model_copy(update={"telephone": "01632 960111"})
    write_content(
        folder,
        make_profile_document(title=pair("Shop manager", "Bòs y siop"), pay_bands=bands),
        directory=make_directory(contacts=[contact]),
    )
    with pytest.raises(Conflicts):
        load_content(folder)
    return folder


def edit(profile: Profile, **columns: Any) -> None:
    with working_copy.changing(profile, origin=Change.Origin.ADMIN):
        Profile.objects.filter(pk=profile.pk).update(**columns)


def held() -> dict[tuple[str, str], Conflict]:
    return {(row.document, row.path): row for row in Conflict.objects.all()}


def fields(client, document: str) -> dict[str, str]:
    """What a browser would send of one document's form if nobody touched it."""
    (found,) = [d for d in client.get(PAGE).context["documents"] if d["key"] == document]
    seen = {f"seen-{shown.conflict.pk}": shown.seen for shown in found["conflicts"]}
    chosen = {f"choice-{shown.conflict.pk}": shown.conflict.choice for shown in found["conflicts"]}
    return {"document": document, **seen, **{name: value for name, value in chosen.items() if value}}


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_refused_load_leaves_its_conflicts_for_admin(clash):
    rows = held()

    assert list(rows) == [
        ("directory", "contacts.shop-trust.telephone"),
        (KEY, "pay_bands.senior"),
        (KEY, "title.cy"),
    ]
    title = rows[KEY, "title.cy"]
    assert (title.base, title.file, title.edit) == ("Rheolwr siop", "Bòs y siop", "Pennaeth siop")
    assert (title.choice, title.by) == ("", None)
    assert rows[KEY, "pay_bands.senior"].file is None
    assert Profile.objects.get().title_cy == "Pennaeth siop"


def test_the_page_shows_three_texts_and_leads_to_the_form(client, editor, clash):
    page = client.get(PAGE)
    text = page.content.decode()

    assert [d["key"] for d in page.context["documents"]] == ["directory", KEY]
    for words in ("<del>Rheolwr </del><ins>Bòs y </ins>siop", "<del>Rheolwr </del><ins>Pennaeth </ins>siop"):
        assert words in text
    assert ">Rheolwr siop</p>" in text
    assert "nothing: it was taken away" in text
    profile = Profile.objects.get()
    form = reverse("admin:profiles_profile_change", args=[profile.pk])
    assert f'href="{form}#id_title_cy"' in text
    assert f'href="{form}?list=pay_bands#item-senior"' in text
    contact = reverse("admin:desk_shared_entry", args=["contacts", "shop-trust"])
    assert f'href="{contact}#id_telephone"' in text
    for address in (contact, PAGE):
        assert client.get(address, follow=True).status_code == 200
    assert "Files and edits (3)" in client.get("/admin/").content.decode()


def test_of_a_long_text_the_page_shows_what_changed(client, editor, folder):
    """The rest of what both began from is folded away."""
    same = "Some words that nobody changed. " * 40
    Conflict.objects.create(
        document=KEY,
        path="sections.pay.prose.en",
        base=f"{same}Yes.",
        file=f"{same}No.",
        edit=f"A. {same}Yes.",
    )

    ((shown,),) = (document["conflicts"] for document in client.get(PAGE).context["documents"])

    assert [part.state for part in shown.file] == ["cut", "same", "gone", "new"]
    assert shown.file[1].text.startswith("nobody changed. Some words")
    assert len(shown.file[1].text) < 150
    assert [part.state for part in shown.edit] == ["new", "same", "cut"]
    assert shown.base["text"] == f"{same}Yes."
    assert len(shown.base["short"]) < 200


def test_choosing_and_loading_brings_it_into_force(client, editor, clash):
    rows = held()
    form = fields(client, KEY)
    title, band = rows[KEY, "title.cy"], rows[KEY, "pay_bands.senior"]

    page = client.post(PAGE, {**form, f"choice-{title.pk}": "file"}, follow=True)
    assert said(page) == ["Your choices are kept. They come into force when the files are loaded."]
    client.post(PAGE, {**fields(client, KEY), f"choice-{band.pk}": "edit"})
    client.post(PAGE, {**fields(client, "directory"), "all": "file"})

    title.refresh_from_db()
    assert (title.choice, title.by) == ("file", editor)
    assert title.chosen_at
    assert Profile.objects.get().title_cy == "Pennaeth siop"  # not yet
    assert "Everything is chosen." in client.get(PAGE).content.decode()

    page = client.post(LOAD)

    assert page.context["outcome"] == [
        ("Brought up to the files", "Shared lists"),
        ("Put together from the files and the edits", "Head of shop"),
    ]
    profile = Profile.objects.get()
    assert (profile.title_cy, profile.title_en) == ("Bòs y siop", "Head of shop")
    assert models.PayBand.objects.get(key="senior").high == 46000
    assert models.Contact.objects.get().telephone == "01632 960111"
    assert not Conflict.objects.exists()
    change = Change.objects.filter(kind="profile", key=KEY).first()
    assert (change.origin, change.by) == (Change.Origin.FILES, editor)
    # Readers see none of it.
    assert profile.edition.number == 1
    assert profile.edition.document["title"]["cy"] == "Rheolwr siop"


def test_what_was_chosen_is_recorded(client, editor, clash):
    client.post(PAGE, {**fields(client, KEY), "all": "edit"})

    assert sorted(LogEntry.objects.values_list("user__username", "change_message")) == [
        ("ed", "Chose what the editor says: Pay bands › senior"),
        ("ed", "Chose what the editor says: Title (Welsh)"),
    ]


def test_all_of_a_document_can_be_chosen_at_once_and_changed_again(client, editor, clash):
    for side in ("file", "edit"):
        client.post(PAGE, {**fields(client, KEY), "all": side})
        assert set(Conflict.objects.filter(document=KEY).values_list("choice", flat=True)) == {side}
    assert Conflict.objects.get(document="directory").choice == ""


def test_a_load_with_something_left_to_choose_leaves_that_document(client, editor, clash):
    client.post(PAGE, {**fields(client, "directory"), "all": "edit"})

    outcome = dict(client.post(LOAD).context["outcome"])

    assert outcome["Head of shop is left alone"] == (
        "files and edits both changed title.cy, pay_bands.senior: choose in admin, under Files and edits"
    )
    assert models.Contact.objects.get().telephone == "01632 960999"
    assert list(held()) == [(KEY, "pay_bands.senior"), (KEY, "title.cy")]


def test_a_choice_made_while_the_texts_changed_is_not_kept(client, editor, clash):
    form = fields(client, KEY)
    edit(Profile.objects.get(), title_cy="Meistr y siop")
    with pytest.raises(Conflicts):
        load_content(clash)

    page = client.post(PAGE, {**form, "all": "file"}, follow=True)

    assert said(page)[-1] == "Some texts have changed since this page was shown. Look again, then choose."
    assert held()[KEY, "title.cy"].choice == ""


@pytest.mark.parametrize(
    ("chosen", "file", "edited", "holds"),
    [
        ("file", "Bòs y siop", "Pennaeth siop", True),
        ("file", "Bòs y siop fawr", "Pennaeth siop", False),
        ("file", "Bòs y siop", "Meistr y siop", False),
        ("edit", "Bòs y siop", "Meistr y siop", True),
        ("edit", "Bòs y siop fawr", "Pennaeth siop", False),
    ],
)
def test_a_choice_holds_while_what_it_was_about_does(clash, chosen, file, edited, holds):
    Conflict.objects.update(choice=chosen)
    edit(Profile.objects.get(), title_cy=edited)
    write_content(
        clash,
        make_profile_document(
            title=pair("Shop manager", file), pay_bands=make_profile_data()["pay_bands"][:1]
        ),
        directory=make_directory(),
    )

    report = load_content(clash, leave_conflicts=True)

    assert ("choose in admin" in report.left.get(KEY, "")) is not holds
    if holds:
        assert Profile.objects.get().title_cy == (file if chosen == "file" else edited)
    else:
        assert (held()[KEY, "title.cy"].choice, held()[KEY, "title.cy"].edit) == ("", edited)


def test_what_no_longer_clashes_is_no_longer_shown(client, editor, clash):
    edit(Profile.objects.get(), title_cy="Bòs y siop")
    models.PayBand.objects.filter(key="senior").update(high=45000)

    client.post(LOAD)

    assert list(held()) == [("directory", "contacts.shop-trust.telephone")]


def test_the_faults_of_the_files_are_said_and_nothing_is_loaded(client, editor, clash):
    (clash / "areas.yaml").write_text("areas\n")
    before = held()

    page = client.post(LOAD)

    assert page.status_code == 422
    assert "areas.yaml:1" in page.content.decode()
    assert held().keys() == before.keys()


def test_loading_from_here_withdraws_nothing(client, editor, folder):
    shutil.rmtree(folder / "profiles" / KEY)

    page = client.post(LOAD)

    assert Profile.objects.get().state == Profile.State.PUBLISHED
    assert "its files have gone: export it or withdraw it" in page.content.decode()


def test_the_page_says_what_the_files_do_not_have(client, editor, folder):
    assert "the files have every edit" in client.get(PAGE).content.decode()
    edit(Profile.objects.get(), title_en="Store manager", title_cy="Rheolwr stôr")
    Profile.objects.create(
        key="cook", title_en="Cook", slug_en="c", slug_cy="c", standfirst_en="x", areas=["retail"]
    )
    Profile.objects.create(key="baker")
    models.Contact.objects.update(telephone="01632 960999")

    page = client.get(PAGE)

    assert {row["key"]: row["words"] for row in page.context["not_in_files"]} == {
        "baker": "its working copy is not valid: title: is empty: write it in at least one language;"
        " standfirst: is empty: write it in at least one language; areas: needs at least one entry",
        "cook": "not in files: export it",
        "directory": "edited here since the files were read: export it",
        KEY: "edited here since the files were read: export it",
    }
    Profile.objects.filter(key="baker").delete()
    export_content(folder)
    assert client.get(PAGE).context["not_in_files"] == []


def test_the_page_takes_as_many_queries_for_many_conflicts(
    client, editor, clash, django_assert_num_queries, django_assert_max_num_queries
):
    client.get(PAGE)
    with django_assert_max_num_queries(60) as few:
        client.get(PAGE)
    for number in range(30):
        Conflict.objects.create(
            document=KEY, path=f"pay_bands.b{number}.note.en", base="a", file="b", edit="c"
        )
    with django_assert_num_queries(len(few)):
        client.get(PAGE)


def test_who_may_not_edit_sees_nothing_of_it(client, clash):
    user = User.objects.create(username="t", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_profile", "translate_profile"]))
    client.force_login(user)

    assert "/admin/files/" not in client.get("/admin/").content.decode()
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"document": KEY, "all": "file"}).status_code == 403
    assert client.post(LOAD).status_code == 403
    assert set(Conflict.objects.values_list("choice", flat=True)) == {""}


@pytest.mark.parametrize(
    "sent",
    [{}, {"document": "nobody", "all": "file"}, {"document": KEY, "all": "neither"}, {"document": "\0"}],
)
def test_nonsense_chooses_nothing(client, editor, clash, sent):
    assert client.post(PAGE, sent, follow=True).status_code == 200
    assert set(Conflict.objects.values_list("choice", flat=True)) == {""}
    assert client.get(LOAD).status_code == 405


def test_very_long_texts_are_shown_whole_not_compared():
    """To compare them word by word would take longer than anybody waits."""
    text = "gair " * (MOST_WORDS + 1)
    assert list(_compared(text, f"Un {text}")) == [Part("same", f"Un {text}")]


def test_a_conflict_about_something_that_has_gone_is_still_shown(client, editor, folder):
    Conflict.objects.create(document="gone", path="title.en", base="a", file="b", edit="c")
    Conflict.objects.create(document=KEY, path="steps (order)", base=["a", "b"], file=["b", "a"], edit=["a"])
    Conflict.objects.create(document="directory", path="areas (order)", base=["a"], file=["b"], edit=["c"])
    Conflict.objects.create(document="directory", path="links.x", base={"key": "x"}, file={"key": "y"})

    page = client.get(PAGE)

    assert page.status_code == 200
    assert [len(document["conflicts"]) for document in page.context["documents"]] == [2, 1, 1]
    client.post(LOAD)
    assert not Conflict.objects.exists()
