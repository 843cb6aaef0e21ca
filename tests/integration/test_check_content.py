"""Broken content: each fault is said with its file, its line and what to do, all at once.

`tests/content/sound/` is a small content folder without faults. Every test copies it and breaks the copy.
"""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from profiles.content.files import canonical_files, read_content
from tests.builders import make_photograph

SOUND = Path(__file__).parents[1] / "content/sound"
PROFILE = "profiles/shop-manager/profile.yaml"
ENGLISH = "profiles/shop-manager/en.md"
WELSH = "profiles/shop-manager/cy.md"
DRAWING = "profiles/shop-manager/pictures/counter.svg"

Edit = Callable[[Path], None]


def edit(file: str, old: str | bytes, new: str | bytes) -> Edit:
    """Put other words in place of words that stand in a file once."""

    def do(folder: Path) -> None:
        before, after = (text if isinstance(text, bytes) else text.encode() for text in (old, new))
        data = (folder / file).read_bytes()
        assert data.count(before) == 1, f"{old!r} stands {data.count(before)} times in {file}"
        (folder / file).write_bytes(data.replace(before, after))

    return do


def whole(file: str, data: str | bytes) -> Edit:
    """Write a whole file."""

    def do(folder: Path) -> None:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data if isinstance(data, bytes) else data.encode())

    return do


def gone(file: str) -> Edit:
    return lambda folder: (folder / file).unlink()


