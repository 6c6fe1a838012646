"""Near misses of the rules on retention and on the life of an agreement (A-1, C-4, C-19, C-26, D-7, D-30, D-31)."""

import dataclasses
import datetime as dt

import pytest

from lawfulbasis import rules
from lawfulbasis.catalogue import Catalogue
from lawfulbasis.rules import days
from tests.lawfulbasis.documents import catalogue, document
from tests.lawfulbasis.examples.enforcement_rows import ON, places
from tests.lawfulbasis.examples.handling_retention import CARE_ACT, ENDED, ENDS_SOON, KEPT, PAST, SIGNED
from tests.lawfulbasis.examples.handling_rows import ANONYMOUS, SECOND, saying
from tests.lawfulbasis.examples.handling_text import PARENT

TEN_YEARS = {"number": 10, "unit": "years"}


def test_a_party_without_any_period_is_told_once():
    """D-30."""
    two = {"datasets__1": SECOND, "flows__0__datasets": ["families", "visits"]}
    assert places("RL-01", document(**two, retention=[])) == ["retention/charity"]
    assert places("RL-01", document(**two, retention__0__datasets=["families"])) == ["retention/charity/visits"]
    assert places("RL-01", document(**ANONYMOUS, retention=[])) == []


@pytest.mark.parametrize(
    ("row", "fires"),
    [
        ({"text": "In accordance with each partner’s data retention policy."}, True),
        ({"event": "no longer needed"}, True),
        ({"text": "Until the child is 25."}, False),
        ({"event": "the case is closed"}, False),
        ({"text": "As long as necessary, at most six years.", "period": {"number": 6, "unit": "years"}}, False),
    ],
)
def test_vague_retention(row, fires):
    """C-19."""
    assert bool(places("RL-02", document(retention__0={"key": "r", "party": "charity", **row}))) is fires


def test_a_period_up_to_an_event_has_its_bound():
    row = {"key": "r", "party": "charity", "period": {"number": 1, "unit": "years"}, "event": "the contract ends"}
    assert places("RL-03", document(retention__0=row)) == []
    assert places("RL-04", document(retention__0={**row, "text": "Shredded by the archive."})) == []


def test_the_end_of_sharing_may_stand_in_a_section():
    """D-31."""
    section = {"key": "e", "heading": "Termination of agreement", "text": "Each party deletes what it received."}
    assert places("RL-05", document(end_of_sharing=[], sections=[section])) == []
    assert places("RL-05", document(**ANONYMOUS, end_of_sharing=[])) == []


def test_a_reason_to_keep_data_may_stand_beside_the_period():
    """D-9."""
    assert places("RL-06", document(end_of_sharing=[KEPT], retention__0__reason="Limitation Act 1980.")) == []
    assert places("RL-06", document(**ANONYMOUS, end_of_sharing=[KEPT])) == []


@pytest.mark.parametrize(
    ("term", "fires"),
    [
        ({"review": {"rule": "fixed", "on": "2027-06-07"}}, False),
        ({"review": {"rule": "fixed", "on": "2027-07-01"}}, True),
        ({"review": {"rule": "fixed", "on": "2027-11-01"}, "last_reviewed_on": "2026-11-02"}, False),
        ({"review": {"rule": "fixed", "on": "2028-01-10"}, "last_reviewed_on": "2026-11-02"}, True),
        ({"review": {"rule": "interval", "first_after_months": 6, "then_every_months": 24}}, True),
    ],
)
def test_how_far_away_a_review_may_be(term, fires):
    values = {f"term__{name}": value for name, value in term.items()}
    assert bool(places("RL-08", document(**values))) is fires


def test_an_interval_reaches_past_the_end_too():
    term = {"starts_on": "2026-12-01", "ends_on": "2027-03-01"}
    every = {"rule": "interval", "first_after_months": 6, "then_every_months": 12}
    assert places("RL-09", document(term={**term, "review": every})) == ["term/ends_on"]
    assert places("RL-09", document(term={**term, "ends_on": "2027-06-01", "review": every})) == []


def test_a_draft_is_never_overdue():
    assert places("RL-10", document(term=PAST)) == []
    assert places("RL-10", document(term=PAST), rules.Facts(active=True)) == ["term/review"]


def test_a_review_in_the_portal_counts():
    """C-26."""
    facts = rules.Facts(active=True, reviewed_on=dt.date(2026, 11, 13))
    assert places("RL-10", document(term=PAST), facts) == []


def test_intervals_run_from_the_last_review():
    every = {"rule": "interval", "first_after_months": 6, "then_every_months": 12}
    running = document(term={**PAST, "review": every})
    assert places("RL-10", running, rules.Facts(active=True)) == ["term/review"]
    assert places("RL-10", running, rules.Facts(active=True, reviewed_on=dt.date(2026, 8, 3))) == []


def test_an_ended_agreement_that_counts_as_active():
    assert places("RL-11", document(term=ENDED), rules.Facts(active=True)) == ["term/ends_on"]


def test_a_contract_that_outlasts_the_agreement():
    ending = {"starts_on": "2026-12-01", "ends_on": "2027-03-01"}
    assert places("RL-12", document(parties__2=ENDS_SOON, term=ending)) == []


def test_a_text_that_the_portal_saw_change():
    assert places("RL-13", document(), rules.Facts(changed_since_signing=True)) == ["signatures"]
    assert places("RL-13", document(assessment={"changed_on": "2026-03-10"})) == []
    later = [*SIGNED, {"key": "t", "party": "charity", "office": "Chair", "signed_on": "2026-03-20"}]
    assert places("RL-13", document(signatures=later, assessment={"changed_on": "2026-03-10"})) == []


