"""What the members of every list have in common, and the plain columns they are made of."""

from django.db import models


def keys_column() -> models.JSONField:
    """A list of keys of shared things, or of words from a fixed list."""
    return models.JSONField(blank=True, default=list)


def word_column(default: str = "") -> models.CharField:
    """One word of a fixed list; the schema knows which."""
    return models.CharField(max_length=40, blank=True, default=default)


def language_column() -> models.CharField:
    return models.CharField(max_length=2, default="en")


def line_column() -> models.TextField:
    return models.TextField(blank=True, default="")


class ItemRow(models.Model):
    """What every member of a list has: a key unique in its list, its place, and a remark for colleagues."""

    key = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    notes = line_column()
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.key


class WorkingCopy(models.Model):
    """What a document, or an entry of the directory, has besides what it says: its translation's state.

    `out_of_date` is the document's own. `waiting` is derived from the rest by `profiles.working_copy`, so
    that lists need not read every text: the texts that are not current, `{"texts": 120, "cy": {"title":
    "missing"}, "en": {}}`. `version` counts the saves.
    """

    out_of_date = models.JSONField(blank=True, default=dict)
    waiting = models.JSONField(blank=True, default=dict, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
