"""The benchmarking protocol of London, as a document: what it says, and what the checks say of it."""

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
from parties.models import Organisation
from tests.agreements.scene import AT
from tests.lawfulbasis.documents import catalogue

ON = dt.date(2026, 11, 20)
PAPER = demo.folder() / "london.json"
WALTHAM_FOREST = "waltham-forest"


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


def test_the_file_is_spelled_as_the_portal_spells_it(document):
    assert PAPER.read_text(encoding="utf-8") == canonical.pretty(document)


def test_an_annex_hangs_under_a_memorandum_with_a_term_of_its_own(document):
    """A-1, A-23: no end, review or number of its own."""
    assert document.identity.kind is choices.Kind.ANNEX
    (parent,) = document.related
    assert (parent.link, parent.term) == (choices.Link.ANNEX_OF, "2018 to 2020")
    term = document.term
    assert (term.starts_on, term.ends_on, term.review, document.identity.version_label) == (None, None, None, "")


def test_33_bodies_one_of_them_in_two_roles(document):
    """A-2, A-18."""
    assert len(document.parties) == len({party.name for party in document.parties}) == 33
    assert all(choices.Role.CONTROLLER in party.roles for party in document.parties)
    processors = [party for party in document.parties if choices.Role.PROCESSOR in party.roles]
    assert [party.key for party in processors] == [WALTHAM_FOREST]
    assert set(processors[0].processor_for) == {party.key for party in document.parties} - {WALTHAM_FOREST}


def test_who_wrote_it_and_who_supports_it_are_no_parties(document):
    """A-6, A-21."""
    assert document.identity.authors == ("London Innovation and Improvement Alliance (LIIA)",)
    assert [endorser.body for endorser in document.identity.endorsers] == ["London data benchmarking group"]
    assert "London Information Exchange Group" in document.governance.body
    assert "ALDCS" in document.governance.escalation
    names = " ".join(party.name for party in document.parties)
    assert not any(body in names for body in ("LIIA", "Innovation", "Exchange Group"))


def test_hardly_any_data_is_about_people(document):
    """A-3, A-4, A-5, A-11: nine datasets, five of them marked documents, one with people in it."""
    assert len(document.datasets) == 9
    personal = [data.key for data in document.datasets if data.identifiability.personal]
    assert personal == ["contact-details"]
    assert "pd_contact_details" in row(document.dataset("contact-details").items, "email-address").types
    marked = [data for data in document.datasets if data.marking == "For internal and limited use only"]
    assert len(marked) == 5
    assert {data.kind for data in marked} == {choices.DatasetKind.DOCUMENTS}
    returns = [flow for flow in document.flows if flow.datasets == ("performance-data",)]
    assert {flow.sender for flow in returns} == {party.key for party in document.parties} - {WALTHAM_FOREST}
    assert {flow.frequency for flow in returns} == {"Every quarter"}


def test_sharing_further_is_a_table_of_rules(document):
    """A-9, A-10, A-12, A-13, A-15, A-16."""
    said = {rule.key: rule.may for rule in document.sharing_rules}
    permission = {"wider-sharing", "partner-agencies", "inspection", "information-request"}
    assert {key for key, may in said.items() if may is choices.MayShare.PERMISSION} == permission
    assert len(said) == 8
    assert all("ALDCS" in row(document.sharing_rules, key).proxy for key in permission)
    showing = row(document.sharing_rules, "showing-reports")
    assert "inference" in showing.conceal
    assert "DfE has published" in showing.exception
    assert row(document.sharing_rules, "delivery-partners").conceal
    assert "checks of quality" in row(document.sharing_rules, "department").condition


def test_staff_rights_and_undertakings_have_their_places(document):
    """A-7, A-8, A-17, A-19, A-20."""
    assert "Ofsted" in document.identity.drivers
    assert "staff" in document.identity.audience
    assert {policy.title for party in document.parties for policy in party.policies} == {"Council corporate policy"}
    assert {right.right for right in document.rights} == {
        "right_withdraw_consent",
        "right_portability",
        "right_erasure",
    }
    assert all(right.evidence for right in document.rights)
    assert document.responsibilities.undertaking


