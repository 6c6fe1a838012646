"""The Essex protocol of 2016, as a document: what it says, faults included, and what the checks say of it."""

import datetime as dt
import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from agreements import demo
from agreements.models import Agreement
from dsaformat import canonical, choices, reading
from foundation.verdicts import Severity
from lawfulbasis import rules
from lawfulbasis import services as law
from lawfulbasis.rules.case import Facts
from parties.models import Organisation
from tests.agreements.scene import AT
from tests.lawfulbasis.documents import catalogue

ON = dt.date(2026, 11, 20)
PAPER = demo.folder() / "essex.json"
ECC, BASILDON, POLICE = "essex-county-council", "basildon-borough-council", "essex-police"
UNIVERSITY, PI = "university-of-essex", "pi-limited"
PARTNERS = (ECC, BASILDON, POLICE, UNIVERSITY)


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


@pytest.mark.parametrize(
    ("key", "postcode", "phone", "number", "mailbox"),
    [
        (ECC, "CM1 1QH", "08457 430430", "Z6034810", "Informationgovernanceteam@essex.gov.uk"),
        (BASILDON, "SS14 1DL", "01268 533333", "Z5361180", "Peter.Mckenzie@basildon.gov.uk"),
        (POLICE, "CM2 6DA", "01245 491491", "Z4883472", "Andy.begent@essex.pnn.police.uk"),
        (UNIVERSITY, "CO4 3SQ", "01206 873333", "Z699129X", "r.skeggs@essex.ac.uk"),
    ],
)
def test_the_summary_sheet_has_four_partners(document, key, postcode, phone, number, mailbox):
    """C-1, C-2, C-3, C-21."""
    party = document.party(key)
    organisation = party.organisation
    assert organisation.address.endswith(postcode)
    assert (organisation.phone, organisation.ico_reference, organisation.email) == (phone, number, mailbox)
    assert [(contact.email, contact.phone) for contact in party.contacts] == [(mailbox, phone)]
    assert choices.Role.CONTROLLER_IN_COMMON in party.roles


def test_version_control(document):
    """C-4, C-5, C-26."""
    identity, term = document.identity, document.term
    assert (identity.version_label, identity.owner, identity.authors) == ("V5.0", ECC, ("Lauri Almond",))
    assert (term.starts_on, term.review.on, term.ends_on) == (dt.date(2016, 11, 30), dt.date(2017, 11, 30), None)
    assert [(entry.version, entry.state) for entry in document.versions] == [("V5.0", "Approved")]
    assert identity.programme == "DPaRS Programme"
    assert [grant.amount for grant in identity.funding] == ["£3.3m", ""]
    assert "Catalyst" in identity.funding[1].grant


def test_61_items_by_supplier(document):
    """C-6: 16, 4, 13, 4, 6 and 18."""
    counts = [(dataset.supplier, len(dataset.items)) for dataset in document.datasets if dataset.items]
    assert counts == [(BASILDON, 16), (ECC, 4), (ECC, 13), (ECC, 4), (ECC, 6), (POLICE, 18)]
    supplied = Counter()
    for supplier, count in counts:
        supplied[supplier] += count
    assert supplied == {BASILDON: 16, ECC: 27, POLICE: 18}
    assert supplied.total() == 61
    assert all(item.name for dataset in document.datasets for item in dataset.items)


def test_items_keep_their_kinds_and_values(document):
    """C-7: flags, per cent, pounds, choices, windows of time."""
    housing, drugs = document.dataset("housing-and-benefits"), document.dataset("drug-and-alcohol")
    assert row(housing.items, "council-tax-reduction").value_kind is choices.ValueKind.PERCENTAGE
    assert row(housing.items, "housing-benefits").value_kind is choices.ValueKind.MONEY
    assert row(housing.items, "employment").values == "Gross, net"
    assert row(drugs.items, "in-treatment").values == "Alcohol; opiate; non-opiate; alcohol and non-opiate"
    assert "last 12 months" in row(drugs.items, "completion").values.lower()
    kinds = Counter(item.value_kind for item in document.dataset("police-and-crime").items)
    assert kinds[choices.ValueKind.YES_NO] == 9


