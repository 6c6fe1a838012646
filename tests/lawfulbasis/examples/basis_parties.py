"""Examples of the rules on parties: what makes each fire (where, with which words), and what leaves it silent."""

from dsaformat import reading
from dsaformat.document import AgreementDocument
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.shared import basis

ALONE = reading.parse(
    {
        "format_version": 1,
        "identity": {"title": "Alone"},
        "parties": [{"key": "council", "organisation": {"name": "Harlow Council"}, "roles": ["controller"]}],
    }
)
PROCESSOR = {"key": "p", "organisation": {"name": "Hosting Ltd"}, "roles": ["processor"], "processor_for": ["council"]}
JOINT = {"parties__0__roles": ["joint_controller"], "parties__1__roles": ["joint_controller"]}
DUTIES = [{"key": "requests", "duty": "Answers requests", "parties": ["council"]}]
TASK = [
    basis("c35", "council", "dpa2018_part3_s35", "s35_2_b_task"),
    basis("h35", "charity", "dpa2018_part3_s35", "s35_2_b_task"),
]
PARTNER = {"key": "club", "name": "Youth Club"}
ON_PAPER = {"key": "s", "party": "council", "route": "elsewhere", "signed_on": "2026-11-02", "name": "Ann Reed"}


EXAMPLES: dict[str, tuple[AgreementDocument, str, str, AgreementDocument]] = {
    "PTY-01": (
        document(parties__1__purpose="", purposes__0__parties=["council"]),
        "parties/charity/purpose",
        "Say why Harbour needs",
        document(parties__1__purpose=""),
    ),
    "PTY-02": (
        ALONE,
        "parties",
        "at least two",
        document(),
    ),
    "PTY-03": (
        document(parties__0__roles=["controller_in_common"]),
        "parties/council/roles",
        "no longer exists",
        document(),
    ),
    "PTY-04": (
        document(parties__1__organisation__ico_reference=""),
        "parties/charity/organisation/ico_reference",
        "Harbour",
        document(parties__1__organisation__ico_reference="", parties__1__organisation__ico_exempt=True),
    ),
    "PTY-05": (
        document(parties__1__organisation__ico_reference="N/A"),
        "parties/charity/organisation/ico_reference",
        "unusual way",
        document(parties__1__organisation__ico_reference="Z699129X"),
    ),
    "PTY-06": (
        document(parties__0__contacts=[{"role": "legal", "name": "Ann Reed"}]),
        "parties/council/contacts",
        "Harlow Council",
        document(),
    ),
    "PTY-07": (document(**JOINT), "joint", "divide their duties", document(**JOINT, joint__responsibilities=DUTIES)),
    "PTY-08": (
        document(**JOINT, lawful_basis=TASK),
        "joint/contact_point",
        "point of contact",
        document(**JOINT, lawful_basis=TASK, joint__contact_point="Harlow Council answers for both."),
    ),
    "PTY-09": (
        document(parties__2=PROCESSOR),
        "parties/p/contract",
        "Hosting Ltd",
        document(parties__2={**PROCESSOR, "contract": "HC/12"}),
    ),
    "PTY-10": (
        document(flows=[{"key": "f", "sender": "council", "recipients": ["charity"], "method": "Hosted by PI Ltd."}]),
        "flows/f/method",
        "PI Ltd",
        document(
            flows=[
                {"key": "f", "sender": "council", "recipients": ["charity"], "method": "Hosted by Hosting Limited."}
            ],
            parties__2={**PROCESSOR, "contract": "HC/12"},
        ),
    ),
    "PTY-11": (
        document(parties__1__local_partners=[PARTNER]),
        "parties/charity/local_partners/club",
        "Youth Club",
        document(parties__1__local_partners=[{**PARTNER, "agreed_on": "2026-10-01"}]),
    ),
    "PTY-12": (
        document(signatures=[ON_PAPER]),
        "signatures/s",
        "Ann Reed",
        document(signatures=[{**ON_PAPER, "office": "Senior information risk owner"}]),
    ),
    "PTY-13": (
        document(signatures=[ON_PAPER], term__starts_on="2026-11-10"),
        "parties/charity",
        "Harbour",
        document(signatures=[{**ON_PAPER, "for_parties": ["charity"]}], term__starts_on="2026-11-10"),
    ),
}
