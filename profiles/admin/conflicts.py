"""What the files and an editor both changed: three texts side by side, and a choice.

A load found these and wrote none of them. What is chosen here is used by the next load, which can be
asked for on the same page; it is never published from here.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import models as db
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.content.decisions import Report
from profiles.content.loader import ContentProblems, load_content, not_in_files
from profiles.differences import ORDER
from profiles.models import Conflict, DirectoryState, Profile
from profiles.models.desk import DIRECTORY
from profiles.working_copy import PROFILE, SHARED_LISTS

from .compared import Part, by_words, words_of
from .desk import log_act
from .pages import show_page, site_page
from .places import directory_url, field_url, list_url
from .record import LONG, shown_difference

# Below this two texts have too little in common for a comparison word by word to help anyone.
ALIKE = 0.3
# A stretch that did not change is cut short in the middle of a text, so that what did is found.
LONGEST_SAME, KEPT = 400, 150


# What is shown ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A conflict as the page shows it."""

    conflict: Conflict
    where: str
    lang: str
    url: str
    base: dict[str, str]
    file: list[Part]
    edit: list[Part]
    seen: str

    @property
    def choices(self) -> Iterable[tuple[str, str, list[Part]]]:
        yield Conflict.Choice.FILE, _("What the files say"), self.file
        yield Conflict.Choice.EDIT, _("What the editor says"), self.edit


def _seen(conflict: Conflict) -> str:
    """A sign of the three texts, so that a choice is about what whoever chose had before them."""
    texts = json.dumps([conflict.base, conflict.file, conflict.edit], sort_keys=True)
    return hashlib.sha256(texts.encode()).hexdigest()[:16]


def _shown(conflict: Conflict, profile: Profile | None) -> Shown:
    kind = DIRECTORY if conflict.document == DIRECTORY else PROFILE
    of_file, of_edit = (
        shown_difference(kind, {"path": conflict.path, "before": conflict.base, "after": after})
        for after in (conflict.file, conflict.edit)
    )
    base = of_file["before"].text
    return Shown(
        conflict=conflict,
        where=of_file["where"],
        lang=of_file["lang"],
        url=_url(conflict, profile),
        base={"text": base, "short": f"{base[:LONG].rstrip()}…" if len(base) > LONGEST_SAME else ""},
        file=list(_cut(_compared(base, of_file["after"].text))),
        edit=list(_cut(_compared(base, of_edit["after"].text))),
        seen=_seen(conflict),
    )


def _compared(before: str, after: str) -> list[Part]:
    """A text with what is new in it and what has gone from it, by words, where enough of it stayed."""
    parts = list(by_words(before, after))
    same = "".join(part.text for part in parts if part.state == "same")
    either = len(words_of(before)) + len(words_of(after))
    if 2 * len(words_of(same)) < ALIKE * either:
        return [Part("same", after)] if after else []
    return parts


def _cut(parts: list[Part]) -> Iterator[Part]:
    """The parts, with a `cut` in place of the middle of those that are long and the same."""
    for place, part in enumerate(parts):
        if part.state != "same" or len(part.text) <= LONGEST_SAME or len(parts) == 1:
            yield part
            continue
        if place > 0:
            yield Part("same", part.text[:KEPT].rsplit(maxsplit=1)[0])
        yield Part("cut", "…")
        if place < len(parts) - 1:
            yield Part("same", part.text[-KEPT:].split(maxsplit=1)[-1])


def _url(conflict: Conflict, profile: Profile | None) -> str:
    """The form that holds the text, or where it was before the editor took it away."""
    path = conflict.path.removesuffix(ORDER)
    list_name = path.partition(".")[0]
    if profile:
        return field_url(profile, path if conflict.edit is not None else list_name)
    if conflict.document != DIRECTORY or list_name not in SHARED_LISTS:
        return ""
    if conflict.edit is not None:
        return directory_url(path)
    return list_url(list_name)


def _documents() -> list[dict[str, Any]]:
    """Every document that has conflicts, with them."""
    conflicts = list(Conflict.objects.select_related("by"))
    profiles = Profile.objects.in_bulk({conflict.document for conflict in conflicts}, field_name="key")
    return [
        {
            "key": key,
            "profile": profiles.get(key),
            "conflicts": [_shown(conflict, profiles.get(key)) for conflict in members],
        }
        for key, members in groupby(conflicts, key=lambda conflict: conflict.document)
    ]


