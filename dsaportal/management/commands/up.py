"""The whole portal on one machine, in the foreground: what ``make run`` ends in."""

import fcntl
import http.client
import importlib
import os
import socket
import sys
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from dsaportal.management import processes
from dsaportal.management.supervisor import Supervisor

_HOST = "127.0.0.1"  # the demonstration is for this machine alone


class Command(BaseCommand):
    help = "Runs the embedded portal: web, worker and scheduler as children of this process. Ctrl-C ends all."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: object, **options: Any) -> None:
        port: int = options["port"]
        if not settings.EMBEDDED:
            raise CommandError("DATABASE_URL is set: start a production installation with bin/start instead.")
        settings.VAR.mkdir(parents=True, exist_ok=True)
        lock = _only_one(settings.VAR / "up.lock", port)
        _port_free(port)
        for name in ("broker", "broker-control", "static", "files"):
            (settings.VAR / name).mkdir(exist_ok=True)
        try:
            call_command("prepare", stdout=self.stdout)
        except KeyboardInterrupt:
            raise CommandError("Stopped. The next start goes on from here.") from None
        environ = os.environ | {"PORTAL_SUPERVISED": "1", "PORT": str(port), "BIND": f"{_HOST}:{port}"}
        # Each start would otherwise compile every module again, which costs seconds.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        commands = {name: command() for name, command in processes.ALL.items()}
        code = Supervisor(commands, environ, self.stderr.write).run(lambda: self._greeted(port))
        lock.close()
        self.stdout.write("The portal has stopped.")
        sys.exit(code)

    def _greeted(self, port: int) -> bool:
        """Say where the portal is, as soon as its first page answers."""
        if not _answers(port):
            return False
        site = f"http://{_HOST}:{port}/"
        lines = ["", f"The portal is ready: {site}"]
        lines.append(f"Passkeys need a name instead of a number: for them open http://localhost:{port}/")
        if settings.DEMO:
            people = _demo_people()
            lines += ["", "Demonstration people:", *(f"  {person}" for person in people)] if people else []
            lines += ["", f"Mail that the portal sends: {site}dev/mail/"]
        self.stdout.write("\n".join([*lines, "Ctrl-C stops it.", ""]))
        self.stdout.flush()
        return True


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(_HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _demo_people() -> list[str]:
    """One line for each person whom the demonstration data has."""
    try:
        people = importlib.import_module("dsaportal.demo").people()
    except ImportError:
        return []
    return [person if isinstance(person, str) else " · ".join(str(part) for part in person) for person in people]


def _port_free(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn does, so that a connection that is still closing does not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except PermissionError:
            raise CommandError(f"Port {port} is reserved for the system: choose one above 1023, PORT=8001.") from None
        except (OSError, OverflowError):
            free = port + 1 if port < 65535 else 8001
            raise CommandError(
                f"Port {port} is taken by another program: stop it, or choose another with PORT={free} make run."
            ) from None


def _only_one(path: Path, port: int) -> IO[str]:
    """Hold the installation's lock: two schedulers on one database would do everything twice."""
    try:
        lock = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"The portal cannot write to {path.parent} ({error.strerror}).") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise CommandError(f"The portal is already running from this folder ({lock.read().strip()}).") from None
    lock.truncate(0)
    lock.write(f"process {os.getpid()}, http://{_HOST}:{port}/")
    lock.flush()
    return lock
