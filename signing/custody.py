"""Is the chain of evidence, as it is stored, still whole? Reads; writes nothing."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from signing import chain
from signing.evidence import instant
from signing.models import GENESIS, ChainHead, Objection, PublishedHead, Retraction, Signature

_LINK = ("number", "evidence", "previous_hash", "hash")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check of the whole chain found."""

    signatures: int
    links: int
    """Signatures, and what was said about them later."""
    published: int
    """Days whose published end was compared."""
    head: str
    """The hash of the last record, or of nothing."""
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def check() -> Finding:
    """Walk every record from the first; compare each with its row, and the ends with what is kept and was published.

    A lost tail shows, too. Holds nobody up: records are only added, each together with the new end, so whatever stood
    before the end was read must stand within it.
    """
    newest = max((_newest(model) for model in (Signature, Retraction, Objection)), default=0)
    head = ChainHead.objects.filter(name="signatures").first()
    number, end = (head.number, head.hash) if head else (0, GENESIS)
    told = dict(PublishedHead.objects.filter(number__lte=number).values_list("number", "hash"))
    days, walk, links, faults = len(told), chain.Walk(GENESIS), 0, []
    for link in walk.over(_links(number)):
        links += 1
        if told.pop(link.number, link.hash) != link.hash:
            faults.append(f"{link.number} is not the link that was published")
    faults += [f"{missing} was published, and is missing" for missing in sorted(told)]
    faults += _strayed(number)
    last = walk.number
    if (max(newest, last), walk.hash) != (max(number, last), end):
        faults.append(f"the chain ends at {max(newest, last)}, and should end at {number}")
    signatures = Signature.objects.filter(number__lte=number).count()
    return Finding(signatures, links, days, walk.hash, (*walk.faults, *faults))


def links_between(first: int, last: int) -> Iterator[tuple[int, str]]:
    """Number and hash of each link, both ends included."""
    rows = [
        model.objects.filter(number__range=(first, last)).order_by("number").values_list("number", "hash")
        for model in (Signature, Retraction, Objection)
    ]
    yield from heapq.merge(*rows)


def _newest(model: Any) -> int:
    return model.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _links(until: int) -> Iterator[chain.Link]:
    """All kinds of links in the order of their numbers, without holding them all."""
    rows = (
        model.objects.filter(number__lte=until).order_by("number").values_list(*_LINK).iterator(_AT_ONCE)
        for model in (Signature, Retraction, Objection)
    )
    return (chain.Link(*row) for row in heapq.merge(*rows))


def _strayed(until: int) -> list[str]:
    """Rows whose columns say something else than their record does."""
    found = []
    signatures = Signature.objects.filter(number__lte=until).order_by("number")
    for row in signatures.select_related("version__agreement", "organisation").iterator(_AT_ONCE):
        if not _says_the_same(row):
            found.append(f"the row of {row.number} says something else than its record")
    for model in (Retraction, Objection):
        for later in model.objects.filter(number__lte=until).select_related("signature").order_by("number"):
            record = chain.read(later.evidence)
            if (record.get("signature_hash"), record.get("reason")) != (later.signature.hash, later.reason):
                found.append(f"the row of {later.number} says something else than its record")
    return found


def _says_the_same(row: Signature) -> bool:
    """What the portal shows of a signature stands in its record. Records on paper name the writer in their own way."""
    record = chain.read(row.evidence)
    shown = {
        "agreement": row.version.agreement.reference,
        "version": row.version.number,
        "fingerprint": row.fingerprint,
        "party": row.party_key,
        "statements": row.statements,
        "signed_at": instant(row.signed_at),
    }
    if any(name in record and record[name] != value for name, value in shown.items()):
        return False
    person = record.get("person")
    if not isinstance(person, dict) or row.person_id is None:
        return bool(record)
    named = {"id": row.person_id, "typed_name": row.typed_name, "office": row.office, "rank": row.rank}
    return all(person.get(name) == value for name, value in named.items())
