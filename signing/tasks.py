"""Doors for the worker. Each may be run twice, or be killed at any point, without harm."""

import logging

from celery import shared_task
from django.utils import timezone

from signing import (
    custody,
    sealing,
    tasks_acts,  # noqa: F401 - named here for the worker
)
from signing.models import Round, Sealing
from signing.papers import tasks as papers_tasks  # noqa: F401 - named here for the worker
from signing.seal import expiry, keys
from signing.services import letters, nudging, rounds, seals

logger = logging.getLogger(__name__)

AT_ONCE = 20


@shared_task(name="signing.seal")
def seal(version_id: int) -> int:
    """Bring the version's PDF level with its signatures. Answers how many states it added."""
    added = 0
    while (claimed := seals.claim(version_id=version_id, at=timezone.now())) is not None:
        try:
            step = sealing.next_step(claimed, timezone.now())
            kept = seals.record(sealing=claimed, step=step, at=timezone.now()) if step else None
        except sealing.NotReady:
            seals.release(sealing=claimed)
            break
        except sealing.NobodyAnswers:
            seals.postpone(sealing=claimed, at=timezone.now())
            break
        except Exception as error:
            # Whatever went wrong, the row keeps the reason and the sweep tries again; the worker goes on.
            logger.exception("could not seal version %s", version_id)
            seals.fail(sealing=claimed, error=f"{type(error).__name__}: {error}", at=timezone.now())
            break
        if kept is None:
            seals.release(sealing=claimed)
            break
        added += 1
    return added


@shared_task(name="signing.sweep")
def sweep() -> int:
    """Close the rounds of what was withdrawn, and find the PDFs that lack a signature, whatever message was lost.

    Answers how many states of PDFs it added.
    """
    for round_ in Round.objects.left_open().select_related("version__agreement")[:AT_ONCE]:
        _closed(round_)
    behind = Sealing.objects.claimable(timezone.now()).order_by("wanted_at", "pk")
    return sum(_sealed(version_id) for version_id in list(behind.values_list("version_id", flat=True)[:AT_ONCE]))


@shared_task(name="signing.nudge")
def nudge() -> int:
    """Remind whoever should have been reminded by now, and tell the lead how far it has come. Answers how many."""
    now = timezone.now()
    told = (nudging.remind_signatories, nudging.tell_expired, nudging.tell_progress)
    return sum(tell(at=now) for tell in told)


@shared_task(name="signing.check_chain")
def check_chain() -> bool:
    """Every night: is the chain of signatures whole? If not, the operators hear of it, once a day."""
    found = custody.check()
    if not found.is_whole:
        logger.critical("the chain of signatures is broken: %s", "; ".join(found.faults[:10]))
        letters.warn_of_chain(found=found, at=timezone.now())
    return found.is_whole


@shared_task(name="signing.check_certificates")
def check_certificates() -> int:
    """Every night: does a certificate of ours run out soon? Answers how many do."""
    now = timezone.now()
    ours = expiry.certificates(keys.current(now))
    return sum(letters.warn_of_certificate(certificate=certificate, at=now) for certificate in ours)


def _closed(round_: Round) -> None:
    try:
        rounds.close_withdrawn(round_=round_, at=timezone.now())
    except Exception:
        logger.exception("could not close %s", round_)


def _sealed(version_id: int) -> int:
    try:
        return seal(version_id)
    except Exception:
        # A row that cannot even be taken up must not keep the others waiting; the next sweep finds it again.
        logger.exception("could not take up the sealing of version %s", version_id)
        return 0
