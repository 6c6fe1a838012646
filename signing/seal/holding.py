"""What holds a key, and what an installation has: the words that every kind of custody shares."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa


class KeyTrouble(Exception):
    """The keys are missing, locked, out of reach or of the wrong kind. The message says what the operator should do."""


class Sealer(Protocol):
    """Whoever holds a key. Small, so that a hardware module or a remote service fits behind it."""

    @property
    def certificate(self) -> x509.Certificate: ...

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        """From the certificate's issuer up to the root."""
        ...

    @property
    def signature_bytes(self) -> int: ...

    def sign(self, data: bytes) -> bytes:
        """RSA, PKCS#1 v1.5, over the SHA-256 of ``data``. Raises ``KeyTrouble`` when the key is out of reach."""
        ...


@dataclass(frozen=True, slots=True)
class KeySealer:
    """A key in this process's memory."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]

    @property
    def signature_bytes(self) -> int:
        return self.key.key_size // 8

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


RevocationLists = tuple[x509.CertificateRevocationList, ...]


@dataclass(frozen=True, slots=True)
class Keyring:
    seal: Sealer
    own_timestamps: Sealer | None
    """Our own timestamp authority: the time is then the portal's word, not a third party's."""
    timestamp_urls: tuple[str, ...] = ()
    """RFC 3161 authorities, asked in this order."""
    roots: tuple[x509.Certificate, ...] = ()
    """Whom a check trusts."""
    former: tuple[x509.Certificate, ...] = ()
    """Seals of this portal that are no longer used; what they sealed is still ours."""
    own_lists: Callable[[dt.datetime], RevocationLists] | None = None
    """What our own authorities say of revoked certificates; None when others issued the seal's certificate."""

    @property
    def seals(self) -> tuple[x509.Certificate, ...]:
        """Every certificate that ever sealed for this portal."""
        return (self.seal.certificate, *self.former)


def believed(sealer: Sealer, data: bytes, signature: bytes) -> bytes:
    """The signature that somebody else made, if it fits the certificate: a wrong key must not reach a document."""
    try:
        rsa_of(sealer.certificate).verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise KeyTrouble(
            "The key that signed does not belong to the seal's certificate: check which of each is set."
        ) from None
    return signature


def rsa_of(certificate: x509.Certificate) -> rsa.RSAPublicKey:
    public = certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey):
        raise KeyTrouble("The seal needs an RSA key: with any other kind the file would no longer be PDF/A-3.")
    return public


def upwards(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """The certificate's issuers among the others, nearest first, as far as they go."""
    found: list[x509.Certificate] = []
    issued = certificate
    while issued.issuer != issued.subject:
        issuer = next((other for other in others if other.subject == issued.issuer and other not in found), None)
        if issuer is None:
            break
        found.append(issuer)
        issued = issuer
    return tuple(found)


def certificates_in(path: str, setting: str) -> tuple[x509.Certificate, ...]:
    """All of a PEM file. Raises ``KeyTrouble`` in words that name the setting."""
    try:
        return tuple(x509.load_pem_x509_certificates(Path(path).read_bytes()))
    except (OSError, ValueError) as trouble:
        raise KeyTrouble(f"{setting} ({path}) cannot be read as PEM certificates: {trouble}") from trouble
