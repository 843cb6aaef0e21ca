"""The working copy of the lists that profiles share."""

from django.db import models

from profiles.columns import PairColumns, ProsePairColumns, SlugPairColumns, WebPairColumns

from .items import ItemRow, WorkingCopy, keys_column, language_column, line_column, word_column


class SharedRow(WorkingCopy, ItemRow):
    """A member of one of the directory's lists."""

    class Meta(ItemRow.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["key"], name="one_%(class)s_per_key")]


class Area(SharedRow):
    name = PairColumns()
    slug = SlugPairColumns()
    text = PairColumns()
    cloth = word_column()


class Source(SharedRow):
    name = PairColumns()
    publisher = PairColumns()
    title = line_column()
    language = language_column()
    address = WebPairColumns()
    audience = PairColumns()
    dated = models.CharField(max_length=10, blank=True, default="")
    read_on = models.DateField(blank=True, null=True)
    checked_on = models.DateField(blank=True, null=True)
    estimate = PairColumns()
    reliability = PairColumns()


class SharedSkill(SharedRow):
    name = PairColumns()


class Contact(SharedRow):
    organisation = PairColumns()
    service = PairColumns()
    descriptor = PairColumns()
    abbreviation = line_column()
    nation = word_column("uk")
    telephone = line_column()
    address = line_column()
    email = line_column()
    web = WebPairColumns()
    welsh_service = word_column("not-known")
    state = word_column("unchecked")
    checked_on = models.DateField(blank=True, null=True)
    note = PairColumns()
    sources = keys_column()


class Link(SharedRow):
    text = PairColumns()
    address = WebPairColumns()
    page = models.CharField(max_length=80, blank=True, default="")
    note = PairColumns()
    checked_on = models.DateField(blank=True, null=True)
    sources = keys_column()


class MinimumWage(SharedRow):
    hourly = models.DecimalField(max_digits=5, decimal_places=2)
    applies_from = models.DateField()
    weekly_hours = models.PositiveSmallIntegerField()
    text = PairColumns()
    source = line_column()
    address = WebPairColumns()
    dated = models.CharField(max_length=10, blank=True, default="")
    checked_on = models.DateField(blank=True, null=True)


class Page(SharedRow):
    title = PairColumns()
    slug = SlugPairColumns()
    description = PairColumns()
    prose = ProsePairColumns()
    reviewed_on = models.DateField(blank=True, null=True)
    reviewed_by = PairColumns()
    welsh_read_on = models.DateField(blank=True, null=True)
    welsh_read_by = PairColumns()
