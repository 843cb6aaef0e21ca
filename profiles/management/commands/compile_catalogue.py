"""Compile the interface's words, without gettext on the machine."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles the .po catalogues of the interface to .mo, where they have changed."
    requires_system_checks = []

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compiled = polib.pofile(str(source)).to_binary()
                target = source.with_suffix(".mo")
                # By content, not by date: a checkout gives every file the date of today.
                if not target.exists() or target.read_bytes() != compiled:
                    target.write_bytes(compiled)
                    if options["verbosity"]:
                        self.stdout.write(f"compile_catalogue: {target.parent.parent.name} compiled")
