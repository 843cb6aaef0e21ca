"""Previews: a draft in the real templates, for whoever has the link, and for nobody without one."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from profiles import addresses, preview_links, working_copy
from profiles.models import Area, Change, Contact, Edition, Page, PayBand, PreviewLink, Profile, Rating
from tests.builders import make_profile_document, publish_content

pytestmark = pytest.mark.django_db

SECTIONS = ["what-you-would-do", "pay"]


@pytest.fixture(scope="module")
def _published(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load and publish once, inside a transaction that is rolled back after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        publish_content(
            tmp_path_factory.mktemp("content"), make_profile_document(), make_profile_document(key="cook")
        )
        yield
        transaction.set_rollback(True)


@pytest.fixture
def career(_published, db) -> Profile:
    return Profile.objects.get(key="shop-manager")


@pytest.fixture
def link(career) -> PreviewLink:
    return preview_links.make_link(
        by=User.objects.create(username="maker"), days=7, note="A. Reviewer", profile=career
    )


def address(link: PreviewLink, language: str = "en", section: str = "") -> str:
    return addresses.preview(preview_links.signed(link), language, section)


def html_of(client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200, where
    return response.content.decode()


def links_in(html: str) -> set[str]:
    return {unescape(href) for href in re.findall(r'href="([^"]+)"', html)}


# What it shows ------------------------------------------------------------------------------------


def test_a_draft_is_shown_and_readers_see_nothing_of_it(client, career, link):
    career.title_en, career.title_cy = "Head of shop", "Pennaeth siop"
    career.save()
    career.section_rows.filter(key="pay").update(prose_en="Pay has *grown*.")

    assert "Head of shop" in html_of(client, address(link))
    assert "Pennaeth siop" in html_of(client, address(link, "cy"))
    assert "Pay has <em>grown</em>." in html_of(client, address(link, "en", "pay"))
    assert "Pay has <em>grown</em>." in html_of(client, address(link, "en", "all"))
    assert "Head of shop" not in html_of(client, "/en/careers/shop-manager/")
    assert Edition.objects.filter(profile=career).count() == 1


def test_a_career_that_was_never_published_is_shown_too(client, career):
    Profile.objects.create(key="new", title_en="New", title_cy="Newydd")
    link = preview_links.make_link(
        by=User.objects.create(username="maker"), days=1, profile=Profile.objects.get(key="new")
    )
    html = html_of(client, address(link))

    assert "New" in html
    assert "[not written yet]" in html  # the opening sentence
    assert client.get(address(link, "en", "pay")).status_code == 404
    assert html_of(client, address(link, "cy", "all"))


@pytest.mark.parametrize("section", ["", "all", *SECTIONS])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_stays_within_the_preview(client, career, link, section, language):
    html = html_of(client, address(link, language, section))
    other = {"en": "cy", "cy": "en"}[language]
    within = {href for href in links_in(html) if preview_links.signed(link) in href}

    assert f'class="turn" href="{address(link, other, section)}"' in html
    assert {address(link, language), address(link, language, "all")} <= within
    assert all(client.get(href).status_code == 200 for href in within)
    assert not [href for href in links_in(html) if "/shop-manager/" in href or "/rheolwr-siop/" in href]


def test_other_careers_and_site_pages_lead_to_their_public_pages(client, career, link):
    career.relatedcareer_rows.update(key="cook")
    career.section_rows.create(key="where-it-leads", title_en="Onwards", answer_en="Up.", position=9)
    Page.objects.filter(key="about").update(slug_en="not-published-yet")

    assert "/en/careers/cook/" in links_in(html_of(client, address(link, "en", "where-it-leads")))
    html = html_of(client, address(link, "en", "what-you-would-do"))
    assert "/en/about/" in links_in(html)
    assert "not-published-yet" not in html
    assert "/en/areas/retail/" in links_in(html)


def test_the_directorys_draft_is_shown_where_it_holds_together(client, career, link):
    career.section_rows.create(key="find-out-more", title_en="More", answer_en="Ask.", position=9)
    where = address(link, "en", "find-out-more")
    Contact.objects.update(telephone="0800 111 1111")
    assert "0800 111 1111" in html_of(client, where)

    Contact.objects.update(sources=["nobody"])
    html = html_of(client, where)
    assert "01632 960000" in html
    assert "shown as published" in html


def test_pictures_of_the_draft_are_shown(client, career, link):
    career.picture_rows.update(focal_x=10, alt_en="A new counter.")
    html = html_of(client, address(link))

    assert 'alt="A new counter."' in html
    picture = client.get(re.search(r'<img src="(/pictures/[^"]+)"', html)[1])
    assert picture.getvalue().startswith(b"<svg")


def test_what_a_reader_could_do_with_a_page_is_not_offered(client, career, link):
    for section in ("", "pay", "all"):
        html = html_of(client, address(link, "en", section))
        assert "Readers rate the page here." in html
        assert "<form" not in html
        assert "wa.me" not in html
        assert "qr" not in " ".join(links_in(html))
        assert "/en/report/" in links_in(html)  # without the page: its address is the key to the draft
    assert Rating.objects.count() == 0


# What is half finished ----------------------------------------------------------------------------


def test_an_item_with_a_fault_is_left_out_and_named(client, career, link, editor):
    PayBand.objects.filter(key="senior", profile_row=career).update(low=90000)
    reader, where = Client(), address(link, "en", "pay")

    html = html_of(reader, where)
    assert "90,000" not in html
    assert "£21,000 to £28,000" in html
    assert "Pay bands › senior" in html
    assert "/admin/" not in html
    edit = reverse("admin:profiles_profile_change", args=[career.pk]) + "?list=pay_bands#item-senior"
    assert edit in links_in(html_of(client, where))


def test_a_draft_with_nothing_right_in_it_still_shows(client, career, link):
    """No column of any list holds what the schema wants; nothing about the page may break."""
    broken = {
        "title_en": "", "title_cy": "", "standfirst_en": "", "standfirst_cy": "", "slug_en": "No Slug",
        "areas": [], "welsh_at_work": "perhaps", "welsh_sources": ["nobody"],
        "out_of_date": {"no.such.text.cy": "2026-11-02"},
    }  # fmt: skip
    Profile.objects.filter(pk=career.pk).update(**broken)
    career.section_rows.filter(key="pay").update(answer_en="", answer_cy="", prose_en="[x](page:nowhere)")
    career.payband_rows.update(source="nobody")
    career.claim_rows.update(source="nobody")
    career.share_rows.update(sources=["nobody"])
    career.move_rows.update(start="nowhere")
    career.picture_rows.update(digest="0" * 64)
    career.qualification_rows.update(kind="nothing")
    career.skill_rows.update(key="nothing")
    career.contactreference_rows.update(key="nobody")

    for language in ("en", "cy"):
        for section in ("", "all", *SECTIONS):
            html = html_of(client, address(link, language, section))
            assert "› starting" in html
    assert html_of(client, address(link)).count("[not written yet]") >= 3


def test_a_draft_was_saved_when_its_text_was_and_not_when_a_load_withdrew_it(client, career, link):
    retitled = [{"path": "title.en", "before": "A", "after": "B"}]
    Change.objects.filter(key=career.key).delete()
    Change.objects.create(kind="profile", key=career.key, version=4, differences=retitled)
    Change.objects.update(at="2026-11-01T09:00:00Z")
    career.state = Profile.State.WITHDRAWN
    working_copy.record_state(career, Profile.State.PUBLISHED, origin=Change.Origin.FILES)

    assert Change.objects.filter(key=career.key).count() == 2
    said = re.search(r"It is as saved on ([^.]*)\.", html_of(client, address(link)))
    assert said
    assert said[1].startswith("1 November 2026")


def test_the_state_of_a_contact_is_a_text_as_any_other(career):
    """An entry of the directory may have a field of the name that a career's own column has."""
    of_a_contact = [{"path": "state", "before": "listed", "after": "checked"}]
    saved = Change.objects.create(kind="contacts", key="acas", version=2, differences=of_a_contact)
    assert saved in Change.objects.saves()


