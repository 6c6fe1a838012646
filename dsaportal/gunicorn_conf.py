"""How the web process runs, embedded and in production alike. gunicorn reads these names."""

import os
from pathlib import Path
from typing import Any

from dsaportal import environment as env
from dsaportal import startup

wsgi_app = "dsaportal.wsgi:application"
bind = [env.text("BIND") or f"127.0.0.1:{env.number('PORT', 8000)}"]
worker_class = "gthread"
workers = env.number("WEB_WORKERS", 2 if env.text("DATABASE_URL") else 1)
threads = env.number("WEB_THREADS", 8)
timeout = 60
graceful_timeout = 10
keepalive = 5
# A request line longer than this is nobody's bookmark; ours stay under 2,000 characters.
limit_request_line = 8190
limit_request_fields = 60
# A worker starts afresh now and then, not all at once: a leak in a library stays small.
max_requests = 10_000
max_requests_jitter = 1_000
# The heartbeat file on a real disk can stall a worker; memory never does.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# A second way in, through a file in the home folder, that nobody asked for.
control_socket_disable = True
loglevel = "warning"
proc_name = "dsaportal"


def on_starting(server: Any) -> None:
    # Only the supervisor may serve the embedded portal: it listens on the loopback address and nowhere else.
    startup.refuse_unsafe(embedded_allowed=os.environ.get("PORTAL_SUPERVISED") == "1")
