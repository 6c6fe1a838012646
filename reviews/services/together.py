"""Doing one thing to many rows, so that none of them waits for one that fails."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from agreements.models import Agreement
from notices import services as notices
from notices.services import Letter

logger = logging.getLogger(__name__)

BATCH = 100


def in_batches(act: Callable[[Sequence[int]], int], keys: Sequence[int], size: int = BATCH) -> int:
    """Call ``act``, which undoes what it did when it raises, with the keys of many rows at a time. Answers its sum.

    If it fails for many it is called for each half of them; the one that fails is logged and left for the next sweep.
    """
    return sum(_tried(act, keys[start : start + size]) for start in range(0, len(keys), size))


def _tried(act: Callable[[Sequence[int]], int], keys: Sequence[int]) -> int:
    try:
        return act(keys)
    except Exception:
        if len(keys) > 1:
            half = len(keys) // 2
            return _tried(act, keys[:half]) + _tried(act, keys[half:])
        logger.exception("left for the next sweep: %s", *keys)
        return 0


def queue(kind: str, letters: Iterable[tuple[Agreement, Letter]], *, at: dt.datetime) -> int:
    """Tell people about many agreements, each notice about its own. Answers how many."""
    named = [replace(letter, about=agreement.reference) for agreement, letter in letters]
    if named:
        notices.write_many(kind=kind, letters=named, at=at)
    return len(named)
