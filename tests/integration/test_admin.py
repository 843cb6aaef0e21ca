"""The editors' desk: what an editor can save, publish and delete, what is said, and what is refused."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.forms import Select
from django.urls import reverse
from django.utils.html import strip_tags

from profiles.admin.profile import ProfileAdmin
from profiles.columns import PairColumns
from profiles.content import schema
from profiles.documents import (
    ROWS,
    InvalidRows,
    directory_document,
    plain_fields,
    profile_document,
    write_profile,
)
from profiles.models import (
    Area,
    Contact,
    Edition,
    Link,
    Page,
    PayBand,
    Profile,
    Rating,
    Report,
    Section,
    SharedSkill,
    Source,
)
from tests.builders import make_profile_document, make_rating, pair

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LISTS = schema.lists_of(schema.Profile)
DIRECTORY = [ROWS[item] for item in schema.lists_of(schema.Directory).values()]


def change(row: Any, list_name: str = "") -> str:
    address = reverse(f"admin:profiles_{row._meta.model_name}_change", args=[row.pk])
    return f"{address}?list={list_name}" if list_name else address


def listed(model: type) -> str:
    return reverse(f"admin:profiles_{model._meta.model_name}_changelist")


def filled(client, address: str) -> dict[str, Any]:
    """What a browser would send of this form if nobody touched it."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if bound.field.disabled:
                continue  # a browser does not send it
            if value is None and type(bound.field.widget) is Select:
                value = next(iter(bound.field.choices))[0]
            if value not in (None, False):
                shown = value if isinstance(value, list) else bound.field.widget.format_value(value) or ""
                data[bound.html_name] = "on" if value is True else shown
    return data


def save(client, address: str, **changes: Any):
    """Fill the form in, change these fields and save. None is for boxes that nobody ticks."""
    data = {**filled(client, address), **changes, "_continue": "1"}
    return client.post(
        address, {name: value for name, value in data.items() if value is not None}, follow=True
    )


def said(response) -> list[str]:
    """What the page says, without its links."""
    return [unescape(strip_tags(str(message))) for message in response.context["messages"]]


def faults(response) -> dict[str, list[str]]:
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return {form.add_prefix(name): list(errors) for form in forms for name, errors in form.errors.items()}


# The forms --------------------------------------------------------------------------------------


def test_every_list_of_a_career_has_its_form():
    assert list(ProfileAdmin.lists) == list(LISTS)


def test_every_field_of_a_career_has_its_place():
    shown = str(ProfileAdmin.fieldsets)
    for name in plain_fields(schema.Profile):
        if name == "out_of_date":
            continue  # shown beside each text
        for column in [f"{name}_en", f"{name}_cy"] if hasattr(Profile, f"{name}_en") else [name]:
            assert f"'{column}'" in shown


def test_the_two_languages_stand_side_by_side_welsh_first():
    fields = ProfileAdmin.lists["sections"].fields
    assert ("title_cy", "title_en") in fields
    assert ("prose_cy", "prose_en") in fields
    assert isinstance(Section.title, PairColumns)


@pytest.mark.parametrize("list_name", ["", *LISTS])
def test_saving_what_nobody_touched_changes_nothing(client, editor, career, list_name):
    before, rows = profile_document(career), list(PayBand.objects.values_list("pk", "changed"))
    response = save(client, change(career, list_name))
    assert not any("correct" in message for message in said(response))
    assert said(response)[0].endswith("You may edit it again below.")
    assert profile_document(Profile.objects.get()) == before
    assert list(PayBand.objects.values_list("pk", "changed")) == rows


@pytest.mark.parametrize("model", DIRECTORY)
def test_saving_a_shared_thing_that_nobody_touched_changes_nothing(client, editor, career, model):
    before = directory_document()
    for row in model.objects.all():
        assert len(said(save(client, change(row)))) == 1
    assert directory_document() == before


def test_texts_are_kept_in_the_normal_form(client, editor, career):
    save(
        client, change(career), title_cy="  Rheolwr sw\u0302n\u200b ", hidden_words_en="one\r\n\r\n two \r\n"
    )
    document = profile_document(Profile.objects.get())
    assert document.title.cy == "Rheolwr sŵn"
    assert document.hidden_words.en == ("one", "two")


def test_a_new_career_is_begun_with_little(client, editor, career):
    response = save(client, reverse("admin:profiles_profile_add"), title_en="Cook")
    cook = Profile.objects.get(key="cook")
    assert (cook.state, cook.base, cook.edition) == (Profile.State.DRAFT, None, None)
    assert "Opening sentence: is empty: write it in at least one language" in said(response)


