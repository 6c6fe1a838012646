"""Terms, scopes and mandates on a given day: no database, no clock."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.verdicts import OK
from parties import authority_rules as rules
from parties.authority_rules import Answer, Answered, MandateState, Scope, Standing, Tally, Term
from parties.capacities import Body, Bound, Capacity, CapacityKind

D = dt.date


@pytest.mark.parametrize(
    ("term", "day", "expected"),
    [
        (Term(D(2026, 3, 1)), D(2026, 2, 28), Standing.LATER),
        (Term(D(2026, 3, 1)), D(2026, 3, 1), Standing.ACTIVE),
        (Term(D(2026, 3, 1), D(2026, 3, 31)), D(2026, 3, 1), Standing.ENDING),
        (Term(D(2026, 3, 1), D(2026, 4, 1)), D(2026, 3, 1), Standing.ACTIVE),
        (Term(D(2026, 3, 1), D(2026, 3, 31)), D(2026, 3, 31), Standing.ENDING),
        (Term(D(2026, 3, 1), D(2026, 3, 31)), D(2026, 4, 1), Standing.EXPIRED),
        (Term(D(2026, 3, 1), D(2026, 12, 31), D(2026, 6, 5)), D(2026, 6, 4), Standing.ENDING),
        (Term(D(2026, 3, 1), D(2026, 12, 31), D(2026, 6, 5)), D(2026, 6, 5), Standing.ENDED),
        (Term(D(2026, 3, 1), D(2026, 12, 31), D(2026, 6, 5)), D(2027, 1, 1), Standing.EXPIRED),
        (Term(D(2026, 3, 1), None, D(2026, 2, 1)), D(2026, 2, 10), Standing.ENDED),
    ],
)
def test_a_term_stands_on_a_day(term, day, expected):
    assert term.standing(day) is expected


def test_ending_takes_effect_on_the_day_itself():
    """T18, row 78: what ended today cannot be used today."""
    verdict = Term(D(2026, 1, 1), None, D(2026, 5, 1)).verdict(D(2026, 5, 1), "The mandate")
    assert verdict.reasons == ("The mandate ended on 1 May 2026",)


@pytest.mark.parametrize(
    ("inner", "outer", "fits"),
    [
        (Term(D(2026, 8, 1), D(2026, 8, 30)), Term(D(2026, 1, 1)), True),
        (Term(D(2026, 8, 1), D(2026, 8, 30)), Term(D(2026, 8, 1), D(2026, 8, 30)), True),
        (Term(D(2026, 7, 31), D(2026, 8, 30)), Term(D(2026, 8, 1), D(2026, 8, 30)), False),
        (Term(D(2026, 8, 1), D(2026, 8, 31)), Term(D(2026, 8, 1), D(2026, 8, 30)), False),
        (Term(D(2026, 8, 1)), Term(D(2026, 8, 1), D(2026, 8, 30)), False),
        (Term(D(2026, 8, 1), D(2026, 8, 30)), Term(D(2026, 1, 1), None, D(2026, 8, 30)), False),
    ],
)
def test_a_delegation_lies_within_the_authority(inner, outer, fits):
    assert inner.lies_within(outer) is fits


days = st.dates(D(2026, 1, 1), D(2026, 2, 15))
terms = st.builds(
    lambda start, length, cut: Term(
        start,
        None if length is None else start + dt.timedelta(days=length),
        None if cut is None else start + dt.timedelta(days=cut),
    ),
    days,
    st.none() | st.integers(0, 20),
    st.none() | st.integers(-3, 25),
)
ALL_DAYS = [D(2025, 12, 20) + dt.timedelta(days=n) for n in range(120)]


def _days_of(term):
    return {day for day in ALL_DAYS if term.standing(day).usable}


@given(terms, terms)
def test_overlap_is_a_shared_day(one, other):
    """An oracle that looks at every day."""
    assert one.overlaps(other) == other.overlaps(one) == bool(_days_of(one) & _days_of(other))


@given(terms, terms)
def test_what_lies_within_has_no_day_of_its_own(inner, outer):
    if inner.lies_within(outer) and _days_of(inner):
        assert _days_of(inner) <= _days_of(outer)


def test_overlapping_names_every_one_involved():
    march, spring = Term(D(2026, 3, 1), D(2026, 3, 31)), Term(D(2026, 3, 31), D(2026, 5, 1))
    assert rules.overlapping([march, Term(D(2026, 6, 1)), spring]) == {0, 2}
    assert rules.overlapping([march, Term(D(2026, 4, 1))]) == frozenset()


@pytest.mark.parametrize(
    ("scope", "kind", "sensitive", "reasons"),
    [
        (Scope(), "annex", True, 0),
        (Scope(frozenset({"annex"})), "annex", False, 0),
        (Scope(frozenset({"annex"})), "agreement", False, 1),
        (Scope(sensitive=False), "agreement", True, 1),
        (Scope(frozenset({"annex"}), sensitive=False), "agreement", True, 2),
    ],
)
def test_scope(scope, kind, sensitive, reasons):
    assert len(scope.verdict(kind, sensitive, "It").reasons) == reasons


def _said(*answers):
    return [Answered(answer, D(2026, 1, day)) for answer, day in answers]


def test_the_last_answer_up_to_the_day_counts():
    answers = _said((Answer.CONFIRMED, 5), (Answer.WITHDRAWN, 9), (Answer.CONFIRMED, 9))
    assert rules.answer_on(answers, D(2026, 1, 4)) is None
    assert rules.answer_on(answers, D(2026, 1, 8)).answer is Answer.CONFIRMED
    assert rules.answer_on(answers[:2], D(2026, 1, 9)).answer is Answer.WITHDRAWN
    assert rules.answer_on(answers, D(2026, 1, 9)).answer is Answer.CONFIRMED


@pytest.mark.parametrize(
    ("answered", "reason"),
    [
        (None, "Camden has not confirmed the mandate yet"),
        (Answered(Answer.DECLINED, D(2026, 1, 5)), "Camden declined the mandate on 5 January 2026"),
        (Answered(Answer.WITHDRAWN, D(2026, 1, 5)), "Camden withdrew its confirmation on 5 January 2026"),
    ],
)
def test_a_body_that_did_not_confirm_says_why(answered, reason):
    assert rules.body_verdict(answered, "Camden").reasons == (reason,)


def test_a_confirmed_body_is_covered():
    assert rules.body_verdict(Answered(Answer.CONFIRMED, D(2026, 1, 5)), "Camden") == OK


@pytest.mark.parametrize(
    ("tally", "term", "state", "words"),
    [
        (Tally(33, 0, 0, 0), Term(D(2026, 1, 1)), MandateState.PROPOSED, "Proposed"),
        (Tally(33, 0, 33, 0), Term(D(2026, 1, 1)), MandateState.PROPOSED, "Proposed"),
        (Tally(33, 29, 1, 0), Term(D(2026, 1, 1)), MandateState.CONFIRMED, "Confirmed by 29 of 33"),
        (Tally(33, 33, 0, 0), Term(D(2026, 6, 1)), MandateState.CONFIRMED, "Confirmed by 33 of 33"),
        (Tally(33, 30, 2, 1), Term(D(2026, 1, 1)), MandateState.ACTIVE, "Active"),
        (Tally(33, 33, 0, 0), Term(D(2026, 1, 1), D(2026, 1, 31)), MandateState.ENDED, "Ended"),
        (Tally(33, 33, 0, 0), Term(D(2026, 1, 1), None, D(2026, 2, 1)), MandateState.ENDED, "Ended"),
    ],
)
def test_the_states_of_a_mandate(tally, term, state, words):
    found = rules.mandate_state(term, tally, D(2026, 3, 1))
    assert (found, rules.state_words(found, tally)) == (state, words)


def test_a_tally_counts_the_silent_as_outstanding():
    said = [None, Answered(Answer.CONFIRMED, D(2026, 1, 1)), Answered(Answer.DECLINED, D(2026, 1, 1)), None]
    assert (Tally.of(said), Tally.of(said).outstanding) == (Tally(4, 1, 1, 0), 2)


def _mandate(*bodies):
    return Capacity(
        kind=CapacityKind.MANDATE, reference="M-2345678", person_id=1, person="Chair", office="Chair", rank="",
        acting_for="", representing=Body(9, "aldcs", "ALDCS"), scope=Scope(frozenset({"annex"})),
        term=Term(D(2026, 1, 1)), evidence_sha256="", bodies=bodies,
    )  # fmt: skip


def test_all_or_none_names_every_body_that_is_missing():
    """Row 78: a body not covered, or a 34th added in the POST, refuses the whole act with each reason."""
    camden, hackney = Body(1, "camden", "Camden"), Body(2, "hackney", "Hackney")
    refusal = rules.body_verdict(None, "Hackney")
    mandate = _mandate(Bound(camden, OK), Bound(hackney, refusal))
    assert mandate.covered == (camden,)
    assert mandate.not_covered == (Bound(hackney, refusal),)
    assert mandate.verdict_for_all({1: "Camden"}, "annex", True)
    assert mandate.verdict_for_all({1: "Camden", 2: "Hackney", 3: "Bexley"}, "annex", True).reasons == (
        "Hackney has not confirmed the mandate yet",
        "Bexley is not covered by mandate M-2345678",
    )
    assert mandate.verdict(1, "Camden", "agreement", False).reasons == (
        "For Camden, mandate M-2345678 does not cover this kind of agreement",
    )
