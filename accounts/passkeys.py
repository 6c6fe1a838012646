"""Asking a passkey to confirm one act, so that the answer can be checked again by anybody later.

The challenge is SHA-256 of a random nonce and the purpose, or the digest that an act brings: then the passkey signs
that act and nothing else. Whoever has the proof that is kept can compute the challenge and check the passkey's
signature over it with the public key beside it, even when the passkey was removed long ago.
"""

import hashlib
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django import forms
from django.http import HttpRequest
from fido2.cose import CoseKey
from fido2.webauthn import UserVerificationRequirement

from accounts.forms.factors import NO_ANSWER, understood
from accounts.models import User

_SESSION_KEY = "passkey_challenge"
_CURVES: dict[int, type[ec.EllipticCurve]] = {-7: ec.SECP256R1, -35: ec.SECP384R1, -36: ec.SECP521R1}
"""By the number that COSE gives to the way of signing."""


def challenge(nonce: bytes, purpose: str) -> bytes:
    return hashlib.sha256(nonce + purpose.encode()).digest()


def ask(request: HttpRequest, person: User, purpose: str, *, digest: bytes = b"") -> dict[str, Any]:
    """What the browser needs to ask the person's device; remembers in the session what was asked.

    ``digest`` is the SHA-256 of what the person is about to do, and then the challenge itself.
    """
    nonce = b"" if digest else secrets.token_bytes(32)
    options, state = auth.get_server().authenticate_begin(
        credentials=auth.get_credentials(person),
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=digest or challenge(nonce, purpose),
    )
    request.session[_SESSION_KEY] = {
        "nonce": nonce.hex(),
        "digest": digest.hex(),
        "purpose": purpose,
        "state": state,
    }
    return dict(options)


def check(
    request: HttpRequest, person: User, purpose: str, answer: dict[str, Any], *, digest: bytes = b""
) -> tuple[Authenticator, dict[str, Any]]:
    """The passkey that answered, and the proof to keep. An answer counts for one question, asked for this purpose."""
    asked = request.session.pop(_SESSION_KEY, None)
    if not isinstance(asked, dict) or (asked.get("purpose"), asked.get("digest")) != (purpose, digest.hex()):
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
        "public_key": public_key(found.public_key),
    }
    return passkey, proof


def public_key(key: CoseKey) -> str:
    """As PEM, which other programs read; empty for a kind of key that they would not know."""
    match int(key[3]):
        case -7 | -35 | -36 as kind:
            numbers = ec.EllipticCurvePublicNumbers(_number(key[-2]), _number(key[-3]), _CURVES[kind]())
            return _pem(numbers.public_key())
        case -257:
            return _pem(rsa.RSAPublicNumbers(_number(key[-2]), _number(key[-1])).public_key())
        case -8:
            return _pem(ed25519.Ed25519PublicKey.from_public_bytes(key[-2]))
        case _:
            return ""


def _number(value: bytes) -> int:
    return int.from_bytes(value, "big")


def _pem(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey | ed25519.Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
