"""What comes of a review: it continues, changes or ends; one outcome, told once, and never a review forgotten."""

import datetime as dt

import pytest
from django.utils import timezone

from agreements import services as agreements
from agreements.models import Agreement, Variation
from foundation.verdicts import Refused
from notices.choices import State
from notices.models import Notice
from reviews import reviewing_next, services
from reviews.choices import Conclusion
from reviews.models import Answer, Plan, Review
from tests.reviews import standing_agreement as stage
from tests.reviews.standing_agreement import DAY, DUE, MINUTE, NEXT, OPEN, START, decide, why

pytestmark = pytest.mark.django_db
WHY = "The retention is too long."


STAGE = stage.in_force


@pytest.fixture
def answered(scene):
    stage.everybody_says(scene)
    return scene


def test_it_continues_and_the_next_review_is_a_year_on(answered):
    """E-10: six months, then every year."""
    assert reviewing_next.after(answered.fresh(), DUE, OPEN.date()) == NEXT
    review = decide(answered, reason="Nothing to change.", at=OPEN + MINUTE)
    assert (review.conclusion, review.next_on, review.concluded_by) == ("keep", NEXT, answered.officer)
    assert (answered.status, answered.fresh().review_on) == ("in_force", NEXT)
    plan = answered.plan
    assert (plan.number, plan.review_on) == (2, NEXT)
    assert timezone.localdate(plan.next_notice_at) == dt.date(2028, 2, 21)  # the 20th is a Sunday
    assert Answer.objects.count() == 3
    assert services.plan_new(at=OPEN + DAY) == 0


def test_reminders_of_the_concluded_review_stay_here(answered):
    Notice.objects.all().delete()
    services.remind_due(at=OPEN)
    assert Notice.objects.filter(kind="review_due", state=State.QUEUED).exists()
    decide(answered, at=OPEN + MINUTE)
    assert not Notice.objects.filter(kind="review_due", state=State.QUEUED).exists()
    Notice.objects.filter(kind="review_due").delete()
    assert services.remind_due(at=OPEN + 200 * DAY) == 0


def test_everybody_is_told_once_of_the_outcome(answered):
    decide(answered, reason="Nothing to change.")
    found = stage.mail("review.concluded")
    assert {email for email, _ in found} == {f"dpo{number}@borough.example" for number in (1, 2, 3)} | {
        "dpo@second.example"
    }
    assert {subject for _, subject in found} == {"Early help was reviewed and continues unchanged"}
    words = Notice.objects.filter(kind="review.concluded").first().text
    assert "Next review: 20 May 2028" in words
    assert "> Nothing to change." in words
    assert f"/agreements/{answered.agreement.reference}/reviews/1/" in words


def test_not_every_answer_is_there_and_the_lead_says_why(scene):
    stage.say(scene, 0)
    with pytest.raises(Refused, match="although not every party has answered"):
        decide(scene)
    review = decide(scene, without="Two asked twice, and said nothing.")
    assert review.without == "Two asked twice, and said nothing."


def test_the_lead_may_conclude_what_nobody_opened(scene):
    review = decide(scene, without="Everybody agreed in a meeting.")
    assert (review.number, review.is_open, scene.plan.number, scene.status) == (1, False, 2, "in_force")


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (None, "Enter when it is reviewed next"),
        (OPEN.date(), "must be after today"),
        (OPEN.date() - DAY, "must be after today"),
        (dt.date(2040, 1, 1), "on or before"),
    ],
)
def test_days_on_which_nothing_can_be_reviewed(answered, day, reason):
    with pytest.raises(Refused, match=reason):
        decide(answered, next_on=day)
    assert (answered.review.is_open, answered.plan.number) == (True, 1)


def test_not_after_the_agreement_has_ended():
    scene = stage.in_force(ongoing=False, ends_on="2027-12-31")
    stage.everybody_says(scene)
    assert reviewing_next.after(scene.fresh(), DUE, OPEN.date()) == dt.date(2027, 12, 31)
    with pytest.raises(Refused, match="ends on 31 December 2027"):
        decide(scene, next_on=dt.date(2028, 1, 1))
    assert decide(scene, next_on=dt.date(2027, 12, 31)).next_on == dt.date(2027, 12, 31)


