"""A career's pages: the profile, each of its sections, everything on one page, its QR code."""

import io
from functools import partial
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from profiles import addresses, cloths, pay, sections
from profiles.content import schema
from profiles.gallery import cover_of, preview_of, shown_pictures
from profiles.languages import LANGUAGES, OTHER, active_language
from profiles.meta import Meta
from profiles.models import ListingFacet
from profiles.reading import Career, Coverage, Gone, Moved, career_stamp, coverage, find_career
from profiles.sharing import share
from profiles.site import absolute
from profiles.templatetags.bilingual import plain, say
from profiles.vocabulary import WELSH_AT_WORK

from . import methods
from .rating import ShownRating
from .shown import moved_to, show, unchanged

# The sections a profile tells something of by itself; the rest are behind the short answers.
HIGHLIGHTS = ("what-you-would-do", "pay", "where-it-leads")


def _career_or_answer(slug: str, section: str, request: HttpRequest) -> Career | HttpResponse:
    """The career at an address, or what to answer instead: 301 for an old slug, 410 once withdrawn."""
    language = active_language()
    found = find_career(slug, language)
    match found:
        case Career():
            if section not in ("", "all") and section not in found.sections:
                raise Http404
            return found
        case Moved(slug=current):
            # The same page under the slug of today, with its query.
            return moved_to(request.get_full_path().replace(f"/{slug}/", f"/{current}/", 1))
        case Gone():
            return _gone(request, found)
    raise Http404


def _gone(request: HttpRequest, gone: Gone) -> HttpResponse:
    language = active_language()
    twin = addresses.careers(OTHER[language])
    if gone.twin_slug:
        pair = schema.SlugPair(**{OTHER[language]: gone.twin_slug})
        twin = addresses.career(pair, OTHER[language])
    meta = Meta(title=plain(gone.title), path=request.path, twin=twin, indexed=False)
    facets = ListingFacet.objects.filter(kind=ListingFacet.Kind.AREA, value__in=gone.areas)
    held = set(facets.values_list("value", flat=True))
    areas = [gone.directory.areas[key] for key in gone.areas if key in gone.directory.areas and key in held]
    context = {
        "meta": meta,
        "directory": gone.directory,
        "title": gone.title,
        "areas": [{"name": area.name, "url": addresses.area(area.slug, language)} for area in areas],
    }
    return render(request, "410.html", context, status=410)


def _coverage(career: Career, section: str) -> dict[str, Coverage]:
    """How much of a page is in each language."""
    texts = career.texts_of(section)
    return {language: coverage(texts, language) for language in LANGUAGES}


def _meta(career: Career, section: str, found: dict[str, Coverage]) -> Meta:
    language = active_language()
    profile = career.profile
    title, description, within = plain(profile.title), plain(profile.standfirst), ""
    if section == "all":
        within, title = title, _("Everything on one page")
    elif section:
        within = title
        title, description = plain(career.sections[section].title), plain(career.sections[section].answer)
    cover = cover_of(profile)
    preview = preview_of(cover, career.derived)

    return Meta(
        title=title,
        within=within,
        description=description,
        path=career.address(language, section),
        twin=career.address(OTHER[language], section),
        image=preview,
        image_alt=plain(cover.alt) if cover else "",
        kind="article",
        indexed=career.is_public and not found[language].mostly_other,
        twin_indexed=not found[OTHER[language]].mostly_other,
    )


def _menu(career: Career, current: str) -> list[dict[str, Any]]:
    language = active_language()
    minimum = career.directory.minimum_wage
    low = any(pay.is_below_minimum(band, minimum) for band in pay.starting_pay(career.profile))
    remark = _("Part of this is under the legal minimum for full-time work.")
    return [
        {
            "kind": kind,
            "note": remark if low and kind == "pay" else "",
            "icon": kind,
            "title": section.title,
            "answer": section.answer,
            "url": career.address(language, kind),
            "current": kind == current,
        }
        for kind, section in career.sections.items()
    ]


