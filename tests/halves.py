"""Which half of a run a test belongs to: the embedded default, PostgreSQL with Redis, or both.

A test whose answer cannot depend on the database or the cache is marked ``anywhere`` when it is collected, and runs in
the first half only. Nobody marks it by hand: a test that asks for no database is refused one by pytest-django, and
one that leaves something in the cache all the same is told so.
"""

from collections.abc import Set

ANYWHERE = "anywhere"
BOTH = "both"
MARKERS = {
    ANYWHERE: "gives the same answer on every database: runs once; set when tests are collected, never by hand",
    BOTH: "asks for no database, but its answer depends on the cache or the broker: runs in both halves",
}
_DATABASE = frozenset({"db", "transactional_db", "django_db_reset_sequences", "django_db_setup", "live_server"})
BROWSER = frozenset({"window", "chromium"})
"""Whoever asks for one of these is a browser test, marked or not."""


def is_the_same_anywhere(marks: Set[str], fixtures: Set[str]) -> bool:
    """Browsers see what the views answer, which other tests ask on both databases."""
    if marks & {"postgres", BOTH}:
        return False
    return "browser" in marks or ("django_db" not in marks and not fixtures & _DATABASE)
