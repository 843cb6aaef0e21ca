"""Figures as shapes: pay on one fixed scale, the days of a week, the ladder of steps.

Pure functions from the document's own items to frozen shapes that a template draws as they are. Positions are
ready for SVG attributes ("12%"), because the content policy allows no style attribute and a float would be
written with the language's decimal sign. Nothing here is averaged or joined: one row is one source's band.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from profiles.content.schema import HoursPattern, Move, Pair, PayBand, Step
from profiles.pay import pounds

# The scale of yearly pay is the same on every page, so that bars can be compared between pages.
LOWEST, HIGHEST = 15_000, 65_000
TICKS = (20_000, 30_000, 40_000, 50_000, 60_000)

STAGES = ("starting", "experienced", "senior", "all")
# The first source is solid, the second twilled, the third outlined; a fourth would be outlined too.
YARNS = ("a", "b", "c")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# How much of the chart's width the words beside a bar need, and the least width of an arrow at the edge.
ROOM, ARROW = 38, 3


@dataclass(frozen=True)
class Tick:
    at: str
    text: str


@dataclass(frozen=True)
class Bar:
    left: str
    width: str
    opens_left: bool = False
    """An arrow to the left: the source gives no lower end, or it is below the scale."""
    opens_right: bool = False
    is_point: bool = False
    """An average or a median: one mark, at `left`."""


@dataclass(frozen=True)
class Row:
    """What one source says of one stage."""

    band: PayBand
    source: str
    """The source's key."""
    yarn: str
    bars: tuple[Bar, ...]
    note: Pair | None
    """The band's own note. One that another of the source's bands has too is among the chart's remarks."""
    words: str
    """Where the amount stands when there is room for it at the bar: after, before or above."""
    words_at: str

    @property
    def is_open(self) -> bool:
        return any(bar.opens_left or bar.opens_right for bar in self.bars)


@dataclass(frozen=True)
class Remark:
    source: str
    yarn: str
    text: Pair


@dataclass(frozen=True)
class Stage:
    level: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PayChart:
    stages: tuple[Stage, ...]
    yarns: tuple[tuple[str, str], ...]
    """Each source's key and its yarn, in the order they appear."""
    remarks: tuple[Remark, ...]
    """What a source says of more than one of its bands, to be said once."""
    ticks: tuple[Tick, ...]

    def __bool__(self) -> bool:
        return bool(self.stages)


def pay_chart(bands: Sequence[PayBand]) -> PayChart:
    """The yearly bands by stage, on the fixed scale.

    Hourly bands are left out: on a scale of yearly pay they would say something no source says.
    """
    yearly = [band for band in bands if band.period == "year"]
    keys = list(dict.fromkeys(band.source for band in yearly))
    yarns = {key: YARNS[min(place, len(YARNS) - 1)] for place, key in enumerate(keys)}
    notes = Counter((band.source, band.note) for band in yearly if band.note)
    shared = {said for said, times in notes.items() if times > 1}
    rows = [
        _row(band, yarns[band.source], None if (band.source, band.note) in shared else band.note)
        for band in yearly
    ]
    stages = [Stage(level, tuple(row for row in rows if row.band.level == level)) for level in STAGES]
    return PayChart(
        stages=tuple(stage for stage in stages if stage.rows),
        yarns=tuple(yarns.items()),
        remarks=tuple(
            Remark(source, yarns[source], note) for source, note in notes if (source, note) in shared
        ),
        ticks=ticks(),
    )


def ticks() -> tuple[Tick, ...]:
    """The marks of the scale of yearly pay."""
    return tuple(Tick(_percent(_place(tick)), pounds(tick)) for tick in TICKS)


def bars(band: PayBand) -> tuple[Bar, ...]:
    """A yearly band on the scale: one bar, or two where it says what pay can exceed."""
    return tuple(
        Bar(_percent(left), _percent(right - left), opens_left, opens_right, is_point=left == right)
        for left, right, opens_left, opens_right in _spans(band)
    )


