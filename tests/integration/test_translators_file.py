"""The translator's file: what goes out, what comes back, and what is refused without harm."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from profiles import returned_texts, translators_file
from profiles.content import schema
from profiles.documents import write_profile
from profiles.models import Change, Film, Profile, Route, Section, SharedSkill
from profiles.publishing import publish_profile
from profiles.returned_texts import Outcome
from profiles.translators_file import (
    ENGLISH,
    HEADINGS,
    KEPT,
    KEY,
    MOST_ROWS,
    STILL_RIGHT,
    TEXTS,
    WELSH,
    Returned,
    Row,
    Unreadable,
    read,
    write,
)
from profiles.working_copy import changing, settle
from tests.builders import make_profile_document, pair

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

OUT, BACK = "/admin/work/file/", "/admin/work/returned/"
HOSTILE = [
    "=1+1",
    "+44 1632",
    "-5%",
    "@SUM(A1)",
    "\tx",
    '=HYPERLINK("http://x")',
    "#N/A",
    "2026-11-25",
    "TRUE",
    "1e5",
]


@pytest.fixture
def translator(client, db) -> User:
    user = User.objects.create(username="tess", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_profile", "translate_profile"]))
    client.force_login(user)
    return user


def edit(row, **columns) -> None:
    row.refresh_from_db()
    with changing(row, origin=Change.Origin.ADMIN):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()


def edit_section(career: Profile, key: str, **columns) -> None:
    career.refresh_from_db()
    with changing(career, origin=Change.Origin.ADMIN):
        Section.objects.filter(profile_row=career, key=key).update(**columns)


def fetch(client, **query) -> bytes:
    response = client.get(OUT, query)
    assert response.status_code == 200
    return response.content


def rows_of(data: bytes) -> dict[str, dict[str, object]]:
    """The texts of a file by key, each by heading."""
    rows = list(load_workbook(io.BytesIO(data))[TEXTS].iter_rows(values_only=True))
    return {row[0]: dict(zip(HEADINGS, row, strict=True)) for row in rows[1:]}


def filled(data: bytes, texts: dict[str, str], heading: str = WELSH) -> bytes:
    """The file as a translator sends it back: these texts written, by the end of their keys."""
    book = load_workbook(io.BytesIO(data))
    sheet = book[TEXTS]
    column = HEADINGS.index(heading) + 1
    for end, text in texts.items():
        [row] = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value.endswith(end)]
        sheet.cell(row, column).value = text
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, data: bytes, name: str = "translated.xlsx"):
    file = io.BytesIO(data)
    file.name = name
    return client.post(BACK, {"file": file}, follow=True)


def take(client, response, *, only: Callable | None = None):
    """Write what the page has ticked, or what is chosen of all it offers."""
    offered = response.context["offered"]
    chosen = [offer.value for offer in offered if (only or (lambda offer: offer.verdict.is_ticked))(offer)]
    return client.post(BACK, {"take": "", "row": chosen}, follow=True)


def everything(offer) -> bool:
    return True


def outcomes(response) -> dict[str, str]:
    """What the page says of each row, by the text's path."""
    return {
        offer.verdict.address.path if offer.verdict.address else offer.verdict.returned.address: (
            offer.verdict.outcome.value
        )
        for part in ("offered", "refused", "nothing")
        for offer in response.context[part]
    }


def reasons(response) -> list[str]:
    return [reason for offer in response.context["refused"] for reason in offer.verdict.reasons]


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def untranslated(career: Profile) -> None:
    """Three texts without Welsh, and one whose English changed since."""
    edit(career, title_cy="", standfirst_en="You look after a shop.")
    edit_section(career, "pay", answer_cy="", prose_cy="")


# Out --------------------------------------------------------------------------------------------


