"""What several parties say in the same words: said, shown, changed and taken out together (D-10, D-15, D-30, D-34)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import assembly
from drafting import together
from drafting.forms import several
from drafting.forms.fields import Setting
from drafting.models import Typed
from drafting.outline import standard_question
from dsaformat import editing
from lawfulbasis import services as law
from tests.drafting.scene import AT, draft
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
TASK, DUTY = "art6_1_e_public_task", "art6_1_c_legal_obligation"
LAW, KEPT = ("law", "basis"), ("retention", "retention")


def at(scene, name, where, *parts):
    return reverse(f"drafting:{name}", args=[scene.agreement.reference, *where, *parts])


def document(scene):
    scene.agreement.refresh_from_db()
    return assembly.assemble(scene.agreement)


def body(response):
    return response.content.decode()


def relied_on(scene):
    found = {}
    for row in document(scene).lawful_basis:
        found.setdefault(row.condition, []).append(row.party)
    return found


def read(client, address):
    return body(client.get(address)).split('name="based_on" value="')[1].split('"')[0]


def _scene():
    return draft(33)


STAGE = _scene


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def test_one_step_gives_every_party_its_rows_and_doubles_none(officer, scene):
    address = at(scene, "together_add", LAW)
    sent = {"whom": "all", "condition": [TASK, DUTY], "reason": "Its own task."}
    assert officer.post(address, sent).status_code == 302
    keys = sorted(f"p{number}" for number in range(33))
    assert {code: sorted(parties) for code, parties in relied_on(scene).items()} == {TASK: keys, DUTY: keys}
    officer.post(address, sent)
    assert len(document(scene).lawful_basis) == 66
    assert {row.regime for row in document(scene).lawful_basis} == {"uk_gdpr_art6"}


def test_parties_that_say_the_same_stand_together(officer, scene):
    officer.post(at(scene, "together_add", LAW), {"whom": "ticked", "whom_ticked": ["p3"], "condition": [DUTY]})
    shown = body(officer.get(at(scene, "together", LAW)))
    assert "These 32 organisations" in shown
    assert '<h3 class="govuk-summary-card__title">Borough 4 Council</h3>' in shown
    assert shown.count("govuk-summary-card__title-wrapper") == 2
    assert "Why it applies: Its own task." in shown
    assert "more things here. <a" in shown


def test_by_role_and_by_kind(client):
    scene = draft(3)
    sign_in(client, scene.officer)
    address = reverse("drafting:parties_roles", args=[scene.agreement.reference, "parties", "parties"])
    client.post(address, {"roles": ["recipient"], "whom": "ticked", "whom_ticked": ["p2"]})
    client.post(at(scene, "together_add", LAW), {"whom": "roles", "whom_roles": ["recipient"], "condition": [DUTY]})
    assert relied_on(scene)[DUTY] == ["p2"]


def test_a_change_is_for_the_ticked_and_the_others_keep_what_they_say(officer, scene):
    address = at(scene, "together_change", LAW, "b0")
    sent = {"condition": TASK, "reason": "Section 10.", "based_on": read(officer, address)}
    officer.post(address, sent | {"whom": "ticked", "whom_ticked": ["p0", "p1"]})
    reasons = {row.party: row.reason for row in document(scene).lawful_basis}
    assert (reasons["p0"], reasons["p1"], reasons["p2"]) == ("Section 10.", "Section 10.", "Its own task.")
    question = standard_question("lawful_basis/basis")
    assert [len(group.parties) for group in together.groups(document(scene), question)] == [31, 2]


def test_a_row_is_taken_out_for_the_ticked(officer, scene):
    address = at(scene, "together_change", LAW, "b0")
    sent = {"condition": TASK, "based_on": read(officer, address), "then": "remove"}
    officer.post(address, sent | {"whom": "ticked", "whom_ticked": ["p4", "p5"]})
    assert {"p4", "p5"}.isdisjoint(relied_on(scene)[TASK])
    assert len(relied_on(scene)[TASK]) == 31


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(officer, scene):
    address = at(scene, "together_change", LAW, "b0")
    sent = {"condition": TASK, "reason": "Mine.", "based_on": read(officer, address), "whom": "all"}
    officer.post(
        at(scene, "together_change", LAW, "b1"), sent | {"reason": "Theirs.", "whom": "ticked", "whom_ticked": ["p1"]}
    )
    response = officer.post(address, sent | {"whom": "ticked", "whom_ticked": ["p0", "p1"]})
    assert response.status_code == 422
    assert {row.reason for row in document(scene).lawful_basis} == {"Its own task.", "Theirs."}


def test_what_is_refused_is_kept(officer, scene):
    response = officer.post(at(scene, "together_add", LAW), {"whom": "ticked", "reason": "Half an answer"})
    shown = body(response)
    assert response.status_code == 422
    assert "Select condition" in shown
    assert "Select at least one organisation" in shown
    assert "Half an answer" in shown
    assert Typed.objects.get().values["reason"] == ["Half an answer"]
    assert "We kept what you typed" in body(officer.get(at(scene, "together_add", LAW)))


def test_retention_for_several_and_for_a_group(officer, scene):
    sent = {"period__number": "6", "period__unit": "years", "method": "Shredded"}
    officer.post(at(scene, "together_add", KEPT), sent | {"whom": "ticked", "whom_ticked": ["p1", "p2"]})
    added = [row.party for row in document(scene).retention if row.method == "Shredded"]
    assert added == ["p1", "p2"]
    key = next(row.key for row in document(scene).retention if row.method == "Shredded")
    address = at(scene, "together_change", KEPT, key)
    officer.post(address, sent | {"method": "Erased", "whom": "all", "based_on": read(officer, address)})
    assert sorted(row.party for row in document(scene).retention if row.method == "Erased") == ["p1", "p2"]


def test_rights_name_their_parties_in_one_row(client):
    scene = draft(4, sections=[{"key": "rights", "heading": "Rights", "blocks": ["rights"]}])
    sign_in(client, scene.officer)
    address = at(scene, "together_add", ("rights", "rights"))
    right = law.catalogue()
    code = next(code for code in right.provisions if right.regime_of(code) == "uk_gdpr_right")
    sent = {"right": [code], "how": "By letter."}
    client.post(address, sent | {"whom": "ticked", "whom_ticked": ["p1"]})
    client.post(address, sent | {"whom": "ticked", "whom_ticked": ["p2"]})
    assert [row.parties for row in document(scene).rights] == [("p1", "p2")]
    client.post(address, sent | {"whom": "all"})
    assert [row.parties for row in document(scene).rights] == [()]


def test_what_is_made_and_not_in_force_is_shown_and_cannot_be_chosen(client):
    scene = draft(2, sections=[{"key": "acts", "heading": "Law", "blocks": ["legislation"]}])
    sign_in(client, scene.officer)
    address = at(scene, "together_add", ("acts", "legislation"))
    setting = Setting(document(scene), law.catalogue(), AT.date())
    waiting = several.coming(setting, "statutory_gateway")[0]
    shown = body(client.get(address))
    assert "Coming, and not in force yet:" in shown
    assert f"{waiting.label} (" in shown
    assert client.post(address, {"title": "An Act", "code": waiting.code, "whom": "all"}).status_code == 422


def test_details_of_every_party_at_once(officer, scene):
    address = at(scene, "together_add", ("parties", "purpose"))
    officer.post(address, {"purpose": "To help early.", "whom": "all"})
    assert {party.purpose for party in document(scene).parties} == {"To help early."}
    shown = body(officer.get(at(scene, "together", ("parties", "purpose"))))
    assert "These 33 organisations" in shown
    change = at(scene, "together_change", ("parties", "purpose"), "p0")
    sent = {"purpose": "To find gaps.", "based_on": read(officer, change), "whom": "ticked", "whom_ticked": ["p0"]}
    officer.post(change, sent)
    assert sum(party.purpose == "To find gaps." for party in document(scene).parties) == 1


def test_a_partys_officer_speaks_for_their_own_alone(client, scene):
    sign_in(client, scene.partner)
    shown = body(client.get(at(scene, "together_add", LAW)))
    assert "For which organisations?" not in shown
    client.post(at(scene, "together_add", LAW), {"condition": [DUTY], "whom": "all"})
    assert relied_on(scene)[DUTY] == ["p1"]
    address = at(scene, "together_change", LAW, "b0")
    client.post(address, {"condition": TASK, "reason": "Taken over.", "whom": "all"})
    assert {row.party for row in document(scene).lawful_basis if row.reason == "Taken over."} <= {"p1"}


def test_conditions_say_who_may_not_use_them_and_what_is_coming_cannot_be_chosen(client):
    scene = draft(2)
    found = document(scene)
    before = Setting(found, law.catalogue(), dt.date(2026, 1, 1))
    entry = before.catalogue.on("art6_1_ea_recognised_li", before.on)
    assert [one.code for one in several.coming(before, "uk_gdpr_art6")] == ["art6_1_ea_recognised_li"]
    assert several.hint(entry, public=True).count("Public authorities cannot") == 1
    assert "Public authorities cannot" not in several.hint(entry, public=False)
    sign_in(client, scene.officer)
    refused = client.post(at(scene, "together_add", LAW), {"whom": "all", "condition": ["sch1_p2_apd_rule"]})
    assert refused.status_code == 422


def test_the_part_of_the_law_is_chosen_first(officer, scene):
    shown = body(officer.get(at(scene, "together_add", LAW) + "?law=uk_gdpr_art9"))
    assert 'value="art9_2_h_health_social_care"' in shown or "art9_2_h" in shown
    assert f'value="{TASK}"' not in shown
    assert officer.get(at(scene, "together_add", LAW) + "?law=nonsense").status_code == 200


@pytest.mark.parametrize("where", [("purpose", "purposes"), ("data", "data"), ("necessity", "minimum")])
def test_only_lists_that_name_parties_can_be_seen_together(officer, scene, where):
    expected = 200 if where[0] == "purpose" else 404
    assert officer.get(at(scene, "together", where)).status_code == expected


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_no_page_asks_more_of_the_database_for_more_parties(client, parties):
    scene = draft(parties)
    sign_in(client, scene.officer)
    pages = [at(scene, "together", where) for where in (LAW, KEPT, ("parties", "contacts"))]
    pages += [
        at(scene, "together_add", LAW),
        at(scene, "together_change", LAW, "b0"),
        at(scene, "supplied", ("data", "data")),
    ]
    for address in pages:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 25, address
    with CaptureQueriesContext(connection) as queries:
        client.post(at(scene, "together_add", LAW), {"whom": "all", "condition": [DUTY]})
    assert sorted(relied_on(scene)[DUTY]) == sorted(f"p{number}" for number in range(parties))
    assert len(queries) <= 45


def test_the_section_and_the_list_stay_short(client):
    scene = draft(100)
    sign_in(client, scene.officer)
    section = body(client.get(reverse("drafting:section", args=[scene.agreement.reference, "law"])))
    assert "100 organisations: Borough 1 Council and others" in section
    listed = body(client.get(at(scene, "question", LAW)))
    assert listed.count('<th scope="row"') == 50
    assert "page 1 of 2" in listed
    assert editing.found(document(scene), "lawful_basis/b99") is not None
