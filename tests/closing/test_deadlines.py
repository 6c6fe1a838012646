"""The last day of an agreement: kept true to it, told of in time, and nothing more once it is called off (email 35)."""

import datetime as dt
import random

import pytest

from agreements import services as agreements
from agreements.choices import How, Status
from agreements.models import Agreement
from agreements.services import ends
from closing import sweeping
from closing.choices import DeadlineKind
from closing.models import Deadline
from closing.services import deadlines, end_days
from closing.services.deadlines import Told
from notices.choices import State
from notices.models import Notice
from reviews.schedule import Rhythm
from tests.closing import years

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
LAST = dt.date(2027, 10, 29)  # a Friday
FIRST_REMINDER = dt.datetime(2027, 5, 4, 6, 30, tzinfo=dt.UTC)  # 180 days before is a Sunday, and then a holiday


@pytest.fixture(autouse=True)
def _registered():
    end_days.register()


@pytest.fixture
def world() -> years.World:
    return years.make(3)


@pytest.fixture
def agreement(world) -> Agreement:
    return sign(world, ends_on=LAST)


def sign(world: years.World, ends_on: dt.date | None, status: Status = Status.IN_FORCE) -> Agreement:
    row = years.sign(world, random.Random(1), at=AT, starts_on=AT.date(), ends_on=ends_on)
    return agreements.come_into_force(agreement=row, at=AT) if status == Status.IN_FORCE else row


def sweep(at: dt.datetime) -> int:
    end_days.follow_ends(at=at)
    return deadlines.remind_due(at=at)


def told() -> list[tuple[str, str]]:
    found = Notice.objects.filter(kind="end_due").exclude(state=State.CANCELLED).order_by("created_at", "email")
    return list(found.values_list("email", "subject"))


def morning(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 9, 0, tzinfo=dt.UTC)


def day_kept() -> dt.date | None:
    return Deadline.objects.filter(kind=DeadlineKind.END, settled_at=None).values_list("on", flat=True).first()


def test_lead_and_data_protection_officers_hear_once_of_each_reminder(world, agreement):
    assert end_days.follow_ends(at=AT + MINUTE) == 1
    assert end_days.follow_ends(at=AT + 2 * MINUTE) == 0
    row = Deadline.objects.get()
    assert (row.on, row.next_notice_at) == (LAST, FIRST_REMINDER)
    assert sweep(FIRST_REMINDER - MINUTE) == 0
    lead = world.body(agreement.lead_id)
    assert sweep(FIRST_REMINDER + dt.timedelta(days=1)) == len(told())
    emails = [email for email, _ in told()]
    assert {lead.officer.email, *(body.dpo for body in world.bodies)} <= set(emails)
    assert not {body.administrator.email for body in world.bodies} & set(emails)
    assert {subject for _, subject in told()} == {"Lights DSA-2026-0001 ends on 29 October 2027"}
    assert sweep(FIRST_REMINDER + dt.timedelta(days=1)) == 0
    for day in (dt.date(2027, 8, 3), dt.date(2027, 9, 30), dt.date(2027, 10, 22)):
        assert sweep(morning(day)) == len(emails)
    assert Deadline.objects.get().next_notice_at is None


def test_after_an_outage_the_newest_only_with_the_days_that_are_left(agreement):
    sweep(AT + MINUTE)
    sweep(morning(dt.date(2027, 10, 25)))
    said = {text.split("\n\n")[1].split(". ")[0] for text in Notice.objects.values_list("text", flat=True)}
    assert said == {"The last day of this agreement is 29 October 2027, in 4 days"}
    assert len({email for email, _ in told()}) == len(told())


def test_a_sweep_that_slept_owes_what_came_due_since_it_was_signed(agreement):
    """It was in force for half a year before anything looked at its end."""
    assert sweep(FIRST_REMINDER + 5 * MINUTE) > 0


def test_an_end_that_is_decided_goes_before_that_of_the_text_until_it_is_called_off(agreement):
    sweep(AT + MINUTE)
    on = dt.date(2027, 6, 1)
    ends.plan_end(agreement=agreement, on=on, how=How.NOTICE, reason="No money.", by=None, at=AT + 2 * MINUTE)
    sweep(AT + 3 * MINUTE)
    assert day_kept() == dt.date(2027, 5, 31)
    sweep(morning(dt.date(2027, 3, 2)))
    assert {subject for _, subject in told()} == {"Lights DSA-2026-0001 ends on 31 May 2027"}
    agreements.call_off_end(agreement=agreement, by=None, at=morning(dt.date(2027, 3, 2)))
    sweep(morning(dt.date(2027, 3, 3)))
    assert (day_kept(), told()) == (LAST, [])  # what had not left was taken back


def test_an_end_that_is_called_off_leaves_nothing_where_the_text_names_none(world):
    agreement = sign(world, ends_on=None)
    assert end_days.follow_ends(at=AT + MINUTE) == 0
    on = dt.date(2027, 6, 1)
    ends.plan_end(agreement=agreement, on=on, how=How.NOTICE, reason="No money.", by=None, at=AT + 2 * MINUTE)
    sweep(AT + 3 * MINUTE)
    assert day_kept() == dt.date(2027, 5, 31)
    agreements.call_off_end(agreement=agreement, by=None, at=AT + 4 * MINUTE)
    sweep(AT + 5 * MINUTE)
    assert (day_kept(), sweep(morning(dt.date(2027, 5, 24)))) == (None, 0)


