"""How organisations end, and their contacts and assurances."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Role
from foundation.verdicts import Refused
from parties.choices import ContactRole, OrganisationState
from parties.models import Organisation
from parties.policies import organisations as policies
from parties.services import assurances, contacts, organisations, successions
from tests.factories.parties import make_contact, make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
TODAY = NOW.date()


# --- ending -------------------------------------------------------------------------------------------------------


def test_a_merger_names_its_successor_and_keeps_its_day(client):
    basildon, unitary = make_organisation("Basildon Borough Council"), make_organisation("South Essex Council")
    day = dt.date(2028, 4, 1)
    successions.end(
        organisation=basildon, how="merged", on=day, successors=[unitary], by=make_operator(), at=NOW, note="SI 2027/1"
    )
    basildon.refresh_from_db()
    assert (basildon.state, basildon.ended_on) == (OrganisationState.MERGED, day)
    assert basildon.is_active_on(dt.date(2028, 3, 31))
    assert not basildon.is_active_on(day)
    assert list(Organisation.objects.active_on(day)) == [unitary]
    sign_in(client, make_person())
    page = client.get(basildon.get_absolute_url()).content.decode()
    assert "It will merge into another body on" in page
    assert "1 April 2028" in page
    assert "South Essex Council" in page
    assert "Basildon Borough Council" in client.get(unitary.get_absolute_url()).content.decode()


def test_endings_that_make_no_sense_are_refused():
    basildon, other = make_organisation("Basildon"), make_organisation("Other")

    def end(how, successors):
        successions.end(organisation=basildon, how=how, on=TODAY, successors=successors, by=make_operator(), at=NOW)

    for how, successors in [("active", []), ("renamed", []), ("merged", [other, basildon]), ("abolished", [basildon])]:
        with pytest.raises(Refused):
            end(how, successors)
    end("abolished", [])
    with pytest.raises(Refused, match="already recorded as ended"):
        end("abolished", [])
    successions.undo(organisation=basildon, by=make_operator(), at=NOW)
    basildon.refresh_from_db()
    assert basildon.state == "active"
    assert not policies.can_end(make_person(), basildon)


# --- contacts and assurances --------------------------------------------------------------------------------------


def test_an_office_has_one_holder():
    hackney = make_organisation("Hackney Council")
    make_contact(hackney, ContactRole.DPO, name="Dana")
    with pytest.raises(Refused, match="Dana is already the Data protection officer"):
        make_contact(hackney, ContactRole.DPO, name="Sam")
    make_contact(hackney, ContactRole.LEGAL, name="One")
    make_contact(hackney, ContactRole.LEGAL, name="Two")


def test_outsiders_see_mailboxes_and_the_dpo_but_not_how_to_reach_others(client):
    hackney = make_ready_organisation("Hackney Council")
    make_contact(hackney, ContactRole.SIRO, name="Robin Siro", email="robin@hackney.example", phone="07700 900123")
    make_contact(hackney, ContactRole.LEGAL, name="Legal team", email="legal@hackney.example", is_shared_mailbox=True)
    insider = make_person("reader@hackney.example", hackney, [Role.IG_OFFICER])
    sign_in(client, make_person("outsider@essex.example"))
    page = client.get(hackney.get_absolute_url()).content.decode()
    assert "Robin Siro" in page
    assert "robin@hackney.example" not in page
    assert "07700" not in page
    assert "legal@hackney.example" in page
    assert "dpo@hackney-council.example" in page
    sign_in(client, insider)
    assert "robin@hackney.example" in client.get(hackney.get_absolute_url()).content.decode()


def test_contacts_are_added_changed_and_removed_through_their_pages(client):
    hackney = make_ready_organisation("Hackney Council")
    sign_in(client, make_person("admin1@hackney-council.example"))
    address = reverse("parties:add_contact", args=[hackney.slug])
    assert (
        "Enter an email address or a phone number"
        in client.post(address, {"role": "legal", "name": "Lee"}).content.decode()
    )
    client.post(address, {"role": "legal", "name": "Lee", "email": "lee@hackney.example"})
    lee = hackney.contacts.get(role="legal")
    client.post(
        reverse("parties:change_contact", args=[hackney.slug, lee.pk]), {"role": "legal", "name": "Lea", "phone": "1"}
    )
    lee.refresh_from_db()
    assert (lee.name, lee.email, lee.phone) == ("Lea", "", "1")
    assert "Remove Lea" in client.get(reverse("parties:remove_contact", args=[hackney.slug, lee.pk])).content.decode()
    assert hackney.contacts.filter(role="legal").exists()
    client.post(reverse("parties:remove_contact", args=[hackney.slug, lee.pk]))
    assert not hackney.contacts.filter(role="legal").exists()
    other = make_contact(make_organisation("Other"))
    assert client.get(reverse("parties:change_contact", args=[hackney.slug, other.pk])).status_code == 404
    assert client.get(f"/organisations/{hackney.slug}/contacts/99999999999999999999/").status_code == 404


def test_assurances_say_how_they_stand(client):
    hackney = make_ready_organisation("Hackney Council")
    admin = sign_in(client, make_person("admin1@hackney-council.example"))
    address = reverse("parties:assurance", args=[hackney.slug, "dspt"])
    assert "Enter the level, the number or the date it runs out" in admin.post(address, {}).content.decode()
    admin.post(
        address, {"level": "Standards met", "expires_on_day": "30", "expires_on_month": "6", "expires_on_year": "2020"}
    )
    page = admin.get(hackney.get_absolute_url()).content.decode()
    assert "Standards met" in page
    assert "Expired on 30 June 2020" in page
    admin.post(address, {"withdraw": "yes"})
    assert not hackney.assurances.exists()
    assert admin.get(reverse("parties:assurance", args=[hackney.slug, "nonsense"])).status_code == 404
    with pytest.raises(Refused, match="Select a standard"):
        assurances.record(
            organisation=hackney, kind="ico", level="", reference="", expires_on=None, by=make_operator(), at=NOW
        )


def test_contacts_refuse_what_is_no_fact_of_theirs():
    with pytest.raises(TypeError):
        contacts.add_contact(
            organisation=make_organisation(), by=make_operator(), at=NOW, name="x", role="dpo", organisation_id=7
        )
    with pytest.raises(TypeError):
        organisations.update(organisation=make_organisation(), by=make_operator(), at=NOW, state="abolished")


@pytest.mark.parametrize("email", ["dana", "dana@localhost", '"d a"@x.uk', "d@x.uk,e@x.uk", "@x.uk"])
def test_a_contact_without_a_real_address_is_refused_wherever_it_comes_from(email):
    """A file or a command reaches the service without a form in between."""
    organisation, operator = make_organisation("Basildon"), make_operator()
    facts = {"role": ContactRole.DPO, "name": "Dana"}
    with pytest.raises(Refused, match="Enter an email address in the correct format"):
        contacts.add_contact(organisation=organisation, by=operator, at=NOW, **facts, email=email)
    contact = contacts.add_contact(organisation=organisation, by=operator, at=NOW, **facts, email="Dana@X.gov.uk")
    assert contact.email == "dana@x.gov.uk"
    with pytest.raises(Refused, match="Enter an email address in the correct format"):
        contacts.change_contact(contact=contact, by=operator, at=NOW, email=email)
    contact.refresh_from_db()
    assert contact.email == "dana@x.gov.uk"
