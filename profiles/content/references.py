"""What a document must agree on beyond the shape of each field: references, and facts that belong together.

Each finding is a path into the document and a sentence. Files turn the path into file and line.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from profiles.prose import page_links

from . import schema
from .schema.profile import SECTION_KINDS

Path = tuple[str | int, ...]
Finding = tuple[Path, str]

# Words in addresses that no page, area or career may take.
RESERVED_SLUGS = {
    "en", "cy", "all", "popeth", "careers", "gyrfaoedd", "areas", "meysydd", "compare", "cymharu", "list",
    "rhestr", "rate", "sgorio", "report", "adrodd", "preview", "rhagolwg", "feed", "ffrwd", "search",
    "chwilio", "pictures", "api", "admin", "qr",
}  # fmt: skip

# The directory list that each field of keys refers to.
REFERENCES = {
    "sources": "sources",
    "welsh_sources": "sources",
    "source": "sources",
    "links": "links",
    "areas": "areas",
    "page": "pages",
}


def _references(value: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Every key that names something in the directory: its path, the list, the key."""
    for name in type(value).model_fields:
        held = getattr(value, name)
        if isinstance(held, tuple) and held and isinstance(held[0], schema.Item):
            for i, item in enumerate(held):
                yield from _references(item, (*path, name, i))
        elif name in REFERENCES and isinstance(held, tuple):
            for i, key in enumerate(held):
                yield (*path, name, i), REFERENCES[name], key
        elif name in REFERENCES and isinstance(held, str) and held:
            yield (*path, name), REFERENCES[name], held


