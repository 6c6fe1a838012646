"""A change comes into force: the days that people are reminded of go on under the new edition, or stop."""

import datetime as dt

import pytest
from django.utils import timezone

from agreements.choices import Status
from agreements.models import Departure
from closing import keeping_rules, sweeping
from closing import policies_disposal as policies
from closing.choices import DeadlineKind
from closing.models import Countdown, Deadline, Disposal
from closing.services import ends, keeping
from dsaformat import editing
from dsaportal import timekeeping
from notices.models import Notice
from tests.closing import changed, ending
from tests.closing.ending import AT, DAY, TODAY

pytestmark = pytest.mark.django_db
NINE = dt.time(9, 30)


def at(year: int, month: int, day: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dt.date(year, month, day), NINE))


def told(kind: str, reference: str) -> list[dt.date]:
    rows = Notice.objects.filter(kind=kind, about=reference).exclude(state="cancelled")
    return sorted({timezone.localdate(row.created_at) for row in rows})


def term(**values):
    return lambda document: editing.put(document, "term", values)


def open_days(agreement, kind):
    return list(Deadline.objects.filter(agreement=agreement, kind=kind, settled_at=None).values_list("on", flat=True))


def count(scene, on=TODAY):
    act = {"organisation": scene.organisations["police"], "by": scene.police, "at": AT}
    return keeping.start(agreement=scene.fresh(), rule_key="kept", what="March", counted_from=on, **act)


def test_a_decided_end_goes_on_under_the_new_text_and_nobody_hears_it_twice():
    """Decided for the end of June; told 90 days before of the old text, changed in April, told 30 days before."""
    scene = ending.stage()
    ends.decide_end(
        agreement=scene.fresh(),
        on=dt.date(2027, 7, 1),
        confirm_by=dt.date(2027, 8, 1),
        reason="Done.",
        by=scene.officer,
        at=AT,
    )
    changed.pass_days(at(2027, 3, 30), at(2027, 4, 14), every=3)
    old = scene.fresh()
    before = told("end_due", old.reference)
    assert before[-1] == dt.date(2027, 4, 2)
    new = changed.replaced(scene, at(2027, 4, 15))
    changed.pass_days(at(2027, 4, 15), at(2027, 7, 1), every=7)
    assert told("end_due", old.reference) == before
    assert told("end_due", new.reference)[0] >= dt.date(2027, 5, 28)
    assert open_days(old, DeadlineKind.END) == []
    new.refresh_from_db()
    assert (new.status, scene.status) == (Status.ENDED, Status.SUPERSEDED)
    assert not Disposal.objects.filter(agreement=old).exists()


def test_the_day_that_only_the_old_text_named_is_nobodys_any_more():
    scene = ending.stage(term={"ongoing": False, "ends_on": "2027-03-31"})
    changed.pass_days(at(2026, 12, 28), at(2027, 1, 4), every=2)
    old = scene.fresh()
    assert told("end_due", old.reference)
    new = changed.replaced(scene, at(2027, 1, 5), term(ends_on="2028-03-31"))
    since = Notice.objects.latest("pk").pk
    changed.pass_days(at(2027, 1, 5), at(2027, 4, 3), every=11)
    new.refresh_from_db()
    assert new.status in (Status.IN_FORCE, Status.UNDER_REVIEW)
    assert not Notice.objects.filter(pk__gt=since, about=old.reference).exists()
    assert open_days(new, DeadlineKind.END) == [dt.date(2028, 3, 31)]


@pytest.mark.parametrize("clock", [sweeping.once, timekeeping.once], ids=["ends first", "starts first"])
def test_a_text_that_begins_when_the_old_one_is_over_takes_its_place(clock):
    """Nobody is asked to delete what is shared on: whichever part of the clock comes first on the day."""
    scene = ending.stage(term={"ongoing": False, "ends_on": "2027-03-31"})
    new = changed.replaced(scene, at(2027, 3, 1), term(starts_on="2027-04-01", ends_on="2028-03-31"))
    assert (scene.status, new.status) == (Status.UNDER_REVIEW, Status.SIGNED)
    clock(at=at(2027, 3, 31))
    assert scene.status == Status.UNDER_REVIEW
    clock(at=at(2027, 4, 1))
    new.refresh_from_db()
    assert (scene.status, new.status) == (Status.SUPERSEDED, Status.IN_FORCE)
    assert not Disposal.objects.exists()
    assert not Notice.objects.filter(kind="ended").exists()


