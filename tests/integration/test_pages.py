"""The public pages: what they answer, in which language, with which headers, for how many queries."""

import gzip
import re
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from profiles.documents import profile_document, write_profile
from profiles.models import Area, Contact, DirectoryState, Listing, Page, Profile
from profiles.publishing import PublishRefused, Waived, publish_directory, publish_profile, withdraw
from profiles.vocabulary import SECTION_PATHS
from tests.builders import make_minimum_wage

from .conftest import CAREER, CY, EN

pytestmark = pytest.mark.django_db

# What lets a page out that is not whole in both languages.
WAIVED = Waived("a test", date(2027, 1, 1))

PAIRS = [
    ("/en/", "/cy/"),
    ("/en/careers/", "/cy/gyrfaoedd/"),
    ("/en/areas/retail-and-customer-service/", "/cy/meysydd/manwerthu-a-gwasanaethau-cwsmeriaid/"),
    (EN, CY),
    (EN + "all/", CY + "popeth/"),
    *((f"{EN}{word}/", f"{CY}{SECTION_PATHS['cy'][kind]}/") for kind, word in SECTION_PATHS["en"].items()),
    ("/en/about/", "/cy/amdanom-ni/"),
    ("/en/accessibility/", "/cy/hygyrchedd/"),
    ("/en/apprenticeships/", "/cy/prentisiaethau/"),
    ("/en/contact/", "/cy/cysylltu/"),
    ("/en/privacy/", "/cy/preifatrwydd/"),
    ("/en/where-our-facts-come-from/", "/cy/o-ble-y-daw-ein-ffeithiau/"),
    ("/en/work-experience/", "/cy/profiad-gwaith/"),
]
ADDRESSES = [address for pair in PAIRS for address in pair]


def html_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize(("en", "cy"), PAIRS)
def test_each_page_and_its_twin_name_each_other(client, published, en, cy):
    for address, twin, language in ((en, cy, "en"), (cy, en, "cy")):
        html = html_of(client, address)
        other = {"en": "cy", "cy": "en"}[language]
        assert f'<html lang="{language}">' in html
        assert f'<link rel="canonical" href="http://testserver{address}">' in html
        assert f'<link rel="alternate" hreflang="{language}" href="http://testserver{address}">' in html
        assert f'<link rel="alternate" hreflang="{other}" href="http://testserver{twin}">' in html
        assert '<link rel="alternate" hreflang="x-default" href="http://testserver/">' in html
        assert f'class="turn" href="{twin}" lang="{other}" hreflang="{other}"' in html


@pytest.mark.parametrize("address", [*ADDRESSES, "/"])
def test_a_public_page_is_the_same_bytes_for_everyone(client, published, address):
    response = client.get(address)
    again = client.get(address, HTTP_ACCEPT_LANGUAGE="cy", HTTP_COOKIE="visitor=x; sessionid=y")

    assert response.content == again.content
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("address", [*ADDRESSES, "/"])
def test_a_page_that_did_not_change_is_not_sent_again(client, published, address):
    etag = client.get(address).headers["ETag"]
    again = client.get(address, HTTP_IF_NONE_MATCH=etag)

    assert (again.status_code, again.content) == (304, b"")


def test_publishing_a_profile_or_the_directory_changes_the_etag(client, published):
    first = client.get(EN).headers["ETag"]
    published.title_en = "Head of customer services"
    published.save()
    assert client.get(EN).headers["ETag"] == first

    publish_profile(published)
    second = client.get(EN).headers["ETag"]
    call_command("rebuild_editions", verbosity=0)
    Contact.objects.update(telephone="0800 000 0000")
    publish_directory()
    third = client.get(EN).headers["ETag"]

    assert len({first, second, third}) == 3
    assert "0800 000 0000" in html_of(client, EN + "find-out-more/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_has_one_h1_and_no_inline_style_or_script(client, published, address):
    html = html_of(client, address)

    assert html.count("<h1") == 1
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"\son[a-z]+=", html)
    assert not re.search(r'(?:src|href)="//', html)


def test_a_career_page_costs_the_same_queries_however_many_careers_there_are(
    client, published, django_assert_num_queries
):
    for _ in range(2):
        client.get(EN)  # warms nothing, asserts nothing: the count must hold from the first
        for address in (EN, EN + "pay/", EN + "all/"):
            with django_assert_num_queries(3):
                client.get(address)
        _publish_copies(published, 3)


