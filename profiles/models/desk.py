"""The editors' desk: what was changed, by whom, and what is waiting to be done."""

import secrets

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from .profile import Profile

# The kind of thing that a career is, as changes name it, and the path of its state: a column of ours, which
# is not in its document.
PROFILE, STATE = "profile", "state"
# The kind and key under which changes and conflicts of the directory as a whole are kept.
DIRECTORY = "directory"


def _by() -> models.ForeignKey:
    """Who did it. What they did stays when their account goes."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class ChangeQuerySet(models.QuerySet):
    def saves(self) -> "ChangeQuerySet":
        """Those of texts and facts, without what a load did to a career's state. Each has differences."""
        return self.exclude(kind=PROFILE, differences__0__path=STATE)


class Change(models.Model):
    """One save of a working copy: which values changed, from what to what.

    Or what a load did to a career's state: then the one path is `state`, and the version is the one it had.

    It names what it changed by kind (`profile`, or a list of the directory) and key, so that the record
    outlives what it is about.
    """

    class Origin(models.TextChoices):
        ADMIN = "admin", "in admin"
        FILES = "files", "from the files"
        TRANSLATION = "translation", "from a translator's file"
        RESTORE = "restore", "from an earlier edition"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    # The working copy's version after the change.
    version = models.PositiveIntegerField()
    origin = models.CharField(max_length=20, choices=Origin)
    # [{"path": "title.en", "before": ..., "after": ...}, ...]; null is what is not there.
    differences = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    note = models.TextField(blank=True, default="")
    by = _by()
    at = models.DateTimeField(auto_now_add=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "key", "version"], name="changes_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.version}"


class Waiver(models.Model):
    """A publication of what is not whole: why, and by when it will be. Without a profile: the directory's."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, null=True, related_name="waivers")
    edition = models.ForeignKey("Edition", on_delete=models.CASCADE, related_name="waivers")
    reason = models.TextField()
    due = models.DateField()
    by = _by()
    at = models.DateTimeField(auto_now_add=True)
    # When an edition that is whole came out.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return f"{self.profile.key if self.profile else DIRECTORY}: {self.reason[:60]}"


class Scheduled(models.Model):
    """A publication or a withdrawal that waits for its time.

    A publication keeps the document as the publisher saw it: what is changed afterwards does not come out
    with it.
    """

    class Action(models.TextChoices):
        PUBLISH = "publish", "publish"
        WITHDRAW = "withdraw", "withdraw"

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="scheduled")
    action = models.CharField(max_length=10, choices=Action)
    due_at = models.DateTimeField()
    document = models.JSONField(null=True, blank=True)
    format = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    waiver_reason = models.TextField(blank=True, default="")
    waiver_due = models.DateField(null=True, blank=True)
    by = _by()
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # Why the last try did not succeed; it is tried again at the next run.
    problem = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(done_at__isnull=True, cancelled_at__isnull=True),
                name="one_thing_scheduled_per_profile",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.profile.key}"


class ScheduleRun(models.Model):
    """The one row that says when the schedule was last run, and what came of it."""

    ran_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)


def _token() -> str:
    return secrets.token_urlsafe(16)


class PreviewLink(models.Model):
    """A way for somebody without an account to see a draft, for a time.

    Of a profile, or else of an entry of the directory that has a page: its list and its key.
    """

    token = models.CharField(max_length=40, unique=True, default=_token)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, null=True, related_name="preview_links")
    list_name = models.CharField(max_length=40, blank=True, default="")
    key = models.CharField(max_length=80, blank=True, default="")
    # Whom it is for.
    note = models.CharField(max_length=200, blank=True, default="")
    by = _by()
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]


class Conflict(models.Model):
    """A value that the files and an editor both changed, until someone chooses.

    `base` is what both began from. A choice holds as long as the file says the same: it is used, and the
    row goes, at the next load.
    """

    class Choice(models.TextChoices):
        FILE = "file", "the file's"
        EDIT = "edit", "the editor's"

    # The key of a profile, or `directory`.
    document = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    base = models.JSONField(null=True, blank=True)
    file = models.JSONField(null=True, blank=True)
    edit = models.JSONField(null=True, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    choice = models.CharField(max_length=10, choices=Choice, blank=True, default="")
    by = _by()
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["document", "path"]
        constraints = [
            models.UniqueConstraint(fields=["document", "path"], name="one_conflict_per_document_and_path")
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.path}"


class LinkCheck(models.Model):
    """What came back from a web address that our pages lead to, the last time it was asked."""

    address = models.TextField(unique=True)
    checked_at = models.DateTimeField()
    # The HTTP status, where there was an answer.
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    # Empty: it leads there.
    problem = models.TextField(blank=True, default="")
    failing_since = models.DateTimeField(null=True, blank=True)
    # Where it leads now, where that is somewhere else.
    moved_to = models.TextField(blank=True, default="")

    class Meta:
        ordering = [F("failing_since").asc(nulls_last=True), "address"]

    def __str__(self) -> str:
        return self.address


class EditorSettings(models.Model):
    """How one editor likes the desk."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="editor_settings"
    )
    language = models.CharField(max_length=2, default="en")
