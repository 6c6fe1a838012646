"""Asking an organisation to join an agreement that others have signed: it signs the same file."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agreements import services as agreements
from agreements.models import Agreement, Version
from agreements.typesetting import field_names
from foundation.verdicts import Verdict
from parties.models import Organisation
from signing import policies
from signing.choices import OnDecline, RequestState, RoundKind, RoundState
from signing.models import Body, Request, Round
from signing.policies import joining
from signing.services import letters_joining, rounds
from signing.wanted import FIELD


@transaction.atomic
def ask_to_join(
    *, agreement: Agreement, organisation: Organisation, signatory: User, sign_by: dt.date, by: User, at: dt.datetime
) -> Round:
    """Let the organisation read the agreement, and ask somebody to sign it for them."""
    agreement = rounds.locked(agreement)
    version = agreements.current_version(agreement)
    (
        joining.can_be_joined(by, agreement, organisation)
        & joining.is_day_to_sign(sign_by, at)
        & policies.can_be_asked(version, organisation, signatory, timezone.localdate(at))
        & policies.drawable(organisation.legal_name)
    ).enforce()
    party = agreements.admit(agreement=agreement, organisation=organisation, by=by, at=at)
    round_ = Round(
        version=version,
        kind=RoundKind.JOINING,
        opened_at=at,
        opened_by=by,
        sign_by_on=sign_by,
        on_decline=OnDecline.CONTINUES,
    )
    round_.save()
    request = Request(
        round=round_,
        slot=_slot(version, party.key),
        party_key=party.key,
        organisation=organisation,
        signatory=signatory,
        state=RequestState.NOT_YET,
    )
    request.save()
    Body(request=request, party_key=party.key, organisation=organisation).save()
    rounds.settle(round_=round_, by=by, at=at)
    return round_


def _slot(version: Version, key: str) -> str:
    """A field that the signed file does not have: whoever left and joins again has signed in one already."""
    asked = Request.objects.filter(round__version=version).values_list("slot", flat=True)
    taken = {*asked, *(field.name for field in field_names(version.document))}
    slot, number = f"{FIELD}{key}", 2
    while slot in taken:
        slot, number = f"{FIELD}{key}--{number}", number + 1
    return slot


@transaction.atomic
def call_off(*, round_: Round, by: User, at: dt.datetime, reason: str) -> None:
    """The organisation is no longer asked, and no longer reads the agreement. Whoever was asked is told once."""
    agreement = rounds.locked(round_.version.agreement)
    round_ = Round.objects.select_for_update(of=("self",)).select_related("version__agreement__lead").get(pk=round_.pk)
    (
        policies.can_lead(by, round_)
        & Verdict.unless(round_.kind == RoundKind.JOINING, "Only a request to join can be called off here.")
        & Verdict.unless(round_.met_at is None, "The organisation has joined already.")
        & Verdict.unless(reason.strip(), "Say why it is no longer asked.")
    ).enforce()
    asked = list(round_.requests.select_related("organisation", "signatory"))
    for request in asked:
        request.state, request.paused_at = RequestState.WITHDRAWN, None
        request.save(update_fields=["state", "paused_at"])
        agreements.dismiss(agreement=agreement, organisation=request.organisation, at=at)
    round_.state, round_.closed_at, round_.closed_by = RoundState.WITHDRAWN, at, by
    round_.closed_reason = reason.strip()
    round_.save(update_fields=["state", "closed_at", "closed_by", "closed_reason"])
    letters_joining.called_off(round_=round_, requests=asked, at=at)
