"""Impact assessments (A-23, B-11, D-13, E-24): near misses on both sides."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_dpia import CHILDREN, DONE
from tests.lawfulbasis.examples.enforcement_rows import places

OWN = {"decision": "own", "reference": "DPIA 7", "approved_on": "2026-10-10"}


@pytest.mark.parametrize("status", ["under_way", "not_started", "not_needed"])
def test_an_assessment_that_is_not_done_does_not_count(status):
    assert places("DP-01", document(automated__matching=True, assessment={"status": status})) == ["assessment/status"]


def test_every_controller_may_have_made_its_own():
    both = {"parties__0__assessment": OWN, "parties__1__assessment": OWN | {"decision": "adapted"}}
    assert places("DP-01", document(automated__matching=True, **both)) == []
    assert places("DP-01", document(automated__matching=True, parties__0__assessment=OWN)) == ["assessment/status"]


def test_names_alone_point_to_no_high_risk():
    assert places("DP-01", document()) == places("DP-01", document(**CHILDREN)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"assessment": {"triggers": ["innovative"]}},
        {"automated": {"decisions": True}},
        {"automated": {"profiling": True}, **CHILDREN},
        {"datasets__0__items__0__types": ["sc_genetic"]},
    ],
)
def test_signs_of_high_risk(changes):
    assert places("DP-01", document(**changes)) == ["assessment/status"]


@pytest.mark.parametrize(
    "changes",
    [
        {"automated": {"matching": False, "profiling": False}},
        {"automated": {"profiling": True}},
        {"automated": {"matching": True}, "datasets__0__identifiability": "aggregated"},
    ],
)
def test_what_is_no_sign_of_high_risk_by_itself(changes):
    assert places("DP-01", document(**changes)) == []


def test_a_party_that_makes_none_says_why():
    none = {"decision": "none"}
    assert places("DP-02", document(parties__1__assessment=none)) == ["parties/charity/assessment/reason"]
    assert places("DP-02", document(parties__1__assessment=none | {"reason": "It reads counts alone."})) == []


@pytest.mark.parametrize("decision", ["shared", "adapted", "own"])
def test_a_party_that_adopts_an_assessment_needs_no_screening(decision):
    assert places("DP-02", document(parties__1__assessment={"decision": decision})) == []


def test_a_screening_form_may_be_attached():
    form = [{"key": "a", "kind": "DPIA screening", "title": "Form"}]
    assert places("DP-02", document(assessment={"status": "not_needed"}, attachments=form)) == []


def test_advice_may_stand_among_the_advice():
    advice = [{"key": "a", "by": "Sam Obi", "role": "Data Protection Officer", "outcome": "Go ahead."}]
    lawyer = [{"key": "a", "by": "Sam Obi", "role": "Solicitor", "outcome": "Go ahead."}]
    assert places("DP-03", document(assessment=DONE | {"dpo_advice": ""}, advice=advice)) == []
    assert places("DP-03", document(assessment=DONE | {"dpo_advice": ""}, advice=lawyer)) == ["assessment/dpo_advice"]


def test_approval_is_asked_for_once_the_assessment_is_done():
    assert places("DP-03", document(assessment=DONE | {"approved_on": None})) == ["assessment/approved_on"]
    assert places("DP-03", document(assessment={"status": "under_way"})) == []


def test_an_assessment_of_the_day_of_the_change_is_new_enough():
    assert places("DP-04", document(assessment=DONE | {"changed_on": "2026-10-10"})) == []


@pytest.mark.parametrize("risk", ["High", "high, accepted by the board", "Medium to high"])
def test_high_risk_by_any_name(risk):
    assert places("DP-05", document(assessment=DONE | {"residual_risk": risk})) == ["assessment/consultation"]


@pytest.mark.parametrize("risk", ["", "Low", "medium", "Not high", "Reduced from high to low", "Highly unlikely"])
def test_other_risk(risk):
    assert places("DP-05", document(assessment=DONE | {"residual_risk": risk})) == []


def test_students_of_a_university_are_taken_for_adults():
    students = {"datasets__0__data_subjects": ["ds_students"]}
    university = {"name": "University of Essex", "ico_reference": "Z1234567", "kind": "university"}
    assert places("DP-06", document(**students)) == ["people/children"]
    assert places("DP-06", document(**students, parties__0__organisation=university)) == []


def test_children_in_counts_need_no_note():
    assert places("DP-06", document(**CHILDREN, datasets__0__identifiability="aggregated")) == []
