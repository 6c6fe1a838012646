"""The processes around the outbox: mail server, scheduler, feeder and workers, with a database of their own."""

import itertools
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

from tests.databases import ROOT, migrated

ROWS = "SELECT message_id, email, state, attempts FROM notices_notice"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """Mail sink, scheduler, feeder and workers as processes around one database in one folder."""

    def __init__(
        self, folder: Path, *, database_url: str = "", workers: int = 3, before: float = 0.08, after: float = 0.12
    ) -> None:
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
        if not database_url:
            shutil.copy(migrated(), folder / "var" / "portal.sqlite3")
        self.sink = self._start("-m", "tests.notices.sink", port, str(self.log), str(before), str(after), talks=True)
        self.feeder = self._start("-m", "tests.notices.kill_feeder", talks=True)
        self.beat = self._start(
            "-m", "celery", "-A", "dsaportal", "beat", "-l", "ERROR", "--pidfile=", "-s", str(folder / "beat")
        )
        self.nursery = self._start("-m", "tests.notices.kill_nursery", talks=True)
        self.numbers = itertools.count(1)
        self.workers: list[tuple[int, Path]] = []
        for _ in range(workers):
            self.add_worker()

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

    def add_worker(self) -> None:
        sign = self.folder / f"worker{next(self.numbers)}.ready"
        print(sign, file=self.nursery.stdin, flush=True)
        self.workers.append((int(self.nursery.stdout.readline()), sign))

    def queue(self, number: int) -> int:
        print(number, file=self.feeder.stdin, flush=True)
        return int(self.feeder.stdout.readline())

    def kill_one(self) -> bool:
        """The worker that has lived longest, once it is at work: killing one that still starts proves nothing."""
        victim, sign = self.workers[0]
        if not sign.exists():
            return False
        self.workers.pop(0)
        _kill(victim)
        self.add_worker()
        return True

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
        for worker, _ in self.workers:
            _kill(worker)
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()


def _kill(pid: int) -> None:
    # The folder that stands in for a broker can end a worker by itself, when it is read while it is written.
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
