"""A fault in the content, and everything that reading a folder gives."""

from dataclasses import dataclass, field

from profiles.content import schema

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
