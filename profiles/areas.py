"""Job areas as pages offer them: those that hold a published career, each with its cloth and a true count."""

from collections.abc import Mapping
from dataclasses import dataclass

from profiles import addresses, cloths
from profiles.content import schema
from profiles.languages import active_language
from profiles.reading import Directory


@dataclass(frozen=True)
class HeldArea:
    area: schema.Area
    url: str
    count: int
    path: str
    """Of its cloth."""


def held_areas(directory: Directory, counts: Mapping[str, int]) -> list[HeldArea]:
    """In the directory's order. `counts` says how many careers there are to an area's key."""
    language = active_language()
    return [
        HeldArea(area, addresses.area(area.slug, language), counts[area.key], cloths.CLOTHS[area.cloth])
        for area in directory.document.areas
        if area.key in counts
    ]