def test_on_its_last_day_no_next_review_is_asked():
    scene = stage.in_force(ongoing=False, ends_on="2027-03-01")
    stage.everybody_says(scene)
    assert decide(scene, next_on=None).next_on is None
    assert (scene.status, scene.plan.next_notice_at) == ("in_force", None)


def test_a_late_review_skips_what_it_missed(scene):
    late = dt.datetime(2029, 6, 30, 9, tzinfo=dt.UTC)
    assert reviewing_next.after(scene.fresh(), DUE, late.date()) == dt.date(2030, 5, 20)


def test_a_review_out_of_turn_leaves_the_planned_one(scene):
    early = START + 30 * DAY
    stage.begin(scene, "A supplier lost data.", at=early)
    stage.everybody_says(scene, at=early)
    assert reviewing_next.after(scene.fresh(), DUE, early.date()) == DUE
    decide(scene, next_on=DUE, at=early)
    assert (scene.plan.number, scene.plan.review_on) == (2, DUE)


def test_a_fixed_day_proposes_nothing_once_it_is_used():
    scene = stage.in_force(review={"rule": "fixed", "on": "2027-05-20"})
    stage.everybody_says(scene)
    assert reviewing_next.after(scene.fresh(), DUE, OPEN.date()) is None
    decide(scene, next_on=dt.date(2027, 12, 1))
    assert (scene.fresh().review_on, scene.plan.review_on) == (dt.date(2027, 12, 1), dt.date(2027, 12, 1))
    assert services.plan_new(at=OPEN + DAY) == 0


def test_29_february_is_not_lost():
    rule = {"rule": "interval", "first_after_months": 12, "then_every_months": 12}
    scene = stage.in_force(at=dt.datetime(2024, 2, 29, 9, tzinfo=dt.UTC), review=rule)
    assert scene.plan.review_on == dt.date(2025, 2, 28)
    assert reviewing_next.after(scene.fresh(), dt.date(2027, 2, 28), dt.date(2027, 2, 1)) == dt.date(2028, 2, 29)


def test_change_opens_the_text_that_is_to_replace_it(answered):
    with pytest.raises(Refused, match="Say what should change"):
        decide(answered, Conclusion.CHANGE)
    review = decide(answered, Conclusion.CHANGE, reason=WHY)
    variation = Variation.objects.get()
    assert (variation.replaces, variation.reason, variation.agreement.status) == (answered.agreement, WHY, "draft")
    assert (review.conclusion, answered.status, answered.plan.number) == ("change", "under_review", 2)
    assert answered.plan.review_on == NEXT  # should the change be given up
    found = {subject for _, subject in stage.mail("review.concluded")}
    assert found == {"Early help was reviewed and will change"}
    assert variation.agreement.reference in Notice.objects.filter(kind="review.concluded").first().text


def test_a_change_that_is_under_way_already_takes_up_the_review(answered):
    opened = agreements.open_variation(agreement=answered.agreement, reason="Names", by=answered.officer, at=OPEN)
    decide(answered, Conclusion.CHANGE, reason=WHY, at=OPEN + MINUTE)
    assert Variation.objects.get() == opened


def test_given_up_the_old_one_stands_and_is_reviewed_again(answered):
    decide(answered, Conclusion.CHANGE, reason=WHY)
    agreements.withdraw(agreement=stage.successor(answered), by=answered.officer, at=OPEN + DAY, reason="Not needed")
    assert answered.status == "in_force"
    services.plan_new(at=OPEN + DAY)
    assert (answered.plan.number, answered.plan.review_on) == (2, NEXT)


def test_the_text_that_a_review_led_to_is_reviewed_a_year_after_it_began(answered, monkeypatch):
    decide(answered, Conclusion.CHANGE, reason=WHY)
    begins = OPEN + 40 * DAY
    new = stage.put_in_force(stage.successor(answered), answered, monkeypatch, begins)
    assert (new.status, answered.status) == ("in_force", "superseded")
    services.plan_new(at=begins + MINUTE)
    plan = Plan.objects.get(agreement=new)
    assert (plan.number, plan.review_on) == (2, dt.date(2028, 4, 10))
    assert reviewing_next.after(new, plan.review_on, dt.date(2028, 4, 1)) == dt.date(2029, 4, 10)


