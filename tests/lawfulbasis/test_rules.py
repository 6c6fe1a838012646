"""Every rule fires on its example and stays silent on the other; the words and the code know each other."""

import dataclasses
import datetime as dt
import re
import time

import pytest

from foundation.verdicts import Severity
from lawfulbasis import rules
from lawfulbasis.rules import registry
from tests.lawfulbasis.documents import catalogue, document
from tests.lawfulbasis.examples import EXAMPLES

ON = dt.date(2026, 11, 20)
CATALOGUE = catalogue()


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
