"""The editors' desk, in Django admin: plain forms over the working copy, and the pages around them.

What the rest stands on
    pages              how a page of the desk is declared, guarded, linked and shown
    words              what the desk calls every field, list and table
    help_texts         what the forms say under a field
    places             from a dotted path in a document to its name, and to the form that holds it
    groups             the tables in groups, for the first page and the menu

Forms, made from the schema, so that a form and a file are checked by the same rules in the same words
    fields             a form field for every column, and how they stand
    forms              forms over rows, checked by the schema
    desk               what forms of careers and of the directory share: who may, saving, what is said after
    meanwhile          two editors at once: what others saved, brought together with what was typed
    profile            a career: its own fields, and each of its lists
    parts              those lists as tabs: how many items, and what waits
    pictures           the form of a picture, and the file that comes with it
    standing           where a career stands, as columns and filters of the list of careers
    directory          the lists that careers share
    prose_preview      a text in Markdown as readers would see it

To publish, and what was published
    publishing         publish, withdraw, schedule
    publish_forms      what a publisher is asked
    readiness          what would change, what is wanting, whom it touches
    previews           links that show a draft
    history            editions: listed, compared, brought back as a draft
    compared           two documents side by side, word by word
    record             who changed what, and what else was done
    conflicts          what the files and an editor both changed: choose, then load

Translation
    work               the work list: everything that waits for somebody
    reviews            what should have been read through by now
    translations       how far one career or entry is, and who read its Welsh
    translators_files  the file that goes to a translator and comes back

Readers
    dashboard          what works and what does not
    ratings            a career's ratings and comments; spreadsheets
    visitors           the tables of ratings, reports and editions

Editors
    people             accounts, and the role of each
    security           signing in with a password, the language of the desk
    own_factor         the second factor: a code at the sign-in, the editor's own device
    sign_ins           who is locked out, and whose second factor is lost
    resume             a save that came after its editor was signed out

What declares a page or registers a table is imported here: that puts it on the site.
"""

from . import (
    conflicts,
    dashboard,
    directory,
    history,
    own_factor,
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
    sign_ins,
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
    "own_factor",
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
    "sign_ins",
    "translations",
    "translators_files",
    "visitors",
    "work",
]