def test_a_change_without_a_review_keeps_the_review_that_was_due(scene, monkeypatch):
    agreements.open_variation(agreement=scene.agreement, reason="Names", by=scene.officer, at=OPEN)
    new = stage.put_in_force(stage.successor(scene), scene, monkeypatch, OPEN + DAY)
    services.plan_new(at=OPEN + 2 * DAY)
    plan = Plan.objects.get(agreement=new)
    assert (plan.number, plan.review_on) == (1, DUE)
    assert reviewing_next.after(new, DUE, DUE) == NEXT


@pytest.mark.parametrize(("day", "wanted"), [("2029-01-15", dt.date(2029, 1, 15)), ("2020-01-15", NEXT)])
def test_a_fixed_day_in_the_new_text_counts_unless_it_has_passed(answered, monkeypatch, day, wanted):
    decide(answered, Conclusion.CHANGE, reason=WHY)
    new = stage.successor(answered)

    def fix(document):
        return document.model_copy(
            update={"term": document.term.model_validate({"ongoing": True, "review": {"rule": "fixed", "on": day}})}
        )

    agreements.change(agreement=new, edit=fix, by=answered.officer, at=OPEN + DAY)
    new = stage.put_in_force(Agreement.objects.get(pk=new.pk), answered, monkeypatch, OPEN + 40 * DAY)
    services.plan_new(at=OPEN + 41 * DAY)
    plan = Plan.objects.get(agreement=new)
    assert (plan.number, plan.review_on) == (2, wanted)
    assert services.plan_new(at=OPEN + 42 * DAY) == 0


def test_it_ends_on_a_day_and_applies_until_then(answered):
    with pytest.raises(Refused, match="Say why it ends"):
        decide(answered, Conclusion.END, ends_on=dt.date(2027, 6, 30))
    with pytest.raises(Refused, match="the day on which it ends"):
        decide(answered, Conclusion.END, reason=WHY)
    decide(answered, Conclusion.END, reason="The work is done.", ends_on=dt.date(2027, 6, 30))
    assert (stage.ending(answered).how, stage.ending(answered).on) == ("review", dt.date(2027, 6, 30))
    assert answered.status == "in_force"
    assert {subject for _, subject in stage.mail("review.concluded")} == {
        "Early help was reviewed and ends on 30 June 2027"
    }


def test_it_may_end_today(answered):
    review = decide(answered, Conclusion.END, reason="The work is done.", ends_on=OPEN.date())
    assert (answered.status, review.next_on, answered.plan.next_notice_at) == ("ended", None, None)


def test_an_end_before_today_is_refused_and_nothing_is_lost(answered):
    with pytest.raises(Refused, match="today or later"):
        decide(answered, Conclusion.END, reason="Done.", ends_on=OPEN.date() - DAY)
    assert (answered.review.is_open, answered.status) == (True, "under_review")


def test_only_the_leads_officers_conclude(answered):
    for person in (answered.reviewers[0], answered.reviewers[1], answered.reader, answered.outsider):
        with pytest.raises(Refused, match="Only information governance officers of Borough 1 Council"):
            decide(answered, by=person)


def test_the_second_to_conclude_sees_what_came_of_it(answered):
    decide(answered, at=OPEN + MINUTE, number=1)
    with pytest.raises(Refused) as refused:
        decide(answered, Conclusion.CHANGE, reason=WHY, number=1, at=OPEN + 2 * MINUTE)
    assert "This review was concluded by Ada Lead on 1 March 2027 at 10:01am: continue unchanged." in why(refused.value)
    assert (Review.objects.count(), Variation.objects.count()) == (1, 0)


def test_the_button_pressed_twice_concludes_once(answered):
    first = decide(answered, reason="Fine.", number=1)
    assert decide(answered, reason="Fine.", number=1, at=OPEN + MINUTE) == first
    assert (answered.plan.number, len(stage.told("review.concluded"))) == (2, len(set(stage.told("review.concluded"))))


def test_a_review_that_nobody_plans_is_not_concluded(answered):
    with pytest.raises(Refused, match="no such review"):
        decide(answered, number=7)


def test_an_agreement_that_ended_is_not_concluded_any_more(answered):
    day = OPEN.date()
    agreements.plan_end(agreement=answered.agreement, on=day, how="notice", reason="Over", by=answered.officer, at=OPEN)
    with pytest.raises(Refused, match="no longer in force"):
        decide(answered, at=OPEN + MINUTE)
    assert Answer.objects.count() == 3
