"""What leaving or the end does, from the text alone (C-19, D-9, E-12). No database."""

import datetime as dt

import pytest

from closing import effects
from dsaformat.parts import Period
from foundation import workdays
from tests.closing import ending

ENGLAND = workdays.of_nation("")
FRIDAY = dt.date(2026, 11, 20)


def found(document, key) -> dict[str, effects.Effect]:
    return {one.title: one for one in effects.of_leaving(document, key)}


@pytest.mark.parametrize(
    ("number", "unit", "given", "ends"),
    [
        (3, "months", dt.date(2026, 11, 30), dt.date(2027, 2, 28)),
        (3, "months", dt.date(2027, 11, 30), dt.date(2028, 2, 29)),
        (1, "years", dt.date(2028, 2, 29), dt.date(2029, 2, 28)),
        (2, "weeks", FRIDAY, dt.date(2026, 12, 4)),
        (1, "days", dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
        (25, "hours", FRIDAY, dt.date(2026, 11, 22)),
        (1, "working_days", FRIDAY, dt.date(2026, 11, 23)),
        (1, "working_days", dt.date(2026, 12, 24), dt.date(2026, 12, 29)),
    ],
)
def test_notice_ends_by_the_calendar(number, unit, given, ends):
    assert effects.notice_ends(Period(number=number, unit=unit), given, ENGLAND) == ends


def test_bank_holidays_are_those_of_the_party():
    day = Period(number=1, unit="working_days")
    assert effects.notice_ends(day, dt.date(2026, 12, 31), workdays.of_nation("scotland")) == dt.date(2027, 1, 5)
    assert effects.notice_ends(day, dt.date(2026, 12, 31), ENGLAND) == dt.date(2027, 1, 4)


def test_without_a_word_on_notice_today_will_do():
    assert effects.notice_ends(None, FRIDAY, ENGLAND) == FRIDAY


@pytest.mark.parametrize("unit", ["years", "months", "weeks"])
def test_notice_longer_than_any_calendar_is_no_day_and_no_crash(unit):
    last = dt.date(9999, 12, 1)
    assert effects.notice_ends(Period(number=10_000, unit=unit), last, ENGLAND) is None


def test_a_supplier_takes_its_data_along():
    lost = found(ending.document(), "police")["Data that nobody else supplies"]
    assert lost.lines == ("Calls about lamps: Essex County Council would no longer get it",)
    assert lost.warning
    assert found(ending.document(), "care")["Data that nobody else supplies"].lines == ()


def test_its_flows_go_both_ways():
    of = found(ending.document(), "police")
    assert of["Data it sends"].lines == ("Calls about lamps: from Essex Police to Essex County Council",)
    assert of["Data it receives"].lines == ("Lamp faults: from Essex County Council to Essex Police (daily)",)


def test_what_it_holds_and_what_becomes_of_it_stand_there():
    of = found(ending.document(), "police")
    assert of["Data it holds"].lines == ("Lamp faults: kept for 2 years",)
    assert of["What it does with the data when its sharing ends"].lines == ("Lamp faults: delete it within 30 days",)
    assert (
        "does not say" in found(ending.document(), "care")["What it does with the data when its sharing ends"].nothing
    )


def test_duties_that_only_it_has_are_told_in_one_line():
    duties = found(ending.document(), "police")["Duties"]
    assert duties.lines == ("It alone must: Keep a log of every call. For ever.",)


def test_processors_signatures_and_the_quorum_are_told():
    text = ending.values()
    text["parties"][2] |= {"roles": ["processor"], "processor_for": ["police"]}
    text["term"]["into_force"] = {"rule": "quorum", "number": 2, "named": ["police"]}
    text["signatures"] = [{"key": "s", "party": "essex", "for_parties": ["police"]}]
    text["lawful_basis"] = [
        {"key": "b", "party": "police", "regime": "uk_gdpr_art6", "condition": "art6_1_e", "purpose": "repair"}
    ]
    of = found(ending.document(**text), "police")
    assert of["Who processes data for whom"].lines == ("Care Analytics processes data for it and for nobody else",)
    assert of["Signatures"].lines == (
        "It is one of those who must have signed for the agreement to be in force",
        "Essex County Council signed for it",
    )
    assert of["The law that it relies on"].lines == ("art6_1_e, for Repair lamps sooner",)
    assert found(ending.document(**text), "essex")["Signatures"].lines == (
        "It signs for Essex Police, too: what it signed binds them as before",
    )


def test_a_party_that_joined_later_is_not_in_the_text():
    assert [one.lines for one in effects.of_leaving(ending.document(), "newcomer") if one.lines] == []


def test_the_end_goes_party_by_party_and_leaves_out_who_holds_nothing():
    rows = effects.of_end(ending.document())
    assert [(row.party, row.lines) for row in rows] == [
        (
            "Essex Police",
            ("Lamp faults: kept for 2 years", "Lamp faults: delete it within 30 days (when sharing ends)"),
        )
    ]


def test_data_kept_on_a_lawful_basis_says_which():
    text = ending.values()
    text["end_of_sharing"] = [{"key": "k", "party": "essex", "action": "keep", "basis": "Its own controller"}]
    assert effects.of_end(ending.document(**text))[0].then == (
        "Everything it holds: keep it, because: Its own controller",
    )


def test_who_is_bound_in_their_own_right_is_counted():
    text = ending.values()
    text["parties"][2]["roles"] = ["processor"]
    assert effects.remaining(ending.document(**text), ()) == 2
    assert effects.remaining(ending.document(**text), {"police"}) == 1


def test_many_lines_are_counted_and_not_all_shown():
    effect = effects.Effect("Data", tuple(str(number) for number in range(35)), "")
    assert effect.shown[-1] == "15 more, which the text names"
    assert len(effects.Effect("Data", ("a",) * 21, "").shown) == 21
