"""The site's addresses: each page's, in each language. urls.py is built from the same words."""

from collections.abc import Iterable
from urllib.parse import urlencode

from profiles.content.schema import SlugPair
from profiles.vocabulary import PATHS, SECTION_PATHS

SECTION_OF_PATH = {
    language: {word: kind for kind, word in words.items()} for language, words in SECTION_PATHS.items()
}


def section_of(word: str, language: str) -> str | None:
    """The section that an address's last word names: its kind, `all`, or (no word) the profile. Else None."""
    if word == PATHS[language]["all"]:
        return "all"
    return SECTION_OF_PATH[language].get(word) if word else ""


def _last_part(section: str, language: str) -> str:
    if section == "all":
        return f"{PATHS[language]['all']}/"
    return f"{SECTION_PATHS[language][section]}/" if section else ""


def home(language: str) -> str:
    return f"/{language}/"


def careers(language: str) -> str:
    return f"/{language}/{PATHS[language]['careers']}/"


def careers_by(kind: str, value: str, language: str) -> str:
    """All careers that have one thing in common: `kind` is a filter's name in the address."""
    return f"{careers(language)}?{urlencode({kind: value})}"


def skills(language: str) -> str:
    return f"/{language}/{PATHS[language]['skills']}/"


def subjects(language: str) -> str:
    return f"/{language}/{PATHS[language]['subjects']}/"


def paths(language: str, standing_at: str = "", area: str = "") -> str:
    """The map of all careers and what leads from one to another, whole or of one job area."""
    chosen = {"area": area, "c": standing_at}
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"/{language}/{PATHS[language]['paths']}/{'?' if query else ''}{query}"


def comparison(language: str, keys: Iterable[str] = ()) -> str:
    """Careers side by side; their keys are the same in both languages."""
    return f"/{language}/{PATHS[language]['compare']}/{_careers_query(keys)}"


def shortlist(language: str, keys: Iterable[str] = ()) -> str:
    """A list of careers to keep or to share: all of it in the address."""
    return f"/{language}/{PATHS[language]['list']}/{_careers_query(keys)}"


def _careers_query(keys: Iterable[str]) -> str:
    query = urlencode([("c", key) for key in keys])
    return f"?{query}" if query else ""


def career(slug: SlugPair, language: str, section: str = "") -> str:
    """A career's page, its section's, or (section `all`) everything on one page."""
    return f"{careers(language)}{getattr(slug, language)}/{_last_part(section, language)}"


def qr_code(slug: SlugPair, language: str, section: str = "") -> str:
    """The page with a QR code for a career's page."""
    return f"{career(slug, language, section)}{PATHS[language]['qr']}/"


def qr_image(slug: SlugPair, language: str, section: str = "") -> str:
    return career(slug, language, section) + "qr.svg"


def area(slug: SlugPair, language: str) -> str:
    return f"/{language}/{PATHS[language]['areas']}/{getattr(slug, language)}/"


def page(slug: SlugPair, language: str) -> str:
    return f"/{language}/{getattr(slug, language)}/"


def rate(key: str, language: str, section: str = "") -> str:
    """Where a rating of a career's page is given and shown."""
    return f"{rate_root(language)}{key}/{_last_part(section, language)}"


def rate_root(language: str) -> str:
    return f"/{language}/{PATHS[language]['rate']}/"


def report(language: str, about: str = "") -> str:
    """The form for reporting a mistake, about a page of ours."""
    address = f"/{language}/{PATHS[language]['report']}/"
    return f"{address}?{urlencode({'page': about}, safe='/')}" if about else address


def preview(signed: str, language: str, section: str = "") -> str:
    """A page of a draft for whoever has the link: its own, a section's, or (`all`) everything on one page."""
    return f"/{language}/{PATHS[language]['preview']}/{signed}/{_last_part(section, language)}"


def picture(path: str) -> str:
    """A stored picture's own address."""
    return f"/{path}"