def test_what_is_counted_is_counted_by_the_rule_of_the_new_text():
    scene = ending.stage()
    row = count(scene)
    assert row.due_on == dt.date(2028, 11, 20)
    shorter = {"period": {"number": 1, "unit": "years"}}
    new = changed.replaced(scene, AT + DAY, lambda document: editing.put(document, "retention/kept", shorter))
    row = Countdown.objects.get(pk=row.pk)
    assert (row.agreement, row.due_on) == (new, dt.date(2027, 11, 20))
    assert row.rule.startswith("Kept for 1 year")
    assert open_days(scene.agreement, DeadlineKind.RETENTION) == []
    assert open_days(new, DeadlineKind.RETENTION) == [row.due_on]
    assert Countdown.history.latest().history_change_reason == f"Goes on under {new.reference}"


def test_a_reminder_of_data_names_the_edition_that_applies():
    scene = ending.stage()
    count(scene, on=dt.date(2024, 12, 24))
    changed.pass_days(at(2026, 11, 24), at(2026, 11, 24))
    old = scene.fresh()
    assert told("retention_due", old.reference)
    new = changed.replaced(scene, at(2026, 11, 25))
    changed.pass_days(at(2026, 12, 16), at(2026, 12, 25))
    assert max(told("retention_due", old.reference)) < dt.date(2026, 11, 25)
    assert told("retention_due", new.reference) == [dt.date(2026, 12, 17), dt.date(2026, 12, 24)]


def test_where_the_new_text_has_no_such_rule_the_old_words_hold_on():
    scene = ending.stage()
    row = count(scene)
    new = changed.replaced(scene, AT + DAY, lambda document: editing.without(document, "retention/kept"))
    row = Countdown.objects.get(pk=row.pk)
    assert (row.agreement, row.due_on) == (new, dt.date(2028, 11, 20))
    assert open_days(new, DeadlineKind.RETENTION) == [row.due_on]


def test_data_is_counted_under_the_last_edition_that_the_party_is_in():
    scene = ending.stage()
    new = changed.replaced(scene, AT + DAY)
    old, police = scene.fresh(), scene.organisations["police"]
    assert f"{new.reference} has replaced this agreement" in str(policies.can_count(scene.police, old, police).reasons)
    assert policies.can_count(scene.police, new, police)
    assert [place.agreement for place in keeping_rules.places_of(police)] == [new]


def test_whom_the_new_text_leaves_out_says_what_became_of_its_data():
    scene = ending.stage()
    row = count(scene)
    new = changed.replaced(scene, AT + DAY, lambda document: editing.without(document, "parties/police"))
    sweeping.once(at=AT + DAY)
    left = Departure.objects.get()
    assert (left.agreement, left.leaves_on) == (scene.agreement, (AT + DAY).date())
    assert new.reference in left.reason
    asked = Disposal.objects.get()
    assert (asked.organisation, asked.left, asked.departure) == (scene.organisations["police"], True, left)
    assert Countdown.objects.get(pk=row.pk).agreement == scene.agreement


def test_a_notice_that_runs_moves_on_and_those_who_stay_are_not_asked():
    scene = ending.stage()
    on = TODAY + 90 * DAY
    ends.give_notice(
        agreement=scene.fresh(),
        organisation=scene.organisations["police"],
        leaves_on=on,
        reason="No lamps.",
        by=scene.police,
        at=AT,
    )
    new = changed.replaced(scene, AT + DAY)
    sweeping.once(at=AT + DAY)
    assert Departure.objects.get().agreement == new
    assert not Disposal.objects.exists()
    sweeping.once(at=AT + 90 * DAY)
    assert Disposal.objects.get().agreement == new
