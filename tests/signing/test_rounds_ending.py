"""How a round ends before everybody has signed, and what may change while it is out."""

import datetime as dt

import pytest
from django.utils import timezone

from agreements.models import Transition
from notices.models import Notice
from signing import planning
from signing.choices import RequestState, RoundState
from signing.models import Sealing, Signature
from signing.planning import Terms
from signing.services import rounds
from tests.signing import crowd as crowds
from tests.signing import scene
from tests.signing.crowd import CONTINUES, TWO_OF_3, reasons, told
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


# --- declining, removing, taking back, withdrawing -----------------------------------------------------------------


def test_a_decline_stops_it_and_the_lead_may_send_the_same_text_again():
    crowd = crowds.gather(3)
    crowd.open()
    crowd.sign("one", AT + MINUTE)
    crowd.decline("two", AT + 2 * MINUTE)
    assert (crowd.status, crowd.round.state) == ("agreed", RoundState.DECLINED)
    assert crowd.states() == {"one": "signed", "two": "declined", "three": "withdrawn"}
    assert Transition.objects.filter(verb="recall").get().reason == "Two Council declined to sign."
    note = Notice.objects.get(kind="sign.recalled", recipient=crowd.people["one"])
    assert "If the same text is sent again, your signature still counts." in note.text
    assert "declined to sign on 20 November 2026" in reasons(lambda: crowd.sign("three", AT + 3 * MINUTE))[0]
    crowd.open(AT + DAY)
    assert crowd.states() == {"one": "signed", "two": "asked", "three": "asked"}
    assert told("sign.request").count("one@signs.example") == 1
    crowd.sign("two", AT + DAY + MINUTE)
    crowd.sign("three", AT + DAY + 2 * MINUTE)
    assert (crowd.status, Signature.objects.count(), Sealing.objects.get().wanted) == ("in_force", 3, 5)


def test_a_decline_leaves_the_others_when_they_are_enough():
    crowd = crowds.gather(3, into_force=TWO_OF_3)
    crowd.open(**CONTINUES)
    crowd.decline("two", AT + MINUTE)
    assert (crowd.status, crowd.states()["two"]) == ("signing", "declined")
    crowd.sign("one", AT + 2 * MINUTE)
    crowd.sign("three", AT + 3 * MINUTE)
    assert (crowd.status, crowd.round.state) == ("in_force", RoundState.COMPLETE)


@pytest.mark.parametrize("rule", [{"rule": "all"}, TWO_OF_3 | {"named": ["two"]}], ids=["all", "named"])
def test_a_decline_that_makes_it_impossible_stops_it_whatever_the_lead_chose(rule):
    crowd = crowds.gather(3, into_force=rule)
    crowd.open(**CONTINUES)
    crowd.decline("two", AT + MINUTE)
    assert (crowd.status, crowd.round.state) == ("agreed", RoundState.DECLINED)


def test_a_party_is_removed_only_where_the_text_allows_it():
    crowd = crowds.gather(3, into_force=TWO_OF_3 | {"named": ["one"]})
    crowd.open()

    def remove(name: str, by=crowd.officer, reason: str = "It was merged."):
        return rounds.remove(request=crowd.request(name), by=by, at=AT + MINUTE, reason=reason)

    assert "does not come into force without One Council" in reasons(lambda: remove("one"))[0]
    assert reasons(lambda: remove("two", reason=" ")) == ("Say why. The party is told.",)
    assert reasons(lambda: remove("two", by=crowd.people["two"])) == (
        "Only an information governance officer of One Council can do this.",
    )
    remove("two")
    assert (crowd.states()["two"], told("sign.removed")) == ("removed", ["two@signs.example"])
    assert reasons(lambda: crowd.sign("two", AT + 2 * MINUTE)) == (
        "This party is no longer asked to sign. You do not need to sign it.",
    )
    assert "without Three Council" in reasons(lambda: remove("three"))[0]  # only two are left
    crowd.sign("one", AT + 3 * MINUTE)
    assert reasons(lambda: remove("one")) == ("One Council is not being waited for any more.",)
    crowd.sign("three", AT + 4 * MINUTE)
    assert (crowd.status, crowd.round.state) == ("in_force", RoundState.COMPLETE)


