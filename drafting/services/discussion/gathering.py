"""Telling in one piece: what a person says of one agreement within a few minutes, and decides, is one message.

Asks what should have been told by now, so a lost tick only delays. The row that gathers goes in the transaction that
writes the messages: neither can be without the other.
"""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.roles import Role
from agreements.models import Agreement
from drafting.choices_discussion import OUTCOMES, Act, Outcome
from drafting.models import Gathering, Remark, Thread
from drafting.services.discussion import rows, telling
from notices import services as notices
from notices.services import Letter
from parties.models import Membership

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

QUIET = dt.timedelta(minutes=5)
"""So long after the last word it counts as the last."""
LONGEST = dt.timedelta(minutes=30)
"""Whoever goes on and on is heard at last."""
AT_ONCE = 500
SAID, DECIDED = "discussion.answer", "discussion.decided"

Places = dict[int, Membership]


@dataclass
class _Share:
    """What one person is told of."""

    place: Membership
    threads: list[Thread] = field(default_factory=list)


def heard(*, agreement: Agreement, by: "User", at: dt.datetime) -> None:
    """Somebody said something that others are to be told of. The caller holds the agreement's lock."""
    row = Gathering.objects.filter(agreement=agreement, by=by).first()
    if row is None:
        Gathering.objects.create(agreement=agreement, by=by, began_at=at, last_at=at)
        return
    row.began_at, row.last_at = min(row.began_at, at), max(row.last_at, at)
    row.save()


def tell(*, at: dt.datetime) -> int:
    """Tell of what was said by all who have paused. Answers of how many people's words."""
    due = Gathering.objects.filter(_ripe(at)).order_by("began_at", "pk").values_list("pk", flat=True)
    return sum(_alone(key, at) for key in list(due[:AT_ONCE]))


def _ripe(at: dt.datetime) -> Q:
    return Q(last_at__lte=at - QUIET) | Q(began_at__lte=at - LONGEST)


def _alone(key: int, at: dt.datetime) -> bool:
    """One that fails is found again by the next sweep; it must not keep the others from being told."""
    try:
        return _tell(key, at)
    except Exception:
        logger.exception("could not tell of what was gathered in %s", key)
        return False


@transaction.atomic
def _tell(key: int, at: dt.datetime) -> bool:
    found = Gathering.objects.filter(pk=key).select_related("agreement").first()
    if found is None:
        return False
    agreement = rows.locked_agreement(found.agreement)
    # Under the lock once more: the person may have gone on, or another worker may have told of it.
    row = Gathering.objects.filter(_ripe(at), pk=key).select_related("by").first()
    if row is None:
        return False
    said = [_said(share, row) for share in _shares(row, agreement).values()]
    decided = [_decided(share, row) for share in _decisions(row, agreement)]
    for kind, letters in ((SAID, said), (DECIDED, decided)):
        if letters:
            notices.queue_many(kind=kind, letters=letters, at=at, about=agreement.reference)
    row.delete()
    return True


def _said(share: _Share, row: Gathering) -> Letter:
    return _letter(SAID, share, row, who=str(row.by), count=len(share.threads))


def _decided(share: _Share, row: Gathering) -> Letter:
    declined = sum(thread.outcome == Outcome.DECLINED for thread in share.threads)
    return _letter(DECIDED, share, row, accepted=len(share.threads) - declined, declined=declined)


def _letter(kind: str, share: _Share, row: Gathering, **facts: Any) -> Letter:
    """It leads to the conversation, where it is one."""
    first, place = share.threads[0], share.place
    link = reverse("drafting:discussion", args=[first.agreement.reference])
    if len(set(share.threads)) == 1:
        link = first.get_absolute_url()
    key = f"{kind}:{first.agreement_id}:{row.by_id}:{row.began_at:%Y%m%dT%H%M%S}:{place.person_id}"
    context = {**telling.facts(first), "link": link, **facts}
    return Letter(recipient=place.person, dedupe_key=key, context=context, organisation=place.organisation_id)


def _shares(row: Gathering, agreement: Agreement) -> dict[int, _Share]:
    shares: dict[int, _Share] = {}
    for thread, places in (*_begun(row, agreement), *_replied(row, agreement)):
        for place in places.values():
            if place.person_id != row.by_id:
                shares.setdefault(place.person_id, _Share(place)).threads.append(thread)
    return shares


def _begun(row: Gathering, agreement: Agreement) -> Iterator[tuple[Thread, Places]]:
    """New conversations that are still open, each with those who were not told of it at once."""
    said = Thread.objects.filter(agreement=agreement, by=row.by, at__range=(row.began_at, row.last_at))
    for thread in said.open().select_related("organisation").order_by("at", "pk"):
        thread.agreement = agreement
        places = _concerned(thread)
        places.pop(thread.asked_person_id or 0, None)
        yield thread, places


def _concerned(thread: Thread) -> Places:
    """Of a note the colleagues; of everything else those who write the text."""
    if thread.only_for_id is not None:
        return telling.in_roles([thread.only_for_id], (Role.IG_OFFICER, Role.REVIEWER))
    if thread.is_blocking or thread.asked_id == thread.agreement.lead_id:
        return {}
    return telling.in_roles([thread.agreement.lead_id], (Role.IG_OFFICER,))


def _replied(row: Gathering, agreement: Agreement) -> Iterator[tuple[Thread, Places]]:
    """Replies, each with those who took part and can still see it."""
    said = Remark.objects.filter(
        thread__agreement=agreement, act=Act.REPLY, by=row.by, at__range=(row.began_at, row.last_at)
    )
    for remark in said.select_related("thread__organisation").order_by("at", "pk"):
        thread = remark.thread
        thread.agreement = agreement
        took_part = {thread.by_id, *thread.remarks.exclude(by=None).values_list("by_id", flat=True)}
        yield thread, telling.still_there(thread, took_part - {remark.mentioned_id})


def _decisions(row: Gathering, agreement: Agreement) -> Iterator[_Share]:
    """Suggestions that were decided and not opened again since, by author."""
    acts = Remark.objects.filter(act__in=OUTCOMES.values(), by=row.by, at__range=(row.began_at, row.last_at))
    found = Thread.objects.filter(agreement=agreement, pk__in=acts.values("thread")).exclude(outcome="")
    theirs: dict[int, list[Thread]] = {}
    for thread in found.exclude(by=row.by).select_related("organisation").order_by("at", "pk"):
        thread.agreement = agreement
        theirs.setdefault(thread.by_id, []).append(thread)
    for author, threads in theirs.items():
        for place in telling.still_there(threads[0], {author}).values():
            yield _Share(place, threads)
