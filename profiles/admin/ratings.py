"""Readers' ratings at the desk: a career's Ratings page, its comments, and all of them as spreadsheets.

The ratings themselves are counted in `profiles.verdicts`. Whose a rating is stands nowhere here.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import verdicts
from profiles.content.schema.profile import SECTION_KINDS
from profiles.languages import LANGUAGES, text_of
from profiles.models import Edition, Profile, Rating, Section
from profiles.ratings import COMMENT_STATES, SCORES, comments, fingerprint, mark_comments
from profiles.retention import erase_comment
from profiles.vocabulary import LANGUAGE_NAMES

from .desk import log_act
from .pages import number_sent, profile_page, show_page, site_page
from .places import field_url
from .visitors import comment_marked

COMMENTS_PER_PAGE = 25

WHOLE = {"": gettext_lazy("The career’s own page"), "all": gettext_lazy("Everything on one page")}


def may_read_comments(request: HttpRequest) -> bool:
    return request.user.has_perm("profiles.change_rating")


def may_erase_comments(request: HttpRequest) -> bool:
    return request.user.has_perm("profiles.delete_rating")


def in_editors_language(row: Any, name: str) -> str:
    """A pair of a row as the editor reads it; the other side where theirs is not written."""
    return text_of(getattr(row, name))[0] or row.key


# One career ------------------------------------------------------------------------------------------


def section_titles(keys: Iterable[str]) -> dict[tuple[str, str], str]:
    """The titles of careers' sections by career and kind, in the order of the pages. One query."""
    sections = Section.objects.filter(profile_row__key__in=set(keys)).select_related("profile_row")
    only = sections.only("key", "title_en", "title_cy", "profile_row__key")
    return {(row.profile_row.key, row.key): in_editors_language(row, "title") for row in only}


def title_of_page(titles: dict[tuple[str, str], str], profile_key: str, section: str) -> str:
    """A section that the career has no longer is called by its kind."""
    return str(WHOLE.get(section) or titles.get((profile_key, section)) or section.replace("-", " "))


def _chosen_edition(request: HttpRequest) -> int | None:
    number = number_sent(request.GET.get("edition"))
    return number if number >= 0 else None


@profile_page("ratings/", title=gettext_lazy("Ratings"), permission="profiles.view_rating")
def ratings(request: HttpRequest, profile: Profile) -> HttpResponse:
    """What readers gave the career's pages, by section and language, of one edition or of all."""
    edition = _chosen_edition(request)
    found = verdicts.verdicts_on(profile.key, edition=edition, now=timezone.now())
    titles = section_titles([profile.key])
    kinds = ["", *SECTION_KINDS, "all"]
    rated = sorted({section for section, _language in found.pages}, key=kinds.index)
    rows = [
        {
            "title": title_of_page(titles, profile.key, section),
            "url": field_url(profile, f"sections.{section}") if section not in WHOLE else "",
            "sides": [
                (LANGUAGE_NAMES[language], found.pages.get((section, language))) for language in LANGUAGES
            ],
        }
        for section in rated
    ]
    context = {
        "profile": profile,
        "rows": rows,
        "total": found.total,
        "languages": [LANGUAGE_NAMES[language] for language in LANGUAGES],
        "editions": _editions(profile, found.editions),
        "edition": edition,
        "enough": verdicts.ENOUGH,
        "days": verdicts.RECENTLY.days,
        "may_read": may_read_comments(request),
        **_comments(request, profile, edition, titles),
    }
    return show_page(request, "admin/ratings.html", context, title=_("Ratings"))


def _editions(profile: Profile, numbers: Iterable[int]) -> list[tuple[int, Any]]:
    """The editions that somebody rated, each with when it came out."""
    dates = dict(
        Edition.objects.filter(profile=profile, number__in=numbers).values_list("number", "published_at")
    )
    return [(number, dates.get(number)) for number in numbers]


