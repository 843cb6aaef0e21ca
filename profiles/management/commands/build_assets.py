"""Join the style sheets, kept apart by layer, into the one file that pages ask for."""

import re
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

# In this order: `@layer` is declared in the first, and print comes last.
LAYERS = ("tokens", "base", "layout", "components", "finding", "comparing", "paths", "print")

_ATOM = re.compile(
    r"""(?P<kept> "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | url\([^"')\s]*\) )
      | (?P<gap> (?: /\*.*?\*/ | \s )+ )""",
    re.DOTALL | re.VERBOSE,
)


def shorten(css: str) -> str:
    """Without comments and needless white space; strings and addresses are left alone.

    >>> shorten('a , b {\\n  color: red; /* why */\\n  content: "a  ,  b";\\n}\\n')
    'a,b{color: red;content: "a  ,  b"}'
    """
    kept: list[str] = []

    def replace(found: re.Match) -> str:
        if found["kept"] is None:
            return " "
        kept.append(found["kept"])
        return f"\x00{len(kept) - 1}\x00"

    css = _ATOM.sub(replace, css)
    # Not around a colon: `a :hover` and `a:hover` are different selectors.
    css = re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], css)


class Command(BaseCommand):
    help = "Writes the site's one style sheet, var/assets/css/site.css, from static/css/."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="go on, and write again after a change")

    def handle(self, *, watch: bool, **options):
        self.build(quiet=not options["verbosity"])
        seen = self._dates()
        while watch:
            time.sleep(0.5)
            if (now := self._dates()) != seen:
                seen = now
                self.build(quiet=False)

    def build(self, *, quiet: bool):
        missing = [str(path.relative_to(settings.BASE_DIR)) for path in self._sources() if not path.exists()]
        if missing:
            raise CommandError(f"missing: {', '.join(missing)}")
        css = shorten("\n".join(path.read_text(encoding="utf-8") for path in self._sources())) + "\n"
        target = settings.ASSETS_DIR / "css" / "site.css"
        if not target.exists() or target.read_text(encoding="utf-8") != css:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(css, encoding="utf-8")
            if not quiet:
                self.stdout.write(f"build_assets: site.css, {len(css.encode())} bytes")

    @staticmethod
    def _sources() -> list[Path]:
        return [settings.BASE_DIR / "static" / "css" / f"{name}.css" for name in LAYERS]

    def _dates(self) -> list[float]:
        return [path.stat().st_mtime for path in self._sources() if path.exists()]
