"""Two people at the same moment, on a database with real row locks: the lock decides, and nothing is done twice."""

import pytest

from foundation.verdicts import Refused
from notices.models import Notice
from reviews.models import Answer, Campaign, CampaignItem, Review
from reviews.services import campaigns, reviewing, sittings
from reviews.services.reviewing import Remark, Said
from tests.reviews import many
from tests.reviews.many import AT
from tests.signing.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made(settings):
    """The job that a campaign asks for waits, since the tests do its work themselves."""
    settings.CELERY_TASK_ALWAYS_EAGER = False
    return many.in_force(2)


def test_of_two_campaigns_about_the_same_agreements_one_opens(made):
    answers = at_once(*(lambda by=by: many.opened(made, by=by, start=False) for by in (made.officer, made.dpo)))
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert (Campaign.objects.count(), CampaignItem.objects.count()) == (1, 2)


def test_two_workers_open_each_review_once(made):
    campaign = many.opened(made, start=False)
    opened = at_once(*[lambda: campaigns.start_reviews(campaign_id=campaign.pk, at=AT)] * 2)
    assert (sum(opened), Review.objects.count()) == (2, 2)


def test_a_sitting_never_paints_over_a_change_that_somebody_asks_for_at_that_moment(made):
    first = made.agreements[0]
    said = Said(points=(Remark("scope", needs_change=True, note="It covers too much."),))
    colleague = many.make_person("second@police.example", made.partner, ["reviewer"])
    at_once(
        lambda: sittings.confirm(agreements=[first], organisation=made.partner, note="", by=made.reviewer, at=AT),
        lambda: reviewing.answer(agreement=first, organisation=made.partner, said=said, by=colleague, at=AT),
    )
    assert Answer.objects.order_by("-pk").first().points.filter(needs_change=True).exists()


def test_two_sweeps_remind_each_person_once(made):
    campaign = many.opened(made)
    at = AT + (campaign.due_on - many.TODAY)
    before = Notice.objects.count()
    at_once(*[lambda: campaigns.remind_due(at=at)] * 2)
    assert Notice.objects.count() == before + 2
