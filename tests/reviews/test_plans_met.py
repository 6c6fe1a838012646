"""The sweep finds what moved through an index; at night everything is compared, so that nothing stays missed."""

import datetime as dt
import random

import pytest
from django.db import connection

from agreements import met
from agreements import services as agreements
from agreements.choices import Status
from agreements.models import Agreement
from closing.models import Deadline
from closing.services import end_days
from reviews import querysets, services
from reviews.models import Plan
from reviews.services import planning, together
from tests.closing import years

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
LAST = dt.date(2027, 10, 29)


@pytest.fixture
def agreement() -> Agreement:
    end_days.register()
    row = years.sign(years.make(3), random.Random(1), at=AT, starts_on=AT.date(), ends_on=LAST)
    agreements.come_into_force(agreement=row, at=AT)
    return Agreement.objects.get(pk=row.pk)


def unmet() -> tuple[int, int]:
    return querysets.unplanned().count(), Agreement.objects.filter(met.END_UNMET).count()


def test_what_is_met_is_found_again_only_when_its_day_moves(agreement):
    assert unmet() == (1, 1)
    assert (services.plan_new(at=AT + MINUTE), end_days.follow_ends(at=AT + MINUTE)) == (1, 1)
    assert unmet() == (0, 0)
    row = Agreement.objects.get(pk=agreement.pk)
    assert (row.review_met_on, row.end_met_on) == (Plan.objects.get().review_on, LAST)
    row.review_on, row.ends_on = dt.date(2027, 4, 1), None
    row.save(update_fields=["review_on", "ends_on"])
    assert unmet() == (1, 1)
    assert (services.plan_new(at=AT + 2 * MINUTE), end_days.follow_ends(at=AT + 2 * MINUTE)) == (1, 1)
    assert unmet() == (0, 0)
    assert Plan.objects.get().review_on == dt.date(2027, 4, 1)
    assert not Deadline.objects.filter(settled_at=None).exists()


def test_what_has_ended_is_let_go(agreement):
    end_days.follow_ends(at=AT + MINUTE)
    row = Agreement.objects.get(pk=agreement.pk)
    row.status = Status.ENDED
    row.save(update_fields=["status"])
    assert unmet()[1] == 1
    end_days.follow_ends(at=AT + 2 * MINUTE)
    assert unmet()[1] == 0


def test_history_keeps_no_row_of_being_met(agreement):
    before = agreement.history.count()
    services.plan_new(at=AT + MINUTE)
    end_days.follow_ends(at=AT + MINUTE)
    assert agreement.history.count() == before


def test_the_night_finds_what_the_agreement_does_not_say(agreement, caplog):
    services.plan_new(at=AT + MINUTE)
    end_days.follow_ends(at=AT + MINUTE)
    assert (planning.check(at=AT + DAY), end_days.check(at=AT + DAY)) == (0, 0)
    Plan.objects.all().delete()
    Deadline.objects.all().delete()
    assert (services.plan_new(at=AT + DAY), end_days.follow_ends(at=AT + DAY)) == (0, 0)
    assert (planning.check(at=AT + DAY), end_days.check(at=AT + DAY)) == (1, 1)
    assert (Plan.objects.count(), Deadline.objects.get().on) == (1, LAST)
    assert len(caplog.records) == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the plan is PostgreSQL's")
def test_an_index_of_nothing_else_answers_what_is_unmet(agreement):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    for rows, index in (
        (querysets.unplanned(), "agreement_review_unmet"),
        (Agreement.objects.filter(met.END_UNMET).order_by("pk"), "agreement_end_unmet"),
    ):
        assert index in rows.values_list("pk")[:500].explain()


@pytest.mark.parametrize("bad", [set(), {1}, {5, 6}, set(range(10))])
def test_of_many_each_that_fails_is_left_alone(bad, caplog):
    done: list[int] = []

    def act(keys):
        if bad & set(keys):
            raise RuntimeError("no")
        done.extend(keys)
        return len(keys)

    assert together.in_batches(act, range(10), 4) == 10 - len(bad)
    assert done == [key for key in range(10) if key not in bad]
    assert len(caplog.records) == len(bad)
