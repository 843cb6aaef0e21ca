"""Comparing two to four careers: everything is in the address, and nothing in it is lost without a word."""

import re

import pytest
from django.db import transaction

from profiles.models import Profile
from profiles.publishing import publish_profile, withdraw
from tests.builders import make_profile_document, pair, publish_content

pytestmark = pytest.mark.django_db

COMPARE = "/en/compare/"
NAMES = {"cook": "Cook", "baker": "Baker", "waiter": "Waiter", "barista": "Barista", "porter": "Porter"}


@pytest.fixture(scope="module")
def _five(django_db_setup, django_db_blocker, tmp_path_factory):
    documents = [
        make_profile_document(key=key, title=pair(name, f"{name} cy")) for key, name in NAMES.items()
    ]
    with django_db_blocker.unblock(), transaction.atomic():
        publish_content(tmp_path_factory.mktemp("content"), *documents)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def five(_five, db) -> None:
    """Five careers as published: cook, baker, waiter, barista and porter."""


def address(*keys: str, page: str = COMPARE, **more: str) -> str:
    query = "&".join([*(f"c={key}" for key in keys), *(f"{name}={text}" for name, text in more.items())])
    return f"{page}?{query}"


def html_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def heads(html: str) -> list[str]:
    """The careers at the heads of the columns."""
    head = re.search(r"<thead>.*?</thead>", html, re.DOTALL)
    return re.findall(r'</span>\s*<a href="/en/careers/[^"]+">([^<]+)</a>', head[0]) if head else []


