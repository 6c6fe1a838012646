"""The Supporting Families agreement of London, as a document: what it says, and what the checks say of it."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from agreements import demo
from agreements.models import Agreement
from dsaformat import canonical, choices, reading
from foundation.verdicts import Severity
from lawfulbasis import rules
from lawfulbasis import services as law
from tests.agreements.scene import AT
from tests.lawfulbasis.documents import catalogue

ON = dt.date(2026, 11, 20)
PAPER = demo.folder() / "families.json"
BOROUGHS, MET, CITY, PARTNERS = (
    "london-borough-councils",
    "metropolitan-police-service",
    "city-of-london-police",
    "local-partners",
)


@pytest.fixture(scope="module")
def document():
    return reading.load(PAPER.read_bytes())


@pytest.fixture(scope="module")
def findings(document):
    return rules.check(document, catalogue(), ON)


def row(rows, key):
    return next(row for row in rows if row.key == key)


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def basis(document, party, regime):
    return {
        (row.condition, row.paragraph, row.contingent)
        for row in document.lawful_basis
        if (row.party, row.regime) == (party, regime)
    }


def test_the_file_is_spelled_as_the_portal_spells_it(document):
    assert PAPER.read_text(encoding="utf-8") == canonical.pretty(document)


def test_parties_are_classes_and_two_forces(document):
    """E-2, E-5, E-6, E-8, E-38: who is a party follows from who has signed."""
    assert {party.key: party.whole_class for party in document.parties} == {
        BOROUGHS: True,
        MET: False,
        CITY: False,
        PARTNERS: True,
    }
    assert all(
        "signed on the Information Sharing Gateway" in document.party(key).membership for key in (BOROUGHS, PARTNERS)
    )
    assert (len(document.party(BOROUGHS).duties), len(document.party(MET).duties)) == (4, 2)
    assert document.party(PARTNERS).duties == ()
    assert "Both the Metropolitan" in row(document.definitions, "police").meaning
    assert "Caldicott Guardian" in document.responsibilities.extra


def test_only_the_eligible_and_only_this_data(document):
    """E-1, E-4, E-7, E-9."""
    assert "outcomes plan" in document.identity.scope
    assert "formal review" in document.responsibilities.undertaking
    assert document.responsibilities.text.count("\n- ") == 7
    assert set(document.responsibilities.vetting) == set(choices.Vetting) - {choices.Vetting.POLICE}


def test_16_related_agreements_each_with_its_border(document):
    """E-13."""
    assert len(document.related) == 16
    assert all(related.boundary and related.link is choices.Link.RELATED for related in document.related)
    assert "Two agreements" in row(document.related, "gangs").boundary
    assert "Two agreements" in row(document.related, "environmental-crime").boundary


@pytest.mark.parametrize("party", [BOROUGHS, MET, CITY])
def test_conditions_with_paragraphs_and_contingency(document, party):
    """E-15."""
    assert basis(document, party, "uk_gdpr_art6") == {("art6_1_e_public_task", "", False)}
    assert {(code, only_if) for code, _, only_if in basis(document, party, "uk_gdpr_art9")} == {
        ("art9_2_g_substantial_public_interest", True)
    }
    assert basis(document, party, "dpa2018_sch1_pt1") == {
        ("sch1_p1_health_social_care", "Paragraph 2(1) and (2)(e)", False)
    }
    assert basis(document, party, "dpa2018_sch1_pt2") == {
        ("sch1_p2_statutory_government", "Paragraph 6(1) and (2)", True),
        ("sch1_p2_unlawful_acts", "Paragraph 10(1), (2) and (3)", True),
        ("sch1_p2_safeguarding", "Paragraph 18(1), (2), (3) and (4)", True),
        ("sch1_p2_statutory_government", "Paragraph 6(1) and (2)(a)", False),
        ("sch1_p2_unlawful_acts", "", False),
    }


@pytest.mark.parametrize(("party", "entry"), [(MET, "sch7_p06"), (CITY, "sch7_p07")])
def test_part_3_for_the_forces_alone(document, party, entry):
    """E-16, E-17, E-18."""
    enforcement = document.party(party).law_enforcement
    assert (enforcement.schedule_7, len(enforcement.purposes)) == (entry, 6)
    assert enforcement.strict_necessity
    assert basis(document, party, "dpa2018_sch8") == {
        ("sch8_statutory", "Paragraph 1(a) and (b)", True),
        ("sch8_justice", "Paragraph 2", True),
        ("sch8_vital_interests", "Paragraph 3", True),
        ("sch8_safeguarding", "Paragraph 4(1), (2), (3) and (4)", True),
    }
    assert {only_if for _, _, only_if in basis(document, party, "dpa2018_part3_s35")} == {True}
    assert not any(basis(document, other, "dpa2018_sch8") for other in (BOROUGHS, PARTNERS))
    assert "This agreement" in document.party(party).policy_document.reference
    assert document.human_rights.intelligence_services


def test_consent_is_for_voluntary_groups(document):
    """E-19."""
    consenting = {row.party for row in document.lawful_basis if row.condition == "art6_1_a_consent"}
    assert consenting == {PARTNERS} == {row.party for row in document.consent}


def test_data_and_the_quarter_of_a_crime(document):
    """E-27, E-28, E-29."""
    assert [data.key for data in document.datasets] == ["families", "law-enforcement", "reporting"]
    families = document.dataset("families")
    assert len(families.data_subjects) == 5
    assert len(families.items) == 7
    assert row(families.items, "quarter").types == ("pd_x_offence_period",)
    assert all("minority" in row(families.items, key).note for key in ("race", "sexuality"))
    assert document.dataset("law-enforcement").regimes == (choices.Regime.PART_3,)
    assert document.human_rights.meaning.count("- ") == 4
    assert "died" in document.people.deceased


def test_handling_law_and_questions_are_all_there(document):
    """E-3, E-14, E-20, E-30, E-31, E-32, E-33, E-38."""
    assert (len(document.benefits), len(document.legislation)) == (13, 9)
    (checklist,) = document.checklists
    assert len(checklist.items) == 10
    assert "rationale" in checklist.items[-1].question
    assert document.handling.flows.count("\n- ") == 6
    assert "unencrypted email" in row(document.prohibitions, "plain-email").text
    assert {measure.measure for measure in document.security} >= {
        choices.Measure.LEAVERS,
        choices.Measure.LOGGING,
        choices.Measure.CERTIFICATION,
    }
    assert "binding corporate rules" in document.abroad.text
    assert document.quality.corrections
    assert {flow.sender for flow in document.flows} == {party.key for party in document.parties}
    assert "Public Protection Desk" in row(document.confidentiality, MET).justification


def test_clocks(document):
    """E-10, E-11, E-21, E-34."""
    review = document.term.review
    assert (review.first_after_months, review.then_every_months) == (6, 12)
    assert document.term.review_aims.count("- ") == 4
    assert "signatory parties" in document.term.review_triggers
    information = document.freedom_of_information
    assert (str(information.consult), str(information.answer)) == ("2 working days", "7 working days")
    assert str(document.incidents.regulator) == "72 hours"


def test_what_is_published_is_said_twice_and_differently(document):
    """E-22, E-23: an obligation in 2.8, a recommendation in 3. Both stay, side by side."""
    assert document.digital_economy.powers == ("gw_dea_s35",)
    assert document.publication.decision is None
    assert "must publish four papers" in document.publication.text
    assert "highly recommended" in document.publication.text
    assert "highly recommended" in row(document.sections, "individuals").text


def test_rights_and_what_is_kept(document):
    """E-12, E-25, E-26, E-35."""
    assert len(document.rights) == 7
    assert {right.right for right in document.rights if right.passing_on} == {
        "right_rectification",
        "right_erasure",
        "right_restriction",
        "right_object",
    }
    assert "recorded" in document.privacy_notices[0].exemption
    assert {rule.action for rule in document.end_of_sharing} == {choices.EndAction.KEEP}
    assert all("ROPA" in rule.text and rule.period is None for rule in document.retention)


def test_the_met_signs_on_paper_and_the_others_elsewhere(document):
    """E-36, E-37."""
    routes = {signature.party: signature.route for signature in document.signatures}
    assert routes.pop(MET) is choices.SignatureRoute.PAPER
    assert set(routes.values()) == {choices.SignatureRoute.ELSEWHERE}
    assert "Name and Rank" in row(document.signatures, MET).note
    assert document.versions[0].when == "March 2022"


def test_sections_stand_in_their_order(document):
    numbers = " ".join(section.number for section in document.sections)
    assert numbers == (
        "1 1.1 1.2 1.3 1.4 1.5 1.6 2 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 3 3.1 3.2 3.3 "
        "4 4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8 4.9 5 6 7 8 9"
    )


@pytest.mark.parametrize(
    ("rule", "path", "words"),
    [
        ("A6-14", "sections/lawful-basis/text", "“Article 9(g)”"),
        ("A6-14", "sections/lawful-basis/text", "Union or Member State law"),
        ("A6-14", "sections/lawful-basis/text", "section 8 of the DPA 2018"),
        ("A6-14", "sections/principles/text", "Children Act 2014"),
        ("A6-14", "sections/principles/text", "Working Together to Safeguard Children 2018"),
        ("RL-18", "identity/scope", "Department of Levelling Up"),
        ("RL-18", "identity/scope", "Supporting Families Framework"),
        ("RL-18", "parties/london-borough-councils/duties/1", "Supporting Families Scheme"),
        ("RL-18", "legislation/children-act-2004/purpose", "primary care trusts"),
        ("SC-21", "sections/data-shared/text", "no such data"),
        ("SC-21", "sections/lawful-basis/text", "no such data"),
        ("DT-06", "datasets/reporting/categories", "pseudonymised"),
        ("DT-06", "datasets/reporting/description", "pseudonymised"),
        ("DT-05", "datasets/reporting/method", "smallest count"),
        ("DE-01", "digital_economy/listed", "London Borough Council"),
        ("DE-01", "digital_economy/listed", "Metropolitan Police Service"),
        ("TX-23", "sections/individuals/text", "only recommends them"),
        ("DE-04", "digital_economy/business_case", "security plan"),
        ("DE-05", "digital_economy/limits", "offence"),
        ("A6-10", "consent/local-partners/recorded", "consent"),
        ("SC-07", "lawful_basis/london-borough-councils-sch1-p1-health-social-care/confirmed", "London Borough"),
        ("CO-01", "parties/local-partners/lawful_basis", "offence data"),
        ("SC-01", "parties/local-partners/lawful_basis", "Article 9"),
        ("SC-11", "parties/metropolitan-police-service/policy_document/reviewed_on", "policy document"),
        ("DP-01", "assessment/status", "impact assessment"),
        ("DP-06", "people/children", "children"),
        ("RL-02", "retention/metropolitan-police-service", "As long as necessary"),
        ("RL-06", "end_of_sharing/local-partners/basis", "basis"),
        ("LE-14", "retention/city-of-london-police", "City of London Police"),
        ("TX-15", "complaints/acknowledge", "30 days"),
        ("PTY-04", "parties/metropolitan-police-service/organisation/ico_reference", "ICO"),
        ("ST-11", "parties", "incidents"),
    ],
)
def test_the_checks_name_its_faults(findings, rule, path, words):
    """E-15, E-23, E-24, E-28, E-35 and the list of errors in the source."""
    found = [finding.message for finding in findings if (finding.rule, finding.path) == (rule, path)]
    assert any(words in message for message in found), found


def test_what_the_paper_settles_is_not_asked_again(findings):
    asked = {finding.rule for finding in findings}
    assert not asked & {"A6-01", "LE-01", "LE-02", "LE-06", "LE-07", "RL-07", "RL-08", "ST-08", "ST-10", "ST-13"}


@pytest.mark.django_db
def test_it_goes_in_and_comes_out_the_same(document):
    law.load_catalogue(at=AT)
    reference = run("import_agreement", str(PAPER)).strip()
    back = reading.load(run("export_agreement", reference))
    assert back.model_copy(update={"identity": back.identity.model_copy(update={"reference": ""})}) == document
    agreement = Agreement.objects.get()
    assert {party.organisation.legal_name for party in agreement.parties.select_related("organisation")} == {
        "Metropolitan Police Service",
        "City of London Police",
    }


@pytest.mark.django_db
def test_the_command_says_the_same_of_the_file(findings):
    law.load_catalogue(at=AT)
    said = run("check_agreement", str(PAPER), "--on", ON.isoformat())
    assert all(f'"{finding.rule}"' in said for finding in findings)
    assert Severity.PROBLEM.value in said
