"""What visitors gave, and what was published: to read, hardly to change."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from profiles import addresses
from profiles.languages import language_of
from profiles.models import Edition, Page, Rating, Report, Slug
from profiles.ratings import COMMENT_STATES, mark_comments
from profiles.retention import erase_comment
from profiles.templatetags.bilingual import day
from profiles.vocabulary import LANGUAGE_NAMES, PATHS

from .desk import log_act
from .places import field_url, shared_url
from .words import SECTIONS


class ReadOnly(admin.ModelAdmin):
    """Rows that nobody makes or deletes here."""

    class Media:
        css = {"all": ["admin/dashboard.css"]}

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def in_language(self, row: Rating | Report) -> str:
        return str(LANGUAGE_NAMES.get(row.language, row.language))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ByLanguage(admin.SimpleListFilter):
    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(LANGUAGE_NAMES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(language=self.value()) if self.value() in LANGUAGE_NAMES else queryset


# Ratings and their comments ---------------------------------------------------------------------------


class CommentStates(admin.SimpleListFilter):
    """Only of ratings that have a comment: the others wait for nobody."""

    title = gettext_lazy("comment")
    parameter_name = "comment_state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(COMMENT_STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Rating]) -> QuerySet[Rating]:
        if self.value() not in COMMENT_STATES:
            return queryset
        return queryset.exclude(comment="").filter(comment_state=self.value())


@admin.register(Rating)
class RatingAdmin(ReadOnly):
    """Visitors' property: an editor says only whether a comment has been read, or is hidden.

    What it says is for those who read comments (who may change ratings); others see the scores.
    """

    list_display = ["profile_key", "about", "in_language", "score", "comment", "state", "changed_on"]
    list_filter = [CommentStates, ByLanguage, "score"]
    search_fields = ["profile_key", "comment"]
    ordering = ["-changed_at", "-pk"]
    # Without `visitor`: whose a rating is does not matter to anyone who reads it.
    readonly_fields = [
        "profile_key", "about", "in_language", "score", "comment", "edition", "given_at", "changed_at",
    ]  # fmt: skip
    fields = [*readonly_fields, "comment_state"]
    actions = ["mark_as_read", "hide", "show_again", "erase_comments"]

    @admin.display(description=gettext_lazy("section"), ordering="section")
    def about(self, rating: Rating) -> str:
        return str(SECTIONS.get(rating.section, rating.section)) or "—"

    @admin.display(description=gettext_lazy("state of the comment"), ordering="comment_state")
    def state(self, rating: Rating) -> str:
        return str(COMMENT_STATES[rating.comment_state]) if rating.comment else ""

    @admin.display(description=gettext_lazy("changed"), ordering="changed_at")
    def changed_on(self, rating: Rating) -> str:
        return day(timezone.localtime(rating.changed_at))

    # Who sees the words -------------------------------------------------------------------------------

    def _without_words(self, request: HttpRequest, names: Iterable[Any]) -> list[Any]:
        if self.has_change_permission(request):
            return list(names)
        return [name for name in names if name not in ("comment", "state", "comment_state", CommentStates)]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return self._without_words(request, self.list_display)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return self._without_words(request, self.list_filter)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return self._without_words(request, self.search_fields)

    def get_fields(self, request: HttpRequest, obj: Rating | None = None) -> list[str]:
        return self._without_words(request, self.fields)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any):
        return super().formfield_for_choice_field(
            db_field, request, choices=list(COMMENT_STATES.items()), **kwargs
        )

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        # An address may ask about any column: neither whose a rating is nor what it says may be guessed.
        hidden = lookup.partition("__")[0] in ("visitor", "comment")
        return not hidden and super().lookup_allowed(lookup, value, request)

    # What an editor may do ----------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Rating, form: Any, change: bool) -> None:
        # Not save(): the visitor may be changing the rating at this moment, and the date of change is theirs.
        if "comment_state" in form.changed_data:
            mark_comments(Rating.objects.filter(pk=obj.pk), obj.comment_state)

    @admin.action(description=gettext_lazy("Mark the comments as read"), permissions=["change"])
    def mark_as_read(self, request: HttpRequest, ratings: QuerySet[Rating]) -> None:
        held = ratings.filter(comment_state=Rating.CommentState.HELD)
        self._mark(request, held, Rating.CommentState.READ)

    @admin.action(description=gettext_lazy("Hide the comments"), permissions=["change"])
    def hide(self, request: HttpRequest, ratings: QuerySet[Rating]) -> None:
        self._mark(request, ratings, Rating.CommentState.HIDDEN)

    @admin.action(description=gettext_lazy("Show the comments again"), permissions=["change"])
    def show_again(self, request: HttpRequest, ratings: QuerySet[Rating]) -> None:
        hidden = ratings.filter(comment_state=Rating.CommentState.HIDDEN)
        self._mark(request, hidden, Rating.CommentState.READ)

    def _mark(self, request: HttpRequest, ratings: QuerySet[Rating], state: Rating.CommentState) -> None:
        changed = mark_comments(ratings, state)
        for rating in changed:
            log_act(request, rating, comment_marked(state))
        done = ngettext("%(count)d comment changed.", "%(count)d comments changed.", len(changed))
        self.message_user(request, done % {"count": len(changed)})

    @admin.action(
        description=gettext_lazy("Erase the comments (a record is kept that they were)"),
        permissions=["erase"],
    )
    def erase_comments(self, request: HttpRequest, ratings: QuerySet[Rating]) -> None:
        written = ratings.exclude(comment="")
        for rating in written:
            erase_comment(rating, by=request.user)
        erased = ngettext("%(count)d comment erased.", "%(count)d comments erased.", len(written))
        self.message_user(request, erased % {"count": len(written)})

    def has_erase_permission(self, request: HttpRequest) -> bool:
        """Administrators only: whoever may delete ratings, though nobody can do that here."""
        return request.user.has_perm("profiles.delete_rating")


def comment_marked(state: str) -> str:
    """What the record says of a comment's new state."""
    if state == Rating.CommentState.HIDDEN:
        return _("Hid the comment.")
    return _("Marked the comment as read.")


