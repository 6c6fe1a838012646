"""What a signature costs with pyHanko alone: the measure for ours, and used for nothing else."""

import datetime as dt
import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from signing.seal import interop, timestamps
from signing.seal.holding import Keyring


def sign(pdf: bytes, field: str, *, keyring: Keyring, at: dt.datetime) -> bytes:
    """The same field, key and timestamp, with the library's own appearance."""
    metadata = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signer = signers.PdfSigner(
        metadata, signer=interop.SealSigner(keyring.seal), timestamper=timestamps.stampers(keyring, at)[0]
    )
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    interop.apart(lambda: signer.sign_pdf(writer, output=out, existing_fields_only=True, bytes_reserved=20_480))
    return out.getvalue()
