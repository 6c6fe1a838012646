"""Somebody's place at an organisation: taking it, changing it, losing it."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from accounts import access
from accounts.models import User
from accounts.roles import Role
from foundation.verdicts import Verdict
from parties.choices import MembershipState
from parties.models import Membership, MembershipRole, Organisation, Team
from parties.policies import people as policies
from parties.services import messages, offers, organisations, trail


def appoint(
    *, organisation: Organisation, person: User, roles: Iterable[Role], by: User, at: dt.datetime, job_title: str = ""
) -> Membership:
    """Give somebody a place without asking them: for filling a new installation, by its operator.

    No page leads here: everybody else is invited.
    """
    Verdict.unless(
        by.is_operator and by.pk != person.pk, "Only the people who run this portal can place others"
    ).enforce()
    return place(organisation=organisation, person=person, roles=roles, by=by, at=at, job_title=job_title)


def place(
    *, organisation: Organisation, person: User, roles: Iterable[Role], by: User, at: dt.datetime, job_title: str = ""
) -> Membership:
    """Make the person active there with at least these roles. Coming back reuses the old place, without its roles.

    For this floor's services, which have asked a policy first.
    """
    with transaction.atomic():
        organisations.locked(organisation)
        membership = Membership.objects.filter(organisation=organisation, person=person).first()
        if membership is None:
            membership = Membership(organisation=organisation, person=person, joined_at=at, job_title=job_title)
            trail.save(membership, by=by, at=at, because="Joined")
        else:
            wanted = frozenset(roles)
            if membership.state != MembershipState.ACTIVE:
                _set_roles(membership, wanted, by, at)
            else:
                wanted |= policies.roles_of(membership)
            membership.job_title = job_title or membership.job_title
            _change_state(membership, MembershipState.ACTIVE, by, at, "Joined again")
            roles = wanted
        _set_roles(membership, frozenset(roles), by, at)
        _fill_teams(membership)
    return membership


def change_roles(
    *, membership: Membership, roles: Iterable[Role], by: User, at: dt.datetime, job_title: str | None = None
) -> Membership:
    """Make these the person's roles there, and tell them."""
    wanted = frozenset(roles)
    with transaction.atomic():
        membership = _locked(membership)
        policies.can_change_roles(by, membership, wanted).enforce()
        if job_title is not None and job_title != membership.job_title:
            membership.job_title = job_title
            trail.save(membership, by=by, at=at, because="Changed job title")
        before = policies.roles_of(membership)
        if wanted != before:
            _set_roles(membership, wanted, by, at)
            _fill_teams(membership)
            if Role.ADMINISTRATOR in before - wanted:
                _withdraw_offers(membership, by, at)
            messages.roles_changed(membership=membership, before=before, after=wanted, by=by, at=at)
    return membership


def suspend(*, membership: Membership, by: User, at: dt.datetime) -> Membership:
    """Take the person's access there away for a while. Their roles wait for them; places they offered do not."""
    with transaction.atomic():
        membership = _locked(membership)
        policies.can_suspend(by, membership).enforce()
        _change_state(membership, MembershipState.SUSPENDED, by, at, "Suspended")
        _fill_teams(membership)
        _withdraw_offers(membership, by, at)
        messages.access_suspended(membership=membership, by=by, at=at)
    return membership


def restore(*, membership: Membership, by: User, at: dt.datetime) -> Membership:
    """End a suspension."""
    with transaction.atomic():
        membership = _locked(membership)
        policies.can_restore(by, membership).enforce()
        _change_state(membership, MembershipState.ACTIVE, by, at, "Restored")
        _fill_teams(membership)
        messages.access_restored(membership=membership, by=by, at=at)
    return membership


def remove(*, membership: Membership, by: User, at: dt.datetime) -> Membership:
    """End the person's place there, whether an administrator ends it or they leave. The record stays.

    Places that they offered and nobody took are withdrawn: nobody comes back through an offer of their own.
    """
    with transaction.atomic():
        membership = _locked(membership)
        policies.can_remove(by, membership).enforce()
        _set_roles(membership, frozenset(), by, at)
        leaving = membership.person_id == by.pk
        _change_state(membership, MembershipState.LEFT, by, at, "Left" if leaving else "Removed")
        _fill_teams(membership)
        _withdraw_offers(membership, by, at)
        if not leaving:
            messages.removed(membership=membership, by=by, at=at)
    return membership


def end_for_leaver(*, membership: Membership, at: dt.datetime) -> bool:
    """End the place of somebody whose account is closed, in the name of whoever closed it.

    No policy is asked: the last administrator can leave the world, too, and the set-up list then says what is missing.
    """
    with transaction.atomic():
        membership = _locked(membership)
        closer = membership.person.left_by
        if membership.person.is_active or closer is None:
            return False
        _set_roles(membership, frozenset(), closer, at)
        _change_state(membership, MembershipState.LEFT, closer, at, "Account closed")
        _fill_teams(membership)
        _withdraw_offers(membership, closer, at)
    return True


def _locked(membership: Membership) -> Membership:
    # One change of its people at a time, so that two administrators cannot remove each other.
    organisations.locked(membership.organisation)
    row: Membership = Membership.objects.select_related("organisation", "person").get(pk=membership.pk)
    return row


def _withdraw_offers(membership: Membership, by: User, at: dt.datetime) -> None:
    offers.withdraw_made_by(person=membership.person, organisation=membership.organisation, by=by, at=at)


def _change_state(membership: Membership, state: MembershipState, by: User, at: dt.datetime, because: str) -> None:
    if membership.state == state:
        return
    membership.state = state
    membership.left_at = at if state == MembershipState.LEFT else None
    trail.save(membership, by=by, at=at, because=because)


def _set_roles(membership: Membership, wanted: frozenset[Role], by: User, at: dt.datetime) -> None:
    rows = {Role(row.role): row for row in MembershipRole.objects.filter(membership=membership)}
    for role in sorted(rows.keys() - wanted):
        trail.delete(rows[role], by=by, at=at)
    for role in sorted(wanted - rows.keys()):
        trail.save(MembershipRole(membership=membership, role=role), by=by, at=at)


def _fill_teams(membership: Membership) -> None:
    """Make the person's teams there follow from their state and roles."""
    active = membership.state == MembershipState.ACTIVE
    held = set(MembershipRole.objects.filter(membership=membership).values_list("role", flat=True)) if active else set()
    teams = {team.role: team.group_id for team in Team.objects.filter(organisation=membership.organisation_id)}
    person = membership.person
    person.groups.remove(*(group for role, group in teams.items() if role not in held))
    person.groups.add(*(group for role, group in teams.items() if role in held))
    access.forget(person)
