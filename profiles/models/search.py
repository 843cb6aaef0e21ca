"""What search knows of each published career: made from editions, never the truth.

Beside these stands a table of the database's own full-text search, `profiles_searchindex`: its rows have the
numbers of entries (`profiles.search.engines`).
"""

from django.db import models

from .listings import Listing


class SearchEntry(models.Model):
    """A career in one language, as it is found."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="search_entries")
    language = models.CharField(max_length=2)
    # The words that tell of its title, its other titles and its hidden words, folded: a name a line.
    title = models.TextField(default="")
    other_titles = models.TextField(default="")
    hidden_words = models.TextField(default="")
    # It stands last, so that SQLite need not read past it for the others.
    # What a reader can read, and the hidden words: lists of texts by kind (`profiles.search.entries`).
    texts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "language"], name="one_search_entry_per_career_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.language}"


class SearchWord(models.Model):
    """A word that some career is found by: what one typed wrongly is put right from."""

    language = models.CharField(max_length=2)
    # Folded: as it stands in a text, or its singular.
    word = models.CharField(max_length=80)
    length = models.PositiveSmallIntegerField()
    # As readers see it, with its accents. Empty: it stands in hidden words only.
    written = models.CharField(max_length=80, default="")
    in_title = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["length"], name="search_word_length")]
        constraints = [
            models.UniqueConstraint(fields=["language", "word"], name="one_search_word_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"
