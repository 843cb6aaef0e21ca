"""Take the Welsh out of the content and the catalogues, for the spelling checker, which reads plain text.

    python .ci/welsh_texts.py content careersite/locale/cy FOLDER

Each text lands in FOLDER under its file's name, on the line that it has in the file, so that what the
checker says can be found. What stands alike in the English beside it is left out if it is a name, a
quotation, a title in italics or the text of a link.
"""

import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import yaml

# Under these names stand addresses, and misspellings that readers search for.
NOT_WORDS = {"slug", "address", "web", "hidden_words"}
# ‘Management studies’, *Getting into Business*, [Apprenticeships in Wales](...).
QUOTED = re.compile(r"‘[^’]+’|(?<!\*)\*[^*\n]+\*(?!\*)|\[[^\]]+\]")
# 'Institute for Apprenticeships and Technical Education', then any part of it that is left.
NAME = re.compile(r"[A-Z][\w&-]*(?:(?: (?:and|for|in|into|of|the|&))* [A-Z][\w&-]*)+")
WORD = re.compile(r"\b[A-Z][\w-]{2,}")
# In prose files `# pay` opens a section and is no text.
SECTION = re.compile(r"^# .*$", re.MULTILINE)


def without_names(welsh: str, english: str) -> str:
    """
    >>> without_names("Cwrs City & Guilds, neu ‘retailing’", "City & Guilds or ‘Retailing’")
    'Cwrs ¤, neu ¤'
    """
    beside = english.casefold()
    welsh = QUOTED.sub(lambda found: "¤" if found[0].strip("‘’*[]").casefold() in beside else found[0], welsh)
    for name in sorted({*NAME.findall(english), *WORD.findall(english)}, key=len, reverse=True):
        welsh = re.sub(rf"\b{re.escape(name)}\b", "¤", welsh)
    return welsh


def in_yaml(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Line and text of every string under a `cy:`."""
    if isinstance(node, yaml.MappingNode):
        fields = {key.value: value for key, value in node.value}
        english = " ".join(text for _, text in _strings(fields.get("en")))
        for line, text in _strings(fields.get("cy")):
            yield line, without_names(text, english)
        for key, value in fields.items():
            if key not in NOT_WORDS:
                yield from in_yaml(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from in_yaml(value)


def _strings(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line, " ".join(node.value.split())
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _strings(value)


# sections.pay.answer.cy, page:apprenticeships, https://, url(#id), shop-manager: what computers read.
CODE = re.compile(r"[_./:=<>#(-]")
AROUND = "“”‘’'\"`()[],;:.!?…"


def without_code(welsh: str, english: str) -> str:
    """
    >>> without_code("dolen at page:about neu National Minimum Wage", \
                     "link to page:about or National Minimum Wage")
    'dolen at ¤ neu ¤ ¤ ¤'
    """
    words, beside = ([word.strip(AROUND) for word in text.split()] for text in (welsh, english))
    same = {i for i, word in enumerate(words) if CODE.search(word) and word in beside}
    same |= {i for i, word in enumerate(welsh.split()) if word[0] in "“`" and word in english}
    # Words that follow one another in both are a quotation.
    for block in difflib.SequenceMatcher(None, words, beside, autojunk=False).get_matching_blocks():
        if block.size > 1:
            same |= set(range(block.a, block.a + block.size))
    return " ".join("¤" if i in same else word for i, word in enumerate(welsh.split()))


def in_catalogue(path: Path) -> str:
    catalogue = polib.pofile(str(path))
    lines = [""] * len(path.read_text(encoding="utf-8").splitlines())
    for entry in catalogue:
        english = f"{entry.msgid} {entry.msgid_plural}"
        for welsh in entry.msgstr_plural.values() or [entry.msgstr]:
            words = without_code(" ".join(welsh.split()), english)
            lines[entry.linenum - 1] = f"{lines[entry.linenum - 1]} {words}".strip()
    return "\n".join(lines) + "\n"


def welsh_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return without_names(SECTION.sub("", text), path.with_name("en.md").read_text(encoding="utf-8"))
    lines = [""] * text.count("\n")
    for line, words in in_yaml(yaml.compose(text, Loader=yaml.SafeLoader)):
        lines[line] = f"{lines[line]} {words}".strip()
    return "\n".join(lines) + "\n"


def main(content: Path, locale: Path, folder: Path):
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted([*content.rglob("*.yaml"), *content.rglob("cy.md")]):
        name = path.relative_to(content).as_posix().replace("/", "__")
        # The checker knows Markdown, but takes YAML for what is within it.
        (folder / name.replace(".yaml", ".yaml.txt")).write_text(welsh_of(path), encoding="utf-8")
    for path in locale.rglob("*.po"):
        (folder / f"{path.name}.txt").write_text(in_catalogue(path), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
