"""What the operating system must bring: asked for by name, installed only by root on Debian and Ubuntu."""

import ctypes
import ctypes.util
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from setup.plain import Stop, clean_environment, run, say

# The library, its file on Linux and macOS, and its package in Debian and in Homebrew.
_LIBRARIES = (
    ("Pango", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0-0", "pango"),
    ("PangoFT2", "pangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0-0", "pango"),
    ("HarfBuzz subset", "harfbuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset0", "harfbuzz"),
    ("Fontconfig", "fontconfig", "libfontconfig.so.1", "libfontconfig1", "fontconfig"),
)
# The program (any one of the names), why it is needed, and its package in Debian and in Homebrew.
_PROGRAMS = (
    (("pdftoppm",), "scans are shown with it", "poppler-utils", "poppler"),
    (("qpdf",), "scans are cleaned with it", "qpdf", "qpdf"),
)
_TEST_PROGRAMS = ((("softhsm2-util",), "the tests keep a key in it", "softhsm2", "softhsm"),)
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def need_libraries() -> None:
    """What WeasyPrint makes PDFs with."""
    absent = [entry for entry in _LIBRARIES if not _library(entry[1], entry[2])]
    if absent:
        names = ", ".join(entry[0] for entry in absent)
        packages = [entry[3] for entry in absent], [entry[4] for entry in absent]
        _get(f"PDFs need {names}", *packages)
        if [entry for entry in absent if not _library(entry[1], entry[2])]:
            raise Stop(f"PDFs need {names}, which the package manager installed but Python cannot load.")


def need_programs(*, for_tests: bool) -> None:
    for names, why, debian, brew in (*_PROGRAMS, *(_TEST_PROGRAMS if for_tests else ())):
        if not any(shutil.which(name) for name in names):
            _get(f"{names[0]} is not installed ({why})", [debian], [brew])


def need_browser() -> None:
    problem = "The browser tests need Chromium"
    if not browser():
        try:
            _get(problem, ["chromium-headless-shell"], ["--cask chromium"])
        except Stop:  # not every distribution has the one without windows
            _get(problem, ["chromium"], ["--cask chromium"])
        if not browser():
            raise Stop(f"{problem}, which the package manager installed under an unknown name.")


def browser() -> str | None:
    found = os.environ.get("CHROMIUM") or next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    return found or next((path for path in _MAC_BROWSERS if Path(path).exists()), None)


def need_venv() -> None:
    """Debian keeps the part of Python that makes environments in a package of its own."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        _get("Python cannot make its environment here", [version], ["python"])


def _library(name: str, file: str) -> bool:
    candidates = [file, ctypes.util.find_library(name) or ""]
    if sys.platform == "darwin":
        folders = ("/opt/homebrew/lib", "/usr/local/lib")
        candidates = [f"{folder}/lib{name}.dylib" for folder in folders] + candidates[1:]
    return any(candidate and _loads(candidate) for candidate in candidates)


def _loads(candidate: str) -> bool:
    try:
        ctypes.CDLL(candidate)
    except OSError:
        return False
    return True


def _get(problem: str, debian: list[str], brew: list[str]) -> None:
    """Install, or stop with the command that does."""
    if sys.platform == "darwin":
        raise Stop(f'{problem}: run "brew install {_joined(brew)}" and the same command again.')
    command = f"apt-get install -y --no-install-recommends {_joined(debian)}"
    if not shutil.which("apt-get"):
        raise Stop(f"{problem}: install what Debian calls {_joined(debian)} and run the same command again.")
    if os.geteuid() != 0:
        raise Stop(f'{problem}: run "sudo {command}" and the same command again.')
    say(f"{problem}: installing {_joined(debian)} ...")
    env = clean_environment() | {"DEBIAN_FRONTEND": "noninteractive"}
    install: Callable[[], None] = lambda: run(f"Installing {_joined(debian)}", command.split(), env)  # noqa: E731
    try:
        install()
    except Stop:
        # A fresh image has no package lists.
        run("Reading Debian's package lists", ["apt-get", "update"], env)
        install()


def _joined(names: list[str]) -> str:
    return " ".join(dict.fromkeys(names))
