"""The verbs of making a version's PDF. What happens between them may take long, fail, or be killed."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from agreements import files, policies
from agreements.choices import RenderingState
from agreements.models import Rendering, Version
from agreements.querysets import MAX_ATTEMPTS
from foundation import jobs
from notices import services as notices

if TYPE_CHECKING:
    from accounts.models import User

LEASE = dt.timedelta(minutes=10)
KILLED = "The worker was stopped each time it made this PDF. It may need more memory or time than it has."


@transaction.atomic
def claim_rendering(*, rendering_id: int, at: dt.datetime) -> Rendering | None:
    """Take the rendering up for ten minutes; None when it is finished, or another worker has it."""
    rendering: Rendering | None = Rendering.objects.select_for_update().unfinished(at).filter(pk=rendering_id).first()
    if rendering is None:
        return None
    rendering.state = RenderingState.WORKING
    rendering.lease_until = at + LEASE
    rendering.attempts += 1
    rendering.save(update_fields=["state", "lease_until", "attempts"])
    return rendering


def finish_rendering(*, rendering: Rendering, content: bytes, pages: int, at: dt.datetime) -> Rendering:
    """The file first, then the row: a row never names a file that is not there."""
    rendering.sha256 = files.keep(content)
    rendering.size, rendering.pages, rendering.error = len(content), pages, ""
    rendering.state, rendering.finished_at, rendering.lease_until = RenderingState.DONE, at, None
    rendering.save()
    return rendering


@transaction.atomic
def fail_rendering(*, rendering: Rendering, error: str, at: dt.datetime) -> Rendering:
    """Keep the reason, and wait longer after each failure.

    After the last attempt it stays failed, and the operators hear of it. A PDF that another worker has made since
    then stays made.
    """
    row = _locked(rendering.pk)
    if row.state == RenderingState.DONE:
        return row
    row.error = error[:2000]
    if row.attempts >= MAX_ATTEMPTS:
        return _given_up(row, at=at)
    row.state = RenderingState.WAITING
    row.lease_until = at + dt.timedelta(seconds=30 * 2**row.attempts)
    row.save(update_fields=["state", "lease_until", "error"])
    return row


@transaction.atomic
def give_up_rendering(*, rendering_id: int, at: dt.datetime) -> Rendering | None:
    """Fail one whose worker was killed in its last attempt; None when it turns out not to be such a one."""
    found = Rendering.objects.select_for_update(of=("self",)).exhausted(at).filter(pk=rendering_id)
    row: Rendering | None = found.select_related("version__agreement").first()
    if row is None:
        return None
    row.error = row.error or KILLED
    return _given_up(row, at=at)


@transaction.atomic
def retry_rendering(*, version: Version, by: "User | None", at: dt.datetime) -> Rendering:
    """Begin again with all attempts."""
    row = _locked(version.rendering.pk)
    policies.can_retry_rendering(by, row).enforce()
    row.state, row.attempts, row.lease_until, row.error = RenderingState.WAITING, 0, None, ""
    row.asked_at = at
    row.save(update_fields=["state", "attempts", "lease_until", "error", "asked_at"])
    jobs.after_commit("agreements.render", version_id=row.version_id)
    return row


def _locked(rendering_id: int) -> Rendering:
    rows = Rendering.objects.select_for_update(of=("self",)).select_related("version__agreement__lead")
    row: Rendering = rows.get(pk=rendering_id)
    return row


def _given_up(row: Rendering, *, at: dt.datetime) -> Rendering:
    row.state, row.lease_until = RenderingState.FAILED, None
    row.save(update_fields=["state", "lease_until", "error"])
    version = row.version
    reference = version.agreement.reference
    notices.queue_for_operators(
        kind="ops.pdf_failed",
        dedupe_key=f"ops.pdf_failed:{row.pk}",
        context={
            "reference": reference,
            "version": version.number,
            "error": row.error[:200],
            "link": version.get_absolute_url(),
        },
        at=at,
        about=reference,
    )
    return row
