"""Every rule fires on its example and stays silent on the other; the words and the code know each other."""

import dataclasses
import datetime as dt
import re
import time

import pytest

from dsaformat.document import AgreementDocument
from foundation.verdicts import Severity
from lawfulbasis import rules
from lawfulbasis.rules import registry
from tests.lawfulbasis.documents import catalogue, document

ON = dt.date(2026, 11, 20)
CATALOGUE = catalogue()
PSEUDONYMISED = {"datasets__0__identifiability": "pseudonymised", "datasets__0__key_holders": ["council"]}
HEALTH = {"datasets__0__items__0__types": ["sc_health"]}


def basis(key: str, party: str, regime: str, condition: str, **more: object) -> dict[str, object]:
    return {"key": key, "party": party, "regime": regime, "condition": condition, **more}


ART9_G = basis("c9", "council", "uk_gdpr_art9", "art9_2_g_substantial_public_interest")
SCH1 = basis("s1", "council", "dpa2018_sch1_pt2", "sch1_p2_statutory_government")
COUNCIL = basis("c6", "council", "uk_gdpr_art6", "art6_1_e_public_task")
CHARITY = basis("h6", "charity", "uk_gdpr_art6", "art6_1_f_legitimate_interests")
CHARITY9 = basis("h9", "charity", "uk_gdpr_art9", "art9_2_h_health_social_care")
PROCESSOR = {"key": "p", "organisation": {"name": "Hosting Ltd"}, "roles": ["processor"], "processor_for": ["council"]}

# Rule id: what makes it fire (and where, and with which words), and what leaves it silent.
EXAMPLES: dict[str, tuple[AgreementDocument, str, str, AgreementDocument]] = {
    "PTY-01": (
        document(parties__1__purpose="", purposes__0__parties=["council"]),
        "parties/charity/purpose",
        "Say why",
        document(parties__1__purpose=""),
    ),
    "PTY-02": (
        document(parties__1=None, lawful_basis__1=None, datasets__0__recipients=[], retention=[]),
        "parties",
        "at least two",
        document(),
    ),
    "PTY-03": (
        document(parties__0__roles=["controller_in_common"]),
        "parties/council/roles",
        "no longer exists",
        document(),
    ),
    "PTY-04": (
        document(parties__1__organisation__ico_reference=""),
        "parties/charity/organisation/ico_reference",
        "Harbour",
        document(),
    ),
    "PTY-09": (
        document(parties__2=PROCESSOR),
        "parties/p/contract",
        "Hosting Ltd",
        document(parties__2={**PROCESSOR, "contract": "HC/12"}),
    ),
    "A6-01": (document(lawful_basis__1=None), "parties/charity/lawful_basis", "Harbour", document()),
    "A6-02": (
        document(lawful_basis__0={**CHARITY, "key": "c6", "party": "council"}),
        "lawful_basis/c6",
        "Harlow Council",
        document(),
    ),
    "A6-05": (
        document(
            lawful_basis__1=basis("h6", "charity", "uk_gdpr_art6", "art6_1_ea_recognised_li"),
            term__starts_on="2025-11-01",
        ),
        "lawful_basis/h6",
        "1 November 2025",
        document(lawful_basis__1=basis("h6", "charity", "uk_gdpr_art6", "art6_1_ea_recognised_li")),
    ),
    "SC-01": (
        document(**HEALTH),
        "parties/charity/lawful_basis",
        "Physical or mental health",
        document(**HEALTH, lawful_basis=[COUNCIL, CHARITY, CHARITY9, ART9_G, SCH1]),
    ),
    "SC-03": (
        document(**HEALTH, lawful_basis=[COUNCIL, CHARITY, CHARITY9, ART9_G]),
        "lawful_basis/c9",
        "Part 2",
        document(**HEALTH, lawful_basis=[COUNCIL, CHARITY, CHARITY9, ART9_G, SCH1]),
    ),
    "DT-01": (
        document(
            **PSEUDONYMISED,
            sections=[{"key": "s", "heading": "Rights", "text": "Once pseudonymised it is no longer personal data."}],
        ),
        "sections/s/text",
        "still personal data",
        document(
            **PSEUDONYMISED,
            sections=[{"key": "s", "heading": "Rights", "text": "Pseudonymised data is personal data."}],
        ),
    ),
    "DT-02": (
        document(datasets__0__identifiability="pseudonymised"),
        "datasets/families/key_holders",
        "holds the key",
        document(**PSEUDONYMISED),
    ),
    "DT-03": (
        document(datasets__0__identifiability="pseudonymised", datasets__0__key_holders=["charity"]),
        "datasets/families/key_holders",
        "Harbour",
        document(**PSEUDONYMISED),
    ),
    "DT-04": (
        document(datasets__0__identifiability="anonymised"),
        "datasets/families",
        "Name",
        document(datasets__0__identifiability="anonymised", datasets__0__items=[]),
    ),
    "RL-01": (document(retention=[]), "retention/charity/families", "Harbour", document()),
    "RL-02": (
        document(retention__0={"key": "r", "party": "charity", "text": "As long as necessary."}),
        "retention/r",
        "clear criteria",
        document(),
    ),
    "RL-07": (document(term__review=None), "term/review", "review date", document()),
    "TX-01": (
        document(purposes__0__text="[Describe the purpose]"),
        "purposes/help/text",
        "[Describe the purpose]",
        document(purposes__0__text="Help [for families] XXL"),
    ),
}


