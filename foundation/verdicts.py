"""The two answers that every floor understands."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Refused(Exception):
    """An act that may not happen now. ``reasons`` are sentences fit for the person who tried."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Verdict:
    """May this be done? True when nothing speaks against it."""

    reasons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not self.reasons

    def __and__(self, other: "Verdict") -> "Verdict":
        return Verdict(self.reasons + tuple(reason for reason in other.reasons if reason not in self.reasons))

    def enforce(self) -> None:
        if self.reasons:
            raise Refused(self.reasons)

    @classmethod
    def no(cls, *reasons: str) -> "Verdict":
        return cls(reasons)

    @classmethod
    def unless(cls, condition: object, reason: str) -> "Verdict":
        """Fine when ``condition`` holds, otherwise refused with ``reason``."""
        return cls() if condition else cls((reason,))


OK = Verdict()


class Severity(StrEnum):
    PROBLEM = "problem"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a law check says about one place in a document."""

    rule: str
    """The rule's stable id, such as ``PTY-01``."""
    severity: Severity
    message: str
    """One sentence that says what to do."""
    reference: str
    """The provision it comes from."""
    path: str
    """Where in the document, such as ``parties/essex-police/purpose``; empty for the whole."""
    waivable: bool = False
    """A reason may stand in place of a change."""
    waived: str = ""
    """That reason and who gave it; empty while nobody has."""

    @property
    def stops(self) -> bool:
        """Nobody goes past it before it is put right."""
        return self.severity is Severity.PROBLEM and not self.waived