def test_it_is_taken_back_only_while_nobody_has_signed():
    crowd = crowds.gather(2)
    crowd.open()
    assert reasons(lambda: rounds.recall(round_=crowd.round, by=crowd.officer, at=AT, reason="")) == (
        "Say why. Everybody who was asked is told.",
    )
    rounds.recall(round_=crowd.round, by=crowd.officer, at=AT + MINUTE, reason="A slip")
    assert (crowd.status, crowd.round.state, crowd.round.closed_reason) == ("agreed", RoundState.RECALLED, "A slip")
    assert told("sign.recalled") == ["one@signs.example", "two@signs.example"]
    assert reasons(lambda: crowd.sign("one", AT + 2 * MINUTE)) == (
        "This version was taken back from signature on 20 November 2026 at 10:01am. You do not need to sign it now.",
    )
    crowd.open(AT + DAY)
    crowd.sign("one", AT + DAY + MINUTE)
    act = {"round_": crowd.round, "by": crowd.officer, "at": AT + DAY + 2 * MINUTE, "reason": "No"}
    assert "Somebody has signed already" in reasons(lambda: rounds.recall(**act))[0]
    rounds.take_back(**act)
    assert crowd.status == "agreed"


def test_withdrawing_tells_everybody_who_was_asked_once():
    crowd = crowds.gather(3)
    crowd.open(stages={"one": 1, "two": 1, "three": 2})
    crowd.sign("one", AT + MINUTE)
    rounds.withdraw(agreement=crowd.agreement, by=crowd.officer, at=AT + 2 * MINUTE, reason="Not needed")
    assert told("sign.withdrawn") == ["one@signs.example", "two@signs.example"]  # the third was never asked
    assert (crowd.round.closed_by, crowd.round.closed_reason) == (crowd.officer, "Not needed")
    assert crowd.states() == {"one": "signed", "two": "withdrawn", "three": "withdrawn"}
    assert (
        "Your signature stays on record"
        in Notice.objects.get(kind="sign.withdrawn", recipient=crowd.people["one"]).text
    )
    assert rounds.close_withdrawn(round_=crowd.round, at=AT + 3 * MINUTE) is False


def test_a_new_version_says_so_to_whoever_signed_the_old_one():
    from agreements import services as agreements

    crowd = crowds.gather(2)
    crowd.open()
    crowd.sign("one", AT + MINUTE)
    rounds.take_back(round_=crowd.round, by=crowd.officer, at=AT + 2 * MINUTE, reason="Another text")
    crowd.agreement.refresh_from_db()
    agreements.unfreeze(agreement=crowd.agreement, by=crowd.officer, at=AT + 3 * MINUTE)
    crowd.version = agreements.freeze(agreement=crowd.agreement, by=crowd.officer, at=AT + 4 * MINUTE)
    crowd.open(AT + 5 * MINUTE)
    assert crowd.states() == {"one": "asked", "two": "asked"}
    note = Notice.objects.get(kind="sign.replaced")
    assert (note.email, note.subject) == (
        "one@signs.example",
        "Street lighting has changed: version 2 replaces the one you signed",
    )


# --- while it is out -----------------------------------------------------------------------------------------------


def test_reminding_is_once_a_day_for_each_person():
    """B83: pressed 50 times, one email."""
    crowd = crowds.gather(2)
    crowd.open()
    rounds.remind(request=crowd.request("two"), by=crowd.officer, at=AT + MINUTE)
    for n in range(49):
        assert reasons(
            lambda n=n: rounds.remind(request=crowd.request("two"), by=crowd.officer, at=AT + n * MINUTE)
        ) == ("Reminder sent today. You can send another tomorrow.",)
    assert told("sign.reminder") == ["two@signs.example"]
    rounds.remind(request=crowd.request("two"), by=crowd.officer, at=AT + DAY)
    assert len(told("sign.reminder")) == 2
    assert (
        "Only an information"
        in reasons(lambda: rounds.remind(request=crowd.request("one"), by=crowd.people["two"], at=AT))[0]
    )


