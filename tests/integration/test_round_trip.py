"""The round trip: load then export leaves every file byte for byte; export then load changes no row.

Over the real content, and over documents that hypothesis makes from the schema.
"""

import shutil
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
from django.conf import settings as site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from profiles.content import schema
from profiles.content.exporter import export_content
from profiles.content.files import canonical_files, dump_yaml, parse_yaml, read_content
from profiles.content.loader import load_content
from profiles.documents import (
    ROWS,
    as_json,
    directory_document,
    profile_documents,
    write_directory,
    write_profile,
)
from profiles.models import DirectoryState, Profile
from profiles.prose import prose_findings
from profiles.text import normalise_text
from tests.builders import DRAWING, PREVIEW

few = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows() -> dict[str, list[dict[str, Any]]]:
    tables = [Profile, DirectoryState, *ROWS.values()]
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


# The real content


@pytest.mark.django_db
def test_the_real_content_comes_back_byte_for_byte(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = Path(shutil.copytree(site.CONTENT_DIR, tmp_path / "content"))
    before = contents(folder)
    load_content(folder)
    loaded = rows()

    export = export_content(folder)

    assert (export.written, export.removed, export.left) == ([], [], {})
    assert contents(folder) == before
    assert rows() == loaded

    export_content(tmp_path / "elsewhere")
    ours = {name for name in before if name.endswith((".schema.json", "README.md"))}
    assert contents(tmp_path / "elsewhere") == {name: before[name] for name in before.keys() - ours}

    report = load_content(folder)
    assert report.unchanged == ["directory", *sorted(Profile.objects.values_list("key", flat=True))]
    assert rows() == loaded


# Documents made from the schema

# What has gone wrong in files of this kind before: words that YAML reads as something else, quotes, signs.
AWKWARD = [
    "NO", "yes", "null", "~", "9:30", "01632 960000", "1e3", "0x1F", "2026-11-25", "12.50", "-", "- a", "? b",
    ":", "a: b", "a #b", "# c", "'", '"', "it’s ‘so’", "''", '""', "\\", "\\n", "&a", "*a", "!a", "%a", "@a",
    "`a`", "{a}", "[a]", ">", "|", "ŵ ŷ", "Tŷ", "Ŵy", "£21,000–£28,000", "<<", "=", "...", "---", "a\tb",
    "x" * 150, "a " * 80, "日本 👩\u200d🍳", "\u00a0a", "Ⅻ\u00ad",
]  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cs", "Co", "Cn"], include_characters="ŵŷâ:#'\"-&*!%|> ")

LINES = (
    (st.sampled_from(AWKWARD) | st.text(LETTERS, max_size=40))
    .map(normalise_text)
    .map(lambda text: text.replace("\n", " ").strip())
)
KEYS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


def prose_is_fine(text: str) -> bool:
    return not list(prose_findings(text)) and not any(line.startswith("#") for line in text.split("\n"))


PROSE = (
    st.lists(LINES | st.just("") | st.just("    indented"), max_size=5)
    .map("\n".join)
    .map(normalise_text)
    .filter(prose_is_fine)
)
SPECIAL: dict[tuple[type, str], st.SearchStrategy] = {
    (schema.WebPair, "en"): st.sampled_from(["", "https://x.example/?a=b#c", "http://y.example/'"]),
    (schema.WebPair, "cy"): st.sampled_from(["", "https://x.example/cy"]),
    (schema.Film, "address"): st.sampled_from(["", "https://x.example/film"]),
    (schema.Contact, "telephone"): st.sampled_from(
        ["", "01632 960 000", "0800 028 4844", "+44 20 7946 0000"]
    ),
    (schema.OccupationCode, "code"): st.sampled_from(["1150", "0012", "4143/01", "12.10"]),
    (schema.Picture, "file"): st.just("counter.svg"),
    (schema.Picture, "kind"): st.just("drawing"),
    (schema.Picture, "digest"): st.just(""),
    (schema.Picture, "cover"): st.just(False),
    (schema.PayBand, "low"): st.none() | st.integers(1, 30_000),
    (schema.PayBand, "high"): st.integers(30_000, 60_000),
    (schema.PayBand, "can_exceed"): st.none() | st.integers(60_000, 999_999),
    (schema.Share, "percentage"): st.integers(1, 1000).map(lambda n: Decimal(n) / 10),
    (schema.MinimumWage, "hourly"): st.integers(1, 9999).map(lambda n: Decimal(n) / 100),
    (schema.MinimumWage, "weekly_hours"): st.integers(20, 48),
    (schema.Film, "seconds"): st.none() | st.integers(1, 9999),
    (schema.Publication, "year"): st.none() | st.integers(1900, 2100),
}
DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def values(annotation: Any, metadata: str = "") -> st.SearchStrategy:
    """Any value of a field's type. `metadata` holds the field's rules as text."""
    if get_origin(annotation) is Annotated:
        inner, *rules = get_args(annotation)
        return values(inner, metadata + repr(rules))
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if type(None) in get_args(annotation):
        return st.none() | values(get_args(annotation)[0], metadata)
    if get_origin(annotation) is tuple:
        member = get_args(annotation)[0]
        if isinstance(member, type) and issubclass(member, schema.Item):
            return st.lists(models(member), max_size=3, unique_by=lambda item: item["key"])
        unique = "_distinct" in metadata
        return st.lists(
            values(member),
            min_size="min_length=1" in metadata or "min_length=1" in metadata,
            max_size=3,
            unique=unique,
        )
    if get_origin(annotation) is dict:
        return st.dictionaries(st.sampled_from(["title.cy", "pay_bands.senior.note.en", "note.en"]), DATES)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        made = models(annotation)
        return made.filter(lambda pair: any(pair.values())) if "_one_side" in metadata else made
    if annotation is str:
        if "^" in metadata and "0-9" in metadata:
            return (st.just("") | KEYS) if ")?$" in metadata else KEYS
        if "_date_as_given" in metadata:
            return st.sampled_from(["", "2023", "2023-01", "2023-01-31"])
        return PROSE if "_one_line" not in metadata else LINES
    if annotation is int:
        return st.integers(1, 50)
    if annotation is bool:
        return st.booleans()
    if annotation is date:
        return DATES
    raise AssertionError(f"no strategy for {annotation}")


def models(document: type[BaseModel], **fixed: st.SearchStrategy) -> st.SearchStrategy[dict[str, Any]]:
    fields = {}
    for name, field in document.model_fields.items():
        strategy = fixed.get(name, SPECIAL.get((document, name)))
        fields[name] = values(field.annotation, repr(field.metadata)) if strategy is None else strategy
    return st.fixed_dictionaries(fields)


def sections_in_order(sections: list[dict]) -> list[dict]:
    order = [*get_args(schema.Section.model_fields["key"].annotation)]
    return sorted(sections, key=lambda section: order.index(section["key"]))


PROFILES = models(schema.Profile, key=st.just("made-up")).map(
    lambda data: schema.Profile.model_validate({**data, "sections": sections_in_order(data["sections"])})
)
DIRECTORIES = models(schema.Directory).map(schema.Directory.model_validate)


@few
@given(text=LINES | PROSE)
def test_any_text_survives_yaml(text):
    problems: list = []
    written = dump_yaml({"a": text, "b": [text, {"c": text}]})

    data, _ = parse_yaml(normalise_text(written) + "\n", "f", problems)

    assert (data, problems) == ({"a": text, "b": [text, {"c": text}]}, [])
    assert normalise_text(written) + "\n" == written


@few
@given(profile=PROFILES, directory=DIRECTORIES)
def test_any_document_survives_files(profile, directory):
    """Problems of reference are expected: only the words are compared, and the form they take."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content = read_content(folder)
        content.directory, content.profiles = directory, {profile.key: profile}
        for address, text in canonical_files(content).items():
            (folder / address).parent.mkdir(parents=True, exist_ok=True)
            (folder / address).write_bytes(text.encode())
        if profile.pictures:
            (folder / "profiles/made-up/pictures").mkdir()
            (folder / "profiles/made-up/pictures/counter.svg").write_bytes(DRAWING)
            (folder / "profiles/made-up/pictures/counter.png").write_bytes(PREVIEW)

        again = read_content(folder)

        assert again.directory == directory, again.problems
        assert without_digests(again.profiles["made-up"]) == profile, again.problems
        written = {address: text.encode() for address, text in canonical_files(again).items()}
        assert written.items() <= contents(folder).items()


def without_digests(profile: schema.Profile) -> schema.Profile:
    pictures = tuple(picture.model_copy(update={"digest": ""}) for picture in profile.pictures)
    return profile.model_copy(update={"pictures": pictures})


@pytest.mark.django_db
@few
@given(profile=PROFILES, directory=DIRECTORIES)
def test_any_document_survives_rows(profile, directory):
    write_directory(directory)
    row, _ = write_profile(profile)

    assert directory_document() == directory
    assert profile_documents([row]) == {"made-up": profile}
    assert as_json(schema.Profile.model_validate(as_json(profile))) == as_json(profile)
    assert not write_directory(directory)
    assert not write_profile(profile)[1]
