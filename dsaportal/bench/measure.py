"""Timing pages against the cheapest page Django can give, in one run on one machine."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, reset_queries
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROUNDS = 60


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
