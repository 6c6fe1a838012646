"""Whoever need not sign a change is told of it once it applies; whoever signs it is told what it replaces."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements import services as agreements
from agreements.choices import Again, Status
from agreements.models import Agreement, Departure, Ending, Suspension
from agreements.services import changing as verbs
from agreements.services import ends
from notices.models import Notice
from signing import files, genuineness, tasks
from signing.genuineness import Answer
from signing.models import SealedFile
from signing.seal import keys
from tests.factories.people import make_person
from tests.signing import changed
from tests.signing.changed import LATER, MINUTE
from tests.signing.crowd import told
from tests.signing.entry import sign_in

pytestmark = pytest.mark.django_db

SIGN_BY = LATER.date() + dt.timedelta(days=10)


STAGE = changed.in_force


@pytest.fixture
def crowd(scene):
    return scene


def adopted(crowd, **more):
    new = changed.frozen(crowd, Again.NOBODY, **more)
    verbs.put_in_force(agreement=new.agreement, by=new.officer, at=LATER)
    return new


def signed_by_two(crowd):
    new = changed.frozen(crowd, Again.THESE, ("two",))
    new.open(LATER, {"two": new.people["two"]}, sign_by=SIGN_BY)
    new.sign("two", LATER + MINUTE)
    return new


def test_those_who_need_not_sign_are_told_and_those_who_did_are_told_that_it_is_in_force(crowd):
    """D-8: a change reaches every party."""
    signed_by_two(crowd)
    here = set(told("change.told"))
    assert here > {"ig@lead.example", "one@signs.example", "three@signs.example"}
    assert not here & {"two@signs.example", "signatory@two-council.example"}
    last = Notice.objects.filter(kind="sign.complete").latest("pk")
    assert last.email == "two@signs.example"
    assert "Everybody who signs this change has signed it." in last.text


def test_the_message_says_what_replaces_what_and_why_nobody_signs(crowd):
    new = adopted(crowd)
    message = Notice.objects.get(kind="change.told", email="three@signs.example")
    assert message.subject == "Street lighting has changed: version 2 replaces version 1"
    assert f"It replaces version 1, which was {crowd.agreement.reference}." in message.text
    assert "because nothing changed that anybody has to sign again" in message.text
    assert f"> {changed.WHY}" in message.text
    assert f"/agreements/{new.agreement.reference}/change/" in message.text


def test_nobody_is_told_before_it_is_in_force(crowd):
    def next_year(variation):
        changed.write(variation, "term", starts_on="2027-01-01")

    new = adopted(crowd, change=next_year)
    assert (new.status, crowd.status, told("change.told")) == (Status.SIGNED, Status.UNDER_REVIEW, [])
    agreements.come_into_force(agreement=new.agreement, at=dt.datetime(2027, 1, 1, 8, tzinfo=dt.UTC))
    assert (new.status, crowd.status) == (Status.IN_FORCE, Status.SUPERSEDED)
    assert set(told("change.told")) > {f"{key}@signs.example" for key in crowd.people}


def test_nothing_to_people_who_have_left(crowd):
    person = crowd.people["three"]
    person.is_active = False
    person.save()
    adopted(crowd)
    assert "three@signs.example" not in told("change.told")


def test_readers_are_not_told(crowd):
    make_person("reader@three.example", crowd.organisations["three"], [Role.READER])
    adopted(crowd)
    assert "reader@three.example" not in told("change.told")


def test_whoever_signs_again_is_told_that_their_signature_does_not_count_for_it(crowd):
    """The others hear when it applies, not before."""
    new = changed.frozen(crowd, Again.THESE, ("two",))
    new.open(LATER, {"two": new.people["two"]}, sign_by=SIGN_BY)
    assert told("sign.replaced") == ["two@signs.example"]
    assert "You signed version 1 of this agreement for Two Council." in Notice.objects.get(kind="sign.replaced").text


def test_a_notice_to_leave_holds_for_the_changed_text(crowd):
    place = crowd.organisations["three"]
    day = LATER.date() + dt.timedelta(days=90)
    wanted = {"agreement": crowd.agreement, "organisation": place, "leaves_on": day, "reason": "We stop."}
    ends.give_notice(**wanted, by=None, at=LATER)
    new = adopted(crowd)
    assert Departure.objects.get(organisation=place).agreement == new.agreement


def test_a_pause_and_a_decided_end_hold_for_the_changed_text(crowd):
    day = LATER.date() + dt.timedelta(days=90)
    ends.suspend(agreement=crowd.agreement, from_on=LATER.date(), reason="An incident.", by=None, at=LATER)
    ends.plan_end(agreement=crowd.agreement, on=day, how="notice", reason="Enough.", by=None, at=LATER)
    new = adopted(crowd)
    assert Suspension.objects.get().agreement == Ending.objects.get().agreement == new.agreement


def test_the_page_that_asks_names_only_these_and_says_when_it_applies(crowd, client):
    new = changed.frozen(crowd, Again.THESE, ("two",), at=timezone.now())
    sign_in(client, crowd.officer)
    page = client.get(reverse("signing:ask", args=[new.agreement.reference])).content.decode()
    assert "party-two" in page
    assert "party-one" not in page
    assert "It comes into force when the party that signs again has signed. Everybody else is told." in page


def test_what_nobody_signs_is_not_offered_for_signature(crowd, client):
    new = changed.frozen(crowd, Again.NOBODY, at=timezone.now())
    sign_in(client, crowd.officer)
    page = client.get(reverse("signing:ask", args=[new.agreement.reference])).content.decode()
    assert "It was decided that nobody signs this text again. Put it in force instead." in page
    page = client.get(new.agreement.get_absolute_url()).content.decode()
    assert "Send for signature" not in page
    assert "nobody has to sign it" in page


def test_the_pages_of_an_adopted_text_have_no_signatures_and_do_not_break(crowd, client):
    new = adopted(crowd)
    sign_in(client, crowd.officer)
    for name in ("signing:progress", "signing:proofs"):
        assert client.get(reverse(name, args=[new.agreement.reference])).status_code == 200


def sealed(version):
    return [files.content(state) for state in SealedFile.objects.filter(version=version)]


def check(pdf):
    return genuineness.check(pdf, keyring=keys.current(LATER))


def test_an_adopted_text_is_sealed_without_any_signature(crowd, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    new = adopted(crowd, rendered=True)
    tasks.seal(new.version.pk)
    assert [state.kind for state in SealedFile.objects.filter(version=new.version)] == ["certified", "timestamped"]
    result = check(sealed(new.version)[-1])
    assert (result.answer, result.places) == (Answer.GENUINE, ())
    assert result.notes[0].startswith("Nobody had to sign this version. It changes version 1")


def test_a_file_that_only_these_signed_is_complete(crowd, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    new = changed.frozen(crowd, Again.THESE, ("two",), rendered=True)
    new.open(LATER, {"two": new.people["two"]}, sign_by=SIGN_BY)
    new.sign("two", LATER + MINUTE)
    tasks.seal(new.version.pk)
    result = check(sealed(new.version)[-1])
    assert (result.answer, result.missing) == (Answer.GENUINE, ())
    assert result.notes[0].startswith("Only Two Council had to sign this version.")


def test_the_old_file_is_genuine_but_older_and_says_what_replaces_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    crowd = changed.in_force(rendered=True)
    tasks.seal(crowd.version.pk)
    assert check(sealed(crowd.version)[-1]).answer == Answer.GENUINE
    new = adopted(crowd)
    result = check(sealed(crowd.version)[-1])
    assert result.answer == Answer.OLDER
    assert result.details == (f"Version 2, {new.agreement.reference}, replaces it.",)
    assert Agreement.objects.get(pk=crowd.agreement.pk).status == Status.SUPERSEDED
