"""What should have been read through by now: one answer, for the work list and for the dashboard."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from profiles.models import Page, Profile

from .places import field_url, shared_url


@dataclass(frozen=True)
class Review:
    """A review that is overdue: of what, and the field where it is noted."""

    row: Profile | Page
    url: str
    # The day that passed; none where nobody has reviewed it.
    due: date | None


def overdue_reviews(today: date) -> list[Review]:
    """Published careers whose day has passed or that nobody ever reviewed; site pages that nobody has.

    A draft is read through before it is published, so it is not late. Two queries.
    """
    late = Q(review_due__lt=today)
    careers = Profile.objects.published().filter(late | Q(reviewed_on=None)).order_by("review_due", "key")
    pages = Page.objects.filter(reviewed_on=None)
    return [
        *(
            Review(career, field_url(career, "review_due"), _passed(career.review_due, today))
            for career in careers.only("key", "title_en", "title_cy", "review_due")
        ),
        *(
            Review(page, shared_url("pages", page.key, "reviewed_on"), None)
            for page in pages.only("key", "title_en", "title_cy")
        ),
    ]


def _passed(day: date | None, today: date) -> date | None:
    return day if day and day < today else None
