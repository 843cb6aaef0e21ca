"""Publishing: from the working copy to an edition, in one transaction.

Readers only ever see editions. Beside the document an edition keeps what is made from it (`derived`:
the HTML of its prose, where its pictures are), stored for speed and rebuilt by `rebuild_editions`.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from profiles import prose, stored_pictures
from profiles.alphabet import sort_key
from profiles.content import schema
from profiles.content.findings import sentences
from profiles.content.references import directory_findings, profile_findings
from profiles.content.upgrades import read_document
from profiles.documents import InvalidRows, as_json, directory_document, profile_document
from profiles.gallery import cover_of, shown_picture
from profiles.models import DirectoryState, Edition, Listing, ListingArea, Profile, Slug

Document = TypeVar("Document", bound=schema.Value)


class PublishRefused(Exception):
    """The working copy cannot be published. `reasons` says why, one sentence each."""

    def __init__(self, subject: str, reasons: Iterable[str]):
        self.subject, self.reasons = subject, list(reasons)
        super().__init__(f"{subject}: " + "; ".join(self.reasons))


# What is made from a document --------------------------------------------------------------------


def _html(pair: schema.Pair) -> dict[str, str]:
    return {language: prose.render(getattr(pair, language)) for language in schema.LANGUAGES}


def derive_profile(document: schema.Profile) -> dict[str, Any]:
    stored = {picture.key: stored_pictures.at_focus(picture) for picture in document.pictures}
    return {
        "prose": {section.key: _html(section.prose) for section in document.sections},
        "transcripts": {film.key: _html(film.transcript) for film in document.films if film.transcript},
        "pictures": {key: picture.renditions for key, picture in stored.items() if picture},
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


def _working_copy(subject: str, read: Callable[..., Document], *arguments: Any) -> Document:
    try:
        return read(*arguments)
    except InvalidRows as invalid:
        raise PublishRefused(subject, invalid.reasons) from invalid


def _one_at_a_time() -> DirectoryState:
    """Hold up every other publishing until this transaction ends, and give the directory's state.

    So editions are numbered one after another, and no career is published against a directory that is
    changing.
    """
    DirectoryState.current()
    return DirectoryState.objects.select_for_update().get()


@transaction.atomic
def publish_directory(
    *, by: AbstractBaseUser | None = None, note: str = "", besides: Iterable[Profile] = ()
) -> Edition:
    """Publish the directory's working copy. Unchanged, it stays at its edition.

    Raises PublishRefused where it does not hold together, or where a published career names something
    that it no longer has. The careers in `besides` are about to be published too, so how they stand is
    not asked.
    """
    state = _one_at_a_time()
    document = _working_copy("directory", directory_document)
    reasons = sentences(directory_findings(document), document)
    standing = Profile.objects.published().exclude(pk__in=[profile.pk for profile in besides])
    for profile in standing.select_related("edition"):
        published = read_document(schema.Profile, profile.edition.document, profile.edition.format)
        lacking = sentences(profile_findings(published, document), published)
        reasons += [f"{profile.key}, as published: {reason}" for reason in lacking]
    if reasons:
        raise PublishRefused("directory", reasons)
    if state.edition and state.edition.document == as_json(document):
        return state.edition
    state.edition = _new_edition(None, document, derive_directory(document), by, note)
    state.save(update_fields=["edition"])
    return state.edition


def published_directory() -> schema.Directory:
    edition = DirectoryState.current().edition
    if edition is None:
        return schema.Directory()
    return read_document(schema.Directory, edition.document, edition.format)


@transaction.atomic
def publish_profile(profile: Profile, *, by: AbstractBaseUser | None = None, note: str = "") -> Edition:
    """Publish a profile's working copy: edition, slugs and listing, all or nothing.

    The same document again makes no new edition. Raises PublishRefused with every reason.
    """
    _one_at_a_time()
    profile.refresh_from_db()
    document = _working_copy(profile.key, profile_document, profile)
    reasons = sentences(profile_findings(document, published_directory()), document)
    reasons += _taken_slugs(profile, document)
    if reasons:
        raise PublishRefused(profile.key, reasons)
    if not profile.edition or profile.edition.document != as_json(document):
        profile.edition = _new_edition(profile, document, derive_profile(document), by, note)
    profile.state = Profile.State.PUBLISHED
    profile.save(update_fields=["edition", "state"])
    _write_slugs(profile, document)
    _write_listing(profile, document, profile.edition.derived)
    _listing_changed()
    return profile.edition


@transaction.atomic
def withdraw(profile: Profile) -> None:
    """Take a career from readers. Its addresses answer 410; its editions, slugs and ratings stay."""
    _one_at_a_time()
    profile.state = Profile.State.WITHDRAWN
    profile.save(update_fields=["state"])
    Listing.objects.filter(profile=profile).delete()
    _listing_changed()


def _listing_changed() -> None:
    DirectoryState.objects.update(listing_version=F("listing_version") + 1)


def _taken_slugs(profile: Profile, document: schema.Profile) -> list[str]:
    reasons = []
    for language in schema.LANGUAGES:
        slug = getattr(document.slug, language)
        other = Slug.objects.filter(language=language, slug=slug).exclude(profile=profile).first()
        if other:
            reasons.append(
                f"slug.{language}: {slug!r} belongs to {other.profile.key!r} and always will: choose another"
            )
    return reasons


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


def _cover(document: schema.Profile, derived: dict[str, Any]) -> dict[str, Any]:
    """The cover as lists of careers show it, its texts as data."""
    cover = cover_of(document)
    shown = shown_picture(cover, derived) if cover else None
    if shown is None:
        return {}
    return {**shown, **{name: shown[name].model_dump() for name in ("alt", "caption", "credit")}}


def _write_listing(profile: Profile, document: schema.Profile, derived: dict[str, Any]) -> bool:
    """Make a career's place in lists what its edition says. True if that changed anything."""

    def order(language: str) -> str:
        title = getattr(document.title, language) or str(document.title)
        return sort_key(title, language)

    also_known_as = {
        language: [title for other in document.also_known_as if (title := getattr(other.title, language))]
        for language in schema.LANGUAGES
    }
    values = {
        "key": document.key,
        "title": document.title,
        "slug": document.slug,
        "standfirst": document.standfirst,
        "also_known_as": schema.ListPair(**also_known_as),
        "starting_pay": [
            band.model_dump(mode="json")
            for band in document.pay_bands
            # Lists say what is paid in a year.
            if band.level == "starting" and band.period == "year"
        ],
        "cover": _cover(document, derived),
        "welsh_read_on": document.welsh_read_on,
        "order_en": order("en"),
        "order_cy": order("cy"),
    }
    listing = Listing.objects.filter(profile=profile).first() or Listing(profile=profile)
    changed = [name for name, value in values.items() if getattr(listing, name) != value]
    for name in changed:
        setattr(listing, name, values[name])
    if changed:
        listing.save()
    areas = list(enumerate(document.areas))
    if list(listing.areas.values_list("position", "area")) == areas:
        return bool(changed)
    listing.areas.all().delete()
    ListingArea.objects.bulk_create(
        ListingArea(listing=listing, area=area, position=position) for position, area in areas
    )
    return True


@transaction.atomic
def rebuild_editions() -> int:
    """Make again what is derived from the current editions. Returns how many were made anew."""
    changed = 0
    state = _one_at_a_time()
    if state.edition:
        document = read_document(schema.Directory, state.edition.document, state.edition.format)
        changed += _rederive(state.edition, derive_directory(document))
    for profile in Profile.objects.published().select_related("edition"):
        document = read_document(schema.Profile, profile.edition.document, profile.edition.format)
        rederived = _rederive(profile.edition, derive_profile(document))
        relisted = _write_listing(profile, document, profile.edition.derived)
        changed += rederived or relisted
    if changed:
        _listing_changed()
    return changed


def _rederive(edition: Edition, derived: dict[str, Any]) -> bool:
    if edition.derived == derived:
        return False
    edition.derived = derived
    edition.save(update_fields=["derived"])
    return True
