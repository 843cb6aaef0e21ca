"""A career's document: everything a profile holds, in both languages."""

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from .values import (
    Date,
    DateAsGiven,
    Day,
    Item,
    Key,
    Keys,
    Language,
    Line,
    ListPair,
    Nation,
    OneOrMoreKeys,
    OptionalKey,
    OutOfDate,
    Pair,
    Percent,
    Percentage,
    Pounds,
    Prose,
    ProsePair,
    SlugPair,
    SourceKeys,
    Text,
    UniqueKeys,
    Value,
    WebAddress,
    fault,
)

SectionKind = Literal[
    "what-you-would-do", "pay", "hours", "ways-in", "qualifications", "skills", "work-experience",
    "employers", "vacancies", "training", "where-it-leads", "changing-career", "find-out-more",
]  # fmt: skip
SECTION_KINDS: tuple[str, ...] = get_args(SectionKind)

QualificationKind = Literal[
    "gcse", "a-level", "vocational", "baccalaureate", "access", "apprenticeship", "hnd",
    "foundation-degree", "degree", "postgraduate", "diploma", "certificate", "professional", "other",
]  # fmt: skip


def _not_the_directory(key: str) -> str:
    if key == "directory":
        raise fault("is what the shared lists are called: choose another")
    return key


class AlternativeTitle(Item):
    """Another name for the job."""

    title: Text
    note: Pair = Pair()
    sources: SourceKeys


class OccupationCode(Item):
    """A code in an official list of occupations. Never used as identity."""

    scheme: Literal["SOC 2020", "SOC 2010", "ESCO", "ISCO-08"]
    code: Annotated[str, Field(pattern=r"^[0-9./]+$", max_length=20)]
    title: Line
    """The official English title."""
    note: Pair = Pair()
    sources: SourceKeys


class KeyFact(Item):
    """One line of the label at the head of a profile, where no figure says it by itself."""

    kind: Literal["hours", "ways-in", "asked-for"]
    value: Text
    note: Pair = Pair()
    sources: SourceKeys


class Section(Item):
    """One heading and its text, with a page of its own."""

    key: SectionKind
    title: Text
    answer: Text
    """The short answer: one sentence."""
    prose: ProsePair = ProsePair()
    """Markdown, from en.md and cy.md."""


class PayBand(Item):
    """What one source says one stage pays. Sources are never joined."""

    level: Literal["starting", "experienced", "senior", "all"]
    low: Pounds | None = None
    high: Pounds | None = None
    can_exceed: Pounds | None = None
    """The source says pay can pass this amount. It is neither the start of a band nor a top."""
    kind: Literal["range", "average", "median"] = "range"
    period: Literal["year", "hour"] = "year"
    full_time: bool = True
    nation: Nation = "uk"
    depends_on: Pair = Pair()
    note: Pair = Pair()
    source: Key
    dated: DateAsGiven = ""
    """The date the source gives for this figure. Empty: the source's own date, if it has one."""

    @model_validator(mode="after")
    def amounts_agree(self) -> "PayBand":
        if self.low is None and self.high is None and self.can_exceed is None:
            raise fault("needs at least one of low, high and can_exceed")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise fault("%(high)s is less than low %(low)s", at="high", high=self.high, low=self.low)
        if self.can_exceed is not None and self.high is not None and self.can_exceed < self.high:
            raise fault(
                "%(amount)s is less than high %(high)s",
                at="can_exceed",
                amount=self.can_exceed,
                high=self.high,
            )
        return self


class HoursPattern(Item):
    """When people work, in one kind of workplace."""

    pattern: Literal["office-hours", "shifts", "evenings", "weekends", "part-time", "flexible", "varies"]
    text: Text
    days_usual: tuple[Day, ...] = ()
    days_sometimes: tuple[Day, ...] = ()
    weekly_low: Annotated[int, Field(ge=1, le=80)] | None = None
    weekly_high: Annotated[int, Field(ge=1, le=80)] | None = None
    note: Pair = Pair()
    sources: SourceKeys


class Share(Item):
    """A percentage of something."""

    percentage: Percentage
    text: Text
    """Of what."""
    note: Pair = Pair()
    sources: SourceKeys


class Route(Item):
    """A way into the job."""

    kind: Literal[
        "university", "college", "apprenticeship", "work", "volunteering", "direct",
        "graduate-scheme", "access-course", "distance-learning",
    ]  # fmt: skip
    title: Text
    text: Pair = Pair()
    level: Pair = Pair()
    nations: tuple[Nation, ...] = ()
    requirements: ListPair = ListPair()
    for_adults: bool = False
    links: Keys = ()
    sources: SourceKeys


class Subject(Item):
    """A subject that helps."""

    name: Text
    note: Pair = Pair()
    sources: SourceKeys


class Qualification(Item):
    """Something people are asked for before they start, or take once they are in the job."""

    section: Literal["qualifications", "training", "changing-career"]
    kind: QualificationKind
    title: Text
    text: Pair = Pair()
    level: Pair = Pair()
    awarding_body: Pair = Pair()
    units: ListPair = ListPair()
    """Units of a qualification, or what a course covers."""
    duration: Pair = Pair()
    mode: Pair = Pair()
    nations: tuple[Nation, ...] = ()
    links: Keys = ()
    sources: SourceKeys


class Skill(Item):
    """A skill from the shared list (its key), in the words of this job."""

    text: Pair = Pair()
    sources: SourceKeys


class Employer(Item):
    """A kind of employer."""

    title: Text
    examples: Pair = Pair()
    sources: SourceKeys


