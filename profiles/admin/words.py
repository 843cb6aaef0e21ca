"""What the desk calls things, in the editor's language: fields, lists, kinds of row, fixed words; and help.

The schema's docstrings are for developers. These are for people who edit: what a field is, an example,
where readers see it. A field's words are looked up as `PayBand.note` first and then as `note`, so that
what means the same everywhere is written once. Tests hold the names here to the schema's.
"""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from profiles import models, vocabulary
from profiles.content import schema
from profiles.documents import ROWS, plain_fields

# Fields -------------------------------------------------------------------------------------------

LABELS = {
    "key": _("Key"),
    "title": _("Title"),
    "slug": _("Last word of the address"),
    "standfirst": _("Opening sentence"),
    "areas": _("Job areas"),
    "hidden_words": _("Hidden search words"),
    "welsh_at_work": _("Welsh at work"),
    "welsh_note": _("Welsh at work, in a sentence"),
    "welsh_sources": _("Sources for Welsh at work"),
    "reviewed_on": _("Reviewed on"),
    "reviewed_by": _("Reviewed by"),
    "review_due": _("Next review due"),
    "change_note": _("What changed"),
    "welsh_read_on": _("Welsh read on"),
    "welsh_read_by": _("Welsh read by"),
    "notes": _("Remark for colleagues"),
    "out_of_date": _("Texts that are out of date"),
    "note": _("Note"),
    "sources": _("Sources"),
    "scheme": _("List of occupations"),
    "code": _("Code"),
    "kind": _("Kind"),
    "value": _("What the label says"),
    "answer": _("Short answer"),
    "prose": _("Text"),
    "level": _("Level"),
    "PayBand.level": _("Stage"),
    "low": _("Lowest, in pounds"),
    "high": _("Highest, in pounds"),
    "can_exceed": _("Can pass, in pounds"),
    "period": _("For each"),
    "full_time": _("Full time"),
    "nation": _("Nation"),
    "depends_on": _("Depends on"),
    "source": _("Source"),
    "dated": _("Date that the source gives"),
    "pattern": _("Pattern of work"),
    "text": _("Text"),
    "Share.text": _("Of what"),
    "Skill.text": _("The skill in this job"),
    "RelatedCareer.text": _("Why it is named here"),
    "ContactReference.text": _("What it is good for here"),
    "Claim.text": _("What this source says"),
    "Gap.text": _("What we do not know"),
    "Link.text": _("Words of the link"),
    "MinimumWage.text": _("Name of the minimum"),
    "days_usual": _("Usual days"),
    "days_sometimes": _("Days that are sometimes worked"),
    "weekly_low": _("Fewest hours a week"),
    "weekly_high": _("Most hours a week"),
    "percentage": _("Per cent"),
    "nations": _("Nations"),
    "requirements": _("What is asked for"),
    "for_adults": _("For adults who change career"),
    "links": _("Links"),
    "name": _("Name"),
    "section": _("Section"),
    "awarding_body": _("Awarding body"),
    "units": _("Units"),
    "duration": _("How long it takes"),
    "mode": _("How it is studied"),
    "examples": _("Examples"),
    "profile": _("Career on this site"),
    "start": _("From step"),
    "to": _("To step"),
    "relation": _("How it is related"),
    "file": _("File"),
    "digest": _("Fingerprint of the file"),
    "alt": _("Description for those who cannot see it"),
    "caption": _("Caption"),
    "credit": _("Credit"),
    "focal_x": _("Focal point from the left, per cent"),
    "focal_y": _("Focal point from the top, per cent"),
    "cover": _("Cover of the career"),
    "person": _("Person"),
    "role": _("Role"),
    "address": _("Web address"),
    "Contact.address": _("Postal address"),
    "seconds": _("Length in seconds"),
    "language": _("Language"),
    "Source.language": _("Language of the title"),
    "Publication.language": _("Language of the title"),
    "captions": _("Captions"),
    "transcript": _("Transcript"),
    "author": _("Author"),
    "publisher": _("Publisher"),
    "year": _("Year"),
    "disagreement": _("Disagreement"),
    "cloth": _("Cloth"),
    "audience": _("Written for"),
    "read_on": _("Read by us on"),
    "checked_on": _("Checked on"),
    "estimate": _("Our estimate of its age"),
    "reliability": _("How far it can be relied on"),
    "organisation": _("Organisation"),
    "service": _("Service"),
    "descriptor": _("What it is"),
    "abbreviation": _("Abbreviation"),
    "telephone": _("Telephone"),
    "email": _("E-mail"),
    "web": _("Website"),
    "welsh_service": _("Service in Welsh"),
    "state": _("State"),
    "page": _("Page on this site"),
    "hourly": _("Pounds an hour"),
    "applies_from": _("Applies from"),
    "weekly_hours": _("Hours in a full-time week"),
    "description": _("Description"),
}