def test_the_file_has_what_waits_and_where_it_is(client, translator, career):
    untranslated(career)
    rows = rows_of(fetch(client))
    assert list(rows) == [
        "profile/shop-manager/title/cy",
        "profile/shop-manager/standfirst/cy",
        "profile/shop-manager/sections.pay.answer/cy",
        "profile/shop-manager/sections.pay.prose/cy",
    ]
    row = rows["profile/shop-manager/sections.pay.answer/cy"]
    assert row[HEADINGS[1]] == "Shop manager › Sections › Pay › Short answer"
    assert (row[ENGLISH], row[WELSH]) == ("It varies.", None)
    assert "Welsh missing" in row[HEADINGS[4]]
    assert "One line" in row[HEADINGS[5]]
    assert "Welsh out of date since" in rows["profile/shop-manager/standfirst/cy"][HEADINGS[4]]
    assert "Markdown" in rows["profile/shop-manager/sections.pay.prose/cy"][HEADINGS[5]]


def test_the_file_answers_the_question_of_the_work_list(client, translator, career):
    untranslated(career)
    edit(SharedSkill.objects.get(key="listening"), name_en="")
    assert list(rows_of(fetch(client, language="en"))) == ["skills/listening/name/en"]
    assert list(rows_of(fetch(client, of="directory"))) == ["skills/listening/name/en"]
    assert len(rows_of(fetch(client, of="profile/shop-manager", state="missing"))) == 3
    response = client.get(OUT, {"of": "contacts"}, follow=True)
    assert said(response) == ["Nothing of that waits for a translator, so there is no file."]


def test_the_file_is_made_to_be_worked_in(client, translator, career):
    untranslated(career)
    book = load_workbook(io.BytesIO(fetch(client)))
    assert book.sheetnames[1:] == [TEXTS, KEPT]
    guide, texts, kept = book.worksheets
    said_there = " ".join(cell.value for row in guide.iter_rows() for cell in row)
    assert "Write in the coloured cells only" in said_there
    assert "Ysgrifennwch yn y celloedd lliw yn unig" in said_there
    assert kept.sheet_state == "hidden"
    assert texts.freeze_panes == "A2"
    assert texts.protection.sheet
    english, welsh, tick = (texts.cell(3, HEADINGS.index(name) + 1) for name in (ENGLISH, WELSH, STILL_RIGHT))
    assert english.protection.locked
    assert not welsh.protection.locked
    assert welsh.fill.fgColor.rgb != english.fill.fgColor.rgb
    assert not tick.protection.locked, "an out-of-date text can be said to be still right"
    assert texts.cell(2, HEADINGS.index(STILL_RIGHT) + 1).protection.locked, "a missing one cannot"
    assert welsh.alignment.wrap_text
    assert texts.column_dimensions["C"].width > 40


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_ever_a_formula(text):
    row = Row("profile/a/title/cy", text, "cy", "missing", text, text, schema.Pair)
    book = load_workbook(io.BytesIO(write([row])))
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type == "s" or cell.value is None, cell.coordinate
    cell = book[TEXTS].cell(2, 3)
    assert cell.value == text
    assert bool(cell.quotePrefix) == (text[0] in "=+-@\t")


def test_letters_marks_and_lists_survive_the_journey():
    texts = {"en": ["tŷ", "dŵr"], "cy": "Llinell\n\n- **ŵ** ŷ Ŵ Ŷ ’ “ ” –"}
    row = Row("profile/a/x/cy", "", "cy", "missing", texts["en"], texts["cy"], schema.ListPair)
    [back] = read(io.BytesIO(write([row])), 100)
    assert (back.en, back.cy) == ("tŷ\ndŵr", texts["cy"])
    assert (back.was_en, back.was_cy) == (back.en, back.cy)


def test_letters_written_in_two_parts_come_back_as_one(client, translator, career):
    edit(career, title_cy="")
    send_back = filled(fetch(client), {"title/cy": "Dw\u0302r a thy\u0302"})
    take(client, send(client, send_back))
    assert Profile.objects.get().title_cy == "Dŵr a thŷ"


def test_a_text_too_long_for_a_cell_is_left_out_and_that_is_said():
    rows = [
        Row(f"profile/a/{name}/cy", "", "cy", "missing", text, "", schema.Pair)
        for name, text in (("title", "Short"), ("notes", "x" * 33_000))
    ]
    book = load_workbook(io.BytesIO(write(rows)))
    assert book[TEXTS].max_row == 2
    assert any("1 texts are too long" in str(cell.value) for cell in book.worksheets[0]["A"])


