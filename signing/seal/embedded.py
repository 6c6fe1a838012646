"""Keys for an installation that brings none: made on first run, kept encrypted, and opened once."""

import base64
import datetime as dt
import functools
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from signing.seal import certificates
from signing.seal.holding import Keyring, KeySealer, KeyTrouble, RevocationLists
from signing.seal.secrets import secret


def keyring(folder: Path, at: dt.datetime) -> Keyring:
    """The folder's keys. ``at`` dates the certificates if they are made now."""
    if not (folder / "seal.key").exists():
        _lay_down(folder, at)
    return _opened(folder, _passphrases())


def forget() -> None:
    _opened.cache_clear()
    _authorities.cache_clear()


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
    certs = _certificates(folder)
    issuers = (certs["authority"], certs["root"])

    def opened(name: str) -> KeySealer:
        return KeySealer(_unlocked((folder / f"{name}.key"), passphrases), certs[name], issuers)

    def lists(at: dt.datetime) -> RevocationLists:
        return tuple(certificates.nothing_revoked(holder, at) for holder in _authorities(folder, passphrases))

    return Keyring(opened("seal"), opened("timestamps"), roots=(certs["root"],), own_lists=lists)


@functools.lru_cache(maxsize=4)
def _authorities(folder: Path, passphrases: tuple[bytes, ...]) -> tuple[certificates.Holder, ...]:
    """Opened only when an agreement is completed: the rest of the time nobody needs them."""
    certs = _certificates(folder)
    return tuple(
        certificates.Holder(_unlocked(folder / f"{name}.key", passphrases), certs[name])
        for name in ("root", "authority")
    )


def _certificates(folder: Path) -> dict[str, x509.Certificate]:
    return {
        name: x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())
        for name in ("root", "authority", "seal", "timestamps")
    }


def _unlocked(path: Path, passphrases: Sequence[bytes]) -> rsa.RSAPrivateKey:
    for passphrase in passphrases:
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), passphrase)
        except ValueError:
            continue
        if not isinstance(key, rsa.RSAPrivateKey):
            raise KeyTrouble(f"{path} is not an RSA key: put back the folder of keys from a backup.")
        return key
    raise KeyTrouble(f"{path} cannot be opened: SECRET_KEY has changed. Put the old one into SECRET_KEY_FALLBACKS.")


def _passphrases() -> tuple[bytes, ...]:
    """The newest first; older ones still open keys that were locked with them."""
    own = secret("SEAL_PASSPHRASE")
    secrets = [own] if own else [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return tuple(_derived(one) for one in secrets)


def _derived(one: str) -> bytes:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"signing keys at rest")
    return base64.b85encode(derive.derive(one.encode()))
