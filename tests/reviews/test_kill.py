"""Kill -9 of the scheduler and of workers, at any moment of reminding: nobody is forgotten, nobody told twice."""

import collections
import os
import random
import sqlite3
import time
from contextlib import closing

import pytest

from tests import databases
from tests.notices.processes import Portal

WRITTEN = "SELECT about, email, COUNT(*) FROM notices_notice WHERE kind = 'review_due' GROUP BY about, email"


class Reminding(Portal):
    """The same processes, with a scheduler that pokes every sweep of time, and a feeder that makes reviews due."""

    @property
    def env(self):
        return self._env

    @env.setter
    def env(self, value):
        self._env = value | {"DJANGO_SETTINGS_MODULE": "tests.reviews.kill_settings"}

    def _start(self, *command, talks=False):
        ours = ["tests.reviews.kill_feeder" if word == "tests.notices.kill_feeder" else word for word in command]
        return super()._start(*ours, talks=talks)

    def kill_scheduler(self) -> None:
        self.beat.kill()
        self.beat.wait()
        # Where it left off is lost with it, as on a machine that lost its disk.
        (self.folder / "beat").unlink(missing_ok=True)
        schedule = str(self.folder / "beat")
        self.beat = self._start("-m", "celery", "-A", "dsaportal", "beat", "-l", "ERROR", "--pidfile=", "-s", schedule)

    def written(self):
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as connection:
                return connection.execute(WRITTEN).fetchall()
        with closing(sqlite3.connect(self.folder / "var" / "portal.sqlite3", timeout=20)) as connection:
            return connection.execute(WRITTEN).fetchall()


def tell_the_story(folder, capsys, *, agreements, kills, patience, seed, database_url=""):
    portal, chance = Reminding(folder, database_url=database_url), random.Random(seed)
    try:
        killed, concerned, waves = collections.Counter(), portal.queue(agreements), 1
        end = time.monotonic() + patience
        while killed.total() < kills and time.monotonic() < end:
            time.sleep(chance.uniform(0.2, 1.5))
            if chance.random() < 0.25:
                portal.kill_scheduler()
                killed["scheduler"] += 1
            else:
                killed["worker"] += portal.kill_one()
            if concerned - _accepted(portal) < 40:  # those without work prove nothing
                concerned, waves = portal.queue(agreements), waves + 1
        while _accepted(portal) < concerned and time.monotonic() < end:
            time.sleep(0.2)
        time.sleep(2.5)  # long enough for a lease to run out, and for a scheduler that wakes to poke again
        rows, written, deliveries = portal.rows(), portal.written(), portal.deliveries()
    finally:
        portal.stop()
    times = collections.Counter(entry["id"] for entry in deliveries)
    counts = {
        "agreements": waves * agreements,
        "killed": dict(killed),
        "concerned": concerned,
        "written": len(written),
        "written twice": sum(number > 1 for _, _, number in written),
        "lost": len({row[0] for row in rows} - set(times)),
        "repeats of the same message": sum(times.values()) - len(times),
    }
    with capsys.disabled():
        print(f"\nkilled while reminding: {counts}")
    assert killed.total() >= kills, (folder / "errors.log").read_text()[-2000:]
    assert len(rows) == len(written) == len(times) == concerned
    assert (counts["written twice"], counts["lost"]) == (0, 0)
    assert counts["repeats of the same message"] <= 2 * killed["worker"]


def _accepted(portal):
    return sum(state == "accepted" for _, _, state, _ in portal.rows())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request):
    """A database of its own: a new file, or a new database beside the tests' one where PostgreSQL is given."""
    if request.param == "sqlite":
        yield ""
        return
    with databases.own(os.environ["TEST_DATABASE_URL"], "reminding") as url:
        yield url


@pytest.mark.processes
def test_killed_at_random_nobody_is_forgotten_and_nobody_told_twice(tmp_path, capsys, database_url):
    tell_the_story(tmp_path, capsys, agreements=20, kills=6, patience=240, seed=2027, database_url=database_url)


@pytest.mark.processes
@pytest.mark.soak
def test_killed_a_hundred_times(tmp_path, capsys, database_url):
    tell_the_story(tmp_path, capsys, agreements=60, kills=100, patience=1_200, seed=1, database_url=database_url)
