"""What a translator's file asks for: judged row by row against what the texts say now, then written.

Three things can be meant by a row: a new text, a text that is still right, or nothing. What changed since
the file was made is shown with what it was and what it has become; it is written only where somebody who
has seen that says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from pydantic import ValidationError

from profiles import models, working_copy
from profiles.content import schema
from profiles.content.findings import explain
from profiles.documents import ROWS
from profiles.languages import OTHER
from profiles.prose import prose_findings
from profiles.translators_file import Returned, as_cell
from profiles.waiting_texts import Address, Text, read_texts
from profiles.working_copy import PROFILE, SHARED_LISTS


class Outcome(StrEnum):
    NEW = "new"
    """A text, where there was none or another."""
    CONFIRMED = "confirmed"
    """The translator says that it is still right."""
    UNTOUCHED = "untouched"
    """Out of date, and it came back as it went: right, or not looked at."""
    MEANWHILE = "meanwhile"
    """Somebody changed a side of it since the file was made."""
    REFUSED = "refused"
    NOTHING = "nothing"
    """Empty still, or on the site already."""


# What somebody may choose to write.
OFFERED = (Outcome.NEW, Outcome.CONFIRMED, Outcome.UNTOUCHED, Outcome.MEANWHILE)


@dataclass(frozen=True)
class Verdict:
    """What becomes of one row. `value` is the text as the working copy keeps it."""

    returned: Returned
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    address: Address | None = None
    language: str = ""
    text: Text | None = None
    value: Any = None
    behind: bool = False
    """The other side changed since the file was made, so the text is a translation of what it said then."""

    @property
    def is_offered(self) -> bool:
        return self.outcome in OFFERED

    @property
    def is_ticked(self) -> bool:
        """Whether it is written unless somebody says no."""
        return self.outcome in (Outcome.NEW, Outcome.CONFIRMED)

    @property
    def given(self) -> str:
        return getattr(self.returned, self.language) if self.language else ""

    @property
    def sent_out(self) -> str:
        return getattr(self.returned, f"was_{self.language}") if self.language else ""

    @property
    def now(self) -> str:
        return as_cell(self.text.side(self.language)) if self.text else ""

    @property
    def source(self) -> str:
        return as_cell(self.text.side(OTHER[self.language])) if self.text else ""

    @property
    def source_sent_out(self) -> str:
        return getattr(self.returned, f"was_{OTHER[self.language]}") if self.language else ""

    @property
    def seen(self) -> str:
        """What the texts said when this was judged."""
        return self.text.digest if self.text else ""


def judge(rows: Iterable[Returned], *, lock: bool = False) -> list[Verdict]:
    """What becomes of each row, in a number of queries that does not grow with them.

    With `lock`, the texts stay as they are judged until the transaction ends.
    """
    rows = list(rows)
    places = {row.row: _place(row.address) for row in rows}
    texts = read_texts({place[0] for place in places.values() if place}, lock=lock)
    return [_verdict(row, places[row.row], texts) for row in rows]


def _place(address: str) -> tuple[Address, str] | None:
    """`profile/shop-manager/sections.pay.answer/cy` as the text's address and the side that was wanted."""
    words = address.split("/")
    if len(words) != 4 or words[3] not in schema.LANGUAGES:
        return None
    return Address(*words[:3]), words[3]


