"""Files that people take home: made by a worker when somebody asks, and the same for everybody who asks again.

A file that is wanted has a slip beside its place until it is there, so that a lost message to the worker delays it
and never loses it. Nothing here is the record of anything: whatever is missing can be made again.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from agreements.models import Agreement
from foundation import files, jobs
from signing.models import Signature

logger = logging.getLogger(__name__)

_FOLDER, _SLIP = "takeaway", ".wanted"


@dataclass(frozen=True, slots=True)
class Takeaway:
    """One file: its name, and the task that makes it from one primary key."""

    name: str
    task: str
    pk: int

    @property
    def place(self) -> Path:
        return Path(settings.MEDIA_ROOT) / _FOLDER / self.name


def receipt(signature: Signature) -> Takeaway:
    return Takeaway(f"{signature.reference}.pdf", "signing.receipt", signature.pk)


def bundle(agreement: Agreement, state: str) -> Takeaway:
    """``state`` tells one content from another: a bundle that lacks what was signed since has another name."""
    return Takeaway(f"{agreement.reference}-evidence-{state}.zip", "signing.bundle", agreement.pk)


def content(wanted: Takeaway) -> bytes | None:
    """The file, if it has been made."""
    try:
        return wanted.place.read_bytes()
    except FileNotFoundError:
        return None


def is_wanted(wanted: Takeaway) -> bool:
    return _slip(wanted).exists()


def want(wanted: Takeaway) -> None:
    """Ask for the file. Asked again, it is rung for again: that does no harm."""
    slip = json.dumps({"name": wanted.name, "task": wanted.task, "pk": wanted.pk})
    files.replace(_slip(wanted), slip.encode())
    jobs.ring(wanted.task, pk=wanted.pk)


def keep(wanted: Takeaway, made: bytes) -> None:
    files.replace(wanted.place, made)
    _slip(wanted).unlink(missing_ok=True)


def forget(wanted: Takeaway) -> None:
    """Nobody will make it any more."""
    _slip(wanted).unlink(missing_ok=True)


def left() -> Iterator[Takeaway]:
    """What was asked for and is not there yet."""
    for slip in sorted((Path(settings.MEDIA_ROOT) / _FOLDER).glob(f"*{_SLIP}")):
        try:
            found = json.loads(slip.read_bytes())
            yield Takeaway(str(found["name"]), str(found["task"]), int(found["pk"]))
        except (OSError, ValueError, KeyError, TypeError):
            logger.exception("cannot read %s", slip)
            slip.unlink(missing_ok=True)


def _slip(wanted: Takeaway) -> Path:
    return wanted.place.with_name(wanted.name + _SLIP)
