"""Withdrawing a signature before the agreement is complete: the act, its evidence, and what it does to the PDF."""

import json

import pytest

from accounts.roles import Role
from agreements.choices import Status
from foundation.verdicts import Refused
from notices.models import Notice
from signing import chain, said
from signing import policies_answers as policies
from signing.choices import RequestState, RoundState
from signing.evidence import Circumstances
from signing.models import ChainHead, Retraction, Sealing, Signature
from signing.services import answers
from tests.factories.people import make_person
from tests.signing import answering, scene
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db


def _signed() -> scene.Scene:
    """By the first of two."""
    staged = scene.set_stage()
    scene.open_round(staged)
    scene.sign(staged, staged.first, AT + MINUTE)
    return staged


STAGE = _signed


@pytest.fixture
def signed(scene) -> scene.Scene:
    return scene


def test_the_signature_stays_and_does_not_count_any_more(signed):
    retraction = answering.retract(signed.request_of(signed.first), signed.first, AT + 2 * MINUTE)
    request = signed.request_of(signed.first)
    assert (request.state, request.live, request.signed_at) == (RequestState.ASKED, None, None)
    assert retraction.signature == Signature.objects.get()
    signed.agreement.refresh_from_db()
    assert (signed.agreement.status, signed.round.state) == (Status.SIGNING, RoundState.OPEN)


def test_it_is_a_link_of_the_chain_that_says_who_what_when_and_why(signed):
    retraction = answering.retract(signed.request_of(signed.first), signed.first, AT + 2 * MINUTE)
    signature = Signature.objects.get()
    record = json.loads(retraction.evidence)
    assert retraction.hash == chain.digest(retraction.evidence)
    assert (retraction.number, retraction.previous_hash) == (2, signature.hash)
    assert (ChainHead.objects.get().number, ChainHead.objects.get().hash) == (2, retraction.hash)
    assert record["signature"] == signature.reference
    assert record["signature_hash"] == signature.hash
    assert record["person"]["name"] == "Morgan Reed"
    assert record["reason"] == "Signed too early."
    assert record["withdrawn_at"] == "2026-11-20T10:02:00.000Z"
    assert record["identity"]["method"] == "totp"
    assert record["identity"]["purpose"] == policies.purpose_of_retraction(signature)
    assert record["from"]["address"] == "192.0.2.7"


def test_the_pdf_is_begun_again_with_what_still_counts(signed):
    before = Sealing.objects.get()
    answering.retract(signed.request_of(signed.first), signed.first, AT + 2 * MINUTE)
    after = Sealing.objects.get()
    assert (after.edition, after.made, after.wanted, after.final) == (before.edition + 1, 0, 1, False)


def test_signing_again_is_a_second_attempt_and_completes_the_agreement(signed):
    answering.retract(signed.request_of(signed.first), signed.first, AT + 2 * MINUTE)
    scene.sign(signed, signed.second, AT + 3 * MINUTE)
    signed.agreement.refresh_from_db()
    assert signed.agreement.status == Status.SIGNING
    again = scene.sign(signed, signed.first, AT + 4 * MINUTE)
    signed.agreement.refresh_from_db()
    assert (again.attempt, again.number) == (2, 4)
    assert signed.agreement.status == Status.IN_FORCE


def test_everybody_in_the_round_is_told(signed):
    officer = make_person("ig@police.example", signed.partner, [Role.IG_OFFICER])
    answering.retract(signed.request_of(signed.first), signed.first, AT + 2 * MINUTE)
    notices = Notice.objects.filter(kind="sign.retracted")
    told = set(notices.values_list("email", flat=True))
    assert told >= {signed.officer.email, signed.first.email, signed.second.email, officer.email}
    assert notices.first().subject == "Essex County Council has withdrawn its signature to Street lighting"
    assert "> Signed too early." in notices.first().text


def test_progress_and_evidence_can_show_it_as_withdrawn(signed):
    answering.retract(signed.request_of(signed.first), signed.first, AT + 2 * MINUTE)
    request = signed.request_of(signed.first)
    item = said.items([request], signed.second)[request.pk][0]
    assert (item["title"], item["text"]) == ("Withdrew the signature SIG-000001", "Signed too early.")


def test_only_whoever_signed_and_only_with_a_reason(signed):
    request = signed.request_of(signed.first)
    for person in (signed.second, signed.officer):
        with pytest.raises(Refused, match="You have no signature here"):
            answering.retract(request, person, AT + 2 * MINUTE)
    with pytest.raises(Refused, match="Say why you withdraw it"):
        answering.retract(request, signed.first, AT + 2 * MINUTE, reason="  ")
    assert not Retraction.objects.exists()


@pytest.mark.parametrize("purpose", ["", "sign", "own"])
def test_a_proof_for_anything_else_is_refused(signed, purpose):
    request = signed.request_of(signed.first)
    given = request.purpose if purpose == "own" else purpose
    proof = scene.prove(signed.first, request, AT + 2 * MINUTE, given)
    with pytest.raises(Refused, match="Confirm that it is you again"):
        answers.retract(
            request=request,
            reason="Too early.",
            proof=proof,
            circumstances=Circumstances(),
            by=signed.first,
            at=AT + 2 * MINUTE,
        )
    assert signed.request_of(signed.first).state == RequestState.SIGNED


def test_a_proof_works_once(signed):
    request = signed.request_of(signed.first)
    purpose = policies.purpose_of_retraction(request.live)
    proof = scene.prove(signed.first, request, AT + 2 * MINUTE, purpose)
    facts = {"request": request, "proof": proof, "circumstances": Circumstances(), "by": signed.first}
    with pytest.raises(Refused, match="Confirm that it is you again"):
        answers.retract(**facts, reason="Late.", at=AT + 20 * MINUTE)
    answers.retract(**facts, reason="In time.", at=AT + 3 * MINUTE)
    with pytest.raises(Refused):
        answers.retract(**facts, reason="Again.", at=AT + 4 * MINUTE)


def test_once_it_is_complete_nothing_is_withdrawn(signed):
    scene.sign(signed, signed.second, AT + 2 * MINUTE)
    with pytest.raises(Refused, match="The agreement is complete"):
        answering.retract(signed.request_of(signed.first), signed.first, AT + 3 * MINUTE)
