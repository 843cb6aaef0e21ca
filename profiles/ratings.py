"""Ratings: one visitor's 1 to 5 for one page.

A rating names its page by key and belongs to the visitor: nothing done to content ever touches one.
The database's constraint is what keeps it to one per visitor and page.
"""

import hashlib
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from profiles.models import Rating

SCORES = (1, 2, 3, 4, 5)
LONGEST_COMMENT = 500
COMMENT_STATES = {
    Rating.CommentState.HELD: _("Not read yet"),
    Rating.CommentState.READ: _("Read"),
    Rating.CommentState.HIDDEN: _("Hidden"),
}


@dataclass(frozen=True)
class RatedPage:
    """The page a rating is for: a career by key, a section's kind (empty: the profile; `all`), a language."""

    profile_key: str
    section: str
    language: str


@dataclass(frozen=True)
class RatingOutcome:
    rating: Rating
    changed: bool
    """True where the visitor had rated the page before."""


def rate(
    *,
    page: RatedPage,
    visitor: uuid.UUID,
    score: int,
    comment: str = "",
    replace_comment: bool = False,
    edition: int,
) -> RatingOutcome:
    """Give a rating, or change the one given before. A new comment is held until an editor has read it.

    An empty comment leaves the old one, unless the visitor had the old one before them to take back.
    """
    with transaction.atomic():
        rating, created = Rating.objects.get_or_create(
            visitor=visitor,
            profile_key=page.profile_key,
            section=page.section,
            language=page.language,
            defaults={"score": score, "comment": comment, "edition": edition},
        )
        if not created:
            # Only what the visitor says anew: an editor may be reading the comment at this moment.
            changed = ["score", "edition", "changed_at"]
            if (comment or replace_comment) and rating.comment != comment:
                rating.comment, rating.comment_state = comment, Rating.CommentState.HELD
                changed += ["comment", "comment_state"]
            rating.score, rating.edition = score, edition
            rating.save(update_fields=changed)
    return RatingOutcome(rating, changed=not created)


def rating_of(page: RatedPage, visitor: uuid.UUID | None) -> Rating | None:
    if visitor is None:
        return None
    return Rating.objects.filter(
        visitor=visitor, profile_key=page.profile_key, section=page.section, language=page.language
    ).first()


def comments(profile_key: str = "") -> QuerySet[Rating]:
    """The ratings that say why, the newest first, without whose they are; of one career, or of all."""
    ratings = Rating.objects.exclude(comment="").defer("visitor").order_by("-changed_at", "-pk")
    return ratings.filter(profile_key=profile_key) if profile_key else ratings


def fingerprint(comment: str) -> str:
    """A short stand-in for a comment's words, so that only what was before an editor is marked as read."""
    return hashlib.sha256(comment.encode()).hexdigest()[:16]


def mark_comments(ratings: QuerySet[Rating], state: Rating.CommentState) -> list[Rating]:
    """Say that comments have been read, or are hidden. Returns the ratings for which that is new.

    The visitor's own date of change stays: from it a comment expires.
    """
    with transaction.atomic():
        changed = list(ratings.select_for_update().exclude(comment="").exclude(comment_state=state))
        Rating.objects.filter(pk__in=[rating.pk for rating in changed]).update(comment_state=state)
    return changed
