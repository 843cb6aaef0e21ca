"""What changed between two documents as plain data: by item key, then field, each language by itself."""

from dataclasses import dataclass
from typing import Any

ORDER = " (order)"
"""Ends the path of a difference that is about the order of a list: `steps (order)`."""


@dataclass(frozen=True)
class Difference:
    """One value that two documents do not agree on. None is what is not there."""

    path: str
    before: Any
    after: Any


def differences(before: Any, after: Any, path: str = "") -> list[Difference]:
    """The values that differ, with their dotted paths: `pay_bands.senior.high`, `title.cy`.

    An item that only one side has is one difference; the order of a list is one too.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        found = []
        for name in dict.fromkeys((*before, *after)):
            here = f"{path}.{name}" if path else name
            found += differences(before.get(name), after.get(name), here)
        return found
    if _keyed(before) and _keyed(after):
        old, new = ({item["key"]: item for item in items or []} for items in (before, after))
        found = differences(old, new, path)
        kept_before, kept_after = [k for k in old if k in new], [k for k in new if k in old]
        if kept_before != kept_after:
            found.append(Difference(f"{path}{ORDER}", kept_before, kept_after))
        return found
    return [] if before == after else [Difference(path, before, after)]


def _keyed(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and all(isinstance(item, dict) and "key" in item for item in value)
    )
