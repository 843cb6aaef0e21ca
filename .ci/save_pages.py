"""Follow every link of a running site, save its pages, and check what only the whole can show.

    python .ci/save_pages.py http://127.0.0.1:8000 FOLDER

Every address of our own must answer 200 and need no redirect; every fragment must exist; a page and its
twin must name each other with hreflang; the language of a page must be the one its address says; nothing
may be styled or scripted inline or come from elsewhere. FOLDER/pages.txt lists what was saved.
"""

import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

LONGEST_CRAWL = 6000
# What a reader who follows no link may meet: a page that is not there, in each language.
NOT_FOUND = ("/en/not-there/", "/cy/ddim-yma/")
# How many addresses of one path, with other queries, the HTML checker and the browser see.
OF_ONE_PATH = 3
# Words before a career's own in paths, and the careers a browser sees: a full one and a thin one.
RATINGS = ("rate", "sgorio")
CAREERS = ("careers", "gyrfaoedd", *RATINGS)
SHOWN_CAREERS = (
    "customer-services-manager",
    "rheolwr-gwasanaethau-cwsmeriaid",
    "training-officer",
    "swyddog-hyfforddi",
)
# Attributes that make a browser fetch something.
FETCHED = {("img", "src"), ("script", "src"), ("source", "src"), ("video", "src"), ("video", "poster")}


