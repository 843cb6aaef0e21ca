"""No English is left on the Welsh desk: every page of it is read, and every word must have an origin.

What the catalogue says is marked while the test runs, and what our content says is known, each language
apart. What is left on a page, outside boxes and elements marked as English, was written into the code.
"""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import User
from django.utils.translation.trans_real import DjangoTranslation

from profiles.admin import record
from profiles.admin.fields import fixed_words
from profiles.content import schema
from profiles.documents import directory_data, profile_data
from profiles.models import EditorSettings, Profile, Rating
from tests.builders import make_rating, publish_content
from tests.integration.test_desk_policy import Seen, kind_of

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

# What nobody reads as words of the page: code, and boxes with texts in both languages.
UNREAD = {"script", "style", "textarea", "code"}
HAVE_NO_END = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
# The same in both languages: who signed in and a visitor's comment, the languages' own names, names of lists
# of occupations and of files.
NAMES = {"ann", "Diolch", "English", "Cymraeg", "Edau", "SOC", "ESCO", "ISCO"}
FILES = {"shop-manager-ratings.csv", "shop-manager-ratings-by-page.csv", ".csv", ".xlsx"}


class Words(HTMLParser):
    """What is read or heard of a page in Welsh, without what stands in its boxes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        # Of each element that is open, whether it is passed over.
        self._passed: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        passed = tag in UNREAD or attributes.get("lang") == "en" or any(self._passed[-1:])
        if not passed:
            heard = ["aria-label", "title", "alt", "placeholder"]
            heard += ["value"] if tag == "input" and attributes.get("type") in ("submit", "button") else []
            self.said += [attributes[name] for name in heard if name in attributes]
        if tag not in HAVE_NO_END:
            self._passed.append(passed)

    def handle_endtag(self, tag):
        if tag not in HAVE_NO_END and self._passed:
            self._passed.pop()

    def handle_data(self, data):
        if not any(self._passed[-1:]):
            self.said.append(data)


@pytest.fixture
def marked_welsh(monkeypatch):
    """Whatever the Welsh catalogue says stands between « and »."""

    def mark(name: str) -> None:
        translate = getattr(DjangoTranslation, name)

        def marked(self, *words):
            said = translate(self, *words)
            return f"«{said}»" if self.language() == "cy" and said.strip() else said

        monkeypatch.setattr(DjangoTranslation, name, marked)

    mark("gettext")
    mark("ngettext")


def said_by(content: Any) -> set[str]:
    """The words of documents, but for the English of what there is in Welsh."""
    if isinstance(content, dict):
        read = {"cy": content["cy"]} if set(content) == {"en", "cy"} and content["cy"] else content
        return set().union(*map(said_by, read.values()))
    if isinstance(content, list | tuple):
        return set().union(*map(said_by, content))
    return set() if isinstance(content, bool) else {line.strip() for line in str(content).splitlines()}


def codes() -> set[str]:
    """How files write the words of the fixed lists: editors see words instead."""
    documents = [schema.Profile, schema.Directory]
    documents += [item for document in documents for item in schema.lists_of(document).values()]
    return {
        code
        for document in documents
        for name in document.model_fields
        for code, _words in fixed_words(document, name)
    }


def own_content() -> list[str]:
    """What a page in Welsh may show of our content, the longest first."""
    profile, directory = profile_data(Profile.objects.get()), directory_data()
    keys = {row["key"] for rows in directory.values() for row in rows}
    keys |= {
        row["key"] for name in schema.lists_of(schema.Profile) if name != "sections" for row in profile[name]
    }
    names = keys | NAMES | FILES | set(map(str, Rating.objects.all()))
    found = (said_by([profile, directory]) - codes()) | names
    return sorted(found - {""}, key=len, reverse=True)


def without_origin(html: str, content: list[str]) -> set[str]:
    """The words of a page that neither the catalogue nor our content has said."""
    text = "\n".join(Words(html).said)
    while text != (text := re.sub(r"«[^«»]*»", "", text)):
        pass
    for words in content:
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", "", text)
    return {" ".join(line.split()) for line in text.splitlines() if re.search(r"[^\W\d_]{3}", line)}


def test_every_page_of_the_desk(client, tmp_path, marked_welsh, monkeypatch):
    # A text that is cut short is nobody's.
    monkeypatch.setattr(record, "LONG", 10_000)
    publish_content(tmp_path)
    make_rating()
    ann = User.objects.create_superuser("ann")
    EditorSettings.objects.create(user=ann, language="cy")
    client.force_login(ann)
    content = own_content()
    waiting, known, found = ["/admin/"], {"/admin/"}, {}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        if response.headers.get("Content-Type", "").partition(";")[0] != "text/html":
            continue
        html = response.content.decode()
        for words in without_origin(html, content):
            found.setdefault(words, address)
        for link in Seen(html).links:
            target = urljoin(address, link).partition("#")[0]
            if target.startswith("/admin/") and kind_of(target) not in known:
                known.add(kind_of(target))
                waiting.append(target)
    assert len(known) > 50
    assert not found, "\n".join(f"{address}: {words}" for words, address in sorted(found.items()))
