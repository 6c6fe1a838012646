"""Starting the portal's real processes, watching them, and leaving none behind."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
from django.conf import settings

SETTINGS = "dsaportal.settings"
ROOT = Path(settings.BASE_DIR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**changed: str) -> dict[str, str]:
    """The environment of a fresh shell: nothing of this test run reaches the processes."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "TEST_", "PORTAL_", "PYTHONDONTWRITE", "MAKE", "DJANGO_ALLOW"))
        and name not in {"DATABASE_URL", "REDIS_URL"}
    }
    return kept | {"DJANGO_SETTINGS_MODULE": SETTINGS} | changed


def until(true: Callable[[], object], seconds: float, what: str, log: Path | None = None) -> float:
    """Wait for a condition, and say how long it took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if true():
            return time.monotonic() - began
        time.sleep(0.05)
    said = log.read_text(errors="replace")[-3000:] if log else ""
    raise AssertionError(f"not within {seconds} s: {what}\n{said}")


def status(port: int, path: str = "/", host: str = "127.0.0.1") -> int:
    """The status of a page; 0 when nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": f"{host}:{port}"})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


class Running:
    """One command in the foreground, with everything that it started."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path, *fds: int) -> None:
        self.log = log
        with log.open("w") as file:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdout=file,
                stderr=subprocess.STDOUT,
                pass_fds=fds,
                start_new_session=True,
                preexec_fn=_die_with_the_test if sys.platform == "linux" else None,
            )

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def children(self) -> dict[str, psutil.Process]:
        """The portal's processes by name, as long as they live."""
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                words = child.cmdline()
                name = next((name for word, name in _NAMES.items() if word in words), None)
                if name and child.status() != psutil.STATUS_ZOMBIE:
                    found[name] = child
        return found

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: signal.Signals = signal.SIGTERM, seconds: float = 25) -> int:
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def clean_up(self) -> None:
        """Whatever a failed test left: by process, never by name."""
        left = alive(self.family()) if self.process.poll() is None else []
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self.process.kill()
        self.process.wait(10)


def _die_with_the_test() -> None:
    """A worker that outlived an aborted run would take the tasks of the next one."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


_NAMES = {"gunicorn": "web", "worker": "worker", "beat": "scheduler"}


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    found = []
    for process in processes:
        with contextlib.suppress(psutil.Error):
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


@contextlib.contextmanager
def running(command: list[str], env: dict[str, str], log: Path, *fds: int) -> Iterator[Running]:
    started = Running(command, env, log, *fds)
    try:
        yield started
    finally:
        started.clean_up()


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]
