"""Keeping the signed PDF level with the signatures. Each verb is short; the cryptography happens between them."""

import datetime as dt
import hashlib

from django.db import transaction
from django.urls import reverse

from notices import services as notices
from signing import files
from signing.models import SealedFile, Sealing
from signing.querysets import MAX_ATTEMPTS
from signing.sealing import Step
from signing.services import rounds

LEASE = dt.timedelta(minutes=5)


@transaction.atomic
def claim(*, version_id: int, at: dt.datetime) -> Sealing | None:
    """Take up a version's PDF; None when nothing is missing or another worker is at it."""
    claimable = Sealing.objects.select_for_update(of=("self",)).claimable(at)
    sealing: Sealing | None = claimable.select_related("version__agreement").filter(version=version_id).first()
    if sealing is None:
        return None
    sealing.lease_until = at + LEASE
    sealing.save(update_fields=["lease_until"])
    return sealing


@transaction.atomic
def record(*, sealing: Sealing, step: Step, at: dt.datetime) -> SealedFile | None:
    """Keep a new state, if it still follows the last one; None when another worker was quicker."""
    rounds.locked(sealing.version.agreement)
    last = SealedFile.objects.newest_of(sealing.version)
    if last != step.built_on:
        return None
    path = files.path_of(sealing.version)
    files.keep(path, step.pdf)
    state = SealedFile.objects.create(
        version=sealing.version,
        revision=step.revision,
        signature=step.signature,
        sha256=hashlib.sha256(step.pdf).hexdigest(),
        size=len(step.pdf),
        path=path,
        sealed_at=at,
    )
    _settle(sealing, made=step.revision + 1)
    return state


@transaction.atomic
def release(*, sealing: Sealing) -> None:
    """Nothing could be done this time, and nobody is to blame: the next sweep tries again."""
    _settle(sealing)


@transaction.atomic
def fail(*, sealing: Sealing, error: str, at: dt.datetime) -> None:
    """Wait longer after each failure. When it is given up, the operators hear of it."""
    row = Sealing.objects.select_for_update(of=("self",)).get(pk=sealing.pk)
    row.attempts += 1
    row.error = error[:2000]
    row.lease_until = at + dt.timedelta(seconds=15 * 2**row.attempts)
    row.save(update_fields=["attempts", "error", "lease_until"])
    if row.attempts >= MAX_ATTEMPTS:
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


def _settle(sealing: Sealing, made: int | None = None) -> None:
    row = Sealing.objects.select_for_update(of=("self",)).get(pk=sealing.pk)
    row.lease_until = None
    if made is not None:
        row.made, row.attempts, row.error = made, 0, ""
    row.save(update_fields=["made", "attempts", "error", "lease_until"])
