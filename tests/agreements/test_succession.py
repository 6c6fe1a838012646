"""One operation moves what an ended organisation has in agreements (B-17), each as its text asks for."""

import datetime as dt

import pytest

from accounts.roles import Role
from agreements import assembly, services, succession_places
from agreements.choices import Status
from agreements.models import Agreement, Departure, Party, Transition, Variation
from agreements.models.succession import HandoverItem
from agreements.services import succeeding
from agreements.succession import Fate, Passing
from foundation.verdicts import Refused
from notices.models import Notice
from parties.services import successions
from tests.agreements import succession_scene as made
from tests.agreements.succession_scene import AT, DAY, TODAY
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


STAGE = made.people_and_places


def rows(agreement) -> dict[str, str]:
    return dict(agreement.parties.values_list("key", "organisation__legal_name"))


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=f"succession.{kind}").values_list("email", flat=True))


def test_b17_a_renamed_council_is_told_and_what_was_signed_stays(scene):
    agreement = made.in_force(scene)
    version = services.current_version(agreement)
    made.end(scene)
    made.pass_all(scene)
    agreement = made.fresh(agreement)
    assert (agreement.lead, agreement.status) == (scene.heir, Status.IN_FORCE)
    assert rows(agreement) == {"essex": "Greater Essex Council", "police": "Essex Police"}
    assert scene.item(agreement).fate == Fate.TOLD
    assert services.current_version(agreement) == version
    assert "Essex County Council" in version.text
    assert not Variation.objects.exists()
    assert scene.handover.finished_at == AT
    assert succession_places.became(agreement) == {"essex": "Greater Essex Council since 20 November 2026"}
    history = Party.history.filter(agreement=agreement, key="essex").latest("history_id")
    assert (history.organisation_id, history.history_user) == (scene.heir.pk, scene.confirmer)


def test_a_draft_comes_to_name_the_one_that_follows(scene):
    agreement = made.draft(scene)
    made.end(scene, "merged")
    made.pass_all(scene)
    document = assembly.assemble(made.fresh(agreement))
    assert document.party("essex").organisation.name == "Greater Essex Council"
    assert document.party("essex").organisation.ico_reference == "Z7654321"
    assert [contact.email for contact in document.party("essex").contacts] == ["dpo@essex.example"]
    assert made.fresh(agreement).lead == scene.heir
    assert scene.item(agreement).fate == Fate.WRITTEN


def test_a_frozen_text_is_opened_again_so_that_it_names_the_new_body(scene):
    agreement = made.frozen(scene)
    made.end(scene)
    made.pass_all(scene)
    agreement = made.fresh(agreement)
    assert agreement.status == Status.DRAFT
    move = Transition.objects.filter(agreement=agreement).latest("pk")
    assert (move.verb, move.reason) == ("unfreeze", "Essex County Council became Greater Essex Council.")
    assert assembly.assemble(agreement).party("essex").name == "Greater Essex Council"


def test_what_is_out_for_signature_is_finished_or_taken_back_first(scene):
    staged = made.out_for_signature(scene)
    made.end(scene)
    made.propose(scene)
    with pytest.raises(Refused, match="1 agreement cannot be moved yet"):
        made.confirm(scene)
    assert rows(staged.agreement)["essex"] == "Essex County Council"


def test_one_sent_for_signature_meanwhile_waits_and_holds_up_no_other(scene):
    late, other = made.in_force(scene), made.draft(scene)
    made.end(scene)
    made.propose(scene)
    made.confirm(scene)
    Agreement.objects.filter(pk=late.pk).update(status=Status.SIGNING)
    assert succeeding.carry_on(handover=scene.handover, at=AT) == 1
    item = scene.item(late)
    assert (item.state, item.reason[:24]) == (Passing.FAILED, "It is out for signature.")
    assert rows(other)["essex"] == "Greater Essex Council"
    assert scene.handover.finished_at is None
    Agreement.objects.filter(pk=late.pk).update(status=Status.IN_FORCE)
    assert succeeding.sweep(at=AT + dt.timedelta(minutes=5)) == 0
    assert succeeding.sweep(at=AT + dt.timedelta(hours=2)) == 1
    assert scene.handover.finished_at is not None


