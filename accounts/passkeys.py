"""Asking a passkey to confirm one act, so that the answer can be checked again by anybody later.

The challenge is SHA-256 of a random nonce and the purpose. Whoever has the nonce, the purpose and the answer can
compute the challenge and check the passkey's signature over it.
"""

import hashlib
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.http import HttpRequest
from fido2.webauthn import UserVerificationRequirement

from accounts.forms.factors import NO_ANSWER, understood
from accounts.models import User

_SESSION_KEY = "passkey_challenge"


def challenge(nonce: bytes, purpose: str) -> bytes:
    return hashlib.sha256(nonce + purpose.encode()).digest()


def ask(request: HttpRequest, person: User, purpose: str) -> dict[str, Any]:
    """What the browser needs to ask the person's device; remembers in the session what was asked."""
    nonce = secrets.token_bytes(32)
    options, state = auth.get_server().authenticate_begin(
        credentials=auth.get_credentials(person),
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=challenge(nonce, purpose),
    )
    request.session[_SESSION_KEY] = {"nonce": nonce.hex(), "purpose": purpose, "state": state}
    return dict(options)


def check(
    request: HttpRequest, person: User, purpose: str, answer: dict[str, Any]
) -> tuple[Authenticator, dict[str, Any]]:
    """The passkey that answered, and the proof to keep. An answer counts for one question, asked for this purpose."""
    asked = request.session.pop(_SESSION_KEY, None)
    if not isinstance(asked, dict) or asked.get("purpose") != purpose:
        raise forms.ValidationError(NO_ANSWER, code="stale")
    credentials = auth.get_credentials(person)
    found = understood(lambda: auth.get_server().authenticate_complete(asked["state"], credentials, answer))
    passkey = auth.get_authenticator_by_credential_id(person, found.credential_id)
    if passkey is None:
        raise forms.ValidationError(NO_ANSWER, code="unknown")
    response = answer["response"]
    proof = {
        "nonce": asked["nonce"],
        "credential": answer["id"],
        "client_data": response["clientDataJSON"],
        "authenticator_data": response["authenticatorData"],
        "signature": response["signature"],
    }
    return passkey, proof
