"""Publishing: numbered editions, and readers who see nothing else."""

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import models, publishing
from profiles.alphabet import sort_key
from profiles.content import schema
from profiles.content.exporter import export_content
from profiles.content.loader import load_content
from profiles.documents import profile_document
from profiles.models import DirectoryState, Edition, Listing, ListingFacet, Profile, Rating, Slug, Waiver
from profiles.publishing import (
    PublishRefused,
    Reason,
    Waived,
    publish_directory,
    publish_profile,
    rebuild_editions,
    withdraw,
)
from tests.builders import make_profile_document, make_rating, pair, write_content

KEY = "shop-manager"
EN = "/en/careers/shop-manager/"
CY = "/cy/gyrfaoedd/rheolwr-siop/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return write_content(tmp_path / "content")


@pytest.fixture
def profile(folder) -> Profile:
    """The career, loaded and published."""
    load_content(folder, publish=True)
    return Profile.objects.get(key=KEY)


def edit_in_admin(**columns: Any) -> Profile:
    Profile.objects.filter(key=KEY).update(**columns)
    return Profile.objects.get(key=KEY)


def sentences(refusal: pytest.ExceptionInfo) -> list[str]:
    return [str(reason) for reason in refusal.value.reasons]


def page(client, address: str) -> str:
    return client.get(address).content.decode()


# Editions


def test_editions_are_numbered_and_frozen(profile):
    first = profile.edition
    assert (first.number, first.format, first.document["title"]["en"]) == (1, schema.FORMAT, "Shop manager")

    second = publish_profile(edit_in_admin(title_en="Store manager"), note="A better name.")

    assert (second.number, second.note) == (2, "A better name.")
    first.refresh_from_db()
    assert first.document["title"]["en"] == "Shop manager"
    assert Profile.objects.get().edition == second
    assert Listing.objects.get().title.en == "Store manager"


def test_publishing_the_same_again_makes_no_edition(profile):
    assert publish_profile(profile) == profile.edition
    assert publish_directory() == DirectoryState.current().edition
    assert Edition.objects.count() == 2


def test_each_profile_counts_its_own_editions_and_so_does_the_directory(folder, profile):
    write_content(folder, make_profile_document(), make_profile_document(key="cook"))
    load_content(folder, publish=True)
    models.Contact.objects.update(telephone="01632 960999")
    publish_directory()

    assert sorted(str(edition) for edition in Edition.objects.all()) == [
        "cook 1",
        "directory 1",
        "directory 2",
        "shop-manager 1",
    ]


def test_an_editor_is_named_in_the_edition(profile, django_user_model):
    editor = django_user_model.objects.create_user("nia")

    assert publish_profile(edit_in_admin(title_en="Store manager"), by=editor).published_by == editor


@pytest.mark.parametrize("doing", ["the directory", "a career", "a withdrawal", "a rebuilding"])
def test_there_is_one_publishing_at_a_time(profile, doing):
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has one writer anyway")
    do = {
        "the directory": publish_directory,
        "a career": lambda: publish_profile(profile),
        "a withdrawal": lambda: withdraw(profile),
        "a rebuilding": rebuild_editions,
    }[doing]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        do()

    locks = [i for i, query in enumerate(asked) if "FOR UPDATE" in query["sql"]]
    reads_editions = [i for i, query in enumerate(asked) if 'FROM "profiles_edition"' in query["sql"]]
    assert locks
    assert all(locks[0] < i for i in reads_editions)


def test_publishing_the_directory_leaves_the_count_of_listings(profile, monkeypatch):
    models.Source.objects.update(name_en="Another name")
    counted = DirectoryState.current().listing_version
    derive = publishing.derive_directory

    def derive_while_a_career_is_withdrawn(document):
        publishing.listings_changed()
        return derive(document)

    monkeypatch.setattr(publishing, "derive_directory", derive_while_a_career_is_withdrawn)
    publish_directory()

    assert DirectoryState.current().listing_version == counted + 1


def test_a_career_is_published_as_it_stands_not_as_it_was_read(profile):
    edit_in_admin(title_en="Store manager")

    assert publish_profile(profile).document["title"]["en"] == "Store manager"