HELP = {
    "key": _(
        "A short name that stays for ever, in small letters and hyphens. Left empty, it is made from the"
        " text."
    ),
    "Skill.key": _("A skill from the shared list. One that is missing is added there first."),
    "ContactReference.key": _(
        "A contact from the shared list: its telephone number and address are kept there."
    ),
    "Section.key": _("Which of the site’s sections this is. A section can stand in a career once."),
    "Step.key": _("A short name that stays for ever. Moves name their steps by it."),
    "RelatedCareer.key": _(
        "The key of the other career, such as shop-manager. While it is not published, readers see its"
        " title without a link."
    ),
    "Profile.title": _("The job in the singular, such as Shop manager. It heads the page and every list."),
    "slug": _(
        "Small letters and hyphens, such as shop-manager. It ends the address of the page; after publishing,"
        " an old one goes on leading here."
    ),
    "standfirst": _("One sentence under the title that says what the job is. Readers see it in lists too."),
    "areas": _("The groups that the career is listed in."),
    "hidden_words": _("What people type in the search: misspellings and old names. Readers never see them."),
    "welsh_at_work": _("What employers ask for, as a source says it. Without a source: not known."),
    "welsh_note": _("One sentence for readers about using Welsh in the job."),
    "reviewed_on": _("The day a person last read the whole page and found it right. Empty: not yet."),
    "reviewed_by": _("The role, not the name, of who reviewed it, such as a careers adviser."),
    "review_due": _("The day the page should be read again. After it, the page stands on the work list."),
    "change_note": _("One sentence for readers about the last change, shown at the foot of the page."),
    "welsh_read_on": _("The day a fluent reader read the Welsh. Empty: not yet, and the page says so."),
    "welsh_read_by": _("The role of the fluent reader, not the name."),
    "notes": _("Readers never see this."),
    "out_of_date": _(
        "The desk keeps this itself when one language changes. One a line, the text and the day since when:"
        " sections.pay.answer.cy 2026-11-25"
    ),
    "note": _("One sentence beside the fact, where it needs one."),
    "AlternativeTitle.title": _(
        "Another name for the same job. Readers can find it in the search and A to Z."
    ),
    "OccupationCode.title": _("The official English title, word for word."),
    "sources": _("Where the fact comes from. Readers see it named beside the fact."),
    "RelatedCareer.sources": _("Without a source, the page says that it is our own view."),
    "Picture.sources": _("Only where the picture shows something that a source says."),
    "code": _("Figures as the list has them, such as 4143."),
    "KeyFact.kind": _("Which line of the label at the head of the page this is."),
    "value": _("A few words for the label at the head of the page, such as Shifts."),
    "Section.title": _("The heading of the section, the same on its page and in the menu."),
    "answer": _(
        "One sentence that answers the heading. Readers see it on the first page, before anything else."
    ),
    "prose": _(
        "Leave an empty line between paragraphs and before a list. A heading begins with ###. The buttons"
        " write the marks for you."
    ),
    "low": _(
        "The lowest figure that this source gives, in figures only, such as 21000. Empty: it gives none."
    ),
    "high": _("The highest figure that this source gives. Empty: it gives none."),
    "can_exceed": _(
        "Only where the source says that pay can pass this amount: ‘can exceed £60,000’ is 60000. It is drawn"
        " as an arrow, never as the end of a range."
    ),
    "PayBand.level": _("The stage that the source speaks of. Sources are never joined: one band each."),
    "PayBand.kind": _("Whether the source gives a range, an average or a median."),
    "full_time": _("Untick where the source speaks of part-time work."),
    "depends_on": _("What the pay depends on, as the source says it, such as the size of the team."),
    "dated": _(
        "A year, a month or a day, such as 2023-01. Empty: readers are told that the source gives no date."
    ),
    "PayBand.dated": _("The date of this figure. Empty: the date of the source, if it has one."),
    "HoursPattern.text": _("When people work, in one sentence, such as Shifts that include weekends."),
    "weekly_low": _("Hours in an ordinary week, in figures. Empty: the source does not say."),
    "weekly_high": _("Only where the source gives a range of hours."),
    "percentage": _("In figures, with one decimal at most, such as 12.5."),
    "Share.text": _("The sentence goes on from the figure: 12.5 per cent … work full time."),
    "Route.title": _("The way in, in a few words, such as Work your way up from the shop floor."),
    "Route.level": _("The level, as the source names it, such as Level 3."),
    "nations": _("Where this holds. Nothing ticked: the source does not say."),
    "requirements": _("What people are asked for on this route, as the source says it."),
    "for_adults": _("Shown in the section about changing career too."),
    "links": _("Places to go, from the shared list. One that is missing is added there first."),
    "Qualification.section": _("The section that shows it."),
    "Qualification.title": _("The qualification’s own name."),
    "units": _("Units of a qualification, or what a course covers."),
    "duration": _("Such as two years."),
    "mode": _("Such as part time, in the evenings."),
    "Skill.text": _("How the skill is used in this job. Empty: the skill is named and no more."),
    "Employer.title": _("A kind of employer, such as Banks and building societies."),
    "examples": _("Employers that the source names."),
    "Vacancy.title": _("The place where such jobs are advertised."),
    "Step.title": _("The job on this rung of the ladder."),
    "profile": _(
        "The key of the career on this site, if there is one. The step that names this career is marked."
    ),
    "start": _("The key of the step where the move begins."),
    "to": _("The key of the step where it leads. Only a move that a source states."),
    "Move.text": _("What it takes, in one sentence."),
    "RelatedCareer.title": _("The other career’s title, as readers see it."),
    "RelatedCareer.text": _(
        "One sentence: what the two have in common, or what leads from one to the other."
    ),
    "alt": _(
        "What somebody would miss who cannot see the picture, such as A manager listens to a caller while two"
        " colleagues work behind her. Not ‘picture of’."
    ),
    "caption": _(
        "One sentence under the picture that says what it means. It does not repeat the description."
    ),
    "credit": _("Who made the picture and may be named, such as Photograph: A. Example. Readers see it."),
    "focal_x": _(
        "What must be seen when the sides are cut, from 0 at the left to 100. Or choose it on the picture."
    ),
    "focal_y": _("From 0 at the top to 100."),
    "cover": _("The picture at the head of the page and where a link is shared. One is enough."),
    "person": _("Who is in the film."),
    "role": _("What the person does."),
    "Film.address": _(
        "The whole address, beginning https://. Nothing is loaded from there until a reader asks."
    ),
    "Film.seconds": _("In figures: a film of two minutes and a half is 150."),
    "Film.language": _("The language that is spoken."),
    "captions": _("The languages of the captions in the film."),
    "transcript": _("Everything that is said, for those who cannot hear it. The same marks as other texts."),
    "ContactReference.text": _("When a reader of this career should turn to them, in one sentence."),
    "Publication.title": _("The title as printed, in its own language."),
    "year": _("When it was published, such as 2019."),
    "Disagreement.section": _("The section that shows both sides."),
    "Disagreement.title": _("What the sources do not agree on, in a few words."),
    "Disagreement.text": _("Only what a source states about the reason. Empty: nobody says why."),
    "disagreement": _("The key of the disagreement that this is a side of. Each needs two sides."),
    "Claim.text": _("What this source says, in one sentence."),
    "Gap.section": _("The section that tells readers."),
    "Gap.text": _("One sentence for readers, such as We have found no figure for part-time work."),
    "Area.name": _("The area as readers see it, such as Shops and retail."),
    "Area.text": _("One sentence at the head of the area’s page."),
    "cloth": _("The woven pattern and the two colours that stand for the area."),
    "Source.name": _("The publisher’s short name as it stands beside a figure, such as Prospects."),
    "Source.publisher": _("The publisher’s full name, for the list of sources."),
    "Source.title": _("The page’s own title, in its own language."),
    "Source.address": _(
        "The whole address, beginning https://. The Welsh side only where there is a Welsh page."
    ),
    "audience": _("Who the source was written for, such as graduates."),
    "read_on": _("The day we read it. Empty: not recorded."),
    "checked_on": _("The day we last saw that this is right. Empty: not checked."),
    "estimate": _(
        "Our own judgement with its reason, where the source gives no date. Readers see that it is ours."
    ),
    "reliability": _("A sentence for readers about what the source is good for."),
    "SharedSkill.name": _("A skill in a few words, such as Listening. Careers are compared by it."),
    "organisation": _("The name as the organisation writes it."),
    "service": _("The service or programme within the organisation."),
    "descriptor": _("What it is, for those who do not know it, such as the union of shop workers."),
    "telephone": _("Figures and spaces, such as 0800 028 4844."),
    "web": _("The whole address, beginning https://. The Welsh side only where there is a Welsh page."),
    "Contact.nation": _("Whom it serves. Readers in other nations are told."),
    "welsh_service": _("Whether they answer in Welsh. Not known is better than a guess."),
    "state": _("Checked by us on a day; listed by a source and not checked; or known to be out of date."),
    "Contact.note": _("A sentence for readers, such as when the line is open."),
    "Link.text": _("What readers see and click. It says where the link leads, never ‘click here’."),
    "Link.address": _(
        "The whole address, beginning https://. The Welsh side only where there is a Welsh page."
    ),
    "page": _("One of our own pages, in place of an address."),
    "hourly": _("In figures, such as 12.71."),
    "applies_from": _("The day from which the law asks for it."),
    "weekly_hours": _(
        "The shortest week that we call full time when we work out a year’s pay: ours, not the law’s."
    ),
    "MinimumWage.source": _("Publisher and page, such as GOV.UK: National Minimum Wage rates."),
    "Page.title": _("The heading of the page, and its name in menus."),
    "description": _("One sentence that search engines and shared links show."),
}

