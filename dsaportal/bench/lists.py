"""Long lists against their own SQL, in one run: what finding and filling a page of rows adds to the database's work."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import access
from accounts.models import User
from agreements import searching
from agreements.forms_listing import FilterForm
from dsaportal.bench import crowd
from foundation.paging import page_of
from parties.models import Organisation

BODIES = 200
ROUNDS = 25
_ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("first page", {}),
    ("searched, by title", {"q": "rough sleeping 77"}),
    ("searched, by party", {"q": "example borough 042"}),
    ("overdue, by title", {"review": "overdue", "sort": "title"}),
    ("special category data", {"special": "on"}),
)


def lines(people: dict[str, tuple[User, Client]], *, agreements: int, at: datetime) -> Iterator[str]:
    """Each list as each person gets it."""
    bodies = list(Organisation.objects.order_by("pk")[:BODIES])
    crowd.agree(agreements=agreements, bodies=bodies, at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    yield f"{agreements:,} agreements, {len(bodies)} organisations"
    for whose, (person, client) in people.items():
        for name, query in _ASKED:
            yield _line(f"{whose}: {name}", person, client, query, at)


def _line(name: str, person: User, client: Client, query: dict[str, str], at: datetime) -> str:
    """Rows, statements and page take turns, so that whatever else the machine does slows all three."""

    def rows() -> None:
        access.forget(person)
        found = searching.find(person=person, wanted=FilterForm(query).wanted(), on=at.date())
        list(page_of(found, None))

    def page() -> None:
        client.get(f"{reverse('agreements:list')}?{urlencode(query)}")

    page()
    statements, queries = _statements(rows), len(_statements(page))
    times = [(_timed(rows), _timed(lambda: _run(statements)), _timed(page)) for _ in range(ROUNDS)]
    through, bare, whole = (statistics.median(column) for column in zip(*times, strict=True))
    return (
        f"{name:40} rows p50 {through:7.2f} ms   SQL alone {bare:7.2f} ms   {through / bare:5.1f} x   "
        f"page {whole:7.2f} ms   {queries:3} queries"
    )


def _statements(act: Callable[[], None]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]


def _timed(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()
