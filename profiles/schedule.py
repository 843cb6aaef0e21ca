"""The schedule: publications and withdrawals that wait for their time.

`run_schedule` does what is due. Each thing is a transaction of its own; what does not succeed says why on
its row, is tried again at the next run, and holds up nothing else.
"""

import logging
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from profiles.content import schema
from profiles.content.upgrades import UnknownFormat, read_document
from profiles.documents import as_json
from profiles.models import Profile, Scheduled, ScheduleRun
from profiles.publishing import (
    PublishRefused,
    Waived,
    is_refused,
    one_at_a_time,
    profile_reasons,
    publish_profile,
    take_back,
    withdraw,
)

LATE_AFTER = timedelta(minutes=5)
"""The schedule is run every minute; what is due for longer than this says that nobody runs it."""

logger = logging.getLogger(__name__)


# Times -------------------------------------------------------------------------------------------


class NoSuchTime(ValueError):
    """The clocks of the United Kingdom do not show that time on that day, or show it twice."""


def moment(day: date, at: time) -> datetime:
    """The moment when clocks in the United Kingdom show a time. Raises NoSuchTime, in words to show."""
    first, second = (
        datetime.combine(day, at, tzinfo=timezone.get_default_timezone()).replace(fold=fold)
        for fold in (0, 1)
    )
    if first.astimezone(UTC).astimezone(first.tzinfo) != first:
        raise NoSuchTime(_("The clocks go forward that night, and this time does not come: choose another."))
    if first.utcoffset() != second.utcoffset():
        raise NoSuchTime(_("The clocks go back that night, and this time comes twice: choose another."))
    return first


# What is scheduled -------------------------------------------------------------------------------


def standing() -> QuerySet[Scheduled]:
    """What waits for its time, soonest first."""
    return Scheduled.objects.filter(done_at=None, cancelled_at=None).select_related("profile", "by")


@transaction.atomic
def schedule_publication(
    profile: Profile,
    document: schema.Profile,
    *,
    at: datetime,
    by: AbstractBaseUser | None = None,
    note: str = "",
    waived: Waived | None = None,
) -> Scheduled:
    """Keep a document to be published at a time, in place of anything else scheduled for the career.

    Raises PublishRefused where it could not be published now.
    """
    reasons = profile_reasons(profile, document)
    if is_refused(reasons, waived):
        raise PublishRefused(profile.key, reasons)
    return _schedule(
        profile,
        action=Scheduled.Action.PUBLISH,
        due_at=at,
        document=as_json(document),
        format=schema.FORMAT,
        note=note,
        waiver_reason=waived.reason if reasons and waived else "",
        waiver_due=waived.due if reasons and waived else None,
        by=by,
    )


@transaction.atomic
def schedule_withdrawal(
    profile: Profile, *, at: datetime, by: AbstractBaseUser | None = None, note: str = ""
) -> Scheduled:
    """Withdraw a career at a time, in place of anything else scheduled for it."""
    return _schedule(profile, action=Scheduled.Action.WITHDRAW, due_at=at, note=note, by=by)


def _schedule(profile: Profile, **values: object) -> Scheduled:
    # Two who schedule the same career at once take turns, and the last one's word stands.
    one_at_a_time()
    take_back(profile)
    return Scheduled.objects.create(profile=profile, **values)


# Running it --------------------------------------------------------------------------------------


class _OvertakenBy(Exception):
    """Another edition came out after a publication was scheduled: it would take readers back."""


def run_due(now: datetime | None = None) -> ScheduleRun:
    """Do what is due, in order, and note the run. Safe beside another run: each thing is done once."""
    now = now or timezone.now()
    done = failed = 0
    for pk in standing().filter(due_at__lte=now).values_list("pk", flat=True):
        outcome = _run(pk, now)
        done += outcome is True
        failed += outcome is False
    run, _created = ScheduleRun.objects.update_or_create(
        pk=1, defaults={"ran_at": now, "done": done, "failed": failed}
    )
    return run


def _run(pk: int, now: datetime) -> bool | None:
    """Whether one thing succeeded. None where somebody else did it, or took it back, meanwhile."""
    try:
        with transaction.atomic():
            # What publishes takes turns, and takes this turn before anything else: nobody waits in a circle.
            one_at_a_time()
            still_due = Scheduled.objects.filter(pk=pk, done_at=None, cancelled_at=None)
            if not still_due.update(done_at=now, problem=""):
                return None
            _do(Scheduled.objects.select_related("profile__edition", "by").get(pk=pk))
    except PublishRefused as refused:
        problem = "; ".join(map(str, refused.reasons))
    except (_OvertakenBy, UnknownFormat) as known:
        problem = str(known)
    except Exception as error:
        logger.exception("Scheduled %s did not succeed", pk)
        problem = f"{type(error).__name__}: {error}"
    else:
        return True
    Scheduled.objects.filter(pk=pk, done_at=None).update(problem=problem)
    return False


def _do(one: Scheduled) -> None:
    if one.action == Scheduled.Action.WITHDRAW:
        if one.profile.state == Profile.State.PUBLISHED:
            withdraw(one.profile)
        words = _("Withdrawn, as scheduled.")
    else:
        words = _publish(one)
    if one.by:
        LogEntry.objects.log_actions(
            one.by.pk, [one.profile], CHANGE, change_message=words, single_object=True
        )


def _publish(one: Scheduled) -> str:
    published = one.profile.edition
    if published and published.published_at > one.at:
        words = _(
            "Edition %(number)s came out on %(day)s, after this was scheduled: schedule anew or cancel it."
        )
        day = date_format(timezone.localtime(published.published_at))
        raise _OvertakenBy(words % {"number": published.number, "day": day})
    edition = publish_profile(
        one.profile,
        document=read_document(schema.Profile, one.document, one.format),
        by=one.by,
        note=one.note,
        waived=Waived(one.waiver_reason, one.waiver_due) if one.waiver_due else None,
    )
    return _("Published as edition %(number)s, as scheduled.") % {"number": edition.number}


def problem_now(one: Scheduled) -> str:
    """What keeps a text from being published, in the reader's language, where that is why it did not succeed.

    The schedule writes down what it met in English; this asks anew. Nothing where that cannot be said anew.
    """
    if not one.problem or one.action != Scheduled.Action.PUBLISH:
        return ""
    try:
        reasons = profile_reasons(one.profile, read_document(schema.Profile, one.document, one.format))
    except UnknownFormat:
        return ""
    return "; ".join(str(reason) for reason in reasons if not (reason.waivable and one.waiver_due))


def last_run() -> ScheduleRun | None:
    return ScheduleRun.objects.filter(pk=1).first()


def is_stalled(now: datetime) -> bool:
    """Whether something is due and the schedule was not run for a while."""
    run = last_run()
    stale = run is None or run.ran_at < now - LATE_AFTER
    return stale and standing().filter(due_at__lte=now).exists()
