"""Publishing a career or the directory: what would change, what is wanting, now or at a set time."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from profiles import addresses, publishing, working_copy
from profiles import schedule as timetable
from profiles.content import schema
from profiles.content.references import profile_findings
from profiles.documents import InvalidRows, as_json, directory_data, directory_document, profile_data
from profiles.languages import active_language
from profiles.models import DirectoryState, Edition, Profile, Scheduled
from profiles.models.desk import DIRECTORY
from profiles.publishing import PublishRefused, Reason
from profiles.working_copy import PROFILE, ChangedMeanwhile

from . import readiness
from .desk import PUBLISH_PERMISSION, directory_choices, log_act
from .meanwhile import plain
from .pages import number_sent, profile_page, show_page, site_page
from .publish_forms import PublishForm, WithdrawForm, in_words

CANCEL = "cancel"
# How long the page of the schedule remembers, and how much.
LATELY, MOST_DONE = timedelta(days=30), 50

_SAVED_MEANWHILE = gettext_lazy(
    "Not published: somebody saved meanwhile. What would be published now stands below; look at it again."
)


def _is_new(edition: Edition | None, document: schema.Value | None) -> bool:
    """Whether readers would get another document than they have, or had last."""
    return document is None or edition is None or edition.document != as_json(document)


def _asks_waiver(reasons: list[Reason]) -> bool:
    return bool(reasons) and all(reason.waivable for reason in reasons)


def _changes(request: HttpRequest, published: schema.Value | None, data: dict[str, Any]) -> tuple[list, list]:
    """What readers would see change. Of a first edition that is all, and nothing is listed."""
    if published is None:
        return [], []
    before = published.model_dump(mode="json")
    return readiness.changes(type(published), before, data, directory=directory_choices(request))


# A career -----------------------------------------------------------------------------------------


@profile_page("publish/", title=gettext_lazy("Publish"), permission=PUBLISH_PERMISSION)
def publish(request: HttpRequest, profile: Profile) -> HttpResponse:
    """What readers would see change, what keeps it from them, and the button, as of the last save."""
    if request.method != "POST":
        return _publish_page(request, profile)
    if CANCEL in request.POST:
        return _take_back(request)
    try:
        with transaction.atomic():
            publishing.one_at_a_time()
            working_copy.lock(profile, version=number_sent(request.POST.get("version")))
            return _publish(request, profile)
    except ChangedMeanwhile:
        messages.error(request, _SAVED_MEANWHILE)
    except PublishRefused:
        messages.error(request, _("Not published: what it needs was changed meanwhile. Look at it again."))
    return _publish_page(request, profile, status=409)


def _publish(request: HttpRequest, profile: Profile) -> HttpResponse:
    document, reasons = publishing.profile_draft(profile)
    form = _publish_form(profile, document, reasons, request.POST)
    if not form or not form.is_valid() or publishing.is_refused(reasons, form.waived):
        return _publish_page(request, profile, status=422)
    said = {"by": request.user, "note": form.cleaned_data["note"], "waived": form.waived}
    if form.later:
        one = timetable.schedule_publication(profile, document, at=form.cleaned_data["moment"], **said)
        words = _("Scheduled to be published on %(when)s.") % {"when": in_words(one.due_at)}
    else:
        if publishing.take_back(profile, Scheduled.Action.PUBLISH):
            messages.info(
                request, _("What was scheduled to be published is taken back: this came out instead.")
            )
        edition = publishing.publish_profile(profile, **said)
        words = _("Published: edition %(number)s.") % {"number": edition.number}
    messages.success(request, words)
    log_act(request, profile, form.in_words(words))
    return HttpResponseRedirect(request.path)


def _publish_form(
    profile: Profile, document: schema.Profile | None, reasons: list[Reason], data: Any = None
) -> PublishForm | None:
    """The form, unless readers have this already."""
    is_new = _is_new(profile.edition, document)
    if not is_new and profile.state == Profile.State.PUBLISHED:
        return None
    asks_note = is_new and profile.edition is not None
    return PublishForm(data, asks_note=asks_note, asks_waiver=_asks_waiver(reasons))


def _publish_page(request: HttpRequest, profile: Profile, *, status: int = 200) -> HttpResponse:
    profile.refresh_from_db()
    document, reasons = publishing.profile_draft(profile)
    data = document.model_dump(mode="json") if document else plain(profile_data(profile))
    published = publishing.published_profile(profile)
    waits_for_shared = _waits_for_shared(document, reasons)
    changes, more_changes = _changes(request, published, data)
    context = {
        "profile": profile,
        "version": profile.version,
        "edition": profile.edition,
        "is_published": profile.state == Profile.State.PUBLISHED,
        "is_new": _is_new(profile.edition, document),
        "public_url": addresses.career(published.slug, active_language()) if published else "",
        "changes": changes,
        "more_changes": more_changes,
        "groups": readiness.groups(
            PROFILE, reasons, data, profile=profile, waits_for_shared=waits_for_shared
        ),
        "waits_for_shared": bool(waits_for_shared),
        "is_blocked": bool(reasons) and not _asks_waiver(reasons),
        "form": _publish_form(profile, document, reasons, request.POST or None),
        "scheduled": timetable.standing().filter(profile=profile).first(),
    }
    return show_page(request, "admin/publish.html", context, title=_("Publish"), status=status)


def _waits_for_shared(document: schema.Profile | None, reasons: list[Reason]) -> list[Reason]:
    """The reasons that publishing the directory's working copy would take away."""
    if document is None or not reasons or _asks_waiver(reasons):
        return []
    try:
        to_come = directory_document()
    except InvalidRows:
        return []
    lacking = set(profile_findings(document, publishing.published_directory()))
    mended = {message for _path, message in lacking - set(profile_findings(document, to_come))}
    return [reason for reason in reasons if reason.message in mended]


