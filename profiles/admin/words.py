"""What the desk calls things, in the editor's language: fields, lists, kinds of row, fixed words.

A field's name is looked up as `PayBand.note` first and then as `note`, so that what means the same
everywhere is written once. Tests hold the names here to the schema's.
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
