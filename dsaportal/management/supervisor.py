"""One foreground process that keeps the portal's processes alive, and takes all of them along when it ends."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import FrameType

Say = Callable[[str], None]

CRASHES, WITHIN = 5, 60.0  # this many deaths in this many seconds is a fault that restarting does not mend
STOPPING = 15.0
_TICK = 0.1
_HEAD_START = 15.0


class Supervisor:
    """``run`` returns 0 after Ctrl-C or SIGTERM, 1 when a process keeps dying; no child is left either way."""

    def __init__(self, commands: Mapping[str, list[str]], environ: Mapping[str, str], say: Say) -> None:
        self._commands = commands
        self._environ = dict(environ)
        self._say = say
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths: dict[str, deque[float]] = {name: deque(maxlen=CRASHES) for name in commands}
        self._stopping = False
        self._failed = False
        # Children watch the reading end. Nobody else holds the writing end, so it closes when this process is gone.
        self._life, self._hold = os.pipe()
        # Under make, nobody can see or stop the portal any more once make has been killed.
        self._parent = os.getppid() if "MAKELEVEL" in environ else None

    def run(self, ready: Callable[[], bool]) -> int:
        """Start the first process; the others once it is ``ready``, so that they do not slow its first page."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            first, *rest = self._commands
            self._spawn(first)
            end = time.monotonic() + _HEAD_START
            while not self._stopping:
                self._revive()
                self._stopping |= self._parent not in {None, os.getppid()}
                if rest and (ready() or time.monotonic() > end):
                    for name in rest:
                        self._spawn(name)
                    rest = []
                time.sleep(_TICK)
        finally:
            self._end_all()
        return 1 if self._failed else 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _spawn(self, name: str) -> None:
        module, *arguments = self._commands[name]
        self._children[name] = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "dsaportal.management.child", str(self._life), module, *arguments],
            env=self._environ,
            pass_fds=(self._life,),
            # A session of its own: Ctrl-C reaches the supervisor alone, which then ends the children in order.
            start_new_session=True,
        )

    def _revive(self) -> None:
        for name, child in list(self._children.items()):
            if self._stopping or child.poll() is None:
                continue
            _signal_group(child, signal.SIGKILL)  # what the dead child left behind would hold its port
            deaths = self._deaths[name]
            deaths.append(time.monotonic())
            if len(deaths) == CRASHES and deaths[-1] - deaths[0] < WITHIN:
                self._say(f"The {name} process stopped {CRASHES} times within a minute; its last words are above.")
                self._failed = self._stopping = True
                return
            self._say(f"The {name} process stopped ({_cause(child.returncode)}); starting it again.")
            self._pause(0.2 * 2 ** (len(deaths) - 1) if deaths[-1] - deaths[0] < WITHIN else 0.2)
            if not self._stopping:
                self._spawn(name)

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < end:
            time.sleep(_TICK)

    def _end_all(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                with suppress(ProcessLookupError):
                    child.send_signal(signal.SIGTERM)
        end = time.monotonic() + STOPPING
        for child in self._children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, end - time.monotonic()))
            _signal_group(child, signal.SIGKILL)
            child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
