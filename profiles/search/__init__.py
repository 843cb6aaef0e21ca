"""Search: the careers that a reader's words mean, the best first.

Published editions are made into entries (`entries`), whose words the database keeps in its own full-text
index (`engines`). A visitor's words (`asked`, and `spelling` for those that nobody has) are looked for there;
which careers come first is `ranking`'s, and why each was found is `reasons`'.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from profiles.languages import LANGUAGES
from profiles.models import Listing

from .asked import PUT_RIGHT, Asked, Correction, Sought, as_words, read
from .careers import Careers
from .engines import HIDDEN_WORDS
from .ranking import NOT_LIKE, SOME, Holdings, Likeness, likeness_in, rank, rarities, standings
from .reasons import Cut, Reason, reasons_of
from .spelling import corrections
from .words import parts_of, written_words

__all__ = ["Cut", "Found", "Reason", "find"]


@dataclass(frozen=True)
class Found:
    """What was found for some words: all of it, in order, without a query more for each."""

    order: tuple[int, ...]
    """The listings' primary keys, the best first."""
    meant: str = ""
    """'Did you mean': the words as the site knows them, where some were not known as typed."""
    whole: int = 0
    """How many, from the first, hold all the words that any career holds, or are nearly called by them."""
    asked: Asked = field(default_factory=lambda: Asked([]), repr=False)
    language: str = "en"

    def reasons(self, listings: Iterable[Listing]) -> dict[int, tuple[Reason, ...]]:
        """Why each of these was found, by primary key. One query for all."""
        wanted = [listing.pk for listing in listings]
        return reasons_of(self.asked, wanted, self.language) if wanted and self.asked.words else {}


def find(text: str, language: str) -> Found:
    """The careers that `text` means to a reader of this language. Anything at all may have been typed."""
    asked = read(text)
    if not asked.words:
        return Found(())
    careers, holdings = Careers(language), Holdings(len(asked.words))
    for number, way, listing, place, own in careers.holding(asked.questions()):
        holdings.add(listing, number, place, way, own=own)

    # Where no career holds every word: those that nobody shows a reader.
    known = holdings.any_whole() or _is_hidden_name(asked, holdings, careers)
    wrong = set() if known else set(range(len(asked.words))) - holdings.shown()
    holders = _correct(asked, wrong, holdings, careers) if wrong else {}

    order, whole = _ordered(asked, holdings, careers)
    return Found(order, _meant(text, asked, holdings, holders, order), whole, asked, language)


def _is_hidden_name(asked: Asked, holdings: Holdings, careers: Careers) -> bool:
    """Whether some career's hidden words have all this as one name. A word alone must be all of the name."""
    numbers = set(range(len(asked.words)))
    # Not those that `asked` keeps: they are made once, when it is known what is put right.
    sought = {language: Sought(asked, language) for language in LANGUAGES}
    for entry in careers.entries.values():
        if holdings.hides_all(entry.listing):
            for name in entry.names[HIDDEN_WORDS].split("\n"):
                words = name.split()
                met = {number for word in words for number, _way in sought[entry.language].met_by(word)}
                if met >= numbers and (len(numbers) > 1 or len(words) == 1):
                    return True
    return False


def _correct(
    asked: Asked, wrong: set[int], holdings: Holdings, careers: Careers
) -> dict[tuple[int, Correction], set[int]]:
    """Look for what these words may have been meant for. Gives who holds each."""
    asked.corrections = corrections(asked, wrong, holdings.typed(), careers.language)
    holders: dict[tuple[int, Correction], set[int]] = {}
    for number, correction, listing, place, own in careers.holding(asked.corrected_questions()):
        holdings.add(listing, number, place, PUT_RIGHT, own=own)
        holders.setdefault((number, correction), set()).add(listing)
    return holders


def _ordered(asked: Asked, holdings: Holdings, careers: Careers) -> tuple[tuple[int, ...], int]:
    """All that was found, the best first, and how many of it are whole."""
    rarity, needed = rarities(holdings), sorted(holdings.needed())
    standing = standings(holdings, rarity)
    like = {language: likeness_in(language, asked, rarity, needed) for language in LANGUAGES}
    likenesses: dict[int, Likeness] = {}
    alphabet = {}
    for entry in careers.entries.values():
        held = standing.get(entry.listing)
        if held is None:
            continue
        alphabet[entry.listing] = entry.alphabet, entry.key
        if places := held.named_own if entry.language == careers.language else held.named_other:
            found = like[entry.language](entry.names, places, held.place)
            likenesses[entry.listing] = found.or_better(likenesses.get(entry.listing, NOT_LIKE))
    ranked = sorted(
        (rank(held, likenesses.get(pk, NOT_LIKE), alphabet[pk]), pk) for pk, held in standing.items()
    )
    return tuple(pk for _rank, pk in ranked), sum(rank[0] != SOME for rank, _pk in ranked)


def _meant(
    text: str,
    asked: Asked,
    holdings: Holdings,
    holders: dict[tuple[int, Correction], set[int]],
    order: tuple[int, ...],
) -> str:
    """What was typed with the words put right that the first career is found by."""
    instead = {}
    for number in asked.corrections.keys() & holdings.needed():
        for correction in asked.corrections[number]:
            holds = order and order[0] in holders.get((number, correction), ())
            if holds and correction.written and holdings.better_put_right(order[0], number):
                instead[asked.words[number]] = correction.written
                break
    if not instead:
        return ""
    words = []
    for _start, written in written_words(as_words(text)):
        parts = parts_of(written)
        for begin, end, word in reversed(parts):
            if word in instead:
                written = written[:begin] + instead[word] + written[end:]
        words.append(written)
    return " ".join(words)
