"""A party comes into a draft with whom the directory names there (C-1, C-3, B-15, E-8)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import assembly
from drafting.models import Template
from drafting.services import parties, start, starting, templates
from dsaformat.choices import ContactRole
from lawfulbasis import services as law
from parties.choices import ContactRole as DirectoryRole
from parties.services import collectives
from tests.drafting.scene import AT, TODAY, draft
from tests.factories.parties import make_contact, make_organisation
from tests.factories.people import make_operator, sign_in

pytestmark = pytest.mark.django_db


def asked(scene, name):
    return reverse(f"drafting:{name}", args=[scene.agreement.reference, "parties", "parties"])


def document(scene):
    scene.agreement.refresh_from_db()
    return assembly.assemble(scene.agreement)


def without_contacts(text):
    return [finding.path for finding in law.check(document=text, on=TODAY) if finding.rule == "TX-20"]


def many(count):
    """A group of so many organisations, each with a data protection officer."""
    bodies = [make_organisation(f"Parish {number} Council") for number in range(count)]
    for body in bodies:
        make_contact(body)
    made = collectives.create(
        name="The parishes", description="", owner=bodies[0], convener=None, by=make_operator(), at=AT
    )
    collectives.add_members(collective=made, organisations=bodies, starts_on=TODAY, by=make_operator(), at=AT)
    return made


def test_every_role_of_the_directory_has_its_name_in_a_document():
    assert set(starting.CONTACT_ROLES) == set(DirectoryRole)


def test_the_lead_of_a_new_draft_can_be_reached():
    """TX-20 has nothing to ask; C-1: the summary sheet’s facts come along."""
    scene = draft()
    templates.load(at=AT)
    lead = scene.lead
    make_contact(lead, name="Dana Dpo", job_title="Data Protection Officer", email="dpo@lead.example")
    lead.address, lead.phone, lead.email, lead.ico_reference = "1 Road", "020 7946 0000", "ig@lead.example", "Z1234567"
    lead.save()
    template = Template.objects.get(code="pan-london")
    made = start(template=template, title="New", public_title="New", lead=lead, by=scene.officer, at=AT)
    text = assembly.assemble(made)
    (party,) = text.parties
    (contact,) = party.contacts
    assert (contact.role, contact.name, contact.office, contact.email) == (
        ContactRole.DATA_PROTECTION_OFFICER,
        "Dana Dpo",
        "Data Protection Officer",
        "dpo@lead.example",
    )
    body = party.organisation
    assert (body.address, body.phone) == ("1 Road", "020 7946 0000")
    assert (body.email, body.ico_reference) == ("ig@lead.example", "Z1234567")
    assert without_contacts(text) == []


def test_how_to_reach_a_person_stays_in_the_directory_unless_it_tells_everybody():
    """An agreement goes to every party: it may not spread what the directory keeps to the organisation."""
    body = make_organisation("Essex Police", kind="police")
    make_contact(body, DirectoryRole.SIRO, name="Sam Siro", email="sam@police.example", phone="01245 000000")
    make_contact(body, DirectoryRole.DATA, name="Data team", email="data@police.example", is_shared_mailbox=True)
    said = {row["role"]: row for row in starting.party(body, roles=[])["contacts"]}
    assert said["senior_risk_owner"] == {"role": "senior_risk_owner", "name": "Sam Siro"}
    assert said["data_expert"]["email"] == "data@police.example"


@pytest.mark.parametrize("count", [1, 33])
def test_a_group_comes_with_its_contacts_and_asks_the_directory_once(client, count):
    scene, made = draft(), many(count)
    sign_in(client, scene.officer)
    sent = {"group": made.slug, "how": "each", "on_day": 20, "on_month": 11, "on_year": 2026, "roles": ["controller"]}
    with CaptureQueriesContext(connection) as queries:
        response = client.post(asked(scene, "parties_group"), sent)
    assert response.status_code == 302, response.content.decode()
    assert sum("parties_contact" in query["sql"] for query in queries) == 1
    text = document(scene)
    assert len(text.parties) == 2 + count
    assert all(party.contact(ContactRole.DATA_PROTECTION_OFFICER) for party in text.parties)
    assert without_contacts(text) == []


def test_33_organisations_become_rows_with_two_questions():
    members = many(33).members_on(TODAY)
    with CaptureQueriesContext(connection) as queries:
        rows = parties.all_from_directory(members, ["controller"])
    assert len(rows) == 33
    assert len(queries) == 2


def test_refreshing_the_facts_of_a_party_leaves_the_contacts_it_wrote():
    scene = draft()
    make_contact(scene.lead, email="new@lead.example")
    parties.refresh(agreement=scene.agreement, key="p0", organisation=scene.lead, by=scene.officer, at=AT)
    assert [contact.email for contact in document(scene).parties[0].contacts] == ["dpo@example.org"]
