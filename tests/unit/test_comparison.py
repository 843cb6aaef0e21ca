"""Careers side by side: what is the same, what differs, and what is not known."""

import pytest

from profiles.comparison import Row, compare
from profiles.content.schema import Pair
from profiles.reading import Career, Directory
from tests.builders import make_directory, make_profile_document, pair

SKILLS = {"listening": "Listening", "numbers": "Working with numbers", "driving": "Driving"}
DIRECTORY = Directory(
    make_directory(skills=[{"key": key, "name": pair(name)} for key, name in SKILLS.items()]), {}, 1, 1
)


def career(key: str, **overrides) -> Career:
    document = make_profile_document(key=key, **overrides)
    return Career(document, {}, 1, None, DIRECTORY, {})


def row(title: str, *careers: Career) -> Row:
    [found] = [row for row in compare(careers).rows if row.title == title]
    return found


def titles(*careers: Career) -> list[str]:
    return [row.title for row in compare(careers).rows]


def said(row: Row) -> list[list[str]]:
    """What each cell says, in words."""
    return [[one.words or str(one.text) for one in cell.told] or [cell.nothing] for cell in row.cells]


def skills(*keys: str) -> dict:
    return {"skills": [{"key": key, "sources": ["prospects"]} for key in keys]}


def starting(**amounts) -> dict:
    band = {"key": "starting", "level": "starting", "source": "prospects", **amounts}
    return {"pay_bands": [band]}


def test_two_careers_that_say_the_same_differ_in_nothing():
    comparison = compare([career("a"), career("b")])

    assert [row.title for row in comparison.rows if not row.is_same] == []
    assert comparison.same == len(comparison.rows)


CHANGED = {
    "In a sentence": {"standfirst": pair("You run two shops.", "Chi sy’n rhedeg dwy siop.")},
    "Starting pay, a year": starting(low=21000, high=29000),
    "Senior pay, a year": starting(low=21000, high=28000),
    "Hours": {"hours": [{"key": "a", "pattern": "weekends", "text": pair("A"), "sources": ["prospects"]}]},
    "Hours a week": {
        "hours": [
            {
                "key": "a",
                "pattern": "shifts",
                "text": pair("A"),
                "weekly_low": 38,
                "sources": ["prospects"],
            }
        ]
    },
    "Ways in": {"routes": []},
    "Often asked for": {
        "key_facts": [
            {"key": "asked", "kind": "asked-for", "value": pair("A degree"), "sources": ["prospects"]}
        ]
    },
    "Skills named for this one only": skills("numbers"),
    "Welsh at work": {"welsh_at_work": "essential"},
    "Jobs at a similar level": {
        "related": [{"key": "cook", "title": pair("Cook"), "relation": "similar", "text": pair("A")}]
    },
    "Where it leads": {
        "related": [{"key": "cook", "title": pair("Cook"), "relation": "leads-on", "text": pair("A")}]
    },
    "Job area": {"areas": ["nowhere"]},
}


@pytest.mark.parametrize("title", CHANGED)
def test_a_row_differs_where_one_career_says_something_else(title):
    assert not row(title, career("a"), career("b"), career("c", **CHANGED[title])).is_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (starting(low=21000, high=28000), starting(low=21000, high=28000, source="careers-wales")),
        (starting(low=21000, high=28000), starting(low=21000, high=28000, dated="2024")),
        (starting(low=21000, high=28000), starting(low=21000, high=28000, nation="wales")),
        (starting(low=21000, high=28000), starting(low=21000, high=28000, full_time=False)),
        (starting(low=21000, high=28000), starting(low=21000, high=28000, note=pair("A guide."))),
        (starting(low=21000, high=28000), starting(low=21000, can_exceed=28000)),
        (starting(low=21000), starting(high=21000)),
        (starting(low=21000), {"pay_bands": []}),
    ],
)
def test_pay_is_the_same_only_where_all_that_is_shown_is(one, other):
    assert not row("Starting pay, a year", career("a", **one), career("b", **other)).is_same


def test_the_order_in_which_sources_speak_makes_no_difference():
    bands = [
        {"key": "a", "level": "starting", "low": 21000, "source": "prospects"},
        {"key": "b", "level": "starting", "low": 22000, "source": "careers-wales"},
    ]

    assert row(
        "Starting pay, a year", career("a", pay_bands=bands), career("b", pay_bands=bands[::-1])
    ).is_same


def test_a_text_that_differs_in_one_language_only_differs():
    one, other = pair("Shifts", "Sifftiau"), pair("Shifts", "Gwaith sifft")

    assert not row("In a sentence", career("a", standfirst=one), career("b", standfirst=other)).is_same


def test_pay_that_is_not_known_is_said_once_for_all_stages():
    nothing = [career("a", pay_bands=[]), career("b", pay_bands=[])]
    pay = [title for title in titles(*nothing) if "pay" in title.lower()]

    assert pay == ["Starting pay, a year"]
    assert [cell.nothing for cell in row(pay[0], *nothing).cells] == ["Not known", "Not known"]
    assert row(pay[0], *nothing).is_same


def test_sources_are_never_joined():
    bands = [
        {"key": "a", "level": "starting", "low": 21000, "high": 28000, "source": "prospects"},
        {"key": "b", "level": "starting", "low": 20000, "high": 23000, "source": "careers-wales"},
    ]
    amounts = row("Starting pay, a year", career("a", pay_bands=bands), career("b")).cells[0].told

    assert [(str(one.source), one.words, one.dated) for one in amounts] == [
        ("Prospects", "£21,000 to £28,000", ""),
        ("Careers Wales", "£20,000 to £23,000", "January 2023"),
    ]
    assert [(bar.left, bar.width) for one in amounts for bar in one.bars] == [("12%", "14%"), ("10%", "6%")]


