"""Is every word of the interface collected, translated and safe to fill in?

Needs xgettext, which only developers have; the site itself compiles its catalogue without.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

# CLDR's six: 0, 1, 2, 3, 6 and the rest. Django's own Welsh has four and keeps them beside ours.
PLURAL_FORMS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"
# Admin's scripts are given one catalogue made of both, where Django's own words come last and win, unless
# the two have the same plurals.
SCRIPTS_PLURAL_FORMS = "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;"

# Names, and words that the two languages write alike.
ALIKE = {
    "WhatsApp",
    "Person",
    "%(by)s, %(at)s",
    "Edau",
    "Cymraeg",
    "English",
    "A",
    "E",
    "HND",
    "Diploma",
    "S",
    "M",
}

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
_BLOCK = re.compile(r"{%-?\s*block(?:translate|trans)\b(?![^%]*\btrimmed\b)[^%]*%}")


def extract() -> polib.POFile:
    """The words that templates and code ask for now, as `make messages` would collect them."""
    with tempfile.TemporaryDirectory() as folder, override_settings(LOCALE_PATHS=[folder]):
        call_command(
            "makemessages",
            # Every locale of an empty folder is none: only the template of a catalogue is written.
            all=True,
            keep_pot=True,
            ignore_patterns=["var", "node_modules", "tests", "careersite/locale"],
            verbosity=0,
        )
        return polib.pofile(str(Path(folder) / "django.pot"))


def faults_of(entry: polib.POEntry, plurals: int = 6) -> Iterator[str]:
    """What is wrong with one translation.

    >>> list(faults_of(polib.POEntry(msgid="%(n)s jobs", msgstr="%(m)s swydd")))
    ['has the placeholders %(m)s where the English has %(n)s']
    """
    if entry.fuzzy:
        yield "is marked fuzzy: check it and take the mark away"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(forms) != plurals:
        yield f"has {len(forms)} plural forms instead of {'six' if plurals == 6 else plurals}"
    if not all(forms):
        yield "is not translated"
        return
    english = [entry.msgid, *filter(None, [entry.msgid_plural])]
    # A plural's forms are each like one side of the English: 'one result' may have no number in it.
    allowed = [sorted(_PLACEHOLDER.findall(text)) for text in english]
    for form in forms:
        if form in english and form not in ALIKE:
            yield "is the English: translate it, or name it in ALIKE in check_catalogue.py"
            break
    for form in forms:
        if sorted(_PLACEHOLDER.findall(form)) not in allowed:
            found = " ".join(sorted(_PLACEHOLDER.findall(form))) or "nothing"
            yield f"has the placeholders {found} where the English has {' '.join(allowed[-1]) or 'none'}"
            break


def faults_of_scripts() -> Iterator[str]:
    """What is wrong with the words of admin's scripts, and which have no Welsh here or in Django."""
    ours = polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / "cy" / "LC_MESSAGES" / "djangojs.po"))
    name = Path(ours.fpath).relative_to(settings.BASE_DIR)
    if ours.metadata.get("Plural-Forms") != SCRIPTS_PLURAL_FORMS:
        yield f"{name}:1: the header must say Plural-Forms: {SCRIPTS_PLURAL_FORMS}"
    english, django = (
        polib.pofile(str(Path(admin.__path__[0]) / "locale" / language / "LC_MESSAGES" / "djangojs.po"))
        for language in ("en", "cy")
    )
    asked = {(entry.msgctxt, entry.msgid) for entry in english}
    for entry in ours:
        if (entry.msgctxt, entry.msgid) not in asked:
            yield f"{name}:{entry.linenum}: {entry.msgid!r} is used nowhere: take it out"
        yield from (f"{name}:{entry.linenum}: {entry.msgid!r} {fault}" for fault in faults_of(entry, 4))
    welsh = {(entry.msgctxt, entry.msgid) for entry in (*ours, *django) if entry.translated()}
    yield from (
        f"{name}: {msgid!r} has no Welsh: add it" for context, msgid in sorted(asked - welsh, key=str)
    )


def untrimmed_blocks(folder: Path) -> Iterator[str]:
    """Without `trimmed`, the indentation of a template becomes part of what is translated."""
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for found in _BLOCK.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{path.relative_to(settings.BASE_DIR)}:{line}: write {{% blocktranslate trimmed %}}"


class Command(BaseCommand):
    help = "Fails when the Welsh catalogue is not whole, or a template's words cannot be translated well."
    requires_system_checks = []

    def handle(self, **options):
        path = Path(settings.LOCALE_PATHS[0]) / "cy" / "LC_MESSAGES" / "django.po"
        name = path.relative_to(settings.BASE_DIR)
        catalogue = polib.pofile(str(path))
        known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
        asked = {(entry.msgctxt, entry.msgid): entry for entry in extract()}

        problems = [*untrimmed_blocks(settings.BASE_DIR / "templates"), *faults_of_scripts()]
        if catalogue.metadata.get("Plural-Forms") != PLURAL_FORMS:
            problems.append(f"{name}:1: the header must say Plural-Forms: {PLURAL_FORMS}")
        for key, entry in asked.items():
            where = entry.occurrences[0][0] if entry.occurrences else name
            if key not in known:
                problems.append(f"{where}: {entry.msgid!r} is not in the catalogue: run `make messages`")
            elif known[key].msgid_plural != entry.msgid_plural:
                problems.append(f"{where}: {entry.msgid!r} has another plural now: run `make messages`")
        for key, entry in known.items():
            if key not in asked:
                problems.append(
                    f"{name}:{entry.linenum}: {entry.msgid!r} is used nowhere: run `make messages`"
                )
            problems += [f"{name}:{entry.linenum}: {entry.msgid!r} {fault}" for fault in faults_of(entry)]
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(f"check_catalogue: {len(known)} texts, whole")
