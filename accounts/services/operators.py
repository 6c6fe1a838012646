"""What the people who run the portal do to accounts."""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import policies, telling
from accounts.models import User
from accounts.services import people
from foundation.verdicts import Refused


def remove_factors(*, person: User, by: User, at: dt.datetime) -> int:
    """Take every second factor and recovery code away, end every session, and tell the person.

    ``by`` has checked by another way who it is. The next sign-in leads to setting up a new one. Says how many there
    were.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        policies.can_reset_factors(by, row).enforce()
        lost = Authenticator.objects.filter(user=row)
        count = lost.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
        if not count:
            raise Refused([f"{row.full_name} has no second factor"])
        lost.delete()
        people.end_sessions(person=row)
        telling.tell(
            kind="account.changed",
            person=row,
            key=f"factors:{row.pk}:{at.isoformat()}",
            context={
                "what": f"{by.full_name}, who runs this service, removed your second factor because you had lost it. "
                "You are signed out everywhere. Sign in and set up a new one.",
                "at": at,
            },
            at=at,
        )
    return int(count)
