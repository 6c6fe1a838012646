"""Changing what is in force: the new edition, what it is filled with, and the decision who signs it again."""

import datetime as dt

import pytest

from accounts.roles import Role
from agreements import assembly, changing, services
from agreements.choices import Again, Status
from agreements.models import Agreement, Transition, Variation
from agreements.services import changing as verbs
from dsaformat import editing
from foundation.verdicts import Refused
from tests.agreements.scene import AT, set_scene
from tests.factories.people import make_person
from tests.signing.crowd import reasons

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
TODAY = AT.date()
WHY = "The council keeps the data for longer."


def applies():
    """Signed by all, and in force."""
    scene = set_scene()
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    services.ask_for_signatures(agreement=scene.agreement, by=scene.officer, at=AT)
    services.complete(agreement=scene.agreement, by=scene.officer, at=AT)
    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Status.IN_FORCE
    return scene


STAGE = applies


def begin(scene, at=AT + DAY, **changed):
    return verbs.open_variation(
        **({"agreement": scene.agreement, "reason": WHY, "by": scene.officer, "at": at} | changed)
    )


def edit(variation, act):
    services.change(agreement=variation.agreement, edit=act, by=None, at=AT + DAY)
    variation.agreement.refresh_from_db()


def write(variation, path, **values):
    edit(variation, lambda document: editing.put(document, path, values))


def compare(variation):
    return changing.compare(variation, on=TODAY)


def decide(variation, by, again=Again.NOBODY, parties=(), because="", **more):
    return verbs.decide_who_signs(
        agreement=variation.agreement, again=again, parties=parties, because=because, by=by, at=AT + DAY, **more
    )


def adopt(variation, by, at=AT + DAY):
    services.freeze(agreement=variation.agreement, by=by, at=at)
    return verbs.put_in_force(agreement=variation.agreement, by=by, at=at)


def test_a_change_is_the_next_edition_filled_with_the_text_in_force(scene):
    variation = begin(scene)
    new, old = variation.agreement, scene.agreement
    assert new.reference == f"{old.reference}-2"
    was, now = old.versions.get().document, assembly.assemble(new)
    assert now.datasets == was.datasets
    assert now.identity.other_references == (old.reference,)
    assert list(new.parties.values_list("key", flat=True)) == list(old.parties.values_list("key", flat=True))


def test_the_old_text_stands_until_the_new_one_is_in_force(scene):
    begin(scene)
    old = Agreement.objects.get(pk=scene.agreement.pk)
    assert old.status == Status.UNDER_REVIEW
    last = Transition.objects.filter(agreement=old).latest("pk")
    assert (last.verb, last.reason) == ("start_review", WHY)


def test_there_is_one_change_at_a_time(scene):
    begin(scene)
    assert reasons(lambda: begin(scene)) == ("A text that is to replace this agreement is being made already.",)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_change_without_a_reason_is_refused(scene, reason):
    assert reasons(lambda: begin(scene, reason=reason)) == ("Say why the agreement changes.",)
    assert not Variation.objects.exists()


def test_only_the_leads_officers_change_it(scene):
    refused = reasons(lambda: begin(scene, by=scene.partner))
    assert refused == ("Only information governance officers of Essex County Council can do this.",)


def test_editions_count_on_and_skip_the_one_that_was_given_up(scene):
    first = begin(scene)
    services.withdraw(agreement=first.agreement, by=scene.officer, at=AT + DAY, reason="Not now.")
    second = begin(scene, at=AT + 2 * DAY)
    assert second.agreement.reference == f"{scene.agreement.reference}-3"


def test_what_is_given_up_leaves_the_old_text_as_it_was(scene):
    variation = begin(scene)
    services.withdraw(agreement=variation.agreement, by=scene.officer, at=AT + DAY, reason="Not now.")
    old = Agreement.objects.get(pk=scene.agreement.pk)
    assert old.status == Status.IN_FORCE
    assert services.open_for(old) is None
    assert changing.replaced_by(old) is None


def test_a_new_edition_alone_is_no_change(scene):
    """Its reference, its number and the words of the law are the edition's own."""
    found = compare(begin(scene))
    assert found.changes == ()
    assert found.proposed == Again.NOBODY


def test_a_renamed_organisation_is_told(scene):
    """C-26."""
    variation = begin(scene)
    party = assembly.assemble(variation.agreement).parties[0]
    renamed = party.organisation.model_dump(mode="json", exclude_defaults=True) | {"name": "Greater Essex Council"}
    write(variation, f"parties/{party.key}", organisation=renamed)
    found = compare(variation)
    assert found.proposed == Again.NOBODY
    assert "Essex County Council is now called Greater Essex Council" in found.proposal.reasons[0].sentence


