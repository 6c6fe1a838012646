"""Who may bind whom on a given day: terms, scopes, mandates and their confirmations. Values in, values out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from foundation.verdicts import OK, Verdict

ENDING_WITHIN = dt.timedelta(days=30)


class Standing(StrEnum):
    """How an authority, a delegation or a mandate's term stands on a day. The value is what people read."""

    LATER = "Starts later"
    ACTIVE = "Active"
    ENDING = "Ends soon"
    EXPIRED = "Expired"
    ENDED = "Ended"

    @property
    def usable(self) -> bool:
        return self in {Standing.ACTIVE, Standing.ENDING}

    @property
    def over(self) -> bool:
        return self in {Standing.EXPIRED, Standing.ENDED}


class Answer(StrEnum):
    """What one body says about a mandate. The value is stored."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class MandateState(StrEnum):
    PROPOSED = "Proposed"
    CONFIRMED = "Confirmed"
    ACTIVE = "Active"
    ENDED = "Ended"


def long_date(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Term:
    """From the first day to the last, both included; ``ended_on`` is the day it was ended before its time."""

    starts_on: dt.date
    ends_on: dt.date | None = None
    ended_on: dt.date | None = None

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it can be used. Ending takes effect at once: the day itself is already lost."""
        if self.ended_on is None:
            return self.ends_on
        ended = self.ended_on - dt.timedelta(days=1)
        return ended if self.ends_on is None else min(ended, self.ends_on)

    def standing(self, day: dt.date) -> Standing:
        if self.ends_on is not None and day > self.ends_on:
            return Standing.EXPIRED
        if self.ended_on is not None and day >= self.ended_on:
            return Standing.ENDED
        if day < self.starts_on:
            return Standing.LATER
        last = self.last_day
        return Standing.ENDING if last is not None and last - day <= ENDING_WITHIN else Standing.ACTIVE

    def verdict(self, day: dt.date, what: str) -> Verdict:
        """May it be used on that day? ``what`` starts the sentence: 'Your authority to sign for Camden'."""
        match self.standing(day):
            case Standing.LATER:
                return Verdict.no(f"{what} starts on {long_date(self.starts_on)}")
            case Standing.EXPIRED | Standing.ENDED:
                return Verdict.no(f"{what} ended on {long_date(self.ended_on or self.ends_on or day)}")
            case _:
                return OK

    def lies_within(self, outer: "Term") -> bool:
        """Whether every day of this term is a day of the other one."""
        if self.starts_on < outer.starts_on:
            return False
        return outer.last_day is None or (self.last_day is not None and self.last_day <= outer.last_day)

    def overlaps(self, other: "Term") -> bool:
        """Whether they share a day. A term that was ended before it began has none."""
        start = max(self.starts_on, other.starts_on)
        return all(term.last_day is None or term.last_day >= start for term in (self, other))


def overlapping(terms: Sequence[Term]) -> frozenset[int]:
    """Positions of the terms that share a day with another one in the list."""
    return frozenset(
        position
        for first, one in enumerate(terms)
        for second, other in enumerate(terms[first + 1 :], start=first + 1)
        if one.overlaps(other)
        for position in (first, second)
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """Which agreements: of these kinds (none named: of every kind), and whether those with sensitive data too."""

    kinds: frozenset[str] = frozenset()
    sensitive: bool = True

    def verdict(self, kind: str, sensitive: bool, what: str) -> Verdict:
        verdict = OK
        if self.kinds and kind not in self.kinds:
            verdict &= Verdict.no(f"{what} does not cover this kind of agreement")
        if sensitive and not self.sensitive:
            verdict &= Verdict.no(f"{what} does not cover agreements with sensitive data")
        return verdict


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of one body, and the day it was given."""

    answer: Answer
    on: dt.date


def answer_on(answers: Iterable[Answered], day: dt.date) -> Answered | None:
    """The body's last answer up to and including that day. ``answers`` stand in the order they were given."""
    latest = None
    for answer in answers:
        if answer.on <= day:
            latest = answer
    return latest


def body_verdict(answered: Answered | None, body: str) -> Verdict:
    """Does this body's answer let the holder sign for it?"""
    match answered:
        case None:
            return Verdict.no(f"{body} has not confirmed the mandate yet")
        case Answered(answer=Answer.CONFIRMED):
            return OK
        case Answered(answer=Answer.WITHDRAWN, on=day):
            return Verdict.no(f"{body} withdrew its confirmation on {long_date(day)}")
        case Answered(on=day):
            return Verdict.no(f"{body} declined the mandate on {long_date(day)}")


@dataclass(frozen=True, slots=True)
class Tally:
    """How a mandate's bodies have answered."""

    asked: int
    confirmed: int
    declined: int
    withdrawn: int

    @property
    def outstanding(self) -> int:
        return self.asked - self.confirmed - self.declined - self.withdrawn

    @classmethod
    def of(cls, answers: Iterable[Answered | None]) -> "Tally":
        said = [answered.answer if answered else Answer.ASKED for answered in answers]
        return cls(
            asked=len(said),
            confirmed=said.count(Answer.CONFIRMED),
            declined=said.count(Answer.DECLINED),
            withdrawn=said.count(Answer.WITHDRAWN),
        )


def mandate_state(term: Term, tally: Tally, day: dt.date) -> MandateState:
    """Proposed → Confirmed by n of N → Active (begun, and nobody still to answer) → Ended.

    The state says how far the asking has come. Whether the mandate can be used for one body does not wait for the
    others: its own confirmation within the term is enough.
    """
    standing = term.standing(day)
    if standing.over:
        return MandateState.ENDED
    if not tally.confirmed:
        return MandateState.PROPOSED
    if standing.usable and not tally.outstanding:
        return MandateState.ACTIVE
    return MandateState.CONFIRMED


def state_words(state: MandateState, tally: Tally) -> str:
    """What the tag says: the count belongs to the state while bodies are still being asked."""
    if state is MandateState.CONFIRMED:
        return f"Confirmed by {tally.confirmed} of {tally.asked}"
    return str(state)
