"""What was found in a PDF, as values that can be handed from one process to another."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """One signature, or one timestamp of the whole document. It holds when there are no problems."""

    field: str
    name: str
    reason: str
    certifies: bool
    signed_at: dt.datetime | None
    timestamp_at: dt.datetime | None
    """The time that an authority gave when it was made."""
    covers_whole_file: bool
    prefix: str
    """SHA-256 of the file as it was just after this signature."""
    problems: tuple[str, ...]
    stamped_later_at: dt.datetime | None = None
    """Where no authority answered at first: the time of the document timestamp that made up for it."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What the file says about itself."""

    sha256: str
    size: int
    signatures: tuple[SignatureCheck, ...]
    problems: tuple[str, ...]
    timestamps: tuple[SignatureCheck, ...] = ()
    """Of the whole document, oldest first."""
    has_proof_of_validity: bool = False
    """It carries what a check needs when the certificates can no longer be asked about."""
    prefixes: tuple[str, ...] = ()
    """SHA-256 of the file up to each place where it may have ended before."""
    bears_seal: bool = False
    """One of our seals made a signature in it, whether or not that fits the rest of the file."""

    @property
    def sound(self) -> bool:
        """Every signature holds, the first certifies, nothing else was added, and the last covers the whole file."""
        return not self.problems and not any(one.problems for one in (*self.signatures, *self.timestamps))
