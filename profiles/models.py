"""The rows: the working copy that editors change, the editions that readers see, and what visitors give.

A *profile* is our page about a career. A *section* is one heading and its text within a profile. An
*edition* is a document as published: numbered, dated, frozen. A *rating* is one visitor's 1 to 5 for
one page.

Every column of the working copy has the name of a field of the schema (`profiles.content.schema`);
`profiles.documents` turns rows into documents and back. A test holds the two together.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from profiles.columns import (
    ListPairColumns,
    PairColumns,
    ProsePairColumns,
    SlugPairColumns,
    WebPairColumns,
)


def _keys() -> models.JSONField:
    """A list of keys of shared things, or of words from a fixed list."""
    return models.JSONField(blank=True, default=list)


def _word(default: str = "") -> models.CharField:
    """One word of a fixed list; the schema knows which."""
    return models.CharField(max_length=40, blank=True, default=default)


def _language() -> models.CharField:
    return models.CharField(max_length=2, default="en")


def _line() -> models.TextField:
    return models.TextField(blank=True, default="")


class ItemRow(models.Model):
    """What every member of a list has: a key unique in its list, its place, and a remark for colleagues."""

    key = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    notes = _line()
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.key


# The directory ------------------------------------------------------------------------------------


class SharedRow(ItemRow):
    """A member of one of the directory's lists."""

    class Meta(ItemRow.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["key"], name="one_%(class)s_per_key")]


class Area(SharedRow):
    name = PairColumns()
    slug = SlugPairColumns()
    text = PairColumns()
    cloth = _word()


class Source(SharedRow):
    name = PairColumns()
    publisher = PairColumns()
    title = _line()
    language = _language()
    address = WebPairColumns()
    audience = PairColumns()
    dated = models.CharField(max_length=10, blank=True, default="")
    read_on = models.DateField(blank=True, null=True)
    estimate = PairColumns()
    reliability = PairColumns()


class SharedSkill(SharedRow):
    name = PairColumns()


class Contact(SharedRow):
    organisation = PairColumns()
    service = PairColumns()
    descriptor = PairColumns()
    abbreviation = _line()
    nation = _word("uk")
    telephone = _line()
    address = _line()
    email = _line()
    web = WebPairColumns()
    welsh_service = _word("not-known")
    state = _word("unchecked")
    checked_on = models.DateField(blank=True, null=True)
    note = PairColumns()
    sources = _keys()


class Link(SharedRow):
    text = PairColumns()
    address = WebPairColumns()
    page = models.CharField(max_length=80, blank=True, default="")
    note = PairColumns()
    checked_on = models.DateField(blank=True, null=True)
    sources = _keys()


class MinimumWage(SharedRow):
    hourly = models.DecimalField(max_digits=5, decimal_places=2)
    applies_from = models.DateField()
    weekly_hours = models.PositiveSmallIntegerField()
    text = PairColumns()
    source = _line()
    address = WebPairColumns()
    dated = models.CharField(max_length=10, blank=True, default="")


class Page(SharedRow):
    title = PairColumns()
    slug = SlugPairColumns()
    description = PairColumns()
    prose = ProsePairColumns()


class DirectoryState(models.Model):
    """The one row that points to the current edition of the directory.

    `listing` counts what has been published or withdrawn, so that a page which names other careers
    knows when the list of them has changed.
    """

    edition = models.ForeignKey("Edition", on_delete=models.PROTECT, null=True, related_name="+")
    listing = models.PositiveBigIntegerField(default=0)
    base = models.JSONField(blank=True, null=True)

    @classmethod
    def current(cls) -> "DirectoryState":
        return cls.objects.select_related("edition").get_or_create(pk=1)[0]


# A profile ----------------------------------------------------------------------------------------


class ProfileQuerySet(models.QuerySet):
    def published(self) -> "ProfileQuerySet":
        return self.filter(state=Profile.State.PUBLISHED)

    def withdrawn(self) -> "ProfileQuerySet":
        return self.filter(state=Profile.State.WITHDRAWN)


