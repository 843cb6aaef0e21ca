"""The links that give a draft to somebody without an account: signed, for a time, and to be taken back."""

from datetime import timedelta
from typing import Any, Literal

from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone

from profiles.models import PreviewLink

# How long an editor's own link lasts, and how long somebody else's may, in days.
OWN_DAYS = 1
DAYS = (1, 7, 30)
# A link of one's own is used again while it has this long to go.
_WORTH_USING = timedelta(hours=1)


def _signer() -> signing.Signer:
    # A dot: the token itself may hold a hyphen or an underscore, and an address holds no colon gladly.
    return signing.Signer(salt="profiles.preview", sep=".")


def signed(link: PreviewLink) -> str:
    """What stands for a link in an address: its token, and our signature."""
    return _signer().sign(link.token)


def find_link(word: str) -> PreviewLink | None:
    """The link that an address names, open or not. None where we never made it. One query."""
    try:
        token = _signer().unsign(word)
    except signing.BadSignature:
        return None
    return PreviewLink.objects.select_related("profile").filter(token=token).first()


def state_of(link: PreviewLink) -> Literal["open", "ended", "revoked"]:
    if link.revoked_at:
        return "revoked"
    return "open" if link.expires_at > timezone.now() else "ended"


def make_link(*, by: AbstractBaseUser, days: int, note: str = "", **subject: Any) -> PreviewLink:
    """A new link to a draft: `profile=`, or `list_name=` and `key=`. Without a note it is one's own."""
    return PreviewLink.objects.create(
        by=by, note=note, expires_at=timezone.now() + timedelta(days=days), **subject
    )


def own_link(*, by: AbstractBaseUser, **subject: Any) -> tuple[PreviewLink, bool]:
    """A link for an editor's own eyes: the one there is, or a new one. True where it is new."""
    lasting = timezone.now() + _WORTH_USING
    own = PreviewLink.objects.filter(by=by, note="", revoked_at=None, expires_at__gt=lasting, **subject)
    if found := own.first():
        return found, False
    return make_link(by=by, days=OWN_DAYS, **subject), True


def revoke(link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def links_of(**subject: Any) -> QuerySet[PreviewLink]:
    """The links that were made to a draft, newest first: all of others', and one's own that are open."""
    own_and_over = Q(note="") & (Q(expires_at__lte=timezone.now()) | Q(revoked_at__isnull=False))
    return PreviewLink.objects.filter(**subject).exclude(own_and_over).select_related("by")
