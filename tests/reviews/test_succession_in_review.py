"""A text goes round while a party becomes another body: its reviewers are asked anew, and nothing said is lost."""

import datetime as dt

import pytest

from accounts.roles import Role
from agreements.choices import Status
from agreements.models.succession import Handover, HandoverItem
from agreements.services import succeeding
from agreements.succession import Passing
from notices.models import Notice
from parties.models import Membership, MembershipRole
from parties.services import successions
from reviews import services
from reviews.choices import Outcome
from reviews.models import Decision, Reviewer
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_operator, make_person
from tests.reviews import rounds
from tests.reviews.rounds import AT, DAY, DUE, decide, send

pytestmark = pytest.mark.django_db
NOON = AT + 3 * DAY


def _scene():
    made = rounds.draft()
    send(made)
    return made


STAGE = _scene


def become(organisation, heir, at=NOON) -> HandoverItem:
    first, second = make_operator(), make_operator("second@portal.example")
    end = {"how": "merged", "on": at.date(), "successors": [heir], "by": first, "at": at}
    successions.end(organisation=organisation, **end)
    succeeding.propose(organisation=organisation, heir=heir, by=first, at=at)
    succeeding.confirm(organisation=organisation, by=second, at=at)
    succeeding.carry_on(handover=Handover.objects.get(organisation=organisation), at=at)
    return HandoverItem.objects.get(handover__organisation=organisation)


def asked(scene, organisation) -> list[str]:
    rows = Reviewer.objects.filter(circulation=scene.board.circulation, organisation=organisation, ended_at=None)
    return sorted(rows.values_list("person__email", flat=True))


def requests(email: str) -> int:
    return Notice.objects.filter(kind="approval.request", email=email).exclude(state="cancelled").count()


def test_whoever_moved_along_is_asked_for_the_heir_and_earlier_words_stay(scene):
    second, heir = scene.organisations[1], make_ready_organisation("Greater Borough Council")
    make_person("dpo@greater.example", heir, [Role.REVIEWER])
    decide(scene, 1, Outcome.CHANGES, note="Keep it for one year.")
    before = Decision.objects.get()
    item = become(second, heir)
    assert item.state == Passing.DONE
    assert scene.fresh().status == Status.IN_REVIEW
    assert (asked(scene, heir), asked(scene, second)) == (["dpo@second.example"], [])
    assert requests("dpo@second.example") == 1  # the first one had not left and is taken back
    said = Decision.objects.get(pk=before.pk)
    assert (said.organisation, said.note) == (second, "Keep it for one year.")
    rows = {row.organisation.name: (row.is_party, str(row.standing)) for row in scene.board.rows}
    assert rows["Greater Borough Council"] == (True, "waiting")
    assert rows[second.name][0] is False


def test_they_have_two_weeks_at_least_and_the_others_with_them(scene):
    late = dt.datetime(2026, 12, 3, 12, tzinfo=dt.UTC)
    heir = make_ready_organisation("Greater Borough Council")
    become(scene.organisations[1], heir, late)
    assert scene.board.circulation.due_on == dt.date(2026, 12, 17)
    assert "17 December 2026" in Notice.objects.filter(kind="approval.request").latest("pk").text


def test_a_day_that_leaves_time_enough_stays(scene):
    heir = make_ready_organisation("Greater Borough Council")
    services.extend(agreement=scene.agreement, due_on=DUE + 60 * DAY, by=scene.officer, at=AT)
    become(scene.organisations[1], heir)
    assert scene.board.circulation.due_on == DUE + 60 * DAY


def test_where_nobody_reviews_for_the_heir_that_comes_first(scene):
    second, heir = scene.organisations[1], make_ready_organisation("Greater Borough Council")
    MembershipRole.objects.filter(membership__organisation=second, role=Role.REVIEWER).delete()
    assert Membership.objects.filter(organisation=second).exists()
    item = become(second, heir)
    assert (item.state, "nobody reviews for Greater Borough Council" in item.reason) == (Passing.FAILED, True)
    assert asked(scene, second) == ["dpo@second.example"]
    assert [row.organisation for row in scene.board.rows][1] == second
    make_person("dpo@greater.example", heir, [Role.REVIEWER])
    succeeding.sweep(at=NOON + dt.timedelta(hours=2))
    assert asked(scene, heir) == ["dpo@greater.example"]


def test_a_party_that_was_asked_itself_answers_for_both(scene):
    """The heir is a party already: those who were asked for it stay the ones who answer."""
    _, second, third = scene.organisations
    item = become(second, third)
    assert item.state == Passing.DONE
    assert (asked(scene, third), asked(scene, second)) == (["dpo@third.example"], [])
    assert requests("dpo@third.example") == 1
