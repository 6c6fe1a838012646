"""Doors for the worker: each loads, calls one service, and may be run twice without harm."""

import logging

from celery import shared_task
from django.utils import timezone

from agreements import pdf
from drafting import services
from drafting.models.preview import Preview
from drafting.services import discussion, previews
from dsaformat import reading

logger = logging.getLogger(__name__)

AT_ONCE = 10


@shared_task(name="drafting.preview")
def make_preview(preview_id: int) -> bool:
    """Print a draft, unless it is printed or being printed."""
    row = previews.claim_preview(preview_id=preview_id, at=timezone.now())
    if row is None:
        return False
    try:
        made = pdf.render(reading.load(row.text), at=row.asked_at, draft=True)
        previews.finish_preview(preview=row, content=made.content, pages=made.pages, at=timezone.now())
    except Exception as error:
        # Whatever went wrong, the row keeps the reason and the sweep tries again.
        logger.exception("could not print draft %s", preview_id)
        said = str(error) if isinstance(error, pdf.RenderingFailed) else f"{type(error).__name__}: {error}"
        previews.fail_preview(preview=row, error=said, at=timezone.now())
        return False
    return True


@shared_task(name="drafting.sweep")
def sweep() -> int:
    """Find what a lost message left undone, and throw away what is old."""
    now = timezone.now()
    # First: printing takes long, and a comment has waited for its pause already.
    discussion.tell(at=now)
    waiting = list(Preview.objects.unfinished(now).values_list("pk", flat=True)[:AT_ONCE])
    made = sum(make_preview(key) for key in waiting)
    previews.forget_old_previews(at=now)
    services.forget_old_typed(at=now)
    discussion.remind(at=now)
    return made
