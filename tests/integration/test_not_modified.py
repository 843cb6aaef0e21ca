"""A career's page that did not change is answered cheaply, and one that did is always sent anew."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from profiles import addresses, prose, reading, working_copy
from profiles.documents import write_profile
from profiles.models import Area, Change, Contact, Edition, Page, Profile, Source
from profiles.publishing import Waived, publish_directory, publish_profile, withdraw
from profiles.views import shown
from tests.builders import make_minimum_wage, make_profile_document, make_rating, pair

pytestmark = pytest.mark.django_db

EN, CY = "/en/careers/shop-manager/", "/cy/gyrfaoedd/rheolwr-siop/"
PAGES = [
    *(EN + rest for rest in ("", "pay/", "what-you-would-do/", "all/", "qr/", "pay/qr/", "?a=1")),
    *(CY + rest for rest in ("", "cyflog/", "popeth/", "cod-qr/")),
]
FINDING = (
    addresses.careers,
    addresses.skills,
    addresses.subjects,
    addresses.paths,
    addresses.comparison,
    addresses.shortlist,
)
LANGUAGES = {"en": "shop-manager", "cy": "rheolwr-siop"}


@pytest.fixture
def pages(client, career) -> list[str]:
    """Those addresses that answer: a career may leave a section out."""
    found = [address for address in PAGES if client.get(address).status_code == 200]
    assert {EN, EN + "pay/", EN + "all/", EN + "qr/", CY} <= set(found)
    return [*found, *site_pages()]


def site_pages() -> list[str]:
    """The splash, home, the job area, a page about us, and what finds, compares and keeps careers."""
    area, about = Area.objects.get(), Page.objects.get(key="about")
    return [
        "/",
        *(f"/{language}/" for language in LANGUAGES),
        *(addresses.area(area.slug, language) for language in LANGUAGES),
        *(addresses.page(about.slug, language) for language in LANGUAGES),
        *(address(language) for address in FINDING for language in LANGUAGES),
        addresses.comparison("en", ["shop-manager"]),
        addresses.shortlist("en", ["shop-manager"]),
        addresses.careers("en") + "?q=shop",
    ]


def test_a_page_that_did_not_change_takes_two_queries_at_most_and_reads_no_document(
    client, pages, monkeypatch
):
    etags = {address: client.get(address).headers["ETag"] for address in pages}

    def refuse(*asked: object) -> None:
        raise AssertionError("a document was read")

    monkeypatch.setattr(reading, "read_document", refuse)
    for address, etag in etags.items():
        with CaptureQueriesContext(connection) as queries:
            again = client.get(address, HTTP_IF_NONE_MATCH=f'"another", W/{etag}')
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        assert again.headers["Cache-Control"] == "public, max-age=60"
        assert len(queries) == (2 if address.startswith((EN, CY)) else 1), address
        said = " ".join(query["sql"] for query in queries)
        # One short list of the directory's is taken out of it by the database.
        said = re.sub(r'JSON_\w+\("profiles_edition"\."document"|"document" ->', "", said)
        assert '"document"' not in said
        assert '"derived"' not in said


def test_a_page_that_nobody_has_yet_takes_no_more_queries_than_before(
    client, career, django_assert_num_queries
):
    client.get(EN)
    with django_assert_num_queries(3):
        client.get(EN)


# What changes a page ------------------------------------------------------------------------------


def edit(profile: Profile, **columns: str) -> None:
    with transaction.atomic(), working_copy.changing(profile, origin=Change.Origin.ADMIN):
        Profile.objects.filter(pk=profile.pk).update(**columns)


def new_edition(career: Profile, monkeypatch) -> None:
    edit(career, standfirst_en="You look after a shop.", standfirst_cy="Rydych chi’n gofalu am siop.")
    publish_profile(career)


def new_address(career: Profile, monkeypatch) -> None:
    edit(career, slug_cy="pennaeth-siop")
    publish_profile(career)


def restored(career: Profile, monkeypatch) -> None:
    """The first edition's text again, after another: an edition of its own."""
    new_edition(career, monkeypatch)
    edit(career, standfirst_en="You run a shop.", standfirst_cy="Rydych chi’n rhedeg siop.")
    publish_profile(career)


def new_directory(career: Profile, monkeypatch) -> None:
    Source.objects.update(name_en="Another publisher", name_cy="Cyhoeddwr arall")
    Contact.objects.update(telephone="0800 000 0000")
    publish_directory(waived=Waived("a test", date(2027, 1, 1)))


