"""A process with everything imported: for each line of its input (a file that says "ready") it forks a worker.

Killing a worker is cheap, starting one is not: with this the test kills often, and still ends soon.
"""

import os
import signal
import sys
from pathlib import Path

import django

django.setup()

from celery.signals import worker_ready  # noqa: E402

from dsaportal.celery import app  # noqa: E402


def main() -> None:
    app.loader.import_default_modules()
    app.finalize()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed leave nothing to collect
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _work(line.strip())
        print(child, flush=True)


def _work(sign: str) -> None:
    worker_ready.connect(lambda **kwargs: Path(sign).write_text("ready"), weak=False)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    name = f"worker{os.getpid()}@test"
    app.worker_main(["worker", "-l", "ERROR", "-P", "threads", "-c", "2", "-n", name, *quiet])
    os._exit(0)


if __name__ == "__main__":
    main()
