"""The content files: from disk to documents with every problem found, and from documents to canonical text.

Reading and writing know the layout of `content/` and nothing of the database. A file is canonical when
writing what was read gives the same bytes; that is what makes load and export a round trip.
"""

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from profiles.pictures import PictureProblem, check_drawing, check_photograph, check_preview
from profiles.prose import page_links, prose_findings
from profiles.text import normalise_text

from . import references, schema
from .schema.profile import SECTION_KINDS

DIRECTORY_LISTS = tuple(schema.Directory.model_fields)
PICTURE_TYPES = (".svg", ".jpg", ".jpeg", ".png", ".avif", ".webp")
LARGEST_TEXT = 1_000_000  # bytes; a text file beyond this is a mistake
DEEPEST = 20  # levels of YAML; more than three times what any field has
KNOWN_FILES = {"README.md", "profile.schema.json", "directory.schema.json"}

Place = tuple[str, int]
"""A file, relative to the content folder, and a line in it from 1."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the content: where it is, and what to do."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        return f"{where}{self.field}: {self.message}" if self.field else where + self.message


@dataclass
class Content:
    """Everything read from a content folder."""

    directory: schema.Directory | None = None
    profiles: dict[str, schema.Profile] = field(default_factory=dict)
    # profile key -> file name -> bytes, previews among them
    pictures: dict[str, dict[str, bytes]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


# YAML: every scalar a string, every value with its line ------------------------------------------


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


# What pydantic found, in an author's words --------------------------------------------------------


def dotted(path: Iterable[str | int], data: Any) -> str:
    """A path with item keys in place of positions: pay_bands.senior.high."""
    words, here = [], data
    for part in path:
        if isinstance(part, int):
            item = here[part] if isinstance(here, list) and part < len(here) else None
            key = item.get("key") if isinstance(item, dict) else None
            words.append(key if isinstance(key, str) and key else str(part + 1))
            here = item
        else:
            words.append(str(part))
            here = here.get(part) if isinstance(here, dict) else None
    return ".".join(words)


def _class_at(document: type[BaseModel], path: Iterable[str | int]) -> type[BaseModel] | None:
    """The schema class of the value at a path."""
    here: Any = document
    for part in path:
        if isinstance(part, int):
            continue
        annotation = here.model_fields[part].annotation if part in here.model_fields else None
        classes = [a for a in (annotation, *get_args(annotation)) if isinstance(a, type)]
        here = next((c for c in classes if issubclass(c, BaseModel)), None)
        if here is None:
            return None
    return here


def _did_you_mean(word: str, choices: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(choices), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def explain(error: dict[str, Any], document: type[BaseModel]) -> tuple[tuple, str]:
    """The path and the words for one of pydantic's findings."""
    path, kind, given = tuple(error["loc"]), error["type"], error["input"]
    holder = _class_at(document, path[:-1]) or document
    own = _class_at(document, path)
    message: str = error["msg"].removeprefix("Value error, ")
    shown = f", not {_short(given)!r}" if isinstance(given, str) else ""
    if kind == "missing":
        message = "is required: add it"
    elif kind == "extra_forbidden":
        guess = _did_you_mean(str(path[-1]), holder.model_fields)
        message = f"is not a field we know{guess or '; a remark for colleagues goes in `notes:`'}"
    elif kind == "string_pattern_mismatch":
        message = f"must be small letters, figures and single hyphens{shown}"
        if path[-1] == "file":
            message = f"must be a file name in small letters, ending {', '.join(PICTURE_TYPES)}{shown}"
        elif path[-1] == "code":
            message = f"must be figures, such as 4143{shown}"
    elif kind == "literal_error":
        choices = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        message = f"must be one of {', '.join(choices)}{shown}{_did_you_mean(str(given), choices)}"
    elif kind in ("decimal_max_places", "decimal_whole_digits", "decimal_max_digits"):
        message = f"has more figures than we keep{shown}"
    elif kind == "finite_number":
        message = f"must be a number, in figures only{shown}"
    elif kind.startswith("int_"):
        message = f"must be a whole number, in figures only{shown}"
    elif kind.startswith("decimal_"):
        message = f"must be a number, in figures only{shown}"
    elif kind.startswith("bool_"):
        message = f"must be true or false{shown}"
    elif kind.startswith("date"):
        message = f"must be a day, such as 2026-11-25{shown}"
    elif kind == "tuple_type":
        message = "must be a list: one entry a line, each beginning with a hyphen"
    elif kind in ("model_type", "dict_type", "model_attributes_type"):
        if own is not None and issubclass(own, schema.Pair | schema.ListPair):
            message = "must have the two languages under it, `en:` and `cy:`"
        else:
            message = "must be a group of fields"
    elif kind == "string_type":
        message = "must be one text"
    elif kind == "too_short":
        message = "needs at least one entry"
    elif kind in ("string_too_long", "too_long"):
        message = f"is longer than {error['ctx']['max_length']} characters: shorten it"
    elif kind == "greater_than_equal":
        message = f"must be {error['ctx']['ge']} or more{shown}"
    elif kind == "greater_than":
        message = f"must be more than {error['ctx']['gt']}{shown}"
    elif kind in ("less_than", "less_than_equal"):
        message = f"is too large{shown}"
    if kind == "value_error" and (named := re.match(r"(\w+): (.*)", message, re.DOTALL)):
        at = own or document
        if named[1] in at.model_fields:  # a rule over several fields names the one it is about
            return (*path, named[1]), named[2]
    return path, message


