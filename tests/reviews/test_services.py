"""Reminders: planned when an agreement comes into force, sent once, stopped when there is nothing left to review."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from agreements import services as agreements
from agreements.choices import RenderingState
from agreements.models import Agreement, PublishedRendering
from agreements.services import ends
from foundation.verdicts import Refused
from notices.choices import State
from notices.models import Notice
from parties.choices import Nation
from reviews import recipients, services
from reviews.models import Plan
from reviews.reviewing_next import Next
from reviews.services import planning, reminding
from tests.factories.people import make_person
from tests.signing import scene
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db

REVIEW = dt.date(2027, 5, 20)  # six months after 20 November 2026


@pytest.fixture
def in_force() -> scene.Scene:
    staged = scene.set_stage()
    make_person("dpo.person@police.example", staged.partner, [Role.REVIEWER], full_name="Pat Reviewer")
    scene.open_round(staged)
    scene.sign(staged, staged.first, AT + MINUTE)
    scene.sign(staged, staged.second, AT + 2 * MINUTE)
    staged.agreement.refresh_from_db()
    return staged


def morning(day: dt.date, hour: int = 6, minute: int = 30) -> dt.datetime:
    """7:30am in British Summer Time."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=dt.UTC)


def told() -> list[tuple[str, str]]:
    found = Notice.objects.filter(kind="review_due").order_by("created_at", "email")
    return list(found.values_list("email", "subject"))


def sweep(at: dt.datetime) -> int:
    services.plan_new(at=at)
    return reminding.remind_due(at=at)


def test_coming_into_force_plans_the_first_review(in_force):
    assert services.plan_new(at=AT + 5 * MINUTE) == 1
    plan = Plan.objects.get()
    assert (plan.number, plan.review_on) == (1, REVIEW)
    assert plan.next_notice_at == dt.datetime(2027, 2, 19, 7, 30, tzinfo=dt.UTC)  # 90 days before
    assert services.plan_new(at=AT + 6 * MINUTE) == 0


def test_each_reminder_goes_once_to_whom_it_concerns(in_force):
    sweep(AT + 5 * MINUTE)
    on_the_day = morning(REVIEW)
    assert sweep(on_the_day - MINUTE) > 0  # one for the missed ones: 90, 30 and 7 days before
    Notice.objects.all().update(subject="seen")
    assert sweep(on_the_day) == len(told()) / 2
    assert sweep(on_the_day) == 0
    subjects = [subject for _, subject in told() if subject != "seen"]
    assert set(subjects) == {"Review of Street lighting is due today"}
    emails = {email for email, subject in told() if subject != "seen"}
    assert {"ig@essex.example", "dpo.person@police.example"} <= emails
    assert {"dpo@essex-county-council.example", "dpo@essex-police.example"} <= emails
    assert "admin1@essex-police.example" not in emails
    assert "sian@police.example" not in emails


def test_administrators_hear_when_it_is_a_month_late(in_force):
    sweep(AT + 5 * MINUTE)
    sweep(morning(REVIEW + dt.timedelta(days=20)))
    assert "admin1@essex-police.example" not in {email for email, _ in told()}
    late = morning(dt.date(2027, 6, 21))  # day 30 is a Saturday
    sweep(late)
    subjects = dict(told())
    assert subjects["admin1@essex-police.example"] == "Review of Street lighting is overdue by 32 days"


def test_after_an_outage_the_newest_only_with_its_true_date(in_force):
    sweep(AT + 5 * MINUTE)
    sweep(morning(dt.date(2027, 6, 5), 9))
    assert {subject for _, subject in told()} == {"Review of Street lighting is overdue by 16 days"}
    assert len({email for email, _ in told()}) == len(told())


def test_a_moved_review_takes_back_what_has_not_left(in_force):
    sweep(AT + 5 * MINUTE)
    sweep(morning(dt.date(2027, 4, 20)))
    assert Notice.objects.filter(kind="review_due", state=State.QUEUED).exists()
    in_force.agreement.review_on = dt.date(2027, 9, 1)
    in_force.agreement.save()
    sweep(morning(dt.date(2027, 4, 21)))
    assert not Notice.objects.filter(kind="review_due", state=State.QUEUED).exists()
    plan = Plan.objects.get()
    assert (plan.review_on, plan.next_notice_at) == (dt.date(2027, 9, 1), morning(dt.date(2027, 6, 3)))


