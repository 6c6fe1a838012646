"""What people read about the checks: the words are complete, plain and say the same as the code."""

import re
from collections import Counter

import pytest
import yaml

from foundation.verdicts import Severity
from lawfulbasis import checks, rules, services
from lawfulbasis.rules.registry import WORDING

KNOWN = checks.checks()
GAP = re.compile(r"\{(\w+)\}")


def raw():
    return yaml.safe_load(WORDING.read_text(encoding="utf-8"))


def test_every_check_of_the_matrix_is_there_and_counted():
    file = raw()
    assert file["counts"]["total"] == len(file["rules"]) == len(KNOWN) >= 157
    assert file["counts"]["by_group"] == dict(Counter(rule["group"] for rule in file["rules"]))
    assert [file["counts"][kind] for kind in ("error", "warning", "advice")] == [
        sum(rule["severity"] == kind for rule in file["rules"]) for kind in ("error", "warning", "advice")
    ]
    assert set(checks.GROUPS) == {check.group for check in KNOWN.values()}
    assert {rule.id for rule in rules.RULES.values()} <= set(KNOWN)


@pytest.mark.parametrize("id", KNOWN)
def test_a_check_says_what_it_looks_at_and_what_to_do(id):
    check = KNOWN[id]
    for said in (check.looks_at, check.wording.message, check.fires, check.silent):
        assert said[-1] in ".”", said
        assert not re.search(r"\b[a-z]+_[a-z]", said.replace("{", "")), said
    assert check.wording.reference
    assert check.wording.stage in checks.stages()
    assert check.fires != check.silent


def test_every_gap_in_a_message_is_explained_and_no_other():
    file = raw()
    used = {gap for rule in file["rules"] for gap in GAP.findall(rule["message"])}
    assert used == set(file["gaps"])
    assert not any("{" in check.message for check in KNOWN.values())
    assert "[the party]" in KNOWN["A6-01"].message


def test_codes_that_a_check_asks_about_are_in_the_catalogue():
    law = services.catalogue_from(services.law_folder() / services.CATALOGUE)
    assert [code for check in KNOWN.values() for code in check.codes if code not in law.provisions] == []
    assert "A6-02" in [check.id for check in checks.concerning("art6_1_f_legitimate_interests")]


def test_checks_stand_in_the_order_of_their_groups():
    order = [list(checks.GROUPS).index(check.group) for check in KNOWN.values()]
    assert order == sorted(order)


def test_severities_have_names_and_colours():
    assert set(checks.SEVERITIES) == set(Severity)
    assert {check.colour for check in KNOWN.values()} == {"red", "amber", "blue"}
