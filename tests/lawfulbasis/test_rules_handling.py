"""Near misses of the rules on security and transfers (C-16, D-26 to D-29, E)."""

import pytest

from lawfulbasis.rules import countries
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import places
from tests.lawfulbasis.examples.handling_rows import ANONYMOUS, HOST, saying
from tests.lawfulbasis.examples.handling_security import BRIDGE, IDTA, POLICE, SUPPORTED
from tests.lawfulbasis.examples.shared import basis

KEPT = {"key": "s", "party": "charity", "system": "Case system", "support_from": "In house"}
PART_3 = basis("c6", "council", "dpa2018_part3_s35", "s35_2_b_task_performance")


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("India, out of hours", "India"),
        ("The supplier’s team in the United States", "United States"),
        ("Dublin, Ireland", "Ireland"),
        ("Belfast, Northern Ireland", ""),
        ("Its own staff; no access from India", ""),
        ("UK South", ""),
        ("The council’s own team", ""),
        ("Let us know", ""),
    ],
)
def test_where_support_comes_from(words, country):
    assert countries.abroad(words) == country


@pytest.mark.parametrize(
    ("country", "abroad"),
    [
        ("United Kingdom", ""),
        ("England and Wales", ""),
        ("UK and Ireland", "Ireland"),
        ("n/a", ""),
        ("Unknown", ""),
        ("", ""),
        ("Atlantis", "Atlantis"),
        ("USA", "USA"),
    ],
)
def test_a_field_for_a_country(country, abroad):
    assert countries.country_abroad(country) == abroad


def test_an_address_ends_with_its_country():
    assert countries.place_abroad("12 Denmark Hill, London") == ""
    assert countries.place_abroad("A data centre in Frankfurt, Germany") == "Germany"


def test_the_party_that_stores_abroad_needs_the_mechanism_itself():
    """D-27."""
    assert places("ST-01", document(storage=[SUPPORTED], transfers=[{**IDTA, "party": "council"}])) != []
    assert places("ST-01", document(storage=[SUPPORTED], transfers=[{**IDTA, "country": "France"}])) != []


def test_a_controller_answers_for_its_processor():
    stored = {**KEPT, "party": "p", "country": "United States"}
    allowed = {**BRIDGE, "party": "council", "country": "USA"}
    assert places("ST-01", document(parties__2=HOST, storage=[stored])) == ["storage/s/country"]
    assert places("ST-01", document(parties__2=HOST, storage=[stored], transfers=[allowed])) == []


def test_no_transfer_is_no_mechanism():
    row = {**IDTA, "mechanism": "transfer_none_uk_only"}
    assert places("ST-01", document(transfers=[row])) == ["transfers/t/mechanism"]
    assert places("ST-01", document(transfers=[{**row, "country": "United Kingdom"}])) == []


def test_data_that_leaves_by_a_flow_or_by_a_tick():
    assert places("ST-01", document(flows__0__outside_uk=True)) == ["flows/f/outside_uk"]
    assert places("ST-01", document(flows__0__outside_uk=True, transfers=[IDTA])) == []
    assert places("ST-01", document(abroad={"outside_uk": True})) == ["transfers"]
    assert places("ST-01", document(abroad={"outside_uk": True}, transfers=[IDTA])) == []


def test_data_about_nobody_may_go_anywhere():
    assert places("ST-01", document(**ANONYMOUS, storage=[SUPPORTED])) == []


def test_an_assessment_may_carry_its_date_in_words():
    row = {**IDTA, "assessed_on": None}
    assert places("ST-02", document(transfers=[{**row, "assessment": "Test 12 of 3 March 2026"}])) == []
    assert places("ST-02", document(transfers=[{**row, "mechanism": "transfer_adequacy_regs"}])) == []


def test_charities_may_use_what_public_authorities_may_not():
    assert places("ST-03", document(transfers=[{**IDTA, "mechanism": "transfer_art49_1_a"}])) == []


def test_a_party_under_part_3_needs_no_second_tick():
    row = {**IDTA, "party": "council"}
    assert places("ST-04", document(transfers=[row], lawful_basis__0=PART_3)) == ["transfers/t/mechanism"]
    instrument = {**row, "mechanism": "transfer_p3_legal_instrument"}
    assert places("ST-04", document(transfers=[instrument], lawful_basis__0=PART_3)) == []
    assert places("ST-04", document(transfers=[instrument])) == ["transfers/t/mechanism"]
    assert places("ST-04", document(transfers=[{**row, "mechanism": "transfer_none_uk_only", "part_3": True}])) == []


def test_only_the_data_bridge_asks_for_a_certificate():
    assert places("ST-05", document(transfers=[{**BRIDGE, "country": "Japan"}])) == []
    assert places("ST-05", document(transfers=[{**IDTA, "country": "USA"}])) == []


