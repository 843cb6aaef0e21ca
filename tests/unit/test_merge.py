"""The three-way merge: what either side changed survives, and what both changed differently is named.

Over documents that hypothesis makes: a career with something in every list, edited on both sides.
"""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.content import schema
from profiles.content.merge import Clash, merge, without_marks
from profiles.differences import Difference, differences
from profiles.documents import as_json
from tests.builders import make_directory, make_profile_document, pair

TODAY = "2026-11-25"
BASE = as_json(make_profile_document())
SHARED = as_json(make_directory())
Data = dict[str, Any]


def merged(base: Data | None, file: Data, edit: Data, document: type = schema.Profile, **choices: str):
    return merge(document, base, file, edit, today=TODAY, choices=choices)


def with_(base: Data, **fields: Any) -> Data:
    return {**copy.deepcopy(base), **fields}


def paths(clashes: list[Clash]) -> list[str]:
    return [clash.path for clash in clashes]


def keys(document: Data, name: str) -> list[str]:
    return [item["key"] for item in document[name]]


# Edits, as people make them


def _edits(document: type[schema.Value], data: Data) -> st.SearchStrategy[Data]:
    """The document after a few changes: texts, facts, items that come, go, move and change their key."""
    return st.lists(_change(document, data), max_size=5).map(lambda changes: _after(data, changes))


def _change(document: type[schema.Value], data: Data) -> st.SearchStrategy[tuple]:
    lists = [name for name in schema.lists_of(document) if data.get(name)]
    value = st.sampled_from(["one", "two", "three"])
    of_items = st.tuples(
        st.sampled_from(["write", "write", "note", "remove", "add", "rename", "move"]),
        st.sampled_from(lists),
        st.integers(0, 2),
        st.sampled_from(schema.LANGUAGES),
        value,
    )
    if document is schema.Directory:
        return of_items
    name = st.sampled_from(["title", "standfirst"])
    own = st.tuples(st.just("own"), name, st.just(0), st.sampled_from(schema.LANGUAGES), value)
    return own | of_items


def _after(data: Data, changes: list[tuple]) -> Data:
    data = copy.deepcopy(data)
    for kind, name, place, language, value in changes:
        if kind == "own":
            data[name][language] = value
            continue
        items = data[name]
        item = items[place % len(items)] if items else None
        if kind == "add" or item is None:
            if value not in [held["key"] for held in items]:
                items.insert(place, {"key": value, "notes": f"{language} {place}"})
        elif kind == "note":
            item["notes"] = value
        elif kind == "write":
            texts = [n for n, held in item.items() if isinstance(held, dict) and "en" in held]
            if texts:
                item[texts[0]][language] = [value] if isinstance(item[texts[0]]["en"], list) else value
        elif kind == "remove":
            items.remove(item)
        elif kind == "rename":
            if value not in [held["key"] for held in items]:
                item["key"] = value
        else:
            items.remove(item)
            items.insert((place + 1) % (len(items) + 1), item)
    return data


# A list whose keys the site orders itself is left out: any other key would not be valid there.
MADE = [
    (schema.Profile, {name: held for name, held in BASE.items() if name != "sections"}),
    (schema.Directory, SHARED),
]
THREE = st.sampled_from(MADE).flatmap(
    lambda made: st.tuples(st.just(made[0]), st.just(made[1]), _edits(*made), _edits(*made))
)
many = settings(max_examples=50, deadline=None)


@many
@given(THREE)
def test_what_one_side_did_is_what_comes_out(three):
    document, base, file, edit = three

    assert merged(base, file, base, document) == (file, [])
    assert merged(base, base, edit, document) == (edit, [])
    assert merged(base, file, file, document) == (file, [])
    assert merged(None, file, file, document) == (file, [])


def _expected(base: Data, file: Data, edit: Data) -> dict[str, tuple]:
    """The clashes by another way: from what each side changed, path by path."""
    in_file, in_edit = ({d.path: d.after for d in _without_new_items(base, side)} for side in (file, edit))
    found = {}
    for path in in_file.keys() & in_edit.keys():
        if in_file[path] != in_edit[path]:
            found[path] = in_file[path], in_edit[path]
    for ours, others in ((in_file, in_edit), (in_edit, in_file)):
        for path, after in ours.items():
            removed = after is None and path.count(".") == 1
            if removed and any(other.startswith(f"{path}.") for other in others):
                found[path] = None
    return found