# What readers see


@pytest.mark.parametrize("address", [EN, CY])
def test_readers_see_no_edit_before_it_is_published(client, profile, address):
    before = page(client, address)
    assert "Shop manager" in before or "Rheolwr siop" in before

    edited = edit_in_admin(title_en="Store manager", title_cy="Rheolwr stôr")
    models.PayBand.objects.update(high=59999)
    models.Section.objects.update(answer_en="Something else.", answer_cy="Rhywbeth arall.")
    models.Source.objects.update(name_en="Another name")
    assert page(client, address) == before

    publish_profile(edited)
    after = page(client, address)
    assert "Store manager" in after or "Rheolwr stôr" in after
    assert "Another name" not in after


def test_the_directory_published_once_changes_every_career(client, folder, profile):
    write_content(folder, make_profile_document(), make_profile_document(key="cook"))
    load_content(folder, publish=True)
    addresses = [f"{EN}all/", "/en/careers/cook/all/"]
    editions = dict(Profile.objects.values_list("key", "edition"))
    models.Source.objects.filter(key="prospects").update(name_en="Prospects of old")
    before = [client.get(address) for address in addresses]

    publish_directory()

    for address, old in zip(addresses, before, strict=True):
        new = client.get(address)
        assert "Prospects of old" not in old.content.decode()
        assert "Prospects of old" in new.content.decode()
        assert old.headers["ETag"] != new.headers["ETag"]
    assert dict(Profile.objects.values_list("key", "edition")) == editions


# Slugs


def test_a_new_slug_keeps_the_old_address_leading_here(client, profile):
    publish_profile(edit_in_admin(slug_en="store-manager"))

    assert list(Slug.objects.filter(language="en").order_by("pk").values_list("slug", "current")) == [
        ("shop-manager", False),
        ("store-manager", True),
    ]
    assert list(Slug.objects.filter(language="cy").values_list("slug", "current")) == [("rheolwr-siop", True)]
    moved = client.get(EN)
    assert (moved.status_code, moved.headers["Location"]) == (301, "/en/careers/store-manager/")


def test_a_slug_can_come_back_to_its_own_career(profile):
    publish_profile(edit_in_admin(slug_en="store-manager"))
    publish_profile(edit_in_admin(slug_en="shop-manager"))

    assert set(Slug.objects.filter(language="en").values_list("slug", "current")) == {
        ("shop-manager", True),
        ("store-manager", False),
    }


def test_a_drafts_slug_moves_nothing(profile):
    edit_in_admin(slug_en="store-manager")

    assert list(Slug.objects.filter(language="en").values_list("slug", flat=True)) == ["shop-manager"]


def test_another_careers_slug_is_refused_by_name_even_an_old_one(folder, profile):
    publish_profile(edit_in_admin(slug_en="store-manager"))
    other = make_profile_document(key="cook", slug=pair("shop-manager", "rheolwr-siop"))
    (folder / "profiles" / KEY).rename(folder.parent / "aside")
    write_content(folder, other)
    load_content(folder)

    with pytest.raises(PublishRefused) as refusal:
        publish_profile(Profile.objects.get(key="cook"))

    assert sentences(refusal) == [
        "slug.en: 'shop-manager' belongs to 'shop-manager' and always will: choose another",
        "slug.cy: 'rheolwr-siop' belongs to 'shop-manager' and always will: choose another",
    ]
    assert Profile.objects.get(key="cook").state == Profile.State.DRAFT


def test_a_slug_taken_while_this_career_was_published_stays_where_it_is(folder, profile, monkeypatch):
    write_content(folder, make_profile_document(), make_profile_document(key="cook"))
    load_content(folder)
    Profile.objects.filter(key="cook").update(slug_en="shop-manager")
    asked = publishing._taken_slugs
    # What the check found free, another process took before the slug was written.
    answers = iter([lambda *given: [], asked])
    monkeypatch.setattr(publishing, "_taken_slugs", lambda *given: next(answers)(*given))

    with pytest.raises(PublishRefused, match="belongs to 'shop-manager' and always will"):
        publish_profile(Profile.objects.get(key="cook"))

    assert Slug.objects.get(language="en", slug="shop-manager").profile == profile
    assert Profile.objects.get(key="cook").state == Profile.State.DRAFT


