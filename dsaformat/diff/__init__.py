"""What changed between two documents, in sentences, and who would have to sign again.

`changes` compares, `apply` redoes, `proposal` weighs. Rows are matched by their keys at every depth, so a row that
moved or was renumbered is still the same row. Nothing here knows a field by name, except the tables that classify
(`subjects`) and phrase (`naming`, `sentences`).
"""

from dsaformat.diff.applying import apply
from dsaformat.diff.change import Change, Kind, from_json, to_json
from dsaformat.diff.comparing import changes
from dsaformat.diff.signing_again import Proposal, Reason, Who, proposal
from dsaformat.diff.subjects import Subject

__all__ = [
    "Change",
    "Kind",
    "Proposal",
    "Reason",
    "Subject",
    "Who",
    "apply",
    "changes",
    "from_json",
    "proposal",
    "to_json",
]
