"""The Python packages, in .venv, exactly as locked."""

import os
import subprocess
import sys
from pathlib import Path

from setup import stamps, system
from setup.plain import ROOT, NoBuild, clean_environment, run, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
_LOCKS = ROOT / "bin" / "setup"
RUN, DEVELOP = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"


def install(lock: Path) -> None:
    _environment()
    wanted = stamps.digest([lock], _python())
    developing = stamps.digest([DEVELOP], _python())
    # Whoever has the development packages has the others too.
    if stamps.matches("packages", wanted) or stamps.matches("packages", developing):
        return
    say("Installing the Python packages (once, about half a minute) ...")
    stamps.forget("packages")
    locked(lock)
    stamps.write("packages", wanted)


def locked(lock: Path) -> None:
    """Install exactly what ``lock`` names, each file checked against its hash."""
    env = clean_environment()
    if not os.access(UV, os.X_OK):
        pip: list[str | Path] = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
        ]
        try:
            run("Installing the installer", [*pip, "-r", _LOCKS / "installer.lock"], env)
        except NoBuild:
            # uv has no build for every machine; pip is slower and does the same.
            run("Installing the Python packages", [*pip, "-r", lock], env)
            return
    command: list[str | Path] = [
        UV,
        "pip",
        "install",
        "--quiet",
        "--python",
        PYTHON,
        "--require-hashes",
        "--compile-bytecode",
    ]
    run("Installing the Python packages", [*command, "-r", lock], env)


def node() -> None:
    """Node.js itself, as a Python package, for a machine that has none."""
    locked(_LOCKS / "node.lock")


def _python() -> str:
    """What tells one environment from another: its Python and its place."""
    return (VENV / "pyvenv.cfg").read_text(encoding="utf-8") + str(VENV)


def _environment() -> None:
    if PYTHON.exists() and (VENV / "bin" / "pip").exists() and _works():
        return
    say("Making .venv ...")
    stamps.forget("packages")
    system.need_venv()
    run("Making .venv", [sys.executable, "-m", "venv", "--clear", VENV], clean_environment())


def _works() -> bool:
    """A .venv stops working when its Python is removed or the folder was moved."""
    code = f"import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix != {str(VENV)!r})"
    return subprocess.run([PYTHON, "-c", code], capture_output=True, env=clean_environment()).returncode == 0
