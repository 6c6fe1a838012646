"""The matrix of the 156 rules of law, by number: how severe each is, at which stage, and whether a reason answers it.

Changing a letter here is a decision about the law, not a mend of a test.
"""

import datetime as dt

import pytest

from foundation.verdicts import Severity
from lawfulbasis import rules
from lawfulbasis.rules.registry import wordings
from tests.lawfulbasis.documents import catalogue
from tests.lawfulbasis.examples import EXAMPLES

MATRIX = {
    "PTY": ("EEEWWWEEEWWEE", "sssssssssssga", "nnnyyynnnyynn"),
    "A6": ("EEEEEEEWWEWWAWW", "sssssssssssssss", "nnnnnnnyynyyyyy"),
    "SC": ("EWEEWWEEEAWWWWEEEWWWWE", "ssssssssssssssssssssss", "nynnyynnnyyyyynnnyyyyn"),
    "CO": ("EAEWW", "sssss", "nynyy"),
    "LE": ("EEEEEEEEWEEWWWWW", "ssssssssssssssss", "nnnnnnnnynnyyyyy"),
    "SV": ("EEEEWE", "ssssss", "nnnnyn"),
    "CF": ("EEEWEEEWEAA", "sssssssssss", "nnnynnnyyyy"),
    "DE": ("EEEWWEE", "ssassss", "nnnyynn"),
    "DP": ("EWWWEW", "ssssas", "nyyyny"),
    "DT": ("EEWEWWWEWA", "ssssssssss", "nnynyyynyy"),
    "RT": ("EEEEWEWEWEEEW", "sssssssssssss", "nnnnynynynnny"),
    "ST": ("EEEEWWEEEEWWWA", "ssssssssssssss", "nnnnyynnnnyyyy"),
    "RL": ("EWWWEWEWEEEWEWEWAW", "sssssssssmmmgmssss", "nyyynynynynynyyyyy"),
}
"""For rule 01, 02 and so on of each group: Error, Warning or Advice; Submit, siGn, Activate or Monitor; Yes or No."""

BEGINS = {
    dt.date(2026, 2, 5): {"A6-03", "A6-04", "A6-06", "A6-15", "RT-10", "RT-11", "SC-08", "ST-02"},
    dt.date(2026, 6, 19): {"RT-12"},
}
"""When rules begin, for those that have not always been law."""

OURS = ("TX", "DE-08")
"""The group that checks the document against itself; and DE-04 of a pilot, where the source says: a problem."""

SEVERITIES = {"E": Severity.PROBLEM, "W": Severity.WARNING, "A": Severity.INFORMATION}
STAGES = {"s": "submit", "g": "sign", "a": "activate", "m": "monitor"}
ROWS = [
    (f"{group}-{number:02}", *row)
    for group, columns in MATRIX.items()
    for number, row in enumerate(zip(*columns, strict=True), 1)
]
DATED = sorted((day, id) for day, ids in BEGINS.items() for id in ids)
LAW = catalogue()


def test_there_are_156_rules_of_law_and_nothing_else_but_our_own():
    assert len(ROWS) == 156
    assert {id for id in rules.RULES if not id.startswith(OURS)} == {row[0] for row in ROWS}


def test_every_rule_has_words_a_function_and_examples():
    assert set(wordings()) == set(rules.RULES) == set(EXAMPLES)


@pytest.mark.parametrize(("id", "severity", "stage", "waivable"), ROWS)
def test_a_rule_is_as_severe_as_the_law_makes_it(id, severity, stage, waivable):
    said = wordings()[id]
    assert (said.severity, said.stage, said.waivable) == (SEVERITIES[severity], STAGES[stage], waivable == "y")
    assert said.applies_from == next((day for day, ids in BEGINS.items() if id in ids), None)
    assert said.reference


def test_the_two_examples_are_two():
    """The silent one differs, and is an agreement too: not an empty page on which nothing could fire."""
    for id, (firing, _, _, silent) in EXAMPLES.items():
        assert firing != silent, id
        assert silent.parties, id
        assert silent.purposes, id


@pytest.mark.parametrize(("day", "id"), DATED)
def test_a_rule_is_silent_until_its_day(day, id):
    """Before and after 5 February and 19 June 2026, on the same document."""
    firing = EXAMPLES[id][0]
    assert id not in _fired(firing, day - dt.timedelta(days=1))
    assert id in _fired(firing, day)


def _fired(document, on):
    return {finding.rule for finding in rules.check(document, LAW, on)}