# Reports of mistakes ----------------------------------------------------------------------------------


def forms_of_pages(pages: Iterable[str]) -> dict[str, str]:
    """The forms where the text of our public pages is edited, by a page's path. Two queries.

    A path that is no career's or site page's own (a list, an address that never was) is left out.
    """
    careers, others = {}, {}
    for page in pages:
        words = page.partition("?")[0].strip("/").split("/")
        language = language_of(page)
        if not language or len(words) < 2:
            continue
        if words[1] == PATHS[language]["careers"] and len(words) > 2:
            section = addresses.section_of(words[3], language) if len(words) > 3 else ""
            careers[page] = (language, words[2], section if section not in (None, "all") else "")
        elif len(words) == 2:
            others[page] = (language, words[1])
    slugs = Slug.objects.filter(slug__in={slug for _language, slug, _section in careers.values()})
    profiles = {(slug.language, slug.slug): slug.profile for slug in slugs.select_related("profile")}
    words = {slug for _language, slug in others.values()}
    site_pages = {}
    for row in Page.objects.filter(Q(slug_en__in=words) | Q(slug_cy__in=words)).only(
        "key", "slug_en", "slug_cy"
    ):
        site_pages |= {("en", row.slug_en): row.key, ("cy", row.slug_cy): row.key}
    forms = {
        page: field_url(profiles[language, slug], f"sections.{section}" if section else "")
        for page, (language, slug, section) in careers.items()
        if (language, slug) in profiles
    }
    return forms | {
        page: shared_url("pages", site_pages[where]) for page, where in others.items() if where in site_pages
    }


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ["message_begins", "where", "in_language", "reported_on", "is_dealt_with"]
    list_filter = ["dealt_with", ByLanguage]
    search_fields = ["message", "page"]
    readonly_fields = ["page", "where", "language", "message", "reported_at"]
    fields = [*readonly_fields, "dealt_with"]
    actions = ["mark_as_dealt_with", "mark_as_not_dealt_with"]

    @admin.display(description=gettext_lazy("message"))
    def message_begins(self, report: Report) -> str:
        return str(report)

    @admin.display(description=gettext_lazy("reported"), ordering="reported_at")
    def reported_on(self, report: Report) -> str:
        return day(timezone.localtime(report.reported_at))

    @admin.display(description=gettext_lazy("dealt with"), ordering="dealt_with")
    def is_dealt_with(self, report: Report) -> str:
        # In words: what admin's own icons say to those who cannot see them is English.
        return (
            pgettext("a report is dealt with", "yes")
            if report.dealt_with
            else pgettext("a report is dealt with", "no")
        )

    @admin.display(description=gettext_lazy("where it is mended"))
    def where(self, report: Report) -> str:
        # A list finds the forms of all its reports at once.
        form = report.form if hasattr(report, "form") else forms_of_pages([report.page]).get(report.page)
        return format_html('<a href="{}">{}</a>', form, report.page) if form else report.page or "-"

    def get_changelist_instance(self, request: HttpRequest):
        changelist = super().get_changelist_instance(request)
        reports = list(changelist.result_list)
        forms = forms_of_pages({report.page for report in reports})
        for report in reports:
            report.form = forms.get(report.page)
        changelist.result_list = reports
        return changelist

    def log_change(self, request: HttpRequest, obj: Report, message: Any) -> LogEntry:
        """By the page it is about: the words of a report go after a year, and a record stays."""
        entry = super().log_change(request, obj, message)
        entry.object_repr = obj.page or _("no page named")
        entry.save(update_fields=["object_repr"])
        return entry

    @admin.action(description=gettext_lazy("Mark as dealt with"), permissions=["change"])
    def mark_as_dealt_with(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        self._mark(request, reports, True)

    @admin.action(description=gettext_lazy("Mark as not dealt with yet"), permissions=["change"])
    def mark_as_not_dealt_with(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        self._mark(request, reports, False)

    def _mark(self, request: HttpRequest, reports: QuerySet[Report], dealt_with: bool) -> None:
        changed = list(reports.exclude(dealt_with=dealt_with))
        Report.objects.filter(pk__in=[report.pk for report in changed]).update(dealt_with=dealt_with)
        said = _("Marked as dealt with.") if dealt_with else _("Marked as not dealt with yet.")
        for report in changed:
            self.log_change(request, report, said)
        done = ngettext("%(count)d report changed.", "%(count)d reports changed.", len(changed))
        self.message_user(request, done % {"count": len(changed)})


# Editions ---------------------------------------------------------------------------------------------


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ["what", "number", "published_at", "published_by", "note"]
    list_select_related = ["profile", "published_by"]
    ordering = ["-published_at", "-pk"]
    fields = ["what", "number", "published_at", "published_by", "note"]
    readonly_fields = ["what"]

    @admin.display(description=gettext_lazy("of"))
    def what(self, edition: Edition) -> str:
        return str(edition.profile) if edition.profile else _("The directory")

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False
