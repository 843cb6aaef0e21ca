"""The working copy of a profile: the career itself, and a table for each of its lists."""

from django.db import models

from profiles.columns import ListPairColumns, PairColumns, ProsePairColumns, SlugPairColumns
from profiles.content.schema import FORMAT
from profiles.languages import text_of

from .items import ItemRow, WorkingCopy, keys_column, language_column, line_column, word_column


class ProfileQuerySet(models.QuerySet):
    def published(self) -> "ProfileQuerySet":
        return self.filter(state=Profile.State.PUBLISHED)

    def not_withdrawn(self) -> "ProfileQuerySet":
        """Published and drafts: what somebody still works on."""
        return self.exclude(state=Profile.State.WITHDRAWN)


class Profile(WorkingCopy):
    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    key = models.SlugField(max_length=80, unique=True)
    title = PairColumns()
    slug = SlugPairColumns()
    standfirst = PairColumns()
    areas = keys_column()
    hidden_words = ListPairColumns()
    welsh_at_work = word_column("not-known")
    welsh_note = PairColumns()
    welsh_sources = keys_column()
    reviewed_on = models.DateField(blank=True, null=True)
    reviewed_by = PairColumns()
    review_due = models.DateField(blank=True, null=True)
    change_note = PairColumns()
    welsh_read_on = models.DateField(blank=True, null=True)
    welsh_read_by = PairColumns()
    notes = line_column()
    # Ours, not the document's: where the profile stands, and what it last exchanged with its files.
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    edition = models.ForeignKey("Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The working copy's version that the edition was made from; null where it was made from another text.
    published_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    base = models.JSONField(blank=True, null=True)
    base_format = models.PositiveSmallIntegerField(default=FORMAT)
    # Whether a load brought that document in; otherwise an export took it out.
    brought_by_files = models.BooleanField(default=False)
    changed = models.DateTimeField(auto_now=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        permissions = [
            ("publish_profile", "Can publish, schedule and withdraw careers and the directory"),
            ("translate_profile", "Can change texts, and nothing else"),
        ]

    def __str__(self) -> str:
        return text_of(self.title)[0] or self.key


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
    sources = keys_column()


class OccupationCode(ProfileRow):
    scheme = word_column()
    code = models.CharField(max_length=20)
    title = line_column()
    note = PairColumns()
    sources = keys_column()


class KeyFact(ProfileRow):
    kind = word_column()
    value = PairColumns()
    note = PairColumns()
    sources = keys_column()


class Section(ProfileRow):
    title = PairColumns()
    answer = PairColumns()
    prose = ProsePairColumns()


class PayBand(ProfileRow):
    level = word_column()
    low = models.PositiveIntegerField(blank=True, null=True)
    high = models.PositiveIntegerField(blank=True, null=True)
    can_exceed = models.PositiveIntegerField(blank=True, null=True)
    kind = word_column("range")
    period = word_column("year")
    full_time = models.BooleanField(default=True)
    nation = word_column("uk")
    depends_on = PairColumns()
    note = PairColumns()
    source = models.CharField(max_length=80)
    dated = models.CharField(max_length=10, blank=True, default="")


class HoursPattern(ProfileRow):
    pattern = word_column()
    text = PairColumns()
    days_usual = keys_column()
    days_sometimes = keys_column()
    weekly_low = models.PositiveSmallIntegerField(blank=True, null=True)
    weekly_high = models.PositiveSmallIntegerField(blank=True, null=True)
    note = PairColumns()
    sources = keys_column()


class Share(ProfileRow):
    percentage = models.DecimalField(max_digits=4, decimal_places=1)
    text = PairColumns()
    note = PairColumns()
    sources = keys_column()


class Route(ProfileRow):
    kind = word_column()
    title = PairColumns()
    text = PairColumns()
    level = PairColumns()
    nations = keys_column()
    requirements = ListPairColumns()
    for_adults = models.BooleanField(default=False)
    links = keys_column()
    sources = keys_column()


class Subject(ProfileRow):
    name = PairColumns()
    note = PairColumns()
    sources = keys_column()


class Qualification(ProfileRow):
    section = word_column()
    kind = word_column()
    title = PairColumns()
    text = PairColumns()
    level = PairColumns()
    awarding_body = PairColumns()
    units = ListPairColumns()
    duration = PairColumns()
    mode = PairColumns()
    nations = keys_column()
    links = keys_column()
    sources = keys_column()


class Skill(ProfileRow):
    text = PairColumns()
    sources = keys_column()


class Employer(ProfileRow):
    title = PairColumns()
    examples = PairColumns()
    sources = keys_column()


class Vacancy(ProfileRow):
    title = PairColumns()
    text = PairColumns()
    links = keys_column()
    sources = keys_column()


class Step(ProfileRow):
    title = PairColumns()
    text = PairColumns()
    profile = models.CharField(max_length=80, blank=True, default="")


class Move(ProfileRow):
    start = models.CharField(max_length=80)
    to = models.CharField(max_length=80)
    kind = word_column("up")
    text = PairColumns()
    sources = keys_column()


class RelatedCareer(ProfileRow):
    title = PairColumns()
    relation = word_column()
    text = PairColumns()
    sources = keys_column()


class Picture(ProfileRow):
    file = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, blank=True, default="")
    kind = word_column("photograph")
    alt = PairColumns()
    caption = PairColumns()
    credit = PairColumns()
    focal_x = models.PositiveSmallIntegerField(default=50)
    focal_y = models.PositiveSmallIntegerField(default=50)
    cover = models.BooleanField(default=False)
    sources = keys_column()


class Film(ProfileRow):
    person = line_column()
    role = PairColumns()
    address = line_column()
    seconds = models.PositiveIntegerField(blank=True, null=True)
    language = models.CharField(max_length=2, blank=True, null=True)
    captions = keys_column()
    transcript = ProsePairColumns()
    sources = keys_column()


class ContactReference(ProfileRow):
    text = PairColumns()


class Publication(ProfileRow):
    title = line_column()
    language = language_column()
    author = line_column()
    publisher = line_column()
    year = models.PositiveSmallIntegerField(blank=True, null=True)
    text = PairColumns()
    sources = keys_column()


class Disagreement(ProfileRow):
    section = word_column()
    title = PairColumns()
    text = PairColumns()


class Claim(ProfileRow):
    disagreement = models.CharField(max_length=80)
    source = models.CharField(max_length=80)
    text = PairColumns()


class Gap(ProfileRow):
    section = word_column()
    text = PairColumns()