def new_name_of_the_area(career: Profile, monkeypatch) -> None:
    Area.objects.update(name_en="Shops", name_cy="Siopau", slug_en="shops", slug_cy="siopau")
    publish_directory()


def new_address_of_a_page_of_ours(career: Profile, monkeypatch) -> None:
    career.section_rows.update(prose_en="See [us](page:about).", prose_cy="Gweler [ni](page:about).")
    publish_profile(career)
    before_that = career.edition.number
    Page.objects.filter(key="about").update(slug_en="who-we-are", slug_cy="pwy-ydym-ni")
    publish_directory()
    assert career.edition.number == before_that


def where_it_leads(career: Profile, monkeypatch) -> None:
    career.section_rows.create(
        key="where-it-leads",
        position=9,
        title_en="Where it leads",
        title_cy="I ble mae’n arwain",
        answer_en="To head office.",
        answer_cy="I’r brif swyddfa.",
    )
    publish_profile(career)


def another_career_that_it_names(career: Profile, monkeypatch) -> None:
    document = make_profile_document(
        key="shop-assistant",
        title=pair("Shop assistant", "Cynorthwyydd siop"),
        slug=pair("shop-assistant", "cynorthwyydd-siop"),
    )
    publish_profile(write_profile(document)[0])


def that_career_withdrawn(career: Profile, monkeypatch) -> None:
    withdraw(Profile.objects.get(key="shop-assistant"))


def that_career_at_another_address(career: Profile, monkeypatch) -> None:
    other = Profile.objects.get(key="shop-assistant")
    edit(other, slug_en="sales-assistant", slug_cy="cynorthwyydd-gwerthu")
    publish_profile(other)


def other_rules_of_markdown(career: Profile, monkeypatch) -> None:
    render = prose.render
    monkeypatch.setattr(prose, "render", lambda text: render(text).replace("<p>", '<p class="new">'))
    call_command("rebuild_editions", verbosity=0)


def a_minimum_comes_into_force(career: Profile, monkeypatch) -> None:
    make_minimum_wage("33.50")
    publish_directory(waived=Waived("a test", date(2027, 1, 1)))


def its_day(career: Profile, monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: date(2027, 4, 1))


def assert_stamps_agree() -> None:
    """What is worked out without reading is what reading says."""
    for language, slug in LANGUAGES.items():
        career = reading.find_career(slug, language)
        if isinstance(career, reading.Career):
            assert reading.career_stamp(slug, language) == career.directory.stamp(career.edition)


@pytest.mark.parametrize(
    "steps",
    [
        [new_edition],
        [new_address],
        [restored],
        [new_directory],
        [new_name_of_the_area],
        [new_address_of_a_page_of_ours],
        [where_it_leads, another_career_that_it_names, that_career_at_another_address, that_career_withdrawn],
        [other_rules_of_markdown],
        [a_minimum_comes_into_force, its_day],
    ],
    ids=lambda steps: steps[-1].__name__,
)
def test_whatever_changes_the_bytes_of_a_page_changes_its_etag(
    client, career, pages, monkeypatch, steps: list[Callable]
):
    changed = set()
    for step in steps:
        before = {address: client.get(address) for address in pages}
        step(career, monkeypatch)
        assert_stamps_agree()
        for address, had in before.items():
            now = client.get(address)
            again = client.get(address, HTTP_IF_NONE_MATCH=had.headers.get("ETag", '"none"'))
            if now.content != had.content or now.status_code != had.status_code:
                changed.add(step)
                assert again.status_code == now.status_code, f"{address} after {step.__name__}"
                assert again.content == now.content
                assert now.headers.get("ETag") != had.headers.get("ETag")
    # What only prepares the next step need not change a page.
    assert set(steps) - {a_minimum_comes_into_force} <= changed, "a step that changes no page says nothing"


