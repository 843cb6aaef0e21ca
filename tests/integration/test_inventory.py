"""Every element of the two pages that the lead career came from is on our pages, in both languages.

tests/inventory.yaml is the table: for each element where it lives, which page shows it, and what to find.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from django.test import Client

from profiles.content import schema
from profiles.content.upgrades import read_document
from profiles.models import DirectoryState

ROOT = Path(__file__).resolve().parents[2]
TABLE = yaml.safe_load((ROOT / "tests" / "inventory.yaml").read_text(encoding="utf-8"))
PAGES, ELEMENTS = TABLE["pages"], TABLE["elements"]

# How many numbered elements each page has, and the last letter of those that have parts.
NUMBERS = {"S": 36, "W": 53}
PARTS = {
    "S6": "b", "S11": "c", "S17": "e", "S18": "d", "S24": "g", "S25": "c", "S28": "f", "S32": "f",
    "W16": "m", "W20": "d", "W27": "c", "W32": "i",
}  # fmt: skip
NOTHING_TO_SHOW = {"S14", "S36", "W9", "W53"}

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Their text is part of the line they stand in.
INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "span", "strong", "time", "button", "label"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def every_id() -> list[str]:
    ids = []
    for letter, last in NUMBERS.items():
        for number in range(1, last + 1):
            name = f"{letter}{number}"
            ids.append(name)
            if name in PARTS:
                ids += [name + chr(part) for part in range(ord("a"), ord(PARTS[name]) + 1)]
    return ids


def plain(text: str) -> str:
    """One kind of space and of apostrophe: the catalogue has the one, the prose the other."""
    return re.sub(r"\s+", " ", text).replace("’", "'").strip()


class Page(HTMLParser):
    """What a reader meets on a page: lines of text, descriptions of pictures, names of controls."""

    def __init__(self, html: str):
        super().__init__()
        self.lines = [""]
        self.headings: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []  # tag, and whether it hides what is in it
        self._collecting: dict[str, str] = {}
        self.feed(html)
        self.close()
        self.text = "\n".join(plain(line) for line in self.lines if plain(line))

    @property
    def _hidden(self) -> bool:
        return any(hides for _, hides in self._open)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag not in INLINE:
            self.lines.append("")
        if tag not in VOID:
            hides = tag in ("head", "script", "style", "template") or "hidden" in given
            self._open.append((tag, hides or given.get("aria-hidden") == "true"))
        if not self._hidden:
            self.lines[-1:-1] = [given[name] for name in ("alt", "aria-label") if given.get(name)]
            if tag in HEADINGS or (tag == "a" and given.get("href")):
                self._collecting[tag] = ""

    def handle_endtag(self, tag):
        if tag not in [name for name, _ in self._open]:
            return
        while self._open.pop()[0] != tag:  # <li> and <p> may be closed by what follows them
            pass
        if tag not in INLINE:
            self.lines.append("")
        if tag in self._collecting:
            (self.links if tag == "a" else self.headings).append(plain(self._collecting.pop(tag)))

    def handle_data(self, data):
        if self._hidden:
            return
        self.lines[-1] += data
        for tag in self._collecting:
            self._collecting[tag] += data


@pytest.fixture(scope="module")
def pages_read() -> dict[str, Page]:
    """Pages already fetched, by address: each is read once for the whole table."""
    return {}


def read(page: str, language: str, pages_read: dict[str, Page]) -> Page:
    address = PAGES[page][language]
    if address not in pages_read:
        client = Client()
        if page == "rated":
            assert client.post(address, {"score": "4"}, HTTP_ORIGIN="http://testserver").status_code == 303
        response = client.get(address)
        assert response.status_code == 200, address
        pages_read[address] = Page(response.content.decode())
    return pages_read[address]


def missing(element: dict, language: str, pages_read: dict[str, Page]) -> list[str]:
    found = []
    for place in element["shown"]:
        page = read(place["page"], language, pages_read)
        where = {"heading": page.headings, "link": page.links}.get(place.get("as"), page.text)
        found += [
            f"{element['id']}: {text!r} is not on {PAGES[place['page']][language]}"
            for text in place[language]
            if plain(text) not in where
        ]
    return found


def held(document: schema.Value, path: str) -> object:
    """The value at a path; the items of a list go by their keys."""
    value: object = document
    for part in path.split("."):
        value = {item.key: item for item in value}[part] if isinstance(value, tuple) else getattr(value, part)
    return value


def test_the_table_holds_every_element_once():
    assert [element["id"] for element in ELEMENTS] == every_id()
    assert len(ELEMENTS) == 154


def test_every_element_says_where_it_is_or_why_it_is_not():
    for element in ELEMENTS:
        if element["id"] in NOTHING_TO_SHOW:
            assert set(element) == {"id", "what", "none"}, element["id"]
        else:
            assert set(element) == {"id", "what", "home", "shown"}, element["id"]
            for place in element["shown"]:
                assert place["en"], element["id"]
                assert len(place["en"]) == len(place["cy"]), element["id"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_element_is_on_its_page(published, pages_read, language):
    lost = []
    for element in ELEMENTS:
        if "none" not in element:
            lost += missing(element, language, pages_read)
    assert not lost, "\n".join(lost)


@pytest.mark.django_db
def test_every_home_is_a_place_that_holds_something(published):
    edition = DirectoryState.objects.get().edition
    directory = read_document(schema.Directory, edition.document, edition.format)
    profile = read_document(schema.Profile, published.edition.document, published.edition.format)
    for element in ELEMENTS:
        for home in element.get("home", []):
            where = f"{element['id']}: {home}"
            if "/" in home:
                assert (ROOT / home).is_file(), where
            elif home.startswith("directory."):
                assert held(directory, home.removeprefix("directory.")), where
            else:
                assert held(profile, home), where


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_title_comes_before_sharing_and_pictures(published, pages_read, language):
    """W51: on the page it came from they stood before it."""
    page = read("overview", language, pages_read)
    titles = {"en": "Customer services manager", "cy": "Rheolwr gwasanaethau cwsmeriaid"}
    sharing = {"en": "Share this page", "cy": "Rhannu'r dudalen hon"}
    assert page.headings[0] == titles[language]
    assert page.text.index(f"\n{titles[language]}\n") < page.text.index(sharing[language])


@pytest.mark.django_db
def test_the_splash_has_welsh_first(published, pages_read):
    """W49."""
    page = read("splash", "cy", pages_read)
    assert page.text.index("Croeso i") < page.text.index("Welcome to")
    assert page.links.index("Cymraeg") < page.links.index("English")