class Page(HTMLParser):
    def __init__(self, address: str, html: str):
        super().__init__()
        self.address = address
        self.language = ""
        self.links: set[str] = set()
        self.fetched: set[str] = set()
        self.alternates: dict[str, str] = {}
        self.ids: set[str] = set()
        self.canonical = ""
        # Where the page's own language link leads.
        self.twin = ""
        self.indexed = True
        self.faults: list[str] = []
        self._raw = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if "style" in attributes:
            self.faults.append(f"<{tag}> has a style attribute")
        self.faults += [f"<{tag}> has {name}" for name in attributes if name.startswith("on")]
        if tag == "html":
            self.language = attributes.get("lang", "")
        elif tag in ("style", "script") and not attributes.get("src"):
            # Data for machines is not run, so the content policy lets it be.
            if attributes.get("type") != "application/ld+json":
                self.faults.append(f"<{tag}> is inline")
        elif tag == "a" and "href" in attributes:
            self.links.add(self.absolute(attributes["href"]))
            if "hreflang" in attributes and "alternate" in attributes.get("rel", "").split():
                self.twin = self.absolute(attributes["href"])
        elif tag == "form" and attributes.get("method", "get").lower() == "get":
            self.links.add(self.absolute(attributes.get("action", "")))
        elif tag == "meta" and attributes.get("name") == "robots":
            self.indexed = "noindex" not in attributes.get("content", "")
        elif tag == "meta" and attributes.get("property") in ("og:image", "og:url"):
            self.fetched.add(self.absolute(attributes.get("content", "")))
        elif tag == "link":
            self._link(attributes)
        for name, value in attributes.items():
            if (tag, name) in FETCHED:
                self.fetched.add(self.absolute(value))
            elif name == "srcset":
                self.fetched |= {self.absolute(part.split()[0]) for part in value.split(",") if part.strip()}

    def _link(self, attributes: dict[str, str]):
        target = self.absolute(attributes.get("href", ""))
        kinds = attributes.get("rel", "").split()
        if "alternate" in kinds and "hreflang" in attributes:
            self.alternates[attributes["hreflang"]] = target
        if "canonical" in kinds:
            self.canonical = target
        if "alternate" in kinds or "canonical" in kinds:
            self.links.add(target)
        else:
            self.fetched.add(target)

    def absolute(self, target: str) -> str:
        return urljoin(self.address, target.strip())


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def get(address: str) -> tuple[int, str, str]:
    """Status, kind and text; the text of a picture is left where it is."""
    parts = urlsplit(address)
    path = quote(unquote(parts.path)) + (f"?{parts.query}" if parts.query else "")
    try:
        answer = _OPENER.open(f"{parts.scheme}://{parts.netloc}{path}", timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    except (OSError, ValueError) as error:
        return 0, str(error), ""
    with answer:
        kind = answer.headers.get_content_type()
        return answer.status, kind, answer.read().decode() if kind == "text/html" else ""


def crawl(site: str) -> tuple[dict[str, Page], dict[str, str], list[str]]:
    """Pages by address, their HTML, and what is wrong with any address."""
    pages, texts, faults = {}, {}, []
    found_on = {f"{site}/": "(the start)"}
    waiting = list(found_on)
    while waiting:
        address = waiting.pop()
        status, kind, text = get(address)
        if status != 200:
            faults.append(f"{address} answers {status or kind}, linked from {found_on[address]}")
        elif kind == "text/html":
            texts[address], pages[address] = text, Page(address, text)
            for target in pages[address].links | pages[address].fetched:
                bare = urldefrag(target).url
                # The editors' desk asks for a password, so its door redirects. Lists, comparisons and
                # filters lead to ever longer ones: one step into them shows each kind.
                if (
                    bare.startswith(f"{site}/")
                    and not bare.startswith(f"{site}/admin/")
                    and bare not in found_on
                    and not (urlsplit(address).query and urlsplit(bare).query and bare != pages[address].twin)
                ):
                    found_on[bare] = address
                    waiting.append(bare)
        if len(found_on) > LONGEST_CRAWL:
            faults.append(f"more than {LONGEST_CRAWL} addresses: is there a link without end?")
            break
    return pages, texts, faults


def faults_of(page: Page, pages: dict[str, Page], site: str):
    yield from page.faults
    for target in page.fetched:
        if not target.startswith((f"{site}/", "data:")):
            yield f"fetches {target}"
    for target in page.links:
        bare, fragment = urldefrag(target)
        if fragment and bare in pages and unquote(fragment) not in pages[bare].ids:
            yield f"links to {target}, where there is no such place"
    path = urlsplit(page.address).path
    if path == "/":
        return
    language = path.split("/")[1]
    if page.language != language:
        yield f'has lang="{page.language}"'
    twin = pages.get(page.twin)
    if not twin:
        yield f"has no language link to a page ({page.twin or 'none'})"
    elif twin.twin != page.address or twin.language == page.language:
        yield f"and {page.twin} are not each other's language link"
    if page.indexed:
        yield from _hreflang_faults(page, pages, site, language)


def _hreflang_faults(page: Page, pages: dict[str, Page], site: str, language: str):
    if page.canonical != page.address:
        if page.canonical not in pages:
            yield f"names {page.canonical or 'nothing'} as its canonical address"
        return
    # A page with too little in its own language is left out, but its language link stays.
    twin = pages.get(page.twin)
    expected = {language: page.address, "x-default": f"{site}/"}
    if twin and twin.indexed:
        expected[twin.language] = page.twin
    if page.alternates != expected:
        yield f"has hreflang {page.alternates}, expected {expected}"


def save(address: str, html: str, folder: Path) -> Path:
    parts = urlsplit(address)
    name = unquote(parts.path).strip("/").replace("/", "__") or "splash"
    if parts.query:
        name += "--" + quote(parts.query, safe="=")[:80]
    path = folder / f"{name}.html"
    path.write_text(html, encoding="utf-8")
    return path


def of_each_kind(addresses: Iterable[str]) -> list[str]:
    """Every path once, and of those with a query a few: 'report a mistake' has one for every page."""
    with_query: dict[str, list[str]] = {}
    for address in sorted(addresses):
        with_query.setdefault(urlsplit(address).path, []).append(address)
    return [address for same in with_query.values() for address in same[:OF_ONE_PATH]]


def one_of_a_kind(address: str) -> bool:
    """Whether a browser is to see it: of the careers, two stand for all."""
    parts = urlsplit(address).path.split("/")
    if len(parts) < 5 or parts[2] not in CAREERS:
        return True
    # Each section has a QR code and a rating of its own, alike in all but a word.
    of_a_section = len(parts) > 6 or (parts[2] in RATINGS and len(parts) > 5)
    return parts[3] in SHOWN_CAREERS and not of_a_section


def main(site: str, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    pages, texts, faults = crawl(site)
    for page in pages.values():
        faults += [f"{page.address} {fault}" for fault in faults_of(page, pages, site)]
    for path in NOT_FOUND:
        status, _, texts[site + path] = get(site + path)
        page = Page(site + path, texts[site + path])
        if status != 404 or page.language != path.split("/")[1]:
            faults.append(
                f'{page.address} answers {status} with lang="{page.language}", not 404 in its language'
            )
        faults += [f"{page.address} {fault}" for fault in page.faults]
    kept = of_each_kind(texts)
    for address in kept:
        save(address, texts[address], folder)
    shown = [address for address in kept if one_of_a_kind(address)]
    (folder / "pages.txt").write_text("\n".join(shown) + "\n", encoding="utf-8")
    print(
        f"save_pages: {len(texts)} pages, {len(faults)} faults; {len(kept)} for the HTML checker, "
        f"{len(shown)} for the browser"
    )
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/"), Path(sys.argv[2])))
