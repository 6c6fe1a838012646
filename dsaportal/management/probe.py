"""Is one process of this installation working? The answer is the exit code, for Docker's health checks."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from dsaportal import environment as env

_STALE = 600  # beat writes its schedule every three minutes


def run(name: str) -> None:
    sys.exit(0 if {"web": _web, "worker": _worker, "scheduler": _scheduler}[name]() else 1)


def _web() -> bool:
    port = (env.text("BIND") or f":{env.number('PORT', 8000)}").rsplit(":", 1)[1]
    site = urlsplit(env.text("SITE_URL"))
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=4)
    try:
        # The portal answers to its own name only.
        connection.request("GET", "/healthz", headers={"Host": site.netloc or "127.0.0.1"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _worker() -> bool:
    name = f"celery@{os.uname().nodename}"
    command = [sys.executable, "-m", "celery", "--app", "dsaportal", "inspect", "ping", "--destination", name]
    return subprocess.run([*command, "--timeout", "5"], capture_output=True, check=False).returncode == 0  # noqa: S603


def _scheduler() -> bool:
    written = [path.stat().st_mtime for path in Path(env.text("PORTAL_VAR", "var")).glob("beat*")]
    return bool(written) and time.time() - max(written) < _STALE
