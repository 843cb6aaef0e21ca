"""Charts: amounts on the scale, days of a week, and the ladder's graph."""

import pytest

from profiles.charts import ladder, pay_chart, week
from profiles.content.schema import HoursPattern, Move, Pair, PayBand, Step


def band(key="start", *, level="starting", source="prospects", **amounts) -> PayBand:
    return PayBand(key=key, level=level, source=source, **amounts)


def bars(**amounts) -> list[tuple[str, str, bool, bool]]:
    [stage] = pay_chart([band(**amounts)]).stages
    return [(bar.left, bar.width, bar.opens_left, bar.opens_right) for bar in stage.rows[0].bars]


def step(key: str, profile: str = "") -> Step:
    return Step(key=key, title=Pair(en=key), profile=profile)


def up(start: str, to: str, kind: str = "up") -> Move:
    return Move(key=f"{start}-{to}", start=start, to=to, kind=kind, sources=("prospects",))


def rungs(steps: str, *moves: Move, here: str = "") -> list[list[str]]:
    shape = ladder([step(key, profile=key) for key in steps.split()], moves, here)
    return [[stand.step.key for stand in rung] for rung in shape.rungs]


def test_a_range_begins_and_ends_at_its_amounts():
    assert bars(low=21_000, high=28_000) == [("12%", "14%", False, False)]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ({"can_exceed": 60_000}, [("90%", "10%", False, True)]),
        ({"low": 40_000}, [("50%", "50%", False, True)]),
        ({"high": 40_000}, [("0%", "50%", True, False)]),
        ({"low": 40_000, "can_exceed": 60_000}, [("50%", "50%", False, True)]),
        (
            {"low": 30_000, "high": 40_000, "can_exceed": 60_000},
            [("30%", "20%", False, False), ("90%", "10%", False, True)],
        ),
        ({"high": 40_000, "can_exceed": 60_000}, [("0%", "50%", True, False), ("90%", "10%", False, True)]),
    ],
)
def test_an_open_end_is_an_arrow(amounts, expected):
    assert bars(**amounts) == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ({"low": 40_000, "high": 80_000}, [("50%", "50%", False, True)]),
        ({"low": 12_000, "high": 20_000}, [("0%", "10%", True, False)]),
        ({"low": 70_000, "high": 90_000}, [("97%", "3%", False, True)]),
        ({"low": 9_000, "high": 12_000}, [("0%", "3%", True, False)]),
        ({"can_exceed": 100_000}, [("97%", "3%", False, True)]),
        ({"low": 100_000, "kind": "median"}, [("97%", "3%", False, True)]),
    ],
)
def test_what_is_beyond_the_scale_is_clipped_with_an_arrow(amounts, expected):
    assert bars(**amounts) == expected


@pytest.mark.parametrize("amounts", [{"low": 25_000, "kind": "average"}, {"low": 25_000, "high": 25_000}])
def test_a_single_amount_is_a_point(amounts):
    [row] = pay_chart([band(**amounts)]).stages[0].rows

    assert [(bar.left, bar.is_point) for bar in row.bars] == [("20%", True)]
    assert not row.is_open


def test_stages_come_in_order_and_each_source_keeps_its_yarn():
    chart = pay_chart(
        [
            band("a", level="all", source="ashe", low=30_000, kind="median"),
            band("b", level="senior", source="prospects", can_exceed=60_000),
            band("c", level="starting", source="careers-wales", low=21_000, high=23_500),
            band("d", level="starting", source="ashe", low=22_000, high=23_000),
            band("e", level="starting", source="fourth", low=22_000, high=23_000),
        ]
    )

    assert [(stage.level, [(row.source, row.yarn) for row in stage.rows]) for stage in chart.stages] == [
        ("starting", [("careers-wales", "c"), ("ashe", "a"), ("fourth", "c")]),
        ("senior", [("prospects", "b")]),
        ("all", [("ashe", "a")]),
    ]


def test_hourly_pay_is_not_put_on_the_yearly_scale():
    assert not pay_chart([band(low=12, high=14, period="hour")])


def test_ticks_are_twenty_to_sixty_thousand():
    ticks = pay_chart([]).ticks

    assert [(tick.at, tick.text) for tick in ticks] == [
        ("10%", "£20,000"),
        ("30%", "£30,000"),
        ("50%", "£40,000"),
        ("70%", "£50,000"),
        ("90%", "£60,000"),
    ]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ({"low": 21_000, "high": 28_000}, ("after", "26%")),
        ({"can_exceed": 60_000}, ("before", "90%")),
        ({"low": 20_000, "high": 60_000}, ("above", "90%")),
        ({"low": 21_000, "high": 28_000, "can_exceed": 40_000}, ("above", "100%")),
    ],
)
def test_words_stand_at_the_bar_where_there_is_room(amounts, expected):
    [row] = pay_chart([band(**amounts)]).stages[0].rows

    assert (row.words, row.words_at) == expected


