"""Who signs, in which order, until when, and what a decline or a quorum does."""

import datetime as dt

import pytest

from accounts.roles import Role
from agreements.models import Transition
from notices.models import Notice
from parties.models import Mandate
from parties.services import mandates
from signing import planning
from signing.choices import RoundState, Route
from signing.models import Alternate, Body, Request, Sealing
from signing.planning import Planned
from signing.services import rounds
from tests.factories.people import make_person
from tests.signing import crowd as crowds
from tests.signing import scene
from tests.signing.crowd import TWO_OF_3, reasons, told
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


# --- the rows of the text ------------------------------------------------------------------------------------------


def test_one_person_signs_once_for_all_whom_a_mandate_covers():
    """A-27, A-28: one request with every body that confirmed; whoever did not signs for itself."""
    row = {"key": "chair", "party": "one", "for_parties": ["two", "three", "four"]}
    crowd = crowds.gather(4, signatures=[row])
    crowds.chair(crowd, ["two", "three"])
    crowd.open()
    assert crowd.states() == {"one": "asked", "four": "asked"}
    first, *others = [body.party_key for body in crowd.request("one").bodies.all()]
    assert (first, sorted(others)) == ("one", ["three", "two"])
    assert crowd.request("four").signatory == crowd.people["four"]
    asked = Notice.objects.get(kind="sign.request", recipient=crowd.people["one"])
    assert "for One Council and 2 other organisations" in asked.text
    assert told("sign.request") == ["four@signs.example", "one@signs.example"]


def test_without_a_person_for_the_body_that_is_not_covered_nothing_is_sent():
    """B78: the body by name, and none of it done."""
    row = {"key": "chair", "party": "one", "for_parties": ["two", "three"]}
    crowd = crowds.gather(3, signatures=[row])
    crowds.chair(crowd, ["two"])
    people = {"one": crowd.people["one"]}
    assert reasons(lambda: crowd.open(people=people)) == ("Select who signs for Three Council.",)
    assert (crowd.status, Request.objects.count()) == ("agreed", 0)


def test_a_mandate_that_has_ended_covers_nobody():
    row = {"key": "chair", "party": "one", "for_parties": ["two"]}
    crowd = crowds.gather(2, signatures=[row])
    chair = crowds.chair(crowd, ["two"])
    mandate = Mandate.objects.get(person=chair)
    mandates.end(mandate=mandate, reason="Over", by=mandate.recorded_by, at=AT)
    crowd.open(AT + MINUTE)
    assert set(crowd.states()) == {"one", "two"}


def test_a_party_may_sign_on_paper_where_the_text_says_so_or_the_lead_says_why():
    """E-36: all in the portal, except the Metropolitan Police."""
    rows = [
        {"key": "a", "party": "one"},
        {"key": "b", "party": "two", "route": "paper"},
        {"key": "c", "party": "three"},
    ]
    crowd = crowds.gather(3, signatures=rows)
    crowd.open(people={"one": crowd.people["one"]}, on_paper={"three": "Its network lets no portal in"})
    routes = {one.party_key: (one.route, one.signatory_id is None) for one in crowd.round.requests.all()}
    assert routes == {"one": (Route.PORTAL, False), "two": (Route.PAPER, True), "three": (Route.PAPER, True)}
    assert crowd.request("three").history.last().history_change_reason == "Its network lets no portal in"
    assert told("sign.request") == ["one@signs.example"]


def test_any_of_several_may_sign_and_whoever_comes_first_counts():
    crowd = crowds.gather(2)
    deputy = scene._signatory("deputy@two.example", "Dee Puty", crowd.organisations["two"], "Deputy", "", AT)
    crowd.open(people={"one": crowd.people["one"], "two": [crowd.people["two"], deputy]})
    assert told("sign.request") == ["deputy@two.example", "one@signs.example", "two@signs.example"]
    crowd.sign("two", AT + MINUTE, person=deputy)
    assert reasons(lambda: crowd.sign("two", AT + 2 * MINUTE)) == ("Dee Puty has already signed this for Two Council.",)


def test_a_party_that_signs_twice_needs_two_people():
    crowd = crowds.gather(2)
    crowd.open()
    deputy = scene._signatory("deputy@two.example", "Dee Puty", crowd.organisations["two"], "Deputy", "", AT)
    place, again = crowd.organisations["two"], {"party_key": "two", "state": "asked", "asked_at": AT}
    second = Request(
        round=crowd.round, slot="Signature-two--2", organisation=place, signatory=crowd.people["two"], **again
    )
    second.save()
    Body(request=second, party_key="two", organisation=place).save()
    Alternate(request=second, person=deputy).save()
    crowd.sign("one", AT + MINUTE)
    crowd.sign("two", AT + MINUTE)
    assert reasons(lambda: crowd.sign("two--2", AT + 2 * MINUTE, person=crowd.people["two"])) == (
        "You have already signed for Two Council. Its other signature must come from somebody else.",
    )
    assert crowd.status == "signing"
    crowd.sign("two--2", AT + 3 * MINUTE, person=deputy)
    assert crowd.status == "in_force"


