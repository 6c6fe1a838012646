"""Telling everybody where the chain of evidence ends, so that nobody can shorten it later."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from signing.models import ChainHead, PublishedHead
from signing.services import letters_acts


@transaction.atomic
def publish(*, link: str, at: dt.datetime) -> PublishedHead | None:
    """The end of the chain as of today, once a day, when there is a link that was not published yet.

    ``link`` leads to the page that shows it. Answers None when there is nothing new to tell.
    """
    head = ChainHead.objects.select_for_update().filter(name="signatures").first()
    last = PublishedHead.objects.order_by("-number").first()
    today = timezone.localdate(at)
    if head is None or head.number <= (last.number if last else 0) or PublishedHead.objects.filter(on=today).exists():
        return None
    published = PublishedHead(on=today, number=head.number, hash=head.hash, published_at=at)
    published.save(force_insert=True)
    letters_acts.tell_head(head=published, link=link, at=at)
    return published
