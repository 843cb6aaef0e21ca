"""The order of what was found: one rule, the same whatever database answered.

First come careers of which one name holds every word, in five classes: the title is what was asked for;
begins with it; has all its words; one of the other titles has them; one of the hidden words has. Within a
class: words met whole (in any of their forms), before words met by how they begin, before words put right;
then a name that is what was asked for, before one that begins with it, before one that has it all; then one
that goes on with a last word that is one of those that say nothing, and may be half typed; then as below.

Of those, the ones meant by whole words come first: where every word stands whole in one of the titles, or in
a hidden word that holds nothing else but the kind of job. *AD* is Welsh for HR before it begins building
(adeiladu).

All others come by what they are worth, because most people type more than a name, or other words than ours.
That is how much of what was asked for stands in how good a place (title, other titles, hidden words, skills
and subjects, text), rarer words counting for more; and how like one of their names is to it. In a name, the
word that says what kind of job it is counts for more. Then careers that hold the words in the reader's own
language, then the reader's alphabet.

Careers that hold only some of the words, and are not nearly called so, come after all those. A word that no
career holds counts for nobody.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from .asked import BEGINS, HALF_TYPED, PUT_RIGHT, WHOLE, Asked, Met
from .engines import HIDDEN_WORDS, NAMES, OTHER_TITLES, PLACES, TITLE

# How a word is met in one career: a bit for every way in every place, the best place lowest.
_WAYS = PUT_RIGHT + 1
_MET_IN_PLACE = [((1 << _WAYS) - 1) << place * _WAYS for place in range(len(PLACES))]
_MET_SO_FAR = [(1 << (place + 1) * _WAYS) - 1 for place in range(len(PLACES))]
_MET = [sum(1 << place * _WAYS + way for place in range(len(PLACES))) for way in range(_WAYS)]

# What a word counts for by where it stands, and by how it is met.
_PLACE_WEIGHTS = (3.0, 2.5, 2.2, 1.4, 1.0)
_WAY_WEIGHTS = (1.0, 0.8, 0.6)

# How near a name comes to what was asked for.
SAME, STARTS, HOLDS, SCATTERED = range(4)
# The group of careers that hold only some of the words.
SOME = 2

# What the likeness of a name counts for beside the words' places, by where the name stands.
_LIKENESS_WEIGHTS = (3.0, 2.85, 2.7)
# What the word counts for that says what kind of job a name is, beside the others.
_KIND = 1.5
# What of a name must have been asked for, to be nearly called so.
_NEARLY = 0.65


@dataclass
class Holdings:
    """Which careers hold which words, and how: by listing, for each word the bits above."""

    words: int
    met: dict[int, list[int]] = field(default_factory=dict)
    own: dict[int, list[int]] = field(default_factory=dict)
    """The same in the reader's own language."""
    other: dict[int, list[int]] = field(default_factory=dict)
    """The same in the other."""
    anyhow: list[int] = field(init=False)
    """The same for all careers taken together."""

    def __post_init__(self) -> None:
        self.anyhow = [0] * self.words

    def add(self, listing: int, number: int, place: int, way: int, *, own: bool) -> None:
        bit = 1 << place * _WAYS + way
        if listing not in self.met:
            for held in (self.met, self.own, self.other):
                held[listing] = [0] * self.words
        self.met[listing][number] |= bit
        self.anyhow[number] |= bit
        (self.own if own else self.other)[listing][number] |= bit

    def held(self) -> set[int]:
        """The words that some career holds in any way."""
        return self._among(~0)

    def shown(self) -> set[int]:
        """The words that some career shows whole: not half typed, nor in hidden words alone."""
        return self._among(_MET[WHOLE] & ~_MET_IN_PLACE[HIDDEN_WORDS])

    def typed(self) -> set[int]:
        """The words that stand somewhere as they were typed."""
        return self._among(_MET[WHOLE])

    def needed(self) -> set[int]:
        """The words that a career must hold to hold every word.

        A word that nobody knows may be a slip, or the name of a place. Put right to a word that no title has
        it is no more than a guess: it may add to a career and decides nothing.
        """
        sure = ~_MET[PUT_RIGHT] | _MET_IN_PLACE[TITLE] | _MET_IN_PLACE[OTHER_TITLES]
        return self._among(sure) or self.held()

    def _among(self, bits: int) -> set[int]:
        return {number for number, met in enumerate(self.anyhow) if met & bits}

    def better_put_right(self, listing: int, number: int) -> bool:
        """Whether a reader would know a career's word rather as it was put right.

        So it is where the career holds it in no other way, or in hidden words and the other in a title.
        """
        met = self.met[listing][number]
        in_title = met & _MET[PUT_RIGHT] & (_MET_IN_PLACE[TITLE] | _MET_IN_PLACE[OTHER_TITLES])
        unseen = not met & ~_MET[PUT_RIGHT] & ~_MET_IN_PLACE[HIDDEN_WORDS]
        return unseen and bool(in_title or not met & ~_MET[PUT_RIGHT])

    def any_whole(self) -> bool:
        """Whether some career shows a reader every word: what stands in hidden words may be a slip."""
        seen = ~_MET_IN_PLACE[HIDDEN_WORDS]
        return any(all(bits & seen for bits in met) for met in self.met.values())

    def hides_all(self, listing: int) -> bool:
        """Whether this career has every word among its hidden words."""
        return all(bits & _MET_IN_PLACE[HIDDEN_WORDS] for bits in self.met.get(listing, (0,)))


