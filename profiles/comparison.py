"""Careers side by side: a row for each question, and in it what each career answers.

Only what its document says: what it does not say is not known, never 'no'. A row is the same for all where
everything that it shows is, whatever the order; what differs to the eye is never called the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles import addresses, charts, pay
from profiles.content import schema
from profiles.languages import active_language
from profiles.reading import Career, Directory
from profiles.sections import address_of
from profiles.templatetags.wording import as_given
from profiles.vocabulary import NATIONS, PATTERNS, RELATIONS, ROUTES, WELSH_AT_WORK


@dataclass(frozen=True)
class Line:
    """One thing a career says: a text, what goes with it, and whose it is."""

    text: schema.Pair | None = None
    words: str = ""
    """In place of a text: a word of a fixed list, in the reader's language."""
    url: str = ""
    note: schema.Pair | None = None
    sources: tuple[schema.Pair, ...] = ()
    dated: str | None = None
    """Of a figure: the date its source gives, in words; empty where it gives none."""
    remark: str = ""
    """What kind of thing it is, where the row's title does not say."""
    is_ours: bool = False
    """No source says so: it is our own view."""

    @property
    def texts(self) -> tuple[schema.Pair | None, ...]:
        return (self.text, self.note)

    @property
    def whose(self) -> tuple[Any, ...]:
        """What it shares with the lines beside it that are said in one breath."""
        return (self.note, self.sources, self.dated, self.is_ours)


@dataclass(frozen=True)
class Amount:
    """What one source says that one stage pays."""

    source: schema.Pair
    words: str
    dated: str
    nation: str = ""
    """Where it is not the whole of the UK."""
    part_time: bool = False
    depends_on: schema.Pair | None = None
    note: schema.Pair | None = None
    notice: str = ""
    """That it begins under the legal minimum."""
    bars: tuple[charts.Bar, ...] = ()
    """On the one scale of yearly pay; an hourly figure has none."""
    yarn: str = ""

    @property
    def texts(self) -> tuple[schema.Pair | None, ...]:
        return (self.depends_on, self.note)


@dataclass(frozen=True)
class Cell:
    told: tuple[Line | Amount, ...] = ()
    nothing: str = ""
    """What stands there in place of nothing."""


@dataclass(frozen=True)
class Row:
    title: str
    cells: tuple[Cell, ...]
    """One for each career, in their order; or a single one that is true of all of them."""
    is_pay: bool = False

    @property
    def for_all(self) -> bool:
        return len(self.cells) == 1

    @property
    def is_same(self) -> bool:
        first, *others = (frozenset(cell.told) for cell in self.cells)
        return all(other == first for other in others)


@dataclass(frozen=True)
class Comparison:
    careers: tuple[Career, ...]
    rows: tuple[Row, ...]
    sources: tuple[schema.Source, ...]
    """Every source that a row names, in the directory's order."""

    @property
    def texts(self) -> tuple[schema.Pair, ...]:
        """Every text that the rows show, in both languages."""
        told = [one for row in self.rows for cell in row.cells for one in cell.told]
        return tuple(pair for one in told for pair in one.texts if pair)

    @property
    def same(self) -> int:
        """How many rows are the same for all."""
        return sum(row.is_same for row in self.rows)


def compare(careers: Sequence[Career]) -> Comparison:
    """Two or more careers side by side, in the reader's language."""
    careers = tuple(careers)
    directory = careers[0].directory
    rows = [
        _row(_("In a sentence"), careers, _sentence),
        *_pay_rows(careers),
        _row(_("Hours"), careers, _hours),
        _row(_("Hours a week"), careers, _weekly_hours),
        _row(_("Ways in"), careers, _ways_in),
        _row(_("Often asked for"), careers, _asked_for),
        *_skill_rows(careers),
        _row(_("Welsh at work"), careers, _welsh),
        _row(_("Where it leads"), careers, _next_steps),
        _row(str(RELATIONS["similar"]), careers, _similar),
        _row(_("Job area"), careers, _areas),
    ]
    keys = set().union(*map(_source_keys, careers))
    sources = tuple(source for source in directory.document.sources if source.key in keys)
    return Comparison(careers, tuple(rows), sources)


def _row(title: str, careers: Sequence[Career], tell: Callable[[Career], Iterable[Line]]) -> Row:
    return Row(title, tuple(_cell(tell(career)) for career in careers))


