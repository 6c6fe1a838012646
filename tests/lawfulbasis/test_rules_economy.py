"""The Digital Economy Act (E-23): near misses on both sides."""

import pytest

from foundation.verdicts import Severity
from lawfulbasis.rules import Facts
from lawfulbasis.rules.registry import wordings
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_economy import HMRC, LISTED, ONWARD, SCHOOL, empowered
from tests.lawfulbasis.examples.enforcement_rows import places

SECTION_35 = {"key": "dea", "title": "Digital Economy Act 2017", "code": "gw_dea_s35"}
CARE_ACT = {"key": "care", "title": "Care Act 2014", "code": "gw_care_act", "parties": ["charity"]}
REVENUE = {"parties__0__organisation": HMRC, "parties__2": SCHOOL}
NHS = {"name": "Mid Essex Hospitals", "ico_reference": "Z1234567", "kind": "nhs_trust"}


def test_nothing_is_asked_where_the_act_is_not_used():
    for cited in ([], [SECTION_35]):
        plain = document(digital_economy={"applies": False}, legislation=cited)
        for number in range(1, 9):
            assert places(f"DE-{number:02}", plain) == []


def test_citing_a_power_is_using_it():
    cited = document(legislation=[SECTION_35])
    assert places("DE-01", cited) == ["digital_economy/listed", "digital_economy/listed"]
    assert places("DE-02", cited) == ["digital_economy/objective"]


def test_only_those_who_use_the_power_are_on_its_list():
    named = SECTION_35 | {"parties": ["council"]}
    assert places("DE-01", empowered(listed=LISTED[:1], document_changes={"legislation": [named]})) == []
    assert places("DE-01", empowered(listed=LISTED[:1], document_changes={"legislation": [CARE_ACT]})) == []


def test_research_has_no_list_and_no_register():
    research = empowered("gw_dea_s64", listed=[], register_entry="", business_case="", objective="")
    for id in ("DE-01", "DE-02", "DE-03", "DE-04", "DE-08"):
        assert places(id, research, Facts(active=True)) == []


@pytest.mark.parametrize("power", ["gw_dea_s48", "gw_dea_s56"])
def test_debt_and_fraud_have_no_objective_in_regulations(power):
    assert places("DE-02", empowered(power, objective="")) == []


def test_the_register_is_asked_for_once_sharing_goes_on():
    assert places("DE-03", empowered(register_entry="")) == []
    assert places("DE-03", empowered(register_entry=""), Facts(active=True)) == ["digital_economy/register_entry"]
    assert places("DE-03", empowered(), Facts(active=True)) == []


def test_papers_may_be_attached_instead():
    papers = [
        {"key": "a", "kind": "Security plan", "title": "Annex 2"},
        {"key": "b", "kind": "", "title": "The business case"},
    ]
    attached = {"attachments": papers, "assessment": {"status": "done"}}
    bare = {"security_plan": "", "business_case": "", "impact_assessment": ""}
    assert places("DE-04", empowered(**bare, document_changes=attached)) == []
    assert places("DE-04", empowered(**bare)) == ["digital_economy/business_case"]


@pytest.mark.parametrize("power", ["gw_dea_s48", "gw_dea_s56"])
def test_a_pilot_about_debt_or_fraud_does_not_begin_without_its_papers(power):
    """E-23: what is a warning for public services is a problem here, and it is said once."""
    bare = {"security_plan": "", "business_case": "", "impact_assessment": ""}
    assert places("DE-08", empowered(power, **bare)) == ["digital_economy/business_case"]
    assert places("DE-04", empowered(power, **bare)) == []
    assert places("DE-08", empowered(power)) == []
    services = SECTION_35 | {"key": "services"}
    assert places("DE-04", empowered(power, **bare, document_changes={"legislation": [services]})) == []
    assert places("DE-08", empowered(**bare)) == []
    assert wordings()["DE-08"].severity is Severity.PROBLEM
    assert wordings()["DE-04"].severity is Severity.WARNING


def test_limits_may_stand_in_the_text():
    section = {"key": "s", "heading": "Staff", "text": "Unlawful disclosure of the data is an offence."}
    assert places("DE-05", empowered(limits="", document_changes={"sections": [section]})) == []
    assert places("DE-05", empowered(limits="N/A")) == ["digital_economy/limits"]


def test_data_that_hmrc_itself_sends_to_several_is_not_passed_on():
    direct = [{"key": "in", "sender": "council", "recipients": ["charity", "school"], "datasets": ["families"]}]
    assert places("DE-06", empowered(document_changes=REVENUE | {"flows": direct})) == []


def test_a_processor_of_the_recipient_is_no_further_step():
    host = {
        "key": "school",
        "organisation": {"name": "Hosting Ltd"},
        "roles": ["processor"],
        "processor_for": ["charity"],
    }
    assert places("DE-06", empowered(document_changes=REVENUE | {"parties__2": host, "flows": ONWARD})) == []


def test_data_of_a_council_needs_no_consent_of_hmrc():
    assert places("DE-06", empowered(document_changes={"parties__2": SCHOOL, "flows": ONWARD})) == []


def test_the_debt_power_is_not_about_consent_of_hmrc():
    assert places("DE-06", empowered("gw_dea_s48", document_changes=REVENUE | {"flows": ONWARD})) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"parties__0__organisation": NHS}, 1),
        ({"datasets__0__data_subjects": ["ds_patients"]}, 1),
        ({"datasets__0__items__0__types": ["pd_social_care"], "datasets__0__data_subjects": ["ds_x_children"]}, 0),
        ({"datasets__0__items__0__types": ["sc_health"]}, 0),
        ({"datasets__0__items__0__types": ["pd_x_substance_treatment"]}, 1),
    ],
)
def test_data_held_for_health_or_adult_social_care(changes, found):
    assert len(places("DE-07", empowered("gw_dea_s64", document_changes=changes))) == found


def test_care_data_under_another_power_is_not_about_research():
    assert places("DE-07", empowered(document_changes={"datasets__0__items__0__types": ["pd_social_care"]})) == []
