"""The doorbell. The broker carries no truth: a lost ring delays work until the next sweep, and loses nothing."""

import logging
from typing import Any

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)


def after_commit(task: str, **kwargs: Any) -> None:
    """Ask a worker to run ``task`` once the surrounding transaction is committed.

    Never raises: with the broker down, the act that caused the job still succeeds and the sweep does the job later.
    """
    transaction.on_commit(lambda: ring(task, **kwargs), robust=True)


def ring(task: str, **kwargs: Any) -> None:
    """Ask a worker to run ``task`` now."""
    try:
        # ``signature`` honours eager mode, which ``send_task`` does not.
        current_app.signature(task, kwargs=kwargs).apply_async(retry=False)
    except Exception:
        # Whatever the transport raises, the row in the database stands and the sweep will find it.
        logger.warning("could not ring for %s; the sweep will do it", task)
