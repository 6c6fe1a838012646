"""Is the chain of signatures, as it is stored, still whole? Reads; writes nothing."""

from dataclasses import dataclass

from signing import chain
from signing.models import GENESIS, ChainHead, Signature


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check of the whole chain found."""

    signatures: int
    head: str
    """The hash of the last record, or of nothing."""
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def check() -> Finding:
    """Walk every record from the first, and compare the end with what is kept of it: a lost tail shows, too.

    Holds nobody up. Records are only added, each together with the new end, so whatever stood before the end was
    read must stand within it.
    """
    newest = Signature.objects.order_by("-number").values_list("number", flat=True).first() or 0
    head = ChainHead.objects.filter(name="signatures").first()
    number, end = (head.number, head.hash) if head else (0, GENESIS)
    rows = Signature.objects.filter(number__lte=number).order_by("number")
    links = [chain.Link(*row) for row in rows.values_list("number", "evidence", "previous_hash", "hash")]
    last, found = (links[-1].number, links[-1].hash) if links else (0, GENESIS)
    faults = chain.faults(links, GENESIS)
    if (max(newest, last), found) != (max(number, last), end):
        faults.append(f"the chain ends at {max(newest, last)}, and should end at {number}")
    return Finding(len(links), found, tuple(faults))
