"""Where the portal's seal lives: made on first run, or brought as a PKCS#12 file.

``current`` answers with whatever the installation uses, holding the opened keys: reading them again for every
signature would cost more than signing.
"""

import base64
import datetime as dt
import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings

from signing.seal import certificates


class KeyTrouble(Exception):
    """The keys are missing, locked or of the wrong kind. The message says what the operator should do."""


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
        """RSA, PKCS#1 v1.5, over the SHA-256 of ``data``."""
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


@dataclass(frozen=True, slots=True)
class Keyring:
    seal: Sealer
    own_timestamps: Sealer | None
    """Our own timestamp authority: the time is then the portal's word, not a third party's."""
    timestamp_urls: tuple[str, ...] = ()
    """RFC 3161 authorities, asked in this order."""
    roots: tuple[x509.Certificate, ...] = ()
    """Whom a check trusts."""


def current(at: dt.datetime) -> Keyring:
    """The installation's keys. ``at`` dates the certificates if they are made now."""
    brought = os.environ.get("SEAL_PKCS12", "")
    if brought:
        return _brought(brought, _secret("SEAL_PASSWORD"), _urls(), os.environ.get("TSA_ROOTS", ""))
    folder = Path(settings.VAR) / "keys"
    if not (folder / "seal.key").exists():
        _lay_down(folder, at)
    return _opened(folder, _passphrases())


def forget() -> None:
    """Read the keys again at the next use."""
    _opened.cache_clear()
    _brought.cache_clear()


# --- made on first run ---------------------------------------------------------------------------------------------


def _lay_down(folder: Path, at: dt.datetime) -> None:
    """Make all keys in a folder aside and move it into place: two processes starting together agree on one set."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="keys-", dir=folder.parent))  # only its owner may enter
    passphrase = _passphrases()[0]
    try:
        for name, holder in certificates.make(settings.SERVICE_NAME, at).named().items():
            _write(aside / f"{name}.pem", holder.certificate.public_bytes(serialization.Encoding.PEM))
            _write(
                aside / f"{name}.key",
                holder.key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.BestAvailableEncryption(passphrase),
                ),
            )
        aside.rename(folder)
    except OSError:
        if not (folder / "seal.key").exists():
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@functools.lru_cache(maxsize=4)
def _opened(folder: Path, passphrases: tuple[bytes, ...]) -> Keyring:
    certs = {
        name: x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())
        for name in ("root", "authority", "seal", "timestamps")
    }
    issuers = (certs["authority"], certs["root"])

    def opened(name: str) -> KeySealer:
        return KeySealer(_unlocked((folder / f"{name}.key"), passphrases), certs[name], issuers)

    return Keyring(seal=opened("seal"), own_timestamps=opened("timestamps"), roots=(certs["root"],))


def _unlocked(path: Path, passphrases: Sequence[bytes]) -> rsa.RSAPrivateKey:
    for passphrase in passphrases:
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), passphrase)
        except ValueError:
            continue
        return _rsa(key)
    raise KeyTrouble(f"{path} cannot be opened: SECRET_KEY has changed. Put the old one into SECRET_KEY_FALLBACKS.")


def _passphrases() -> tuple[bytes, ...]:
    """The newest first; older ones still open keys that were locked with them."""
    own = _secret("SEAL_PASSPHRASE")
    secrets = [own] if own else [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return tuple(_derived(secret) for secret in secrets)


def _derived(secret: str) -> bytes:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"signing keys at rest")
    return base64.b85encode(derive.derive(secret.encode()))


# --- brought by the operator ---------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4)
def _brought(path: str, password: str, urls: tuple[str, ...], timestamp_roots: str) -> Keyring:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(Path(path).read_bytes(), password.encode() or None)
    except (OSError, ValueError) as trouble:
        raise KeyTrouble(f"SEAL_PKCS12 ({path}) cannot be opened with SEAL_PASSWORD: {trouble}") from trouble
    if key is None or certificate is None:
        raise KeyTrouble(f"SEAL_PKCS12 ({path}) must hold one key and its certificate.")
    issuers = _upwards(certificate, others)
    roots: tuple[x509.Certificate, ...] = issuers[-1:] or (certificate,)
    if timestamp_roots:
        roots += tuple(x509.load_pem_x509_certificates(Path(timestamp_roots).read_bytes()))
    return Keyring(KeySealer(_rsa(key), certificate, issuers), own_timestamps=None, timestamp_urls=urls, roots=roots)


def _upwards(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    found: list[x509.Certificate] = []
    issued = certificate
    while issued.issuer != issued.subject:
        issuer = next((other for other in others if other.subject == issued.issuer and other not in found), None)
        if issuer is None:
            break
        found.append(issuer)
        issued = issuer
    return tuple(found)


def _rsa(key: object) -> rsa.RSAPrivateKey:
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyTrouble("The seal needs an RSA key: with any other kind the file would no longer be PDF/A-3.")
    return key


def _urls() -> tuple[str, ...]:
    return tuple(url.strip() for url in os.environ.get("TSA_URLS", "").split(",") if url.strip())


def _secret(name: str, read: Callable[[str], str | None] = os.environ.get) -> str:
    """NAME from the environment, or the content of the file that NAME_FILE points to."""
    path = read(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else (read(name) or "")
