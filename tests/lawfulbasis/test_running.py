"""How the checks run: on which day, past a crash, with answers that people gave, and how fast."""

import datetime as dt
import time

import pytest

from dsaportal.bench import documents as bench
from foundation.verdicts import Severity
from lawfulbasis import rules
from lawfulbasis.rules import registry
from tests.lawfulbasis.documents import catalogue, document
from tests.lawfulbasis.examples.enforcement_rows import COUNCIL

ON = dt.date(2026, 11, 20)
LAW = catalogue()
NO_NUMBER = {"parties__1__organisation__ico_reference": ""}
PLACE = "parties/charity/organisation/ico_reference"
ROUNDS = 5


def waiver(rule, path="", key="w"):
    return {"key": key, "rule": rule, "path": path, "reason": "Registering this week.", "by": "Ada Reed"}


def found(spoilt, on=ON):
    return {finding.rule: finding for finding in rules.check(spoilt, LAW, on)}


@pytest.mark.parametrize("path", [PLACE, ""], ids=["there", "anywhere"])
def test_a_reason_answers_a_warning(path):
    finding = found(document(**NO_NUMBER, waivers=[waiver("PTY-04", path)]))["PTY-04"]
    assert finding.waived == "Registering this week. (Ada Reed)"
    assert not finding.stops


@pytest.mark.parametrize(("rule", "path"), [("PTY-04", "parties/council"), ("PTY-05", PLACE)])
def test_a_reason_answers_what_it_is_given_for(rule, path):
    assert found(document(**NO_NUMBER, waivers=[waiver(rule, path)]))["PTY-04"].waived == ""


def test_a_reason_that_nothing_calls_for_changes_nothing():
    assert found(document(waivers=[waiver("PTY-04")])) == {}


def test_no_reason_answers_what_the_law_will_not_have_answered():
    finding = found(document(term__review=None, waivers=[waiver("RL-07", "term/review")]))["RL-07"]
    assert finding.waived == ""
    assert finding.stops


def test_a_reason_opens_a_problem_where_the_law_allows_one():
    """RL-10 and the like stop, until somebody says why they need not."""
    waivable = [rule.wording for rule in rules.RULES.values() if rule.wording.waivable]
    stopping = {wording.id for wording in waivable if wording.severity is Severity.PROBLEM}
    assert stopping == {"CF-09", "DE-08", "RL-10", "RL-15"}
    coming = {"key": "law", "title": "Children Act 2004", "code": "gw_ca2004_s16LA", "kind": "duty"}
    assert found(document(legislation=[coming]))["RL-15"].stops
    assert not found(document(legislation=[coming], waivers=[waiver("RL-15")]))["RL-15"].stops


@pytest.mark.parametrize("broken", ["before", "between", "gap"])
def test_wherever_a_check_breaks_it_counts_as_a_problem(broken, monkeypatch, caplog):
    """Half an answer is none: what was found before the crash is not shown as if it were all."""

    def find(case):
        if broken == "before":
            raise KeyError("parties")
        yield registry.hit("parties")
        if broken == "between":
            raise ZeroDivisionError
        # and with "gap", its message finds no {party}

    monkeypatch.setitem(registry.RULES, "PTY-04", registry.Rule("PTY-04", find))
    (finding,) = rules.check(document(), LAW, ON)
    assert (finding.severity, finding.waivable) == (Severity.PROBLEM, False)
    assert finding.stops
    assert "PTY-04 did not run" in finding.message
    assert "PTY-04 crashed" in caplog.text


def test_no_reason_answers_a_check_that_did_not_run(monkeypatch):
    monkeypatch.setitem(registry.RULES, "PTY-04", registry.Rule("PTY-04", lambda case: iter([None])))
    assert found(document(waivers=[waiver("PTY-04")]))["PTY-04"].stops


def test_a_crash_leaves_the_other_checks_running(monkeypatch):
    monkeypatch.setitem(registry.RULES, "PTY-04", registry.Rule("PTY-04", lambda case: iter([None])))
    assert {"PTY-04", "RL-07"} <= set(found(document(term__review=None)))


@pytest.mark.parametrize(
    ("day", "fires"),
    [(dt.date(2026, 2, 4), False), (dt.date(2026, 2, 5), True), (dt.date(2026, 11, 20), True)],
)
def test_words_go_out_of_date_on_their_day(day, fires):
    spoilt = document(identity__scope="Article 89 of the UK GDPR", term__starts_on=None)
    assert ("A6-14" in found(spoilt, day)) is fires


@pytest.mark.parametrize(("start", "fires"), [("2026-02-04", True), ("2026-02-05", False)])
def test_a_basis_must_be_law_when_sharing_starts(start, fires):
    """Recognised legitimate interest came on 5 February 2026."""
    row = {"key": "h6", "party": "charity", "regime": "uk_gdpr_art6", "condition": "art6_1_ea_recognised_li"}
    review = {"rule": "fixed", "on": "2026-08-03"}
    spoilt = document(lawful_basis=[COUNCIL, row], term={"starts_on": start, "ongoing": True, "review": review})
    for day in (dt.date(2026, 1, 5), ON):
        assert ("A6-05" in found(spoilt, day)) is fires


@pytest.mark.parametrize(("day", "fires"), [(dt.date(2026, 6, 18), False), (dt.date(2026, 6, 19), True)])
def test_complaints_have_their_clock_since_june(day, fires):
    slow = {"text": "Answered in time.", "acknowledge": {"number": 40, "unit": "days"}}
    assert ("TX-15" in found(document(complaints=slow), day)) is fires
    assert ("RT-12" in found(document(complaints=None), day)) is fires


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(2018, 5, 25), dt.date(2026, 2, 5), dt.date(2199, 12, 31)])
def test_no_check_breaks_on_any_day(day):
    for spoilt in (document(), bench.document()):
        assert [one for one in rules.check(spoilt, LAW, day) if "did not run" in one.message] == []


def test_thirty_three_parties_are_checked_while_one_types():
    """Under 50 ms for all rules together; the best of a few rounds, as other work shares the machine."""
    large = bench.document()
    assert len(large.parties) == 33
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        rules.check(large, LAW, ON)
        times.append(time.process_time() - begun)
    assert min(times) < 0.05
