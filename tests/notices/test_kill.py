"""Kill -9 of real workers, at any moment, while a real mail server receives.

Nothing is lost; nothing is sent again whose acceptance is on record; every repeat is the same message.
"""

import collections
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = "SELECT message_id, email, state, attempts FROM notices_notice"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """Mail sink, scheduler, feeder and workers as processes around one database in one folder."""

    def __init__(self, folder: Path, *, database_url: str = "", workers: int = 3) -> None:
        self.folder, self.database_url = folder, database_url
        port = str(free_port())
        self.log = folder / "sink.jsonl"
        self.log.touch()
        self.env = {key: value for key, value in os.environ.items() if not key.startswith(("TEST_", "DATABASE_"))} | {
            "DJANGO_SETTINGS_MODULE": "tests.notices.kill_settings",
            "PORTAL_VAR": str(folder / "var"),
            "KILL_DATABASE_URL": database_url,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": port,
        }
        (folder / "var" / "broker").mkdir(parents=True)
        (folder / "var" / "broker-control").mkdir()
        self.processes: list[subprocess.Popen[str]] = []
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=self.env, check=True)
        self.sink = self._start("-m", "tests.notices.sink", port, str(self.log), "0.08", "0.12", talks=True)
        self.feeder = self._start("-m", "tests.notices.kill_feeder", talks=True)
        self.beat = self._start(
            "-m", "celery", "-A", "dsaportal", "beat", "-l", "ERROR", "--pidfile=", "-s", str(folder / "beat")
        )
        self.workers = [self._worker(number) for number in range(workers)]

    def _start(self, *command: str, talks: bool = False) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE if talks else subprocess.DEVNULL
        with (self.folder / "errors.log").open("a") as errors:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.env, stdin=pipe, stdout=pipe, stderr=errors, text=True
            )
        self.processes.append(process)
        if talks:
            assert process.stdout.readline().strip() == "ready", (self.folder / "errors.log").read_text()
        return process

    def _worker(self, number: int) -> subprocess.Popen[str]:
        return self._start(
            "-m", "celery", "-A", "dsaportal", "worker", "-l", "ERROR", "-P", "threads", "-c", "2",
            "-n", f"kill{number}-{time.time_ns()}@test", "--without-gossip", "--without-mingle", "--without-heartbeat",
        )  # fmt: skip

    def queue(self, number: int) -> int:
        print(number, file=self.feeder.stdin, flush=True)
        return int(self.feeder.stdout.readline())

    def kill_oldest(self) -> None:
        """The one that has lived longest, and so is sending for certain."""
        victim = self.workers.pop(0)
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        self.workers.append(self._worker(len(self.processes)))

    def rows(self) -> list[tuple[str, str, str, int]]:
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as connection:
                return connection.execute(ROWS).fetchall()
        with closing(sqlite3.connect(self.folder / "var" / "portal.sqlite3", timeout=20)) as connection:
            return connection.execute(ROWS).fetchall()

    def deliveries(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.endswith("}")]

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()


class Story:
    """Kills at random moments, watching when each acceptance was first seen on record."""

    def __init__(self, portal: Portal, *, seed: int) -> None:
        self.portal, self.chance = portal, random.Random(seed)
        self.kills = self.queued = 0
        self.on_record: dict[str, float] = {}

    def run(self, *, mails: int, kills: int, patience: float) -> None:
        end = time.monotonic() + patience
        self.queued = self.portal.queue(mails)
        while not self.on_record:
            self.watch(0.1)
        while self.kills < kills and time.monotonic() < end:
            self.watch(self.chance.uniform(0.5, 2))
            self.portal.kill_oldest()
            self.kills += 1
            if self.queued - len(self.on_record) < 40:  # a worker without work proves nothing
                self.queued = self.portal.queue(40)
        while len(self.on_record) < self.queued and time.monotonic() < end:
            self.watch(0.2)
        self.watch(2.5)  # long enough for a lease to run out, had one been left

    def watch(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            rows = self.portal.rows()
            now = time.time()
            for message_id, _, state, _ in rows:
                if state == "accepted":
                    self.on_record.setdefault(message_id, now)
            time.sleep(0.05)

    def counts(self) -> dict[str, int]:
        rows, deliveries = self.portal.rows(), self.portal.deliveries()
        times = collections.Counter(entry["id"] for entry in deliveries)
        ledger = {message_id: email for message_id, email, _, _ in rows}
        return {
            "queued": self.queued,
            "kills": self.kills,
            "accepted": sum(state == "accepted" for _, _, state, _ in rows),
            "delivered": len(times),
            "lost": len(set(ledger) - set(times)),
            "repeats": sum(times.values()) - len(times),
            "tried_again": sum(attempts > 1 for *_, attempts in rows),
            "strangers": sum([ledger.get(entry["id"])] != entry["to"] for entry in deliveries),
            "sent_after_record": sum(entry["began"] > self.on_record[entry["id"]] for entry in deliveries),
        }


def tell_the_story(tmp_path, capsys, *, mails, kills, patience, seed, database_url=""):
    portal = Portal(tmp_path, database_url=database_url)
    try:
        story = Story(portal, seed=seed)
        story.run(mails=mails, kills=kills, patience=patience)
        counts = story.counts()
    finally:
        portal.stop()
    with capsys.disabled():
        print(f"\nkilled workers: {counts}")
    assert counts["kills"] >= kills, (tmp_path / "errors.log").read_text()[-2000:]
    assert counts["accepted"] == counts["delivered"] == counts["queued"] >= mails
    assert (counts["lost"], counts["strangers"], counts["sent_after_record"]) == (0, 0, 0)
    # Two threads in the worker that dies, each with at most one message between 250 and our commit.
    assert counts["repeats"] <= 2 * counts["kills"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """A database of its own: a new file, or a new database beside the tests' one where PostgreSQL is given."""
    if request.param == "sqlite":
        yield ""
        return
    given = os.environ.get("TEST_DATABASE_URL")
    if not given:
        pytest.skip("TEST_DATABASE_URL is not set")
    import psycopg

    parts = urlsplit(given)
    name = f"{parts.path.lstrip('/')}_kill_{os.getpid()}"
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(parts._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.processes
def test_killed_workers_lose_nothing_and_repeat_only_what_was_undecided(tmp_path, capsys, database_url):
    tell_the_story(tmp_path, capsys, mails=300, kills=12, patience=120, seed=2027, database_url=database_url)


@pytest.mark.processes
@pytest.mark.soak
def test_hundreds_of_kills_lose_nothing(tmp_path, capsys, database_url):
    tell_the_story(tmp_path, capsys, mails=4_000, kills=200, patience=1_200, seed=1, database_url=database_url)
