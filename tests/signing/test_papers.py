"""Signatures on paper: four eyes, what is recorded, and what never counts (E-36, T19, S6, B79)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from agreements.choices import Status
from agreements.models import Agreement, Rendering
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Authority, Membership
from parties.services import people
from signing import custody, tasks
from signing.choices import Capacity, PaperOutcome, RequestState, RoundState, Route
from signing.models import GENESIS, Body, Paper, Request, SealedFile, Sealing, Signature
from signing.papers import words
from signing.services import papers, rounds
from tests.factories.parties import make_ready_organisation
from tests.signing import paper_scene as desk
from tests.signing import scene as stage
from tests.signing.paper_scene import HOUR
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db


STAGE = desk.out_for_signature


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return " ".join(refused.value.reasons)


def told(kind):
    return Notice.objects.filter(kind=kind)


def test_a_paper_waits_for_a_second_person_and_signs_nothing(scene):
    desk.checker(scene)
    paper = desk.bring(scene)
    request = desk.request_of_partner(scene)
    assert (paper.outcome, request.state, request.live) == (PaperOutcome.WAITING, RequestState.CHECKING, None)
    assert not Signature.objects.exists()


def test_all_yes_makes_it_the_partys_signature_with_evidence_of_its_own(scene):
    second = desk.checker(scene)
    paper = desk.accept(desk.bring(scene), second)
    request = desk.request_of_partner(scene)
    signature = request.live
    assert (request.state, paper.outcome) == (RequestState.SIGNED, PaperOutcome.ACCEPTED)
    assert (signature.person, signature.capacity, signature.paper) == (None, Capacity.PAPER, paper)
    assert (signature.typed_name, signature.rank) == ("Siân Llewellyn", "Superintendent")
    record = signature.record
    assert record["witnessed_by_portal"] is False
    assert record["paper"]["sha256"] == paper.sha256
    assert record["paper"]["uploaded_by"]["name"] == "Ada Field"
    assert record["paper"]["checked_by"]["name"] == "Bea Second"
    assert record["paper"]["checks"] == dict.fromkeys(record["paper"]["checks"], True)
    assert record["previous_hash"] == signature.previous_hash == GENESIS
    assert custody.check().is_whole


def test_the_register_names_the_authority_of_who_is_written_there(scene):
    desk.signed_on_paper(scene)
    assert desk.request_of_partner(scene).live.authority == Authority.objects.get(person=scene.second).reference


def test_somebody_the_register_does_not_know_is_recorded_without_an_authority(scene):
    desk.signed_on_paper(scene, name="Nobody Known")
    assert desk.request_of_partner(scene).live.authority == ""


def test_the_pdf_is_sealed_for_it_as_for_every_act(scene):
    before = Sealing.objects.get().wanted
    desk.signed_on_paper(scene)
    assert Sealing.objects.get().wanted == before + 1


def test_mixed_round_one_online_and_one_on_paper_completes(scene):
    stage.sign(scene, scene.first, AT + MINUTE)
    desk.signed_on_paper(scene)
    scene.round.refresh_from_db()
    assert scene.round.state == RoundState.COMPLETE
    assert Agreement.objects.get().status == Status.IN_FORCE
    assert custody.check().is_whole


def test_who_brought_it_never_checks_it(scene):
    desk.checker(scene)
    paper = desk.bring(scene)
    assert "somebody else must check it" in refusal(lambda: desk.accept(paper, scene.officer))
    assert desk.request_of_partner(scene).state == RequestState.CHECKING


def test_the_database_itself_wants_four_eyes(scene):
    desk.checker(scene)
    paper = desk.bring(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(outcome="accepted", checked_by=scene.officer, checked_at=AT)


def test_who_is_asked_to_sign_never_checks_it(scene):
    desk.checker(scene)
    paper = desk.bring(scene)
    administrator = User.objects.get(email=f"admin1@{scene.partner.slug}.example")
    place = Membership.objects.get(person=scene.second, organisation=scene.partner)
    people.change_roles(membership=place, roles=[Role.SIGNATORY, Role.IG_OFFICER], by=administrator, at=AT)
    assert "asked to give this signature" in refusal(lambda: desk.accept(paper, User.objects.get(pk=scene.second.pk)))


def test_with_nobody_else_to_check_nothing_is_taken(scene):
    assert "Somebody else must check what you bring" in refusal(lambda: desk.bring(scene))


def test_the_partys_own_officer_may_check_what_the_lead_brought(scene):
    partner = desk.partner_officer(scene)
    desk.accept(desk.bring(scene), partner)
    assert desk.request_of_partner(scene).state == RequestState.SIGNED


def test_the_signatory_may_bring_their_own_paper(scene):
    paper = desk.bring(scene, by=scene.second)
    assert paper.uploaded_by == scene.second


def test_a_stranger_brings_nothing(scene):
    stranger = stage.make_person("else@other.example", make_ready_organisation("Other"), ["ig_officer"])
    assert "can bring it" in refusal(lambda: desk.bring(scene, by=stranger))


def test_one_no_sends_it_back_with_the_reason_and_it_can_be_brought_again(scene):
    second = desk.checker(scene)
    paper = desk.bring(scene)
    answers = desk.yes(paper, fingerprint=False)
    papers.check(paper=paper, answers=answers, note="Use the pack of version 1.", by=second, at=AT + 2 * HOUR)
    paper.refresh_from_db()
    assert paper.outcome == PaperOutcome.RETURNED
    assert paper.reason == "The fingerprint on it is not the one of this text. Use the pack of version 1."
    request = desk.request_of_partner(scene)
    assert (request.state, request.live) == (RequestState.ASKED, None)
    assert not Signature.objects.exists()
    desk.accept(desk.bring(scene, at=AT + 3 * HOUR), second, AT + 4 * HOUR)
    assert desk.request_of_partner(scene).state == RequestState.SIGNED


def test_a_question_without_an_answer_is_no_check(scene):
    second = desk.checker(scene)
    paper = desk.bring(scene)
    answers = desk.yes(paper)
    del answers["legible"]
    assert "Answer every question" in refusal(
        lambda: papers.check(paper=paper, answers=answers, by=second, at=AT + 2 * HOUR)
    )


def test_a_second_press_finds_it_checked(scene):
    second = desk.checker(scene)
    paper = desk.accept(desk.bring(scene), second)
    assert "checked this already" in refusal(lambda: desk.accept(paper, second))
    assert Signature.objects.count() == 1


def test_a_second_paper_is_not_taken_while_one_waits(scene):
    desk.checker(scene)
    desk.bring(scene)
    assert "brought already" in refusal(lambda: desk.bring(scene))


@pytest.mark.parametrize(
    ("day", "said"),
    [(AT.date() + dt.timedelta(days=1), "today or earlier"), (AT.date() - dt.timedelta(days=1), "on or after")],
)
def test_b79_tomorrow_and_before_the_freeze(scene, day, said):
    desk.checker(scene)
    assert said in refusal(lambda: desk.bring(scene, dated_on=day))


def test_b79_a_page_is_missing(scene):
    desk.checker(scene)
    Rendering.objects.update(pages=25)
    request = desk.request_of_partner(scene)

    def bring(pages):
        return papers.bring(
            request=request,
            route=Route.PAPER,
            scan=desk.scan_of(desk.scanned(pages)),
            written=desk.written(),
            by=scene.officer,
            at=AT + HOUR,
        )

    assert "The scan has 25 pages" in refusal(lambda: bring(25))
    assert bring(26).pages == 26


def test_the_last_day_holds_for_paper_too(scene):
    desk.checker(scene)
    late = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    assert "time to sign this has ended" in refusal(lambda: desk.bring(scene, at=late))


def test_what_the_signed_pdf_cannot_show_is_refused_before_anybody_checks(scene):
    desk.checker(scene)
    assert refusal(lambda: desk.bring(scene, name="\U0001f600 Smith"))


def test_one_paper_binds_all_bodies_of_the_request(scene):
    request = desk.request_of_partner(scene)
    Body.objects.create(request=request, party_key="essex", organisation=scene.lead)
    desk.signed_on_paper(scene)
    leading, second = Signature.objects.order_by("number")
    assert (leading.party_key, leading.given_with) == ("police", None)
    assert (second.party_key, second.given_with) == ("essex", leading)
    assert second.record["given_with"] == leading.reference
    assert custody.check().is_whole


def test_another_system_is_never_said_to_have_been_seen(scene):
    paper = desk.signed_on_paper(scene, route=Route.ELSEWHERE)
    live = desk.request_of_partner(scene).live
    assert (live.capacity, live.factor, live.record["witnessed_by_portal"]) == ("elsewhere", "elsewhere", False)
    assert words.appearance(paper)[0] == "Signed in another system by Siân Llewellyn on 20 November 2026"


def test_words_of_the_signed_pdf_say_who_when_which_scan_and_who_checked(scene):
    paper = desk.signed_on_paper(scene)
    assert words.appearance(paper) == (
        "Signed on paper by Siân Llewellyn on 20 November 2026",
        f"Scan {words.short(paper.sha256)}",
        "Checked by Bea Second on 20 November 2026",
    )
    assert not any("portal saw" in line for line in words.appearance(paper))


def test_the_second_person_is_asked_and_reminded_every_two_working_days(scene):
    second, partner = desk.checker(scene), desk.partner_officer(scene)
    desk.bring(scene)  # on a Friday
    assert {notice.recipient for notice in told("sign.paper_check")} == {second, partner}
    friday, tuesday = AT.replace(hour=9), dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    assert papers.remind(at=friday + dt.timedelta(days=3)) == 0
    papers.remind(at=tuesday)
    papers.remind(at=tuesday + HOUR)
    assert told("sign.paper_check").count() == 4
    papers.remind(at=tuesday + dt.timedelta(days=2))
    assert told("sign.paper_check").count() == 6


def test_nobody_is_reminded_of_what_is_done(scene):
    second = desk.checker(scene)
    desk.accept(desk.bring(scene), second)
    before = told("sign.paper_check").count()
    papers.remind(at=AT + dt.timedelta(days=10))
    assert told("sign.paper_check").count() == before


def test_the_result_goes_to_who_brought_it_and_the_leads_officers(scene):
    partner = desk.partner_officer(scene)
    desk.accept(desk.bring(scene, by=scene.second), partner)
    assert {notice.recipient for notice in told("sign.paper_result")} == {scene.second, scene.officer}


def test_to_check_by_names_what_waits_for_a_person_and_nothing_else(scene):
    second = desk.checker(scene)
    paper = desk.bring(scene)
    assert list(Paper.objects.to_check_by(second)) == [paper]
    assert not Paper.objects.to_check_by(scene.officer).exists()
    assert not Paper.objects.to_check_by(scene.second).exists()


def test_a_withdrawn_agreement_leaves_nothing_to_check(scene):
    second = desk.checker(scene)
    paper = desk.bring(scene)
    rounds.withdraw(agreement=scene.agreement, by=scene.officer, at=AT + 2 * HOUR, reason="Not needed")
    assert not Paper.objects.to_check_by(second).exists()
    assert "no longer out for signature" in refusal(lambda: desk.accept(paper, second))


def test_the_agreement_has_room_for_so_many_scans(scene, monkeypatch):
    desk.checker(scene)
    monkeypatch.setattr(papers, "QUOTA", 10)
    assert "200MB" in refusal(lambda: desk.bring(scene))


def test_the_signed_pdf_gets_its_place_filled_and_nobody_else_is_touched(scene):
    desk.signed_on_paper(scene)
    assert Request.objects.get(party_key="essex").state == RequestState.ASKED
    tasks.seal(scene.version.pk)
    live = desk.request_of_partner(scene).live
    assert SealedFile.objects.get(signature=live).revision == 1
