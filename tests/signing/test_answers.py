"""Instead of signing: asking, declining, passing on, taking back. What each changes, and who hears of it."""

import datetime as dt

import pytest

from agreements.choices import Status
from foundation.verdicts import Refused
from notices.models import Notice
from signing import consequences, said
from signing import policies_answers as policies
from signing.choices import AnswerKind, QuestionKind, RequestState, RoundState, SeenBy
from signing.models import Answer, Question, Request
from signing.services import answers, rounds
from tests.factories.people import make_person
from tests.signing import answering, scene
from tests.signing.answering import DAY
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db


def _asked() -> scene.Scene:
    staged = scene.set_stage()
    scene.open_round(staged)
    return staged


STAGE = _asked


@pytest.fixture
def asked(scene) -> scene.Scene:
    return scene


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("email", flat=True))


def words(kind: str) -> str:
    return Notice.objects.filter(kind=kind).latest("pk").text


# Asking


def test_a_question_stops_the_clock_until_it_is_answered(asked):
    rounds.begin(request=asked.request_of(asked.second), by=asked.second, at=AT + MINUTE)
    question = answering.ask(asked, asked.second, AT + 2 * MINUTE, text="What is a lamp?\nAnd why?")
    waiting = asked.request_of(asked.second)
    assert (waiting.state, waiting.paused_at) == (RequestState.QUESTION, AT + 2 * MINUTE)
    assert told("sign.question") == {asked.officer.email}
    assert "> What is a lamp?\n> And why?" in words("sign.question")
    assert list(Question.objects.to_answer(asked.officer)) == [question]
    assert not Question.objects.to_answer(asked.second).exists()
    answers.answer(question=question, text="A light.", by=asked.officer, at=AT + 3 * DAY)
    after = asked.request_of(asked.second)
    assert (after.state, after.paused_at, after.extra_days) == (RequestState.OPENED, None, 3)
    assert after.sign_by_on == scene.SIGN_BY + 3 * DAY
    assert told("sign.answer") == {asked.second.email}
    assert not Question.objects.to_answer(asked.officer).exists()
    assert "> A light." in words("sign.answer")
    assert "3 December 2026" in words("sign.answer")


def test_waiting_is_counted_in_days_of_the_uk(asked):
    late = dt.datetime(2026, 11, 20, 23, 50, tzinfo=dt.UTC)
    question = answering.ask(asked, asked.second, late)
    answers.answer(question=question, text="Yes.", by=asked.officer, at=late + 5 * MINUTE)
    assert asked.request_of(asked.second).extra_days == 0
    again = answering.ask(asked, asked.second, late + 6 * MINUTE)
    answers.answer(question=again, text="No.", by=asked.officer, at=late + 20 * MINUTE)
    after = asked.request_of(asked.second)
    assert (after.extra_days, after.state) == (1, RequestState.ASKED)


def test_one_question_at_a_time_and_nothing_else_meanwhile(asked):
    answering.ask(asked, asked.second, AT + MINUTE)
    for act in (
        lambda: answering.ask(asked, asked.second, AT + 2 * MINUTE),
        lambda: answering.decline(asked, asked.second, AT + 2 * MINUTE),
        lambda: scene.sign(asked, asked.second, AT + 2 * MINUTE),
    ):
        with pytest.raises(Refused):
            act()
    assert Question.objects.count() == 1
    assert Request.objects.get(signatory=asked.first).state == RequestState.ASKED


def test_only_the_lead_answers_and_only_once(asked):
    question = answering.ask(asked, asked.second, AT + MINUTE)
    outsider = make_person("ig@police.example", asked.partner, ["ig_officer"])
    for person in (outsider, asked.second, asked.first):
        with pytest.raises(Refused, match="Only an information governance officer of Essex County Council"):
            answers.answer(question=question, text="So.", by=person, at=AT + 2 * MINUTE)
    with pytest.raises(Refused, match="Enter your answer"):
        answers.answer(question=question, text="  ", by=asked.officer, at=AT + 2 * MINUTE)
    answers.answer(question=question, text="So.", by=asked.officer, at=AT + 2 * MINUTE)
    with pytest.raises(Refused, match="has been answered"):
        answers.answer(question=question, text="Or so.", by=asked.officer, at=AT + 3 * MINUTE)


def test_other_parties_learn_only_that_something_was_asked(asked):
    answering.ask(asked, asked.first, AT + MINUTE, text="Is this lawful?")
    request = asked.request_of(asked.first)
    read = {one: said.items([request], one)[request.pk][0] for one in (asked.officer, asked.first, asked.second)}
    assert {item["title"] for item in read.values()} == {"Asked a question"}
    assert [read[one]["text"] for one in read] == ["Is this lawful?", "Is this lawful?", ""]


