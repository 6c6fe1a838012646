"""The one door to qpdf, Poppler and the child that redraws pictures: each runs fenced, in a folder of its own."""

import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

SECONDS, MEGABYTES = 12, 1500
_HERE = Path(__file__).parent
_CLEAN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


class Missing(Exception):
    """The program is not installed on this machine."""


class Stopped(Exception):
    """The program refused the file, or ran out of what it may have. The message is the program's, for the log."""


@contextmanager
def folder() -> Iterator[Path]:
    """A private place that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="paper-") as name:
        yield Path(name)


def qpdf(*arguments: str | Path) -> None:
    """Raises ``Stopped`` for what qpdf cannot read at all; what it can repair, it repairs."""
    code, said = _run(_program("qpdf"), "--no-warn", *arguments)
    if code not in (0, 3):
        raise Stopped(said)


def is_locked(place: Path) -> bool:
    """Whether the PDF is encrypted, with or without a password that opens it."""
    code, _ = _run(_program("qpdf"), "--is-encrypted", place)
    return code == 0


def draw(place: Path, page: int, longest: int) -> bytes:
    """One page of a PDF as a JPEG."""
    base = place.with_name("drawn")
    numbers = ("-f", str(page), "-l", str(page), "-scale-to", str(longest))
    code, said = _run(_program("pdftoppm"), *numbers, "-jpeg", "-singlefile", place, base)
    made = base.with_suffix(".jpg")
    if code != 0 or not made.is_file():
        raise Stopped(said)
    return made.read_bytes()


def redraw(place: Path, *, turn: int, longest: int, quality: int) -> tuple[int, bytes]:
    """The picture drawn anew: 0 and a JPEG, or one of the codes of ``redraw`` and nothing."""
    made = place.with_name("redrawn.jpg")
    code, said = _run(sys.executable, "-I", _HERE / "redraw.py", place, made, str(turn), str(longest), str(quality))
    if code != 0:
        logger.info("a picture was not redrawn: %s", said[-200:])
        return code, b""
    return 0, made.read_bytes()


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        logger.critical("%s is not installed: PDFs that people bring cannot be checked", name)
        raise Missing(name)
    return found


def _run(program: str, *arguments: str | Path) -> tuple[int, str]:
    fence = [sys.executable, "-I", "-S", str(_HERE / "fence.py"), str(SECONDS), str(MEGABYTES)]
    command = [*fence, program, *map(str, arguments)]
    try:
        done = subprocess.run(  # noqa: S603 - no shell; names of files are ours
            command, env=_CLEAN, capture_output=True, timeout=SECONDS + 3, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return -1, "it took too long"
    return done.returncode, done.stderr[-500:].decode(errors="replace")
