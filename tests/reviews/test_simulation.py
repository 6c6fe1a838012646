"""Years of reminders against an oracle that knows what happened and nothing of the code: none missed, none twice."""

import datetime as dt
import time

import pytest

from closing.services import end_days
from tests.reviews.simulating import Simulation

pytestmark = pytest.mark.django_db
FIRST = dt.datetime(2027, 1, 4, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _registered():
    end_days.register()


def live_through(simulation: Simulation, capsys) -> None:
    began = time.monotonic()
    simulation.run()
    missed, invented = simulation.missed_and_invented()
    counts = {"sweeps": len(simulation.sweeps), "outages": len(simulation.outages)} | dict(simulation.counts)
    counts |= {"missed": missed.total(), "twice or wrong": invented.total(), "seconds": round(time.monotonic() - began)}
    with capsys.disabled():
        print(f"\n{simulation.number} agreements until {simulation.last:%B %Y}: {counts}")
    assert (list(missed)[:5], list(invented)[:5]) == ([], [])
    assert counts["told"] == counts["wanted"] > simulation.number


def test_a_year_of_forty_agreements(capsys):
    """M2, small: from one instant at which something is due to the next."""
    live_through(Simulation(FIRST, FIRST + dt.timedelta(days=400), number=40, seed=1, actions_a_year=3), capsys)


def test_every_hour_over_a_change_of_the_clocks(capsys):
    """That nothing happens between the instants at which something is due: here it is asked each hour."""
    first, hourly_from = FIRST.replace(year=2026, month=12, day=1), FIRST.replace(month=3, day=24, minute=30)
    last = hourly_from + dt.timedelta(days=8)
    live_through(Simulation(first, last, number=16, seed=2, starts_within=100, hourly_from=hourly_from), capsys)


@pytest.mark.soak
def test_ten_years_of_five_hundred_agreements(capsys):
    """M2, P9: random edits, outages of up to a week, both changes of the clocks, leap days."""
    live_through(Simulation(FIRST, FIRST.replace(year=2037), number=500, seed=2027, actions_a_year=0.8), capsys)