def test_pseudonyms_are_made_at_the_source_and_keys_stay_there(document):
    """C-8, C-9: the list of variables is spoken of and lost."""
    sources = [dataset for dataset in document.datasets if dataset.items]
    assert all(dataset.identifiability is choices.Identifiability.PSEUDONYMISED for dataset in document.datasets)
    assert all(dataset.key_holders == (dataset.supplier,) for dataset in sources)
    assert all("OpenPseudonymisation" in dataset.method for dataset in sources)
    assert PI not in {key for dataset in document.datasets for key in dataset.key_holders}
    (variables,) = document.attachments
    assert "unique identifiers" in variables.title
    assert variables.file_name == ""


def test_the_only_basis_is_a_condition_of_the_1998_act(document):
    """C-10: the catalogue has no entry for it, so it stands in words."""
    assert document.lawful_basis == ()
    condition = row(document.legislation, "dpa-1998-condition")
    assert condition.title == "Data Protection Act 1998"
    assert "administering justice" in condition.provision
    assert row(document.legislation, "dpa-1998-access").provision == "Section 7"


def test_one_right_is_named_and_denied(document):
    """C-10, C-12."""
    (access,) = document.rights
    assert (access.right, access.applies) == ("right_access", choices.Applies.NO)
    (notice,) = document.privacy_notices
    assert notice.parties == tuple(sorted(PARTNERS))
    assert "research and service planning" in notice.how


def test_limits_and_publication(document):
    """C-13, C-14, C-15."""
    assert {limit.key for limit in document.prohibitions} >= {"other-purposes", "other-recipients"}
    assert "named individual" in row(document.prohibitions, "other-recipients").text
    (publishing,) = document.sharing_rules
    assert publishing.may is choices.MayShare.PERMISSION
    assert "Essex County Council" in publishing.permission_from
    assert document.publication.decision is choices.Publication.PUBLISH
    assert "Whole Essex Information Sharing Framework" in document.publication.where


def test_transfer_hosting_and_the_five_undertakings(document):
    """C-16, C-17, C-18."""
    channels = Counter(flow.channel for flow in document.flows)
    assert channels == {choices.Channel.SFTP: 3, choices.Channel.HTTPS: 1}
    assert {flow.format for flow in document.flows if flow.channel is choices.Channel.SFTP} == {"CSV"}
    (hosting,) = document.storage
    assert (hosting.party, hosting.certification) == (PI, "ISO 27001")
    assert "Two datacentres" in hosting.location
    assert "180 days" in row(document.security, "passwords").text
    assert row(document.security, "disks").standard == "FIPS"
    assert all(len(document.party(key).duties) >= 5 for key in PARTNERS)
    assert "single instance" in document.identity.scope


def test_only_the_processor_has_a_period(document):
    """C-19, C-21."""
    periods = {rule.party: rule.states_a_limit for rule in document.retention}
    assert periods == {PI: True} | dict.fromkeys(PARTNERS, False)
    platform = row(document.retention, "platform")
    assert (platform.period.number, platform.period.unit) == (1, choices.Unit.YEARS)
    assert "Log entries" in platform.evidence
    processor = document.party(PI)
    assert (processor.roles, processor.processor_for) == ((choices.Role.PROCESSOR,), (ECC,))
    assert "one year at a time" in processor.processing.extension


def test_quality_audit_complaints_and_breaches(document):
    """C-20, C-22, C-23, C-24."""
    assert "at source and in the portal" in document.quality.corrections
    assert document.governance.audits.count("\n- ") == 3
    assert document.complaints.acknowledge is None
    incidents = document.incidents
    assert incidents.regulator is None
    assert "after consultation with the partners" in incidents.decides
    assert "deletes it immediately" in incidents.mistaken_data
    assert incidents.lessons
    assert row(document.obligations, "not-pseudonymised").at_once


def test_four_sign_and_one_signature_is_on_the_copy(document):
    """C-25: no date, and a name that was read wrongly."""
    assert tuple(wanted.party for wanted in document.signatories) == PARTNERS
    assert {wanted.route for wanted in document.signatories} == {choices.SignatureRoute.PAPER}
    assert {wanted.signed_on for wanted in document.signatories} == {None}
    first = document.signatories[0]
    assert (first.name, first.office) == ("David Wilson", "Executive Director Place Operations and CIO")
    assert "Gissex" in first.note


def test_a_summary_sheet_and_eleven_sections(document):
    numbers = [section.number for section in document.sections if section.number]
    assert document.sections[0].heading == "Summary sheet"
    assert numbers == [str(number) for number in range(1, 12)]


