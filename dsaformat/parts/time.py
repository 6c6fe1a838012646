"""How long data stays, when the agreement begins, is looked at again and ends, and by when who must do what."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from dsaformat.choices import EndAction, Force, Handling, Joining
from dsaformat.parts.period import Period
from dsaformat.values import (
    Count,
    DatasetKeys,
    Day,
    Flag,
    Line,
    Months,
    Part,
    PartyKey,
    PartyKeys,
    Row,
    Text,
    blank,
    many,
    maybe,
    must,
    no,
)


class RetentionRule(Row):
    """How long one party keeps some datasets: a period, or until an event, from a starting point."""

    party: PartyKey = must("Held by")
    datasets: DatasetKeys = many("Data", "None named means everything it holds.")
    period: Period | None = maybe("Kept for")
    event: Line = blank("Or until")
    starts_from: Line = blank("Counted from")
    reviewed_every: Period | None = maybe("Looked at again every")
    handling: Handling | None = maybe("Deleted automatically or by hand")
    method: Line = blank("How it is deleted")
    evidence: Line = blank("How that is shown")
    reason: Text = blank("Why so long")
    text: Text = blank("Note")

    @property
    def states_a_limit(self) -> bool:
        return self.period is not None or bool(self.event)


class EndRule(Row):
    """What one party does with some datasets when sharing ends."""

    party: PartyKey = must("Party")
    datasets: DatasetKeys = many("Data", "None named means everything it holds.")
    action: EndAction = must("What happens to it")
    within: Period | None = maybe("Within")
    basis: Text = blank("On what lawful basis it is kept")
    how: Text = blank("How")
    evidence: Line = blank("How that is shown")


class Obligation(Row):
    """Something that somebody must do, by when, after what."""

    parties: PartyKeys = many("Who", "Nobody named means every party.")
    text: Text = must("What must be done", min_length=1)
    to: PartyKeys = many("Towards")
    within: Period | None = maybe("Within")
    at_once: Flag = no("At once")
    trigger: Line = blank("After what")
    every: Period | None = maybe("Again every")


class ReviewOn(Part):
    rule: Literal["fixed"] = must("Rule")
    on: Day = must("Review on")


class ReviewEvery(Part):
    """First after some months from the start, then again and again."""

    rule: Literal["interval"] = must("Rule")
    first_after_months: Months = must("First review after months")
    then_every_months: Months = must("Then every months")


class IntoForce(Part):
    """When an agreement that is being signed comes into force."""

    rule: Force = must("When it comes into force", default=Force.ALL)
    number: Annotated[Count, Field(ge=1, le=500)] | None = maybe("How many parties must have signed")
    named: PartyKeys = many("Who must be among them")

    @model_validator(mode="after")
    def _quorum_says_how_many(self) -> Self:
        if self.rule is Force.ALL and (self.number is not None or self.named):
            raise PydanticCustomError("no_quorum", "names a quorum, but says that all must sign")
        return self


class Term(Part):
    publish_on: Day | None = maybe("Published on")
    starts_on: Day | None = maybe("Starts on")
    ends_on: Day | None = maybe("Ends on")
    ongoing: Flag = no("Ongoing, with no end date")
    extension: Text = blank("How it may be extended")
    into_force: IntoForce = must("Coming into force", default=IntoForce())
    review: Annotated[ReviewOn | ReviewEvery, Field(discriminator="rule")] | None = maybe("Review")
    review_by: Line = blank("Who leads the review")
    """Who carries the review out."""
    review_aims: Text = blank("What a review asks")
    review_triggers: Text = blank("What else leads to a review")
    last_reviewed_on: Day | None = maybe("Last reviewed on")
    notice_to_leave: Period | None = maybe("Notice to leave")
    joining: Joining | None = maybe("How others can join")
    leaving: Text = blank("What binds a party that leaves")
    after_end: Text = blank("What stays true after the end")

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if self.ongoing and self.ends_on is not None:
            raise PydanticCustomError("two_ends", "is either ongoing or has an end date, not both")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise PydanticCustomError("ends_first", "must not end before it starts")
        return self