def test_a_place_without_word_of_support():
    row = {**KEPT, "support_from": "", "country": "England"}
    assert places("ST-06", document(storage=[row])) == ["storage/s/support_from"]
    assert places("ST-06", document(storage=[row], abroad={"outside_uk": False})) == []
    assert places("ST-06", document(storage=[{**row, "text": "Support comes from the council."}])) == []
    assert places("ST-06", document(storage=[])) == ["storage"]
    assert places("ST-06", document(storage=[], handling={"storage": "With the council in Harlow."})) == []


def test_a_way_in_words_is_a_way():
    assert places("ST-07", document(flows__0__channel=None, flows__0__method="By courier, in a sealed box.")) == []
    assert places("ST-07", document(flows=[])) == ["flows"]
    section = {"key": "f", "heading": "Format and frequency", "text": "CSV files by SFTP."}
    assert places("ST-07", document(flows=[], sections=[section])) == []


@pytest.mark.parametrize(
    "text",
    [
        "Lists may be sent by unencrypted email.",
        "Partners use ordinary email.",
        "Files go by emails that are not encrypted.",
    ],
)
def test_words_that_allow_plain_email(text):
    assert places("ST-08", saying(text)) == ["sections/s/text"]


@pytest.mark.parametrize(
    "text",
    [
        "Personal data must not be sent by unencrypted email.",
        "Never use plain email for case notes.",
        "Use the platform instead of ordinary email.",
        "Is the data sent by unencrypted email?",
        "Standard email footers apply.",
        "Normal email between nhs.net addresses is encrypted on its way.",
        "Plain email counts as a breach.",
    ],
)
def test_words_that_forbid_plain_email(text):
    assert places("ST-08", saying(text)) == []


@pytest.mark.parametrize(
    ("flow", "fires"),
    [
        ({"channel": None, "method": "Email a spreadsheet"}, True),
        ({"channel": "other", "method": "Encrypted email to named people"}, False),
        ({"channel": "plain_email", "encrypted": True, "encryption": "AES-256 archive, key by phone"}, False),
        ({"channel": "sftp", "method": "Email says that the file is there"}, False),
    ],
)
def test_how_an_email_is_sent(flow, fires):
    """C-16; the families agreement forbids unencrypted email."""
    changed = {f"flows__0__{name}": value for name, value in flow.items()}
    assert bool(places("ST-08", document(**changed))) is fires


def test_a_forbidden_way_is_no_way():
    rule = {"key": "n", "text": "Unencrypted email is used by nobody."}
    assert places("ST-08", document(prohibitions=[rule])) == []


def test_plain_email_for_data_about_nobody():
    assert places("ST-08", document(**ANONYMOUS, flows__0__channel="plain_email")) == []


def test_each_holder_describes_its_security():
    assert places("ST-09", document(security__0__parties=["council"])) == ["security/charity"]
    certified = {"storage__0__certification": "ISO 27001"}
    assert places("ST-09", document(security__0__parties=["council"], **certified)) == []
    section = {"key": "x", "heading": "Keeping information secure", "text": "Access follows roles."}
    assert places("ST-09", document(security=[], sections=[section])) == []


@pytest.mark.parametrize(
    ("change", "fires"),
    [
        ({"incidents__regulator": {"number": 3, "unit": "days"}}, False),
        ({"incidents__regulator": {"number": 3, "unit": "working_days"}}, True),
        ({"incidents__regulator": {"number": 5, "unit": "days"}}, True),
        ({"incidents__regulator": None}, True),
        ({"incidents__tell_parties": None}, True),
        ({"incidents__tell_parties": None, "incidents__at_once": True}, False),
        ({"incidents__assessment": ""}, True),
    ],
)
def test_breach_terms(change, fires):
    """D-29."""
    assert bool(places("ST-10", document(**change))) is fires


def test_breach_terms_may_be_duties():
    duties = [
        {"key": "a", "text": "Assess the breach and inform all parties.", "within": {"number": 1, "unit": "days"}},
        {"key": "b", "text": "Report a breach to the regulator.", "within": {"number": 72, "unit": "hours"}},
    ]
    assert places("ST-10", document(incidents=None, obligations=duties)) == []


def test_a_name_without_an_address_is_no_contact():
    assert places("ST-11", document(parties__1__contacts=[{"role": "incidents", "name": "Ann"}])) == ["parties/charity"]


def test_matching_wants_its_own_words():
    """D-28."""
    assert places("ST-12", document(automated={"matching": True})) == ["quality/matching"]
    assert places("ST-12", document(automated={"matching": True, "matching_text": "A clerk looks at each pair."})) == []


def test_requests_for_information_are_for_public_authorities():
    private = {"parties__0__organisation__public_authority": False}
    assert places("ST-13", document(freedom_of_information=None, **private)) == []


def test_police_that_only_receive_need_no_scenarios():
    assert places("ST-14", document(parties__1__organisation=POLICE)) == []