def test_nothing_for_an_agreement_that_ended_and_nothing_to_a_leaver(in_force):
    sweep(AT + 5 * MINUTE)
    in_force.officer.is_active = False
    in_force.officer.save()
    sweep(morning(dt.date(2027, 4, 20)))
    assert "ig@essex.example" not in {email for email, _ in told()}
    before = len(told())
    agreements.life.move(in_force.agreement, agreements.life.Verb.END, by=None, at=AT)
    assert sweep(morning(REVIEW)) == 0
    assert (len(told()), Plan.objects.get().next_notice_at) == (before, None)


def test_each_nation_keeps_its_own_working_days(in_force):
    in_force.partner.nation = Nation.SCOTLAND
    in_force.partner.save()
    in_force.agreement.review_on = dt.date(2026, 11, 30)  # St Andrew's Day, a Monday
    in_force.agreement.save()
    sweep(AT + 5 * MINUTE)
    sweep(dt.datetime(2026, 11, 23, 7, 30, tzinfo=dt.UTC))
    Notice.objects.filter(kind="review_due").delete()
    sweep(dt.datetime(2026, 11, 30, 7, 30, tzinfo=dt.UTC))
    assert {email.rsplit("@")[1] for email, _ in told()} == {"essex.example", "essex-county-council.example"}
    sweep(dt.datetime(2026, 12, 1, 7, 30, tzinfo=dt.UTC))
    assert {"dpo.person@police.example", "dpo@essex-police.example"} <= {email for email, _ in told()}
    assert sweep(dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)) == 0


def test_an_agreement_without_any_date_is_planned_as_having_none(in_force, monkeypatch):
    """The checks ask for a rule, so only what is older than they are has none. Its page calls that overdue."""
    monkeypatch.setattr(planning.reviewing_next, "first", lambda agreement, at: Next(1, None))
    assert sweep(AT + 5 * MINUTE) == 0
    assert (Plan.objects.get().review_on, services.plan_new(at=AT + 6 * MINUTE)) == (None, 0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.lists(st.integers(1, 24 * 40), min_size=1, max_size=12))
def test_however_the_sweep_stumbles_nobody_hears_anything_twice(in_force, hours):
    """Random pauses of up to 40 days between passes; what was sent last is what the calendar says is newest."""
    Notice.objects.filter(kind="review_due").delete()
    Plan.objects.all().delete()
    at = AT + 5 * MINUTE
    planning.check(at=at)  # the agreement says that it is planned
    sweep(at)
    for pause in hours:
        at += dt.timedelta(hours=pause)
        sweep(at)
        assert sweep(at) == 0
    keys = list(Notice.objects.filter(kind="review_due").values_list("dedupe_key", flat=True))
    assert len(keys) == len(set(keys))
    plan = Plan.objects.get()
    assert plan.next_notice_at > at


def test_one_agreement_that_fails_does_not_keep_the_others_waiting(in_force, monkeypatch):
    other = Agreement.objects.get(pk=in_force.agreement.pk)
    other.pk, other.reference, other.review_on = None, "DSA-2026-0900", REVIEW
    other.save()
    failing = in_force.agreement.pk
    planned, told_of = planning.proposed, reminding.occasions

    def plan(agreement, old, at):
        if agreement.pk == failing:
            raise RuntimeError("no such day")
        return planned(agreement, old, at)

    def tell(plans, at):
        if failing in {plan.agreement_id for plan in plans}:
            raise Refused(["This cannot be told."])
        return told_of(plans, at)

    monkeypatch.setattr(planning, "proposed", plan)
    assert services.plan_new(at=AT + 5 * MINUTE) == 1
    monkeypatch.setattr(planning, "proposed", planned)
    assert services.plan_new(at=AT + 6 * MINUTE) == 1
    for party in in_force.agreement.parties.all():
        party.pk, party.agreement = None, other
        party.save()
    monkeypatch.setattr(reminding, "occasions", tell)
    assert reminding.remind_due(at=morning(REVIEW)) > 0
    assert set(Notice.objects.filter(kind="review_due").values_list("about", flat=True)) == {"DSA-2026-0900"}


def leave(staged: scene.Scene, *, at: dt.datetime) -> None:
    departure = ends.give_notice(
        agreement=staged.agreement,
        organisation=staged.partner,
        leaves_on=timezone.localdate(at),
        reason="We share nothing any more.",
        by=staged.second,
        at=at,
    )
    assert ends.leave(departure=departure, at=at)


