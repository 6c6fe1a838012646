"""Second factors: who has one, who needs one, and codes that work once."""

from allauth.mfa.models import Authenticator
from django.core.cache import cache

from accounts.models import User
from accounts.roles import NEEDS_SECOND_FACTOR

_REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_CODE_LIVES = 120  # seconds, longer than any code is accepted


def has_one(person: User) -> bool:
    """An authenticator app or a passkey. Recovery codes alone stand in for a factor and are none."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=_REAL).exists())


def has(person: User, kind: str) -> bool:
    return bool(Authenticator.objects.filter(user_id=person.pk, type=kind).exists())


def is_needed_by(person: User) -> bool:
    """Whether a role of the person's asks for a second factor.

    Teams are groups named ``team:<organisation>:<role>``; this floor knows roles but no organisations.
    """
    if person.is_operator:
        return True
    roles = {name.rpartition(":")[2] for name in person.groups.values_list("name", flat=True) if name[:5] == "team:"}
    return not roles.isdisjoint(NEEDS_SECOND_FACTOR)


def first_use(authenticator: Authenticator, code: str) -> bool:
    """True once for each code of an authenticator app.

    allauth forgets a used code after 30 seconds, but with a tolerance of one step accepts it for up to 90.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    digits = "".join(character for character in code if character.isdigit())
    return cache.add(f"totp-used:{authenticator.pk}:{digits}", 1, timeout=_CODE_LIVES)


def totp(person: User) -> Authenticator | None:
    return Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
