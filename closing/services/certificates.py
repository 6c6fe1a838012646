"""Certificates of disposal: wanted with the last answer, made by a worker, found by the sweep whatever got lost."""

import datetime as dt
import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from agreements.models import Agreement
from closing import certificate as making
from closing.models import Certificate, Disposal, Outcome
from foundation import files, jobs

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 8
AT_ONCE = 20


def want(*, agreement: Agreement, through: Outcome, at: dt.datetime, disposal: Disposal | None = None) -> Certificate:
    """Everybody has said what happened, or the one party of the disposal. The caller holds the agreement's lock."""
    last = Certificate.objects.filter(agreement=agreement).order_by("-number").first()
    number = last.number + 1 if last else 1
    row: Certificate = Certificate.objects.create(
        agreement=agreement, number=number, through=through, disposal=disposal, wanted_at=at
    )
    jobs.after_commit("closing.certify", certificate_id=row.pk)
    return row


def make_due(*, at: dt.datetime) -> int:
    """Make what is wanted and not there. Answers how many there are more."""
    due = _claimable(at).order_by("wanted_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
    return sum(make(certificate_id=pk, at=at) for pk in list(due))


def make(*, certificate_id: int, at: dt.datetime) -> bool:
    """May be run twice, or be killed at any point, without harm. False when there was nothing to do, or it failed."""
    row = _claim(certificate_id, at)
    if row is None:
        return False
    try:
        pdf = making.make(row, at=at)
        files.replace(Path(settings.MEDIA_ROOT) / row.path, pdf)
        _keep(row, pdf, at)
    except Exception as error:
        # Whatever went wrong, the row keeps the reason and the sweep tries again; the worker goes on.
        logger.exception("could not make certificate %s", certificate_id)
        _fail(row, f"{type(error).__name__}: {error}", at)
        return False
    return True


def _claimable(at: dt.datetime) -> "QuerySet[Certificate]":
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    return Certificate.objects.filter(free, made_at=None, attempts__lt=MOST_ATTEMPTS)


@transaction.atomic
def _claim(pk: int, at: dt.datetime) -> Certificate | None:
    rows = _claimable(at).select_for_update(of=("self",)).select_related("agreement__lead", "disposal__organisation")
    row: Certificate | None = rows.filter(pk=pk).first()
    if row is not None:
        row.lease_until = at + LEASE
        row.save(update_fields=["lease_until"])
    return row


@transaction.atomic
def _keep(row: Certificate, pdf: bytes, at: dt.datetime) -> None:
    row.made_at, row.lease_until, row.error = at, None, ""
    row.sha256, row.size = hashlib.sha256(pdf).hexdigest(), len(pdf)
    row.save(update_fields=["made_at", "lease_until", "error", "sha256", "size"])


@transaction.atomic
def _fail(row: Certificate, error: str, at: dt.datetime) -> None:
    row.attempts += 1
    row.error, row.lease_until = error[:2000], at + dt.timedelta(seconds=15 * 2**row.attempts)
    row.save(update_fields=["attempts", "error", "lease_until"])
