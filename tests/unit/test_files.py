"""Reading and writing the content files: YAML with its lines, prose with its sections, the canonical form."""

import pytest

from profiles.content.files import (
    Problem,
    directory_files,
    dump_yaml,
    parse_yaml,
    picture_digest,
    preview_name,
    profile_files,
    split_sections,
)
from profiles.content.findings import dotted
from tests.builders import make_directory, make_profile_document, pair


def parse(text: str) -> tuple[object, dict, list[str]]:
    problems: list[Problem] = []
    data, lines = parse_yaml(text, "f.yaml", problems)
    return data, lines, [str(problem) for problem in problems]


# YAML in


def test_every_scalar_is_a_text():
    data, _, problems = parse("a: NO\nb: 9:30\nc: 01632\nd: 2026-11-25\ne:\nf: ~\ng: 1.50\n")

    assert data == {"a": "NO", "b": "9:30", "c": "01632", "d": "2026-11-25", "e": "", "f": "~", "g": "1.50"}
    assert problems == []


def test_every_value_has_its_line():
    _, lines, _ = parse("a:\n- key: x\n  b: |-\n    one\n    two\n- key: y\nc: d\n")

    assert lines[("a",)] == 1
    assert lines[("a", 0, "b")] == 3
    assert lines[("a", 1, "key")] == 6
    assert lines[("c",)] == 7


@pytest.mark.parametrize(
    ("text", "commented"),
    [
        ("a: b # c\n", [1]),
        ("# a\na: b\n", [1]),
        ("a:\n- b\n\n# c\n- d\n", [4]),
        ("a: b#c\n", []),
        ("a: '# b'\n", []),
        ('a: "x # y"\n', []),
        ("a: |-\n  # b\n  c\n", []),
        ("a: one\n  two # three\n", [2]),
    ],
)
def test_comments_are_found_and_nothing_else_is(text, commented):
    _, _, problems = parse(text)

    assert problems == [f"f.yaml:{line}: has a comment: move it to `notes:`" for line in commented]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a:\n\tb: c\n", "2: has a tab: indent with spaces"),
        ("a:\n  - b\n\t- c\n", "3: has a tab: indent with spaces"),
        ("a: 'b\nc: d\n", "1: opens a quotation mark that is never closed"),
        ('a: b\nc: "d\ne: f\n', "2: opens a quotation mark that is never closed"),
        (
            "a: 'b' c\n",
            "1: is indented differently from the lines above it, or goes on after a closing quote",
        ),
        ("a: b\n---\nc: d\n", "2: begins a second document (---): remove the line"),
        ("a: [b\nc: d\n", "1: opens a bracket that is never closed: put the text in quotes"),
        ("a: {b\n", "1: opens a bracket that is never closed: put the text in quotes"),
        ('a: "b\\q"\n', "1: has a backslash in double quotes: use single quotes"),
        ("a: b\nc\nd: e\n", "3: has a line without a colon"),
        ("a: @b\n", "1: begins with a sign that YAML keeps for itself: put the text in quotes"),
        ("a: **b**\n", "1: begins with a sign that YAML keeps for itself: put the text in quotes"),
        ("a: > b\n", "1: begins with a sign that YAML keeps for itself: put the text in quotes"),
        ("[a]: b\n", "1: has brackets before a colon: put the text in quotes"),
        ("a: b\na: c\n", "2: has 'a' twice: keep one"),
    ],
)
def test_syntax_is_explained_without_the_words_of_yaml(text, problem):
    _, _, problems = parse(text)

    assert problems == [f"f.yaml:{problem}"]


@pytest.mark.parametrize("text", ["a: " + "[" * 50_000, "a: " + "{a: " * 5_000, " " * 900 + "a: b\n"])
def test_any_depth_is_survived(text):
    parse(text)


