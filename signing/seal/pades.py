"""Adding signatures to the agreement's PDF: first the portal certifies the text, then one signature per act.

Every signature is the portal's seal; who acted, in which office and for whom is said in its name, its reason and what
it shows. Each result starts with the bytes it was given, so earlier signatures stay as they were.
"""

import datetime as dt
import io
import logging
import textwrap
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign import signers
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.stamp import TextStampStyle

from signing.seal import font, interop, timestamps
from signing.seal.keys import Keyring

logger = logging.getLogger(__name__)

PORTAL_FIELD = "Signature-PORTAL"
RESERVED = 20_480  # hexadecimal digits for one signature with its certificates and timestamp
_WIDTH = 58


def field_of(party: str) -> str:
    """The name of the empty field that the layout left for a party."""
    return f"Signature-{party}"


@dataclass(frozen=True, slots=True)
class Act:
    """One person's signature as the PDF will tell it."""

    party: str
    person: str
    office: str
    organisation: str
    at: dt.datetime
    evidence: str

    def lines(self) -> list[str]:
        moment = self.at.astimezone(dt.UTC)
        said = [
            f"Signed by {self.person}",
            ", ".join(part for part in (self.office, self.organisation) if part),
            f"{moment.day} {moment:%B %Y, %H:%M:%S} UTC",
            f"Evidence {self.evidence}",
        ]
        return [line for whole in said for line in textwrap.wrap(whole, _WIDTH)]


def certify(pdf: bytes, *, keyring: Keyring, at: dt.datetime) -> bytes:
    """The portal vouches for the text; from here on only the signature fields may be filled."""
    moment = at.astimezone(dt.UTC)
    shown = [f"Text certified by {settings.SERVICE_NAME}", f"{moment.day} {moment:%B %Y, %H:%M:%S} UTC"]
    writer = _open(pdf)
    font.embed(writer)
    metadata = signers.PdfSignatureMetadata(
        field_name=PORTAL_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        name=settings.SERVICE_NAME,
        reason="The portal certifies the text that is offered for signature",
        location="United Kingdom",
    )
    return _sign(writer, metadata, shown, keyring, at)


def approve(pdf: bytes, act: Act, *, keyring: Keyring, at: dt.datetime) -> bytes:
    """Fill the party's field with the act. Refuses when a letter of it cannot be drawn."""
    for line in act.lines():
        font.drawable(line).enforce()
    metadata = signers.PdfSignatureMetadata(
        field_name=field_of(act.party),
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=act.person,
        reason=f"{act.person} agrees on behalf of {act.organisation}; evidence {act.evidence}",
        location="United Kingdom",
        cades_signed_attr_spec=CAdESSignedAttrSpec(commitment_type=GenericCommitment.PROOF_OF_APPROVAL.asn1),
    )
    return _sign(_open(pdf), metadata, act.lines(), keyring, at)


def _sign(writer: Any, metadata: Any, shown: list[str], keyring: Keyring, at: dt.datetime) -> bytes:
    prepared = writer.prev.stream
    start = prepared.getvalue()
    for stamper in [*timestamps.stampers(keyring, at), None]:
        out = _CrlfBeforeEndstream()
        signer = signers.PdfSigner(
            metadata, signer=interop.SealSigner(keyring.seal), timestamper=stamper, stamp_style=_style(shown)
        )
        try:
            _fill(signer, writer, out)
        except (TimestampRequestError, OSError) as trouble:
            # Nothing was written to the input: the next authority starts from the same bytes.
            logger.warning("timestamp authority did not answer: %s", trouble)
            writer = _open(start)
            if metadata.certify:
                font.embed(writer)
            continue
        return out.getvalue()
    raise AssertionError("the last attempt asks nobody for a timestamp")


def _fill(signer: Any, writer: Any, out: io.BytesIO) -> None:
    interop.apart(lambda: signer.sign_pdf(writer, output=out, existing_fields_only=True, bytes_reserved=RESERVED))


def _style(lines: list[str]) -> TextStampStyle:
    # The text is escaped because pyHanko interpolates it like a format string.
    return TextStampStyle(
        stamp_text="\n".join(lines).replace("%", "%%"),
        border_width=0,
        background=None,
        text_box_style=TextBoxStyle(
            font=font.SharedFont(),
            font_size=10,
            leading=12,
            box_layout_rule=SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins()),
        ),
        inner_content_layout=SimpleBoxLayoutRule(
            AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MID, Margins(8, 8, 2, 6), InnerScaling.SHRINK_TO_FIT
        ),
    )


def _open(pdf: bytes) -> "_QuietWriter":
    return _QuietWriter(io.BytesIO(pdf), strict=True)


class _QuietWriter(IncrementalPdfFileWriter):
    """A signature is not an edit: rewriting the metadata would drop the PDF/UA part of it and void PDF/A."""

    def _update_meta(self) -> None:
        return None


class _CrlfBeforeEndstream(io.BytesIO):
    """A compressed stream that happens to end in CR, followed by a bare LF, reads as if it were one byte shorter."""

    def write(self, data: Any, /) -> int:
        return super().write(b"\r\nendstream" if data == b"\nendstream" else data)
