"""A change in the very addition that carries a true signature or timestamp of ours."""

import io
from collections.abc import Callable

from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from signing.seal import interop, pades, timestamps
from tests.signing.corpus.making import AT, Genuine, Writer


def with_signature(made: Genuine, change: Callable[[Writer], None]) -> bytes:
    writer = Writer(io.BytesIO(made.signed), strict=True)
    change(writer)
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature-health", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    seal = interop.SealSigner(made.keyring.seal)
    signer = signers.PdfSigner(metadata, signer=seal, timestamper=_clock(made), stamp_style=pades._style(["Signed"]))
    out = io.BytesIO()
    interop.apart(lambda: signer.sign_pdf(writer, output=out, existing_fields_only=True, bytes_reserved=20_480))
    return out.getvalue()


def with_timestamp(made: Genuine, change: Callable[[Writer], None]) -> bytes:
    writer = Writer(io.BytesIO(made.signed), strict=True)
    change(writer)
    outside = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
    dating = PdfTimeStamper(_clock(made), field_name="Timestamp-1", invis_settings=outside)
    out = io.BytesIO()
    interop.apart(lambda: dating.timestamp_pdf(writer, "sha256", output=out, bytes_reserved=20_480))
    return out.getvalue()


def _clock(made: Genuine):
    return timestamps.stampers(made.keyring, AT)[0]
