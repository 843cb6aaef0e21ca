"""What visitors give: ratings, and reports of mistakes."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q


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