@pytest.mark.parametrize("address", ["/en/", "/en/careers/", "/en/areas/retail-and-customer-service/"])
def test_a_list_costs_the_same_queries_however_many_careers_it_holds(
    client, published, django_assert_max_num_queries, address
):
    def queries() -> int:
        with django_assert_max_num_queries(6) as captured:
            client.get(address)
        return len(captured)

    before = queries()
    _publish_copies(published, 3)

    assert Listing.objects.count() == 4
    assert queries() == before


def _publish_copies(profile: Profile, count: int) -> None:
    document = profile_document(profile)
    for n in range(count):
        copy = document.model_copy(
            update={
                "key": f"copy-{n}",
                "slug": document.slug.model_copy(update={"en": f"copy-{n}", "cy": f"copi-{n}"}),
                "title": document.title.model_copy(update={"en": f"Copy {n}", "cy": f"Copi {n}"}),
            }
        )
        publish_profile(write_profile(copy)[0])


def test_a_page_travels_compressed_and_still_answers_304(client, published):
    response = client.get(EN, HTTP_ACCEPT_ENCODING="gzip")

    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.content) < 12_000
    again = client.get(EN, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=response.headers["ETag"])
    assert again.status_code == 304


def test_a_profile_is_under_forty_kilobytes(client, published):
    for address in (EN, CY):
        assert len(client.get(address).content) < 40_000, address


def test_the_style_sheet_is_under_twelve_kilobytes_compressed():
    call_command("build_assets", verbosity=0)
    css = (settings.VAR_DIR / "assets" / "css" / "site.css").read_bytes()

    assert len(gzip.compress(css)) < 12_000


def test_one_small_module_is_all_that_loads_before_the_first_touch(client, published):
    html = html_of(client, EN)

    assert re.findall(r'<script[^>]*src="([^"]+)"', html) == ["/static/js/enhance.js"]
    assert len((settings.BASE_DIR / "static" / "js" / "enhance.js").read_bytes()) < 1024
    assert "htmx-2.min.js" in html  # named for later, in a data attribute
    assert not re.search(r"<script[^>]*htmx", html)


def test_the_splash_puts_welsh_first_and_names_the_service(client, db):
    html = html_of(client, "/")

    assert html.index("Croeso i Edau") < html.index("Welcome to Edau")
    assert '<div class="half" lang="cy">' in html
    assert '<div class="half" lang="en">' in html
    assert 'href="/cy/"' in html
    assert 'href="/en/"' in html


def test_an_old_slug_leads_to_the_new_one_for_ever(client, published):
    published.slug_en = "head-of-customer-services"
    published.save()
    assert client.get(EN).status_code == 200  # a draft's slug moves nothing
    publish_profile(published)

    new = "/en/careers/head-of-customer-services/"
    for address, to in ((EN, new), (EN + "pay/", new + "pay/"), (EN + "all/", new + "all/")):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (301, to)
    assert client.get(CY).status_code == 200


def test_a_withdrawn_career_says_so_and_where_to_go(client, published):
    withdraw(published)

    for address, link in ((EN, "/en/careers/"), (EN + "pay/", "/en/careers/"), (CY, "/cy/gyrfaoedd/")):
        response = client.get(address)
        assert response.status_code == 410
        assert link in response.content.decode()
    assert CAREER not in html_of(client, "/en/careers/")


def test_a_draft_is_nowhere(client, published):
    document = profile_document(published)
    slug = document.slug.model_copy(update={"en": "hidden", "cy": "cudd"})
    write_profile(document.model_copy(update={"key": "hidden", "slug": slug}))

    assert client.get("/en/careers/hidden/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/en/careers/nobody/",
        "/cy/gyrfaoedd/customer-services-manager/",
        f"{EN}nothing/",
        f"{EN}cyflog/",
        f"{EN}pay/more/",
        "/en/areas/nowhere/",
        "/en/nothing/",
        "/en/careers/%00/",
        "/en/careers/" + "x" * 3000 + "/",
        "/pictures/abc/../../settings.py",
        "/pictures/abc/x.svg",
        "/pictures/abc/X.php",
    ],
)
def test_what_is_not_there_is_404_in_the_addresss_language(client, published, address):
    response = client.get(address)

    assert response.status_code == 404
    html = response.content.decode()
    language = address.split("/")[1]
    if language in ("en", "cy"):
        assert f'<html lang="{language}">' in html
    else:
        assert html.index('lang="cy"') < html.index('lang="en"')


