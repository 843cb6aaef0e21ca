"""Take the Welsh out of the content, for the spelling checker, which reads plain text.

    python .ci/welsh_texts.py content FOLDER

Each text lands in FOLDER under its file's name, on the line that it has in the file, so that what the
checker says can be found. What stands alike in the English beside it is left out if it is a name, a
quotation, a title in italics or the text of a link.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

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


def welsh_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return without_names(SECTION.sub("", text), path.with_name("en.md").read_text(encoding="utf-8"))
    lines = [""] * text.count("\n")
    for line, words in in_yaml(yaml.compose(text, Loader=yaml.SafeLoader)):
        lines[line] = f"{lines[line]} {words}".strip()
    return "\n".join(lines) + "\n"


def main(content: Path, folder: Path):
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted([*content.rglob("*.yaml"), *content.rglob("cy.md")]):
        name = path.relative_to(content).as_posix().replace("/", "__")
        # The checker knows Markdown, but takes YAML for what is within it.
        (folder / name.replace(".yaml", ".yaml.txt")).write_text(welsh_of(path), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
