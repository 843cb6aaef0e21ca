"""From a content folder to documents, with every problem found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from profiles.content import references, schema
from profiles.content.findings import did_you_mean, dotted, explain
from profiles.content.schema.profile import SECTION_KINDS
from profiles.pictures import PictureProblem, check_drawing, check_photograph, check_preview
from profiles.prose import prose_findings
from profiles.text import normalise_text

from .naming import DIRECTORY_LISTS, KNOWN_FILES, picture_digest, preview_name
from .problems import Content, Place, Problem
from .yaml_text import parse_yaml

LARGEST_TEXT = 1_000_000  # bytes; a text file beyond this is a mistake


@dataclass
class Draft:
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
        file, line = self.place(path)
        return Problem(file, line + self._lines_down(path, message), dotted(path, self.data), message)

    def _lines_down(self, path: tuple, message: str) -> int:
        """How far down a text stands the link that a finding is about."""
        link = re.match(r"links to (page:[a-z0-9-]+)", message)
        here: Any = self.data if link else None
        for part in path if link else ():
            here = here[part]
        if not isinstance(here, str):
            return 0
        return here[: re.search(rf"{link[1]}(?![a-z0-9-])", here).start()].count("\n")

    def validate(self, problems: list[Problem]) -> Any:
        try:
            return self.document.model_validate(self.data)
        except ValidationError as error:
            for found in error.errors(include_url=False):
                problems.append(self.problem(*explain(found, self.document)))
        return None


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
            guess = did_you_mean(kind, SECTION_KINDS) or (
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


def _read_pictures(folder: Path, draft: Draft, root: Path, content: Content) -> dict[str, bytes]:
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


def _read_profile(folder: Path, root: Path, content: Content) -> Draft | None:
    if (read := _read_yaml(folder / "profile.yaml", root, content)) is None:
        return None
    data, places = read
    draft = Draft(data, places, schema.Profile)
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


def _read_directory(root: Path, content: Content) -> Draft:
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
            draft = Draft(data, places, schema.Directory)
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
    return Draft(data, places or {(): ("areas.yaml", 1)}, schema.Directory)


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


def _note_transcripts(draft: Draft, profile: schema.Profile, content: Content) -> None:
    """Transcripts are Markdown too, though they stand in profile.yaml."""
    for i, film in enumerate(profile.films):
        for language in schema.LANGUAGES:
            text = getattr(film.transcript, language)
            path = ("films", i, "transcript", language)
            file, line = draft.place(path)
            first = line + 1 if "\n" in text else line  # a text of several lines begins under its field
            _note_prose(file, first, dotted(path, draft.data), text, content)


def _known_keys(draft: Draft) -> schema.Directory | None:
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
        for path, message in references.directory_findings(directory):
            content.problems.append(directory_draft.problem(path, message))
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
    content.problems.sort()
    return content
