"""What allauth wants to tell, in the portal's kinds of message (``templates/notices/account.*``)."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from accounts import devices, telling
from accounts.models import User

_CHANGED = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_reset": "Your password was reset.",
    "account/email/password_set": "A password was added to your account.",
    "account/email/email_deleted": "An email address was removed from your account.",
    "mfa/email/totp_activated": "An authenticator app was added to your account.",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account.",
    "mfa/email/webauthn_added": "A passkey was added to your account.",
    "mfa/email/webauthn_removed": "A passkey was removed from your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account.",
    "socialaccount/email/account_connected": "Your organisation's sign-in was linked to your account.",
    "socialaccount/email/account_disconnected": "Your organisation's sign-in was removed from your account.",
}
_CODES = {
    "account/email/login_code": "sign-in",
    "account/email/email_confirmation": "email address",
    "account/email/email_confirmation_signup": "email address",
}
SILENT = {
    # Both would tell a stranger's mailbox, and by its absence the asker, whether an account exists.
    "account/email/unknown_account",
    "account/email/account_already_exists",
}


def grouped(code: str) -> str:
    """482913 as 482 913."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def send(
    *, template: str, email: str, context: dict[str, Any], person: User | None, unique: str, at: dt.datetime
) -> None:
    """Write the message that allauth calls ``template``. An unknown one is an error here, not silence there."""
    if template in SILENT:
        return
    if template in _CODES:
        words = {"code": grouped(context["code"]), "what": _CODES[template]}
        telling.tell(kind="account.code", person=person, key=unique, context=words, at=at, email=email)
    elif template == "account/email/password_reset_key":
        words = {"link": _path(context["password_reset_url"])}
        telling.tell(kind="account.reset", person=person, key=unique, context=words, at=at, email=email)
    elif template == "account/email/email_changed":
        _address_changed(context, person, unique, at)
    else:
        _changed(_CHANGED[template], email, context, person, unique, at)


def _changed(what: str, email: str, context: dict[str, Any], person: User | None, unique: str, at: dt.datetime) -> None:
    words = {"what": what, "at": at, "device": devices.label(context.get("user_agent", ""))}
    telling.tell(kind="account.changed", person=person, key=unique, context=words, at=at, email=email)


def _address_changed(context: dict[str, Any], person: User | None, unique: str, at: dt.datetime) -> None:
    """To both: the old address is where the owner still reads when it was not they who changed it."""
    for address in (context["from_email"], context["to_email"]):
        words = {
            "what": f"Your email address was changed to {context['to_email']}.",
            "at": at,
            "device": devices.label(context.get("user_agent", "")),
        }
        telling.tell(
            kind="account.changed", person=person, key=f"{unique}:{address}", context=words, at=at, email=address
        )


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path
