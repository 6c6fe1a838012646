"""Changing what is in force when its parties have changed meanwhile: some joined, some left."""

import pytest

from accounts.roles import Role
from agreements import assembly, changing, intake, services
from agreements.models import Agreement
from agreements.services import ends
from dsaformat import editing
from tests.agreements.scene import AT
from tests.agreements.test_changing import TODAY, applies, begin, compare, edit
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
STAGE = applies


@pytest.fixture
def everybody_joined(monkeypatch):
    """As if whoever is let in has signed: who signs is not known on this floor."""
    monkeypatch.setattr(changing, "_JOINED", [])


def test_whoever_joined_is_a_party_of_the_new_text_and_that_alone_is_no_change(scene, everybody_joined):
    place = make_organisation("Chelmsford City Council")
    services.admit(agreement=scene.agreement, organisation=place, by=scene.officer, at=AT)
    variation = begin(scene)
    row = variation.agreement.parties.get(organisation=place)
    assert assembly.assemble(variation.agreement).party(row.key).name == "Chelmsford City Council"
    found = compare(variation)
    assert found.changes == ()
    assert [joined.organisation for joined in found.applying.joined] == [place]


def test_whoever_is_only_asked_to_join_is_not(scene, monkeypatch):
    monkeypatch.setattr(changing, "_JOINED", [lambda agreement: frozenset()])
    place = make_organisation("Chelmsford City Council")
    services.admit(agreement=scene.agreement, organisation=place, by=scene.officer, at=AT)
    assert not begin(scene).agreement.parties.filter(organisation=place).exists()


def test_who_joins_while_it_is_written_is_missed_until_it_is_a_party(scene, everybody_joined):
    variation = begin(scene)
    place = make_organisation("Chelmsford City Council")
    services.admit(agreement=scene.agreement, organisation=place, by=scene.officer, at=AT)
    assert compare(variation).missing == ("Chelmsford City Council",)
    row = {"key": "chelmsford", "organisation": intake.snapshot(place)}
    edit(variation, lambda document: editing.add(document, "parties", row))
    # It signed when it joined, so it is expected among those who sign.
    assert [change.sentence for change in compare(variation).changes] == [
        "Signatures: Chelmsford City Council was removed."
    ]
    edit(variation, lambda document: editing.add(document, "signatures", {"key": "c", "party": "chelmsford"}))
    assert compare(variation).missing == ()


def leave(scene, organisation, on=TODAY):
    notice = ends.give_notice(
        agreement=scene.agreement, organisation=organisation, leaves_on=on, reason="We stop.", by=None, at=AT
    )
    assert ends.leave(departure=notice, at=AT)


def test_whoever_left_is_no_party_of_the_new_text_and_cannot_read_it(scene):
    police = scene.others[1]
    person = make_person("ig@police.example", police, [Role.IG_OFFICER])
    leave(scene, police)
    variation = begin(scene)
    text = assembly.assemble(variation.agreement)
    assert "essex-police" not in {party.key for party in text.parties}
    assert "essex-police" not in {rule.party for rule in text.retention}
    assert not Agreement.objects.visible_to(person).filter(pk=variation.agreement.pk).exists()
    found = compare(variation)
    assert found.changes == ()
    assert any("Essex Police was removed" in sentence for sentence in found.applying.followed)


def test_who_leaves_while_it_is_written_lingers_until_taken_out(scene):
    variation = begin(scene)
    leave(scene, scene.others[1])
    assert compare(variation).lingering == ("Essex Police",)
    edit(variation, lambda document: editing.without(document, "parties/essex-police"))
    found = compare(variation)
    assert (found.lingering, found.changes) == ((), ())