def test_new_data_is_signed_again_by_everyone(scene):
    variation = begin(scene)
    row = {"key": "more", "title": "School attendance", "supplier": "essex-county-council"}
    edit(variation, lambda document: editing.add(document, "datasets", row))
    found = compare(variation)
    assert found.proposed == Again.EVERYONE
    assert [title for title, _ in found.groups] == ["Data"]


def test_one_partys_retention_is_signed_by_that_party(scene):
    variation = begin(scene)
    rule = next(rule for rule in assembly.assemble(variation.agreement).retention if rule.party == "essex-police")
    write(variation, f"retention/{rule.key}", period={"number": 9, "unit": "years"})
    found = compare(variation)
    assert (found.proposed, found.proposal.parties) == (Again.THESE, ("essex-police",))


def test_a_text_is_not_frozen_before_it_is_decided_who_signs_again(scene):
    variation = begin(scene)
    refused = reasons(lambda: services.freeze(agreement=variation.agreement, by=scene.officer, at=AT + DAY))
    assert refused == ("Decide who signs again first.",)


def test_after_the_text_changed_it_is_decided_again(scene):
    variation = begin(scene)
    decide(variation, scene.officer)
    write(variation, "identity", context="A word more.")
    refused = reasons(lambda: services.freeze(agreement=variation.agreement, by=scene.officer, at=AT + DAY))
    assert refused == ("The text changed after it was decided who signs again. Decide it again.",)


def test_a_decision_about_a_text_that_has_moved_is_refused(scene):
    variation = begin(scene)
    read = variation.agreement.working_digest
    write(variation, "identity", context="A word more.")
    refused = reasons(lambda: decide(variation, scene.officer, Again.EVERYONE, digest=read))
    assert refused == ("The text changed while you were reading. Look at what changes now, then decide.",)


def test_deciding_otherwise_needs_a_reason(scene):
    variation = begin(scene)
    assert reasons(lambda: decide(variation, scene.officer, Again.EVERYONE)) == (
        "Say why you decide otherwise than proposed.",
    )
    row = decide(variation, scene.officer, Again.EVERYONE, because="The chief officers asked for it.")
    assert (row.again, row.proposed, row.decided_by) == (Again.EVERYONE, Again.NOBODY, scene.officer)


def test_other_parties_than_proposed_need_a_reason(scene):
    variation = begin(scene)
    rule = next(rule for rule in assembly.assemble(variation.agreement).retention if rule.party == "essex-police")
    write(variation, f"retention/{rule.key}", period={"number": 9, "unit": "years"})
    refused = reasons(lambda: decide(variation, scene.officer, Again.THESE, ["university-of-essex"]))
    assert refused == ("Say why you decide otherwise than proposed.",)
    assert decide(variation, scene.officer, Again.THESE, ["essex-police"]).parties == ["essex-police"]


@pytest.mark.parametrize(
    ("parties", "why"), [([], "Choose who signs again."), (["nobody-here"], "Choose among those who sign.")]
)
def test_these_are_some_of_those_who_sign(scene, parties, why):
    variation = begin(scene)
    assert why in reasons(lambda: decide(variation, scene.officer, Again.THESE, parties, "Because."))


def test_the_leads_reviewer_decides_too_and_nobody_elses(scene):
    variation = begin(scene)
    reviewer = make_person("dpo@essex.example", scene.lead, [Role.REVIEWER])
    assert decide(variation, reviewer).decided_by == reviewer
    assert "can decide this" in reasons(lambda: decide(variation, scene.partner))[0]


def test_an_agreement_that_replaces_nothing_has_nothing_to_decide(scene):
    with pytest.raises(Refused, match="replaces no other"):
        verbs.decide_who_signs(
            agreement=scene.agreement, again=Again.NOBODY, parties=(), because="", by=scene.officer, at=AT
        )


def test_an_adopted_text_replaces_the_signed_one(scene):
    variation = begin(scene)
    decide(variation, scene.officer)
    new = adopt(variation, scene.officer)
    old = Agreement.objects.get(pk=scene.agreement.pk)
    assert (new.status, old.status) == (Status.IN_FORCE, Status.SUPERSEDED)
    assert [version.number for version in (old.versions.get(), new.versions.get())] == [1, 2]
    assert changing.newest_edition(old) == new
    assert changing.earlier_editions(new) == [old.pk]


def test_a_text_that_somebody_signs_cannot_be_adopted(scene):
    variation = begin(scene)
    decide(variation, scene.officer, Again.EVERYONE, because="They asked for it.")
    assert reasons(lambda: adopt(variation, scene.officer)) == (
        "Somebody has to sign this text, so it cannot be adopted without signatures.",
    )


def test_what_upper_floors_do_with_an_adopted_version_is_done_with_it(scene, monkeypatch):
    done = []
    monkeypatch.setattr(changing, "_ADOPTED", [lambda version, at: done.append((version.number, at))])
    variation = begin(scene)
    decide(variation, scene.officer)
    adopt(variation, scene.officer)
    assert done == [(2, AT + DAY)]
