"""Examples of the consistency checks."""

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.handling_rows import SECOND, Example, saying

NO_DATA = "No person identifiable data will be used."
LONG = " ".join(["families"] * 41)
OTHER = {"key": "o", "name": "Other", "types": ["pd_other"]}
TWICE = [{"key": "a", "number": "2.1", "heading": "Aims"}, {"key": "b", "number": "2.1", "heading": "Limits"}]
DONE = {"status": "done", "approved_on": "2026-10-10", "dpo_advice": "Go ahead."}
TRUST = {"key": "trust", "organisation": {"name": "Princess Trust"}, "roles": ["controller", "supplier"]}
CLUB = {"key": "club", "organisation": {"name": "Vange Club"}, "roles": ["controller", "recipient"]}
THEIRS = {"parties__3": CLUB, "purposes__0__parties": ["council", "charity"]}
PARENT = {"key": "m", "link": "parent", "title": "Memorandum of understanding", "term": "2018 to 2020"}
ALONE = {"key": "alone", "organisation": {"name": "Watchers"}, "roles": ["observer"]}
YEARS = {"party": "charity", "datasets": ["families"], "starts_from": "the end of help", "method": "By the system."}

EXAMPLES: dict[str, Example] = {
    "TX-01": (
        document(purposes__0__text="[Describe the purpose]"),
        "purposes/help/text",
        "[Describe the purpose]",
        document(purposes__0__text="Help [for families] XXL"),
    ),
    "TX-02": (saying(NO_DATA), "sections/s/text", "“Families”", saying(NO_DATA.replace("used", "published"))),
    "TX-03": (
        saying("Review date: 30/11/2027"),
        "sections/s/text",
        "1 June 2027",
        saying("Review date: 01/06/2027"),
    ),
    "TX-04": (
        document(term__review={"rule": "fixed", "on": "2026-11-30"}),
        "term/review",
        "after the day",
        document(),
    ),
    "TX-05": (
        saying("This is version 4.0 of the agreement.", identity__version_label="V5.0"),
        "sections/s/text",
        "V5.0",
        saying("This is version 5 and replaces version 4.0.", identity__version_label="V5.0"),
    ),
    "TX-06": (
        saying("Hackney Council will delete the data after a year."),
        "sections/s/text",
        "Hackney Council",
        saying("Harlow Council will delete the data after a year."),
    ),
    "TX-07": (
        document(sections=TWICE),
        "sections/b/number",
        "2.1",
        document(sections=[TWICE[0], {**TWICE[1], "number": "2.2"}]),
    ),
    "TX-08": (
        document(retention__0__period={"number": 10, "unit": "years"}),
        "retention/r/reason",
        "10 years",
        document(retention__0__period={"number": 10, "unit": "years"}, retention__0__reason="The law on care records."),
    ),
    "TX-09": (
        document(
            retention=[
                {**YEARS, "key": "a", "period": {"number": 1, "unit": "years"}},
                {**YEARS, "key": "b", "period": {"number": 6, "unit": "years"}},
            ]
        ),
        "retention/b/period",
        "1 year and 6 years",
        document(
            retention=[
                {**YEARS, "key": "a", "period": {"number": 1, "unit": "years"}},
                {**YEARS, "key": "b", "period": {"number": 6, "unit": "years"}, "starts_from": "the end of a case"},
            ]
        ),
    ),
    "TX-10": (
        document(related=[PARENT]),
        "related/m",
        "Memorandum",
        document(related=[{**PARENT, "state": "live", "ends_on": "2030-03-31"}]),
    ),
    "TX-11": (
        document(datasets__0__items__1=OTHER),
        "datasets/families/items/o/description",
        "“Other”",
        document(datasets__0__items__1={**OTHER, "description": "How many referrals there were before."}),
    ),
    "TX-12": (
        document(parties__2=ALONE, purposes__1={"key": "w", "title": "Watching", "parties": ["alone"]}),
        "purposes/w",
        "“Watching”",
        document(parties__2=ALONE, purposes__1={"key": "w", "title": "Watching", "parties": ["charity"]}),
    ),
    "TX-13": (
        document(term__review={"rule": "fixed", "on": "2026-12-28"}),
        "term/review",
        "a bank holiday",
        document(),
    ),
    "TX-14": (
        document(purposes__0__text=f"We help {LONG}."),
        "purposes/help/text",
        "40 words",
        document(purposes__0__text=f"We help. {LONG[:200]}"),
    ),
    "TX-15": (
        document(complaints={"text": "Either party takes a complaint and answers it."}),
        "complaints/acknowledge",
        "30 days",
        document(complaints={"text": "We acknowledge each complaint within ten days, and answer it."}),
    ),
    "TX-16": (
        document(datasets__1=SECOND),
        "datasets/visits",
        "Visits",
        document(datasets__1=SECOND, flows__0__datasets=["families", "visits"]),
    ),
    "TX-17": (
        document(term__review={"rule": "fixed", "on": "2030-06-03"}),
        "term/review",
        "three years",
        document(term__review={"rule": "fixed", "on": "2029-12-03"}),
    ),
    "TX-18": (document(identity__owner=None), "identity/owner", "keeps this agreement", document()),
    "TX-19": (
        document(datasets__0__items__0__types=["sc_health"], datasets__0__data_subjects=["ds_x_children"]),
        "assessment/status",
        "special category data and children",
        document(datasets__0__items__0__types=["sc_health"], assessment=DONE),
    ),
    "TX-20": (
        document(parties__1__contacts=[{"role": "legal", "name": "n/a"}]),
        "parties/charity/contacts",
        "Harbour",
        document(parties__1__contacts=[{"role": "legal", "phone": "020 7946 0000"}]),
    ),
    "TX-21": (
        document(parties__2=TRUST, datasets__1={**SECOND, "supplier": "trust", "recipients": ["club"]}, **THEIRS),
        "datasets/visits",
        "“Visits”",
        document(parties__2=TRUST, datasets__1={**SECOND, "supplier": "trust"}, **THEIRS),
    ),
}
