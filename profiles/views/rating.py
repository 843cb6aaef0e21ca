"""Giving a rating, at an address of its own: GET shows the visitor theirs and the form, POST gives it."""

import time
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from profiles import addresses, visitors
from profiles.content import schema
from profiles.content.upgrades import read_document
from profiles.forms import RatingForm
from profiles.languages import OTHER, active_language
from profiles.meta import Meta
from profiles.models import Profile, Rating
from profiles.ratings import SCORES, RatedPage, rate, rating_of
from profiles.reading import read_directory
from profiles.templatetags.bilingual import plain

from . import methods

# How many visitors without a cookie yet may share an address, each with a visitor's limit of their own.
NEW_VISITORS = 4


@dataclass(frozen=True)
class ShownRating:
    """A rating as its component shows it: an empty form unless something has been sent."""

    rate_url: str
    back_url: str
    scores: tuple[int, ...] = SCORES
    score: str = ""
    comment: str = ""
    given: Rating | None = None
    score_error: str = ""
    comment_error: str = ""
    message: str = ""
    changing: bool = False
    """Whether the form holds what was given before, so that an empty reason takes the old one back."""
    apart: bool = False
    """Whether it stands on a page of its own, and so leads back."""
    answered: bool = False
    """Whether it answers what the reader just did, and so takes the focus."""


def _page_of(key: str, section: str) -> tuple[RatedPage, Profile, schema.Profile]:
    """The page an address rates, with its profile. 404 for a page that does not exist."""
    language = active_language()
    kind = addresses.section_of(section, language)
    if kind is None:
        raise Http404
    profile = Profile.objects.exclude(edition=None).select_related("edition").filter(key=key).first()
    if profile is None:
        raise Http404
    document = read_document(schema.Profile, profile.edition.document, profile.edition.format)
    if kind not in ("", "all") and kind not in {held.key for held in document.sections}:
        raise Http404
    return RatedPage(key, kind, language), profile, document


@methods.only("GET", "HEAD", "POST")
@vary_on_headers("HX-Request", "Cookie")
def rating(request: HttpRequest, key: str, section: str = "") -> HttpResponse:
    page, profile, document = _page_of(key, section)
    if profile.state == Profile.State.WITHDRAWN:  # the career's own address says so, and where to go
        return HttpResponseRedirect(addresses.career(document.slug, page.language))
    visitor = visitors.visitor_of(request)
    if request.method == "POST":
        response = _give(request, page, profile, document, visitor)
    else:
        given = rating_of(page, visitor)
        changing = "change" in request.GET
        response = _answer(request, page, document, given=given, form=None, changing=changing)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _give(
    request: HttpRequest,
    page: RatedPage,
    profile: Profile,
    document: schema.Profile,
    visitor: uuid.UUID | None,
) -> HttpResponse:
    form = RatingForm(request.POST)
    if not visitors.is_from_our_pages(request):
        message = _("We could not see that this came from our page. Send it again here.")
        return _answer(request, page, document, form=form, message=message, status=403)
    # A whole class may rate for the first time from one school's address in the same minute.
    who = visitor.hex if visitor else visitors.address_of(request)
    limit = settings.RATINGS_PER_MINUTE * (1 if visitor else NEW_VISITORS)
    if not visitors.within_limit("rating", who, limit=limit, seconds=60, now=time.time()):
        message = _("That is too many ratings in a minute. Wait a minute, then send it again.")
        return _answer(request, page, document, form=form, message=message, status=429)
    if not form.is_valid():
        return _answer(request, page, document, form=form, status=422)
    visitor = visitor or uuid.uuid4()
    try:
        outcome = rate(
            page=page,
            visitor=visitor,
            score=form.cleaned_data["score"],
            comment=form.cleaned_data["comment"],
            replace_comment=form.cleaned_data["changing"],
            edition=profile.edition.number,
        )
    except OperationalError:
        # The database stayed locked for longer than its timeout: very many are writing at once.
        message = _("The site is very busy. Wait a moment, then send it again.")
        return _answer(request, page, document, form=form, message=message, status=503)
    if request.htmx:
        response = _answer(request, page, document, given=outcome.rating)
    else:
        response = HttpResponseRedirect(addresses.rate(page.profile_key, page.language, page.section))
        response.status_code = 303
    visitors.remember(response, visitor, addresses.rate_root(page.language))
    return response


def _answer(
    request: HttpRequest,
    page: RatedPage,
    document: schema.Profile,
    *,
    given: Rating | None = None,
    form: RatingForm | None = None,
    message: str = "",
    changing: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The rating as it stands: the fragment for htmx, a whole page for everyone else."""
    errors = form.errors if form is not None and status == 422 else {}
    sent = form.data if form is not None else {}
    shown = ShownRating(
        rate_url=addresses.rate(page.profile_key, page.language, page.section),
        back_url=addresses.career(document.slug, page.language, page.section),
        score=sent.get("score", "") or (str(given.score) if given else ""),
        comment=sent.get("comment", "") or (given.comment if given else ""),
        given=given if form is None and not changing else None,
        score_error=next(iter(errors.get("score", [])), ""),
        comment_error=next(iter(errors.get("comment", [])), ""),
        message=message,
        changing=changing or bool(sent.get("changing")),
        apart=not request.htmx,
        answered=bool(request.htmx) or status != 200,
    )
    if request.htmx:
        return render(request, "_components/rating.html", {"r": shown}, status=status)
    section = next((held for held in document.sections if held.key == page.section), None)
    title = _("Your rating")
    if errors or message:
        title = _("Error: %(title)s") % {"title": title}
    context = {
        "rating": shown,
        "directory": read_directory(),
        "title": document.title,
        "section_title": section.title if section else None,
        "meta": Meta(
            title=title,
            within=plain(document.title),
            path=shown.rate_url,
            twin=addresses.rate(page.profile_key, OTHER[page.language], page.section),
            indexed=False,
        ),
    }
    return render(request, "rating.html", context, status=status)
