"""Who may read and keep the authority register and the lists of collectives."""

import datetime as dt

from django.db.models import Q, QuerySet

from accounts import access
from accounts.models import User
from accounts.roles import OrgPermission, Role
from foundation.verdicts import OK, Verdict
from parties import authority_rules as rules
from parties.authority_rules import Answer, Term
from parties.choices import Kind
from parties.models import (
    Authority,
    Collective,
    Delegation,
    EvidenceFile,
    Mandate,
    MandateBody,
    Membership,
    Organisation,
)


def can_see(user: User, organisation: Organisation) -> bool:
    """Whether the organisation's register exists for this person; otherwise it answers 404."""
    return user.is_operator or access.holds(user, OrgPermission.VIEW_PEOPLE, organisation)


def mandates_seen_by(user: User) -> QuerySet[Mandate]:
    """Mandates that concern the person: their own, their organisations', and those their organisations are asked."""
    if user.is_operator:
        return Mandate.objects.all()
    mine = access.organisation_ids(user, OrgPermission.VIEW_PEOPLE)
    concerned = Q(person=user) | Q(organisation__in=mine) | Q(bodies__organisation__in=mine)
    return Mandate.objects.filter(concerned).distinct()


def can_read_evidence(user: User, evidence: EvidenceFile) -> bool:
    """Its organisation's people and the operators; for a mandate also whoever may see the mandate."""
    return can_see(user, evidence.organisation) or mandates_seen_by(user).filter(evidence=evidence).exists()


def can_manage(user: User, organisation: Organisation) -> Verdict:
    return Verdict.unless(
        access.holds(user, OrgPermission.MANAGE_PEOPLE, organisation),
        f"Only an administrator of {organisation.name} can change who signs for it",
    )


def can_add_to(user: User, organisation: Organisation, on: dt.date) -> Verdict:
    """Whether the person may add a signatory, a delegation or a mandate there."""
    return can_manage(user, organisation) & Verdict.unless(
        organisation.is_active_on(on), f"{organisation.name} no longer exists"
    )


def can_add_signatory(user: User, organisation: Organisation, on: dt.date) -> Verdict:
    return can_add_to(user, organisation, on) & can_be_bound(organisation)


def can_be_bound(organisation: Organisation) -> Verdict:
    return Verdict.unless(
        organisation.kind != Kind.UNINCORPORATED,
        f"{organisation.name} is not a legal person, so nobody can sign for it",
    )


def can_record(
    user: User, organisation: Organisation, person: User, *, rank: str, has_evidence: bool, on: dt.date
) -> Verdict:
    return (
        can_add_signatory(user, organisation, on)
        & is_signatory(person, organisation)
        & _rank_given(organisation, rank)
        & Verdict.unless(
            has_evidence or person.pk != user.pk, "Add a file that shows your authority: you are recording your own"
        )
    )


def can_delegate(user: User, authority: Authority, on: dt.date) -> Verdict:
    """Administrators, and the office-holder for their own absence."""
    allowed = OK if user.pk == authority.person_id else can_manage(user, authority.organisation)
    what = f"{authority.person}’s authority"
    usable = OK if not authority.term.standing(on).over else authority.term.verdict(on, what)
    return allowed & usable


def is_within(term: Term, authority: Authority) -> Verdict:
    outer = authority.term
    until = f" to {rules.long_date(outer.last_day)}" if outer.last_day else " on"
    return Verdict.unless(
        term.lies_within(outer),
        f"The dates must be within {authority.person}’s own authority, from {rules.long_date(outer.starts_on)}{until}",
    )


def can_stand_in(authority: Authority, person: User, rank: str) -> Verdict:
    return (
        Verdict.unless(person.pk != authority.person_id, f"Choose someone other than {authority.person}")
        & is_signatory(person, authority.organisation)
        & _rank_given(authority.organisation, rank)
    )


def is_signatory(person: User, organisation: Organisation) -> Verdict:
    place = Membership.objects.active().in_role(Role.SIGNATORY).filter(person=person, organisation=organisation)
    return Verdict.unless(place.exists(), f"{person} is not an active signatory of {organisation.name}")


def _rank_given(organisation: Organisation, rank: str) -> Verdict:
    return Verdict.unless(rank or organisation.kind != Kind.POLICE, "Enter the signatory’s rank")


def can_end_authority(user: User, authority: Authority, on: dt.date) -> Verdict:
    return can_manage(user, authority.organisation) & _not_over(authority.term, on, "This authority")


def can_end_delegation(user: User, delegation: Delegation, on: dt.date) -> Verdict:
    """Administrators, and the office-holder who is back early."""
    own = user.pk == delegation.authority.person_id
    allowed = OK if own else can_manage(user, delegation.authority.organisation)
    return allowed & _not_over(delegation.term, on, "This delegation")


def can_end_mandate(user: User, mandate: Mandate, on: dt.date) -> Verdict:
    return can_manage(user, mandate.organisation) & _not_over(mandate.term, on, "This mandate")


def still_runs(mandate: Mandate, on: dt.date) -> Verdict:
    return _not_over(mandate.term, on, "This mandate")


def can_answer(user: User, body: MandateBody, answer: Answer, on: dt.date) -> Verdict:
    """Each body answers for itself, through its own administrators, and may change its mind until the mandate ends."""
    name = body.organisation.name
    administrator = access.holds(user, OrgPermission.MANAGE_PEOPLE, body.organisation)
    latest = rules.answer_on(body.answered, on)
    said = latest.answer if latest else Answer.ASKED
    open_to = {
        Answer.CONFIRMED: (said is not Answer.CONFIRMED, f"{name} has already confirmed this mandate"),
        Answer.DECLINED: (said is Answer.ASKED, f"{name} has already answered"),
        Answer.WITHDRAWN: (said is Answer.CONFIRMED, f"{name} has not confirmed this mandate"),
    }
    condition, reason = open_to[answer]
    return (
        Verdict.unless(administrator, f"Only an administrator of {name} can answer for it")
        & _not_over(body.mandate.term, on, "This mandate")
        & Verdict.unless(condition, reason)
    )


def can_keep_collective(user: User, collective: Collective) -> Verdict:
    owner = collective.owner
    keeper = user.is_operator or access.holds(user, OrgPermission.MANAGE_PEOPLE, owner)
    return Verdict.unless(keeper, f"Only an administrator of {owner.name} can change this group")


def can_create_collective(user: User, owner: Organisation) -> Verdict:
    keeper = user.is_operator or access.holds(user, OrgPermission.MANAGE_PEOPLE, owner)
    return Verdict.unless(keeper, f"Only an administrator of {owner.name} can make a group for it")


def _not_over(term: Term, on: dt.date, what: str) -> Verdict:
    return Verdict.unless(not term.standing(on).over, f"{what} has already ended")