# What is done to the folder, and what is said. Addresses within profiles/shop-manager/ are short.
FAULTS: dict[str, tuple[list[Edit], list[str]]] = {
    # The file as a whole
    "bad UTF-8": (
        [edit(PROFILE, b"Rheolwr siop", b"Rheolwr st\xf4r")],
        ["profile.yaml:3: is not UTF-8: save it again as UTF-8"],
    ),
    "UTF-16": (
        [whole(PROFILE, "title:\n  en: Cook\n".encode("utf-16-le"))],
        ["profile.yaml:1: is damaged (it holds a NUL character): save it again as UTF-8"],
    ),
    "a NUL character": (
        [edit(ENGLISH, "Pay grows.", "Pay\0grows.")],
        ["en.md:12: is damaged (it holds a NUL character): save it again as UTF-8"],
    ),
    "an empty profile": (
        [whole(PROFILE, "")],
        ["profile.yaml:1: must be a group of fields, beginning with `title:`"],
    ),
    "a profile that is a list": (
        [whole(PROFILE, "- title\n")],
        ["profile.yaml:1: must be a group of fields, beginning with `title:`"],
    ),
    "a missing list": ([gone("skills.yaml")], ["skills.yaml:1: is missing: create it"]),
    "a missing prose file": (
        [gone(WELSH)],
        ["cy.md:1: is missing: create it, with a heading for each section"],
    ),
    "an empty prose file": (
        [whole(WELSH, "")],
        ["cy.md:1: has no line `# pay`: add it", "cy.md:1: has no line `# what-you-would-do`: add it"],
    ),
    "a misspelt file": (
        [whole("profiles/shop-manager/proflie.yaml", "title: x\n")],
        ["proflie.yaml:1: is not a file we know: rename it or remove it"],
    ),
    "a folder with a bad key": (
        [whole("profiles/Shop_Man/profile.yaml", "title:\n  en: x\n")],
        [
            "profiles/Shop_Man/cy.md:1: is missing: create it, with a heading for each section",
            "profiles/Shop_Man/en.md:1: is missing: create it, with a heading for each section",
            "profiles/Shop_Man/profile.yaml:1: areas: is required: add it",
            (
                "profiles/Shop_Man/profile.yaml:1: key: must be small letters, figures and "
                "single hyphens, not 'Shop_Man'"
            ),
            "profiles/Shop_Man/profile.yaml:1: slug: is required: add it",
            "profiles/Shop_Man/profile.yaml:1: standfirst: is required: add it",
        ],
    ),
    "a file over a megabyte": (
        [edit(ENGLISH, "Pay grows.", "x" * 1_000_001)],
        ["en.md:1: is over one megabyte: split it"],
    ),
    # YAML
    "a tab": (
        [edit(PROFILE, "  en: Shop manager", "\ten: Shop manager")],
        ["profile.yaml:2: has a tab: indent with spaces"],
    ),
    "an anchor": (
        [edit(PROFILE, "en: Shop manager", "en: &name Shop manager")],
        ["profile.yaml:2: has an anchor (& or *): write the text out in each place, or put it in quotes"],
    ),
    "an anchor and its alias": (
        [edit(PROFILE, "en: Shop manager\n  cy: Rheolwr siop", "en: &name Shop manager\n  cy: *name")],
        [
            "profile.yaml:2: has an anchor (& or *): write the text out in each place, or put it in quotes",
            "profile.yaml:3: has an anchor (& or *): write the text out in each place, or put it in quotes",
        ],
    ),
    "a tag": (
        [edit(PROFILE, "low: 21000", "low: !!int 21000")],
        ["profile.yaml:70: has a tag (!): remove it, or put the text in quotes"],
    ),
    "a comment": (
        [edit(PROFILE, "low: 21000", "low: 21000 # per year")],
        ["profile.yaml:70: has a comment: move it to `notes:`"],
    ),
    "a duplicate field": (
        [edit(PROFILE, "low: 21000", "low: 21000\n  low: 22000")],
        ["profile.yaml:71: pay_bands.1: has 'low' twice: keep one"],
    ),
    "a merge key": (
        [edit(PROFILE, "  low: 21000\n", "  <<: {low: 1}\n")],
        [
            (
                "profile.yaml:70: pay_bands.starting.<<: is not a field we know; a remark for"
                " colleagues goes in `notes:`"
            )
        ],
    ),
    "an unclosed quotation mark": (
        [edit(PROFILE, "en: Shop manager", "en: 'Shop manager")],
        ["profile.yaml:2: opens a quotation mark that is never closed"],
    ),
    "an unclosed double quote": (
        [edit(PROFILE, "en: You run a shop.", 'en: "You run a shop.')],
        ["profile.yaml:8: opens a quotation mark that is never closed"],
    ),
    "fifty brackets": (
        [edit(PROFILE, "en: Shop manager", "en: " + "[" * 50)],
        ["profile.yaml:2: opens a bracket that is never closed: put the text in quotes"],
    ),
    "fifty brackets in prose": (
        [edit(ENGLISH, "Pay grows.", "[" * 50)],
        ["en.md:12: pay: has fifty brackets or marks in a row: write it more simply"],
    ),
    "two documents": (
        [edit(PROFILE, "slug:", "---\nslug:")],
        ["profile.yaml:4: begins a second document (---): remove the line"],
    ),
    "a colon in a text": (
        [edit(PROFILE, "en: You run a shop.", "en: Note: you run a shop.")],
        [
            (
                "profile.yaml:8: has a colon where none can stand: put the text in quotes, or"
                " see to the line above (its own colon, or how far this one is indented)"
            )
        ],
    ),
    "a missing colon": (
        [edit(PROFILE, "welsh_at_work: desirable", "welsh_at_work desirable")],
        ["profile.yaml:19: has a line without a colon"],
    ),
    "an asterisk": (
        [edit(PROFILE, "en: You run a shop.", "en: **You** run a shop.")],
        ["profile.yaml:8: begins with a sign that YAML keeps for itself: put the text in quotes"],
    ),
    "deep nesting": (
        [whole("skills.yaml", "".join(" " * i + "a:\n" for i in range(200)))],
        ["skills.yaml:20: is nested too deeply: nothing here needs more than six levels"],
    ),
    "a hundred thousand brackets": (
        [whole("skills.yaml", "[" * 100_000)],
        ["skills.yaml:1: is nested too deeply: nothing here needs more than six levels"],
    ),
    "uneven indentation": (
        [edit(PROFILE, "  cy: Rheolwr siop\n", " cy: Rheolwr siop\n")],
        [
            (
                "profile.yaml:3: is indented differently from the lines above it, or goes on "
                "after a closing quote"
            )
        ],
    ),
    "a list as key": (
        [edit(PROFILE, "en: Shop manager", "[a, b]: Shop manager")],
        ["profile.yaml:2: title: has brackets before a colon: put the text in quotes"],
    ),
    # Fields
    "an unknown field": (
        [edit(PROFILE, "standfirst:", "standfrist:")],
        [
            "profile.yaml:1: standfirst: is required: add it",
            "profile.yaml:7: standfrist: is not a field we know; did you mean 'standfirst'?",
        ],
    ),
    "an unknown field without a likeness": (
        [edit(PROFILE, "low: 21000", "low: 21000\n  wibble: 3")],
        [
            (
                "profile.yaml:71: pay_bands.starting.wibble: is not a field we know; a remark"
                " for colleagues goes in `notes:`"
            )
        ],
    ),
    "a missing field": (
        [edit(PROFILE, "  source: prospects\n- key: senior", "- key: senior")],
        ["profile.yaml:68: pay_bands.starting.source: is required: add it"],
    ),
    "a list for a pair": (
        [edit(PROFILE, "  en: Shop manager\n  cy: Rheolwr siop", "- Shop manager")],
        ["profile.yaml:1: title: must have the two languages under it, `en:` and `cy:`"],
    ),
    "a text for a pair": (
        [edit(PROFILE, "\n  en: Shop manager\n  cy: Rheolwr siop", " Shop manager")],
        ["profile.yaml:1: title: must have the two languages under it, `en:` and `cy:`"],
    ),
    "a text for a list": (
        [edit(PROFILE, "areas:\n- retail", "areas: retail")],
        ["profile.yaml:10: areas: must be a list: one entry a line, each beginning with a hyphen"],
    ),
    "a list for a text": (
        [edit(PROFILE, "title: Managers in retail", "title:\n  - Managers")],
        ["profile.yaml:41: occupation_codes.soc-2020-1150.title: must be one text"],
    ),
    "a text for an item": (
        [
            edit(
                PROFILE,
                (
                    "- key: maths\n  name:\n    en: Mathematics\n    cy: Mathemateg\n  sources:\n  - "
                    "careers-wales"
                ),
                "- maths",
            )
        ],
        ["profile.yaml:117: subjects.1: must be a group of fields"],
    ),
    "an empty pair": (
        [edit(PROFILE, "title:\n  en: Shop manager\n  cy: Rheolwr siop", "title:\n  en:\n  cy:")],
        ["profile.yaml:1: title: is empty: write it in at least one language"],
    ),
    "an empty list": (
        [edit(PROFILE, "areas:\n- retail", "areas: []")],
        ["profile.yaml:10: areas: needs at least one entry"],
    ),
    "pounds with a sign": (
        [edit(PROFILE, "low: 21000", "low: £20k")],
        ["profile.yaml:70: pay_bands.starting.low: must be a whole number, in figures only, not '£20k'"],
    ),
    "pounds with a comma": (
        [edit(PROFILE, "low: 21000", "low: 21,000")],
        ["profile.yaml:70: pay_bands.starting.low: must be a whole number, in figures only, not '21,000'"],
    ),
    "pounds below nothing": (
        [edit(PROFILE, "low: 21000", "low: -5")],
        ["profile.yaml:70: pay_bands.starting.low: must be more than 0, not '-5'"],
    ),
    "high below low": (
        [edit(PROFILE, "high: 28000", "high: 18000")],
        ["profile.yaml:71: pay_bands.starting.high: 18000 is less than low 21000"],
    ),
    "can_exceed below high": (
        [edit(PROFILE, "can_exceed: 60000", "can_exceed: 40000")],
        ["profile.yaml:76: pay_bands.senior.can_exceed: 40000 is less than high 45000"],
    ),
    "no amount": (
        [edit(PROFILE, "  high: 45000\n  can_exceed: 60000\n", "")],
        ["profile.yaml:73: pay_bands.senior: needs at least one of low, high and can_exceed"],
    ),
    "a share over 100": (
        [edit(PROFILE, "percentage: 12.5", "percentage: 120")],
        ["profile.yaml:92: shares.full-time.percentage: is too large, not '120'"],
    ),
    "a share too fine": (
        [edit(PROFILE, "percentage: 12.5", "percentage: 12.55")],
        ["profile.yaml:92: shares.full-time.percentage: has more figures than we keep, not '12.55'"],
    ),
    "a share that is not a number": (
        [edit(PROFILE, "percentage: 12.5", "percentage: NaN")],
        ["profile.yaml:92: shares.full-time.percentage: must be a number, in figures only, not 'NaN'"],
    ),
    "a word not of the list": (
        [edit(PROFILE, "pattern: shifts", "pattern: shift")],
        [
            (
                "profile.yaml:80: hours.shops.pattern: must be one of office-hours, shifts, "
                "evenings, weekends, part-time, flexible, varies, not 'shift'; did you mean "
                "'shifts'?"
            )
        ],
    ),
    "neither true nor false": (
        [edit(PROFILE, "cover: true", "cover: maybe")],
        ["profile.yaml:200: pictures.counter.cover: must be true or false, not 'maybe'"],
    ),
    "a day that is not one": (
        [edit(PROFILE, "reviewed_on: 2026-11-03", "reviewed_on: 3 November 2026")],
        ["profile.yaml:24: reviewed_on: must be a day, such as 2026-11-25, not '3 November 2026'"],
    ),
    "a day that never was": (
        [edit(PROFILE, "reviewed_on: 2026-11-03", "reviewed_on: 2026-02-30")],
        ["profile.yaml:24: reviewed_on: must be a day, such as 2026-11-25, not '2026-02-30'"],
    ),
    "a day as a number": (
        [edit(PROFILE, "reviewed_on: 2026-11-03", "reviewed_on: 86400")],
        ["profile.yaml:24: reviewed_on: must be a day, such as 2026-11-25, not '86400'"],
    ),
    "a date as given that is not one": (
        [edit("sources.yaml", "dated: 2023-01", "dated: January 2023")],
        [
            (
                "sources.yaml:20: sources.careers-wales.dated: must be a year, a month or a "
                "day: 2023, 2023-01 or 2023-01-31"
            )
        ],
    ),
    "half a web address": (
        [edit("links.yaml", "https://jobs.example/", "jobs.example")],
        [
            (
                "links.yaml:6: links.find-a-job.address.en: must be a whole web address, "
                "beginning https:// or http://"
            )
        ],
    ),
    "a javascript: address": (
        [edit(PROFILE, "https://films.example/sam", "javascript:alert(1)")],
        ["profile.yaml:207: films.sam.address: must be a whole web address, beginning https:// or http://"],
    ),
    "two lines where one belongs": (
        [edit(PROFILE, "en: You run a shop.", "en: |-\n    You run\n    a shop.")],
        ["profile.yaml:8: standfirst.en: must be one line; put paragraphs in the prose file"],
    ),
    "a huge number": (
        [edit(PROFILE, "seconds: 95", "seconds: 99999999999999999999")],
        ["profile.yaml:208: films.sam.seconds: is too large, not '99999999999999999999'"],
    ),
    "a long text": (
        [edit(PROFILE, "en: You run a shop.", "en: " + "x" * 2001)],
        ["profile.yaml:8: standfirst.en: is longer than 2000 characters: shorten it"],
    ),
    "a bad key": (
        [edit(PROFILE, "key: store-manager", "key: Store Manager")],
        [
            (
                "profile.yaml:31: also_known_as.Store Manager.key: must be small letters, "
                "figures and single hyphens, not 'Store Manager'"
            )
        ],
    ),
    "a bad slug": (
        [edit(PROFILE, "  en: shop-manager", "  en: Shop manager!")],
        ["profile.yaml:5: slug.en: must be small letters, figures and single hyphens, not 'Shop manager!'"],
    ),
    "a reserved slug": (
        [edit(PROFILE, "  cy: rheolwr-siop", "  cy: popeth")],
        ["profile.yaml:6: slug.cy: 'popeth' is a word the site's own addresses use: choose another"],
    ),
    "no slug": (
        [edit(PROFILE, "slug:\n  en: shop-manager\n  cy: rheolwr-siop", "slug:\n  en: shop-manager")],
        ["profile.yaml:4: slug.cy: is empty: a career needs an address in each language"],
    ),
    "a duplicate key": (
        [edit(PROFILE, "key: senior", "key: starting")],
        ["profile.yaml:67: pay_bands: has the key 'starting' twice"],
    ),
    "a key within profile.yaml": (
        [edit(PROFILE, "title:\n  en: Shop manager\n", "key: shop\ntitle:\n  en: Shop manager\n")],
        ["profile.yaml:1: key: is the folder's name: remove it here"],
    ),
    "a career called directory": (
        [
            lambda folder: (folder / "profiles/shop-manager").rename(folder / "profiles/directory"),
        ],
        ["profiles/directory/profile.yaml:1: key: is what the shared lists are called: choose another"],
    ),
    "a digest in YAML": (
        [edit(PROFILE, "file: counter.svg", "file: counter.svg\n  digest: abc")],
        ["profile.yaml:190: pictures.counter.digest: is computed: remove it"],
    ),
    # What belongs together
    "an unknown source": (
        [
            edit(
                PROFILE,
                "  can_exceed: 60000\n  source: careers-wales",
                "  can_exceed: 60000\n  source: careers-whales",
            )
        ],
        [
            (
                "profile.yaml:77: pay_bands.senior.source: 'careers-whales' is not in "
                "sources.yaml: add it there, or correct the key"
            )
        ],
    ),
    "an unknown source in a list": (
        [edit(PROFILE, "  sources:\n  - prospects\nkey_facts", "  sources:\n  - prospectus\nkey_facts")],
        [
            (
                "profile.yaml:43: occupation_codes.soc-2020-1150.sources.1: 'prospectus' is "
                "not in sources.yaml: add it there, or correct the key"
            )
        ],
    ),
    "an unknown skill": (
        [edit(PROFILE, "- key: listening", "- key: lisening")],
        [
            (
                "profile.yaml:138: skills.lisening.key: 'lisening' is not in skills.yaml: add"
                " it there, or correct the key"
            )
        ],
    ),
    "an unknown contact": (
        [edit(PROFILE, "- key: shop-trust", "- key: shop-truss")],
        [
            (
                "profile.yaml:225: contacts.shop-truss.key: 'shop-truss' is not in "
                "contacts.yaml: add it there, or correct the key"
            )
        ],
    ),
    "an unknown link": (
        [
            edit(
                PROFILE,
                "  links:\n  - find-a-job\n  sources:\n  - prospects",
                "  links:\n  - find-job\n  sources:\n  - prospects",
            )
        ],
        [
            (
                "profile.yaml:113: routes.work.links.1: 'find-job' is not in links.yaml: add "
                "it there, or correct the key"
            )
        ],
    ),
    "an unknown area": (
        [edit(PROFILE, "areas:\n- retail", "areas:\n- retial")],
        ["profile.yaml:11: areas.1: 'retial' is not in areas.yaml: add it there, or correct the key"],
    ),
    "sections out of order": (
        [
            edit(PROFILE, "- key: what-you-would-do", "- key: vacancies"),
            edit(ENGLISH, "# what-you-would-do", "# vacancies"),
            edit(WELSH, "# what-you-would-do", "# vacancies"),
        ],
        ["profile.yaml:52: sections: are not in the site's order: pay, vacancies"],
    ),
    "an unknown section": (
        [edit(PROFILE, "- key: pay\n", "- key: paye\n")],
        [
            "cy.md:10: pay: is not among the sections of profile.yaml: add it there",
            "en.md:10: pay: is not among the sections of profile.yaml: add it there",
            (
                "profile.yaml:60: sections.paye.key: must be one of what-you-would-do, pay, "
                "hours, ways-in, qualifications, skills, work-experience, employers, "
                "vacancies, training, where-it-leads, changing-career, find-out-more, not "
                "'paye'; did you mean 'pay'?"
            ),
        ],
    ),
    "a section key that is a list": (
        [edit(PROFILE, "- key: pay\n", "- key: [pay]\n")],
        [
            "cy.md:10: pay: is not among the sections of profile.yaml: add it there",
            "en.md:10: pay: is not among the sections of profile.yaml: add it there",
            (
                "profile.yaml:60: sections.2.key: must be one of what-you-would-do, pay, "
                "hours, ways-in, qualifications, skills, work-experience, employers, "
                "vacancies, training, where-it-leads, changing-career, find-out-more; did you"
                " mean 'pay'?"
            ),
        ],
    ),
    "a claim with no disagreement": (
        [
            edit(
                PROFILE,
                "  disagreement: days\n  source: prospects",
                "  disagreement: day\n  source: prospects",
            )
        ],
        [
            "profile.yaml:237: disagreements.days.key: needs at least two claims: each side is named",
            "profile.yaml:244: claims.days-prospects.disagreement: 'day' is not the key of a disagreement",
        ],
    ),
    "a disagreement with one side": (
        [
            edit(
                PROFILE,
                (
                    "- key: days-prospects\n  disagreement: days\n  source: prospects\n  text:\n    "
                    "en: Some weekends.\n    cy: Rhai penwythnosau.\n"
                ),
                "",
            )
        ],
        ["profile.yaml:237: disagreements.days.key: needs at least two claims: each side is named"],
    ),
    "a move to an unknown step": (
        [edit(PROFILE, "  to: manager", "  to: manger")],
        ["profile.yaml:173: moves.up.to: 'manger' is not the key of a step"],
    ),
    "a move to itself": (
        [edit(PROFILE, "  to: manager", "  to: assistant")],
        ["profile.yaml:173: moves.up.to: leads back to where it starts"],
    ),
    "out of date at a wrong path": (
        [edit(PROFILE, "sections.pay.answer.cy", "sections.pay.answers.cy")],
        [
            (
                "profile.yaml:29: out_of_date.sections.pay.answers.cy: is not the path of a "
                "text, such as sections.pay.answer.cy"
            )
        ],
    ),
    "out of date within a list of keys": (
        [edit(PROFILE, "sections.pay.answer.cy", "areas.retail.cy")],
        [
            (
                "profile.yaml:29: out_of_date.areas.retail.cy: is not the path of a text, "
                "such as sections.pay.answer.cy"
            )
        ],
    ),
    "out of date with no day": (
        [edit(PROFILE, "sections.pay.answer.cy: 2026-11-10", "sections.pay.answer.cy: yesterday")],
        [
            (
                "profile.yaml:29: out_of_date.sections.pay.answer.cy: must be a day, such as "
                "2026-11-25, not 'yesterday'"
            )
        ],
    ),
    "lists of two lengths": (
        [edit(PROFILE, "    - Saesneg\n", "    - Saesneg\n    - Cymraeg\n")],
        ["profile.yaml:130: qualifications.gcses.units: has 1 entries in English and 2 in Welsh"],
    ),
    "a gap in a section that is not there": (
        [edit(PROFILE, "- key: cost\n  section: pay", "- key: cost\n  section: hours")],
        ["profile.yaml:257: gaps.cost.section: the profile has no section 'hours'"],
    ),
    # Prose
    "a section in one language only": (
        [edit(WELSH, "# pay\n", "")],
        ["cy.md:1: has no line `# pay`: add it"],
    ),
    "a section that is not in profile.yaml": (
        [edit(ENGLISH, "# pay\n", "# pay\n\n# hours\n"), edit(WELSH, "# pay\n", "# pay\n\n# hours\n")],
        [
            "cy.md:12: hours: is not among the sections of profile.yaml: add it there",
            "en.md:12: hours: is not among the sections of profile.yaml: add it there",
        ],
    ),
    "a misspelt kind": (
        [edit(ENGLISH, "# pay\n", "# pays\n")],
        [
            "en.md:1: has no line `# pay`: add it",
            "en.md:10: 'pays' is not a kind of section; did you mean 'pay'?",
        ],
    ),
    "a section's title in place of its kind": (
        [edit(ENGLISH, "# pay\n", "# Pay\n")],
        [
            "en.md:1: has no line `# pay`: add it",
            "en.md:10: 'Pay' is not a kind of section; did you mean 'pay'?",
        ],
    ),
    "a kind twice": (
        [edit(ENGLISH, "Pay grows.", "Pay grows.\n\n# pay")],
        ["en.md:14: pay: opens twice: keep one"],
    ),
    "prose before the first section": (
        [edit(ENGLISH, "# what-you", "Hello.\n\n# what-you")],
        ["en.md:1: stands before the first heading: put it under a line such as `# pay`"],
    ),
    "a heading of the second level": (
        [edit(ENGLISH, "### Duties", "## Duties")],
        ["en.md:5: what-you-would-do: begins with # or ##: a heading inside the text begins with ###"],
    ),
    "a heading of the first level": (
        [edit(ENGLISH, "### Duties", "# Duties")],
        [
            (
                "en.md:5: 'Duties' is not a kind of section; a heading inside the text begins"
                " with ###, and the kinds are what-you-would-do, pay, hours, ways-in, "
                "qualifications, skills, work-experience, employers, vacancies, training, "
                "where-it-leads, changing-career, find-out-more"
            )
        ],
    ),
    "a heading of the first level in a page": (
        [edit("pages/about/en.md", "We are", "# About\n\nWe are")],
        ["pages/about/en.md:1: begins with # or ##: a heading inside the text begins with ###"],
    ),
    "an underlined heading": (
        [edit(ENGLISH, "Pay grows.", "Pay grows.\n===")],
        ["en.md:13: pay: underlines the line above, which makes it a heading: use ### instead"],
    ),
    "HTML": (
        [edit(ENGLISH, "Pay grows.", "Pay <b>grows</b>.")],
        ["en.md:12: pay: holds HTML: write Markdown only"],
    ),
    "a list without an empty line before it": (
        [edit(ENGLISH, "Pay grows.", "Pay grows:\n- slowly")],
        ["en.md:13: pay: begins a list right under a paragraph: leave an empty line before it"],
    ),
    "a javascript: link": (
        [edit(ENGLISH, "page:about", "javascript:alert(1)")],
        [
            (
                "en.md:8: what-you-would-do: links to 'javascript:alert(1': write a whole "
                "address (https://...) or one of our pages (page:apprenticeships)"
            )
        ],
    ),
    "a javascript: link with brackets in its words": (
        [edit(ENGLISH, "[learn more](page:about)", "[learn [more]](javascript:alert)")],
        [
            (
                "en.md:8: what-you-would-do: links to 'javascript:alert': write a whole "
                "address (https://...) or one of our pages (page:apprenticeships)"
            )
        ],
    ),
    "a link apart from its words": (
        [edit(ENGLISH, "Pay grows.", "Pay [grows][1].\n\n[1]: javascript:alert(1)")],
        ["en.md:14: pay: keeps a link apart from its words: write [words](address)"],
    ),
    "a link to an unknown page": (
        [edit(ENGLISH, "page:about", "page:abuot")],
        [
            (
                "en.md:8: sections.what-you-would-do.prose.en: links to page:abuot, which is "
                "not in pages.yaml: add it there, or correct the link"
            )
        ],
    ),
    "a picture in prose": (
        [edit(ENGLISH, "Pay grows.", "![Pay](https://x.example/pay.png)")],
        ["en.md:12: pay: holds a picture: name it under `pictures:` in profile.yaml"],
    ),
    "a fault after empty lines at the head": (
        [edit(ENGLISH, "# what-you", "\n\n# what-you"), edit(ENGLISH, "Pay grows.", "Pay <i>grows</i>.")],
        ["en.md:14: pay: holds HTML: write Markdown only"],
    ),
    "a fault in YAML after empty lines at the head": (
        [
            edit(PROFILE, "title:\n  en: Shop", "\n\ntitle:\n  en: Shop"),
            edit(PROFILE, "low: 21000", "low: x"),
        ],
        ["profile.yaml:72: pay_bands.starting.low: must be a whole number, in figures only, not 'x'"],
    ),
    "HTML in a transcript": (
        [edit(PROFILE, "      It is busy.", "      It is <b>busy</b>.")],
        ["profile.yaml:217: films.sam.transcript.en: holds HTML: write Markdown only"],
    ),
    "a page without text": (
        [gone("pages/about/en.md"), gone("pages/about/cy.md")],
        ["pages/about/en.md:1: is missing: write the page's text"],
    ),
    "a page of no list": (
        [whole("pages/abuot/en.md", "x\n")],
        ["pages/abuot:1: is not in pages.yaml: add it there"],
    ),
    # Pictures
    "a missing picture": (
        [gone(DRAWING)],
        [
            "pictures/counter.png:1: is not named in profile.yaml: name it or remove it",
            "profile.yaml:189: pictures.counter.file: 'counter.svg' is not in pictures/",
        ],
    ),
    "a drawing without its preview": (
        [gone("profiles/shop-manager/pictures/counter.png")],
        [
            (
                "profile.yaml:189: pictures.counter.file: needs a preview of 1200 by 630 "
                "beside it: pictures/counter.png"
            )
        ],
    ),
    "a hostile drawing": (
        [edit(DRAWING, "<rect", "<script>alert(1)</script>\n<rect")],
        ["pictures/counter.svg:3: <script> is not allowed in a drawing: a drawing runs no code"],
    ),
    "a picture that nothing names": (
        [whole("profiles/shop-manager/pictures/till.svg", "x")],
        ["pictures/till.svg:1: is not named in profile.yaml: name it or remove it"],
    ),
    "a picture with a bad name": (
        [edit(PROFILE, "file: counter.svg", "file: Counter 1.svg")],
        [
            "pictures/counter.png:1: is not named in profile.yaml: name it or remove it",
            "pictures/counter.svg:1: is not named in profile.yaml: name it or remove it",
            "profile.yaml:189: pictures.counter.file: 'Counter 1.svg' is not in pictures/",
            (
                "profile.yaml:189: pictures.counter.file: must be a file name in small "
                "letters, ending .svg, .jpg, .jpeg, .png, .avif, .webp, not 'Counter 1.svg'"
            ),
        ],
    ),
    "a drawing called a photograph": (
        [edit(PROFILE, "kind: drawing", "kind: photograph")],
        ["profile.yaml:190: pictures.counter.kind: a drawing is an .svg file, and a photograph is not"],
    ),
    "two covers": (
        [
            edit(
                PROFILE,
                "  cover: true\n",
                (
                    "  cover: true\n- key: again\n  file: counter.svg\n  kind: drawing\n  alt:\n    "
                    "en: x\n  caption:\n    en: x\n  credit:\n    en: x\n  cover: true\n"
                ),
            )
        ],
        ["profile.yaml:210: pictures.again.cover: is the second cover: one picture is enough"],
    ),
    # The directory
    "a list that is a group of fields": (
        [whole("areas.yaml", "retail:\n  name: x\n")],
        ["areas.yaml:1: areas: must be a list: one entry a line, each beginning with a hyphen"],
    ),
    "a link that leads to two places": (
        [edit("links.yaml", "  page: about", "  page: about\n  address:\n    en: https://x.example/")],
        ["links.yaml:13: links.about-us.page: stands beside an address: a link leads to one or the other"],
    ),
    "a check without its day": (
        [edit("contacts.yaml", "  checked_on: 2026-11-02\n", "")],
        [
            (
                "contacts.yaml:7: contacts.shop-trust.state: says checked, but checked_on is "
                "empty: write the day"
            )
        ],
    ),
    "an unknown source in the directory": (
        [edit("contacts.yaml", "- careers-wales", "- careers-whales")],
        [
            (
                "contacts.yaml:10: contacts.shop-trust.sources.1: 'careers-whales' is not in "
                "sources.yaml: add it there, or correct the key"
            )
        ],
    ),
    "a reserved slug in the directory": (
        [edit("areas.yaml", "en: retail\n", "en: search\n")],
        [
            (
                "areas.yaml:6: areas.retail.slug.en: 'search' is a word the site's own "
                "addresses use: choose another"
            )
        ],
    ),
    "an empty list that is referred to": (
        [whole("areas.yaml", "")],
        ["profile.yaml:11: areas.1: 'retail' is not in areas.yaml: add it there, or correct the key"],
    ),
    "faults in three files": (
        [
            edit("areas.yaml", "cloth: retail", "cloth: silk"),
            edit(PROFILE, "areas:\n- retail", "areas:\n- retial"),
            edit(ENGLISH, "Pay grows.", "Pay <b>grows</b>."),
        ],
        [
            (
                "areas.yaml:11: areas.retail.cloth: must be one of retail, health, build, "
                "digital, land, arts, public, engine, food, office, learn, transport, not "
                "'silk'"
            ),
            "en.md:12: pay: holds HTML: write Markdown only",
            "profile.yaml:11: areas.1: 'retial' is not in areas.yaml: add it there, or correct the key",
        ],
    ),
}


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "content"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check(folder: Path, **options: bool) -> str:
    out = StringIO()
    call_command("check_content", folder, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_with_its_place_and_what_to_do(folder, fault):
    edits, problems = FAULTS[fault]
    for do in edits:
        do(folder)

    found = [str(problem).removeprefix("profiles/shop-manager/") for problem in read_content(folder).problems]
    assert found == problems


def test_check_content_names_every_problem_and_changes_nothing(folder):
    for do, _ in (FAULTS["HTML"], FAULTS["high below low"]):
        do[0](folder)
    before, err = contents(folder), StringIO()

    with pytest.raises(CommandError, match="2 problems; nothing was changed"):
        call_command("check_content", folder, fix=True, stderr=err)

    assert err.getvalue().splitlines() == [
        "content/profiles/shop-manager/en.md:12: pay: holds HTML: write Markdown only",
        "content/profiles/shop-manager/profile.yaml:71: pay_bands.starting.high: 18000 is less than low"
        " 21000",
    ]
    assert contents(folder) == before


def test_a_slug_of_two_careers_is_refused(folder):
    shutil.copytree(folder / "profiles/shop-manager", folder / "profiles/store-manager")
    edit("profiles/store-manager/profile.yaml", "  cy: rheolwr-siop", "  cy: rheolwr-stor")(folder)

    assert [str(problem) for problem in read_content(folder).problems] == [
        "profiles/store-manager/profile.yaml:5: slug.en: 'shop-manager' is the slug of 'shop-manager' too:"
        " choose another"
    ]


def test_a_photograph_that_says_where_it_was_taken_is_refused(folder):
    whole("profiles/shop-manager/pictures/counter.jpg", make_photograph(with_place=True))(folder)
    edit(PROFILE, "file: counter.svg\n  kind: drawing", "file: counter.jpg\n  kind: photograph")(folder)
    for extension in ("svg", "png"):
        (folder / f"profiles/shop-manager/pictures/counter.{extension}").unlink()

    assert [str(problem) for problem in read_content(folder).problems] == [
        "profiles/shop-manager/pictures/counter.jpg:1: the photograph carries EXIF, which can tell where it"
        " was taken and by whom: save it again without metadata"
    ]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path):
    problems = read_content(tmp_path / "contents").problems

    assert [str(problem) for problem in problems] == [f"{tmp_path}/contents:1: is not a folder"]


