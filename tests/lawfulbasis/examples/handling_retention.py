"""Examples of the rules on retention and on the life of an agreement."""

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.handling_rows import HOST, Example, saying

KEPT = {"key": "e", "party": "charity", "action": "keep"}
SIGNED = [{"key": "s", "party": "council", "for_parties": ["charity"], "office": "Director", "signed_on": "2026-02-01"}]
PAST = {"starts_on": "2026-02-01", "ongoing": True, "review": {"rule": "fixed", "on": "2026-08-03"}}
ENDED = {"starts_on": "2019-04-01", "ends_on": "2020-03-31", "review": {"rule": "fixed", "on": "2019-10-01"}}
ENDING = {"starts_on": "2026-12-01", "ends_on": "2027-01-04", "review": {"rule": "fixed", "on": "2027-05-20"}}
CARE_ACT = {"key": "law", "title": "Care Act 2014", "code": "gw_care_act", "parties": ["council"], "kind": "duty"}
OLD_WORDS = {"code": "art6_1_e_public_task", "label": "Public task", "wording_from": "2018-05-25"}
NEW_WORDS = {"code": "art6_1_e_public_task", "label": "Public task", "wording_from": "2026-02-05"}
ENDS_SOON = {**HOST, "processing": {"contract_ends_on": "2027-03-31"}}

EXAMPLES: dict[str, Example] = {
    "RL-01": (document(retention=[]), "retention/charity/families", "Harbour", document()),
    "RL-02": (
        document(retention__0={"key": "r", "party": "charity", "text": "As long as necessary."}),
        "retention/r",
        "clear criteria for Harbour",
        document(),
    ),
    "RL-03": (
        document(retention__0__starts_from=""),
        "retention/r/starts_from",
        "when Harbour counts the period",
        document(retention__0__starts_from="", retention__0__text="After the last visit."),
    ),
    "RL-04": (
        document(retention__0__method=""),
        "retention/r/method",
        "how Harbour deletes the data",
        document(retention__0__method="", retention__0__handling="automatic"),
    ),
    "RL-05": (document(end_of_sharing=[]), "end_of_sharing/charity", "Harbour", document()),
    "RL-06": (
        document(end_of_sharing=[KEPT]),
        "end_of_sharing/e/basis",
        "Name the basis on which Harbour",
        document(end_of_sharing=[{**KEPT, "basis": "Its own legitimate interests, for complaints."}]),
    ),
    "RL-07": (document(term__review=None), "term/review", "review date", document()),
    "RL-08": (
        document(term__review={"rule": "fixed", "on": "2028-12-01"}),
        "term/review",
        "six months after the start",
        document(term__review={"rule": "interval", "first_after_months": 6, "then_every_months": 12}),
    ),
    "RL-09": (
        document(term=ENDING),
        "term/ends_on",
        "review",
        document(term={**ENDING, "ends_on": "2029-11-20"}),
    ),
    "RL-10": (
        document(term=PAST, signatures=SIGNED),
        "term/review",
        "review date is past",
        document(term={**PAST, "last_reviewed_on": "2026-11-13"}, signatures=SIGNED),
    ),
    "RL-11": (
        document(term={**ENDED, "last_reviewed_on": "2021-01-10"}),
        "term/ends_on",
        "last day is past",
        document(term=ENDED),
    ),
    "RL-12": (
        document(parties__2=ENDS_SOON),
        "parties/p/processing/contract_ends_on",
        "31 March 2027",
        document(
            parties__2={**HOST, "processing": {"contract_ends_on": "2027-03-31", "extension": "Twice by a year."}}
        ),
    ),
    "RL-13": (
        document(signatures=SIGNED, assessment={"changed_on": "2026-03-10"}),
        "signatures",
        "no longer the one that was signed",
        document(signatures=SIGNED, assessment={"changed_on": "2026-01-10"}),
    ),
    "RL-14": (
        document(law=[OLD_WORDS]),
        "lawful_basis/c6",
        "5 February 2026",
        document(law=[NEW_WORDS]),
    ),
    "RL-15": (
        document(
            legislation=[{**CARE_ACT, "title": "Crime and Policing Act 2026", "code": "gw_cpa2026_csa_reporting"}]
        ),
        "legislation/law/code",
        "Crime and Policing Act 2026",
        document(legislation=[{**CARE_ACT, "title": "Children Act 2004", "code": "gw_ca2004_s10_s11"}]),
    ),
    "RL-16": (
        document(legislation=[CARE_ACT], parties__0__organisation__nation="scotland"),
        "legislation/law/code",
        "Scotland",
        document(legislation=[CARE_ACT], parties__0__organisation__nation="england"),
    ),
    "RL-17": (document(publication=None), "publication/decision", "Decide", document()),
    "RL-18": (
        saying("Progress is reported to DLUHC each year."),
        "sections/s/text",
        "DLUHC",
        saying("Progress is reported to the ministry each year."),
    ),
}
