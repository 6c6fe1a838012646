"""Criminal offence data: near misses on both sides (A-12)."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.basis_offences import EQUALITY, EXTENSION, OFFENDERS
from tests.lawfulbasis.examples.basis_rows import CHARITY, COUNCIL, OFFENCES, SAFEGUARDING, sch1, with_rows
from tests.lawfulbasis.examples.enforcement_rows import places
from tests.lawfulbasis.examples.shared import basis

AUTHORITY = basis("c10", "council", "uk_gdpr_art10", "art10_official_authority")
BY_LAW = basis("c10", "council", "uk_gdpr_art10", "art10_domestic_law_sch1")
TASK = basis("h35", "charity", "dpa2018_part3_s35", "s35_2_b_task")
FLAGS = {"datasets__0__items__0__types": ["pd_x_asb_da_flags"]}
BOTH = ["parties/council/lawful_basis", "parties/charity/lawful_basis"]
CHARITY_ONLY = BOTH[1:]


def test_official_authority_counts_with_its_source():
    assert places("CO-01", with_rows(AUTHORITY, **OFFENCES)) == BOTH
    for field in ("names", "reason", "paragraph"):
        sourced = {**AUTHORITY, field: "Crime and Disorder Act 1998"}
        assert places("CO-01", with_rows(sourced, **OFFENCES)) == CHARITY_ONLY


def test_authorised_by_law_still_needs_the_condition():
    assert places("CO-01", with_rows(BY_LAW, **OFFENCES)) == BOTH
    assert places("CO-01", with_rows(BY_LAW, SAFEGUARDING, **OFFENCES)) == CHARITY_ONLY


@pytest.mark.parametrize("condition", ["sch1_p1_health_social_care", "sch1_p2_unlawful_acts", "sch1_p3_legal_claims"])
def test_any_part_of_schedule_1_will_do(condition):
    assert places("CO-01", with_rows(sch1(condition), **OFFENCES)) == CHARITY_ONLY


def test_types_that_imply_offences_count():
    assert places("CO-01", document(**FLAGS)) == BOTH


def test_police_under_part_3_need_neither():
    assert places("CO-01", document(lawful_basis=[COUNCIL, SAFEGUARDING, TASK], **OFFENCES)) == []
    for_part_3 = {"datasets__0__regimes": ["part_3"]}
    assert (
        places("CO-01", document(lawful_basis=[COUNCIL, SAFEGUARDING, CHARITY, TASK], **OFFENCES, **for_part_3)) == []
    )


def test_advice_is_for_conditions_that_really_cover_offences():
    assert places("CO-02", with_rows(EQUALITY, **OFFENCES)) == []
    assert places("CO-02", with_rows(SAFEGUARDING)) == []


def test_the_condition_extended_may_be_a_row_of_its_own():
    assert places("CO-03", with_rows(EXTENSION, {**SAFEGUARDING, "key": "s2"}, **OFFENCES)) == []
    assert places("CO-03", with_rows({**EXTENSION, "paragraph": "36, extending 10"}, **OFFENCES)) == []
    theirs = {**SAFEGUARDING, "key": "s2", "party": "charity"}
    assert places("CO-03", with_rows(EXTENSION, theirs, **OFFENCES)) == ["lawful_basis/s1/names"]


@pytest.mark.parametrize("people", ["ds_offenders", "ds_x_convicted"])
def test_suspects_and_convicted_people_make_it_offence_data(people):
    assert len(places("CO-04", document(datasets__0__data_subjects=[people]))) == 1


@pytest.mark.parametrize("people", ["ds_victims", "ds_witnesses", "ds_service_users"])
def test_victims_and_witnesses_alone_do_not(people):
    assert places("CO-04", document(datasets__0__data_subjects=[people])) == []


def test_under_part_3_it_has_another_name():
    assert places("CO-04", document(**OFFENDERS, datasets__0__regimes=["part_3"])) == []
    assert len(places("CO-04", document(**OFFENDERS, datasets__0__regimes=["part_2"]))) == 1
    theirs = [basis("c35", "council", "dpa2018_part3_s35", "s35_2_b_task"), TASK]
    assert places("CO-04", document(lawful_basis=theirs, **OFFENDERS)) == []
    assert len(places("CO-04", document(lawful_basis=[COUNCIL, TASK], **OFFENDERS))) == 1


def test_counts_of_offenders_are_about_nobody():
    assert places("CO-04", document(**OFFENDERS, datasets__0__identifiability="aggregated")) == []


def test_an_unfit_condition_beside_authority_serves_other_data():
    sourced = {**AUTHORITY, "names": "Crime and Disorder Act 1998"}
    assert places("CO-05", with_rows(EQUALITY, sourced, **OFFENCES)) == []
    assert places("CO-05", with_rows(EQUALITY)) == []


def test_insurance_reaches_offences_through_its_extension():
    insurance = sch1("sch1_p2_insurance")
    assert places("CO-05", with_rows(insurance, **OFFENCES)) == ["lawful_basis/s1"]
    extended = sch1("sch1_p3_extension_insurance", key="s2")
    assert places("CO-05", with_rows(insurance, extended, **OFFENCES)) == []
