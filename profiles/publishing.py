"""Publishing: from the working copy to an edition, in one transaction.

Readers only ever see editions. Beside the document an edition keeps what is made from it (`derived`:
the HTML of its prose, where its pictures are), stored for speed and rebuilt by `rebuild_editions`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from profiles import prose, stored_pictures, translation
from profiles.content import schema
from profiles.content.findings import dotted
from profiles.content.references import directory_findings, profile_findings
from profiles.content.upgrades import read_document
from profiles.documents import (
    InvalidRows,
    as_json,
    directory_data,
    directory_document,
    profile_data,
    profile_document,
)
from profiles.listings import listings_changed, remove_listing, skills_changed, write_listing
from profiles.models import (
    LISTING_FORMAT,
    DirectorySlug,
    DirectoryState,
    Edition,
    Profile,
    Scheduled,
    Slug,
    Waiver,
)
from profiles.search.entries import forget_entries


@dataclass(frozen=True)
class Reason:
    """Why a working copy cannot be published: the dotted path of what is wanting, and a sentence."""

    path: str
    message: str
    waivable: bool = False
    """A publisher may publish all the same, with a reason and a day by which it will be mended."""
    career: str = ""
    """The published career that a change of the directory would break, by its key."""

    def __str__(self) -> str:
        words = f"{self.path}: {self.message}" if self.path else self.message
        if not self.career:
            return words
        return _("%(career)s, as published: %(words)s") % {"career": self.career, "words": words}


class PublishRefused(Exception):
    """The working copy cannot be published. `reasons` says why."""

    def __init__(self, subject: str, reasons: Iterable[Reason]):
        self.subject, self.reasons = subject, list(reasons)
        super().__init__(f"{subject}: " + "; ".join(map(str, self.reasons)))


@dataclass(frozen=True)
class Waived:
    """A publisher's word for publishing what is not whole: why, and the day by which it will be."""

    reason: str
    due: date


# What is made from a document --------------------------------------------------------------------


def _html(pair: schema.Pair) -> dict[str, str]:
    return {language: prose.render(getattr(pair, language)) for language in schema.LANGUAGES}


def derive_profile(document: schema.Profile) -> dict[str, Any]:
    stored = stored_pictures.at_their_focus(document.pictures)
    return {
        "prose": {section.key: _html(section.prose) for section in document.sections},
        "transcripts": {film.key: _html(film.transcript) for film in document.films if film.transcript},
        "pictures": {key: picture.renditions for key, picture in stored.items()},
    }


def derive_directory(document: schema.Directory) -> dict[str, Any]:
    return {"prose": {page.key: _html(page.prose) for page in document.pages}}


# Editions ----------------------------------------------------------------------------------------


def _new_edition(
    profile: Profile | None,
    document: schema.Value,
    derived: dict[str, Any],
    by: AbstractBaseUser | None,
    note: str,
) -> Edition:
    last = Edition.objects.filter(profile=profile).aggregate(last=Max("number"))["last"] or 0
    return Edition.objects.create(
        profile=profile,
        number=last + 1,
        format=schema.FORMAT,
        document=as_json(document),
        derived=derived,
        note=note,
        published_by=by,
    )


def one_at_a_time() -> DirectoryState:
    """Hold up every other publishing, load and export until this transaction ends; the directory's state.

    So editions are numbered one after another, and no career is published against a directory that is
    changing.
    """
    DirectoryState.current()
    return DirectoryState.objects.select_for_update().get()


# Whether it may be published ------------------------------------------------------------------------

# What may not change in one language alone: pay, law, entry requirements, contacts.
_BOTH_OR_NEITHER_LISTS = {"pay_bands", "routes", "subjects", "qualifications", "contacts", "minimum_wages"}
_BOTH_OR_NEITHER_SECTIONS = {"pay", "ways-in", "qualifications", "asked-for"}


def _item(data: Mapping[str, Any], name: str, key: str) -> Mapping[str, Any]:
    held = data.get(name)
    return next((item for item in held if item["key"] == key), {}) if isinstance(held, list) else {}


