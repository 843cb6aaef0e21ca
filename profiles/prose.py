"""Prose: what Markdown may hold here, and the HTML it becomes.

Markdown is rendered once, when an edition is made (`publishing`), never while a page is read. Headings
in it begin at ###; a page decides how deep they stand (`at_level`). Links go to our own pages by key
(`page:apprenticeships`) or to whole web addresses.
"""

import re
from collections.abc import Iterator

import markdown
import nh3
from django.utils.translation import gettext as _

_TAGS = {
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "h3", "h4", "h5", "blockquote", "table", "thead",
    "tbody", "tr", "th", "td", "code",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "th": {"scope"}}
_SCHEMES = {"https", "http", "mailto", "tel", "page"}

# The words before it may hold brackets or go over lines, so only what follows them is looked for.
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_PICTURE = re.compile(r"!\[")
_LINK_APART = re.compile(r" {0,3}\[[^\]]+\]:")
_LIST_ITEM = re.compile(r" {0,3}([-*+]|\d+[.)])\s")
_RAW_HTML = re.compile(r"<(/?[a-zA-Z]|[!?])")
# Python-Markdown takes quadratic time over long runs of open brackets, and goes down into lists in lists
# until Python stops it.
_BRACKETS = re.compile(
    r"(?:!?\[){50}|(?:\[[^\[\]]{0,20}\]\(){50}|[*_`]{50}|(?:> ?){50}|(?:(?:[-+*]|\d{1,9}[.)]) +){50}"
)


def is_tangled(text: str) -> bool:
    """Whether a text would cost too much to render; its first finding says so."""
    return bool(_BRACKETS.search(text.replace("\n", "")))


def prose_findings(text: str) -> Iterator[tuple[int, str]]:
    """What is wrong with a piece of Markdown: line (from 1) and what to do."""
    if is_tangled(text):
        yield 1, _("has fifty brackets or marks in a row: write it more simply")
        return
    previous = ""
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"[>*+\- ]*#{1,2}(?!#)", line):
            yield number, _("begins with # or ##: a heading inside the text begins with ###")
        if re.match(r"[>*+\- ]*#{6}", line):
            yield number, _("is a heading of a sixth level: ### to ##### are enough")
        if re.match(r"(=+|-+)$", line) and previous.strip():
            yield number, _("underlines the line above, which makes it a heading: use ### instead")
        if _LIST_ITEM.match(line) and previous.strip() and not _LIST_ITEM.match(previous):
            if not previous.startswith(" "):
                yield number, _("begins a list right under a paragraph: leave an empty line before it")
        if _RAW_HTML.search(re.sub(r"`[^`]*`", "", line)):
            yield number, _("holds HTML: write Markdown only")
        if _PICTURE.search(line):
            yield number, _("holds a picture: name it under `pictures:` in profile.yaml")
        elif _LINK_APART.match(line):
            yield number, _("keeps a link apart from its words: write [words](address)")
        for target in _LINK.findall(line):
            if not re.match(r"(https?://[^/]+\.|mailto:|tel:|page:[a-z0-9-]+$)", target):
                words = _(
                    "links to %(target)s: write a whole address (https://...) or one of our pages"
                    " (page:apprenticeships)"
                )
                yield number, words % {"target": repr(target)}
        previous = line


def page_links(text: str) -> set[str]:
    """The keys of our own pages that a piece of Markdown links to."""
    return {target[5:] for target in _LINK.findall(text) if target.startswith("page:")}


def render(text: str) -> str:
    """Markdown as safe HTML, its headings from h3. Links to our own pages keep the scheme `page:`."""
    if not text:
        return ""
    html = markdown.markdown(
        text,
        extensions=["sane_lists", "tables", "smarty"],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
    html = re.sub(r"<th( align=\"\w+\")?>", '<th scope="col">', html)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        generic_attribute_prefixes=set(),
    )


def at_level(html: str, level: int) -> str:
    """Prose with its headings beginning at the given level instead of h3.

    >>> at_level("<h3>Staff</h3>", 2)
    '<h2>Staff</h2>'
    """
    if level == 3:
        return html
    return re.sub(r"(</?h)([3-5])>", lambda m: f"{m[1]}{min(6, int(m[2]) - 3 + level)}>", html)


def with_page_links(html: str, addresses: dict[str, str]) -> str:
    """Prose with `page:` links led to today's addresses. An unknown page loses its link, not its words."""

    def lead(match: re.Match[str]) -> str:
        address = addresses.get(match[1])
        return f'<a href="{address}">{match[2]}</a>' if address else match[2]

    return re.sub(r'<a href="page:([a-z0-9-]+)">(.*?)</a>', lead, html, flags=re.DOTALL)


def word_count(text: str) -> int:
    return len(re.findall(r"\w+", text))


def _blocks(html: str) -> Iterator[tuple[str, int, int]]:
    """The outermost elements of stored prose: tag, start and end. What stands in one is never cut."""
    name, start, depth = "", 0, 0
    for tag in re.finditer(r"<(/?)(\w+)[^>]*>", html):
        if tag[2] == "br":
            continue
        if not tag[1]:
            if depth == 0:
                name, start = tag[2], tag.start()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield name, start, tag.end()


def opening(html: str) -> str:
    """Stored prose up to its first heading.

    >>> opening("<p>You lead.</p><h3>Staff</h3><p>You train.</p>")
    '<p>You lead.</p>'
    """
    first = next((start for name, start, _ in _blocks(html) if name in ("h3", "h4", "h5")), len(html))
    return html[:first].strip()


def listed(html: str) -> list[tuple[str, str]]:
    """The headings of stored prose that have a list under them, each with the list and what leads into it.

    >>> listed("<h3>Staff</h3><p>You:</p><ul><li>train</li></ul><h3>Names</h3><p>Many.</p>")
    [('Staff', '<p>You:</p><ul><li>train</li></ul>')]
    """
    found, heading, before = [], "", 0
    for name, start, end in _blocks(html):
        if name == "h3":
            heading = html[start:end].removeprefix("<h3>").removesuffix("</h3>")
        elif name == "ul" and heading:
            leads_in = re.fullmatch(r"<p>[^<]*:</p>\s*", html[before:start])
            found.append((heading, html[before if leads_in else start : end]))
            heading = ""
        before = start
    return found