def _cell(told: Iterable[Line | Amount], nothing: str = "") -> Cell:
    told = tuple(dict.fromkeys(told))
    return Cell(told, "" if told else nothing or _("Not known"))


def _names(keys: Iterable[str], directory: Directory) -> tuple[schema.Pair, ...]:
    """What sources are called, each once: several of them may be pages of one publisher."""
    return tuple(dict.fromkeys(directory.sources[key].name for key in keys if key in directory.sources))


def _source_keys(career: Career) -> set[str]:
    """The sources of everything that a comparison shows of a career."""
    profile = career.profile
    shown: list[Any] = [*profile.key_facts, *profile.hours, *profile.routes, *profile.skills]
    shown += [*profile.moves, *profile.related]
    keys = {key for item in shown for key in item.sources}
    return keys | {band.source for band in profile.pay_bands} | set(profile.welsh_sources)


# Pay ----------------------------------------------------------------------------------------------


def _pay_rows(careers: Sequence[Career]) -> Iterable[Row]:
    """A row for each stage whose pay some career knows, for hourly pay, for remarks on several figures."""
    directory = careers[0].directory
    held = [[band for band in c.profile.pay_bands if band.source in directory.sources] for c in careers]
    yarns = yarns_of((band for bands in held for band in bands), directory)
    made = [charts.pay_chart(bands) for bands in held]
    titles = {
        "starting": _("Starting pay, a year"),
        "experienced": _("Pay with experience, a year"),
        "senior": _("Senior pay, a year"),
        "all": _("Pay at all stages, a year"),
    }
    for level, title in titles.items():
        told = [
            [
                amount(row.band, directory, yarns, row.note)
                for stage in chart.stages
                if stage.level == level
                for row in stage.rows
            ]
            for chart in made
        ]
        # A comparison without any pay says so once.
        if any(told) or (level == "starting" and not any(made)):
            yield Row(title, tuple(map(_cell, told)), is_pay=True)
    hourly = [
        [amount(band, directory, yarns, band.note) for band in bands if band.period == "hour"]
        for bands in held
    ]
    if any(hourly):
        yield Row(_("Pay by the hour"), tuple(map(_cell, hourly)), is_pay=True)
    remarks = [
        [Line(text=said.text, sources=_names([said.source], directory)) for said in chart.remarks]
        for chart in made
    ]
    if any(remarks):
        yield Row(_("What the sources say of their figures"), tuple(_cell(told, "–") for told in remarks))


def yarns_of(bands: Iterable[schema.PayBand], directory: Directory) -> dict[schema.Pair, str]:
    """Each source's yarn by its name, so that it has the same one all over a page."""
    names = dict.fromkeys(_names((band.source for band in bands), directory))
    return {name: charts.YARNS[min(place, len(charts.YARNS) - 1)] for place, name in enumerate(names)}


def amount(
    band: schema.PayBand,
    directory: Directory,
    yarns: Mapping[schema.Pair, str],
    note: schema.Pair | None = None,
) -> Amount:
    """What a band says, ready to stand beside others."""
    source = directory.sources[band.source]
    words, yearly = pay.band_in_words(band), band.period == "year"
    return Amount(
        source=source.name,
        words=words if yearly else _("%(words)s an hour") % {"words": words},
        dated=as_given(band.dated or source.dated),
        nation="" if band.nation == "uk" else str(NATIONS[band.nation]),
        part_time=not band.full_time,
        depends_on=band.depends_on or None,
        note=note or None,
        notice=pay.below_minimum_in_words(band, directory.minimum_wage),
        bars=charts.bars(band) if yearly else (),
        yarn=yarns[source.name],
    )


# Skills -------------------------------------------------------------------------------------------


def _skill_rows(careers: Sequence[Career]) -> Iterable[Row]:
    """Which skills are named for all of the careers, for some of them, and for one only.

    A career whose skills are not known shares none that we know of; it does not lack them.
    """
    shared = careers[0].directory.skills
    named = [{skill.key for skill in career.profile.skills if skill.key in shared} for career in careers]

    def of(keys: set[str]) -> list[Line]:
        return [Line(text=skill.name) for key, skill in shared.items() if key in keys]

    def cells(wanted: Callable[[int], bool]) -> tuple[Cell, ...]:
        found = [{key for key in keys if wanted(sum(key in other for other in named))} for keys in named]
        return tuple(
            _cell(of(keys), _("None") if known else "") for keys, known in zip(found, named, strict=True)
        )

    if all(named):
        yield Row(_("Skills named for all of them"), (_cell(of(set.intersection(*named)), _("None")),))
    some = cells(lambda count: 1 < count < len(careers))
    if any(cell.told for cell in some):
        yield Row(_("Skills named for some of them"), some)
    yield Row(_("Skills named for this one only"), cells(lambda count: count == 1))


