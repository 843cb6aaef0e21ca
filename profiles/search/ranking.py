"""The order of what was found: one rule, the same whatever database answered.

Careers that hold every word come first, however each word is met. They stand in seven classes: the title
is what was asked for; begins with it; has all its words; then those that need the other titles for some word;
the hidden words; the skills and subjects; the text. A career's class is the best whose places, with the
better ones, hold all the words. A word that no career holds counts for nobody. Within a class:

1. words met whole (in any of their forms), before words met by how they begin, before words put right;
2. among other titles and hidden words, a name that is what was asked for, begins with it or holds all of it,
   before words gathered from several;
3. words that stand in better places, the rarer counting for more;
4. careers that hold them all in the reader's own language;
5. the reader's alphabet.

Careers that hold only some of the words come after all those, by how many, where, and how rare they are.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .asked import BEGINS, PUT_RIGHT, WHOLE, Asked
from .engines import HIDDEN_WORDS, OTHER_TITLES, PLACES, TEXT, TITLE

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


@dataclass
class Holdings:
    """Which careers hold which words, and how: by listing, for each word the bits above."""

    words: int
    met: dict[int, list[int]] = field(default_factory=dict)
    own: dict[int, list[int]] = field(default_factory=dict)
    """The same in the reader's own language."""
    anyhow: list[int] = field(init=False)
    """The same for all careers taken together."""

    def __post_init__(self) -> None:
        self.anyhow = [0] * self.words

    def add(self, listing: int, number: int, place: int, way: int, *, own: bool) -> None:
        bit = 1 << place * _WAYS + way
        if listing not in self.met:
            self.met[listing] = [0] * self.words
            self.own[listing] = [0] * self.words
        self.met[listing][number] |= bit
        self.anyhow[number] |= bit
        if own:
            self.own[listing][number] |= bit

    def held(self) -> set[int]:
        """The words that some career holds in any way."""
        return self._among(~0)

    def shown(self) -> set[int]:
        """The words that some career shows whole: not half typed, nor in hidden words alone."""
        return self._among(_MET[WHOLE] & ~_MET_IN_PLACE[HIDDEN_WORDS])

    def needed(self) -> set[int]:
        """The words that a career must hold to hold every word.

        A word that nobody knows may be a slip or a name. Put right to a word of texts alone it is no more
        than a guess: it may add to a career and decides nothing.
        """
        return self._among(~(_MET_IN_PLACE[TEXT] & _MET[PUT_RIGHT])) or self.held()

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
        """Whether some career holds every word."""
        return any(all(met) for met in self.met.values())


@dataclass(frozen=True)
class Standing:
    """A career before its names are compared with what was asked for."""

    whole: bool
    place: int
    way: int
    score: float
    own: bool


def standings(holdings: Holdings) -> dict[int, Standing]:
    """How each career holds the words."""
    needed, found = holdings.needed(), len(holdings.met)
    holders = {number: sum(bool(met[number]) for met in holdings.met.values()) for number in holdings.held()}
    rarity = {number: math.log((found + 1) / holders[number]) + 0.1 for number in sorted(holders)}
    # Among thousands of careers there are few ways to hold the words.
    known: dict[tuple[int, ...], Standing] = {}
    found_standings = {}
    for listing, met in holdings.met.items():
        own = holdings.own[listing]
        way = (*met, *own)
        if way not in known:
            known[way] = _standing(met, own, rarity, needed)
        found_standings[listing] = known[way]
    return found_standings


def _standing(met: list[int], own: list[int], rarity: dict[int, float], needed: set[int]) -> Standing:
    score, furthest = 0.0, 0
    for number, weight in rarity.items():
        if bits := met[number]:
            place = ((bits & -bits).bit_length() - 1) // _WAYS
            score += weight * _PLACE_WEIGHTS[place] * _WAY_WEIGHTS[_way(bits & _MET_IN_PLACE[place])]
            if number in needed:
                furthest = max(furthest, place)
    so_far = _MET_SO_FAR[furthest]
    return Standing(
        whole=all(met[number] for number in needed),
        place=furthest,
        way=max((_way(met[number] & so_far) for number in needed if met[number]), default=WHOLE),
        score=score,
        own=all(own[number] & so_far for number in needed if met[number]),
    )


def _way(bits: int) -> int:
    return next(way for way in range(_WAYS) if bits & _MET[way])


def nearness(asked: Asked, numbers: Sequence[int], name: Sequence[str], language: str) -> int:
    """How near a name (its words, folded) comes to those words that were asked for."""
    ways = []
    for number, word in zip(numbers, name, strict=False):
        met = asked.met_by(word, language)
        if number not in met:
            break
        ways.append(met[number])
    if len(ways) == len(numbers):
        return SAME if len(name) == len(numbers) and BEGINS not in ways else STARTS
    held = set().union(*(asked.met_by(word, language) for word in name))
    return HOLDS if held.issuperset(numbers) else SCATTERED


def nearest(asked: Asked, numbers: Sequence[int], names: Iterable[str], language: str) -> int:
    near = (nearness(asked, numbers, name.split(), language) for name in names if name)
    return min(near, default=SCATTERED)


def rank(standing: Standing, near: int, alphabet: tuple[str, str]) -> tuple:
    """What careers are sorted by. `near` is for the place that a career needs."""
    score = -round(standing.score, 6)
    end = (score, not standing.own, alphabet)
    if not standing.whole:
        return (1, *end)
    if standing.place == TITLE:
        return (0, min(near, HOLDS), standing.way, 0, *end)
    near = near if standing.place in (OTHER_TITLES, HIDDEN_WORDS) else 0
    return (0, HOLDS + standing.place, standing.way, near, *end)