def _take_back(request: HttpRequest) -> HttpResponse:
    one = timetable.standing().filter(pk=number_sent(request.POST.get(CANCEL))).first()
    if one and publishing.take_back(one.profile, one.action):
        words = _("What was scheduled is taken back.")
        messages.success(request, words)
        log_act(request, one.profile, words)
    else:
        messages.info(request, _("It is not scheduled any more: it was done, or taken back before."))
    return HttpResponseRedirect(request.path)


@profile_page("withdraw/", title=gettext_lazy("Withdraw"), permission=PUBLISH_PERMISSION, in_menu=False)
def withdraw(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Taking a career from readers, after saying what they will see instead."""
    back = HttpResponseRedirect(reverse("admin:profile_publish", args=[profile.pk]))
    published = publishing.published_profile(profile)
    if published is None or profile.state != Profile.State.PUBLISHED:
        messages.info(request, _("It is not published, so there is nothing to withdraw."))
        return back
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        _withdraw(request, profile, form)
        return back
    context = {
        "profile": profile,
        "public_url": addresses.career(published.slug, active_language()),
        "naming": readiness.careers_naming(profile.key),
        "scheduled": timetable.standing().filter(profile=profile).first(),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return show_page(request, "admin/publish_withdraw.html", context, title=_("Withdraw"), status=status)


@transaction.atomic
def _withdraw(request: HttpRequest, profile: Profile, form: WithdrawForm) -> None:
    publishing.one_at_a_time()
    note = form.cleaned_data["note"]
    if form.later:
        one = timetable.schedule_withdrawal(
            profile, at=form.cleaned_data["moment"], by=request.user, note=note
        )
        words = _("Scheduled to be withdrawn on %(when)s.") % {"when": in_words(one.due_at)}
    else:
        if publishing.withdraw(profile):
            messages.info(request, _("What was scheduled is taken back."))
        words = _("Withdrawn: readers are told that it has gone, and where they can go on.")
    messages.success(request, words)
    log_act(request, profile, f"{words} {note}")


# The directory ------------------------------------------------------------------------------------


@site_page(
    "publish-directory/", title=gettext_lazy("Publish the shared lists"), permission=PUBLISH_PERMISSION
)
def publish_directory(request: HttpRequest) -> HttpResponse:
    """The same for the lists that careers share, with the careers that a change of them touches."""
    if request.method != "POST":
        return _directory_page(request)
    try:
        with transaction.atomic():
            return _publish_directory(request)
    except ChangedMeanwhile:
        messages.error(request, _SAVED_MEANWHILE)
    except PublishRefused:
        messages.error(request, _("Not published: what it needs was changed meanwhile. Look at it again."))
    return _directory_page(request, status=409)


def _mark(data: Any) -> str:
    """A short mark of what a page was shown with: the lists have no version of their own."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:32]


def _publish_directory(request: HttpRequest) -> HttpResponse:
    state = publishing.one_at_a_time()
    document, reasons = publishing.directory_draft(state)
    form = _directory_form(state, document, reasons, request.POST)
    if document is None or form is None:
        return _directory_page(request, status=422)
    before = publishing.published_directory()
    # What is published is compared, not what was read before: somebody may save in between.
    if request.POST.get("seen") != _mark(as_json(document)):
        raise ChangedMeanwhile([])
    if not form.is_valid() or publishing.is_refused(reasons, form.waived):
        return _directory_page(request, status=422)
    edition = publishing.publish_directory(
        by=request.user, note=form.cleaned_data["note"], waived=form.waived
    )
    if request.POST.get("seen") != _mark(edition.document):
        raise ChangedMeanwhile([])
    touched = len(readiness.touched_careers(before, document))
    shown = ngettext("%(count)s career shows it.", "%(count)s careers show it.", touched) % {"count": touched}
    words = _("Published: edition %(number)s.") % {"number": edition.number}
    messages.success(request, f"{words} {shown}")
    log_act(request, state, form.in_words(f"{words} {shown}"))
    return HttpResponseRedirect(request.path)


def _directory_form(
    state: DirectoryState, document: schema.Directory | None, reasons: list[Reason], data: Any = None
) -> PublishForm | None:
    if not _is_new(state.edition, document):
        return None
    return PublishForm(data, asks_note=state.edition is not None, asks_waiver=_asks_waiver(reasons))


def _directory_page(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    state = DirectoryState.current()
    document, reasons = publishing.directory_draft(state)
    data = document.model_dump(mode="json") if document else plain(directory_data())
    published = publishing.published_directory()
    changes, more_changes = _changes(request, published if state.edition else None, data)
    touched = readiness.touched_careers(published, document) if document and changes else []
    context = {
        "seen": _mark(as_json(document)) if document else "",
        "edition": state.edition,
        "is_published": state.edition is not None,
        "is_new": _is_new(state.edition, document),
        "changes": changes,
        "more_changes": more_changes,
        "touched": touched[: readiness.OPEN],
        "more_touched": touched[readiness.OPEN :],
        "groups": readiness.groups(DIRECTORY, reasons, data),
        "is_blocked": bool(reasons) and not _asks_waiver(reasons),
        "form": _directory_form(state, document, reasons, request.POST or None),
    }
    title = _("Publish the shared lists")
    return show_page(request, "admin/publish_directory.html", context, title=title, status=status)


# The schedule -------------------------------------------------------------------------------------


@site_page("schedule/", title=gettext_lazy("Schedule"), permission=PUBLISH_PERMISSION)
def scheduled(request: HttpRequest) -> HttpResponse:
    """All that waits for its time, what was done lately, and whether anything runs the schedule."""
    if request.method == "POST":
        return _take_back(request)
    now = timezone.now()
    done = Scheduled.objects.filter(done_at__gt=now - LATELY).select_related("profile", "by")
    context = {
        "now": now,
        "standing": timetable.standing(),
        "done": done.order_by("-done_at", "-pk")[:MOST_DONE],
        "last_run": timetable.last_run(),
        "is_stalled": timetable.is_stalled(now),
    }
    return show_page(request, "admin/publish_schedule.html", context, title=_("Schedule"))