def test_the_file_asks_no_more_for_more_careers(client, translator, career):
    untranslated(career)
    fetch(client)
    with CaptureQueriesContext(connection) as few:
        fetch(client)
    for number in range(4):
        profile, _changes = write_profile(make_profile_document(key=f"cook-{number}", title=pair("Cook")))
        settle(profile, None, origin=Change.Origin.ADMIN)
    with CaptureQueriesContext(connection) as many:
        assert len(rows_of(fetch(client))) == 8
    assert len(many) == len(few)


# There and back ---------------------------------------------------------------------------------


def test_a_translators_round_trip(client, translator, career):
    """Out, filled in, somebody else at work meanwhile; back, told of that, taken, published."""
    untranslated(career)
    Route.objects.filter(profile_row=career).update(requirements_cy=[])
    edit(career, welsh_note_en="Welsh is of use.")
    data = fetch(client, language="cy", of="profile/shop-manager")
    assert len(rows_of(data)) == 6

    edit_section(career, "pay", answer_en="It varies a great deal.")
    back = filled(
        data,
        {
            "title/cy": "Rheolwr siop",
            "standfirst/cy": "Chi sy’n gofalu am siop.",
            "pay.answer/cy": "Mae’n amrywio.",
            "pay.prose/cy": "Mae cyflog yn **tyfu**.\n\n- bob blwyddyn",
            "requirements/cy": "blwyddyn mewn siop\n\n",
        },
    )
    back = filled(back, {"welsh_note/cy": "x"}, STILL_RIGHT)
    response = send(client, back)
    assert outcomes(response) == {
        "title": "new",
        "standfirst": "new",
        "sections.pay.answer": "meanwhile",
        "sections.pay.prose": "new",
        "routes.work.requirements": "new",
        "welsh_note": "confirmed",
    }
    html = response.content.decode()
    for text in ("It varies a great deal.", "It varies.", "Mae’n amrywio."):
        assert text in html
    assert Profile.objects.get().title_cy == "", "nothing is written by looking"

    response = take(client, response)
    assert said(response) == ["4 texts were written.", "1 text was confirmed as still right."]
    assert outcomes(response) == {
        "sections.pay.answer": "meanwhile",
        "title": "nothing",
        "standfirst": "nothing",
        "sections.pay.prose": "nothing",
        "routes.work.requirements": "nothing",
        "welsh_note": "nothing",
    }
    career.refresh_from_db()
    assert career.waiting["cy"] == {"sections.pay.answer": "missing"}
    assert career.title_cy == "Rheolwr siop"
    assert Route.objects.get(profile_row=career).requirements_cy == ["blwyddyn mewn siop"]
    assert Section.objects.get(profile_row=career, key="pay").prose_cy.endswith("- bob blwyddyn")
    change = Change.objects.first()
    assert (change.origin, change.by) == (Change.Origin.TRANSLATION, translator)
    assert change.note == "Translator’s file translated.xlsx"

    response = take(client, response, only=everything)
    career.refresh_from_db()
    assert list(career.waiting["cy"]) == ["sections.pay.answer"], "made from what the English said before"
    edit_section(career, "pay", answer_cy="Mae’n amrywio’n fawr.")
    career.refresh_from_db()
    assert (career.waiting["cy"], career.waiting["en"]) == ({}, {})
    edition = publish_profile(career)
    assert edition.document["standfirst"]["cy"] == "Chi sy’n gofalu am siop."


def test_english_is_translated_too(client, translator, career):
    edit(career, title_en="")
    edit(SharedSkill.objects.get(key="listening"), name_cy="Gwrando’n dda")
    back = filled(fetch(client), {"title/en": "Shop manager", "listening/name/en": "Listening well"}, ENGLISH)
    take(client, send(client, back))
    career.refresh_from_db()
    skill = SharedSkill.objects.get(key="listening")
    assert (career.title_en, career.waiting["en"], career.waiting["cy"]) == ("Shop manager", {}, {})
    assert (skill.name_en, skill.out_of_date) == ("Listening well", {})


