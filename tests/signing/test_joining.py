"""An organisation joins what others have signed, by signing the same file."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements import services as agreements
from agreements.choices import Status
from agreements.models import Agreement
from foundation.verdicts import Refused
from notices.models import Notice
from signing.choices import DeclineReason, RequestState, RoundState, SeenBy
from signing.models import Request, Round, Signature
from signing.services import answers, joining
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_person
from tests.signing import entry, scene
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db

LATER = AT + dt.timedelta(days=10)
SIGN_BY = dt.date(2026, 12, 18)
OPEN_TO_OTHERS = {
    "review": {"rule": "interval", "first_after_months": 6, "then_every_months": 12},
    "ongoing": True,
    "joining": "accede",
}


def _scene():
    stage = scene.set_stage(**OPEN_TO_OTHERS)
    _sign_by_all(stage)
    return stage


STAGE = _scene


@pytest.fixture
def signed(scene):
    return scene


@pytest.fixture
def newcomer():
    place = make_ready_organisation("Basildon Borough Council")
    person = scene._signatory("nia@basildon.example", "Nia Okafor", place, "Head of Legal", "", AT)
    return place, person


def _sign_by_all(stage):
    scene.open_round(stage)
    scene.sign(stage, stage.first, AT + MINUTE)
    scene.sign(stage, stage.second, AT + 2 * MINUTE)


def ask(stage, newcomer, **changed):
    place, person = newcomer
    wanted = {
        "agreement": stage.agreement,
        "organisation": place,
        "signatory": person,
        "sign_by": SIGN_BY,
        "by": stage.officer,
        "at": LATER,
    }
    return joining.ask_to_join(**(wanted | changed))


def test_it_reads_the_text_as_soon_as_it_is_asked_and_not_before(signed, newcomer):
    _, person = newcomer
    assert not Agreement.objects.visible_to(person).exists()
    ask(signed, newcomer)
    assert Agreement.objects.visible_to(person).get() == signed.agreement


def test_it_signs_the_same_text_and_the_agreement_stays_in_force(signed, newcomer):
    place, person = newcomer
    round_ = ask(signed, newcomer)
    signature = scene.sign(signed, person, LATER + MINUTE)
    assert signature.fingerprint == signed.version.fingerprint
    assert signature.organisation == place
    round_.refresh_from_db()
    assert round_.state == RoundState.COMPLETE
    assert round_.met_at == LATER + MINUTE
    assert Agreement.objects.get().status == Status.IN_FORCE
    assert Signature.objects.count() == 3


def test_the_sentence_that_it_ticks_names_it(signed, newcomer):
    place, person = newcomer
    ask(signed, newcomer)
    signature = scene.sign(signed, person, LATER + MINUTE)
    assert all(place.legal_name in sentence for sentence in signature.statements)


def test_the_others_are_told_once_and_whoever_joined_is_not(signed, newcomer):
    _, person = newcomer
    ask(signed, newcomer)
    scene.sign(signed, person, LATER + MINUTE)
    told = [notice.recipient for notice in Notice.objects.filter(kind="sign.joined")]
    assert {signed.officer, signed.first, signed.second} <= set(told)
    assert len(told) == len(set(told))
    assert person not in told


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (OPEN_TO_OTHERS | {"joining": "review"}, "only after a review"),
        ({key: value for key, value in OPEN_TO_OTHERS.items() if key != "joining"}, "does not say that others can"),
    ],
)
def test_the_text_decides_whether_others_can_join(newcomer, term, said):
    stage = scene.set_stage(**term)
    _sign_by_all(stage)
    with pytest.raises(Refused, match=said):
        ask(stage, newcomer)


def test_nobody_joins_what_is_not_signed(newcomer):
    stage = scene.set_stage(**OPEN_TO_OTHERS)
    with pytest.raises(Refused, match="once the agreement is signed"):
        ask(stage, newcomer)


def test_whoever_wants_to_join_waits_for_a_review(signed, newcomer):
    agreements.start_review(agreement=signed.agreement, by=signed.officer, at=LATER)
    with pytest.raises(Refused, match="under review"):
        ask(signed, newcomer)


def test_a_party_does_not_join_again(signed):
    with pytest.raises(Refused, match="already a party"):
        ask(signed, (signed.partner, signed.second))


def test_one_after_the_other(signed, newcomer):
    ask(signed, newcomer)
    other = make_ready_organisation("Harlow Council")
    person = scene._signatory("lee@harlow.example", "Lee Marsh", other, "Chief Executive", "", AT)
    with pytest.raises(Refused, match="still asked"):
        ask(signed, (other, person))


def test_only_the_lead_asks(signed, newcomer):
    with pytest.raises(Refused, match="Only information governance officers of Essex County Council"):
        ask(signed, newcomer, by=signed.second)


def test_what_is_called_off_is_no_longer_read(signed, newcomer):
    _, person = newcomer
    round_ = ask(signed, newcomer)
    joining.call_off(round_=round_, by=signed.officer, at=LATER + MINUTE, reason="Their own agreement covers it")
    assert not Agreement.objects.visible_to(person).exists()
    assert Request.objects.get(round=round_).state == RequestState.WITHDRAWN
    assert Notice.objects.filter(kind="sign.not_joining").get().recipient == person
    ask(signed, newcomer, at=LATER + 2 * MINUTE)
    assert Round.objects.filter(state=RoundState.OPEN).count() == 1


def test_whoever_declines_to_join_no_longer_reads_it_and_nothing_else_changes(signed, newcomer):
    _, person = newcomer
    round_ = ask(signed, newcomer)
    answers.decline(
        request=signed.request_of(person),
        reason=DeclineReason.COVERED,
        text="",
        seen_by=SeenBy.ALL,
        by=person,
        at=LATER + MINUTE,
    )
    round_.refresh_from_db()
    assert round_.state == RoundState.DECLINED
    assert not Agreement.objects.visible_to(person).exists()
    assert Agreement.objects.get().status == Status.IN_FORCE


def test_whoever_has_joined_cannot_be_called_off(signed, newcomer):
    _, person = newcomer
    round_ = ask(signed, newcomer)
    scene.sign(signed, person, LATER + MINUTE)
    with pytest.raises(Refused):
        joining.call_off(round_=round_, by=signed.officer, at=LATER + 2 * MINUTE, reason="Too late")


def test_the_lead_finds_it_by_name_and_asks(signed, newcomer, client):
    place, person = newcomer
    entry.sign_in(client, signed.officer)
    reference = signed.agreement.reference
    found = client.get(reverse("signing:join", args=[reference]), {"q": "basildon"})
    address = reverse("signing:join_as", args=[reference, place.slug])
    assert address in found.content.decode()
    empty = client.post(address, {"sign_by_day": ""})
    assert empty.status_code == 422
    assert "Enter the last day to sign" in empty.content.decode()
    day = timezone.localdate() + dt.timedelta(days=20)
    posted = {"signatory": person.pk, "sign_by_day": day.day, "sign_by_month": day.month, "sign_by_year": day.year}
    assert client.post(address, posted).status_code == 302
    assert Request.objects.get(organisation=place).signatory == person


def test_others_are_told_who_may_ask(signed, newcomer, client):
    outsider = make_person("officer@police.example", signed.partner, [Role.IG_OFFICER])
    entry.sign_in(client, outsider)
    said = client.get(reverse("signing:join", args=[signed.agreement.reference])).content.decode()
    assert "Only information governance officers of Essex County Council" in said
