"""Doors for the worker: what people take home of their signatures, and the end of the chain for everybody."""

import logging

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from foundation import jobs
from signing import bundle as bundles
from signing import custody, files, receipts
from signing.models import Signature
from signing.seal.keys import KeyTrouble
from signing.services import heads, takeaways

logger = logging.getLogger(__name__)


@shared_task(name="signing.receipt")
def receipt(pk: int) -> bool:
    """False when there is nothing to do (any more)."""
    signature = Signature.objects.select_related("version__agreement", "organisation", "confirmation").get(pk=pk)
    wanted = takeaways.receipt(signature)
    if takeaways.content(wanted) is None:
        takeaways.keep(wanted, receipts.make(signature))
        return True
    takeaways.forget(wanted)
    return False


@shared_task(name="signing.bundle")
def bundle(pk: int) -> bool:
    """The bundle of what is signed now. False when it cannot be made yet, or is there."""
    agreement = Agreement.objects.get(pk=pk)
    wanted = takeaways.bundle(agreement, bundles.state_of(agreement))
    if takeaways.content(wanted) is not None:
        takeaways.forget(wanted)
        return False
    try:
        contents = bundles.contents(agreement, at=timezone.now())  # noqa: TID251 - a door
    except (files.FileLost, KeyTrouble):
        logger.exception("cannot bundle the evidence of %s", agreement.reference)
        return False
    takeaways.keep(wanted, bundles.pack(f"{agreement.reference}-evidence", contents))
    return True


@shared_task(name="signing.takeaways")
def make_wanted() -> int:
    """Ring again for what was asked for and is not there. A slip for a state that has passed is thrown away."""
    rung = 0
    for wanted in takeaways.left():
        if wanted.task == "signing.bundle":
            agreement = Agreement.objects.filter(pk=wanted.pk).first()
            if agreement is None or takeaways.bundle(agreement, bundles.state_of(agreement)) != wanted:
                takeaways.forget(wanted)
                continue
        jobs.ring(wanted.task, pk=wanted.pk)
        rung += 1
    return rung


@shared_task(name="signing.publish_head")
def publish_head() -> bool:
    """Every night, behind the check: a chain that does not hold is not published."""
    if not custody.check().is_whole:
        logger.critical("the chain of signatures is broken, so its end is not published")
        return False
    now = timezone.now()  # noqa: TID251 - a door
    return heads.publish(link=reverse("chain:index"), at=now) is not None
