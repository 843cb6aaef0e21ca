"""The map of careers: which ways there are, in which column a career stands, where the lines run."""

import pytest

from profiles.career_map import Way, draw, ways
from profiles.content.schema import Pair
from profiles.models import Listing, ListingPath


def path(
    start: str,
    to: str,
    kind: str = "on",
    *,
    told_by: str = "",
    sources=("prospects",),
    text="",
    on_ladder: bool = False,
) -> ListingPath:
    made = ListingPath(
        listing=Listing(key=told_by or start),
        position=0,
        start=start,
        to=to,
        kind=kind,
        on_ladder=on_ladder,
        sources=[*sources],
    )
    made.text = Pair(en=text)
    return made


def ways_of(*paths: ListingPath) -> list[Way]:
    return ways(paths, {end for path in paths for end in (path.start, path.to)})


def step(start: str, to: str, kind: str = "on", told_by: str = "") -> ListingPath:
    return path(start, to, kind, told_by=told_by, on_ladder=True)


def drawn_as(*paths: ListingPath) -> list[tuple[str, str, str]]:
    return [(way.start, way.kind, way.to) for way in ways_of(*paths)]


def columns(keys: str, *paths: ListingPath) -> list[str]:
    return [" ".join(column) for column in draw(keys.split(), ways(paths, keys.split())).columns]


def test_a_way_that_two_pages_tell_is_one_way_with_both_tellings():
    [way] = ways_of(
        path("a", "b", told_by="a", text="Here"), path("a", "b", told_by="b", sources=(), text="There")
    )

    assert [(telling.told_by, telling.text.en) for telling in way.tellings] == [("a", "Here"), ("b", "There")]
    assert not way.is_ours


def test_a_way_that_no_source_states_is_our_view():
    [way] = ways_of(path("a", "b", sources=()), path("a", "b", told_by="b", sources=()))

    assert way.is_ours


def test_who_stands_at_one_end_is_told_its_own_words_and_whatever_only_the_other_has_from_a_source():
    ours, theirs = path("a", "b", sources=(), text="Ours"), path("a", "b", told_by="b", text="Theirs")
    [way] = ways_of(ours, theirs)

    assert [telling.text.en for telling in way.told_at("a")] == ["Ours", "Theirs"]
    assert [telling.text.en for telling in way.told_at("b")] == ["Theirs"]


def test_a_career_that_says_nothing_of_a_way_is_told_the_others_words():
    [way] = ways_of(path("a", "b", told_by="b", sources=(), text="Theirs"))

    assert [telling.text.en for telling in way.told_at("a")] == ["Theirs"]


def test_a_career_like_another_is_like_it_from_either_end():
    [way] = ways_of(path("a", "b", "similar"), path("b", "a", "similar", told_by="b"))

    assert len(way.tellings) == 2


def test_on_and_back_are_two_ways():
    assert len(ways_of(path("a", "b"), path("b", "a"))) == 2


def test_sideways_and_sideways_back_are_two_ways():
    """Only a source tells of one, and it tells of one direction."""
    assert drawn_as(step("a", "b", "sideways"), step("b", "a", "sideways", told_by="b")) == [
        ("a", "sideways", "b"),
        ("b", "sideways", "a"),
    ]


@pytest.mark.parametrize("ladders", ["a", "b", "c"])
@pytest.mark.parametrize("others", ["a", "b"])
def test_what_a_ladder_states_stands_over_other_words_of_the_same_two_on_any_page(ladders, others):
    stated = step("a", "b", "sideways", ladders)
    leads = path("a", "b", told_by=others)
    alike = path("a", "b", "similar", told_by=others)
    alike_back = path("b", "a", "similar", told_by=others)

    for related in (leads, alike, alike_back):
        assert drawn_as(stated, related) == drawn_as(related, stated) == [("a", "sideways", "b")]
    assert drawn_as(alike, step("a", "b", told_by=ladders), alike_back) == [("a", "on", "b")]


def test_what_says_the_same_as_a_ladder_is_told_beside_it():
    [way] = ways_of(step("a", "b", told_by="a"), path("a", "b", told_by="b", text="Why"))

    assert [telling.told_by for telling in way.tellings] == ["a", "b"]


