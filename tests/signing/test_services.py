"""Asking and signing: who wins, what is kept, what is refused and in which words."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements import services as agreements
from agreements.choices import Status
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Authority
from parties.services import authority
from signing import chain, evidence, policies
from signing.choices import RequestState, RoundState
from signing.models import GENESIS, ChainHead, Request, Sealing, Signature
from signing.services import acts, links, rounds
from tests.signing import scene
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def staged() -> scene.Scene:
    return scene.set_stage()


def _asked() -> scene.Scene:
    staged = scene.set_stage()
    scene.open_round(staged)
    staged.agreement.refresh_from_db()
    return staged


STAGE = _asked


@pytest.fixture
def asked(scene) -> scene.Scene:
    return scene


def reasons(act) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reasons


# --- asking --------------------------------------------------------------------------------------------------------


def test_a_round_asks_each_party_once(asked):
    assert asked.agreement.status == Status.SIGNING
    rows = Request.objects.order_by("party_key").values_list("party_key", "signatory__email", "state")
    assert list(rows) == [("essex", "morgan@essex.example", "asked"), ("police", "sian@police.example", "asked")]
    told = Notice.objects.filter(kind="sign.request").order_by("email")
    assert [notice.email for notice in told] == ["morgan@essex.example", "sian@police.example"]
    assert "/agreements/DSA-2026-0001/sign/" in told[0].text
    assert Sealing.objects.get(version=asked.version).wanted == 1


def test_everything_that_is_in_the_way_is_said_at_once(staged):
    def act():
        people = {"essex": staged.second}
        rounds.open_round(version=staged.version, signatories=people, sign_by=AT.date() - DAY, by=staged.officer, at=AT)

    assert reasons(act) == (
        "The last day to sign must be today or later.",
        "Siân Llewellyn has no authority to sign for Essex County Council",
        "Select who signs for Essex Police.",
    )
    staged.agreement.refresh_from_db()
    assert (staged.agreement.status, Request.objects.count()) == (Status.AGREED, 0)


def test_only_the_leads_officers_ask_and_only_once(asked):
    assert "The agreement is not waiting to be sent for signature." in reasons(lambda: scene.open_round(asked))
    asked.officer = asked.second
    assert len(reasons(lambda: scene.open_round(asked))) == 2


def test_a_name_that_the_pdf_cannot_show_is_found_before_asking(staged):
    staged.first.full_name = "王芳"
    staged.first.save()
    assert any("cannot show these letters" in reason for reason in reasons(lambda: scene.open_round(staged)))


def test_the_first_opening_counts(asked):
    request = asked.request_of(asked.first)
    rounds.begin(request=request, by=asked.first, at=AT + MINUTE)
    rounds.begin(request=request, by=asked.first, at=AT + 5 * MINUTE)
    request.refresh_from_db()
    assert (request.state, request.opened_at) == (RequestState.OPENED, AT + MINUTE)
    assert reasons(lambda: rounds.begin(request=request, by=asked.second, at=AT)) == (
        "Somebody else was asked to sign this.",
    )


def test_who_signed_meanwhile_is_not_replaced(asked):
    scene.sign(asked, asked.first, AT + MINUTE)
    people = {"essex": asked.second, "police": asked.second}

    def act():
        rounds.amend(round_=asked.round, signatories=people, sign_by=AT.date(), by=asked.officer, at=AT + 2 * MINUTE)

    assert reasons(act) == ("Somebody has signed in the meantime. Look at the list again.",)


# --- signing -------------------------------------------------------------------------------------------------------


def test_the_first_signature_waits_for_the_second(asked):
    signature = scene.sign(asked, asked.first, AT + MINUTE)
    asked.agreement.refresh_from_db()
    assert asked.agreement.status == Status.SIGNING
    assert (signature.reference, signature.fingerprint) == ("SIG-000001", asked.version.fingerprint)
    assert asked.request_of(asked.first).state == RequestState.SIGNED
    assert Sealing.objects.get().wanted == 2
    receipt = Notice.objects.get(kind="sign.receipt")
    assert (receipt.email, "SIG-000001" in receipt.text) == ("morgan@essex.example", True)


def test_the_last_signature_brings_it_into_force_and_tells_everybody_once(asked):
    scene.sign(asked, asked.first, AT + MINUTE)
    scene.sign(asked, asked.second, AT + 2 * MINUTE)
    asked.agreement.refresh_from_db()
    assert (asked.agreement.status, asked.round.state) == (Status.IN_FORCE, RoundState.COMPLETE)
    told = list(Notice.objects.filter(kind="sign.complete").values_list("email", flat=True))
    assert {asked.officer.email, asked.first.email, asked.second.email} <= set(told)
    assert len(told) == len(set(told))


def test_signing_twice_gives_the_same_receipt(asked):
    once = scene.sign(asked, asked.first, AT + MINUTE)
    again = scene.sign(asked, asked.first, AT + 2 * MINUTE)
    assert (again.pk, Signature.objects.count(), ChainHead.objects.get().number) == (once.pk, 1, 1)
    assert Notice.objects.filter(kind="sign.receipt").count() == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"fingerprint": "0" * 64}, "The text has changed since you opened it. Read it again."),
        ({"typed_name": "Siân Llewellin"}, "Type your name as it appears on your account"),
        ({"typed_name": ""}, "Type your name as it appears on your account"),
        ({"statements": ()}, "Tick both boxes to sign"),
        ({"statements": ("I agree to anything.", "I am the king.")}, "Tick both boxes to sign"),
        ({"rank": ""}, "Enter your rank"),
    ],
)
def test_what_was_shown_and_asked_for_must_be_there(asked, changes, reason):
    assert reasons(lambda: scene.sign(asked, asked.second, AT, **changes)) == (reason,)
    assert not Signature.objects.exists()


def test_case_and_spaces_in_a_name_do_not_matter(asked):
    assert scene.sign(asked, asked.second, AT, typed_name="siân  LLEWELLYN").typed_name == "siân  LLEWELLYN"


@pytest.mark.parametrize(
    ("purpose", "age"),
    [("", 0), ("sign something else", 0), (None, 11), (None, -1)],
    ids=["for nothing", "for something else", "too old", "from the future"],
)
def test_the_proof_must_be_for_this_text_and_fresh(asked, purpose, age):
    request = asked.request_of(asked.first)
    proof = scene.prove(asked.first, request, AT - age * MINUTE, purpose)

    def act():
        declared = scene.declare(request, asked.first)
        acts.sign(
            request=request,
            declaration=declared,
            proof=proof,
            circumstances=evidence.Circumstances(),
            by=asked.first,
            at=AT,
        )

    assert reasons(act) == ("Confirm that it is you again before you sign.",)


def test_a_proof_given_by_somebody_else_is_worth_nothing(asked):
    request = asked.request_of(asked.first)
    theirs = scene.prove(asked.second, request, AT)
    declared = scene.declare(request, asked.first)
    common = {"request": request, "declaration": declared, "circumstances": evidence.Circumstances(), "by": asked.first}
    assert reasons(lambda: acts.sign(proof=theirs, at=AT, **common)) == (
        "Confirm that it is you again before you sign.",
    )


def test_in_time_means_the_last_day_in_the_uk(asked):
    end = dt.datetime(2026, 11, 30, 23, 59, tzinfo=dt.UTC)
    assert scene.sign(asked, asked.first, end)
    assert reasons(lambda: scene.sign(asked, asked.second, end + MINUTE)) == (
        "The time to sign this has ended. Ask the organisation that sent it for more time.",
    )


def test_withdrawn_while_reading(asked):
    agreements.withdraw(agreement=asked.agreement, by=asked.officer, at=AT, reason="Not needed any more")
    assert reasons(lambda: scene.sign(asked, asked.first, AT + MINUTE)) == (
        "This agreement was withdrawn on 20 November 2026 at 10am by Ada Field. You do not need to sign it.",
    )


def test_authority_is_asked_at_the_moment_of_signing(asked):
    administrator = Authority.objects.get(person=asked.second).recorded_by
    authority.end(
        authority=Authority.objects.get(person=asked.second), reason="Left the post", by=administrator, at=AT + MINUTE
    )
    (reason,) = reasons(lambda: scene.sign(asked, asked.second, AT + 2 * MINUTE))
    assert reason.endswith("ended on 20 November 2026")


def test_a_clock_that_runs_behind_the_chain_stops_signing(asked):
    scene.sign(asked, asked.first, AT + 5 * MINUTE)
    assert reasons(lambda: scene.sign(asked, asked.second, AT)) == (
        "The server's clock is wrong, so nothing can be signed now. Try again later.",
    )


def test_waiting_for_a_lock_is_not_a_wrong_clock(asked):
    """Both pressed; the one that pressed first got the locks last, after as long as the database lets it wait."""
    scene.sign(asked, asked.first, AT + dt.timedelta(seconds=20))
    assert scene.sign(asked, asked.second, AT).number == 2


def test_nothing_slow_is_done_while_the_chain_is_held(asked, monkeypatch):
    done, drawable, head = [], policies.drawable, links._head
    monkeypatch.setattr(policies, "drawable", lambda name: done.append("drawable") or drawable(name))
    monkeypatch.setattr(links, "_head", lambda at: done.append("head") or head(at))
    scene.sign(asked, asked.first, AT)
    assert done == ["drawable", "head"]


# --- the record ----------------------------------------------------------------------------------------------------


def whole_chain() -> list[chain.Link]:
    return [chain.Link(s.number, s.evidence, s.previous_hash, s.hash) for s in Signature.objects.all()]


def test_the_chain_holds_and_breaks_where_it_was_touched(asked):
    scene.sign(asked, asked.first, AT)
    scene.sign(asked, asked.second, AT + MINUTE)
    found = whole_chain()
    assert chain.faults(found, GENESIS) == []
    assert chain.faults(found[1:], GENESIS) != []
    forged = found[0]._replace(evidence=found[0].evidence.replace("Morgan", "Morgen"))
    assert chain.faults([forged, found[1]], GENESIS) == ["the record of 1 was changed"]


def test_the_evidence_says_who_what_and_how(asked):
    rounds.begin(request=asked.request_of(asked.second), by=asked.second, at=AT + MINUTE)
    record = scene.sign(asked, asked.second, AT + 2 * MINUTE).record
    assert record["person"]["typed_name"] == "Siân Llewellyn"
    assert record["person"]["rank"] == "Superintendent"
    assert record["fingerprint"] == asked.version.fingerprint
    assert record["capacity"]["authority"].startswith("A-")
    assert len(record["capacity"]["evidence_sha256"]) == 64
    assert record["statements"][1] == "I have authority to sign for Essex Police."
    assert record["opened_at"] == "2026-11-20T10:01:00.000Z"
    assert record["identity"]["method"] == "totp"
    assert record["asked"] == {"by": "Ada Field", "at": "2026-11-20T10:00:00.000Z"}
    assert record["from"]["address"] == "192.0.2.7"


@pytest.mark.parametrize("act", [lambda rows: rows.update(office="King"), lambda rows: rows.delete()])
def test_the_database_itself_keeps_signatures(asked, act):
    scene.sign(asked, asked.first, AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        act(Signature.objects.all())
    assert Signature.objects.get().office == "Director of Place"


def test_what_waits_for_a_person(asked):
    assert [r.party_key for r in Request.objects.waiting_for(asked.first, AT.date())] == ["essex"]
    scene.sign(asked, asked.first, AT)
    assert not Request.objects.waiting_for(asked.first, AT.date()).exists()
    assert timezone.is_aware(asked.request_of(asked.first).signed_at)
