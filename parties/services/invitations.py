"""Asking somebody to join an organisation, by email, and what comes of it."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from accounts.models import Invitation, User
from accounts.roles import Role
from accounts.services import invitations as accounts
from foundation import text
from foundation.verdicts import Refused, Verdict
from notices import services as notices
from parties.choices import MembershipState
from parties.models import Membership, MembershipOffer, Organisation
from parties.policies import people as policies
from parties.services import organisations, people

REMIND_AFTER = dt.timedelta(days=7)
WAIT = dt.timedelta(hours=1)


def invite(
    *,
    organisation: Organisation,
    email: str,
    full_name: str,
    roles: Iterable[Role],
    by: User,
    at: dt.datetime,
    job_title: str = "",
) -> MembershipOffer:
    """Offer somebody a place. An open offer to the same address is replaced.

    Whether the address has an account makes no difference to what happens or is said.
    """
    wanted = sorted({Role(role).value for role in roles})
    with transaction.atomic():
        organisation = organisations.locked(organisation)
        policies.can_invite(by, organisation).enforce()
        Verdict.unless(wanted, "Select at least one role").enforce()
        policies.can_offer(by, organisation, email, [Role(role) for role in wanted]).enforce()
        _refuse_member(organisation, email)
        return _offer(organisation, email, full_name, wanted, text.single_line(job_title), by, at)


def send_again(*, offer: MembershipOffer, by: User, at: dt.datetime) -> MembershipOffer:
    """A new link for an offer that was lost; the old link stops working. Pressed again at once, it sends nothing."""
    since = at - offer.invitation.invited_at
    Verdict.unless(
        since >= WAIT, "The invitation was sent less than an hour ago. Wait an hour before you send it again"
    ).enforce()
    return invite(
        organisation=offer.organisation,
        email=offer.invitation.email,
        full_name=offer.invitation.full_name,
        roles=[Role(role) for role in offer.roles],
        job_title=offer.job_title,
        by=by,
        at=at,
    )


def withdraw(*, offer: MembershipOffer, by: User, at: dt.datetime) -> None:
    """Take an offer back. Its link says so from then on."""
    with transaction.atomic():
        policies.can_invite(by, offer.organisation).enforce()
        accounts.withdraw(invitation=offer.invitation, by=by, at=at)


def can_accept(*, offer: MembershipOffer, person: User, at: dt.datetime) -> Verdict:
    """Whether this person may take this place now. What the inviter may no longer give, nobody can take."""
    return (
        accounts.can_accept(offer.invitation, person, at)
        & Verdict.unless(
            person.pk != offer.invitation.invited_by_id, "You cannot accept an invitation that you sent yourself"
        )
        & _still_stands(offer)
    )


def _still_stands(offer: MembershipOffer) -> Verdict:
    organisation, inviter = offer.organisation, offer.invitation.invited_by
    if organisation.ended_on is not None:
        return Verdict.no(f"{organisation.name} is recorded as ended, so nobody can join it")
    return Verdict.unless(
        policies.can_offer(inviter, organisation, offer.invitation.email, [Role(role) for role in offer.roles]),
        f"{inviter.full_name} can no longer invite people to {organisation.name}. "
        "Ask one of its administrators for a new invitation",
    )


def accept(*, offer: MembershipOffer, person: User, at: dt.datetime) -> Membership:
    """Take the place that was offered."""
    with transaction.atomic():
        offer = _held(offer)
        can_accept(offer=offer, person=person, at=at).enforce()
        accounts.accept(invitation=offer.invitation, person=person, at=at)
        return people.place(
            organisation=offer.organisation,
            person=person,
            roles=[Role(role) for role in offer.roles],
            job_title=offer.job_title,
            by=person,
            at=at,
        )


def offer_of(invitation: Invitation) -> MembershipOffer | None:
    """What the invitation leads to."""
    found: MembershipOffer | None = (
        MembershipOffer.objects.select_related("organisation", "invitation__invited_by")
        .filter(invitation=invitation)
        .first()
    )
    return found


def remind(*, offer: MembershipOffer, at: dt.datetime) -> MembershipOffer | None:
    """Send an unanswered offer once more, with a fresh link that ends when the first one would have.

    Two sweeps at once send one: the second finds the offer replaced.
    """
    with transaction.atomic():
        offer = _held(offer)
        invitation = offer.invitation
        due = invitation.invited_at + REMIND_AFTER <= at < invitation.expires_at
        if offer.is_reminder or not due or accounts.dead_because(invitation, at) is not None:
            return None
        if not _still_stands(offer):
            return None
        return _offer(
            offer.organisation,
            invitation.email,
            invitation.full_name,
            offer.roles,
            offer.job_title,
            invitation.invited_by,
            at,
            ends_at=invitation.expires_at,
        )


def _held(offer: MembershipOffer) -> MembershipOffer:
    """The offer as it is now, held until the transaction ends: the organisation first, as every change there does."""
    organisation = organisations.locked(offer.organisation)
    Invitation.objects.select_for_update().get(pk=offer.invitation_id)
    row: MembershipOffer = MembershipOffer.objects.select_related("invitation__invited_by").get(pk=offer.pk)
    row.organisation = organisation
    return row


def _refuse_member(organisation: Organisation, email: str) -> None:
    place = (
        Membership.objects.filter(organisation=organisation, person__email__iexact=email)
        .exclude(state=MembershipState.LEFT)
        .select_related("person")
        .first()
    )
    if place is not None:
        raise Refused([f"{place.person.full_name} already belongs to {organisation.name} – change their roles instead"])


def _offer(
    organisation: Organisation,
    email: str,
    full_name: str,
    roles: list[str],
    job_title: str,
    by: User,
    at: dt.datetime,
    ends_at: dt.datetime | None = None,
) -> MembershipOffer:
    invitation, token = accounts.issue(
        email=email,
        full_name=full_name,
        by=by,
        at=at,
        context=f"organisation:{organisation.pk}",
        place=f"{' and '.join(str(Role(role).label) for role in roles)} at {organisation.legal_name}",
        life=ends_at - at if ends_at else accounts.LIFE,
    )
    offer: MembershipOffer = MembershipOffer.objects.create(
        invitation=invitation,
        organisation=organisation,
        roles=[str(role) for role in roles],
        job_title=job_title,
        is_reminder=ends_at is not None,
    )
    notices.queue(
        kind="account.invite",
        recipient=None,
        email=invitation.email,
        dedupe_key=f"account.invite:{invitation.pk}",
        context={
            "invited_name": invitation.full_name,
            "by": by.full_name,
            "organisation": organisation.legal_name,
            "roles": [Role(role).label for role in roles],
            "expires_at": invitation.expires_at,
            "is_reminder": offer.is_reminder,
            "link": reverse("accounts:invitation_link", args=[token]),
        },
        at=at,
        organisation=organisation,
        failure_to=by,
    )
    return offer
