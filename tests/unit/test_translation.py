"""Which texts are missing or out of date: in both directions, whichever language was written first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.content import schema
from profiles.translation import (
    is_translated,
    marks_of,
    of_whole_texts,
    out_of_date,
    progress,
    texts,
    waiting,
)
from tests.builders import make_directory, make_profile_data, pair

TODAY = "2026-11-25"
EARLIER = "2026-10-01"
OTHER = {"en": "cy", "cy": "en"}

both_directions = pytest.mark.parametrize("first", ["en", "cy"])


def career(*, standfirst=None, marks=None, **changes):
    """A career as plain data, with one text and one mark more or less."""
    given = {"standfirst": standfirst} if standfirst is not None else {}
    return make_profile_data(**given, **changes, out_of_date=marks or {})


def sides(language: str, text: str, other: str) -> dict[str, str]:
    return {language: text, OTHER[language]: other}


def marked(before, after):
    return out_of_date(schema.Profile, before, after, today=TODAY)


# The texts of a document ------------------------------------------------------------------------


def test_every_pair_is_a_text_but_addresses_and_search_words():
    found = {text.path: text for text in texts(schema.Profile, make_profile_data())}
    assert found["title"].cy == "Rheolwr siop"
    assert found["sections.pay.prose"].en == "Pay grows."
    assert found["routes.work.requirements"].cy == ["blwyddyn mewn siop"]
    assert "slug" not in found
    assert "hidden_words" not in found
    assert "change_note" not in found, "nobody has written it in either language"
    assert "sources.prospects.address" not in {text.path for text in texts(schema.Directory, _directory())}


def _directory():
    return make_directory().model_dump(mode="json")


def test_what_is_a_text_is_known_by_its_field():
    assert is_translated(schema.Section, "prose")
    assert not is_translated(schema.Section, "key")
    assert not is_translated(schema.Contact, "web")


def test_half_finished_data_has_texts_too():
    assert [text.path for text in texts(schema.Profile, {"title": pair("", "Cogydd")})] == ["title"]


# Waiting ----------------------------------------------------------------------------------------


@both_directions
def test_a_text_in_one_language_is_missing_in_the_other(first):
    found = waiting(schema.Profile, career(standfirst=sides(first, "Text", "")))
    assert found[OTHER[first]] == {"standfirst": "missing"}
    assert found[first] == {}


@both_directions
def test_a_marked_side_waits_since_its_day(first):
    found = waiting(schema.Profile, career(marks={f"sections.pay.answer.{first}": EARLIER}))
    assert found[first] == {"sections.pay.answer": EARLIER}
    assert found[OTHER[first]] == {}


def test_missing_is_said_rather_than_out_of_date():
    found = waiting(schema.Profile, career(standfirst=pair("Text"), marks={"standfirst.cy": EARLIER}))
    assert found["cy"] == {"standfirst": "missing"}


def test_marks_of_the_directory_are_those_of_its_entries():
    data = _directory()
    data["contacts"][0]["out_of_date"] = {"organisation.cy": EARLIER}
    assert marks_of(schema.Directory, data) == {"contacts.shop-trust.organisation.cy": EARLIER}
    assert waiting(schema.Directory, data)["cy"] == {"contacts.shop-trust.organisation": EARLIER}


def test_progress_counts_what_is_current():
    data = career(standfirst=pair("Text"), marks={"title.cy": EARLIER, "sections.pay.title.en": EARLIER})
    found = waiting(schema.Profile, data)
    assert progress(found, "cy") == (found["texts"] - 2, found["texts"])
    assert progress(found, "en") == (found["texts"] - 1, found["texts"])
    assert progress({}, "cy") == (0, 0)


# Marking ----------------------------------------------------------------------------------------


@both_directions
def test_a_side_that_changes_alone_leaves_the_other_out_of_date(first):
    after = career(standfirst=sides(first, "New", "Same"))
    assert marked(career(standfirst=sides(first, "Old", "Same")), after) == {
        f"standfirst.{OTHER[first]}": TODAY
    }


@both_directions
def test_in_a_list_of_items_too(first):
    before, after = career(), career()
    after["sections"][1]["answer"] = {**before["sections"][1]["answer"], first: "Another."}
    assert marked(before, after) == {f"sections.pay.answer.{OTHER[first]}": TODAY}


@both_directions
def test_in_a_list_of_lines_too(first):
    before, after = career(), career()
    lines = before["routes"][0]["requirements"]
    after["routes"][0]["requirements"] = {**lines, first: [*lines[first], "another"]}
    assert marked(before, after) == {f"routes.work.requirements.{OTHER[first]}": TODAY}


def test_both_sides_changed_at_once_are_current():
    assert marked(career(), career(standfirst=pair("New", "Newydd"))) == {}
    assert marked(career(marks={"standfirst.cy": EARLIER}), career(standfirst=pair("New", "Newydd"))) == {}


@both_directions
def test_writing_what_was_missing_marks_nothing(first):
    before = career(standfirst=sides(first, "Text", ""))
    assert marked(before, career(standfirst=sides(first, "Text", "Translated"))) == {}


@both_directions
def test_catching_up_takes_the_mark_away_and_marks_nothing(first):
    marks = {f"standfirst.{OTHER[first]}": EARLIER, "title.cy": EARLIER}
    before = career(standfirst=sides(first, "New", "Old"), marks=marks)
    after = career(standfirst=sides(first, "New", "Caught up"), marks=marks)
    assert marked(before, after) == {"title.cy": EARLIER}


@both_directions
def test_a_second_change_keeps_the_first_day(first):
    marks = {f"standfirst.{OTHER[first]}": EARLIER}
    before = career(standfirst=sides(first, "New", "Old"), marks=marks)
    assert marked(before, career(standfirst=sides(first, "Newer", "Old"), marks=marks)) == marks


@both_directions
def test_a_typing_slip_put_right_and_the_other_side_confirmed(first):
    before = career(standfirst=sides(first, "Tex", "Same"))
    after = career(standfirst=sides(first, "Text", "Same"))
    marks = marked(before, after)
    assert marks == {f"standfirst.{OTHER[first]}": TODAY}
    confirmed = {**after, "out_of_date": {}}
    assert marked({**after, "out_of_date": marks}, confirmed) == {}


@both_directions
def test_a_side_confirmed_with_the_change_itself_is_not_marked_again(first):
    before = career(standfirst=sides(first, "New", "Same"), marks={f"standfirst.{OTHER[first]}": EARLIER})
    assert marked(before, career(standfirst=sides(first, "Newer", "Same"))) == {}


def test_a_mark_that_comes_with_a_change_stands():
    """An author of files who changes both sides may say that one is still behind."""
    after = career(standfirst=pair("New", "Bron"), marks={"standfirst.cy": EARLIER})
    assert marked(career(), after) == {"standfirst.cy": EARLIER}


@both_directions
def test_emptying_a_side_makes_it_missing_and_marks_nothing(first):
    after = career(standfirst=sides(first, "", "Same"))
    assert marked(career(standfirst=sides(first, "Old", "Same")), after) == {}
    assert waiting(schema.Profile, after)[first] == {"standfirst": "missing"}


@both_directions
def test_emptying_a_side_takes_its_mark_away(first):
    marks = {f"standfirst.{first}": EARLIER}
    before = career(standfirst=sides(first, "Old", "New"), marks=marks)
    assert marked(before, career(standfirst=sides(first, "", "New"), marks=marks)) == {}


def test_an_item_taken_away_takes_its_marks_with_it():
    marks = {"gaps.cost.text.cy": EARLIER}
    assert marked(career(marks=marks), career(gaps=[], marks=marks)) == {}


def test_an_item_brought_back_is_as_it_says_itself():
    without, back = career(gaps=[]), career()
    assert marked(without, back) == {}
    assert marked(without, {**back, "out_of_date": {"gaps.cost.text.cy": EARLIER}}) == {
        "gaps.cost.text.cy": EARLIER
    }


def test_order_marks_nothing():
    before = career()
    assert marked(before, career(sections=before["sections"][::-1])) == {}


def test_what_is_not_translated_marks_nothing():
    assert marked(career(), career(slug=pair("another", "rheolwr-siop"))) == {}
    hidden = {"en": ["other words"], "cy": ["rheolwr sop", "rheolydd siop"]}
    assert marked(career(), career(hidden_words=hidden)) == {}


def test_an_entry_of_the_directory_is_marked_by_itself():
    before = {"key": "listening", "name": pair("Listening", "Gwrando"), "out_of_date": {}}
    after = {**before, "name": pair("Listening", "Gwrando’n dda")}
    assert out_of_date(schema.SharedSkill, before, after, today=TODAY) == {"name.en": TODAY}


def test_a_path_that_leads_nowhere_is_left_for_the_checks():
    assert marked(career(), career(marks={"standfirst": EARLIER})) == {"standfirst": EARLIER}


def test_only_marks_of_whole_texts_are_kept():
    marks = {"title.cy": EARLIER, "standfirst.cy": EARLIER, "gaps.gone.text.en": EARLIER}
    data = career(standfirst=pair("English only"))
    assert of_whole_texts(schema.Profile, data, marks) == {"title.cy": EARLIER}


# Whatever is done, in whatever order ------------------------------------------------------------

SIDE = st.sampled_from(["", "A", "B", "C"])


@settings(deadline=None)
@given(st.lists(st.tuples(SIDE, SIDE, st.sets(st.sampled_from(["en", "cy"]))), min_size=2, max_size=8))
def test_through_any_saves_a_mark_says_what_it_should(saves):
    """Each save is what the text then says, and which sides were confirmed with it."""
    before = career(standfirst=pair(*saves[0][:2]))
    for en, cy, confirmed in saves[1:]:
        given_marks = {path: day for path, day in before["out_of_date"].items() if path[-2:] not in confirmed}
        after = career(standfirst=pair(en, cy), marks=given_marks)
        after["out_of_date"] = marked(before, after)
        old, new = before["standfirst"], after["standfirst"]
        was, now = (
            {path[-2:] for path in state["out_of_date"] if path.startswith("standfirst")}
            for state in (before, after)
        )
        changed = {side for side in ("en", "cy") if old[side] != new[side]}
        whole = bool(en and cy)

        assert not now or whole, "a missing text is not out of date as well"
        assert not now & changed, "who writes a side has it current"
        assert now - was <= {OTHER[side] for side in changed}, "nothing is marked but by a change beside it"
        if not changed:
            assert now == was - confirmed, "without a change, marks go only by being confirmed"
        if len(changed) == 1 and whole:
            [side] = changed
            was_current = bool(old[side]) and side not in was
            if was_current and not (OTHER[side] in was and OTHER[side] in confirmed):
                assert now == {OTHER[side]}, "a side that changed alone leaves the other out of date"
        before = after
