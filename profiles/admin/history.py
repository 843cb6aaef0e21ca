"""Editions: listed, compared, and brought back as a draft. Of a career, and of the directory."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models as db
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import working_copy
from profiles.content import schema
from profiles.content.upgrades import UnknownFormat, read_document
from profiles.documents import (
    ROWS,
    InvalidRows,
    directory_data,
    directory_document,
    profile_data,
    profile_document,
    write_directory,
    write_profile,
)
from profiles.models import Change, DirectoryState, Edition, Profile
from profiles.models.desk import DIRECTORY

from .compared import Group, compared
from .desk import directory_choices
from .meanwhile import plain
from .pages import number_sent, profile_page, show_page, site_page

PER_PAGE = 20
# What a choice of editions calls the working copy.
DRAFT = "draft"
RESTORE_PERMISSION = "profiles.change_profile"
_NEWER = gettext_lazy("That edition is of a format that this release does not know. Update the site first.")


@dataclass(frozen=True)
class Subject:
    """Whose history it is: a career's, or (without a profile) the directory's."""

    profile: Profile | None = None

    @property
    def document(self) -> type[schema.Value]:
        return schema.Profile if self.profile else schema.Directory

    @property
    def kind(self) -> str:
        return working_copy.PROFILE if self.profile else DIRECTORY

    @property
    def current(self) -> int | None:
        """The number of the edition that readers see."""
        if self.profile is None:
            edition = DirectoryState.current().edition
        elif self.profile.state == Profile.State.PUBLISHED:
            edition = self.profile.edition
        else:
            edition = None
        return edition.number if edition else None

    def editions(self) -> db.QuerySet[Edition]:
        """Newest first. A document is as large as a page: none is read for a list."""
        return Edition.objects.filter(profile=self.profile).defer("document", "derived")

    def url(self) -> str:
        if self.profile:
            return reverse("admin:profile_history", args=[self.profile.pk])
        return reverse("admin:desk_directory_history")

    def restore_url(self, number: int) -> str:
        if self.profile:
            return reverse("admin:profile_restore", args=[self.profile.pk, number])
        return reverse("admin:desk_restore_directory", args=[number])

    def draft(self) -> dict[str, Any]:
        """The working copy as plain JSON data, whole or half finished."""
        try:
            document = profile_document(self.profile) if self.profile else directory_document()
        except InvalidRows:
            data = profile_data(self.profile) if self.profile else directory_data()
            return plain(data)
        return document.model_dump(mode="json")

    def edition(self, edition: Edition) -> dict[str, Any]:
        """An edition as today's schema has it. Raises UnknownFormat."""
        return read_document(self.document, edition.document, edition.format).model_dump(mode="json")

    def version(self) -> int:
        """A number that grows with every save of the working copy."""
        if self.profile:
            return self.profile.version
        of_the_directory = Change.objects.filter(kind__in=[*working_copy.SHARED_LISTS, DIRECTORY])
        return of_the_directory.aggregate(last=db.Max("pk"))["last"] or 0


# The list, and two of them compared ---------------------------------------------------------------


@profile_page("history/", title=gettext_lazy("History"), permission="profiles.view_profile")
def history(request: HttpRequest, profile: Profile) -> HttpResponse:
    return _history(request, Subject(profile), {"profile": profile}, title=_("History"))


@site_page(
    "directory/history/", title=gettext_lazy("History of the directory"), permission="profiles.view_profile"
)
def directory_history(request: HttpRequest) -> HttpResponse:
    return _history(request, Subject(), {}, title=_("History of the directory"))


def _history(request: HttpRequest, subject: Subject, context: dict[str, Any], *, title: str) -> HttpResponse:
    editions = subject.editions().select_related("published_by").prefetch_related("waivers")
    page, current = Paginator(editions, PER_PAGE).get_page(request.GET.get("page")), subject.current
    choices = [(DRAFT, _("The draft"))]
    choices += [
        (str(number), _("Edition %(number)s, %(day)s") % {"number": number, "day": _day(at)})
        for number, at in subject.editions().values_list("number", "published_at")
    ]
    asked = _asked(request, [choice for choice, _words in choices])
    context |= {
        "page": page,
        "editions": [_shown(edition, subject, current=current) for edition in page],
        "may_restore": request.user.has_perm(RESTORE_PERMISSION),
        "choices": choices,
        "asked": asked,
        "compares": "before" in request.GET,
        **(_compare(request, subject, asked) if "before" in request.GET else {}),
    }
    return show_page(request, "admin/history.html", context, title=title)


def _day(at: Any) -> str:
    return date_format(localtime(at), "j F Y")


def _shown(edition: Edition, subject: Subject, *, current: int | None) -> dict[str, Any]:
    return {
        "number": edition.number,
        "at": edition.published_at,
        "by": edition.published_by.get_username() if edition.published_by else "",
        "note": edition.note,
        "waivers": edition.waivers.all(),
        "is_current": edition.number == current,
        "restore_url": subject.restore_url(edition.number),
    }


