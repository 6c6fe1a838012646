"""The three facts of the start page: counted, never a reason for the page to fail."""

from typing import NamedTuple

from django.db import DatabaseError

from parties.models import Organisation


class Fact(NamedTuple):
    value: str
    words: str


def for_start_page() -> list[Fact]:
    """Empty until there is something to tell, and when the database does not answer."""
    try:
        organisations = Organisation.objects.count()
    except DatabaseError:
        return []
    if not organisations:
        return []
    return [Fact(f"{organisations:,}", "organisations" if organisations > 1 else "organisation")]
