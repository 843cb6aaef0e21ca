"""Compile the interface's words, without gettext on the machine."""

import tempfile
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
                    self._put_in_place(target, compiled)
                    if options["verbosity"]:
                        self.stdout.write(f"compile_catalogue: {target.parent.parent.name} compiled")

    @staticmethod
    def _put_in_place(target: Path, compiled: bytes) -> None:
        """Whole or not at all: another process may be reading, or compiling the same."""
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as made:
            made.write(compiled)
        made_path = Path(made.name)
        made_path.chmod(0o644)
        made_path.replace(target)
