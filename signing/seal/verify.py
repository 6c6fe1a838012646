"""What a PDF proves by itself: who sealed it, whether each signature holds, and whether anything was added afterwards.

Certificates that have run out are judged at the moment that a signature's timestamp gives, so that a file stays as good
as it was. What a file cannot prove, above all that nobody cut off its last signature or used an old key today,
needs the register of every state the file has had: ``signing.genuineness`` asks it.
"""

# mypy: allow-untyped-calls

import asyncio
import datetime as dt
import hashlib
import io
import itertools
import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from signing.seal import increments, interop
from signing.seal.examined import Examination, SignatureCheck

logger = logging.getLogger(__name__)

MOST = 300
"""Signatures, and additions to a file, that are worth looking at."""
_END = re.compile(rb"%%EOF(\r\n|\r|\n)?")
_TROUBLE = (SignatureValidationError, SigningError, PdfError, ValueError, KeyError, TypeError, AttributeError)


def examine(pdf: bytes, *, roots: Iterable[x509.Certificate], seals: Iterable[x509.Certificate] = ()) -> Examination:
    """``seals``: if given, nobody else's signature counts, whoever issued it.

    Never raises for what the bytes are, except ``MemoryError`` where they ask for more than there is.
    """
    unread = Examination(hashlib.sha256(pdf).hexdigest(), len(pdf), (), (), prefixes=_prefixes(pdf))
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        found = list(reader.embedded_signatures)
    except MemoryError:
        raise
    except Exception as trouble:
        # A hostile file can make a parser fail in any way; the answer is the same.
        logger.info("not a PDF we can read: %s", trouble)
        return replace(unread, problems=("This file is not a PDF that can be read.",))
    if reader.encrypted:
        return replace(unread, problems=("The file is protected with a password.",))
    if not [one for one in found if one.sig_object_type == "/Sig"]:
        return replace(unread, problems=("The file carries no signature.",))
    if max(len(found), reader.xrefs.total_revisions) > MOST:
        return replace(unread, problems=("The file has more parts than any agreement has.",))
    trust = _Trust(reader, roots, seals)
    try:
        checks = interop.apart(lambda: asyncio.run(_checked(pdf, found, trust)))
    except MemoryError:
        raise
    except Exception as trouble:
        # As above: a signature that is damaged badly enough cannot even be described.
        logger.info("a signature cannot be read: %s", trouble)
        return replace(unread, problems=("A signature in the file cannot be read.",))
    kinds = [one.sig_object_type == "/Sig" for one in found]
    signatures = [_made_up_for(index, checks, kinds) for index, is_seal in enumerate(kinds) if is_seal]
    timestamps = tuple(check for check, is_seal in zip(checks, kinds, strict=True) if not is_seal)
    return replace(
        unread,
        signatures=tuple(signatures),
        problems=tuple(_of_the_whole(reader, found, checks)),
        timestamps=timestamps,
        has_proof_of_validity=trust.has_store,
        bears_seal=trust.met_seal,
    )


def lacks_timestamp(pdf: bytes) -> bool:
    """Did nobody date the last signature of this file of ours, which was just made?"""
    last = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures[-1]
    return _token_time(last) is None and last.sig_object_type == "/Sig"


class _Trust:
    """Whom a check believes, and what the file itself brings about certificates."""

    def __init__(self, reader: Any, roots: Iterable[x509.Certificate], seals: Iterable[x509.Certificate]) -> None:
        self._roots = [interop.certificate(root) for root in roots]
        self.met_seal = False
        self._seals = {interop.certificate(seal).sha256 for seal in seals}
        try:
            store = DocumentSecurityStore.read_dss(reader)
            self._brought: dict[str, Any] = {
                "other_certs": list(store.load_certs()),
                "crls": [crl.get_object().data for crl in store.crls],
                "ocsps": [ocsp.get_object().data for ocsp in store.ocsps],
            }
            self.has_store = bool(self._brought["crls"] or self._brought["ocsps"])
        except (ValidationInfoReadingError, *_TROUBLE):
            self._brought, self.has_store = {}, False

    def is_seal(self, certificate: Any) -> bool:
        """Whether it is one of ours; any that is trusted, where nobody said which ours are."""
        return not self._seals or certificate.sha256 in self._seals

    def context(self, moment: dt.datetime | None) -> ValidationContext:
        """One for each signature: pyHanko's remembers what it validated."""
        return ValidationContext(
            trust_roots=self._roots,
            allow_fetching=False,
            revocation_mode="soft-fail",
            moment=moment,
            retroactive_revinfo=moment is not None,
            **self._brought,
        )


def _of_the_whole(reader: Any, found: list[Any], checks: list[SignatureCheck]) -> Iterable[str]:
    if not checks[-1].covers_whole_file:
        yield "Something was added to the file after its last signature."
    try:
        yield from increments.faults(reader, found)
    except MemoryError:
        raise
    except Exception as trouble:
        # As above: an addition that cannot be read is not one of ours.
        logger.info("an addition cannot be read: %s", trouble)
        yield "Something other than a signature was added to the file: it cannot be read."