def test_a_party_that_has_left_hears_nothing_more(in_force):
    sweep(AT + 5 * MINUTE)
    leave(in_force, at=morning(dt.date(2027, 4, 1)))
    sweep(morning(dt.date(2027, 4, 20)))
    assert {email.rsplit("@")[1] for email, _ in told()} == {"essex.example", "essex-county-council.example"}


def offer_for_publication(agreement: Agreement) -> None:
    done = {"state": RenderingState.DONE, "size": 1, "sha256": "0" * 64, "finished_at": AT}
    PublishedRendering.objects.create(version=agreement.versions.get(), asked_at=AT, **done)


def public() -> list[tuple[str, str]]:
    found = Notice.objects.filter(kind="review_due.public").order_by("created_at", "email")
    return list(found.values_list("email", "subject"))


def test_what_is_still_published_three_months_after_its_review_is_told_to_the_leads_administrators(in_force):
    """E-10: monthly, until it is reviewed."""
    offer_for_publication(in_force.agreement)
    sweep(AT + 5 * MINUTE)
    sweep(morning(dt.date(2027, 8, 17)))
    assert public() == []
    sweep(morning(dt.date(2027, 8, 18)))
    both = ["admin1@essex-county-council.example", "admin2@essex-county-council.example"]
    first = "Street lighting is still published 90 days after its review was due"
    assert public() == [(email, first) for email in both]
    assert sweep(morning(dt.date(2027, 9, 16))) == 0
    sweep(morning(dt.date(2027, 9, 17)))
    assert [email for email, _ in public()] == both * 2
    plan = Plan.objects.get()
    reminding.take_back(plan, at=morning(dt.date(2027, 9, 18)))
    assert not Notice.objects.filter(kind__startswith="review_due", state=State.QUEUED).exists()


def test_what_is_not_published_is_not_told_of_as_such(in_force):
    sweep(AT + 5 * MINUTE)
    sweep(morning(dt.date(2027, 8, 18)))
    assert (public(), len(told()) > 0) == ([], True)


@pytest.mark.parametrize("number", [2, 33])
def test_many_due_at_once_cost_few_questions(in_force, django_assert_max_num_queries, number):
    """The recipients of all are asked for together, and the pointers move together."""
    copies = []
    for turn in range(number):
        other = Agreement.objects.get(pk=in_force.agreement.pk)
        other.pk, other.reference, other.review_on = None, f"DSA-2026-{9000 + turn}", REVIEW
        other.save()
        copies.append(Plan.objects.create(agreement=other, review_on=REVIEW, next_notice_at=AT, planned_at=AT))
    with django_assert_max_num_queries(6):
        assert len(recipients.of_many([plan.agreement for plan in copies])) == number
    with django_assert_max_num_queries(12):
        reminding.remind_due(at=morning(REVIEW))  # nobody is in them, so nothing but the questions is counted
    assert not Plan.objects.filter(next_notice_at__lte=morning(REVIEW)).exists()


def test_a_clock_that_jumps_neither_repeats_nor_loses(in_force):
    """Forward by a day: told a day early at worst. Back by an hour: the same instant twice is told once."""
    sweep(AT + 5 * MINUTE)
    on_time = morning(dt.date(2027, 4, 20))
    sweep(on_time)
    once = told()
    for at in (on_time - 60 * MINUTE, on_time, on_time + 60 * MINUTE):
        assert sweep(at) == 0
    assert told() == once
    sweep(on_time + dt.timedelta(days=24))
    sweep(on_time + dt.timedelta(days=23))
    keys = list(Notice.objects.filter(kind="review_due").values_list("dedupe_key", flat=True))
    assert len(keys) == len(set(keys)) == 2 * len(once)


def test_a_review_is_counted_from_coming_into_force_and_not_from_a_start_long_ago():
    """Signed eight months after the day it starts on: the review is six months ahead, not two behind."""
    interval = {"rule": "interval", "first_after_months": 6, "then_every_months": 12}
    staged = scene.set_stage(review=interval, ongoing=True, starts_on="2026-03-20")
    scene.open_round(staged)
    scene.sign(staged, staged.first, AT + MINUTE)
    scene.sign(staged, staged.second, AT + 2 * MINUTE)
    assert Agreement.objects.get().review_on is None
    services.plan_new(at=AT + 5 * MINUTE)
    assert Plan.objects.get().review_on == REVIEW


def test_a_fixed_day_is_the_day_of_the_review():
    scene.set_stage(review={"rule": "fixed", "on": "2027-02-01"}, ongoing=True)
    assert Agreement.objects.get().review_on == dt.date(2027, 2, 1)
