"""The pages of those who do not sign, or not yet: what they say, what they keep, and for whom they are not there."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts import freshness
from accounts.models import Confirmation
from accounts.roles import Role
from accounts.services import confirmations
from signing import policies_answers as policies
from signing.choices import QuestionKind, RequestState
from signing.models import Answer, Question, Request, Retraction
from signing.services import answers, rounds
from tests.factories.people import make_person
from tests.signing import answering, entry, scene

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def _asked() -> scene.Scene:
    at = timezone.now() - 10 * MINUTE
    staged = scene.set_stage(at)
    scene.open_round(staged, at + MINUTE, timezone.localdate() + dt.timedelta(days=10))
    return staged


STAGE = _asked


@pytest.fixture
def asked(scene) -> scene.Scene:
    return scene


def address(staged: scene.Scene, rest: str) -> str:
    return f"/agreements/{staged.agreement.reference}/sign/{rest}"


def page_of(answer) -> str:
    return answer.content.decode()


ACTS = ("question", "changes", "decline", "pass-on")


def test_a_question_and_its_answer(client, asked):
    entry.sign_in(client, asked.second)
    empty = client.post(address(asked, "question/police/"), {"text": " "})
    assert (empty.status_code, "Enter your question" in page_of(empty)) == (422, True)
    sent = client.post(address(asked, "question/police/"), {"text": "Which lamps?"}, follow=True)
    assert "Your question was sent" in page_of(sent)
    again = client.get(address(asked, "question/police/"))
    assert (again.status_code, "You have asked a question." in page_of(again)) == (409, True)
    entry.sign_in(client, asked.officer)
    question = Question.objects.get()
    assert address(asked, f"questions/{question.pk}/") in page_of(client.get(address(asked, "questions/")))
    assert "Which lamps?" in page_of(client.get(address(asked, f"questions/{question.pk}/")))
    assert client.post(address(asked, f"questions/{question.pk}/"), {"text": ""}).status_code == 422
    assert client.post(address(asked, f"questions/{question.pk}/"), {"text": "All."}).status_code == 302
    late = client.post(address(asked, f"questions/{question.pk}/"), {"text": "None at all."})
    assert (late.status_code, "None at all." in page_of(late), "All." in page_of(late)) == (409, True, True)


def test_the_lead_chooses_what_happens_to_the_text(client, asked):
    request = asked.request_of(asked.second)
    question = answers.ask(
        request=request, kind=QuestionKind.CHANGES, text="1 year.", by=asked.second, at=timezone.now() - MINUTE
    )
    entry.sign_in(client, asked.officer)
    where = address(asked, f"questions/{question.pk}/")
    unsaid = client.post(where, {"text": "Yes."})
    assert "Select what happens to the text" in page_of(unsaid)
    assert "Yes." in page_of(unsaid)
    assert client.post(where, {"text": "Yes.", "outcome": "changes"}).status_code == 302
    assert asked.round.state == "recalled"


def test_the_words_of_a_question_are_not_there_for_other_parties(client, asked):
    question = answering.ask(asked, asked.first, timezone.now() - MINUTE, text="Is this lawful?")
    officer = make_person("ig@police.example", asked.partner, [Role.IG_OFFICER])
    entry.sign_in(client, officer)
    everything = page_of(client.get(address(asked, "questions/")))
    assert ">Waiting<" in everything
    assert address(asked, f"questions/{question.pk}/") not in everything
    assert client.get(address(asked, f"questions/{question.pk}/")).status_code == 404


def test_b76_declining_needs_a_reason_of_500_characters_at_most(client, asked):
    entry.sign_in(client, asked.second)
    where = address(asked, "decline/police/")
    assert "This stops the agreement" in page_of(client.get(where))
    refused = client.post(where, {"text": "We wrote to you.", "seen_by": "lead"})
    assert refused.status_code == 422
    assert page_of(refused).count("Select a reason for declining") == 2
    assert "We wrote to you." in page_of(refused)
    long = client.post(where, {"reason": "security", "text": "x" * 501, "seen_by": "all"})
    assert page_of(long).count("Reason must be 500 characters or fewer") == 2
    assert not Answer.objects.exists()
    done = client.post(where, {"reason": "security", "text": "", "seen_by": "all"}, follow=True)
    assert "You declined to sign" in page_of(done)
    assert asked.request_of(asked.second).state == RequestState.DECLINED


def test_what_moved_on_keeps_what_was_typed(client, asked):
    entry.sign_in(client, asked.second)
    rounds.withdraw(agreement=asked.agreement, by=asked.officer, at=timezone.now(), reason="Wrong parties.")
    late = client.post(address(asked, "question/police/"), {"text": "Which lamps?"})
    assert (late.status_code, "Which lamps?" in page_of(late)) == (410, True)
    for act in ACTS:
        assert client.get(address(asked, f"{act}/police/")).status_code == 410


def test_b77_passing_on(client, asked):
    other = answering.deputy(asked.partner, timezone.now())
    entry.sign_in(client, asked.second)
    where = address(asked, "pass-on/police/")
    assert "Dee Puty, Inspector, Deputy" in page_of(client.get(where))
    choose = "Choose someone else in Essex Police who can sign"
    for person in (asked.second, asked.first, asked.officer):
        wrong = client.post(where, {"to": str(person.pk), "text": "On leave."})
        assert (wrong.status_code, choose in page_of(wrong), "On leave." in page_of(wrong)) == (422, True, True)
    assert "Select who should sign instead" in page_of(client.post(where, {}))
    passed = client.post(where, {"to": str(other.pk), "text": "On leave."}, follow=True)
    assert "You passed this to Dee Puty on " in page_of(passed)
    entry.sign_in(client, other)
    again = client.post(where, {"to": str(asked.second.pk)})
    assert (again.status_code, choose in page_of(again)) == (422, True)
    assert "it is passed on only once" in page_of(client.get(where))


def test_taking_it_back(client, asked):
    other = answering.deputy(asked.partner, timezone.now())
    answering.pass_on(asked, asked.second, other, timezone.now() - MINUTE)
    entry.sign_in(client, asked.second)
    assert "Take it back" in page_of(client.get(address(asked, "answered/police/")))
    assert client.get(address(asked, "take-back/police/")).status_code == 200
    assert asked.request_of(other).signatory == other
    assert client.post(address(asked, "take-back/police/"))["Location"] == address(asked, "")
    assert asked.request_of(asked.second).passed_from is None
    assert client.get(address(asked, "take-back/police/")).status_code == 409


def test_not_for_me_and_the_administrator_chooses(client, asked):
    entry.sign_in(client, asked.second)
    said = client.post(address(asked, "pass-on/police/"), {"to": "nobody", "text": "I moved."}, follow=True)
    assert "You said that this is not for you" in page_of(said)
    slot = asked.request_of(asked.second).slot
    where = address(asked, f"choose/{slot}/")
    assert client.get(where).status_code == 404
    entry.sign_in(client, answering.administrator(asked.partner))
    nobody = page_of(client.get(where))
    assert "Nobody else is on record" in nobody
    assert "I moved." in nobody
    other = answering.deputy(asked.partner, timezone.now())
    assert "Select who should sign" in page_of(client.post(where, {}))
    assert client.post(where, {"to": str(other.pk)}).status_code == 302
    assert asked.request_of(other).state == RequestState.ASKED
    assert client.get(where).status_code == 409


@pytest.mark.parametrize("act", [*ACTS, "take-back", "withdraw-signature", "answered"])
def test_b74_other_peoples_requests_are_not_there(client, asked, act):
    for person in (asked.first, asked.officer, make_person("stranger@example.org")):
        entry.sign_in(client, person)
        for answer in (client.get(address(asked, f"{act}/police/")), client.post(address(asked, f"{act}/police/"))):
            assert answer.status_code in ({404} if act != "answered" else {404, 405})
    assert Request.objects.get(signatory=asked.second).state == RequestState.ASKED


def test_asking_again_is_for_the_lead(client, asked):
    slot = asked.request_of(asked.second).slot
    for person, status in ((asked.first, 403), (asked.officer, 409)):
        entry.sign_in(client, person)
        assert client.get(address(asked, f"ask-again/{slot}/")).status_code == status


def test_asking_again_shows_why_they_declined(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 10 * MINUTE
    staged = scene.set_stage(at, **answering.QUORUM)
    answering.continuing(staged, at, timezone.localdate() + dt.timedelta(days=10))
    answering.decline(staged, staged.second, at + MINUTE)
    entry.sign_in(client, staged.officer)
    where = address(staged, f"ask-again/{staged.request_of(staged.second).slot}/")
    assert "No test of the backup." in page_of(client.get(where))
    assert client.post(where)["Location"] == address(staged, "progress/")
    assert staged.request_of(staged.second).state == RequestState.ASKED


def confirm(client, asked, person) -> None:
    """As the page does it that asks whether it is they."""
    signature = asked.request_of(person).live
    request = client.get(address(asked, "questions/")).wsgi_request
    confirmations.record(
        person=person,
        method=Confirmation.Method.TOTP,
        credential="totp:1",
        session_digest=freshness.session_digest(request),
        purpose=policies.purpose_of_retraction(signature),
        at=timezone.now(),
    )


def test_withdrawing_a_signature(client, asked):
    scene.sign(asked, asked.first, timezone.now() - 2 * MINUTE)
    entry.sign_in(client, asked.first)
    where = address(asked, "withdraw-signature/essex/")
    assert client.get(f"{where}confirm/")["Location"] == where
    assert client.post(where, {"reason": ""}).status_code == 422
    to = client.post(where, {"reason": "Too early."})
    assert to["Location"].startswith("/account/confirm/?next=")
    assert client.get(f"{where}confirm/")["Location"].startswith("/account/confirm/?next=")
    confirm(client, asked, asked.first)
    look = page_of(client.get(f"{where}confirm/"))
    assert "Too early." in look
    assert not Retraction.objects.exists()
    done = client.post(f"{where}confirm/", follow=True)
    assert "Your signature is withdrawn" in page_of(done)
    assert "You can sign again or decline." in page_of(done)
    assert Retraction.objects.get().reason == "Too early."


def test_after_completion_the_page_says_how_to_leave(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 10 * MINUTE
    review = {"rule": "interval", "first_after_months": 6, "then_every_months": 12}
    notice = {"number": 3, "unit": "months"}
    staged = scene.set_stage(at, ongoing=True, review=review, notice_to_leave=notice)
    scene.open_round(staged, at + MINUTE, timezone.localdate() + dt.timedelta(days=10))
    scene.sign(staged, staged.first, at + 2 * MINUTE)
    scene.sign(staged, staged.second, at + 3 * MINUTE)
    entry.sign_in(client, staged.first)
    gone = client.get(address(staged, "withdraw-signature/essex/"))
    assert gone.status_code == 409
    assert "A party leaves by notice. The text asks for 3 months’ notice." in page_of(gone)


def test_somebody_outside_who_signs_under_a_mandate_asks_and_passes_on_too(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 10 * MINUTE
    staged = scene.set_stage(at)
    chair, _home = scene.chair_for(staged.partner, at)
    scene.open_round(staged, at + MINUTE, timezone.localdate() + dt.timedelta(days=10), second=chair)
    entry.sign_in(client, chair)
    sent = client.post(address(staged, "question/police/"), {"text": "Which lamps?"}, follow=True)
    assert (sent.status_code, "Your question was sent" in page_of(sent)) == (200, True)
    answers.answer(question=Question.objects.get(), text="All.", by=staged.officer, at=timezone.now())
    passed = client.post(address(staged, "pass-on/police/"), {"to": str(staged.second.pk)}, follow=True)
    assert f"You passed this to {staged.second}" in page_of(passed)
    assert client.get(address(staged, "answered/essex/")).status_code == 404
