"""The register of one organisation: who signs for it and who stands in for them."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from foundation.verdicts import Refused
from notices.models import Notice
from parties.authority_rules import Scope, Term
from parties.capacities import CapacityKind
from parties.models import Authority, Membership
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


def test_the_person_and_the_other_administrators_are_told():
    camden = council("Camden")
    second = make_person("second@camden.example", camden, [Role.ADMINISTRATOR], at=AT)
    authority = record(camden)
    delegate(authority, deputy(camden))
    services.end(authority=authority, reason="Left", by=admin(camden), at=AT)
    subjects = [
        (notice.email.split("@")[0], notice.subject)
        for notice in Notice.objects.filter(kind="account.role").order_by("pk")
        if notice.email != second.email
    ]
    assert subjects == [
        ("signatory", "You can sign agreements for Camden"),
        ("deputy", "You can sign agreements for Camden"),
        ("signatory", "You can no longer sign agreements for Camden as Chief Executive"),
    ]
    assert (
        "sign in place of Signatory, from 4 May 2026 to 14 May 2026"
        in Notice.objects.get(about__startswith="D", recipient=deputy(camden)).text
    )
    assert Notice.objects.filter(email=second.email).count() == 3
    assert not Notice.objects.filter(email=admin(camden).email).exists()


def test_nobody_signs_for_a_body_that_is_not_a_legal_person(client):
    group = council("Working group", "unincorporated")
    with pytest.raises(Refused, match="is not a legal person, so nobody can sign for it"):
        record(group)
    sign_in(client, admin(group), fresh=True)
    page = client.get(reverse("parties:signatories", args=[group.slug])).content.decode()
    assert "Add a signatory" not in page
    assert "Propose a mandate" in page
    assert client.get(reverse("parties:signatory_add", args=[group.slug])).status_code == 403


def test_who_could_be_asked():
    camden, hackney = council("Camden"), council("Hackney")
    record(camden)
    record(hackney, scope=Scope(sensitive=False))
    found = policies.eligible(organisations=[camden, hackney], agreement_kind="annex", sensitive=True, on=TODAY)
    assert [capacity.person_id for capacity in found[camden.pk]] == [signatory(camden).pk]
    assert found[hackney.pk] == []


def test_signing_takes_own_and_delegated_entries_in_one_order():
    """Two people who stand in for each other would otherwise each hold what the other waits for."""
    camden, barnet = council("Camden"), council("Barnet")
    one, two = signatory(camden), signatory(barnet)
    first, second = record(camden), record(barnet)
    place(two, camden, [Role.SIGNATORY])
    place(one, barnet, [Role.SIGNATORY])
    delegate(first, two)
    delegate(second, one)
    for person in (one, two):
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            services.lock_for_signing(person=person)
        taken = [query["sql"] for query in asked if 'FROM "parties_authority"' in query["sql"]]
        assert len(taken) == 1
        assert "ORDER BY 1 ASC" in taken[0]
        with connection.cursor() as cursor:
            cursor.execute(taken[0])
            assert cursor.fetchall() == [(first.pk,), (second.pk,)]
