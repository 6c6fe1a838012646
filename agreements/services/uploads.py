"""Documents from files: what they would do first, and that only when it is confirmed."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from agreements import intake, policies
from agreements.models import Agreement, Upload
from agreements.services import life
from dsaformat import canonical
from dsaformat.document import AgreementDocument
from foundation import text
from foundation.verdicts import OK, Finding, Refused, Verdict
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

KEPT_FOR = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What taking the document would do now."""

    document: AgreementDocument
    lead: Organisation | None
    placed: dict[str, Organisation]
    leaving: tuple[str, ...]
    """Organisations whose people would no longer see the agreement."""
    findings: tuple[Finding, ...]
    verdict: Verdict


def keep(
    *, document: AgreementDocument, file_name: str, agreement: Agreement | None, by: "User", at: dt.datetime
) -> Upload:
    """Keep the document until its owner confirms it. Refused to those who could never take it."""
    (policies.can_import(by) if agreement is None else policies.can_revise(by, agreement)).enforce()
    upload: Upload = Upload.objects.create(
        reference=uuid.uuid4(),
        agreement=agreement,
        based_on=agreement.revision if agreement else 0,
        file_name=text.single_line(file_name)[:255] or "agreement.json",
        text=canonical.dump(document),
        uploaded_by=by,
        uploaded_at=at,
    )
    return upload


def foresee(*, upload: Upload, by: "User", on: dt.date) -> Forecast:
    """What the document holds, what the checks say, and why it cannot be taken, if so. Writes nothing."""
    document, agreement = upload.document, upload.agreement
    verdict = OK if agreement is None else life.can_replace(by, agreement, upload.based_on)
    placed: dict[str, Organisation] = {}
    lead: Organisation | None = None
    try:
        placed = intake.places(document)
        lead = intake.lead(document, placed, agreement.lead if agreement else None)
    except Refused as refused:
        verdict = verdict & Verdict(tuple(refused.reasons))
    if lead is not None and agreement is None:
        verdict = verdict & policies.can_create(by, lead)
    now = {party.organisation for party in agreement.parties.select_related("organisation")} if agreement else set()
    leaving = sorted(str(organisation.name) for organisation in now - set(placed.values())) if placed else []
    findings = life.check(document=life.final(document, on=on), on=on)
    return Forecast(document, lead, placed, tuple(leaving), findings, verdict)


@transaction.atomic
def take(*, upload: Upload, by: "User", at: dt.datetime) -> Agreement:
    """Make the agreement, or replace the text, as it was foreseen. Refused when that is no longer possible."""
    if not Upload.objects.select_for_update().filter(pk=upload.pk).exists():
        raise Refused(["This file has been taken already."])
    document = upload.document
    if upload.agreement is None:
        agreement = life.import_document(document=document, by=by, at=at)
    else:
        agreement = life.revise(agreement=upload.agreement, document=document, based_on=upload.based_on, by=by, at=at)
    upload.delete()
    return agreement


def forget_uploads(*, at: dt.datetime) -> int:
    """Throw away what nobody confirmed in a week."""
    return Upload.objects.filter(uploaded_at__lt=at - KEPT_FOR).delete()[0]
