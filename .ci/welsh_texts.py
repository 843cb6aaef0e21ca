"""Take the Welsh out of the content's YAML, for the spelling checker, which reads plain text.

    python .ci/welsh_texts.py content FOLDER

Each text lands in FOLDER under its file's name, on the line that it has in the file, so that what the
checker says can be found. Names that stand alike in the English beside it are left out.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

# Under these names stand addresses, not words.
NOT_WORDS = {"slug", "address", "web"}
# 'Prospects', 'Institute for Apprenticeships and Technical Education'.
NAME = re.compile(r"[A-Z][\w&’'-]*(?:(?: (?:and|for|in|of|the))* [A-Z][\w&’'-]*)*")


def welsh(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Line and text of every string under a `cy:`."""
    if isinstance(node, yaml.MappingNode):
        fields = {key.value: value for key, value in node.value}
        names = {name for _, text in _strings(fields.get("en")) for name in NAME.findall(text)}
        for line, text in _strings(fields.get("cy")):
            for name in names:
                text = re.sub(rf"\b{re.escape(name)}\b", " ", text)
            yield line, text
        for key, value in fields.items():
            if key not in NOT_WORDS:
                yield from welsh(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from welsh(value)


def _strings(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line, " ".join(node.value.split())
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _strings(value)


def main(content: Path, folder: Path):
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(content.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        lines = [""] * text.count("\n")
        for line, words in welsh(yaml.compose(text, Loader=yaml.SafeLoader)):
            lines[line] = f"{lines[line]} {words}".strip()
        name = path.relative_to(content).as_posix().replace("/", "__")
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