def test_404_and_500_ask_the_database_nothing(client, db, django_assert_num_queries, settings):
    with django_assert_num_queries(0):
        assert client.get("/nothing-here/").status_code == 404
        assert client.get("/en/deep/nothing/here/").status_code == 404
    from django.test import RequestFactory

    from profiles.views.errors import server_error

    with django_assert_num_queries(0):
        for path, words in (("/en/x/", "Something broke"), ("/cy/x/", "Aeth rhywbeth")):
            assert words in server_error(RequestFactory().get(path)).content.decode()


@pytest.mark.parametrize("query", ["?q=%00", "?" + "a=b&" * 900, "?page=1;DROP", "?%ff=%fe"])
def test_a_strange_query_is_ignored(client, published, query):
    assert client.get(EN + query).status_code == 200
    assert client.get("/en/careers/" + query).status_code == 200


def test_an_unpublished_neighbour_is_plain_text_and_a_published_one_a_link(client, published):
    address = EN + "where-it-leads/"
    assert "Retail manager" in html_of(client, address)
    assert "/en/careers/retail-manager/" not in html_of(client, address)

    document = profile_document(published)
    slug = document.slug.model_copy(update={"en": "retail-manager", "cy": "rheolwr-manwerthu"})
    publish_profile(write_profile(document.model_copy(update={"key": "retail-manager", "slug": slug}))[0])

    assert 'href="/en/careers/retail-manager/"' in html_of(client, address)


def test_missing_welsh_is_said_and_marked(client, published):
    section = published.section_rows.get(key="employers")
    section.prose_cy = ""
    section.save()
    publish_profile(published, waived=WAIVED)

    html = html_of(client, CY + "cyflogwyr/")
    assert re.search(r'<div class="prose" lang="en">\s*<p>', html)
    assert 'class="notice"' in html
    assert 'class="notice"' not in html_of(client, EN + "employers/")


def test_missing_english_is_said_and_marked_too(client, published):
    section = published.section_rows.get(key="employers")
    section.prose_en = section.answer_en = ""
    section.save()
    publish_profile(published, waived=WAIVED)

    html = html_of(client, EN + "employers/")
    assert re.search(r'<div class="prose" lang="cy">', html)
    assert 'class="notice"' in html


def test_out_of_date_welsh_stays_with_a_dated_notice(client, published):
    published.out_of_date = {"sections.employers.prose.cy": "2026-11-02"}
    published.save()
    publish_profile(published, waived=WAIVED)

    assert "2 Tachwedd 2026" in html_of(client, CY + "cyflogwyr/")
    assert "2 November 2026" not in html_of(client, EN + "employers/")
    assert 'class="notice"' not in html_of(client, CY + "sgiliau/")


def test_a_page_mostly_in_the_other_language_is_left_out_of_search(client, published):
    published.section_rows.filter(key="employers").update(title_cy="", answer_cy="", prose_cy="")
    published.employer_rows.update(title_cy="", examples_cy="")
    publish_profile(published, waived=WAIVED)

    welsh, english = html_of(client, CY + "cyflogwyr/"), html_of(client, EN + "employers/")
    assert '<meta name="robots" content="noindex">' in welsh
    assert 'hreflang="x-default"' not in welsh
    assert f'hreflang="cy" href="http://testserver{CY}' not in english
    assert f'class="turn" href="{CY}cyflogwyr/"' in english  # the switch stays


def test_sources_stand_apart_and_open_ends_stay_open(client, published):
    for address in (EN, EN + "pay/", EN + "all/", "/en/careers/?area=retail"):
        html = html_of(client, address)
        assert "£21,000 to £28,000" in html
        assert "£21,000 to £23,500" in html
        assert "£21,000 to £60,000" not in html
        assert "£21,000 to £39,000" not in html
    assert "15,000" not in html_of(client, EN + "all/")


def test_a_full_time_figure_under_the_legal_minimum_says_so(client, published):
    html = html_of(client, EN + "pay/")

    assert "£12.71" in html
    assert "£23,132" in html  # 12.71 x 35 x 52
    assert "1 April 2026" in html