def test_as_many_people_are_named_as_signatures_wanted_of_a_party():
    crowd = crowds.gather(2)
    one, place = crowd.people["one"], crowd.organisations["one"]
    rows = [Planned(name, "one", place, (one,), Route.PORTAL, 1, (("one", place),)) for name in ("one", "one--2")]
    assert planning.two_people(rows).reasons == (
        "One Council signs 2 times, so as many different people must be named.",
    )


def test_a_text_that_can_never_come_into_force_is_not_sent():
    crowd = crowds.gather(2, into_force={"rule": "quorum", "number": 5})
    assert any("can never come into force" in reason for reason in reasons(crowd.open))


# --- order ---------------------------------------------------------------------------------------------------------


def test_the_second_stage_hears_nothing_before_the_first_has_signed():
    crowd = crowds.gather(3)
    crowd.open(stages={"one": 1, "two": 1, "three": 2})
    assert crowd.states()["three"] == "not_yet"
    assert "three@signs.example" not in told("sign.request")
    assert reasons(lambda: crowd.sign("three", AT + MINUTE)) == (
        "It is not your turn to sign yet. You get an email when it is.",
    )
    crowd.sign("one", AT + MINUTE)
    assert crowd.states()["three"] == "not_yet"
    crowd.sign("two", AT + 2 * MINUTE)
    assert crowd.request("three").asked_at == AT + 2 * MINUTE
    assert told("sign.request").count("three@signs.example") == 1


def test_each_reviewer_lets_their_own_signatory_be_asked():
    crowd = crowds.gather(2)
    for key in ("one", "two"):
        make_person(f"dpo@{key}.example", crowd.organisations[key], [Role.REVIEWER])
    crowd.open(reviewed_first=True)
    assert (crowd.states(), told("sign.request")) == ({"one": "not_yet", "two": "not_yet"}, [])
    assert told("sign.clear") == ["dpo@one.example", "dpo@two.example"]
    reviewer = make_person("dpo@two.example")
    assert "Only somebody who reviews for One Council can do this." in reasons(
        lambda: rounds.clear(request=crowd.request("one"), by=reviewer, at=AT)
    )
    rounds.clear(request=crowd.request("two"), by=reviewer, at=AT + MINUTE)
    assert (crowd.states(), told("sign.request")) == ({"one": "not_yet", "two": "asked"}, ["two@signs.example"])
    assert len(reasons(lambda: rounds.clear(request=crowd.request("two"), by=reviewer, at=AT + MINUTE))) == 1


def test_a_party_without_a_reviewer_cannot_be_reviewed_first():
    crowd = crowds.gather(2)
    make_person("dpo@one.example", crowd.organisations["one"], [Role.REVIEWER])
    assert reasons(lambda: crowd.open(reviewed_first=True)) == (
        "Two Council has nobody who reviews for it, so nobody can agree first.",
    )


# --- coming into force ---------------------------------------------------------------------------------------------


def test_enough_bring_it_into_force_and_the_others_join_on_their_own_day():
    crowd = crowds.gather(3, into_force=TWO_OF_3 | {"named": ["one"]})
    crowd.open()
    crowd.sign("two", AT + MINUTE)
    crowd.sign("one", AT + 2 * MINUTE)
    assert (crowd.status, crowd.round.state, crowd.round.met_at) == ("in_force", RoundState.OPEN, AT + 2 * MINUTE)
    sealing = Sealing.objects.get()
    assert (sealing.final, sealing.wanted) == (True, 1 + 2 + 1)
    announced = Notice.objects.filter(kind="sign.complete").first()
    assert "2 of 3 organisations have signed this agreement, as many as it asks for." in announced.text
    late = crowd.sign("three", AT + 2 * DAY)
    assert (late.signed_at, crowd.round.state) == (AT + 2 * DAY, RoundState.COMPLETE)
    assert Sealing.objects.get().wanted == 1 + 2 + 1 + 2  # the act, and the date of the whole after it
    assert Transition.objects.filter(verb="complete").count() == 1
    assert len(told("sign.complete")) == len(set(told("sign.complete")))


def test_who_must_be_among_them_is_waited_for():
    crowd = crowds.gather(3, into_force=TWO_OF_3 | {"named": ["one"]})
    crowd.open()
    crowd.sign("two", AT + MINUTE)
    crowd.sign("three", AT + 2 * MINUTE)
    assert (crowd.status, crowd.round.met_at) == ("signing", None)


def test_a_later_decline_asks_for_no_further_step_of_the_pdf():
    crowd = crowds.gather(3, into_force=TWO_OF_3)
    crowd.open()
    crowd.sign("one", AT + MINUTE)
    crowd.sign("two", AT + 2 * MINUTE)
    before = Sealing.objects.get().wanted
    crowd.decline("three", AT + DAY)
    assert (Sealing.objects.get().wanted, crowd.status, crowd.round.state) == (before, "in_force", RoundState.COMPLETE)