# Who may see it, and for how long -----------------------------------------------------------------


def test_the_banner_says_what_it_is_and_until_when(client, career, link):
    Change.objects.create(kind="profile", key=career.key, version=1, origin="admin")
    PreviewLink.objects.update(expires_at="2026-12-24T10:30:00Z")

    html = html_of(client, address(link))
    assert "A draft, not published" in html
    assert re.search(r"This link ends on 24 December 2026 at\s+10:30", html)


@pytest.mark.parametrize("section", ["", "pay", "all"])
def test_no_cache_no_index_and_no_site_learns_the_address(client, career, link, section):
    response = client.get(address(link, "en", section))
    html = response.content.decode()

    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response.headers
    assert not response.cookies
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html
    assert 'rel="alternate" hreflang' not in html


def test_a_link_that_has_ended_or_was_taken_back_says_so(client, career, link):
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    ended = client.get(address(link, "en", "pay"))
    assert ended.status_code == 410
    assert "This link has ended" in ended.content.decode()

    PreviewLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    preview_links.revoke(link)
    for language in ("en", "cy"):
        revoked = client.get(address(link, language))
        assert revoked.status_code == 410
        assert f'<html lang="{language}">' in revoked.content.decode()
        assert revoked.headers["Cache-Control"] == "no-store, private"
        assert revoked.headers["Referrer-Policy"] == "no-referrer"
    assert "Shop manager" not in revoked.content.decode()


