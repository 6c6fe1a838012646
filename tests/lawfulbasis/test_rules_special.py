"""Special category data and its conditions: near misses on both sides (A-11, A-13)."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.basis_rows import (
    CHARITY,
    COUNCIL,
    ETHNICITY,
    EXPLICIT_CONSENT,
    HEALTH,
    OFFENCES,
    SAFEGUARDING,
    UNLAWFUL_ACTS,
    G,
    H,
    J,
    art9,
    sch1,
    with_rows,
)
from tests.lawfulbasis.examples.basis_special import CARE, EMPLOYMENT, NONE, SOCIAL_CARE, WELL_BEING
from tests.lawfulbasis.examples.basis_special_asks import (
    DISABILITY,
    DIVERSITY,
    EQUALITY,
    FRAUD,
    NOT_FOR_PROFIT,
    POLICY,
    RESEARCH,
    TO_COUNCIL,
)
from tests.lawfulbasis.examples.enforcement_rows import places
from tests.lawfulbasis.examples.shared import basis

TASK = basis("h35", "charity", "dpa2018_part3_s35", "s35_2_b_task")
SENSITIVE = {"datasets__0__items__0__types": ["s35_8_health"]}
SECOND_PURPOSE = {"key": "study", "title": "A study"}


def test_part_3_alone_needs_no_article_9():
    assert places("SC-01", document(lawful_basis=[COUNCIL, TASK], **HEALTH)) == ["parties/council/lawful_basis"]


def test_what_the_police_call_sensitive_is_special_category_data_for_others():
    assert places("SC-01", document(lawful_basis=[COUNCIL, TASK], **SENSITIVE)) == ["parties/council/lawful_basis"]
    mixed = document(lawful_basis=[COUNCIL, H, TASK, CHARITY], **SENSITIVE)
    assert places("SC-01", mixed) == []


@pytest.mark.parametrize("identifiability", ["anonymised", "aggregated"])
def test_nothing_is_asked_for_data_about_nobody(identifiability):
    assert places("SC-01", document(**HEALTH, datasets__0__identifiability=identifiability)) == []


def test_an_item_that_is_not_shared_asks_for_nothing():
    assert places("SC-01", document(**HEALTH, datasets__0__items__0__excluded=True)) == []


def test_a_condition_for_data_that_may_turn_up_has_no_data_yet():
    assert places("SC-02", with_rows({**G, "contingent": True}, {**SAFEGUARDING, "contingent": True})) == []
    assert places("SC-06", with_rows({**SAFEGUARDING, "contingent": True})) == []
    assert places("SC-02", with_rows(G, datasets=[], retention=[], flows=[], storage=[], end_of_sharing=[])) == []


def test_a_condition_for_another_purpose_does_not_answer():
    rows = ({**G, "purpose": "help"}, {**SAFEGUARDING, "purpose": "study"})
    assert places("SC-03", with_rows(*rows, **HEALTH, purposes__1=SECOND_PURPOSE)) == ["lawful_basis/council-g"]
    rows = ({**G, "purpose": "help"}, SAFEGUARDING)
    assert places("SC-03", with_rows(*rows, **HEALTH, purposes__1=SECOND_PURPOSE)) == []


def test_another_party_cannot_bring_the_condition():
    assert len(places("SC-04", with_rows(H, {**CARE, "party": "charity"}, **HEALTH))) == 1


def test_points_that_stand_alone_need_no_schedule():
    assert places("SC-03", with_rows(EXPLICIT_CONSENT)) == places("SC-04", with_rows(EXPLICIT_CONSENT)) == []


def test_a_pair_is_looked_at_from_both_sides():
    assert places("SC-05", with_rows(H, EMPLOYMENT, **HEALTH)) == ["lawful_basis/council-h", "lawful_basis/s1"]
    assert places("SC-05", with_rows(H, **HEALTH)) == []  # SC-04 says it


def test_a_part_1_condition_may_stand_for_offence_data():
    assert places("SC-05", with_rows(EMPLOYMENT, **OFFENCES)) == []


def test_a_wider_condition_covers_what_a_narrow_one_does_not():
    both = ({**SAFEGUARDING, "key": "s1"}, WELL_BEING, G)
    assert places("SC-16", with_rows(*both, **ETHNICITY)) == []
    assert places("SC-16", with_rows(G, WELL_BEING, EXPLICIT_CONSENT, **ETHNICITY)) == []
    assert places("SC-16", with_rows(G, WELL_BEING, datasets__0__categories=["cat_special_category"])) == []


def test_equality_covers_orientation():
    orientation = {"datasets__0__items__0__types": ["sc_sex_life_orientation"]}
    assert places("SC-16", with_rows(G, EQUALITY, **orientation)) == []
    assert places("SC-16", with_rows(G, EQUALITY, datasets__0__items__0__types=["sc_genetic"])) == ["lawful_basis/s1"]


@pytest.mark.parametrize(
    "answer", [{"datasets__0__exclusions": "Nothing on health."}, {"datasets__0__items__0__exclusions": "No health."}]
)
def test_what_is_left_out_explains_telling_data(answer):
    assert places("SC-20", document(**SOCIAL_CARE, **answer)) == []


def test_treatment_and_patients_tell_of_health():
    assert len(places("SC-20", document(datasets__0__items__0__types=["pd_x_substance_treatment"]))) == 1
    assert len(places("SC-20", document(datasets__0__data_subjects=["ds_patients"]))) == 1
    assert places("SC-20", document(datasets__0__items__0__types=["pd_name", "pd_address"])) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("It is not anticipated that special category data will be shared under this DSA.", True),
        ("Special category data will not be shared.", True),
        ("Special category data: none expected.", True),
        ("We will not share special category data.", True),
        ("No special category data will be shared unless a child is at risk.", False),
        ("No special category data is shared by email.", False),
        ("Special category data will be shared.", False),
        ("No criminal offence data is shared.", False),
    ],
)
def test_only_plain_statements_conflict(text, fires):
    sections = [{"key": "s", "heading": "Data", "text": text}]
    assert places("SC-21", document(**HEALTH, sections=sections)) == (["sections/s/text"] if fires else [])


def test_words_about_one_dataset_speak_of_that_one():
    said = {"datasets__0__description": "No special category data is included."}
    other = {
        "key": "other",
        "title": "Other",
        "supplier": "council",
        "items": [{"key": "h", "name": "Health", "types": ["sc_health"]}],
    }
    assert places("SC-21", document(**said, datasets__1=other)) == []
    assert places("SC-21", document(**said, **HEALTH)) == ["datasets/families/description"]


def test_the_text_can_contradict_itself():
    told = "No special category data is expected. In a very small minority of cases {} data may be shared."
    for words, fires in (("racial or sexuality", True), ("contact", False)):
        sections = [{"key": "s", "heading": "Data", "text": told.format(words)}]
        assert bool(places("SC-21", document(sections=sections))) is fires
    denied = [{**NONE[0], "text": f"{NONE[0]['text']} No health data will be shared."}]
    assert places("SC-21", document(sections=denied)) == []


def test_offences_are_denied_in_their_own_words():
    sections = [{"key": "s", "heading": "Data", "text": "No criminal offence data is shared."}]
    assert places("SC-21", document(**OFFENCES, sections=sections)) == ["sections/s/text"]


@pytest.mark.parametrize(
    ("more", "fires"),
    [
        ({"reason": "By registered social workers."}, False),
        ({"reason": "For early help."}, True),
        ({"reason": "By social workers.", "confirmed": False}, True),
    ],
)
def test_confidentiality_may_be_explained(more, fires):
    assert bool(places("SC-07", with_rows({**H, **more}, **HEALTH))) is fires


def test_research_safeguards_are_confirmed_not_described():
    assert places("SC-08", with_rows({**J, "reason": "With safeguards."}, RESEARCH)) == [
        "lawful_basis/council-j/confirmed"
    ]


def test_a_row_may_name_its_own_policy_document():
    assert places("SC-09", with_rows(G, {**SAFEGUARDING, "policy_document": "APD v3"}, **HEALTH)) == []
    assert places("SC-09", with_rows(G, sch1("sch1_p2_journalism"), **HEALTH)) == []


def test_telling_a_competent_authority_needs_no_policy_document():
    """Paragraph 10(2): for disclosing, not for keeping and using."""
    tells = {**UNLAWFUL_ACTS, "party": "charity"}
    told = document(lawful_basis=[COUNCIL, CHARITY, tells], **OFFENCES, **TO_COUNCIL)
    assert places("SC-09", told) == ["parties/charity/policy_document/reference"]
    authority = {"parties__0__organisation__competent_authority": "Trading standards"}
    told = document(lawful_basis=[COUNCIL, CHARITY, tells], **OFFENCES, **TO_COUNCIL, **authority)
    assert places("SC-09", told) == []
    assert places("SC-10", told) == ["parties/charity/policy_document"]


def test_the_exemption_may_be_claimed_by_its_paragraph():
    assert places("SC-09", with_rows({**UNLAWFUL_ACTS, "paragraph": "para 10(1) and (2)"}, **OFFENCES)) != []
    assert places("SC-09", with_rows({**UNLAWFUL_ACTS, "paragraph": "para 10(2)"}, **OFFENCES)) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"procedures": False}, "procedures"),
        ({"retention": False}, "retention"),
        ({"reviewed_on": None}, "reviewed_on"),
        ({"reviewed_on": "2025-11-20", "procedures": None}, ""),
    ],
)
def test_a_policy_document_is_whole_and_a_year_old_at_most(more, field):
    kept = with_rows(G, SAFEGUARDING, **HEALTH, parties__0__policy_document={**POLICY, **more})
    assert places("SC-11", kept) == ([f"parties/council/policy_document/{field}"] if field else [])


def test_a_policy_document_that_nobody_asks_for_may_be_old():
    old = {"parties__0__policy_document": {**POLICY, "reviewed_on": "2020-01-01"}}
    assert places("SC-11", with_rows(H, CARE, **HEALTH, **old)) == []


def test_a_party_may_be_the_anti_fraud_organisation():
    assert places("SC-12", with_rows(FRAUD, **OFFENCES, parties__1__standing=["anti_fraud"])) == []
    assert places("SC-12", with_rows({**FRAUD, "reason": "As members of Cifas."}, **OFFENCES)) == []


def test_a_body_that_nothing_is_known_of_is_not_refused():
    unknown = {"parties__0__organisation__public_authority": None}
    assert places("SC-15", with_rows(G, DISABILITY, **HEALTH, **unknown)) == []


def test_not_for_profit_bodies_have_a_standing():
    assert places("SC-15", with_rows(NOT_FOR_PROFIT, **HEALTH)) == ["lawful_basis/charity-d"]
    assert places("SC-15", with_rows(NOT_FOR_PROFIT, **HEALTH, parties__1__standing=["not_for_profit"])) == []


@pytest.mark.parametrize(("name", "fires"), [("Essex Police, Fire and Crime Commissioner", False), ("Council", True)])
def test_elected_representatives_may_be_public_authorities(name, fires):
    row = sch1("sch1_p2_elected_reps_responding")
    assert bool(places("SC-15", with_rows(row, parties__0__organisation__name=name))) is fires


def test_equality_for_its_own_purpose_leaves_decisions_to_others():
    rows = (G, {**EQUALITY, "purpose": "study"})
    decisions = {"purposes__0__aims": ["decisions"], "purposes__1": SECOND_PURPOSE}
    assert places("SC-17", with_rows(*rows, **HEALTH, **decisions)) == []


def test_recruitment_may_be_said_in_words():
    assert places("SC-18", with_rows(G, DIVERSITY, purposes__0__text="Recruiting the board.")) == []


def test_only_some_conditions_ask_why_not_consent():
    statutory = sch1("sch1_p2_statutory_government")
    assert places("SC-19", with_rows(G, statutory, **HEALTH)) == []
    assert places("SC-19", with_rows(G, {**SAFEGUARDING, "reason": "Consent would put a child at risk."})) == []
    sch8 = basis("c8", "council", "dpa2018_sch8", "sch8_safeguarding")
    assert places("SC-19", with_rows(sch8)) == ["lawful_basis/c8/no_consent"]


def test_with_another_condition_or_consent_data_may_leave_the_body():
    other = art9("art9_2_g_substantial_public_interest", "charity")
    assert places("SC-22", with_rows(NOT_FOR_PROFIT, other, **HEALTH, **TO_COUNCIL)) == []
    consent = basis("h6a", "charity", "uk_gdpr_art6", "art6_1_a_consent")
    assert places("SC-22", with_rows(NOT_FOR_PROFIT, consent, **HEALTH, **TO_COUNCIL)) == []
    offences = sch1("sch1_p3_not_for_profit", "charity")
    assert places("SC-22", with_rows(offences, **OFFENCES, **TO_COUNCIL)) == ["lawful_basis/s1"]
