"""YAML as the content files have it: every scalar a string, every value with its line, no comments."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from profiles.content.findings import dotted

from .problems import Problem

DEEPEST = 20  # levels of YAML; more than three times what any field has


class _Dumper(yaml.SafeDumper):
    """Block style; a text is quoted only where YAML itself would otherwise misread it."""

    yaml_implicit_resolvers = {
        first: [(tag, rule) for tag, rule in rules if tag.endswith((":bool", ":null", ":merge"))]
        for first, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(int, lambda dumper, n: dumper.represent_scalar("tag:yaml.org,2002:str", str(n)))
_Dumper.ignore_aliases = lambda self, data: True


def dump_yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


KEPT_SIGN = "begins with a sign that YAML keeps for itself: put the text in quotes"
SYNTAX = [  # PyYAML's words, and ours. The first that fits is said
    ("exceeded maximum nesting depth", "is nested too deeply: nothing here needs more than six levels"),
    ("mapping values are not allowed", "has a colon where none can stand: put the text in quotes, or see to "
     "the line above (its own colon, or how far this one is indented)"),
    ("tab character", "has a tab: indent with spaces"),
    ("expected a single document", "begins a second document (---): remove the line"),
    ("quoted scalar found unexpected end", "opens a quotation mark that is never closed"),
    ("found unknown escape character", "has a backslash in double quotes: use single quotes"),
    ("could not find expected ':'", "has a line without a colon"),
    ("parsing a flow", "opens a bracket that is never closed: put the text in quotes"),
    ("expected key", "is indented differently from the lines above it, or goes on after a closing quote"),
    ("expected '-' indicator", "is indented differently from the lines above it"),
    ("cannot start any token", KEPT_SIGN),
    ("scanning an alias", KEPT_SIGN),
    ("scanning an anchor", KEPT_SIGN),
    ("scanning a tag", KEPT_SIGN),
    ("scanning a block scalar", KEPT_SIGN),
]  # fmt: skip
OPENED = ("quoted scalar", "parsing a flow")  # here the fault is where it opens, not where the file ends


def _syntax_problem(file: str, text: str, error: yaml.YAMLError) -> Problem:
    words = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '') or error}"
    mark = getattr(error, "problem_mark", None)
    if any(opened in words for opened in OPENED):
        mark = getattr(error, "context_mark", None) or mark
    line = mark.line + 1 if mark else 1
    lines = text.split("\n")
    if re.match(r" *\t", lines[line - 1] if line <= len(lines) else ""):
        words = "tab character"
    message = next((ours for theirs, ours in SYNTAX if theirs in words), f"cannot be read: {words.strip()}")
    return Problem(file, line, "", message)


def _comments(text: str) -> Iterator[int]:
    """The lines that hold a comment: a # that is in no token."""
    if "#" not in text:
        return
    covered = bytearray(len(text) + 1)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            covered[start:end] = b"\1" * (end - start)
    for match in re.finditer(r"(?m)(?:^|(?<=[ \t]))#", text):
        if not covered[match.start()]:
            yield text.count("\n", 0, match.start()) + 1


def _too_deep(root: yaml.Node) -> int | None:
    """The line where nesting passes what any field of ours has."""
    layer = [root]
    for _ in range(DEEPEST):
        layer = [
            child
            for node in layer
            if not isinstance(node, yaml.ScalarNode)
            for part in node.value
            for child in (part if isinstance(part, tuple) else (part,))
        ]
    return layer[0].start_mark.line + 1 if layer else None


def _plain(node: yaml.Node, path: tuple, lines: dict[tuple, int], problems: list, file: str) -> Any:
    """A YAML node as dictionaries, lists and strings, noting the line of every path."""
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, i), lines, problems, file) for i, child in enumerate(node.value)]
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            message = "has brackets before a colon: put the text in quotes"
            problems.append(Problem(file, line, dotted(path, {}), message))
            continue
        key = key_node.value
        if key in data:
            problems.append(Problem(file, line, dotted(path, {}), f"has {key!r} twice: keep one"))
        data[key] = _plain(value_node, (*path, key), lines, problems, file)
        lines[(*path, key)] = line
    return data


def parse_yaml(text: str, file: str, problems: list[Problem]) -> tuple[Any, dict[tuple, int]]:
    """The data of a YAML text, and the line of every path in it. Faults are added to `problems`."""
    lines: dict[tuple, int] = {(): 1}
    found = len(problems)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                message = "has an anchor (& or *): write the text out in each place, or put it in quotes"
                problems.append(Problem(file, line, "", message))
            if getattr(event, "tag", None):
                message = "has a tag (!): remove it, or put the text in quotes"
                problems.append(Problem(file, line, "", message))
        if len(problems) > found:
            return None, lines
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        for line in _comments(text):
            problems.append(Problem(file, line, "", "has a comment: move it to `notes:`"))
    except yaml.YAMLError as error:
        problems.append(_syntax_problem(file, text, error))
        return None, lines
    if node is None:
        return None, lines
    if (line := _too_deep(node)) is not None:
        problems.append(Problem(file, line, "", SYNTAX[0][1]))
        return None, lines
    return _plain(node, (), lines, problems, file), lines
