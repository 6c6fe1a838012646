"""The life of an agreement as one table: which moves there are, and who must act next in each status."""

from enum import StrEnum
from typing import NamedTuple

from agreements.choices import Status


class Verb(StrEnum):
    SEND_FOR_REVIEW = "send_for_review"
    BACK_TO_DRAFT = "back_to_draft"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    ASK_FOR_SIGNATURES = "ask_for_signatures"
    RECALL = "recall"
    RECORD_SIGNED_ELSEWHERE = "record_elsewhere"
    ADOPT = "adopt"
    COMPLETE = "complete"
    COME_INTO_FORCE = "come_into_force"
    START_REVIEW = "start_review"
    KEEP = "keep"
    SUPERSEDE = "supersede"
    END = "end"
    WITHDRAW = "withdraw"


class Move(NamedTuple):
    sources: frozenset[Status]
    target: Status
    done: str
    """What the timeline says when it has happened."""


MOVES: dict[Verb, Move] = {
    Verb.SEND_FOR_REVIEW: Move(frozenset({Status.DRAFT}), Status.IN_REVIEW, "Sent for review"),
    Verb.BACK_TO_DRAFT: Move(frozenset({Status.IN_REVIEW}), Status.DRAFT, "Taken back to draft"),
    Verb.FREEZE: Move(frozenset({Status.DRAFT, Status.IN_REVIEW}), Status.AGREED, "Text frozen"),
    Verb.UNFREEZE: Move(frozenset({Status.AGREED}), Status.DRAFT, "Text opened again"),
    Verb.ASK_FOR_SIGNATURES: Move(frozenset({Status.AGREED}), Status.SIGNING, "Sent for signature"),
    Verb.RECALL: Move(frozenset({Status.SIGNING}), Status.AGREED, "Taken back from signature"),
    Verb.RECORD_SIGNED_ELSEWHERE: Move(
        frozenset({Status.AGREED}), Status.SIGNED, "Recorded as signed outside this portal"
    ),
    Verb.ADOPT: Move(frozenset({Status.AGREED}), Status.SIGNED, "Adopted, since nobody had to sign again"),
    Verb.COMPLETE: Move(frozenset({Status.SIGNING}), Status.SIGNED, "Signed"),
    Verb.COME_INTO_FORCE: Move(frozenset({Status.SIGNED}), Status.IN_FORCE, "Came into force"),
    Verb.START_REVIEW: Move(frozenset({Status.IN_FORCE}), Status.UNDER_REVIEW, "Review started"),
    Verb.KEEP: Move(frozenset({Status.UNDER_REVIEW}), Status.IN_FORCE, "Reviewed and kept"),
    Verb.SUPERSEDE: Move(
        frozenset({Status.IN_FORCE, Status.UNDER_REVIEW}), Status.SUPERSEDED, "Replaced by a newer version"
    ),
    Verb.END: Move(frozenset({Status.SIGNED, Status.IN_FORCE, Status.UNDER_REVIEW}), Status.ENDED, "Ended"),
    Verb.WITHDRAW: Move(
        frozenset({Status.DRAFT, Status.IN_REVIEW, Status.AGREED, Status.SIGNING}), Status.WITHDRAWN, "Withdrawn"
    ),
}


class Holder(StrEnum):
    """Who must act next."""

    LEAD = "the lead organisation"
    REVIEWERS = "the parties' reviewers"
    SIGNATORIES = "the signatories who have not signed yet"
    CALENDAR = "nobody: the start date brings it into force"
    NOBODY = "nobody: it is closed"


HOLDERS: dict[Status, Holder] = {
    Status.DRAFT: Holder.LEAD,
    Status.IN_REVIEW: Holder.REVIEWERS,
    Status.AGREED: Holder.LEAD,
    Status.SIGNING: Holder.SIGNATORIES,
    Status.SIGNED: Holder.CALENDAR,
    Status.IN_FORCE: Holder.LEAD,
    Status.UNDER_REVIEW: Holder.LEAD,
    Status.SUPERSEDED: Holder.NOBODY,
    Status.ENDED: Holder.NOBODY,
    Status.WITHDRAWN: Holder.NOBODY,
}

NEXT: dict[Status, str] = {
    Status.DRAFT: "{lead} is writing the text. When the checks show no problem, it can be frozen.",
    Status.IN_REVIEW: "The parties are reading the text. {lead} freezes it when they agree.",
    Status.AGREED: "The text is frozen. {lead} sends it for signature.",
    Status.SIGNING: "Waiting for signatures. The text can no longer change.",
    Status.SIGNED: "Everybody who must has signed. It comes into force on its start date.",
    Status.IN_FORCE: "It applies. {lead} keeps it up to date and reviews it in time.",
    Status.UNDER_REVIEW: "It still applies while {lead} reviews it.",
    Status.SUPERSEDED: "A newer version applies. This one is kept for the record.",
    Status.ENDED: "It no longer applies. It is kept for the record.",
    Status.WITHDRAWN: "It was withdrawn before everyone signed. It is kept for the record.",
}
"""What happens next, as the overview says it."""


def can_move(status: Status, verb: Verb) -> bool:
    return status in MOVES[verb].sources
