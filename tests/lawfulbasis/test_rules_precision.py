"""Where a rule was too quiet or too loud, and where the matrix draws its line: each with a case on both sides."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.basis_offences import CLAIMS
from tests.lawfulbasis.examples.basis_rows import OFFENCES, SAFEGUARDING, UNLAWFUL_ACTS, with_rows
from tests.lawfulbasis.examples.enforcement_economy import ADVISED, LISTED, OWED, empowered
from tests.lawfulbasis.examples.enforcement_rows import places
from tests.lawfulbasis.examples.handling_rights import PORTABLE, right

CARE_ACT = {"key": "care", "title": "Care Act 2014", "code": "gw_care_act", "parties": ["council"]}
SECTION_35 = {"key": "dea", "title": "Digital Economy Act 2017", "code": "gw_dea_s35"}


@pytest.mark.parametrize("basis", [[], None])
def test_portability_is_promised_in_vain_where_no_basis_is_named_at_all(basis):
    """RT-07, A-19: the matrix asks whether any party relies on consent or a contract, and nobody does."""
    assert places("RT-07", document(rights__5={**PORTABLE, "applies": "yes"}, lawful_basis=basis)) == [
        "rights/port/applies"
    ]
    assert places("RT-07", document(rights__5={**PORTABLE, "applies": "no"}, lawful_basis=basis)) == []


def test_a_power_that_names_nobody_is_everybodys_until_somebody_is_entered():
    """DE-01: another law beside it takes nobody out while the list of the Act is empty."""
    both = {"legislation": [SECTION_35, CARE_ACT]}
    assert len(places("DE-01", empowered(listed=[], document_changes=both))) == 2
    named = {"legislation": [SECTION_35 | {"parties": ["charity"]}, CARE_ACT]}
    assert len(places("DE-01", empowered(listed=[], document_changes=named))) == 1
    assert places("DE-01", empowered(listed=LISTED[1:], document_changes=both)) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Given out by the SLI Data Analyst and London Councils.", True),
        ("The files are stored on servers run by Exampleshire Police.", True),
        ("Given out by each Council.", False),
        ("Held by Harlow Council.", False),
        ("Sent by Partner Councils every quarter.", False),
        ("London Councils agreed to this.", False),
    ],
)
def test_a_body_that_handles_the_data_is_named_although_it_is_no_firm(text, fires):
    """PTY-10, A-11: an umbrella body gives reports out, and stands nowhere among the parties."""
    flow = {"key": "out", "sender": "council", "recipients": ["charity"], "datasets": ["families"], "note": text}
    assert places("PTY-10", document(flows=[flow])) == (["flows/out/note"] if fires else [])


@pytest.mark.parametrize(
    ("words", "fires"),
    [
        ("We rely on Article 6 (a).", True),
        ("We rely on Article 6(a).", True),
        ("We rely on Art. 6 (e).", True),
        ("We rely on Art 9 (i).", True),
        ("We rely on Article 6(1)(a).", False),
        ("We rely on Article 6 (1) (a).", False),
        ("See Article 6 (and Article 9).", False),
    ],
)
def test_a_paragraph_that_is_left_out_is_found_with_a_space_or_without(words, fires):
    """A6-14."""
    assert places("A6-14", document(identity__scope=words)) == (["identity/scope"] if fires else [])


def test_advice_on_offence_data_is_given_once():
    """CO-02: one finding that names the parties, whose path is the party’s own while it is one."""
    charity = {**UNLAWFUL_ACTS, "key": "s9", "party": "charity"}
    assert places("CO-02", with_rows(UNLAWFUL_ACTS, charity, **OFFENCES)) == ["lawful_basis"]
    assert places("CO-02", with_rows(UNLAWFUL_ACTS, **OFFENCES)) == ["parties/council/lawful_basis"]
    assert places("CO-02", with_rows(CLAIMS, **OFFENCES)) == []
    assert places("CO-02", with_rows(SAFEGUARDING)) == []


@pytest.mark.parametrize("name", ["access", "rectification"])
@pytest.mark.parametrize(
    ("row", "fires"),
    [
        ({"applies": "no"}, True),
        ({"applies": None, "how": "Not applicable"}, True),
        ({"applies": "yes", "how": "Within a month."}, False),
        ({"applies": "case_by_case", "how": "Exemptions are looked at for each request."}, False),
    ],
)
def test_a_right_that_depends_on_no_basis_is_not_denied_as_a_whole(name, row, fires):
    """TX-22, C-10, C-11, E-26."""
    assert places("TX-22", document(**right(name, **row))) == ([f"rights/{name}/applies"] if fires else [])


def test_where_no_data_is_about_people_nobody_has_a_copy_to_ask_for():
    empty = document(**right("access", applies="no"), datasets__0__identifiability="not_about_people")
    assert places("TX-22", empty) == []


def test_duty_and_advice_about_the_same_papers_are_told_apart():
    """TX-23, E-23: only where the Act is used, and not where both places say the same."""
    scattered = {"publication__text": OWED, "identity__scope": ADVISED}
    assert places("TX-23", empowered(document_changes=scattered)) == ["identity/scope"]
    assert places("TX-23", document(**scattered)) == []
    assert places("TX-23", empowered(document_changes={"identity__scope": ADVISED})) == []
    assert places("TX-23", empowered(document_changes={"publication__text": OWED})) == []