def test_a_link_that_we_did_not_make_shows_nothing(client, career, link):
    word, token = preview_links.signed(link), link.token
    made_up = PreviewLink(token="another")
    for wrong in (
        token,
        word[:-1] + ("a" if word[-1] != "a" else "b"),
        preview_links.signed(made_up),
        ".",
        "a.b:c",
        "%00",
        "ŵ",
    ):
        response = client.get(f"/en/preview/{wrong}/")
        assert response.status_code == 404, wrong
        assert "This link leads to no draft" in response.content.decode()
        assert client.get(f"/cy/rhagolwg/{wrong}/cyflog/").status_code == 404


@pytest.mark.parametrize("section", ["nothing", "cyflog", "hours-and-places"])
def test_a_section_that_the_draft_has_not_is_said(client, career, link, section):
    response = client.get(address(link) + f"{section}/")

    assert response.status_code == 404
    assert f'href="{address(link)}"' in response.content.decode()


def test_a_preview_costs_the_same_queries_however_much_there_is(
    client, career, link, django_assert_max_num_queries
):
    def queries() -> int:
        with django_assert_max_num_queries(60) as captured:
            client.get(address(link, "en", "all"))
        return len(captured)

    before = queries()
    for n in range(5):
        career.employer_rows.create(key=f"more-{n}", title_en="More", sources=["prospects"])
        picture = career.picture_rows.get(key="counter")
        picture.pk, picture.key, picture.cover = None, f"more-{n}", False
        picture.save()
        PreviewLink.objects.create(profile=career, expires_at=timezone.now())
        Change.objects.create(kind="profile", key=career.key, version=n, origin="admin")

    assert queries() == before


# Site pages and job areas -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("list_name", "key", "change", "words"),
    [
        ("pages", "about", {"prose_en": "We are a **draft**."}, "We are a <strong>draft</strong>."),
        ("areas", "retail", {"name_en": "Shops of all kinds"}, "Shops of all kinds"),
    ],
)
def test_site_pages_and_job_areas_have_previews_too(client, career, list_name, key, change, words):
    model = {"pages": Page, "areas": Area}[list_name]
    model.objects.filter(key=key).update(**change)
    link = preview_links.make_link(
        by=User.objects.create(username="maker"), days=1, list_name=list_name, key=key
    )

    html = html_of(client, address(link))
    assert words in html
    assert "A draft, not published" in html
    assert f'class="turn" href="{address(link, "cy")}"' in html
    assert html_of(client, address(link, "cy"))
    assert client.get(address(link, "en", "pay")).status_code == 404
    model.objects.filter(key=key).delete()
    assert client.get(address(link)).status_code == 410


def test_a_half_finished_site_page_is_shown(client, career):
    Page.objects.create(key="new", position=9)
    Area.objects.create(key="new", position=9)
    maker = User.objects.create(username="maker")
    for list_name in ("pages", "areas"):
        link = preview_links.make_link(by=maker, days=1, list_name=list_name, key="new")
        for language in ("en", "cy"):
            with translation.override(language):
                words = gettext("[not written yet]")
            assert words in html_of(client, address(link, language))


# At the desk --------------------------------------------------------------------------------------


@pytest.fixture
def desk(career, editor) -> str:
    return reverse("admin:profile_preview", args=[career.pk])


def acts() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("language", ["cy", "en"])
def test_an_editor_opens_the_draft_at_once_and_keeps_one_link(client, career, desk, editor, language):
    for _ in range(2):
        response = client.post(desk, {"open": language})
        link = PreviewLink.objects.get(profile=career)
        assert response.headers["Location"] == address(link, language)
        assert client.get(response.headers["Location"]).status_code == 200
    assert (link.by, link.note) == (editor, "")
    assert timedelta(hours=23) < link.expires_at - timezone.now() <= timedelta(days=1)
    assert len(acts()) == 1

    preview_links.revoke(link)
    client.post(desk, {"open": language})
    assert PreviewLink.objects.filter(profile=career).count() == 2


