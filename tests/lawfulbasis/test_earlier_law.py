"""The Data Protection Act 1998: an old agreement says by code what it relied on, and is told that it is repealed."""

import datetime as dt

import pytest

from drafting.forms.fields import Setting, provisions
from foundation.verdicts import Severity
from lawfulbasis import plain, rules
from tests.lawfulbasis.documents import catalogue, document

ON = dt.date(2026, 11, 20)
LAW = catalogue()
CODES = sorted(code for code in LAW.provisions if code.startswith("dpa1998_"))
SCHEDULES = {"dpa1998_sch2", "dpa1998_sch3"}


def relying(code, starts_on):
    """C-10: the protocol of 2016 names the condition on administering justice and public functions."""
    basis = [{"key": "b", "party": "council", "regime": LAW.regime_of(code), "condition": code}]
    return document(lawful_basis=basis, term__starts_on=starts_on)


def said(text, rule="A6-05"):
    return [one.message for one in rules.check(text, LAW, ON) if one.rule == rule]


def test_both_schedules_are_there_paragraph_by_paragraph():
    assert [LAW.on(code, ON).reference for code in CODES if "sch2" in code] == [
        f"Data Protection Act 1998 Sch 2 para {number}" for number in range(1, 7)
    ]
    numbers = sorted(int(LAW.on(code, ON).reference.rpartition(" ")[2]) for code in CODES if "sch3" in code)
    assert numbers == list(range(1, 11))


@pytest.mark.parametrize("code", CODES)
def test_each_ended_on_the_day_of_the_regulation_and_has_a_successor_in_force(code):
    provision = LAW.on(code, ON)
    assert provision.regime in SCHEDULES
    assert provision.in_force_on(dt.date(2018, 5, 24))
    assert not provision.in_force_on(dt.date(2018, 5, 25))
    assert not provision.in_force_on(dt.date(2000, 2, 29))
    assert provision.replaced_by
    assert all(LAW.on(later, ON).in_force_on(ON) for later in provision.replaced_by)
    assert set(plain.related(provision.flags)) == set(provision.replaced_by)
    assert "Open to public authorities" not in dict(plain.facts(provision.regime, provision.flags))


@pytest.mark.parametrize("starts_on", ["2016-11-30", "2027-01-01"])
def test_an_agreement_that_names_one_is_told_that_it_is_repealed(starts_on):
    (message,) = said(relying("dpa1998_sch2_p5_public_functions", starts_on))
    assert message.startswith(
        "Data Protection Act 1998 Sch 2 para 5 (repealed on 25 May 2018; now UK GDPR Art 6(1)(e)) is not in force on "
    )
    found = [one for one in rules.check(relying(CODES[0], starts_on), LAW, ON) if one.rule == "A6-05"]
    assert [(one.severity, one.path) for one in found] == [(Severity.PROBLEM, "lawful_basis/b")]


def test_law_in_force_is_not_called_repealed():
    assert said(document()) == []


def test_checked_as_on_a_day_of_its_own_time_it_was_law():
    text = relying("dpa1998_sch2_p5_public_functions", "2016-11-30")
    assert "A6-05" not in {one.rule for one in rules.check(text, LAW, dt.date(2017, 1, 1))}


@pytest.mark.parametrize("regime", sorted(SCHEDULES))
def test_none_can_be_chosen_for_a_new_text_and_one_that_stands_there_stays(regime):
    setting = Setting(document(), LAW, ON)
    assert provisions(setting, regime) == []
    code = next(code for code in CODES if LAW.regime_of(code) == regime)
    assert [kept for kept, _ in provisions(setting, regime, [code])] == [code]
