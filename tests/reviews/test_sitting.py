"""Many reviews in one sitting (D-8, E-10): what is due, what changed since, and each answer by itself."""

import datetime as dt

import pytest
from django.urls import reverse

from agreements import services as agreements
from agreements.models import Departure, Version, VersionCode
from lawfulbasis import services as law
from lawfulbasis.models import Entry
from reviews import sitting
from reviews.models import Answer, Plan, Review
from reviews.services import reviewing, sittings
from reviews.services.reviewing import Remark, Said
from tests.reviews import many
from tests.reviews.many import AT, DAY, TODAY

pytestmark = pytest.mark.django_db


def lines(made, **narrowing):
    narrowing = narrowing or {"until": sitting.until(1, TODAY)}
    rows = sitting.waiting(made.reviewer, made.partner, **narrowing)
    return sitting.lines(list(rows), made.partner, on=TODAY)


def confirm(made, agreements=None, note="", by=None, at=AT):
    found = made.agreements if agreements is None else agreements
    return sittings.confirm(agreements=found, organisation=made.partner, note=note, by=by or made.reviewer, at=at)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY - 12 * DAY, "Overdue by 12 days"),
        (TODAY, "Due today"),
        (TODAY + 30 * DAY, "Due in 30 days"),
        (TODAY + 31 * DAY, None),
        (None, "No review date"),
    ],
)
def test_what_is_overdue_or_due_in_the_period_is_in_the_list(day, words):
    made = many.in_force(1)
    many.due(made.agreements[0], day)
    assert [line.words for line in lines(made)] == ([words] if words else [])


def test_a_longer_period_shows_more():
    made = many.in_force(1, due_on=TODAY + 50 * DAY)
    assert [len(lines(made, until=sitting.until(months, TODAY))) for months in sitting.PERIODS] == [0, 1, 1]


def test_what_cannot_be_answered_yet_says_from_when():
    made = many.in_force(1, due_on=TODAY + 92 * DAY)
    (line,) = lines(made, until=sitting.until(3, TODAY) + DAY)
    assert (line.is_open, line.opens_on) == (False, TODAY + 2 * DAY)


def test_the_most_urgent_first():
    made = many.in_force(3)
    for agreement, days in zip(made.agreements, (20, -5, 3), strict=True):
        many.due(agreement, TODAY + days * DAY)
    assert [line.words for line in lines(made)] == ["Overdue by 5 days", "Due in 3 days", "Due in 20 days"]


def test_each_answer_is_recorded_with_its_agreement():
    made = many.in_force(3)
    results = confirm(made, note="  Looked at all of them. ")
    assert [result.reasons for result in results] == [(), (), ()]
    rows = Answer.objects.order_by("pk")
    assert [(row.review.agreement, row.organisation, row.person) for row in rows] == [
        (agreement, made.partner, made.reviewer) for agreement in made.agreements
    ]
    assert {(row.together, row.note, row.points.count()) for row in rows} == {(True, "Looked at all of them.", 0)}
    assert lines(made) == []
    assert sitting.answered(made.reviewer, made.partner, until=TODAY).count() == 3


def test_one_refusal_keeps_none_of_the_others():
    made = many.in_force(3)
    agreements.plan_end(agreement=made.agreements[1], on=TODAY, how="notice", reason="Over.", by=made.officer, at=AT)
    results = confirm(made)
    assert [bool(result.reasons) for result in results] == [False, True, False]
    assert "no longer in force" in results[1].reasons[0]
    assert Answer.objects.count() == 2


def test_what_somebody_said_of_one_agreement_is_not_painted_over():
    made = many.in_force(2)
    said = Said(points=(Remark("scope", needs_change=True, note="It covers too much."),))
    reviewing.answer(agreement=made.agreements[0], organisation=made.partner, said=said, by=made.reviewer, at=AT)
    results = confirm(made)
    assert results[0].reasons == ("Pat Police answered for Essex Police already, on 20 November 2026.",)
    assert Answer.objects.filter(review__agreement=made.agreements[0]).count() == 1
    assert Answer.objects.filter(review__agreement=made.agreements[1], together=True).count() == 1


