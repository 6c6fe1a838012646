"""The files that people brought, on disk: under random names that say nothing, checked whenever they are read."""

import hashlib
import re
import secrets
from pathlib import Path

from django.conf import settings

from foundation import files as writing
from signing.files import FileLost

DRAFTS = "papers/drafts"
"""Brought, and not yet handed in by whoever brought it."""
PAPERS, ELSEWHERE = "papers", "elsewhere"

_TOKEN = re.compile(r"[0-9a-f]{32}")


def keep(folder: str, data: bytes) -> str:
    """Store the bytes whole or not at all; the answer is their path within the media folder."""
    path = f"{folder}/{secrets.token_hex(16)}"
    writing.replace(_place(path), data)
    return path


def content(path: str, sha256: str) -> bytes:
    """The bytes that were kept. Raises ``FileLost`` rather than hand out anything else."""
    try:
        found = _place(path).read_bytes()
    except OSError as trouble:
        raise FileLost(path) from trouble
    if hashlib.sha256(found).hexdigest() != sha256:
        raise FileLost(path)
    return found


def draft_path(token: str) -> str:
    """Where a draft of that name is. Refuses what is no name of ours."""
    if not _TOKEN.fullmatch(token):
        raise ValueError("not the name of a draft")
    return f"{DRAFTS}/{token}"


def forget(path: str) -> None:
    _place(path).unlink(missing_ok=True)


def forget_drafts(before: float) -> int:
    """Throw away what was brought before that moment (seconds since 1970) and never handed in."""
    old = [place for place in _place(DRAFTS).glob("*") if place.stat().st_mtime < before]
    for place in old:
        place.unlink(missing_ok=True)
    return len(old)


def _place(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path