def _verdict(row: Returned, place: tuple[Address, str] | None, texts: dict[Address, Text]) -> Verdict:
    def refused(*reasons: str) -> Verdict:
        return Verdict(row, Outcome.REFUSED, reasons)

    if row.fault:
        return refused(row.fault)
    if place is None or row.was_en is None:
        return refused(_("This key is not one that the file went out with."))
    address, language = place
    text = texts.get(address)
    if text is None:
        return refused(_("The text has gone: what it belonged to was taken away."))
    other = OTHER[language]
    verdict = {"address": address, "language": language, "text": text}
    given, was = getattr(row, language), getattr(row, f"was_{language}")
    source, source_was = getattr(row, other), getattr(row, f"was_{other}")
    now, source_now = as_cell(text.side(language)), as_cell(text.side(other))
    if source != source_was:
        words = {
            "en": _("The English was altered in the file: it is changed on its own form, not here."),
            "cy": _("The Welsh was altered in the file: it is changed on its own form, not here."),
        }
        return Verdict(row, Outcome.REFUSED, (words[other],), **verdict)
    if not given:
        if not was:
            return Verdict(row, Outcome.NOTHING, (_("Empty still: it goes on waiting."),), **verdict)
        return Verdict(row, Outcome.REFUSED, (_("The text was emptied: a file takes none away."),), **verdict)
    if given == now and not text.state(language):
        return Verdict(row, Outcome.NOTHING, (_("It is on the site already."),), **verdict)
    value, faults = _checked(text.kind, language, given)
    if faults:
        return Verdict(row, Outcome.REFUSED, tuple(faults), **verdict)
    if given == was and now != was:
        left = _("Somebody else changed this text since, and the file leaves it as it was.")
        return Verdict(row, Outcome.NOTHING, (left,), **verdict)
    changed = []
    if source_now != source_was:
        changed.append(
            {
                "en": _("The English changed since the file was made: the Welsh will go on waiting."),
                "cy": _("The Welsh changed since the file was made: the English will go on waiting."),
            }[other]
        )
    if now not in (was, given):
        changed.append(_("Somebody else changed this text since the file was made."))
    if changed and given == now:
        return Verdict(row, Outcome.NOTHING, tuple(changed), **verdict)
    if changed:
        behind = source_now != source_was
        return Verdict(row, Outcome.MEANWHILE, tuple(changed), **verdict, value=value, behind=behind)
    if given != now:
        return Verdict(row, Outcome.NEW, **verdict, value=value)
    if row.still_right or given != was:
        return Verdict(row, Outcome.CONFIRMED, **verdict, value=value)
    return Verdict(row, Outcome.UNTOUCHED, **verdict, value=value)


def _checked(kind: type[schema.Pair | schema.ListPair], language: str, given: str) -> tuple[Any, list[str]]:
    """A cell's text as the working copy keeps it, and what is wrong with it."""
    said: Any = given
    if issubclass(kind, schema.ListPair):
        said = [line.strip() for line in given.split("\n") if line.strip()]
    try:
        value = getattr(kind.model_validate({language: said}), language)
    except ValidationError as error:
        return None, [explain(one, kind)[1] for one in error.errors(include_url=False)]
    if issubclass(kind, schema.ProsePair):
        found = [
            _("line %(line)s %(what)s") % {"line": line, "what": what} for line, what in prose_findings(value)
        ]
        return value, found
    return (list(value) if isinstance(value, tuple) else value), []


def apply(
    verdicts: Iterable[Verdict], *, by: AbstractBaseUser | None = None, note: str = ""
) -> dict[Outcome, int]:
    """Write what these verdicts offer. Only within the transaction that judged them with a lock.

    Returns how many of each outcome were written.
    """
    written: dict[Outcome, int] = defaultdict(int)
    by_thing: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.is_offered:
            by_thing[verdict.address[:2]].append(verdict)
            written[verdict.outcome] += 1
    for (kind, key), chosen in by_thing.items():
        model = models.Profile if kind == PROFILE else ROWS[SHARED_LISTS[kind]]
        working_copy.translate(
            model.objects.get(key=key),
            {f"{one.address.path}.{one.language}": one.value for one in chosen},
            behind={f"{one.address.path}.{one.language}" for one in chosen if one.behind},
            by=by,
            note=note,
        )
    return dict(written)


def are_as_shown(verdicts: Iterable[Verdict], shown: Mapping[int, str]) -> bool:
    """Whether every row that was chosen is still what was shown: its texts, by row and digest."""
    now = {verdict.returned.row: verdict.seen for verdict in verdicts if verdict.is_offered}
    return all(now.get(row) == seen for row, seen in shown.items())
