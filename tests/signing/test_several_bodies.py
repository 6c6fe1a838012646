"""One act for several bodies: all or none, each told, each free to object (A-22)."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from foundation.verdicts import Refused
from notices.models import Notice
from signing import board, custody, objecting, offices, sealing
from signing.choices import Capacity, RequestState
from signing.models import ChainHead, Objection, Sealing, Signature
from signing.services import acts, objections
from tests.factories.people import make_person
from tests.signing import entry, scene, several
from tests.signing.scene import AT, MINUTE
from tests.signing.test_views import address, confirm_it_is, declaration

pytestmark = pytest.mark.django_db


def reasons(act) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reasons


@pytest.fixture
def asked(settings, tmp_path, monkeypatch) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    staged = several.set_stage(monkeypatch)
    staged.watcher = several.reviewer(staged.harlow)
    several.open_round(staged)
    return staged


@pytest.fixture
def now_asked(settings, tmp_path, monkeypatch) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 10 * MINUTE
    staged = several.set_stage(monkeypatch, at)
    several.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    return staged


def test_one_act_writes_a_row_for_each_body_and_each_names_the_mandate(asked):
    leading = scene.sign(asked, asked.second, AT + MINUTE)
    other = Signature.objects.get(given_with=leading)
    assert (leading.party_key, other.party_key) == ("police", "harlow")
    assert {leading.authority, other.authority} == {leading.authority}
    assert (leading.authority[:2], leading.capacity, other.capacity) == ("M-", Capacity.MANDATE, Capacity.MANDATE)
    assert leading.statements[0].endswith("on behalf of the 2 organisations listed here.")
    assert [body["party"] for body in leading.record["declaration"]["bodies"]] == ["police", "harlow"]
    assert other.record["declaration"] is None
    assert (other.record["given_with"], other.record["organisation"]["name"]) == (leading.reference, "Harlow Council")
    assert other.record["declaration_digest"] == leading.record["declaration_digest"]
    assert (ChainHead.objects.get().number, custody.check().faults) == (2, ())
    assert Sealing.objects.get().wanted == 2  # one step of the PDF for one act
    assert asked.request_of(asked.second).live == leading


def test_the_body_whose_office_it_is_is_kept_and_named(asked):
    """A-22, E-6: a chair signs as chair of something, and that is none of those that are bound."""
    leading = scene.sign(asked, asked.second, AT + MINUTE)
    held = leading.record["capacity"]
    assert (held["representing"], held["representing_name"]) == ("eastern-association", "Eastern Association")
    assert leading.record["declaration"]["bodies"][0]["capacity"] == held
    assert leading.capacity_words.endswith("Chair, Eastern Association")
    act = sealing.act_of(leading)
    assert "Chair, Eastern Association on behalf of" in " ".join(act.lines())
    rows = {row.request.party_key: row.capacity for row in board.of(asked.round).rows(asked.officer, AT.date())}
    assert rows["police"].endswith("Chair, Eastern Association")
    own = scene.sign(asked, asked.first, AT + 2 * MINUTE)
    assert (own.record["capacity"]["representing_name"], own.representing) == ("", "")


def test_an_office_that_names_its_body_names_it_once_and_old_records_are_read():
    assert offices.words("Chair of Eastern Association", "Eastern Association") == "Chair of Eastern Association"
    assert offices.words("Chair", "") == "Chair"
    assert offices.of_record({"office": "Chair", "representing": "eastern-association"}) == "Chair"


def test_the_pages_on_the_way_name_that_body_and_so_does_the_evidence(client, now_asked):
    entry.sign_in(client, now_asked.second)
    for step in ("", "before/", "bodies/", "declare/"):
        assert "Chair, Eastern Association" in client.get(address(now_asked, step)).content.decode(), step
    page = client.get(address(now_asked, "declare/")).content.decode()
    client.post(address(now_asked, "declare/"), declaration(now_asked, now_asked.second, bodies=keys(page)))
    confirm_it_is(client, now_asked, now_asked.second)
    assert "Chair, Eastern Association" in client.get(address(now_asked, "confirm/")).content.decode()
    client.post(address(now_asked, "confirm/"), {"slot": now_asked.request_of(now_asked.second).slot})
    entry.sign_in(client, now_asked.officer)
    for page in (address(now_asked, "progress/"), f"/agreements/{now_asked.agreement.reference}/evidence/"):
        assert "Chair, Eastern Association" in client.get(page).content.decode(), page


def test_pressed_again_it_is_the_same_act(asked):
    once = scene.sign(asked, asked.second, AT + MINUTE)
    assert scene.sign(asked, asked.second, AT + 2 * MINUTE) == once
    assert Signature.objects.count() == 2


def test_b78_a_body_that_is_not_covered_any_more_stops_the_whole_act(asked):
    request = asked.request_of(asked.second)
    declared = scene.declare(request, asked.second)
    proof = scene.prove(asked.second, request, AT, declaration=declared)
    several.withdraw_confirmation(asked, AT)

    def act():
        acts.sign(
            request=request,
            declaration=declared,
            proof=proof,
            circumstances=scene.evidence.Circumstances(),
            by=asked.second,
            at=AT + MINUTE,
        )

    (reason,) = reasons(act)
    assert "Harlow Council" in reason
    assert not Signature.objects.exists()
    assert asked.request_of(asked.second).state != RequestState.SIGNED


def test_each_body_is_told_and_until_when_it_can_object(asked):
    scene.sign(asked, asked.second, AT + MINUTE)
    told = {notice.email: notice for notice in Notice.objects.filter(kind="sign.on_behalf")}
    assert asked.watcher.email in told
    assert asked.second.email not in told
    letter = told[asked.watcher.email]
    assert letter.subject == "Pat Chair signed Street lighting for Harlow Council"
    assert "by 4 December 2026" in letter.text  # ten working days after Friday 20 November
    assert f"/agreements/{asked.agreement.reference}/sign/object/harlow/" in letter.text


@pytest.mark.parametrize(
    ("signed", "nation", "until"),
    [
        (dt.date(2026, 11, 20), "england", dt.date(2026, 12, 4)),
        (dt.date(2026, 12, 18), "england", dt.date(2027, 1, 6)),
        (dt.date(2026, 12, 18), "scotland", dt.date(2027, 1, 7)),
    ],
)
def test_ten_working_days_leave_out_the_nations_own_days_off(signed, nation, until):
    assert objecting.last_day(signed, nation) == until


def test_an_objection_is_a_link_of_its_own_and_the_signature_stays(asked):
    leading = scene.sign(asked, asked.second, AT + MINUTE)
    mine = Signature.objects.get(party_key="harlow")
    objection = objections.dispute(signature=mine, reason="We never agreed.", by=asked.watcher, at=AT + 2 * MINUTE)
    assert (objection.number, objection.record["signature"]) == (3, mine.reference)
    assert objection.record["signature_hash"] == mine.hash
    assert objection.previous_hash == mine.hash
    assert (custody.check().faults, custody.check().links) == ((), 3)
    mine.refresh_from_db()
    assert mine.objection == objection
    assert not hasattr(leading, "objection")
    told = set(Notice.objects.filter(kind="sign.disputed").values_list("email", flat=True))
    assert {asked.officer.email, asked.second.email} <= told
    assert "We never agreed." in Notice.objects.filter(kind="sign.disputed").first().text


@pytest.mark.parametrize(
    ("who", "days", "reason"),
    [
        ("watcher", 15, "The time to object ended on 4 December 2026."),
        ("first", 0, "Only somebody who reviews or signs for Harlow Council can object"),
        ("second", 0, "Only somebody who reviews or signs for Harlow Council can object"),
    ],
)
def test_who_may_object_and_until_when(asked, who, days, reason):
    scene.sign(asked, asked.second, AT)
    mine = Signature.objects.get(party_key="harlow")
    by, at = getattr(asked, who), AT + dt.timedelta(days=days)
    (said,) = reasons(lambda: objections.dispute(signature=mine, reason="No.", by=by, at=at))
    assert said.startswith(reason)
    assert not Objection.objects.exists()


def test_a_body_objects_once_and_with_a_reason(asked):
    scene.sign(asked, asked.second, AT)
    mine = Signature.objects.get(party_key="harlow")
    said = reasons(lambda: objections.dispute(signature=mine, reason=" ", by=asked.watcher, at=AT))
    assert said == ("Enter why it was wrong",)
    objections.dispute(signature=mine, reason="No.", by=asked.watcher, at=AT)
    said = reasons(lambda: objections.dispute(signature=mine, reason="No.", by=asked.watcher, at=AT))
    assert said == ("Harlow Council has already objected to this signature.",)


# --- pages ---------------------------------------------------------------------------------------------------------


def keys(page: str) -> str:
    return re.search(r'name="bodies" value="([^"]*)"', page).group(1)


def test_the_whole_way_for_two_bodies(client, now_asked):
    entry.sign_in(client, now_asked.second)
    client.post(address(now_asked, "start/"))
    assert client.post(address(now_asked, "decision/"), {"decision": "sign"})["Location"] == address(
        now_asked, "bodies/"
    )
    page = client.get(address(now_asked, "bodies/")).content.decode()
    assert "Sign for 2 organisations at once" in page
    assert "Harlow Council" in page
    page = client.get(address(now_asked, "declare/")).content.decode()
    said = declaration(now_asked, now_asked.second, bodies=keys(page))
    client.post(address(now_asked, "declare/"), said)
    confirm_it_is(client, now_asked, now_asked.second)
    page = client.post(address(now_asked, "confirm/"), follow=True).content.decode()
    assert "for Essex Police and 1 more on" in page
    assert Signature.objects.count() == 2


@pytest.mark.parametrize("bodies", ["police", "police harlow essex", ""], ids=["fewer", "one more", "none"])
def test_b78_other_bodies_than_those_shown_are_refused(client, now_asked, bodies):
    entry.sign_in(client, now_asked.second)
    answer = client.post(address(now_asked, "declare/"), declaration(now_asked, now_asked.second, bodies=bodies))
    assert answer.status_code == 409
    assert not Signature.objects.exists()


def test_who_is_not_covered_is_named_before_anything_is_signed(client, now_asked):
    several.withdraw_confirmation(now_asked, timezone.now())
    entry.sign_in(client, now_asked.second)
    page = client.get(address(now_asked, "bodies/")).content.decode()
    assert "You cannot sign for all of them" in page
    assert "Continue to sign" not in page
    answer = client.post(
        address(now_asked, "declare/"), declaration(now_asked, now_asked.second, bodies="police harlow")
    )
    assert answer.status_code == 422
    assert "Harlow Council" in answer.content.decode()


def test_a_body_objects_on_its_page_and_everybody_sees_it_disputed(client, now_asked):
    scene.sign(now_asked, now_asked.second, timezone.now() - MINUTE)
    place = address(now_asked, "object/harlow/")
    entry.sign_in(client, several.reviewer(now_asked.harlow))
    assert "Was it wrong to sign for Harlow Council?" in client.get(place).content.decode()
    assert client.post(place, {"reason": ""}).status_code == 422
    assert client.post(place, {"reason": "x" * 501}).status_code == 422
    answer = client.post(place, {"reason": "Nobody asked us."}, follow=True)
    assert "Disputed" in answer.content.decode()
    assert "already objected" in client.get(place).content.decode()
    entry.sign_in(client, make_person("dpo@essex.example", now_asked.lead, ["reviewer"]))
    assert client.get(place).status_code == 404
    page = client.get(f"/agreements/{now_asked.agreement.reference}/evidence/").content.decode()
    assert "Disputed" in page
