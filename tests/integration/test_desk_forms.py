"""What editors read and touch on the forms: their words, the two sides of each text, parts, preview."""

import re
from typing import Any, Literal, get_args, get_origin

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.functional import Promise

from profiles import models
from profiles.admin import fields, help_texts, words
from profiles.admin.groups import GROUPS
from profiles.content import schema
from profiles.content.findings import explain
from profiles.documents import ROWS, plain_fields
from profiles.models import Picture, Profile, Section
from profiles.prose import render
from tests.builders import make_photograph

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

DOCUMENTS = (
    schema.Profile,
    *schema.lists_of(schema.Profile).values(),
    *schema.lists_of(schema.Directory).values(),
)
EVERY_FIELD = [(document, name) for document in DOCUMENTS for name in plain_fields(document)]


@pytest.fixture
def editor(client) -> User:
    user = User.objects.create_superuser("ed")
    client.force_login(user)
    return user


def form_of(career: Profile, list_name: str = "") -> str:
    address = reverse("admin:profiles_profile_change", args=[career.pk])
    return f"{address}?list={list_name}" if list_name else address


def html_of(client, address: str) -> str:
    return client.get(address).content.decode()


# Words ------------------------------------------------------------------------------------------


def test_every_field_has_a_label_in_the_editors_language():
    assert all(isinstance(words.label_of(document, name), Promise) for document, name in EVERY_FIELD)


def test_labels_and_help_are_of_fields_that_exist():
    known = {name for _, name in EVERY_FIELD} | {f"{kind.__name__}.{name}" for kind, name in EVERY_FIELD}
    assert not words.LABELS.keys() - known
    assert not help_texts.HELP.keys() - known


def test_every_list_and_every_row_has_a_name():
    lists = {**schema.lists_of(schema.Profile), **schema.lists_of(schema.Directory)}
    assert words.LISTS.keys() == lists.keys()
    rows = {
        ROWS[item] for kind in (schema.Profile, schema.Directory) for item in schema.lists_of(kind).values()
    }
    assert words.ROW_NAMES.keys() == {Profile, *rows}


def test_every_table_of_ours_on_the_desk_is_named_and_in_a_group():
    ours = {model for model in admin.site._registry if model._meta.app_label == "profiles"}
    assert all(isinstance(model._meta.verbose_name, Promise) for model in ours)
    assert ours <= {model for _, members in GROUPS for model in members}


def test_every_word_of_a_fixed_list_is_said_in_the_editors_language():
    for document, name in EVERY_FIELD:
        for word, shown in fields.fixed_words(document, name):
            assert isinstance(shown, Promise) or word in words.NAMES, name


def test_a_form_shows_no_word_that_is_for_developers(client, editor, career):
    notes = {
        info.description
        for document in DOCUMENTS
        for info in document.model_fields.values()
        if info.description
    } - {str(help_text) for help_text in help_texts.HELP.values()}
    for list_name in ("", *schema.lists_of(schema.Profile)):
        html = html_of(client, form_of(career, list_name))
        assert not [note for note in notes if len(note) > 30 and note in html]


def test_our_own_rules_are_said_apart_from_what_fills_them():
    """So that a translation of the words can be filled in too."""
    band = {"key": "a", "level": "all", "source": "x", "low": 2, "high": 1}
    with pytest.raises(ValueError) as refused:  # noqa: PT011  (pydantic's own, looked at below)
        schema.PayBand.model_validate(band)
    (found,) = refused.value.errors()
    assert found["ctx"]["words"] == "%(high)s is less than low %(low)s"
    assert explain(found, schema.PayBand) == (("high",), "1 is less than low 2")


