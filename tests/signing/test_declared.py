"""What is confirmed is one text, and what is signed is that text: nothing else, by nobody else, and not later."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from foundation.verdicts import Refused
from parties.services import authority
from signing import chain, custody, evidence, timekeeping
from signing.models import Alternate, Signature
from signing.services import acts
from signing.timekeeping import Clock
from tests.factories.people import make_person
from tests.signing import entry, scene
from tests.signing.scene import AT, MINUTE
from tests.signing.test_views import address, confirm_it_is, declaration, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    staged = scene.set_stage()
    scene.open_round(staged)
    return staged


@pytest.fixture
def now_asked(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 10 * MINUTE
    staged = scene.set_stage(at)
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    return staged


def sign(asked, declared, *, proof=None, by=None, at=AT, clock=None) -> Signature:
    request, by = asked.request_of(asked.first), by or asked.first
    return acts.sign(
        request=request,
        declaration=declared,
        proof=proof or scene.prove(by, request, at, declaration=declared),
        circumstances=evidence.Circumstances(clock=clock or Clock()),
        by=by,
        at=at,
    )


def reasons(act) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reasons


# --- the record ----------------------------------------------------------------------------------------------------


def test_the_record_holds_the_declaration_and_its_digest_is_what_was_confirmed(asked):
    request = asked.request_of(asked.first)
    declared = scene.declare(request, asked.first)
    record = sign(asked, declared).record
    assert record["declaration"] == declared.record
    assert chain.digest(chain.canonical(record["declaration"])) == record["declaration_digest"]
    assert record["identity"]["purpose"].endswith(f"as {record['declaration_digest']}")
    said = record["declaration"]
    assert said["fingerprint"] == asked.version.fingerprint
    asked.version.refresh_from_db()
    assert said["pdf_sha256"] == asked.version.rendering.sha256 != ""
    assert said["person"]["job_title"] == asked.first.job_title
    assert said["bodies"][0]["capacity"]["authority"] == record["capacity"]["authority"]
    assert len(said["bodies"][0]["capacity"]["evidence_sha256"]) == 64
    assert record["organisation"]["ico_reference"] == asked.lead.ico_reference


def test_two_declarations_of_the_same_are_never_equal(asked):
    request = asked.request_of(asked.first)
    said = scene.declare(request, asked.first).said
    first, second = (acts.declare(request=request, said=said, by=asked.first, at=AT) for _ in range(2))
    assert first.digest != second.digest


def test_t10_a_proof_for_one_declaration_signs_no_other(asked):
    request = asked.request_of(asked.first)
    said = scene.declare(request, asked.first).said
    first, second = (acts.declare(request=request, said=said, by=asked.first, at=AT) for _ in range(2))
    proof = scene.prove(asked.first, request, AT, declaration=first)
    assert reasons(lambda: sign(asked, second, proof=proof)) == ("Confirm that it is you again before you sign.",)
    assert sign(asked, first, proof=proof).number == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("slot", "Signature-police", "which signature it is"),
        ("version", 2, "the version"),
        ("bodies", [{"party": "essex", "name": "Essex", "capacity": {"authority": ""}}], "whom you sign for"),
    ],
)
def test_what_has_changed_since_is_named_and_stale(asked, name, value, words):
    declared = scene.declare(asked.request_of(asked.first), asked.first)
    other = type(declared)(chain.canonical(declared.record | {name: value}))
    with pytest.raises(acts.Stale) as refused:
        sign(asked, other)
    assert words in refused.value.reasons[0]
    assert not Signature.objects.exists()


def test_a_declaration_of_somebody_else_is_stale(asked):
    Alternate(request=asked.request_of(asked.first), person=_deputy(asked)).save()
    declared = scene.declare(asked.request_of(asked.first), asked.first)
    with pytest.raises(Refused):
        sign(asked, declared, by=_deputy(asked))
    assert not Signature.objects.exists()


def _deputy(asked):
    found = make_person("dee@essex.example").__class__.objects.filter(email="deputy@essex.example").first()
    return found or scene._signatory("deputy@essex.example", "Dee Puty", asked.lead, "Deputy Director", "", AT)


def test_whoever_of_several_comes_first_signs_and_the_other_is_told_who_did(asked):
    deputy = _deputy(asked)
    Alternate(request=asked.request_of(asked.first), person=deputy).save()
    request = asked.request_of(asked.first)
    declared = scene.declare(request, deputy)
    signature = sign(asked, declared, by=deputy)
    assert (signature.person, signature.office) == (deputy, "Deputy Director")
    said = reasons(lambda: sign(asked, scene.declare(request, asked.first)))
    assert said == ("Dee Puty has already signed this for Essex County Council.",)


def test_whoever_drafted_it_may_sign_and_it_is_written_down(asked):
    record = sign(asked, scene.declare(asked.request_of(asked.first), asked.first)).record
    assert (record["also_drafted"], record["also_signs_for"]) == (False, [])
    asked.agreement.pieces.filter(part="term").update(changed_by=asked.second)
    assert scene.sign(asked, asked.second, AT).record["also_drafted"] is True


def test_t20_a_clock_that_is_known_to_be_wrong_signs_nothing(asked):
    declared = scene.declare(asked.request_of(asked.first), asked.first)
    wrong = Clock(True, dt.timedelta(seconds=-2.1), dt.timedelta(milliseconds=5))
    assert reasons(lambda: sign(asked, declared, clock=wrong)) == (
        "The server's clock is wrong, so nothing can be signed now. Try again later.",
    )
    right = Clock(True, dt.timedelta(seconds=1.9), dt.timedelta(milliseconds=5))
    told = sign(asked, declared, clock=right).record["clock"]
    assert told == {"synchronised": True, "offset_ms": 1900.0, "uncertainty_ms": 5.0}


def test_the_system_is_asked_and_never_raises():
    found = timekeeping.ask()
    assert found.is_wrong in (True, False)
    assert json.dumps(found.record)


def test_records_from_before_declarations_still_verify(asked, monkeypatch):
    """Version 1 had no declaration: its rows keep their bytes and their hashes."""
    plain = evidence.record

    def old(*args):
        found = plain(*args) | {"format": 1}
        return {
            name: value for name, value in found.items() if name not in ("declaration", "declaration_digest", "clock")
        }

    monkeypatch.setattr(evidence, "record", old)
    scene.sign(asked, asked.first, AT)
    monkeypatch.undo()
    scene.sign(asked, asked.second, AT + MINUTE)
    assert [row.record["format"] for row in Signature.objects.all()] == [1, 2]
    assert custody.check().faults == ()


# --- pages ---------------------------------------------------------------------------------------------------------


def test_the_page_that_confirms_says_what_for(client, now_asked):
    entry.sign_in(client, now_asked.first)
    answer = client.post(address(now_asked, "declare/"), declaration(now_asked, now_asked.first), follow=True)
    page = answer.content.decode()
    reference = now_asked.agreement.reference
    assert f"You are about to sign version 1 of {reference} for Essex County Council." in page


def test_b71_another_persons_authority_meanwhile_is_a_409_and_a_fresh_start(client, now_asked):
    entry.sign_in(client, now_asked.first)
    client.post(address(now_asked, "declare/"), declaration(now_asked, now_asked.first))
    confirm_it_is(client, now_asked, now_asked.first)
    now_asked.first.full_name = "Morgan Reed-Hill"
    now_asked.first.signing_name = "Morgan Reed"
    now_asked.first.save()
    answer = client.post(address(now_asked, "confirm/"))
    assert answer.status_code == 409
    assert "your name or office" in answer.content.decode()
    assert client.get(address(now_asked, "confirm/"))["Location"] == address(now_asked, "declare/")
    assert not Signature.objects.exists()


def test_declaring_again_needs_a_proof_of_its_own(client, now_asked):
    entry.sign_in(client, now_asked.first)
    client.post(address(now_asked, "declare/"), declaration(now_asked, now_asked.first))
    confirm_it_is(client, now_asked, now_asked.first)
    client.post(address(now_asked, "declare/"), declaration(now_asked, now_asked.first))
    assert client.post(address(now_asked, "confirm/"))["Location"].startswith("/account/confirm/")
    assert not Signature.objects.exists()


def test_whoever_has_two_offices_chooses_and_the_record_says_which(client, now_asked):
    administrator = now_asked.first.__class__.objects.get(email=f"admin1@{now_asked.lead.slug}.example")
    authority.record(
        organisation=now_asked.lead,
        person=now_asked.first,
        office=authority.Office("Monitoring Officer", ""),
        scope=scene.Scope(),
        term=scene.Term(timezone.localdate() - dt.timedelta(days=3)),
        evidence=scene.Content("minute.pdf", "application/pdf", scene.papers.blank()),
        by=administrator,
        at=timezone.now() - 5 * MINUTE,
    )
    entry.sign_in(client, now_asked.first)
    page = client.get(address(now_asked, "before/")).content.decode()
    assert "Director of Place" in page
    assert "Monitoring Officer" in page
    assert client.post(address(now_asked, "before/"), {"authority": "A-NOBODY"}).status_code == 422
    chosen = now_asked.first.pk and authority.Authority.objects.get(office="Monitoring Officer").reference
    answer = client.post(address(now_asked, "before/"), {"authority": chosen})
    assert answer["Location"] == address(now_asked, "read/")
    walk(client, now_asked, now_asked.first)
    assert Signature.objects.get().office == "Monitoring Officer"
    assert Signature.objects.get().authority == chosen


def test_what_is_kept_of_how_the_person_came(client, now_asked):
    client.defaults |= {"HTTP_ACCEPT_LANGUAGE": "cy", "HTTP_USER_AGENT": "Firefox"}
    walk(client, now_asked, now_asked.first)
    record = Signature.objects.get().record
    assert (record["from"]["language"], record["from"]["browser"]) == ("cy", "Firefox")
    assert record["from"]["trusted_proxies"] == 0
    assert record["opened_at"] < record["signed_at"]
    assert record["identity"]["confirmed_at"] <= record["signed_at"]
