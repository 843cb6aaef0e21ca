"""Prose: what Markdown may hold, what it becomes, and what never reaches a reader."""

import pytest

from profiles.prose import at_level, listed, opening, page_links, prose_findings, render, with_page_links

HEADING = "begins with # or ##: a heading inside the text begins with ###"
LIST = "begins a list right under a paragraph: leave an empty line before it"
HTML = "holds HTML: write Markdown only"
APART = "keeps a link apart from its words: write [words](address)"
PICTURE = "holds a picture: name it under `pictures:` in profile.yaml"


def leads(target: str) -> str:
    return (
        f"links to {target!r}: write a whole address (https://...) or one of our pages (page:apprenticeships)"
    )


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("### Staff\n\nYou lead.\n\n- one\n- two\n\n1. a\n2. b", []),
        ("[a](https://x.example/y) [b](page:about) [c](mailto:a@x.example) [d](tel:01632960000)", []),
        ("Less than < 5 and more > 3, AT&T, C#, 5 * 3", []),
        ("`<b>` is code", []),
        ("| a | b |\n|---|---|\n| c | d |", []),
        ("- one\n  more of it\n- two", []),
        ("# Staff", [(1, HEADING)]),
        ("One\n\n## Staff", [(3, HEADING)]),
        ("> # Staff", [(1, HEADING)]),
        ("- one\n- # Staff", [(2, HEADING)]),
        ("###### Staff", [(1, "is a heading of a sixth level: ### to ##### are enough")]),
        ("Staff\n---", [(2, "underlines the line above, which makes it a heading: use ### instead")]),
        ("You:\n- lead", [(2, LIST)]),
        ("You:\n1. lead", [(2, LIST)]),
        ("<b>x</b>", [(1, HTML)]),
        ("a\n\n<!-- x -->", [(3, HTML)]),
        ("<script\n>alert(1)</script>", [(1, HTML), (2, HTML)]),
        ("<https://x.example>", [(1, HTML)]),
        ("<?php x ?>", [(1, HTML)]),
        ("[a](javascript:x)", [(1, leads("javascript:x"))]),
        ("[a](JavaScript:x)", [(1, leads("JavaScript:x"))]),
        ("[a](data:text/html,x)", [(1, leads("data:text/html,x"))]),
        ("[a](//x.example)", [(1, leads("//x.example"))]),
        ("[a](/en/about/)", [(1, leads("/en/about/"))]),
        ("[a](page:About us)", [(1, leads("page:About"))]),
        ("[a]()", [(1, leads(""))]),
        ("[two\nlines](javascript:x)", [(2, leads("javascript:x"))]),
        ("[a [b]](javascript:x)", [(1, leads("javascript:x"))]),
        ("[a][1]\n\n[1]: https://x.example", [(3, APART)]),
        ("![a](https://x.example/a.png)", [(1, PICTURE)]),
        ("[" * 50, [(1, "has fifty brackets or marks in a row: write it more simply")]),
        ("- " * 50, [(1, "has fifty brackets or marks in a row: write it more simply")]),
        ("[a](" * 50, [(1, "has fifty brackets or marks in a row: write it more simply")]),
    ],
)
def test_prose_findings_name_the_line_and_what_to_do(text, findings):
    assert list(prose_findings(text)) == findings


def test_page_links_are_found_however_they_are_written():
    assert page_links("[a](page:about) [b [c]](page:level-2)\n[d\ne](<page:privacy>)") == {
        "about",
        "level-2",
        "privacy",
    }


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Tŷ *a* **b** & c", "<p>Tŷ <em>a</em> <strong>b</strong> &amp; c</p>"),
        ("### Staff", "<h3>Staff</h3>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[a](page:about)", '<p><a href="page:about">a</a></p>'),
    ],
)
def test_render_makes_plain_html(text, html):
    assert render(text) == html


def test_render_gives_tables_headings_that_say_what_they_head():
    assert '<th scope="col">Pay</th>' in render("| Pay | Who |\n|---:|---|\n| 1 | 2 |")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[a](javascript:alert(1))",
        "[a](<java\nscript:alert(1)>)",
        "[a](&#106;avascript:alert(1))",
        "![a](https://x.example/a.png)",
        '<a href="https://x.example" onclick="x">a</a>',
        '<p style="color:red">a</p>',
        "<iframe src='https://x.example'></iframe>",
        "<svg onload=alert(1)>",
        "[1]: javascript:alert(1)\n\n[a][1]",
    ],
)
def test_render_lets_nothing_through_that_runs_or_loads(text):
    html = render(text)

    for word in (
        "<script",
        "<img",
        "<svg",
        "<iframe",
        "onerror",
        "onclick",
        "onload",
        "style=",
        'href="java',
    ):
        assert word not in html.lower()


@pytest.mark.parametrize("piece", ["[", "![", "*", "_", "`", "> ", "[a](", "*a", "<", "&", "- ", "    ", "|"])
def test_long_runs_of_marks_are_refused_or_rendered(piece):
    text = "Start " + piece * 1_000

    assert list(prose_findings(text)) or render(text)


def test_at_level_moves_headings_and_stops_at_six():
    html = "<h3>A</h3><h4>B</h4><h5>C</h5>"

    assert at_level(html, 3) == html
    assert at_level(html, 2) == "<h2>A</h2><h3>B</h3><h4>C</h4>"
    assert at_level(html, 5) == "<h5>A</h5><h6>B</h6><h6>C</h6>"


def test_a_list_within_a_list_comes_whole():
    html = render(
        "### Staff\n\nYou:\n\n- train\n    - new people\n    - others\n- hire\n\nMore.\n\n- not this"
    )

    inner = "<ul>\n<li>new people</li>\n<li>others</li>\n</ul>\n"
    whole = f"<p>You:</p>\n<ul>\n<li>train{inner}</li>\n<li>hire</li>\n</ul>"
    assert listed(html) == [("Staff", whole)]


def test_headings_without_a_list_are_not_listed_and_no_list_is_lent_to_them():
    html = render("- before\n\n### None\n\nWords.\n\n### Staff\n\nWords.\n\n- train")

    assert listed(html) == [("Staff", "<ul>\n<li>train</li>\n</ul>")]


@pytest.mark.parametrize("text", ["You lead.\n\n> ### Staff\n> You train.", "- ### Staff\n- train"])
def test_an_opening_leaves_nothing_open(text):
    html = opening(f"{render(text)}\n<h3>Next</h3>\n<p>More.</p>")

    assert html == render(text)


def test_page_links_lead_to_todays_address_or_lose_the_link():
    html = render("[About](page:about) and [level *2*](page:level-2)")

    assert with_page_links(html, {"about": "/en/about/"}) == (
        '<p><a href="/en/about/">About</a> and level <em>2</em></p>'
    )
