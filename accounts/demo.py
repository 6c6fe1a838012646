"""Second factors of demo people, whose codes the demo shows. Nobody else's secret is ever read here."""

import base64
import datetime as dt

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts import factors
from accounts.models import User

PERIOD = 30


def is_on() -> bool:
    """Only an embedded installation that was asked for a demo, never production."""
    return bool(settings.EMBEDDED and settings.DEMO)


def secret_for(email: str) -> str:
    """The same for the same installation and address, so that an app set up once keeps working after a reload."""
    digest = salted_hmac("accounts.demo", email.lower(), algorithm="sha256").digest()
    return base64.b32encode(digest[:20]).decode()


def current_code(user: User, at: dt.datetime) -> str:
    """The code that the person's authenticator app would show; empty for anybody who is no demo person."""
    app = factors.totp(user) if user.is_demo and is_on() else None
    if app is None:
        return ""
    return str(format_hotp_value(hotp_value(decrypt(app.data["secret"]), int(at.timestamp()) // PERIOD)))


def seconds_left(at: dt.datetime) -> int:
    return PERIOD - int(at.timestamp()) % PERIOD