def test_a_source_has_the_same_yarn_in_every_column_and_row():
    first = starting(low=21000, source="careers-wales")
    second = starting(low=21000)
    comparison = compare([career("a", **first), career("b", **second), career("c")])
    yarns = {
        (str(one.source), one.yarn)
        for row in comparison.rows
        if row.is_pay
        for cell in row.cells
        for one in cell.told
    }

    assert yarns == {("Careers Wales", "a"), ("Prospects", "b")}


def test_hourly_pay_stands_apart_and_off_the_scale():
    hourly = starting(low=13, high=15, period="hour")
    [amount] = row("Pay by the hour", career("a", **hourly), career("b")).cells[0].told

    assert (amount.words, amount.bars) == ("£13 to £15 an hour", ())


def test_a_remark_on_several_figures_is_said_once():
    note = pair("A guide only.")
    bands = [
        {"key": level, "level": level, "low": 21000, "source": "prospects", "note": note}
        for level in ("starting", "experienced")
    ]
    told = compare([career("a", pay_bands=bands), career("b")])

    assert said(row("What the sources say of their figures", *told.careers)) == [["A guide only."], ["–"]]
    assert all(one.note is None for one in row("Starting pay, a year", *told.careers).cells[0].told)


def test_skills_are_told_apart_by_how_many_name_them():
    three = [
        career("a", **skills("listening", "numbers")),
        career("b", **skills("listening", "numbers", "driving")),
        career("c", **skills("listening")),
    ]

    assert said(row("Skills named for all of them", *three)) == [["Listening"]]
    assert said(row("Skills named for some of them", *three)) == [
        ["Working with numbers"],
        ["Working with numbers"],
        ["None"],
    ]
    assert said(row("Skills named for this one only", *three)) == [["None"], ["Driving"], ["None"]]
    assert row("Skills named for all of them", *three).is_same


def test_a_career_whose_skills_are_not_known_lacks_none():
    known = [career("a", **skills("listening")), career("b", **skills("listening"))]
    three = [*known, career("c", skills=[])]

    assert "Skills named for all of them" not in titles(*three)
    assert said(row("Skills named for some of them", *three))[2] == ["Not known"]
    assert said(row("Skills named for this one only", *three))[2] == ["Not known"]


def test_of_two_careers_there_is_no_some():
    assert "Skills named for some of them" not in titles(career("a"), career("b"))


def test_what_a_document_does_not_say_is_not_known():
    empty = career(
        "a", key_facts=[], hours=[], routes=[], welsh_at_work="not-known", welsh_note=pair(), steps=[],
        moves=[], related=[], skills=[],
    )  # fmt: skip
    rows = {row.title: row for row in compare([empty, career("b")]).rows}

    for title in ("Hours", "Hours a week", "Ways in", "Often asked for", "Welsh at work", "Where it leads"):
        assert said(rows[title])[0] == ["Not known"], title
    assert said(rows["Welsh at work"])[1] == ["Welsh can be an advantage"]


def test_each_pattern_of_hours_names_everyone_who_says_so():
    hours = [
        {"key": "a", "pattern": "shifts", "text": pair("A"), "sources": ["prospects"]},
        {"key": "b", "pattern": "shifts", "text": pair("B"), "sources": ["careers-wales"]},
        {"key": "c", "pattern": "office-hours", "text": pair("C"), "sources": ["prospects"]},
    ]
    told = row("Hours", career("a", hours=hours, key_facts=[]), career("b")).cells[0].told

    assert [(line.words, [str(name) for name in line.sources]) for line in told] == [
        ("Office hours", ["Prospects"]),
        ("Shifts", ["Prospects", "Careers Wales"]),
    ]


def test_where_it_leads_is_what_comes_after_and_not_what_came_before():
    steps = [
        {"key": "assistant", "title": pair("Assistant")},
        {"key": "manager", "title": pair("Manager"), "profile": "a"},
        {"key": "director", "title": pair("Director")},
        {"key": "trainer", "title": pair("Trainer")},
    ]
    moves = [
        {"key": "1", "start": "assistant", "to": "manager", "sources": ["prospects"]},
        {"key": "2", "start": "manager", "to": "director", "sources": ["prospects"]},
        {"key": "3", "start": "manager", "to": "trainer", "kind": "sideways", "sources": ["careers-wales"]},
    ]
    related = [
        {"key": "buyer", "title": pair("Buyer"), "relation": "leads-on", "text": pair("A")},
        {"key": "cook", "title": pair("Cook"), "relation": "leads-here", "text": pair("A")},
    ]
    told = row("Where it leads", career("a", steps=steps, moves=moves, related=related), career("b"))

    assert [(str(line.text), line.remark, line.is_ours) for line in told.cells[0].told] == [
        ("Director", "", False),
        ("Trainer", "Sideways", False),
        ("Buyer", "", True),
    ]


def test_without_a_line_on_the_label_the_short_answer_says_what_is_asked_for():
    sections = [
        {"key": "qualifications", "title": pair("Qualifications"), "answer": pair("GCSEs, often.")},
    ]

    assert said(row("Often asked for", career("a", sections=sections), career("b"))) == [
        ["GCSEs, often."],
        ["Not known"],
    ]


def test_every_source_that_is_named_is_listed():
    assert [source.key for source in compare([career("a"), career("b")]).sources] == [
        "prospects",
        "careers-wales",
    ]
    assert Pair(en="You run a shop.", cy="Chi sy’n rhedeg siop.") in compare([career("a"), career("b")]).texts
