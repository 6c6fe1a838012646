"""The page of a version: who signed which text and when, and by what it was replaced (A-11, D-4)."""

import datetime as dt

import pytest
from django.urls import reverse

from agreements import services, signers
from agreements.choices import Again, Status
from agreements.models import Agreement
from agreements.services import changing as verbs
from dsaformat import editing
from signing.models import Signature
from tests.factories.people import sign_in
from tests.signing import scene as signing
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _scene():
    staged = signing.set_stage()
    signing.open_round(staged)
    signing.sign(staged, staged.second, AT + MINUTE)
    signing.sign(staged, staged.first, AT + DAY)
    return staged


STAGE = _scene


@pytest.fixture
def signed(scene):
    return scene


def change(staged, again=Again.NOBODY, adopt=True):
    variation = verbs.open_variation(
        agreement=Agreement.objects.get(pk=staged.agreement.pk), reason="A slip.", by=staged.officer, at=AT + DAY
    )
    new = variation.agreement

    def say(document):
        return editing.put(document, "purposes/repair", {"title": "Repair lamps within a day"})

    services.change(agreement=new, edit=say, by=None, at=AT + DAY)
    new.refresh_from_db()
    act = {"parties": (), "because": "We agreed.", "by": staged.officer, "at": AT + DAY}
    verbs.decide_who_signs(agreement=new, again=again, **act)
    services.freeze(agreement=new, by=staged.officer, at=AT + DAY)
    if adopt:
        verbs.put_in_force(agreement=new, by=staged.officer, at=AT + 2 * DAY)
    return Agreement.objects.get(pk=new.pk)


def page(client, staged, agreement, number=1):
    sign_in(client, staged.officer)
    return client.get(reverse("agreements:version", args=[agreement.reference, number])).content.decode()


def test_it_says_who_signed_in_which_office_and_when(client, signed):
    found = page(client, signed, signed.agreement)
    assert "Who signed this version" in found
    for words in ("Siân Llewellyn", "Borough Commander", "Morgan Reed", "Director of Place"):
        assert words in found
    assert found.index("20 November 2026 at 10:01am") < found.index("21 November 2026 at 10am")


def test_whoever_took_it_back_has_not_signed(signed):
    assert [one.party for one in signers.of(signed.version).rows] == ["Essex Police", "Essex County Council"]
    last = Signature.objects.get(party_key="essex")
    retract(last)
    assert [one.party for one in signers.of(signed.version).rows] == ["Essex Police"]


def retract(signature):
    from signing.models import Retraction

    row = Retraction(signature=signature, person=signature.person, at=AT + DAY, reason="Wrong text.")
    row.number, row.evidence, row.previous_hash, row.hash = 99, "{}", "1" * 64, "2" * 64
    row.save()


def test_what_nobody_signed_says_so(client):
    staged = signing.set_stage()
    assert "Nobody has signed this version." in page(client, staged, staged.agreement)


def test_a_replaced_version_names_what_replaced_it_and_when(client, signed):
    new = change(signed)
    old = page(client, signed, signed.agreement)
    assert f"{new.reference}</a>, version 2, on 22 November 2026" in old
    assert "Siân Llewellyn" in old
    found = page(client, signed, new, 2)
    assert "Nobody had to sign this version. It changes version 1" in found
    assert "Siân Llewellyn" not in found


def test_an_older_text_of_the_same_agreement_names_the_next(client):
    staged = signing.set_stage()
    services.unfreeze(agreement=staged.agreement, by=staged.officer, at=AT)
    services.freeze(agreement=Agreement.objects.get(pk=staged.agreement.pk), by=staged.officer, at=AT + DAY)
    assert 'It was replaced by <a class="govuk-link"' in page(client, staged, staged.agreement)


@pytest.mark.parametrize(("again", "offered"), [(Again.NOBODY, False), (Again.EVERYONE, True)])
def test_signatures_given_elsewhere_are_recorded_only_where_somebody_signs(client, signed, again, offered):
    new = change(signed, again, adopt=False)
    assert new.status == Status.AGREED
    link = reverse("signing:elsewhere_record", args=[new.reference])
    sign_in(client, signed.officer)
    assert (link in client.get(new.get_absolute_url()).content.decode()) is offered
    said = "Nobody has to sign this text, so there is no signature to record."
    assert (said in client.get(link).content.decode()) is not offered


def test_few_queries(client, signed, django_assert_max_num_queries):
    new = change(signed)
    for agreement, number in ((signed.agreement, 1), (new, 2)):
        page(client, signed, agreement, number)
        with django_assert_max_num_queries(25):
            client.get(reverse("agreements:version", args=[agreement.reference, number]))
