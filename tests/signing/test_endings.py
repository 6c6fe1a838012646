"""What somebody finds who cannot sign (any more): what happened, when and who did it; and from one to the next."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from agreements.models import Version
from parties.models import Authority
from parties.services import authority
from signing.choices import RoundState
from signing.models import Alternate, Request, Round, Signature
from signing.services import rounds
from tests.signing import answering, entry, scene
from tests.signing.scene import MINUTE
from tests.signing.test_views import address, confirm_it_is, declaration, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 20 * MINUTE
    staged = scene.set_stage(at)
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    return staged


def ready(client, asked, person) -> None:
    """Everything but the last press."""
    entry.sign_in(client, person)
    client.post(address(asked, "declare/"), declaration(asked, person))
    confirm_it_is(client, asked, person)


def test_b73_withdrawn_while_reading(client, asked):
    ready(client, asked, asked.first)
    rounds.withdraw(agreement=asked.agreement, by=asked.officer, at=timezone.now(), reason="Not needed")
    for place in ("confirm/", "declare/"):
        answer = client.post(address(asked, place), declaration(asked, asked.first))
        page = answer.content.decode()
        assert answer.status_code == 410, place
        assert "withdrawn on" in page
        assert "Ada Field" in page
    assert client.get(address(asked)).status_code == 410
    assert not Signature.objects.exists()


def test_b73_too_late(client, asked):
    ready(client, asked, asked.first)
    Round.objects.update(sign_by_on=timezone.localdate() - dt.timedelta(days=1))
    answer = client.post(address(asked, "confirm/"))
    assert answer.status_code == 410
    assert "The time to sign this has ended." in answer.content.decode()


def test_authority_that_ended_yesterday(client, asked):
    ready(client, asked, asked.second)
    administrator = User.objects.get(email=f"admin1@{asked.partner.slug}.example")
    row = Authority.objects.get(person=asked.second)
    authority.end(authority=row, reason="Left the post", by=administrator, at=timezone.now())
    answer = client.post(address(asked, "confirm/"))
    assert answer.status_code == 200
    assert "You cannot sign this agreement now" in answer.content.decode()
    assert "ended on" in answer.content.decode()
    assert not Signature.objects.exists()


def test_somebody_else_of_the_organisation_has_signed(client, asked):
    deputy = answering.deputy(asked.partner, timezone.now() - 20 * MINUTE)
    Alternate(request=asked.request_of(asked.second), person=deputy).save()
    ready(client, asked, asked.second)
    request = Request.objects.select_related("round__version__agreement__lead", "organisation").get(party_key="police")
    scene.sign_request(request, deputy, timezone.now() - MINUTE)
    answer = client.post(address(asked, "confirm/"))
    assert answer.status_code == 410
    assert "Dee Puty signed this for Essex Police on" in answer.content.decode()
    assert client.get(address(asked)).status_code == 410
    entry.sign_in(client, deputy)
    assert client.get(address(asked))["Location"] == address(asked, "done/police/")


def test_passed_on(client, asked):
    deputy = answering.deputy(asked.partner, timezone.now() - 20 * MINUTE)
    entry.sign_in(client, asked.second)
    answering.pass_on(asked, asked.second, deputy, timezone.now() - MINUTE)
    page = client.get(address(asked)).content.decode()
    assert "You passed this to Dee Puty on" in page
    assert address(asked, "take-back/police/") in page


def test_a_new_version_while_reading(client, asked):
    ready(client, asked, asked.first)
    now = timezone.now()
    Round.objects.update(state=RoundState.RECALLED, closed_at=now, closed_by=asked.officer, closed_reason="A word")
    Version.objects.create(
        agreement=asked.agreement, number=2, text=asked.version.text, fingerprint="f" * 64, frozen_at=now
    )
    answer = client.post(address(asked, "confirm/"))
    assert answer.status_code == 410
    assert "Version 2 replaced version 1 on" in answer.content.decode()
    assert not Signature.objects.exists()


def test_b71_the_form_of_an_older_version_says_what_changed(client, asked):
    text = asked.version.text.replace("Lamp faults", "Lamp failures")
    newer = Version.objects.create(
        agreement=asked.agreement, number=2, text=text, fingerprint="f" * 64, frozen_at=timezone.now()
    )
    Round.objects.update(version=newer)
    entry.sign_in(client, asked.first)
    answer = client.post(address(asked, "declare/"), declaration(asked, asked.first))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The page that you sent showed version 1. You are asked to sign version 2." in page
    assert "Lamp failures" in page


# --- from one to the next ------------------------------------------------------------------------------------------


def test_from_one_to_the_next_without_starting_over(client, asked):
    at = timezone.now() - 15 * MINUTE
    other = scene.freeze(scene.Cast(asked.lead, asked.partner, asked.officer, asked.first, asked.second), at)
    scene.render(other.version, at)
    scene.open_round(other, at, timezone.localdate(at) + dt.timedelta(days=20))
    entry.sign_in(client, asked.first)
    assert "1 more to sign" in client.get(address(asked)).content.decode()
    page = client.get(address(asked, "others/")).content.decode()
    assert "2 to sign" in page
    client.post(address(asked, "start/"))
    client.post(address(asked, "declare/"), declaration(asked, asked.first))
    session = client.session
    session["x"] = 1
    session.save()
    request = Request.objects.get(round__version=asked.version, signatory=asked.first)
    asked.request_of = lambda person: request
    confirm_it_is(client, asked, asked.first)
    page = client.post(address(asked, "confirm/"), follow=True).content.decode()
    assert "1 more to sign" in page
    assert address(other) in page
    assert client.post(address(other, "confirm/"))["Location"] == address(other, "declare/")
    assert "1 to sign" in client.get(address(asked, "others/")).content.decode()


def test_the_same_person_for_two_parties_is_warned_and_both_count(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 20 * MINUTE
    staged = scene.set_stage(at)
    chair, _ = scene.chair_for(staged.partner, at)
    administrator = User.objects.get(email=f"admin1@{staged.lead.slug}.example")
    from tests.factories.people import make_person

    make_person(chair.email, staged.lead, ["signatory"])
    authority.record(
        organisation=staged.lead,
        person=chair,
        office=authority.Office("Interim Director", ""),
        scope=scene.Scope(),
        term=scene.Term(timezone.localdate(at)),
        evidence=scene.Content("minute.pdf", "application/pdf", scene.papers.blank()),
        by=administrator,
        at=at,
    )
    staged.first = chair
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10), second=chair)
    entry.sign_in(client, chair)
    page = client.get(address(staged, "declare/")).content.decode()
    assert "You are also asked to sign this agreement for another party." in page
    parties = []
    for _ in range(2):
        asked = Request.objects.filter(signatory=chair, live=None).order_by("pk").first()
        staged.request_of = lambda person, asked=asked: asked
        client.post(address(staged, "declare/"), declaration(staged, chair, rank=""))
        confirm_it_is(client, staged, chair)
        answer = client.post(address(staged, "confirm/"), {"slot": asked.slot})
        again = client.post(address(staged, "confirm/"), {"slot": asked.slot})
        assert again["Location"] == answer["Location"] == address(staged, f"done/{asked.party_key}/")
        parties.append(asked.party_key)
    assert sorted(parties) == ["essex", "police"]
    assert [len(row.record["also_signs_for"]) for row in Signature.objects.all()] == [1, 1]
    staged.agreement.refresh_from_db()
    assert staged.agreement.status == "in_force"


def test_signed_already_leads_to_the_receipt(client, asked):
    walk(client, asked, asked.first)
    for place in ("", "before/", "read/", "decision/", "declare/", "confirm/"):
        assert client.get(address(asked, place), follow=True).redirect_chain[-1][0] == address(asked, "done/essex/")
