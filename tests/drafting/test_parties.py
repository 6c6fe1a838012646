"""Parties come into a draft: by search, by hand, by name and by group (A-2, A-18, C-1)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import assembly
from parties.services import collectives
from tests.drafting.scene import AT, draft
from tests.factories.parties import make_organisation
from tests.factories.people import make_operator, sign_in

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def at(scene, name, *parts):
    return reverse(f"drafting:{name}", args=[scene.agreement.reference, "parties", "parties", *parts])


def document(scene):
    scene.agreement.refresh_from_db()
    return assembly.assemble(scene.agreement)


def names(scene):
    return [party.name for party in document(scene).parties]


STAGE = draft


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def body(response):
    return response.content.decode()


def group(owner, *members):
    made = collectives.create(
        name="All councils of Essex", description="", owner=owner, convener=None, by=make_operator(), at=AT
    )
    collectives.add_members(
        collective=made, organisations=members, starts_on=dt.date(2020, 1, 1), by=make_operator(), at=AT
    )
    return made


def test_the_question_leads_to_the_list(officer, scene):
    response = officer.get(at(scene, "question"), follow=True)
    shown = body(response)
    assert response.redirect_chain[-1][0] == at(scene, "parties")
    assert "Borough 1 Council" in shown
    assert "Local authority" in shown
    assert "Controller, supplies data" in shown


def test_an_organisation_is_found_and_added_with_its_roles(officer, scene):
    make_organisation("Essex Police", kind="police")
    shown = body(officer.get(at(scene, "parties_find") + "?q=essex"))
    assert 'value="essex-police"' in shown
    response = officer.post(at(scene, "parties_find") + "?q=essex", {"organisation": "essex-police", "roles": []})
    assert response.status_code == 422
    assert "Select at least one role" in body(response)
    officer.post(
        at(scene, "parties_find") + "?q=essex",
        {"organisation": "essex-police", "roles": ["controller", "recipient"]},
    )
    added = document(scene).parties[-1]
    assert (added.name, added.organisation.kind, added.key) == ("Essex Police", "police", "essex-police")
    assert scene.agreement.parties.filter(organisation__slug="essex-police").exists()


def test_a_party_is_not_offered_twice(officer, scene):
    shown = body(officer.get(at(scene, "parties_find") + "?q=borough 2"))
    assert "Borough 2 Council is already a party" in shown
    assert "radios__input" not in shown


def test_a_processor_says_for_whom_it_works(officer, scene):
    make_organisation("Cloud Limited", kind="company")
    officer.post(
        at(scene, "parties_find") + "?q=cloud",
        {"organisation": "cloud-limited", "roles": ["processor"], "processor_for": ["p0", "p1"]},
    )
    assert document(scene).parties[-1].processor_for == ("p0", "p1")


def test_the_term_of_earlier_law_is_offered_only_where_it_stands(officer, scene):
    make_organisation("Essex Police", kind="police")
    assert "Controller in common" not in body(officer.get(at(scene, "parties_find") + "?q=essex"))
    refused = officer.post(
        at(scene, "parties_find") + "?q=essex",
        {"organisation": "essex-police", "roles": ["controller_in_common"]},
    )
    assert refused.status_code == 422


def test_by_hand_shows_as_not_on_this_portal(officer, scene):
    officer.post(
        at(scene, "parties_by_hand"), {"name": "Friends of the Park", "kind": "voluntary", "roles": ["recipient"]}
    )
    assert names(scene)[-1] == "Friends of the Park"
    assert "Not on this portal" in body(officer.get(at(scene, "parties")))
    again = officer.post(at(scene, "parties_by_hand"), {"name": "friends of the  park", "roles": ["recipient"]})
    assert "is already a party" in body(again)
    assert len(names(scene)) == 3


def test_a_class_of_bodies_is_one_party_with_its_membership(officer, scene):
    sent = {"name": "All schools in Norfolk", "whole_class": "on", "roles": ["recipient"]}
    response = officer.post(at(scene, "parties_by_hand"), sent)
    assert "Enter who belongs to the class" in body(response)
    officer.post(at(scene, "parties_by_hand"), sent | {"membership": "Every maintained school."})
    party = document(scene).parties[-1]
    assert (party.whole_class, party.membership) == (True, "Every maintained school.")
    assert "A class of bodies" in body(officer.get(at(scene, "parties")))


def test_pasted_names_are_recognised_and_nothing_is_lost(officer, scene):
    make_organisation("London Borough of Hackney", short_name="Hackney Council")
    make_organisation("Essex Police", kind="police", ico_reference="Z1234567")
    pasted = f"Hackney Council\nz1234567\nHackny Council\nBorough 2 Council\n{SCRIPT}\n"
    shown = body(officer.post(at(scene, "parties_names"), {"names": pasted, "roles": ["controller"], "step": "read"}))
    assert "2 recognised" in shown
    assert "Borough 2 Council is already a party" in shown
    assert "“Hackny Council”" in shown
    assert "London Borough of Hackney" in shown
    assert SCRIPT not in shown
    sent = {"names": pasted, "roles": ["controller"], "step": "add"}
    response = officer.post(at(scene, "parties_names"), sent)
    assert response.status_code == 422
    assert "“Hackny Council” was not recognised – choose an organisation or add a new one" in body(response)
    done = officer.post(at(scene, "parties_names"), sent | {"line-0": "hackney-council", "line-1": "leave-out"})
    assert done.status_code == 302
    assert names(scene)[2:] == ["London Borough of Hackney", "Essex Police"]


def test_an_unknown_name_can_be_new_or_go_back_to_be_changed(officer, scene):
    sent = {"names": "Zebra Trust", "roles": ["recipient"]}
    back = body(officer.post(at(scene, "parties_names"), sent | {"step": "names"}))
    assert "Zebra Trust</textarea>" in back
    officer.post(at(scene, "parties_names"), sent | {"step": "add", "line-0": "new"})
    assert names(scene)[-1] == "Zebra Trust"
    assert document(scene).parties[-1].roles[0].value == "recipient"


def test_too_many_names_are_refused_with_the_text_kept(officer, scene):
    pasted = "\n".join(f"Body {number}" for number in range(400))
    response = officer.post(at(scene, "parties_names"), {"names": pasted, "roles": ["controller"], "step": "read"})
    assert response.status_code == 422
    assert "Paste 300 names or fewer at a time. You pasted 400." in body(response)
    assert "Body 399" in body(response)


def test_a_hundred_names_ask_a_few_questions(officer, scene):
    for number in range(100):
        make_organisation(f"Parish {number} Council")
    pasted = "\n".join(f"Parish {number} Council" for number in range(100))
    sent = {"names": pasted, "roles": ["controller"]}
    with CaptureQueriesContext(connection) as queries:
        officer.post(at(scene, "parties_names"), sent | {"step": "read"})
    assert len(queries) <= 25
    officer.post(at(scene, "parties_names"), sent | {"step": "add"})
    assert len(names(scene)) == 102


def test_a_group_joins_as_its_members_of_the_day(officer, scene):
    third, late = make_organisation("Basildon Borough Council"), make_organisation("Harlow Council")
    made = group(scene.lead, scene.organisations[1], third)
    collectives.add_members(
        collective=made, organisations=[late], starts_on=dt.date(2027, 1, 1), by=make_operator(), at=AT
    )
    day = {"on_day": "20", "on_month": "11", "on_year": "2026"}
    officer.post(at(scene, "parties_group"), {"group": made.slug, "how": "each", "roles": ["controller"], **day})
    assert names(scene)[2:] == ["Basildon Borough Council"]
    again = officer.post(
        at(scene, "parties_group"), {"group": made.slug, "how": "each", "roles": ["controller"], **day}
    )
    assert "Every member of All councils of Essex on that day is already a party" in body(again)


def test_a_group_joins_as_one_class(officer, scene):
    made = group(scene.lead, *scene.organisations)
    day = {"on_day": "20", "on_month": "11", "on_year": "2026"}
    officer.post(at(scene, "parties_group"), {"group": made.slug, "how": "class", "roles": ["recipient"], **day})
    party = document(scene).parties[-1]
    assert party.whole_class
    assert [member.name for member in party.members] == ["Borough 1 Council", "Borough 2 Council"]
