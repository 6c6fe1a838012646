"""The pan-London template filled in from beginning to end: the example that shows how it is done."""

import datetime as dt
import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from agreements import demo
from agreements.models import Agreement
from drafting import beginning, outline, template_files
from dsaformat import canonical, choices, reading
from foundation.verdicts import Severity
from lawfulbasis import rules
from lawfulbasis import services as law
from parties.models import Organisation
from tests.agreements.scene import AT
from tests.lawfulbasis.documents import catalogue

ON = dt.date(2026, 11, 20)
PAPER = demo.folder() / "boroughs.json"
TEMPLATE = Path(settings.BASE_DIR) / "fixtures" / "templates" / "pan-london.yaml"
POLICE = "metropolitan-police-service"
CAMDEN = {"party": "camden", "authority": "svd_spec_local_authority"}


@pytest.fixture(scope="module")
def document():
    return reading.load(PAPER.read_bytes())


@pytest.fixture(scope="module")
def findings(document):
    return rules.check(document, catalogue(), ON)


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def boroughs(document):
    return [party for party in document.parties if party.key != POLICE]


def everybody(document):
    return {party.key for party in document.parties}


def test_the_file_is_spelled_as_the_portal_spells_it(document):
    assert PAPER.read_text(encoding="utf-8") == canonical.pretty(document)


def test_34_parties_each_a_controller_of_its_own(document):
    """D-3, D-6, D-10, D-32."""
    assert len(document.parties) == 34
    assert len(boroughs(document)) == len({party.organisation.name for party in boroughs(document)}) == 33
    for party in document.parties:
        assert choices.Role.CONTROLLER in party.roles
        assert party.purpose
        assert party.duties
        assert party.law_enforcement.competent is (party.key == POLICE)
        assert {contact.role for contact in party.contacts} >= {
            choices.ContactRole.DATA_PROTECTION_OFFICER,
            choices.ContactRole.INCIDENTS,
        }


def test_nothing_is_wrong_and_what_is_left_is_explained(findings):
    """No problem, one warning for each party with one reason, and advice that asks for nothing."""
    assert [finding for finding in findings if finding.severity is Severity.PROBLEM] == []
    warnings = [finding for finding in findings if finding.severity is Severity.WARNING]
    assert {finding.rule for finding in warnings} == {"PTY-04"}
    assert all("before it signs" in finding.waived for finding in warnings)
    advice = [finding for finding in findings if finding.severity is Severity.INFORMATION]
    assert [(finding.rule, finding.path) for finding in advice] == [("CO-02", "lawful_basis")]
    assert "and 31 others" in advice[0].message


def test_it_stands_on_the_template_of_the_portal(document):
    """D-1: every section of the template, in its order, and no placeholder left."""
    template = outline.parse(template_files.read(TEMPLATE.read_bytes()))
    wanted = [
        (section["key"], section.get("number", ""), section["heading"]) for section in beginning.sections(template)
    ]
    assert [(section.key, section.number, section.heading) for section in document.sections] == wanted
    assert (document.template.code, document.template.version) == ("pan-london", "1")
    assert {section.key for section in document.sections if section.not_needed} == {
        "digital-economy",
        "joint-controllers",
    }


def test_every_part_that_its_sections_show_is_filled(document):
    """D-2, D-7, D-8, D-9, D-12, D-17, D-19, D-20, D-22, D-24 to D-31."""
    parts = ("versions", "related", "governance", "purposes", "benefits", "assessment", "lawful_basis", "legislation")
    parts += ("confidentiality", "human_rights", "proportionality", "serious_violence", "advice", "people", "datasets")
    parts += ("automated", "flows", "storage", "access", "security", "prohibitions", "sharing_rules", "abroad")
    parts += ("handling", "quality", "rights", "privacy_notices", "complaints", "incidents", "freedom_of_information")
    parts += ("publication", "retention", "end_of_sharing", "obligations", "scenarios", "checklists", "definitions")
    parts += ("attachments", "responsibilities", "signatures")
    said = canonical.plain(document)
    assert [part for part in parts if part not in said] == []
    assert document.term.ongoing
    assert document.term.review.first_after_months == 6
    assert {benefit.to for benefit in document.benefits} == set(choices.BenefitTo)
    assert document.abroad.outside_uk is False
    assert document.incidents.costs
    assert document.people.deceased


def test_local_partners_come_and_go_without_being_parties(document):
    """D-5."""
    with_partners = {party.key: party.local_partners for party in document.parties if party.local_partners}
    assert set(with_partners) == {"camden", "hackney", "waltham-forest"}
    assert all(partner.agreed_on and partner.document for rows in with_partners.values() for partner in rows)
    assert [partner.until_on for partner in with_partners["waltham-forest"]] == [dt.date(2026, 5, 31), None]


def test_each_party_decides_on_its_impact_assessment(document):
    """D-13, D-14."""
    decided = Counter(party.assessment.decision for party in document.parties)
    assert decided == {
        choices.DpiaDecision.SHARED: 27,
        choices.DpiaDecision.ADAPTED: 4,
        choices.DpiaDecision.OWN: 3,
    }
    assert all(party.policy_document.reference for party in document.parties)


