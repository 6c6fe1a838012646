"""Inviting somebody by email, and what becomes of the link."""

import datetime as dt
import enum

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import telling, tokens
from accounts.models import Invitation, User
from foundation import text
from foundation.verdicts import Refused, Verdict

LIFE = dt.timedelta(days=14)


class Reason(enum.StrEnum):
    EXPIRED = "expired"
    USED = "used"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


class DeadLink(Exception):
    """The invitation's link no longer works. ``invitation`` is there unless the link never was one of ours."""

    def __init__(self, reason: Reason, invitation: Invitation | None = None) -> None:
        self.reason = reason
        self.invitation = invitation
        super().__init__(reason)


def issue(
    *,
    email: str,
    full_name: str,
    by: User,
    at: dt.datetime,
    context: str = "",
    place: str = "",
    life: dt.timedelta = LIFE,
) -> tuple[Invitation, str]:
    """Make an invitation and its link's token, which is given out here and never again.

    An open invitation of the same address for the same ``context`` is replaced. Nobody is told: the caller is, with
    what the invitation is for.
    """
    token = tokens.fresh()
    row = Invitation(
        email=email.strip().lower(),
        full_name=text.single_line(full_name),
        context=context,
        place=place,
        digest=tokens.digest(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + life,
    )
    try:
        _replace_with(row, at)
    except IntegrityError:
        _replace_with(row, at)  # another one was made in the same instant; it is there now, and is replaced
    return row, token


def _replace_with(row: Invitation, at: dt.datetime) -> None:
    with transaction.atomic():
        Invitation.objects.filter(
            email__iexact=row.email, context=row.context, accepted_at=None, withdrawn_at=None, replaced_at=None
        ).update(replaced_at=at)
        row.save(force_insert=True)


def find(token: str, at: dt.datetime) -> Invitation:
    """The invitation of a link that still works; otherwise ``DeadLink`` with the reason."""
    return find_by_digest(tokens.digest(tokens.cleaned(token)), at)


def find_by_digest(digest: str, at: dt.datetime) -> Invitation:
    invitation = Invitation.objects.select_related("invited_by").filter(digest=digest).first()
    if invitation is None:
        raise DeadLink(Reason.UNKNOWN)
    reason = dead_because(invitation, at)
    if reason:
        raise DeadLink(reason, invitation)
    return invitation


def dead_because(invitation: Invitation, at: dt.datetime) -> Reason | None:
    if invitation.accepted_at:
        return Reason.USED
    if invitation.withdrawn_at:
        return Reason.WITHDRAWN
    if invitation.replaced_at:
        return Reason.REPLACED
    return Reason.EXPIRED if at >= invitation.expires_at else None


def open_for(email: str, at: dt.datetime) -> Invitation | None:
    """The newest invitation of an address that still works."""
    is_open = Q(accepted_at=None, withdrawn_at=None, replaced_at=None, expires_at__gt=at)
    return Invitation.objects.filter(is_open, email__iexact=email).order_by("-invited_at", "-pk").first()


def can_accept(invitation: Invitation, person: User, at: dt.datetime) -> Verdict:
    return Verdict.unless(
        dead_because(invitation, at) is None, "This invitation no longer works. Ask for a new one."
    ) & Verdict.unless(
        person.email.lower() == invitation.email.lower(),
        f"This invitation was sent to {invitation.email}. Sign in with that address to accept it.",
    )


def accept(*, invitation: Invitation, person: User, at: dt.datetime) -> Invitation:
    """Mark it used by the person it was sent to. Giving them their place is the caller's, in the same transaction."""
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        can_accept(locked, person, at).enforce()
        locked.accepted_at = at
        locked.accepted_by = person
        locked.save(update_fields=["accepted_at", "accepted_by"])
    return locked


def withdraw(*, invitation: Invitation, by: User, at: dt.datetime) -> Invitation:
    """Make the link stop working."""
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if locked.accepted_at:
            raise Refused(["This invitation has already been accepted"])
        if not locked.withdrawn_at:
            locked.withdrawn_at = at
            locked.withdrawn_by = by
            locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return locked


def ask_for_new(*, invitation: Invitation, at: dt.datetime) -> None:
    """Tell whoever invited that the invited person asks for a working link. Asking again within a day tells once."""
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=("self",)).select_related("invited_by").get(pk=invitation.pk)
        if locked.new_asked_at and at - locked.new_asked_at < dt.timedelta(days=1):
            return
        locked.new_asked_at = at
        locked.save(update_fields=["new_asked_at"])
        if locked.invited_by.is_active:
            who = locked.full_name or locked.email
            telling.tell(
                kind="account.changed",
                person=locked.invited_by,
                key=f"invitation:{locked.pk}:{at.date().isoformat()}",
                context={
                    "subject": f"{who} asks for a new invitation",
                    "what": f"{who} asks for a new invitation: the link that you had sent to {locked.email} no longer "
                    "works. Invite them again from your organisation's people if they should still join.",
                },
                at=at,
            )
