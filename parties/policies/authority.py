"""What signing asks: who may bind whom, today.

``capacities`` answers with every way in which a person may sign, ``may_sign`` for one organisation and one agreement,
``eligible`` with the people who could be asked. An act of signing takes ``services.authority.lock_for_signing`` first
and asks again under that lock, because a mandate may end while somebody reads.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Prefetch

from accounts.models import User
from accounts.roles import Role
from foundation.verdicts import Verdict
from parties import authority_rules as rules
from parties.capacities import Body, Bound, Capacity, CapacityKind
from parties.models import Authority, Delegation, Mandate, MandateBody, Membership, Organisation

_Places = set[tuple[int, int]]


def capacities(*, person: User, on: dt.date) -> list[Capacity]:
    """Every way in which the person may sign on that day: own offices, then delegations, then mandates.

    Those that bind nobody on that day are left out. Six queries, whatever the number of bodies.
    """
    return [capacity for capacity in _all_of([person.pk], on)[person.pk] if capacity.covered]


def may_sign(*, person: User, organisation: Organisation, agreement_kind: str, sensitive: bool, on: dt.date) -> Verdict:
    """May the person bind the organisation to such an agreement on that day, in any capacity?

    ``agreement_kind`` is a code of ``dsaformat.choices.Kind``. A refusal gives the reasons of the capacity that came
    nearest, over ones included: "ended on 3 March 2026" helps more than "no authority".
    """
    held = [
        capacity.verdict(organisation.pk, organisation.name, agreement_kind, sensitive)
        for capacity in _all_of([person.pk], on)[person.pk]
        if any(bound.body.pk == organisation.pk for bound in capacity.bodies)
    ]
    nothing = Verdict.no(f"{person} has no authority to sign for {organisation.name}")
    return min(held, key=lambda verdict: len(verdict.reasons), default=nothing)


def eligible(
    *, organisations: Iterable[Organisation], agreement_kind: str, sensitive: bool, on: dt.date
) -> dict[int, list[Capacity]]:
    """By primary key of each organisation, the capacities in which people could sign for it on that day."""
    names = {organisation.pk: organisation.name for organisation in organisations}
    people = {
        *Authority.objects.filter(organisation__in=names).values_list("person", flat=True),
        *Delegation.objects.filter(authority__organisation__in=names).values_list("person", flat=True),
        *Mandate.objects.filter(bodies__organisation__in=names).values_list("person", flat=True),
    }
    held = [capacity for found in _all_of(people, on).values() for capacity in found]
    return {
        pk: [capacity for capacity in held if capacity.verdict(pk, name, agreement_kind, sensitive)]
        for pk, name in names.items()
    }


def verdicts(*, authorities: Iterable[Authority], delegations: Iterable[Delegation], on: dt.date) -> dict[str, Verdict]:
    """By reference, whether each recorded authority and delegation can be used on that day. One query."""
    own, delegated = list(authorities), list(delegations)
    people = {row.person_id for row in own} | {row.person_id for row in delegated}
    people |= {row.authority.person_id for row in delegated}
    places = _places(people)
    found = {row.reference: _own(row, places, on) for row in own}
    return found | {row.reference: _delegated(row, places, on) for row in delegated}


def _all_of(people: Collection[int], on: dt.date) -> dict[int, list[Capacity]]:
    authorities = list(Authority.objects.filter(person__in=people).select_related("organisation", "person", "evidence"))
    delegations = list(
        Delegation.objects.filter(person__in=people).select_related(
            "authority__organisation", "authority__person", "person", "evidence"
        )
    )
    bodies = MandateBody.objects.select_related("organisation").prefetch_related("answers")
    mandates = (
        Mandate.objects.filter(person__in=people)
        .select_related("organisation", "person", "evidence")
        .prefetch_related(Prefetch("bodies", bodies))
    )
    places = _places([*people, *(delegation.authority.person_id for delegation in delegations)])
    found: dict[int, list[Capacity]] = defaultdict(list)
    for authority in authorities:
        found[authority.person_id].append(_from_authority(authority, _own(authority, places, on)))
    for delegation in delegations:
        found[delegation.person_id].append(_from_delegation(delegation, _delegated(delegation, places, on)))
    for mandate in mandates:
        found[mandate.person_id].append(_from_mandate(mandate, places, on))
    return found


def _places(people: Collection[int]) -> _Places:
    """Who is an active signatory where, as (person, organisation)."""
    active = Membership.objects.active().in_role(Role.SIGNATORY).filter(person__in=set(people))
    return set(active.values_list("person_id", "organisation_id"))


def _at(person: User, organisation: Organisation, places: _Places) -> Verdict:
    return Verdict.unless(
        (person.pk, organisation.pk) in places, f"{person} is not an active signatory of {organisation.name}"
    )


def _exists(organisation: Organisation, on: dt.date) -> Verdict:
    return Verdict.unless(organisation.is_active_on(on), f"{organisation.name} no longer exists")


def _own(authority: Authority, places: _Places, on: dt.date) -> Verdict:
    organisation = authority.organisation
    what = f"{authority.person}’s authority to sign for {organisation.name}"
    return _exists(organisation, on) & authority.term.verdict(on, what) & _at(authority.person, organisation, places)


def _delegated(delegation: Delegation, places: _Places, on: dt.date) -> Verdict:
    organisation, away = delegation.authority.organisation, delegation.authority.person
    what = f"The delegation from {away} to {delegation.person} for {organisation.name}"
    return (
        delegation.term.verdict(on, what)
        & _own(delegation.authority, places, on)
        & _at(delegation.person, organisation, places)
    )


def _body(organisation: Organisation) -> Body:
    return Body(organisation.pk, organisation.slug, organisation.name)


def _from_authority(authority: Authority, verdict: Verdict) -> Capacity:
    body = _body(authority.organisation)
    return Capacity(
        kind=CapacityKind.OWN,
        reference=authority.reference,
        person_id=authority.person_id,
        person=str(authority.person),
        office=authority.office,
        rank=authority.rank,
        acting_for="",
        representing=body,
        scope=authority.scope,
        term=authority.term,
        evidence_sha256=authority.evidence.sha256 if authority.evidence else "",
        bodies=(Bound(body, verdict),),
    )


def _from_delegation(delegation: Delegation, verdict: Verdict) -> Capacity:
    authority = delegation.authority
    body = _body(authority.organisation)
    return Capacity(
        kind=CapacityKind.DELEGATE,
        reference=delegation.reference,
        person_id=delegation.person_id,
        person=str(delegation.person),
        office=delegation.office,
        rank=delegation.rank,
        acting_for=str(authority.person),
        representing=body,
        scope=authority.scope,
        term=delegation.term,
        evidence_sha256=delegation.evidence.sha256 if delegation.evidence else "",
        bodies=(Bound(body, verdict),),
    )


def _from_mandate(mandate: Mandate, places: _Places, on: dt.date) -> Capacity:
    whole = mandate.term.verdict(on, f"Mandate {mandate.reference}") & _at(mandate.person, mandate.organisation, places)
    return Capacity(
        kind=CapacityKind.MANDATE,
        reference=mandate.reference,
        person_id=mandate.person_id,
        person=str(mandate.person),
        office=mandate.office,
        rank=mandate.person.rank,
        acting_for="",
        representing=_body(mandate.organisation),
        scope=mandate.scope,
        term=mandate.term,
        evidence_sha256=mandate.evidence.sha256 if mandate.evidence else "",
        bodies=tuple(Bound(_body(body.organisation), whole & _said(body, on)) for body in mandate.bodies.all()),
    )


def _said(body: MandateBody, on: dt.date) -> Verdict:
    answered = rules.answer_on(body.answered, on)
    return _exists(body.organisation, on) & rules.body_verdict(answered, body.organisation.name)