ONE_A_LINE = _("One entry a line.")

# Fixed lists that only editors see in words; what readers see is in `vocabulary`.
SECTIONS = {
    "what-you-would-do": _("What you would do"),
    "pay": _("Pay"),
    "hours": _("Hours and places"),
    "ways-in": _("Ways in"),
    "qualifications": _("Qualifications"),
    "skills": _("Skills"),
    "work-experience": _("Work experience"),
    "employers": _("Employers"),
    "vacancies": _("Vacancies"),
    "training": _("Training"),
    "where-it-leads": _("Where it leads"),
    "changing-career": _("Changing career"),
    "find-out-more": _("Find out more"),
}
_FIXED = (
    vocabulary.LEVELS,
    vocabulary.NATIONS,
    vocabulary.DAYS,
    vocabulary.PATTERNS,
    vocabulary.ROUTES,
    vocabulary.QUALIFICATIONS,
    vocabulary.WELSH_AT_WORK,
    vocabulary.WELSH_SERVICE,
    vocabulary.RELATIONS,
    vocabulary.LANGUAGE_NAMES,
    SECTIONS,
    {"hours": _("Hours"), "ways-in": _("Ways in"), "asked-for": _("Often asked for")},
    {"range": _("Range"), "average": _("Average"), "median": _("Median")},
    {"year": pgettext_lazy("pay", "Year"), "hour": pgettext_lazy("pay", "Hour")},
    {"up": _("Upwards"), "sideways": _("Sideways")},
    {"drawing": _("Drawing"), "photograph": _("Photograph")},
    {
        "checked": _("Checked"),
        "unchecked": _("Listed by a source, not checked by us"),
        "out-of-date": _("Out of date, or likely to be"),
    },
    {
        "retail": _("Retail"),
        "health": _("Health"),
        "build": _("Building"),
        "digital": _("Digital"),
        "land": _("Land and animals"),
        "arts": _("Arts"),
        "public": _("Public service"),
        "engine": _("Engineering"),
        "food": _("Food"),
        "office": _("Office"),
        "learn": _("Learning"),
        "transport": _("Transport"),
    },
)
# Names of their own, the same in every language.
NAMES = {"SOC 2020", "SOC 2010", "ESCO", "ISCO-08"}

