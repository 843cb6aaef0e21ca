"""A text in Markdown as readers would see it, asked for by the form while it is written."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from profiles import addresses
from profiles.content import schema
from profiles.content.schema.values import LONGEST_PROSE
from profiles.languages import active_language
from profiles.models import Page
from profiles.prose import is_tangled, prose_findings, with_page_links
from profiles.prose import render as render_prose
from profiles.text import normalise_text

from .pages import site_page


@site_page("preview-text/", title=_("Preview of a text"), permission="profiles.view_profile", in_menu=False)
def preview_text(request: HttpRequest) -> HttpResponse:
    """The findings and the HTML of the `text` that is sent. Nothing is stored."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    language = request.POST.get("language", "")
    if language not in schema.LANGUAGES:
        language = active_language()
    # A longer text is refused when it is saved; here it need not cost more than it may be long.
    text = normalise_text(request.POST.get("text", "")[:LONGEST_PROSE])
    findings = list(prose_findings(text))
    pages = {page.key: addresses.page(page.slug, language) for page in Page.objects.all()}
    html = "" if is_tangled(text) else with_page_links(render_prose(text), pages)
    # Safe, because `render` lets nothing through but its own list of tags.
    context = {"findings": findings, "html": mark_safe(html), "language": language}  # noqa: S308
    return render(request, "admin/_prose_preview.html", context)
