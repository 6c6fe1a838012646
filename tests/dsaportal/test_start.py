"""A production installation without Docker: bin/start on PostgreSQL, Redis and a mail server, as an operator has it."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from tests.dsaportal.running import ROOT, Running, alive, environment, free_port, running, status, until

PROCESSES = ("web", "worker", "scheduler")

pytestmark = [pytest.mark.processes, pytest.mark.postgres]


class Sink(MessageHandler):
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.received: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.received.append(message)


@pytest.fixture(scope="module")
def sink() -> Iterator[tuple[Sink, int]]:
    handler, port = Sink(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """An empty database beside the one of the suite."""
    parts = urlsplit(os.environ["TEST_DATABASE_URL"])
    name = f"{parts.path.lstrip('/')}_start_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    server = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield urlunsplit(parts._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="module")
def broker() -> Iterator[str]:
    """A Redis database of its own: a worker of another test must not take our tasks."""
    place, _, number = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15").rpartition("/")
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    own = f"{place}/{max(int(number) - 4 - worker, 0)}"
    with redis.Redis.from_url(own) as client:
        client.flushdb()
        yield own
        client.flushdb()


@pytest.fixture(scope="module")
def env(sink: tuple[Sink, int], database: str, broker: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    port = str(free_port())
    return environment(
        PORTAL_VAR=str(tmp_path_factory.mktemp("var")),
        PORT=port,
        SECRET_KEY="for-one-test-run-only-0123456789-abcdefghijklmnopqrstuvwxyz",
        SITE_URL=f"http://127.0.0.1:{port}",
        PORTAL_ALLOW_HTTP="1",
        ALLOWED_HOSTS="127.0.0.1",
        DATABASE_URL=database,
        REDIS_URL=broker,
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=str(sink[1]),
        MAIL_FROM="Sharing agreements <no-reply@agreements.example.gov.uk>",
        OPERATOR_NAME="Example Council",
        OPERATOR_ADDRESS="1 High Street, Exampleton",
        OPERATOR_EMAIL="help@agreements.example.gov.uk",
    )


@pytest.fixture(scope="module")
def portal(env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    done = _start("migrate", env)
    assert done.returncode == 0, done.stderr
    logs = tmp_path_factory.mktemp("logs")
    with ExitStack() as stack:
        processes = {name: stack.enter_context(running(["bin/start", name], env, logs / name)) for name in PROCESSES}
        until(lambda: status(int(env["PORT"]), "/readyz") == 200, 30, "the portal is ready", logs / "web")
        yield processes


def test_every_process_says_that_it_works(portal: dict[str, Running], env: dict[str, str]) -> None:
    assert status(int(env["PORT"])) == 200
    for name in PROCESSES:
        until(lambda name=name: _start("probe", env, name).returncode == 0, 30, f"a working {name}")  # type: ignore[misc]


def test_preparing_again_changes_nothing(portal: dict[str, Running], env: dict[str, str]) -> None:
    assert _start("migrate", env).returncode == 0


def test_static_files_carry_their_content_in_their_name(portal: dict[str, Running], env: dict[str, str]) -> None:
    names = [path.name for path in (Path(env["PORTAL_VAR"]) / "static").glob("app.*.css")]
    assert len(names) == 1
    assert status(int(env["PORT"]), f"/static/{names[0]}") == 200


def test_the_portal_answers_to_its_own_name_only(portal: dict[str, Running], env: dict[str, str]) -> None:
    assert status(int(env["PORT"]), "/healthz") == 200
    assert status(int(env["PORT"]), "/", host="evil.example") == 400


def test_mail_leaves_through_the_outbox(
    portal: dict[str, Running], env: dict[str, str], sink: tuple[Sink, int]
) -> None:
    code = (
        "from django.utils import timezone\n"
        "from notices import services\n"
        "services.queue(kind='account.code', recipient=None, email='ann@example.org', dedupe_key='one',"
        " context={'what': 'sign-in', 'code': '123456'}, at=timezone.now())"
    )
    command = [".venv/bin/python", "manage.py", "shell", "--no-imports", "-c", code]
    subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True, timeout=60)
    until(lambda: sink[0].received, 30, "a message", portal["worker"].log)
    assert "ann@example.org" in str(sink[0].received[0]["To"])
    assert sink[0].received[0]["From"].endswith("<no-reply@agreements.example.gov.uk>")


def test_a_killed_web_worker_comes_back(portal: dict[str, Running], env: dict[str, str]) -> None:
    for process in portal["web"].family():
        process.kill()
    until(lambda: status(int(env["PORT"]), "/healthz") == 200, 15, "a new web worker", portal["web"].log)


def test_each_process_ends_when_told(portal: dict[str, Running]) -> None:
    """Runs last: the processes are the module's."""
    for name, process in portal.items():
        family, before = process.family(), len(process.said)
        assert process.end(signal.SIGTERM) == 0, f"{name}: {process.said}"
        assert alive(family) == []
        assert "Traceback" not in process.said[before:]


def _start(verb: str, env: dict[str, str], *more: str) -> "subprocess.CompletedProcess[str]":
    command = ["bin/start", verb, *more]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