def test_what_came_back_as_it_went_is_confirmed_only_when_ticked(client, translator, career):
    edit(career, standfirst_en="You look after a shop.")
    response = send(client, fetch(client))
    assert outcomes(response) == {"standfirst": "untouched"}
    assert said(take(client, response)) == ["Nothing was ticked, so nothing was written."]
    response = take(client, send(client, fetch(client)), only=everything)
    assert said(response) == ["1 text was confirmed as still right."]
    career.refresh_from_db()
    assert career.out_of_date == {}


def test_only_what_is_ticked_is_written(client, translator, career):
    untranslated(career)
    back = filled(fetch(client), {"title/cy": "Rheolwr", "pay.answer/cy": "Da."})
    take(client, send(client, back), only=lambda offer: offer.verdict.address.path == "title")
    assert Profile.objects.get().title_cy == "Rheolwr"
    assert Section.objects.get(key="pay").answer_cy == ""


def test_a_text_that_somebody_else_wrote_meanwhile_is_not_overwritten_unasked(client, translator, career):
    untranslated(career)
    back = filled(fetch(client), {"title/cy": "O’r ffeil"})
    edit(career, title_cy="O’r ddesg", standfirst_cy="O’r ddesg")
    response = send(client, back)
    assert outcomes(response)["title"] == "meanwhile"
    assert outcomes(response)["standfirst"] == "nothing", "the file says nothing new of it"
    take(client, response)
    assert Profile.objects.get().title_cy == "O’r ddesg"
    take(client, send(client, back), only=everything)
    career.refresh_from_db()
    assert career.title_cy == "O’r ffeil"
    assert career.out_of_date == {}, "a translation leaves what it was made from as it is"


def test_a_change_between_looking_and_taking_stops_everything(client, translator, career):
    untranslated(career)
    response = send(client, filled(fetch(client), {"title/cy": "O’r ffeil", "pay.answer/cy": "Da."}))
    edit(career, title_cy="O’r ddesg")
    response = take(client, response)
    assert response.status_code == 409
    assert "Somebody changed a text meanwhile" in said(response)[0]
    assert outcomes(response)["title"] == "meanwhile"
    assert Profile.objects.get().title_cy == "O’r ddesg"
    assert Section.objects.get(key="pay").answer_cy == ""


def test_the_file_is_kept_between_the_steps_and_can_be_put_away(client, translator, career):
    untranslated(career)
    send(client, filled(fetch(client), {"title/cy": "O’r ffeil"}))
    assert outcomes(client.get(BACK))["title"] == "new"
    client.post(BACK, {"put_away": ""})
    assert "offered" not in client.get(BACK).context
    assert said(client.post(BACK, {"take": "", "row": "2:x"}, follow=True)) == [
        "The file was not kept that long: send it again."
    ]


@pytest.mark.parametrize("row", ["", "x", "2", "2:x", "99999999999:x", "-1:x", "٣:x", "900:x"])
def test_a_tick_that_was_never_shown_writes_nothing(client, translator, career, row):
    untranslated(career)
    send(client, filled(fetch(client), {"title/cy": "O’r ffeil"}))
    assert client.post(BACK, {"take": "", "row": row}, follow=True).status_code in (200, 409)
    assert Profile.objects.get().title_cy == ""


# Rows that are refused ----------------------------------------------------------------------------


def test_english_altered_beside_a_welsh_text_is_refused(client, translator, career):
    untranslated(career)
    back = filled(filled(fetch(client), {"title/cy": "Rheolwr"}), {"title/cy": "Boss"}, ENGLISH)
    response = send(client, back)
    assert reasons(response) == [
        "The English was altered in the file: it is changed on its own form, not here."
    ]
    assert outcomes(response)["title"] == "refused"