def _place(amount: int) -> float:
    """How far along the scale an amount stands, in per cent; beyond either end, at that end.

    >>> _place(15_000), _place(40_000), _place(90_000)
    (0.0, 50.0, 100.0)
    """
    return (min(max(amount, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST) * 100


def _percent(number: float) -> str:
    """
    >>> _percent(14.0), _percent(12.346)
    ('14%', '12.35%')
    """
    return f"{round(number, 2):g}%"


def _row(band: PayBand, yarn: str, note: Pair | None) -> Row:
    spans = _spans(band)
    first, last = spans[0][0], spans[-1][1]
    if band.high and band.can_exceed:
        # Two amounts and a condition are too many words to stand beside a bar.
        words = "above"
    elif last <= 100 - ROOM:
        words = "after"
    elif first >= ROOM:
        words = "before"
    else:
        words = "above"
    return Row(
        band=band,
        source=band.source,
        yarn=yarn,
        bars=bars(band),
        note=note or None,
        words=words,
        words_at=_percent(first if words == "before" else last),
    )


def _spans(band: PayBand) -> list[tuple[float, float, bool, bool]]:
    """Where the band's bars begin and end, and whether they are open to the left and to the right."""
    amounts = {amount for amount in (band.low, band.high) if amount is not None}
    spans = []
    if len(amounts) == 1 and (band.low == band.high or band.kind != "range"):
        spans.append(_span(amounts.pop(), None))
    elif amounts:
        spans.append(_span(band.low or 0, band.high or HIGHEST + 1))
    # 'Can exceed' is an arrow from that amount, never the top of a bar. With a lower end alone the bar is
    # open already, and says it.
    if band.can_exceed is not None and (band.high is not None or not spans or spans[0][0] == spans[0][1]):
        spans.append(_span(band.can_exceed, HIGHEST + 1))
    return spans


def _span(low: int, high: int | None) -> tuple[float, float, bool, bool]:
    """One bar, or one point where there is no `high`; clipped to the scale with an arrow."""
    if high is None:
        if LOWEST <= low <= HIGHEST:
            return _place(low), _place(low), False, False
        high = low
    left, right = _place(low), _place(high)
    if right - left < ARROW and low >= HIGHEST - (HIGHEST - LOWEST) * ARROW / 100 and high > HIGHEST:
        left = 100.0 - ARROW
    if right - left < ARROW and low < LOWEST:
        right = max(right, float(ARROW))
    return left, right, low < LOWEST, high > HIGHEST


@dataclass(frozen=True)
class WeekDay:
    day: str
    state: str
    """usual, sometimes or none."""


def week(pattern: HoursPattern) -> tuple[WeekDay, ...]:
    """The seven days of one pattern of hours."""
    usual, sometimes = set(pattern.days_usual), set(pattern.days_sometimes)
    return tuple(
        WeekDay(day, "usual" if day in usual else "sometimes" if day in sometimes else "none") for day in DAYS
    )


@dataclass(frozen=True)
class Way:
    """A move, and the step at its other end."""

    step: Step
    move: Move
    has_rung: bool = True
    """The step stands on the ladder itself, and says there what it has to say."""


@dataclass(frozen=True)
class Stand:
    """A step where it stands on the ladder."""

    step: Step
    is_here: bool
    ups: tuple[Way, ...]
    """The moves that lead up to it."""
    sideways: tuple[Way, ...]
    """The moves that leave it sideways."""
    is_plain: bool
    """It follows the one step of the rung below and nothing else: its place says where it comes from."""


@dataclass(frozen=True)
class Ladder:
    rungs: tuple[tuple[Stand, ...], ...]
    """From the bottom up; steps of the same height share a rung."""
    apart: tuple[Step, ...]
    """Steps that no source joins to the rest."""

    def __bool__(self) -> bool:
        return bool(self.rungs or self.apart)


def ladder(steps: Sequence[Step], moves: Sequence[Move], here: str) -> Ladder:
    """The steps as rungs. `here` is the key of the profile being read.

    A step's height is the longest way up to it. A start is as high as it can be, right below the lowest step
    it joins: someone who joins as a trainee joins near the top. A step that is only reached sideways has no
    height; it is shown where the move leaves.
    """
    known = {step.key: step for step in steps}
    moves = [move for move in moves if move.start in known and move.to in known and move.start != move.to]
    ups = [move for move in moves if move.kind == "up"]
    aside = [move for move in moves if move.kind == "sideways"]
    here_keys = {step.key for step in steps if here and step.profile == here}
    heights = _heights(ups)
    reached = {move.to for move in aside}
    leaving = {move.start for move in aside}
    for key in [step.key for step in steps if step.key in here_keys | (leaving - reached)]:
        heights.setdefault(key, 0)
    # A step that is reached sideways and left sideways again stands beside the one it is reached from.
    for move in list(aside) * len(aside):
        if move.start in heights and move.to in leaving:
            heights.setdefault(move.to, heights[move.start])
    shown = heights.keys() | {move.to for move in aside if move.start in heights}

    rungs: list[tuple[Stand, ...]] = []
    for height in range(max(heights.values(), default=-1) + 1):
        below = {stand.step.key for stand in rungs[-1]} if rungs else set()
        rungs.append(
            tuple(
                Stand(
                    step=step,
                    is_here=step.key in here_keys,
                    ups=tuple(Way(known[move.start], move) for move in ups if move.to == step.key),
                    sideways=tuple(
                        Way(known[move.to], move, has_rung=move.to in heights)
                        for move in aside
                        if move.start == step.key
                    ),
                    is_plain=len(below) == 1 and {move.start for move in ups if move.to == step.key} == below,
                )
                for step in steps
                if heights.get(step.key) == height
            )
        )
    return Ladder(
        rungs=tuple(rungs),
        apart=tuple(step for step in steps if step.key not in shown),
    )


def _heights(ups: Sequence[Move]) -> dict[str, int]:
    """Each step's height. A move that closes a circle does not count, in the order the moves are given."""
    starts: dict[str, list[str]] = {}
    for move in ups:
        if not _leads(move.start, move.to, starts):
            starts.setdefault(move.to, []).append(move.start)

    @cache
    def height(key: str) -> int:
        return max((height(start) + 1 for start in starts.get(key, ())), default=0)

    heights = {key: height(key) for move in ups for key in (move.start, move.to)}
    for key in [key for key in heights if key not in starts]:
        joined = [heights[to] for to, froms in starts.items() if key in froms]
        heights[key] = min(joined, default=1) - 1
    return heights


def _leads(key: str, target: str, starts: Mapping[str, list[str]]) -> bool:
    """Whether `target` is the step itself or one of those below it."""
    seen, waiting = set(), [key]
    while waiting:
        step = waiting.pop()
        if step == target:
            return True
        if step not in seen:
            seen.add(step)
            waiting.extend(starts.get(step, ()))
    return False
