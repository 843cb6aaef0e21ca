"""Publishing what a load brought, where it is the files' own or the working copy was as published."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from profiles.documents import as_json
from profiles.models import Change, Edition, Profile
from profiles.models.desk import DIRECTORY
from profiles.publishing import PublishRefused, Waived, publish_directory, publish_profile
from profiles.working_copy import PROFILE, record_state

from .decisions import Report, Step
from .upgrades import read_document


def is_publishable(step: Step, report: Report) -> bool:
    """Whether to publish what the files brought.

    That is where the working copy was as published, or where it is the files' own: what an earlier load
    brought and could not publish.
    """
    own = step.is_the_files_own
    if (step.is_left and not own) or step.undecided or step.unfit:
        return False
    if isinstance(step.row, Profile) and step.row.state == Profile.State.WITHDRAWN:
        report.left[step.key] = _("withdrawn: publish it in admin to bring it back")
        return False
    edition = step.row.edition if step.row else None
    if edition is None:
        if isinstance(step.row, Profile) and step.decision == "none" and not step.row.brought_by_files:
            report.left[step.key] = _("a draft, written in admin: publish it there")
            return False
        if own:
            return True
    elif as_json(read_document(step.kind, edition.document, edition.format)) == step.rows:
        return step.decision not in ("none", "keep")
    elif own and not _changed_by_others(step, edition):
        return True
    report.left.setdefault(step.key, _("not as published, so not published: see to it in admin"))
    return False


def _changed_by_others(step: Step, edition: Edition) -> bool:
    """Whether anyone but the files has changed the working copy since it was published."""
    since = Change.objects.filter(at__gt=edition.published_at).exclude(origin=Change.Origin.FILES)
    if step.key == DIRECTORY:
        return since.exclude(kind=PROFILE).exists()
    return since.filter(kind=PROFILE, key=step.key).exists()


def publish_loaded(
    steps: list[Step], report: Report, waived: Waived | None, *, by: AbstractBaseUser | None = None
) -> None:
    """Publish what the files brought; what cannot be is named, and the rest goes on.

    The directory and the careers go together: a source that is renamed leaves the one and comes into the
    others in the same moment.
    """
    profiles = [step.row for step in steps if step.key != DIRECTORY]
    if len(profiles) < len(steps):
        try:
            with transaction.atomic():
                edition = publish_directory(by=by, besides=profiles, waived=waived)
                done = list(_publish_profiles(profiles, waived, by))
                # A career that was refused is held to it as it stands.
                publish_directory(by=by, waived=waived)
        except PublishRefused as refused:
            report.left[DIRECTORY] = _not_published(refused)
            for profile in profiles:
                profile.refresh_from_db()
        else:
            done.insert(0, (DIRECTORY, edition))
            return _tell(done, report)
    return _tell(_publish_profiles(profiles, waived, by), report)


def _publish_profiles(
    profiles: list[Profile], waived: Waived | None, by: AbstractBaseUser | None
) -> Iterator[tuple[str, Edition | PublishRefused]]:
    for profile in profiles:
        before = profile.state
        try:
            edition = publish_profile(profile, by=by, waived=waived)
        except PublishRefused as refused:
            yield profile.key, refused
        else:
            record_state(profile, before, by=by, origin=Change.Origin.FILES)
            yield profile.key, edition


def _tell(done: Iterable[tuple[str, Edition | PublishRefused]], report: Report) -> None:
    for key, outcome in done:
        if isinstance(outcome, PublishRefused):
            report.left[key] = _not_published(outcome)
        else:
            report.published.append(f"{key} {outcome.number}")


def _not_published(refused: PublishRefused) -> str:
    return _("not published: %(reasons)s") % {"reasons": "; ".join(map(str, refused.reasons))}