def test_wanting_changes_blocks_until_the_lead_says_that_the_text_stays(asked):
    question = answering.ask(asked, asked.second, AT + MINUTE, QuestionKind.CHANGES, "Keep it for 1 year.")
    assert "wants changes" in Notice.objects.get(kind="sign.question").subject
    answers.answer(question=question, text="The law says 2.", by=asked.officer, at=AT + 2 * MINUTE)
    assert "The text stays as it is." in words("sign.answer")
    assert asked.request_of(asked.second).state == RequestState.ASKED


def test_if_the_text_changes_the_version_is_taken_back_from_everybody(asked):
    scene.sign(asked, asked.first, AT + MINUTE)
    question = answering.ask(asked, asked.second, AT + 2 * MINUTE, QuestionKind.CHANGES, "Keep it for 1 year.")
    answers.change_text(question=question, text="You are right.", by=asked.officer, at=AT + 3 * MINUTE)
    asked.agreement.refresh_from_db()
    assert (asked.agreement.status, asked.round.state) == (Status.AGREED, RoundState.RECALLED)
    states = dict(asked.round.requests.values_list("party_key", "state"))
    assert states == {"essex": RequestState.SIGNED, "police": RequestState.WITHDRAWN}
    assert "The text will change." in words("sign.answer")


# Declining


def test_declining_stops_the_agreement_and_tells_the_lead_at_once(asked):
    answering.decline(asked, asked.second, AT + MINUTE)
    asked.agreement.refresh_from_db()
    assert asked.request_of(asked.second).state == RequestState.DECLINED
    assert (asked.agreement.status, asked.round.state) == (Status.AGREED, RoundState.DECLINED)
    notice = Notice.objects.get(kind="sign.declined", recipient=asked.officer)
    assert notice.subject == "Essex Police has declined to sign Street lighting"
    assert "> No test of the backup." in notice.text
    with pytest.raises(Refused):
        scene.sign(asked, asked.second, AT + 2 * MINUTE)


def test_the_agreement_goes_on_where_the_lead_and_the_text_let_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    staged = scene.set_stage(**answering.QUORUM)
    answering.continuing(staged, AT)
    request = staged.request_of(staged.second)
    assert consequences.of_declining(request).startswith("The agreement goes on without Essex Police.")
    needed = staged.request_of(staged.first)
    assert "does not come into force without Essex County Council" in consequences.of_declining(needed)
    answering.decline(staged, staged.second, AT + MINUTE)
    assert staged.round.state == RoundState.OPEN


def test_before_it_stops_everything_the_page_says_so(asked):
    assert consequences.of_declining(asked.request_of(asked.second)).startswith("This stops the agreement")


def test_the_reason_is_for_whom_the_decliner_wished(asked):
    answering.decline(asked, asked.first, AT + MINUTE, seen_by=SeenBy.LEAD)
    request = asked.request_of(asked.first)
    seen = {one: said.items([request], one)[request.pk][0]["text"] for one in (asked.officer, asked.second)}
    assert seen[asked.officer].endswith("No test of the backup.")
    assert seen[asked.second] == said.HIDDEN
    assert told("sign.declined") == {asked.officer.email}


def test_the_other_parties_officers_hear_when_all_may_know(asked):
    officer = make_person("ig@police.example", asked.partner, ["ig_officer"])
    answering.decline(asked, asked.first, AT + MINUTE)
    assert told("sign.declined") == {asked.officer.email, officer.email}


def test_b76_the_reason_has_at_most_500_characters_as_people_count_them(asked):
    with pytest.raises(Refused, match="Reason must be 500 characters or fewer"):
        answering.decline(asked, asked.second, AT + MINUTE, text="x" * 501)
    answering.decline(asked, asked.second, AT + MINUTE, text="👩‍👩‍👧" * 300)


