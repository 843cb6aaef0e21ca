"""What readers' ratings say of a page: how many, which, what on average, and whether it gets better.

A page is a career, one of its sections (or the whole) and a language; each rating also names the edition
that the reader had before them. The database counts; what comes out of it is one row for each score of
each page, however many ratings there are.

An average never goes without its number, and fewer than `ENOUGH` ratings have none: two readers' mood is
not a finding. Whether a page gets better is said by setting the last 90 days against all the time before.
Months would be finer, but most pages have too few ratings in one to say anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from profiles.models import Rating
from profiles.ratings import SCORES

ENOUGH = 5
RECENTLY = timedelta(days=90)
# Less than this, in points, is no change.
A_CHANGE = 0.2
MONTHS = 12


@dataclass(frozen=True)
class Column:
    """A column of a chart as SVG draws it: its left edge, top, middle and height, and what it stands for."""

    x: int
    y: int
    middle: int
    height: int
    count: int
    of: Any


def columns(
    counted: Sequence[tuple[Any, int]], *, step: int, width: int, tall: int, top: int
) -> list[Column]:
    """Columns side by side, `step` apart, the largest `tall` high; there is room for words above, to `top`.

    >>> [(c.x, c.y, c.height) for c in columns([(1, 2), (2, 4)], step=20, width=16, tall=40, top=12)]
    [(2, 32, 20), (22, 12, 40)]
    """
    most = max((count for _of, count in counted), default=0) or 1
    drawn = []
    for place, (of, count) in enumerate(counted):
        # What there is of a thing is seen, however much more there is of another.
        height = max(round(tall * count / most), 2) if count else 0
        x = place * step + (step - width) // 2
        drawn.append(Column(x, top + tall - height, x + width // 2, height, count, of))
    return drawn


@dataclass(frozen=True)
class Tally:
    """How often each score was given, from 1 to 5.

    >>> Tally((1, 0, 0, 1, 4)).number, Tally((1, 0, 0, 1, 4)).mean, Tally((0, 0, 0, 0, 1)).mean
    (6, 4.2, None)
    """

    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(tuple(a - b for a, b in zip(self.counts, other.counts, strict=True)))

    def __bool__(self) -> bool:
        return self.number > 0

    @property
    def number(self) -> int:
        return sum(self.counts)

    @property
    def is_enough(self) -> bool:
        return self.number >= ENOUGH

    @property
    def mean(self) -> float | None:
        """To one decimal; None where there are too few for one."""
        return round(self.exact_mean, 1) if self.is_enough else None

    @property
    def exact_mean(self) -> float:
        """For a spreadsheet, where the number stands beside it. Not of no ratings at all."""
        return sum(score * count for score, count in zip(SCORES, self.counts, strict=True)) / self.number

    @property
    def spread(self) -> list[Column]:
        """The scores as columns, 100 wide and 56 high with the words above and below."""
        return columns(list(zip(SCORES, self.counts, strict=True)), step=20, width=14, tall=32, top=12)


@dataclass(frozen=True)
class Verdict:
    """What readers gave a page: in all, and in the last 90 days."""

    all: Tally = Tally()
    recent: Tally = Tally()

    @property
    def before(self) -> Tally:
        return self.all - self.recent

    @property
    def trend(self) -> str:
        """better, worse or same; empty where there are too few on either side to tell."""
        if self.recent.mean is None or self.before.mean is None:
            return ""
        change = round(self.recent.mean - self.before.mean, 1)
        return "better" if change >= A_CHANGE else "worse" if change <= -A_CHANGE else "same"

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(self.all + other.all, self.recent + other.recent)


@dataclass(frozen=True)
class RatedPage:
    """A page that has been rated, with what readers gave it."""

    profile_key: str
    section: str
    language: str
    verdict: Verdict


def _counted(ratings: QuerySet[Rating], *by: str, now: datetime) -> Iterator[dict[str, Any]]:
    """One row for each score of each group: how many, and how many of them recent."""
    recent = Count("pk", filter=Q(changed_at__gte=now - RECENTLY))
    yield from ratings.order_by().values(*by, "score").annotate(number=Count("pk"), recent=recent)


def _verdicts(rows: Iterable[dict[str, Any]], *by: str) -> dict[tuple, Verdict]:
    counts: dict[tuple, tuple[list[int], list[int]]] = defaultdict(lambda: ([0] * 5, [0] * 5))
    for row in rows:
        every, recent = counts[tuple(row[name] for name in by)]
        every[row["score"] - 1] += row["number"]
        recent[row["score"] - 1] += row["recent"]
    return {
        group: Verdict(Tally(tuple(every)), Tally(tuple(recent))) for group, (every, recent) in counts.items()
    }


# One career -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CareerVerdicts:
    """What readers gave a career's pages, by section and language."""

    pages: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    editions: tuple[int, ...] = ()
    """Every edition that somebody rated, the newest first, whichever one `pages` is about."""

    @property
    def total(self) -> Verdict:
        return sum(self.pages.values(), Verdict())


