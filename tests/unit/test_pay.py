"""Pay in words, and the legal minimum."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from profiles.content.schema import MinimumWage, Pair, PayBand, WebPair
from profiles.pay import band_in_words, current_minimum, is_below_minimum, told_apart, year_at_minimum


def band(**amounts) -> PayBand:
    return PayBand(key="a", level="starting", source="prospects", **amounts)


def wage(hourly: str, applies_from: date) -> MinimumWage:
    return MinimumWage(
        key=f"from-{applies_from.year}",
        hourly=Decimal(hourly),
        applies_from=applies_from,
        weekly_hours=35,
        text=Pair(en="National Living Wage"),
        source="GOV.UK",
        address=WebPair(en="https://www.gov.uk/national-minimum-wage-rates"),
    )


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ({"low": 21000, "high": 28000}, "£21,000 to £28,000"),
        ({"low": 21000, "high": 21000}, "£21,000"),
        ({"low": 21000}, "from £21,000"),
        ({"high": 28000}, "up to £28,000"),
        ({"can_exceed": 60000}, "can exceed £60,000"),
        ({"low": 40000, "high": 50000, "can_exceed": 60000}, "£40,000 to £50,000; can exceed £60,000"),
        ({"low": 40000, "can_exceed": 60000}, "from £40,000; can exceed £60,000"),
        ({"low": 30000, "kind": "median"}, "£30,000 (median)"),
        ({"low": 30000, "kind": "average"}, "£30,000 on average"),
    ],
)
def test_a_band_in_words(amounts, words):
    assert band_in_words(band(**amounts)) == words


def test_a_band_in_welsh():
    with translation.override("cy"):
        assert band_in_words(band(low=21000, high=28000)) == "£21,000 i £28,000"


def test_the_minimum_in_force_is_the_newest_that_has_begun():
    begun = {"12.21": date(2025, 4, 1), "12.71": date(2026, 4, 1), "13.20": date(2027, 4, 1)}
    wages = [wage(hourly, applies_from) for hourly, applies_from in begun.items()]

    assert current_minimum(wages, date(2026, 11, 25)).hourly == Decimal("12.71")
    assert current_minimum(wages, date(2026, 3, 31)).hourly == Decimal("12.21")
    assert current_minimum(wages, date(2020, 1, 1)) is None


def test_a_year_at_the_minimum():
    assert year_at_minimum(wage("12.71", date(2026, 4, 1))) == 23132


@pytest.mark.parametrize(
    ("amounts", "below"),
    [
        ({"low": 21000, "high": 28000}, True),
        ({"low": 23132, "high": 28000}, False),
        ({"high": 23000}, True),
        ({"low": 21000, "full_time": False}, False),
        ({"can_exceed": 20000}, False),
        ({"low": 12, "period": "hour"}, True),
        ({"low": 13, "period": "hour"}, False),
    ],
)
def test_what_is_below_the_minimum(amounts, below):
    assert is_below_minimum(band(**amounts), wage("12.71", date(2026, 4, 1))) is below


def test_without_a_minimum_nothing_is_below_it():
    assert not is_below_minimum(band(low=1), None)


def figure(key: str, note: str = "", source: str = "planit") -> PayBand:
    note = Pair(en=note, cy=note.replace("trainee", "dan hyfforddiant"))
    return PayBand(key=key, level="starting", low=24000, source=source, note=note)


def test_two_figures_of_one_source_are_told_apart_by_how_their_notes_open():
    found = told_apart(
        [
            figure("trainee", "Graduate trainee. A guide only."),
            figure("direct", "Direct entry."),
            figure("other", "Starter. A guide only.", source="prospects"),
        ]
    )

    assert found == {
        "trainee": Pair(en="Graduate trainee", cy="Graduate dan hyfforddiant"),
        "direct": Pair(en="Direct entry", cy="Direct entry"),
    }


def test_what_a_source_says_of_each_of_its_figures_tells_none_apart():
    assert told_apart([figure("a", "A guide only. Old."), figure("b", "A guide only."), figure("c")]) == {}
