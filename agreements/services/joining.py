"""An organisation's place in what others have signed: given when it is asked to join, taken away if it does not."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from agreements import policies
from agreements.models import Agreement, Departure, Party
from agreements.services import content, life
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

_LONGEST = Party._meta.get_field("key").max_length or 0


@transaction.atomic
def admit(*, agreement: Agreement, organisation: Organisation, by: "User | None", at: dt.datetime) -> Party:
    """From now on the organisation's people can read the agreement. The text that others signed stays as it is."""
    agreement = content.locked(agreement)
    policies.can_admit(by, agreement, organisation).enforce()
    left: Party | None = agreement.parties.filter(organisation=organisation).first()
    if left is not None:
        return left  # its place stays where it is, and with it whatever the text says of it
    keys = set(agreement.parties.values_list("key", flat=True))
    last = agreement.parties.order_by("-position").values_list("position", flat=True).first()
    party = Party(
        agreement=agreement,
        organisation=organisation,
        key=_free(f"joined-{organisation.slug}", keys),
        position=0 if last is None else last + 1,
    )
    party.save()
    return party


@transaction.atomic
def dismiss(*, agreement: Agreement, organisation: Organisation, at: dt.datetime) -> None:
    """It was asked to join and does not: its people no longer read the agreement, unless they were in it before."""
    agreement = content.locked(agreement)
    if Departure.objects.filter(agreement=agreement, organisation=organisation, left_at__isnull=False).exists():
        return
    named = {party.key for party in life.current_version(agreement).document.parties}
    for party in agreement.parties.filter(organisation=organisation).exclude(key__in=named):
        party.delete()


@transaction.atomic
def rejoin(*, agreement: Agreement, organisation: Organisation, at: dt.datetime) -> Departure | None:
    """It has left, and has signed what applies now: it is a party like the others. None for one that had not left."""
    agreement = content.locked(agreement)
    row: Departure | None = Departure.objects.filter(
        agreement=agreement, organisation=organisation, left_at__isnull=False
    ).first()
    if row is not None:
        row.rejoined_at = at
        row.save()
    return row


def _free(wanted: str, taken: set[str]) -> str:
    """A key that no party has: the wish itself, shortened, or numbered."""
    key, number = wanted[:_LONGEST].rstrip("-"), 2
    while key in taken:
        tail = f"-{number}"
        key, number = wanted[: _LONGEST - len(tail)].rstrip("-") + tail, number + 1
    return key