class Vacancy(Item):
    """A place where vacancies are advertised."""

    title: Text
    text: Pair = Pair()
    links: Keys = ()
    sources: SourceKeys


class Step(Item):
    """A rung of the ladder. The one that names this profile is where the reader stands."""

    title: Text
    text: Pair = Pair()
    profile: OptionalKey = ""


class Move(Item):
    """A way from one step to another. None that a source does not state."""

    start: Key
    to: Key
    kind: Literal["up", "sideways"] = "up"
    text: Pair = Pair()
    sources: SourceKeys


class RelatedCareer(Item):
    """Another profile (its key), and why it is named here. Without a source it is our own view."""

    title: Text
    relation: Literal["leads-here", "similar", "leads-on"]
    text: Text
    sources: Keys = ()


class Picture(Item):
    """A drawing or a photograph of the job."""

    file: Annotated[
        str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.(svg|jpg|jpeg|png|avif|webp)$", max_length=100)
    ]
    digest: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """SHA-256 of the file's bytes. Computed from the file, never written in YAML."""
    kind: Literal["drawing", "photograph"]
    alt: Text
    caption: Text
    credit: Text
    focal_x: Percent = 50
    focal_y: Percent = 50
    cover: bool = False
    sources: Keys = ()

    @model_validator(mode="after")
    def file_is_of_its_kind(self) -> "Picture":
        if (self.kind == "drawing") != self.file.endswith(".svg"):
            raise fault("a drawing is an .svg file, and a photograph is not", at="kind")
        return self


class Film(Item):
    """A film about the job. Without an address we do not hold it, and the page says so."""

    person: Line
    role: Text
    address: WebAddress = ""
    seconds: Annotated[int, Field(gt=0, lt=100_000)] | None = None
    language: Language | None = None
    captions: tuple[Language, ...] = ()
    transcript: ProsePair = ProsePair()
    sources: SourceKeys


class ContactReference(Item):
    """A contact from the shared list (its key), and what it is good for here."""

    text: Pair = Pair()


class Publication(Item):
    """A book or a report."""

    title: Line
    language: Language = "en"
    """The language of the title."""
    author: Line = ""
    publisher: Line = ""
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    text: Pair = Pair()
    sources: SourceKeys


class Disagreement(Item):
    """Something the sources do not agree on. Each side stands in `claims`."""

    section: SectionKind
    title: Text
    text: Pair = Pair()


class Claim(Item):
    """One source's side of a disagreement."""

    disagreement: Key
    source: Key
    text: Text


class Gap(Item):
    """Something we do not know, said to the reader."""

    section: SectionKind
    text: Text


class Profile(Value):
    """A career."""

    key: Annotated[Key, AfterValidator(_not_the_directory)]
    """The folder's name. It never changes; titles and slugs may."""
    title: Text
    slug: SlugPair
    standfirst: Text
    areas: OneOrMoreKeys
    """Job areas, the main one first."""
    hidden_words: ListPair = ListPair()
    """Words people search with that are never shown: misspellings, old names."""
    welsh_at_work: Literal["essential", "desirable", "to-be-learnt", "not-needed", "not-known"] = "not-known"
    welsh_note: Pair = Pair()
    welsh_sources: Keys = ()
    reviewed_on: Date | None = None
    """When a person last reviewed the profile. Empty: not yet."""
    reviewed_by: Pair = Pair()
    """Which role reviewed it."""
    review_due: Date | None = None
    change_note: Pair = Pair()
    welsh_read_on: Date | None = None
    """When a fluent reader read the Welsh. Empty: not yet."""
    welsh_read_by: Pair = Pair()
    notes: Prose = ""
    out_of_date: OutOfDate = {}
    """Texts whose other side changed since: path (`sections.pay.answer.cy`) and the day that happened."""
    also_known_as: Annotated[tuple[AlternativeTitle, ...], UniqueKeys] = ()
    occupation_codes: Annotated[tuple[OccupationCode, ...], UniqueKeys] = ()
    key_facts: Annotated[tuple[KeyFact, ...], UniqueKeys] = ()
    sections: Annotated[tuple[Section, ...], UniqueKeys] = ()
    pay_bands: Annotated[tuple[PayBand, ...], UniqueKeys] = ()
    hours: Annotated[tuple[HoursPattern, ...], UniqueKeys] = ()
    shares: Annotated[tuple[Share, ...], UniqueKeys] = ()
    routes: Annotated[tuple[Route, ...], UniqueKeys] = ()
    subjects: Annotated[tuple[Subject, ...], UniqueKeys] = ()
    qualifications: Annotated[tuple[Qualification, ...], UniqueKeys] = ()
    skills: Annotated[tuple[Skill, ...], UniqueKeys] = ()
    employers: Annotated[tuple[Employer, ...], UniqueKeys] = ()
    vacancies: Annotated[tuple[Vacancy, ...], UniqueKeys] = ()
    steps: Annotated[tuple[Step, ...], UniqueKeys] = ()
    moves: Annotated[tuple[Move, ...], UniqueKeys] = ()
    related: Annotated[tuple[RelatedCareer, ...], UniqueKeys] = ()
    pictures: Annotated[tuple[Picture, ...], UniqueKeys] = ()
    films: Annotated[tuple[Film, ...], UniqueKeys] = ()
    contacts: Annotated[tuple[ContactReference, ...], UniqueKeys] = ()
    publications: Annotated[tuple[Publication, ...], UniqueKeys] = ()
    disagreements: Annotated[tuple[Disagreement, ...], UniqueKeys] = ()
    claims: Annotated[tuple[Claim, ...], UniqueKeys] = ()
    gaps: Annotated[tuple[Gap, ...], UniqueKeys] = ()
