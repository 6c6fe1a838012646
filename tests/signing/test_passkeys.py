"""A passkey signs the declaration itself, and anybody can check that with plain openssl."""

import base64
import hashlib
import json
import subprocess

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from fido2.cose import ES256, RS256, EdDSA

from accounts import passkeys
from accounts.models import Confirmation
from accounts.services import confirmations
from signing import evidence
from signing.services import acts
from tests.signing import scene
from tests.signing.scene import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    staged = scene.set_stage()
    scene.open_round(staged)
    return staged


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_the_passkey_signs_the_declaration_itself_and_plainopenssl_agrees(asked, tmp_path):
    request = asked.request_of(asked.first)
    declared = scene.declare(request, asked.first)
    key = ec.generate_private_key(ec.SECP256R1())
    client_data = json.dumps({"type": "webauthn.get", "challenge": _b64(bytes.fromhex(declared.digest))}).encode()
    authenticator = hashlib.sha256(b"localhost").digest() + b"\x05\x00\x00\x00\x01"
    answer = key.sign(authenticator + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
    proof = {
        "nonce": "",
        "credential": "abc",
        "client_data": _b64(client_data),
        "authenticator_data": _b64(authenticator),
        "signature": _b64(answer),
        "public_key": passkeys.public_key(ES256.from_cryptography_key(key.public_key())),
    }
    row = confirmations.record(
        person=asked.first,
        method=Confirmation.Method.PASSKEY,
        credential="passkey:1",
        session_digest="0" * 64,
        purpose=declared.purpose(request),
        at=AT,
        proof=proof,
    )
    given = scene.Evidence(row.method, AT, row.credential, row.purpose, row.pk, proof)
    signature = acts.sign(
        request=request,
        declaration=declared,
        proof=given,
        circumstances=evidence.Circumstances(),
        by=asked.first,
        at=AT,
    )
    kept = signature.record["identity"]["proof"]
    assert openssl_agrees(kept, declared.digest, tmp_path)
    other = kept | {"client_data": _b64(client_data.replace(b"webauthn.get", b"webauthn.got"))}
    assert not openssl_agrees(other, declared.digest, tmp_path)


def openssl_agrees(proof: dict, digest: str, folder) -> bool:
    def read(name: str) -> bytes:
        return base64.urlsafe_b64decode(proof[name] + "=" * (-len(proof[name]) % 4))

    client = read("client_data")
    challenge = json.loads(client)["challenge"]
    assert base64.urlsafe_b64decode(challenge + "=" * (-len(challenge) % 4)).hex() == digest
    (folder / "key.pem").write_text(proof["public_key"])
    (folder / "message").write_bytes(read("authenticator_data") + hashlib.sha256(client).digest())
    (folder / "signature").write_bytes(read("signature"))
    command = ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "message"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (lambda: ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key()), "EC"),
        (lambda: RS256.from_cryptography_key(rsa.generate_private_key(65537, 2048).public_key()), "RSA"),
        (lambda: EdDSA.from_cryptography_key(ed25519.Ed25519PrivateKey.generate().public_key()), "ED25519"),
    ],
)
def test_public_keys_are_kept_in_a_form_that_other_programs_read(made, kind, tmp_path):
    (tmp_path / "key.pem").write_text(passkeys.public_key(made()))
    command = ["openssl", "pkey", "-pubin", "-in", "key.pem", "-noout", "-text"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert {"EC": "prime256v1", "RSA": "Modulus", "ED25519": "ED25519"}[kind] in said
