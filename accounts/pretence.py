"""The work that an address with an account would cause, done for one without: time must not tell them apart."""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import telling


def of_telling(*, kind: str, email: str, context: dict[str, Any]) -> None:
    """Write the message as for an account holder, and take it back before anybody can see it."""
    with transaction.atomic():
        telling.tell(
            kind=kind,
            person=None,
            key=secrets.token_hex(12),
            context=context,
            at=timezone.now(),  # noqa: TID251 - a door
            email=email,
        )
        transaction.set_rollback(True)