def left_out(html: str) -> list[str]:
    found = re.search(r'<ul class="note left-out">(.*?)</ul>', html, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", found[1]) if found else []


def test_careers_stand_side_by_side_in_the_order_of_the_address(client, five):
    assert heads(html_of(client, address("waiter", "cook"))) == ["Waiter", "Cook"]
    assert heads(html_of(client, address("cook", "baker", "waiter", "barista"))) == [
        "Cook",
        "Baker",
        "Waiter",
        "Barista",
    ]


def test_what_cannot_be_shown_is_named_with_the_reason(client, five):
    withdraw(Profile.objects.get(key="porter"))
    html = html_of(client, address("cook", "nobody", "cook", "porter", "baker", "waiter", "barista", "cook"))

    assert heads(html) == ["Cook", "Baker", "Waiter", "Barista"]
    assert left_out(html) == [
        "We do not know “nobody”. It is left out.",
        "Cook: this career was there twice, and is shown once.",
        "Porter: this career is no longer on the site, so it is left out.",
    ]


def test_a_fifth_career_is_named_and_left_out(client, five):
    html = html_of(client, address(*NAMES))

    assert heads(html) == ["Cook", "Baker", "Waiter", "Barista"]
    assert left_out(html) == ["Porter is left out: there is room for 4 careers at once."]
    assert "You can compare four at once." in html
    assert 'name="q"' not in html


STRANGE = [
    "%00",
    "cook%00",
    "%EF%BF%BF",
    "%ff%fe",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "..%2F..%2Fetc",
    "'%20OR%201=1--",
    "COOK",
    "x" * 3000,
    "%F0%9F%98%80",
    "directory",
]


@pytest.mark.parametrize("word", STRANGE)
def test_strange_words_in_the_address_are_words(client, five, word):
    html = html_of(client, address("cook", word, "baker", q=word))

    assert heads(html) == ["Cook", "Baker"]
    assert len(left_out(html)) == 1
    assert "<script>alert" not in html


def test_a_draft_is_not_known(client, five):
    Profile.objects.create(key="secret", title_en="Secret")

    assert left_out(html_of(client, address("cook", "secret"))) == [
        "We do not know “secret”. It is left out."
    ]


def test_empty_words_are_no_careers(client, five):
    html = html_of(client, f"{COMPARE}?c=cook&c=%20&c=baker&d=x")

    assert (heads(html), left_out(html)) == (["Cook", "Baker"], [])


def test_hundreds_of_careers_in_an_address_are_not_looked_at(client, five, django_assert_num_queries):
    with django_assert_num_queries(5):
        html = html_of(client, address("cook", "baker", *(f"n-{n}" for n in range(500))))

    assert left_out(html)[-1] == "The address holds 442 more, which are left out."
    assert html_of(client, address(*(f"n-{n}" for n in range(1500))))


def test_with_fewer_than_two_the_page_says_how_to_add(client, five):
    nothing, one = html_of(client, COMPARE), html_of(client, address("cook"))

    assert "Add the first career" in nothing
    assert "Add a career to compare it with" in one
    assert "<table" not in nothing + one
    assert 'name="c" value="cook"' in one


def test_the_picker_extends_the_address(client, five):
    html = html_of(client, address("cook", "baker", q="ba"))

    assert '<a href="/en/compare/?c=cook&amp;c=baker&amp;c=barista" rel="nofollow"' in html
    assert "Baker is here already" in html
    assert heads(html_of(client, address("cook", "baker", "barista"))) == ["Cook", "Baker", "Barista"]


def test_the_picker_says_when_it_finds_nothing(client, five):
    assert "No career found for “qqqq”." in html_of(client, address("cook", q="qqqq"))


def test_taking_one_out_leaves_the_others(client, five):
    html = html_of(client, address("cook", "baker", "waiter"))

    assert 'href="/en/compare/?c=cook&amp;c=waiter" rel="nofollow">Take out<span class="vh"> Baker' in html


def test_related_careers_are_offered(client, db, tmp_path):
    related = [
        {"key": key, "title": pair(key, key), "relation": "similar", "text": pair("A", "A")}
        for key in ("baker", "astronaut", "waiter")
    ]
    publish_content(
        tmp_path,
        make_profile_document(key="cook", related=related),
        make_profile_document(key="baker"),
        make_profile_document(key="waiter"),
    )
    html = html_of(client, address("cook", "waiter"))
    offered = re.findall(r'<a href="([^"]+)"', re.search(r'<ul class="chips">.*?</ul>', html)[0])

    assert offered == ["/en/compare/?c=cook&amp;c=waiter&amp;c=baker"]


def test_the_keys_and_the_query_are_the_same_in_both_languages(client, five):
    query = "?c=cook&c=baker&q=ba"
    html = html_of(client, COMPARE + query)
    welsh = html_of(client, "/cy/cymharu/" + query)

    assert 'href="/cy/cymharu/?c=cook&amp;c=baker&amp;q=ba" lang="cy"' in html
    assert 'href="/en/compare/?c=cook&amp;c=baker&amp;q=ba" lang="en"' in welsh
    assert ">Cook cy</a>" in welsh


def test_a_text_that_is_missing_is_marked_and_said(client, db, tmp_path):
    publish_content(tmp_path, make_profile_document(), make_profile_document(key="cook"))
    profile = Profile.objects.get(key="cook")
    edition = profile.edition
    edition.document["standfirst"]["cy"] = ""
    edition.save()
    html = html_of(client, address("cook", "shop-manager", page="/cy/cymharu/"))

    assert '<span lang="en">You run a shop.</span>' in html
    assert 'class="notice"' in html


def test_a_comparison_is_not_indexed_and_the_empty_page_is(client, five):
    assert '<meta name="robots" content="noindex">' in html_of(client, address("cook", "baker"))
    assert "noindex" not in html_of(client, COMPARE)


def test_it_can_be_shared_in_both_languages(client, five):
    html = html_of(client, address("cook", "baker"))

    assert 'data-text="http://testserver/en/compare/?c=cook&amp;c=baker"' in html
    assert "Cook cy · Baker cy\nhttp://testserver/cy/cymharu/?c=cook&amp;c=baker" in html
    assert '<meta property="og:url" content="http://testserver/en/compare/?c=cook&amp;c=baker">' in html


def test_each_source_of_pay_is_named_with_its_date(client, five):
    html = html_of(client, address("cook", "baker"))
    starting = re.search(r"Starting pay, a year</th>(.*?)</tr>", html, re.DOTALL)[1]

    assert starting.count("£21,000 to £28,000") == 2
    assert starting.count("Prospects, the source gives no date") == 2
    assert "Careers Wales, dated January 2023" in html
    assert "style=" not in html


def test_rows_that_are_the_same_are_marked(client, db, tmp_path):
    publish_content(
        tmp_path, make_profile_document(), make_profile_document(key="cook", welsh_at_work="essential")
    )
    html = html_of(client, address("cook", "shop-manager"))

    assert re.search(r'<tr class="same"><th scope="row">In a sentence', html)
    assert re.search(r'<tr><th scope="row">Welsh at work', html)


def test_it_is_the_same_bytes_for_everyone(client, five):
    first = client.get(address("cook", "baker"))
    again = client.get(address("cook", "baker"), HTTP_COOKIE="visitor=x", HTTP_ACCEPT_LANGUAGE="cy")

    assert first.content == again.content
    assert not first.cookies
    assert client.get(address("cook", "baker"), HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 304


def test_a_new_edition_of_one_of_them_is_a_new_page(client, five):
    etag = client.get(address("cook", "baker")).headers["ETag"]
    profile = Profile.objects.get(key="baker")
    profile.welsh_note_en = "More."
    profile.save()
    publish_profile(profile)

    assert client.get(address("cook", "baker"), HTTP_IF_NONE_MATCH=etag).status_code == 200


@pytest.mark.parametrize("keys", [("cook", "baker"), ("cook", "baker", "waiter", "barista"), tuple(NAMES)])
def test_it_takes_the_same_queries_for_two_and_for_four(client, five, django_assert_num_queries, keys):
    # the directory, the listings, the editions, the careers that they name
    with django_assert_num_queries(4):
        client.get(address(*keys))


def test_only_safe_methods(client, five):
    assert client.post(COMPARE).status_code == 405


def test_a_comparison_that_did_not_change_is_not_made_again(client, five, django_assert_num_queries):
    etag = client.get(address("cook", "baker", q="wait")).headers["ETag"]

    with django_assert_num_queries(1):  # the directory's
        again = client.get(address("cook", "baker", q="wait"), HTTP_IF_NONE_MATCH=etag)
    assert again.status_code == 304