# Refusals


def test_a_refusal_lists_every_reason_and_changes_nothing(profile):
    models.Move.objects.update(to="manger")
    models.Claim.objects.filter(source="prospects").delete()
    edited = edit_in_admin(slug_cy="popeth", areas=["retail", "building"])

    with pytest.raises(PublishRefused) as refusal:
        publish_profile(edited)

    assert (refusal.value.subject, sentences(refusal)) == (
        KEY,
        [
            "areas.2: 'building' is not in areas.yaml: add it there, or correct the key",
            "slug.cy: 'popeth' is a word the site's own addresses use: choose another",
            "moves.up.to: 'manger' is not the key of a step",
            "disagreements.days.key: needs at least two claims: each side is named",
        ],
    )
    assert Edition.objects.filter(profile=profile).count() == 1
    assert Listing.objects.get().slug.cy == "rheolwr-siop"


def test_a_working_copy_that_is_no_document_is_refused_with_every_reason(profile):
    models.PayBand.objects.filter(key="starting").update(high=100)
    models.Section.objects.filter(key="pay").update(answer_cy="Dwy\nlinell.")
    edited = edit_in_admin(title_en="", title_cy="")

    with pytest.raises(PublishRefused) as refusal:
        publish_profile(edited)

    assert sentences(refusal) == [
        "title: is empty: write it in at least one language",
        "sections.pay.answer.cy: must be one line; put paragraphs in the prose file",
        "pay_bands.starting.high: 100 is less than low 21000",
    ]


def test_the_directory_cannot_lose_what_a_published_career_names(profile):
    models.Skill.objects.all().delete()
    models.SharedSkill.objects.filter(key="listening").delete()

    with pytest.raises(PublishRefused) as refusal:
        publish_directory()

    assert sentences(refusal) == [
        "shop-manager, as published: skills.listening.key: 'listening' is not in skills.yaml: add it there,"
        " or correct the key"
    ]
    assert DirectoryState.current().edition.number == 1


def test_a_link_to_a_page_of_ours_that_there_is_not_is_refused(profile):
    lost = "links to page:no, which is not in pages.yaml: add it there, or correct the link"
    models.Section.objects.filter(key="pay").update(prose_cy="Gweler [hon](page:no).")
    with pytest.raises(PublishRefused) as refusal:
        publish_profile(profile)
    assert sentences(refusal) == [f"sections.pay.prose.cy: {lost}"]

    models.Page.objects.update(prose_en="See [this](page:no).")
    with pytest.raises(PublishRefused) as refusal:
        publish_directory()
    assert sentences(refusal) == [f"pages.about.prose.en: {lost}"]


def test_a_page_that_a_published_career_links_to_stays(profile):
    models.Link.objects.filter(page="about").delete()
    models.Page.objects.all().delete()

    with pytest.raises(
        PublishRefused, match=r"as published: sections\.what-you-would-do\.prose\.en: links to page:about"
    ):
        publish_directory()


# Whole in both languages

DUE = date(2027, 1, 31)
WAIVED = Waived("The translator is away.", DUE)
MISSING = "is missing in this language"
ALONE = "is missing: pay, law, entry requirements and contacts are published in both languages"


def refused(profile: Profile, **options: Any) -> list[Reason]:
    with pytest.raises(PublishRefused) as refusal:
        publish_profile(profile, **options)
    return refusal.value.reasons


def test_a_career_that_is_not_whole_is_refused_with_every_text_and_its_path(profile):
    models.KeyFact.objects.update(note_cy="Nodyn.")
    edited = edit_in_admin(standfirst_cy="", welsh_note_en="", out_of_date={"title.cy": "2026-11-20"})

    assert refused(edited) == [
        Reason(
            "title.cy", "is out of date: the other language changed since 20 November 2026", waivable=True
        ),
        Reason("standfirst.cy", MISSING, waivable=True),
        Reason("welsh_note.en", MISSING, waivable=True),
        Reason("key_facts.hours.note.en", MISSING, waivable=True),
    ]
    assert Edition.objects.filter(profile=profile).count() == 1


