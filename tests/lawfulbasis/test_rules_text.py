"""Near misses of the checks that read (A-14, C-4, C-11, D-1; B23, B31)."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import places
from tests.lawfulbasis.examples.handling_rows import ANONYMOUS, PSEUDONYMISED, saying
from tests.lawfulbasis.examples.handling_text import TWICE


@pytest.mark.parametrize(
    "text",
    [
        "Controller to controller [delete unnecessary option]",
        "[delete this section if inapplicable]",
        "[Suggestions to be expanded]",
        "[Describe …]",
        "Reviewed on XX/XX/2027",
        "TBC",
        "The contact is <insert name>.",
        "Start date: dd/mm/yyyy",
        "Click or tap here to enter text.",
        "Signed: ______",
        "Describe the purpose of the sharing",
        "To be confirmed",
        "Kept by the council (to be confirmed).",
    ],
)
def test_placeholders(text):
    """B23, D-1: no placeholder survives into a signed document."""
    assert places("TX-01", saying(text)) == ["sections/s/text"]


@pytest.mark.parametrize(
    "text",
    [
        "See [Your rights](https://harlow.example/rights).",
        "The children [aged five] go to school.",
        "Deletion is to be confirmed in writing within 30 days.",
        "The records describe what was done. They are kept.",
        "Size XXL, 20 degrees.",
        "The state of [Harlow] is as described.",
        "Fewer than 5 people < 10.",
    ],
)
def test_words_that_are_no_placeholders(text):
    assert places("TX-01", saying(text)) == []


def test_what_people_are_told_to_do_is_no_placeholder():
    duty = {"key": "d", "text": "Describe the case to the duty officer"}
    assert places("TX-01", document(obligations=[duty])) == []
    assert places("TX-01", document(parties__0__duties=["Describe the case to the duty officer"])) == []
    asked = {"key": "a", "question": "Describe the purpose", "text": "To help families early."}
    assert places("TX-01", document(sections=[{"key": "s", "heading": "Aims", "answers": [asked]}])) == []


@pytest.mark.parametrize(
    "text",
    [
        "No person identifiable data will be used.",
        "No personal data is shared.",
        "The parties do not share any personal data.",
        "Counts only. No identifiable information is exchanged under this agreement.",
    ],
)
def test_statements_that_contradict_the_data(text):
    """C-11."""
    assert places("TX-02", saying(text)) == ["sections/s/text"]


@pytest.mark.parametrize(
    "text",
    [
        "No personal data is shared with anyone outside the parties.",
        "No personal data is shared until both have signed.",
        "No identifiable data will be used in reports.",
        "No personal data is transferred outside the United Kingdom.",
        "No more personal data is shared than the purpose needs.",
        "Meetings do not use personal data.",
        "Is no personal data shared?",
        "We do not share personal data by email.",
    ],
)
def test_statements_that_leave_the_data_alone(text):
    assert places("TX-02", saying(text)) == []


def test_statements_about_data_in_which_nobody_is_seen():
    said = "No person identifiable data will be used."
    assert places("TX-02", saying(said, **ANONYMOUS)) == []
    unseen = {"datasets__0__items": [{"key": "t", "name": "Visits", "types": ["pd_education"]}]}
    assert places("TX-02", saying(said, **PSEUDONYMISED, **unseen)) == []
    assert places("TX-02", saying(said, **PSEUDONYMISED)) == ["sections/s/text"], "names are no pseudonyms"


def test_what_lies_outside_the_agreement_may_say_so():
    assert places("TX-02", document(identity__out_of_scope="No personal data is shared.")) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("This agreement starts on 1 January 2027.", True),
        ("This agreement starts on 1 December 2026.", False),
        ("This protocol will be reviewed on 2027-06-02.", True),
        ("Review date: 1st June 2027", False),
        ("This agreement ends on 31 March 2029.", True),
        ("Review date: 31/06/2027", False),
        ("The contract with the host ends on 31 March 2029.", False),
        ("The pilot starts on 1 January 2027.", False),
        ("This agreement is reviewed each June.", False),
    ],
)
def test_dates_in_the_text(text, fires):
    """C-4."""
    assert bool(places("TX-03", saying(text))) is fires


def test_the_history_has_dates_of_its_own():
    entry = {"key": "v4", "version": "4", "change": "Review date: 30/11/2017"}
    assert places("TX-03", document(versions=[entry])) == []


def test_a_review_on_the_first_day_is_early_enough():
    """B31."""
    assert places("TX-04", document(term__review={"rule": "fixed", "on": "2026-12-01"})) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Version: V4.0", True),
        ("This agreement is version 4.", True),
        ("Version: 5", False),
        ("It takes the place of version 4.0.", False),
        ("Files move over TLS version 1.2.", False),
        ("This is version 5.0.1.", True),
    ],
)
def test_versions_in_the_text(text, fires):
    assert bool(places("TX-05", saying(text, identity__version_label="V5.0"))) is fires


def test_the_version_in_the_title():
    assert places("TX-05", document(identity__title="Early help V4.0", identity__version_label="V5.0")) != []
    assert places("TX-05", document(identity__title="Early help V4.0")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hackney Council will delete the data.",
        "When it ends, Kent Police must return the list.",
        "The University of Nottingham is responsible for the tool.",
    ],
)
def test_duties_of_strangers(text):
    assert places("TX-06", saying(text)) == ["sections/s/text"]


@pytest.mark.parametrize(
    "text",
    [
        "Harlow will delete the data. Harlow Borough Council will say so.",
        "Each Council must train its staff.",
        "The Council will delete the data.",
        "The tool was made by the University of Nottingham.",
        "Lessons from the Kent Police pilot were taken in.",
        "The Lead Council is responsible for the list.",
    ],
)
def test_bodies_without_duties_here(text):
    assert places("TX-06", saying(text)) == []


def test_local_partners_and_members_are_no_strangers():
    partner = [{"key": "l", "name": "Hackney Council"}]
    assert places("TX-06", saying("Hackney Council will delete it.", parties__0__local_partners=partner)) == []
    assert places("TX-06", saying("Hackney Council will delete it.", parties__0__whole_class=True)) == []


def test_numbers_are_the_same_whatever_their_stop():
    """A-14: two clauses 2.1."""
    assert places("TX-07", document(sections=[TWICE[0], {**TWICE[1], "number": "2.1."}])) == ["sections/b/number"]
    blank = [{**row, "number": ""} for row in TWICE]
    assert places("TX-07", document(sections=blank)) == []


def test_a_list_is_not_one_sentence():
    text = "We help:\n" + "\n".join(
        f"- families in {word} who ask for it" for word in ["Vange", "Harlow", "Basildon"] * 4
    )
    assert places("TX-14", document(purposes__0__text=text)) == []
    assert places("TX-14", document(identity__context="word " * 60)) == []
