"""A scene that many tests of a module begin with: made once, and for each test as it was.

A module says how its scene is made: ``STAGE = draft``. A test that asks for ``scene`` gets a copy of its own; what
it writes is rolled back to the scene. A test of the module that does not ask for it finds nothing of it, and it is made
anew for the next that does. Not for tests that commit.
"""

import copy
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

_known: dict[Any, "Stage"] = {}
"""By module, while its tests run."""


class Stage:
    """Stands in the database below the transaction that each test has for itself."""

    def __init__(self, make: Callable[[], Any], blocker: Any) -> None:
        self._make, self._blocker, self._standing = make, blocker, ExitStack()
        self.made: Any = None

    def build(self) -> None:
        if self.made is None:
            with self._blocker.unblock(), ExitStack() as stack:
                stack.enter_context(transaction.atomic())
                stack.callback(transaction.set_rollback, True)
                self.made = self._make()
                self._standing = stack.pop_all()
            cache.clear()  # what making it left there is of no test

    def strike(self) -> None:
        with self._blocker.unblock():
            self._standing.close()
        self.made = None


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    known = _known[request.module] = Stage(request.module.STAGE, django_db_blocker)
    known.build()
    yield known
    del _known[request.module]
    known.strike()


@pytest.fixture
def scene(stage: Stage, db: None) -> Any:
    return copy.deepcopy(stage.made)


def needs_it(item: pytest.Item) -> bool:
    return "stage" in getattr(item, "fixturenames", ())


def prepare(item: pytest.Item) -> None:
    """Before the test's own transaction begins."""
    known = _known.get(getattr(item, "module", None))
    if known is not None:
        known.build() if needs_it(item) else known.strike()


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """In each module those that need no scene first, so that it is made once."""
    modules = itertools.groupby(items, key=lambda item: getattr(item, "module", None))
    return [item for _, theirs in modules for item in sorted(theirs, key=needs_it)]
