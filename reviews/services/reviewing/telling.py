"""The messages about a review of an agreement that applies, written in the transaction of their cause.

They carry what the lead writes, and nothing of what a party notes: that stands on the page.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from agreements import services as agreements
from agreements.models import Agreement, Ending
from notices import services as notices
from notices.services import Letter, Quoted
from reviews import askable, recipients, reviewing
from reviews.choices import Conclusion
from reviews.models import Review
from reviews.recipients import Recipient

if TYPE_CHECKING:
    from accounts.models import User

STARTED, ANSWERED, CONCLUDED = "review.started", "review.answered", "review.concluded"


def started(*, review: Review, by: "User | None", at: dt.datetime) -> None:
    """Everybody whom the review concerns, except whoever started it."""
    facts = {"reason": Quoted(review.asked_because) if review.asked_because else "", "due_on": review.due_on}
    link = reverse("reviews:answer", args=[review.agreement.reference, review.number])
    _send(STARTED, review, _letters(STARTED, review, _concerned(review.agreement, by), facts | {"link": link}), at)


def answered(*, review: Review, by: "User", at: dt.datetime) -> None:
    """The lead's officers, once: when the last party has answered."""
    turn = reviewing.Turn(review.agreement, review.number, review.due_on, review)
    board = reviewing.board_of(turn)
    if board.waiting:
        return
    facts = {"changes": sum(bool(row.changes) for row in board.parties), "parties": len(board.parties)}
    link = reverse("reviews:conclude", args=[review.agreement.reference, review.number])
    lead = review.agreement.lead
    people = [
        Recipient(one.email, one.full_name, one, lead, "")
        for one in askable.officers(review.agreement.lead_id)
        if one.is_active and one.pk != by.pk
    ]
    _send(ANSWERED, review, _letters(ANSWERED, review, people, facts | {"link": link}), at)


def concluded(*, review: Review, by: "User | None", at: dt.datetime) -> None:
    """Everybody whom the review concerns, except whoever concluded it. Who was to answer need not any more."""
    for kind in (STARTED, ANSWERED):
        notices.cancel(dedupe_prefix=f"{kind}:{review.pk}:", at=at)
    conclusion = Conclusion(review.conclusion)
    facts: dict[str, Any] = {
        "conclusion": conclusion.label.lower(),
        "kept": conclusion is Conclusion.KEEP,
        "changed": conclusion is Conclusion.CHANGE,
        "next_on": review.next_on,
        "reason": Quoted(review.reason) if review.reason else "",
    }
    if conclusion is Conclusion.CHANGE and (variation := agreements.open_for(review.agreement)):
        facts["new_reference"] = variation.agreement.reference
    if conclusion is Conclusion.END:
        facts["ends_on"] = Ending.objects.values_list("on", flat=True).get(agreement=review.agreement_id)
    _send(CONCLUDED, review, _letters(CONCLUDED, review, _concerned(review.agreement, by), facts), at)


def _concerned(agreement: Agreement, by: "User | None") -> list[Recipient]:
    """The lead's officers and, at each party that has not left, its data protection officer and reviewers."""
    there = {one.pk for one in reviewing.parties(agreement)}
    return [
        who
        for who in recipients.of(agreement)
        if who.organisation.pk in there and not who.only_when_late and (by is None or who.person != by)
    ]


def _letters(kind: str, review: Review, people: Iterable[Recipient], facts: dict[str, Any]) -> Iterator[Letter]:
    agreement = review.agreement
    link = reverse("reviews:one", args=[agreement.reference, review.number])
    about = {
        "title": agreement.public_title or agreement.reference,
        "reference": agreement.reference,
        "lead": agreement.lead.name,
        "link": link,
    }
    for who in people:
        digest = hashlib.sha256(who.email.lower().encode()).hexdigest()[:16]
        own = {"name": who.name, "organisation": who.organisation.name}
        yield Letter(
            recipient=who.person,
            email=who.email,
            dedupe_key=f"{kind}:{review.pk}:{digest}",
            context=about | facts | own,
            organisation=who.organisation,
        )


def _send(kind: str, review: Review, letters: Iterable[Letter], at: dt.datetime) -> None:
    found = list(letters)
    if found:
        notices.queue_many(kind=kind, letters=found, at=at, about=review.agreement.reference)
