"""A review of an agreement that applies: who answers, what it says, and that nothing said is lost."""

import datetime as dt

import pytest

from accounts.roles import Role
from agreements import known
from agreements.models import Departure, Transition
from foundation.verdicts import Refused
from reviews import demo_reviewing, reviewing
from reviews.models import Answer, Point, Review
from reviews.reviewing import State
from reviews.services.reviewing import Remark
from tests.factories.people import make_person, place
from tests.reviews import standing_agreement as stage
from tests.reviews.standing_agreement import DAY, DUE, MINUTE, NOTE, OPEN, START, say, why

pytestmark = pytest.mark.django_db
RETENTION = Remark("section:retention", True, NOTE)


STAGE = stage.in_force


def states(scene) -> list[str]:
    return [str(row.words) for row in scene.board().rows]


def test_the_first_answer_opens_the_review_and_the_agreement_stays_in_force(scene):
    assert not Review.objects.exists()
    say(scene, 1)
    review = scene.review
    assert (review.number, review.due_on, review.version.number) == (1, DUE, 1)
    assert (review.opened_by, review.is_open, scene.status) == (scene.reviewers[1], True, "under_review")
    assert states(scene) == ["Waiting", "No change", "Waiting"]
    say(scene, 0, at=OPEN + MINUTE)
    assert Review.objects.count() == 1
    assert Transition.objects.filter(agreement=scene.agreement, verb="start_review").count() == 1


def test_d8_every_party_answers_the_questions_and_the_sections_for_itself(scene):
    """D-8, E-10."""
    say(scene, 0, RETENTION, Remark("security", False, "Audited in May."))
    say(scene, 1, Remark("purposes", True, "Early help has moved to health."), RETENTION)
    assert states(scene) == ["Needs a change on 1 point", "Needs a change on 2 points", "Waiting"]
    board = scene.board()
    assert [row.organisation.name for row, _ in board.points("section:retention")] == [
        "Borough 1 Council",
        "Borough 2 Council",
    ]
    assert [(one.note, one.needs_change) for _, one in board.points("security")] == [("Audited in May.", False)]
    assert [row.organisation.name for row in board.waiting] == ["Borough 3 Council"]


def test_plain_no_change_keeps_no_row_for_each_question(scene):
    say(scene, 0, Remark("scope", False), Remark("section:law", False, "  "))
    assert (Answer.objects.count(), Point.objects.count()) == (1, 0)


def test_a_later_answer_takes_the_place_of_the_earlier_and_both_are_kept(scene):
    say(scene, 0, RETENTION)
    say(scene, 0, note="It was settled.", at=OPEN + MINUTE)
    assert states(scene)[0] == "No change"
    assert [answer.points.count() for answer in Answer.objects.order_by("pk")] == [1, 0]


def test_the_same_answer_again_is_one(scene):
    first = say(scene, 0, RETENTION)
    assert say(scene, 0, RETENTION, at=OPEN + MINUTE) == first
    assert Answer.objects.count() == 1
    assert say(scene, 0, RETENTION, note="And more.", at=OPEN + MINUTE) != first


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ([Remark("section:retention", True, " ")], "Say what should change"),
        ([Remark("section:weather", True, NOTE)], "a section that this text does not have"),
        ([Remark("scope", False), Remark("scope", True, NOTE)], "the same section twice"),
    ],
)
def test_what_cannot_be_said(scene, points, reason):
    with pytest.raises(Refused, match=reason):
        say(scene, 0, *points)
    assert not Review.objects.exists()
    assert scene.status == "in_force"


def test_only_reviewers_of_a_party_answer_and_only_for_their_own(scene):
    for person in (scene.officer, scene.reader, scene.outsider):
        with pytest.raises(Refused, match="Only reviewers and data protection officers"):
            say(scene, 0, by=person)
    with pytest.raises(Refused, match="cannot answer for that organisation"):
        say(scene, 0, by=scene.reviewers[1])
    assert not Review.objects.exists()


def test_nobody_answers_before_the_first_reminder_unless_the_lead_starts_it(scene):
    early = START + 30 * DAY
    with pytest.raises(Refused, match="Parties can answer from 19 February 2027 on"):
        say(scene, 0, at=early)
    stage.begin(scene, "A supplier lost data.", at=early)
    say(scene, 0, at=early + MINUTE)
    assert states(scene)[0] == "No change"


def test_e11_a_review_out_of_turn_says_why_and_asks_everybody(scene):
    """E-11."""
    early = START + 30 * DAY
    with pytest.raises(Refused, match="out of turn"):
        stage.begin(scene, " ", at=early)
    review = stage.begin(scene, "A supplier lost data.", at=early)
    assert (review.number, review.due_on, scene.status) == (1, DUE, "under_review")
    subjects = stage.mail("review.started")
    assert {email for email, _ in subjects} >= {"dpo2@borough.example", "dpo3@borough.example", "dpo1@borough.example"}
    assert {subject for _, subject in subjects} == {"Borough 1 Council has started a review of Early help"}
    assert scene.officer.email not in {email for email, _ in subjects}
    with pytest.raises(Refused, match="open already"):
        stage.begin(scene, "Again.", at=early + MINUTE)


