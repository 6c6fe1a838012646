"""Doors for the worker: each loads, calls one service, and may be run twice without harm."""

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial

from celery import shared_task
from django.utils import timezone

from agreements import pdf, services
from agreements.models import Agreement, Handover, PublishedRendering, Rendering
from agreements.services import renderings, succeeding

logger = logging.getLogger(__name__)

AT_ONCE = 20


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
        services.finish_rendering(rendering=rendering, content=made.content, pages=made.pages, at=timezone.now())
    except Exception as error:
        # Whatever went wrong (a full disk, too), the row keeps the reason and the sweep tries again.
        logger.exception("could not render version %s", version_id)
        services.fail_rendering(rendering=rendering, error=_said(error), at=timezone.now())
        return False
    return True


@shared_task(name="agreements.render_published")
def render_published(version_id: int) -> bool:
    """Make the PDF of what may be published of a version, unless it is made or being made."""
    rendering_id = PublishedRendering.objects.values_list("pk", flat=True).get(version_id=version_id)
    row = renderings.claim_published(rendering_id=rendering_id, at=timezone.now())
    if row is None:
        return False
    try:
        made = pdf.render(row.version.document, at=row.version.frozen_at, redacted=row.left_out)
        renderings.finish_published(rendering=row, content=made.content, pages=made.pages, at=timezone.now())
    except Exception as error:
        # As above: the row keeps the reason.
        logger.exception("could not render version %s for publication", version_id)
        services.fail_rendering(rendering=row, error=_said(error), at=timezone.now())
        return False
    return True


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, pdf.RenderingFailed) else f"{type(error).__name__}: {error}"


@shared_task(name="agreements.sweep")
def sweep() -> int:
    """Find what a lost message left undone: PDFs nobody made, agreements whose start date has come."""
    now = timezone.now()
    done = _sweep_renderings(now)
    for agreement in Agreement.objects.due_to_start(timezone.localdate(now))[:200]:
        start = partial(services.come_into_force, agreement=agreement, at=now)
        done += _safely("bring into force agreement", agreement.pk, start)
    done += _safely("hand over", 0, partial(succeeding.sweep, at=now))
    services.forget_uploads(at=now)
    return done


@shared_task(name="agreements.hand_over")
def hand_over(handover_id: int) -> int:
    """Move what an ended organisation has here, as far as one pass goes."""
    handover = Handover.objects.select_related("organisation").get(pk=handover_id)
    return succeeding.carry_on(handover=handover, at=timezone.now())


def _sweep_renderings(now: dt.datetime) -> int:
    done = 0
    kinds = (
        (Rendering, services.give_up_rendering, render_version),
        (PublishedRendering, renderings.give_up_published, render_published),
    )
    for kind, give_up, make in kinds:
        for rendering_id in list(kind.objects.exhausted(now).values_list("pk", flat=True)[:AT_ONCE]):
            _safely("give up rendering", rendering_id, partial(give_up, rendering_id=rendering_id, at=now))
        for version_id in list(kind.objects.unfinished(now).values_list("version_id", flat=True)[:AT_ONCE]):
            done += _safely("render version", version_id, partial(make, version_id))
    return done


def _safely(what: str, key: int, act: Callable[[], object]) -> bool:
    """One that cannot be done must not keep the others waiting: the next sweep finds it again."""
    try:
        return bool(act())
    except Exception:
        logger.exception("could not %s %s", what, key)
        return False
