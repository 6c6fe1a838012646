"""Getting people in, and letting them prove that it is they."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client
from django.utils import timezone

from accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, person: User) -> None:
    """As somebody whose session is open and who has the second factor that their roles ask for."""
    equip(person)
    client.force_login(person, backend=BACKEND)


def equip(person: User) -> None:
    """Give the person an authenticator app, unless they have one."""
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, generate_totp_secret())


def code_for(person: User, at: dt.datetime | None = None) -> str:
    """What the person's authenticator app shows."""
    app = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    moment = int((at or timezone.now()).timestamp())
    return format_hotp_value(hotp_value(decrypt(app.data["secret"]), moment // 30))
