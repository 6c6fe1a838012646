"""Where the portal's seal lives: made on first run, or brought as a PKCS#12 file, a PKCS#11 module or a service.

``current`` answers with whatever the installation uses, holding the opened keys: reading them again for every
signature would cost more than signing.
"""

import datetime as dt
import os
from pathlib import Path

from cryptography import x509
from django.conf import settings

from signing.seal import brought, embedded, hardware, remote
from signing.seal.holding import Keyring, KeySealer, KeyTrouble, Sealer, certificates_in, upwards
from signing.seal.secrets import chosen, secret, urls

__all__ = ["KeySealer", "KeyTrouble", "Keyring", "Sealer", "current", "forget"]


def current(at: dt.datetime) -> Keyring:
    """The installation's keys. ``at`` dates the certificates if they are made now."""
    ways = chosen()
    if not ways:
        return embedded.keyring(Path(settings.VAR) / "keys", at)
    if len(ways) > 1:
        raise KeyTrouble(f"{' and '.join(ways)} are both set: the portal has one seal. Keep one of them.")
    seal = _SEALERS[ways[0]]()
    earlier = _certificates("SEAL_FORMER")
    former = tuple(one for one in earlier if not _issues(one))
    roots = [_top(seal.certificate, seal.issuers), *(_top(one, (*earlier, *seal.issuers)) for one in former)]
    return Keyring(
        seal,
        own_timestamps=None,
        timestamp_urls=urls(),
        roots=(*dict.fromkeys(roots), *_certificates("TSA_ROOTS")),
        former=former,
    )


def forget() -> None:
    """Read the keys again at the next use."""
    embedded.forget()
    brought.sealer.cache_clear()
    hardware.sealer.cache_clear()


def _file() -> Sealer:
    return brought.sealer(os.environ["SEAL_PKCS12"].strip(), secret("SEAL_PASSWORD"))


def _module() -> Sealer:
    place = hardware.Place(
        module=os.environ["SEAL_PKCS11_MODULE"].strip(),
        token=secret("SEAL_PKCS11_TOKEN"),
        key=secret("SEAL_PKCS11_KEY"),
        pin=secret("SEAL_PIN"),
    )
    return hardware.sealer(place, *_own())


def _service() -> Sealer:
    service = remote.Service(
        url=os.environ["SEAL_REMOTE_URL"].strip(),
        credential=secret("SEAL_REMOTE_CREDENTIAL"),
        token=secret("SEAL_REMOTE_TOKEN"),
        client=os.environ.get("SEAL_REMOTE_CLIENT", "").strip(),
        authorities=os.environ.get("SEAL_REMOTE_CA", "").strip(),
    )
    return remote.sealer(service, *_own())


_SEALERS = {"SEAL_PKCS12": _file, "SEAL_PKCS11_MODULE": _module, "SEAL_REMOTE_URL": _service}


def _own() -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    """The seal's certificate, which stands first in its file, and its issuers."""
    found = _certificates("SEAL_CERTIFICATES")
    if not found:
        raise KeyTrouble("SEAL_CERTIFICATES must name a PEM file: the seal's certificate first, then its issuers.")
    return found[0], upwards(found[0], found[1:])


def _certificates(setting: str) -> tuple[x509.Certificate, ...]:
    path = os.environ.get(setting, "").strip()
    return certificates_in(path, setting) if path else ()


def _top(certificate: x509.Certificate, others: tuple[x509.Certificate, ...]) -> x509.Certificate:
    return (certificate, *upwards(certificate, others))[-1]


def _issues(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False