async def _checked(pdf: bytes, found: list[Any], trust: _Trust) -> list[SignatureCheck]:
    return [await _check(pdf, signature, trust) for signature in found]


async def _check(pdf: bytes, signature: Any, trust: _Trust) -> SignatureCheck:
    timestamp_at, covers_all = None, False
    try:
        status = await _status(signature, trust)
        problems = tuple(_problems(status, signature, trust))
        covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        timestamp_at = _time_of(status)
    except _TROUBLE as trouble:
        problems = (f"The signature cannot be checked: {trouble}.",)
    return SignatureCheck(
        field=str(signature.field_name),
        name=_text(signature, "/Name"),
        reason=_text(signature, "/Reason"),
        certifies="/Reference" in signature.sig_object,
        signed_at=_claimed_time(signature),
        timestamp_at=timestamp_at,
        covers_whole_file=covers_all,
        prefix=hashlib.sha256(pdf[: _end(signature)]).hexdigest(),
        problems=problems,
    )


async def _status(signature: Any, trust: _Trust) -> Any:
    """The library's cryptographic verdict as of now; where certificates have run out, as of the signature's time.

    What may be added to a file is for ``increments`` to say.
    """
    status = await _verdict(signature, trust, None)
    dated = getattr(status, "timestamp_validity", None)
    if not status.intact or (status.trusted and (dated is None or dated.trusted)):
        return status
    return await _verdict(signature, trust, _token_time(signature) or _claimed_time(signature))


async def _verdict(signature: Any, trust: _Trust, moment: dt.datetime | None) -> Any:
    if signature.sig_object_type != "/Sig":
        return await async_validate_pdf_timestamp(signature, trust.context(moment), skip_diff=True)
    contexts = trust.context(moment), trust.context(moment)
    return await async_validate_pdf_signature(signature, *contexts, skip_diff=True)


def _problems(status: Any, signature: Any, trust: _Trust) -> Iterable[str]:
    is_seal = signature.sig_object_type == "/Sig"
    trust.met_seal |= bool(is_seal and status.valid and trust.is_seal(signature.signer_cert))
    if not status.intact:
        yield "The signed part of the file was changed."
        return  # nothing else that the library says about it means anything now
    if not status.valid:
        yield "The signature does not match its certificate."
    if not status.trusted or (is_seal and not trust.is_seal(signature.signer_cert)):
        yield "The signature was not made by this portal's seal." if is_seal else "The timestamp does not hold."
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        yield "The signature does not cover the whole file as it was then."
    dated = status.timestamp_validity if is_seal else None
    if dated and not (dated.valid and dated.trusted):
        yield "The timestamp does not hold."


def _time_of(status: Any) -> dt.datetime | None:
    dated = getattr(status, "timestamp_validity", None)
    found: dt.datetime | None = dated.timestamp if dated else getattr(status, "timestamp", None)
    return found


def _made_up_for(index: int, checks: list[SignatureCheck], kinds: list[bool]) -> SignatureCheck:
    """With the first document timestamp after the signature, where it has none of its own."""
    check = checks[index]
    if check.timestamp_at is not None:
        return check
    after = zip(checks[index:], kinds[index:], strict=True)
    later = (one.timestamp_at for one, is_seal in after if not is_seal and not one.problems)
    return replace(check, stamped_later_at=next(later, None))


def _token_time(signature: Any) -> dt.datetime | None:
    """What the timestamp says, before anybody has checked it."""
    if signature.sig_object_type != "/Sig":
        return _generated(signature.signed_data)
    tokens = list(extract_tst_data_iter(signature.signer_info, signed=False))
    return _generated(tokens[0]) if tokens else None


def _generated(token: Any) -> dt.datetime | None:
    time: dt.datetime | None = token["encap_content_info"]["content"].parsed["gen_time"].native
    return time


def _claimed_time(signature: Any) -> dt.datetime | None:
    try:
        claimed: dt.datetime | None = signature.self_reported_timestamp
    except _TROUBLE:
        return None
    return claimed if claimed is None or claimed.tzinfo else claimed.replace(tzinfo=dt.UTC)


def _text(signature: Any, key: str) -> str:
    return str(signature.sig_object.get(key, ""))


def _prefixes(pdf: bytes) -> tuple[str, ...]:
    """In one pass over the bytes; with and without the line's end, which some programs leave out."""
    digest, done, found = hashlib.sha256(), 0, []
    for match in itertools.islice(_END.finditer(pdf), MOST):
        for end in sorted({match.start() + 5, match.end()}):
            digest.update(pdf[done:end])
            done = end
            found.append(digest.hexdigest())
    return tuple(found)


def _end(signature: Any) -> int:
    """Where the file ended when the signature was made."""
    ranges = list(signature.byte_range)
    return int(ranges[2]) + int(ranges[3])
