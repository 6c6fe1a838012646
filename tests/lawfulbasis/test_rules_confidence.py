"""The duty of confidence (E-8, E-29): near misses on both sides."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_confidence import APPROVED, GUARDIAN, TRUST, caring
from tests.lawfulbasis.examples.enforcement_rows import places

SECOND = {
    "key": "second",
    "title": "Second",
    "supplier": "council",
    "identifiability": "identifiable",
    "items": [{"key": "harm", "name": "Harm", "types": ["sc_health"]}],
}
CONSENT = {"key": "consent", "party": "council", "override": "clc_explicit_consent", "datasets": ["families"]}
SOCIAL_CARE = {"datasets__0__items__0__types": ["pd_social_care"]}
COUNCIL = {"name": "Harlow Council", "ico_reference": "Z1234567", "kind": "local_authority", "nation": "england"}


def test_names_and_addresses_are_not_confidential_by_their_kind():
    assert places("CF-01", document()) == []


@pytest.mark.parametrize("identifiability", ["aggregated", "anonymised"])
def test_counts_owe_nobody_confidence(identifiability):
    assert places("CF-01", caring(datasets__0__identifiability=identifiability)) == []


def test_patients_make_any_data_confidential():
    assert places("CF-01", document(datasets__0__data_subjects=["ds_patients"])) == ["parties/council/confidentiality"]


def test_a_row_for_some_data_leaves_the_rest_open():
    assert places("CF-01", caring(confidentiality=[CONSENT])) == []
    assert places("CF-01", caring(confidentiality=[CONSENT], datasets__1=SECOND)) == ["parties/council/confidentiality"]


def test_another_party_cannot_answer_for_the_supplier():
    theirs = CONSENT | {"party": "charity", "datasets": []}
    assert places("CF-01", caring(confidentiality=[theirs])) == ["parties/council/confidentiality"]


def test_not_applicable_may_be_about_the_other_data():
    rest = {"key": "rest", "party": "council", "override": "clc_not_applicable"}
    assert places("CF-02", caring(confidentiality=[CONSENT, rest])) == []
    assert places("CF-02", caring(confidentiality=[CONSENT, rest], datasets__1=SECOND)) == ["confidentiality/rest"]


@pytest.mark.parametrize("missing", [{"approval": ""}, {"approval": "TBC"}, {"approval_ends_on": None}])
def test_both_halves_of_an_approval_are_needed(missing):
    assert places("CF-03", caring("clc_section_251", row=APPROVED | missing)) == ["confidentiality/row"]


def test_an_approval_holds_through_its_last_day():
    assert places("CF-03", caring("clc_section_251", row=APPROVED | {"approval_ends_on": "2026-11-20"})) == []


@pytest.mark.parametrize("aims", [(), ("other",), ("research",), ("planning",), ("safeguarding", "medical")])
def test_purposes_that_may_be_medical(aims):
    assert places("CF-04", caring("clc_section_251", aims, row=APPROVED)) == []


def test_section_251_does_not_reach_scotland():
    scottish = COUNCIL | {"nation": "Scotland"}
    assert places("CF-04", caring("clc_section_251", ("medical",), parties__0__organisation=scottish, row=APPROVED))


@pytest.mark.parametrize("aims", [(), ("other",), ("own_care", "planning")])
def test_implied_consent_where_own_care_is_not_ruled_out(aims):
    assert places("CF-05", caring("clc_implied_consent", aims)) == []


def test_implied_consent_beside_another_route_for_the_same_data():
    implied = {"key": "implied", "party": "council", "override": "clc_implied_consent"}
    assert places("CF-05", caring(aims=("planning",), confidentiality=[CONSENT, implied])) == []


def test_a_purpose_of_somebody_else_says_nothing_of_the_data():
    """The police have a purpose, and do not get the data."""
    police = {"key": "police", "organisation": {"name": "Essex Police"}, "roles": ["controller"]}
    theirs = {"key": "crime", "title": "Fewer assaults", "aims": ["law_enforcement"], "parties": ["police"]}
    shared = caring("clc_implied_consent", ("own_care",), parties__2=police, purposes__1=theirs)
    assert places("CF-05", shared) == []


@pytest.mark.parametrize(
    "row", [{"provision": "Care Act 2014 s.45"}, {"justification": "The Care Act 2014 obliges the council."}]
)
def test_the_law_may_be_named_in_either_box(row):
    assert places("CF-07", caring("clc_legal_requirement", row=row)) == []


def test_data_protection_law_requires_no_sharing():
    row = {"justification": "The Data Protection Act 2018 allows it."}
    assert places("CF-07", caring("clc_legal_requirement", row=row)) == ["confidentiality/row"]


def test_a_gateway_among_the_legislation_lifts_confidence():
    gateway = [{"key": "d", "title": "Digital Economy Act 2017", "code": "gw_dea_s35"}]
    assert places("CF-07", caring("clc_x_statutory_gateway")) == ["confidentiality/row"]
    assert places("CF-07", caring("clc_x_statutory_gateway", legislation=gateway)) == []
    assert places("CF-07", caring("clc_legal_requirement", legislation=gateway)) == ["confidentiality/row"]


@pytest.mark.parametrize("nation", ["scotland", "Wales"])
def test_england_alone_asks_for_a_guardian_and_the_toolkit(nation):
    abroad = TRUST | {"nation": nation, "dspt": ""}
    assert places("CF-08", caring(parties__0__organisation=abroad)) == []
    assert "parties/council/organisation/dspt" not in places("CF-11", caring(parties__0__organisation=abroad))


def test_adult_social_care_of_a_council_needs_a_guardian_and_childrens_does_not():
    children = SOCIAL_CARE | {"datasets__0__data_subjects": ["ds_x_children"]}
    assert places("CF-08", document(**SOCIAL_CARE, parties__0__organisation=COUNCIL)) == ["parties/council/contacts"]
    assert places("CF-08", document(**children, parties__0__organisation=COUNCIL)) == []


def test_a_care_provider_by_its_standing():
    provider = {"parties__1__standing": ["health_or_care"]}
    assert places("CF-08", caring(**provider)) == ["parties/charity/contacts"]
    assert places("CF-08", caring(**provider, parties__1__contacts=GUARDIAN)) == []


def test_a_guardian_without_a_name_is_none():
    blank = [{"role": "caldicott_guardian", "phone": "01279 000000"}]
    assert places("CF-08", caring(parties__0__organisation=TRUST, parties__0__contacts=blank))


@pytest.mark.parametrize(
    "override", ["clc_explicit_consent", "clc_legal_requirement", "clc_overriding_public_interest"]
)
def test_routes_that_the_opt_out_leaves_alone(override):
    assert places("CF-09", caring(override, ("planning",), parties__0__organisation=TRUST)) == []


@pytest.mark.parametrize(
    "row", [{"opt_out": False, "opt_out_reason": "A policy exemption applies."}, {"opt_out": True}]
)
def test_the_opt_out_considered(row):
    considered = APPROVED | row
    assert (
        places("CF-09", caring("clc_section_251", ("planning",), parties__0__organisation=TRUST, row=considered)) == []
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"datasets__0__identifiability": "pseudonymised"},
        {"parties__0__organisation": TRUST | {"nation": "wales"}},
        {"parties__0__organisation": COUNCIL},
        {"purposes__0": {"key": "help", "title": "Discharge", "aims": ["own_care"]}},
    ],
)
def test_what_the_opt_out_is_not_about(changes):
    row = APPROVED | {"opt_out": None}
    whole = {"parties__0__organisation": TRUST} | changes
    assert places("CF-09", caring("clc_section_251", ("planning",), row=row, **whole)) == []


def test_health_that_a_council_notes_is_not_data_of_the_health_service():
    assert places("CF-11", caring()) == []


def test_processors_of_patient_data_have_a_toolkit_status_too():
    host = {
        "key": "host",
        "organisation": {"name": "Hosting Ltd"},
        "roles": ["processor"],
        "processor_for": ["council"],
    }
    flow = {"key": "f", "sender": "council", "recipients": ["charity"], "via": ["host"], "datasets": ["families"]}
    found = places("CF-11", caring(parties__0__organisation=TRUST, parties__2=host, flows=[flow]))
    assert "parties/host/organisation/dspt" in found


def test_people_who_have_died_in_counts_are_nobodys_records():
    counts = {"datasets__0__data_subjects": ["ds_x_deceased"], "datasets__0__identifiability": "aggregated"}
    assert places("CF-10", document(**counts)) == []