def test_what_is_no_document_is_refused_with_what_waits_for_a_translator_too(profile):
    models.PayBand.objects.filter(key="starting").update(high=100)

    assert [reason.path for reason in refused(edit_in_admin(standfirst_cy=""), waived=WAIVED)] == [
        "pay_bands.starting.high",
        "standfirst.cy",
    ]


def test_a_waiver_publishes_what_is_not_whole_and_stands_until_it_is(profile, django_user_model):
    publisher = django_user_model.objects.create_user("pat")
    edition = publish_profile(edit_in_admin(standfirst_cy=""), by=publisher, waived=WAIVED)

    waiver = Waiver.objects.get()
    assert (waiver.profile, waiver.edition, waiver.by) == (profile, edition, publisher)
    assert (waiver.reason, waiver.due, waiver.settled_at) == (WAIVED.reason, DUE, None)

    publish_profile(edit_in_admin(standfirst_cy="Chi sy’n rhedeg y siop."), waived=WAIVED)
    waiver = Waiver.objects.get()
    assert waiver.settled_at is not None


def test_a_waiver_of_one_career_is_not_settled_by_another(folder, profile):
    write_content(folder, make_profile_document(), make_profile_document(key="cook"))
    load_content(folder, publish=True)
    publish_profile(edit_in_admin(standfirst_cy=""), waived=WAIVED)

    Profile.objects.filter(key="cook").update(title_en="Chef", title_cy="Pen-cogydd")
    publish_profile(Profile.objects.get(key="cook"))

    assert Waiver.objects.get().settled_at is None


def test_a_waiver_does_not_publish_what_is_wrong(profile):
    edited = edit_in_admin(standfirst_cy="", slug_cy="popeth")

    assert {reason.path: reason.waivable for reason in refused(edited, waived=WAIVED)} == {
        "slug.cy": False,
        "standfirst.cy": True,
    }
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("model", "key", "column", "path"),
    [
        (models.PayBand, "starting", "note", "pay_bands.starting.note"),
        (models.Section, "pay", "answer", "sections.pay.answer"),
        (models.Route, "work", "level", "routes.work.level"),
        (models.Route, "work", "requirements", "routes.work.requirements"),
        (models.Subject, "maths", "note", "subjects.maths.note"),
        (models.Qualification, "gcses", "title", "qualifications.gcses.title"),
        (models.ContactReference, "shop-trust", "text", "contacts.shop-trust.text"),
        (models.Disagreement, "days", "text", "disagreements.days.text"),
        (models.Claim, "days-prospects", "text", "claims.days-prospects.text"),
        (models.Gap, "cost", "text", "gaps.cost.text"),
    ],
)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_pay_law_entry_and_contacts_never_change_in_one_language_alone(
    profile, model, key, column, path, language
):
    other = {"en": "cy", "cy": "en"}[language]
    text = ["Newydd"] if column == "requirements" else "Newydd"
    model.objects.filter(key=key).update(**{f"{column}_{language}": text, f"{column}_{other}": type(text)()})

    assert refused(profile, waived=WAIVED) == [Reason(f"{path}.{other}", ALONE, waivable=False)]


def test_taking_one_side_of_a_text_about_pay_away_is_a_change_in_one_language_too(profile):
    models.Section.objects.filter(key="pay").update(answer_cy="")

    assert refused(profile, waived=WAIVED) == [Reason("sections.pay.answer.cy", ALONE, waivable=False)]


def test_what_a_marked_text_about_pay_says_does_not_change_in_one_language_alone(profile):
    models.Section.objects.filter(key="pay").update(answer_en="Pay is high.")
    edited = edit_in_admin(out_of_date={"sections.pay.answer.cy": "2026-11-20"})

    (reason,) = refused(edited, waived=WAIVED)

    assert (reason.path, reason.waivable) == ("sections.pay.answer.cy", False)
    assert reason.message.startswith("is out of date: pay, law, entry requirements")