def test_a_career_that_the_schema_cannot_hold_keeps_what_was_typed(client, editor, career):
    response = save(client, change(career), title_en="", title_cy="", slug_en="A B", review_due="soon")
    assert faults(response) == {
        "slug_en": ["must be small letters, figures and single hyphens, not 'A B'"],
        "review_due": ["must be a day, such as 2026-11-25"],
    }
    assert 'value="A B"' in response.content.decode()
    assert Profile.objects.get().title_en == "Shop manager"


@pytest.mark.parametrize(
    ("list_name", "changes", "expected"),
    [
        ("pay_bands", {"low": "30000"}, {"high": ["28000 is less than low 30000"]}),
        ("pay_bands", {"low": "many"}, {"low": ["must be a whole number, in figures only"]}),
        ("sections", {"prose_cy": "Da\n\n# pay"}, {"prose_cy": ["line 3 begins with # or ##"]}),
        ("shares", {"percentage": ""}, {"percentage": ["is required before this can be saved"]}),
        ("films", {"address": "films.example"}, {"address": ["must be a whole web address"]}),
        ("pictures", {"focal_x": "101"}, {"focal_x": ["is too large"]}),
    ],
)
def test_an_item_is_checked_like_one_in_a_file(client, editor, career, list_name, changes, expected):
    prefix = f"{ROWS[LISTS[list_name]]._meta.model_name}_rows-0"
    sent = {f"{prefix}-{name}": value for name, value in changes.items()}
    found = faults(save(client, change(career, list_name), **sent))
    assert found.keys() == {f"{prefix}-{name}" for name in expected}
    for name, (words,) in expected.items():
        assert words in found[f"{prefix}-{name}"][0]


def test_what_does_not_hold_together_is_saved_and_said(client, editor, career):
    response = save(
        client,
        change(career, "moves"),
        **{"move_rows-0-to": "director", "move_rows-0-text_en": "You move up."},
    )
    assert "Moves between steps › up › To step: 'director' is not the key of a step" in said(response)
    assert profile_document(career).moves[0].text.en == "You move up."
    response = save(client, change(career, "sections"), **{"section_rows-0-prose_en": "See [this](page:no)."})
    lost = "links to page:no, which is not in pages.yaml: add it there, or correct the link"
    assert f"Sections › What you would do › Text (English): {lost}" in said(response)


def test_an_item_takes_its_key_from_its_text_and_its_place_from_its_number(client, editor, career):
    new = {"order": "1", "title_en": "Big shops", "sources": ["prospects"]}
    sent = {f"employer_rows-1-{name}": value for name, value in new.items()}
    save(client, change(career, "employers"), **sent)
    assert [item.key for item in profile_document(career).employers] == ["big-shops", "shops"]
    new = {"title_en": "Small shops", "sources": ["prospects"]}
    sent = {f"employer_rows-2-{name}": value for name, value in new.items()}
    save(client, change(career, "employers"), **{"employer_rows-0-order": "2"}, **sent)
    assert [item.key for item in profile_document(career).employers] == ["shops", "big-shops", "small-shops"]


def test_the_same_key_twice_is_refused(client, editor, career):
    new = {"key": "shops", "title_en": "Shops again", "sources": ["prospects"]}
    response = save(
        client, change(career, "employers"), **{f"employer_rows-1-{name}": v for name, v in new.items()}
    )
    assert response.context["errors"]
    assert len(profile_document(career).employers) == 1


def test_a_key_never_changes(client, editor, career):
    save(client, change(career), key="other")
    save(client, change(Area.objects.get()), key="other")
    assert Profile.objects.get().key == "shop-manager"
    assert Area.objects.get().key == "retail"


def test_boxes_leave_the_order_of_what_was_there(client, editor, career):
    write_profile(make_profile_document(welsh_sources=["prospects", "careers-wales"]))
    save(client, change(career), welsh_sources=["careers-wales", "prospects"])
    assert profile_document(Profile.objects.get()).welsh_sources == ("prospects", "careers-wales")


def test_the_main_area_is_chosen_by_itself(client, editor, career):
    Area.objects.create(key="food", name_en="Food", cloth="food", position=1)
    save(client, change(career), areas=["retail", "food"])
    assert profile_document(Profile.objects.get()).areas == ("retail", "food")
    response = save(client, change(career), areas=["retail", "food"], main_area="food")
    assert profile_document(Profile.objects.get()).areas == ("food", "retail")
    assert "The directory: has changes that this career needs: publish it first" in said(response)


def test_a_key_that_has_gone_from_the_directory_is_not_lost_in_silence(client, editor, career):
    Source.objects.filter(key="prospects").delete()
    response = save(client, change(career, "employers"))
    assert profile_document(career).employers[0].sources == ("prospects",)
    assert any("'prospects' is not in sources.yaml" in message for message in said(response))


