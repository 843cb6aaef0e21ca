"""The commands that build and check what lies beside the content: the catalogue and the style sheet."""

import polib
import pytest
from django.core.management import call_command

from profiles.management.commands.build_assets import shorten
from profiles.management.commands.check_catalogue import faults_of, untrimmed_blocks

SIX = dict.fromkeys(range(6), "%(n)s swydd")


@pytest.mark.parametrize(
    ("entry", "faults"),
    [
        ({"msgid": "All careers", "msgstr": "Pob gyrfa"}, []),
        ({"msgid": "WhatsApp", "msgstr": "WhatsApp"}, []),
        ({"msgid": "All careers", "msgstr": ""}, ["is not translated"]),
        (
            {"msgid": "All careers", "msgstr": "Pob gyrfa", "flags": ["fuzzy"]},
            ["is marked fuzzy: check it and take the mark away"],
        ),
        (
            {"msgid": "All careers", "msgstr": "All careers"},
            ["is the English: translate it, or name it in ALIKE in check_catalogue.py"],
        ),
        (
            {"msgid": "By %(name)s on {date}", "msgstr": "Gan %(enw)s ar {date}"},
            ["has the placeholders %(enw)s {date} where the English has %(name)s {date}"],
        ),
        ({"msgid": "One job", "msgid_plural": "%(n)s jobs", "msgstr_plural": SIX}, []),
        # No number in the form for none, as in the English for one.
        ({"msgid": "One job", "msgid_plural": "%(n)s jobs", "msgstr_plural": {**SIX, 0: "Dim swydd"}}, []),
        (
            {"msgid": "One job", "msgid_plural": "%(n)s jobs", "msgstr_plural": {0: "Un swydd", 1: "swyddi"}},
            ["has 2 plural forms instead of six"],
        ),
        (
            {"msgid": "%(n)s job", "msgid_plural": "%(n)s jobs", "msgstr_plural": {**SIX, 5: "%(x)s swydd"}},
            ["has the placeholders %(x)s where the English has %(n)s"],
        ),
    ],
)
def test_check_catalogue_says_what_is_wrong_with_a_translation(entry, faults):
    assert list(faults_of(polib.POEntry(**entry))) == faults


def test_check_catalogue_finds_blocks_that_carry_their_indentation(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "a.html").write_text(
        "<p>\n{% blocktranslate trimmed with a=b %}Good{% endblocktranslate %}\n"
        "{% blocktranslate with a=b %}\n  Bad\n{% endblocktranslate %}\n",
        encoding="utf-8",
    )
    assert list(untrimmed_blocks(tmp_path)) == ["a.html:3: write {% blocktranslate trimmed %}"]


def test_compile_catalogue_writes_only_what_changed(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    source = tmp_path / "cy" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "Pay"\nmsgstr "Cyflog"\n', encoding="utf-8")
    call_command("compile_catalogue", verbosity=0)
    compiled = source.with_suffix(".mo")
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(compiled))] == [("Pay", "Cyflog")]

    before = compiled.stat().st_mtime_ns
    call_command("compile_catalogue", verbosity=0)
    assert compiled.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("css", "short"),
    [
        ("a { b: c; }\n\n/* why */\nd { e: f }", "a{b: c}d{e: f}"),
        ("a /* x */ b {}", "a b{}"),
        ('a::before { content: "/* not a comment */  ;" }', 'a::before{content: "/* not a comment */  ;"}'),
        ("a { background: url(/x/*.svg) }", "a{background: url(/x/*.svg)}"),
        # A space before a colon means any descendant.
        ("a :hover { width: calc(1px + 2px) }", "a :hover{width: calc(1px + 2px)}"),
    ],
)
def test_shorten_changes_nothing_that_a_browser_would_see(css, short):
    assert shorten(css) == short