# Lists and rows -----------------------------------------------------------------------------------

LISTS = {
    "also_known_as": _("Other titles"),
    "occupation_codes": _("Occupation codes"),
    "key_facts": _("Label at the head"),
    "sections": _("Sections"),
    "pay_bands": _("Pay bands"),
    "hours": _("Hours"),
    "shares": _("Shares"),
    "routes": _("Routes in"),
    "subjects": _("Subjects"),
    "qualifications": _("Qualifications"),
    "skills": _("Skills"),
    "employers": _("Employers"),
    "vacancies": _("Where jobs are advertised"),
    "steps": _("Steps of the ladder"),
    "moves": _("Moves between steps"),
    "related": _("Related careers"),
    "pictures": _("Pictures"),
    "films": _("Films"),
    "contacts": _("Contacts"),
    "publications": _("Publications"),
    "disagreements": _("Disagreements"),
    "claims": _("Sides of disagreements"),
    "gaps": _("What we do not know"),
    "areas": _("Job areas"),
    "sources": _("Sources"),
    "links": _("Links"),
    "minimum_wages": _("Minimum wages"),
    "pages": _("Pages"),
}

# One row of each list, and a career.
ROW_NAMES = {
    models.Profile: _("career"),
    models.AlternativeTitle: _("other title"),
    models.OccupationCode: _("occupation code"),
    models.KeyFact: _("line of the label"),
    models.Section: _("section"),
    models.PayBand: _("pay band"),
    models.HoursPattern: _("pattern of hours"),
    models.Share: _("share"),
    models.Route: _("route in"),
    models.Subject: _("subject"),
    models.Qualification: _("qualification"),
    models.Skill: _("skill of the career"),
    models.Employer: _("kind of employer"),
    models.Vacancy: _("place where jobs are advertised"),
    models.Step: _("step of the ladder"),
    models.Move: _("move between steps"),
    models.RelatedCareer: _("related career"),
    models.Picture: _("picture"),
    models.Film: _("film"),
    models.ContactReference: _("contact of the career"),
    models.Publication: _("publication"),
    models.Disagreement: _("disagreement"),
    models.Claim: _("side of a disagreement"),
    models.Gap: _("thing we do not know"),
    models.Area: _("job area"),
    models.Source: _("source"),
    models.SharedSkill: _("skill"),
    models.Contact: _("contact"),
    models.Link: _("link"),
    models.MinimumWage: _("minimum wage"),
    models.Page: _("page"),
}

