"""Has a file read that a stranger brought: in a process of its own, which has so much time and memory and no more.

A reader of PDFs can be led round in circles by two hundred bytes. Here that ends a child, and never the process that
answers everybody else. The file goes through a pipe and is written nowhere.
"""

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pydantic import Base64Bytes, TypeAdapter, ValidationError

from signing.papers import fence
from signing.seal.examined import Examination

logger = logging.getLogger(__name__)

SECONDS, MEGABYTES = 20, 512
AT_ONCE, PATIENCE = 2, 4
"""How many files one process has read at a time, and how many seconds the next one waits for its turn."""
_MOST_SAID = 16_000_000
_CLEAN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
_turns = threading.BoundedSemaphore(AT_ONCE)


class Unread(Exception):
    """Nothing can be said about the file."""


class TooLong(Unread):
    """It was not read within ``SECONDS``."""


class TooMuch(Unread):
    """It took more memory than there is, or it ended the reader in another way."""


class Busy(Unread):
    """Others' files are being read. This one was not looked at."""


@dataclass(frozen=True, slots=True)
class Reading:
    examination: Examination
    data: Base64Bytes | None
    """The agreement that the file carries, if it was asked for and is there. Who wrote it, it does not say."""


_READING = TypeAdapter(Reading)


def read(
    pdf: bytes, *, roots: Iterable[x509.Certificate], seals: Iterable[x509.Certificate], data: bool = False
) -> Reading:
    """As ``verify.examine``. Raises ``Unread``, and nothing else for the file's sake."""
    asked = {"roots": _pem(roots), "seals": _pem(seals), "data": data}
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy
    try:
        said = _run(json.dumps(asked).encode() + b"\n" + pdf)
    finally:
        _turns.release()
    try:
        found = _READING.validate_json(said)
    except ValidationError as trouble:
        raise TooMuch("the reader's answer is cut off") from trouble
    # Which file it is, is not for the reader of the file to say: the register is asked by this.
    own = replace(found.examination, sha256=hashlib.sha256(pdf).hexdigest(), size=len(pdf))
    return replace(found, examination=own)


def _run(sent: bytes) -> bytes:
    fenced = [sys.executable, "-I", "-S", fence.__file__, str(SECONDS), str(MEGABYTES)]
    reader = [sys.executable, "-E", "-s", "-B", "-m", "signing.seal.reader"]
    with tempfile.TemporaryFile() as out:  # not a pipe: a file can be only so large
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and no word of the visitor's
                [*fenced, *reader],
                input=sent,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=_CLEAN,
                cwd=settings.BASE_DIR,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as trouble:
            logger.warning("a file of %d bytes was not read within %d seconds", len(sent), SECONDS)
            raise TooLong from trouble
        if done.returncode != 0:
            logger.warning("a file of %d bytes ended its reader with %d", len(sent), done.returncode)
            raise TooMuch
        out.seek(0)
        return out.read(_MOST_SAID)


def _pem(certificates: Iterable[x509.Certificate]) -> list[str]:
    return [one.public_bytes(Encoding.PEM).decode() for one in certificates]