def _comments(
    request: HttpRequest, profile: Profile, edition: int | None, titles: dict[tuple[str, str], str]
) -> dict[str, Any]:
    """The comments in one state. For whoever may not read them: how many there are, and no words."""
    written = comments(profile.key)
    if edition is not None:
        written = written.filter(edition=edition)
    counted = written.order_by().values_list("comment_state").annotate(Count("pk"))
    numbers = dict.fromkeys(COMMENT_STATES, 0) | dict(counted)
    chosen = request.GET.get("comments")
    if chosen not in COMMENT_STATES:
        chosen = next((state for state in COMMENT_STATES if numbers[state]), Rating.CommentState.HELD)
    shown: dict[str, Any] = {
        "comment_states": [(state, label, numbers[state]) for state, label in COMMENT_STATES.items()],
        "comment_number": sum(numbers.values()),
        "chosen_state": chosen,
    }
    if may_read_comments(request):
        pages = Paginator(written.filter(comment_state=chosen), COMMENTS_PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        shown |= {
            "page": page,
            "may_erase": may_erase_comments(request),
            "comments": [
                {
                    "rating": rating,
                    "title": title_of_page(titles, profile.key, rating.section),
                    "language": LANGUAGE_NAMES[rating.language],
                    "seen": fingerprint(rating.comment),
                }
                for rating in page
            ],
        }
    return shown


_MARKS = {
    "read": (Rating.CommentState.READ, [Rating.CommentState.HELD]),
    "hide": (Rating.CommentState.HIDDEN, [Rating.CommentState.HELD, Rating.CommentState.READ]),
    "show": (Rating.CommentState.READ, [Rating.CommentState.HIDDEN]),
}


@profile_page(
    "ratings/comment/",
    title=gettext_lazy("A comment"),
    permission="profiles.change_rating",
    in_menu=False,
)
def comment(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Mark a comment as read, hide it, show it again, or erase it: `act`, `rating`, and `seen`, its words."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    act = request.POST.get("act", "")
    if act == "erase" and not may_erase_comments(request):
        raise PermissionDenied
    rating = comments(profile.key).filter(pk=number_sent(request.POST.get("rating"))).first()
    if rating is None or fingerprint(rating.comment) != request.POST.get("seen", ""):
        messages.warning(request, _("The visitor has changed or taken back that comment meanwhile."))
    elif act == "erase":
        erase_comment(rating, by=request.user)
        messages.success(request, _("The comment is erased. A record is kept that it was."))
    elif act in _MARKS:
        state, before = _MARKS[act]
        same = Rating.objects.filter(pk=rating.pk, comment=rating.comment, comment_state__in=before)
        for changed in mark_comments(same, state):
            log_act(request, changed, comment_marked(state))
            messages.success(request, comment_marked(state))
    query = f"?comments={request.POST['back']}" if request.POST.get("back") in COMMENT_STATES else ""
    return HttpResponseRedirect(reverse("admin:profile_ratings", args=[profile.pk]) + query + "#comments")


# For a spreadsheet ------------------------------------------------------------------------------------


_HEAD = [gettext_lazy("career"), gettext_lazy("section"), gettext_lazy("language"), gettext_lazy("edition")]


class _Lines:
    """Gives back each line that a csv.writer writes, so that no file is ever whole in memory."""

    def write(self, line: str) -> str:
        return line


def as_cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula.

    >>> as_cell("=1+1"), as_cell("-2"), as_cell("Da iawn"), as_cell(-2)
    ("'=1+1", "'-2", 'Da iawn', -2)
    """
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{value}"
    return value


def _spreadsheet(
    request: HttpRequest, name: str, head: list[Any], rows: Iterable[list[Any]]
) -> StreamingHttpResponse:
    """A file for a spreadsheet, sent line by line; that it was taken away is recorded.

    The head is put into words before, for no language is active any more while lines are sent.
    """
    head, writer = [str(name) for name in head], csv.writer(_Lines())

    def lines() -> Iterator[bytes]:
        # Without the mark a spreadsheet reads UTF-8 as something else, and ŵ and ŷ go.
        yield "\ufeff".encode()
        for row in chain([head], rows):
            yield writer.writerow([as_cell(cell) for cell in row]).encode()

    LogEntry.objects.create(
        user_id=request.user.pk,
        content_type=ContentType.objects.get_for_model(Rating),
        object_repr=name,
        action_flag=CHANGE,
        change_message=_("Took ratings away as a file."),
    )
    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _career_asked_for(request: HttpRequest) -> str:
    """The key of the career that a file is to be about; empty for all of them. 404 for one there is not."""
    key = request.GET.get("career", "")
    if key and not (re.fullmatch(r"[a-z0-9-]{1,80}", key) and Profile.objects.filter(key=key).exists()):
        raise Http404
    return key


@site_page(
    "what-works/ratings-by-page.csv",
    title=gettext_lazy("Ratings by page"),
    permission="profiles.view_rating",
    in_menu=False,
)
def ratings_by_page(request: HttpRequest) -> StreamingHttpResponse:
    """One line for each page, language and edition: how many ratings, their mean, how often each score."""
    key = _career_asked_for(request)

    head = [*_HEAD, _("ratings"), _("mean"), *SCORES]
    rows = (
        [*page.values(), tally.number, f"{tally.exact_mean:.2f}", *tally.counts]
        for page, tally in verdicts.pages_by_edition(key)
    )
    return _spreadsheet(request, f"{key or 'all'}-ratings-by-page.csv", head, rows)


@site_page(
    "what-works/ratings.csv",
    title=gettext_lazy("Single ratings"),
    permission="profiles.view_rating",
    in_menu=False,
)
def single_ratings(request: HttpRequest) -> StreamingHttpResponse:
    """One line for each rating, never whose it is.

    Words only for those who read comments, and only once an editor has read them: what is held or hidden
    stays where comments are read.
    """
    key, with_words = _career_asked_for(request), may_read_comments(request)
    head = [*_HEAD, _("score"), _("given"), _("changed")]
    if with_words:
        head += [_("state of the comment"), _("comment")]
    rows = (_as_row(rating, with_words=with_words) for rating in verdicts.single_ratings(key))
    return _spreadsheet(request, f"{key or 'all'}-ratings.csv", head, rows)


def _as_row(rating: Any, *, with_words: bool) -> list[Any]:
    row = [rating.profile_key, rating.section, rating.language, rating.edition, rating.score]
    row += [timezone.localdate(day).isoformat() for day in (rating.given_at, rating.changed_at)]
    if with_words:
        row.append(rating.comment_state if rating.comment else "")
        row.append(rating.comment if rating.comment_state == Rating.CommentState.READ else "")
    return row
