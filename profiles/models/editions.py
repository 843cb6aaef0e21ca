"""What readers see: editions, the addresses made from them, and stored pictures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from profiles.content.schema import FORMAT

from .listings import LISTING_FORMAT
from .profile import Profile


class StoredPicture(models.Model):
    """A picture's bytes, named by content: what was stored for one file around one focal point."""

    digest = models.CharField(max_length=64)
    focal_x = models.PositiveSmallIntegerField(default=50)
    focal_y = models.PositiveSmallIntegerField(default=50)
    renditions = models.JSONField(default=list)

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


class DirectorySlug(models.Model):
    """A public address word of a site page or a job area, written at publish and never given to another."""

    class Kind(models.TextChoices):
        AREAS = "areas", "job area"
        PAGES = "pages", "site page"

    kind = models.CharField(max_length=10, choices=Kind)
    language = models.CharField(max_length=2)
    slug = models.SlugField(max_length=100)
    # The entry's key: its row may go, its old addresses do not pass to another.
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "slug"], name="a_directory_slug_is_unique_in_its_language"
            )
        ]

    def __str__(self) -> str:
        return f"/{self.language}/{self.slug}"


class DirectoryState(models.Model):
    """The one row that points to the current edition of the directory.

    `listing_version` counts what has been published or withdrawn, so that a page which names other careers
    knows when the list of them has changed. `listing_format` says which release's rules the listings were
    made by.
    """

    edition = models.ForeignKey("Edition", on_delete=models.PROTECT, null=True, related_name="+")
    listing_version = models.PositiveBigIntegerField(default=0)
    listing_format = models.PositiveSmallIntegerField(default=0)
    base = models.JSONField(blank=True, null=True)
    base_format = models.PositiveSmallIntegerField(default=FORMAT)

    @classmethod
    def current(cls) -> "DirectoryState":
        # Where there is nothing yet, nothing is old.
        fresh = {"listing_format": LISTING_FORMAT}
        return cls.objects.select_related("edition").get_or_create(pk=1, defaults=fresh)[0]
