"""The receipt of one signature, as a PDF: what was signed, by whom, when, and how to check it."""

from django.conf import settings
from django.template.loader import render_to_string

from agreements import pdf
from dsaformat import canonical
from foundation.templatetags.ui import uk_datetime
from signing.models import Signature


def make(signature: Signature) -> bytes:
    """The same bytes whenever it is made: it is dated when it was signed, and carries the text as data."""
    version = signature.version
    context = {
        "signature": signature,
        "agreement": version.agreement,
        "service": settings.SERVICE_NAME,
        "created": signature.signed_at.isoformat(timespec="seconds"),
        "facts": _facts(signature),
        "prints": [
            ("Fingerprint of the text", canonical.grouped(signature.fingerprint)),
            ("Fingerprint of the evidence", canonical.grouped(signature.hash)),
        ],
        "bodies": [row.organisation.legal_name for row in _all(signature)] if _is_several(signature) else [],
        "also": signature.record.get("also_signs_for", []),
    }
    html = render_to_string("signing/takeaway/receipt.html", context)
    return pdf.render_markup(html, document=version.document, at=signature.signed_at, draft=False).content


def _facts(signature: Signature) -> list[tuple[str, str]]:
    confirmation = signature.confirmation
    return [
        ("Signed by", signature.typed_name),
        ("As", signature.capacity_words),
        ("For", signature.record["organisation"]["name"]),
        ("By what right", f"{signature.get_capacity_display()}, {signature.authority}"),
        ("Signed at", f"{uk_datetime(signature.signed_at)}, UK time"),
        ("Confirmed with", confirmation.get_method_display() if confirmation else ""),
    ]


def _is_several(signature: Signature) -> bool:
    return signature.given_together.exists()


def _all(signature: Signature) -> list[Signature]:
    return [signature, *signature.given_together.select_related("organisation").order_by("number")]