def test_two_regimes_side_by_side(document):
    """D-15, D-16, D-23: boroughs under Part 2, the police under Part 2 and Part 3."""
    regimes = {}
    for basis in document.lawful_basis:
        regimes.setdefault(basis.party, set()).add(basis.regime)
    part_2 = {"uk_gdpr_art6", "uk_gdpr_art9", "uk_gdpr_art10", "dpa2018_sch1_pt2"}
    part_3 = {"dpa2018_part3_s35", "dpa2018_sch8", "law_enforcement", "sensitive_processing_type"}
    assert {key for key, found in regimes.items() if found == part_2} == everybody(document) - {POLICE}
    assert regimes[POLICE] == part_2 | part_3
    police = document.party(POLICE).law_enforcement
    assert police.schedule_7 == "sch7_p06"
    assert police.strict_necessity


def test_the_serious_violence_duty_carries_figures_only(document):
    """D-11."""
    duty = document.serious_violence
    assert (duty.applies, duty.anonymous_only) == (True, True)
    assert {row.party for row in duty.authorities if row.party} == everybody(document)
    figures = document.dataset("ward-figures")
    assert figures.identifiability is choices.Identifiability.AGGREGATED


def test_law_confidence_and_rights(document):
    """D-18, D-33, D-34: nobody’s right to restriction is printed as not applying."""
    assert {row.party for row in document.confidentiality} == everybody(document)
    assert all(row.kind and row.purpose and row.application for row in document.legislation)
    applies = {row.right: row.applies for row in document.rights}
    assert applies["right_restriction"] is choices.Applies.YES
    assert {row.kind_of_party for row in document.rights if row.right == "right_access"} == {
        "London boroughs and the City of London",
        "Metropolitan Police Service",
    }
    assert all(row.how for row in document.rights)


def test_data_says_who_holds_the_key_and_what_is_left_out(document):
    """D-23, D-24, D-25."""
    assert document.dataset("needs-cohort").key_holders == (POLICE,)
    left_out = {item.key for item in document.dataset("borough-cases").items if item.excluded}
    assert left_out == {"case-notes", "nhs-number", "financial", "beliefs", "sex-life"}
    assert all(dataset.description for dataset in document.datasets)
    keys = {item.key for dataset in document.datasets for item in dataset.items if item.matching_key}
    assert {"name", "date-of-birth", "address", "reference"} <= keys


def test_every_party_sends_keeps_ends_and_signs(document):
    """D-4, D-26, D-30, D-31."""
    assert {flow.sender for flow in document.flows} == everybody(document)
    assert {rule.party for rule in document.retention} == everybody(document)
    assert all(rule.states_a_limit and rule.handling and rule.evidence for rule in document.retention)
    assert {rule.party for rule in document.end_of_sharing} == everybody(document)
    assert all(rule.basis for rule in document.end_of_sharing if rule.action is choices.EndAction.KEEP)
    assert {wanted.party for wanted in document.signatories} == everybody(document)
    assert {wanted.route for wanted in document.signatories} == {choices.SignatureRoute.PORTAL}


def test_officers_find_three_situations(document):
    """D-25, D-35."""
    assert len(document.scenarios) == 3
    assert all(case.pairs and case.means and case.recipients and case.exclusions for case in document.scenarios)


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        ({"rights": [{"key": "restriction", "right": "right_restriction", "applies": "no"}]}, "RT-03"),
        ({"serious_violence": {"applies": True, "authorities": [CAMDEN]}}, "SV-02"),
        ({"retention": []}, "RL-01"),
        ({"end_of_sharing": []}, "RL-05"),
        ({"people": {}}, "DP-06"),
        ({"assessment": {"status": "not_started"}}, "DP-01"),
        ({"proportionality": {}}, "DT-08"),
        ({"confidentiality": []}, "CF-01"),
        ({"waivers": []}, "PTY-04"),
    ],
)
def test_the_checks_are_not_silent_by_accident(document, spoil, rule):
    """Each of these, taken out of the example, is missed."""
    found = rules.check(reading.parse(canonical.plain(document) | spoil), catalogue(), ON)
    assert rule in {finding.rule for finding in found if not finding.waived}


@pytest.mark.django_db
def test_it_goes_in_and_comes_out_the_same(document):
    law.load_catalogue(at=AT)
    reference = run("import_agreement", str(PAPER)).strip()
    back = reading.load(run("export_agreement", reference))
    assert back.model_copy(update={"identity": back.identity.model_copy(update={"reference": ""})}) == document
    agreement = Agreement.objects.get()
    assert agreement.parties.count() == Organisation.objects.count() == 34
    assert agreement.lead.slug == "camden"


@pytest.mark.django_db
def test_the_command_says_the_same_of_the_file(findings):
    law.load_catalogue(at=AT)
    said = json.loads(run("check_agreement", str(PAPER), "--on", ON.isoformat()))
    assert [(found["rule"], found["path"]) for found in said] == [(found.rule, found.path) for found in findings]
