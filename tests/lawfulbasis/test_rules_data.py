"""Near misses of the rules on data (C-9, C-11, D-24)."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import places
from tests.lawfulbasis.examples.handling_rows import ANONYMOUS, PSEUDONYMISED, SECOND, saying


@pytest.mark.parametrize(
    "text",
    [
        "If personal data is fully anonymised/pseudonymised it is no longer personal data.",
        "As it is pseudonymised at source, data shared is not subject to section 7 of the Act.",
        "We use pseudonyms. The result is not considered personal data.",
        "Subject access requests do not apply to pseudonymised data.",
        "Pseudonymised data does not constitute personal data.",
    ],
)
def test_pseudonyms_said_to_end_the_law(text):
    assert places("DT-01", saying(text, **PSEUDONYMISED)) == ["sections/s/text"]


@pytest.mark.parametrize(
    "text",
    [
        "Pseudonymised data is personal data, not just a number.",
        "Anonymised counts are not personal data. Pseudonymised rows are.",
        "The parties must not share more personal data than they need, and pseudonymised data where that is enough.",
        "Pseudonymised data must not be treated as if it is not personal data.",
        "In the recipient’s hands the pseudonymised data is not personal data, as assessment 7 records.",
        "Pseudonymised rows come with no names. Portability rights do not apply.",
        "A list of parks is not personal data.",
        "Where it cannot identify a person in pseudonymised data, access rights do not apply (Article 11).",
    ],
)
def test_what_may_be_said_of_pseudonyms(text):
    assert places("DT-01", saying(text, **PSEUDONYMISED)) == []


def test_a_recorded_assessment_for_one_recipient_is_no_general_claim():
    claim = {"datasets__0__not_personal": "Pseudonymised, it is not personal data for Harbour: assessment 7, May 2026."}
    assert places("DT-01", document(**PSEUDONYMISED, **claim)) == []


def test_pseudonymised_data_may_not_call_itself_something_else():
    described = {"datasets__0__description": "One row for each family. This is not personal data."}
    assert places("DT-01", document(**PSEUDONYMISED, **described)) == ["datasets/families/description"]
    assert places("DT-01", document(**described)) == []


def test_a_key_may_lie_with_nobody_or_outside_the_agreement():
    unkeyed = {"datasets__0__identifiability": "pseudonymised"}
    assert places("DT-02", document(**unkeyed, datasets__0__key_note="Destroyed once the rows are matched.")) == []
    assert places("DT-02", document(**unkeyed, datasets__0__key_note="In a locked system.")) != []


def test_who_supplies_the_data_may_hold_its_own_key():
    assert places("DT-03", document(**PSEUDONYMISED)) == []


def test_a_key_holder_that_only_carries_the_data_on_is_no_recipient():
    third = {"key": "t", "organisation": {"name": "Trusted Ltd"}, "roles": ["processor"], "processor_for": ["council"]}
    held = {"datasets__0__identifiability": "pseudonymised", "datasets__0__key_holders": ["t"]}
    assert places("DT-03", document(parties__2=third, flows__0__via=["t"], **held)) == []
    flow = {"key": "g", "sender": "charity", "recipients": ["t"], "datasets": ["families"], "channel": "sftp"}
    assert places("DT-03", document(parties__2=third, flows__1=flow, **held)) == ["datasets/families/key_holders"]


@pytest.mark.parametrize(
    "changes",
    [
        {"datasets__0__exclusions": "Counts of fewer than five."},
        {"datasets__0__public": True},
        {"datasets__0__kind": "operational"},
    ],
)
def test_anonymous_data_that_needs_no_more_words(changes):
    """A-15, A-16: what is public already, and what was never about people, needs no method."""
    assert places("DT-05", document(**ANONYMOUS, **changes)) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Anonymised/pseudonymised data only will be shared.", True),
        ("The data is pseudonymised (anonymised) at source.", True),
        ("Data is anonymised or pseudonymised, whichever the purpose allows.", False),
        ("Anonymised counts and pseudonymised rows are kept apart.", False),
    ],
)
def test_three_things_in_one(text, fires):
    assert bool(places("DT-06", saying(text))) is fires


def test_a_described_dataset_needs_no_words_for_each_item():
    assert places("DT-07", document()) == []
    assert places("DT-07", document(datasets__0__description="", datasets__0__items=[])) != []


def test_proportionality_may_stand_in_a_section():
    words = "One name is enough for the call; addresses, birthdays and the history of each case are left out of it."
    said = {"heading": "Proportionality and necessity", "key": "p", "text": words}
    assert places("DT-08", document(proportionality=None, sections=[said])) == []
    assert places("DT-08", document(proportionality=None, **ANONYMOUS)) == []


def test_excluded_kinds_do_not_count_as_chosen():
    item = {"key": "n", "name": "Name", "types": ["pd_name"], "excluded": True}
    assert places("DT-04", document(datasets__0__identifiability="anonymised", datasets__0__items=[item])) == []


def test_an_nhs_number_that_matches_records_explains_itself():
    item = {"key": "n", "name": "NHS number", "types": ["pd_nhs_number"]}
    assert places("TX-11", document(datasets__0__items__1=item)) == ["datasets/families/items/n/description"]
    assert places("TX-11", document(datasets__0__items__1={**item, "matching_key": True})) == []


def test_other_data_with_a_telling_name_is_described():
    item = {"key": "m", "name": "Free school meals", "types": ["pd_other"]}
    assert places("TX-11", document(datasets__0__items__1=item)) == []


def test_an_umbrella_needs_no_data():
    bare = {"datasets": [], "retention": [], "flows": [], "end_of_sharing": []}
    assert places("TX-12", document(**bare)) == ["datasets"]
    assert places("TX-12", document(**bare, identity__kind="protocol")) == []


def test_a_flow_in_words_may_carry_any_data():
    worded = {"key": "g", "sender": "council", "recipients": ["charity"], "what": "Matched results", "channel": "sftp"}
    assert places("TX-16", document(datasets__1=SECOND)) == ["datasets/visits"]
    assert places("TX-16", document(datasets__1=SECOND, flows__1=worded)) == []
