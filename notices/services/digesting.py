"""Gathering what people asked to hear in one piece."""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Sequence

from django.db import connection, transaction

from accounts.models import User
from notices import kinds, wording
from notices.choices import Choice, State
from notices.models import Notice
from notices.services import ledger
from notices.services.queueing import queue

logger = logging.getLogger(__name__)


def write_digests(*, at: dt.datetime) -> int:
    """Write a digest for everybody whose moment has come and who has something waiting. Answers how many.

    Asks what is due, not what the clock says: a scheduler that slept through 7:30am makes it late, never lost.
    """
    people = Notice.objects.held_until(at).order_by().values_list("recipient", flat=True).distinct()
    return sum(_tried(person, at=at) for person in User.objects.filter(pk__in=list(people)).order_by("pk"))


def _tried(person: User, *, at: dt.datetime) -> bool:
    """One digest that cannot be written must not cost the others theirs; its entries wait for the next pass."""
    try:
        return _write_digest(person, at=at)
    except Exception:
        logger.exception("could not write the digest of person %s", person.pk)
        return False


@transaction.atomic
def _write_digest(person: User, *, at: dt.datetime) -> bool:
    held = Notice.objects.held_until(at).filter(recipient=person)
    if connection.features.has_select_for_update_skip_locked:
        held = held.select_for_update(skip_locked=True)
    entries = list(held)
    if not person.is_active:
        ledger.settle(entries, State.CANCELLED, at=at, only_from={State.HELD}, error=ledger.LEFT)
        return False
    if not entries:
        return False
    is_daily = any(entry.choice == Choice.DAILY for entry in entries)
    digest = queue(
        kind="digest.daily" if is_daily else "digest.weekly",
        recipient=person,
        # An entry is in one digest only, so the first one's key names the digest.
        dedupe_key=f"digest:{person.pk}:{min(entry.pk for entry in entries)}",
        context={"summary": summary(entries), "groups": _groups(entries)},
        at=at,
    )
    Notice.objects.filter(pk__in=[entry.pk for entry in entries]).update(
        state=State.DIGESTED, digest=digest, settled_at=at
    )
    return True


def summary(entries: Sequence[Notice]) -> str:
    """'2 reviews due, 1 agreement now in force', in the order of the kinds' table."""
    counts = Counter(entry.kind for entry in entries)
    said = []
    for kind in kinds.KINDS.values():
        if number := counts[kind.key]:
            one, many = kind.counted
            said.append(f"{number} {one if number == 1 else many}")
    return ", ".join(said)


def _groups(entries: Sequence[Notice]) -> list[dict[str, object]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for entry in entries:
        title = kinds.kind(entry.kind).title
        groups.setdefault(title, []).append({"subject": entry.subject, "link": wording.main_link(entry.text)})
    return [{"title": title, "entries": rows} for title, rows in groups.items()]