def test_what_changes_no_page_changes_no_etag(client, career, pages):
    before = {address: client.get(address).headers["ETag"] for address in pages}
    edit(career, title_en="A draft", title_cy="Drafft")
    Source.objects.update(name_en="A draft")
    make_rating()
    call_command("rebuild_editions", verbosity=0)

    for address, etag in before.items():
        assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_what_is_made_anew_while_a_career_is_read_is_not_taken_for_what_the_reader_got(
    client, career, monkeypatch
):
    read = reading.read_directory

    def after_a_rebuild() -> reading.Directory:
        monkeypatch.setattr(reading, "read_directory", read)
        other_rules_of_markdown(career, monkeypatch)
        return read()

    monkeypatch.setattr(reading, "read_directory", after_a_rebuild)
    had = client.get(EN + "all/")
    again = client.get(EN + "all/", HTTP_IF_NONE_MATCH=had.headers["ETag"])

    assert again.status_code == 200
    assert '<p class="new">' in again.content.decode()
    assert '<p class="new">' not in had.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "templates/base.html",
        "templates/career/_components/label.html",
        "profiles/pay.py",
        "profiles/views/careers.py",
        "careersite/urls.py",
        "careersite/formats/cy/formats.py",
        "careersite/locale/cy/LC_MESSAGES/django.po",
        "static/css/base.css",
        "requirements.txt",
    ],
)
def test_another_file_that_pages_are_made_with_is_another_release(settings, tmp_path, name):
    settings.BASE_DIR = tmp_path
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    releases = set()
    for text in ("one", "another", "one"):
        (tmp_path / name).write_text(text)
        releases.add(shown.release.__wrapped__())
    assert len(releases) == 2


@pytest.mark.parametrize("name", ["SITE_NAME", "SITE_URL", "SITE_OPERATOR", "SITE_EMAIL"])
def test_another_setting_that_pages_show_is_another_release(settings, tmp_path, name):
    settings.BASE_DIR = tmp_path
    before = shown.release.__wrapped__()
    setattr(settings, name, "another")
    assert shown.release.__wrapped__() != before


# What is answered otherwise -----------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["*", " * ", '"x"', "x", "", ",", 'W/"'])
def test_an_address_with_nothing_behind_it_is_never_unmodified(client, career, asked):
    for address in ("/en/careers/nobody/", EN + "training/", EN + "nonsense/", "/en/careers/rheolwr-siop/"):
        if client.get(address).status_code == 404:
            assert client.get(address, HTTP_IF_NONE_MATCH=asked).status_code == 404, address
    assert client.get(EN, HTTP_IF_NONE_MATCH=asked).status_code in (200, 304)


def test_an_old_address_and_a_withdrawn_career_say_so_to_whoever_had_the_page(client, career):
    etag = client.get(EN).headers["ETag"]
    edit(career, slug_en="head-of-shop")
    publish_profile(career)
    assert client.get(EN, HTTP_IF_NONE_MATCH=etag).status_code == 301

    address = "/en/careers/head-of-shop/"
    etag = client.get(address).headers["ETag"]
    withdraw(career)
    assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 410

    publish_profile(career)
    assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_an_old_address_of_an_area_leads_on_for_whoever_had_the_page(client, career):
    address = addresses.area(Area.objects.get().slug, "en")
    etag = client.get(address).headers["ETag"]
    new_name_of_the_area(career, None)
    assert client.get(address, HTTP_IF_NONE_MATCH=etag).headers["Location"] == "/en/areas/shops/"


def test_an_area_without_careers_is_not_there_for_whoever_had_the_page(client, career):
    address = addresses.area(Area.objects.get().slug, "en")
    etag = client.get(address).headers["ETag"]
    withdraw(career)
    for asked in (etag, "*"):
        assert client.get(address, HTTP_IF_NONE_MATCH=asked).status_code == 404


@pytest.mark.parametrize("asked", ["*", " * ", '"x"'])
def test_a_page_of_ours_that_nobody_wrote_is_never_unmodified(client, career, asked):
    for address in ("/en/nothing/", "/en/areas/nothing/"):
        assert client.get(address, HTTP_IF_NONE_MATCH=asked).status_code == 404


def test_a_directory_of_an_older_format_is_read_and_still_unmodified(client, career):
    Edition.objects.filter(profile=None).update(format=1)
    assert reading.career_stamp("shop-manager", "en") is reading.stamp() is None
    for address in (EN, "/en/"):
        etag = client.get(address).headers["ETag"]
        assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_a_site_where_nothing_is_published_yet_answers(client):
    for address in ("/", "/en/"):
        response = client.get(address)
        etag = response.headers["ETag"]
        assert response.status_code == 200
        assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 304


@pytest.mark.parametrize("day", [date(2027, 3, 31), date(2027, 4, 1), date(2030, 1, 1)])
def test_the_stamp_of_a_day_is_the_one_that_reading_gives(career, monkeypatch, day):
    a_minimum_comes_into_force(career, monkeypatch)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: day)
    assert reading.stamp() == reading.read_directory().stamp()
    assert (reading.stamp().minimum == "uk-2027-04") is (day >= date(2027, 4, 1))