def test_nothing_is_sent_of_what_has_ended_even_before_the_sweep_ends_it(agreement):
    sweep(AT + MINUTE)
    assert deadlines.remind_due(at=morning(dt.date(2027, 10, 30))) == 0
    assert told() == []
    ends.end(agreement=agreement, at=morning(dt.date(2027, 10, 30)))
    sweep(morning(dt.date(2027, 10, 31)))
    assert (day_kept(), told()) == (None, [])


def test_a_party_that_left_hears_nothing_and_the_others_do(world, agreement):
    sweep(AT + MINUTE)
    party = agreement.parties.exclude(organisation=agreement.lead_id).first()
    at = FIRST_REMINDER - dt.timedelta(days=2)
    departure = ends.give_notice(
        agreement=agreement, organisation=party.organisation, leaves_on=at.date(), reason="Enough.", by=None, at=at
    )
    ends.leave(departure=departure, at=at)
    sweep(FIRST_REMINDER)
    gone = world.body(party.organisation_id)
    assert told()
    assert not {gone.dpo, gone.officer.email} & {email for email, _ in told()}


def test_a_day_that_moves_takes_back_what_has_not_left_and_a_settled_one_is_silent(agreement):
    mine = {"agreement": agreement, "kind": DeadlineKind.END}
    on = dt.date(2027, 3, 1)
    deadlines.set_day(**mine, on=on, at=AT)
    same = deadlines.set_day(**mine, on=on, at=AT + MINUTE)
    deadlines.remind_due(at=morning(dt.date(2027, 2, 22)))
    assert told()
    moved = deadlines.set_day(**mine, on=dt.date(2027, 9, 1), at=morning(dt.date(2027, 2, 23)))
    assert (moved.pk, told()) == (same.pk, [])
    deadlines.remind_due(at=morning(dt.date(2027, 3, 8)))
    assert told()
    assert deadlines.settle(**mine, at=morning(dt.date(2027, 3, 9)))
    assert not deadlines.settle(**mine, at=morning(dt.date(2027, 3, 10)))
    assert told() == []
    assert deadlines.remind_due(at=morning(dt.date(2027, 8, 30))) == 0


def test_days_of_one_organisation_concern_its_people_alone_and_a_key_tells_them_apart(world, agreement, monkeypatch):
    party = agreement.parties.exclude(organisation=agreement.lead_id).first().organisation
    told_how = Told("end_due", Rhythm((0,), 7), end_days.words)
    monkeypatch.setitem(deadlines._TOLD, DeadlineKind.RETENTION, told_how)
    for key in ("a", "b"):
        deadlines.set_day(
            agreement=agreement, kind=DeadlineKind.RETENTION, on=dt.date(2027, 3, 1), organisation=party, key=key, at=AT
        )
    deadlines.remind_due(at=morning(dt.date(2027, 3, 1)))
    body = world.body(party.pk)
    wanted = {body.dpo} | ({body.reviewer.email} if body.reviewer else set())
    assert {email for email, _ in told()} == wanted
    assert len(told()) == 2 * len(wanted)
    deadlines.remind_due(at=morning(dt.date(2027, 3, 8)))  # and again every week
    assert len(told()) == 4 * len(wanted)


def test_one_that_fails_keeps_none_of_the_others_waiting(world, agreement, monkeypatch):
    other = sign(world, ends_on=LAST)
    end_days.follow_ends(at=AT)

    def fails(deadline, today):
        if deadline.agreement_id == agreement.pk:
            raise RuntimeError("no such agreement")
        return True

    told_how = deadlines.told_of(DeadlineKind.END)
    failing = Told(told_how.notice, told_how.rhythm, told_how.words, stands=fails)
    monkeypatch.setitem(deadlines._TOLD, DeadlineKind.END, failing)
    assert deadlines.remind_due(at=FIRST_REMINDER) > 0
    assert set(Notice.objects.filter(kind="end_due").values_list("about", flat=True)) == {other.reference}


@pytest.mark.parametrize("number", [2, 33])
def test_many_cost_few_questions(world, number, django_assert_max_num_queries):
    rows = [sign(world, ends_on=LAST) for _ in range(number)]
    end_days.follow_ends(at=AT)
    found = list(Deadline.objects.filter(agreement__in=rows).select_related("agreement__lead", "organisation"))
    with django_assert_max_num_queries(6):
        whom = deadlines.everybody(found)
    assert len(whom) == number
    with django_assert_max_num_queries(4):
        assert end_days.follow_ends(at=AT + MINUTE) == 0


def test_a_part_of_the_sweep_that_fails_is_logged_and_the_others_run(monkeypatch, caplog):
    ran = []

    def fails(*, at):
        raise RuntimeError("no")

    def runs(*, at):
        ran.append(at)
        return 2

    monkeypatch.setattr(sweeping, "PARTS", (fails, runs))
    assert sweeping.once(at=AT) == 2
    assert ran == [AT]
    assert "closing.sweep: fails failed" in caplog.text