def _figure(
    band: schema.PayBand,
    source: schema.Source,
    minimum: schema.MinimumWage | None,
    stage: schema.Pair | None,
) -> SafeString:
    """A figure of the label, with whose it is, of which stage, and any notice under it."""
    whose = format_html("{}<br>{}", say(source.name), say(stage)) if stage else say(source.name)
    figure = format_html("{} <small>{}</small>", pay.band_in_words(band), whose)
    notice = pay.below_minimum_in_words(band, minimum)
    return format_html("{}<small>{}</small>", figure, notice) if notice else figure


def _label(career: Career) -> list[dict[str, Any]]:
    """The key facts at the head of a profile. Pay names each source, and no range joins two."""
    profile, sources = career.profile, career.directory.sources
    facts = []
    starting = [band for band in pay.starting_pay(profile) if band.source in sources]
    minimum = career.directory.minimum_wage
    if starting:
        stages = pay.told_apart(starting)
        figures = format_html_join(
            "",
            "{}",
            ((_figure(band, sources[band.source], minimum, stages.get(band.key)),) for band in starting),
        )
        facts.append({"icon": "pay", "term": _("Starting pay, a year"), "value": figures, "note": ""})
    terms = {"hours": _("Hours"), "ways-in": _("Ways in"), "asked-for": _("Often asked for")}
    told = [
        (
            fact.kind,
            {
                "icon": "qualifications" if fact.kind == "asked-for" else fact.kind,
                "term": terms[fact.kind],
                "value": say(fact.value),
                "note": say(fact.note),
            },
        )
        for fact in profile.key_facts
    ]
    welsh = {
        "icon": "welsh",
        "term": _("Welsh at work"),
        "value": WELSH_AT_WORK[profile.welsh_at_work],
        "note": say(profile.welsh_note),
    }
    # A phone shows the first four; what is often asked for stands in the short answers too.
    order = ("hours", "ways-in", "welsh", "asked-for")
    told = sorted([*told, ("welsh", welsh)], key=lambda entry: order.index(entry[0]))
    facts += [fact for _kind, fact in told]
    return facts


def _share(career: Career, section: str, meta: Meta) -> dict[str, Any]:
    """What the share row sends of one of a career's pages."""
    profile = career.profile

    def sent(language: str) -> tuple[str, str]:
        title = getattr(profile.title, language) or str(profile.title)
        if section in career.sections:
            heading = career.sections[section].title
            title += ": " + (getattr(heading, language) or str(heading))
        return title, career.address(language, section)

    return share(
        sent,
        qr_url=addresses.qr_code(profile.slug, meta.language, section),
        all_url="" if section == "all" else career.address(meta.language, "all"),
    )


def _common(career: Career, section: str) -> dict[str, Any]:
    """What every page of a career shows: where it is, its menu, sharing, notices, rating, sources."""
    language = active_language()
    found = _coverage(career, section)
    profile, meta = career.profile, _meta(career, section, found)
    kinds = [section] if section in career.sections else list(career.sections)
    return {
        "meta": meta,
        "career": career,
        "profile": profile,
        "area": career.area,
        "area_url": career.area_address(language),
        "overview_url": career.address(language),
        "menu": _menu(career, section),
        "share": _share(career, section, meta) if career.is_public else None,
        "missing": found[language].notice,
        "out_of_date_since": career.out_of_date_since(language, section),
        "page_sources": sections.sources_of(career, kinds),
        "overview": not section,
        "cloth_path": cloths.CLOTHS[career.area.cloth] if career.area else "",
        "rating": _rating(career, section, meta) if career.is_public else None,
    }


def _rating(career: Career, section: str, meta: Meta) -> ShownRating:
    return ShownRating(addresses.rate(career.profile.key, meta.language, section), meta.path)


# The pages, published or as a draft ---------------------------------------------------------------


def template_of(section: str) -> str:
    """The template of one of a career's pages: the overview (no section), `all`, or a section's."""
    return {"": "career/profile.html", "all": "career/all.html"}.get(section, "career/section.html")


def context_of(career: Career, section: str) -> dict[str, Any]:
    """What that page shows."""
    if section == "all":
        return _everything(career)
    return _section(career, section) if section else _overview(career)