def _must_change_together(data: Mapping[str, Any], path: str) -> bool:
    name, _dot, rest = path.partition(".")
    if name in _BOTH_OR_NEITHER_LISTS:
        return True
    item = _item(data, name, rest.partition(".")[0])
    if name == "claims":
        item = _item(data, "disagreements", item.get("disagreement", ""))
    about = item.get("key") if name == "sections" else item.get("section") or item.get("kind")
    return about in _BOTH_OR_NEITHER_SECTIONS


def _untranslated(
    kind: type[schema.Value], data: Mapping[str, Any], published: schema.Value | None
) -> Iterator[Reason]:
    """The texts of a working copy, whole or half finished, that are not current in both languages.

    A publisher may let them stand, except where the text is about pay, law, entry requirements or contacts
    and is not the one that readers have already.
    """
    before = {} if published is None else published.model_dump(mode="json")
    was = {text.path: text for text in translation.texts(kind, before)}
    waiting = translation.waiting(kind, data)
    for text in translation.texts(kind, data):
        for language in schema.LANGUAGES:
            if state := waiting[language].get(text.path):
                alone = was.get(text.path) != text and _must_change_together(data, text.path)
                yield Reason(f"{text.path}.{language}", _words_for(state, alone), waivable=not alone)


def _words_for(state: str, alone: bool) -> str:
    missing = state == translation.MISSING
    if alone and missing:
        return _("is missing: pay, law, entry requirements and contacts are published in both languages")
    if alone:
        return _("is out of date: pay, law, entry requirements and contacts change in both languages at once")
    if missing:
        return _("is missing in this language")
    day = date_format(date.fromisoformat(state))
    return _("is out of date: the other language changed since %(day)s") % {"day": day}


def _findings(found: Iterable[tuple[tuple, str]], document: schema.Value, career: str = "") -> list[Reason]:
    data = document.model_dump(mode="json")
    return [Reason(dotted(path, data), message, career=career) for path, message in found]


def _faults(invalid: InvalidRows) -> list[Reason]:
    return [Reason(*found) for found in invalid.found]


def published_profile(profile: Profile) -> schema.Profile | None:
    """What readers have of a career, or had until it was withdrawn."""
    edition = profile.edition
    return read_document(schema.Profile, edition.document, edition.format) if edition else None


def published_directory() -> schema.Directory:
    edition = DirectoryState.current().edition
    if edition is None:
        return schema.Directory()
    return read_document(schema.Directory, edition.document, edition.format)


def profile_reasons(profile: Profile, document: schema.Profile) -> list[Reason]:
    """What keeps a document from being published as this profile's next edition."""
    faults = _findings(profile_findings(document, published_directory()), document)
    faults += _taken_slugs(profile, document)
    if profile.edition and profile.edition.document == as_json(document):
        return faults  # readers have these texts already
    data = document.model_dump(mode="json")
    return [*faults, *_untranslated(schema.Profile, data, published_profile(profile))]


def directory_reasons(
    state: DirectoryState, document: schema.Directory, besides: Iterable[Profile] = ()
) -> list[Reason]:
    """What keeps a document from being published as the directory's next edition."""
    reasons = _findings(directory_findings(document), document)
    reasons += _taken_directory_slugs(document)
    standing = Profile.objects.published().exclude(pk__in=[profile.pk for profile in besides])
    for profile in standing.select_related("edition"):
        published = published_profile(profile)
        reasons += _findings(profile_findings(published, document), published, career=profile.key)
    if state.edition and state.edition.document == as_json(document):
        return reasons
    data = document.model_dump(mode="json")
    return [*reasons, *_untranslated(schema.Directory, data, published_directory())]


def profile_draft(profile: Profile) -> tuple[schema.Profile | None, list[Reason]]:
    """A profile's working copy as a document, if it makes one, and what keeps it from being published."""
    try:
        document = profile_document(profile)
    except InvalidRows as invalid:
        unfinished = _untranslated(schema.Profile, profile_data(profile), published_profile(profile))
        return None, [*_faults(invalid), *unfinished]
    return document, profile_reasons(profile, document)


