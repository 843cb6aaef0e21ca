"""A list to keep or to share: all of it is in the address, and nothing of it is kept here."""

import re
from urllib.parse import quote

import pytest
from django.db import transaction

from profiles.models import Profile
from profiles.publishing import withdraw
from profiles.views import shortlist
from tests.builders import make_profile_document, pair, publish_content

pytestmark = pytest.mark.django_db

LIST = "/en/list/"
# More than a list has room for.
KEYS = [f"job-{n}" for n in range(1, 33)]


@pytest.fixture(scope="module")
def _jobs(django_db_setup, django_db_blocker, tmp_path_factory):
    documents = [
        make_profile_document(key=key, title=pair(f"Job {key[4:]}", f"Swydd {key[4:]}")) for key in KEYS
    ]
    with django_db_blocker.unblock(), transaction.atomic():
        publish_content(tmp_path_factory.mktemp("content"), *documents)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def jobs(_jobs, db) -> None:
    """32 careers as published: Job 1 to Job 32."""


def address(*keys: str, page: str = LIST, **more: str) -> str:
    words = (f"{name}={quote(text)}" for name, text in more.items())
    return f"{page}?{'&'.join([*(f'c={key}' for key in keys), *words])}"


def html_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def entries(html: str) -> list[str]:
    return re.findall(r'<h2><a href="/en/careers/[^"]+">([^<]+)</a></h2>', html)


def test_careers_are_listed_in_the_order_of_the_address(client, jobs):
    assert entries(html_of(client, address("job-3", "job-1", "job-2"))) == ["Job 3", "Job 1", "Job 2"]


def test_an_empty_list_says_how_to_begin(client, jobs):
    html = html_of(client, LIST)

    assert "<h1>My list</h1>" in html
    assert "There is nothing on this list yet." in html
    assert 'name="q"' in html


def test_what_cannot_be_shown_is_named_with_the_reason(client, jobs):
    withdraw(Profile.objects.get(key="job-9"))
    html = html_of(client, address("job-1", "nobody", "job-1", "job-9"))

    assert entries(html) == ["Job 1"]
    for words in (
        "We do not know “nobody”. It is left out.",
        "Job 1: this career was there twice, and is shown once.",
        "Job 9: this career is no longer on the site, so it is left out.",
    ):
        assert words in html


def test_a_list_has_room_for_thirty_and_says_so(client, jobs):
    html = html_of(client, address(*KEYS))

    assert len(entries(html)) == 30
    assert "Job 31 is left out: there is room for 30 careers at once." in html
    assert "A list holds 30 careers. Take one off to add another." in html
    assert 'name="q"' not in html


def test_the_note_is_shown_as_somebody_s_and_is_plain_text(client, jobs):
    note = 'Dear <b>all</b>,\nread "Ways in" first. https://example.com/'
    html = html_of(client, address("job-1", note=note, title="For <i>Friday</i>"))

    assert "Its title and its note are theirs, not ours." in html
    assert "<bdi>For &lt;i&gt;Friday&lt;/i&gt;</bdi>" in html
    assert "Dear &lt;b&gt;all&lt;/b&gt;,<br>read &quot;Ways in&quot; first. https://example.com/" in html
    assert 'href="https://example.com' not in html
    assert "<title>For &lt;i&gt;Friday&lt;/i&gt; – A list that somebody made – Edau</title>" in html


def test_a_report_of_a_mistake_takes_no_words_along(client, jobs):
    """A list says that nothing of it is stored, and reports are."""
    html = html_of(client, address("job-1", note="For Sam Jones", title="Sam"))

    assert 'href="/en/report/?page=/en/list/%3Fc%3Djob-1"' in html


def test_a_list_without_words_is_nobody_s(client, jobs):
    html = html_of(client, address("job-1", "job-2"))

    assert "theirs, not ours" not in html
    assert "<h1>A list of 2 careers</h1>" in html


def test_a_note_that_is_too_long_is_cut_and_says_so(client, jobs):
    html = html_of(client, address("job-1", note="n" * 600 + "CUT", title="t" * 80 + "CUT"))

    assert "n" * 600 in html
    assert "CUT" not in html.split("</head>")[1].split('class="foot"')[0].replace(
        re.search(r'class="turn" href="[^"]*"', html)[0], ""
    )
    assert "A title has room for 80 characters and a note for 600; the rest is not shown." in html
    assert "the rest is not shown" not in html_of(client, address("job-1", note="n" * 600))


@pytest.mark.parametrize(
    "word", ["%00", "%ff", "%E2%80%AEabc", "x" * 5000, "%3Cscript%3Ealert(1)%3C/script%3E"]
)
def test_strange_words_in_the_address_are_words(client, jobs, word):
    html = html_of(client, f"{LIST}?c=job-1&c={word}&note={word}&title={word}&q={word}")

    assert entries(html) == ["Job 1"]
    assert "<script>alert" not in html
    # Nothing turns the direction of what follows.
    assert "\u202e" not in html
    assert "\x00" not in html


