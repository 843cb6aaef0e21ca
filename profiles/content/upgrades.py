"""Reading a document of an older format.

A change of the schema adds one to `FORMAT`, a function here from format n to n + 1, and a kept sample
of n in the tests. Reading upgrades; what is newer than we know is refused, never guessed at.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from . import schema

Document = TypeVar("Document", bound=schema.Value)
Upgrade = Callable[[type[schema.Value], dict[str, Any]], dict[str, Any]]


def _nothing_moved(document: type[schema.Value], data: dict[str, Any]) -> dict[str, Any]:
    """Format 2 gives the directory's entries `out_of_date`, which nobody had to fill in."""
    return data


UPGRADES: dict[int, Upgrade] = {1: _nothing_moved}
"""From format n (the key) to n + 1."""


class UnknownFormat(ValueError):
    """The document has a format that this release does not know."""


def read_document(document: type[Document], data: dict[str, Any], format_number: int) -> Document:
    """A stored document as today's schema has it.

    Raises UnknownFormat for a format newer than ours or one with no way up from it.
    """
    if format_number > schema.FORMAT:
        raise UnknownFormat(f"format {format_number} is newer than {schema.FORMAT}: update the site first")
    for number in range(format_number, schema.FORMAT):
        if number not in UPGRADES:
            raise UnknownFormat(f"no upgrade leads on from format {number}")
        data = UPGRADES[number](document, data)
    return document.model_validate(data)
