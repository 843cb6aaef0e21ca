"""What works and what does not: what readers' ratings say, and what waits to be mended.

The dashboard is about everything, a career's Ratings page about one. Every entry leads to the form where
it is mended. Neither takes more queries for more careers or more ratings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import links, verdicts
from profiles.content import schema
from profiles.documents import ROWS
from profiles.languages import LANGUAGES
from profiles.models import LinkCheck, Picture, Profile
from profiles.models.desk import DIRECTORY
from profiles.templatetags.bilingual import day as day_in_words
from profiles.templatetags.link_checks import last_check_in_words
from profiles.translation import MISSING, progress
from profiles.vocabulary import LANGUAGE_NAMES
from profiles.working_copy import PROFILE, PROFILE_LISTS, SHARED_LISTS

from . import words
from .pages import show_page, site_page
from .places import field_url, place_in_words, shared_url
from .ratings import WHOLE, in_editors_language, may_read_comments, section_titles, title_of_page
from .reviews import overdue_reviews

# How much of each list stands open; the rest is folded away.
OPEN = 8
# The lowest and the most: more would be a ranking of everything.
RANKED = 10
# Broken links that are looked for in the forms.
MOST_LINKS = 40


# The dashboard ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One thing of a list, with the form where it is mended.

    `share` is how full its bar is, in per cent. A broken link leads to itself, so that one can see, and
    may stand in several `places`, each with its name and its form.
    """

    title: str
    url: str
    note: str = ""
    share: str = ""
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A list of what waits: its name in the address, its heading, its entries, and what to say of none."""

    name: str
    title: Any
    entries: list[Entry]
    none: Any
    about: str = ""
    number: int | None = None
    """How many there are, where that is not how many entries."""

    @property
    def count(self) -> int:
        return len(self.entries) if self.number is None else self.number

    @property
    def open(self) -> list[Entry]:
        return self.entries[:OPEN]

    @property
    def more(self) -> list[Entry]:
        return self.entries[OPEN:]


@site_page("what-works/", title=gettext_lazy("What works"), permission="profiles.view_profile")
def dashboard(request: HttpRequest) -> HttpResponse:
    """As charts: what is liked least and rated most; and lists of what is overdue, lacking or broken."""
    today = timezone.localdate()
    lists = [_overdue(today), _lacking_welsh(), _lacking_alt(), *_links_at_fault()]
    context: dict[str, Any] = {"lists": lists, "sees_ratings": request.user.has_perm("profiles.view_rating")}
    if context["sees_ratings"]:
        context |= _charts()
    if may_read_comments(request):
        context["lists"] = [_held_comments(), *lists]
    return show_page(request, "admin/dashboard.html", context, title=_("What works"))


def _charts() -> dict[str, Any]:
    now = timezone.now()
    least, most = verdicts.liked_least(RANKED, now=now), verdicts.rated_most(RANKED, now=now)
    keys = {page.profile_key for page in least} | {key for key, _verdict in most}
    careers, titles = _careers(keys), section_titles(keys)
    largest = max((verdict.all.number for _key, verdict in most), default=1)
    months = verdicts.by_month(now=now)
    return {
        "least": [
            {
                "career": careers.get(page.profile_key),
                "key": page.profile_key,
                "title": title_of_page(titles, page.profile_key, page.section),
                "language": LANGUAGE_NAMES[page.language],
                "url": _mended(careers.get(page.profile_key), page.section),
                "verdict": page.verdict,
                # Five is full, so that a bar is as long as its average is high.
                "width": f"{(page.verdict.all.mean or 0) * 20:g}%",
            }
            for page in least
        ],
        "most": [
            {
                "career": careers.get(key),
                "key": key,
                "verdict": verdict,
                "width": f"{100 * verdict.all.number / largest:.4g}%",
            }
            for key, verdict in most
        ],
        "months": months,
        "columns": verdicts.columns(
            [(month.begins, month.tally.number) for month in months], step=30, width=22, tall=80, top=14
        ),
        "any_in_months": any(month.tally for month in months),
        "enough": verdicts.ENOUGH,
        "days": verdicts.RECENTLY.days,
    }


def _careers(keys: Iterable[str]) -> dict[str, Profile]:
    return {
        profile.key: profile
        for profile in Profile.objects.filter(key__in=set(keys)).only("key", "title_en", "title_cy")
    }


def _mended(profile: Profile | None, section: str) -> str:
    if profile is None:
        return ""
    return field_url(profile, f"sections.{section}" if section not in WHOLE else "")


def _name(profile: Profile) -> str:
    return in_editors_language(profile, "title")


def _held_comments() -> Waiting:
    held = verdicts.held_comments()
    careers = _careers(key for key, _number in held)
    entries = [
        Entry(
            _name(careers[key]),
            reverse("admin:profile_ratings", args=[careers[key].pk]) + "?comments=held#comments",
            _("%(number)d to read") % {"number": number},
        )
        for key, number in held
        if key in careers
    ]
    return Waiting(
        "comments",
        gettext_lazy("Comments to read"),
        entries,
        gettext_lazy("Every comment has been read."),
        number=sum(number for _key, number in held),
    )


def _overdue(today: date) -> Waiting:
    found = [
        Entry(
            in_editors_language(review.row, "title"),
            review.url,
            _("due on %(day)s") % {"day": day_in_words(review.due)} if review.due else _("never reviewed"),
        )
        for review in overdue_reviews(today)
    ]
    return Waiting(
        "reviews", gettext_lazy("Overdue for review"), found, gettext_lazy("Every review is up to date.")
    )


def _lacking_welsh() -> Waiting:
    """Careers and entries of the directory with texts whose Welsh is missing or out of date."""
    found = []
    for profile in Profile.objects.not_withdrawn().only("key", "title_en", "title_cy", "waiting"):
        if waits := profile.waiting.get("cy"):
            found.append(
                (
                    len(waits),
                    _of_waiting(profile.waiting, _name(profile), field_url(profile, next(iter(waits)))),
                )
            )
    for name, item in SHARED_LISTS.items():
        pair = next(field for field in item.model_fields if schema.is_pair(item, field))
        rows = ROWS[item].objects.only("key", "waiting", *(f"{pair}_{language}" for language in LANGUAGES))
        for row in rows:
            if waits := row.waiting.get("cy"):
                title = f"{words.LISTS[name]} › {in_editors_language(row, pair)}"
                url = shared_url(name, row.key, f"{next(iter(waits))}.cy")
                found.append((len(waits), _of_waiting(row.waiting, title, url)))
    entries = [entry for _number, entry in sorted(found, key=lambda pair: (-pair[0], pair[1].title))]
    return Waiting(
        "welsh", gettext_lazy("Lacking Welsh"), entries, gettext_lazy("Every text is current in Welsh.")
    )


def _of_waiting(waiting: dict[str, Any], title: str, url: str) -> Entry:
    current, total = progress(waiting, "cy")
    missing = sum(since == MISSING for since in waiting["cy"].values())
    note = _("%(current)d of %(total)d texts current; %(missing)d missing, %(old)d out of date") % {
        "current": current,
        "total": total,
        "missing": missing,
        "old": len(waiting["cy"]) - missing,
    }
    return Entry(title, url, note, f"{100 * current / total:.4g}%" if total else "0%")


def _lacking_alt() -> Waiting:
    pictures = Picture.objects.filter(Q(alt_en="") | Q(alt_cy=""))
    pictures = pictures.exclude(profile_row__state=Profile.State.WITHDRAWN).select_related("profile_row")
    entries = []
    for picture in pictures.order_by("profile_row__key", "position"):
        lacking = [language for language in LANGUAGES if not getattr(picture, f"alt_{language}")]
        title = f"{_name(picture.profile_row)} › {picture.key}"
        note = _("no alternative text in either language")
        if len(lacking) == 1:
            note = _("no alternative text in %(language)s") % {"language": LANGUAGE_NAMES[lacking[0]]}
        url = field_url(picture.profile_row, f"pictures.{picture.key}.alt.{lacking[0]}")
        entries.append(Entry(title, url, note))
    return Waiting(
        "pictures",
        gettext_lazy("Pictures without alternative text"),
        entries,
        gettext_lazy("Every picture has its alternative text, in both languages."),
    )


# Links ------------------------------------------------------------------------------------------------


def _links_at_fault() -> list[Waiting]:
    """Links that are broken, and those that have moved for good."""
    checks = list(LinkCheck.objects.exclude(problem="", moved_to=""))
    broken = [check for check in checks if check.problem]
    moved = [check for check in checks if not check.problem]
    shown = [*broken[:MOST_LINKS], *moved[:MOST_LINKS]]
    places = places_of_addresses([check.address for check in shown]) if shown else {}
    last = LinkCheck.objects.aggregate(last=Max("checked_at"))["last"]
    about = _("Checked on %(day)s.") % {"day": day_in_words(timezone.localtime(last))} if last else ""
    none = gettext_lazy("Every link leads somewhere.")
    if not last:
        none = gettext_lazy("No link has been checked yet: whoever runs the site does it with check_links.")
    lists = [
        Waiting("links", gettext_lazy("Broken links"), _link_entries(broken, places), none, about),
    ]
    if moved:
        entries = _link_entries(moved, places)
        lists.append(Waiting("moved", gettext_lazy("Links that have moved"), entries, "", about))
    return lists


def _link_entries(checks: list[LinkCheck], places: dict[str, list[tuple[str, str]]]) -> list[Entry]:
    entries = []
    for check in checks:
        note = _("now %(address)s") % {"address": check.moved_to}
        if check.problem:
            note = last_check_in_words(check)
        where = places.get(check.address)
        if where == []:
            note = _("%(note)s; no form holds it any more: publish what was mended") % {"note": note}
        entries.append(Entry(check.address, check.address, note, places=tuple(where or ())))
    return entries


def places_of_addresses(addresses: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Where the working copy holds these addresses: what each place is called, and its form.

    One query for each table that can hold one.
    """
    found: dict[str, list[tuple[str, str]]] = {address: [] for address in addresses}
    for name, item in (*PROFILE_LISTS.items(), *SHARED_LISTS.items()):
        model, of_a_career = ROWS[item], item in PROFILE_LISTS.values()
        columns = links.address_columns(model)
        if not columns:
            continue
        rows = model.objects.filter(_any_of(addresses, columns))
        if of_a_career:
            rows = rows.exclude(profile_row__state=Profile.State.WITHDRAWN).select_related("profile_row")
        for row in rows:
            for column, is_prose in columns.items():
                text = getattr(row, column)
                path = _path_of(column)
                for address in set(links.links_of(text) if is_prose else [text]).intersection(addresses):
                    if of_a_career:
                        found[address].append(_place_in_career(row.profile_row, f"{name}.{row.key}.{path}"))
                    else:
                        title = place_in_words(DIRECTORY, f"{name}.{row.key}.{path}")
                        found[address].append((title, shared_url(name, row.key, path)))
    return found


def _place_in_career(profile: Profile, path: str) -> tuple[str, str]:
    return f"{_name(profile)} › {place_in_words(PROFILE, path)}", field_url(profile, path)


def _path_of(column: str) -> str:
    name, _underline, side = column.rpartition("_")
    return f"{name}.{side}" if side in LANGUAGES else column


def _any_of(addresses: list[str], columns: dict[str, bool]) -> Q:
    asked = Q()
    for column, is_prose in columns.items():
        if is_prose:
            for address in addresses:
                asked |= Q(**{f"{column}__contains": address})
        else:
            asked |= Q(**{f"{column}__in": addresses})
    return asked
