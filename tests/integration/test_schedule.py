"""The schedule: what waits for its time is done once, as it was seen, whatever becomes of the rest."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone, translation

from profiles import models, schedule
from profiles.content import schema
from profiles.documents import profile_document
from profiles.models import Edition, Profile, Scheduled, ScheduleRun, Waiver
from profiles.publishing import PublishRefused, Waived, publish_profile, take_back, withdraw
from profiles.schedule import NoSuchTime, is_stalled, moment, problem_now, run_due
from tests.builders import make_profile_document, make_rating, publish_content

EN = "/en/careers/shop-manager/"
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.django_db


@pytest.fixture
def career(settings, tmp_path) -> Profile:
    settings.MEDIA_ROOT = tmp_path / "media"
    publish_content(tmp_path / "content", make_profile_document(), make_profile_document(key="cook"))
    return Profile.objects.get(key="shop-manager")


@pytest.fixture
def publisher(django_user_model) -> Any:
    return django_user_model.objects.create_user("pat")


def edit(key: str = "shop-manager", **columns: Any) -> Profile:
    Profile.objects.filter(key=key).update(**columns)
    return Profile.objects.get(key=key)


def soon(**late: int) -> datetime:
    return timezone.now() + timedelta(**(late or {"minutes": 1}))


def schedule_a_new_title(
    key: str = "shop-manager", *, at: datetime | None = None, **options: Any
) -> Scheduled:
    profile = edit(key, title_en="Store manager", title_cy="Rheolwr stôr")
    return schedule.schedule_publication(profile, profile_document(profile), at=at or soon(), **options)


def after(one: Scheduled) -> datetime:
    return one.due_at + timedelta(seconds=1)


# Doing what is due --------------------------------------------------------------------------------


def test_nothing_is_done_before_its_time(career):
    one = schedule_a_new_title()

    run = run_due(one.due_at - timedelta(seconds=1))

    assert (run.done, run.failed) == (0, 0)
    assert career.editions.count() == 1


def test_what_is_published_is_what_was_seen(client, career, publisher):
    one = schedule_a_new_title(by=publisher, note="A better name.")
    edit(title_en="Boss", title_cy="Bòs")

    run = run_due(after(one))

    assert (run.done, run.failed, run.ran_at) == (1, 0, after(one))
    edition = Profile.objects.get(key="shop-manager").edition
    assert edition.document["title"] == {"en": "Store manager", "cy": "Rheolwr stôr"}
    assert (edition.number, edition.note, edition.published_by) == (2, "A better name.", publisher)
    assert Profile.objects.get(key="shop-manager").title.en == "Boss"
    assert "Store manager" in client.get(EN).content.decode()
    one.refresh_from_db()
    assert one.done_at == after(one)
    assert LogEntry.objects.get(user=publisher).change_message == "Published as edition 2, as scheduled."


def test_what_is_done_is_done_once(career):
    one = schedule_a_new_title()
    run_due(after(one))

    assert run_due(after(one)).done == 0
    assert career.editions.count() == 2


def test_a_withdrawal_that_is_due(client, career, publisher):
    make_rating()
    one = schedule.schedule_withdrawal(career, at=soon(), by=publisher)

    run_due(after(one))

    assert client.get(EN).status_code == 410
    assert models.Rating.objects.count() == 1
    assert LogEntry.objects.get(user=publisher).change_message == "Withdrawn, as scheduled."


def test_a_career_that_is_withdrawn_already_needs_no_withdrawal(career):
    withdraw(career)
    one = schedule.schedule_withdrawal(career, at=soon())

    assert run_due(after(one)).done == 1


def test_a_waiver_goes_with_what_was_scheduled(career, publisher):
    profile = edit(standfirst_cy="")
    document = profile_document(profile)
    with pytest.raises(PublishRefused):
        schedule.schedule_publication(profile, document, at=soon())
    waived = Waived("The translator is away.", date(2027, 3, 1))

    one = schedule.schedule_publication(profile, document, at=soon(), by=publisher, waived=waived)
    assert run_due(after(one)).done == 1

    waiver = Waiver.objects.get()
    assert (waiver.reason, waiver.due, waiver.by) == (waived.reason, waived.due, publisher)


# What does not succeed ----------------------------------------------------------------------------


def test_a_refusal_is_kept_tried_again_and_holds_up_nothing_else(career):
    first = schedule_a_new_title()
    second = schedule_a_new_title("cook", at=soon(minutes=2))
    models.Move.objects.filter(profile_row=career).delete()
    models.Slug.objects.filter(profile=career, language="en").update(slug="elsewhere")
    taken = models.Slug.objects.create(
        language="en", slug="shop-manager", profile=Profile.objects.get(key="cook"), current=False
    )

    run = run_due(after(second))

    assert (run.done, run.failed) == (1, 1)
    first.refresh_from_db()
    assert first.done_at is None
    assert first.problem.startswith("slug.en: 'shop-manager' belongs to 'cook'")
    with translation.override("cy"):
        assert problem_now(first).startswith("slug.en: mae 'shop-manager' yn perthyn i 'cook'")
    assert career.editions.count() == 1

    taken.delete()
    run = run_due(after(second))
    assert (run.done, run.failed) == (1, 0)
    first.refresh_from_db()
    assert (first.problem, first.done_at) == ("", after(second))


def test_an_error_nobody_foresaw_holds_up_nothing_else_either(career, monkeypatch, caplog):
    first = schedule_a_new_title()
    second = schedule_a_new_title("cook", at=soon(minutes=2))
    publish = schedule.publish_profile

    def publish_or_break(profile, **options):
        if profile.key == "shop-manager":
            raise RuntimeError("the disk is full")
        return publish(profile, **options)

    monkeypatch.setattr(schedule, "publish_profile", publish_or_break)
    run = run_due(after(second))

    assert (run.done, run.failed) == (1, 1)
    first.refresh_from_db()
    assert (first.problem, first.done_at) == ("RuntimeError: the disk is full", None)
    assert "did not succeed" in caplog.text


def test_a_document_of_a_format_we_do_not_know_is_left_with_a_word(career):
    one = schedule_a_new_title()
    Scheduled.objects.update(format=schema.FORMAT + 1)

    assert run_due(after(one)).failed == 1

    one.refresh_from_db()
    assert "update the site first" in one.problem


def test_an_older_text_never_comes_out_over_a_newer_edition(career):
    one = schedule_a_new_title()
    publish_profile(edit(title_en="Boss", title_cy="Bòs"))

    assert run_due(after(one)).failed == 1

    one.refresh_from_db()
    assert one.problem.startswith("Edition 2 came out on ")
    assert Profile.objects.get(key="shop-manager").edition.number == 2


def test_what_broke_in_between_leaves_nothing_half_done(career, monkeypatch):
    one = schedule_a_new_title()
    monkeypatch.setattr("profiles.publishing.listings_changed", lambda: 1 / 0)

    assert run_due(after(one)).failed == 1

    assert career.editions.count() == 1
    assert Profile.objects.get(key="shop-manager").edition.number == 1


# Changing one's mind ------------------------------------------------------------------------------


def test_what_is_taken_back_is_not_done(career):
    one = schedule_a_new_title()

    assert take_back(career) == 1
    assert run_due(after(one)).done == 0
    assert career.editions.count() == 1


@pytest.mark.parametrize("scheduled", ["publication", "withdrawal"])
def test_whoever_withdraws_a_career_takes_back_what_was_scheduled_for_it(career, scheduled):
    other = schedule_a_new_title("cook")
    one = (
        schedule_a_new_title()
        if scheduled == "publication"
        else schedule.schedule_withdrawal(career, at=soon())
    )

    assert withdraw(career) == 1
    assert list(schedule.standing()) == [other]
    assert withdraw(career) == 0
    # What was tidied away earlier keeps its time.
    taken_back_at = Scheduled.objects.get(pk=one.pk).cancelled_at
    assert run_due(after(other)).done == 1
    assert Profile.objects.get(key="shop-manager").state == Profile.State.WITHDRAWN
    assert Scheduled.objects.get(pk=one.pk).cancelled_at == taken_back_at


def test_one_thing_is_scheduled_for_a_career_and_the_last_word_stands(career):
    first = schedule_a_new_title()
    second = schedule.schedule_withdrawal(career, at=soon(minutes=5))

    first.refresh_from_db()
    assert first.cancelled_at is not None
    assert list(schedule.standing()) == [second]


def test_taken_back_while_the_run_had_begun(career, monkeypatch):
    one = schedule_a_new_title()
    run = schedule._run

    def run_after_cancelling(pk, now):
        take_back(career)
        return run(pk, now)

    monkeypatch.setattr(schedule, "_run", run_after_cancelling)

    assert (run_due(after(one)).done, career.editions.count()) == (0, 1)


def test_two_runs_that_found_the_same_thing_do_it_once(career):
    one = schedule_a_new_title()

    assert schedule._run(one.pk, after(one)) is True
    assert schedule._run(one.pk, after(one)) is None
    assert career.editions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_moment_do_a_thing_once(settings, tmp_path):
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has one writer anyway")
    settings.MEDIA_ROOT = tmp_path / "media"
    publish_content(tmp_path / "content")
    one = schedule_a_new_title()
    begun, outcomes = threading.Barrier(2), []

    def run_together():
        begun.wait(10)
        outcomes.append(schedule._run(one.pk, after(one)))
        connection.close()

    runs = [threading.Thread(target=run_together) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)

    assert sorted(outcomes, key=str) == [None, True]
    assert Edition.objects.filter(profile__key="shop-manager").count() == 2


# The last run -------------------------------------------------------------------------------------


def test_a_schedule_that_nobody_runs_is_noticed(career):
    now = timezone.now()
    assert not is_stalled(now)  # nothing is due
    one = schedule_a_new_title()
    assert is_stalled(after(one))  # never run

    ScheduleRun.objects.create(pk=1, ran_at=after(one) - timedelta(minutes=4))
    assert not is_stalled(after(one))
    assert is_stalled(after(one) + timedelta(minutes=2))
    assert not is_stalled(one.due_at - timedelta(minutes=1))


def test_one_row_notes_the_last_run(db):
    run_due(datetime(2026, 11, 25, 9, tzinfo=UTC))
    run_due(datetime(2026, 11, 25, 10, tzinfo=UTC))

    assert ScheduleRun.objects.get().ran_at == datetime(2026, 11, 25, 10, tzinfo=UTC)


# Times --------------------------------------------------------------------------------------------


def test_times_are_those_of_clocks_in_the_united_kingdom():
    assert moment(date(2026, 7, 1), time(9)) == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert moment(date(2026, 12, 1), time(9)) == datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("minutes", [0, 30, 59])
def test_a_time_that_clocks_leave_out_is_refused(minutes):
    with pytest.raises(NoSuchTime, match="go forward"):
        moment(date(2027, 3, 28), time(1, minutes))
    assert moment(date(2027, 3, 28), time(0, 59)) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert moment(date(2027, 3, 28), time(2)) == datetime(2027, 3, 28, 1, tzinfo=UTC)


@pytest.mark.parametrize("minutes", [0, 30, 59])
def test_a_time_that_clocks_show_twice_is_refused(minutes):
    with pytest.raises(NoSuchTime, match="go back"):
        moment(date(2027, 10, 31), time(1, minutes))
    assert moment(date(2027, 10, 31), time(0, 59)) == datetime(2027, 10, 30, 23, 59, tzinfo=UTC)
    assert moment(date(2027, 10, 31), time(2)) == datetime(2027, 10, 31, 2, tzinfo=UTC)


# The command --------------------------------------------------------------------------------------


def test_the_command_runs_it_once(career, capsys):
    Scheduled.objects.filter(pk=schedule_a_new_title().pk).update(due_at=timezone.now())

    call_command("run_schedule")

    assert capsys.readouterr().out == "run_schedule: 1 done, 0 failed\n"
    assert career.editions.count() == 2


def loop(monkeypatch, outcomes: list[Any], **options: Any) -> None:
    """The command's loop without its waits, until the outcomes are used up; then it is told to stop."""
    from profiles.management.commands import run_schedule

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    ran = iter(outcomes)

    def run() -> ScheduleRun:
        outcome = next(ran, None)
        if outcome is None:
            signal.raise_signal(signal.SIGTERM)
            return ScheduleRun(ran_at=timezone.now())
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(run_schedule, "run_due", run)
    try:
        call_command("run_schedule", every=0, **options)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_the_loop_goes_on_after_the_database_did_not_answer_and_ends_when_told(db, monkeypatch, capsys):
    loop(monkeypatch, [OperationalError("locked"), ScheduleRun(done=2, failed=1)])

    printed = capsys.readouterr()
    assert "the database did not answer, trying again: locked" in printed.err
    assert printed.out == "run_schedule: 2 done, 1 failed\n"


def started(*command: str, var: Path) -> subprocess.Popen:
    """A command that runs by itself, on a database of its own without tables."""
    (var / "static").mkdir()
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "SITE_VAR": str(var), "DATABASE_URL": f"sqlite:///{var}/site.sqlite3"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_loop_cleanly(tmp_path, number):
    with started(sys.executable, "manage.py", "run_schedule", "--every", "60", var=tmp_path) as loop:
        assert "did not answer, trying again" in loop.stderr.readline()

        loop.send_signal(number)

        assert loop.wait(10) == 0


def test_the_loop_ends_with_the_process_that_it_runs_beside(tmp_path):
    """However that ends: nothing may be left of `make run`."""
    command = f"{sys.executable} manage.py run_schedule --every 60 --beside $$ & exec sleep 60"
    with started("/bin/sh", "-c", command, var=tmp_path) as server:
        assert "did not answer, trying again" in server.stderr.readline()

        server.kill()

        # The loop's end closes the pipe that it writes to.
        assert server.stderr.read() == ""