def _not_in_files() -> list[dict[str, Any]]:
    found = not_in_files()
    profiles = Profile.objects.in_bulk(found, field_name="key")
    return [
        {"key": key, "profile": profiles.get(key), "words": words, "is_directory": key == DIRECTORY}
        for key, words in found.items()
    ]


# The pages ----------------------------------------------------------------------------------------


def _title() -> str:
    waiting = Conflict.objects.filter(choice="").count()
    return _("Files and edits (%(count)s)") % {"count": waiting} if waiting else _("Files and edits")


@site_page("files/", title=lazy(_title, str)(), permission="profiles.change_profile")
def conflicts(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        _choose(request)
        return HttpResponseRedirect(request.path)
    return _page(request)


@site_page(
    "files/load/",
    title=gettext_lazy("Load the files"),
    permission="profiles.change_profile",
    in_menu=False,
)
def load_files(request: HttpRequest) -> HttpResponse:
    """Load the files with what was chosen, publish and withdraw nothing, and say what came of it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        report = load_content(
            settings.CONTENT_DIR, leave_conflicts=True, withdraw_gone=False, by=request.user
        )
    except ContentProblems as error:
        return _page(request, problems=error.problems, status=422)
    log_act(request, DirectoryState.current(), _("Loaded the files"))
    return _page(request, outcome=list(_told(report)))


def _told(report: Report) -> Iterator[tuple[str, str]]:
    """What a load did, in words: what became of it, and which careers or what to do."""
    keys = {*report.created, *report.updated, *report.merged, *report.withdrawn, *report.unchanged}
    keys |= report.out_of_date.keys() | report.left.keys()
    names = {key: str(profile) for key, profile in Profile.objects.in_bulk(keys, field_name="key").items()}
    names[DIRECTORY] = _("Shared lists")
    for words, found in (
        (_("New"), report.created),
        (_("Brought up to the files"), report.updated),
        (_("Put together from the files and the edits"), report.merged),
        (_("Withdrawn, because their files have gone"), report.withdrawn),
        (_("As they were"), report.unchanged),
    ):
        if found:
            yield words, ", ".join(names.get(key, key) for key in found)
    for words, reasons in (
        (_("%(name)s has texts that are out of date"), report.out_of_date),
        (_("%(name)s is left alone"), report.left),
    ):
        for key, reason in reasons.items():
            yield words % {"name": names.get(key, key)}, reason


def _page(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    documents = _documents()
    chosen = [bool(shown.conflict.choice) for document in documents for shown in document["conflicts"]]
    context = {
        "documents": documents,
        "all_chosen": bool(chosen) and all(chosen),
        "not_in_files": _not_in_files(),
        "outcome": [],
        "problems": [],
        **said,
    }
    return show_page(request, "admin/conflicts.html", context, title=_("Files and edits"), status=status)


@transaction.atomic
def _choose(request: HttpRequest) -> None:
    """Keep the choices of one document: one for each conflict, or one side for them all."""
    document = request.POST.get("document", "").replace("\0", "")
    for_all = request.POST.get("all", "")
    chosen, changed = [], 0
    of_document: db.QuerySet[Conflict] = Conflict.objects.select_for_update().filter(document=document)
    for conflict in of_document:
        choice = for_all or request.POST.get(f"choice-{conflict.pk}", "")
        if choice not in Conflict.Choice.values or choice == conflict.choice:
            continue
        if request.POST.get(f"seen-{conflict.pk}") != _seen(conflict):
            changed += 1
            continue
        conflict.choice, conflict.by, conflict.chosen_at = choice, request.user, timezone.now()
        conflict.save(update_fields=["choice", "by", "chosen_at"])
        chosen.append(conflict)
    if chosen:
        _say_what_was_chosen(request, document, chosen)
    elif not changed:
        messages.warning(request, _("Nothing was chosen: the texts may have been settled meanwhile."))
    if changed:
        messages.error(
            request, _("Some texts have changed since this page was shown. Look again, then choose.")
        )


def _say_what_was_chosen(request: HttpRequest, document: str, chosen: list[Conflict]) -> None:
    profile = Profile.objects.filter(key=document).first()
    kind = PROFILE if profile else DIRECTORY
    for conflict in chosen:
        difference = {"path": conflict.path, "before": None, "after": None}
        where = shown_difference(kind, difference)["where"]
        said = {
            Conflict.Choice.FILE: _("Chose what the files say: %(where)s"),
            Conflict.Choice.EDIT: _("Chose what the editor says: %(where)s"),
        }[conflict.choice]
        log_act(request, profile or DirectoryState.current(), said % {"where": where})
    messages.success(request, _("Your choices are kept. They come into force when the files are loaded."))
