"""How right the server's clock is, as the system itself knows it. Asks the kernel; sends nothing anywhere."""

import ctypes
import datetime as dt
import sys
from dataclasses import dataclass

MOST = dt.timedelta(seconds=2)
"""A clock that is further off than this signs nothing."""
_UNSYNCHRONISED = 0x0040
_NANOSECONDS = 0x2000
_ERROR = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """``offset`` is how far the clock is from the time servers' one; None where the system does not know."""

    synchronised: bool = False
    offset: dt.timedelta | None = None
    uncertainty: dt.timedelta | None = None

    @property
    def is_wrong(self) -> bool:
        """Known to be off. A system that keeps no time of its own is not known to be wrong."""
        return self.offset is not None and abs(self.offset) > MOST

    @property
    def record(self) -> dict[str, object]:
        return {
            "synchronised": self.synchronised,
            "offset_ms": _milliseconds(self.offset),
            "uncertainty_ms": _milliseconds(self.uncertainty),
        }


class _Timeval(ctypes.Structure):
    _fields_ = [("tv_sec", ctypes.c_long), ("tv_usec", ctypes.c_long)]


class _Timex(ctypes.Structure):
    """The head of Linux's ``struct timex``, and room for the rest of it."""

    _fields_ = [
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("constant", ctypes.c_long),
        ("precision", ctypes.c_long),
        ("tolerance", ctypes.c_long),
        ("time", _Timeval),
        ("rest", ctypes.c_long * 32),
    ]


def ask() -> Clock:
    """What the kernel says now. Never raises: elsewhere than on Linux nothing is known."""
    if not sys.platform.startswith("linux"):
        return Clock()
    try:
        answer = _Timex()  # modes 0: only reads
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(answer))
    except (OSError, AttributeError):
        return Clock()
    if state < 0 or state == _ERROR or answer.status & _UNSYNCHRONISED:
        return Clock()
    offset = answer.offset / 1000 if answer.status & _NANOSECONDS else answer.offset
    return Clock(True, dt.timedelta(microseconds=offset), dt.timedelta(microseconds=answer.maxerror))


def _milliseconds(value: dt.timedelta | None) -> float | None:
    return None if value is None else round(value / dt.timedelta(milliseconds=1), 3)
