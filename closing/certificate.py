"""The certificate of disposal, as a sealed PDF: which data each party held, and what it says became of it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from agreements import pdf
from agreements.models import Version
from closing import accounting
from closing.disposal import Fate
from closing.models import Certificate, Disposal, Outcome
from dsaformat import canonical
from foundation.templatetags.ui import uk_date, uk_datetime
from signing.seal import keys


def make(certificate: Certificate, *, at: dt.datetime) -> bytes:
    """What everybody had said by the answer that made it whole. The text of the agreement is attached as data."""
    agreement = certificate.agreement
    version: Version = agreement.versions.order_by("-number").first()
    html = render_to_string("closing/disposal/certificate.html", context(certificate, version, at))
    made = pdf.render_markup(html, document=version.document, at=at, draft=False)
    return _sealed(made.content, at)


def _sealed(content: bytes, at: dt.datetime) -> bytes:
    from signing.seal import pades  # loads the PDF library

    reason = "The portal certifies what the parties have confirmed"
    return pades.certify(content, keyring=keys.current(at), at=at, reason=reason)


def context(certificate: Certificate, version: Version, at: dt.datetime) -> dict[str, Any]:
    alone, through = certificate.disposal, certificate.through_id
    parties = (
        [accounting.one(alone, through=through)] if alone else accounting.of(certificate.agreement, through=through)
    )
    return {
        "agreement": certificate.agreement,
        "certificate": certificate,
        "alone": alone.organisation.legal_name if alone else "",
        "service": settings.SERVICE_NAME,
        "created": at.isoformat(timespec="seconds"),
        "seal_field": "Signature-PORTAL",
        "facts": _facts(certificate, version, parties, at),
        "fingerprint": canonical.grouped(version.fingerprint),
        "parties": [_party(one) for one in parties if one.rows],
        "nothing": [one.disposal.organisation.legal_name for one in parties if not one.rows],
    }


def _facts(
    certificate: Certificate, version: Version, parties: list[accounting.Account], at: dt.datetime
) -> list[tuple[str, str]]:
    agreement = certificate.agreement
    ending = next((one.disposal.from_on for one in parties if not one.disposal.left), None)
    alone = certificate.disposal
    numbers = ", ".join(
        str(number) for number in agreement.versions.order_by("number").values_list("number", flat=True)
    )
    return [
        ("Agreement", agreement.reference),
        ("Led by", agreement.lead.legal_name),
        ("Frozen versions", numbers),
        ("Last version", f"Version {version.number}, frozen on {uk_date(version.frozen_at)}"),
        ("Left on", uk_date(alone.from_on)) if alone else ("Ended on", uk_date(ending)),
        ("Certificate", f"{certificate.number}, made on {uk_datetime(at)}, UK time"),
    ]


def _party(account: accounting.Account) -> dict[str, Any]:
    disposal: Disposal = account.disposal
    return {
        "name": disposal.organisation.legal_name,
        "when": " ".join(filter(None, (_left(disposal), _answered(account)))),
        "rows": [(row.holding, _told(row.last, disposal)) for row in account.rows if row.last],
    }


def _left(disposal: Disposal) -> str:
    return f"It left on {uk_date(disposal.from_on)}." if disposal.left else ""


def _answered(account: accounting.Account) -> str:
    disposal, asked = account.disposal, f"It was asked on {uk_date(account.disposal.opened_at)}"
    if disposal.lapsed_at is not None:
        return f"{asked}, and joined again on {uk_date(disposal.lapsed_at)} before it had answered for all its data."
    if any(row.last and row.last.instead_because for row in account.rows):
        lead = disposal.agreement.lead.legal_name
        return (
            f"{asked}, and nobody there could answer for all its data. {lead} has recorded what is known of the rest."
        )
    return f"{asked} and had answered for all its data by {uk_date(disposal.confirmed_at)}."


def _told(outcome: Outcome, disposal: Disposal) -> list[tuple[str, str]]:
    instead = outcome.instead_because
    pairs = [
        ("What happened", f"{outcome.get_fate_display()}, {uk_date(outcome.on)}"),
        ("What is known" if outcome.fate == Fate.UNKNOWN else "How", outcome.method),
        ("Lawful basis", outcome.basis),
        ("Looked at again", uk_date(outcome.review_on) if outcome.review_on else ""),
        ("Evidence", outcome.evidence),
        ("File", f"{outcome.file.name}, SHA-256 {canonical.grouped(outcome.file.sha256)}" if outcome.file else ""),
        ("Why not by the party", instead),
        (f"Recorded for {disposal.agreement.lead.legal_name} by" if instead else "Confirmed by", _by(outcome)),
    ]
    return [(name, value) for name, value in pairs if value]


def _by(outcome: Outcome) -> str:
    named = ", ".join(filter(None, [outcome.by.full_name, outcome.by.job_title]))
    return f"{named}, on {uk_date(timezone.localdate(outcome.at))}"
