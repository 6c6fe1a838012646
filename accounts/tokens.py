"""Links that prove who reads a mailbox: random, kept as a digest, and told apart when they no longer work."""

import datetime as dt
import hashlib
import re
import secrets
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int

from accounts.models import User

_EPOCH = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
_PLAUSIBLE = 10 * 365 * 86_400  # an older one was made up
_NOISE = re.compile(r"(=3D|=0A|=20|[\s>\)\]\.,;:!'\"=])+$", re.IGNORECASE)


def fresh() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def cleaned(token: str) -> str:
    """The token as it was sent: mail programs leave their quoting and the sentence's full stop on the end of links."""
    token = unquote(token).replace("=3D", "").strip()
    return _NOISE.sub("", token)


class ResetTokens(PasswordResetTokenGenerator):
    """Password reset links. A new password, a sign-in, a new address and leaving each kill those sent before."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"

    def has_expired(self, key: str, now: dt.datetime) -> bool:
        """Whether the link is too old, as against used or replaced. Says nothing about whether it ever was genuine."""
        try:
            made = base36_to_int(key.split("-", maxsplit=1)[0])
        except ValueError:
            return False
        age = (now - _EPOCH).total_seconds() - made
        return settings.PASSWORD_RESET_TIMEOUT < age < _PLAUSIBLE
