"""What a PDF proves by itself: who sealed it, whether each signature holds, and whether anything was added afterwards.

What a file cannot prove, above all that nobody cut off its last signature, needs the register of every state the file
has had: ``signing.genuineness`` asks it.
"""

import datetime as dt
import hashlib
import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from signing.seal import interop

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """One signature. It holds when there are no problems."""

    field: str
    name: str
    reason: str
    certifies: bool
    signed_at: dt.datetime | None
    timestamp_at: dt.datetime | None
    covers_whole_file: bool
    prefix: str
    """SHA-256 of the file as it was just after this signature."""
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """What the file says about itself."""

    sha256: str
    size: int
    signatures: tuple[SignatureCheck, ...]
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Every signature holds, the first certifies, and the last covers the file to its last byte."""
        return not self.problems and not any(signature.problems for signature in self.signatures)


def examine(pdf: bytes, *, roots: Iterable[x509.Certificate]) -> Examination:
    """Never raises, whatever the bytes are."""
    digest = hashlib.sha256(pdf).hexdigest()
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        found = list(reader.embedded_regular_signatures)
    except Exception as trouble:
        # A hostile file can make a parser fail in any way; the answer is the same.
        logger.info("not a PDF we can read: %s", trouble)
        return Examination(digest, len(pdf), (), ("This file is not a PDF that can be read.",))
    if not found:
        return Examination(digest, len(pdf), (), ("The file carries no signature.",))
    trusted = [interop.certificate(root) for root in roots]
    checks = tuple(_check(pdf, signature, trusted) for signature in found)
    return Examination(digest, len(pdf), checks, tuple(_of_the_whole(checks)))


def _of_the_whole(checks: tuple[SignatureCheck, ...]) -> Iterable[str]:
    if not checks[0].certifies:
        yield "The first signature does not certify the text."
    if sum(check.certifies for check in checks) > 1:
        yield "More than one signature claims to certify the text."
    if not checks[-1].covers_whole_file:
        yield "Something was added to the file after its last signature."


def _check(pdf: bytes, signature: Any, roots: list[Any]) -> SignatureCheck:
    timestamp_at, covers_all = None, False
    try:
        # One context each: pyHanko's remembers what it validated.
        context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
        status = interop.apart(lambda: validate_pdf_signature(signature, context))
        problems = tuple(_problems(status))
        covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        if status.timestamp_validity:
            timestamp_at = status.timestamp_validity.timestamp
    except (SignatureValidationError, SigningError, PdfError, ValueError, KeyError) as trouble:
        problems = (f"The signature cannot be checked: {trouble}.",)
    return SignatureCheck(
        field=str(signature.field_name),
        name=_text(signature, "/Name"),
        reason=_text(signature, "/Reason"),
        certifies=_certifies(signature),
        signed_at=signature.self_reported_timestamp,
        timestamp_at=timestamp_at,
        covers_whole_file=covers_all,
        prefix=hashlib.sha256(pdf[: _end(signature)]).hexdigest(),
        problems=problems,
    )


def _problems(status: Any) -> Iterable[str]:
    if not status.intact:
        yield "The signed part of the file was changed."
        return  # nothing else that the library says about it means anything now
    if not status.valid:
        yield "The signature does not match its certificate."
    if not status.trusted:
        yield "The signature was not made by this portal's seal."
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        yield "The signature does not cover the whole file as it was then."
    if status.timestamp_validity and not (status.timestamp_validity.valid and status.timestamp_validity.trusted):
        yield "The timestamp does not hold."
    if not status.docmdp_ok:
        yield "Something other than a signature was added to the file afterwards."


def _certifies(signature: Any) -> bool:
    return signature.docmdp_level is not None and "/Reference" in signature.sig_object


def _text(signature: Any, key: str) -> str:
    return str(signature.sig_object.get(key, ""))


def _end(signature: Any) -> int:
    """Where the file ended when the signature was made."""
    ranges = list(signature.byte_range)
    return int(ranges[2]) + int(ranges[3])