class Standing(NamedTuple):
    """How a career holds the words, before its names are compared with what was asked for."""

    whole: bool
    """Every word that is needed."""
    place: int
    """The furthest place that is needed for that."""
    way: int
    worth: float
    """What its words count for, each by its best place: from 0 to what a title counts for."""
    own: bool
    named_own: tuple[int, ...]
    """The places of names that hold any of the words, in the reader's own language."""
    named_other: tuple[int, ...]
    """The same in the other."""


def rarities(holdings: Holdings) -> dict[int, float]:
    """What each word counts for that some career holds."""
    found = len(holdings.met)
    holders = {number: sum(bool(met[number]) for met in holdings.met.values()) for number in holdings.held()}
    return {number: math.log((found + 1) / holders[number]) + 0.1 for number in sorted(holders)}


def standings(holdings: Holdings, rarity: Mapping[int, float]) -> dict[int, Standing]:
    """How each career holds the words."""
    needed = holdings.needed()
    # Among thousands of careers there are few ways to hold the words.
    known: dict[tuple[int, ...], Standing] = {}
    found_standings = {}
    for listing, met in holdings.met.items():
        own, other = holdings.own[listing], holdings.other[listing]
        way = (*own, *other)
        if way not in known:
            known[way] = _standing(met, own, other, rarity, needed)
        found_standings[listing] = known[way]
    return found_standings


def _standing(
    met: list[int], own: list[int], other: list[int], rarity: Mapping[int, float], needed: set[int]
) -> Standing:
    worth, furthest = 0.0, 0
    for number, weight in rarity.items():
        if bits := met[number]:
            place = ((bits & -bits).bit_length() - 1) // _WAYS
            worth += weight * _PLACE_WEIGHTS[place] * _WAY_WEIGHTS[_way(bits & _MET_IN_PLACE[place])]
            if number in needed:
                furthest = max(furthest, place)
    so_far = _MET_SO_FAR[furthest]
    return Standing(
        whole=all(met[number] for number in needed),
        place=furthest,
        way=max((_way(met[number] & so_far) for number in needed if met[number]), default=WHOLE),
        worth=worth / sum(rarity.values()),
        own=all(own[number] & so_far for number in needed if met[number]),
        named_own=_named(own),
        named_other=_named(other),
    )


def _named(met: list[int]) -> tuple[int, ...]:
    return tuple(place for place in NAMES if any(bits & _MET_IN_PLACE[place] for bits in met))


def _way(bits: int) -> int:
    return next(way for way in range(_WAYS) if bits & _MET[way])


# Where there is no such name: behind every class.
_NONE = (HOLDS + len(NAMES), 0)


class Likeness(NamedTuple):
    """How like a career's names are to what was asked for."""

    near: int = SCATTERED
    """The nearest name in the furthest place that holds a word needed: SAME, STARTS, HOLDS or SCATTERED."""
    whole: tuple[int, int] = _NONE
    """The class of the best name that is meant by whole words, and how near it comes."""
    worth: float = 0.0
    nearly: bool = False
    """Whether most of some name was asked for."""
    goes_on: int = len(NAMES)
    """The best place of a name that goes on with the last word, which would say nothing; last for none."""

    def or_better(self, other: "Likeness") -> "Likeness":
        return Likeness(
            min(self.near, other.near),
            min(self.whole, other.whole),
            max(self.worth, other.worth),
            self.nearly or other.nearly,
            min(self.goes_on, other.goes_on),
        )


NOT_LIKE = Likeness()


class _Name(NamedTuple):
    """How like one name is to what was asked for, wherever it stands."""

    near: int
    holds: bool
    """Whether it holds every word whole."""
    is_called: bool
    """Whether it holds nothing else either, but for the word that says what kind of job it is."""
    worth: float
    nearly: bool
    goes_on: bool


