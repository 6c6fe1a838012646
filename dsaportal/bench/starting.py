"""How long the whole portal needs from the command to its first page, the second time."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_LIMIT = 120


def line(root: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="portal-start-") as var:
        first = _until_first_page(root, var)
        second = _until_first_page(root, var)
    return f"first page: {first:.1f} s at the first start (demo data made), {second:.1f} s at the second"


def _until_first_page(root: Path, var: str) -> float:
    port = _free_port()
    environ = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "PYTHONDONTWRITEBYTECODE"}}
    environ |= {"PORTAL_VAR": var, "PORT": str(port)}
    started = time.perf_counter()
    command = [sys.executable, str(root / "manage.py"), "up", "--port", str(port)]
    process = subprocess.Popen(command, cwd=root, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - started < _LIMIT:
            if _answers(port):
                return time.perf_counter() - started
            time.sleep(0.02)
        raise RuntimeError("the portal did not start")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