def test_every_rule_has_its_examples():
    assert set(EXAMPLES) == set(rules.RULES)


@pytest.mark.parametrize("id", EXAMPLES)
def test_rule_fires_at_its_place(id):
    firing, path, words, _ = EXAMPLES[id]
    found = [finding for finding in rules.check(firing, CATALOGUE, ON) if finding.rule == id]
    assert [finding.path for finding in found][:1] == [path] or path in [finding.path for finding in found]
    assert all(words in finding.message for finding in found if finding.path == path), found
    assert not any("{" in finding.message for finding in found)
    assert all(finding.reference for finding in found)


@pytest.mark.parametrize("id", EXAMPLES)
def test_rule_stays_silent(id):
    assert id not in [finding.rule for finding in rules.check(EXAMPLES[id][3], CATALOGUE, ON)]


def test_good_agreement_has_no_findings():
    assert rules.check(document(), CATALOGUE, ON) == ()


def test_every_rule_has_its_words_and_gives_them_a_place():
    for id, rule in rules.RULES.items():
        assert rule.wording.title, id
        assert rule.wording.reference, id
        assert re.fullmatch(r"[A-Z][A-Z0-9]*-\d{2}", id)


def test_a_rule_that_crashes_counts_as_a_problem(monkeypatch, caplog):
    def crash(case):
        raise ZeroDivisionError
        yield

    monkeypatch.setitem(registry.RULES, "RL-07", registry.Rule("RL-07", crash))
    found = rules.check(document(), CATALOGUE, ON)
    assert [(finding.rule, finding.severity) for finding in found] == [("RL-07", Severity.PROBLEM)]
    assert "did not run" in found[0].message


def test_a_rule_begins_on_its_day(monkeypatch):
    wordings = dict(registry.wordings())
    wordings["RL-07"] = dataclasses.replace(wordings["RL-07"], applies_from=dt.date(2027, 1, 1))
    monkeypatch.setattr(registry, "wordings", lambda: wordings)
    assert rules.check(document(term__review=None), CATALOGUE, ON) == ()


def test_findings_put_the_problems_first():
    spoilt = document(parties__1__organisation__ico_reference="", term__review=None)
    assert [finding.severity for finding in rules.check(spoilt, CATALOGUE, ON)] == [Severity.PROBLEM, Severity.WARNING]


def test_names_with_braces_are_only_names():
    spoilt = document(parties__1__organisation__name="{x} {0.__class__}", parties__1__organisation__ico_reference="")
    assert "{x} {0.__class__}" in rules.check(spoilt, CATALOGUE, ON)[0].message


def test_whole_check_is_quick():
    rules.check(document(), CATALOGUE, ON)
    begun = time.perf_counter()
    rules.check(document(), CATALOGUE, ON)
    assert time.perf_counter() - begun < 0.25
