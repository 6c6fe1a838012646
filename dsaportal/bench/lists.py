"""Long lists against their own SQL, in one run: what finding and filling a page of rows adds to the database's work."""

import statistics
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from accounts import access
from accounts.models import User
from agreements import searching
from agreements.forms_listing import FilterForm
from dsaportal.bench import crowd, measure
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
    with override_settings(ROOT_URLCONF=measure.__name__):
        for whose, (person, client) in people.items():
            for name, query in _ASKED:
                yield _line(f"{whose}: {name}", person, client, query, at)


def _line(name: str, person: User, client: Client, query: dict[str, str], at: datetime) -> str:
    """Finding the rows beside its own statements; then the whole page beside what it cannot do without."""

    def rows() -> None:
        access.forget(person)
        found = searching.find(person=person, wanted=FilterForm(query).wanted(), on=at.date())
        list(page_of(found, None))

    rows()
    asked = measure.statements(rows)
    times = [(measure.timed(rows), measure.timed(lambda: measure.run(asked))) for _ in range(ROUNDS)]
    through, bare = (statistics.median(column) for column in zip(*times, strict=True))
    whole = measure.beside(client, f"{reverse('agreements:list')}?{urlencode(query)}", ROUNDS)
    return f"{name:40} rows {through:6.2f} ms = {through / bare:4.1f} x their SQL ({bare:.2f} ms)   {whole.words}"
