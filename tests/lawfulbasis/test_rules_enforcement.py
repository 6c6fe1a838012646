"""Law enforcement (D-16, D-32, E-16): near misses on both sides."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_part_3 import ENFORCEMENT, NO_POLICY, POLICE_6, WELFARE
from tests.lawfulbasis.examples.enforcement_rows import (
    CHARITY,
    COUNCIL,
    POLICE,
    SCHEDULE_8,
    SENSITIVE,
    STRICT,
    TASK,
    places,
    policed,
    without,
)
from tests.lawfulbasis.examples.shared import basis

OTHER_FORCE = POLICE | {"key": "other", "roles": ["controller", "recipient"]}
OTHER_TASK = basis("o-task", "other", "dpa2018_part3_s35", "s35_2_b_task")
HEALTH = {"items": [{"key": "harm", "name": "Harm", "types": ["sc_health"]}]}
CAMERA = {"items": [{"key": "film", "name": "Body-worn video", "types": ["pd_images_av"]}]}


def test_a_force_that_acts_for_welfare_alone_is_asked_nothing_of_part_3():
    welfare = policed(POLICE_6, police={"law_enforcement": {}}, data={"regimes": ["part_2"], **HEALTH})
    for id in [f"LE-{number:02}" for number in range(1, 17)]:
        assert places(id, welfare) == [], id


def test_being_competent_by_its_organisation_is_enough():
    force = POLICE["organisation"] | {"competent_authority": "Schedule 7, paragraph 5"}
    spoken = policed(police={"organisation": force, "law_enforcement": {"purposes": ["le_purpose_detection"]}})
    assert places("LE-01", spoken) == places("LE-02", spoken) == places("LE-04", spoken) == []


def test_a_body_that_says_it_is_not_competent_is_not():
    denied = policed(police={"law_enforcement": POLICE["law_enforcement"] | {"competent": False}})
    assert places("LE-04", denied) == ["lawful_basis/p-task", "parties/police/law_enforcement/purposes"]


def test_naming_functions_means_saying_which():
    functions = {
        "law_enforcement": without("schedule_7")["law_enforcement"] | {"schedule_7": "s30_1_b_statutory_functions"}
    }
    assert places("LE-02", policed(police=functions)) == ["parties/police/law_enforcement/schedule_7"]


def test_a_recipient_may_name_the_gate_of_section_36():
    gate = basis("c-gate", "council", "law_enforcement", "le_gate_s36_4", reason="Children Act 2004 s.11")
    assert places("LE-04", policed(TASK, gate)) == []


def test_a_processor_under_part_3_needs_no_purpose_and_no_competence():
    host = {"key": "host", "organisation": {"name": "Hosting Ltd"}, "roles": ["processor"], "processor_for": ["police"]}
    row = basis("x", "host", "dpa2018_part3_s35", "s35_2_b_task")
    assert places("LE-04", policed(TASK, row, parties__3=host)) == []


def test_purposes_may_stand_among_the_rows():
    row = basis("p-why", "police", "law_enforcement", "le_purpose_prevention")
    assert places("LE-03", policed(TASK, row, police=without("purposes"))) == []


def test_a_kind_of_people_is_no_purpose():
    row = basis("p-who", "police", "law_enforcement", "le_category_victims")
    assert places("LE-03", policed(TASK, row, police=without("purposes"))) != []


def test_special_category_data_under_part_3_is_sensitive_too():
    assert places("LE-05", policed(data=HEALTH)) == ["parties/police/lawful_basis"]


def test_the_same_data_for_welfare_is_not():
    assert places("LE-05", policed(TASK, POLICE_6, data=HEALTH | {"regimes": ["part_2"]})) == []


def test_contingent_rows_count_as_chosen():
    strict = STRICT | {"contingent": True}
    assert places("LE-05", policed(TASK, strict, SCHEDULE_8, data=SENSITIVE)) == []


@pytest.mark.parametrize("blank", ["n/a", "N/A.", "-", "None", "TBC", "not applicable"])
def test_a_box_that_says_nothing_explains_nothing(blank):
    said = {"law_enforcement": POLICE["law_enforcement"] | {"strict_necessity": blank}}
    assert places("LE-07", policed(TASK, STRICT, SCHEDULE_8, police=said, data=SENSITIVE))


def test_a_reason_beside_the_row_explains_strict_necessity():
    strict = STRICT | {"reason": "Without ethnicity nobody could see whom hate crime is aimed at."}
    assert places("LE-07", policed(TASK, strict, SCHEDULE_8, police=without("strict_necessity"), data=SENSITIVE)) == []


def test_a_task_alone_asks_for_no_policy_document():
    assert places("LE-08", policed(TASK)) == []
    assert places("LE-08", policed(TASK, NO_POLICY, SCHEDULE_8)) == ["parties/police/policy_document/reference"]


@pytest.mark.parametrize("row", [SCHEDULE_8 | {"contingent": True}])
def test_schedule_8_in_case_sensitive_data_turns_up(row):
    assert places("LE-15", policed(TASK, STRICT, row)) == []


def test_schedule_8_for_data_that_may_well_be_sensitive():
    assert places("LE-15", policed(TASK, STRICT, SCHEDULE_8, data=CAMERA)) == []
    assert places("LE-15", policed(TASK, STRICT, SCHEDULE_8, data={"items": []})) == []


def test_part_2_rows_follow_the_purpose_that_they_name():
    welfare = POLICE_6 | {"purpose": "care"}
    crime = POLICE_6 | {"purpose": "help"}
    assert places("LE-16", policed(TASK, welfare, purposes=WELFARE)) == []
    assert places("LE-16", policed(TASK, crime, purposes=WELFARE)) == ["lawful_basis/p6"]


def test_purposes_of_which_nobody_says_what_they_are_leave_part_2_rows_alone():
    mixed = policed(TASK, POLICE_6, data={"regimes": ["part_2", "part_3"]})
    assert places("LE-16", mixed) == []


def test_a_council_keeps_its_part_2_rows():
    assert places("LE-16", policed(TASK, purposes=ENFORCEMENT)) == []


@pytest.mark.parametrize(
    "law",
    [
        {"legislation": [{"key": "x", "title": "MAPPA", "code": "gw_cja2003_s325"}]},
        {"legislation": [{"key": "x", "title": "Children Act 2004"}]},
        {"lawful_basis": [COUNCIL | {"reason": "Children Act 2004, section 11."}, CHARITY, TASK]},
        {"lawful_basis": [COUNCIL | {"paragraph": "common law policing powers"}, CHARITY, TASK]},
    ],
)
def test_the_law_may_be_named_in_several_places(law):
    assert places("LE-10", policed(**{"legislation": [], **law})) == []


@pytest.mark.parametrize(
    "law",
    [
        {"key": "x", "title": "Data Protection Act 2018"},
        {"key": "x", "title": "UK GDPR and the Human Rights Act 1998"},
        {"key": "x", "title": "Working Together 2023", "kind": "guidance"},
        {"key": "x", "title": "Localism Act 2011", "code": "gw_localism_s1", "parties": ["charity"]},
    ],
)
def test_law_that_gives_neither_party_a_power_authorises_nothing(law):
    assert places("LE-10", policed(legislation=[law])) == ["legislation"]


def test_sharing_between_forces_stays_within_law_enforcement():
    between = policed(TASK, OTHER_TASK, data={"recipients": ["other"]}, parties__3=OTHER_FORCE, legislation=[])
    assert places("LE-10", between) == places("LE-11", between) == []


def test_anonymous_counts_are_no_longer_held_for_anything():
    assert places("LE-10", policed(data={"identifiability": "aggregated"}, legislation=[])) == []


def test_data_that_a_council_gives_to_the_police_was_not_held_for_law_enforcement():
    tip = {"supplier": "council", "recipients": ["police"]}
    assert places("LE-10", policed(data=tip, legislation=[])) == places("LE-11", policed(data=tip)) == []


def test_sensitive_data_needs_article_9_once_it_has_arrived():
    paragraph_18 = basis("c18", "council", "dpa2018_sch1_pt2", "sch1_p2_safeguarding")
    assert places("LE-11", policed(TASK, STRICT, SCHEDULE_8, data=SENSITIVE)) == ["parties/council/lawful_basis"]
    assert places("LE-11", policed(TASK, STRICT, SCHEDULE_8, paragraph_18, data=SENSITIVE)) == []


def test_one_kind_of_people_needs_no_telling_apart():
    assert places("LE-12", policed(data={"data_subjects": ["ds_victims"]})) == []
    assert places("LE-12", policed(data={"data_subjects": ["ds_victims", "ds_x_convicted"]})) == [
        "quality/distinctions"
    ]


def test_offenders_are_suspects_or_convicted():
    assert places("LE-12", policed(data={"data_subjects": ["ds_offenders"]})) == ["quality/distinctions"]


def test_the_text_on_quality_may_tell_people_apart():
    said = policed(
        data={"data_subjects": ["ds_offenders", "ds_victims"], "quality": "A flag marks victims and suspects."}
    )
    assert places("LE-12", said) == []


@pytest.mark.parametrize(
    "said",
    [
        {"handling__security": "Every view is logged."},
        {"security": [{"key": "a", "measure": "access_control", "text": "An audit trail is kept."}]},
        {"flows": [{"key": "f", "sender": "police", "recipients": ["council"], "channel": "paper"}]},
    ],
)
def test_logs_may_be_spoken_of_elsewhere(said):
    assert places("LE-13", policed(police=without("logs"), **said)) == []


@pytest.mark.parametrize("text", ["Logical separation.", "Catalogues are locked away."])
def test_other_words_are_no_logs(text):
    assert places("LE-13", policed(police=without("logs"), handling__security=text))


def test_periodic_review_is_asked_of_the_police_alone():
    assert places("LE-14", policed()) == []


def test_review_may_stand_in_words():
    years = {"key": "p", "party": "police", "period": {"number": 6, "unit": "years"}}
    assert places("LE-14", policed(retention__1=years | {"text": "The need is reviewed each year."})) == []
    assert places("LE-14", policed(retention__1=years | {"datasets": ["families"]})) == []


def test_a_plain_agreement_is_asked_nothing():
    for id in [f"LE-{number:02}" for number in range(1, 17)]:
        assert places(id, document()) == [], id