def _without_new_items(base: Data, side: Data) -> list[Difference]:
    """What a side changed, with an item or a pair that it added told field by field."""
    side = {name: held for name, held in side.items() if name != "out_of_date"}
    found = (difference for difference in differences(base, side) if "(order)" not in difference.path)
    return [one for difference in found for one in _told_apart(difference)]


def _told_apart(difference: Difference) -> list[Difference]:
    if difference.before is not None or not isinstance(difference.after, dict):
        return [difference]
    parts = (Difference(f"{difference.path}.{name}", None, held) for name, held in difference.after.items())
    return [one for part in parts for one in _told_apart(part)]


@many
@given(THREE)
def test_only_what_both_changed_differently_clashes(three):
    document, base, file, edit = three

    _document, clashes = merged(base, file, edit, document)

    found = {clash.path: clash for clash in clashes if "(order)" not in clash.path}
    expected = _expected(base, file, edit)
    assert found.keys() == expected.keys()
    for path, sides in expected.items():
        assert sides is None or (found[path].file, found[path].edit) == sides


@many
@given(THREE)
def test_every_change_survives_unless_it_clashes(three):
    document, base, file, edit = three

    result, clashes = merged(base, file, edit, document)

    now = {d.path: d.after for d in _without_new_items(base, without_marks(document, result))}
    for side in (file, edit):
        for change in _without_new_items(base, side):
            if not any(change.path == p or change.path.startswith(f"{p}.") for p in paths(clashes)):
                assert now.pop(change.path, change.after) == change.after
    clashed = {d.path for d in _without_new_items(base, edit)}
    # What else there is comes from the editor's side of a clash.
    assert now.keys() <= clashed


@many
@given(THREE, st.sampled_from(["file", "edit"]))
def test_a_choice_for_everything_leaves_nothing_to_choose(three, side):
    document, base, file, edit = three
    _document, clashes = merged(base, file, edit, document)

    result, left = merged(base, file, edit, document, **dict.fromkeys(paths(clashes), side))

    assert left == []
    now = {d.path: d.after for d in _without_new_items(base, without_marks(document, result))}
    for clash in clashes:
        if "(order)" not in clash.path and isinstance(getattr(clash, side), str):
            assert now.get(clash.path) in (getattr(clash, side), clash.base and None)


@many
@given(THREE)
def test_the_sides_may_change_places(three):
    document, base, file, edit = three
    plain = {name for name in document.model_fields if name not in schema.lists_of(document)}

    one, clashes = merged(base, file, edit, document)
    other, swapped = merged(base, edit, file, document)

    assert sorted(paths(clashes)) == sorted(paths(swapped))
    if not clashes:
        one, other = (without_marks(document, result) for result in (one, other))
        assert {n: one.get(n) for n in plain} == {n: other.get(n) for n in plain}
        for name in schema.lists_of(document):
            by_key = [{item["key"]: item for item in result.get(name, [])} for result in (one, other)]
            assert by_key[0] == by_key[1]


@many
@given(THREE)
def test_no_key_comes_twice_and_none_is_invented(three):
    document, base, file, edit = three

    result, _clashes = merged(base, file, edit, document)

    for name in schema.lists_of(document):
        found = keys(result, name) if name in result else []
        assert len(found) == len(set(found))
        assert set(found) <= {item["key"] for side in (file, edit) for item in side.get(name, [])}


ORDERS = st.permutations(["a", "b", "c", "d"]) | st.just(["a", "b", "c", "d"])
ADDED = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["x", "y", "z"])), max_size=2)


def _steps(order: list[str], added: list[tuple[int, str]] = (), prefix: str = "") -> Data:
    order = list(order)
    for place, key in added:
        if f"{prefix}{key}" not in order:
            order.insert(place, f"{prefix}{key}")
    return {"steps": [{"key": key, "title": pair(key)} for key in order]}


@many
@given(ORDERS, ADDED, ADDED)
def test_new_items_keep_their_neighbours_though_one_side_moves_others(moved, of_file, of_edit):
    base, file = _steps(["a", "b", "c", "d"]), _steps(["a", "b", "c", "d"], of_file, "f")
    edit = _steps(moved, of_edit, "e")

    result, clashes = merged(base, file, edit)

    assert clashes == []
    order = keys(result, "steps")
    # The side that moved has its order to the letter; what the other added follows what it followed there.
    assert [key for key in order if not key.startswith("f")] == keys(edit, "steps")
    before = keys(file, "steps")
    for key in order:
        if key.startswith("f") and before.index(key):
            assert order.index(before[before.index(key) - 1]) == order.index(key) - 1


# By hand