def test_a_week_has_seven_days_with_a_state_each():
    pattern = HoursPattern(
        key="office",
        pattern="office-hours",
        text=Pair(en="Office hours"),
        days_usual=("mon", "tue", "wed", "thu", "fri"),
        days_sometimes=("sat",),
        sources=("careers-wales",),
    )

    assert [day.state for day in week(pattern)] == ["usual"] * 5 + ["sometimes", "none"]


def test_several_starts_join_one_step():
    moves = [up("adviser", "leader"), up("operator", "leader"), up("leader", "manager")]

    assert rungs("adviser operator leader manager", *moves) == [
        ["adviser", "operator"],
        ["leader"],
        ["manager"],
    ]


def test_a_start_that_joins_near_the_top_stands_right_below_it():
    moves = [up("assistant", "leader"), up("leader", "manager"), up("trainee", "manager")]

    assert rungs("assistant trainee leader manager", *moves) == [
        ["assistant"],
        ["trainee", "leader"],
        ["manager"],
    ]


def test_the_longest_way_up_decides_the_height():
    moves = [up("assistant", "manager"), up("assistant", "leader"), up("leader", "manager")]

    assert rungs("assistant leader manager", *moves) == [["assistant"], ["leader"], ["manager"]]


def test_a_circle_of_moves_ends():
    moves = [up("a", "b"), up("b", "c"), up("c", "a")]

    assert rungs("a b c", *moves) == [["a"], ["b"], ["c"]]


def test_a_step_to_itself_and_a_step_nobody_knows_are_left_out():
    assert rungs("a b", up("a", "a"), up("a", "b"), up("b", "unknown")) == [["a"], ["b"]]


def test_a_sideways_move_branches_off_where_it_leaves():
    moves = [up("leader", "manager"), up("manager", "trainer", kind="sideways")]

    shape = ladder([step("leader"), step("manager"), step("trainer")], moves, "")

    assert [[stand.step.key for stand in rung] for rung in shape.rungs] == [["leader"], ["manager"]]
    assert [way.step.key for way in shape.rungs[1][0].sideways] == ["trainer"]
    assert shape.apart == ()


def test_a_sideways_move_knows_whether_its_step_stands_on_the_ladder_too():
    moves = [up("a", "b"), up("b", "c"), up("a", "c", kind="sideways"), up("a", "d", kind="sideways")]

    [first] = ladder([step(key) for key in "abcd"], moves, "").rungs[0]

    assert [(way.step.key, way.has_rung) for way in first.sideways] == [("c", True), ("d", False)]


def test_sideways_twice_shares_the_height():
    moves = [up("a", "b"), up("b", "c", kind="sideways"), up("c", "d", kind="sideways")]

    assert rungs("a b c d", *moves) == [["a"], ["b", "c"]]


def test_a_step_knows_what_leads_up_to_it():
    steps = [step("adviser"), step("trainee"), step("leader"), step("manager", profile="manager")]
    moves = [up("adviser", "leader"), up("leader", "manager"), up("trainee", "manager")]

    shape = ladder(steps, moves, "manager")

    [[adviser], [trainee, leader], [manager]] = shape.rungs
    assert [way.step.key for way in manager.ups] == ["leader", "trainee"]
    assert (adviser.is_here, manager.is_here) == (False, True)
    assert leader.is_plain
    assert not manager.is_plain
    assert trainee.ups == ()


def test_where_the_reader_stands_is_shown_even_without_a_move():
    shape = ladder([step("manager", profile="manager"), step("other")], [], "manager")

    assert [[stand.step.key for stand in rung] for rung in shape.rungs] == [["manager"]]
    assert [step.key for step in shape.apart] == ["other"]


def test_a_remark_on_several_bands_of_a_source_is_said_once():
    guide, own = Pair(en="Figures are a guide only."), Pair(en="No lower end.")
    chart = pay_chart(
        [
            band("a", low=21_000, high=28_000, note=guide),
            band("b", level="experienced", low=30_000, high=45_000, note=guide),
            band("c", level="senior", can_exceed=60_000, note=own),
        ]
    )

    assert [(remark.source, remark.yarn, remark.text) for remark in chart.remarks] == [
        ("prospects", "a", guide)
    ]
    assert [row.note for stage in chart.stages for row in stage.rows] == [None, None, own]