def _literals(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Literal:
        return [annotation]
    return [found for inner in get_args(annotation) for found in _literals(inner)]


def test_fixed_lists_are_told_apart():
    """A word is looked up by the list it belongs to; two lists that fit would be one too many."""
    for document, name in EVERY_FIELD:
        for literal in _literals(document.model_fields[name].annotation):
            allowed = set(get_args(literal))
            assert len([known for known in words._FIXED if allowed <= set(known)]) <= 1, name


# Two languages ----------------------------------------------------------------------------------


def test_welsh_stands_first_and_each_side_says_its_language(client, editor, career):
    html = html_of(client, form_of(career))
    assert html.index('name="title_cy"') < html.index('name="title_en"')
    assert re.search(r'<textarea name="title_cy"[^>]* lang="cy"', html)
    assert re.search(r'<label for="id_title_cy">Title \(Welsh\)</label>', html)
    assert "side-state" not in html


def test_a_side_that_is_not_written_is_loose_thread(client, editor, career):
    Profile.objects.update(standfirst_cy="")
    html = html_of(client, form_of(career))
    assert re.search(r'class="cell field-standfirst_cy side side-cy loose', html)
    assert '<p class="side-state" id="id_standfirst_cy_state">not written yet</p>' in html
    described = re.search(r'<textarea name="standfirst_cy"[^>]*aria-describedby="([^"]*)"', html)
    assert described[1].split() == ["id_standfirst_cy_helptext", "id_standfirst_cy_state"]


def test_nothing_is_missing_where_neither_side_is_written(client, editor, career):
    Profile.objects.update(welsh_note_cy="", welsh_note_en="")
    assert "side-state" not in html_of(client, form_of(career))


def test_a_side_that_is_out_of_date_says_since_when(client, editor, career):
    Profile.objects.update(out_of_date={"title.cy": "2026-11-03"})
    html = html_of(client, form_of(career))
    assert 'class="cell field-title_cy side side-cy stale' in html
    assert "the other language has changed since 3 November 2026" in html
    assert 'name="still_right_title_cy"' in html


def test_every_description_of_a_field_is_on_the_page(client, editor, career):
    for list_name in ("", *schema.lists_of(schema.Profile)):
        html = html_of(client, form_of(career, list_name))
        named = {id_ for ids in re.findall(r'aria-describedby="([^"]*)"', html) for id_ in ids.split()}
        assert not named - set(re.findall(r'id="([^"]*)"', html)), list_name


# Lists ------------------------------------------------------------------------------------------


def test_an_item_has_a_heading_and_an_anchor(client, editor, career):
    html = html_of(client, form_of(career, "pay_bands"))
    assert 'id="item-starting"' in html
    assert '<span class="inline_label">Starting out · Prospects (prospects)</span>' in html
    assert '<span class="inline_label">Assistant</span>' in html_of(client, form_of(career, "steps"))


def test_an_item_says_which_language_waits(client, editor, career):
    Section.objects.filter(key="pay").update(answer_cy="")
    html = html_of(client, form_of(career, "sections"))
    assert html.count("waits for Welsh") == 1


def test_an_item_with_an_error_opens(client, editor, career):
    make = {"profile_row": career, "level": "all", "low": 1, "source": "prospects"}
    models.PayBand.objects.bulk_create(models.PayBand(key=f"b{i}", **make) for i in range(5))
    address = form_of(career, "pay_bands")
    assert html_of(client, address).count("<details open") == 1  # the one that is copied for a new item
    formset = client.get(address).context["inline_admin_formsets"][0].formset
    data = {bound.html_name: bound.value() for bound in formset.management_form}
    for form in formset.forms:
        for bound in form:
            if bound.value() not in (None, "", False, []):
                data[bound.html_name] = "on" if bound.value() is True else bound.value()
    data["payband_rows-3-low"] = "many"
    html = client.post(address, data).content.decode()
    assert html.count("<details open") == 2
    assert "to correct" in html


# Parts ------------------------------------------------------------------------------------------


def test_the_parts_of_a_career_say_how_many_and_what_waits(client, editor, career, django_assert_num_queries):
    from profiles.admin.parts import parts_of

    Profile.objects.update(
        waiting={
            "texts": 9,
            "cy": {"title": "missing", "sections.pay.answer": "missing", "sections.pay.title": "2026-11-03"},
            "en": {},
        }
    )
    career.refresh_from_db()
    with django_assert_num_queries(1):
        parts = {part.name: part for part in parts_of(career, "sections")}
    assert parts[""].waiting == [("Welsh", 1)]
    assert (parts["sections"].count, parts["sections"].waiting) == (2, [("Welsh", 2)])
    assert (parts["pay_bands"].count, parts["pay_bands"].waiting) == (2, [])
    assert [name for name, part in parts.items() if part.is_open] == ["sections"]
    assert "Welsh: 2 texts to write or check" in html_of(client, form_of(career))


def test_the_first_page_has_the_tables_in_groups(client, editor, career):
    html = html_of(client, reverse("admin:index"))
    groups = [str(name) for name, _ in GROUPS]
    assert [html.index(f">{name}</a>") for name in groups] == sorted(
        html.index(f">{name}</a>") for name in groups
    )


# Preview of a text ------------------------------------------------------------------------------

PREVIEW = "/admin/preview-text/"


def test_a_preview_is_what_readers_would_see(client, editor, career):
    text = "You *lead*.\n\n### Duties\n\n- open the shop"
    html = client.post(PREVIEW, {"text": text, "language": "en"}).content.decode()
    assert render(text) in html
    assert '<div class="prose" lang="en">' in html


def test_a_preview_leads_to_our_own_pages_and_says_what_is_wrong(client, editor, career):
    html = client.post(PREVIEW, {"text": "[a](page:about)\n# b", "language": "cy"}).content.decode()
    assert '<a href="/cy/amdanom-ni/">a</a>' in html
    assert "line 2 begins with # or ##" in html


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=y>"]
)
def test_a_preview_carries_no_script(client, editor, career, text):
    html = client.post(PREVIEW, {"text": text}).content.decode()
    prose = html.partition('class="prose"')[2]
    assert "<script" not in prose
    assert "href" not in prose
    assert "<img" not in prose