def test_what_readers_have_already_may_be_waived(profile):
    """Nothing about pay changes with this edition: an old fault does not hold up all the rest."""
    document = profile.edition.document
    document["sections"][1]["answer"]["cy"] = ""
    Edition.objects.filter(pk=profile.edition.pk).update(document=document)
    models.Section.objects.filter(key="pay").update(answer_cy="")
    edited = edit_in_admin(title_en="Store manager", title_cy="Rheolwr stôr")

    assert refused(edited) == [Reason("sections.pay.answer.cy", MISSING, waivable=True)]
    assert publish_profile(edited, waived=WAIVED).number == 2


def test_other_texts_of_other_sections_may_be_waived(profile):
    models.Section.objects.filter(key="what-you-would-do").update(answer_cy="")

    assert refused(profile) == [Reason("sections.what-you-would-do.answer.cy", MISSING, waivable=True)]


def test_the_directory_is_held_to_the_same(profile):
    models.Contact.objects.update(note_en="Ring first.")
    models.Source.objects.filter(key="prospects").update(audience_en="Students")

    with pytest.raises(PublishRefused) as refusal:
        publish_directory(waived=WAIVED)

    assert refusal.value.reasons == [
        Reason("sources.prospects.audience.cy", MISSING, waivable=True),
        Reason("contacts.shop-trust.note.cy", ALONE, waivable=False),
    ]
    models.Contact.objects.update(note_cy="Ffoniwch yn gyntaf.")
    assert publish_directory(waived=WAIVED).number == 2
    assert (Waiver.objects.get().profile, Waiver.objects.get().settled_at) == (None, None)
    models.Source.objects.filter(key="prospects").update(audience_cy="Myfyrwyr")
    publish_directory()
    assert Waiver.objects.get().settled_at is not None


def test_a_document_that_was_kept_is_published_and_nothing_else(profile):
    kept = profile_document(edit_in_admin(title_en="Store manager", title_cy="Rheolwr stôr"))
    edited = edit_in_admin(title_en="Boss", title_cy="")

    edition = publish_profile(edited, document=kept)

    assert edition.document["title"] == {"en": "Store manager", "cy": "Rheolwr stôr"}
    assert Profile.objects.get().title.en == "Boss"


def test_a_document_that_was_kept_is_held_to_what_stands_now(profile):
    kept = profile_document(profile)
    models.SharedSkill.objects.filter(key="listening").delete()
    models.Skill.objects.all().delete()
    publish_profile(profile)
    publish_directory()

    assert [reason.path for reason in refused(profile, document=kept)] == ["skills.listening.key"]


# Withdrawing


def test_withdrawing_takes_a_career_out_of_lists_and_keeps_the_rest(client, profile):
    make_rating()
    listed = DirectoryState.current().listing_version

    withdraw(profile)

    assert not Listing.objects.exists()
    assert not ListingFacet.objects.exists()
    assert profile.editions.count() == 1
    assert Slug.objects.filter(profile=profile, current=True).count() == 2
    assert DirectoryState.current().listing_version == listed + 1
    assert client.get(EN).status_code == client.get(CY).status_code == 410
    assert Rating.objects.count() == 1


def test_a_withdrawn_career_comes_back_as_it_was(client, profile):
    withdraw(profile)

    assert publish_profile(Profile.objects.get()).number == 1
    assert client.get(EN).status_code == 200
    assert Listing.objects.get().key == KEY


# Lists


def test_pay_by_the_hour_is_not_listed_as_pay_by_the_year(profile):
    assert [band["low"] for band in Listing.objects.get().starting_pay] == [21000]
    models.PayBand.objects.filter(key="starting").update(period="hour", low=12, high=14)

    publish_profile(profile)

    assert Listing.objects.get().starting_pay == []


