"""Many agreements reviewed for one reason (D-8): what a campaign opens, tells, and how far it has come."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.roles import Role
from agreements import services as agreements
from agreements.models import Departure
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Membership
from parties.services import people
from reviews import campaigning, sitting
from reviews import tasks_campaigns as _worker  # noqa: F401 - as the worker does
from reviews.models import Campaign, CampaignItem, Review
from reviews.services import campaigns, reviewing, sittings
from reviews.services.reviewing import Decided, Said
from tests.factories.parties import make_contact
from tests.factories.people import make_person, place
from tests.reviews import many
from tests.reviews.many import AT, DAY, DUE, TODAY

pytestmark = pytest.mark.django_db


def test_opening_starts_each_review_and_the_lead_is_the_one_that_asks():
    made = many.in_force(3, due_on=TODAY + 300 * DAY)
    campaign = many.opened(made)
    rows = Review.objects.order_by("pk")
    assert [(row.agreement, row.campaign, row.opened_by, row.asked_because) for row in rows] == [
        (agreement, campaign, made.officer, "Look again") for agreement in made.agreements
    ]
    assert set(CampaignItem.objects.values_list("review", flat=True)) == {row.pk for row in rows}
    for agreement in made.agreements:
        agreement.refresh_from_db()
        assert agreement.status == "under_review"


def test_a_worker_opens_them_after_the_commit(django_capture_on_commit_callbacks):
    made = many.in_force(2)
    with django_capture_on_commit_callbacks(execute=True):
        campaign = many.opened(made, start=False)
    assert campaigning.totals(campaign).opened == 2


def test_the_sweep_opens_what_a_lost_message_left():
    made = many.in_force(2)
    campaign = many.opened(made, start=False)
    assert campaigning.totals(campaign).opening == 2
    assert campaigns.start_left_over(at=AT) == 2
    assert campaigns.start_left_over(at=AT) == campaigns.start_reviews(campaign_id=campaign.pk, at=AT) == 0
    assert (Review.objects.count(), campaigning.totals(campaign).opening) == (2, 0)


def test_one_that_fails_keeps_none_of_the_others(monkeypatch):
    made = many.in_force(3)
    campaign = many.opened(made, start=False)
    first, real = made.agreements[0].pk, campaigns.opening.opened

    def fail(turn, **more):
        if turn.agreement.pk == first:
            raise RuntimeError("the disk is full")
        return real(turn, **more)

    monkeypatch.setattr(campaigns.opening, "opened", fail)
    assert campaigns.start_reviews(campaign_id=campaign.pk, at=AT) == 2


def test_a_review_that_is_open_becomes_part_of_it_with_its_answers():
    made = many.in_force(1)
    (agreement,) = made.agreements
    reviewing.answer(agreement=agreement, organisation=made.partner, said=Said(), by=made.reviewer, at=AT)
    campaign = many.opened(made)
    assert Review.objects.get().campaign == campaign
    assert campaigning.totals(campaign).answers == campaigning.Share(1, 2)


def test_what_ended_meanwhile_is_not_opened_and_said_so():
    made = many.in_force(2)
    campaign = many.opened(made, start=False)
    agreements.plan_end(agreement=made.agreements[0], on=TODAY, how="notice", reason="Over.", by=made.officer, at=AT)
    assert campaigns.start_left_over(at=AT) == 1
    states = [line.state for line in campaigning.lines(campaign, list(campaigning.items(campaign)))]
    assert states == [campaigning.NOT_OPENED, campaigning.OPEN]
    assert campaigning.totals(campaign).opening == 0


@pytest.mark.parametrize("who", ["officer", "dpo"])
def test_drafters_and_reviewers_of_the_lead_open_one(who):
    made = many.in_force(1)
    assert many.opened(made, by=getattr(made, who)).opened_by == getattr(made, who)


def test_nobody_else_opens_one():
    made = many.in_force(1)
    for person in (made.reviewer, make_person("reader@essex.example", made.lead, [Role.READER])):
        with pytest.raises(Refused, match="Only reviewers and information governance officers of Essex"):
            many.opened(made, by=person)
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize("due_on", [TODAY, TODAY - DAY, TODAY + 400 * DAY])
def test_a_due_date_that_passed_or_that_nobody_will_remember_is_refused(due_on):
    made = many.in_force(1)
    with pytest.raises(Refused, match="The due date must be after today"):
        many.opened(made, due_on=due_on)


def test_none_that_fits_opens_nothing():
    made = many.in_force(1)
    with pytest.raises(Refused, match="Nothing was opened"):
        many.opened(made, chosen=("DSA-1999-0001",))
    assert Campaign.objects.count() == Notice.objects.count() == 0


def test_each_person_hears_once_however_many_agreements_and_organisations():
    made = many.in_force(12)
    place(made.reviewer, made.lead, [Role.REVIEWER])
    make_contact(made.partner, email="post@police.example", name="Duty officer")
    many.opened(made, note="Look at section 4.")
    letters = many.mail()
    assert [email for email, _, _ in letters] == ["dpo@essex.example", "dpo@police.example", "post@police.example"]
    for _, subject, text in letters:
        assert subject == "Review 12 agreements by 18 December 2026"
        assert "> Look at section 4." in text
        assert "/reviews/sitting/?campaign=" in text
        assert "and 2 more" in text
        assert "Street lighting faults" not in text  # a title that is not for everybody to read
    assert "Your organisations: Essex" in letters[1][2]


def test_one_agreement_is_named_in_the_subject():
    made = many.in_force(1)
    many.opened(made)
    assert {subject for _, subject, _ in many.mail()} == {
        f"Review {made.agreements[0].reference} Street lighting by 18 December 2026"
    }


def test_neither_the_opener_nor_leavers_hear_of_it():
    made = many.in_force(1)
    people.remove(membership=Membership.objects.get(person=made.reviewer), by=made.reviewer, at=AT)
    many.opened(made, by=made.dpo)
    assert many.mail() == []


def test_a_party_that_left_is_neither_asked_nor_waited_for():
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
    campaign = many.opened(made)
    assert [email for email, _, _ in many.mail()] == ["dpo@essex.example"]
    assert campaigning.totals(campaign).answers == campaigning.Share(0, 1)


def test_progress_counts_each_party_of_each_agreement_once():
    made = many.in_force(2)
    campaign = many.opened(made)
    sittings.confirm(agreements=made.agreements, organisation=made.partner, note="", by=made.reviewer, at=AT)
    again = Said(note="I looked again.")
    reviewing.answer(agreement=made.agreements[0], organisation=made.partner, said=again, by=made.reviewer, at=AT + DAY)
    reviewing.answer(agreement=made.agreements[0], organisation=made.lead, said=again, by=made.dpo, at=AT)
    keep = Decided("keep", next_on=TODAY + 365 * DAY)
    reviewing.conclude(agreement=made.agreements[0], number=1, decided=keep, by=made.officer, at=AT + 2 * DAY)
    now = campaigning.totals(campaign)
    assert (now.agreements, now.opened, now.concluded, now.answers) == (2, 2, 1, campaigning.Share(3, 4))
    lines = campaigning.lines(campaign, list(campaigning.items(campaign)))
    assert [(line.answers.words, line.state) for line in lines] == [
        ("2 of 2", "Continue unchanged"),
        ("1 of 2", "Waiting for answers"),
    ]
    assert campaigning.by_organisation(campaign) == [
        ("Essex County Council", campaigning.Share(1, 2)),
        ("Essex Police", campaigning.Share(2, 2)),
    ]
    assert campaigning.without_answer(campaign) == {made.lead.pk: 1}


def test_those_who_have_not_answered_are_reminded_once_a_day():
    made = many.in_force(2)
    campaign = many.opened(made)
    sittings.confirm(agreements=made.agreements[:1], organisation=made.partner, note="", by=made.reviewer, at=AT)
    sittings.confirm(agreements=made.agreements, organisation=made.lead, note="", by=made.dpo, at=AT)
    assert campaigns.remind(campaign=campaign, by=made.officer, at=AT + DAY) == 1
    email, subject, _ = many.mail()[-1]
    assert (email, subject.startswith("Reminder: review DSA-2025-4001")) == ("dpo@police.example", True)
    with pytest.raises(Refused, match="reminded today already"):
        campaigns.remind(campaign=campaign, by=made.officer, at=AT + DAY + dt.timedelta(minutes=1))
    sittings.confirm(agreements=made.agreements[1:], organisation=made.partner, note="", by=made.reviewer, at=AT)
    with pytest.raises(Refused, match="nobody to remind"):
        campaigns.remind(campaign=campaign, by=made.officer, at=AT + 2 * DAY)


def test_the_sweep_reminds_before_the_due_date_and_on_it_once_each_time():
    made = many.in_force(1)
    many.opened(made)  # due on a Friday
    sittings.confirm(agreements=made.agreements, organisation=made.lead, note="", by=made.dpo, at=AT)
    told = {}
    for day in range(1, 32):
        at = AT + day * DAY
        told |= {timezone.localdate(at): number} if (number := campaigns.remind_due(at=at)) else {}
        assert campaigns.remind_due(at=at) == 0
    assert told == {DUE - 7 * DAY: 1, DUE - DAY: 1, DUE: 1}
    assert {email for email, _, _ in many.mail()[2:]} == {"dpo@police.example"}


def test_nobody_is_reminded_of_a_closed_campaign():
    made = many.in_force(1)
    campaigns.close(campaign=many.opened(made), by=made.officer, at=AT)
    assert campaigns.remind_due(at=AT + (DUE - TODAY)) == 0


def test_closing_asks_nobody_any_more_and_leaves_the_reviews():
    made = many.in_force(1)
    campaign = many.opened(made)
    campaigns.close(campaign=campaign, by=made.officer, at=AT + DAY)
    assert set(Notice.objects.filter(kind="review.campaign").values_list("state", flat=True)) == {"cancelled"}
    assert Review.objects.open().count() == 1
    for act in (campaigns.close, campaigns.remind):
        with pytest.raises(Refused, match="This campaign is closed"):
            act(campaign=campaign, by=made.officer, at=AT + DAY)


def test_a_campaign_brings_its_day_into_the_sitting_and_never_hides_that_one_is_overdue():
    made = many.in_force(2, due_on=TODAY + 300 * DAY)
    many.due(made.agreements[1], TODAY - 4 * DAY)
    campaign = many.opened(made)
    rows = sitting.waiting(made.reviewer, made.partner, campaign=campaign)
    assert [line.words for line in sitting.lines(list(rows), made.partner, on=TODAY)] == [
        "Overdue by 4 days",
        "Due in 28 days",
    ]
    assert sitting.waiting(made.reviewer, made.partner, until=TODAY + 30 * DAY).count() == 2


def test_of_500_opening_needs_few_queries(django_assert_max_num_queries):
    made = many.in_force(500)
    with django_assert_max_num_queries(40):
        campaign = many.opened(made, start=False)
    with django_assert_max_num_queries(12):
        assert campaigning.totals(campaign).answers.total == 1000
        campaigning.lines(campaign, list(campaigning.items(campaign)[:50]))


def test_the_operators_clock_is_not_read_here():
    made = many.in_force(1)
    assert many.opened(made, at=AT).opened_at == AT < timezone.now()
    assert Campaign.objects.get().due_on == DUE
