"""Columns that hold a pair: one declared name, two columns, one value.

`title = PairColumns()` makes `title_en` and `title_cy`, and `row.title` reads and writes them together
as a schema value. Queries name the real columns, so nothing is silently redirected.
"""

from django.db import models

from profiles.content.schema.values import LANGUAGES, ListPair, Pair, ProsePair, SlugPair, WebPair


class PairColumns:
    """Two text columns, read and written as one `Pair`."""

    value: type = Pair
    label: str

    def __init__(self, label: str = "", **options: object):
        self.label, self.options = label, options

    def column(self, language: str) -> models.Field:
        options = {"blank": True, "default": "", **self.options}
        if self.label:
            options["verbose_name"] = f"{self.label} [{language}]"
        return models.TextField(**options)

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        self.name = name
        for language in LANGUAGES:
            model.add_to_class(f"{name}_{language}", self.column(language))
        setattr(model, name, self)

    def __get__(self, row: models.Model | None, model: type[models.Model] | None = None):
        if row is None:
            return self
        return self.value(**{language: getattr(row, f"{self.name}_{language}") for language in LANGUAGES})

    def __set__(self, row: models.Model, pair: Pair) -> None:
        for language in LANGUAGES:
            setattr(row, f"{self.name}_{language}", getattr(pair, language))


class ProsePairColumns(PairColumns):
    value = ProsePair


class SlugPairColumns(PairColumns):
    value = SlugPair

    def column(self, language: str) -> models.Field:
        return models.SlugField(blank=True, default="", max_length=100)


class WebPairColumns(PairColumns):
    value = WebPair


class ListPairColumns(PairColumns):
    """Two columns of lists of short texts."""

    value = ListPair

    def column(self, language: str) -> models.Field:
        return models.JSONField(blank=True, default=list)

    def __set__(self, row: models.Model, pair: ListPair) -> None:
        for language in LANGUAGES:
            setattr(row, f"{self.name}_{language}", list(getattr(pair, language)))