# The other questions ------------------------------------------------------------------------------


def _sentence(career: Career) -> Iterable[Line]:
    if career.profile.standfirst:
        yield Line(text=career.profile.standfirst)


def _key_fact(career: Career, kind: str) -> Iterable[Line]:
    """A line of the label at the head of the profile."""
    for fact in career.profile.key_facts:
        if fact.kind == kind:
            sources = _names(fact.sources, career.directory)
            yield Line(text=fact.value, note=fact.note or None, sources=sources)


def _hours(career: Career) -> Iterable[Line]:
    """The label's line, then each pattern with everyone who names it."""
    yield from _key_fact(career, "hours")
    for pattern, word in PATTERNS.items():
        keys = [key for held in career.profile.hours if held.pattern == pattern for key in held.sources]
        if keys:
            yield Line(words=str(word), sources=_names(keys, career.directory))


def _weekly_hours(career: Career) -> Iterable[Line]:
    for held in career.profile.hours:
        low, high = held.weekly_low, held.weekly_high
        if low is None:
            continue
        if high is not None and high != low:
            words = _("%(low)s to %(high)s hours a week") % {"low": low, "high": high}
        else:
            words = ngettext("%(hours)s hour a week", "%(hours)s hours a week", low) % {"hours": low}
        for key in held.sources:
            if source := career.directory.sources.get(key):
                dated = as_given(source.dated)
                yield Line(words=words, note=held.note or None, sources=(source.name,), dated=dated)


def _ways_in(career: Career) -> Iterable[Line]:
    yield from _key_fact(career, "ways-in")
    held = {route.kind for route in career.profile.routes}
    yield from (Line(words=str(word)) for kind, word in ROUTES.items() if kind in held)


def _asked_for(career: Career) -> Iterable[Line]:
    """The label's line; without one, what the section on qualifications answers."""
    told = list(_key_fact(career, "asked-for"))
    if not told and (section := career.sections.get("qualifications")):
        told = [Line(text=section.answer)]
    yield from told


def _welsh(career: Career) -> Iterable[Line]:
    profile = career.profile
    if profile.welsh_at_work != "not-known" or profile.welsh_note:
        yield Line(
            words=str(WELSH_AT_WORK[profile.welsh_at_work]),
            note=profile.welsh_note or None,
            sources=_names(profile.welsh_sources, career.directory),
        )


def _next_steps(career: Career) -> Iterable[Line]:
    """The steps that a source leads to from here, and the careers this can lead to."""
    profile, language = career.profile, active_language()
    steps = {step.key: step for step in profile.steps}
    here = {step.key for step in profile.steps if step.profile == profile.key}
    reached = set()
    for move in profile.moves:
        if move.start in here and move.to in steps and move.to not in here:
            step = steps[move.to]
            reached.add(step.profile)
            yield Line(
                text=step.title,
                url=address_of(career, step.profile, language) if step.profile else "",
                note=move.text or None,
                sources=_names(move.sources, career.directory),
                remark=_("Sideways") if move.kind == "sideways" else "",
            )
    yield from (line for key, line in _related(career, "leads-on") if key not in reached)


def _similar(career: Career) -> Iterable[Line]:
    yield from (line for _key, line in _related(career, "similar"))


def _related(career: Career, relation: str) -> Iterable[tuple[str, Line]]:
    for other in career.profile.related:
        if other.relation == relation:
            yield (
                other.key,
                Line(
                    text=other.title,
                    url=address_of(career, other.key, active_language()),
                    sources=_names(other.sources, career.directory),
                    is_ours=not other.sources,
                ),
            )


def _areas(career: Career) -> Iterable[Line]:
    for key in career.profile.areas:
        if area := career.directory.areas.get(key):
            yield Line(text=area.name, url=addresses.area(area.slug, active_language()))