def named_in(document: schema.Value, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Every entry of the directory that a document names: where, in which list, and its key."""
    yield from _references(document, path)
    if isinstance(document, schema.Profile):
        for name in ("skills", "contacts"):
            for i, item in enumerate(getattr(document, name)):
                yield (*path, name, i), name, item.key
    for place, language, text in _proses(document, path):
        for key in sorted(page_links(text)):
            yield (*place, language), "pages", key


def _unknown(path: Path, list_name: str, key: str) -> Finding:
    words = _("%(key)s is not in %(list)s: add it there, or correct the key")
    return path, words % {"key": repr(key), "list": f"{list_name}.yaml"}


def _reserved(slug: str) -> str:
    return _("%(slug)s is a word the site's own addresses use: choose another") % {"slug": repr(slug)}


def _proses(value: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Every piece of Markdown: its path, its language, and the text."""
    for name in type(value).model_fields:
        held = getattr(value, name)
        if isinstance(held, schema.ProsePair):
            for language in schema.LANGUAGES:
                yield (*path, name), language, getattr(held, language)
        elif isinstance(held, tuple) and held and isinstance(held[0], schema.Item):
            for i, item in enumerate(held):
                yield from _proses(item, (*path, name, i))


def _lost_links(value: Any, path: Path, pages: set[str]) -> Iterator[Finding]:
    """Links in prose to pages of ours that there are not."""
    for place, language, text in _proses(value, path):
        for key in sorted(page_links(text) - pages):
            words = _("links to %(page)s, which is not in pages.yaml: add it there, or correct the link")
            yield (*place, language), words % {"page": f"page:{key}"}


def _keys(directory: schema.Directory) -> dict[str, set[str]]:
    return {name: {item.key for item in getattr(directory, name)} for name in type(directory).model_fields}


def directory_findings(directory: schema.Directory) -> Iterator[Finding]:
    known = _keys(directory)
    for list_name in ("contacts", "links"):
        for i, item in enumerate(getattr(directory, list_name)):
            for path, to, key in _references(item, (list_name, i)):
                if key not in known[to]:
                    yield _unknown(path, to, key)
    yield from _lost_links(directory, (), known["pages"])
    for list_name in ("areas", "pages"):
        for language in schema.LANGUAGES:
            seen: dict[str, str] = {}
            for i, item in enumerate(getattr(directory, list_name)):
                slug = getattr(item.slug, language)
                path = (list_name, i, "slug", language)
                if not slug:
                    yield path, _("is empty: a page needs an address in each language")
                elif slug in RESERVED_SLUGS:
                    yield path, _reserved(slug)
                elif slug in seen:
                    words = _("%(slug)s is the slug of %(other)s too: choose another")
                    yield path, words % {"slug": repr(slug), "other": repr(seen[slug])}
                seen[slug] = item.key
    for i, link in enumerate(directory.links):
        if link.page and link.address:
            yield ("links", i, "page"), _("stands beside an address: a link leads to one or the other")
    for i, contact in enumerate(directory.contacts):
        if contact.state == "checked" and not contact.checked_on:
            yield ("contacts", i, "state"), _("says checked, but checked_on is empty: write the day")


def profile_findings(profile: schema.Profile, directory: schema.Directory) -> Iterator[Finding]:
    known = _keys(directory)
    for path, to, key in _references(profile, ()):
        if key not in known[to]:
            yield _unknown(path, to, key)
    for i, skill in enumerate(profile.skills):
        if skill.key not in known["skills"]:
            yield _unknown(("skills", i, "key"), "skills", skill.key)
    for i, contact in enumerate(profile.contacts):
        if contact.key not in known["contacts"]:
            yield _unknown(("contacts", i, "key"), "contacts", contact.key)
    yield from _lost_links(profile, (), known["pages"])

    for language in schema.LANGUAGES:
        slug = getattr(profile.slug, language)
        if not slug:
            yield ("slug", language), _("is empty: a career needs an address in each language")
        elif slug in RESERVED_SLUGS:
            yield ("slug", language), _reserved(slug)

    kinds = [section.key for section in profile.sections]
    if kinds != sorted(kinds, key=SECTION_KINDS.index):
        order = ", ".join(sorted(kinds, key=SECTION_KINDS.index))
        yield ("sections",), _("are not in the site's order: %(order)s") % {"order": order}
    for name in ("disagreements", "gaps"):
        for i, item in enumerate(getattr(profile, name)):
            if item.section not in kinds:
                words = _("the profile has no section %(section)s")
                yield (name, i, "section"), words % {"section": repr(item.section)}

    steps = {step.key for step in profile.steps}
    for i, move in enumerate(profile.moves):
        for end in ("start", "to"):
            if (step := getattr(move, end)) not in steps:
                yield ("moves", i, end), _("%(key)s is not the key of a step") % {"key": repr(step)}
        if move.start == move.to:
            yield ("moves", i, "to"), _("leads back to where it starts")

    disagreements = {item.key for item in profile.disagreements}
    sides: dict[str, int] = dict.fromkeys(disagreements, 0)
    for i, claim in enumerate(profile.claims):
        if claim.disagreement not in disagreements:
            words = _("%(key)s is not the key of a disagreement")
            yield ("claims", i, "disagreement"), words % {"key": repr(claim.disagreement)}
        else:
            sides[claim.disagreement] += 1
    for i, item in enumerate(profile.disagreements):
        if sides[item.key] < 2:
            yield ("disagreements", i, "key"), _("needs at least two claims: each side is named")

    covers = [i for i, picture in enumerate(profile.pictures) if picture.cover]
    for i in covers[1:]:
        yield ("pictures", i, "cover"), _("is the second cover: one picture is enough")
    for name, item in _bilingual_lists(profile):
        if item.en and item.cy and len(item.en) != len(item.cy):
            words = _("has %(en)s entries in English and %(cy)s in Welsh")
            yield name, words % {"en": len(item.en), "cy": len(item.cy)}
    for path in profile.out_of_date:
        if not _exists(profile, path):
            yield ("out_of_date", path), _("is not the path of a text, such as sections.pay.answer.cy")


def _bilingual_lists(value: Any, path: Path = ()) -> Iterator[tuple[Path, schema.ListPair]]:
    for name in type(value).model_fields:
        held = getattr(value, name)
        if isinstance(held, schema.ListPair) and name != "hidden_words":
            yield (*path, name), held
        elif isinstance(held, tuple) and held and isinstance(held[0], schema.Item):
            for i, item in enumerate(held):
                yield from _bilingual_lists(item, (*path, name, i))


def _exists(document: schema.Value, path: str) -> bool:
    """Whether a dotted path, with item keys, leads to one side of a pair."""
    *parts, language = path.split(".")
    here: Any = document
    for part in parts:
        if isinstance(here, tuple):
            here = next((item for item in here if isinstance(item, schema.Item) and item.key == part), None)
        else:
            here = getattr(here, part, None) if part in getattr(type(here), "model_fields", {}) else None
    return isinstance(here, schema.Pair | schema.ListPair) and language in schema.LANGUAGES