def test_the_lead_can_ask_again_and_the_decline_stays(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    staged = scene.set_stage(**answering.QUORUM)
    answering.continuing(staged, AT)
    answering.decline(staged, staged.second, AT + MINUTE)
    request = staged.request_of(staged.second)
    with pytest.raises(Refused):
        answers.ask_again(request=request, by=staged.first, at=AT + 2 * MINUTE)
    answers.ask_again(request=request, by=staged.officer, at=AT + 2 * MINUTE)
    assert staged.request_of(staged.second).state == RequestState.ASKED
    assert Answer.objects.get().kind == AnswerKind.DECLINED
    assert Notice.objects.filter(kind="sign.request", recipient=staged.second).count() == 2


def test_somebody_who_was_not_asked_declines_nothing(asked):
    request = asked.request_of(asked.second)
    for person in (asked.first, asked.officer, answering.deputy(asked.partner, AT)):
        with pytest.raises(Refused, match="Somebody else was asked"):
            answers.decline(request=request, reason="security", text="", seen_by="all", by=person, at=AT + MINUTE)


# Passing on


def test_passing_on_asks_the_other_until_the_same_day(asked):
    rounds.begin(request=asked.request_of(asked.second), by=asked.second, at=AT + MINUTE)
    other = answering.deputy(asked.partner, AT)
    answering.pass_on(asked, asked.second, other, AT + 2 * MINUTE)
    request = asked.request_of(other)
    assert (request.state, request.opened_at, request.passed_from) == (RequestState.ASKED, None, asked.second)
    assert request.sign_by_on == scene.SIGN_BY
    assert told("sign.passed_on") == {other.email}
    assert "> On leave." in words("sign.passed_on")
    assert answering.administrator(asked.partner).email in told("sign.passed_on_copy")
    with pytest.raises(Refused, match="Somebody else was asked"):
        answers.decline(request=request, reason="security", text="", seen_by="all", by=asked.second, at=AT + 3 * MINUTE)


def test_b77_only_to_somebody_else_of_the_same_organisation_who_can_sign(asked):
    choose = "Choose someone else in Essex Police who can sign"
    plain = make_person("pc@police.example", asked.partner, ["reader"])
    for person in (asked.second, asked.first, plain, asked.officer):
        with pytest.raises(Refused, match=choose):
            answering.pass_on(asked, asked.second, person, AT + MINUTE)
    gone = answering.deputy(asked.partner, AT)
    gone.is_active = False
    gone.save()
    with pytest.raises(Refused, match=choose):
        answering.pass_on(asked, asked.second, gone, AT + MINUTE)


def test_b77_one_hop_only(asked):
    other, third = answering.deputy(asked.partner, AT), answering.deputy(asked.partner, AT, "Tess Third")
    answering.pass_on(asked, asked.second, other, AT + MINUTE)
    for person in (third, asked.second):
        with pytest.raises(Refused, match="cannot be passed on again"):
            answering.pass_on(asked, other, person, AT + 2 * MINUTE)


def test_whoever_passed_it_on_takes_it_back_until_it_is_signed(asked):
    other = answering.deputy(asked.partner, AT)
    request = answering.pass_on(asked, asked.second, other, AT + MINUTE)
    with pytest.raises(Refused):
        answers.take_back(request=request, by=other, at=AT + 2 * MINUTE)
    answers.take_back(request=request, by=asked.second, at=AT + 2 * MINUTE)
    back = asked.request_of(asked.second)
    assert (back.state, back.passed_from) == (RequestState.ASKED, None)
    assert told("sign.taken_back") == {other.email}
    answering.pass_on(asked, asked.second, other, AT + 3 * MINUTE)
    scene.sign(asked, other, AT + 4 * MINUTE)
    with pytest.raises(Refused, match="signed already"):
        answers.take_back(request=asked.request_of(other), by=asked.second, at=AT + 5 * MINUTE)


def test_not_for_me_leaves_the_choice_to_the_administrators(asked):
    request = asked.request_of(asked.second)
    answers.not_for_me(request=request, text="I moved to traffic.", by=asked.second, at=AT + MINUTE)
    assert policies.is_returned(asked.request_of(asked.second))
    assert Answer.objects.to_choose(answering.administrator(asked.partner)).count() == 1
    assert not Answer.objects.to_choose(answering.administrator(asked.lead)).exists()
    admin = answering.administrator(asked.partner)
    assert admin.email in told("sign.returned")
    other = answering.deputy(asked.partner, AT)
    for person in (asked.officer, other, answering.administrator(asked.lead)):
        with pytest.raises(Refused, match="Only an administrator of Essex Police"):
            answers.choose(request=request, to=other, by=person, at=AT + 2 * MINUTE)
    answers.choose(request=request, to=other, by=admin, at=AT + 2 * MINUTE)
    chosen = asked.request_of(other)
    assert (policies.is_returned(chosen), chosen.passed_from) == (False, None)
    with pytest.raises(Refused, match="Nobody waits for you"):
        answers.choose(request=request, to=asked.second, by=admin, at=AT + 3 * MINUTE)
    assert told("sign.passed_on") == {other.email}


def test_not_for_me_can_be_taken_back_and_is_over_when_the_lead_asks_another(asked):
    answers.not_for_me(request=asked.request_of(asked.second), text="", by=asked.second, at=AT + MINUTE)
    answers.take_back(request=asked.request_of(asked.second), by=asked.second, at=AT + 2 * MINUTE)
    assert not policies.is_returned(asked.request_of(asked.second))
    answers.not_for_me(request=asked.request_of(asked.second), text="", by=asked.second, at=AT + 3 * MINUTE)
    other = answering.deputy(asked.partner, AT)
    rounds.amend(
        round_=asked.round, signatories={"police": other}, sign_by=scene.SIGN_BY, by=asked.officer, at=AT + 4 * MINUTE
    )
    assert not policies.is_returned(asked.request_of(other))


def test_a_note_is_for_the_own_organisation(asked):
    other = answering.deputy(asked.partner, AT)
    request = answering.pass_on(asked, asked.second, other, AT + MINUTE, text="Ill for weeks.")
    texts = [said.items([request], one)[request.pk][0]["text"] for one in (asked.officer, other)]
    assert texts == ["", "Ill for weeks."]
