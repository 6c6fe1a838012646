"""bin/start: one process of a production installation, in the foreground, for systemd, Docker or a person."""

import os
import sys

from dsaportal import startup
from dsaportal.management import probe, processes

_USAGE = "Use: bin/start web | worker | scheduler | migrate | check | probe <web|worker|scheduler>\n"
_MANAGE = {
    "migrate": ["manage.py", "prepare", "--static"],
    "check": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}


def main(arguments: list[str]) -> None:
    verb = arguments[0] if len(arguments) == 1 else ""
    if len(arguments) == 2 and arguments[0] == "probe" and arguments[1] in processes.ALL:
        probe.run(arguments[1])
    elif verb in processes.ALL:
        startup.refuse_unsafe(embedded_allowed=False)
        _become(["-m", *processes.ALL[verb]()])
    elif verb in _MANAGE:
        startup.refuse_unsafe(embedded_allowed=False)
        _become(_MANAGE[verb])
    else:
        sys.stderr.write(_USAGE)
        sys.exit(64)


def _become(command: list[str]) -> None:
    """Replace this process, so that signals reach the real one and its exit code is the answer."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *command])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
