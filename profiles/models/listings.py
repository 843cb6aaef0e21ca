"""Published careers as lists, filters and search need them: made from editions, never the truth."""

from django.db import models

from profiles.columns import ListPairColumns, PairColumns, SlugPairColumns

from .profile import Profile

# Raise it when listings, facets or search entries are made by other rules: the next start makes them anew.
LISTING_FORMAT = 5


class Listing(models.Model):
    """A published career in lists, made from its edition."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="listing")
    key = models.CharField(max_length=80, unique=True)
    title = PairColumns()
    slug = SlugPairColumns()
    standfirst = PairColumns()
    also_known_as = ListPairColumns()
    # the key of its main job area
    area = models.CharField(max_length=80, default="")
    starting_pay = models.JSONField(default=list)
    # The highest figure, in pounds a year, that any source starts at; empty where none says.
    starts_at = models.PositiveIntegerField(null=True)
    # the cover picture, as a page shows it; empty where there is none
    cover = models.JSONField(default=dict)
    welsh_read_on = models.DateField(null=True)
    # whether its page has a section for people who change career
    for_adults = models.BooleanField(default=False)
    # The title's place in each language's alphabet (profiles.alphabet.sort_key).
    order_en = models.TextField(default="")
    order_cy = models.TextField(default="")
    # The letter it stands under in each language; empty for a figure.
    letter_en = models.CharField(max_length=2, default="")
    letter_cy = models.CharField(max_length=2, default="")

    class Meta:
        indexes = [  # the A to Z, and the filter by pay
            models.Index(fields=["order_en"], name="listing_order_en"),
            models.Index(fields=["order_cy"], name="listing_order_cy"),
            models.Index(fields=["starts_at"], name="listing_starts_at"),
        ]

    def __str__(self) -> str:
        return self.key


class ListingFacet(models.Model):
    """One thing a career can be found by: a job area, a way in, a pattern of hours, a skill ..."""

    class Kind(models.TextChoices):
        AREA = "area", "job area"
        WAY_IN = "way", "way in"
        HOURS = "hours", "hours pattern"
        WELSH = "welsh", "Welsh at work"
        SKILL = "skill", "skill"
        SUBJECT = "subject", "subject"

    # What is not told is a value to be found by, too.
    NOT_KNOWN = "not-known"

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=80)
    # What readers call it, where no shared list says so: a school subject is named by each career itself.
    name = PairColumns()

    class Meta:
        # With the listing in it the counts beside the filters are made from the index alone.
        indexes = [models.Index(fields=["kind", "value", "listing"], name="listing_facet_listing")]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "kind", "value"], name="one_facet_per_career_kind_and_value"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


class ListingPath(models.Model):
    """A way from one career to another, as one career's page tells it. Either may not be published."""

    class Kind(models.TextChoices):
        ON = "on", "leads on"
        SIDEWAYS = "sideways", "sideways"
        SIMILAR = "similar", "similar"

    # whose page tells it
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="paths")
    position = models.PositiveSmallIntegerField()
    # keys of careers
    start = models.CharField(max_length=80)
    to = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    # moves of the page's ladder make it; else it is one of the related careers
    on_ladder = models.BooleanField(default=False)
    text = PairColumns()
    # titles (pairs) of the steps between the two
    via = models.JSONField(default=list)
    # keys of sources; empty where it is our own view
    sources = models.JSONField(default=list)

    class Meta:
        ordering = ["listing", "position"]

    def __str__(self) -> str:
        return f"{self.start} {self.kind} {self.to}"