def test_law_that_changed_as_the_portal_knows():
    facts = rules.Facts(active=True, changed_law=("art6_1_e_public_task",))
    assert places("RL-14", document(), facts) == ["lawful_basis/c6"]


def test_law_that_was_looked_at_again():
    old = {"code": "art6_1_e_public_task", "label": "Public task", "wording_from": "2018-05-25"}
    assert places("RL-14", document(law=[old], term__last_reviewed_on="2026-03-02")) == []


def test_a_power_that_has_begun_is_in_force():
    assert places("RL-15", document(legislation=[{**CARE_ACT, "code": "gw_pcsc_s16"}])) == []
    early = {"term__starts_on": "2022-12-01", "term__review": {"rule": "fixed", "on": "2023-06-01"}}
    assert places("RL-15", document(legislation=[{**CARE_ACT, "code": "gw_pcsc_s16"}], **early)) != []
    assert places("RL-15", document(digital_economy={"powers": ["gw_dea_s35"]})) == []


def test_the_nation_of_a_power():
    law = _with_extents()
    scottish = document(legislation=[CARE_ACT], parties__0__organisation__nation="scotland")
    assert _places(law, scottish) == ["legislation/law/code"]
    welsh = {"parties__0__organisation__nation": "wales"}
    assert _places(law, document(legislation=[{**CARE_ACT, "code": "gw_cda_s115"}], **welsh)) == []
    own = {"key": "own", "title": "Adult Support and Protection (Scotland) Act 2007", "parties": ["council"]}
    answered = document(legislation=[CARE_ACT, own], parties__0__organisation__nation="scotland")
    assert _places(law, answered) == []


def _with_extents() -> Catalogue:
    known = catalogue()
    extents = {"gw_care_act": "England", "gw_cda_s115": "England and Wales"}
    changed = {
        code: tuple(
            dataclasses.replace(provision, flags={**provision.flags, "extent": extent})
            for provision in known.provisions[code]
        )
        for code, extent in extents.items()
    }
    return Catalogue({**known.provisions, **changed})


def _places(law, spoilt):
    return [hit.path for hit in rules.RULES["RL-16"].find(rules.Case(spoilt, law, ON))]


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("The clinical commissioning group supplies the list.", True),
        ("The former clinical commissioning group supplied the list.", False),
        ("Care was bought by the integrated care board, which replaced the CCG.", False),
    ],
)
def test_bodies_that_have_closed(text, fires):
    assert bool(places("RL-18", saying(text))) is fires


def test_who_paid_did_so_under_its_old_name():
    """C-5."""
    assert places("RL-18", document(identity__funding=[{"body": "DCLG", "amount": "£3.3 million"}])) == []


@pytest.mark.parametrize(
    ("related", "fires"),
    [
        ({}, True),
        ({"state": "live"}, False),
        ({"term": "", "state": "expired"}, True),
        ({"term": "", "ends_on": "2020-03-31"}, True),
        ({"term": "since 2018"}, False),
        ({"term": "2018 to 2030"}, False),
        ({"link": "supersedes"}, False),
    ],
)
def test_the_agreement_above(related, fires):
    """A-1: an annex hangs under a memorandum with a term of its own."""
    assert bool(places("TX-10", document(related=[{**PARENT, **related}]))) is fires


def test_a_note_explains_a_long_period():
    assert places("TX-08", document(retention__0__period=TEN_YEARS)) == ["retention/r/reason"]
    assert (
        places("TX-08", document(retention__0__period=TEN_YEARS, retention__0__text="As the Act on care asks.")) == []
    )
    assert places("TX-08", document(retention__0__period={"number": 84, "unit": "months"})) == []
    assert places("TX-08", document(**ANONYMOUS, retention__0__period=TEN_YEARS)) != []


def test_a_row_for_everything_gives_way_to_a_row_for_one_dataset():
    year = {"key": "a", "party": "charity", "period": {"number": 1, "unit": "years"}}
    other = {"key": "b", "party": "charity", "period": {"number": 2, "unit": "years"}, "datasets": ["families"]}
    assert places("TX-09", document(retention=[year, other])) == []
    assert places("TX-09", document(retention=[year, {**other, "datasets": []}])) == ["retention/b/period"]
    assert (
        places("TX-09", document(retention=[year, {**year, "key": "b", "period": {"number": 12, "unit": "months"}}]))
        == []
    )
    assert places("TX-09", document(retention=[year, {**other, "datasets": [], "text": "For open cases."}])) == []


@pytest.mark.parametrize(
    ("on", "nation", "kind"),
    [
        ("2027-06-05", "england", "a Saturday"),
        ("2026-12-28", "wales", "a bank holiday"),
        ("2026-11-30", "scotland", "a bank holiday"),
        ("2026-11-30", "england", ""),
        ("2027-07-12", "northern ireland", "a bank holiday"),
        ("2035-12-25", "", ""),
    ],
)
def test_days_off(on, nation, kind):
    assert days.day_off(dt.date.fromisoformat(on), nation) == kind


def test_months_end_where_months_end():
    assert days.months_after(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert days.months_after(dt.date(2027, 8, 31), 6) == dt.date(2028, 2, 29)
    assert days.months_after(dt.date(2026, 12, 1), 12) == dt.date(2027, 12, 1)
