"""The verbs of making a version's PDF. What happens between them may take long, fail, or be killed."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction

from agreements import files, policies, publication
from agreements.choices import RenderingState
from agreements.models import PublishedRendering, Rendering, Version
from agreements.querysets import MAX_ATTEMPTS
from dsaformat.document import AgreementDocument
from foundation import jobs
from foundation.verdicts import Verdict
from notices import services as notices

if TYPE_CHECKING:
    from accounts.models import User

AnyRendering = TypeVar("AnyRendering", Rendering, PublishedRendering)

LEASE = dt.timedelta(minutes=10)
KILLED = "The worker was stopped each time it made this PDF. It may need more memory or time than it has."


@transaction.atomic
def claim_rendering(*, rendering_id: int, at: dt.datetime) -> Rendering | None:
    """Take the rendering up for ten minutes; None when it is finished, or another worker has it."""
    return _claimed(Rendering, rendering_id, at)


@transaction.atomic
def claim_published(*, rendering_id: int, at: dt.datetime) -> PublishedRendering | None:
    """The same for the PDF of what may be published."""
    return _claimed(PublishedRendering, rendering_id, at)


def _claimed(kind: type[AnyRendering], rendering_id: int, at: dt.datetime) -> AnyRendering | None:
    rows = kind.objects.select_for_update().unfinished(at)
    rendering: AnyRendering | None = rows.filter(pk=rendering_id).first()
    if rendering is None:
        return None
    rendering.state = RenderingState.WORKING
    rendering.lease_until = at + LEASE
    rendering.attempts += 1
    rendering.save(update_fields=["state", "lease_until", "attempts"])
    return rendering


def finish_rendering(*, rendering: AnyRendering, content: bytes, pages: int, at: dt.datetime) -> AnyRendering:
    """The file first, then the row: a row never names a file that is not there."""
    rendering.sha256 = files.keep(content)
    rendering.size, rendering.pages, rendering.error = len(content), pages, ""
    rendering.state, rendering.finished_at, rendering.lease_until = RenderingState.DONE, at, None
    rendering.save()
    return rendering


@transaction.atomic
def finish_published(
    *, rendering: PublishedRendering, content: bytes, pages: int, at: dt.datetime
) -> PublishedRendering:
    """As above; but what was made for an earlier choice of sections is thrown away when a newer one waits."""
    row = _locked(PublishedRendering, rendering.pk)
    if row.asked_at != rendering.asked_at:
        return row
    return finish_rendering(rendering=row, content=content, pages=pages, at=at)


@transaction.atomic
def fail_rendering(*, rendering: AnyRendering, error: str, at: dt.datetime) -> AnyRendering:
    """Keep the reason, and wait longer after each failure.

    After the last attempt it stays failed, and the operators hear of it. A PDF that another worker has made since
    then stays made, and one that was asked for again since then is not held up.
    """
    row = _locked(type(rendering), rendering.pk)
    if row.state == RenderingState.DONE or row.asked_at != rendering.asked_at:
        return row
    row.error = error[:2000]
    if row.attempts >= MAX_ATTEMPTS:
        return _given_up(row, at=at)
    row.state = RenderingState.WAITING
    row.lease_until = at + dt.timedelta(seconds=30 * 2**row.attempts)
    row.save(update_fields=["state", "lease_until", "error"])
    return row


@transaction.atomic
def give_up_rendering(*, rendering_id: int, at: dt.datetime) -> Rendering | None:
    """Fail one whose worker was killed in its last attempt; None when it turns out not to be such a one."""
    return _exhausted(Rendering, rendering_id, at)


@transaction.atomic
def give_up_published(*, rendering_id: int, at: dt.datetime) -> PublishedRendering | None:
    return _exhausted(PublishedRendering, rendering_id, at)


def _exhausted(kind: type[AnyRendering], rendering_id: int, at: dt.datetime) -> AnyRendering | None:
    found = kind.objects.select_for_update(of=("self",)).exhausted(at).filter(pk=rendering_id)
    row: AnyRendering | None = found.select_related("version__agreement").first()
    if row is None:
        return None
    row.error = row.error or KILLED
    return _given_up(row, at=at)


@transaction.atomic
def retry_rendering(*, version: Version, by: "User | None", at: dt.datetime) -> Rendering:
    """Begin again with all attempts."""
    row = _locked(Rendering, version.rendering.pk)
    policies.can_retry_rendering(by, row).enforce()
    _begin_again(row, at)
    row.save(update_fields=["state", "attempts", "lease_until", "error", "asked_at"])
    jobs.after_commit("agreements.render", version_id=row.version_id)
    return row


def can_publish(person: "User | None", version: Version) -> Verdict:
    """Say what is left out of the PDF for publication, and have it made."""
    return policies.can_create(person, version.agreement.lead)


@transaction.atomic
def ask_published(
    *, version: Version, withheld: Iterable[publication.Withheld], by: "User | None", at: dt.datetime
) -> PublishedRendering:
    """Have the PDF for publication made, without these sections. It takes the place of one made before."""
    can_publish(by, version).enforce()
    chosen = tuple(withheld)
    _in_order(version.document, chosen).enforce()
    rows = PublishedRendering.objects.select_for_update(of=("self",))
    row: PublishedRendering = rows.get_or_create(version=version, defaults={"asked_at": at})[0]
    _begin_again(row, at)
    row.withheld = [[one.section, one.reason] for one in chosen]
    row.asked_by, row.sha256, row.size, row.pages, row.finished_at = by, "", 0, 0, None
    row.save()
    jobs.after_commit("agreements.render_published", version_id=row.version_id)
    return row


def _in_order(document: AgreementDocument, withheld: tuple[publication.Withheld, ...]) -> Verdict:
    keys = [one.section for one in withheld]
    known = {section.key for section in document.sections}
    return Verdict.unless(
        known.issuperset(keys) and len(keys) == len(set(keys)), "Choose sections of this version, each once."
    ) & Verdict.unless(
        all(one.reason.strip() and len(one.reason) <= publication.REASON_LENGTH for one in withheld),
        f"Give a reason of at most {publication.REASON_LENGTH} characters for each section that you leave out.",
    )


def _begin_again(row: Rendering | PublishedRendering, at: dt.datetime) -> None:
    row.state, row.attempts, row.lease_until, row.error = RenderingState.WAITING, 0, None, ""
    row.asked_at = at


def _locked(kind: type[AnyRendering], rendering_id: int) -> AnyRendering:
    rows = kind.objects.select_for_update(of=("self",)).select_related("version__agreement__lead")
    row: AnyRendering = rows.get(pk=rendering_id)
    return row


def _given_up(row: AnyRendering, *, at: dt.datetime) -> AnyRendering:
    row.state, row.lease_until = RenderingState.FAILED, None
    row.save(update_fields=["state", "lease_until", "error"])
    version = row.version
    reference = version.agreement.reference
    notices.queue_for_operators(
        kind="ops.pdf_failed",
        dedupe_key=_told_once(row),
        context={
            "reference": reference,
            "version": version.number,
            "error": row.error[:200],
            "link": version.get_absolute_url(),
        },
        at=at,
        about=reference,
    )
    return row


def _told_once(row: Rendering | PublishedRendering) -> str:
    published = isinstance(row, PublishedRendering)
    return f"ops.pdf_failed:published:{row.pk}:{row.asked_at:%Y%m%d%H%M%S}" if published else f"ops.pdf_failed:{row.pk}"
