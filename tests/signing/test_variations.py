"""A change of what all have signed: who is asked again, when it comes into force, and what binds the others."""

import datetime as dt

import pytest

from agreements import known
from agreements.choices import Again, Status
from agreements.models import Agreement, Version
from agreements.services import changing as verbs
from dsaformat import editing
from signing import again, lookup, quorum, since
from signing.choices import RequestState
from signing.models import Request
from signing.services import joining, rounds
from tests.factories.parties import make_ready_organisation
from tests.signing import changed, scene
from tests.signing.changed import AT, LATER, MINUTE
from tests.signing.crowd import TWO_OF_3, reasons

pytestmark = pytest.mark.django_db

SIGN_BY = LATER.date() + dt.timedelta(days=10)


STAGE = changed.in_force


@pytest.fixture
def crowd(scene):
    return scene


def test_only_those_whom_the_change_concerns_are_asked(crowd):
    new = changed.frozen(crowd, Again.THESE, ("two",))
    new.open(LATER, {"two": new.people["two"]}, sign_by=SIGN_BY)
    assert new.states() == {"two": RequestState.ASKED}


def test_it_comes_into_force_when_all_of_these_have_signed(crowd):
    """E-10: the old text applies until the new one does."""
    new = changed.frozen(crowd, Again.THESE, ("two",))
    new.open(LATER, {"two": new.people["two"]}, sign_by=SIGN_BY)
    assert crowd.status == Status.UNDER_REVIEW
    new.sign("two", LATER + MINUTE)
    assert (new.status, crowd.status) == (Status.IN_FORCE, Status.SUPERSEDED)


def test_all_of_these_must_sign_even_where_the_text_asks_for_fewer():
    crowd = changed.in_force(into_force=TWO_OF_3)
    new = changed.frozen(crowd, Again.THESE, ("one", "two", "three"))
    new.open(LATER, sign_by=SIGN_BY)
    for key in ("one", "two"):
        new.sign(key, LATER + MINUTE)
    assert new.status == Status.SIGNING
    new.sign("three", LATER + 2 * MINUTE)
    assert new.status == Status.IN_FORCE


def test_where_everyone_signs_again_the_text_says_how_many():
    crowd = changed.in_force(into_force=TWO_OF_3)
    new = changed.frozen(crowd, Again.EVERYONE)
    assert again.of(new.version).rule == new.version.document.term.into_force
    new.open(LATER, sign_by=SIGN_BY)
    for key in ("one", "three"):
        new.sign(key, LATER + MINUTE)
    assert new.status == Status.IN_FORCE


def test_nobody_can_be_named_who_does_not_sign_again(crowd):
    new = changed.frozen(crowd, Again.THESE, ("two",))
    assert "Somebody is named who does not sign." in reasons(lambda: new.open(LATER, sign_by=SIGN_BY))


def test_what_nobody_signs_is_not_sent_for_signature(crowd):
    new = changed.frozen(crowd, Again.NOBODY)
    refused = reasons(lambda: new.open(LATER, {}, sign_by=SIGN_BY))
    assert refused[0] == "It was decided that nobody signs this text again. Put it in force instead."


def test_one_of_these_who_signs_for_others_binds_them_again():
    rows = [
        {"key": "a", "party": "one", "for_parties": ["two"]},
        {"key": "b", "party": "three"},
    ]
    crowd = changed.crowds.gather(3, signatures=rows)
    crowd.people["two-itself"] = crowd.people.pop("two")
    changed.crowds.chair(crowd, ["two"])
    crowd.open(people={"one": crowd.people["one"], "three": crowd.people["three"]})
    crowd.sign("one", AT + MINUTE)
    crowd.sign("three", AT + 2 * MINUTE)
    new = changed.frozen(crowd, Again.THESE, ("one",))
    new.open(LATER, {"one": new.people["one"]}, sign_by=SIGN_BY)
    assert [body.party_key for body in new.request("one").bodies.all()] == ["one", "two"]


def test_the_rule_says_that_only_these_sign(crowd):
    new = changed.frozen(crowd, Again.THESE, ("one", "two"))
    said = again.rule_words(new.version, {}, 2)
    assert said == "It comes into force when all 2 parties that sign again have signed. Everybody else is told."
    assert again.rule_words(crowd.version, {}, 3) == quorum.rule_words(crowd.version.document.term.into_force, {}, 3)


def test_taken_back_and_decided_anew_another_party_signs(crowd):
    """The decision belongs to the text: opened again, it can be another one."""
    new = changed.frozen(crowd, Again.THESE, ("two",))
    round_ = new.open(LATER, {"two": new.people["two"]}, sign_by=SIGN_BY)
    rounds.recall(round_=round_, reason="Not yet.", by=new.officer, at=LATER + MINUTE)
    verbs.life.unfreeze(agreement=new.agreement, by=new.officer, at=LATER + MINUTE)
    verbs.decide_who_signs(
        agreement=new.agreement,
        again=Again.THESE,
        parties=["three"],
        because="It concerns them.",
        by=new.officer,
        at=LATER + MINUTE,
    )
    new.version = verbs.life.freeze(agreement=new.agreement, by=new.officer, at=LATER + MINUTE)
    new.open(LATER + 2 * MINUTE, {"three": new.people["three"]}, sign_by=SIGN_BY)
    assert new.states() == {"three": RequestState.ASKED}