def _asked(request: HttpRequest, choices: list[str]) -> dict[str, str]:
    """Which two are to be compared. Unless something else was asked for: what the draft changes."""
    newest = choices[1] if len(choices) > 1 else DRAFT
    asked = {"before": request.GET.get("before"), "after": request.GET.get("after")}
    usual = {"before": newest, "after": DRAFT}
    return {side: word if word in choices else usual[side] for side, word in asked.items()}


def _compare(request: HttpRequest, subject: Subject, asked: dict[str, str]) -> dict[str, Any]:
    def read(word: str) -> dict[str, Any]:
        if word == DRAFT:
            return subject.draft()
        return subject.edition(Edition.objects.get(profile=subject.profile, number=int(word)))

    try:
        before, after = read(asked["before"]), read(asked["after"])
    except UnknownFormat:
        return {"groups": [], "refused": _NEWER}
    return {"groups": _groups(request, subject, before, after), "refused": ""}


def _groups(
    request: HttpRequest, subject: Subject, before: dict[str, Any], after: dict[str, Any]
) -> list[Group]:
    return compared(subject.document, before, after, kind=subject.kind, directory=directory_choices(request))


# Bringing one back --------------------------------------------------------------------------------


@profile_page(
    "history/<int:number>/restore/",
    title=gettext_lazy("Bring back an edition"),
    permission=RESTORE_PERMISSION,
    in_menu=False,
)
def restore(request: HttpRequest, profile: Profile, number: int) -> HttpResponse:
    def write(edition: Edition, version: int) -> None:
        working_copy.lock(profile, version=version)
        document = read_document(schema.Profile, edition.document, edition.format)
        with _restoring(edition, working_copy.changing, profile, by=request.user):
            write_profile(document)

    done_url = reverse("admin:profiles_profile_change", args=[profile.pk])
    return _restore(request, Subject(profile), number, {"profile": profile}, write, done_url)


@site_page(
    "directory/history/<int:number>/restore/",
    title=gettext_lazy("Bring back an edition of the directory"),
    permission=RESTORE_PERMISSION,
    in_menu=False,
)
def restore_directory(request: HttpRequest, number: int) -> HttpResponse:
    subject = Subject()

    def write(edition: Edition, version: int) -> None:
        for item in working_copy.SHARED_LISTS.values():  # nobody else saves an entry meanwhile
            list(ROWS[item].objects.select_for_update().values_list("pk"))
        if subject.version() != version:
            since = Change.objects.filter(
                pk__gt=version, kind__in=[*working_copy.SHARED_LISTS, DIRECTORY]
            ).select_related("by")
            raise working_copy.ChangedMeanwhile(list(since))
        document = read_document(schema.Directory, edition.document, edition.format)
        with _restoring(edition, working_copy.changing_directory, by=request.user):
            write_directory(document)

    return _restore(request, subject, number, {}, write, subject.url())


def _restoring(edition: Edition, changing: Callable, *row: Profile, by: Any):
    note = _("Edition %(number)s") % {"number": edition.number}
    return changing(*row, by=by, origin=Change.Origin.RESTORE, note=note)


def _restore(
    request: HttpRequest,
    subject: Subject,
    number: int,
    context: dict[str, Any],
    write: Callable[[Edition, int], None],
    done_url: str,
) -> HttpResponse:
    """Say what the draft would lose, then make it what an edition says. Editions and ratings stay."""
    edition = get_object_or_404(Edition, profile=subject.profile, number=number)
    status, meanwhile = 200, []
    if request.method == "POST":
        try:
            with transaction.atomic():
                write(edition, number_sent(request.POST.get("version")))
        except working_copy.ChangedMeanwhile as changed:
            status, meanwhile = 409, changed.changes
        except UnknownFormat:
            status = 422
        else:
            said = _(
                "The draft is what edition %(number)s says. Readers see nothing of it until it is published."
            )
            messages.success(request, said % {"number": number})
            return HttpResponseRedirect(done_url)
    if subject.profile:
        subject.profile.refresh_from_db()
    # The version first: what is saved in between must not pass for seen.
    version = subject.version()
    try:
        groups = _groups(request, subject, subject.draft(), subject.edition(edition))
        refused = ""
    except UnknownFormat:
        groups, refused = [], _NEWER
    context |= {
        "number": number,
        "version": version,
        "groups": groups,
        "refused": refused,
        "meanwhile": [
            {"by": change.by.get_username() if change.by else "", "at": change.at} for change in meanwhile
        ],
        "is_stale": status == 409,
        "history_url": subject.url(),
    }
    title = _("Bring back edition %(number)s") % {"number": number}
    return show_page(request, "admin/history_restore.html", context, title=title, status=status)
