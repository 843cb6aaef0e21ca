"""Finding by browsing: search with filters, the A to Z, skills, school subjects, home and job areas."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.html import escape

from profiles import a_to_z, addresses, vocabulary
from profiles.alphabet import sort_key
from profiles.content import schema
from profiles.content.upgrades import read_document
from profiles.filters import Asked, asked_in
from profiles.models import Listing, ListingFacet, Profile
from profiles.reading import read_directory
from profiles.search import find
from profiles.views import browse, site_pages
from tests.plain_count import NOT_KNOWN, STEPS, check, random_choices, seeded, told_by

pytestmark = pytest.mark.django_db

EN, CY = "/en/careers/", "/cy/gyrfaoedd/"


def html_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def heading(html: str) -> str:
    return unescape(re.search(r"<h1[^>]*>(.*?)</h1>", html)[1])


def titles(html: str) -> list[str]:
    """The careers shown as results, in order."""
    found = re.findall(r'<div class="what"><h\d><a href="[^"]*">(.*?)</a>', html)
    return [unescape(re.sub("<[^>]*>", "", title)) for title in found]


def links(html: str, within: str) -> dict[str, str]:
    """The links of the first element that has this class or id: text to address."""
    part = html[html.index(within) :]
    part = part[: part.index("</ul>")]
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', part)
    return {unescape(re.sub("<[^>]*>", "", text)): unescape(address) for address, text in found}


def documents() -> list[schema.Profile]:
    published = Profile.objects.exclude(edition=None).select_related("edition")
    return [read_document(schema.Profile, it.edition.document, it.edition.format) for it in published]


# The real careers -----------------------------------------------------------------------------------


def test_filters_and_counts_are_a_plain_count_over_the_real_careers(every_career):
    careers = told_by(documents())
    directory = read_directory()
    values = {
        "area": list(directory.areas),
        "way": [*vocabulary.ROUTES, NOT_KNOWN],
        "pay": [*STEPS, NOT_KNOWN],
        "hours": [*vocabulary.PATTERNS, NOT_KNOWN],
        "welsh": list(vocabulary.WELSH_AT_WORK),
        "skill": [*directory.skills, NOT_KNOWN],
        "subject": sorted({key for held in careers.values() for key in held["subject"]}),
    }
    check(careers, Asked(), None, values)
    for name, all_values in values.items():
        for value in all_values:
            check(careers, Asked(chosen={name: (value,)}), None, values)
    chance = seeded(5)
    pks = list(Listing.objects.values_list("pk", flat=True))
    for _ in range(100):
        found = chance.choice([None, chance.sample(pks, k=chance.randint(1, len(pks)))])
        check(careers, random_choices(chance, values), found, values)


@pytest.mark.parametrize(
    "query", ["", "q=manager", "q=customer&way=apprenticeship", "pay=22000&hours=weekends"]
)
def test_the_page_says_what_a_choice_would_give(client, every_career, query):
    """Each number beside a choice is how many results there are when it alone is chosen in its filter."""
    html = html_of(client, f"{EN}?{query}")
    choices = re.findall(
        r'<input type="\w+" id="[^"]+" name="(\w+)" value="([^"]+)" form="find"( checked)?>'
        r'<span[^>]*>[^<]*<span class="soft num">\((\d+)\)',
        html,
    )
    assert len(choices) > 25
    asked = parse_qs(query)
    for name, value, _chosen, count in choices[::5]:
        terms = [(key, each) for key, values in asked.items() if key != name for each in values]
        found = client.get(EN, [*terms, (name, value)])
        told = re.match(r"(\d+) career", heading(found.content.decode()))
        assert told is not None
        assert told[1] == count, (name, value)


def test_results_come_in_the_order_of_search_with_the_words_marked(client, every_career):
    html = html_of(client, f"{EN}?q=customer+services+manager")
    order = Listing.objects.in_bulk(find("customer services manager", "en").order)

    assert titles(html) == [order[pk].title.en for pk in find("customer services manager", "en").order]
    assert titles(html)[0] == "Customer services manager"
    assert "<mark>Customer</mark> <mark>services</mark> <mark>manager</mark></span></a>" in html
    whole = find("customer services manager", "en").whole
    assert 0 < whole < len(order)
    assert heading(html) == f"{whole} careers for “customer services manager”"
    rest = f"{len(order) - whole} careers with some of the words only:"
    assert html.index("Customer services manager") < html.index(rest)


def test_where_no_career_has_all_the_words_the_heading_says_so(client, every_career):
    search = find("hotel refunds", "en")
    html = html_of(client, f"{EN}?q=hotel+refunds")

    assert search.whole == 0
    assert heading(html) == "No careers with all the words of “hotel refunds”"
    assert f"{len(search.order)} careers with some of the words only:" in html


def test_what_hidden_words_find_says_so_and_does_not_show_them(client, every_career):
    html = html_of(client, f"{EN}?q=hotelier")

    assert titles(html)[0] == "Hotel manager"
    assert "Found by a name that people use for it." in html
    assert "Found by a name" not in html_of(client, f"{EN}?q=hotel+manager").partition("</li>")[0]


def test_a_text_in_the_other_language_says_so(client, every_career):
    html = html_of(client, f"{EN}?q=rheolwr+gwesty")

    assert titles(html)[0] == "Hotel manager"
    assert '<span lang="cy"><mark>Rheolwr</mark> <mark>gwesty</mark></span>' in html


def test_a_misspelt_word_is_kept_and_the_right_one_offered(client, every_career):
    html = html_of(client, f"{EN}?q=reciptionist+hotle&way=work")

    assert 'value="reciptionist hotle"' in html
    assert re.search(r'Did you mean: <a href="/en/careers/\?q=[^"]*hotel[^"]*&amp;way=work">', html)


def test_pay_at_least_names_the_sources_that_say_so(client, every_career):
    html = html_of(client, f"{EN}?pay=22000")
    hits = re.findall(r'<li class="hit .*?<div class="do">', html, re.DOTALL)

    assert len(hits) == sum(
        STEPS[STEPS.index("22000")] in held["pay"] for held in told_by(documents()).values()
    )
    for hit in hits:
        assert "£22,000 or more to begin with, as given by:" in hit
    officer = next(hit for hit in hits if "Human resources officer" in hit)
    assert "AllAboutCareers <b" in officer
    assert "Planit Plus (Scotland) <b" in officer
    assert "as given by: <b>Planit Plus (Scotland)</b></p>" in officer  # not AllAboutCareers, from £20,000


def test_pay_that_nobody_states_is_not_known(client, every_career):
    html = html_of(client, f"{EN}?pay=not-known")

    assert html.count("Starting pay: not known") == len(titles(html)) > 0
    assert "£" not in "".join(re.findall(r'<ul class="hits">.*</ul>', html, re.DOTALL))


def test_a_filter_that_finds_nothing_says_how_many_there_are_without(client, every_career):
    html = html_of(client, f"{EN}?q=hotel&area=transport&welsh=essential")

    assert heading(html) == "No careers for “hotel”"
    assert 'name="q" type="search" value="hotel"' in html
    left = len(find("hotel", "en").order)
    assert f'<a href="/en/careers/?q=hotel">Without the filters: {left} careers</a>' in html
    # What is chosen is there to be taken back, though it gives nothing.
    assert 'id="welsh-essential" name="welsh" value="essential" form="find" checked' in html


def test_nothing_found_leads_on(client, every_career):
    html = html_of(client, f"{EN}?q=zzzzzz")

    assert heading(html) == "No careers for “zzzzzz”"
    assert "Without the filters" not in html
    for address in ("/en/careers/", "/en/skills/", "/en/subjects/"):
        assert f'<a href="{address}">' in html
    areas = links(html, '<ul class="lines">')
    assert len(areas) == len({area for it in documents() for area in it.areas})


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 10_000,
        "q=" + "shop+" * 2_000,
        "q=%00%1f",
        'q="AND+(NOT*',
        "q=%ff",
        "q=a&page=0",
        "page=99999999999999999999",
        "page=-1",
        "area=retail&page=2",
        "letter=%00",
        "skill=%00",
        "subject=" + "x" * 900,
        "pay=1e9",
    ],
)
def test_whatever_the_address_holds_is_answered(client, every_career, query):
    for page in (EN, CY):
        assert client.get(f"{page}?{query}").status_code == 200


def test_what_the_address_asks_for_and_we_do_not_have_is_said(client, every_career):
    said = "The address asks for something we do not have, and we left it out:"
    html = html_of(client, f"{EN}?area=sea&way=work&hours=%3Cb%3E&page=7")

    assert f"{said} <b>sea</b>, <b>&lt;b&gt;</b>, <b>7</b></p>" in html
    assert "<b>nine</b>" in html_of(client, f"{EN}?page=nine")
    assert "<b>chwaer</b>" in html_of(client, f"{EN}?letter=chwaer")
    assert said not in html_of(client, f"{EN}?utm_source=x")
    assert said not in html_of(client, f"{EN}?letter=b")


@pytest.mark.parametrize("name", ["area", "skill", "subject", "page", "letter", "q"])
def test_no_page_holds_characters_that_nobody_can_see(client, every_career, name):
    for typed in ("%00", "a%00b", "%01%7F%C2%85"):
        html = html_of(client, f"{EN}?{name}={typed}")
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", html), (name, typed)
        assert "<b></b>" not in html


def test_live_results_are_the_page_itself(client, every_career):
    """One answer to an address: nothing to vary by."""
    plain, live = (client.get(f"{EN}?q=hotel", headers=headers) for headers in ({}, {"HX-Request": "true"}))

    assert plain.content == live.content
    assert plain.headers["ETag"] == live.headers["ETag"]
    assert "HX-Request" not in plain.headers.get("Vary", "")
    assert plain.headers["HX-Replace-Url"] == "/en/careers/?q=hotel"
    # Every part that the page asks for by id is in it.
    parts = re.search(r'data-hx-select-oob="([^"]*)"', plain.content.decode())[1]
    for part in [*parts.replace(":innerHTML", "").split(","), "#found"]:
        assert f'id="{part[1:]}"' in plain.content.decode(), part


@pytest.mark.parametrize("page", [EN, CY, "/en/compare/", "/cy/rhestr/"])
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("q=hotel&pay=", "?q=hotel"),
        ("q=&pay=", ""),
        ("q&pay=&", ""),
        ("q=&way=work&way=college&pay=&page=2&utm_source=x", "?way=work&way=college&page=2&utm_source=x"),
        ("c=&c=hotel-manager&title=&note=a%26b+%C3%A2&q=", "?c=hotel-manager&note=a%26b+%C3%A2"),
    ],
)
def test_the_empty_fields_of_a_form_go_and_nothing_else_does(client, every_career, page, sent, kept):
    response = client.get(f"{page}?{sent}")

    assert response.status_code == 301
    assert response.headers["Location"] == page + kept
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert client.get(page + kept).status_code == 200


def test_an_address_too_long_for_a_header_is_answered_as_it_is(client, every_career):
    assert client.get(f"{EN}?q={'a' * 3000}&pay=").status_code == 200


def test_a_list_that_shows_texts_in_the_other_language_says_so(client, every_career):
    said = "heb eu hysgrifennu yn Gymraeg eto"
    shown = ("/cy/", CY, f"{CY}?q=gwesty", "/cy/meysydd/lletygarwch-a-thwristiaeth/")
    listed = [*shown, "/cy/rhestr/?c=hotel-manager&c=bank-manager", "/cy/cymharu/?c=hotel-manager"]
    for address in (*listed, "/cy/sgiliau/", "/cy/pynciau/", "/cy/llwybrau/"):
        assert said not in html_of(client, address), address
    Listing.objects.exclude(key="bank-manager").update(title_cy="", standfirst_cy="")
    ListingFacet.objects.filter(kind="subject").update(name_cy="")

    for address in (*listed, "/cy/pynciau/", "/cy/llwybrau/"):
        assert said in html_of(client, address), address
    for address in ("/en/", EN, f"{EN}?q=hotel", "/en/subjects/", "/en/areas/hospitality-and-tourism/"):
        assert "not been written" not in html_of(client, address), address
    # The notice is within what live results take out of the page.
    html = html_of(client, f"{CY}?q=gwesty")
    assert html.index('id="found"') < html.index(said) < html.index('class="hits"')


def test_what_takes_the_place_of_a_chip_has_its_number(client, every_career):
    html = html_of(client, f"{EN}?way=work&way=apprenticeship&hours=weekends")
    assert re.findall(r'<a href="[^"]*" id="(chip-\d)"', html) == ["chip-1", "chip-2", "chip-3"]
    assert '<h1 id="chip-4" tabindex="-1">' in html
    assert f'<a href="{EN}">Without the filters: {Listing.objects.count()} careers</a>' in html
    html = html_of(client, f"{EN}?q=hotel&way=work")
    assert '<h1 id="chip-2" tabindex="-1">' in html
    assert "Without the filters" not in html


def test_what_was_asked_for_is_not_for_search_engines(client, every_career):
    assert '<meta name="robots" content="noindex">' not in html_of(client, EN)
    for query in ("q=hotel", "area=retail", "letter=b"):
        assert '<meta name="robots" content="noindex">' in html_of(client, f"{EN}?{query}")


def test_the_other_side_shows_the_same(client, every_career):
    html = html_of(client, f"{EN}?q=hotel&way=work")
    twin = unescape(re.search(r'class="turn" href="([^"]*)"', html)[1])

    assert twin == "/cy/gyrfaoedd/?q=hotel&way=work"
    assert sorted(titles(html_of(client, twin))) == sorted(
        listing.title.cy for listing in Listing.objects.all() if listing.title.en in titles(html)
    )


def test_results_are_compared_by_a_plain_form(client, every_career):
    html = html_of(client, f"{EN}?q=hotel")
    keys = re.findall(r'<input type="checkbox" id="c-[^"]*" name="c" value="([^"]+)" form="compare"', html)

    assert keys[0] == "hotel-manager"
    assert len(keys) == len(titles(html))
    assert re.search(r'<form class="tray" id="compare" action="/en/compare/">', html)


# By skill and by subject -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/en/skills/", "skill"),
        ("/cy/sgiliau/", "skill"),
        ("/en/subjects/", "subject"),
        ("/cy/pynciau/", "subject"),
    ],
)
def test_each_skill_and_subject_leads_to_as_many_careers_as_it_says(client, every_career, address, kind):
    html = html_of(client, address)
    language = address[1:3]
    rows = re.findall(
        r'<li><a href="([^"]*)"[^>]*>([^<]*)</a> <span class="soft small">[^<0-9]*(\d+)[^<]*</span></li>',
        html,
    )
    careers = told_by(documents())

    named = [unescape(name) for _url, name, _n in rows]
    assert named == sorted(named, key=lambda name: sort_key(name, language))
    assert len({name.casefold() for name in named}) == len(named)
    reached = set()
    for url, name, count in rows:
        keys = parse_qs(urlsplit(unescape(url)).query)[kind]
        reached |= set(keys)
        assert int(count) == sum(bool(held[kind] & set(keys)) for held in careers.values()), name
    assert reached == {key for held in careers.values() for key in held[kind]} - {NOT_KNOWN}
    url, name, count = max(rows, key=lambda row: int(row[2]))
    page = html_of(client, unescape(url))
    assert heading(page).startswith(f"{count} ")
    assert name in page[page.index('id="asked"') : page.index('class="finder"')]


# Home and job areas ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "cy"])
def test_homes_suggestions_all_find_something(client, every_career, language):
    html = html_of(client, f"/{language}/")
    part = html[html.index('id="find"') : html.index("</div></div>")]
    suggested = [unescape(url) for url in re.findall(r'<a href="([^"]*\?q=[^"]*)">', part)]

    assert len(suggested) == 4
    for url in suggested:
        assert titles(html_of(client, url)), url


def test_home_features_one_career_in_both_languages(client, every_career):
    featured = [
        re.search(r'<h2 id="featured">.*?<h3><a href="([^"]*)"', html_of(client, home), re.DOTALL)[1]
        for home in ("/en/", "/cy/")
    ]

    # the one whose page tells of most ways to others
    lead = max(Listing.objects.all(), key=lambda listing: listing.paths.count())
    assert featured == [addresses.career(lead.slug, language) for language in ("en", "cy")]


def test_home_counts_each_job_area_truly_and_leads_everywhere(client, every_career):
    html = html_of(client, "/en/")
    counted = re.findall(r'href="(/en/areas/[^"]+)">.*?<small>(\d+) career', html, re.DOTALL)

    assert len(counted) == len({area for it in documents() for area in it.areas})
    for url, count in counted:
        page = html_of(client, url)
        assert f"{count} career" in re.search(r"<h2>(.*?)</h2>", page)[1]
        assert len(titles(page)) == int(count)
    for address in ("/en/skills/", "/en/subjects/", "/en/paths/", "/en/list/", "/en/compare/"):
        assert f'<a href="{address}"' in html
        assert client.get(address).status_code == 200
    adults = {it.slug.en for it in documents() if "changing-career" in {held.key for held in it.sections}}
    door = re.findall(r'href="/en/careers/([^/"]+)/changing-career/"', html)
    assert len(door) == min(len(adults), site_pages.ADULTS)
    assert set(door) <= adults


def test_a_job_area_leads_to_its_careers_in_the_filters(client, every_career, monkeypatch):
    monkeypatch.setattr(site_pages, "SHOWN_OF_AREA", 3)
    html = html_of(client, "/en/areas/retail-and-customer-service/")
    narrow = re.search(r'<a href="([^"]*)">Narrow these down</a>', html)[1]

    assert len(titles(html)) == 3
    assert "All careers in this area" in html
    held = sum("retail" in it.areas for it in documents())
    assert f"{held} careers in this area" in html
    assert heading(html_of(client, narrow)) == f"{held} careers"


# The A to Z ----------------------------------------------------------------------------------------------


def az(html: str) -> list[tuple[str, list[str]]]:
    """Each letter and what stands under it, in order."""
    sections = re.findall(r'<section class="letter".*?<h2[^>]*>(.*?)</h2>(.*?)</section>', html, re.DOTALL)
    return [
        (letter, [unescape(re.sub("<[^>]*>", "", entry)) for entry in re.findall(r"<li>(.*?)</li>", entries)])
        for letter, entries in sections
    ]


def test_the_a_to_z_holds_every_career_and_every_other_name(client, every_career):
    for address, language in ((EN, "en"), (CY, "cy")):
        shown = az(html_of(client, address))
        entries = [entry for _letter, group in shown for entry in group]
        careers = documents()

        assert {getattr(it.title, language) for it in careers} <= set(entries)
        names = sum(bool(getattr(other.title, language)) for it in careers for other in it.also_known_as)
        assert len(entries) == len(careers) + names
        letters = [letter for letter, _group in shown]
        assert letters == sorted(letters, key=lambda letter: sort_key(letter, language))
        for _letter, group in shown:
            told = [re.split(", (?:see|gweler) ", entry)[0] for entry in group]
            assert told == sorted(told, key=lambda name: sort_key(name, language))


def test_another_name_leads_to_its_career(client, every_career):
    assert ', see <a href="/en/careers/hotel-manager/">Hotel manager</a>' in re.sub(
        "</?span[^>]*>", "", html_of(client, EN)
    )


def test_welsh_letters_have_places_of_their_own(client, every_career):
    html = html_of(client, CY)

    assert '<a href="#letter-rh">Rh</a>' in html
    assert "Rh" in dict(az(html))
    assert not any(entry.startswith("Rh") for entry in dict(az(html)).get("R", []))


def test_every_letter_of_home_is_on_the_page_of_all_careers(client, every_career):
    for home, page in (("/en/", EN), ("/cy/", CY)):
        html = html_of(client, page)
        for address in links(html_of(client, home), '<ul class="az">').values():
            path, _mark, fragment = address.partition("#")
            assert path == page
            assert f'id="{fragment}"' in html


def test_very_many_careers_are_shown_letter_by_letter_in_pages(client, every_career, monkeypatch):
    monkeypatch.setattr(a_to_z, "WHOLE", 5)
    monkeypatch.setattr(browse, "NAMES", 4)
    first = html_of(client, CY)

    assert sum(len(group) for _letter, group in az(first)) == 4
    under_rh = html_of(client, links(first, '<ul class="az">')["Rh"])
    assert [letter for letter, _group in az(under_rh)] == ["Rh"]
    assert html_of(client, "/cy/").count("?letter=rh") == 1

    seen, address = [], CY
    while address:
        html = html_of(client, address)
        seen += [entry for _letter, group in az(html) for entry in group]
        found = re.search(r'rel="next" href="([^"]*)"', html)
        address = unescape(found[1]) if found else ""
    titles_cy = [it.title.cy for it in documents()]
    assert seen == sorted(titles_cy, key=lambda title: sort_key(title, "cy"))

    assert "<b>xyz</b>" in html_of(client, f"{CY}?letter=xyz")
    assert az(html_of(client, f"{CY}?letter=ch")) == []


def test_results_come_in_pages_that_hold_each_once(client, every_career, monkeypatch):
    monkeypatch.setattr(browse, "RESULTS", 4)
    for query in ("q=manager", "q=manager&way=work", "way=work"):
        seen, address = [], f"{EN}?{query}"
        while address:
            html = html_of(client, address)
            seen += titles(html)
            found = re.search(r'rel="next" href="([^"]*)"', html)
            address = unescape(found[1]) if found else ""
        assert len(seen) == len(set(seen)) == int(heading(html).split()[0])


def test_an_address_that_was_asked_for_is_said_back(every_career, rf):
    request = rf.get(EN, {"q": "a & b", "area": ["retail", "finance"]})
    asked = asked_in(request.GET, read_directory())

    assert asked.address("en") == "/en/careers/?q=a+%26+b&area=retail&area=finance"
    assert escape(asked.address("en")).count("&amp;") == 2


def test_an_amount_leads_to_the_filter_by_pay(client, every_career):
    page = client.get("/en/careers/?q=%C2%A325,000").content.decode()

    assert '<a href="/en/careers/?pay=24000">Starting pay, a year: £24,000 or more</a>' in page
