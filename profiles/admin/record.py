"""The record of changes: who changed what, from what to what, and what else was done at the desk.

A save of a working copy is a `Change`, and so is what a load publishes or withdraws, for that has nobody's
name. What else changes no text (to publish, to withdraw, to give a preview link away at the desk; accounts
too) is in the log that Django's admin keeps.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.content import schema
from profiles.documents import ROWS
from profiles.models import Change, DirectoryState, Profile
from profiles.models.desk import DIRECTORY
from profiles.vocabulary import LANGUAGE_NAMES
from profiles.working_copy import PROFILE, SHARED_LISTS

from . import words
from .fields import fixed_words
from .pages import profile_page, show_page, site_page
from .places import field_at, field_url, place_in_words, shared_url
from .standing import DRAFT, LIVE, WITHDRAWN, WORDS

PER_PAGE = 50
# Differences of one save that stand open; the rest of a large load is folded away.
OPEN = 12
LONG = 160

ORIGINS = {
    Change.Origin.ADMIN: gettext_lazy("at the desk"),
    Change.Origin.FILES: gettext_lazy("from the files"),
    Change.Origin.TRANSLATION: gettext_lazy("from a translator’s file"),
    Change.Origin.RESTORE: gettext_lazy("from an earlier edition"),
}
# Words of columns that are no field of the document.
_OF_OURS = {
    "state": {
        Profile.State.DRAFT: WORDS[DRAFT],
        Profile.State.PUBLISHED: WORDS[LIVE],
        Profile.State.WITHDRAWN: WORDS[WITHDRAWN],
    }
}
_CHANGE, _ACT = 1, 2


# How a difference is shown ------------------------------------------------------------------------------


def shown_change(change: Change) -> dict[str, Any]:
    """A save for the template: who, when, from where, and each difference in words."""
    differences = [shown for each in change.differences for shown in shown_differences(change.kind, each)]
    return {
        "by": change.by.get_username() if change.by else "",
        "at": change.at,
        "origin": ORIGINS.get(change.origin, change.origin),
        "note": change.note,
        "differences": differences[:OPEN],
        "more": differences[OPEN:],
    }


def shown_differences(kind: str, difference: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """A difference in words, each language of a text by itself; none where nothing became nothing."""
    path, before, after = difference["path"], difference["before"], difference["after"]
    if _is_text(before) and _is_text(after) and (before or after):
        for side in ("cy", "en"):
            sides = {"before": (before or {}).get(side), "after": (after or {}).get(side)}
            yield from shown_differences(kind, {"path": f"{path}.{side}", **sides})
        return
    shown = shown_difference(kind, difference)
    if shown["before"] != shown["after"]:
        yield shown


def shown_difference(kind: str, difference: dict[str, Any]) -> dict[str, Any]:
    path = difference["path"]
    document, name = field_at(kind, path)
    side = path.rpartition(".")[2]
    lang = side if side in schema.LANGUAGES and not path.startswith("out_of_date") else ""
    return {
        "where": place_in_words(kind, path),
        "before": Shown(tuple(_lines(difference["before"], document, name, lang))),
        "after": Shown(tuple(_lines(difference["after"], document, name, lang))),
        "lang": lang,
    }


class Line(NamedTuple):
    """A value: what its fields are called, each with a colon; what it says; the language, if it is in one."""

    label: str
    text: str
    lang: str


@dataclass(frozen=True)
class Shown:
    """One side of a difference, as `admin/_value.html` shows it."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.label + line.text for line in self.lines)

    @property
    def short(self) -> list[Line]:
        """Its beginning, where it is too long to stand open."""
        if len(self.text) <= LONG:
            return []
        found, left = [], LONG
        for line in self.lines:
            if left <= 0:
                break
            cut = f"{line.text[:left].rstrip()}…" if len(line.text) > left else line.text
            found.append(line._replace(text=cut))
            left -= len(line.label) + len(line.text)
        return found


def _is_text(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and set(value) == set(schema.LANGUAGES))


def _lines(value: Any, document: type[schema.Value], name: str, lang: str) -> Iterator[Line]:
    """A value as lines: of an item, its fields that say something; of a fixed list, what forms show."""
    if isinstance(value, bool):
        yield Line("", str(_("yes") if value else _("no")), "")
    elif isinstance(value, dict):
        for part, held in value.items():
            inner = schema.lists_of(document).get(part, document)
            for line in _lines(held, inner, part, part if part in schema.LANGUAGES else lang):
                yield line._replace(label=f"{_label(document, part)}: {line.label}")
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _lines(member, document, name, lang)
    elif value not in (None, ""):
        known = dict(fixed_words(document, name)) if name in document.model_fields else _OF_OURS.get(name, {})
        yield Line("", str(known.get(value, value)), lang)


def _label(document: type[schema.Value], name: str) -> str:
    if name in LANGUAGE_NAMES:
        return str(LANGUAGE_NAMES[name])
    own = words.LABELS.get(f"{document.__name__}.{name}")
    return str(own or words.LABELS.get(name) or words.LISTS.get(name, name))