def test_two_places_that_become_one_are_signed_again(scene):
    agreement = made.in_force(scene)
    successor = scene.cast.partner
    made.end(scene, "merged", to=[successor])
    made.propose(scene, successor)
    made.confirm(scene)
    succeeding.carry_on(handover=scene.handover, at=AT)
    agreement = made.fresh(agreement)
    item, variation = scene.item(agreement), Variation.objects.get()
    assert (item.fate, item.opened) == (Fate.AGAIN, variation.agreement)
    assert "supplies or receives data" in item.reason
    assert rows(agreement) == {"police": "Essex Police"}
    assert (agreement.status, agreement.lead) == (Status.UNDER_REVIEW, successor)
    assert rows(variation.agreement) == {"police": "Essex Police"}
    text = assembly.assemble(variation.agreement)
    assert [party.key for party in text.parties] == ["police"]
    assert text.identity.owner == "police"
    assert text.dataset("faults").recipients == ()
    assert variation.reason.startswith("Essex County Council became Essex Police. ")
    assert variation.again == ""
    assert told("again") == ["ig@essex.example"]


def test_an_observer_that_takes_the_place_of_a_party_is_no_observer(scene):
    agreement = made.draft(scene, **made.with_heir(scene, ("observer",)))
    made.end(scene, "merged")
    made.pass_all(scene)
    document = assembly.assemble(made.fresh(agreement))
    assert [party.key for party in document.parties] == ["police", "greater"]
    assert [str(role) for role in document.party("greater").roles] == ["controller"]
    assert document.dataset("faults").supplier == "greater"
    assert made.fresh(agreement).lead == scene.heir


def test_people_choose_who_follows_an_abolished_body_where(scene):
    first, second = made.draft(scene), made.in_force(scene)
    other = make_ready_organisation("North Essex Council", ico_reference="Z1111111")
    made.end(scene, "abolished", to=[scene.heir, other])
    succeeding.choose(organisation=scene.old, agreement=second, heir=other, by=scene.proposer, at=AT)
    made.pass_all(scene)
    assert rows(first)["essex"] == "Greater Essex Council"
    assert rows(second)["essex"] == "North Essex Council"
    item = scene.item(second)
    assert item.fate == Fate.AGAIN
    assert "nothing shows that North Essex Council is the organisation that was Essex County Council" in item.reason
    text = assembly.assemble(item.opened)
    assert text.party("essex").name == "North Essex Council"
    assert item.opened.lead == other


def test_where_nobody_follows_it_leaves_by_notice_and_a_lead_cannot(scene):
    scene.cast.lead, scene.cast.partner = scene.cast.partner, scene.cast.lead
    agreement, draft = _led_by_another(scene), made.draft(scene)
    made.end(scene, "abolished", to=[])
    succeeding.propose(organisation=scene.old, heir=None, by=scene.proposer, at=AT)
    made.confirm(scene)
    succeeding.carry_on(handover=scene.handover, at=AT)
    departure = Departure.objects.get(agreement=agreement)
    assert (departure.organisation, departure.leaves_on) == (scene.old, TODAY)
    assert departure.reason == "Essex Police has ended."
    assert scene.item(agreement).fate == Fate.LEAVES
    assert [party.key for party in assembly.assemble(made.fresh(draft)).parties] == ["essex"]


def _led_by_another(scene):
    scene.cast.lead, scene.cast.partner = scene.cast.partner, scene.cast.lead
    agreement = made.in_force(scene)
    scene.cast.lead, scene.cast.partner = scene.cast.partner, scene.cast.lead
    return agreement


def test_an_agreement_that_it_leads_needs_somebody_to_follow(scene):
    made.in_force(scene)
    made.end(scene, "abolished", to=[])
    succeeding.propose(organisation=scene.old, heir=None, by=scene.proposer, at=AT)
    with pytest.raises(Refused, match="cannot be moved yet"):
        made.confirm(scene)


def test_a_text_on_its_way_to_replace_another_carries_the_change(scene):
    agreement = made.in_force(scene)
    variation = services.open_variation(agreement=agreement, reason="New lamps.", by=scene.cast.officer, at=AT)
    made.end(scene, "merged")
    made.pass_all(scene)
    assert scene.item(agreement).fate == Fate.TOLD
    assert scene.item(variation.agreement).fate == Fate.WRITTEN
    assert assembly.assemble(made.fresh(variation.agreement)).party("essex").name == "Greater Essex Council"
    assert Variation.objects.count() == 1