@dataclass
class _Draft:
    """Data on its way to a document, with the place of every path."""

    data: Any
    places: dict[tuple, Place]
    document: type[schema.Value]

    def place(self, path: tuple) -> Place:
        for end in range(len(path), -1, -1):
            if path[:end] in self.places:
                return self.places[path[:end]]
        return next(iter(self.places.values()))

    def problem(self, path: tuple, message: str) -> Problem:
        return Problem(*self.place(path), dotted(path, self.data), message)

    def validate(self, problems: list[Problem]) -> Any:
        try:
            return self.document.model_validate(self.data)
        except ValidationError as error:
            for found in error.errors(include_url=False):
                problems.append(self.problem(*explain(found, self.document)))
        return None


# Reading ------------------------------------------------------------------------------------------


def _read_text(path: Path, root: Path, content: Content) -> str | None:
    """A file's text, normalised; None where it cannot be read at all."""
    file = path.relative_to(root).as_posix()
    raw = path.read_bytes()
    if len(raw) > LARGEST_TEXT:
        content.problems.append(Problem(file, 1, "", "is over one megabyte: split it"))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        content.problems.append(Problem(file, line, "", "is not UTF-8: save it again as UTF-8"))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "is damaged (it holds a NUL character): save it again as UTF-8"
        content.problems.append(Problem(file, line, "", message))
        return None
    # The empty lines at the head are no part of the text, but they count.
    head = re.match(r"(?:[^\S\n]*\n)*", text.replace("\r\n", "\n").replace("\r", "\n"))[0].count("\n")
    return "\n" * head + normalise_text(text) + "\n"


def _read_yaml(path: Path, root: Path, content: Content) -> tuple[Any, dict[tuple, Place]] | None:
    file = path.relative_to(root).as_posix()
    if not path.is_file():
        content.problems.append(Problem(file, 1, "", "is missing: create it"))
        return None
    if (text := _read_text(path, root, content)) is None:
        return None
    found = len(content.problems)
    data, lines = parse_yaml(text, file, content.problems)
    if data is None and len(content.problems) > found:
        return None
    return data, {at: (file, line) for at, line in lines.items()}


def _read_prose(path: Path, root: Path, content: Content) -> str | None:
    """A page's prose as one text, with its faults noted."""
    if not path.is_file():
        return ""
    if (text := _read_text(path, root, content)) is None:
        return None
    prose = text.strip("\n")
    first = 1 + len(text) - len(text.lstrip("\n"))
    _note_prose(path.relative_to(root).as_posix(), first if prose else 1, "", prose, content)
    return prose


def _note_prose(file: str, first: int, at: str, text: str, content: Content) -> None:
    for number, message in prose_findings(text):
        content.problems.append(Problem(file, first + number - 1, at, message))


def split_sections(text: str) -> Iterator[tuple[str, str, int]]:
    """The sections of a prose file: kind, text, and the line its text begins on.

    What stands before the first heading comes with an empty kind.
    """
    kind, start, held = "", 1, []
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"#(?!#)", line):
            yield kind, "\n".join(held), start
            kind, start, held = line.lstrip("#").strip() or "#", number, []
        else:
            held.append(line)
    yield kind, "\n".join(held), start