def test_only_the_leads_officers_start_one(scene):
    for person in (scene.reviewers[0], scene.reviewers[1], scene.reader, scene.outsider):
        with pytest.raises(Refused, match="Only information governance officers of Borough 1 Council"):
            stage.begin(scene, "Why not", by=person)


def test_when_the_last_party_answers_the_lead_is_told_once(scene):
    for party in (0, 1):
        say(scene, party)
        assert stage.told("review.answered") == []
    say(scene, 2, RETENTION)
    say(scene, 2, at=OPEN + MINUTE)
    assert stage.mail("review.answered") == [
        (scene.officer.email, "Every party has answered in the review of Early help")
    ]


def test_who_has_left_is_asked_nothing_and_what_it_said_stays(scene):
    say(scene, 2, RETENTION)
    _leave(scene, 2)
    board = scene.board()
    assert [(row.organisation.name, row.state) for row in board.rows] == [
        ("Borough 1 Council", State.WAITING),
        ("Borough 2 Council", State.WAITING),
        ("Borough 3 Council", State.LEFT),
    ]
    assert len(board.parties) == 2
    with pytest.raises(Refused, match="Only reviewers"):
        say(scene, 2, at=OPEN + MINUTE)
    for party in (0, 1):
        say(scene, party, at=OPEN + MINUTE)
    stage.decide(scene, at=OPEN + 2 * MINUTE)
    assert "dpo2@borough.example" in stage.told("review.concluded")
    assert "dpo3@borough.example" not in stage.told("review.concluded")


def _leave(scene, party: int) -> None:
    Departure.objects.create(
        agreement=scene.agreement,
        organisation=scene.organisations[party],
        party_key=f"p{party}",
        given_at=OPEN,
        leaves_on=OPEN.date(),
        reason="It is merged.",
        left_at=OPEN,
    )


def test_one_person_may_answer_for_two_parties_one_by_one(scene):
    place(scene.reviewers[1], scene.organisations[2], [Role.REVIEWER])
    say(scene, 1)
    say(scene, 2, by=scene.reviewers[1], at=OPEN + MINUTE)
    assert states(scene) == ["Waiting", "No change", "No change"]


def test_a_colleague_answers_too(scene):
    colleague = make_person("second.dpo@borough.example", scene.organisations[1], [Role.REVIEWER])
    say(scene, 1, RETENTION)
    say(scene, 1, by=colleague, at=OPEN + MINUTE)
    assert scene.board().rows[1].answer.person == colleague


def test_c26_an_agreement_in_force_always_has_a_next_review():
    """C-26: due on a day in the past, it is due now, whoever looks."""
    scene = stage.in_force(review={"rule": "fixed", "on": "2027-01-31"})
    assert (scene.plan.review_on, scene.plan.number) == (dt.date(2027, 1, 31), 1)
    say(scene, 0, at=dt.datetime(2029, 1, 1, 9, tzinfo=dt.UTC))
    assert scene.review.due_on == dt.date(2027, 1, 31)


def test_the_checks_know_the_day_of_the_last_review(scene):
    assert known.of(scene.fresh(), on=DUE).reviewed_on is None
    stage.everybody_says(scene)
    stage.decide(scene)
    assert known.of(scene.fresh(), on=DUE).reviewed_on == OPEN.date()


def test_the_refusal_of_a_closed_review_says_who_and_what(scene):
    stage.everybody_says(scene)
    stage.decide(scene)
    with pytest.raises(Refused) as refused:
        say(scene, 0, number=1, at=OPEN + MINUTE)
    assert "concluded by Ada Lead on 1 March 2027 at 10am: continue unchanged" in why(refused.value)


def test_subjects_are_the_questions_and_the_sections_of_the_text(scene):
    codes = [one.code for one in reviewing.subjects(scene.agreement.versions.get())]
    assert codes[:6] == ["purposes", "scope", "benefits", "security", "law", "parties"]
    assert "section:retention" in codes
    assert "section:_signatures" not in codes


def test_the_demonstrations_review_is_half_answered(scene):
    review = demo_reviewing.lay(agreement=scene.agreement, by=scene.officer, at=START + 30 * DAY)
    assert states(scene) == ["Needs a change on 1 point", "Waiting", "No change"]
    assert [one.subject for one in Point.objects.filter(answer__review=review, needs_change=True)] == [
        "section:retention"
    ]
