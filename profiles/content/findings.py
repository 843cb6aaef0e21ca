"""What the schema found, in an author's words: the path to a fault, and what to do about it."""

import difflib
import re
from collections.abc import Iterable
from typing import Any, get_args

from django.utils.translation import gettext as _
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
    return _("; did you mean %(word)s?") % {"word": repr(near[0])} if near else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def explain(error: dict[str, Any], document: type[BaseModel]) -> tuple[tuple, str]:
    """The path and the words for one of pydantic's findings."""
    path, kind, given = tuple(error["loc"]), error["type"], error["input"]
    if kind == "fault":  # one of our own rules (schema.values.fault)
        found = error["ctx"]
        return (*path, found["at"]) if found["at"] else path, _(found["words"]) % found["given"]
    holder = _class_at(document, path[:-1]) or document
    own = _class_at(document, path)
    message: str = error["msg"]
    shown = _(", not %(given)s") % {"given": repr(_short(given))} if isinstance(given, str) else ""
    if kind == "missing" or (given == "" and kind in ("literal_error", "string_pattern_mismatch")):
        message = _("is required: add it")
    elif kind == "extra_forbidden":
        guess = did_you_mean(str(path[-1]), holder.model_fields)
        message = _("is not a field we know") + (guess or _("; a remark for colleagues goes in `notes:`"))
    elif kind == "string_pattern_mismatch":
        message = _("must be small letters, figures and single hyphens")
        if path[-1] == "file":
            message = _("must be a file name in small letters, ending %(endings)s") % {
                "endings": ", ".join(PICTURE_TYPES)
            }
        elif path[-1] == "telephone":
            message = _("must be figures and spaces, such as 0800 028 4844")
        elif path[-1] == "code":
            message = _("must be figures, such as 4143")
        message += shown
    elif kind == "literal_error":
        choices = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        message = _("must be one of %(words)s") % {"words": ", ".join(choices)}
        message += shown + did_you_mean(str(given), choices)
    elif kind in ("decimal_max_places", "decimal_whole_digits", "decimal_max_digits"):
        message = _("has more figures than we keep") + shown
    elif kind == "finite_number":
        message = _("must be a number, in figures only") + shown
    elif kind.startswith("int_"):
        message = _("must be a whole number, in figures only") + shown
    elif kind.startswith("decimal_"):
        message = _("must be a number, in figures only") + shown
    elif kind.startswith("bool_"):
        message = _("must be true or false") + shown
    elif kind.startswith("date"):
        message = _("must be a day, such as 2026-11-25") + shown
    elif kind == "tuple_type":
        message = _("must be a list: one entry a line, each beginning with a hyphen")
    elif kind in ("model_type", "dict_type", "model_attributes_type"):
        if own is not None and issubclass(own, schema.Pair | schema.ListPair):
            message = _("must have the two languages under it, `en:` and `cy:`")
        else:
            message = _("must be a group of fields")
    elif kind == "string_type":
        message = _("must be one text")
    elif kind == "too_short":
        message = _("needs at least one entry")
    elif kind in ("string_too_long", "too_long"):
        longest = error["ctx"]["max_length"]
        message = _("is longer than %(longest)s characters: shorten it") % {"longest": longest}
    elif kind == "greater_than_equal":
        message = _("must be %(least)s or more") % {"least": error["ctx"]["ge"]} + shown
    elif kind == "greater_than":
        message = _("must be more than %(amount)s") % {"amount": error["ctx"]["gt"]} + shown
    elif kind in ("less_than", "less_than_equal"):
        message = _("is too large") + shown
    return path, message