def _section_prose(path: Path, root: Path, content: Content) -> dict[str, tuple[str, int, int]] | None:
    """Each section's prose in one language, with the lines of its heading and of its first words.

    None where the file cannot be read.
    """
    file = path.relative_to(root).as_posix()
    if not path.is_file():
        message = "is missing: create it, with a heading for each section"
        content.problems.append(Problem(file, 1, "", message))
        return None
    if (text := _read_text(path, root, content)) is None:
        return None
    sections: dict[str, tuple[str, int, int]] = {}
    for kind, held, line in split_sections(text):
        prose = held.strip("\n")
        if not kind:
            if prose:
                message = "stands before the first heading: put it under a line such as `# pay`"
                first = 1 + len(held) - len(held.lstrip("\n"))
                content.problems.append(Problem(file, first, "", message))
        elif kind not in SECTION_KINDS:
            guess = _did_you_mean(kind, SECTION_KINDS) or (
                f"; a heading inside the text begins with ###, and the kinds are {', '.join(SECTION_KINDS)}"
            )
            content.problems.append(Problem(file, line, "", f"{kind!r} is not a kind of section{guess}"))
        elif kind in sections:
            content.problems.append(Problem(file, line, kind, "opens twice: keep one"))
        else:
            first = line + 1 + len(held) - len(held.lstrip("\n"))
            _note_prose(file, first, kind, prose, content)
            sections[kind] = prose, line, first
    return sections


def picture_digest(file: bytes, preview: bytes | None) -> str:
    """What names a picture by content: its bytes, with its preview's where it has one."""
    return hashlib.sha256(file + (preview or b"")).hexdigest()


def preview_name(file: str) -> str:
    """The raster that stands beside a drawing for link previews: counter.svg, counter.png."""
    return file.removesuffix(".svg") + ".png"


def _read_pictures(folder: Path, draft: _Draft, root: Path, content: Content) -> dict[str, bytes]:
    """The bytes of a profile's pictures; each picture's digest is added to its data."""
    on_disk = {path.name: path for path in sorted((folder / "pictures").glob("[!.]*")) if path.is_file()}
    held: dict[str, bytes] = {}
    items = draft.data.get("pictures")
    for i, item in enumerate(items if isinstance(items, list) else []):
        name = item.get("file") if isinstance(item, dict) else None
        if not isinstance(name, str) or not name:
            continue
        if "digest" in item:
            content.problems.append(draft.problem(("pictures", i, "digest"), "is computed: remove it"))
        if name not in on_disk:
            content.problems.append(draft.problem(("pictures", i, "file"), f"{name!r} is not in pictures/"))
            continue
        preview = preview_name(name) if name.endswith(".svg") else ""
        if preview and preview not in on_disk:
            message = f"needs a preview of 1200 by 630 beside it: pictures/{preview}"
            content.problems.append(draft.problem(("pictures", i, "file"), message))
        check = check_drawing if preview else check_photograph
        for wanted, check_bytes in ((name, check), (preview, check_preview)):
            if wanted in on_disk:
                held[wanted] = on_disk[wanted].read_bytes()
                try:
                    check_bytes(held[wanted])
                except PictureProblem as problem:
                    file = on_disk[wanted].relative_to(root).as_posix()
                    content.problems.append(Problem(file, problem.line or 1, "", str(problem)))
        item["digest"] = picture_digest(held[name], held.get(preview))
    for name in on_disk.keys() - held.keys():
        file = on_disk[name].relative_to(root).as_posix()
        content.problems.append(Problem(file, 1, "", "is not named in profile.yaml: name it or remove it"))
    return held


