"""The pages of the register of one organisation, with their refusals and errors."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from parties.models import Authority, EvidenceFile
from parties.services.authority import Office
from tests.factories.people import make_person, sign_in
from tests.parties.registering import AT, PDF, admin, council, record, signatory

pytestmark = pytest.mark.django_db


def deputy(organisation):
    return make_person(f"deputy@{organisation.slug}.example", organisation, [Role.SIGNATORY], at=AT)


def _form(**changes):
    today = dt.date.today()  # noqa: DTZ011 - the page reads the clock itself
    values = {"office": "Chief Executive", "which": "every", "sensitive": "yes"}
    values |= {f"starts_on_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    return values | changes


def test_the_register_says_when_it_is_empty(client):
    camden = council("Camden")
    sign_in(client, admin(camden))
    page = client.get(reverse("parties:signatories", args=[camden.slug]))
    assert "No signatories. You cannot be asked to sign yet." in page.content.decode()


def test_outsiders_and_readers_do_not_see_the_register(client):
    camden, hackney = council("Camden"), council("Hackney")
    address = reverse("parties:signatories", args=[camden.slug])
    assert client.get(address).status_code == 302
    sign_in(client, admin(hackney), fresh=True)
    assert client.get(address).status_code == 404
    sign_in(client, make_person("reader@camden.example", camden), fresh=True)
    assert client.get(address).status_code == 404
    sign_in(client, signatory(camden), fresh=True)
    assert client.get(address).status_code == 200
    assert client.get(reverse("parties:signatory_add", args=[camden.slug])).status_code == 403


def test_adding_a_signatory_with_evidence(client):
    camden = council("Camden")
    sign_in(client, admin(camden), fresh=True)
    address = reverse("parties:signatory_add", args=[camden.slug])
    person = str(signatory(camden).pk)
    fake = SimpleUploadedFile("minute.pdf", b"Just text")
    refused = client.post(address, _form(person=person, evidence=fake))
    assert refused.status_code == 422
    assert "The selected file must be a PDF, DOCX, PNG or JPEG" in refused.content.decode()
    assert "Select the file again" in refused.content.decode()
    good = SimpleUploadedFile("../Minute 12.pdf", b"%PDF-1.7")
    assert client.post(address, _form(person=person, evidence=good)).status_code == 302
    shown = client.get(reverse("parties:signatories", args=[camden.slug])).content.decode()
    assert "Minute 12.pdf" in shown
    assert "Chief Executive" in shown


def test_bad_answers_come_back_with_what_was_typed(client):
    camden = council("Camden")
    sign_in(client, admin(camden), fresh=True)
    address = reverse("parties:signatory_add", args=[camden.slug])
    page = client.post(address, _form(which="some", ends_on_day="31", ends_on_month="6", ends_on_year="2027"))
    words = page.content.decode()
    for message in ("Choose a person", "Select at least one kind of agreement", "Last day must be a real date"):
        assert message in words
    assert 'value="Chief Executive"' in words
    assert client.post(address, {}).status_code == 422
    assert Authority.objects.count() == 0


def test_end_before_start_links_both_dates(client):
    camden = council("Camden")
    sign_in(client, admin(camden))
    address = reverse("parties:signatory_add", args=[camden.slug])
    page = client.post(address, _form(ends_on_day="1", ends_on_month="1", ends_on_year="2020")).content.decode()
    assert "First day must be on or before the last day" in page
    assert "Last day must be on or after the first day" in page


def test_evidence_is_saved_never_shown(client):
    camden, hackney = council("Camden"), council("Hackney")
    evidence = record(camden, evidence=PDF).evidence
    assert len(evidence.sha256) == 64
    assert evidence.token not in evidence.name
    address = evidence.get_absolute_url()
    sign_in(client, admin(hackney))
    assert client.get(address).status_code == 404
    sign_in(client, signatory(camden))
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF.data
    assert answer["Content-Disposition"] == 'attachment; filename="minute.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] == "application/pdf"


def test_evidence_rows_are_never_rewritten():
    evidence = record(council("Camden"), evidence=PDF).evidence
    for act in (lambda: EvidenceFile.objects.update(name="x"), lambda: evidence.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_ending_and_delegating_through_the_pages(client):
    camden = council("Camden")
    deputy(camden)
    authority = record(camden, at=AT)
    sign_in(client, admin(camden), fresh=True)
    address = reverse("parties:delegation_add", args=[camden.slug, authority.reference])
    assert client.get(address).status_code == 200
    today = dt.date.today()  # noqa: DTZ011 - the page reads the clock itself
    last = {f"ends_on_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    data = _form(person=str(deputy(camden).pk), reason="Leave", **last)
    assert client.post(address, data).status_code == 302
    shown = client.get(reverse("parties:signatories", args=[camden.slug])).content.decode()
    assert "Who stands in for them" in shown

    delegation = authority.delegations.get()
    end = reverse("parties:delegation_end", args=[camden.slug, delegation.reference])
    assert client.post(end, {"reason": ""}).status_code == 422
    assert client.post(end, {"reason": "Back"}).status_code == 302
    end = reverse("parties:signatory_end", args=[camden.slug, authority.reference])
    assert client.post(end, {"reason": "Left"}).status_code == 302
    assert client.get(end).status_code == 403
    assert "No longer in force" in client.get(reverse("parties:signatories", args=[camden.slug])).content.decode()


def test_another_organisations_entry_is_not_there(client):
    """Row 74: an entry under another organisation's address answers 404."""
    camden, hackney = council("Camden"), council("Hackney")
    authority = record(hackney)
    sign_in(client, admin(camden))
    for name in ("signatory_end", "delegation_add"):
        assert client.post(reverse(f"parties:{name}", args=[camden.slug, authority.reference])).status_code == 404


def test_overlapping_entries_say_so(client):
    camden = council("Camden")
    record(camden)
    record(camden, office=Office("Director"))
    sign_in(client, admin(camden))
    shown = client.get(reverse("parties:signatories", args=[camden.slug])).content.decode()
    assert shown.count("Overlaps with another authority of Signatory here") == 2
