"""Agreements that were signed before the portal: recorded, never vouched for (C-25, "signed elsewhere")."""

import datetime as dt
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agreements.choices import Status
from agreements.models import Agreement, Transition
from foundation.verdicts import Refused
from signing.choices import Route
from signing.models import Elsewhere, Round, Signature
from signing.papers import words
from signing.services import elsewhere, papers
from tests.factories.people import make_person, sign_in
from tests.signing import paper_scene as desk
from tests.signing import scene as stage
from tests.signing.scene import AT

pytestmark = pytest.mark.django_db

SIGNED_ON = dt.date(2021, 3, 3)
TODAY = {"signed_on_day": "3", "signed_on_month": "3", "signed_on_year": "2021"}


STAGE = stage.set_stage


def record(scene, *, by=None, data=None, on=SIGNED_ON):
    return elsewhere.record(
        agreement=scene.agreement,
        scan=desk.scan_of(data or desk.scanned(2), Route.ELSEWHERE),
        said=elsewhere.Said(signed_on=on, keeper="Legal services", note="Both signed the same copy."),
        by=by or scene.officer,
        at=AT,
    )


def browse(person):
    client = Client()
    sign_in(client, person)
    return client


def test_it_is_signed_and_in_force_and_says_where_that_comes_from(scene):
    record(scene)
    agreement = Agreement.objects.get()
    assert agreement.status == Status.IN_FORCE
    move = Transition.objects.get(verb="record_elsewhere")
    assert move.reason.startswith("Signed outside this portal on 3 March 2021.")
    assert (move.source, move.target, move.by) == (Status.AGREED, Status.SIGNED, scene.officer)


def test_it_waits_for_its_start_date():
    scene = stage.set_stage(
        starts_on="2027-04-01",
        review={"rule": "interval", "first_after_months": 6, "then_every_months": 12},
        ongoing=True,
    )
    record(scene)
    assert Agreement.objects.get().status == Status.SIGNED


def test_the_portal_claims_no_signature_of_its_own(scene):
    row = record(scene)
    assert not Signature.objects.exists()
    assert not Round.objects.exists()
    assert "it has not checked the signatures in it" in words.outside(row)


def test_the_file_is_kept_to_the_byte_and_found_by_its_digest(scene):
    data = desk.scanned(3)
    row = record(scene, data=data)
    digest = hashlib.sha256(data).hexdigest()
    assert papers.elsewhere_by_digest(digest) == row
    assert papers.elsewhere_by_digest("0" * 64) is None


def test_only_the_leads_officers_record_it(scene):
    partner = desk.partner_officer(scene)
    for person in (partner, scene.first):
        with pytest.raises(Refused):
            record(scene, by=person)
    assert not Elsewhere.objects.exists()


def test_tomorrow_is_refused(scene):
    with pytest.raises(Refused, match="today or earlier"):
        record(scene, on=AT.date() + dt.timedelta(days=1))


def test_what_is_out_for_signature_is_not_recorded_as_signed_before(scene):
    stage.open_round(scene)
    with pytest.raises(Refused, match="nobody has been asked to sign"):
        record(scene)


def test_the_page_records_it_and_shows_it_and_hands_out_the_file(scene):
    address = reverse("signing:elsewhere_record", args=[scene.agreement.reference])
    client, data = browse(scene.officer), desk.scanned(2)
    assert "Record an agreement signed elsewhere" in client.get(address).content.decode()
    file = SimpleUploadedFile("../../etc/passwd", data)
    answer = client.post(address, TODAY | {"file": file, "keeper": "Legal", "note": ""}, follow=True)
    page = answer.content.decode()
    assert "Signed outside this portal on 3 March 2021." in page
    assert "it has not checked the signatures in it" in page
    saved = client.get(reverse("signing:elsewhere_file", args=[scene.agreement.reference]))
    assert saved.content == data
    assert saved["Content-Disposition"].startswith('attachment; filename="dsa-2026-0001-signed-elsewhere.pdf')
    assert (saved["X-Content-Type-Options"], "sandbox" in saved["Content-Security-Policy"]) == ("nosniff", True)
    partner = browse(desk.partner_officer(scene))
    assert "Signed outside this portal" in partner.get(address, follow=True).content.decode()


def test_what_was_typed_stays_when_the_file_is_refused(scene):
    address = reverse("signing:elsewhere_record", args=[scene.agreement.reference])
    file = SimpleUploadedFile("signed.pdf", b"not a PDF")
    answer = browse(scene.officer).post(address, TODAY | {"file": file, "keeper": "Legal, room 4"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The selected file must be a PDF" in page
    assert "Legal, room 4" in page


def test_a_stranger_finds_nothing(scene):
    record(scene)
    stranger = browse(make_person("else@other.example"))
    for name in ("elsewhere", "elsewhere_record", "elsewhere_file"):
        assert stranger.get(reverse(f"signing:{name}", args=[scene.agreement.reference])).status_code == 404


def test_a_party_that_may_not_record_it_reads_why(scene):
    partner = browse(desk.partner_officer(scene))
    page = partner.get(reverse("signing:elsewhere", args=[scene.agreement.reference]), follow=True).content.decode()
    assert "This cannot be recorded now" in page