def likeness_in(
    language: str, asked: Asked, rarity: Mapping[int, float], needed: Sequence[int]
) -> Callable[[Sequence[str], Iterable[int], int], Likeness]:
    """Tells how like a career's names in one language are.

    It is given the names (by place, a name a line, its words folded), the places that hold any of the
    words, and the furthest place needed.
    """
    met_by = asked.sought(language).met_by
    # One letter is no short form.
    are_words = all(len(asked.words[number]) > 1 for number in needed)

    # Among thousands of names there are few ways to hold the words.
    @cache
    def of_name(met: tuple[Met, ...]) -> _Name:
        numbers, kind = _numbers(met), _kind(met, language)
        holds = {number for here in met for number, way in here if way == WHOLE}.issuperset(needed)
        is_called = holds and are_words and all(_is_told(here) for n, here in enumerate(met) if n != kind)
        goes_on = HALF_TYPED in numbers and len(numbers) > 1
        return _Name(_nearness(needed, met), holds, is_called, *_likeness(met, rarity, language), goes_on)

    def of_names(names: Sequence[str], places: Iterable[int], furthest: int) -> Likeness:
        near, whole, worth, nearly, goes_on = NOT_LIKE
        for place in places:
            likes = {of_name(tuple(map(met_by, name.split()))) for name in names[place].split("\n")}
            if place == furthest:
                near = min(like.near for like in likes)
            for like in likes:
                if like.is_called or (like.holds and place != HIDDEN_WORDS):
                    whole = min(whole, _class(place, like.near))
            worth = max(worth, _LIKENESS_WEIGHTS[place] * max(like.worth for like in likes))
            nearly = nearly or any(like.nearly for like in likes)
            if any(like.goes_on for like in likes):
                goes_on = min(goes_on, place)
        return Likeness(near, whole, worth, nearly, goes_on)

    return of_names


def _class(place: int, near: int) -> tuple[int, int]:
    """Which of the five classes a name is of, and how near it comes within that."""
    return (near, 0) if place == TITLE else (HOLDS + place, near)


def _kind(name: Sequence[Met], language: str) -> int | None:
    """Which word says what kind of job a name is: the last of an English one, the first of a Welsh one."""
    if len(name) < 2:
        return None
    return len(name) - 1 if language == "en" else 0


def _is_told(met: Met) -> bool:
    """Whether a word of a name was asked for: more than half typed."""
    return any(number != HALF_TYPED for number, _way in met)


def _nearness(numbers: Sequence[int], met: Sequence[Met]) -> int:
    """How near a name comes to those words that were asked for. `met`: for each of its words, which it is."""
    ways = []
    for number, here in zip(numbers, map(dict, met), strict=False):
        if number not in here:
            break
        ways.append(here[number])
    if len(ways) == len(numbers):
        return SAME if len(met) == len(numbers) and BEGINS not in ways else STARTS
    return HOLDS if _numbers(met).issuperset(numbers) else SCATTERED


def _likeness(met: Sequence[Met], rarity: Mapping[int, float], language: str) -> tuple[float, bool]:
    """The harmonic mean of how much of a name was asked for and how much of what was asked for it holds."""
    kind = _kind(met, language)
    weights = [_KIND if n == kind else 1 for n in range(len(met))]
    told = sum(weight for weight, here in zip(weights, met, strict=True) if here)
    if not told:
        return 0.0, False
    of_name = told / sum(weights)
    of_asked = sum(rarity.get(number, 0.0) for number in _numbers(met)) / sum(rarity.values())
    words = sum(map(_is_told, met))
    nearly = words / len(met) >= _NEARLY and (words > 1 or len(met) == 1)
    return 2 * of_name * of_asked / (of_name + of_asked), nearly


def _numbers(met: Iterable[Met]) -> set[int]:
    return {number for here in met for number, _way in here}


def rank(standing: Standing, like: Likeness, alphabet: tuple[str, str]) -> tuple:
    """What careers are sorted by; the first figure of those that hold only some of the words is 2."""
    own = (not standing.own, alphabet)
    if like.whole != _NONE:
        return (0, 0, *like.whole, like.goes_on, -round(standing.worth, 6), *own)
    if standing.whole and like.near != SCATTERED:
        name_class, near = _class(standing.place, like.near)
        return (0, 1, name_class, standing.way, near, like.goes_on, -round(standing.worth, 6), *own)
    group = 1 if standing.whole or like.nearly else SOME
    return (group, -round(standing.worth + like.worth, 6), *own)
