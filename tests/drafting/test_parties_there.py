"""The parties that a draft has: roles, a change, the directory, a successor, leaving (A-18, B-17)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import assembly
from tests.drafting.scene import draft
from tests.factories.parties import make_organisation
from tests.factories.people import sign_in

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


@pytest.mark.parametrize(
    ("whom", "expected"),
    [
        ({"whom": "all"}, ["p0", "p1", "p2"]),
        ({"whom": "ticked", "whom_ticked": ["p1", "p2"]}, ["p1", "p2"]),
    ],
)
def test_roles_are_set_for_all_or_for_chosen_ones(client, whom, expected):
    scene = draft(3)
    sign_in(client, scene.officer)
    client.post(at(scene, "parties_roles"), {"roles": ["joint_controller"], **whom})
    changed = [
        party.key for party in document(scene).parties if [role.value for role in party.roles] == ["joint_controller"]
    ]
    assert changed == expected


def test_roles_for_nobody_are_refused(officer, scene):
    response = officer.post(at(scene, "parties_roles"), {"roles": ["controller"], "whom": "ticked"})
    assert response.status_code == 422
    assert "Select at least one organisation" in body(response)


def test_a_party_is_changed_and_a_conflict_shows_both(officer, scene):
    address = at(scene, "party", "p1")
    seen = body(officer.get(address)).split('name="based_on" value="')[1].split('"')[0]
    officer.post(address, {"roles": ["recipient"], "based_on": seen})
    assert [role.value for role in document(scene).parties[1].roles] == ["recipient"]
    late = officer.post(address, {"roles": ["observer"], "based_on": seen})
    assert late.status_code == 409


def test_the_directory_is_compared_and_taken_over(officer, scene):
    organisation = scene.organisations[1]
    organisation.phone = "01245 111111"
    organisation.save()
    address = at(scene, "party_refresh", "p1")
    assert "01245 111111" in body(officer.get(address))
    officer.post(address)
    assert document(scene).parties[1].organisation.phone == "01245 111111"
    assert "The agreement says what the directory says." in body(officer.get(address))


def test_another_organisation_takes_a_partys_place_with_its_rows(officer, scene):
    make_organisation("Greater Borough Council")
    address = at(scene, "party_replace", "p1") + "?q=greater"
    assert "Replace Borough 2 Council" in body(officer.get(address))
    officer.post(address, {"organisation": "greater-borough-council"})
    found = document(scene)
    assert [party.name for party in found.parties] == ["Borough 1 Council", "Greater Borough Council"]
    assert {row.party for row in found.retention} == {"p0", "p1"}
    assert set(scene.agreement.parties.values_list("organisation__slug", flat=True)) == {
        "borough-1-council",
        "greater-borough-council",
    }


def test_a_merger_into_another_party_joins_their_rows(client):
    scene = draft(3)
    sign_in(client, scene.officer)
    client.post(at(scene, "party_replace", "p2") + "?q=borough 2", {"organisation": "borough-2-council"})
    found = document(scene)
    assert [party.key for party in found.parties] == ["p0", "p1"]
    assert sorted(row.party for row in found.lawful_basis) == ["p0", "p1"]
    assert sorted(row.party for row in found.retention) == ["p0", "p1"]


def test_removing_says_what_goes_with_it(client):
    scene = draft(3)
    sign_in(client, scene.officer)
    shown = body(client.get(at(scene, "party_remove", "p2")))
    assert "Remove Borough 3 Council" in shown
    assert "Retention" in shown
    client.post(at(scene, "party_remove", "p2"))
    assert [party.key for party in document(scene).parties] == ["p0", "p1"]


def test_the_lead_cannot_be_taken_out_from_under_the_agreement(officer, scene):
    response = officer.post(at(scene, "party_remove", "p0"), follow=True)
    assert "Borough 1 Council leads the agreement. Make another party its owner first" in body(response)
    officer.post(at(scene, "remove", "parties/p0"))
    assert len(names(scene)) == 2


def test_joint_and_separate_controllers_side_by_side_are_pointed_out(officer, scene):
    words = "Choose either joint controllers or controller to controller for all parties, or split the agreement"
    assert words not in body(officer.get(at(scene, "parties")))
    officer.post(at(scene, "parties_roles"), {"roles": ["joint_controller"], "whom": "ticked", "whom_ticked": ["p1"]})
    assert words in body(officer.get(at(scene, "parties")))


def test_a_partys_officer_sees_their_own_first_and_changes_no_party(client):
    scene = draft(3)
    sign_in(client, scene.partner)
    shown = body(client.get(at(scene, "parties")))
    assert shown.index("Borough 2 Council") < shown.index("Borough 1 Council", shown.index("<table"))
    assert at(scene, "party", "p1") in shown
    assert at(scene, "party", "p0") not in shown
    assert at(scene, "parties_find") not in shown
    client.post(at(scene, "parties_by_hand"), {"name": "Another", "roles": ["recipient"]})
    client.post(at(scene, "party_remove", "p0"))
    client.post(at(scene, "parties_roles"), {"roles": ["observer"], "whom": "all"})
    assert len(names(scene)) == 3
    assert all("observer" not in party.roles for party in document(scene).parties)


def test_one_organisation_never_finds_anothers_draft(client, scene):
    sign_in(client, scene.outsider)
    for address in (at(scene, "parties"), at(scene, "party", "p1"), at(scene, "parties_names")):
        assert client.get(address).status_code == 404


def test_names_are_text_and_never_markup(officer, scene):
    officer.post(at(scene, "parties_by_hand"), {"name": f"Trust {SCRIPT}", "roles": ["recipient"]})
    for address in (at(scene, "parties"), at(scene, "party", document(scene).parties[-1].key)):
        assert SCRIPT not in body(officer.get(address))


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_no_page_asks_more_of_the_database_for_more_parties(client, parties):
    scene = draft(parties)
    sign_in(client, scene.officer)
    pages = [at(scene, name) for name in ("parties", "parties_roles", "parties_names", "parties_by_hand")]
    pages += [at(scene, name, "p1") for name in ("party", "party_refresh", "party_replace", "party_remove")]
    for address in pages:
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(address)
        assert shown.status_code == 200
        assert len(queries) <= 25, address
    shown = body(client.get(at(scene, "parties")))
    assert shown.count('<th scope="row"') == min(parties, 50)