def test_out_of_date_numbers_are_no_call_links(client, published):
    html = html_of(client, EN + "find-out-more/")

    assert 'href="tel:08000284844"' in html
    assert "0845 300 6090" in html
    assert 'href="tel:0845' not in html
    assert 'href="tel:02075657900"' not in html


def test_link_previews_are_whole(client, published):
    for address, locale, other in ((EN + "pay/", "en_GB", "cy_GB"), (CY + "cyflog/", "cy_GB", "en_GB")):
        html = html_of(client, address)
        assert f'<meta property="og:locale" content="{locale}">' in html
        assert f'<meta property="og:locale:alternate" content="{other}">' in html
        assert re.search(r'<meta property="og:title" content="[^"]+">', html)
        assert re.search(r'<meta property="og:description" content="[^"]+">', html)
        assert re.search(r'<meta property="og:image:alt" content="[^"]+">', html)
        image = re.search(r'<meta property="og:image" content="http://testserver(/pictures/[^"]+)">', html)
        response = client.get(image[1])
        assert response.headers["Content-Type"] == "image/png"
        assert response.getvalue()[:8] == b"\x89PNG\r\n\x1a\n"


def test_pictures_are_immutable(client, published):
    html = html_of(client, EN)
    address = re.search(r'<img src="(/pictures/[^"]+\.svg)"', html)[1]
    response = client.get(address)
    assert response.getvalue().startswith(b"<svg")

    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_qr_code_holds_the_pages_own_address(client, published):
    for address in (EN + "qr.svg", EN + "pay/qr.svg", EN + "all/qr.svg", CY + "cyflog/qr.svg"):
        response = client.get(address)
        assert response.headers["Content-Type"] == "image/svg+xml"
        page = address.removesuffix("qr.svg")
        assert f"http://testserver{page}" in response.content.decode()
        shown = html_of(client, page + "qr/")
        assert f'<img class="qr big" src="{address}"' in shown
        assert f"http://testserver{page}" in shown
    assert client.get(EN + "nothing/qr.svg").status_code == 404
    assert client.get(EN + "nothing/qr/").status_code == 404


def test_sharing_offers_both_languages_welsh_first(client, published):
    html = html_of(client, EN + "pay/")
    both = re.search(r'href="(https://wa\.me/\?text=[^"]+cyflog[^"]+)"', html)[1]

    assert both.index("gyrfaoedd") < both.index("careers%2F")


def test_every_page_leads_to_the_form_for_mistakes(client, published):
    for address in ADDRESSES:
        form = rf'href="/(en/report|cy/adrodd)/\?page={re.escape(address)}"'
        assert re.search(form, html_of(client, address))


def test_about_counts_what_no_fluent_reader_has_read(client, published):
    assert "Careers whose Welsh no fluent reader has read yet: 1 of 1" in html_of(client, "/en/about/")
    assert "Other pages whose Welsh no fluent reader has read yet: 7 of 7" in html_of(client, "/en/about/")

    published.welsh_read_on = timezone.localdate()
    published.save()
    publish_profile(published)

    assert "Careers whose Welsh no fluent reader has read yet: 0 of 1" in html_of(client, "/en/about/")


def test_the_empty_site_answers_too(client, db):
    DirectoryState.objects.all().delete()
    for address in ("/", "/en/", "/cy/", "/en/careers/", "/healthz", "/robots.txt"):
        assert client.get(address).status_code == 200


def test_security_headers(client, published):
    headers = client.get(EN).headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_film_that_nobody_holds_is_no_link(client, published):
    html = html_of(client, EN)

    assert "Tracey-Ann" in html
    assert html.count("We do not hold it, so there is nothing to play here.") == 3


def test_a_film_that_an_editor_has_is_told_whole(client, published):
    film = published.film_rows.get(key=published.film_rows.first().key)
    film.address, film.seconds, film.language = "https://films.example/tracey-ann", 95, "en"
    film.captions = ["en", "cy"]
    film.transcript_en, film.transcript_cy = "I **run** the desk.", "Fi sy’n rhedeg y ddesg."
    film.save()
    publish_profile(published)

    html = html_of(client, EN)
    assert '<a href="https://films.example/tracey-ann" hreflang="en"' in html
    assert "Film in English" in html
    assert "Length: 1:35" in html
    assert re.search(r"Captions:\s+English, Welsh", html)
    assert "<strong>run</strong>" in html
    assert "Fi sy’n rhedeg y ddesg." in html_of(client, CY)
    assert "films.example" not in str(client.get(EN).headers["Content-Security-Policy"])


