"""The addresses, built for each language from the same translated words (profiles.vocabulary)."""

from django.contrib import admin
from django.urls import path

from profiles.languages import LANGUAGES
from profiles.views import (
    browse,
    careers,
    compare,
    errors,
    files,
    machines,
    paths,
    preview,
    rating,
    reports,
    shortlist,
    site_pages,
)
from profiles.vocabulary import PATHS


def in_language(language: str) -> list:
    words = {name: f"{language}/{word}/" for name, word in PATHS[language].items()}
    everything, qr = PATHS[language]["all"], PATHS[language]["qr"]
    career = words["careers"] + "<slug:slug>/"
    return [
        path(f"{language}/", site_pages.home),
        path(words["careers"], browse.careers),
        path(career, careers.profile),
        path(career + "qr.svg", careers.qr_image),
        path(career + f"{qr}/", careers.qr_page),
        path(career + f"{everything}/", careers.everything),
        path(career + "<slug:section>/", careers.section),
        path(career + f"<slug:section>/{qr}/", careers.qr_page),
        path(career + "<slug:section>/qr.svg", careers.qr_image),
        path(words["areas"] + "<slug:slug>/", site_pages.area),
        path(words["skills"], browse.skills),
        path(words["subjects"], browse.subjects),
        path(words["paths"], paths.paths),
        path(words["compare"], compare.compare),
        path(words["list"], shortlist.shortlist),
        path(words["rate"] + "<slug:key>/", rating.rating),
        path(words["rate"] + "<slug:key>/<slug:section>/", rating.rating),
        path(words["report"], reports.report),
        path(words["preview"] + "<str:word>/", preview.preview),
        path(words["preview"] + "<str:word>/<slug:section>/", preview.preview),
        path(f"{language}/<slug:slug>/", site_pages.page),
    ]


urlpatterns = [
    path("", site_pages.splash),
    *(pattern for language in LANGUAGES for pattern in in_language(language)),
    path("pictures/<slug:digest>/<str:name>", files.picture),
    path("healthz", machines.healthz),
    path("robots.txt", machines.robots),
    path("admin/", admin.site.urls),
]

handler404 = errors.not_found
handler500 = errors.server_error
handler400 = errors.bad_request