def test_the_way_back_is_not_what_a_ladder_states():
    assert drawn_as(step("a", "b", "sideways"), path("b", "a")) == [("a", "sideways", "b"), ("b", "on", "a")]


def test_where_two_ladders_differ_both_are_told():
    assert drawn_as(step("a", "b", "sideways"), step("a", "b", "on", told_by="b"), path("a", "b")) == [
        ("a", "sideways", "b"),
        ("a", "on", "b"),
    ]


def test_a_ladder_of_a_career_that_is_not_on_the_map_silences_nothing():
    alike = path("a", "b", "similar")

    assert [way.kind for way in ways([step("a", "c", "sideways"), alike], {"a", "b"})] == ["similar"]


def test_a_career_that_is_not_published_is_on_no_way():
    assert ways([path("a", "b")], {"a"}) == []


def test_a_career_stands_after_the_last_that_leads_to_it():
    assert columns("d c b a", path("a", "b"), path("b", "c"), path("a", "c"), path("c", "d")) == [
        "a",
        "b",
        "c",
        "d",
    ]


def test_careers_that_nothing_joins_stand_apart():
    drawn = draw(["a", "b", "c"], ways_of(path("a", "b"), path("a", "c", "similar")))

    assert (drawn.columns, drawn.apart) == ((("a",), ("b",)), ("c",))


def test_in_a_circle_our_view_gives_way_to_what_a_source_says():
    assert columns("a b", path("b", "a", sources=()), path("a", "b")) == ["a", "b"]
    assert columns("a b", path("b", "a"), path("a", "b", sources=())) == ["b", "a"]


def test_lines_run_from_edge_to_edge_at_the_height_of_each_row():
    drawn = draw(["a", "b", "c"], ways_of(path("a", "b"), path("a", "c")))

    # Two columns of 46 with 8 between them; one career at half height, two at a quarter and three.
    assert [line.path for line in drawn.lines] == [
        "M46.00 50.00C50.00 50.00 50.00 25.00 54.00 25.00",
        "M46.00 50.00C50.00 50.00 50.00 75.00 54.00 75.00",
    ]


def passed(drawn, start: str, to: str) -> list[float]:
    """The heights at which the line from one career to another crosses the columns between them."""
    [line] = [line for line in drawn.lines if (line.way.start, line.way.to) == (start, to)]
    return [float(stretch.split("H")[0].split()[-1]) for stretch in line.path.split("C")[1:-1]]


def test_a_line_passes_between_careers_never_behind_one():
    # a and b begin; each has somebody one step on, and both lead to e, two steps on.
    ons = [("a", "c"), ("b", "d"), ("c", "e"), ("a", "e"), ("b", "e")]
    drawn = draw([*"abcde"], ways_of(*(path(start, to) for start, to in ons)))

    assert drawn.columns == (("a", "b"), ("c", "d"), ("e",))
    # c stands from nought to a half of the height, d from a half to the end.
    assert passed(drawn, "a", "e") == [50]
    assert passed(drawn, "b", "e") == [50]
    assert passed(drawn, "a", "c") == []


def test_lines_to_different_careers_run_beside_each_other():
    ons = [("a", "c"), ("b", "d"), ("c", "e"), ("d", "f"), ("a", "f"), ("b", "e")]
    drawn = draw([*"abcdef"], ways_of(*(path(start, to) for start, to in ons)))

    assert drawn.columns == (("a", "b"), ("c", "d"), ("e", "f"))
    assert [passed(drawn, "a", "f"), passed(drawn, "b", "e")] == [[50], [51]]


def test_what_a_source_says_and_what_we_say_never_share_a_line():
    ons = [("a", "c"), ("b", "d"), ("c", "e")]
    ours = path("b", "e", sources=())
    drawn = draw([*"abcde"], ways_of(*(path(start, to) for start, to in ons), path("a", "e"), ours))

    assert [passed(drawn, "a", "e"), passed(drawn, "b", "e")] == [[50], [51]]


def test_the_chosen_careers_lines_are_drawn_over_the_rest():
    drawn = draw(["a", "b", "c"], ways_of(path("a", "b"), path("c", "b")), chosen="a")

    assert [(line.way.start, line.is_chosen) for line in drawn.lines] == [("c", False), ("a", True)]


def test_an_empty_site_has_an_empty_map():
    assert draw([], []).columns == ()
