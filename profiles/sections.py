"""What each kind of section shows beside its prose: the facts its template is given.

One function for each kind that has facts; templates/career/sections/<kind>.html shows them.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from profiles import addresses, charts, cloths, pay, prose
from profiles.content import schema
from profiles.reading import Career
from profiles.templatetags.wording import as_given

Facts = dict[str, Any]


def _what_you_would_do(career: Career, language: str) -> Facts:
    html, _language = career.prose("what-you-would-do", language)
    return {"opening": prose.opening(html), "duties": prose.listed(html)[:3]}


def _pay(career: Career, language: str) -> Facts:
    bands = career.profile.pay_bands
    minimum = career.directory.minimum_wage
    notices = {band.key: pay.below_minimum_in_words(band, minimum) for band in bands}
    below = any(notices.values())
    return {
        "chart": charts.pay_chart([band for band in bands if band.period == "year"]),
        "hourly": [band for band in bands if band.period == "hour"],
        "words": {band.key: pay.band_in_words(band) for band in bands},
        "notices": notices,
        "minimum": minimum if below else None,
        "minimum_hourly": pay.pounds(minimum.hourly) if minimum else "",
        "minimum_year": pay.pounds(pay.year_at_minimum(minimum)) if minimum else "",
    }


def _hours(career: Career, language: str) -> Facts:
    """Patterns of the same kind stand together, each with its own source."""
    kinds: dict[str, list] = {}
    for pattern in career.profile.hours:
        kinds.setdefault(pattern.pattern, []).append((pattern, charts.week(pattern)))
    return {
        "patterns": kinds,
        "has_weeks": any(pattern.days_usual or pattern.days_sometimes for pattern in career.profile.hours),
        "shares": career.profile.shares,
    }


def _ways_in(career: Career, language: str) -> Facts:
    return {"routes": career.profile.routes}


def _qualifications_of(section: str) -> Callable[[Career, str], Facts]:
    def facts(career: Career, language: str) -> Facts:
        return {"qualifications": [q for q in career.profile.qualifications if q.section == section]}

    return facts


def _qualifications(career: Career, language: str) -> Facts:
    facts = _qualifications_of("qualifications")(career, language)
    return {**facts, "subjects": career.profile.subjects}


def _skills(career: Career, language: str) -> Facts:
    named = career.directory.skills
    return {"skills": [(named[skill.key], skill) for skill in career.profile.skills if skill.key in named]}


def _where_it_leads(career: Career, language: str) -> Facts:
    profile = career.profile
    related: dict[str, list] = {}
    for item in profile.related:
        related.setdefault(item.relation, []).append((item, address_of(career, item.key, language)))
    cloth = career.area.cloth if career.area else "public"
    return {
        "ladder": charts.ladder(profile.steps, profile.moves, profile.key),
        "urls": {key: address_of(career, key, language) for key in career.careers},
        "cloth": cloth,
        "cloth_path": cloths.CLOTHS[cloth],
        "related": related,
        "map_url": addresses.paths(language, profile.key) if career.is_public else "",
    }


def _changing_career(career: Career, language: str) -> Facts:
    facts = _qualifications_of("changing-career")(career, language)
    return {**facts, "routes": [route for route in career.profile.routes if route.for_adults]}


def _find_out_more(career: Career, language: str) -> Facts:
    named = career.directory.contacts
    return {
        "contacts": [
            {"contact": named[ref.key], "text": ref.text, "tel": number_to_dial(named[ref.key])}
            for ref in career.profile.contacts
            if ref.key in named
        ],
        "publications": career.profile.publications,
        "codes": career.profile.occupation_codes,
    }


FACTS: dict[str, Callable[[Career, str], Facts]] = {
    "what-you-would-do": _what_you_would_do,
    "pay": _pay,
    "hours": _hours,
    "ways-in": _ways_in,
    "qualifications": _qualifications,
    "skills": _skills,
    "training": _qualifications_of("training"),
    "where-it-leads": _where_it_leads,
    "changing-career": _changing_career,
    "find-out-more": _find_out_more,
}


def address_of(career: Career, key: str, language: str) -> str:
    """Another career's address, or nothing where it is not published, or is this one."""
    listing = career.careers.get(key)
    if listing is None or key == career.profile.key:
        return ""
    return addresses.career(listing.slug, language)


def number_to_dial(contact: schema.Contact) -> str:
    """The telephone number for a call link: figures only, nothing where it is out of date.

    >>> from profiles.content.schema import Contact, Pair
    >>> number_to_dial(Contact(key="a", organisation=Pair(en="A"), telephone="0800 028 4844", sources=("b",)))
    '08000284844'
    """
    if contact.state == "out-of-date":
        return ""
    return re.sub(r"[^0-9+]", "", contact.telephone)


def _sides(career: Career, disagreement: schema.Disagreement) -> list[dict[str, Any]]:
    return [
        {"source": career.directory.sources[claim.source], "text": claim.text}
        for claim in career.profile.claims
        if claim.disagreement == disagreement.key
    ]


def show(career: Career, kind: str, language: str) -> dict[str, Any]:
    """Everything one section's template needs."""
    profile, section = career.profile, career.sections[kind]
    html, prose_language = career.prose(kind, language)
    facts = FACTS.get(kind, lambda *_: {})(career, language)
    return {
        "kind": kind,
        "section": section,
        "url": career.address(language, kind),
        "template": f"career/sections/{kind}.html",
        "prose": html,
        "prose_language": "" if prose_language == language else prose_language,
        "disagreements": [(d, _sides(career, d)) for d in profile.disagreements if d.section == kind],
        "gaps": [gap for gap in profile.gaps if gap.section == kind],
        "sources": career.directory.sources,
        "links": career.directory.links,
        "page_addresses": career.directory.page_addresses(language),
        "profile": profile,
        **facts,
    }


def source_rows(sources: Iterable[schema.Source]) -> list[dict[str, Any]]:
    """Sources as a list shows them, each with the date it gives itself."""
    return [
        {"source": source, "dated": as_given(source.dated), "read_on": source.read_on} for source in sources
    ]


def sources_of(career: Career, kinds: list[str]) -> list[dict[str, Any]]:
    """The sources that sections rest on, in the directory's order, as a list shows them."""
    keys: set[str] = set()
    for kind in kinds:
        for _path, value in career.shown_in(kind):
            keys.update(getattr(value, "sources", ()))
            if source := getattr(value, "source", ""):
                keys.add(source)
        if kind == "skills":
            keys.update(career.profile.welsh_sources)
    return source_rows(source for source in career.directory.document.sources if source.key in keys)
