"""Search: the careers that a reader's words mean, the best first.

Published editions are made into entries (`entries`), whose words the database keeps in its own full-text
index (`engines`). A visitor's words (`asked`, and `spelling` for those that nobody has) are looked for there;
which careers come first is `ranking`'s, and why each was found is `reasons`'.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from profiles.models import Listing, SearchEntry

from .asked import PUT_RIGHT, Asked, Correction, as_words, read
from .engines import HIDDEN_WORDS, PLACES, ask
from .ranking import SOME, Holdings, Likeness, Standing, likeness, rank, rarities, standings
from .reasons import Cut, Reason, reasons_of
from .spelling import corrections
from .words import parts_of, written_words

__all__ = ["Cut", "Found", "Reason", "find"]

# Above this many careers all are read, and not asked for by number: databases limit how many can be named.
_MANY = 500


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
    holdings = Holdings(len(asked.words))
    questions = list(asked.questions())
    for listing, entry_language, question, place in ask([question for *_, question in questions]):
        number, way, _question = questions[question]
        holdings.add(listing, number, place, way, own=entry_language == language)

    # Where no career holds every word: those that nobody shows a reader.
    wrong = set() if holdings.any_whole() else set(range(len(asked.words))) - holdings.shown()
    holders = _correct(asked, wrong, holdings, language) if wrong else {}

    order, whole = _ordered(asked, holdings, language)
    return Found(order, _meant(text, asked, holdings, holders, order), whole, asked, language)


def _correct(
    asked: Asked, wrong: set[int], holdings: Holdings, language: str
) -> dict[tuple[int, Correction], set[int]]:
    """Look for what these words may have been meant for. Gives who holds each."""
    asked.corrections = corrections(asked, wrong)
    questions = list(asked.corrected_questions())
    holders: dict[tuple[int, Correction], set[int]] = {}
    for listing, entry_language, question, place in ask([question for *_, question in questions]):
        number, correction, _question = questions[question]
        holdings.add(listing, number, place, PUT_RIGHT, own=entry_language == language)
        holders.setdefault((number, correction), set()).add(listing)
    return holders


def _ordered(asked: Asked, holdings: Holdings, language: str) -> tuple[tuple[int, ...], int]:
    rarity = rarities(holdings)
    standing = standings(holdings, rarity)
    likenesses = _likenesses(asked, standing, rarity, sorted(holdings.needed()))
    rows = Listing.objects.filter(pk__in=standing) if len(standing) <= _MANY else Listing.objects.all()
    ranked = sorted(
        (rank(standing[pk], likenesses[pk], (alphabet, key)), pk)
        for pk, alphabet, key in rows.values_list("pk", f"order_{language}", "key")
        if pk in standing
    )
    return tuple(pk for _rank, pk in ranked), sum(rank[0] != SOME for rank, _pk in ranked)


def _likenesses(
    asked: Asked, standing: dict[int, Standing], rarity: dict[int, float], needed: list[int]
) -> defaultdict[int, Likeness]:
    """How like the names of careers are to what was asked for, in either language: by listing."""
    found: defaultdict[int, Likeness] = defaultdict(Likeness)
    named = {pk for pk, held in standing.items() if held.named}
    entries = SearchEntry.objects.all()
    if len(named) <= _MANY:
        entries = entries.filter(listing__in=named)
    for pk, language, *names in entries.values_list("listing_id", "language", *PLACES[: HIDDEN_WORDS + 1]):
        if pk in named:
            found[pk] = found[pk].or_better(likeness(asked, standing[pk], rarity, needed, names, language))
    return found


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
