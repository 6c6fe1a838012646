"""Between the two libraries: ``cryptography`` holds our keys and certificates, pyHanko reads asn1crypto's."""

# mypy: allow-untyped-calls

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from asn1crypto import algos, cms, parser
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.seal.holding import Sealer

T = TypeVar("T")


def certificate(found: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(found.public_bytes(Encoding.DER))


def store(found: Iterable[x509.Certificate]) -> SimpleCertificateStore:
    certificates = SimpleCertificateStore()
    certificates.register_multiple([certificate(one) for one in found])
    return certificates


def apart(call: Callable[[], T]) -> T:
    """Do it in a thread of its own: pyHanko starts an event loop, and the calling thread may be running one already."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(call).result()


class Written(cms.ContentInfo):  # type: ignore[misc]
    """Signed data that is not encoded again.

    asn1crypto takes a length that ends in 0x80 for no length at all, and encodes everything below anew, each level
    more often than the one above: one signed file in 256 would take 20 seconds of processor time.
    """

    encoded = b""

    def dump(self, force: bool = False) -> bytes:
        return self.encoded or super().dump(force)  # a copy knows nothing of it


def written(made: cms.ContentInfo) -> Written:
    signed = parser.emit(0, 1, 16, made["content"].contents)
    encoded = parser.emit(0, 1, 16, made["content_type"].dump() + parser.emit(2, 1, 0, signed))
    found: Written = Written.load(encoded)
    found.encoded = encoded
    return found


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


class SealSigner(Signer):
    """Signs through a ``Sealer``: the key never has to be in this process."""

    def __init__(self, sealer: Sealer) -> None:
        super().__init__(
            signing_cert=certificate(sealer.certificate),
            cert_registry=store(sealer.issuers),
            embed_roots=False,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        )
        self._sealer = sealer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> Any:
        if digest_algorithm != "sha256":
            raise ValueError("the seal signs over SHA-256 only")
        return bytes(self._sealer.signature_bytes) if dry_run else self._sealer.sign(data)

    async def async_sign_prescribed_attributes(self, *args: Any, **kwargs: Any) -> Written:
        return written(await super().async_sign_prescribed_attributes(*args, **kwargs))