@pytest.mark.parametrize(
    ("end", "text", "words"),
    [
        ("title/cy", "Un\nDau", "must be one line"),
        ("title/cy", "x" * 2001, "longer than 2000 characters"),
        ("pay.prose/cy", "x" * 20_001, "longer than 20000 characters"),
        ("pay.prose/cy", "# Pennawd", "line 1 begins with #"),
        ("pay.prose/cy", "<script>alert(1)</script>", "holds HTML"),
        ("standfirst/cy", "", "The text was emptied"),
        ("title/cy", "=1+1", "Cell D2 holds a formula"),
        ("title/cy", True, "Cell D2 holds no text"),
    ],
)
def test_a_text_that_cannot_stand_is_refused_with_the_reason(client, translator, career, end, text, words):
    untranslated(career)
    response = send(client, filled(fetch(client), {end: text}))
    [reason] = reasons(response)
    assert words in reason
    assert not any(offer.verdict.is_ticked for offer in response.context["offered"])


def test_a_number_typed_as_a_text_is_one(client, translator, career):
    edit(career, title_cy="")
    take(client, send(client, filled(fetch(client), {"title/cy": 1945})))
    assert Profile.objects.get().title_cy == "1945"


def test_keys_that_lead_nowhere_are_refused(client, translator, career):
    untranslated(career)
    book = load_workbook(io.BytesIO(fetch(client)))
    sheet, kept = book[TEXTS], book[KEPT]
    sheet["A2"].value = "profile/shop-manager/standfirst/de"
    sheet["A4"].value = "made up"
    # A file that was tampered with throughout finds no field that is not a text.
    for at in (sheet, kept):
        at["A5"].value = "profile/shop-manager/state/cy"
    sheet["D5"].value = "withdrawn"
    response = send(client, saved(book))
    assert len(reasons(response)) == 3
    assert "The text has gone: what it belonged to was taken away." in reasons(response)
    assert Profile.objects.get().state == Profile.State.PUBLISHED


def test_a_text_whose_item_was_taken_away_is_refused(client, translator, career):
    with changing(career, origin=Change.Origin.ADMIN):
        Film.objects.update(role_cy="")
    back = filled(fetch(client), {"films.sam.role/cy": "Rheolwr"})
    career.refresh_from_db()
    with changing(career, origin=Change.Origin.ADMIN):
        Film.objects.all().delete()
    assert reasons(send(client, back)) == ["The text has gone: what it belonged to was taken away."]


def test_a_row_that_stands_twice_counts_once(client, translator, career):
    edit(career, title_cy="")
    book = load_workbook(io.BytesIO(filled(fetch(client), {"title/cy": "Un"})))
    sheet = book[TEXTS]
    for column in range(1, 8):
        sheet.cell(3, column).value = sheet.cell(2, column).value
    sheet.cell(3, 4).value = "Dau"
    response = send(client, saved(book))
    assert reasons(response) == ["This key stands in an earlier row too."]
    take(client, response)
    assert Profile.objects.get().title_cy == "Un"


def test_columns_may_stand_in_another_order(client, translator, career):
    edit(career, title_cy="")
    book = load_workbook(io.BytesIO(filled(fetch(client), {"title/cy": "Rheolwr"})))
    sheet = book[TEXTS]
    for row in (1, 2):
        values = [sheet.cell(row, column).value for column in range(1, 8)]
        for column, value in enumerate(reversed(values), 1):
            sheet.cell(row, column).value = value
    take(client, send(client, saved(book)))
    assert Profile.objects.get().title_cy == "Rheolwr"


def test_a_judgement_asks_no_more_for_more_rows(career):
    rows = [Returned(2, "profile/shop-manager/title/cy", "a", "b", "a", "b")]
    with CaptureQueriesContext(connection) as few:
        returned_texts.judge(rows)
    rows += [
        Returned(number, f"profile/career-{number}/title/cy", "a", "b", "a", "b") for number in range(3, 40)
    ]
    with CaptureQueriesContext(connection) as many:
        assert returned_texts.judge(rows)[-1].outcome == Outcome.REFUSED
    assert len(many) == len(few)


