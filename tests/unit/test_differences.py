"""What changed between two documents: by item key, then field, each language by itself."""

from profiles.differences import Difference, differences
from tests.builders import make_profile_data, pair


def test_nothing_changed():
    assert differences(make_profile_data(), make_profile_data()) == []


def test_each_language_is_by_itself():
    after = make_profile_data(title=pair("Shop manager", "Rheolydd siop"))
    assert differences(make_profile_data(), after) == [
        Difference("title.cy", "Rheolwr siop", "Rheolydd siop")
    ]


def test_items_are_compared_by_key_wherever_they_stand():
    before, after = make_profile_data(), make_profile_data()
    after["pay_bands"] = after["pay_bands"][::-1]
    after["pay_bands"][0] = {**after["pay_bands"][0], "high": 46000}
    assert differences(before, after) == [
        Difference("pay_bands.senior.high", 45000, 46000),
        Difference("pay_bands (order)", ["starting", "senior"], ["senior", "starting"]),
    ]


def test_an_item_that_one_side_has_is_one_difference():
    before, after = make_profile_data(), make_profile_data(gaps=[])
    [gone] = differences(before, after)
    assert (gone.path, gone.before["key"], gone.after) == ("gaps.cost", "cost", None)
    [come] = differences(after, before)
    assert (come.path, come.before, come.after["key"]) == ("gaps.cost", None, "cost")


def test_an_item_taken_from_the_middle_is_no_change_of_order():
    before = make_profile_data()
    after = make_profile_data(claims=before["claims"][1:])
    assert [found.path for found in differences(before, after)] == ["claims.days-prospects"]


def test_a_list_of_words_is_one_value():
    [found] = differences({"areas": ["retail"]}, {"areas": ["retail", "office"]})
    assert found == Difference("areas", ["retail"], ["retail", "office"])


def test_a_field_that_one_side_lacks():
    assert differences({}, {"note": "New"}) == [Difference("note", None, "New")]
    assert differences({"note": "Old"}, {}) == [Difference("note", "Old", None)]


def test_marks_are_compared_by_path():
    assert differences({"out_of_date": {"title.cy": "2026-11-25"}}, {"out_of_date": {}}) == [
        Difference("out_of_date.title.cy", "2026-11-25", None)
    ]


def test_an_empty_list_and_none_are_the_same():
    assert differences({"gaps": []}, {"gaps": None}) == []
    assert differences({"gaps": []}, {}) == []