def test_a_preview_is_for_editors_who_ask_for_one(client, career):
    assert "<em>" not in client.post(PREVIEW, {"text": "*a*"}).content.decode()
    client.force_login(User.objects.create(username="other", is_staff=True))
    assert client.post(PREVIEW, {"text": "a"}).status_code == 403
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(PREVIEW).status_code == 405


# Pictures ---------------------------------------------------------------------------------------


def test_a_picture_is_shown_whole_on_its_form(client, editor, career):
    picture = Picture.objects.get()
    address = reverse("admin:desk_original_picture", args=[picture.pk])
    assert f'src="{address}"' in html_of(client, form_of(career, "pictures"))
    response = client.get(address)
    assert response["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"<svg" in response.content


def test_a_picture_whose_file_has_gone_is_not_found(client, editor, career):
    picture = Picture.objects.get()
    Picture.objects.update(digest="0" * 64)
    assert client.get(reverse("admin:desk_original_picture", args=[picture.pk])).status_code == 404


def test_a_photograph_is_shown_as_one(client, editor, career, settings, tmp_path):
    from profiles import stored_pictures

    stored = stored_pictures.keep_upload(make_photograph(), file="team.jpg")
    Picture.objects.update(digest=stored.digest, file="team.jpg", kind="photograph")
    response = client.get(reverse("admin:desk_original_picture", args=[Picture.objects.get().pk]))
    assert response["Content-Type"] == "image/jpeg"


def test_a_text_that_would_take_minutes_is_not_previewed(client, editor):
    for text in ("[" * 20_000, "- " * 5_000):
        response = client.post(PREVIEW, {"text": text})
        assert response.status_code == 200
        assert "fifty brackets" in response.content.decode()