def test_pressed_twice_is_one_answer():
    made = many.in_force(1)
    assert confirm(made)[0].reasons == confirm(made, at=AT + dt.timedelta(seconds=1))[0].reasons == ()
    assert Answer.objects.count() == 1


def test_only_for_an_organisation_that_one_reviews_for():
    made = many.in_force(1)
    for stranger in (made.officer, made.dpo):
        assert confirm(made, by=stranger)[0].reasons
    assert Answer.objects.count() == Review.objects.count() == 0


def test_a_party_that_left_is_asked_nothing():
    made = many.in_force(1)
    Departure.objects.create(
        agreement=made.agreements[0],
        organisation=made.partner,
        party_key="police",
        given_at=AT - 9 * DAY,
        leaves_on=TODAY - DAY,
        reason="Done.",
        left_at=AT - DAY,
    )
    assert lines(made) == []
    assert confirm(made)[0].reasons


def test_the_last_answer_stands_beside():
    made = many.in_force(1)
    (agreement,) = made.agreements
    said = Said(points=(Remark("scope", needs_change=True, note="It covers too much."),))
    reviewing.answer(agreement=agreement, organisation=made.partner, said=said, by=made.reviewer, at=AT)
    decided = reviewing.Decided("keep", next_on=TODAY + 20 * DAY, without="The lead looked.")
    reviewing.conclude(agreement=agreement, number=1, decided=decided, by=made.officer, at=AT + DAY)
    (line,) = lines(made)
    assert (line.last.needs_change, line.last.at) == (True, AT)
    assert line.link == reverse("reviews:one", args=[agreement.reference, 2])


def test_law_that_changed_since_needs_a_look():
    law.load_catalogue(at=AT)
    made = many.in_force(2)
    changed = Entry.objects.filter(current_wording_from__range=(TODAY - 300 * DAY, TODAY)).first()
    version = Version.objects.get(agreement=made.agreements[0])
    VersionCode.objects.create(version=version, code=changed.code, wording_from=TODAY - 1000 * DAY)
    first, second = sorted(lines(made), key=lambda line: line.agreement.pk)
    assert (first.news.law, first.news.needs_look) == ((changed.label,), True)
    assert second.news.law == ()


def test_a_party_that_gave_notice_needs_a_look():
    made = many.in_force(1)
    Departure.objects.create(
        agreement=made.agreements[0],
        organisation=made.lead,
        party_key="essex",
        given_at=AT,
        leaves_on=TODAY + 30 * DAY,
        reason="Done.",
    )
    (line,) = lines(made)
    assert line.news.parties == ("Essex County Council is leaving",)


def test_checks_that_began_since_are_run_and_no_others(monkeypatch):
    made = many.in_force(1)
    law.load_catalogue(at=AT)
    asked = []
    monkeypatch.setattr("reviews.news._fires", lambda rule, case: asked.append(rule.id) or True)
    (line,) = lines(made)
    began = {
        rule.id
        for rule in __import__("lawfulbasis.rules", fromlist=["RULES"]).RULES.values()
        if rule.wording.applies_from and TODAY - 400 * DAY < rule.wording.applies_from <= TODAY
    }
    assert set(asked) <= began
    assert len(line.news.checks) == len(asked)


def test_as_many_queries_for_500_as_for_one(django_assert_max_num_queries):
    made = many.in_force(500)
    rows = sitting.waiting(made.reviewer, made.partner, until=TODAY)
    with django_assert_max_num_queries(13):
        assert len(sitting.lines(list(rows), made.partner, on=TODAY)) == 500


def test_a_plan_without_a_day_is_there_and_one_that_the_sweep_has_not_met_is_not():
    made = many.in_force(1)
    Plan.objects.all().delete()
    assert lines(made) == []