def _read_profile(folder: Path, root: Path, content: Content) -> _Draft | None:
    if (read := _read_yaml(folder / "profile.yaml", root, content)) is None:
        return None
    data, places = read
    draft = _Draft(data, places, schema.Profile)
    if not isinstance(data, dict):
        content.problems.append(draft.problem((), "must be a group of fields, beginning with `title:`"))
        return None
    if "key" in data:
        content.problems.append(draft.problem(("key",), "is the folder's name: remove it here"))
    data["key"] = folder.name
    prose = {
        language: _section_prose(folder / f"{language}.md", root, content) for language in schema.LANGUAGES
    }
    files = {name: (folder / f"{name}.md").relative_to(root).as_posix() for name in prose}
    sections = data.get("sections")
    named = []
    for i, section in enumerate(sections if isinstance(sections, list) else []):
        if not isinstance(section, dict):
            continue
        if "prose" in section:
            content.problems.append(draft.problem(("sections", i, "prose"), "belongs in en.md and cy.md"))
        kind = section.get("key")
        section["prose"] = {}
        if kind not in SECTION_KINDS:
            continue
        named.append(kind)
        for language, sections_of in prose.items():
            if kind in (sections_of or {}):
                section["prose"][language], _, first = sections_of[kind]
                places[("sections", i, "prose", language)] = files[language], first
            elif sections_of is not None:
                file = files[language]
                content.problems.append(Problem(file, 1, "", f"has no line `# {kind}`: add it"))
    for language, sections_of in prose.items():
        for kind, (_, line, _) in (sections_of or {}).items():
            if kind not in named:
                message = "is not among the sections of profile.yaml: add it there"
                content.problems.append(Problem(files[language], line, kind, message))
    content.pictures[folder.name] = _read_pictures(folder, draft, root, content)
    return draft


def _read_directory(root: Path, content: Content) -> _Draft:
    data: dict[str, Any] = {}
    places: dict[tuple, Place] = {}
    for name in DIRECTORY_LISTS:
        if (read := _read_yaml(root / f"{name}.yaml", root, content)) is None:
            continue
        data[name], lines = ([] if read[0] is None else read[0]), read[1]
        places.update({(name, *path): place for path, place in lines.items()})
    known = set()
    pages = data.get("pages")
    for i, page in enumerate(pages if isinstance(pages, list) else []):
        key = page.get("key") if isinstance(page, dict) else None
        if not isinstance(key, str) or not re.fullmatch(r"[a-z0-9-]+", key):
            continue
        known.add(key)
        if "prose" in page:
            draft = _Draft(data, places, schema.Directory)
            content.problems.append(draft.problem(("pages", i, "prose"), f"belongs in pages/{key}/"))
        page["prose"] = {}
        for language in schema.LANGUAGES:
            path = root / "pages" / key / f"{language}.md"
            if (prose := _read_prose(path, root, content)) is not None:
                page["prose"][language] = prose
                places[("pages", i, "prose", language)] = (path.relative_to(root).as_posix(), 1)
        if not any(page["prose"].get(language, "-") for language in schema.LANGUAGES):
            content.problems.append(Problem(f"pages/{key}/en.md", 1, "", "is missing: write the page's text"))
    for folder in sorted((root / "pages").glob("*/")):
        if folder.name not in known:
            file = folder.relative_to(root).as_posix()
            content.problems.append(Problem(file, 1, "", "is not in pages.yaml: add it there"))
    return _Draft(data, places or {(): ("areas.yaml", 1)}, schema.Directory)


def _unknown_files(root: Path) -> Iterator[Problem]:
    """Files that nothing reads: most often a misspelt name."""
    known = {f"{name}.yaml" for name in DIRECTORY_LISTS} | KNOWN_FILES
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        parts = path.relative_to(root).parts
        fine = (
            (len(parts) == 1 and parts[0] in known)
            or (len(parts) == 3 and parts[0] == "profiles" and parts[2] in ("profile.yaml", "en.md", "cy.md"))
            or (len(parts) == 4 and parts[0] == "profiles" and parts[2] == "pictures")
            or (len(parts) == 3 and parts[0] == "pages" and parts[2] in ("en.md", "cy.md"))
        )
        if not fine:
            yield Problem("/".join(parts), 1, "", "is not a file we know: rename it or remove it")


def _note_transcripts(draft: _Draft, profile: schema.Profile, content: Content) -> None:
    """Transcripts are Markdown too, though they stand in profile.yaml."""
    for i, film in enumerate(profile.films):
        for language in schema.LANGUAGES:
            text = getattr(film.transcript, language)
            path = ("films", i, "transcript", language)
            file, line = draft.place(path)
            first = line + 1 if "\n" in text else line  # a text of several lines begins under its field
            _note_prose(file, first, dotted(path, draft.data), text, content)


def _known_keys(draft: _Draft) -> schema.Directory | None:
    """The directory's keys and nothing else, so that references are checked whatever faults it has.

    None where a list cannot be read: then every key in it would seem unknown.
    """
    lists = {}
    for name in DIRECTORY_LISTS:
        items = draft.data.get(name)
        if not isinstance(items, list):
            return None
        keys = [item.get("key") for item in items if isinstance(item, dict)]
        lists[name] = tuple(schema.Item.model_construct(key=key) for key in keys if isinstance(key, str))
    return schema.Directory.model_construct(**lists)


