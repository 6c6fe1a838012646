"""The verbs of bin/bootstrap, and the order of their steps."""

import os
import sys
from collections.abc import Callable

from setup import assets, locking, packages, system
from setup.plain import LOG, ROOT, STATE, Stop, clean_environment, os_reason, run


def main(arguments: list[str]) -> int:
    verb = _VERBS.get(arguments[0]) if len(arguments) == 1 else None
    if verb is None:
        sys.stderr.write(f"Use: bin/bootstrap {' | '.join(_VERBS)}\n")
        return 64
    try:
        STATE.mkdir(exist_ok=True)
        LOG.write_text("", encoding="utf-8")
        verb()
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
    except OSError as error:
        sys.stderr.write(f"{os_reason(error)}\n")
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. The same command goes on from here.\n")
    else:
        return 0
    return 1


def _run() -> None:
    port = os.environ.get("PORT", "") or "8000"
    if not (port.isdecimal() and 0 < int(port) < 65536):
        raise Stop(f"PORT must be a number from 1 to 65535, and it is {port}.")
    _install()
    env = clean_environment() | {"PORT": port}
    os.chdir(ROOT)
    sys.stdout.flush()
    # Replaces this process: Ctrl-C and the exit code are the portal's own.
    command = [str(packages.PYTHON), "manage.py", "up"]
    os.execve(packages.PYTHON, command, env)  # noqa: S606


def _install() -> None:
    packages.install(packages.RUN)
    assets.build()
    system.need_libraries()
    system.need_programs(for_tests=False)


def _production() -> None:
    _install()


def _check() -> None:
    packages.install(packages.DEVELOP)
    assets.build()
    system.need_libraries()


def _test() -> None:
    _check()
    system.need_programs(for_tests=True)
    system.need_browser()


def _assets() -> None:
    packages.install(packages.RUN)
    assets.build()


def _lock() -> None:
    packages.install(packages.DEVELOP)
    locking.lock(run)


_VERBS: dict[str, Callable[[], None]] = {
    "run": _run,
    "test": _test,
    "check": _check,
    "assets": _assets,
    "production": _production,
    "lock": _lock,
}