def test_one_signature_binds_33(document):
    """A-22."""
    (signature,) = document.signatures
    assert {signature.party, *signature.for_parties} == {party.key for party in document.parties}
    assert (signature.name, signature.office) == ("Martin Pratt", "Chair of ALDCS")
    assert signature.signed_on == dt.date(2019, 9, 20)
    assert signature.route is choices.SignatureRoute.ELSEWHERE


def test_clauses_keep_their_printed_numbers(document):
    """A-14: 2.1 twice."""
    numbers = " ".join(section.number for section in document.sections)
    assert numbers == "1 1.1 1.2 1.3 1.4 1.5 1.6 1.7 2 2.1 2.1 2.2 2.3 2.4 2.5 2.6 2.6.1 3"


@pytest.mark.parametrize(
    ("rule", "path", "count"),
    [
        ("TX-07", "sections/outside-the-authority/number", 1),
        ("TX-10", "related/sector-led-improvement", 1),
        ("A6-01", "parties/hackney/lawful_basis", 33),  # A-23, from here on
        ("PTY-09", "parties/waltham-forest/contract", 1),
        ("PTY-04", "parties/hackney/organisation/ico_reference", 33),
        ("TX-20", "parties/hackney/contacts", 33),
        ("RL-01", "retention/hackney/contact-details", 32),
        ("RL-05", "end_of_sharing", 1),
        ("RL-07", "term/review", 1),
        ("RT-01", "privacy_notices", 1),
        ("RT-02", "rights/right_access", 4),
        ("RT-12", "complaints/text", 1),
        ("ST-09", "security", 1),
        ("ST-10", "incidents", 1),
        ("TX-18", "identity/owner", 1),
        ("TX-19", "assessment/status", 1),
        ("DT-08", "proportionality/text", 1),
    ],
)
def test_the_checks_name_what_is_missing(findings, rule, path, count):
    found = [finding.path for finding in findings if finding.rule == rule]
    assert path in found
    assert len(found) == count


def test_portability_is_promised_to_people_whose_data_rests_on_a_public_task(document):
    """A-19, A-23: said while no basis is named at all, and of a public task too; a basis of consent ends it."""
    assert "RT-07" in {finding.rule for finding in rules.check(document, catalogue(), ON)}
    values = canonical.plain(document)
    values["lawful_basis"] = [
        {"key": "hackney", "party": "hackney", "regime": "uk_gdpr_art6", "condition": "art6_1_e_public_task"}
    ]
    found = {finding.rule: finding.path for finding in rules.check(reading.parse(values), catalogue(), ON)}
    assert found["RT-07"] == "rights/portability/applies"
    values["lawful_basis"][0]["condition"] = "art6_1_a_consent"
    assert "RT-07" not in {finding.rule for finding in rules.check(reading.parse(values), catalogue(), ON)}


def test_a_body_that_gives_the_reports_out_is_missed_among_the_parties(findings):
    """A-6, A-11: PTY-10."""
    said = [(finding.path, finding.message) for finding in findings if finding.rule == "PTY-10"]
    assert [path for path, _ in said] == ["flows/reports-out/note"]
    assert said[0][1].startswith("London Councils handles the data")


def test_what_the_paper_settles_is_not_asked_again(findings):
    asked = {finding.rule for finding in findings}
    assert not asked & {"PTY-02", "PTY-03", "PTY-01", "SC-01", "CO-01", "DT-01", "DT-10", "ST-13", "TX-12", "TX-16"}


@pytest.mark.django_db
def test_it_goes_in_and_comes_out_the_same(document):
    law.load_catalogue(at=AT)
    reference = run("import_agreement", str(PAPER)).strip()
    back = reading.load(run("export_agreement", reference))
    assert back.model_copy(update={"identity": back.identity.model_copy(update={"reference": ""})}) == document
    agreement = Agreement.objects.get()
    assert agreement.parties.count() == Organisation.objects.count() == 33
    assert agreement.lead.short_name == "Waltham Forest"


@pytest.mark.django_db
def test_the_command_says_the_same_of_the_file(findings):
    law.load_catalogue(at=AT)
    said = run("check_agreement", str(PAPER), "--on", ON.isoformat())
    assert all(f'"{finding.rule}"' in said for finding in findings)
    assert Severity.PROBLEM.value in said
