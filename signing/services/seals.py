"""Keeping the signed PDF level with the signatures. Each verb is short; the cryptography happens between them."""

import datetime as dt
import hashlib

from django.db import transaction
from django.urls import reverse

from notices import services as notices
from signing import files, sealing
from signing.models import SealedFile, Sealing
from signing.querysets import MAX_ATTEMPTS
from signing.sealing import Step
from signing.services import rounds

LEASE = dt.timedelta(minutes=5)
ASK_AGAIN = dt.timedelta(minutes=2)
"""After no timestamp authority answered. Signatures wait no longer than this either."""
SILENCE = dt.timedelta(days=1)
"""How long authorities may stay silent before the operators hear of it."""


@transaction.atomic
def claim(*, version_id: int, at: dt.datetime) -> Sealing | None:
    """Take up a version's PDF; None when nothing is missing or another worker is at it."""
    claimable = Sealing.objects.select_for_update(of=("self",)).claimable(at)
    found: Sealing | None = claimable.select_related("version__agreement").filter(version_id=version_id).first()
    if found is None:
        return None
    found.lease_until = at + LEASE
    found.save(update_fields=["lease_until"])
    return found


@transaction.atomic
def record(*, sealing: Sealing, step: Step, at: dt.datetime) -> SealedFile | None:
    """Keep a new state, if it still follows the last one; None when another worker was quicker."""
    rounds.locked(sealing.version.agreement)
    row = _locked(sealing)
    if row.edition != step.edition or _newest(row) != step.built_on:
        return None
    path = files.path_of(sealing.version, step.edition)
    files.keep(path, step.pdf)
    state = SealedFile.objects.create(
        version=sealing.version,
        edition=step.edition,
        revision=step.revision,
        signature=step.signature,
        sha256=hashlib.sha256(step.pdf).hexdigest(),
        size=len(step.pdf),
        path=path,
        sealed_at=at,
    )
    _count(row, step)
    return state


@transaction.atomic
def release(*, sealing: Sealing) -> None:
    """Nothing could be done this time, and nobody is to blame: the next sweep tries again."""
    row = _locked(sealing)
    row.lease_until = None
    row.save(update_fields=["lease_until"])


@transaction.atomic
def postpone(*, sealing: Sealing, at: dt.datetime) -> None:
    """No timestamp authority answers. That is no failure of ours: it is asked again for as long as it takes."""
    row = _locked(sealing)
    row.lease_until, row.error = at + ASK_AGAIN, "No timestamp authority answers."
    row.save(update_fields=["lease_until", "error"])
    if at - row.wanted_at >= SILENCE:
        _tell_operators(sealing, row.error, at)


@transaction.atomic
def fail(*, sealing: Sealing, error: str, at: dt.datetime) -> None:
    """Wait longer after each failure. When it is given up, the operators hear of it."""
    row = _locked(sealing)
    row.attempts += 1
    row.error = error[:2000]
    row.lease_until = at + dt.timedelta(seconds=15 * 2**row.attempts)
    row.save(update_fields=["attempts", "error", "lease_until"])
    if row.attempts >= MAX_ATTEMPTS:
        _tell_operators(sealing, error, at)


def _tell_operators(sealing: Sealing, error: str, at: dt.datetime) -> None:
    reference = sealing.version.agreement.reference
    notices.queue_for_operators(
        kind="ops.seal_failed",
        dedupe_key=f"ops.seal_failed:{sealing.version_id}:{at:%Y-%m-%d}",
        context={
            "reference": reference,
            "version": sealing.version.number,
            "error": error[:200],
            "link": reverse("signing:progress", args=[reference]),
        },
        at=at,
        about=reference,
    )


def _newest(row: Sealing) -> SealedFile | None:
    return sealing.newest_of(row)


def _count(row: Sealing, step: Step) -> None:
    """One step more. A timestamp after the last signature makes up for every one that is owed."""
    row.made, row.attempts, row.error, row.lease_until = step.revision + 1, 0, "", None
    if step.is_timestamp and not sealing.missing(row).exists():
        row.wanted = row.made
    row.wanted = max(row.wanted + step.owes_timestamp, row.made)
    row.save(update_fields=["wanted", "made", "attempts", "error", "lease_until"])


def _locked(of: Sealing) -> Sealing:
    row: Sealing = Sealing.objects.select_for_update(of=("self",)).get(pk=of.pk)
    return row
