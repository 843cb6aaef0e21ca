"""The link checker: which addresses it asks, what it keeps, says and forgets; never a document."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from profiles import links
from profiles.documents import write_profile
from profiles.links import NoReply, Reply
from profiles.models import DirectoryState, Edition, LinkCheck, Profile
from profiles.publishing import withdraw
from tests.builders import make_profile_document, publish_content

pytestmark = pytest.mark.django_db

JOBS, PROSPECTS, WAGES = (
    "https://jobs.example/",
    "https://prospects.example/shop-manager",
    "https://wages.example/",
)
FILM = "https://films.example/sam"
ALL = {JOBS, PROSPECTS, WAGES, FILM}


@pytest.fixture
def career(tmp_path) -> Profile:
    publish_content(tmp_path)
    return Profile.objects.get()


@pytest.fixture
def web(monkeypatch):
    """What each address answers, a status or a problem; 200 for the rest. Nothing leaves the machine."""
    pages, asked = {}, []

    def ask(method, address):
        asked.append(address)
        answer = pages.get(address, 200)
        if isinstance(answer, str):
            raise NoReply(answer)
        return Reply(*answer) if isinstance(answer, tuple) else Reply(answer)

    monkeypatch.setattr("profiles.management.commands.check_links.asker", lambda **options: ask)
    monkeypatch.setattr(links.time, "sleep", lambda seconds: None)
    pages["asked"] = asked
    return pages


def check(capsys, **options) -> str:
    call_command("check_links", **options)
    return capsys.readouterr().out


def test_what_current_editions_lead_to_is_asked_and_kept(career, web, capsys):
    web[JOBS] = 404

    said = check(capsys)

    assert set(LinkCheck.objects.values_list("address", flat=True)) == ALL
    broken = LinkCheck.objects.get(address=JOBS)
    assert (broken.status, broken.problem, broken.moved_to) == (404, "gone", "")
    assert broken.failing_since == broken.checked_at
    whole = LinkCheck.objects.get(address=FILM)
    assert (whole.status, whole.problem, whole.failing_since) == (200, "", None)
    assert f"{JOBS}: the page is not there (404)\n    directory: links.find-a-job.address.en\n" in said
    assert said.endswith("check_links: 4 asked, 1 broken, 0 moved, 0 no longer in use\n")


def test_an_address_of_a_draft_or_of_a_withdrawn_career_is_not_asked(career, web, capsys):
    write_profile(
        make_profile_document(
            key="cook",
            pictures=[],
            films=[
                {
                    "key": "x",
                    "person": "X",
                    "role": {"en": "Cook"},
                    "address": "https://draft.example/",
                    "sources": ["prospects"],
                }
            ],
        )
    )
    check(capsys)
    assert "https://draft.example/" not in web["asked"]
    withdraw(career)
    assert "1 no longer in use" in check(capsys)
    assert not LinkCheck.objects.filter(address=FILM).exists()


def test_since_when_a_link_fails_stays_until_it_works(career, web, capsys):
    web[JOBS] = 500
    check(capsys)
    long_ago = timezone.now() - timedelta(days=9)
    LinkCheck.objects.filter(address=JOBS).update(failing_since=long_ago, checked_at=long_ago)

    web[JOBS] = 404
    check(capsys)
    again = LinkCheck.objects.get(address=JOBS)
    assert (again.failing_since, again.problem) == (long_ago, "gone")
    assert again.checked_at > long_ago

    web[JOBS] = 200
    check(capsys)
    assert LinkCheck.objects.get(address=JOBS).failing_since is None

    web[JOBS] = 404
    check(capsys)
    assert LinkCheck.objects.get(address=JOBS).failing_since > long_ago


def test_only_broken_ones_are_asked_where_that_is_wanted(career, web, capsys):
    web[JOBS] = 404
    check(capsys)
    web["asked"].clear()

    web[JOBS] = 200
    said = check(capsys, only_broken=True)

    assert set(web["asked"]) == {JOBS}
    assert not LinkCheck.objects.exclude(problem="").exists()
    assert LinkCheck.objects.count() == len(ALL)
    assert "1 asked, 0 broken" in said


def test_where_a_link_has_moved_to_is_kept(career, web, capsys):
    web[JOBS] = (301, "https://jobs.example/new/")

    assert "0 broken, 1 moved" in check(capsys)
    assert LinkCheck.objects.get(address=JOBS).moved_to == "https://jobs.example/new/"


def test_what_does_not_answer_is_broken_where_something_else_does(career, web, capsys):
    web[JOBS] = "slow"

    assert f"{JOBS}: the site did not answer in time" in check(capsys)
    assert LinkCheck.objects.get(address=JOBS).problem == "slow"


def test_without_a_connection_nothing_is_kept(career, web, capsys):
    check(capsys)
    before = list(LinkCheck.objects.order_by("pk").values())
    web.update(dict.fromkeys(ALL, "no-host"))

    with pytest.raises(CommandError, match="is this machine connected"):
        check(capsys)
    assert list(LinkCheck.objects.order_by("pk").values()) == before


def test_a_broken_link_fails_the_command_only_where_asked(career, web, capsys):
    web[JOBS] = 404
    check(capsys)
    with pytest.raises(CommandError, match="1 broken"):
        check(capsys, strict=True)
    web[JOBS] = 200
    check(capsys, strict=True)


def test_a_check_changes_no_document(career, web, capsys):
    web[JOBS] = 404
    before = (
        list(Edition.objects.values()),
        list(Profile.objects.values()),
        DirectoryState.current().edition_id,
    )

    check(capsys)

    after = (
        list(Edition.objects.values()),
        list(Profile.objects.values()),
        DirectoryState.current().edition_id,
    )
    assert after == before


def test_nothing_published_is_nothing_to_ask(db, web, capsys):
    assert "check_links: 0 asked, 0 broken" in check(capsys, strict=True)


def test_many_careers_are_read_in_a_few_queries(career, web, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        found = links.addresses_in_use()
    assert [str(place) for place in found[FILM]] == ["shop-manager: films.sam.address"]