def test_the_two_languages_of_a_text_are_two_fields():
    file = with_(BASE, title=pair("Shop boss", "Rheolwr siop"))
    edit = with_(BASE, title=pair("Shop manager", "Pennaeth siop"))

    result, clashes = merged(BASE, file, edit)

    assert (result["title"], clashes) == (pair("Shop boss", "Pennaeth siop"), [])
    assert result["out_of_date"] == {"title.cy": TODAY}


def test_one_text_changed_on_both_sides_clashes_with_all_three():
    file, edit = (with_(BASE, title=pair(en, "Rheolwr siop")) for en in ("Shop boss", "Store manager"))

    result, clashes = merged(BASE, file, edit)

    assert clashes == [Clash("title.en", "Shop manager", "Shop boss", "Store manager")]
    assert result == edit
    assert merged(BASE, file, edit, **{"title.en": "file"}) == (file, [])
    assert merged(BASE, file, edit, **{"title.en": "edit"}) == (edit, [])


def test_what_one_side_removed_and_nobody_touched_is_gone():
    file = with_(BASE, pay_bands=BASE["pay_bands"][:1])
    edit = with_(BASE, title=pair("Store manager", "Rheolwr siop"))

    result, clashes = merged(BASE, file, edit)

    assert (keys(result, "pay_bands"), clashes) == (["starting"], [])


def _senior(**fields: Any) -> Data:
    starting, senior = copy.deepcopy(BASE["pay_bands"])
    return with_(BASE, pay_bands=[starting, {**senior, **fields}])


def test_what_one_side_removed_and_the_other_changed_clashes():
    file, edit = with_(BASE, pay_bands=BASE["pay_bands"][:1]), _senior(high=46000)
    old, new = BASE["pay_bands"][1], edit["pay_bands"][1]

    for sides, in_file, in_edit in (((file, edit), None, new), ((edit, file), new, None)):
        result, clashes = merged(BASE, *sides)
        assert clashes == [Clash("pay_bands.senior", old, in_file, in_edit)]
        assert result == sides[1]
        assert merged(BASE, *sides, **{"pay_bands.senior": "file"})[0] == sides[0]


def test_an_item_that_both_added_is_merged_by_its_fields():
    new = {"key": "all", "level": "all", "low": 20000, "source": "prospects"}
    file = with_(BASE, pay_bands=[*BASE["pay_bands"], new])
    edit = with_(BASE, pay_bands=[{**new, "low": 21000, "notes": "From the editor."}, *BASE["pay_bands"]])

    result, clashes = merged(BASE, file, edit)

    assert clashes == [Clash("pay_bands.all.low", None, 20000, 21000)]
    assert result["pay_bands"][0] == {**new, "low": 21000, "notes": "From the editor."}


def test_a_key_that_changed_is_an_item_that_went_and_one_that_came():
    renamed = [BASE["pay_bands"][0], {**BASE["pay_bands"][1], "key": "top"}]

    result, clashes = merged(BASE, with_(BASE, pay_bands=renamed), _senior(high=46000))

    assert paths(clashes) == ["pay_bands.senior"]
    assert keys(result, "pay_bands") == ["starting", "top", "senior"]


def test_two_new_orders_clash():
    base, file, edit = _steps("abc"), _steps("bac"), _steps("acb")

    result, clashes = merged(base, file, edit)

    assert clashes == [Clash("steps (order)", ["a", "b", "c"], ["b", "a", "c"], ["a", "c", "b"])]
    assert keys(result, "steps") == ["a", "c", "b"]
    assert keys(merged(base, file, edit, **{"steps (order)": "file"})[0], "steps") == ["b", "a", "c"]


def test_sections_stay_in_the_order_of_the_site():
    section = {"title": pair("x", "x"), "answer": pair("x", "x"), "prose": pair("x", "x")}
    what, pay = BASE["sections"]
    file = with_(BASE, sections=[what, pay, {"key": "training", **section}])
    edit = with_(BASE, sections=[what, pay, {"key": "hours", **section}])

    result, clashes = merged(BASE, file, edit)

    assert (keys(result, "sections"), clashes) == (["what-you-would-do", "pay", "hours", "training"], [])


@pytest.mark.parametrize("name", ["areas", "hidden_words"])
def test_a_list_of_words_is_one_field(name):
    words = {
        "areas": (["retail", "office"], ["retail", "food"]),
        "hidden_words": ({"en": ["a"]}, {"en": ["b"]}),
    }
    file, edit = (with_(BASE, **{name: value}) for value in words[name])

    _result, clashes = merged(BASE, file, edit)

    assert paths(clashes) == ["areas" if name == "areas" else "hidden_words.en"]


