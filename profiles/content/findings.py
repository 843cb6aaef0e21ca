"""What the schema found, in an author's words: the path to a fault, and what to do about it."""

import difflib
import re
from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel

from . import schema

PICTURE_TYPES = (".svg", ".jpg", ".jpeg", ".png", ".avif", ".webp")


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


def sentences(found: Iterable[tuple[tuple, str]], document: schema.Value) -> list[str]:
    """Findings about a document, each with its path in front."""
    data = document.model_dump(mode="json")
    return [f"{dotted(path, data)}: {message}" for path, message in found]


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


def did_you_mean(word: str, choices: Iterable[str]) -> str:
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
        guess = did_you_mean(str(path[-1]), holder.model_fields)
        message = f"is not a field we know{guess or '; a remark for colleagues goes in `notes:`'}"
    elif kind == "string_pattern_mismatch":
        message = f"must be small letters, figures and single hyphens{shown}"
        if path[-1] == "file":
            message = f"must be a file name in small letters, ending {', '.join(PICTURE_TYPES)}{shown}"
        elif path[-1] == "telephone":
            message = f"must be figures and spaces, such as 0800 028 4844{shown}"
        elif path[-1] == "code":
            message = f"must be figures, such as 4143{shown}"
    elif kind == "literal_error":
        choices = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        message = f"must be one of {', '.join(choices)}{shown}{did_you_mean(str(given), choices)}"
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