def _overview(career: Career) -> dict[str, Any]:
    language, cover = active_language(), cover_of(career.profile)
    pictures = shown_pictures(career.profile, career.derived)
    return {
        **_common(career, ""),
        "label": _label(career),
        "cover": next((shown for shown in pictures if cover and shown["key"] == cover.key), None),
        "pictures": pictures,
        "films": career.profile.films,
        "transcripts": career.transcripts(language),
        "shown": {
            kind: sections.show(career, kind, language) for kind in HIGHLIGHTS if kind in career.sections
        },
    }


def _section(career: Career, kind: str) -> dict[str, Any]:
    common = _common(career, kind)
    menu = common["menu"]
    place = [entry["kind"] for entry in menu].index(kind)
    return {
        **common,
        "shown": sections.show(career, kind, active_language()),
        "previous": menu[place - 1] if place else None,
        "next": menu[place + 1] if place + 1 < len(menu) else None,
    }


def _everything(career: Career) -> dict[str, Any]:
    language = active_language()
    return {
        **_common(career, "all"),
        "label": _label(career),
        "pictures": shown_pictures(career.profile, career.derived),
        "films": career.profile.films,
        "transcripts": career.transcripts(language),
        "shown": [sections.show(career, kind, language) for kind in career.sections],
        "qr_image": addresses.qr_image(career.profile.slug, language, "all") if career.is_public else "",
    }


def _unchanged(request: HttpRequest, slug: str, extra: str) -> HttpResponse | None:
    """304, without reading the career, for whoever has this page of it as it stands."""
    return unchanged(request, partial(career_stamp, slug, active_language()), extra=extra)


def _page(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """A published career's page, or what its address answers instead."""
    if answer := _unchanged(request, slug, section):
        return answer
    career = _career_or_answer(slug, section, request)
    if isinstance(career, HttpResponse):
        return career
    return show(
        request,
        template_of(section),
        directory=career.directory,
        context=lambda: context_of(career, section),
        edition=career.edition,
        extra=section,
    )


@methods.safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, "")


@methods.safe
def section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    kind = addresses.SECTION_OF_PATH[active_language()].get(section)
    if kind is None:
        raise Http404
    return _page(request, slug, kind)


@methods.safe
def everything(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, "all")


@methods.safe
def qr_page(request: HttpRequest, slug: str, section: str = "") -> HttpResponse:
    """A page's QR code with its title and address, to hold up, to project or to print."""
    kind = addresses.section_of(section, active_language())
    if kind is None:
        raise Http404
    if answer := _unchanged(request, slug, f"qr-{kind}"):
        return answer
    career = _career_or_answer(slug, kind, request)
    if isinstance(career, HttpResponse):
        return career

    def context() -> dict[str, Any]:
        of, slug = _meta(career, kind, _coverage(career, kind)), career.profile.slug
        meta = Meta(
            title=_("QR code"),
            within=f"{of.within}: {of.title}" if of.within else of.title,
            path=addresses.qr_code(slug, of.language, kind),
            twin=addresses.qr_code(slug, of.other, kind),
            indexed=False,
        )
        image = addresses.qr_image(slug, of.language, kind)
        return {
            "meta": meta,
            "title": meta.within,
            "address": of.url,
            "back_url": of.path,
            "image": image,
        }

    return show(
        request,
        "career/qr.html",
        directory=career.directory,
        context=context,
        edition=career.edition,
        extra=f"qr-{kind}",
    )


@methods.safe
def qr_image(request: HttpRequest, slug: str, section: str = "") -> HttpResponse:
    """A page's address as a QR code: an SVG, dark on light in any colour scheme."""
    kind = addresses.section_of(section, active_language())
    if kind is None:
        raise Http404
    career = _career_or_answer(slug, kind, request)
    if isinstance(career, HttpResponse):
        return career
    address = absolute(addresses.career(career.profile.slug, active_language(), kind))
    code = segno.make(address, error="m", micro=False)
    svg = io.BytesIO()
    title = _("QR code: %(address)s") % {"address": address}
    code.save(svg, kind="svg", scale=8, border=4, light="#fff", dark="#000", omitsize=True, title=title)
    response = HttpResponse(svg.getvalue(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