def test_the_language_link_takes_the_query_with_it(client, published):
    for address, twin in (("/en/careers/", "/cy/gyrfaoedd/"), (EN + "pay/", CY + "cyflog/")):
        html = html_of(client, address + '?q=a"b&c=%26')
        assert f'class="turn" href="{twin}?q=a&quot;b&amp;c=%26"' in html
    assert f'rel="canonical" href="http://testserver{EN}pay/"' in html


def test_pages_with_another_query_have_another_etag(client, published):
    assert client.get(EN + "?a=1").headers["ETag"] != client.get(EN + "?a=2").headers["ETag"]


def test_pages_change_on_the_day_a_new_minimum_begins(client, published, monkeypatch):
    make_minimum_wage("13.50")
    publish_directory()
    before = client.get(EN + "pay/")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: date(2027, 4, 1))
    after = client.get(EN + "pay/")

    assert "£13.50" in after.content.decode()
    assert before.headers["ETag"] != after.headers["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_other_methods_get_405_in_the_addresss_language(client, published, method):
    strict = Client(enforce_csrf_checks=True)
    for address, words in ((EN, "only for reading"), (CY, "ar gyfer darllen yn unig"), ("/healthz", "lang=")):
        response = getattr(strict, method)(address)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
        assert words in response.content.decode()


def test_low_figures_carry_their_notice_wherever_they_stand(client, published):
    notice = "The lower end is under the legal minimum for full-time work."
    assert html_of(client, EN).count(notice) == 4  # twice in the label, twice in the chart
    assert html_of(client, EN + "pay/").count(notice) == 2
    assert html_of(client, "/en/careers/?area=retail").count(notice) == 2


def test_every_page_has_a_preview_picture(client, published):
    for address in ("/", *ADDRESSES):
        html = html_of(client, address)
        assert re.search(r'<meta property="og:image" content="http://testserver/[^"]+\.png">', html), address
        assert re.search(r'<meta property="og:image:alt" content="[^"]+">', html), address
        assert '<meta name="twitter:card" content="summary_large_image">' in html


def test_a_withdrawn_careers_ratings_lead_to_its_own_answer(client, published):
    withdraw(published)

    response = client.get(f"/en/rate/{CAREER}/pay/", follow=True)
    assert response.status_code == 410


def test_every_page_of_a_career_has_an_etag_of_its_own(client, published):
    addresses = [address for address in ADDRESSES if CAREER in address or "rheolwr" in address]
    addresses += [address + "qr/" for address in (EN, EN + "pay/")]
    etags = {client.get(address).headers["ETag"] for address in addresses}

    assert len(etags) == len(addresses)


def test_a_new_release_changes_the_etag(client, published, monkeypatch):
    before = client.get(EN).headers["ETag"]
    monkeypatch.setattr("profiles.views.shown.release", lambda: "another")

    assert client.get(EN).headers["ETag"] != before


def test_a_source_that_only_takes_a_side_is_among_the_pages_sources(client, published):
    html = html_of(client, EN + "where-it-leads/")

    assert "SOC 2020 list" in html[html.index('id="sources"') :]


def test_a_withdrawn_career_leads_to_its_areas_where_they_hold_others(client, published):
    _publish_copies(published, 1)
    withdraw(published)

    html = client.get(EN).content.decode()
    assert 'href="/en/areas/retail-and-customer-service/"' in html


def test_english_on_a_welsh_page_is_never_silent_wherever_it_stands(client, published):
    """Claims, routes for adults and shared contacts are on a page too: an old edition may be without them."""
    document = published.edition.document
    for item in document["claims"]:
        item["text"].pop("cy" if item["key"] == "starting-pay-prospects" else "", None)
    for item in document["routes"]:
        item["title"].pop("cy" if item.get("for_adults") else "", None)
    published.edition.save()
    directory = DirectoryState.current().edition
    for item in directory.document["contacts"]:
        item.get("descriptor", {}).pop("cy" if item["key"] == "open-university" else "", None)
    directory.save()

    for section in ("cyflog/", "newid-gyrfa/", "ffyrdd-i-mewn/", "rhagor-o-wybodaeth/"):
        assert 'class="notice"' in html_of(client, CY + section), section
    assert 'class="notice"' not in html_of(client, CY + "sgiliau/")


def test_an_out_of_date_text_is_told_where_it_is_shown(client, published):
    training = next(q for q in published.qualification_rows.all() if q.section == "training")
    published.out_of_date = {f"qualifications.{training.key}.title.cy": "2026-11-02"}
    published.save()
    publish_profile(published, waived=WAIVED)

    assert "2 Tachwedd 2026" in html_of(client, CY + "hyfforddiant/")
    assert "2 Tachwedd 2026" not in html_of(client, CY + "cymwysterau/")


def test_an_out_of_date_shared_text_is_told_on_the_pages_that_show_it(client, published):
    Contact.objects.filter(key="open-university").update(out_of_date={"descriptor.cy": "2026-11-02"})
    Area.objects.update(out_of_date={"text.cy": "2026-11-03"})
    Page.objects.filter(key="about").update(out_of_date={"prose.en": "2026-11-04"})
    publish_directory(waived=WAIVED)

    for address in (CY, CY + "popeth/", CY + "rhagor-o-wybodaeth/"):
        assert "2 Tachwedd 2026" in html_of(client, address), address
    assert "3 Tachwedd 2026" in html_of(client, "/cy/meysydd/manwerthu-a-gwasanaethau-cwsmeriaid/")
    assert "4 November 2026" in html_of(client, "/en/about/")
    for address in (EN, CY + "cyflog/", "/cy/amdanom-ni/", "/en/areas/retail-and-customer-service/"):
        assert 'class="notice"' not in html_of(client, address), address


@pytest.mark.parametrize(
    ("model", "key", "old", "new"),
    [
        (Page, "about", "/en/about/", "/en/who-we-are/"),
        (Area, "retail", "/en/areas/retail-and-customer-service/", "/en/areas/shops/"),
    ],
)
def test_an_old_slug_of_the_directory_leads_to_the_new_one(client, published, model, key, old, new):
    model.objects.filter(key=key).update(slug_en=new.rstrip("/").rpartition("/")[2])
    assert client.get(old).status_code == 200  # a draft's slug moves nothing
    publish_directory()

    response = client.get(old + "?a=1")
    assert (response.status_code, response.headers["Location"]) == (301, new + "?a=1")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert client.get(new).status_code == 200

    model.objects.filter(key=key).update(slug_en=old.rstrip("/").rpartition("/")[2])  # it comes home again
    publish_directory()
    assert client.get(old).status_code == 200
    assert client.get(new).headers["Location"] == old


def test_a_slug_that_was_another_entrys_is_refused_by_name(client, published):
    Page.objects.filter(key="about").update(slug_en="who-we-are")
    publish_directory()
    Page.objects.filter(key="privacy").update(slug_en="about")

    with pytest.raises(PublishRefused) as refused:
        publish_directory()
    assert [reason.path for reason in refused.value.reasons] == ["pages.privacy.slug.en"]
    assert "'about'" in str(refused.value)


def test_an_hourly_figure_is_never_shown_as_a_years(client, published):
    published.payband_rows.all().delete()
    published.payband_rows.create(
        key="hourly", level="starting", low=13, high=15, period="hour", source="prospects"
    )
    publish_profile(published)

    for address in (EN, "/en/careers/"):
        assert "£13 to £15" not in html_of(client, address)
    assert "£13 to £15 an hour" in html_of(client, EN + "pay/")


def test_an_old_slug_keeps_the_page_and_the_query(client, published):
    published.slug_en = "head-of-customer-services"
    published.save()
    publish_profile(published)

    response = client.get(EN + "pay/qr/?a=1")
    assert response.headers["Location"] == "/en/careers/head-of-customer-services/pay/qr/?a=1"
    assert response.headers["Cache-Control"] == "public, max-age=60"

    published.slug_en = "customer-services-manager"  # and it comes home again
    published.save()
    publish_profile(published)
    assert client.get(EN).status_code == 200
    assert client.get("/en/careers/head-of-customer-services/").status_code == 301


def test_a_borrowed_letter_is_in_the_welsh_index_where_a_career_needs_it(client, published):
    published.title_cy = "Zumba"
    published.save()
    publish_profile(published)

    html = html_of(client, "/cy/gyrfaoedd/")
    assert '<a href="#letter-z">Z</a>' in html
    assert 'id="letter-z"' in html
    assert ">K<" not in html