def _note_page_links(draft: _Draft, texts: Iterable[tuple[tuple, str]], pages: set[str], content: Content):
    for path, text in texts:
        for key in sorted(page_links(text) - pages):
            file, line = draft.place(path)
            line += text[: text.index(f"page:{key}")].count("\n")
            message = f"links to page:{key}, which is not in pages.yaml: add it there, or correct the link"
            content.problems.append(Problem(file, line, dotted(path, draft.data), message))


def read_content(root: Path) -> Content:
    """Read a content folder. Every problem in it is found; documents are there where none was theirs."""
    content = Content()
    if not root.is_dir():
        content.problems.append(Problem(str(root), 1, "", "is not a folder"))
        return content
    content.problems.extend(_unknown_files(root))
    directory_draft = _read_directory(root, content)
    directory = directory_draft.validate(content.problems)
    if directory:
        pages = {page.key for page in directory.pages}
        for path, message in references.directory_findings(directory):
            content.problems.append(directory_draft.problem(path, message))
        prose = [
            (("pages", i, "prose", language), getattr(page.prose, language))
            for i, page in enumerate(directory.pages)
            for language in schema.LANGUAGES
        ]
        _note_page_links(directory_draft, prose, pages, content)
    content.directory = directory
    known = _known_keys(directory_draft)

    slugs: dict[tuple[str, str], str] = {}
    for folder in sorted((root / "profiles").glob("*/")):
        draft = _read_profile(folder, root, content)
        profile = draft and draft.validate(content.problems)
        if not profile:
            continue
        content.profiles[profile.key] = profile
        for language in schema.LANGUAGES:
            slug = getattr(profile.slug, language)
            other = slugs.setdefault((language, slug), profile.key)
            if slug and other != profile.key:
                message = f"{slug!r} is the slug of {other!r} too: choose another"
                content.problems.append(draft.problem(("slug", language), message))
        _note_transcripts(draft, profile, content)
        if known:
            for path, message in references.profile_findings(profile, known):
                content.problems.append(draft.problem(path, message))
            prose = [
                ((name, i, field, language), getattr(getattr(item, field), language))
                for name, field in (("sections", "prose"), ("films", "transcript"))
                for i, item in enumerate(getattr(profile, name))
                for language in schema.LANGUAGES
            ]
            _note_page_links(draft, prose, {page.key for page in known.pages}, content)
    content.problems.sort()
    return content


# Writing ------------------------------------------------------------------------------------------


def _data(value: schema.Value, without: set[str]) -> dict[str, Any]:
    data = value.model_dump(mode="json", exclude_defaults=True)
    for name in without:
        data.pop(name, None)
    return data


def profile_files(profile: schema.Profile) -> dict[str, str]:
    """A profile's text files in canonical form, by their address in the content folder."""
    data = _data(profile, {"key"})
    if profile.sections:
        data["sections"] = [_data(section, {"prose"}) for section in profile.sections]
    if profile.pictures:
        data["pictures"] = [_data(picture, {"digest"}) for picture in profile.pictures]
    folder = f"profiles/{profile.key}"
    files = {f"{folder}/profile.yaml": dump_yaml(data)}
    for language in schema.LANGUAGES:
        parts = []
        for section in profile.sections:
            prose = getattr(section.prose, language)
            parts.append(f"# {section.key}\n" + (f"\n{prose}\n" if prose else ""))
        files[f"{folder}/{language}.md"] = "\n".join(parts)
    return files


def directory_files(directory: schema.Directory) -> dict[str, str]:
    """The directory's text files in canonical form, by their address in the content folder."""
    files = {}
    for name in DIRECTORY_LISTS:
        without = {"prose"} if name == "pages" else set()
        items = [_data(item, without) for item in getattr(directory, name)]
        files[f"{name}.yaml"] = dump_yaml(items)
    for page in directory.pages:
        for language in schema.LANGUAGES:
            if prose := getattr(page.prose, language):
                files[f"pages/{page.key}/{language}.md"] = prose + "\n"
    return files


def canonical_files(content: Content) -> dict[str, str]:
    """Every text file of a content folder as it should stand. Only for content without problems."""
    files = directory_files(content.directory) if content.directory else {}
    for profile in content.profiles.values():
        files.update(profile_files(profile))
    return files