# The pages ----------------------------------------------------------------------------------------------


@site_page("record/", title=gettext_lazy("Record of changes"), permission="profiles.view_profile")
def record(request: HttpRequest) -> HttpResponse:
    return _page(request, Change.objects.all(), _acts(), title=_("Record of changes"))


@profile_page("record/", title=gettext_lazy("Record of changes"), permission="profiles.view_profile")
def changes(request: HttpRequest, profile: Profile) -> HttpResponse:
    saves = Change.objects.filter(kind=PROFILE, key=profile.key)
    acts = _acts().filter(content_type=_type_of(Profile), object_id=str(profile.pk))
    return _page(request, saves, acts, title=_("Record of changes"), profile=profile)


@site_page(
    "record/<str:kind>/<str:key>/",
    title=gettext_lazy("Record of changes"),
    permission="profiles.view_profile",
    in_menu=False,
)
def record_of(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Of an entry of the directory, which may have gone; or of the directory as a whole."""
    if kind not in SHARED_LISTS and kind != DIRECTORY:
        raise Http404
    model = DirectoryState if kind == DIRECTORY else ROWS[SHARED_LISTS[kind]]
    row = model.objects.filter(**{} if kind == DIRECTORY else {"key": key}).first()
    acts = _acts().filter(content_type=_type_of(model), object_id=str(row.pk) if row else "")
    name = _("The directory") if kind == DIRECTORY else f"{words.LISTS[kind]} › {key}"
    title = _("Record of changes: %(name)s") % {"name": name}
    return _page(request, Change.objects.filter(kind=kind, key=key), acts, title=title)


def _type_of(model: type) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _acts() -> QuerySet[LogEntry]:
    """Admin's log without its own notes of saves, of which there is a better record."""
    saved = ContentType.objects.get_for_models(Profile, *(ROWS[item] for item in SHARED_LISTS.values()))
    own = Q(change_message="") | Q(change_message__startswith="[")
    return LogEntry.objects.exclude(own, content_type__in=saved.values())


def _page(
    request: HttpRequest,
    changes: QuerySet[Change],
    acts: QuerySet[LogEntry],
    *,
    title: str,
    profile: Profile | None = None,
) -> HttpResponse:
    both = (
        _times(changes, "at", _CHANGE)
        .union(_times(acts, "action_time", _ACT), all=True)
        .order_by("-when", "-what", "-id")
    )
    page = Paginator(both, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"page": page, "entries": _entries(list(page.object_list))}
    if profile:
        context["profile"] = profile
    return show_page(request, "admin/record.html", context, title=title)


def _times(rows: QuerySet, column: str, what: int) -> QuerySet:
    """When, which of the two tables, and the row's number there: what both can be put in order by."""
    return rows.order_by().annotate(when=F(column), what=Value(what)).values_list("when", "what", "id")


def _entries(rows: list[tuple[Any, int, int]]) -> list[dict[str, Any]]:
    """What stands on one page, in a number of queries that does not grow with it."""
    changes = Change.objects.select_related("by").in_bulk([pk for _at, what, pk in rows if what == _CHANGE])
    acts = LogEntry.objects.select_related("user", "content_type")
    acts = acts.in_bulk([pk for _at, what, pk in rows if what == _ACT])
    keys = {change.key for change in changes.values() if change.kind == PROFILE}
    about = _type_of(Profile)
    numbers = {
        act.object_id
        for act in acts.values()
        if act.content_type == about and (act.object_id or "").isdigit()
    }
    careers = list(Profile.objects.filter(Q(key__in=keys) | Q(pk__in=numbers)))
    by_key, by_number = {each.key: each for each in careers}, {str(each.pk): each for each in careers}
    return [
        _of_change(changes[pk], by_key)
        if what == _CHANGE
        else _of_act(acts[pk], by_number.get(acts[pk].object_id) if acts[pk].content_type == about else None)
        for _at, what, pk in rows
    ]


def _of_change(change: Change, careers: dict[str, Profile]) -> dict[str, Any]:
    profile = careers.get(change.key) if change.kind == PROFILE else None
    if change.kind == PROFILE:
        name, url = str(profile or change.key), field_url(profile, "") if profile else ""
    elif change.kind == DIRECTORY:
        name, url = _("The directory"), ""
    else:
        name, url = f"{words.LISTS[change.kind]} › {change.key}", shared_url(change.kind, change.key)
    return {**shown_change(change), "name": name, "url": url}


def _of_act(act: LogEntry, profile: Profile | None) -> dict[str, Any]:
    """What was done; a career is called in the editor's language, not as whoever did it called it."""
    name = str(profile) if profile else act.object_repr
    return {
        "by": act.user.get_username(),
        "at": act.action_time,
        "name": _("The directory") if act.content_type == _type_of(DirectoryState) else name,
        "url": "" if act.is_deletion() else act.get_admin_url() or "",
        "act": act.get_change_message() or (_("deleted") if act.is_deletion() else ""),
    }
