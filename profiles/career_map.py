"""The map of careers: which leads to which, as columns of careers and the lines between them.

Pure functions from the paths that published careers tell of to frozen shapes that a template draws as
they are. A career stands in the column after the last of those that lead to it. Lines run in a box of 100
by 100, which the page stretches over the columns; every place is a number for an SVG attribute.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from profiles.content.schema import Pair
from profiles.models import ListingPath

Kind = ListingPath.Kind

# Of the map's width: what lies between two columns.
GAP = 8.0
# Of its height: between two lines that pass between the same two careers.
LANE = 1.0


@dataclass(frozen=True)
class Telling:
    """What one career's page says of a way."""

    told_by: str
    """The key of the career whose page it is."""
    text: Pair
    via: tuple[Pair, ...]
    sources: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        return not self.sources


@dataclass(frozen=True)
class Way:
    """From one career to another, told by one page or by several."""

    start: str
    to: str
    kind: str
    tellings: tuple[Telling, ...]

    @property
    def is_ours(self) -> bool:
        """No source says it on any page: it is our own view."""
        return all(telling.is_ours for telling in self.tellings)

    def told_at(self, key: str) -> tuple[Telling, ...]:
        """What to say of the way to whoever stands at one end: that career's own words, where it has any.

        What the other page says is added where only there a source says it.
        """
        own = tuple(telling for telling in self.tellings if telling.told_by == key)
        sourced = tuple(telling for telling in self.tellings if not telling.is_ours)
        if not own:
            return sourced or self.tellings
        return own if any(not telling.is_ours for telling in own) else (*own, *sourced)


@dataclass(frozen=True)
class Line:
    """One way that leads on, drawn from the edge of one career to the edge of another."""

    way: Way
    path: str
    is_chosen: bool


@dataclass(frozen=True)
class CareerMap:
    columns: tuple[tuple[str, ...], ...]
    """Keys of careers, from those that people begin with."""
    apart: tuple[str, ...]
    """Careers that nothing leads to or from."""
    lines: tuple[Line, ...]


def ways(paths: Iterable[ListingPath], published: Iterable[str]) -> list[Way]:
    """The ways between published careers, each once, in the order they are first told.

    A way leads as it is told, on or sideways, and never back; only what is alike is alike from either end.
    What a ladder states stands: that the same two are alike, or lead otherwise the same way, is not told.
    """
    held = set(published)
    paths = [path for path in paths if {path.start, path.to} <= held]
    stated: dict[tuple[str, str], set[str]] = {}
    for path in paths:
        if path.on_ladder:
            stated.setdefault((path.start, path.to), set()).add(path.kind)
    tellings: dict[tuple[str, str, str], list[Telling]] = {}
    for path in paths:
        if _contradicts(path, stated):
            continue
        start, to = path.start, path.to
        if path.kind == Kind.SIMILAR and (to, start, path.kind) in tellings:
            start, to = to, start
        via = tuple(Pair(**title) for title in path.via)
        telling = Telling(path.listing.key, path.text, via, tuple(path.sources))
        tellings.setdefault((start, to, path.kind), []).append(telling)
    return [Way(*ends_and_kind, tuple(told)) for ends_and_kind, told in tellings.items()]


def _contradicts(path: ListingPath, stated: Mapping[tuple[str, str], set[str]]) -> bool:
    """Whether ladders, which state ways of these kinds from one career to another, have it otherwise."""
    if path.kind == Kind.SIMILAR:
        return (path.start, path.to) in stated or (path.to, path.start) in stated
    kinds = stated.get((path.start, path.to))
    return kinds is not None and path.kind not in kinds