def test_an_empty_folder_lacks_its_lists(tmp_path):
    assert [str(problem) for problem in read_content(tmp_path).problems] == [
        f"{name}.yaml:1: is missing: create it"
        for name in ("areas", "contacts", "links", "minimum_wages", "pages", "skills", "sources")
    ]


def test_hidden_files_are_nobodys_business(folder):
    whole("profiles/shop-manager/pictures/.DS_Store", "x")(folder)
    whole(".gitattributes", "x")(folder)

    assert read_content(folder).problems == []


# The canonical form


def not_canonical(folder: Path) -> dict[str, str]:
    """The files that would read the same in another form, each in the form it should have."""
    content = read_content(folder)
    assert content.problems == []
    return {
        name: text
        for name, text in canonical_files(content).items()
        if (folder / name).read_bytes() != text.encode()
    }


def test_the_sound_sample_is_canonical():
    assert not_canonical(SOUND) == {}


UNTIDY = {
    "a byte order mark": edit(PROFILE, "title:\n  en: Shop", "\ufefftitle:\n  en: Shop"),
    "line ends of Windows": edit(PROFILE, "  en: You run a shop.\n", "  en: You run a shop.\r\n"),
    "spaces at the end of a line": edit(ENGLISH, "Pay grows.\n", "Pay grows.  \n"),
    "no last line end": edit(ENGLISH, "Pay grows.\n", "Pay grows."),
    "empty lines": edit(ENGLISH, "# pay\n", "\n\n# pay\n\n\n"),
    "a letter and its accent apart": edit(PROFILE, "Rheolwr stôr", "Rheolwr sto\u0302r"),
    "an invisible space": edit(PROFILE, "en: Shop manager", "en: Shop\u200b manager"),
    "needless quotation marks": edit(PROFILE, "en: Shop manager", "en: 'Shop manager'"),
    "brackets for a list": edit(PROFILE, "areas:\n- retail", "areas: [retail]"),
    "another order of fields": edit(PROFILE, "  low: 21000\n  high: 28000", "  high: 28000\n  low: 21000"),
    "a default written out": edit(PROFILE, "  low: 21000", "  low: 21000\n  nation: uk"),
    "a document's beginning": edit(PROFILE, "title:\n  en: Shop", "---\ntitle:\n  en: Shop"),
}


