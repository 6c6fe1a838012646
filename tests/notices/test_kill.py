"""Kill -9 of real workers, at any moment, while a real mail server receives.

Nothing is lost; nothing is sent again whose acceptance is on record; every repeat is the same message.
"""

import collections
import os
import random
import time

import pytest

from tests import databases
from tests.notices.processes import Portal


class Story:
    """Kills at random moments, watching when each acceptance was first seen on record."""

    def __init__(self, portal: Portal, *, seed: int) -> None:
        self.portal, self.chance = portal, random.Random(seed)
        self.kills = self.queued = 0
        self.on_record: dict[str, float] = {}

    def run(self, *, mails: int, kills: int, patience: float) -> None:
        end = time.monotonic() + patience
        self.queued = self.portal.queue(mails)
        while not self.on_record:
            self.watch(0.1)
        while self.kills < kills and time.monotonic() < end:
            self.watch(self.chance.uniform(0.2, 1.5))
            self.kills += self.portal.kill_one()
            if self.queued - len(self.on_record) < 40:  # a worker without work proves nothing
                self.queued = self.portal.queue(40)
        while len(self.on_record) < self.queued and time.monotonic() < end:
            self.watch(0.2)
        self.watch(2.5)  # long enough for a lease to run out, had one been left

    def watch(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            rows = self.portal.rows()
            now = time.time()
            for message_id, _, state, _ in rows:
                if state == "accepted":
                    self.on_record.setdefault(message_id, now)
            time.sleep(0.05 + len(rows) / 20_000)

    def counts(self) -> dict[str, int]:
        rows, deliveries = self.portal.rows(), self.portal.deliveries()
        times = collections.Counter(entry["id"] for entry in deliveries)
        end = time.time()
        ledger = {message_id: email for message_id, email, _, _ in rows}
        return {
            "queued": self.queued,
            "kills": self.kills,
            "accepted": sum(state == "accepted" for _, _, state, _ in rows),
            "delivered": len(times),
            "lost": len(set(ledger) - set(times)),
            "repeats": sum(times.values()) - len(times),
            "tried_again": sum(attempts > 1 for *_, attempts in rows),
            "strangers": sum([ledger.get(entry["id"])] != entry["to"] for entry in deliveries),
            "sent_after_record": sum(entry["began"] > self.on_record.get(entry["id"], end) for entry in deliveries),
        }


def tell_the_story(tmp_path, capsys, *, mails, kills, patience, seed, database_url=""):
    portal = Portal(tmp_path, database_url=database_url)
    try:
        story = Story(portal, seed=seed)
        story.run(mails=mails, kills=kills, patience=patience)
        counts = story.counts()
    finally:
        portal.stop()
    with capsys.disabled():
        print(f"\nkilled workers: {counts}")
    assert counts["kills"] >= kills, (tmp_path / "errors.log").read_text()[-2000:]
    assert counts["accepted"] == counts["delivered"] == counts["queued"] >= mails
    assert (counts["lost"], counts["strangers"], counts["sent_after_record"]) == (0, 0, 0)
    # Two threads in the worker that dies, each with at most one message between 250 and our commit.
    assert counts["repeats"] <= 2 * counts["kills"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request):
    """A database of its own: a new file, or a new database beside the tests' one where PostgreSQL is given."""
    if request.param == "sqlite":
        yield ""
        return
    with databases.own(os.environ["TEST_DATABASE_URL"], "kill") as url:
        yield url


@pytest.mark.processes
def test_killed_workers_lose_nothing_and_repeat_only_what_was_undecided(tmp_path, capsys, database_url):
    tell_the_story(tmp_path, capsys, mails=300, kills=12, patience=240, seed=2027, database_url=database_url)


@pytest.mark.processes
@pytest.mark.soak
def test_hundreds_of_kills_lose_nothing(tmp_path, capsys, database_url):
    tell_the_story(tmp_path, capsys, mails=4_000, kills=200, patience=1_200, seed=1, database_url=database_url)


@pytest.mark.processes
@pytest.mark.soak
def test_one_worker_sends_fifty_a_second(tmp_path, capsys, database_url):
    portal = Portal(tmp_path, database_url=database_url, workers=0, before=0, after=0)
    try:
        began = time.monotonic()
        queued = portal.queue(5_000)
        queueing = time.monotonic() - began
        portal.add_worker()
        while not (sent := _accepted(portal)):
            time.sleep(0.02)
        began = time.monotonic()
        while _accepted(portal) < queued:
            time.sleep(0.2)
        rate = (queued - sent) / (time.monotonic() - began)
    finally:
        portal.stop()
    with capsys.disabled():
        print(f"\nqueued one by one: {queued / queueing:.0f} a second; sent by one worker: {rate:.0f} a second")
    assert rate >= 50


def _accepted(portal):
    return sum(state == "accepted" for _, _, state, _ in portal.rows())