def test_a_new_row_begins_as_a_file_that_leaves_fields_out(client, editor, career):
    form = client.get(reverse("admin:profiles_contact_add")).context["adminform"].form
    assert form["welsh_service"].value() == "not-known"
    assert form["state"].value() == "unchecked"
    inline = client.get(change(career, "pay_bands")).context["inline_admin_formsets"][0]
    blank = inline.formset.forms[-1]
    shown = {name: blank[name].value() for name in ("kind", "full_time", "nation")}
    assert shown == {"kind": "range", "full_time": True, "nation": "uk"}


# Publishing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "address"),
    [(Profile, "admin:profile_publish"), (Link, "admin:desk_publish_directory")],
)
def test_saving_leads_a_publisher_on_to_publishing_and_publishes_nothing(
    client, editor, career, model, address
):
    row = career if model is Profile else model.objects.get(key="find-a-job")
    text = "title_en" if model is Profile else "text_en"
    data = {**filled(client, change(row)), text: "Other words", "_publish": "1"}
    response = client.post(change(row), data)
    args = [row.pk] if model is Profile else []
    assert (response.status_code, response.url) == (302, reverse(address, args=args))
    row.refresh_from_db()
    assert getattr(row, text) == "Other words"
    assert Edition.objects.filter(number=2).count() == 0


def test_a_save_says_when_the_directory_must_be_published_first(client, editor, career):
    Area.objects.create(key="food", name_en="Food", cloth="food", position=1)
    response = save(client, change(career), areas=["retail", "food"])
    assert "The directory: has changes that this career needs: publish it first" in said(response)


def test_what_is_wrong_with_the_directory_is_said(client, editor, career):
    response = save(client, change(Link.objects.get(key="find-a-job")), page="about")
    assert any(
        message.startswith("Links › find-a-job › Page on this site: stands beside an address")
        for message in said(response)
    )


def test_admin_is_for_editors_only(client, career):
    assert client.get(change(career)).status_code == 302
    client.force_login(User.objects.create(username="reader"))
    assert client.get(change(career)).status_code == 302


# Deleting ---------------------------------------------------------------------------------------


