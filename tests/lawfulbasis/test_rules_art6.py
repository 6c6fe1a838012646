"""Article 6 and old law in the text: near misses on both sides (A-10, A-11)."""

import datetime as dt

import pytest

from lawfulbasis import rules
from lawfulbasis.rules import Facts
from lawfulbasis.rules.phrases import phrases
from tests.lawfulbasis.documents import catalogue, document
from tests.lawfulbasis.examples.basis_art6 import (
    CONSENT,
    DUTY,
    FOUR,
    ON_INTERESTS,
    POWER,
    PROCEDURE,
    RECOGNISED,
    REQUEST,
    SAFEGUARDING,
    VITAL,
)
from tests.lawfulbasis.examples.basis_rows import CHARITY, COUNCIL, with_rows
from tests.lawfulbasis.examples.enforcement_rows import places
from tests.lawfulbasis.examples.shared import basis

TASK = basis("h35", "charity", "dpa2018_part3_s35", "s35_2_b_task")
SECOND_PURPOSE = {"key": "study", "title": "A study"}


def test_police_under_part_3_alone_are_asked_for_no_article_6():
    assert places("A6-01", document(lawful_basis=[COUNCIL, TASK])) == []
    only_purposes = document(lawful_basis=[COUNCIL], parties__1__law_enforcement={"purposes": ["le_purpose_detection"]})
    assert places("A6-01", only_purposes) == []


def test_no_basis_is_asked_for_data_about_nobody():
    assert places("A6-01", document(lawful_basis=[], datasets__0__identifiability="aggregated")) == []
    assert len(places("A6-01", document(lawful_basis=[], datasets__0__identifiability="pseudonymised"))) == 2


def test_who_handles_no_personal_data_needs_no_basis():
    third = {"key": "uni", "organisation": {"name": "University"}, "roles": ["controller"], "purpose": "To count."}
    assert places("A6-01", document(parties__2=third)) == []


@pytest.mark.parametrize("public", [False, None])
def test_legitimate_interests_are_open_to_others(public):
    open_to = document(lawful_basis=[ON_INTERESTS, CHARITY], parties__0__organisation__public_authority=public)
    assert places("A6-02", open_to) == []


def test_a_reason_about_tasks_does_not_say_that_it_is_none():
    row = {**ON_INTERESTS, "reason": "Part of its safeguarding function."}
    assert places("A6-02", document(lawful_basis=[row, CHARITY])) == ["lawful_basis/c6"]


def test_an_interest_for_another_purpose_does_not_answer():
    rows = [COUNCIL, {**RECOGNISED, "purpose": "help"}, {**SAFEGUARDING, "purpose": "study"}]
    assert places("A6-04", document(lawful_basis=rows, purposes__1=SECOND_PURPOSE)) == ["lawful_basis/h6"]


def test_an_active_agreement_is_held_against_today():
    old = document(lawful_basis=[COUNCIL, RECOGNISED, SAFEGUARDING], term__starts_on="2025-11-01")
    assert len(places("A6-05", old)) == 2
    assert places("A6-05", old, Facts(active=True)) == []


def test_a_condition_that_is_only_a_rule_cannot_be_relied_on():
    row = basis("s1", "council", "dpa2018_sch1_pt2", "sch1_p2_apd_rule")
    assert places("A6-05", with_rows(row)) == ["lawful_basis/s1"]


def test_a_request_needs_who_asked_and_what_they_said():
    asked = {**REQUEST, "requested_by": "Harlow Council"}
    assert places("A6-06", document(lawful_basis=[COUNCIL, RECOGNISED, asked])) == ["lawful_basis/h1/reason"]


@pytest.mark.parametrize(
    ("law", "fires"),
    [
        ({"title": "Children Act 1989"}, False),
        ({"title": "Common law policing powers"}, False),
        ({"title": "Data Protection Act 2018"}, True),
        ({"title": "Working together", "kind": "guidance"}, True),
        ({"title": "Children Act 1989", "parties": ["charity"]}, True),
        ({"title": "Children in need", "code": "gw_ca1989_s17"}, False),
    ],
)
def test_a_public_task_rests_on_a_law_that_gives_it(law, fires):
    assert bool(places("A6-07", document(legislation=[{"key": "l", **law}]))) is fires


def test_a_legal_obligation_needs_its_law_too():
    assert places("A6-07", document(lawful_basis=[DUTY, CHARITY], legislation=[])) == ["lawful_basis/c6"]


def test_the_law_may_stand_beside_another_row_of_the_party():
    statutory = basis("s1", "council", "dpa2018_sch1_pt2", "sch1_p2_statutory_government")
    told = {**COUNCIL, "reason": "Section 17 of the Children Act 1989"}
    assert places("A6-07", document(lawful_basis=[told, CHARITY, statutory], legislation=[])) == []
    assert len(places("A6-07", document(lawful_basis=[COUNCIL, CHARITY, statutory], legislation=[]))) == 2


