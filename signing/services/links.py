"""Adding to the chain of evidence: one link at a time, whatever it says."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from foundation.verdicts import Refused
from signing import chain
from signing.models import ChainHead, Objection, Retraction, Signature

CLOCK_SLACK = dt.timedelta(seconds=30)
"""``at`` is read before the locks are waited for: well above the database's lock timeouts, well below a wrong clock."""

Linked = Signature | Retraction | Objection
Record = Callable[[], Mapping[str, Any]]


def append(link: Linked, record: Record, *, at: dt.datetime) -> None:
    """Number the link, let ``record`` say what it says, and store it behind the last one.

    The caller is in a transaction; nobody else adds a link until it ends. ``record`` is asked when the link already
    knows its number and its predecessor, and must name both.
    """
    append_all([(link, record)], at=at)


def append_all(links: Iterable[tuple[Linked, Record]], *, at: dt.datetime) -> None:
    """As ``append``, for links that belong together: they follow each other, and the end of the chain moves once."""
    head = _head(at)
    for link, record in links:
        link.number, link.previous_hash = head.number + 1, head.hash
        link.evidence = chain.canonical(record())
        link.hash = chain.digest(link.evidence)
        link.save(force_insert=True)
        head.number, head.hash = link.number, link.hash
    head.linked_at = at
    head.save(update_fields=["number", "hash", "linked_at"])


def _head(at: dt.datetime) -> ChainHead:
    """The end of the chain, held. A clock that runs behind the last link must not put one before it."""
    ChainHead.objects.get_or_create(name="signatures")
    head = ChainHead.objects.select_for_update().get(name="signatures")
    if head.linked_at is not None and at < head.linked_at - CLOCK_SLACK:
        raise Refused(["The server's clock is wrong, so nothing can be signed now. Try again later."])
    return head
