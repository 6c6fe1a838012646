"""/healthz and /readyz: what a load balancer and an alarm may rely on."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client, RequestFactory
from pytest_django import Settings

from dsaportal import environment, health
from notices import services as notices

LATEST_ANSWER = 3.0  # seconds; a load balancer gives up soon after


@pytest.fixture
def ready(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings.VAR = tmp_path
    settings.REDIS_URL = ""
    (tmp_path / "broker").mkdir()
    monkeypatch.setattr(notices, "oldest_waiting_seconds", lambda at: None)
    return settings


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that takes connections and never says a word, as behind a broken firewall."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(8)
        yield server.getsockname()[1]


def _ask() -> tuple[int, dict[str, Any]]:
    began = time.monotonic()
    answer = health.readyz(RequestFactory().get("/readyz"))
    assert time.monotonic() - began < LATEST_ANSWER
    return answer.status_code, json.loads(answer.content)


def _postgres_at(port: int) -> DatabaseWrapper:
    defaults = {"TIME_ZONE": None, "CONN_HEALTH_CHECKS": True, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False}
    return DatabaseWrapper(defaults | environment.postgres(f"postgres://portal:x@127.0.0.1:{port}/portal"))


def test_alive_asks_nothing_of_anybody(client: Client) -> None:
    answer = client.get("/healthz")  # without the database mark, a query would fail this test
    assert answer.status_code == 200
    assert answer.json() == {"status": "alive"}
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.django_db
def test_ready(client: Client, ready: Settings) -> None:
    answer = client.get("/readyz")
    assert answer.json() == {
        "status": "ready",
        "parts": {"broker": "ok", "database": "ok", "migrations": "ok", "outbox": "ok"},
    }
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "state"), [(None, "ok"), (0, "ok"), (900, "ok"), (901, "late")])
def test_mail_that_waits_too_long(
    ready: Settings, monkeypatch: pytest.MonkeyPatch, seconds: int | None, state: str
) -> None:
    monkeypatch.setattr(notices, "oldest_waiting_seconds", lambda at: seconds)
    status, body = _ask()
    assert body["parts"]["outbox"] == state
    assert status == (200 if state == "ok" else 503)


@pytest.mark.django_db
def test_a_migration_that_nobody_applied(ready: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_shipped", lambda: frozenset({("parties", "9999_from_tomorrow")}))
    status, body = _ask()
    assert (status, body["parts"]["migrations"]) == (503, "pending")


@pytest.mark.django_db
def test_a_broker_folder_that_is_gone(ready: Settings) -> None:
    (ready.VAR / "broker").rmdir()
    status, body = _ask()
    assert (status, body["parts"]["broker"]) == (503, "no answer")
    assert body["parts"]["database"] == "ok"


@pytest.mark.django_db
def test_a_broker_that_refuses(ready: Settings, silent_port: int) -> None:
    ready.REDIS_URL = "redis://127.0.0.1:1/0"
    assert _ask()[1]["parts"]["broker"] == "no answer"
    ready.REDIS_URL = f"redis://127.0.0.1:{silent_port}/0"
    assert _ask()[1]["parts"]["broker"] == "no answer"


@pytest.mark.parametrize("refusing", [True, False], ids=["refuses", "silent"])
def test_a_database_that_does_not_answer(
    ready: Settings, monkeypatch: pytest.MonkeyPatch, silent_port: int, refusing: bool
) -> None:
    """In time even when the broker is silent as well."""
    ready.REDIS_URL = f"redis://127.0.0.1:{silent_port}/0"
    monkeypatch.setattr(health, "connection", _postgres_at(1 if refusing else silent_port))
    status, body = _ask()
    assert status == 503
    assert body["parts"] == {
        "broker": "no answer",
        "database": "no answer",
        "migrations": "unknown",
        "outbox": "unknown",
    }


@pytest.mark.django_db
def test_the_answer_never_says_why(ready: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(at: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(notices, "oldest_waiting_seconds", broken)
    status, body = _ask()
    assert (status, body["parts"]["outbox"]) == (503, "no answer")
    assert "secret detail" not in json.dumps(body)


def test_a_kept_connection_is_not_trusted(ready: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may lead to a host that went silent, where a question would wait for minutes."""
    asked: list[str] = []
    monkeypatch.setattr(
        health, "connection", SimpleNamespace(in_atomic_block=False, close=lambda: asked.append("closed"), cursor=None)
    )
    assert _ask()[0] == 503
    assert asked == ["closed"]