# Other tables that the desk lists: one, and many.
OTHER_TABLES = {
    models.Rating: (_("rating"), _("ratings")),
    models.Report: (_("report of a mistake"), _("reports of mistakes")),
    models.Edition: (_("edition"), _("editions")),
    models.Change: (_("change"), _("changes")),
}

OTHER_COLUMNS = {
    "changed": _("changed"),
    "position": _("place in the list"),
    "profile_key": _("career"),
    "section": _("section"),
    "score": _("score"),
    "comment": _("comment"),
    "comment_state": _("state of the comment"),
    "edition": _("edition"),
    "given_at": _("given"),
    "changed_at": _("changed"),
    "language": _("language"),
    "message": _("message"),
    "page": _("page"),
    "reported_at": _("reported"),
    "dealt_with": _("dealt with"),
    "number": _("number"),
    "published_at": _("published"),
    "published_by": _("published by"),
    "note": _("note"),
}


def label_of(document: type[schema.Value], name: str) -> Promise:
    return LABELS.get(f"{document.__name__}.{name}") or LABELS[name]


def help_of(document: type[schema.Value], name: str) -> Promise | str:
    return HELP.get(f"{document.__name__}.{name}") or HELP.get(name, "")


def in_language(words: Promise, language: str) -> Promise:
    """A label with the language that the field is in: Title (Welsh)."""
    return format_lazy("{} ({})", words, vocabulary.LANGUAGE_NAMES[language])


def fixed_word(word: str, words: tuple[str, ...]) -> Promise | str:
    """What the desk shows for a word of a fixed list, which is known by all that it may say."""
    return next((known[word] for known in _FIXED if set(words) <= set(known)), word)


def _name_tables() -> None:
    """Give admin the names of tables and columns.

    Here and not in the models: there, each change of a word would be a migration.
    """
    lists = {
        item: name
        for kind in (schema.Profile, schema.Directory)
        for name, item in schema.lists_of(kind).items()
    }
    tables = {schema.Profile: models.Profile, **{item: ROWS[item] for item in lists}}
    for document, model in tables.items():
        model._meta.verbose_name = ROW_NAMES[model]
        model._meta.verbose_name_plural = LISTS[lists[document]] if document in lists else _("careers")
        columns = {column.name: column for column in model._meta.fields}
        for name, words in OTHER_COLUMNS.items():
            if name in columns and name not in document.model_fields:
                columns[name].verbose_name = words
        for name in plain_fields(document):
            words = label_of(document, name)
            if name in columns:
                columns[name].verbose_name = words
                continue
            for language in schema.LANGUAGES:
                columns[f"{name}_{language}"].verbose_name = in_language(words, language)
    for model, (one, more) in OTHER_TABLES.items():
        model._meta.verbose_name, model._meta.verbose_name_plural = one, more
        for column in model._meta.fields:
            column.verbose_name = OTHER_COLUMNS.get(column.name, column.verbose_name)


_name_tables()
