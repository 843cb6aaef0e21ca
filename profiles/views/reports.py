"""Reporting a mistake: a form that any page leads to, read by editors in admin."""

import time

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from profiles import addresses, visitors
from profiles.forms import ReportForm
from profiles.languages import OTHER, active_language
from profiles.meta import Meta
from profiles.models import Report
from profiles.reading import read_directory

from . import methods

REPORTS_AN_HOUR = 20


def _own_path(path: str) -> str:
    """A path of this site, or nothing: the form never leads or names anywhere else."""
    fine = path.startswith("/") and not path.startswith("//") and path.isprintable() and len(path) <= 500
    return path if fine and "\\" not in path else ""


@methods.only("GET", "HEAD", "POST")
def report(request: HttpRequest) -> HttpResponse:
    language = active_language()
    about = _own_path(request.GET.get("page", ""))
    form, message, status = None, "", 200
    if request.method == "POST":
        form = ReportForm(request.POST)
        about = _own_path(request.POST.get("page", ""))
        who = visitors.address_of(request)
        if not visitors.is_from_our_pages(request):
            message, status = _("We could not see that this came from our page. Send it again here."), 403
        elif not form.is_valid():
            status = 422
        elif not visitors.within_limit("report", who, limit=REPORTS_AN_HOUR, seconds=3600, now=time.time()):
            message, status = _("That is too many reports in an hour. Try again later."), 429
        else:
            Report.objects.create(page=about, language=language, message=form.cleaned_data["message"])
            response = HttpResponseRedirect(addresses.report(language, about) + _sent(about))
            response.status_code = 303
            return response
    title = _("Report a mistake")
    if status != 200:
        title = _("Error: %(title)s") % {"title": title}
    context = {
        "meta": Meta(
            title=title,
            path=addresses.report(language, about),
            twin=addresses.report(OTHER[language], about),
            indexed=False,
            keeps_query=False,
        ),
        "directory": read_directory(),
        "about": about,
        "action": addresses.report(language),
        "sent": "sent" in request.GET and form is None,
        "text": form.data.get("message", "") if form else "",
        "error": next(iter(form.errors.get("message", [])), "") if form and status == 422 else "",
        "message": message,
    }
    response = render(request, "report.html", context, status=status)
    patch_cache_control(response, no_store=True)
    return response


def _sent(about: str) -> str:
    return "&sent=1" if about else "?sent=1"
