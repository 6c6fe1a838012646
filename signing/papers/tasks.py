"""Doors for the worker: each may be run twice, or be killed at any point, without harm."""

import logging
import time

from celery import shared_task
from django.utils import timezone

from signing.models import Pack
from signing.papers import keeping, pack
from signing.services import packs, papers

logger = logging.getLogger(__name__)

AT_ONCE = 10
DRAFTS_KEPT = 24 * 60 * 60


@shared_task(name="signing.pack")
def make_pack(pack_id: int) -> bool:
    """Make a signing pack, unless it is made or being made."""
    row = packs.claim(pack_id=pack_id, at=timezone.now())
    if row is None:
        return False
    try:
        made = pack.make(row.request, at=row.asked_at)
        packs.finish(pack=row, content=made.content, pages=made.pages, at=timezone.now())
    except pack.NotReady:
        packs.wait(pack=row, at=timezone.now())
        return False
    except Exception as error:
        # Whatever went wrong, the row keeps the reason and the sweep tries again.
        logger.exception("could not make signing pack %s", pack_id)
        packs.fail(pack=row, error=f"{type(error).__name__}: {error}", at=timezone.now())
        return False
    return True


@shared_task(name="signing.sweep_papers")
def sweep() -> int:
    """Make the packs whose message was lost, ask again for checks, throw away what was never handed in."""
    now = timezone.now()
    waiting = list(Pack.objects.unfinished(now).values_list("pk", flat=True)[:AT_ONCE])
    made = sum(make_pack(key) for key in waiting)
    papers.remind(at=now)
    keeping.forget_drafts(time.time() - DRAFTS_KEPT)
    return made
