"""From a triage to a draft, and from an agreement to its copy: once each, for those who may."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import assembly
from agreements.models import Agreement
from drafting.beginning import copied
from drafting.models import Template, Triage
from drafting.services import copy, templates
from drafting.services import triage as services
from dsaformat import editing
from dsaformat.choices import Link
from foundation.verdicts import Refused
from tests.drafting.scene import AT, draft
from tests.drafting.test_triage_pages import decided
from tests.factories.people import make_operator, sign_in

pytestmark = pytest.mark.django_db


def _scene():
    templates.load(at=AT)
    return draft()


STAGE = _scene


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def at(row, name, query=""):
    return reverse(f"drafting:{name}", args=[row.reference]) + query


def named(scene, **more):
    return {"title": "Help before crisis", "public_title": "Help", "organisation": str(scene.lead.pk)} | more


def test_from_the_triage_to_the_list_of_sections(officer, scene):
    row = decided(scene)
    page = officer.get(at(row, "start_template")).content.decode()
    assert "Pan-London data sharing agreement" in page
    assert "Several public bodies share personal data for one purpose" in page
    response = officer.post(at(row, "start_template"), {"template": "pan-london"})
    assert response["Location"] == at(row, "start_name", "?template=pan-london")
    assert 'value="Early help for families"' in officer.get(response["Location"]).content.decode()
    response = officer.post(response["Location"], named(scene))
    made = Agreement.objects.latest("pk")
    assert response["Location"] == reverse("drafting:tasks", args=[made.reference])
    document = assembly.assemble(made)
    assert (document.identity.title, document.identity.public_title) == ("Help before crisis", "Help")
    assert document.template.code == "pan-london"
    assert [party.name for party in document.parties] == [scene.lead.name]
    row.refresh_from_db()
    assert row.agreement == made
    assert officer.get(response["Location"]).status_code == 200


def test_sending_the_last_page_twice_makes_one_agreement(officer, scene):
    row, before = decided(scene), Agreement.objects.count()
    address = at(row, "start_name", "?template=pan-london")
    first, second = (officer.post(address, named(scene)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Agreement.objects.count() == before + 1


def test_nothing_is_started_before_it_is_decided(officer, scene):
    row = services.begin(
        reference=uuid.uuid4(), organisation=scene.lead, subject="a", question="b", others="", by=scene.officer, at=AT
    )
    for name in ("start_template", "start_name"):
        assert officer.get(at(row, name))["Location"] == row.get_absolute_url()
    public = decided(scene, {"public": "yes"})
    assert officer.post(at(public, "start_name", "?template=pan-london"), named(scene)).status_code == 302
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "Enter a title"),
        ("\u200b \u200b", "Enter a title"),
        ("…!", "Title must include letters or numbers"),
        ("x" * 121, "Title must be 120 characters or fewer"),
    ],
)
def test_a_title_says_what_is_wrong_with_it(officer, scene, title, message):
    response = officer.post(at(decided(scene), "start_name", "?template=pan-london"), named(scene, title=title))
    assert response.status_code == 422
    assert message in response.content.decode()


def test_only_organisations_for_which_the_person_drafts_can_lead(officer, scene):
    address = at(decided(scene), "start_name", "?template=pan-london")
    response = officer.post(address, named(scene, organisation=str(scene.organisations[1].pk)))
    assert response.status_code == 422
    assert "Choose an organisation" in response.content.decode()


def test_a_template_that_is_not_in_use_is_not_offered(officer, scene):
    row = decided(scene)
    templates.retire(template=Template.objects.get(code="pan-london"), by=make_operator(), at=AT)
    assert "Pan-London data" not in officer.get(at(row, "start_template")).content.decode()
    assert officer.post(at(row, "start_template"), {"template": "pan-london"}).status_code == 422
    assert officer.get(at(row, "start_name", "?template=pan-london"))["Location"] == at(row, "start_template")


def test_a_title_that_is_there_already_is_said_and_allowed(officer, scene):
    address = at(decided(scene), "start_name", "?template=pan-london")
    response = officer.post(address, named(scene, title="early HELP"), follow=True)
    assert f"{scene.agreement.reference} has the same title" in response.content.decode()


def test_people_of_other_organisations_do_not_start_from_it(client, scene):
    row = decided(scene)
    sign_in(client, scene.partner)
    assert client.get(at(row, "start_template")).status_code == 404
    sign_in(client, scene.reader)
    assert client.get(at(row, "start_template"))["Location"] == row.get_absolute_url()


def test_those_who_draft_for_nobody_are_told_why(client, scene):
    sign_in(client, scene.reader)
    response = client.get(reverse("drafting:start"))
    assert response.status_code == 403
    assert "Only information governance officers can start an agreement." in response.content.decode()


# Copies


def full():
    files = [{"key": "dpia", "kind": "Impact assessment", "title": "DPIA", "sha256": "0" * 64}]
    term = {"starts_on": "2026-01-01", "ends_on": "2027-01-01", "last_reviewed_on": "2026-02-02"}
    return draft(3, attachments=files, term=term, advice=[{"key": "a", "by": "Counsel", "outcome": "Fine"}])


def test_a_copy_leaves_behind_what_belongs_to_the_other_one(client):
    scene = full()
    sign_in(client, scene.officer)
    address = reverse("drafting:copy", args=[scene.agreement.reference])
    page = client.get(address).content.decode()
    assert "What is left behind" in page
    token = page.split('name="token" value="')[1].split('"')[0]
    values = {"token": token, "title": "Early help, again", "link": "supersedes", "organisation": str(scene.lead.pk)}
    first, second = (client.post(address, values) for _ in range(2))
    made = Agreement.objects.latest("pk")
    assert first["Location"] == second["Location"] == reverse("drafting:tasks", args=[made.reference])
    assert Agreement.objects.count() == 2
    old, new = assembly.assemble(scene.agreement), assembly.assemble(made)
    assert new.datasets == old.datasets
    assert new.sections == old.sections
    assert new.identity.reference == made.reference
    assert (new.attachments, new.advice, new.signatures, new.waivers) == ((), (), (), ())
    assert (new.term.starts_on, new.term.ends_on, new.term.last_reviewed_on) == (None, None, None)
    assert [(row.link, row.reference) for row in new.related] == [(Link.SUPERSEDES, scene.agreement.reference)]
    record = Triage.objects.get()
    assert (record.agreement, record.similar) == (made, scene.agreement)


def test_parties_that_have_left_are_not_copied():
    scene = full()
    document = editing.put(assembly.assemble(scene.agreement), "parties/p2", {"left_on": "2026-10-01"})
    fresh = copied(document, title="New")
    assert [party.key for party in fresh.parties] == ["p0", "p1"]
    assert {row.party for row in fresh.retention} == {"p0", "p1"}


def test_a_party_can_copy_with_itself_as_lead_and_nobody_else_for_it(client):
    scene = draft()
    made = copy(
        agreement=scene.agreement, title="Ours", lead=scene.organisations[1], by=scene.partner, at=AT, link=Link.VARIES
    )
    assert made.lead == scene.organisations[1]
    assert assembly.assemble(made).identity.owner == "p1"
    with pytest.raises(Refused):
        copy(agreement=scene.agreement, title="Theirs", lead=scene.lead, by=scene.partner, at=AT)
    sign_in(client, scene.reader)
    page = client.get(reverse("drafting:copy", args=[scene.agreement.reference])).content.decode()
    assert "Only information governance officers of a party to this agreement can copy it." in page
    assert "Make the copy" not in page
    sign_in(client, scene.outsider)
    assert client.get(reverse("drafting:copy", args=[scene.agreement.reference])).status_code == 404


def test_the_page_of_one_copy_makes_no_copy_of_another():
    scene, token = draft(), uuid.uuid4()
    values = {"title": "Again", "lead": scene.lead, "by": scene.officer, "token": token}
    made = copy(agreement=scene.agreement, at=AT, **values)
    assert copy(agreement=scene.agreement, at=AT + dt.timedelta(seconds=1), **values) == made
    with pytest.raises(Refused):
        copy(agreement=made, at=AT, **values)


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_the_page_of_a_copy_takes_few_queries(client, parties):
    scene = draft(parties)
    sign_in(client, scene.officer)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(reverse("drafting:copy", args=[scene.agreement.reference])).status_code == 200
    assert len(counted) <= 25
