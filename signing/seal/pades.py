"""Adding signatures to the agreement's PDF: the portal certifies the text, then one signature per act, then the end.

The end is what a check needs when certificates can no longer be asked about, and a timestamp of the whole document.

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
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import TextStampStyle

from signing.seal import font, interop, revocation, timestamps
from signing.seal.keys import Keyring

logger = logging.getLogger(__name__)

PORTAL_FIELD = "Signature-PORTAL"
RESERVED = 20_480  # hexadecimal digits for one signature with its certificates and timestamp
_WIDTH = 58


@dataclass(frozen=True, slots=True)
class Act:
    """One person's signature as the PDF will tell it."""

    field: str
    """The empty field that the layout left for it."""
    person: str
    office: str
    organisation: str
    at: dt.datetime
    evidence: str
    on_behalf: bool = False
    """Whether the office is not the organisation's own, but of somebody who signs for it under a mandate."""
    told: tuple[str, ...] = ()
    """What is shown instead of who signed when, for a signature that the portal did not see."""
    why: str = ""
    """The reason that goes with it."""

    def lines(self) -> list[str]:
        moment = self.at.astimezone(dt.UTC)
        said = self.told or (
            f"Signed by {self.person}",
            self._place(),
            f"{moment.day} {moment:%B %Y, %H:%M:%S} UTC",
        )
        return [line for whole in (*said, f"Evidence {self.evidence}") for line in textwrap.wrap(whole, _WIDTH)]

    def _place(self) -> str:
        between = " on behalf of " if self.on_behalf else ", "
        return between.join(part for part in (self.office, self.organisation) if part)

    @property
    def reason(self) -> str:
        return f"{self.why or f'{self.person} agrees on behalf of {self.organisation}'}; evidence {self.evidence}"


_OFFERED = "The portal certifies the text that is offered for signature"


def certify(pdf: bytes, *, keyring: Keyring, at: dt.datetime, reason: str = _OFFERED) -> bytes:
    """The portal vouches for the text; from here on only the signature fields may be filled."""
    moment = at.astimezone(dt.UTC)
    shown = [f"Text certified by {settings.SERVICE_NAME}", f"{moment.day} {moment:%B %Y, %H:%M:%S} UTC"]
    writer = open_quietly(pdf)
    font.embed(writer)
    metadata = signers.PdfSignatureMetadata(
        field_name=PORTAL_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        name=settings.SERVICE_NAME,
        reason=reason,
        location="United Kingdom",
    )
    return _sign(writer, metadata, shown, keyring, at)


def approve(pdf: bytes, act: Act, *, keyring: Keyring, at: dt.datetime) -> bytes:
    """Fill the act's field, or a new one off the page where the text has none for it.

    Refuses when a letter of it cannot be drawn.
    """
    for line in act.lines():
        font.drawable(line).enforce()
    metadata = signers.PdfSignatureMetadata(
        field_name=act.field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=act.person,
        reason=act.reason,
        location="United Kingdom",
        cades_signed_attr_spec=CAdESSignedAttrSpec(commitment_type=GenericCommitment.PROOF_OF_APPROVAL.asn1),
    )
    return _sign(open_quietly(pdf), metadata, act.lines(), keyring, at)


def complete(pdf: bytes, *, keyring: Keyring, at: dt.datetime) -> bytes:
    """The end: certificates, what their issuers say of revoked ones, and the time of all of it, as one addition.

    Raises ``NobodyAnswers`` when no authority gives the time: without it the rest would prove little.
    """
    return _stamped(pdf, keyring, at, revocation.gather(keyring, at))


def stamp(pdf: bytes, *, keyring: Keyring, at: dt.datetime) -> bytes:
    """A timestamp of the whole document, for signatures to which no authority gave the time when they were made."""
    return _stamped(pdf, keyring, at, None)


def _stamped(pdf: bytes, keyring: Keyring, at: dt.datetime, proof: revocation.Proof | None) -> bytes:
    for stamper in timestamps.stampers(keyring, at):
        writer, out = open_quietly(pdf), _CrlfBeforeEndstream()
        number = sum(1 for one in writer.prev.embedded_timestamp_signatures) + 1
        if proof is not None:
            DocumentSecurityStore.supply_dss_in_writer(writer, None, **proof.parts())
        outside = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
        dating = PdfTimeStamper(stamper, field_name=f"Timestamp-{number}", invis_settings=outside)
        try:
            _date(dating, writer, out)
        except (TimestampRequestError, OSError) as trouble:
            logger.warning("timestamp authority did not answer: %s", trouble)
            continue
        return out.getvalue()
    raise timestamps.NobodyAnswers


def _date(dating: Any, writer: Any, out: io.BytesIO) -> None:
    interop.apart(lambda: dating.timestamp_pdf(writer, "sha256", output=out, bytes_reserved=RESERVED))


def _sign(writer: Any, metadata: Any, shown: list[str], keyring: Keyring, at: dt.datetime) -> bytes:
    prepared = writer.prev.stream
    start = prepared.getvalue()
    has_field = any(name == metadata.field_name for name, _, _ in enumerate_sig_fields(writer.prev))
    place = {} if has_field else {"new_field_spec": _off_the_page(metadata.field_name)}
    for stamper in [*timestamps.stampers(keyring, at), None]:
        out = _CrlfBeforeEndstream()
        signer = signers.PdfSigner(
            metadata, signer=interop.SealSigner(keyring.seal), timestamper=stamper, stamp_style=_style(shown), **place
        )
        try:
            _fill(signer, writer, out)
        except (TimestampRequestError, OSError) as trouble:
            # Nothing was written to the input: the next authority starts from the same bytes.
            logger.warning("timestamp authority did not answer: %s", trouble)
            writer = open_quietly(start)
            if metadata.certify:
                font.embed(writer)
            continue
        return out.getvalue()
    raise AssertionError("the last attempt asks nobody for a timestamp")


def _fill(signer: Any, writer: Any, out: io.BytesIO) -> None:
    interop.apart(lambda: signer.sign_pdf(writer, output=out, bytes_reserved=RESERVED))


def _off_the_page(field: str) -> SigFieldSpec:
    """For whoever the text left no field for: nothing may be drawn on its pages any more."""
    return SigFieldSpec(field, invis_sig_settings=InvisSigSettings(set_print_flag=True, box_out_of_bounds=True))


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


def open_quietly(pdf: bytes) -> "_QuietWriter":
    """For an addition that leaves the file's description of itself alone."""
    return _QuietWriter(io.BytesIO(pdf), strict=True)


class _QuietWriter(IncrementalPdfFileWriter):
    """A signature is not an edit: rewriting the metadata would drop the PDF/UA part of it and void PDF/A."""

    def _update_meta(self) -> None:
        return None


class _CrlfBeforeEndstream(io.BytesIO):
    """A compressed stream that happens to end in CR, followed by a bare LF, reads as if it were one byte shorter."""

    def write(self, data: Any, /) -> int:
        return super().write(b"\r\nendstream" if data == b"\nendstream" else data)