def draw(keys: Sequence[str], among: Sequence[Way], chosen: str = "") -> CareerMap:
    """The careers in columns, in the order of `keys` within each, and a line for each way that leads on."""
    on = [way for way in among if way.kind == Kind.ON]
    joined = {end for way in on for end in (way.start, way.to)}
    depths = _depths([key for key in keys if key in joined], on)
    last = max(depths.values(), default=-1)
    columns = [tuple(key for key, held in depths.items() if held == depth) for depth in range(last + 1)]
    places = {
        key: (column, (row + 0.5) / len(held) * 100)
        for column, held in enumerate(columns)
        for row, key in enumerate(held)
    }
    width = (100 - GAP * (len(columns) - 1)) / max(len(columns), 1)
    passages = _Passages([len(held) for held in columns])
    lines = [
        Line(way, _thread(passages.through(places, way), width), chosen in (way.start, way.to)) for way in on
    ]
    # What is chosen is drawn last, over the rest.
    return CareerMap(
        columns=tuple(columns),
        apart=tuple(key for key in keys if key not in joined),
        lines=tuple(sorted(lines, key=lambda line: line.is_chosen)),
    )


def _depths(keys: Sequence[str], on: Sequence[Way]) -> dict[str, int]:
    """How many careers the longest way to each leads through. A way that closes a circle does not count."""
    starts: dict[str, list[str]] = {key: [] for key in keys}
    # What a source says comes first, so that a view of ours is what gives way.
    for way in sorted(on, key=lambda way: way.is_ours):
        if way.start in starts and way.to in starts and not _leads(way.to, way.start, starts):
            starts[way.to].append(way.start)

    @cache
    def depth(key: str) -> int:
        return max((depth(start) + 1 for start in starts[key]), default=0)

    return {key: depth(key) for key in keys}


def _leads(first: str, last: str, starts: dict[str, list[str]]) -> bool:
    """Whether one career leads to another, or is it."""
    seen, waiting = set(), [last]
    while waiting:
        key = waiting.pop()
        if key == first:
            return True
        if key not in seen:
            seen.add(key)
            waiting.extend(starts[key])
    return False


class _Passages:
    """Where lines may pass a column on their way to a later one.

    A line behind a career would look like a way to it and a way on from it. No career is higher than a row of
    the column with the most, so that much around each is kept clear.
    """

    def __init__(self, rows: Sequence[int]) -> None:
        self._rows = rows
        self._clear = 50 / max(rows, default=1)
        # By column and height, where the lines that pass there go, and whether they are ours: those of one
        # kind to one career share a line.
        self._passing: dict[tuple[int, float], list[tuple[str, bool]]] = {}

    def through(self, places: Mapping[str, tuple[int, float]], way: Way) -> list[tuple[int, float]]:
        """The two ends of a way, and between them where it passes each column, each a column and a height."""
        here, (last, last_y) = places[way.start], places[way.to]
        passed = [here]
        for column in range(here[0] + 1, last):
            before, y = passed[-1]
            wanted = y + (last_y - y) * (column - before) / (last - before)
            free = self._free(column, wanted)
            going = self._passing.setdefault((column, round(free, 2)), [])
            lane = way.to, way.is_ours
            if lane not in going:
                going.append(lane)
            passed.append((column, free + going.index(lane) * LANE))
        return [*passed, (last, last_y)]

    def _free(self, column: int, wanted: float) -> float:
        """The nearest height that no career of the column stands at."""
        rows = self._rows[column]
        middle = (min(int(wanted / 100 * rows), rows - 1) + 0.5) / rows * 100
        if abs(wanted - middle) >= self._clear:
            return wanted
        return middle + (self._clear if wanted >= middle else -self._clear)


def _thread(places: Sequence[tuple[int, float]], width: float) -> str:
    """An SVG path between two careers' edges, by way of the places between, each a column and a height.

    To a column before or the same one, the way goes out to the right and comes back.
    """
    (column, y), *rest = places
    left = column * (width + GAP) + width
    path = f"M{left:.2f} {y:.2f}"
    for next_column, next_y in rest:
        forward = next_column > column
        right = next_column * (width + GAP) + (0 if forward else width)
        bend = (right - left) / 2 if forward else GAP
        points = (left + bend, y), (right - bend if forward else right + bend, next_y), (right, next_y)
        path += "C" + " ".join(f"{x:.2f} {at:.2f}" for x, at in points)
        if (next_column, next_y) != rest[-1]:
            left = right + width
            path += f"H{left:.2f}"
        column, y = next_column, next_y
    return path