# Files that are refused -------------------------------------------------------------------------


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def repacked(data: bytes, name: str, part: bytes) -> bytes:
    """A workbook with one part another."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {held: file.read(held) for held in file.namelist()}
    return packed({**parts, name: part})


def ours() -> bytes:
    return write([Row("profile/shop-manager/title/cy", "x", "cy", "missing", "A", "", schema.Pair)])


def other_sheets() -> bytes:
    return saved(Workbook())


def without_a_column() -> bytes:
    book = load_workbook(io.BytesIO(ours()))
    book[TEXTS]["D1"].value = "Something else"
    return saved(book)


def without_what_was_kept() -> bytes:
    book = load_workbook(io.BytesIO(ours()))
    del book[KEPT]
    return saved(book)


def many_rows() -> bytes:
    book = Workbook(write_only=True)
    sheet, kept = book.create_sheet(TEXTS), book.create_sheet(KEPT)
    for at in (sheet, kept):
        at.append([KEY, "", ENGLISH, WELSH])
    for number in range(MOST_ROWS + 2):
        sheet.append([f"profile/a/{number}/cy", "", "a", "b"])
    return saved(book)


def entities() -> bytes:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">'
        b'<!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
    )
    return repacked(ours(), "xl/workbook.xml", bomb)


FILES = {
    "nothing at all": (lambda: b"", "not a workbook"),
    "plain text": (lambda: b"key,English,Welsh", "not a workbook"),
    "another archive": (lambda: packed({"a.txt": b"x"}), "not a workbook"),
    "half a workbook": (lambda: ours()[:900], "not a workbook"),
    "a workbook of nonsense": (lambda: packed({"xl/workbook.xml": b"<not"}), "cannot be read"),
    "a part of nonsense": (lambda: repacked(ours(), "xl/worksheets/sheet2.xml", b"<x><"), "cannot be read"),
    "more than 5 MB": (lambda: b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    "a small file that unpacks to 60 MB": (
        lambda: repacked(ours(), "xl/sharedStrings.xml", b"\0" * 60_000_000),
        "larger than 50 MB",
    ),
    "thousands of parts": (
        lambda: packed({"xl/workbook.xml": b"x", **{f"xl/{number}.bin": b"" for number in range(300)}}),
        "larger than 50 MB",
    ),
    "entities": (entities, "something that no workbook needs"),
    "another alphabet to hide in": (
        lambda: repacked(ours(), "xl/workbook.xml", "<!DOCTYPE x>".encode("utf-16")),
        "something that no workbook needs",
    ),
    "macros": (lambda: repacked(ours(), "xl/vbaProject.bin", b"x"), "has macros"),
    "other sheets": (other_sheets, "has not both the sheets"),
    "no column to fill": (without_a_column, "has no column"),
    "nothing kept": (without_what_was_kept, "has not both the sheets"),
    "too many rows": (many_rows, "more than 20000 rows"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_not_ours_or_not_safe_is_refused_with_a_word(client, translator, career, what):
    make, words = FILES[what]
    changes = Change.objects.count()
    response = send(client, make())
    assert response.status_code == 422
    [fault] = response.context["upload"].errors["file"]
    assert words in fault
    assert Change.objects.count() == changes


def test_no_file_at_all_is_asked_for_again(client, translator, career):
    response = client.post(BACK, {})
    assert response.status_code == 422
    assert response.context["upload"].errors["file"]


def test_a_sheet_that_claims_a_million_rows_is_read_as_far_as_it_goes():
    book = load_workbook(io.BytesIO(ours()))
    book[TEXTS]["XFD1048576"].value = "x"
    assert len(read(io.BytesIO(saved(book)), 1000)) == 1


def test_an_encrypted_archive_is_refused():
    data = bytearray(ours())
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    with pytest.raises(Unreadable):
        read(io.BytesIO(bytes(data)), len(data))


def test_the_limits_are_those_that_the_page_speaks_of():
    assert (translators_file.MOST_BYTES, translators_file.MOST_ROWS) == (5 * 2**20, 20_000)


@pytest.mark.parametrize("address", [OUT, BACK])
def test_files_are_for_those_who_may_translate(client, career, address):
    user = User.objects.create(username="lou", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_profile"))
    client.force_login(user)
    assert client.get(address).status_code == 403
    assert client.post(BACK, {"take": ""}).status_code == 403
