"""The verbs for mandates: one office-holder who may sign for many bodies, once each of them has confirmed it."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.verdicts import Verdict
from parties.authority_rules import Answer, Scope, Term
from parties.evidence import Content
from parties.models import Collective, Mandate, MandateAnswer, MandateBody, Organisation
from parties.policies import registers
from parties.services import authority as register
from parties.services import mandate_notices as tell
from parties.services import trail


@transaction.atomic
def propose(
    *,
    organisation: Organisation,
    person: User,
    office: str,
    purpose: str,
    bodies: Iterable[Organisation],
    collective: Collective | None,
    scope: Scope,
    term: Term,
    evidence: Content,
    by: User,
    at: dt.datetime,
) -> Mandate:
    """Ask each body whether this office-holder may sign for it. Nobody is bound before it has confirmed."""
    on = timezone.localdate(at)
    asked = list({body.pk: body for body in bodies}.values())
    verdict = (
        registers.can_add_to(by, organisation, on)
        & registers.is_signatory(person, organisation)
        & register.dates_fit(term)
        & Verdict.unless(asked, "Choose at least one organisation to ask")
    )
    for body in asked:
        verdict &= Verdict.unless(body.is_active_on(on), f"{body.name} no longer exists")
        verdict &= registers.can_be_bound(body)
    verdict.enforce()
    mandate = Mandate(
        reference=register.new_reference("M"),
        organisation=organisation,
        person=person,
        office=office,
        purpose=purpose,
        collective=collective,
        kinds=sorted(scope.kinds),
        sensitive=scope.sensitive,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        evidence=register.keep(evidence, organisation, by, at),
        recorded_at=at,
        recorded_by=by,
    )
    trail.save(mandate, by=by, at=at)
    MandateBody.objects.bulk_create([MandateBody(mandate=mandate, organisation=body, asked_at=at) for body in asked])
    tell.proposed(mandate=mandate, bodies=asked, at=at)
    return mandate


@transaction.atomic
def confirm(*, mandate: Mandate, organisation: Organisation, by: User, at: dt.datetime) -> None:
    """From now on the holder may sign for this body, within the mandate's dates and kinds."""
    _answer(mandate, organisation, Answer.CONFIRMED, "", by, at)


@transaction.atomic
def decline(*, mandate: Mandate, organisation: Organisation, reason: str, by: User, at: dt.datetime) -> None:
    """This body signs for itself. It may still confirm later."""
    _answer(mandate, organisation, Answer.DECLINED, reason, by, at)


@transaction.atomic
def withdraw(*, mandate: Mandate, organisation: Organisation, reason: str, by: User, at: dt.datetime) -> None:
    """The holder may not sign for this body any more, at once. What was signed before stands."""
    _answer(mandate, organisation, Answer.WITHDRAWN, reason, by, at)


@transaction.atomic
def end(*, mandate: Mandate, reason: str, by: User, at: dt.datetime) -> None:
    """The holder may not sign for anybody under it any more, at once. Everybody in it is told."""
    mandate = _locked(mandate)
    registers.can_end_mandate(by, mandate, timezone.localdate(at)).enforce()
    register.close(mandate, reason, by, at)
    tell.ended(mandate=mandate, by=by, at=at)


def _answer(
    mandate: Mandate, organisation: Organisation, answer: Answer, reason: str, by: User, at: dt.datetime
) -> None:
    mandate = _locked(mandate)  # an act of signing holds the same row, so the two happen one after the other
    body = (
        MandateBody.objects.select_related("organisation")
        .prefetch_related("answers")
        .filter(mandate=mandate, organisation=organisation)
        .first()
    )
    Verdict.unless(body, f"{organisation.name} is not one of the bodies of this mandate").enforce()
    assert body is not None
    body.mandate = mandate
    (
        registers.can_answer(by, body, answer, timezone.localdate(at))
        & Verdict.unless(reason or answer is Answer.CONFIRMED, "Enter a reason")
    ).enforce()
    said = MandateAnswer(body=body, answer=answer.value, at=at, by=by, reason=reason)
    said.save(force_insert=True)
    tell.answered(mandate=mandate, said=said, at=at)


def _locked(mandate: Mandate) -> Mandate:
    return (
        Mandate.objects.select_for_update(of=("self",))
        .select_related("organisation", "person", "recorded_by")
        .get(pk=mandate.pk)
    )