def test_more_time_lets_sign_whoever_was_late():
    crowd = crowds.gather(2)
    crowd.open()
    late = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
    assert "The time to sign this has ended." in reasons(lambda: crowd.sign("one", late))[0]
    act = {"round_": crowd.round, "by": crowd.officer, "at": late, "reason": "Holidays"}
    assert len(reasons(lambda: rounds.extend(sign_by=scene.SIGN_BY, **act))) == 2
    rounds.extend(sign_by=dt.date(2026, 12, 10), **act)
    assert crowd.round.history.first().history_change_reason == "Holidays"
    assert crowd.sign("one", late + MINUTE)


def test_only_who_is_newly_asked_is_told():
    crowd = crowds.gather(2)
    deputy = scene._signatory("deputy@two.example", "Dee Puty", crowd.organisations["two"], "Deputy", "", AT)
    crowd.open()
    two, act = crowd.people["two"], {"round_": crowd.round, "sign_by": scene.SIGN_BY, "by": crowd.officer}
    rounds.begin(request=crowd.request("two"), by=two, at=AT + MINUTE)
    rounds.amend(signatories={"two": [deputy, two]}, at=AT + 2 * MINUTE, **act)
    rounds.amend(signatories={"two": [two, deputy]}, at=AT + 3 * MINUTE, **act)
    assert (crowd.request("two").signatory, crowd.states()["two"]) == (two, "opened")
    assert told("sign.request") == ["deputy@two.example", "one@signs.example", "two@signs.example"]
    rounds.amend(signatories={"two": deputy}, at=AT + 4 * MINUTE, **act)
    assert (crowd.request("two").signatory, crowd.states()["two"]) == (deputy, "asked")
    assert reasons(lambda: crowd.sign("two", AT + 5 * MINUTE)) == ("Somebody else was asked to sign this.",)


def test_another_person_may_be_asked_for_all_that_the_first_would_bind_or_not_at_all():
    row = {"key": "chair", "party": "one", "for_parties": ["two"]}
    crowd = crowds.gather(2, signatures=[row])
    crowds.chair(crowd, ["two"])
    crowd.open()
    deputy = scene._signatory("deputy@one.example", "Dee Puty", crowd.organisations["one"], "Deputy", "", AT)
    act = {"round_": crowd.round, "sign_by": scene.SIGN_BY, "by": crowd.officer, "at": AT + MINUTE}
    assert reasons(lambda: rounds.amend(signatories={"one": deputy}, **act)) == (
        "Dee Puty has no authority to sign for Two Council",
    )
    assert crowd.request("one").signatory == crowd.people["one"]


def test_the_plan_reads_a_few_times_whatever_the_number_of_bodies(django_assert_max_num_queries):
    row = {"key": "chair", "party": "one", "for_parties": ["two", "three", "four", "five"]}
    crowd = crowds.gather(5, signatures=[row])
    crowds.chair(crowd, ["two", "three", "four", "five"])
    with django_assert_max_num_queries(25):
        plan = planning.make(crowd.version, {"one": crowd.people["one"]}, Terms(), timezone.localdate(AT))
    assert (plan.verdict.reasons, len(plan.requests), len(plan.requests[0].bodies)) == ((), 1, 5)


def test_states_add_up_to_the_signatures_asked_for():
    """I15: no party is missing from the board."""
    crowd = crowds.gather(3, into_force=TWO_OF_3)
    crowd.open(**CONTINUES)
    crowd.decline("two", AT + MINUTE)
    crowd.sign("one", AT + 2 * MINUTE)
    assert sorted(crowd.states()) == ["one", "three", "two"]
    assert set(crowd.states().values()) <= set(RequestState.values)
