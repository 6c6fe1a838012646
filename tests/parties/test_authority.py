"""The register of one organisation: who signs for it and who stands in for them."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from foundation.verdicts import Refused
from parties.authority_rules import Scope, Term
from parties.capacities import CapacityKind
from parties.models import Authority, EvidenceFile, Membership
from parties.policies import authority as policies
from parties.services import authority as services
from parties.services import people, successions
from parties.services.authority import Office
from tests.factories.people import make_operator, make_person, place, sign_in
from tests.parties.registering import AT, PDF, TODAY, admin, council, days, record, signatory

pytestmark = pytest.mark.django_db


def may(person, organisation, kind="agreement", sensitive=False, on=TODAY):
    return policies.may_sign(person=person, organisation=organisation, agreement_kind=kind, sensitive=sensitive, on=on)


def delegate(authority, person, **changes):
    values = {
        "person": person, "office": Office("Deputy"), "term": Term(TODAY, days(10)), "reason": "Leave",
        "evidence": None, "by": admin(authority.organisation), "at": AT,
    }  # fmt: skip
    return services.delegate(authority=authority, **values | changes)


def deputy(organisation):
    return make_person(f"deputy@{organisation.slug}.example", organisation, [Role.SIGNATORY], at=AT)


def test_a_recorded_signatory_may_sign_from_the_first_day_to_the_last():
    camden = council("Camden")
    record(camden, term=Term(days(-5), days(5)))
    allowed = [day for day in range(-7, 8) if may(signatory(camden), camden, on=days(day))]
    assert allowed == list(range(-5, 6))
    assert may(signatory(camden), camden, on=days(6)).reasons == (
        "Signatory’s authority to sign for Camden ended on 9 May 2026",
    )


def test_nobody_signs_without_an_entry():
    camden = council("Camden")
    assert may(signatory(camden), camden).reasons == ("Signatory has no authority to sign for Camden",)


def test_scope_holds():
    camden = council("Camden")
    record(camden, scope=Scope(frozenset({"annex"}), sensitive=False))
    assert may(signatory(camden), camden, "annex")
    assert len(may(signatory(camden), camden, "protocol", sensitive=True).reasons) == 2


def test_a_signatory_who_left_binds_nobody():
    camden = council("Camden")
    record(camden)
    place_there = Membership.objects.get(person=signatory(camden))
    people.suspend(membership=place_there, by=admin(camden), at=AT)
    assert may(signatory(camden), camden).reasons == ("Signatory is not an active signatory of Camden",)
    assert policies.capacities(person=signatory(camden), on=TODAY) == []


def test_an_abolished_body_is_bound_by_nobody():
    old, new = council("Old"), council("New")
    record(old)
    successions.end(organisation=old, how="merged", on=days(-1), successors=[new], by=make_operator(), at=AT)
    old.refresh_from_db()
    assert may(signatory(old), old).reasons == ("Old no longer exists",)


def test_ending_is_at_once_and_told_in_history():
    camden = council("Camden")
    authority = record(camden)
    services.end(authority=authority, reason="Left", by=admin(camden), at=AT)
    assert not may(signatory(camden), camden)
    assert may(signatory(camden), camden, on=days(-1))
    last = Authority.history.latest("history_id")
    assert (last.history_user, last.history_change_reason) == (admin(camden), "Left")
    with pytest.raises(Refused, match="already ended"):
        services.end(authority=authority, reason="Again", by=admin(camden), at=AT)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"term": Term(days(3), days(2))}, "The last day must be on or after"),
        ({"office": Office("Chief Constable")}, "Enter the signatory’s rank"),
    ],
)
def test_what_an_entry_must_have(changes, reason):
    police = council("Essex Police", "police")
    with pytest.raises(Refused, match=reason):
        record(police, **{"office": Office("Chief", "Superintendent")} | changes)


def test_only_a_signatory_of_the_organisation_can_be_recorded():
    camden, hackney = council("Camden"), council("Hackney")
    with pytest.raises(Refused, match="is not an active signatory of Camden"):
        record(camden, person=signatory(hackney))


def test_only_its_own_administrators_record():
    camden, hackney = council("Camden"), council("Hackney")
    for somebody in (admin(hackney), signatory(camden), make_operator()):
        with pytest.raises(Refused, match="Only an administrator of Camden"):
            record(camden, by=somebody)


def test_recording_oneself_needs_evidence():
    camden = council("Camden")
    both = admin(camden)
    place(both, camden, [Role.SIGNATORY], at=AT)
    with pytest.raises(Refused, match="you are recording your own"):
        record(camden, person=both, by=both)
    assert record(camden, person=both, by=both, evidence=PDF).evidence.name == "minute.pdf"


def test_a_delegate_signs_for_the_one_who_is_away():
    camden = council("Camden")
    authority = record(camden, scope=Scope(frozenset({"annex"})))
    delegation = delegate(authority, deputy(camden))
    (capacity,) = policies.capacities(person=deputy(camden), on=TODAY)
    assert (capacity.kind, capacity.acting_for, capacity.office) == (CapacityKind.DELEGATE, "Signatory", "Deputy")
    assert (capacity.reference, capacity.covered[0].name) == (delegation.reference, "Camden")
    assert may(deputy(camden), camden, "annex")
    assert not may(deputy(camden), camden, "protocol")
    assert may(deputy(camden), camden, "annex", on=days(11)).reasons[0].startswith("The delegation from Signatory to")


def test_a_delegation_falls_with_the_authority():
    camden = council("Camden")
    authority = record(camden)
    delegate(authority, deputy(camden))
    services.end(authority=authority, reason="Left", by=admin(camden), at=AT)
    assert not may(deputy(camden), camden)


def test_a_delegation_stays_within_the_authority():
    camden = council("Camden")
    authority = record(camden, term=Term(days(-5), days(5)))
    with pytest.raises(Refused, match="within Signatory’s own authority, from 29 April 2026 to 9 May 2026"):
        delegate(authority, deputy(camden))
    with pytest.raises(Refused, match="Choose someone other than Signatory"):
        delegate(authority, signatory(camden), term=Term(TODAY, days(5)))


def test_the_office_holder_delegates_for_their_own_absence_and_takes_it_back():
    camden = council("Camden")
    delegation = delegate(record(camden), deputy(camden), by=signatory(camden))
    services.end_delegation(delegation=delegation, reason="Back early", by=signatory(camden), at=AT)
    assert not may(deputy(camden), camden)


def test_delegates_do_not_delegate():
    camden = council("Camden")
    authority = record(camden)
    delegate(authority, deputy(camden))
    third = make_person("third@camden.example", camden, [Role.SIGNATORY], at=AT)
    with pytest.raises(Refused, match="Only an administrator of Camden"):
        delegate(authority, third, by=deputy(camden))


def test_who_could_be_asked():
    camden, hackney = council("Camden"), council("Hackney")
    record(camden)
    record(hackney, scope=Scope(sensitive=False))
    found = policies.eligible(organisations=[camden, hackney], agreement_kind="annex", sensitive=True, on=TODAY)
    assert [capacity.person_id for capacity in found[camden.pk]] == [signatory(camden).pk]
    assert found[hackney.pk] == []


# --- pages ---------------------------------------------------------------------------------------------------------


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
    sign_in(client, admin(hackney))
    assert client.get(address).status_code == 404
    sign_in(client, make_person("reader@camden.example", camden))
    assert client.get(address).status_code == 404
    sign_in(client, signatory(camden))
    assert client.get(address).status_code == 200
    assert client.get(reverse("parties:signatory_add", args=[camden.slug])).status_code == 403


def test_adding_a_signatory_with_evidence(client):
    camden = council("Camden")
    sign_in(client, admin(camden))
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
    sign_in(client, admin(camden))
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
    from django.db import IntegrityError, transaction

    evidence = record(council("Camden"), evidence=PDF).evidence
    for act in (lambda: EvidenceFile.objects.update(name="x"), lambda: evidence.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_ending_and_delegating_through_the_pages(client):
    camden = council("Camden")
    deputy(camden)
    authority = record(camden, at=AT)
    sign_in(client, admin(camden))
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
