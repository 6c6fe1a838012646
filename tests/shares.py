"""Corpora too large for each run: every run of the tests takes one share of them, ``make corpora`` the others."""

from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")
LATER = pytest.mark.corpus


def shares(number: int) -> pytest.MarkDecorator:
    """The test is called with ``share``, from 0 on."""
    return pytest.mark.parametrize("share", [0, *(pytest.param(share, marks=LATER) for share in range(1, number))])


def dealt(everything: Sequence[T], share: int, number: int) -> Sequence[T]:
    """Every so many of them. Together the shares are everything, whatever each begins with."""
    return everything[share % number :: number]
