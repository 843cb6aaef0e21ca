"""Pay in words: amounts, bands, and whether a full-time figure is under the legal minimum.

Amounts are pounds, whole, as the source gives them. Sources are never joined.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from profiles.content.schema import MinimumWage, Pair, PayBand, Profile

WEEKS_A_YEAR = 52


def pounds(amount: int | Decimal) -> str:
    """
    >>> pounds(21000), pounds(Decimal("12.71"))
    ('£21,000', '£12.71')
    """
    return f"£{amount:,}"


def band_in_words(band: PayBand) -> str:
    """A band as a reader reads it: £21,000 to £28,000; more than £60,000."""
    low, high, over = band.low, band.high, band.can_exceed
    if band.kind == "average" and low is not None and high is None:
        return _("%(amount)s on average") % {"amount": pounds(low)}
    if band.kind == "median" and low is not None and high is None:
        return _("%(amount)s (median)") % {"amount": pounds(low)}
    if low is not None and high is not None and low != high:
        words = _("%(low)s to %(high)s") % {"low": pounds(low), "high": pounds(high)}
    elif low is not None and high is not None:
        words = pounds(low)
    elif low is not None:
        words = _("from %(low)s") % {"low": pounds(low)}
    elif high is not None:
        words = _("up to %(high)s") % {"high": pounds(high)}
    else:
        return _("can exceed %(amount)s") % {"amount": pounds(over)}
    if over is not None:
        words = _("%(range)s; can exceed %(amount)s") % {"range": words, "amount": pounds(over)}
    return words


def starting_pay(profile: Profile) -> list[PayBand]:
    """What is said in a line of a career's pay: each source's figures for starting out, a year."""
    return [band for band in profile.pay_bands if band.level == "starting" and band.period == "year"]


def told_apart(bands: Iterable[PayBand]) -> dict[str, Pair]:
    """What tells apart the figures of a source that has several, where notes are not shown whole: band key to
    how its note opens, such as 'Graduate trainee'."""
    bands = list(bands)
    figures = Counter(band.source for band in bands)
    openings = {
        band.key: Pair(en=_opening(band.note.en), cy=_opening(band.note.cy))
        for band in bands
        if band.note and figures[band.source] > 1
    }
    said = Counter((band.source, openings[band.key]) for band in bands if band.key in openings)
    return {
        band.key: openings[band.key]
        for band in bands
        # What a source says of several figures tells none of them apart.
        if band.key in openings and said[band.source, openings[band.key]] == 1
    }


def _opening(note: str) -> str:
    """
    >>> _opening("Graduate trainee. A guide only."), _opening("Manager: £45,000.50 or more")
    ('Graduate trainee', 'Manager: £45,000.50 or more')
    """
    return note.partition(". ")[0].removesuffix(".")


def lowest(band: PayBand) -> int | None:
    """The amount a band begins at, in pounds. What pay 'can exceed' is no beginning."""
    return band.low if band.low is not None else band.high


def current_minimum(wages: Iterable[MinimumWage], today: date) -> MinimumWage | None:
    """The legal minimum that applies today: the newest of those in force."""
    in_force = [wage for wage in wages if wage.applies_from <= today]
    return max(in_force, key=lambda wage: wage.applies_from, default=None)


def year_at_minimum(wage: MinimumWage) -> int:
    """A full-time year at the legal minimum, in whole pounds, for the shortest week we call full time."""
    return int(wage.hourly * wage.weekly_hours * WEEKS_A_YEAR)


def below_minimum_in_words(band: PayBand, wage: MinimumWage | None) -> str:
    """The short notice that stands beside a figure that begins under the legal minimum, or nothing."""
    if not is_below_minimum(band, wage):
        return ""
    if band.low is not None and band.high is not None and band.high > band.low:
        return _("The lower end is under the legal minimum for full-time work.")
    return _("This is under the legal minimum for full-time work.")


def is_below_minimum(band: PayBand, wage: MinimumWage | None) -> bool:
    """Whether a full-time band begins under what the legal minimum comes to in a year, or an hour."""
    if wage is None or not band.full_time:
        return False
    begins = lowest(band)
    if begins is None:
        return False
    return begins < (wage.hourly if band.period == "hour" else year_at_minimum(wage))