@pytest.mark.parametrize("what", UNTIDY)
def test_what_is_valid_but_untidy_is_not_canonical(folder, what):
    tidy = contents(folder)
    UNTIDY[what](folder)
    (changed,) = (name for name, data in contents(folder).items() if data != tidy[name])

    assert not_canonical(folder) == {changed: tidy[changed].decode()}


def test_check_content_names_untidy_files_and_puts_them_right(folder):
    tidy = contents(folder)
    UNTIDY["a byte order mark"](folder)
    untidy, out = contents(folder), StringIO()

    with pytest.raises(CommandError, match="3 files are not canonical: run check_content --fix"):
        call_command("check_content", folder, stdout=out)

    assert out.getvalue().splitlines() == [
        "content/profiles/shop-manager/profile.yaml: is not canonical",
        "content/profile.schema.json: is not canonical",
        "content/directory.schema.json: is not canonical",
    ]
    assert contents(folder) == untidy

    assert check(folder, fix=True).splitlines() == [
        "content/profiles/shop-manager/profile.yaml: written",
        "content/profile.schema.json: written",
        "content/directory.schema.json: written",
        "check_content: 1 profiles, 14 files, no problems",
    ]
    assert {name: data for name, data in contents(folder).items() if name in tidy} == tidy
    assert check(folder) == "check_content: 1 profiles, 14 files, no problems\n"
