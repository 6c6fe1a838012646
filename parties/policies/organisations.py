"""What may be done now with an organisation's own record."""

import datetime as dt
from collections import Counter

from accounts import access
from accounts.models import User
from accounts.roles import OrgPermission, Role
from foundation.verdicts import OK, Verdict
from parties import facts, setup_list
from parties.choices import ContactRole, Kind
from parties.models import Contact, MembershipRole, Organisation

LEADS = (ContactRole.DPO, ContactRole.IG_LEAD)


def can_see_people(user: User, organisation: Organisation) -> bool:
    """Whether its people, its activity and its named people's addresses exist for this person."""
    return access.holds(user, OrgPermission.VIEW_PEOPLE, organisation)


def can_add(user: User | None) -> Verdict:
    """Nobody is the operator at the command line, who has the database anyway."""
    return Verdict.unless(user is None or user.is_operator, "Only the people who run this portal can add organisations")


def can_edit(user: User, organisation: Organisation) -> Verdict:
    """Whether the person may change any of its facts, contacts and assurances."""
    if user.is_operator:
        return OK
    mine = access.holds(user, OrgPermission.MANAGE_PROFILE, organisation)
    return Verdict.unless(mine, f"Only an administrator or a reviewer of {organisation.name} can change its details")


def can_change(user: User, organisation: Organisation, names: frozenset[str]) -> Verdict:
    """Whether the person may change just these facts."""
    which = names & facts.OPERATORS_ONLY
    allowed = can_edit(user, organisation)
    if which and not user.is_operator:
        return allowed & Verdict.no("Only the people who run this portal can change an organisation's name or kind")
    return allowed


def can_accept_terms(user: User, organisation: Organisation) -> Verdict:
    administrator = access.holds(user, OrgPermission.MANAGE_PEOPLE, organisation)
    return Verdict.unless(
        administrator, f"Only an administrator of {organisation.name} can accept the terms for it"
    ) & Verdict.unless(organisation.terms_accepted_at is None, "The terms have been accepted already")


def can_change_settings(user: User, organisation: Organisation) -> Verdict:
    administrator = access.holds(user, OrgPermission.MANAGE_PEOPLE, organisation)
    return Verdict.unless(administrator, f"Only an administrator of {organisation.name} can change its settings")


def can_end(user: User, organisation: Organisation) -> Verdict:
    return Verdict.unless(
        user.is_operator, "Only the people who run this portal can record that an organisation has ended"
    ) & Verdict.unless(organisation.ended_on is None, f"{organisation.name} is already recorded as ended")


def can_undo_end(user: User, organisation: Organisation) -> Verdict:
    return Verdict.unless(
        user.is_operator, "Only the people who run this portal can change that an organisation has ended"
    ) & Verdict.unless(organisation.ended_on is not None, f"{organisation.name} is not recorded as ended")


def standing(organisation: Organisation) -> setup_list.Standing:
    """What its set-up list is computed from: two queries."""
    roles = Counter(
        MembershipRole.objects.filter(
            membership__organisation=organisation, membership__state="active", membership__person__is_active=True
        ).values_list("role", flat=True)
    )
    return setup_list.Standing(
        administrators=roles[Role.ADMINISTRATOR],
        signatories=roles[Role.SIGNATORY],
        has_lead=Contact.objects.filter(organisation=organisation, role__in=LEADS).exclude(email="").exists(),
        has_address=bool(organisation.address and organisation.email),
        has_ico=bool(organisation.ico_reference or organisation.ico_reason),
        terms_accepted=organisation.terms_accepted_at is not None,
    )


def set_up(organisation: Organisation) -> setup_list.SetUp:
    return setup_list.for_standing(standing(organisation))


def can_be_asked_to_sign(organisation: Organisation, on: dt.date) -> Verdict:
    """Whether anybody may send it an agreement for signature on that day. Reasons are fit for its partners."""
    name = organisation.name
    if not organisation.is_active_on(on):
        return Verdict.no(f"{name} no longer exists")
    if organisation.kind == Kind.UNINCORPORATED:
        return Verdict.no(f"{name} is not a legal person, so it cannot sign – ask its members instead")
    return Verdict(tuple(f"{name} {lack}" for lack in set_up(organisation).missing))