def test_the_record_of_what_is_over_passes_without_a_word_to_anybody(scene):
    agreement = made.draft(scene)
    services.withdraw(agreement=agreement, by=scene.cast.officer, at=AT, reason="Not needed.")
    made.end(scene)
    made.pass_all(scene)
    assert scene.item(agreement).fate == Fate.KEPT
    assert rows(agreement)["essex"] == "Greater Essex Council"
    assert told("told") == []


def test_the_day_that_lies_ahead_is_waited_for(scene):
    agreement = made.in_force(scene)
    made.end(scene, on=TODAY + 30 * DAY)
    made.propose(scene)
    made.confirm(scene)
    assert succeeding.sweep(at=AT + 29 * DAY) == 0
    assert scene.handover.passed_at is None
    later = made.draft(scene)
    assert succeeding.sweep(at=AT + 30 * DAY) == 2
    assert {rows(one)["essex"] for one in (agreement, later)} == {"Greater Essex Council"}


def test_whoever_was_to_take_over_and_ends_first_is_followed_in_turn(scene):
    agreement = made.draft(scene)
    made.end(scene, on=TODAY + 30 * DAY)
    made.propose(scene)
    made.confirm(scene)
    last = make_ready_organisation("All Essex Council", ico_reference="Z2222222")
    end = {"how": "merged", "on": TODAY + 10 * DAY, "by": scene.proposer, "at": AT}
    successions.end(organisation=scene.heir, successors=[last], **end)
    assert succeeding.sweep(at=AT + 30 * DAY) == 1
    assert rows(agreement)["essex"] == "All Essex Council"
    assert scene.handover.heir == last


def test_nothing_moves_to_a_body_that_has_ended_without_a_successor(scene):
    agreement = made.draft(scene)
    made.end(scene, on=TODAY + 30 * DAY)
    made.propose(scene)
    made.confirm(scene)
    end = {"how": "abolished", "on": TODAY + 10 * DAY, "by": scene.proposer, "at": AT}
    successions.end(organisation=scene.heir, successors=[], **end)
    assert succeeding.sweep(at=AT + 30 * DAY) == 0
    assert rows(agreement)["essex"] == "Essex County Council"
    assert scene.handover.passed_at is None


def test_everybody_is_told_once_however_many_agreements_there_are(scene):
    made.in_force(scene)
    make_person("ig@police.example", scene.cast.partner, [Role.IG_OFFICER])
    made.end(scene)
    made.propose(scene)
    for number in range(3):
        made.draft(scene, identity={"title": f"Lamps {number}", "owner": "essex"})
    made.confirm(scene)
    succeeding.carry_on(handover=scene.handover, at=AT)
    assert HandoverItem.objects.filter(state=Passing.DONE).count() == 4
    assert told("told") == sorted(["ig@police.example", "sian@police.example", *_own_people(scene)])
    text = Notice.objects.filter(kind="succession.told").first().text
    assert "Lamp" not in text


def _own_people(scene) -> list[str]:
    return ["signatory@greater-essex-council.example", "signatory@essex-police.example"]


def test_a_pass_that_was_cut_short_goes_on_where_it_stopped(scene, monkeypatch):
    for number in range(3):
        made.draft(scene, identity={"title": f"Lamps {number}", "owner": "essex"})
    made.end(scene)
    made.propose(scene)
    made.confirm(scene)
    monkeypatch.setattr(succeeding, "AT_ONCE", 2)
    monkeypatch.setattr("foundation.jobs.after_commit", lambda *_, **__: None)
    assert succeeding.carry_on(handover=scene.handover, at=AT) == 2
    assert succeeding.carry_on(handover=scene.handover, at=AT) == 1
    assert succeeding.carry_on(handover=scene.handover, at=AT) == 0
    assert Party.objects.filter(organisation=scene.old).count() == 0


def test_a_fault_in_one_leaves_the_others_alone(scene, monkeypatch):
    broken, sound = made.draft(scene), made.draft(scene)
    made.end(scene)
    made.propose(scene)
    made.confirm(scene)
    from agreements.services import content

    real = content.store

    def store(agreement, *arguments, **named):
        if agreement.pk == broken.pk:
            raise RuntimeError("disk")
        real(agreement, *arguments, **named)

    monkeypatch.setattr(content, "store", store)
    assert succeeding.carry_on(handover=scene.handover, at=AT) == 1
    assert rows(broken)["essex"] == "Essex County Council"
    assert scene.item(broken).state == Passing.FAILED
    assert rows(sound)["essex"] == "Greater Essex Council"
