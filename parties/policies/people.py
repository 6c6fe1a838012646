"""What may be done now with somebody's place at an organisation."""

from collections.abc import Callable, Iterable

from accounts import access
from accounts.models import User
from accounts.roles import OrgPermission, Role
from foundation.verdicts import OK, Verdict
from parties.choices import MembershipState
from parties.models import Membership, MembershipRole, Organisation

BINDING = frozenset({Role.ADMINISTRATOR, Role.SIGNATORY})
"""Roles that bind the organisation, or make others who do: giving them takes a fresh second factor."""

Tie = Callable[[Membership, frozenset[Role]], Verdict]
_TIES: list[Tie] = []


def register_tie(check: Tie) -> None:
    """Let an upper floor hold a person back: ``check(membership, roles about to be lost)``.

    Called once, when the app is ready. A signatory with open requests, say, must pass them on first.
    """
    if check not in _TIES:
        _TIES.append(check)


def _untied(membership: Membership, lost: frozenset[Role]) -> Verdict:
    verdict = OK
    for check in _TIES:
        verdict = verdict & check(membership, lost)
    return verdict


def administrators(organisation: Organisation) -> list[User]:
    """Those who can manage its people today, by name."""
    places = Membership.objects.active().in_role(Role.ADMINISTRATOR).filter(organisation=organisation)
    return [place.person for place in places.select_related("person").order_by("person__full_name", "person_id")]


def can_manage(user: User, organisation: Organisation) -> Verdict:
    return Verdict.unless(
        access.holds(user, OrgPermission.MANAGE_PEOPLE, organisation),
        f"Only an administrator of {organisation.name} can invite, change or remove its people",
    )


def can_invite(user: User, organisation: Organisation) -> Verdict:
    """Administrators may; the portal's operators may until the organisation has an administrator of its own."""
    if organisation.ended_on is not None:
        return Verdict.no(f"{organisation.name} is recorded as ended, so nobody can be invited to it")
    if user.is_operator and user.is_active and not administrators(organisation):
        return OK
    return can_manage(user, organisation)


def can_offer(user: User, organisation: Organisation, email: str, roles: Iterable[Role]) -> Verdict:
    """What exactly may be offered, and to whom: an operator gives somebody else the keys, and nothing more."""
    allowed = can_invite(user, organisation)
    if not allowed or can_manage(user, organisation):
        return allowed
    return Verdict.unless(
        email.strip().lower() != user.email.lower(),
        f"You cannot invite yourself. Invite somebody who works for {organisation.name}",
    ) & Verdict.unless(
        set(roles) == {Role.ADMINISTRATOR},
        f"You can only invite the first administrator of {organisation.name}, who invites everybody else",
    )


def can_change_roles(user: User, membership: Membership, roles: Iterable[Role]) -> Verdict:
    wanted = frozenset(roles)
    lost = roles_of(membership) - wanted
    return (
        can_manage(user, membership.organisation)
        & Verdict.unless(wanted, "Select at least one role")
        & Verdict.unless(membership.state == MembershipState.ACTIVE, f"{membership.person} is not active here")
        & _leaves_an_administrator(membership, lost)
        & _untied(membership, lost)
    )


def can_suspend(user: User, membership: Membership) -> Verdict:
    return (
        can_manage(user, membership.organisation)
        & Verdict.unless(membership.state == MembershipState.ACTIVE, f"{membership.person} is not active here")
        & Verdict.unless(membership.person_id != user.pk, "You cannot suspend yourself")
        & _leaves_an_administrator(membership, roles_of(membership))
    )


def can_restore(user: User, membership: Membership) -> Verdict:
    return can_manage(user, membership.organisation) & Verdict.unless(
        membership.state == MembershipState.SUSPENDED, f"{membership.person} is not suspended"
    )


def can_remove(user: User, membership: Membership) -> Verdict:
    """Administrators may remove anybody; anybody may leave."""
    allowed = OK if membership.person_id == user.pk else can_manage(user, membership.organisation)
    lost = roles_of(membership)
    return (
        allowed
        & Verdict.unless(membership.state != MembershipState.LEFT, f"{membership.person} has already left")
        & _leaves_an_administrator(membership, lost)
        & _untied(membership, lost)
    )


def roles_of(membership: Membership) -> frozenset[Role]:
    """The person's roles there; kept, but worth nothing, while they are suspended or gone."""
    return frozenset(Role(row.role) for row in membership.roles.all())


def _leaves_an_administrator(membership: Membership, lost: frozenset[Role]) -> Verdict:
    if Role.ADMINISTRATOR not in lost or membership.state != MembershipState.ACTIVE:
        return OK
    others = MembershipRole.objects.filter(
        role=Role.ADMINISTRATOR,
        membership__organisation=membership.organisation_id,
        membership__state=MembershipState.ACTIVE,
        membership__person__is_active=True,
    ).exclude(membership=membership.pk)
    return Verdict.unless(
        others.exists(),
        f"{membership.person} is the last administrator of {membership.organisation.name}. "
        "Make somebody else an administrator first",
    )
