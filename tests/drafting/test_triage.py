"""Which answers lead where: pure (B-1, B-2, B-3, B-10)."""

import pytest

from drafting import triage
from drafting.triage import Outcome

TO_THE_END = {"public": "no", "people": "personal", "who": "controller", "often": "regular", "existing": "none"}


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"public": "yes"}, Outcome.PUBLIC),  # B-1
        (TO_THE_END | {"who": "within"}, Outcome.WITHIN),
        (TO_THE_END | {"who": "processor"}, Outcome.CONTRACT),
        (TO_THE_END | {"often": "request"}, Outcome.RECORD),
        (TO_THE_END | {"existing": "use"}, Outcome.USE),  # B-2
        (TO_THE_END | {"existing": "vary"}, Outcome.VARY),
        (TO_THE_END, Outcome.FULL),  # B-3
        (TO_THE_END | {"public": "some"}, Outcome.FULL),
        (TO_THE_END | {"often": "once"}, Outcome.LIGHT),
        (TO_THE_END | {"people": "none"}, Outcome.LIGHT),  # B-10
        (TO_THE_END | {"people": "anonymous"}, Outcome.LIGHT),
    ],
)
def test_where_the_answers_lead(answers, outcome):
    assert triage.outcome(answers) is outcome


def test_questions_come_in_order_and_stop_when_it_is_settled():
    answers = {}
    seen = []
    while (step := triage.following(answers)) is not None:
        assert triage.outcome(answers) is None
        seen.append(step.key)
        answers = triage.kept(answers, step.key, TO_THE_END[step.key])
    assert seen == [step.key for step in triage.STEPS]
    assert triage.following({"public": "yes"}) is None
    assert [step.key for step in triage.asked(TO_THE_END | {"who": "within"})] == ["public", "people", "who"]


def test_an_answer_that_is_none_is_asked_again():
    assert triage.following({"public": "perhaps"}).key == "public"
    assert triage.outcome(TO_THE_END | {"often": "never"}) is None


def test_going_back_keeps_later_answers():
    changed = triage.kept(TO_THE_END, "public", "yes")
    assert triage.outcome(changed) is Outcome.PUBLIC
    assert triage.outcome(triage.kept(changed, "public", "no")) is Outcome.FULL


def test_every_outcome_can_be_reached_and_says_why():
    assert set(triage.ADVICE) == set(Outcome)
    for outcome, advice in triage.ADVICE.items():
        assert advice.why
        assert advice.source
        assert bool(advice.keep) is not outcome.makes_one


def test_the_template_that_fits_is_offered_only_when_it_is_in_use():
    codes = ("no-personal-data", "pan-london")
    assert triage.suggested(TO_THE_END, codes) == "pan-london"
    assert triage.suggested(TO_THE_END | {"people": "none"}, codes) == "no-personal-data"
    assert triage.suggested(TO_THE_END | {"people": "none"}, ("pan-london",)) == ""
