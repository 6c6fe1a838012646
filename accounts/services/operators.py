"""What the people who run the portal do to accounts, and how somebody becomes one of them."""

import datetime as dt
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import policies, telling
from accounts.models import User
from accounts.services import people
from foundation import text
from foundation.verdicts import Refused, Verdict


class Made(NamedTuple):
    """What became of the wish for an operator."""

    person: User
    is_new: bool
    was_operator: bool
    needs_a_password: bool
    """The person has never signed in and has no way to: no password, no second factor, no single sign-on."""


def appoint(*, email: str, full_name: str, at: dt.datetime) -> Made:
    """Make the person an operator, with a new account if there is none. Saying it again changes nothing.

    For the command line of the installation: whoever holds that holds the database, so nobody is asked.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().filter(email__iexact=email).first()
        if person is None:
            name = text.single_line(full_name)
            Verdict.unless(text.has_letters_or_digits(name), "Enter the person's name").enforce()
            person = people.register(email=email, full_name=name, at=at, is_operator=True)
            return Made(person, is_new=True, was_operator=False, needs_a_password=True)
        Verdict.unless(person.is_active, f"The account of {person.email} is closed. Open it again first").enforce()
        was_operator = person.is_operator
        if not was_operator:
            person.is_operator = True
            person._history_date = at  # type: ignore[attr-defined]
            person.save(update_fields=["is_operator"])
        unfinished = people.unfinished(email=person.email) is not None
    return Made(person, is_new=False, was_operator=was_operator, needs_a_password=unfinished)


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