@pytest.mark.parametrize(
    ("rule", "path", "count"),
    [
        ("DT-01", "sections/legal-basis/text", 2),  # C-11: pseudonymised is called not personal
        ("DT-01", "sections/rights/text", 2),  # C-10: and subject access is refused for it
        ("TX-02", "sections/legal-basis/text", 1),  # C-11: no identifiable data, and names in the list
        ("DT-06", "sections/legal-basis/text", 1),
        ("DT-03", "datasets/matched-results/key_holders", 3),
        ("A6-14", "legislation/dpa-1998-condition/title", 10),  # C-10: the 1998 Act, ten times over
        ("A6-14", "governance/audits", 10),  # a privacy impact assessment
        ("A6-01", "parties/essex-county-council/lawful_basis", 4),
        ("SC-01", "parties/essex-county-council/lawful_basis", 2),
        ("CO-01", "parties/essex-police/lawful_basis", 2),
        ("CO-04", "datasets/youth-offending/categories", 2),
        ("PTY-03", "parties/essex-police/roles", 4),  # C-21: controllers in common
        ("PTY-06", "parties/university-of-essex/contacts", 4),
        ("RL-02", "retention/own-policy-essex-police", 4),  # C-19: as long as is necessary
        ("RL-05", "end_of_sharing/university-of-essex", 4),
        ("RL-08", "term/review", 1),
        ("RL-18", "datasets/police-and-crime/method", 6),  # NHS Digital
        ("TX-22", "rights/access/applies", 1),  # C-10: a copy of one’s data denied to everybody
        ("RT-02", "rights/right_restriction", 4),
        ("RT-02", "rights/right_erasure", 4),
        ("ST-10", "incidents", 1),  # C-24: no 72 hours
        ("ST-13", "freedom_of_information/text", 1),
        ("TX-15", "complaints/acknowledge", 1),  # C-23
        ("DP-01", "assessment/status", 1),
        ("DP-06", "people/children", 1),
        ("DT-08", "proportionality/text", 1),
        ("CF-01", "parties/basildon-borough-council/confidentiality", 2),
    ],
)
def test_the_checks_name_each_fault(findings, rule, path, count):
    found = [finding.path for finding in findings if finding.rule == rule]
    assert path in found
    assert len(found) == count


def test_the_words_of_the_1998_act_are_quoted(findings):
    said = " ".join(finding.message for finding in findings if finding.rule == "A6-14")
    for words in ("Data Protection Act 1998", "Controllers in Common", "Privacy Impact Assessment", "fair processing"):
        assert words in said


def test_its_review_is_nine_years_overdue_once_it_is_in_force(document, findings):
    """C-26: a file alone, with no dated signature, is not known to be in force."""
    assert not [finding for finding in findings if finding.rule == "RL-10"]
    active = rules.check(document, catalogue(), ON, Facts(active=True))
    assert [finding.path for finding in active if finding.rule == "RL-10"] == ["term/review"]


def test_what_the_paper_settles_is_not_asked_again(findings):
    """Purposes, parties, numbers, the processor’s contract, key holders, flows, and who pays."""
    asked = {finding.rule for finding in findings}
    settled = {"PTY-01", "PTY-02", "PTY-04", "PTY-05", "PTY-09", "PTY-10", "TX-18", "TX-20", "RL-07"}
    assert not asked & (settled | {"DT-02", "DT-07", "ST-07", "ST-09", "TX-12", "TX-16", "RL-01", "RL-17", "RT-12"})


@pytest.mark.django_db
def test_it_goes_in_and_comes_out_the_same(document):
    law.load_catalogue(at=AT)
    reference = run("import_agreement", str(PAPER)).strip()
    back = reading.load(run("export_agreement", reference))
    assert back.model_copy(update={"identity": back.identity.model_copy(update={"reference": ""})}) == document
    agreement = Agreement.objects.get()
    assert agreement.parties.count() == Organisation.objects.count() == 5
    assert agreement.lead.slug == ECC


@pytest.mark.django_db
def test_the_command_says_the_same_of_the_file(findings):
    law.load_catalogue(at=AT)
    said = json.loads(run("check_agreement", str(PAPER), "--on", ON.isoformat()))
    assert [(found["rule"], found["path"]) for found in said] == [(found.rule, found.path) for found in findings]
    assert any(found["severity"] == Severity.PROBLEM.value for found in said)
