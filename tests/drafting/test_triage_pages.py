"""The pages of the triage: questions, outcome, register, export; who sees what (B-1 to B-4)."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drafting import similar
from drafting.models import Triage
from drafting.services import triage as services
from foundation.verdicts import Refused
from tests.drafting.scene import AT, draft
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db

ANSWERS = {"public": "no", "people": "personal", "who": "controller", "often": "regular", "existing": "none"}


STAGE = draft


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def idea(scene, **more):
    values = {
        "token": str(uuid.uuid4()),
        "subject": "Early help for families",
        "question": "Who needs help first?",
        "others": "Borough 2 Council",
        "organisation": str(scene.lead.pk),
    }
    return values | more


def begun(scene, by=None, **more):
    values = {"subject": "Early help for families", "question": "Who?", "others": "Borough 2 Council"} | more
    reference = uuid.uuid4()
    return services.begin(reference=reference, organisation=scene.lead, by=by or scene.officer, at=AT, **values)


def decided(scene, answers=ANSWERS, **more):
    row = begun(scene, **more)
    for step, value in answers.items():
        row = services.answer(triage=row, step=step, value=value, similar=None, by=scene.officer, at=AT)
    return services.decide(triage=row, all_the_same=False, reason="Noted", by=scene.officer, at=AT)


def at(row, name, *parts):
    return reverse(f"drafting:{name}", args=[row.reference, *parts])


def test_a_question_to_answer_is_a_must(officer, scene):  # B-4
    response = officer.post(reverse("drafting:start"), idea(scene, question=" "))
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Enter the question you want to answer" in shown
    assert "Early help for families" in shown
    assert not Triage.objects.exists()


def test_sending_the_first_page_twice_makes_one(officer, scene):
    values = idea(scene)
    first, second = (officer.post(reverse("drafting:start"), values) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Triage.objects.count() == 1


def test_public_data_needs_no_agreement_and_that_is_recorded(officer, scene):  # B-1, B-3
    response = officer.post(reverse("drafting:start"), idea(scene))
    response = officer.post(response["Location"], {"answer": "yes"})
    page = officer.get(response["Location"]).content.decode()
    assert "No agreement needed: the data is public" in page
    assert "Where the data is published" in page
    response = officer.post(response["Location"], {"decision": "accept", "reason": "On LG Inform."})
    row = Triage.objects.get()
    assert (row.outcome, row.reason, row.decided_by) == ("public", "On LG Inform.", scene.officer)
    register = officer.get(reverse("drafting:triages")).content.decode()
    assert "Early help for families" in register
    assert "No agreement needed: the data is public" in register
    exported = officer.get(reverse("drafting:triages_csv")).content.decode("utf-8-sig")
    assert "On LG Inform." in exported
    assert "Ada Lead" in exported


def test_nothing_chosen_and_nonsense_are_said_at_the_field(officer, scene):
    row = begun(scene)
    for values in ({}, {"answer": "perhaps"}):
        response = officer.post(at(row, "step", "public"), values)
        assert response.status_code == 422
        assert "Choose one of the answers" in response.content.decode()
    assert officer.get(at(row, "step", "unheard-of")).status_code == 404


def test_later_questions_wait_for_earlier_ones(officer, scene):
    row = begun(scene)
    assert officer.get(at(row, "step", "often"))["Location"] == at(row, "step", "public")
    assert officer.get(row.get_absolute_url())["Location"] == at(row, "step", "public")


def test_going_back_and_changing_an_answer_goes_on_from_there(officer, scene):
    row = begun(scene)
    officer.post(at(row, "step", "public"), {"answer": "no"})
    officer.post(at(row, "step", "people"), {"answer": "personal"})
    response = officer.post(at(row, "step", "public"), {"answer": "some"})
    assert response["Location"] == at(row, "step", "people")
    assert 'value="personal"' in officer.get(response["Location"]).content.decode()


def test_an_unfinished_one_is_offered_to_its_beginner_only(client, officer, scene):
    row = begun(scene)
    services.answer(triage=row, step="public", value="no", similar=None, by=scene.officer, at=AT)
    assert at(row, "step", "people") in officer.get(reverse("drafting:start")).content.decode()
    sign_in(client, scene.partner)
    assert row.subject not in client.get(reverse("drafting:start")).content.decode()


def test_an_existing_agreement_is_found_by_its_parties_and_data(officer, scene):  # B-2
    row = begun(scene)
    for step in list(ANSWERS)[:-1]:
        services.answer(triage=row, step=step, value=ANSWERS[step], similar=None, by=scene.officer, at=AT)
    page = officer.get(at(row, "step", "existing")).content.decode()
    assert scene.agreement.reference in page
    assert "Borough 2 Council" in page
    assert "Its data: Families" in page
    response = officer.post(at(row, "step", "existing"), {"answer": "use", "reference": ""})
    assert "Enter its reference" in response.content.decode()
    response = officer.post(at(row, "step", "existing"), {"answer": "use", "reference": "DSA-1999-0001"})
    assert "We could not find that agreement" in response.content.decode()
    officer.post(at(row, "step", "existing"), {"answer": "use", "reference": scene.agreement.reference.lower()})
    outcome = officer.get(row.get_absolute_url()).content.decode()
    assert "Use the agreement that is there" in outcome
    assert reverse("drafting:copy", args=[scene.agreement.reference]) in outcome


def test_nothing_is_found_that_the_person_may_not_see(scene):
    elsewhere = scene.outsider
    found = similar.near(person=elsewhere, names=["Borough 2 Council"], subject="Families", besides=scene.lead)
    assert found == []
    assert similar.near(person=scene.partner, names=[], subject="Families", besides=scene.lead)
    assert similar.near(person=scene.partner, names=[], subject="the of", besides=scene.lead) == []


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_looking_for_similar_ones_takes_few_queries(client, parties):
    scene = draft(parties)
    row = begun(scene, others="\n".join(one.legal_name for one in scene.organisations))
    for step in list(ANSWERS)[:-1]:
        services.answer(triage=row, step=step, value=ANSWERS[step], similar=None, by=scene.officer, at=AT)
    sign_in(client, scene.officer)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(at(row, "step", "existing")).status_code == 200
    assert len(counted) <= 25


def test_an_agreement_all_the_same_wants_a_reason(officer, scene):
    row = begun(scene)
    services.answer(triage=row, step="public", value="yes", similar=None, by=scene.officer, at=AT)
    response = officer.post(row.get_absolute_url(), {"decision": "anyway", "reason": ""})
    assert response.status_code == 422
    assert "Say why you want an agreement all the same" in response.content.decode()
    response = officer.post(row.get_absolute_url(), {"decision": "anyway", "reason": "The parties want one."})
    assert response["Location"] == at(row, "start_template")
    row.refresh_from_db()
    assert row.outcome == "full"


def test_a_decision_can_be_opened_again_and_stays_in_the_history(officer, scene):
    row = decided(scene, {"public": "yes"})
    with pytest.raises(Refused):
        services.answer(triage=row, step="public", value="no", similar=None, by=scene.officer, at=AT)
    response = officer.post(at(row, "reopen"))
    assert response["Location"] == at(row, "step", "public")
    row.refresh_from_db()
    assert row.outcome == ""
    assert "public" in set(row.history.values_list("outcome", flat=True))


def test_other_organisations_see_nothing_of_it(client, scene):
    row = decided(scene, {"public": "yes"})
    for person in (scene.partner, scene.outsider):
        sign_in(client, person)
        assert client.get(row.get_absolute_url()).status_code == 404
        assert client.get(at(row, "step", "public")).status_code == 404
        assert client.post(at(row, "reopen")).status_code == 404
        for name in ("triages", "triages_csv"):
            assert row.subject not in client.get(reverse(f"drafting:{name}")).content.decode()


def test_readers_of_the_organisation_see_it_and_change_nothing(client, scene):
    row = decided(scene, {"public": "yes"})
    sign_in(client, scene.reader)
    assert "No agreement needed" in client.get(row.get_absolute_url()).content.decode()
    client.post(at(row, "reopen"))
    row.refresh_from_db()
    assert row.outcome == "public"
    open_ = begun(scene)
    assert "Not decided yet" in client.get(open_.get_absolute_url()).content.decode()
    assert client.get(at(open_, "step", "public"))["Location"] == open_.get_absolute_url()


def test_the_register_finds_and_filters(officer, scene):
    decided(scene, {"public": "yes"}, subject="Bus timetables")
    begun(scene, subject="Housing need")
    address = reverse("drafting:triages")
    shown = officer.get(address, {"q": "BUS"}).content.decode()
    assert "Bus timetables" in shown
    assert "Housing need" not in shown
    assert "Bus timetables" not in officer.get(address, {"outcome": "open"}).content.decode()
    assert "Housing need" in officer.get(address, {"outcome": "nonsense"}).content.decode()


def test_the_export_runs_no_formula(officer, scene):
    decided(scene, {"public": "yes"}, subject="=HYPERLINK(1)")
    exported = officer.get(reverse("drafting:triages_csv"))
    assert exported["Content-Disposition"].startswith('attachment; filename="triage-')
    assert "'=HYPERLINK(1)" in exported.content.decode("utf-8-sig")


def test_the_database_wants_a_decision_whole(scene):
    row = begun(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        Triage.objects.filter(pk=row.pk).update(outcome="public")
    with pytest.raises(IntegrityError), transaction.atomic():
        Triage.objects.filter(pk=row.pk).update(outcome="no-such")


def test_nobody_else_uses_a_page_again(scene):
    row = begun(scene)
    with pytest.raises(Refused):
        services.begin(
            reference=row.reference, organisation=scene.organisations[1], subject="x", question="x", others="",
            by=scene.partner, at=AT,
        )  # fmt: skip