@pytest.mark.ignore_template_errors
def test_a_link_for_a_reviewer_is_made_listed_and_taken_back(client, career, desk):
    response = client.post(desk, {"make": "", "note": "A. Reviewer", "days": "30"}, follow=True)
    link = PreviewLink.objects.get(profile=career)
    html = response.content.decode()
    assert timedelta(days=29) < link.expires_at - timezone.now() <= timedelta(days=30)
    assert "A. Reviewer" in html
    for language in ("cy", "en"):
        assert f'href="http://testserver{address(link, language)}"' in html
    assert Client().get(address(link, "cy")).status_code == 200

    html = client.post(desk, {"revoke": str(link.pk)}, follow=True).content.decode()
    assert Client().get(address(link, "cy")).status_code == 410
    assert address(link) not in html
    assert "Taken back" in html
    assert ["A. Reviewer" in act for act in acts()] == [True, True]


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"note": "", "days": "7"}, "note"),
        ({"note": "A", "days": "400"}, "days"),
        ({"note": "x" * 201}, "note"),
    ],
)
def test_a_link_that_says_too_little_is_refused_and_the_text_kept(client, career, desk, given, wrong):
    response = client.post(desk, {"make": "", **given})

    assert response.status_code == 422
    assert wrong in response.context["form"].errors
    assert f'id="id_{wrong}_error"' in response.content.decode()
    assert given["note"] in response.content.decode()
    assert not PreviewLink.objects.exists()


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("asked", ["", "x", "0", "9" * 30, "-1"])
def test_a_link_of_another_draft_is_not_taken_back_here(client, career, desk, link, asked):
    PreviewLink.objects.update(profile=Profile.objects.get(key="cook"))
    for sent in (asked, str(link.pk)):
        response = client.post(desk, {"revoke": sent}, follow=True)
        assert "That link is not there." in response.content.decode()
    assert not PreviewLink.objects.exclude(revoked_at=None).exists()
    assert client.post(desk, {"open": "fr"}).status_code == 200
    assert client.get(desk + "?page=no").status_code == 200


@pytest.mark.ignore_template_errors
def test_the_list_of_links_costs_the_same_queries_however_long(
    client, career, desk, editor, django_assert_max_num_queries
):
    def queries() -> int:
        with django_assert_max_num_queries(25) as captured:
            client.get(desk)
        return len(captured)

    preview_links.make_link(by=editor, days=1, note="A", profile=career)
    queries()  # what Django keeps from the first request
    before = queries()
    for n in range(30):
        preview_links.make_link(
            by=User.objects.create(username=f"maker-{n}"), days=1, note=f"B {n}", profile=career
        )

    assert queries() == before
    assert "B 29" in client.get(desk).content.decode()
    assert "B 0<" in client.get(desk + "?page=2").content.decode()


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(("list_name", "key"), [("pages", "about"), ("areas", "retail")])
def test_entries_of_the_directory_have_the_same_page(client, career, editor, list_name, key):
    desk = reverse("admin:desk_entry_preview", args=[list_name, key])
    assert client.get(desk).status_code == 200
    shown = client.post(desk, {"open": "en"})
    assert client.get(shown.headers["Location"]).status_code == 200
    client.post(desk, {"make": "", "note": "A. Reviewer", "days": "1"})
    assert PreviewLink.objects.filter(list_name=list_name, key=key, profile=None).count() == 2
    assert len(acts()) == 2
    for wrong in (("contacts", "shop-trust"), ("pages", "nothing"), ("profile", "shop-manager")):
        assert client.get(reverse("admin:desk_entry_preview", args=wrong)).status_code == 404


@pytest.mark.ignore_template_errors
def test_who_may_not_see_careers_makes_no_links(client, career):
    client.force_login(User.objects.create(username="other", is_staff=True))
    for where in (
        reverse("admin:profile_preview", args=[career.pk]),
        reverse("admin:desk_entry_preview", args=["pages", "about"]),
    ):
        assert client.get(where).status_code == 403
        assert client.post(where, {"open": "en"}).status_code == 403
    assert not PreviewLink.objects.exists()
