"""The standards that an organisation can show it meets."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from foundation import text
from foundation.verdicts import Refused
from parties.choices import AssuranceKind
from parties.models import Assurance, Organisation
from parties.policies import organisations as policies
from parties.services import organisations, trail


def record(
    *,
    organisation: Organisation,
    kind: str,
    level: str,
    reference: str,
    expires_on: dt.date | None,
    by: User,
    at: dt.datetime,
) -> Assurance:
    """Say how the organisation meets one standard. Its earlier answer is replaced, and stays in the history."""
    if kind not in AssuranceKind.values:
        raise Refused(["Select a standard"])
    with transaction.atomic():
        policies.can_edit(by, organisations.locked(organisation)).enforce()
        row = Assurance.objects.filter(organisation=organisation, kind=kind).first()
        row = row or Assurance(organisation=organisation, kind=kind)
        row.level = text.single_line(level)
        row.reference = text.single_line(reference)
        row.expires_on = expires_on
        trail.save(row, by=by, at=at)
    return row


def withdraw(*, assurance: Assurance, by: User, at: dt.datetime) -> None:
    """Say no longer that the organisation meets the standard."""
    with transaction.atomic():
        policies.can_edit(by, organisations.locked(assurance.organisation)).enforce()
        row = Assurance.objects.filter(pk=assurance.pk).first()
        if row is not None:
            trail.delete(row, by=by, at=at, because="Removed")
