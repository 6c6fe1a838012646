"""One chair for many bodies (A-22): proposed, confirmed by each, used, ended."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from foundation.verdicts import Refused
from notices.models import Notice
from parties import register
from parties.authority_rules import MandateState, Scope, Term
from parties.capacities import CapacityKind
from parties.models import Mandate, MandateAnswer, Membership
from parties.policies import authority as policies
from parties.services import mandates as services
from parties.services import people
from tests.factories.people import make_operator, make_person, sign_in
from tests.parties.registering import AT, TODAY, admin, confirm, council, days, propose, signatory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies():
    return [council(name) for name in ("Barnet", "Camden", "Hackney")]


@pytest.fixture
def chairing():
    return council("ALDCS", "unincorporated")


def capacity(chairing, on=TODAY):
    found = policies.capacities(person=signatory(chairing), on=on)
    return found[0] if found else None


def names(bodies):
    return [body.name for body in bodies]


def state(mandate, on=TODAY):
    return register.mandate(mandate.reference, on).words


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("email", flat=True))


def test_nobody_is_bound_before_it_confirms(chairing, bodies):
    mandate = propose(chairing, bodies)
    assert state(mandate) == "Proposed"
    assert capacity(chairing) is None
    refusal = policies.may_sign(
        person=signatory(chairing), organisation=bodies[0], agreement_kind="annex", sensitive=False, on=TODAY
    )
    assert refusal.reasons == ("Barnet has not confirmed the mandate yet",)


def test_each_body_that_confirmed_is_covered_and_the_others_say_why(chairing, bodies):
    barnet, camden, hackney = bodies
    mandate = propose(chairing, bodies)
    confirm(mandate, barnet)
    services.decline(mandate=mandate, organisation=hackney, reason="We sign ourselves", by=admin(hackney), at=AT)
    found = capacity(chairing)
    assert (found.kind, found.reference, names(found.covered)) == (CapacityKind.MANDATE, mandate.reference, ["Barnet"])
    assert {bound.body.name: bound.verdict.reasons[0] for bound in found.not_covered} == {
        "Camden": "Camden has not confirmed the mandate yet",
        "Hackney": "Hackney declined the mandate on 4 May 2026",
    }
    assert state(mandate) == "Confirmed by 1 of 3"
    confirm(mandate, camden)
    assert state(mandate) == "Active"


def test_withdrawing_is_at_once_and_may_be_taken_back(chairing, bodies):
    mandate = propose(chairing, bodies)
    confirm(mandate, *bodies)
    services.withdraw(mandate=mandate, organisation=bodies[0], reason="New leader", by=admin(bodies[0]), at=AT)
    assert names(capacity(chairing).covered) == ["Camden", "Hackney"]
    confirm(mandate, bodies[0], at=AT + dt.timedelta(hours=1))
    assert len(capacity(chairing).covered) == 3
    assert MandateAnswer.objects.count() == 5


def test_what_the_day_before_knew(chairing, bodies):
    mandate = propose(chairing, bodies)
    confirm(mandate, *bodies)
    later = AT + dt.timedelta(days=20)
    services.withdraw(mandate=mandate, organisation=bodies[0], reason="New leader", by=admin(bodies[0]), at=later)
    assert len(capacity(chairing, on=days(19)).covered) == 3
    assert len(capacity(chairing, on=days(20)).covered) == 2


def test_an_ended_mandate_covers_nobody_from_the_same_day(chairing, bodies):
    """Row 78: the mandate that ended at midnight, and the one ended a moment ago."""
    mandate = propose(chairing, bodies, term=Term(days(-10), days(5)))
    confirm(mandate, *bodies)
    assert len(capacity(chairing, on=days(5)).covered) == 3
    assert capacity(chairing, on=days(6)) is None
    services.end(mandate=mandate, reason="New chair", by=admin(chairing), at=AT)
    assert capacity(chairing) is None
    assert register.mandate(mandate.reference, TODAY).state is MandateState.ENDED


def test_a_holder_who_left_covers_nobody(chairing, bodies):
    mandate = propose(chairing, bodies)
    confirm(mandate, *bodies)
    place = Membership.objects.get(person=signatory(chairing))
    people.suspend(membership=place, by=admin(chairing), at=AT)
    assert capacity(chairing) is None


def test_scope_of_a_mandate(chairing, bodies):
    confirm(propose(chairing, bodies, scope=Scope(frozenset({"annex"}), sensitive=False)), *bodies)
    everybody = {body.pk: body.name for body in bodies}
    assert capacity(chairing).verdict_for_all(everybody, "annex", False)
    assert len(capacity(chairing).verdict_for_all(everybody, "annex", True).reasons) == 3


@pytest.mark.parametrize("who", ["operator", "signatory", "other"])
def test_only_the_bodys_own_administrator_answers(chairing, bodies, who):
    mandate = propose(chairing, bodies)
    somebody = {"operator": make_operator(), "signatory": signatory(bodies[0]), "other": admin(bodies[1])}[who]
    with pytest.raises(Refused, match="Only an administrator of Barnet can answer"):
        services.confirm(mandate=mandate, organisation=bodies[0], by=somebody, at=AT)


def test_a_body_that_was_not_asked_cannot_join_in(chairing, bodies):
    mandate = propose(chairing, bodies[:2])
    with pytest.raises(Refused, match="Hackney is not one of the bodies"):
        services.confirm(mandate=mandate, organisation=bodies[2], by=admin(bodies[2]), at=AT)


def test_declining_and_withdrawing_need_a_reason(chairing, bodies):
    mandate = propose(chairing, bodies)
    for verb, reason in ((services.decline, "Enter a reason"), (services.withdraw, "has not confirmed")):
        with pytest.raises(Refused, match=reason):
            verb(mandate=mandate, organisation=bodies[0], reason="", by=admin(bodies[0]), at=AT)


def test_answers_are_never_rewritten(chairing, bodies):
    mandate = propose(chairing, bodies)
    confirm(mandate, bodies[0])
    for act in (
        lambda: MandateAnswer.objects.update(answer="declined", reason="x"),
        MandateAnswer.objects.all().delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"bodies": []}, "Choose at least one organisation"), ({"term": Term(days(3), days(1))}, "The last day must be")],
)
def test_what_a_proposal_needs(chairing, bodies, changes, reason):
    with pytest.raises(Refused, match=reason):
        propose(chairing, changes.pop("bodies", bodies), **changes)


def test_everybody_concerned_is_told_once(chairing, bodies):
    barnet, camden, hackney = bodies
    mandate = propose(chairing, bodies)
    everybody = sorted([*(admin(body).email for body in bodies), signatory(chairing).email])
    assert told("mandate.proposed") == everybody
    confirm(mandate, barnet)
    assert told("mandate.confirmed") == sorted([admin(chairing).email, signatory(chairing).email])
    services.decline(mandate=mandate, organisation=hackney, reason="No", by=admin(hackney), at=AT)
    assert told("mandate.declined") == told("mandate.confirmed")
    services.end(mandate=mandate, reason="New chair", by=admin(chairing), at=AT)
    assert told("mandate.ended") == everybody
    invitation = Notice.objects.get(kind="mandate.proposed", email=admin(camden).email)
    assert invitation.subject == "May Signatory sign for Camden?"
    assert reverse("parties:mandate_answer", args=[mandate.reference, camden.slug]) in invitation.text
    assert "⟦missing" not in "".join(Notice.objects.values_list("text", flat=True))


# --- pages ---------------------------------------------------------------------------------------------------------


def test_a_body_confirms_on_its_own_page(client, chairing, bodies):
    mandate = propose(chairing, bodies)
    barnet, camden, _ = bodies
    sign_in(client, admin(barnet), fresh=True)
    register_page = client.get(reverse("parties:signatories", args=[barnet.slug])).content.decode()
    assert "Signatory, Chair, asks to sign for Barnet." in register_page
    address = reverse("parties:mandate_answer", args=[mandate.reference, barnet.slug])
    assert client.get(address).status_code == 200
    assert MandateAnswer.objects.count() == 0
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"answer": "decline"}).status_code == 422
    assert client.post(address, {"answer": "confirm"}).status_code == 302
    assert client.post(address, {"answer": "confirm"}).status_code == 302
    assert MandateAnswer.objects.count() == 1
    other = reverse("parties:mandate_answer", args=[mandate.reference, camden.slug])
    assert client.post(other, {"answer": "confirm"}).status_code == 404
    assert "1 of 3 organisations have confirmed" in client.get(mandate.get_absolute_url()).content.decode()


def test_withdrawing_and_ending_through_the_pages(client, chairing, bodies):
    mandate = propose(chairing, bodies)
    confirm(mandate, *bodies)
    sign_in(client, admin(bodies[0]), fresh=True)
    address = reverse("parties:mandate_withdraw", args=[mandate.reference, bodies[0].slug])
    assert client.post(address, {"reason": "New leader"}).status_code == 302
    assert client.post(reverse("parties:mandate_end", args=[mandate.reference]), {"reason": "x"}).status_code == 403
    sign_in(client, admin(chairing), fresh=True)
    assert client.post(reverse("parties:mandate_end", args=[mandate.reference]), {"reason": "Done"}).status_code == 302
    assert "Nobody can be signed for under this mandate" in client.get(mandate.get_absolute_url()).content.decode()
    sign_in(client, admin(bodies[1]), fresh=True)
    answer = reverse("parties:mandate_answer", args=[mandate.reference, bodies[1].slug])
    assert client.get(answer).status_code == 403


def test_outsiders_do_not_see_a_mandate(client, chairing, bodies):
    mandate = propose(chairing, bodies[:2])
    sign_in(client, admin(bodies[2]))
    assert client.get(mandate.get_absolute_url()).status_code == 404
    assert client.get(mandate.evidence.get_absolute_url()).status_code == 404
    sign_in(client, admin(bodies[0]))
    answer = client.get(mandate.evidence.get_absolute_url())
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_proposing_through_the_page(client, chairing, bodies):
    sign_in(client, admin(chairing), fresh=True)
    address = reverse("parties:mandate_propose", args=[chairing.slug])
    today = dt.date.today()  # noqa: DTZ011 - the page reads the clock itself
    data = {
        "person": str(signatory(chairing).pk), "office": "Chair", "purpose": "Once for all", "whom": "named",
        "bodies": "Barnet\ncamden", "which": "some", "kinds": ["annex"], "sensitive": "no",
        "starts_on_day": "1", "starts_on_month": "1", "starts_on_year": str(today.year),
    }  # fmt: skip
    missing = client.post(address, data | {"bodies": ""})
    assert "Enter at least one organisation" in missing.content.decode()
    assert "Select a file that shows the authority" in missing.content.decode()
    evidence = SimpleUploadedFile("minute.pdf", b"%PDF-1.7")
    answer = client.post(address, data | {"evidence": evidence})
    mandate = Mandate.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, mandate.get_absolute_url())
    assert [body.organisation.name for body in mandate.bodies.all()] == ["Barnet", "Camden"]
    assert mandate.kinds == ["annex"]


def test_a_mandate_for_33_is_one_question_to_the_database(chairing, django_assert_max_num_queries):
    many = [council(f"Borough {number}") for number in range(33)]
    confirm(propose(chairing, many), *many)
    with django_assert_max_num_queries(7):
        assert len(capacity(chairing).covered) == 33


def test_somebody_with_two_organisations_signs_in_two_capacities(chairing, bodies):
    chair = make_person("chair@example.example", chairing, [Role.SIGNATORY], at=AT)
    people.appoint(organisation=bodies[0], person=chair, roles=[Role.SIGNATORY], by=make_operator(), at=AT)
    from tests.parties.registering import record

    record(bodies[0], person=chair)
    confirm(propose(chairing, bodies, person=chair), bodies[1])
    found = policies.capacities(person=chair, on=TODAY)
    assert [(capacity.kind, names(capacity.covered)) for capacity in found] == [
        (CapacityKind.OWN, ["Barnet"]),
        (CapacityKind.MANDATE, ["Camden"]),
    ]
