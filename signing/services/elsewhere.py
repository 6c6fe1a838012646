"""Agreements that were signed before the portal knew them: recorded, never vouched for."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agreements import services as agreements
from agreements.models import Agreement
from foundation.verdicts import Verdict
from signing.models import Elsewhere
from signing.papers import keeping, words
from signing.papers.scan import Scan
from signing.services import rounds


@dataclass(frozen=True, slots=True)
class Said:
    """What the lead's officer says of the file."""

    signed_on: dt.date
    keeper: str = ""
    note: str = ""


@transaction.atomic
def record(*, agreement: Agreement, scan: Scan, said: Said, by: User, at: dt.datetime) -> Elsewhere:
    """Keep the signed file beside the frozen text, and bring the agreement to where it was long since.

    The file stays byte for byte as it was brought. A rolled-back transaction leaves at most a file that nothing names.
    """
    agreement = rounds.locked(agreement)
    Verdict.unless(
        said.signed_on <= timezone.localdate(at), "The date on which it was signed must be today or earlier"
    ).enforce()
    version = agreements.current_version(agreement)
    agreements.record_signed_elsewhere(agreement=agreement, by=by, at=at, reason=words.outside_on(said.signed_on))
    row = Elsewhere(
        version=version,
        path=keeping.keep(keeping.ELSEWHERE, scan.data),
        sha256=scan.sha256,
        size=len(scan.data),
        pages=scan.pages,
        signed_on=said.signed_on,
        keeper=said.keeper,
        note=said.note,
        recorded_by=by,
        recorded_at=at,
    )
    row.save(force_insert=True)
    return row


def of_agreement(agreement: Agreement) -> Elsewhere | None:
    """What was recorded of the agreement's newest version that has such a record."""
    found: Elsewhere | None = (
        Elsewhere.objects.filter(version__agreement=agreement)
        .select_related("version__agreement__lead", "recorded_by")
        .order_by("-version__number")
        .first()
    )
    return found


def elsewhere_by_digest(sha256: str) -> Elsewhere | None:
    """The record that keeps exactly this file. None for every other file, of whatever name."""
    found: Elsewhere | None = (
        Elsewhere.objects.filter(sha256=sha256).select_related("version__agreement__lead").order_by("pk").first()
    )
    return found
