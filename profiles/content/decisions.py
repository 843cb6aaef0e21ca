"""What a load decides about one document, and how its report says so.

Three are compared: the document last exchanged with the files (the base), the file's, and the rows'. What
only the file changed is taken; what only an editor changed is left; where both changed it, they are merged.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from profiles import translation
from profiles.differences import Difference, differences
from profiles.documents import InvalidRows, as_json
from profiles.models import DirectoryState, Profile

from . import schema
from .merge import Clash, without_marks

MOST_SAID = 5


@dataclass
class Report:
    """What a load did, or would do: keys of profiles, and `directory`."""

    created: list[str] = field(default_factory=list)
    updated: dict[str, list[Difference]] = field(default_factory=dict)
    # changed in the files and by editors, with what that changed in the rows
    merged: dict[str, list[Difference]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    # left alone, with the reason
    left: dict[str, str] = field(default_factory=dict)
    # with texts that this load left out of date, and what to do about them
    out_of_date: dict[str, str] = field(default_factory=dict)


def _decide(base: dict | None, file: dict, rows: dict | None) -> str:
    """What to do with one document: create, take, keep, none or merge."""
    if rows is None:
        return "create"
    if file == rows:
        return "none"
    if base == rows:
        return "take"
    if base == file:
        return "keep"
    return "merge"


@dataclass
class Step:
    """One document on its way from the files to its row: `DirectoryState`, `Profile`, or none yet."""

    key: str
    document: schema.Value
    base: dict[str, Any] | None
    rows: dict[str, Any] | None
    row: DirectoryState | Profile | None
    files: dict[str, Any] = field(init=False)
    decision: str = field(init=False)
    # What the rows are to say.
    wanted: schema.Value = field(init=False)
    # Of a merge: all that clashed, what of it nobody has decided, and what is wrong with the result.
    clashes: list[Clash] = field(default_factory=list)
    undecided: list[Clash] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.files = as_json(self.document)
        self.decision = _decide(self.base, self.files, self.rows)
        self.wanted = self.document

    @property
    def kind(self) -> type[schema.Value]:
        return type(self.document)

    @property
    def is_left(self) -> bool:
        return self.decision == "keep" or bool(self.undecided or self.unfit)

    @property
    def is_the_files_own(self) -> bool:
        """Whether the rows say what the files said last, but for what a load found to be out of date."""
        if self.base is None or self.rows is None:
            return self.rows is None or self.decision == "none"
        return same_texts(self.kind, self.base, self.rows) or self.decision == "none"


def same_texts(kind: type[schema.Value], one: dict[str, Any], other: dict[str, Any]) -> bool:
    return without_marks(kind, one) == without_marks(kind, other)


def note_decision(step: Step, report: Report) -> None:
    """Write a decision down."""
    if step.decision == "create":
        report.created.append(step.key)
    elif step.decision == "take":
        report.updated[step.key] = differences(step.rows, step.files)
    elif step.decision == "none":
        report.unchanged.append(step.key)
    elif step.decision == "keep":
        report.left[step.key] = _why_kept(step)
    elif step.undecided:
        paths = _some([clash.path for clash in step.undecided])
        words = _("files and edits both changed %(paths)s: choose in admin, under Files and edits")
        report.left[step.key] = words % {"paths": paths}
    elif step.unfit:
        words = _("what the files and the edits changed does not go together: %(reasons)s")
        report.left[step.key] = words % {"reasons": _some(step.unfit, "; ")}
    elif found := differences(step.rows, wanted := as_json(step.wanted)):
        (report.updated if wanted == step.files else report.merged)[step.key] = found
    else:  # the edits hold what the files changed already, and more
        report.left[step.key] = _why_kept(step)


def _why_kept(step: Step) -> str:
    """What to do about rows that say more than the files."""
    if same_texts(step.kind, step.files, step.rows):
        marks = translation.marks_of(step.kind, step.rows)
        if new := sorted(marks.keys() - translation.marks_of(step.kind, step.files).keys()):
            return what_is_out_of_date(new)
    return _("edited here since the files were read: export it")


def what_is_out_of_date(sides: list[str]) -> str:
    """What to do about texts (`title.cy`) whose other side the files changed."""
    said = []
    for language, words in (
        ("cy", _("the Welsh of %(texts)s is out of date since its English changed")),
        ("en", _("the English of %(texts)s is out of date since its Welsh changed")),
    ):
        if texts := [path.rpartition(".")[0] for path in sides if path.endswith(f".{language}")]:
            said.append(words % {"texts": _some(texts)})
    todo = _("change it in the files too, or confirm or change it in admin and export it")
    return f"{'; '.join(said)}: {todo}"


def not_valid(invalid: InvalidRows) -> str:
    """Why a working copy is left alone: what is half finished in it, the first few things."""
    reasons = _some(invalid.reasons, "; ")
    return _("its working copy is not valid: %(reasons)s") % {"reasons": reasons}


def _some(words: list[str], separator: str = ", ") -> str:
    if len(words) <= MOST_SAID:
        return separator.join(words)
    shown = {"some": separator.join(words[:MOST_SAID]), "count": len(words) - MOST_SAID}
    return _("%(some)s and %(count)s more") % shown
