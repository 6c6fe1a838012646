"""Doors for the worker: each loads, calls one service, and may be run twice without harm."""

import logging

from celery import shared_task
from django.utils import timezone

from agreements import pdf, services
from agreements.models import Agreement, Rendering

logger = logging.getLogger(__name__)


@shared_task(name="agreements.render")
def render_version(version_id: int) -> bool:
    """Make the PDF of a frozen version, unless it is made or being made."""
    rendering_id = Rendering.objects.values_list("pk", flat=True).get(version_id=version_id)
    rendering = services.claim_rendering(rendering_id=rendering_id, at=timezone.now())
    if rendering is None:
        return False
    version = rendering.version
    try:
        made = pdf.render(version.document, at=version.frozen_at)
    except pdf.RenderingFailed as error:
        logger.exception("could not render version %s", version_id)
        services.fail_rendering(rendering=rendering, error=str(error), at=timezone.now())
        return False
    services.finish_rendering(
        rendering=rendering,
        content=made.content,
        pages=made.pages,
        at=timezone.now(),
    )
    return True


@shared_task(name="agreements.sweep")
def sweep() -> int:
    """Find what a lost message left undone: PDFs nobody made, agreements whose start date has come."""
    now = timezone.now()
    done = 0
    for version_id in list(Rendering.objects.unfinished(now).values_list("version_id", flat=True)[:20]):
        done += render_version(version_id)
    for agreement in Agreement.objects.due_to_start(timezone.localdate(now))[:200]:
        services.come_into_force(agreement=agreement, at=now)
        done += 1
    return done
