"""Proving with a second factor that it is they: recorded once, bound to a purpose, used once."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts import telling
from accounts.models import Confirmation, User
from foundation.verdicts import Refused

LIFE = dt.timedelta(minutes=10)


def record(
    *,
    person: User,
    method: Confirmation.Method,
    credential: str,
    session_digest: str,
    purpose: str,
    at: dt.datetime,
    proof: dict[str, Any] | None = None,
) -> Confirmation:
    return Confirmation.objects.create(
        person=person,
        method=method,
        credential=credential,
        session_digest=session_digest,
        purpose=purpose,
        confirmed_at=at,
        proof=proof or {},
    )


def latest(
    *, person: User, session_digest: str, purpose: str, at: dt.datetime, max_age: dt.timedelta = LIFE
) -> Confirmation | None:
    """The unused proof of this person, in this session, for this purpose, not older than ``max_age``."""
    return (
        Confirmation.objects.filter(
            person=person,
            person__is_active=True,
            session_digest=session_digest,
            purpose=purpose,
            used_at=None,
            confirmed_at__gte=at - max_age,
            confirmed_at__lte=at,
        )
        .order_by("-confirmed_at", "-pk")
        .first()
    )


def use(*, confirmation: Confirmation, at: dt.datetime) -> Confirmation:
    """Use it up. Of two requests that bring the same proof, one is refused, whichever database holds it."""
    with transaction.atomic():
        won = Confirmation.objects.filter(pk=confirmation.pk, used_at=None).update(used_at=at)
    if not won:
        raise Refused(["Confirm that it is you again: each confirmation works once"])
    confirmation.used_at = at
    return confirmation


def tell_of_guessing(*, person: User, at: dt.datetime) -> None:
    """Somebody who is signed in as this person got five codes wrong."""
    telling.tell(
        kind="account.changed",
        person=person,
        key=f"guessing:{person.pk}:{at:%Y-%m-%dT%H}",
        context={
            "subject": "Five wrong codes for your account",
            "what": "Somebody who is signed in as you entered five wrong codes where we ask to confirm that it is "
            "you. We take no more codes from there for 15 minutes.",
            "at": at,
            "is_alarm": True,
        },
        at=at,
    )
