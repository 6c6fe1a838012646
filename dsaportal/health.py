"""Is the portal alive, and can it do its work? For load balancers, Docker and the operator's alarms.

Answers name the part that fails and never why: the why is in the log, the page is public.
"""

import functools
import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from notices import services as notices

logger = logging.getLogger(__name__)

OUTBOX_LIMIT = 15 * 60  # seconds; the promise is that 99.9 % of mail has left by then
_BROKER_TIMEOUT = 0.4  # connecting and answering, after at most 2 s for the database: all within 3 s


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing of anybody, so a restart is the right cure when it fails."""
    return _answer({"status": "alive"}, 200)


def readyz(request: HttpRequest) -> JsonResponse:
    """503 with the failing part named, or 200. Never slower than three seconds."""
    parts = _parts(timezone.now())  # noqa: TID251
    ready = all(state == "ok" for state in parts.values())
    return _answer({"status": "ready" if ready else "not ready", "parts": parts}, 200 if ready else 503)


def _parts(at: datetime) -> dict[str, str]:
    parts = {"broker": _state("broker", _broker), "database": _state("database", _database)}
    if parts["database"] != "ok":
        # Asking a silent database again would only make the answer late.
        return parts | {"migrations": "unknown", "outbox": "unknown"}
    return parts | {
        "migrations": _state("migrations", _migrations),
        "outbox": _state("outbox", lambda: _outbox(at)),
    }


def _state(name: str, ask: Callable[[], str]) -> str:
    try:
        return ask()
    except Exception as error:
        logger.warning("readyz: %s does not answer: %s", name, error)
        return "no answer"


def _database() -> str:
    if not connection.in_atomic_block:
        # A kept connection to a host that went silent would wait for TCP; a new one gives up after two seconds.
        connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return "ok"


def _broker() -> str:
    if not settings.REDIS_URL:
        folder = Path(settings.VAR) / "broker"
        return "ok" if folder.is_dir() and os.access(folder, os.W_OK) else "no answer"
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=_BROKER_TIMEOUT, socket_timeout=_BROKER_TIMEOUT, retry=None
    )
    try:
        client.ping()
    finally:
        client.close()
    return "ok"


def _migrations() -> str:
    pending = _shipped() - set(MigrationRecorder(connection).applied_migrations())
    return "pending" if pending else "ok"


@functools.cache
def _shipped() -> frozenset[tuple[str, str]]:
    """The migrations that this code brings; they do not change while the process lives."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _outbox(at: datetime) -> str:
    waiting = notices.oldest_waiting_seconds(at=at)
    return "late" if waiting is not None and waiting > OUTBOX_LIMIT else "ok"


def _answer(body: dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response