def test_a_picture_s_bytes_have_the_name_they_came_with():
    drawing = BASE["pictures"][0]
    file = with_(BASE, pictures=[{**drawing, "digest": "a" * 64, "alt": pair("A till.", "Til.")}])
    photograph = {"file": "till.jpg", "kind": "photograph", "digest": "b" * 64}
    edit = with_(BASE, pictures=[{**drawing, **photograph}])

    result, clashes = merged(BASE, file, edit)

    assert paths(clashes) == ["pictures.counter.file"]
    assert clashes[0].edit == photograph
    assert result["pictures"] == [{**drawing, **photograph, "alt": pair("A till.", "Til.")}]
    chosen, _ = merged(BASE, file, edit, **{"pictures.counter.file": "file"})
    assert chosen["pictures"] == file["pictures"]


def test_two_careers_that_never_met_clash_where_they_differ():
    edit = with_(BASE, title=pair("Store manager", "Rheolwr siop"), steps=BASE["steps"][:1])

    result, clashes = merged(None, BASE, edit)

    assert clashes == [Clash("title.en", None, "Shop manager", "Store manager")]
    assert keys(result, "steps") == ["assistant", "manager"]


# What is out of date


MARKED = with_(BASE, out_of_date={"standfirst.cy": "2026-11-01", "title.cy": "2026-11-02"})


def test_a_mark_that_one_side_took_away_is_gone_and_the_other_side_s_new_one_stays():
    confirmed = with_(MARKED, out_of_date={"title.cy": "2026-11-02"})
    marked = with_(
        MARKED,
        out_of_date={**MARKED["out_of_date"], "welsh_note.cy": "2026-11-20"},
        welsh_note=pair("Welsh helps much.", "Mae’r Gymraeg yn help."),
    )

    for sides in ((confirmed, marked), (marked, confirmed)):
        result, _clashes = merged(MARKED, *sides)
        assert result["out_of_date"] == {"title.cy": "2026-11-02", "welsh_note.cy": "2026-11-20"}


def test_a_mark_goes_where_the_other_side_put_the_text_right():
    marked = with_(BASE, out_of_date={"title.cy": "2026-11-20"})
    put_right = with_(BASE, title=pair("Shop manager", "Pennaeth siop"))

    for sides in ((marked, put_right), (put_right, marked)):
        assert merged(BASE, *sides) == (put_right, [])


def test_a_mark_of_what_was_removed_goes_with_it():
    path = "pay_bands.senior.note.cy"
    base = _senior(note=pair("Big shops.", "Siopau mawr."))
    edit = with_(base, out_of_date={path: "2026-11-20"})
    file = with_(base, pay_bands=base["pay_bands"][:1])

    assert merged(base, file, edit) == (file, [])


def test_a_translation_of_words_that_have_changed_since_is_out_of_date():
    base = with_(BASE, standfirst={"en": "You run a shop."})
    file = with_(BASE, standfirst={"en": "You run a big shop."})

    result, clashes = merged(base, file, BASE)

    assert (result["standfirst"], clashes) == (pair("You run a big shop.", "Chi sy’n rhedeg siop."), [])
    assert result["out_of_date"] == {"standfirst.cy": TODAY}


def test_an_entry_of_the_directory_has_marks_of_its_own():
    (contact,) = SHARED["contacts"]
    note = pair("Open daily.", "Ar agor bob dydd.")
    base = with_(SHARED, contacts=[{**contact, "note": note}])
    file = with_(base, contacts=[{**contact, "note": pair("Open weekly.", "Ar agor bob dydd.")}])
    edit = with_(base, contacts=[{**contact, "note": pair("Open daily.", "Bob dydd.")}])

    result, clashes = merged(base, file, edit, schema.Directory)

    assert clashes == []
    assert result["contacts"][0]["note"] == pair("Open weekly.", "Bob dydd.")
    assert result["contacts"][0]["out_of_date"] == {"note.cy": TODAY}


def test_an_entry_with_nothing_but_a_new_mark_can_be_removed():
    (contact,) = SHARED["contacts"]
    edit = with_(SHARED, contacts=[{**contact, "out_of_date": {"organisation.cy": "2026-11-20"}}])
    file = with_(SHARED, contacts=[])

    result, clashes = merged(SHARED, file, edit, schema.Directory)

    assert (result.get("contacts"), clashes) == (None, [])
    assert without_marks(schema.Directory, edit) == SHARED