class Profile(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    key = models.SlugField(max_length=80, unique=True)
    title = PairColumns()
    slug = SlugPairColumns()
    standfirst = PairColumns()
    areas = _keys()
    hidden_words = ListPairColumns()
    welsh_at_work = _word("not-known")
    welsh_note = PairColumns()
    welsh_sources = _keys()
    reviewed_on = models.DateField(blank=True, null=True)
    reviewed_by = PairColumns()
    review_due = models.DateField(blank=True, null=True)
    change_note = PairColumns()
    welsh_read_on = models.DateField(blank=True, null=True)
    welsh_read_by = PairColumns()
    notes = _line()
    out_of_date = models.JSONField(blank=True, default=dict)
    # Ours, not the document's: where the profile stands, and what it last exchanged with its files.
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    edition = models.ForeignKey("Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    base = models.JSONField(blank=True, null=True)
    changed = models.DateTimeField(auto_now=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.title) or self.key


class ProfileRow(ItemRow):
    """A member of one of a profile's lists."""

    profile_row = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="%(class)s_rows")

    class Meta(ItemRow.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["profile_row", "key"], name="one_%(class)s_per_profile_and_key")
        ]


class AlternativeTitle(ProfileRow):
    title = PairColumns()
    note = PairColumns()
    sources = _keys()


class OccupationCode(ProfileRow):
    scheme = _word()
    code = models.CharField(max_length=20)
    title = _line()
    note = PairColumns()
    sources = _keys()


class KeyFact(ProfileRow):
    kind = _word()
    value = PairColumns()
    note = PairColumns()
    sources = _keys()


class Section(ProfileRow):
    title = PairColumns()
    answer = PairColumns()
    prose = ProsePairColumns()


class PayBand(ProfileRow):
    level = _word()
    low = models.PositiveIntegerField(blank=True, null=True)
    high = models.PositiveIntegerField(blank=True, null=True)
    can_exceed = models.PositiveIntegerField(blank=True, null=True)
    kind = _word("range")
    period = _word("year")
    full_time = models.BooleanField(default=True)
    nation = _word("uk")
    depends_on = PairColumns()
    note = PairColumns()
    source = models.CharField(max_length=80)
    dated = models.CharField(max_length=10, blank=True, default="")


class HoursPattern(ProfileRow):
    pattern = _word()
    text = PairColumns()
    days_usual = _keys()
    days_sometimes = _keys()
    weekly_low = models.PositiveSmallIntegerField(blank=True, null=True)
    weekly_high = models.PositiveSmallIntegerField(blank=True, null=True)
    note = PairColumns()
    sources = _keys()


class Share(ProfileRow):
    percentage = models.DecimalField(max_digits=4, decimal_places=1)
    text = PairColumns()
    note = PairColumns()
    sources = _keys()


class Route(ProfileRow):
    kind = _word()
    title = PairColumns()
    text = PairColumns()
    level = PairColumns()
    nations = _keys()
    requirements = ListPairColumns()
    for_adults = models.BooleanField(default=False)
    links = _keys()
    sources = _keys()


class Subject(ProfileRow):
    name = PairColumns()
    note = PairColumns()
    sources = _keys()


class Qualification(ProfileRow):
    section = _word()
    kind = _word()
    title = PairColumns()
    text = PairColumns()
    level = PairColumns()
    awarding_body = PairColumns()
    units = ListPairColumns()
    duration = PairColumns()
    mode = PairColumns()
    nations = _keys()
    links = _keys()
    sources = _keys()


class Skill(ProfileRow):
    text = PairColumns()
    sources = _keys()


class Employer(ProfileRow):
    title = PairColumns()
    examples = PairColumns()
    sources = _keys()


class Vacancy(ProfileRow):
    title = PairColumns()
    text = PairColumns()
    links = _keys()
    sources = _keys()


class Step(ProfileRow):
    title = PairColumns()
    text = PairColumns()
    profile = models.CharField(max_length=80, blank=True, default="")


class Move(ProfileRow):
    start = models.CharField(max_length=80)
    to = models.CharField(max_length=80)
    kind = _word("up")
    text = PairColumns()
    sources = _keys()


class RelatedCareer(ProfileRow):
    title = PairColumns()
    relation = _word()
    text = PairColumns()
    sources = _keys()


class Picture(ProfileRow):
    file = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, blank=True, default="")
    kind = _word("photograph")
    alt = PairColumns()
    caption = PairColumns()
    credit = PairColumns()
    focal_x = models.PositiveSmallIntegerField(default=50)
    focal_y = models.PositiveSmallIntegerField(default=50)
    cover = models.BooleanField(default=False)
    sources = _keys()


class Film(ProfileRow):
    person = _line()
    role = PairColumns()
    address = _line()
    seconds = models.PositiveIntegerField(blank=True, null=True)
    language = models.CharField(max_length=2, blank=True, null=True)
    captions = _keys()
    transcript = ProsePairColumns()
    sources = _keys()


class ContactReference(ProfileRow):
    text = PairColumns()


class Publication(ProfileRow):
    title = _line()
    language = _language()
    author = _line()
    publisher = _line()
    year = models.PositiveSmallIntegerField(blank=True, null=True)
    text = PairColumns()
    sources = _keys()


