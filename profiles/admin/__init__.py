"""The editors' desk, in Django admin: plain forms over the working copy, and its publishing.

`fields` and `forms` make every form from the schema, so that a form and a file are checked by the same
rules in the same words. `desk` is what profiles and the directory have in common.
"""

from . import (
    conflicts,
    dashboard,
    directory,
    history,
    people,
    places,
    previews,
    profile,
    prose_preview,
    publishing,
    ratings,
    record,
    resume,
    security,
    translations,
    translators_files,
    visitors,
    work,
)

__all__ = [
    "conflicts",
    "dashboard",
    "directory",
    "history",
    "people",
    "places",
    "previews",
    "profile",
    "prose_preview",
    "publishing",
    "ratings",
    "record",
    "resume",
    "security",
    "translations",
    "translators_files",
    "visitors",
    "work",
]