def test_a_withdrawn_change_lets_the_old_text_stand(crowd):
    new = changed.frozen(crowd, Again.THESE, ("two",))
    round_ = new.open(LATER, {"two": new.people["two"]}, sign_by=SIGN_BY)
    rounds.withdraw(agreement=new.agreement, reason="Not now.", by=new.officer, at=LATER + MINUTE)
    round_.refresh_from_db()
    assert (new.status, crowd.status, round_.state) == (Status.WITHDRAWN, Status.IN_FORCE, "withdrawn")


def test_whoever_signs_again_reads_what_changed_since_they_signed(crowd):
    new = changed.frozen(crowd, Again.THESE, ("two",))
    found = since.last_signed(new.version, new.version.document, new.organisations["two"].pk, "two")
    assert found is not None
    assert (found.signature.version, found.is_same) == (crowd.version, True)
    assert found.sentences == ("Retention, Two Council, Lamp faults: kept for changed from 2 years to 9 years.",)


def test_an_edition_that_changes_nothing_says_so(crowd):
    new = changed.frozen(crowd, Again.EVERYONE, change=lambda variation: None)
    found = since.last_signed(new.version, new.version.document, new.organisations["two"].pk, "two")
    assert found is not None
    assert (found.count, found.is_same) == (0, True)


def test_a_fingerprint_of_the_old_edition_says_which_replaces_it(crowd):
    changed.render(crowd.version, AT, list(crowd.organisations))
    new = changed.frozen(crowd, Again.NOBODY)
    verbs.put_in_force(agreement=new.agreement, by=new.officer, at=LATER)
    found = lookup._known(Version.objects.get(pk=crowd.version.pk), by_file=False)
    assert (found.is_current, found.newest, found.replaced_by) == (False, 2, new.agreement.reference)
    assert lookup.is_reference(new.agreement.reference)


def test_whoever_reads_the_file_is_told_why_not_all_have_signed(crowd):
    assert again.note(crowd.version) == ""
    new = changed.frozen(crowd, Again.THESE, ("two",))
    assert again.note(new.version) == (
        f"Only Two Council had to sign this version. It changes version 1 ({crowd.agreement.reference}), "
        "which binds the other parties by what they signed."
    )


OPEN = {"review": {"rule": "interval", "first_after_months": 6, "then_every_months": 12}, "ongoing": True}


def test_whoever_joined_by_signing_is_a_party_of_the_change():
    stage = scene.set_stage(**OPEN, joining="accede")
    scene.open_round(stage)
    scene.sign(stage, stage.first, AT + MINUTE)
    scene.sign(stage, stage.second, AT + 2 * MINUTE)
    place = make_ready_organisation("Basildon Borough Council")
    person = scene._signatory("nia@basildon.example", "Nia Okafor", place, "Head of Legal", "", AT)
    agreement = Agreement.objects.get(pk=stage.agreement.pk)
    wanted = {"agreement": agreement, "organisation": place, "signatory": person, "sign_by": SIGN_BY}
    joining.ask_to_join(**wanted, by=stage.officer, at=AT + 3 * MINUTE)
    assert again.joined(agreement) == frozenset()
    scene.sign(stage, person, AT + 4 * MINUTE)
    key = Request.objects.get(organisation=place).party_key
    assert again.joined(agreement) == {key}
    variation = verbs.open_variation(agreement=agreement, reason="More.", by=stage.officer, at=LATER)
    document = verbs.changing.compare(variation, on=LATER.date()).document
    assert key in {wanted.party for wanted in document.signatories}


def test_the_checks_know_who_signed_the_change(crowd):
    new = changed.frozen(crowd, Again.THESE, ("two",))
    new.open(LATER, {"two": new.people["two"]}, sign_by=SIGN_BY)
    now = lambda: known.of(Agreement.objects.get(pk=new.agreement.pk), on=LATER.date()).signed  # noqa: E731
    assert now() == {"one", "three"}  # bound by what they signed before
    new.sign("two", LATER + MINUTE)
    assert now() == {"one", "two", "three"}


def test_a_changed_text_may_name_a_party_more_and_then_all_are_asked(crowd):
    def with_another(variation):
        row = {"key": "four", "organisation": {"name": "Four Council"}, "roles": ["controller"]}
        verbs.content.change(
            agreement=variation.agreement,
            edit=lambda document: editing.add(document, "parties", row),
            by=None,
            at=LATER,
        )

    make_ready_organisation("Four Council")
    variation = changed.begin(crowd)
    with_another(variation)
    variation.agreement.refresh_from_db()
    found = verbs.changing.compare(variation, on=LATER.date())
    assert found.proposed == Again.EVERYONE