class Disagreement(ProfileRow):
    section = _word()
    title = PairColumns()
    text = PairColumns()


class Claim(ProfileRow):
    disagreement = models.CharField(max_length=80)
    source = models.CharField(max_length=80)
    text = PairColumns()


class Gap(ProfileRow):
    section = _word()
    text = PairColumns()


# What readers see ---------------------------------------------------------------------------------


class StoredPicture(models.Model):
    """A picture's bytes, named by content: what was stored for one file around one focal point."""

    digest = models.CharField(max_length=64)
    kind = _word()
    focal_x = models.PositiveSmallIntegerField(default=50)
    focal_y = models.PositiveSmallIntegerField(default=50)
    original = models.CharField(max_length=200)
    renditions = models.JSONField(default=list)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "focal_x", "focal_y"], name="one_stored_picture_per_digest_and_focus"
            )
        ]


class Edition(models.Model):
    """A document as published. Without a profile it is one of the directory's."""

    profile = models.ForeignKey(
        Profile, on_delete=models.PROTECT, null=True, blank=True, related_name="editions"
    )
    number = models.PositiveIntegerField()
    format = models.PositiveSmallIntegerField()
    document = models.JSONField()
    # Made from the document by `rebuild_editions`, stored for speed, never the truth.
    derived = models.JSONField(default=dict)
    note = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "number"],
                condition=Q(profile__isnull=False),
                name="one_edition_per_profile_and_number",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(profile__isnull=True),
                name="one_directory_edition_per_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile.key if self.profile else 'directory'} {self.number}"


class Slug(models.Model):
    """A public address word, written at publish and never given to another career."""

    language = models.CharField(max_length=2)
    slug = models.SlugField(max_length=100)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="slugs")
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="a_slug_is_unique_in_its_language"),
            models.UniqueConstraint(
                fields=["language", "profile"],
                condition=Q(current=True),
                name="one_current_slug_per_profile_and_language",
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.language}/{self.slug}"


class Listing(models.Model):
    """A published career in lists, made from its edition."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="listing")
    key = models.CharField(max_length=80, unique=True)
    title = PairColumns()
    slug = SlugPairColumns()
    standfirst = PairColumns()
    also_known_as = ListPairColumns()
    starting_pay = models.JSONField(default=list)
    # the cover picture, as a page shows it; empty where there is none
    cover = models.JSONField(default=dict)
    welsh_read_on = models.DateField(null=True)
    # The title's place in each language's alphabet (profiles.alphabet.sort_key).
    order_en = models.TextField(default="")
    order_cy = models.TextField(default="")

    class Meta:
        indexes = [  # the A to Z
            models.Index(fields=["order_en"], name="listing_order_en"),
            models.Index(fields=["order_cy"], name="listing_order_cy"),
        ]

    def __str__(self) -> str:
        return self.key


class ListingArea(models.Model):
    """A career's membership of a job area."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="areas")
    area = models.CharField(max_length=80, db_index=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "area"], name="one_listing_per_career_and_area")
        ]


# What visitors give -------------------------------------------------------------------------------


class Rating(models.Model):
    """One visitor's 1 to 5 for one page.

    It names its page by key, not by a foreign key: no load, export, publish, restore or withdrawal
    may ever reach a rating.
    """

    class CommentState(models.TextChoices):
        HELD = "held", "held until an editor has read it"
        READ = "read", "read"
        HIDDEN = "hidden", "hidden"

    visitor = models.UUIDField()
    profile_key = models.CharField(max_length=80)
    section = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=2)
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    comment = models.TextField(blank=True, default="")
    comment_state = models.CharField(max_length=10, choices=CommentState, default=CommentState.HELD)
    edition = models.PositiveIntegerField()
    given_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visitor", "profile_key", "section", "language"],
                name="one_rating_per_visitor_and_page",
            ),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="a_score_is_1_to_5"),
        ]
        indexes = [models.Index(fields=["profile_key", "section", "language"], name="ratings_of_a_page")]

    def __str__(self) -> str:
        return f"{self.profile_key}/{self.section or 'profile'} ({self.language}): {self.score}"


class Report(models.Model):
    """A mistake a reader told us about."""

    page = models.CharField(max_length=500, blank=True, default="")
    language = models.CharField(max_length=2)
    message = models.TextField()
    reported_at = models.DateTimeField(auto_now_add=True)
    dealt_with = models.BooleanField(default=False)

    class Meta:
        ordering = [F("dealt_with"), "-reported_at"]

    def __str__(self) -> str:
        return self.message[:60]
