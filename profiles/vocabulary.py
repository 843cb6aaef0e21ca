"""The words of the fixed lists: what a reader sees for each value that the schema allows.

One entry for each value; a test compares these with the schema. Address words are here too, because
they are translated like any other word but must not change with the catalogue.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Address words ------------------------------------------------------------------------------------

PATHS: dict[str, dict[str, str]] = {
    "en": {
        "careers": "careers",
        "areas": "areas",
        "skills": "skills",
        "subjects": "subjects",
        "paths": "paths",
        "compare": "compare",
        "list": "list",
        "rate": "rate",
        "report": "report",
        "preview": "preview",
        "all": "all",
        "qr": "qr",
    },
    "cy": {
        "careers": "gyrfaoedd",
        "areas": "meysydd",
        "skills": "sgiliau",
        "subjects": "pynciau",
        "paths": "llwybrau",
        "compare": "cymharu",
        "list": "rhestr",
        "rate": "sgorio",
        "report": "adrodd",
        "preview": "rhagolwg",
        "all": "popeth",
        "qr": "qr",
    },
}

SECTION_PATHS: dict[str, dict[str, str]] = {
    "en": {
        "what-you-would-do": "what-you-would-do",
        "pay": "pay",
        "hours": "hours-and-places",
        "ways-in": "ways-in",
        "qualifications": "qualifications",
        "skills": "skills",
        "work-experience": "work-experience",
        "employers": "employers",
        "vacancies": "vacancies",
        "training": "training",
        "where-it-leads": "where-it-leads",
        "changing-career": "changing-career",
        "find-out-more": "find-out-more",
    },
    "cy": {
        "what-you-would-do": "beth-fyddech-chin-ei-wneud",
        "pay": "cyflog",
        "hours": "oriau-a-lleoedd",
        "ways-in": "ffyrdd-i-mewn",
        "qualifications": "cymwysterau",
        "skills": "sgiliau",
        "work-experience": "profiad-gwaith",
        "employers": "cyflogwyr",
        "vacancies": "swyddi-gwag",
        "training": "hyfforddiant",
        "where-it-leads": "ble-maen-arwain",
        "changing-career": "newid-gyrfa",
        "find-out-more": "rhagor-o-wybodaeth",
    },
}

# Words for values ---------------------------------------------------------------------------------

LEVELS = {
    "starting": _("Starting out"),
    "experienced": _("With experience"),
    "senior": _("Senior"),
    "all": _("All stages"),
}

NATIONS = {
    "uk": _("UK"),
    "wales": _("Wales"),
    "england": _("England"),
    "scotland": _("Scotland"),
    "northern-ireland": _("Northern Ireland"),
}

DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}

PATTERNS = {
    "office-hours": _("Office hours"),
    "shifts": _("Shifts"),
    "evenings": _("Evenings"),
    "weekends": _("Weekends"),
    "part-time": _("Part time"),
    "flexible": _("Flexible hours"),
    "varies": _("Varies"),
}

ROUTES = {
    "university": _("University"),
    "college": _("College"),
    "apprenticeship": _("Apprenticeship"),
    "work": _("Working up"),
    "volunteering": _("Volunteering"),
    "direct": _("Direct entry"),
    "graduate-scheme": _("Graduate scheme"),
    "access-course": _("Access course"),
    "distance-learning": _("Distance learning"),
}

QUALIFICATIONS = {
    "gcse": _("GCSEs"),
    "a-level": _("A levels"),
    "vocational": _("Vocational qualification"),
    "baccalaureate": _("Baccalaureate"),
    "access": _("Access course"),
    "apprenticeship": _("Apprenticeship"),
    "hnd": _("HND"),
    "foundation-degree": _("Foundation degree"),
    "degree": _("Degree"),
    "postgraduate": _("Postgraduate"),
    "diploma": _("Diploma"),
    "certificate": _("Certificate"),
    "professional": _("Professional qualification"),
    "other": pgettext_lazy("qualification", "Other"),
}

WELSH_AT_WORK = {
    "essential": _("Welsh is essential"),
    "desirable": _("Welsh can be an advantage"),
    "to-be-learnt": _("You would be expected to learn Welsh"),
    "not-needed": _("Welsh is not needed"),
    "not-known": _("Not known"),
}

WELSH_SERVICE = {
    "yes": _("Service in Welsh: yes"),
    "no": _("Service in Welsh: no"),
    "not-known": _("Service in Welsh: not known"),
}

RELATIONS = {
    "leads-here": _("Jobs that lead here"),
    "similar": _("Jobs at a similar level"),
    "leads-on": _("Jobs this can lead to"),
}

LANGUAGE_NAMES = {"en": _("English"), "cy": _("Welsh")}
