"""Remembering what was done, by the content it was done from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from setup.plain import ROOT, STATE


def digest(paths: Iterable[Path], *more: str) -> str:
    found = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        found.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def matches(name: str, value: str) -> bool:
    path = STATE / name
    return path.is_file() and path.read_text(encoding="utf-8") == value


def write(name: str, value: str) -> None:
    unfinished = STATE / f"{name}.new"
    unfinished.write_text(value, encoding="utf-8")
    unfinished.replace(STATE / name)


def forget(name: str) -> None:
    (STATE / name).unlink(missing_ok=True)
