"""Who may say that it was wrong to sign for them, and until when."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import access
from accounts.roles import OrgPermission
from foundation import workdays
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Verdict
from signing.choices import Capacity
from signing.models import Objection, Signature

if TYPE_CHECKING:
    from accounts.models import User

WINDOW = 10
"""Working days after the day of the signature."""


def last_day(signed_on: dt.date, nation: str) -> dt.date:
    return workdays.of_nation(nation).moved(signed_on, WINDOW)


def may_object(person: "User", signature: Signature) -> bool:
    """Those who review or sign for the body, of a signature that was given for it under a mandate."""
    return signature.capacity == Capacity.MANDATE and any(
        access.holds(person, permission, signature.organisation)
        for permission in (OrgPermission.REVIEW, OrgPermission.SIGN)
    )


def can_object(person: "User", signature: Signature, at: dt.datetime) -> Verdict:
    """Once, within the window, and not to one's own signature."""
    name = signature.organisation.name
    if not may_object(person, signature):
        return Verdict.no(f"Only somebody who reviews or signs for {name} can object to what was signed for it.")
    until = last_day(timezone.localdate(signature.signed_at), signature.organisation.nation)
    return (
        Verdict.unless(signature.person_id != person.pk, "You gave this signature yourself.")
        & Verdict.unless(
            not Objection.objects.filter(signature=signature).exists(),
            f"{name} has already objected to this signature.",
        )
        & Verdict.unless(
            timezone.localdate(at) <= until,
            f"The time to object ended on {uk_date(until)}. Tell the organisation that leads the agreement.",
        )
    )
