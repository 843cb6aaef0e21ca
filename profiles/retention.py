"""What visitors wrote does not stay for ever: comments and reports go after a year; a score stays."""

from datetime import datetime, timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from profiles.models import Rating, Report

KEPT = timedelta(days=365)


def expire(now: datetime) -> tuple[int, int]:
    """Erase comments and delete reports older than a year. How many of each."""
    old = now - KEPT
    comments = Rating.objects.filter(changed_at__lt=old).exclude(comment="").update(comment="")
    reports, _per_model = Report.objects.filter(reported_at__lt=old).delete()
    return comments, reports


@transaction.atomic
def erase_comment(rating: Rating, *, by: AbstractBaseUser) -> None:
    """Erase what a visitor wrote, and keep a record that it was done, by whom, but not of the words."""
    # Not save(): the visitor's own date of change stays.
    Rating.objects.filter(pk=rating.pk).update(comment="")
    LogEntry.objects.log_actions(by.pk, [rating], CHANGE, change_message="Erased the comment.")