def test_a_career_is_never_deleted(client, editor, career):
    address = reverse("admin:profiles_profile_delete", args=[career.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(listed(Profile)).content.decode()
    assert Profile.objects.exists()


@pytest.mark.parametrize(
    ("model", "key", "where"),
    [
        (Area, "retail", "areas of the career Shop manager, as published"),
        (Source, "prospects", "pay_bands.starting.source of the career Shop manager, as published"),
        (Source, "careers-wales", "contacts.shop-trust.sources in the directory"),
        (SharedSkill, "listening", "skills.listening.key of the career Shop manager, as published"),
        (Contact, "shop-trust", "contacts.shop-trust.key of the career Shop manager, as published"),
        (Link, "find-a-job", "routes.work.links of the career Shop manager, as published"),
        (Page, "about", "sections.what-you-would-do.prose.cy of the career Shop manager, as published"),
    ],
)
def test_what_is_still_named_is_not_deleted(client, editor, career, model, key, where):
    row = model.objects.get(key=key)
    address = reverse(f"admin:profiles_{model._meta.model_name}_delete", args=[row.pk])
    for response in (
        client.post(address, {"post": "yes"}),
        client.post(
            listed(model), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        ),
    ):
        html = response.content.decode()
        assert "This cannot be deleted" in html
        assert where in html
    assert model.objects.filter(key=key).exists()


def test_what_nothing_names_is_deleted(client, editor, career):
    skill = SharedSkill.objects.get(key="numbers")
    client.post(reverse("admin:profiles_sharedskill_delete", args=[skill.pk]), {"post": "yes"})
    assert not SharedSkill.objects.filter(key="numbers").exists()


@pytest.mark.parametrize(("key", "named"), [("numbers", False), ("listening", True)])
def test_what_is_half_finished_is_deleted_unless_it_is_named(client, editor, career, key, named):
    skill = SharedSkill.objects.get(key=key)
    SharedSkill.objects.filter(pk=skill.pk).update(name_en="", name_cy="")
    with pytest.raises(InvalidRows):
        directory_document()

    page = client.post(reverse("admin:profiles_sharedskill_delete", args=[skill.pk]), {"post": "yes"})

    assert SharedSkill.objects.filter(key=key).exists() is named
    assert ("of the career Shop manager, as published" in page.content.decode()) is named


def test_a_new_shared_thing_stands_last(client, editor, career):
    save(client, reverse("admin:profiles_sharedskill_add"), name_en="Patience", name_cy="Amynedd")
    assert [skill.key for skill in directory_document().skills] == ["listening", "numbers", "patience"]


def test_rows_that_make_no_document_are_explained_not_an_error(client, editor, career):
    reason = "Key: must be small letters, figures and single hyphens, not 'Two Words'"
    skill = SharedSkill.objects.get(key="numbers")
    SharedSkill.objects.filter(pk=skill.pk).update(key="Two Words")

    assert f"Skills › Two Words › {reason}" in said(save(client, change(career)))
    skill.refresh_from_db()
    area = Area.objects.get()
    assert f"Skills › Two Words › {reason}" in said(save(client, change(area)))
    address = reverse("admin:profiles_area_delete", args=[area.pk])
    assert "not known until this is mended" in client.get(address).content.decode()

    career.move_rows.update(key="Two Words")
    assert f"Moves between steps › Two Words › {reason}" in said(save(client, change(career)))


# What visitors gave -----------------------------------------------------------------------------


def test_of_a_rating_only_the_state_of_its_comment_changes(client, editor):
    rating = make_rating()
    response = save(client, change(rating), comment_state="read", score="1", comment="Other")
    rating.refresh_from_db()
    assert (rating.comment_state, rating.score, rating.comment) == ("read", 4, "Diolch")
    assert str(rating.visitor) not in response.content.decode()
    assert client.get(reverse("admin:profiles_rating_add")).status_code == 403
    assert (
        client.post(reverse("admin:profiles_rating_delete", args=[rating.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_of_a_report_only_whether_it_is_dealt_with_changes(client, editor):
    report = Report.objects.create(page="/en/", language="en", message="A comma is missing.")
    save(client, change(report), dealt_with="on", message="Other")
    report.refresh_from_db()
    assert (report.dealt_with, report.message) == (True, "A comma is missing.")


def test_editions_are_only_read(client, editor, career):
    html = client.get(listed(Edition)).content.decode()
    assert "Shop manager" in html
    assert "The directory" in html
    edition = Edition.objects.first()
    assert client.get(change(edition)).status_code == 200
    assert client.post(change(edition), {"note": "Other"}).status_code == 403


# Pages ------------------------------------------------------------------------------------------


def make_careers(count: int) -> None:
    for i in range(1, count):
        write_profile(make_profile_document(key=f"career-{i}", pictures=[]))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_careers_takes_the_same_queries_however_long(
    client, editor, career, count, django_assert_num_queries
):
    make_careers(count)
    client.get(listed(Profile))  # what is asked once a session
    with django_assert_num_queries(7):
        html = client.get(listed(Profile)).content.decode()
    assert f"{count} career" in html


@pytest.mark.parametrize("count", [1, 3])
def test_a_form_takes_the_same_queries_however_long_its_list(
    client, editor, career, count, django_assert_num_queries
):
    bands = [
        {"key": f"band-{i}", "level": "all", "low": 20000 + i, "source": "prospects"} for i in range(count)
    ]
    write_profile(make_profile_document(pay_bands=bands))
    client.get(change(career))
    with django_assert_num_queries(16):
        html = client.get(change(career, "pay_bands")).content.decode()
    assert f"payband_rows-{count - 1}-low" in html


@pytest.mark.parametrize("count", [1, 3])
def test_visitors_lists_take_the_same_queries_however_long(
    client, editor, career, count, django_assert_num_queries
):
    sections = ["", "pay", "hours"][:count]
    for section in sections:
        make_rating(section=section)
        Report.objects.create(language="en", message="A comma is missing.")
        Edition.objects.create(number=10 + len(section), format=1, document={}, published_by=editor)
    client.get("/admin/")
    for model, queries in ((Rating, 8), (Report, 7), (Edition, 7)):
        with django_assert_num_queries(queries):
            client.get(listed(model))


ADDRESSES = [
    "/admin/",
    "/admin/login/",
    *(listed(model) for model in (Profile, Rating, Report, Edition, *DIRECTORY)),
    reverse("admin:profiles_profile_add"),
    reverse("admin:profiles_link_add"),
]


def test_pages_of_admin_keep_to_the_content_policy(client, editor, career):
    forms = [change(career, list_name) for list_name in ("", *LISTS)]
    for address in [*ADDRESSES, *forms]:
        response = client.get(address, follow=True)
        html = response.content.decode()
        assert response.status_code == 200, address
        assert "script-src 'self';" in response.headers["Content-Security-Policy"] + ";"
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html), address
        assert not re.search(r"<script(?![^>]*\ssrc=)", html), address


def test_the_first_page_says_whose_desk_it_is(client, editor, settings):
    html = client.get("/admin/").content.decode()
    assert f"What {settings.SITE_NAME} holds" in html
    assert f"{settings.SITE_NAME}: editing" in html


def test_a_list_that_there_is_not_is_the_career_itself(client, editor, career):
    response = client.get(change(career) + "?list=cheese")
    assert "title_en" in response.context["adminform"].form.fields
    assert pair("a") == {"en": "a", "cy": ""}
