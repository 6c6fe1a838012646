"""No test falls out of both halves of ``bin/test``; what runs once could not answer otherwise in the other half."""

import re
from itertools import chain, combinations
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from tests import halves, shares

TESTS = Path(__file__).parent
SCRIPT = TESTS.parent / "bin" / "test"
MARKS = ("browser", "processes", "postgres", "django_db", "soak", "corpus", halves.BOTH)
SETS_OF_MARKS = [marks for number in range(len(MARKS) + 1) for marks in combinations(MARKS, number)]
# What each command's marks are in the script: of a corpus, a part that is long besides is for make soak.
KINDS = {"": "not soak and not corpus", "corpus": "corpus and not soak", "soak": "(soak or corpus)"}
FIXTURES = ((), ("tmp_path",), ("db",), ("live_server", "window"), ("world", "django_db_setup"))
# Which read where the database is, for everybody.
GROUND = {"conftest.py", "settings.py", "test_halves.py"}


def _selections(kind: str) -> list[Expression]:
    """What the two calls of pytest in ``bin/test`` select, for one of the three commands."""
    found = re.findall(r'-m "([^"]+)"', SCRIPT.read_text())
    assert len(found) == 2
    return [Expression.compile(selection.replace("$marks", kind)) for selection in found]


def _runs_in(marks: set[str], fixtures: set[str]) -> tuple[bool, bool]:
    """Whether the test runs on SQLite, and whether on PostgreSQL."""
    known = marks | ({halves.ANYWHERE} if halves.is_the_same_anywhere(marks, fixtures) else set())
    kind = next((name for name in ("soak", "corpus") if name in marks), "")
    first, second = _selections(KINDS[kind])
    selected = [half.evaluate(lambda name, **_: name in known) for half in (first, second)]
    return selected[0] and "postgres" not in marks, selected[1]  # conftest skips the rest of the first half


@pytest.mark.parametrize("fixtures", FIXTURES, ids=" ".join)
@pytest.mark.parametrize("marks", SETS_OF_MARKS, ids=" ".join)
def test_no_test_falls_out_of_both_halves(marks: tuple[str, ...], fixtures: tuple[str, ...]) -> None:
    first, second = _runs_in(set(marks), set(fixtures))
    assert first or second
    assert first is ("postgres" not in marks)


@pytest.mark.parametrize(
    ("marks", "fixtures", "runs"),
    [
        (set(), {"tmp_path"}, (True, False)),
        ({"processes"}, set(), (True, False)),
        ({"django_db"}, set(), (True, True)),
        (set(), {"db"}, (True, True)),
        (set(), {"world", "django_db_setup"}, (True, True)),
        ({"browser", "django_db"}, {"live_server"}, (True, False)),
        ({"browser", "processes", "postgres"}, set(), (False, True)),
        ({"postgres", "django_db"}, set(), (False, True)),
        ({"both"}, set(), (True, True)),
        ({"soak"}, set(), (True, False)),
        ({"soak", "postgres"}, set(), (False, True)),
    ],
)
def test_where_a_test_runs(marks: set[str], fixtures: set[str], runs: tuple[bool, bool]) -> None:
    assert _runs_in(marks, fixtures) == runs


def test_each_kind_of_run_is_in_the_script() -> None:
    assert [kind for kind in KINDS.values() if f'marks="{kind}"' not in SCRIPT.read_text()] == []


@pytest.mark.parametrize("begins", range(4))
def test_the_shares_of_a_corpus_are_all_of_it(begins: int) -> None:
    """ADR 26."""
    theirs = [shares.dealt(range(11), begins + share, 4) for share in range(4)]
    assert sorted(chain(*theirs)) == list(range(11))


def test_this_run_marks_its_tests_by_the_same_rule(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        marks, fixtures = {mark.name for mark in item.iter_markers()}, set(getattr(item, "fixturenames", ()))
        expected = halves.is_the_same_anywhere(marks - {halves.ANYWHERE}, fixtures)
        assert (halves.ANYWHERE in marks) is expected, item.nodeid


def test_whoever_asks_for_the_given_database_says_so() -> None:
    """Such a test would otherwise run in the half in which there is none."""
    asking = [
        path for path in TESTS.rglob("*.py") if "TEST_DATABASE_URL" in path.read_text() and path.name not in GROUND
    ]
    assert asking
    assert [path.name for path in asking if "mark.postgres" not in path.read_text()] == []


def test_nobody_marks_by_hand() -> None:
    assert [path.name for path in TESTS.rglob("*.py") if f"mark.{halves.ANYWHERE}" in path.read_text()] == []