def test_each_language_lists_by_its_own_alphabet(profile):
    publish_profile(edit_in_admin(title_en="Cook", title_cy="Llongwr"))

    listing = Listing.objects.get()
    assert listing.order_en == sort_key("Cook", "en")
    assert listing.order_cy == sort_key("Llongwr", "cy")
    assert listing.order_cy not in (sort_key("Cook", "cy"), sort_key("Llongwr", "en"))


def test_a_list_goes_by_the_titles_of_its_language(client, folder, profile):
    """In English Cook stands before Shop manager; in Welsh Rheolwr siop stands before Ysgrifennwr."""
    cook = make_profile_document(key="cook", title=pair("Cook", "Ysgrifennwr"))
    write_content(folder, make_profile_document(), cook)
    load_content(folder, publish=True)

    english, welsh = page(client, "/en/careers/"), page(client, "/cy/gyrfaoedd/")

    assert english.index("/en/careers/cook/") < english.index(EN)
    assert welsh.index(CY) < welsh.index("/cy/gyrfaoedd/cook-cy/")


def test_every_publishing_tells_the_pages_that_list_careers(profile):
    counted = DirectoryState.current().listing_version

    publish_profile(edit_in_admin(title_en="Store manager"))

    assert DirectoryState.current().listing_version == counted + 1


# Rebuilding


def everything() -> dict[str, list[dict[str, Any]]]:
    tables = [Profile, Edition, Listing, ListingFacet, Slug, DirectoryState]
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def test_rebuilding_what_is_current_changes_nothing(profile, capsys):
    before = everything()

    call_command("rebuild_editions")

    assert capsys.readouterr().out == "rebuild_editions: 0 changed\n"
    assert everything() == before


def test_rebuilding_repairs_what_was_derived(client, profile):
    before, counted = page(client, f"{EN}pay/"), DirectoryState.current().listing_version
    derived = profile.edition.derived
    Edition.objects.update(derived={})

    assert rebuild_editions() == 2

    profile.edition.refresh_from_db()
    assert profile.edition.derived == derived
    assert derived["prose"]["pay"] == {"en": "<p>Pay grows.</p>", "cy": "<p>Mae cyflog yn tyfu.</p>"}
    assert derived["transcripts"]["sam"]["en"] == "<p>I run a shop.</p>\n<p>It is busy.</p>"
    assert [picture["role"] for picture in derived["pictures"]["counter"]] == ["original", "preview"]
    assert DirectoryState.current().listing_version == counted + 1
    assert page(client, f"{EN}pay/") == before


def test_rebuilding_repairs_the_listing_and_tells_the_pages_that_show_it(profile):
    counted = DirectoryState.current().listing_version
    Listing.objects.update(order_cy="00", title_en="?")
    ListingFacet.objects.all().delete()

    assert rebuild_editions() == 1

    listing = Listing.objects.get()
    assert (listing.title.en, [f.value for f in listing.facets.filter(kind="area")]) == (
        "Shop manager",
        ["retail"],
    )
    assert listing.order_cy != "00"
    assert DirectoryState.current().listing_version == counted + 1


# Ratings


def test_nothing_done_to_content_touches_a_rating(folder, profile):
    make_rating()
    make_rating(section="", language="en", score=1, comment="", visitor=uuid.UUID(int=2))
    make_rating(profile_key="no-longer-here", visitor=uuid.UUID(int=3))
    before = list(Rating.objects.order_by("pk").values())

    def unchanged() -> bool:
        return list(Rating.objects.order_by("pk").values()) == before

    without = dict.fromkeys(("sections", "disagreements", "claims", "gaps"), ())
    title = pair("Store manager", "Rheolwr stôr")
    write_content(folder, make_profile_document(title=title, out_of_date={}, **without))
    load_content(folder, publish=True)
    assert unchanged()

    publish_profile(edit_in_admin(slug_en="store-manager"))
    publish_directory()
    assert unchanged()

    export_content(folder)
    rebuild_editions()
    assert unchanged()

    withdraw(Profile.objects.get())
    assert unchanged()

    (folder / "profiles").rename(folder.parent / "aside")
    load_content(folder, publish=True)
    assert unchanged()
    assert len(before) == 3
