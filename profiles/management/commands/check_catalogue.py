"""Is every word of the interface collected, translated and safe to fill in?

Needs xgettext, which only developers have; the site itself compiles its catalogue without.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

# CLDR's six: 0, 1, 2, 3, 6 and the rest. Django's own Welsh has four and keeps them beside ours.
PLURAL_FORMS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"

# Names, and words that the two languages write alike.
ALIKE = {"WhatsApp", "Edau", "Cymraeg", "English", "A", "E", "HND", "Diploma"}

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


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one translation.

    >>> list(faults_of(polib.POEntry(msgid="%(n)s jobs", msgstr="%(m)s swydd")))
    ['has the placeholders %(m)s where the English has %(n)s']
    """
    if entry.fuzzy:
        yield "is marked fuzzy: check it and take the mark away"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(forms) != 6:
        yield f"has {len(forms)} plural forms instead of six"
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

        problems = list(untrimmed_blocks(settings.BASE_DIR / "templates"))
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