def directory_draft(
    state: DirectoryState, besides: Iterable[Profile] = ()
) -> tuple[schema.Directory | None, list[Reason]]:
    """The directory's working copy as a document, if it makes one, and what keeps it from being published."""
    try:
        document = directory_document()
    except InvalidRows as invalid:
        unfinished = _untranslated(schema.Directory, directory_data(), published_directory())
        return None, [*_faults(invalid), *unfinished]
    return document, directory_reasons(state, document, besides)


def is_refused(reasons: list[Reason], waived: Waived | None) -> bool:
    """Whether something stands in the way that nobody waived, or that nobody may."""
    return bool(reasons) and not (waived and all(reason.waivable for reason in reasons))


def _note_waiver(
    profile: Profile | None,
    edition: Edition,
    reasons: list[Reason],
    waived: Waived | None,
    by: AbstractBaseUser | None,
) -> None:
    """A waiver stands on the work list until an edition that is whole comes out."""
    if reasons and waived:
        Waiver.objects.create(profile=profile, edition=edition, reason=waived.reason, due=waived.due, by=by)
    elif not reasons:
        standing = Waiver.objects.filter(profile=profile, settled_at=None)
        standing.update(settled_at=timezone.now())


def standing_waivers() -> QuerySet[Waiver]:
    """What readers have that was promised to be finished: the most overdue first."""
    withdrawn = Q(profile__state=Profile.State.WITHDRAWN)
    standing = Waiver.objects.filter(settled_at=None).exclude(withdrawn)
    return standing.select_related("profile", "by").order_by("due", "pk")


@transaction.atomic
def publish_directory(
    *,
    by: AbstractBaseUser | None = None,
    note: str = "",
    besides: Iterable[Profile] = (),
    waived: Waived | None = None,
) -> Edition:
    """Publish the directory's working copy. Unchanged, it stays at its edition.

    Raises PublishRefused where it does not hold together, where a published career names something that
    it no longer has, or where a text is not current in both languages and nobody waived that. The careers
    in `besides` are about to be published too, so how they stand is not asked.
    """
    state = one_at_a_time()
    document, reasons = directory_draft(state, besides)
    if document is None or is_refused(reasons, waived):
        raise PublishRefused("directory", reasons)
    if state.edition and state.edition.document == as_json(document):
        return state.edition
    before = published_directory()
    state.edition = _new_edition(None, document, derive_directory(document), by, note)
    state.save(update_fields=["edition"])
    _write_directory_slugs(document)
    skills_changed(before, document)
    _note_waiver(None, state.edition, reasons, waived, by)
    return state.edition


@transaction.atomic
def publish_profile(
    profile: Profile,
    *,
    by: AbstractBaseUser | None = None,
    note: str = "",
    waived: Waived | None = None,
    document: schema.Profile | None = None,
) -> Edition:
    """Publish a profile's working copy, or the `document` that was kept of it: all or nothing.

    The same document again makes no new edition. Raises PublishRefused with every reason.
    """
    one_at_a_time()
    profile.refresh_from_db()
    working_copy, reasons = profile_draft(profile)
    if document is None:
        document = working_copy
    else:
        reasons = profile_reasons(profile, document)
    if document is None or is_refused(reasons, waived):
        raise PublishRefused(profile.key, reasons)
    if not profile.edition or profile.edition.document != as_json(document):
        profile.edition = _new_edition(profile, document, derive_profile(document), by, note)
        _note_waiver(profile, profile.edition, reasons, waived, by)
    profile.state = Profile.State.PUBLISHED
    profile.published_version = profile.version if document == working_copy else None
    profile.save(update_fields=["edition", "state", "published_version"])
    _write_slugs(profile, document)
    write_listing(profile, document, profile.edition.derived, published_directory())
    listings_changed()
    return profile.edition


@transaction.atomic
def withdraw(profile: Profile) -> int:
    """Take a career from readers. Its addresses answer 410; its editions, slugs and ratings stay.

    What was scheduled for it is taken back: a publication would bring it to readers again by itself.
    Returns how much that was.
    """
    one_at_a_time()
    profile.state = Profile.State.WITHDRAWN
    profile.save(update_fields=["state"])
    remove_listing(profile)
    listings_changed()
    return take_back(profile)