def test_a_career_can_be_taken_off_and_moved_and_the_words_stay(client, jobs):
    html = html_of(client, address("job-1", "job-2", "job-3", title="For you", note="Read"))
    words = "&amp;title=For+you&amp;note=Read"

    assert f'href="/en/list/?c=job-1&amp;c=job-3{words}" rel="nofollow" data-list-link>Take off' in html
    assert f'href="/en/list/?c=job-2&amp;c=job-1&amp;c=job-3{words}#career-job-2"' in html
    assert f'href="/en/list/?c=job-1&amp;c=job-3&amp;c=job-2{words}#career-job-2"' in html
    assert html.count("Move up") == html.count("Move down") == 2


def test_the_last_career_taken_off_leaves_its_words(client, jobs):
    html = html_of(client, address("job-1", title="For you"))

    assert 'href="/en/list/?title=For+you" rel="nofollow"' in html
    assert "<bdi>For you</bdi>" in html_of(client, f"{LIST}?title=For+you")


def test_the_picker_extends_the_address_and_keeps_the_words(client, jobs):
    html = html_of(client, address("job-1", title="For you", q="job 12"))

    assert '<input type="hidden" name="title" value="For you">' in html
    assert 'href="/en/list/?c=job-1&amp;c=job-12&amp;title=For+you" rel="nofollow"' in html


def test_pay_stands_under_each_source_s_name(client, jobs):
    html = html_of(client, address("job-1"))

    assert "£21,000 to £28,000" in html
    assert "Prospects, the source gives no date" in html
    assert "style=" not in html


def test_up_to_four_are_ready_to_be_compared(client, jobs):
    def boxes(html: str) -> list[bool]:
        return [
            "checked" in box for box in re.findall(r'<input type="checkbox"[^>]*form="compare"[^>]*>', html)
        ]

    assert boxes(html_of(client, address(*KEYS[:3]))) == [True] * 3
    assert boxes(html_of(client, address(*KEYS[:5]))) == [False] * 5
    assert '<form class="row" id="compare" action="/en/compare/">' in html_of(client, address(*KEYS[:2]))


def test_one_career_alone_is_not_ticked_for_a_form_that_is_not_there(client, jobs):
    assert 'form="compare"' not in html_of(client, address("job-1"))
    html = html_of(client, address("job-1", "job-2"))
    assert html.count('form="compare"') == 2
    assert html.count('id="compare"') == 1


def test_it_can_be_shared_with_its_words_in_both_languages(client, jobs):
    html = html_of(client, address("job-1", "job-2", title="For you", note="Read"))

    query = "?c=job-1&amp;c=job-2&amp;title=For+you&amp;note=Read"
    assert f'data-text="http://testserver/en/list/{query}"' in html
    assert f"For you\nhttp://testserver/cy/rhestr/{query}" in html
    assert 'class="qr"' in html
    assert 'class="qr"' not in html_of(client, address("job-1", note="é" * 600))


def test_the_query_is_the_same_in_both_languages(client, jobs):
    query = "?c=job-1&title=T&note=N"

    assert f'href="/cy/rhestr/{query.replace("&", "&amp;")}" lang="cy"' in html_of(client, LIST + query)
    assert ">Swydd 1</a>" in html_of(client, "/cy/rhestr/" + query)


def test_no_list_is_indexed(client, jobs):
    for query in ("", "?c=job-1", "?title=T"):
        assert '<meta name="robots" content="noindex">' in html_of(client, LIST + query)


def test_it_is_the_same_bytes_for_everyone(client, jobs, django_assert_num_queries):
    first = client.get(address("job-1", title="T"))
    again = client.get(address("job-1", title="T"), HTTP_COOKIE="visitor=x", HTTP_ACCEPT_LANGUAGE="cy")

    assert first.content == again.content
    assert not first.cookies
    assert "Cookie" not in first.headers.get("Vary", "")
    etag = first.headers["ETag"]
    with django_assert_num_queries(1):  # the directory's: nothing is looked up again
        assert client.get(address("job-1", title="T"), HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert client.get(address("job-1", title="U"), HTTP_IF_NONE_MATCH=etag).status_code == 200


@pytest.mark.parametrize("count", [1, 10, 30])
def test_it_takes_the_same_queries_however_long(client, jobs, django_assert_num_queries, count):
    with django_assert_num_queries(2):
        client.get(address(*KEYS[:count]))


def test_every_page_of_a_career_leads_to_the_list_and_to_comparing(client, jobs):
    for page in ("/en/careers/job-1/", "/en/careers/job-1/pay/"):
        html = html_of(client, page)
        assert 'href="/en/list/?c=job-1" rel="nofollow" data-keep="job-1"' in html
        assert 'href="/en/compare/?c=job-1" rel="nofollow"' in html


def test_the_header_leads_to_the_list_in_either_language(client, jobs):
    assert 'href="/en/list/" rel="nofollow" data-list=' in html_of(client, "/en/")
    assert 'href="/cy/rhestr/" rel="nofollow" data-list=' in html_of(client, "/cy/")
    assert 'rel="nofollow" aria-current="page" data-list=' in html_of(client, LIST)


def test_the_browser_keeps_as_many_as_a_list_shows(settings):
    script = (settings.BASE_DIR / "static" / "js" / "shortlist.js").read_text(encoding="utf-8")

    assert f"const MOST = {shortlist.MOST};" in script
