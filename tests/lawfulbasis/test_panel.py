"""The consistency checks that people were promised, by their numbers there: which rules keep each promise.

Rules of law stand under numbers of their own, so that one promise may be several rules and one rule several promises.
What needs the portal and not the document alone (similar agreements, overdue reviews of a party, what the register
will show) is no rule: pages say it.
"""

import pytest

from foundation.verdicts import Severity
from lawfulbasis import rules
from lawfulbasis.rules.registry import wordings
from tests.lawfulbasis.documents import catalogue, document
from tests.lawfulbasis.examples import EXAMPLES
from tests.lawfulbasis.examples.enforcement_rows import ON, SCHEDULE_8, SENSITIVE, STRICT, places, policed
from tests.lawfulbasis.examples.handling_rights import MACHINE
from tests.lawfulbasis.examples.handling_rows import saying
from tests.lawfulbasis.examples.shared import basis

PROBLEMS = {
    "P01": ["PTY-02", "TX-18"],
    "P02": ["PTY-01"],
    "P03": ["A6-01"],
    "P04": ["SC-01"],
    "P05": ["SC-03", "SC-04"],
    "P06": ["CO-01"],
    "P07": ["LE-03", "LE-05", "LE-06"],
    "P08": ["RL-01"],
    "P09": ["RL-07", "RL-09", "TX-17"],
    "P10": ["RL-05"],
    "P11": ["TX-01"],
    "P12": ["ST-08"],
    "P13": ["ST-01"],
    "P14": ["DT-02"],
    "P15": ["SV-01", "SV-02", "SV-03", "SV-04"],
    "P16": ["TX-20", "PTY-12"],
}
WARNINGS = {
    "W01": ["TX-19", "DP-01"],
    "W02": ["DE-04"],
    "W03": ["A6-02", "A6-03"],
    "W04": ["A6-09"],
    "W05": ["DT-01"],
    "W06": ["A6-14"],
    "W07": ["RL-18"],
    "W08": ["TX-13"],
    "W09": ["TX-12", "TX-21"],
    "W10": ["TX-16"],
    "W11": ["TX-11"],
    "W12": ["TX-08"],
    "W13": ["TX-06"],
    "W14": ["TX-14"],
    "W15": ["PTY-04", "PTY-05"],
    "W16": ["TX-15", "RT-12"],
}
GENTLER = {"TX-13"}
"""A day off is news for whoever leads, and asks nobody for a reason."""

BOTH = (("c", "council"), ("h", "charity"))
HEALTH = {"datasets__0__items__0__types": ["sc_health"]}


@pytest.mark.parametrize("id", [id for ids in PROBLEMS.values() for id in ids])
def test_what_must_stop_stops(id):
    assert wordings()[id].severity is Severity.PROBLEM
    assert id in EXAMPLES


@pytest.mark.parametrize("id", [id for ids in WARNINGS.values() for id in ids])
def test_what_must_be_answered_asks(id):
    assert (wordings()[id].severity is Severity.INFORMATION) is (id in GENTLER)
    assert id in EXAMPLES


@pytest.mark.parametrize(
    ("review", "fires"),
    [
        ({"rule": "fixed", "on": "2029-12-03"}, False),
        ({"rule": "fixed", "on": "2029-12-31"}, True),
        ({"rule": "interval", "first_after_months": 36, "then_every_months": 12}, False),
        ({"rule": "interval", "first_after_months": 37, "then_every_months": 12}, True),
        (None, False),
    ],
)
def test_the_first_review_comes_within_three_years(review, fires):
    """P09. With the days of grace that any review has."""
    assert bool(places("TX-17", document(term__review=review))) is fires


def test_three_years_count_from_today_where_no_start_is_set():
    assert places("TX-17", document(term={"review": {"rule": "fixed", "on": "2030-01-07"}})) == ["term/review"]
    later = {
        "starts_on": "2020-01-06",
        "last_reviewed_on": "2026-01-05",
        "review": {"rule": "fixed", "on": "2030-01-07"},
    }
    assert places("TX-17", document(term=later)) == [], "no first review: another rule looks at the later ones"


def test_a_group_may_keep_an_agreement():
    """P01."""
    assert places("TX-18", document(identity__owner=None, identity__owner_group="London IG Forum")) == []


def test_whom_a_contact_is_asked_of():
    """P16. Observers hold nothing, suppliers work for others, and of a class nobody knows all members."""
    third = {"key": "x", "organisation": {"name": "Watchers"}, "roles": ["observer"]}
    assert places("TX-20", document(parties__2=third)) == []
    assert places("TX-20", document(parties__2={**third, "roles": ["processor"]})) == []
    assert places("TX-20", document(parties__2={**third, "roles": ["recipient"]})) == ["parties/x/contacts"]
    assert places("TX-20", document(parties__2={**third, "roles": ["recipient"], "whole_class": True})) == []


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        (HEALTH, True),
        ({**HEALTH, "assessment": {"status": "under_way"}}, True),
        ({**HEALTH, "assessment": {"screening": "Ten people, who asked for it."}}, False),
        ({**HEALTH, "assessment": {"status": "not_needed"}}, False),
        ({**HEALTH, "attachments": [{"key": "a", "title": "DPIA of the project"}]}, False),
        ({**HEALTH, "datasets__0__identifiability": "aggregated"}, False),
        ({"datasets__0__data_subjects": ["ds_x_children"]}, True),
        ({"datasets__0__items__0__types": ["cat_criminal_offence"]}, True),
        ({}, False),
    ],
)
def test_when_an_assessment_would_be_wise(changes, fires):
    """W01. A screening that is wanting is another rule's."""
    assert bool(places("TX-19", document(**changes))) is fires


