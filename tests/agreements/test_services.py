"""Import, freeze and the moves that follow; what the database itself refuses."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from agreements import assembly, services
from agreements.choices import RenderingState, Status
from agreements.models import Agreement, Rendering, Transition, Version
from dsaformat import canonical, editing, reading
from foundation.verdicts import Refused
from parties.models import Organisation
from tests.agreements.scene import AT, essex, people_and_places, set_scene
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


STAGE = set_scene


def freeze(scene, at=AT):
    return services.freeze(agreement=scene.agreement, by=scene.officer, at=at)


def test_references_count_within_the_year():
    people_and_places()
    made = [services.import_document(document=essex(), by=None, at=AT) for _ in range(2)]
    later = services.import_document(document=essex(), by=None, at=AT + dt.timedelta(days=60))
    assert [agreement.reference for agreement in (*made, later)] == ["DSA-2026-0001", "DSA-2026-0002", "DSA-2027-0001"]


def test_what_was_imported_comes_out_again(scene):
    agreement = Agreement.objects.get(pk=scene.agreement.pk)
    wanted = assembly.with_reference(essex(), agreement.reference)
    assert assembly.assemble(agreement) == wanted
    again = services.import_document(document=assembly.assemble(agreement), by=None, at=AT)
    assert assembly.assemble(again).identity.other_references == (agreement.reference,)


def test_rows_follow_the_document(scene):
    agreement = scene.agreement
    assert agreement.lead == scene.lead
    wanted = essex().term
    assert (agreement.starts_on, agreement.review_on) == (AT.date(), wanted.review.on)
    keys = [party.key for party in agreement.parties.all()]
    # The processor is in no directory, so nobody sees the agreement through it.
    assert keys == ["essex-county-council", "basildon-borough-council", "essex-police", "university-of-essex"]


def test_who_runs_the_portal_brings_in_organisations_that_are_not_there():
    services.import_document(document=essex(), by=None, at=AT)
    police = Organisation.objects.get(legal_name="Essex Police")
    assert (police.kind, police.ico_reference) == ("police", "Z4883472")
    assert Agreement.objects.get().lead.legal_name == "Essex County Council"


def test_an_officer_brings_in_nobody(scene):
    """A party outside the directory stands in the text, and has no place until somebody adds it."""
    values = canonical.plain(essex())
    values["parties"][2]["organisation"] = {"name": "Nobody knows us Ltd", "kind": "company"}
    made = services.import_document(document=reading.parse(values), by=scene.officer, at=AT)
    assert not Organisation.objects.filter(legal_name="Nobody knows us Ltd").exists()
    assert "essex-police" not in {row.key for row in made.parties.all()}


def test_one_organisation_is_one_party(scene):
    values = canonical.plain(essex())
    values["parties"][2]["organisation"] = values["parties"][1]["organisation"]
    with pytest.raises(Refused, match="is already a party"):
        services.import_document(document=reading.parse(values), by=scene.officer, at=AT)


def test_only_the_leads_officers_import():
    places = people_and_places()
    stranger = make_person("ig@basildon.example", places["Basildon Borough Council"])
    with pytest.raises(Refused, match="Only information governance officers of Essex County Council"):
        services.import_document(document=essex(), by=stranger, at=AT)


def test_freezing_keeps_the_text_and_its_fingerprint(scene, django_capture_on_commit_callbacks):
    version = freeze(scene)
    document = version.document
    assert version.fingerprint == canonical.fingerprint(document)
    assert document.identity.version == version.number == 1
    assert document.wording("art6_1_e_public_task").reference == "UK GDPR Art 6(1)(e)"
    agreement = Agreement.objects.get(pk=scene.agreement.pk)
    assert (agreement.status, agreement.status_by) == (Status.AGREED, scene.officer)
    move = Transition.objects.get()
    assert (move.verb, move.source, move.target, move.by) == ("freeze", "draft", "agreed", scene.officer)
    assert Rendering.objects.get().state == RenderingState.WAITING


def test_freezing_twice_is_refused(scene):
    freeze(scene)
    with pytest.raises(Refused, match="already frozen"):
        freeze(scene)
    assert Version.objects.count() == 1


@pytest.mark.parametrize("who", ["reader", "partner", "outsider"])
def test_others_do_not_freeze(scene, who):
    with pytest.raises(Refused, match="Only information governance officers"):
        services.freeze(agreement=scene.agreement, by=getattr(scene, who), at=AT)


def test_a_problem_stops_freezing(scene):
    spoilt = canonical.plain(essex())
    spoilt["term"].pop("review")
    services.revise(agreement=scene.agreement, document=reading.parse(spoilt), based_on=1, by=scene.officer, at=AT)
    with pytest.raises(Refused, match="The checks show 1 problem"):
        freeze(scene)
    assert not Version.objects.exists()


def test_revising_from_an_old_page_is_refused(scene):
    services.revise(agreement=scene.agreement, document=essex(), based_on=1, by=scene.officer, at=AT)
    with pytest.raises(Refused, match="Somebody else has changed"):
        services.revise(agreement=scene.agreement, document=essex(), based_on=1, by=scene.officer, at=AT)


def test_revising_moves_the_parties(scene):
    shorter = editing.without(assembly.assemble(scene.agreement), "parties/university-of-essex")
    services.revise(agreement=scene.agreement, document=shorter, based_on=1, by=scene.officer, at=AT)
    assert scene.agreement.parties.count() == 3


def test_opening_again_gives_the_next_version_a_new_number_and_fingerprint(scene):
    first = freeze(scene)
    services.unfreeze(agreement=scene.agreement, by=scene.officer, at=AT)
    second = freeze(scene, AT + dt.timedelta(hours=1))
    assert (second.number, second.previous_fingerprint) == (2, first.fingerprint)
    assert second.fingerprint != first.fingerprint


def test_signed_by_all_it_comes_into_force_on_its_day(scene):
    freeze(scene)
    services.ask_for_signatures(agreement=scene.agreement, by=scene.officer, at=AT)
    with pytest.raises(Refused, match="nobody has been asked"):
        services.unfreeze(agreement=scene.agreement, by=scene.officer, at=AT)
    agreement = services.complete(agreement=scene.agreement, by=scene.officer, at=AT)
    assert agreement.status == Status.IN_FORCE
    assert [move.verb for move in agreement.transitions.order_by("pk")] == [
        "freeze",
        "ask_for_signatures",
        "complete",
        "come_into_force",
    ]


def test_before_its_day_it_waits(scene):
    services.revise(
        agreement=scene.agreement, document=essex(AT.date() + dt.timedelta(days=9)), based_on=1, by=scene.officer, at=AT
    )
    freeze(scene)
    services.ask_for_signatures(agreement=scene.agreement, by=scene.officer, at=AT)
    assert services.complete(agreement=scene.agreement, by=None, at=AT).status == Status.SIGNED
    assert not Agreement.objects.due_to_start(AT.date()).exists()
    assert Agreement.objects.due_to_start(AT.date() + dt.timedelta(days=9)).exists()
    services.come_into_force(agreement=scene.agreement, at=AT + dt.timedelta(days=9))
    again = services.come_into_force(agreement=scene.agreement, at=AT + dt.timedelta(days=9))
    assert again.status == Status.IN_FORCE
    assert Transition.objects.filter(verb="come_into_force").count() == 1


def test_withdrawing_needs_a_reason_and_ends_it(scene):
    with pytest.raises(Refused, match="Say why"):
        services.withdraw(agreement=scene.agreement, by=scene.officer, at=AT, reason=" ")
    agreement = services.withdraw(agreement=scene.agreement, by=scene.officer, at=AT, reason="Not needed")
    assert agreement.status == Status.WITHDRAWN
    with pytest.raises(Refused, match="withdrawn"):
        freeze(scene)


@pytest.mark.parametrize("table", ["agreements_version", "agreements_transition"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = 'x'", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_the_record(scene, table, statement):
    freeze(scene)
    column = {"agreements_version": "text", "agreements_transition": "reason"}[table]
    sql = statement.format(table=table, column=column)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Version.objects.get().text != "x"
