"""The verbs of making a draft's PDF. What happens between them may take long, fail, or be killed."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from agreements import assembly
from agreements import policies as agreement_policies
from agreements import services as agreements
from agreements.choices import RenderingState
from agreements.models import Agreement
from drafting.models.preview import MAX_ATTEMPTS, Preview
from dsaformat import canonical
from foundation import jobs

if TYPE_CHECKING:
    from accounts.models import User

LEASE = dt.timedelta(minutes=5)
KEPT_FOR = dt.timedelta(days=7)
KILLED = "The worker was stopped each time it made this PDF."


@transaction.atomic
def ask_preview(*, agreement: Agreement, on: dt.date, by: "User", at: dt.datetime) -> Preview:
    """Have the text printed as it stands. The same text is printed once; one that failed is tried again."""
    agreement_policies.can_view(by, agreement).enforce()
    held = Preview.objects.select_for_update().filter(agreement=agreement, digest=agreement.working_digest)
    row: Preview | None = held.first()
    if row is not None and row.state != RenderingState.FAILED:
        return row
    row = row or Preview(agreement=agreement, digest=agreement.working_digest)
    row.text = canonical.dump(agreements.final(assembly.assemble(agreement), on=on))
    row.state, row.attempts, row.lease_until, row.error = RenderingState.WAITING, 0, None, ""
    row.asked_at, row.asked_by = at, by
    row.save()
    jobs.after_commit("drafting.preview", preview_id=row.pk)
    return row


@transaction.atomic
def claim_preview(*, preview_id: int, at: dt.datetime) -> Preview | None:
    """Take it up for a few minutes; None when it is finished, given up, or in another worker's hands."""
    row: Preview | None = Preview.objects.select_for_update().unfinished(at).filter(pk=preview_id).first()
    if row is None:
        return None
    if row.attempts >= MAX_ATTEMPTS:
        _give_up(row, row.error or KILLED)
        return None
    row.state, row.lease_until, row.attempts = RenderingState.WORKING, at + LEASE, row.attempts + 1
    row.save(update_fields=["state", "lease_until", "attempts"])
    return row


@transaction.atomic
def finish_preview(*, preview: Preview, content: bytes, pages: int, at: dt.datetime) -> Preview:
    preview.content, preview.pages, preview.text, preview.error = content, pages, "", ""
    preview.state, preview.finished_at, preview.lease_until = RenderingState.DONE, at, None
    preview.save()
    return preview


@transaction.atomic
def fail_preview(*, preview: Preview, error: str, at: dt.datetime) -> Preview:
    """Keep the reason and wait a little; after the last attempt it stays failed until somebody asks again."""
    row: Preview = Preview.objects.select_for_update().get(pk=preview.pk)
    if row.state == RenderingState.DONE:
        return row
    if row.attempts >= MAX_ATTEMPTS:
        return _give_up(row, error)
    row.state, row.error = RenderingState.WAITING, error[:2000]
    row.lease_until = at + dt.timedelta(seconds=20 * 2**row.attempts)
    row.save(update_fields=["state", "error", "lease_until"])
    return row


def _give_up(row: Preview, error: str) -> Preview:
    row.state, row.lease_until, row.error = RenderingState.FAILED, None, error[:2000]
    row.save(update_fields=["state", "lease_until", "error"])
    return row


def forget_old_previews(*, at: dt.datetime) -> int:
    """Throw away what nobody needs any more: a draft's PDF is old after a week."""
    return Preview.objects.filter(asked_at__lt=at - KEPT_FOR).delete()[0]
