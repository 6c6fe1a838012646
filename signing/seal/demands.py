"""What must be set before a brought seal may be used. Read from the environment alone, before any key is touched."""

import ipaddress
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from signing.seal.secrets import WAYS, chosen, secret, urls

_FILES = (
    "SEAL_PKCS12",
    "SEAL_PKCS11_MODULE",
    "SEAL_CERTIFICATES",
    "SEAL_FORMER",
    "SEAL_REMOTE_CLIENT",
    "SEAL_REMOTE_CA",
    "TSA_ROOTS",
)


def problems() -> Iterator[str]:
    """One sentence for each setting that is missing, unsafe, or names a file that is not there."""
    ways = chosen()
    if len(ways) > 1:
        yield f"{' and '.join(ways)} are set together: the portal has one seal, so keep one of them."
    for name in _FILES:
        path = os.environ.get(name, "").strip()
        if path and not Path(path).is_file():
            yield f"{name} names {path}, which is not there."
    if ways:
        yield from _of_any(ways)
    if "SEAL_PKCS11_MODULE" in ways:
        yield from _of_a_module()
    if "SEAL_REMOTE_URL" in ways:
        yield from _of_a_service()
    for url in urls():
        if (_split(url) or SplitResult("", "", "", "", "")).scheme not in {"http", "https"}:
            yield f"TSA_URLS has {url}, which is not a web address."


def _of_any(ways: tuple[str, ...]) -> Iterator[str]:
    if not urls():
        yield f"TSA_URLS is missing: with {WAYS[ways[0]]} somebody independent must say when an agreement was signed."
    elif not os.environ.get("TSA_ROOTS", "").strip():
        yield "TSA_ROOTS is missing: name a PEM file with the roots of the timestamp authorities, to check their word."
    if ways[0] != "SEAL_PKCS12" and not os.environ.get("SEAL_CERTIFICATES", "").strip():
        yield "SEAL_CERTIFICATES is missing: name a PEM file with the seal's certificate first, then its issuers."


def _of_a_module() -> Iterator[str]:
    for name, what in (("TOKEN", "the token's label"), ("KEY", "the key's label")):
        if not secret(f"SEAL_PKCS11_{name}"):
            yield f"SEAL_PKCS11_{name} is missing: set {what}."
    if not secret("SEAL_PIN"):
        yield "SEAL_PIN is missing: set it, or SEAL_PIN_FILE."


def _of_a_service() -> Iterator[str]:
    parts = _split(os.environ["SEAL_REMOTE_URL"].strip())
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        yield "SEAL_REMOTE_URL is not a web address: it must look like https://signing.example.gov.uk/csc/v2."
    elif parts.scheme == "http" and not _loopback(parts.hostname):
        yield "SEAL_REMOTE_URL must start with https://: anybody on the way could have documents sealed."
    elif parts.username or parts.query or parts.fragment:
        yield "SEAL_REMOTE_URL must be an address alone: secrets belong into SEAL_REMOTE_TOKEN_FILE."
    if not secret("SEAL_REMOTE_CREDENTIAL"):
        yield "SEAL_REMOTE_CREDENTIAL is missing: set the service's name for our key."
    if not secret("SEAL_REMOTE_TOKEN") and not os.environ.get("SEAL_REMOTE_CLIENT", "").strip():
        yield "SEAL_REMOTE_TOKEN_FILE or SEAL_REMOTE_CLIENT is missing: the service must know that it is us who ask."


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # reading it is what checks it
    except ValueError:
        return None
    return parts


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
