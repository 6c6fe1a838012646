"""Whose turn it is in a round. Values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from signing.choices import OUTSTANDING, RequestState


@dataclass(frozen=True, slots=True)
class Turn:
    """One signature of a round, as far as its turn depends on it."""

    key: int
    stage: int
    state: str
    is_cleared: bool
    """The party's own reviewer has agreed; true of all where nobody is asked to."""


def stage_now(turns: Iterable[Turn]) -> int | None:
    """The first stage that still waits for somebody; None when no signature is outstanding."""
    return min((turn.stage for turn in turns if turn.state in OUTSTANDING), default=None)


def to_ask(turns: Sequence[Turn]) -> list[int]:
    """Keys of those whose turn has come and who were not asked yet."""
    now = stage_now(turns)
    return [
        turn.key
        for turn in turns
        if turn.state == RequestState.NOT_YET and turn.is_cleared and now is not None and turn.stage <= now
    ]