def test_one_law_of_unknown_kind_may_be_the_duty():
    unknown = {"key": "l", "title": "Children Act 2004", "provision": "section 11"}
    assert places("A6-08", document(lawful_basis=[DUTY, CHARITY], legislation=[POWER, unknown])) == []
    by_code = {"key": "l", "title": "Crime and disorder", "code": "gw_cda_s115"}
    assert places("A6-08", document(lawful_basis=[DUTY, CHARITY], legislation=[by_code])) == ["lawful_basis/c6"]
    assert places("A6-08", document(lawful_basis=[DUTY, CHARITY], legislation=[])) == []


def test_consent_needs_both_ends():
    asked = [COUNCIL, CONSENT]
    assert places("A6-10", document(lawful_basis=asked)) == ["consent"]
    half = [{**PROCEDURE, "recorded": "tbc"}]
    assert places("A6-10", document(lawful_basis=asked, consent=half)) == ["consent/h/recorded"]
    under_part_3 = basis("c35", "council", "dpa2018_part3_s35", "s35_2_a_consent")
    assert places("A6-10", with_rows(under_part_3)) == ["consent"]


def test_an_attached_assessment_counts():
    attached = [{"key": "lia", "title": "Legitimate interests assessment"}]
    assert places("A6-11", document(lawful_basis__1__assessment="", attachments=attached)) == []


@pytest.mark.parametrize("often", ["", "One-off", "As needed in an emergency", "Single extract"])
def test_vital_interests_pass_where_nothing_is_routine(often):
    assert places("A6-12", with_rows(VITAL, datasets__0__frequency=often)) == []


@pytest.mark.parametrize("more", [{"reason": "Only where a life is at risk."}, {"contingent": True}])
def test_vital_interests_may_stand_by_for_emergencies(more):
    assert places("A6-12", with_rows({**VITAL, **more}, datasets__0__frequency="Daily")) == []


def test_a_flow_says_how_often_too():
    flow = {
        "key": "f",
        "sender": "council",
        "recipients": ["charity"],
        "datasets": ["families"],
        "frequency": "Monthly",
    }
    assert places("A6-12", with_rows(VITAL, flows=[flow])) == ["lawful_basis/c6d"]


def test_three_bases_are_not_too_many():
    assert places("A6-13", document(lawful_basis=[*FOUR[:3], CHARITY])) == []


@pytest.mark.parametrize(
    "words",
    [
        "on the basis of Union or Member State law",
        "the Data Protection\nAct 1998",
        "a Schedule 2 condition",
        "Schedule 3 conditions",
        "under Article 9(g)",
        "Fair processing notices",
        "Data Controllers in Common",
        "an approved Privacy Impact Assessment",
        "the Children Act 2014",
        "Working Together to Safeguard Children 2018",
        "Article 22 of the UK GDPR",
    ],
)
def test_old_and_wrong_law_is_found(words):
    assert places("A6-14", document(identity__scope=words)) == ["identity/scope"]


@pytest.mark.parametrize(
    "words",
    [
        "The Data Protection Act 1998 was repealed.",
        "DPA 2018, which replaced the Data Protection Act 1998",
        "Articles 22A to 22D of the UK GDPR",
        "Article 9(2)(g)",
        "the Children and Families Act 2014",
        "lawful and fair processing",
        "Schedule 2 to the Data Protection Act 2018",
        "the Human Rights Act 1998",
    ],
)
def test_history_and_today_s_law_are_left_alone(words):
    assert places("A6-14", document(identity__scope=words)) == []


def test_what_others_wrote_keeps_its_name():
    past = [{"key": "v", "version": "1", "change": "Rewritten: Data Protection Act 1998"}]
    assert places("A6-14", document(versions=past)) == []


def test_words_are_stale_from_their_day():
    text = document(identity__scope="Article 22 of the UK GDPR", term__starts_on=None)
    early = rules.check(text, catalogue(), dt.date(2026, 2, 4))
    assert "A6-14" not in {finding.rule for finding in early}


def test_every_phrase_finds_its_own_forms():
    for kind in ("law", "body", "handler"):
        assert phrases(kind)
        for phrase in phrases(kind):
            for form in phrase.forms:
                assert next(phrase.matches(f"See {form}, which holds."), None) == form
                assert phrase.instead, form
                assert phrase.reference, form


@pytest.mark.parametrize("answer", [{"reuse_route": "le_gate_s36_4"}, {"reuse_reason": "Article 8A(3)(e)"}])
def test_re_use_is_explained_by_a_route_or_in_words(answer):
    changes = {f"purposes__0__{name}": value for name, value in answer.items()}
    assert places("A6-15", document(purposes__0__collected_for_other=True, **changes)) == []
    assert places("A6-15", document(purposes__0__collected_for_other=False)) == []