def test_twenty_levels_are_read_and_more_are_not():
    def nested(levels: int) -> str:
        return "".join("  " * level + "a:\n" for level in range(levels)) + "  " * levels + "b\n"

    assert parse(nested(19))[2] == []
    assert parse(nested(20))[2] == [
        "f.yaml:20: is nested too deeply: nothing here needs more than six levels"
    ]


# YAML out


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"a": "b"}, "a: b\n"),
        ({"a": "Tŷ ’n’ £"}, "a: Tŷ ’n’ £\n"),
        ({"a": "NO"}, "a: 'NO'\n"),
        ({"a": "9:30"}, "a: 9:30\n"),
        ({"a": "01632"}, "a: 01632\n"),
        ({"a": "b: c"}, "a: 'b: c'\n"),
        ({"a": "b #c"}, "a: 'b #c'\n"),
        ({"a": ""}, "a: ''\n"),
        ({"a": "one\n\ntwo"}, "a: |-\n  one\n\n  two\n"),
        ({"a": [{"key": "b", "c": True}]}, "a:\n- key: b\n  c: true\n"),
        ({"a": 21000, "b": []}, "a: 21000\nb: []\n"),
    ],
)
def test_texts_are_quoted_only_where_yaml_would_misread_them(data, text):
    assert dump_yaml(data) == text


# Prose


def test_a_line_with_one_sign_opens_a_section():
    text = "before\n# pay\n\nMuch.\n\n### More\n# hours\n#ways-in\nx\n"

    assert list(split_sections(text)) == [
        ("", "before", 1),
        ("pay", "\nMuch.\n\n### More", 2),
        ("hours", "", 7),
        ("ways-in", "x\n", 8),
    ]


# The canonical form


def test_a_file_leaves_out_what_has_its_default_and_what_lives_elsewhere():
    text = profile_files(make_profile_document())["profiles/shop-manager/profile.yaml"]

    for absent in ("shop-manager\nkey:", "prose", "digest", "focal_x", "period", "notes", "review_due"):
        assert absent not in text


def test_prose_has_a_heading_for_each_section_even_without_text():
    sections = [
        {"key": "pay", "title": pair("Pay"), "answer": pair("Much.")},
        {"key": "hours", "title": pair("Hours"), "answer": pair("Long."), "prose": pair("", "Hir.")},
    ]
    files = profile_files(make_profile_document(sections=sections))

    assert files["profiles/shop-manager/en.md"] == "# pay\n\n# hours\n"
    assert files["profiles/shop-manager/cy.md"] == "# pay\n\n# hours\n\nHir.\n"


def test_the_directory_is_a_file_for_each_list_and_one_for_each_page_and_language():
    assert sorted(directory_files(make_directory())) == [
        "areas.yaml",
        "contacts.yaml",
        "links.yaml",
        "minimum_wages.yaml",
        "pages.yaml",
        "pages/about/cy.md",
        "pages/about/en.md",
        "skills.yaml",
        "sources.yaml",
    ]
    assert directory_files(make_directory(links=[]))["links.yaml"] == "[]\n"


# Small things


def test_paths_are_said_with_the_keys_of_items():
    data = {"pay_bands": [{"key": "starting"}, {"key": "senior"}], "areas": ["a", "b"]}

    assert dotted(("pay_bands", 1, "high"), data) == "pay_bands.senior.high"
    assert dotted(("areas", 1), data) == "areas.2"
    assert dotted(("pay_bands", 7, "high"), {}) == "pay_bands.8.high"


def test_a_problem_names_its_place():
    assert str(Problem("a.yaml", 3, "title.en", "is empty")) == "a.yaml:3: title.en: is empty"
    assert str(Problem("a.yaml", 3, "", "is missing")) == "a.yaml:3: is missing"


def test_a_digest_names_a_picture_with_its_preview():
    assert picture_digest(b"a", None) == picture_digest(b"a", b"") != picture_digest(b"a", b"b")
    assert preview_name("counter.svg") == "counter.png"
