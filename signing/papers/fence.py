"""Becomes another program that can have only so much: seconds, memory, and bytes of what it writes.

A file that somebody brought is opened by no process that answers requests. Run as a script by ``tools``; it imports
nothing of the portal.
"""

import os
import resource
import sys

_MEGABYTE = 1024 * 1024
_LARGEST = 96 * _MEGABYTE


def become(seconds: int, megabytes: int, command: list[str]) -> None:
    """Never returns."""
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * _MEGABYTE),
        (resource.RLIMIT_FSIZE, _LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    os.execv(command[0], command)  # noqa: S606 - no shell; the command is the portal's own


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