def verdicts_on(profile_key: str, *, edition: int | None = None, now: datetime) -> CareerVerdicts:
    """What readers gave a career's pages, of one edition or of all. One query."""
    rows = list(
        _counted(Rating.objects.filter(profile_key=profile_key), "section", "language", "edition", now=now)
    )
    editions = sorted({row["edition"] for row in rows}, reverse=True)
    rows = [row for row in rows if edition is None or row["edition"] == edition]
    return CareerVerdicts(_verdicts(rows, "section", "language"), tuple(editions))


# All careers ------------------------------------------------------------------------------------------


def liked_least(limit: int, *, now: datetime) -> list[RatedPage]:
    """The pages with the lowest averages, of those with enough ratings. Two queries."""
    page = ("profile_key", "section", "language")
    lowest = (
        Rating.objects.order_by()
        .values(*page)
        .annotate(number=Count("pk"), mean=Avg("score"))
        .filter(number__gte=ENOUGH)
        .order_by("mean", "-number", *page)[:limit]
    )
    wanted = [tuple(row[name] for name in page) for row in lowest]
    # By career, for the index; what else comes with them is a career's pages at most.
    ratings = Rating.objects.filter(profile_key__in={key for key, _section, _language in wanted})
    verdicts = _verdicts(_counted(ratings, *page, now=now), *page) if wanted else {}
    return [RatedPage(*where, verdicts[where]) for where in wanted if where in verdicts]


def rated_most(limit: int, *, now: datetime) -> list[tuple[str, Verdict]]:
    """The careers with the most ratings of all their pages together. Two queries."""
    most = (
        Rating.objects.order_by()
        .values("profile_key")
        .annotate(number=Count("pk"))
        .order_by("-number", "profile_key")[:limit]
    )
    keys = [row["profile_key"] for row in most]
    ratings = Rating.objects.filter(profile_key__in=keys)
    verdicts = _verdicts(_counted(ratings, "profile_key", now=now), "profile_key") if keys else {}
    return [(key, verdicts[key,]) for key in keys if (key,) in verdicts]


@dataclass(frozen=True)
class Month:
    begins: date
    tally: Tally


def by_month(*, now: datetime) -> list[Month]:
    """The last twelve months by when a rating was first given, empty ones too. One query."""
    this_month = timezone.localdate(now).replace(day=1)
    months = [_months_before(this_month, back) for back in range(MONTHS - 1, -1, -1)]
    begin = [
        timezone.make_aware(datetime.combine(month, datetime.min.time()))
        for month in [*months, _months_before(this_month, -1)]
    ]
    # Counted between two moments: SQLite takes far longer to find each rating's month.
    counts = {
        f"month_{place}": Count("pk", filter=Q(given_at__gte=begin[place], given_at__lt=begin[place + 1]))
        for place in range(MONTHS)
    }
    rows = Rating.objects.filter(given_at__gte=begin[0]).order_by().values("score").annotate(**counts)
    of_score = {row["score"]: row for row in rows}
    return [
        Month(month, Tally(tuple(of_score.get(score, {}).get(f"month_{place}", 0) for score in SCORES)))
        for place, month in enumerate(months)
    ]


def _months_before(month: date, back: int) -> date:
    """
    >>> _months_before(date(2026, 2, 1), 3)
    datetime.date(2025, 11, 1)
    """
    years, months = divmod(month.year * 12 + month.month - 1 - back, 12)
    return date(years, months + 1, 1)


def held_comments() -> list[tuple[str, int]]:
    """How many comments nobody has read yet, by career, the most first. One query."""
    held = (
        Rating.objects.filter(comment_state=Rating.CommentState.HELD)
        .exclude(comment="")
        .order_by()
        .values("profile_key")
        .annotate(number=Count("pk"))
        .order_by("-number", "profile_key")
    )
    return [(row["profile_key"], row["number"]) for row in held]


# For a spreadsheet ------------------------------------------------------------------------------------


def pages_by_edition(profile_key: str = "") -> Iterator[tuple[dict[str, Any], Tally]]:
    """Every page, language and edition with its tally, in order; of one career, or of all."""
    by = ("profile_key", "section", "language", "edition")
    counts = {f"score_{score}": Count("pk", filter=Q(score=score)) for score in SCORES}
    rows = _of(profile_key).values(*by).annotate(**counts).order_by(*by)
    for row in rows.iterator(chunk_size=2000):
        yield {name: row[name] for name in by}, Tally(tuple(row[f"score_{score}"] for score in SCORES))


def single_ratings(profile_key: str = "") -> Iterator[Any]:
    """Every rating's page, score, dates and comment, without whose it is; of one career, or of all."""
    page = ("profile_key", "section", "language")
    said = ("edition", "score", "given_at", "changed_at", "comment_state", "comment")
    rows = _of(profile_key).order_by(*page, "given_at", "pk").values_list(*page, *said, named=True)
    return rows.iterator(chunk_size=2000)


def _of(profile_key: str) -> QuerySet[Rating]:
    return Rating.objects.filter(profile_key=profile_key) if profile_key else Rating.objects.all()
