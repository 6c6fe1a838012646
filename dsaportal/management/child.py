"""Runs one process of the portal so that it never outlives the supervisor that started it.

``python -m dsaportal.management.child <fd> <module> [arguments]``. The supervisor holds the other end of the pipe
<fd>; when it dies, however it dies, reading from <fd> ends. Linux also gets the kernel's promise, which works even
when this process is too busy to read.
"""

import ctypes
import os
import runpy
import signal
import sys
import threading
import time
import warnings

_PR_SET_PDEATHSIG = 1
_PATIENCE = 15


def die_with_parent(fd: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    threading.Thread(target=_watch, args=(fd, os.getpid()), daemon=True, name="parent-watch").start()


def _watch(fd: int, me: int) -> None:
    os.read(fd, 1)  # the supervisor never writes: this returns when it is gone
    os.kill(me, signal.SIGTERM)
    time.sleep(_PATIENCE)
    os.killpg(me, signal.SIGKILL)  # each child leads its own process group


def main() -> None:
    fd, module = int(sys.argv[1]), sys.argv[2]
    die_with_parent(fd)
    # Celery advises against running as root. A container or a trial on a fresh machine has nobody else.
    warnings.filterwarnings("ignore", message=r"\s*You're running the worker with superuser privileges")
    sys.argv = [module, *sys.argv[3:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
