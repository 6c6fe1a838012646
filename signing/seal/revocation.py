"""What goes into a completed file, so that it can be checked when nobody can be asked any more.

Our own authorities say themselves that none of their certificates is revoked. For certificates that others issued, the
issuers are asked at the addresses that the certificates name; where they do not answer, the file goes without.
"""

# mypy: allow-untyped-calls

import asyncio
import datetime as dt
import logging
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import crl as asn1_crl
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from signing.seal import interop
from signing.seal.holding import Keyring

logger = logging.getLogger(__name__)

SECONDS = 10


@dataclass(slots=True)
class Proof:
    """Certificates, lists of revoked ones, and answers about single ones, as pyHanko reads them."""

    certificates: list[Any] = field(default_factory=list)
    lists: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def parts(self) -> dict[str, Any]:
        return {"certs": self.certificates, "crls": self.lists, "ocsps": self.answers}


def gather(keyring: Keyring, at: dt.datetime) -> Proof:
    """Never raises for an issuer's sake."""
    held = [keyring.seal, keyring.own_timestamps] if keyring.own_timestamps else [keyring.seal]
    chains = [certificate for sealer in held for certificate in (sealer.certificate, *sealer.issuers)]
    proof = Proof([interop.certificate(one) for one in dict.fromkeys(chains)])
    if keyring.own_lists is not None:
        proof.lists = [_read(one.public_bytes(Encoding.DER)) for one in keyring.own_lists(at)]
        return proof
    interop.apart(lambda: asyncio.run(_asked(keyring, at, proof)))
    return proof


def _read(der: bytes) -> Any:
    return asn1_crl.CertificateList.load(der)


async def _asked(keyring: Keyring, at: dt.datetime, proof: Proof) -> None:
    context = ValidationContext(
        trust_roots=[interop.certificate(root) for root in keyring.roots],
        allow_fetching=True,
        revocation_mode="soft-fail",
        moment=at,
        retroactive_revinfo=True,
        fetcher_backend=RequestsFetcherBackend(per_request_timeout=SECONDS),
    )
    issuers = [interop.certificate(one) for one in keyring.seal.issuers]
    validator = CertificateValidator(interop.certificate(keyring.seal.certificate), issuers, validation_context=context)
    try:
        await validator.async_validate_usage(key_usage=set())
    except (PathError, ValidationError, OSError) as trouble:
        logger.warning("the issuers of the seal's certificate could not be asked: %s", trouble)
    proof.lists, proof.answers = list(context.crls), list(context.ocsps)
