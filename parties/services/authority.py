"""The verbs of the authority register for one organisation: record, delegate, end, and the lock for signing.

Mandates for many bodies are in ``parties.services.mandates``.
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from foundation.verdicts import Verdict
from parties.authority_rules import Scope, Term
from parties.evidence import Content
from parties.models import Authority, Delegation, EvidenceFile, Mandate, Organisation
from parties.policies import registers
from parties.services import evidence as files
from parties.services import register_notices as tell
from parties.services import trail

_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No vowels, so that no reference spells a word; nothing that is misread for something else."""


@dataclass(frozen=True, slots=True)
class Office:
    """By virtue of what somebody signs."""

    title: str
    rank: str = ""


def new_reference(prefix: str) -> str:
    return f"{prefix}-" + "".join(secrets.choice(_LETTERS) for _ in range(7))


@transaction.atomic
def record(
    *,
    organisation: Organisation,
    person: User,
    office: Office,
    scope: Scope,
    term: Term,
    evidence: Content | None,
    by: User,
    at: dt.datetime,
) -> Authority:
    """The person may sign for the organisation within these dates."""
    on = timezone.localdate(at)
    (
        registers.can_record(by, organisation, person, rank=office.rank, has_evidence=evidence is not None, on=on)
        & dates_fit(term)
    ).enforce()
    authority = Authority(
        reference=new_reference("A"),
        organisation=organisation,
        person=person,
        office=office.title,
        rank=office.rank,
        kinds=sorted(scope.kinds),
        sensitive=scope.sensitive,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        evidence=keep(evidence, organisation, by, at),
        recorded_at=at,
        recorded_by=by,
    )
    trail.save(authority, by=by, at=at)
    tell.recorded(authority=authority, by=by, at=at)
    return authority


@transaction.atomic
def delegate(
    *,
    authority: Authority,
    person: User,
    office: Office,
    term: Term,
    reason: str,
    evidence: Content | None,
    by: User,
    at: dt.datetime,
) -> Delegation:
    """``person`` may sign in the office-holder's place within these dates, as far as the holder could."""
    authority = (
        Authority.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=authority.pk)
    )
    (
        registers.can_delegate(by, authority, timezone.localdate(at))
        & registers.can_stand_in(authority, person, office.rank)
        & dates_fit(term)
        & registers.is_within(term, authority)
    ).enforce()
    delegation = Delegation(
        reference=new_reference("D"),
        authority=authority,
        person=person,
        office=office.title,
        rank=office.rank,
        reason=reason,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        evidence=keep(evidence, authority.organisation, by, at),
        recorded_at=at,
        recorded_by=by,
    )
    trail.save(delegation, by=by, at=at)
    tell.delegated(delegation=delegation, by=by, at=at)
    return delegation


@transaction.atomic
def end(*, authority: Authority, reason: str, by: User, at: dt.datetime) -> None:
    """The authority cannot be used any more, at once; its delegations fall with it."""
    authority = (
        Authority.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=authority.pk)
    )
    registers.can_end_authority(by, authority, timezone.localdate(at)).enforce()
    close(authority, reason, by, at)
    tell.ended(row=authority, by=by, at=at)


@transaction.atomic
def end_delegation(*, delegation: Delegation, reason: str, by: User, at: dt.datetime) -> None:
    """The delegate cannot use it any more, at once."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("authority__organisation", "authority__person", "person")
        .get(pk=delegation.pk)
    )
    registers.can_end_delegation(by, delegation, timezone.localdate(at)).enforce()
    close(delegation, reason, by, at)
    tell.ended(row=delegation, by=by, at=at)


def lock_for_signing(*, person: User) -> None:
    """Hold everything in the register that lets the person sign, until the surrounding transaction ends.

    To be called inside the transaction that writes the signature, before asking ``policies.authority``: whoever ends
    an authority, a delegation or a mandate, or withdraws a confirmation, takes the same rows first.
    """
    delegated = Delegation.objects.filter(person=person)
    list(Delegation.objects.select_for_update().filter(person=person).order_by("pk").values_list("pk"))
    # One query in one order: two people who stand in for each other take the same rows, and must not cross.
    rows = Authority.objects.filter(Q(person=person) | Q(pk__in=delegated.values("authority")))
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    list(Mandate.objects.select_for_update().filter(person=person).order_by("pk").values_list("pk"))


def dates_fit(term: Term) -> Verdict:
    return Verdict.unless(
        term.ends_on is None or term.ends_on >= term.starts_on, "The last day must be on or after the first day"
    )


def keep(content: Content | None, organisation: Organisation, by: User, at: dt.datetime) -> EvidenceFile | None:
    return files.keep(content=content, organisation=organisation, by=by, at=at) if content else None


def close(row: Authority | Delegation | Mandate, reason: str, by: User, at: dt.datetime) -> None:
    Verdict.unless(reason, "Enter a reason").enforce()
    row.ended_at = at
    row.ended_by = by
    row.end_reason = reason
    trail.save(row, by=by, at=at, because=reason)