def take_back(profile: Profile, action: Scheduled.Action | None = None) -> int:
    """Take back what is scheduled for a career, or one kind of it. Returns how many were taken back."""
    found = Scheduled.objects.filter(profile=profile, done_at=None, cancelled_at=None)
    if action:
        found = found.filter(action=action)
    return found.update(cancelled_at=timezone.now())


def _taken_slugs(profile: Profile, document: schema.Profile) -> list[Reason]:
    reasons = []
    for language in schema.LANGUAGES:
        slug = getattr(document.slug, language)
        other = Slug.objects.filter(language=language, slug=slug).exclude(profile=profile).first()
        if other:
            words = _("%(slug)r belongs to %(owner)r and always will: choose another")
            owner = other.profile.key
            reasons.append(Reason(f"slug.{language}", words % {"slug": slug, "owner": owner}))
    return reasons


def _directory_slugs(document: schema.Directory) -> Iterator[DirectorySlug]:
    """The address words that a directory asks for: those of its job areas and site pages."""
    for kind in DirectorySlug.Kind:
        for entry in getattr(document, kind):
            for language in schema.LANGUAGES:
                if slug := getattr(entry.slug, language):
                    yield DirectorySlug(kind=kind, language=language, slug=slug, key=entry.key)


def _taken_directory_slugs(document: schema.Directory) -> list[Reason]:
    owners = {(held.kind, held.language, held.slug): held.key for held in DirectorySlug.objects.all()}
    reasons = []
    for wanted in _directory_slugs(document):
        owner = owners.get((wanted.kind, wanted.language, wanted.slug), wanted.key)
        if owner != wanted.key:
            words = _("%(slug)r belonged to %(owner)r and always will: choose another")
            path = f"{wanted.kind}.{wanted.key}.slug.{wanted.language}"
            reasons.append(Reason(path, words % {"slug": wanted.slug, "owner": owner}))
    return reasons


def _write_directory_slugs(document: schema.Directory) -> None:
    # One at a time is published, and whose each is was asked before: what is there already is theirs.
    DirectorySlug.objects.bulk_create(_directory_slugs(document), ignore_conflicts=True)


def _write_slugs(profile: Profile, document: schema.Profile) -> None:
    for language in schema.LANGUAGES:
        slug = getattr(document.slug, language)
        of_profile = Slug.objects.filter(profile=profile, language=language)
        of_profile.filter(current=True).exclude(slug=slug).update(current=False)
        try:
            # The profile is looked up, never written: another career's slug must not change hands.
            Slug.objects.update_or_create(
                language=language, slug=slug, profile=profile, defaults={"current": True}
            )
        except IntegrityError as taken:
            raise PublishRefused(profile.key, _taken_slugs(profile, document)) from taken


@transaction.atomic
def rebuild_editions() -> int:
    """Make again what is derived from the current editions. Returns how many were made anew."""
    changed = 0
    state = one_at_a_time()
    if state.edition:
        document = read_document(schema.Directory, state.edition.document, state.edition.format)
        changed += _rederive(state.edition, derive_directory(document))
    if listings_are_old():
        forget_entries()
    directory = published_directory()
    for profile in Profile.objects.published().select_related("edition"):
        document = read_document(schema.Profile, profile.edition.document, profile.edition.format)
        rederived = _rederive(profile.edition, derive_profile(document))
        relisted = write_listing(profile, document, profile.edition.derived, directory)
        changed += rederived or relisted
    if changed:
        listings_changed()
    DirectoryState.objects.update(listing_format=LISTING_FORMAT)
    return changed


def listings_are_old() -> bool:
    """Whether the listings were made by an older release's rules: `rebuild_editions` makes them anew."""
    return DirectoryState.current().listing_format != LISTING_FORMAT


def _rederive(edition: Edition, derived: dict[str, Any]) -> bool:
    if edition.derived == derived:
        return False
    edition.derived = derived
    edition.save(update_fields=["derived"])
    return True
