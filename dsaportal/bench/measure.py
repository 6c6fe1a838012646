"""Timing pages against the cheapest page Django can give, in one run on one machine."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection, reset_queries
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

ROUNDS = 60
BOUND = 3
"""So many times what it cannot do without may a page take."""


@dataclass(frozen=True, slots=True)
class Figures:
    name: str
    p50_ms: float
    p95_ms: float
    queries: int

    def line(self, empty: "Figures") -> str:
        ratio = self.p50_ms / empty.p50_ms
        return (
            f"{self.name:34} p50 {self.p50_ms:7.2f} ms   p95 {self.p95_ms:7.2f} ms   "
            f"{ratio:6.1f} x empty view   {self.queries:3} queries"
        )


def empty_view(request: HttpRequest) -> HttpResponse:
    """What Django, our middleware and nothing else cost."""
    return HttpResponse("ok")


@login_required
def layout(request: HttpRequest) -> HttpResponse:
    """What every page has and nothing else: for somebody who is signed in, behind the same middleware."""
    return render(request, "base.html")


urlpatterns = [path("bench/layout/", layout), path("", include("dsaportal.urls"))]


LAYOUT = "/bench/layout/"
"""Where it stands, while this module says where pages stand."""


def statements(ask: Callable[[], Any]) -> list[str]:
    """What it asks the database, to be asked again without it."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]


def run(asked: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in asked:
            cursor.execute(statement)
            cursor.fetchall()


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


@dataclass(frozen=True, slots=True)
class Beside:
    """A page beside what it cannot do without: its own statements, and the page without content."""

    page_ms: float
    sql_ms: float
    layout_ms: float
    queries: int

    @property
    def words(self) -> str:
        """Both ratios. The bound is told as missed when the page misses it by the fairer of the two."""
        over_sql, over_both = self.page_ms / self.sql_ms, self.page_ms / (self.sql_ms + self.layout_ms)
        return (
            f"page {self.page_ms:7.2f} ms = {over_sql:6.1f} x its SQL ({self.sql_ms:.2f} ms), "
            f"{over_both:4.1f} x empty layout ({self.layout_ms:.2f} ms) and its SQL, bound {BOUND}"
            f"{'' if over_both <= BOUND else ': MISSED'}   {self.queries:3} queries"
        )


def beside(client: Client, address: str, rounds: int) -> Beside:
    """The three take turns, so that whatever else the machine does slows all of them."""
    ask, bare = getter(client, address), getter(client, LAYOUT)
    for get in (ask, bare):
        if get().status_code != 200:
            raise RuntimeError(f"{address} or the empty layout did not answer 200")
    asked = statements(ask)
    times = [(timed(ask), timed(lambda: run(asked)), timed(bare)) for _ in range(rounds)]
    page_ms, sql_ms, layout_ms = (statistics.median(column) for column in zip(*times, strict=True))
    return Beside(page_ms, sql_ms, layout_ms, len(asked))


def page(name: str, ask: Callable[[], Any], expected: int = 200, rounds: int = ROUNDS) -> Figures:
    answer = ask()
    if answer.status_code != expected:
        raise RuntimeError(f"{name} answered {answer.status_code}, not {expected}")
    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)  # counted now: resetting the log empties what was captured
    reset_queries()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    return Figures(name, statistics.median(times), statistics.quantiles(times, n=20)[-1], queries)


def getter(client: Client, path: str) -> Callable[[], Any]:
    return lambda: client.get(path)
