"""The content files: from disk to documents with every problem found, and from documents to canonical text.

Reading and writing know the layout of `content/` and nothing of the database. A file is canonical when
writing what was read gives the same bytes; that is what makes load and export a round trip.
"""

from .naming import DIRECTORY_LISTS, picture_digest, preview_name
from .problems import Content, Problem
from .reading import read_content, split_sections
from .writing import canonical_files, directory_files, profile_files
from .yaml_text import dump_yaml, parse_yaml

__all__ = [
    "DIRECTORY_LISTS",
    "Content",
    "Problem",
    "canonical_files",
    "directory_files",
    "dump_yaml",
    "parse_yaml",
    "picture_digest",
    "preview_name",
    "profile_files",
    "read_content",
    "split_sections",
]
