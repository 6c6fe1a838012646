"""A party that left joins again, by reading and signing what is in force; its leaving stays in the history (D-9)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements import changing
from agreements import services as agreements
from agreements.choices import How
from agreements.models import Agreement, Departure
from closing import querysets_ends, sweeping
from closing.choices import DeadlineKind
from closing.disposal import Fate
from closing.models import Certificate, Deadline, Disposal
from closing.services import disposal
from closing.services.disposal import Said
from signing import files, genuineness, tasks
from signing.genuineness import Answer
from signing.models import Request, SealedFile
from signing.seal import keys
from signing.services import joining
from tests.factories.people import make_person, sign_in
from tests.signing import scene
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
OUT = AT + 5 * DAY
BACK = AT + 10 * DAY
TERM = {
    "review": {"rule": "interval", "first_after_months": 6, "then_every_months": 12},
    "ongoing": True,
    "joining": "accede",
}


@pytest.fixture
def left(settings, tmp_path):
    """Essex Police signed, shared for five days, and left."""
    settings.MEDIA_ROOT = tmp_path
    stage = scene.set_stage(**TERM)
    scene.open_round(stage)
    scene.sign(stage, stage.first, AT + MINUTE)
    scene.sign(stage, stage.second, AT + 2 * MINUTE)
    row = agreements.give_notice(
        agreement=fresh(stage),
        organisation=stage.partner,
        leaves_on=OUT.date(),
        reason="No lamps.",
        by=stage.second,
        at=AT + DAY,
    )
    agreements.leave(departure=row, at=OUT)
    sweeping.once(at=OUT)
    return stage


def fresh(stage):
    return Agreement.objects.select_related("lead").get(pk=stage.agreement.pk)


def ask(stage, at=BACK):
    email, place = "new@police.example", stage.partner
    person = scene._signatory(email, "Nia Okafor", place, "Commander", "Chief Superintendent", at)
    act = {"organisation": stage.partner, "signatory": person, "sign_by": (at + 20 * DAY).date()}
    joining.ask_to_join(agreement=fresh(stage), by=stage.officer, at=at, **act)
    return Request.objects.select_related("round__version__agreement__lead", "organisation").get(signatory=person)


def come_back(stage, at=BACK):
    request = ask(stage, at)
    return scene.sign_request(request, request.signatory, at + MINUTE)


def answer(stage, at, party_person=None):
    asked = Disposal.objects.filter(organisation=stage.partner, confirmed_at=None).get()
    said = Said(Fate.DELETED, at.date(), "Overwritten", evidence="Log 1")
    who = make_person(f"dpo{asked.pk}@police.example", stage.partner, [Role.REVIEWER])
    holdings = list(asked.holdings.values_list("pk", flat=True))
    disposal.confirm(disposal=asked, holdings=holdings, said=said, seen=10**9, by=who, at=at)
    return asked


def test_until_it_has_signed_it_is_still_gone(left):
    ask(left)
    assert querysets_ends.gone(left.agreement) == {left.partner.pk}
    assert Departure.objects.get().rejoined_at is None


def test_it_is_a_party_again_with_what_the_text_says_of_it(left):
    signature = come_back(left)
    assert (signature.party_key, signature.fingerprint) == ("police", left.version.fingerprint)
    assert querysets_ends.gone(left.agreement) == set()
    now = changing.applying(fresh(left), left.version)
    assert [party.key for party in now.document.parties] == ["essex", "police"]
    assert now.document.retention[0].party == "police"


def test_its_leaving_stays_in_the_history(left, client):
    come_back(left)
    assert not Departure.objects.exists()
    assert Departure.every.get().rejoined_at == BACK + MINUTE
    sign_in(client, left.officer)
    page = client.get(left.agreement.get_absolute_url()).content.decode()
    assert "Essex Police left" in page
    assert "Essex Police joined again" in page


def test_the_file_takes_its_second_signature_and_is_genuine(left):
    tasks.seal(left.version.pk)
    come_back(left)
    tasks.seal(left.version.pk)
    slots = list(Request.objects.filter(party_key="police").order_by("pk").values_list("slot", flat=True))
    assert slots == ["Signature-police", "Signature-police--2"]
    pdf = files.content(SealedFile.objects.filter(version=left.version).last())
    found = genuineness.check(pdf, keyring=keys.current(timezone.now()))
    assert found.answer == Answer.GENUINE


def test_what_it_had_not_answered_is_asked_no_more(left):
    come_back(left)
    sweeping.once(at=BACK + DAY)
    lapsed = Disposal.objects.get()
    assert lapsed.lapsed_at == lapsed.confirmed_at == BACK + DAY
    assert not Deadline.objects.filter(kind=DeadlineKind.DISPOSAL, settled_at=None).exists()
    assert not Certificate.objects.exists()


def test_what_it_had_answered_stays_and_it_answers_again_at_the_end(left):
    first = answer(left, OUT + DAY)
    come_back(left)
    end = BACK + 5 * DAY
    agreements.plan_end(agreement=fresh(left), on=end.date(), how=How.NOTICE, reason="Done.", by=left.officer, at=end)
    sweeping.once(at=end)
    second = answer(left, end)
    assert (first.left, second.left) == (True, False)
    assert Disposal.objects.filter(organisation=left.partner).count() == 2
    assert [one.disposal for one in Certificate.objects.order_by("number")] == [first, None]


def test_it_leaves_a_second_time_and_is_asked_again(left):
    come_back(left)
    again = BACK + 3 * DAY
    row = agreements.give_notice(
        agreement=fresh(left),
        organisation=left.partner,
        leaves_on=again.date(),
        reason="Again.",
        by=left.second,
        at=BACK + DAY,
    )
    agreements.leave(departure=row, at=again)
    sweeping.once(at=again)
    assert [one.departure.reason for one in Disposal.objects.order_by("pk")] == ["No lamps.", "Again."]


def test_whoever_does_not_sign_after_all_keeps_reading_what_it_signed(left):
    request = ask(left)
    joining.call_off(round_=request.round, by=left.officer, at=BACK + DAY, reason="Not now.")
    assert Agreement.objects.visible_to(left.second).exists()
    assert querysets_ends.gone(left.agreement) == {left.partner.pk}


def test_the_lead_finds_it_in_the_search_and_on_the_page_of_its_leaving(left, client):
    sign_in(client, left.officer)
    page = client.get(reverse("signing:join", args=[left.agreement.reference]), {"q": "Police"}).content.decode()
    join = reverse("signing:join_as", args=[left.agreement.reference, left.partner.slug])
    assert join in page
    page = client.get(reverse("closing:leave_as", args=[left.agreement.reference, left.partner.slug]))
    assert join in page.content.decode()
    assert client.get(join).status_code == 200


def test_a_party_that_is_in_it_cannot_be_asked(left, client):
    come_back(left)
    sign_in(client, left.officer)
    join = reverse("signing:join_as", args=[left.agreement.reference, left.partner.slug])
    assert "already a party" in client.get(join).content.decode()
