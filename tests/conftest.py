"""The ground rules of every test: no outside world, no shared state between the two halves of a run."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

from signing.seal import certificates
from tests import databases, halves, staging
from tests.journeys.browser import chromium, window
from tests.staging import scene, stage

# One browser for the whole run: a second one in the same process would be refused.
__all__ = ["chromium", "scene", "stage", "window"]

# The same examples on every run, so that red means a change; the long tests look for new ones.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("searching", deadline=None, max_examples=1000)

_connect = socket.socket.connect
WAITING = ("processes", "browser")
_ON_POSTGRES = bool(os.environ.get("TEST_DATABASE_URL"))


def pytest_configure(config: pytest.Config) -> None:
    for name, meaning in halves.MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    hypothesis.settings.load_profile(
        "searching" if config.getoption("-m").startswith(("soak", "(soak")) else "repeatable"
    )
    for folder in (settings.STATIC_ROOT, settings.MEDIA_ROOT, settings.MAILBOX_DIR):
        Path(folder).mkdir(parents=True, exist_ok=True)
    _own_cache(os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    socket.socket.connect = _connect_here  # type: ignore[method-assign]


def pytest_unconfigure(config: pytest.Config) -> None:
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before ``-m`` selects."""
    for item in items:
        marks, fixtures = {mark.name for mark in item.iter_markers()}, set(getattr(item, "fixturenames", ()))
        if fixtures & halves.BROWSER:
            item.add_marker("browser")
            marks.add("browser")
        if "postgres" in marks and not _ON_POSTGRES:
            item.add_marker(pytest.mark.skip(reason="needs TEST_DATABASE_URL"))
        if halves.is_the_same_anywhere(marks, fixtures):
            item.add_marker(halves.ANYWHERE)


@pytest.hookimpl(trylast=True, specname="pytest_collection_modifyitems")
def pytest_slowest_first(items: list[pytest.Item]) -> None:
    """Whoever starts processes or a browser waits for them while another worker computes, and has the longest tests:
    none of those is left over at the end. On SQLite each leaves the database as it was; elsewhere few run.
    """
    items[:] = staging.in_order(items)
    items.sort(key=lambda item: [item.get_closest_marker(mark) is None for mark in WAITING])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    staging.prepare(item)


@pytest.fixture(scope="session", autouse=True)
def _short_keys() -> None:
    """A key as long as those in service takes seconds to find."""
    certificates.BITS = 2048


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Setting a database up takes half a minute: each run begins with a copy of one."""
    with databases.copied(os.environ.get("TEST_DATABASE_URL", "")):
        yield


def _own_cache(worker: str) -> None:
    """``cache.clear()`` empties a whole Redis database: two workers must not share one."""
    url = os.environ.get("TEST_REDIS_URL", "")
    if url:
        place, _, number = url.rpartition("/")
        own = int(number or 0) - int(worker.removeprefix("gw") or 0)
        settings.CACHES["default"]["LOCATION"] = f"{place}/{max(own, 0)}"


def _connect_here(self: socket.socket, address: Any) -> None:
    """A test that reaches for another machine is wrong, or shows that the portal does."""
    if self.family != socket.AF_UNIX and not _loopback(str(address[0])):
        raise AssertionError(f"A test tried to reach {address[0]}: only this machine is allowed.")
    return _connect(self, address)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _fresh_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits and remembered answers of one test must not reach the next."""
    cache.clear()
    yield
    held = getattr(cache, "_cache", None)  # Redis does not tell, and is not asked: these run in the first half
    left = list(held) if isinstance(held, dict) else []
    cache.clear()
    runs_once = request.node.get_closest_marker(halves.ANYWHERE) and not request.node.get_closest_marker("browser")
    assert not (runs_once and left), f"It uses the cache ({left[0]}): mark it with {halves.BOTH}, to run on Redis too."