def test_one_rule_speaks_of_the_assessment_at_a_time():
    spoilt = document(**HEALTH, automated__matching=True)
    assert places("DP-01", spoilt) == ["assessment/status"]
    assert places("TX-19", spoilt) == []


def test_many_parties_call_for_an_assessment():
    more = {
        f"parties__{n}": {"key": f"p{n}", "organisation": {"name": f"Club {n}"}, "roles": ["recipient"]}
        for n in range(2, 10)
    }
    assert places("TX-19", document(**more)) == []
    more["parties__10"] = {"key": "p10", "organisation": {"name": "Club 10"}, "roles": ["recipient"]}
    assert places("TX-19", document(**more)) == ["assessment/status"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2027-08-03", "in August, when many people are away"),
        ("2027-12-07", "in December, when many people are away"),
        ("2027-08-07", "a Saturday"),
        ("2027-08-30", "a bank holiday"),
        ("2027-09-07", ""),
    ],
)
def test_reviews_when_people_are_away(day, words):
    """W08."""
    case = rules.Case(document(term__review={"rule": "fixed", "on": day}), catalogue(), ON)
    assert [hit.words["other"] for hit in rules.RULES["TX-13"].find(case)] == ([words] if words else [])


def test_a_purpose_of_everybody_covers_all_data():
    """W09."""
    firing = EXAMPLES["TX-21"][0]
    assert places("TX-21", firing) == ["datasets/visits"]
    everybody = firing.purposes[0].model_copy(update={"parties": ()})
    assert places("TX-21", firing.model_copy(update={"purposes": (everybody,)})) == []


@pytest.mark.parametrize(
    "text",
    [
        "Funding came from DLUHC in 2022.",
        "In 2023 DLUHC named the partnership a pilot.",
        "The work was paid for by the Catalyst programme of HEFCE.",
        "A grant from the Department for Communities and Local Government began it.",
        "DLUHC (formerly DCLG) set the first targets.",
    ],
)
def test_bodies_in_their_own_time(text):
    """W07. What a body did while it had the name is history, wherever it is told."""
    assert places("RL-18", saying(text)) == []
    assert places("RL-18", document(identity__context=text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Reports go to DLUHC since 2021.",
        "From 2021 each partner reports to DLUHC.",
        "The programme is funded by DLUHC.",
        "DLUHC receives the report of 2022.",
        "DLUHC was told in 2026.",
        "The list goes to DLUHC. It was first made in 2019.",
    ],
)
def test_bodies_that_are_spoken_of_as_if_they_were_there(text):
    assert places("RL-18", saying(text)) == ["sections/s/text"]
    assert places("RL-18", document(identity__context=text)) == ["identity/context"]


def test_the_background_tells_how_it_came_about():
    told = "The programme was set up with DLUHC."
    assert places("RL-18", document(identity__context=told)) == []
    assert places("RL-18", saying(told)) == ["sections/s/text"], "in a clause it may be a duty"


def test_old_law_is_old_whatever_the_year_beside_it():
    assert places("A6-14", saying("In 2010 it was shared under the Data Protection Act 1998.")) == ["sections/s/text"]


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Offence data is shared under section 8 of the Data Protection Act 2018.", True),
        ("Criminal convictions: DPA 2018 s.8.", True),
        ("The task rests on section 8 of the Data Protection Act 2018.", False),
        ("Offence data is shared under section 10 of the Data Protection Act 2018.", False),
        ("The form has a section 8. Offences are listed there.", False),
    ],
)
def test_offence_data_has_its_own_section(text, fires):
    """Section 8 is about the public task; offence data stands in section 10."""
    assert bool(places("A6-14", saying(text))) is fires


def test_part_3_and_decisions_by_machine():
    """Section 50B: a law or explicit consent, as for the rest of the Act's sensitive processing."""
    by_machine = {"automated": {"decisions": True, "safeguards": "A person can look at each decision again."}}
    auto = {"key": "auto", "right": "right_automated_decisions", "how": "By the force.", "parties": ["police"]}
    named = {**by_machine, "rights__5": auto}
    sensitive = {"data": SENSITIVE, **named}
    assert places("RT-11", policed(STRICT, SCHEDULE_8, legislation=[], **sensitive)) == ["automated/decisions"]
    assert places("RT-11", policed(STRICT, SCHEDULE_8, **sensitive)) == [], "a law is named"
    consent = basis("p-consent", "police", "dpa2018_part3_s35", "s35_4_sensitive_consent")
    assert places("RT-11", policed(consent, legislation=[], **sensitive)) == []
    assert places("RT-11", policed(STRICT, legislation=[], **named)) == [], "no sensitive data"


def test_public_interest_alone_lets_no_machine_decide():
    """Article 22B asks for a law or a contract beside Article 9(2)(g)."""
    rows = [
        *(basis(f"{key}6", party, "uk_gdpr_art6", "art6_1_e_public_task") for key, party in BOTH),
        *(basis(f"{key}9", party, "uk_gdpr_art9", "art9_2_g_substantial_public_interest") for key, party in BOTH),
    ]
    assert places("RT-11", document(automated=MACHINE, **HEALTH, lawful_basis=rows)) == []
    alone = document(automated=MACHINE, **HEALTH, lawful_basis=rows, legislation=[])
    assert places("RT-11", alone) == ["automated/decisions"]
