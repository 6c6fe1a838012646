"""What `due` says will be sent is what `sweep` sends, and nothing is sent by asking."""

import datetime as dt
import io
import json
import random

import pytest
from django.core.management import CommandError, call_command

from agreements import services as agreements
from agreements.choices import How
from agreements.models import Agreement
from agreements.services import ends
from closing.models import Deadline
from closing.services import end_days
from dsaportal import timekeeping
from notices.models import Notice
from reviews import outlook
from reviews.models import Plan
from tests.closing import years

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
OURS = ("review_due", "review_due.public", "end_due")


@pytest.fixture(autouse=True)
def _registered():
    end_days.register()


@pytest.fixture
def agreement() -> Agreement:
    """First reviewed after six months, over after a year, and offered for publication."""
    row = years.sign(
        years.make(3),
        random.Random(1),
        at=AT,
        starts_on=AT.date(),
        ends_on=dt.date(2027, 11, 30),
        months=(6, 12),
        is_published=True,
    )
    return agreements.come_into_force(agreement=row, at=AT)


def printed(*options: str) -> list[dict]:
    out = io.StringIO()
    call_command("due", *options, stdout=out)
    return json.loads(out.getvalue())


def test_due_says_what_when_to_whom_and_why(agreement):
    found = printed("--on", "2027-02-19", "--days", "110")
    assert [(one["send_at"], one["kind"], one["offset_days"]) for one in found] == [
        ("2027-02-19T07:30:00+00:00", "review_due", -90),
        ("2027-04-20T06:30:00+00:00", "review_due", -30),
        ("2027-05-13T06:30:00+00:00", "review_due", -7),
        ("2027-05-20T06:30:00+00:00", "review_due", 0),
        ("2027-06-03T06:30:00+00:00", "end_due", -180),
        ("2027-06-03T06:30:00+00:00", "review_due", 14),
    ]
    assert found[0]["why"] == "90 days before the day: review 1 is due on 2027-05-20"
    assert found[4]["why"] == "180 days before the day: The agreement ends on 2027-11-30"
    officer = {
        "email": f"officer@{agreement.lead.slug}.example",
        "why": f"Information governance officer at {agreement.lead.name}",
    }
    assert officer in found[0]["to"]
    public = [one for one in printed("--on", "2027-08-18") if one["kind"] == "review_due.public"]
    assert [one["email"] for one in public[0]["to"]] == [f"admin@{agreement.lead.slug}.example"]
    assert not Plan.objects.exists()
    assert not Deadline.objects.exists()
    assert not Notice.objects.filter(kind__in=OURS).exists()


@pytest.mark.parametrize(
    "wrong", [["--on", "31/12/2027"], ["--days", "0"], ["--on", "9999-12-31"], ["--on", "0001-01-01"]]
)
def test_a_day_that_cannot_be_is_refused(db, wrong):
    with pytest.raises(CommandError, match="--"):
        call_command("due", *wrong)


def test_due_and_sweep_agree_day_by_day(agreement):
    """Over a year in which the end is brought forward; whatever else the portal sends is not `due`'s to say."""
    known: set[str] = set()
    days = [dt.date(2027, 1, 4) + dt.timedelta(days=3 * step) for step in range(100)]
    for day in days:
        if day == dt.date(2027, 6, 24):  # not a day on which anything else happens
            on = dt.date(2027, 9, 30)
            at = dt.datetime.combine(day, dt.time(0, 30), tzinfo=dt.UTC)
            ends.plan_end(agreement=agreement, on=on, how=How.NOTICE, reason="Done.", by=None, at=at)
        instant = dt.datetime.combine(day + dt.timedelta(days=2), dt.time(22, 0), tzinfo=dt.UTC)
        expected = timekeeping.expected(outlook.window(day, 3), at=instant - dt.timedelta(days=2))
        at_once = newest(expected)
        timekeeping.once(at=instant)
        sent = Notice.objects.filter(kind__in=OURS).exclude(dedupe_key__in=known)
        assert sorted(sent.values_list("kind", "email")) == sorted(at_once), day
        known |= set(sent.values_list("dedupe_key", flat=True))
    assert {kind for kind in OURS if Notice.objects.filter(kind=kind).exists()} == set(OURS)


def newest(expected: list[outlook.Expected]) -> set[tuple[str, str]]:
    """One pass at the end of the time sends the newest only."""
    return {(one.kind, who.email) for one in expected for who in one.to}


def test_the_sweep_command_passes_time_over_the_whole_portal(agreement, mailoutbox):
    out = io.StringIO()
    call_command("sweep", "--at", "2026-11-20T10:05:00+00:00", stdout=out)
    call_command("sweep", "--at", "2027-05-20T06:30:00+00:00", stdout=out)
    call_command("sweep", "--at", "2027-12-01T00:30:00+00:00", stdout=out)
    first, second, third = map(json.loads, out.getvalue().splitlines())
    assert set(first) == {"at", *timekeeping.PARTS}
    assert second["delivered"] == len([mail for mail in mailoutbox if "is due today" in mail.subject])
    assert third["closing"] > 0
    assert Agreement.objects.get().status == "ended"


def test_time_can_be_moved_only_where_nothing_real_can_happen(db, settings):
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="embedded"):
        call_command("sweep")
    settings.EMBEDDED = True
    with pytest.raises(CommandError, match="instant"):
        call_command("sweep", "--at", "tomorrow")


def test_a_part_that_fails_is_logged_and_time_passes_for_the_others(db, monkeypatch, caplog):
    def fails(*, at):
        raise RuntimeError("no")

    monkeypatch.setattr(timekeeping, "PARTS", {"broken": fails, "whole": lambda *, at: 3})
    assert timekeeping.once(at=AT) == {"broken": 0, "whole": 3}
    assert "time could not pass for: broken" in caplog.text
