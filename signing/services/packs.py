"""The verbs of making a signing pack. What happens between them may take long, fail, or be killed."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from agreements import files as renderings
from agreements.choices import RenderingState
from foundation import jobs
from signing import policies_papers as policies
from signing.models import Pack, Request
from signing.services import rounds

LEASE = dt.timedelta(minutes=5)
SOON = dt.timedelta(seconds=20)
MAX_ATTEMPTS = 4
KILLED = "The worker was stopped each time it made this PDF."


@transaction.atomic
def ask(*, request: Request, by: User, at: dt.datetime) -> Pack:
    """Have the pack made, once for each request; one that could not be made is tried again."""
    rounds.locked(request.round.version.agreement)
    request = Request.objects.select_related("round__version__agreement__lead", "organisation").get(pk=request.pk)
    policies.can_print(by, request).enforce()
    row: Pack | None = Pack.objects.select_for_update().filter(request=request).first()
    if row is not None and row.state != RenderingState.FAILED:
        return row
    row = row or Pack(request=request)
    row.state, row.attempts, row.lease_until, row.error, row.asked_at = RenderingState.WAITING, 0, None, "", at
    row.save()
    jobs.after_commit("signing.pack", pack_id=row.pk)
    return row


@transaction.atomic
def claim(*, pack_id: int, at: dt.datetime) -> Pack | None:
    """Take it up for a few minutes; None when it is finished, given up, or in another worker's hands."""
    found = Pack.objects.select_for_update(of=("self",)).unfinished(at).filter(pk=pack_id)
    row: Pack | None = found.select_related("request__organisation", "request__round__version__agreement").first()
    if row is None:
        return None
    if row.attempts >= MAX_ATTEMPTS:
        _give_up(row, row.error or KILLED)
        return None
    row.state, row.lease_until, row.attempts = RenderingState.WORKING, at + LEASE, row.attempts + 1
    row.save(update_fields=["state", "lease_until", "attempts"])
    return row


@transaction.atomic
def wait(*, pack: Pack, at: dt.datetime) -> Pack:
    """The PDF of the text is not made yet: nobody is to blame, and it is tried again soon."""
    row = _held(pack)
    row.state, row.attempts, row.lease_until = RenderingState.WAITING, row.attempts - 1, at + SOON
    row.save(update_fields=["state", "attempts", "lease_until"])
    return row


def finish(*, pack: Pack, content: bytes, pages: int, at: dt.datetime) -> Pack:
    """The file first, then the row: a row never names a file that is not there."""
    pack.sha256, pack.pages, pack.error = renderings.keep(content), pages, ""
    pack.state, pack.finished_at, pack.lease_until = RenderingState.DONE, at, None
    pack.save()
    return pack


@transaction.atomic
def fail(*, pack: Pack, error: str, at: dt.datetime) -> Pack:
    """Keep the reason and wait a little; after the last attempt it stays failed until somebody asks again."""
    row = _held(pack)
    if row.state == RenderingState.DONE:
        return row
    if row.attempts >= MAX_ATTEMPTS:
        return _give_up(row, error)
    row.state, row.error = RenderingState.WAITING, error[:2000]
    row.lease_until = at + dt.timedelta(seconds=20 * 2**row.attempts)
    row.save(update_fields=["state", "error", "lease_until"])
    return row


def _held(pack: Pack) -> Pack:
    row: Pack = Pack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    return row


def _give_up(row: Pack, error: str) -> Pack:
    row.state, row.lease_until, row.error = RenderingState.FAILED, None, error[:2000]
    row.save(update_fields=["state", "lease_until", "error"])
    return row
