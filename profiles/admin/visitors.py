"""What visitors gave, and what was published: to read, hardly to change."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from profiles.models import Edition, Rating, Report
from profiles.retention import erase_comment


class ReadOnly(admin.ModelAdmin):
    """Rows that nobody makes or deletes here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Rating)
class RatingAdmin(ReadOnly):
    """Visitors' property: an editor says only whether a comment has been read, or is hidden."""

    list_display = ["profile_key", "section", "language", "score", "comment", "comment_state", "changed_at"]
    list_filter = ["comment_state", "language", "score", "section"]
    search_fields = ["profile_key", "comment"]
    ordering = ["-changed_at"]
    # Without `visitor`: whose a rating is does not matter to anyone who reads it.
    readonly_fields = [
        "profile_key", "section", "language", "score", "comment", "edition", "given_at", "changed_at",
    ]  # fmt: skip
    fields = [*readonly_fields, "comment_state"]
    actions = ["erase_comments"]

    @admin.action(description="Erase the comments (a record is kept that they were)", permissions=["erase"])
    def erase_comments(self, request: HttpRequest, ratings: QuerySet[Rating]) -> None:
        written = ratings.exclude(comment="")
        for rating in written:
            erase_comment(rating, by=request.user)
        self.message_user(request, f"{len(written)} comments erased.")

    def has_erase_permission(self, request: HttpRequest) -> bool:
        """Administrators only: whoever may delete ratings, though nobody can do that here."""
        return request.user.has_perm("profiles.delete_rating")


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ["__str__", "page", "language", "reported_at", "dealt_with"]
    list_filter = ["dealt_with", "language"]
    search_fields = ["message", "page"]
    readonly_fields = ["page", "language", "message", "reported_at"]
    fields = [*readonly_fields, "dealt_with"]


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ["what", "number", "published_at", "published_by", "note"]
    list_select_related = ["profile", "published_by"]
    ordering = ["-published_at", "-pk"]
    fields = ["what", "number", "published_at", "published_by", "note"]
    readonly_fields = ["what"]

    @admin.display(description="of", empty_value="the directory")
    def what(self, edition: Edition) -> str:
        return str(edition.profile) if edition.profile else "The directory"

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False
