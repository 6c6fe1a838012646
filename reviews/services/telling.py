"""The messages about a review, written in the transaction of their cause.

They carry what the lead writes to those whom it asks, and nothing of what a party notes.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from agreements.models import Agreement
from notices import services as notices
from notices.services import Letter, Quoted
from parties.models import Organisation
from reviews import askable
from reviews.choices import Outcome
from reviews.models import Circulation, Decision, Reviewer
from reviews.sections import Section

if TYPE_CHECKING:
    from accounts.models import User

REQUEST, REMINDER, OUT_OF_DATE, BLOCKED = (
    "approval.request",
    "approval.reminder",
    "approval.out_of_date",
    "approval.blocked",
)
STOPPED = (REQUEST, REMINDER, OUT_OF_DATE, BLOCKED)
"""Kinds that ask for something: they lose their point when the review ends."""
_OF_OUTCOME = {
    Outcome.APPROVE: "approval.given",
    Outcome.COMMENTS: "approval.given",
    Outcome.CHANGES: "approval.changes",
    Outcome.LEAVE: "approval.leaving",
}


def asked(*, circulation: Circulation, reviewers: Iterable[Reviewer], at: dt.datetime) -> None:
    """Each person who is asked, once for each party that they answer for; again when they are asked again."""
    facts = {"message": Quoted(circulation.message) if circulation.message else "", "due_on": circulation.due_on}
    letters = list(_to_reviewers(REQUEST, circulation, reviewers, f"{at:%Y%m%dT%H%M%S}", facts))
    _send(REQUEST, circulation, letters, at)


def reminded(
    *, circulation: Circulation, reviewers: Iterable[Reviewer], occasion: str, on: dt.date, at: dt.datetime
) -> int:
    """Those of them who were not reminded on that occasion yet. Answers how many were there."""
    facts = {"due_on": circulation.due_on, "days_late": max((on - circulation.due_on).days, 0)}
    facts["due_today"] = on == circulation.due_on
    letters = list(_to_reviewers(REMINDER, circulation, reviewers, occasion, facts))
    return _send(REMINDER, circulation, letters, at)


def decided(*, decision: Decision, at: dt.datetime) -> None:
    """Those who write the text for the lead, except whoever decided."""
    circulation, kind = decision.circulation, _OF_OUTCOME[Outcome(decision.outcome)]
    facts = {
        "organisation": decision.organisation.name,
        "with_comments": decision.outcome == Outcome.COMMENTS,
        "expires_on": decision.expires_on,
    }
    people = [one for one in askable.officers(circulation.agreement.lead_id) if one.pk != decision.person_id]
    _send(kind, circulation, _letters(kind, circulation, people, str(decision.pk), facts), at)


def out_of_date(*, decision: Decision, changed: tuple[Section, ...], occasion: str, at: dt.datetime) -> int:
    """Whoever approved, with the names of the sections that say something else now."""
    circulation, organisation = decision.circulation, decision.organisation
    facts = {
        "organisation": organisation.name,
        "sections": "; ".join(section.title for section in changed),
        "link": reverse("reviews:changes", args=[circulation.agreement.reference, organisation.slug]),
    }
    key = f"{decision.pk}:{occasion}"
    return _send(OUT_OF_DATE, circulation, _letters(OUT_OF_DATE, circulation, [decision.person], key, facts), at)


def blocked(*, decision: Decision, days: int, at: dt.datetime) -> int:
    """The reviewers of both sides and the lead's officers: between them it can be settled."""
    circulation, lead = decision.circulation, decision.circulation.agreement.lead
    sides = askable.reviewers([decision.organisation_id, lead.pk])
    people = {one.pk: one for one in (*askable.officers(lead.pk), *(one for side in sides.values() for one in side))}
    facts = {"organisation": decision.organisation.name, "lead": lead.name, "days": days}
    key = f"{decision.pk}:{days}"
    return _send(BLOCKED, circulation, _letters(BLOCKED, circulation, people.values(), key, facts), at)


def taken_back(*, circulation: Circulation, at: dt.datetime) -> None:
    """Everybody who was asked or who decided."""
    asked_now = circulation.reviewers.filter(ended_at=None).select_related("person")
    people = {row.person_id: row.person for row in asked_now}
    people |= {row.person_id: row.person for row in circulation.decisions.select_related("person")}
    facts = {"lead": circulation.agreement.lead.name, "reason": Quoted(circulation.closed_because)}
    kind = "approval.taken_back"
    _send(kind, circulation, _letters(kind, circulation, people.values(), "", facts), at)


def reviewed_by(organisation: Organisation, people: Iterable[Reviewer]) -> list[Reviewer]:
    """Those of the asked who still review for it: nobody is told after they left."""
    there = {one.pk for one in askable.reviewers([organisation.pk]).get(organisation.pk, ())}
    return [row for row in people if row.person_id in there]


def _to_reviewers(
    kind: str, circulation: Circulation, reviewers: Iterable[Reviewer], occasion: str, facts: dict[str, Any]
) -> Iterator[Letter]:
    for row in reviewers:
        link = reverse("reviews:decide", args=[circulation.agreement.reference])
        own = {"organisation": row.organisation.name, "lead": circulation.agreement.lead.name, "link": link}
        key = f"{kind}:{circulation.pk}:{row.pk}:{occasion}"
        yield _letter(circulation, row.person, key, facts | own, row.organisation_id)


def _letters(
    kind: str, circulation: Circulation, people: Iterable["User"], occasion: str, facts: dict[str, Any]
) -> list[Letter]:
    facts = {"link": reverse("reviews:board", args=[circulation.agreement.reference])} | facts
    return [
        _letter(circulation, person, f"{kind}:{circulation.pk}:{occasion}:{person.pk}", facts)
        for person in people
        if person.is_active
    ]


def _letter(
    circulation: Circulation, person: "User", key: str, facts: dict[str, Any], organisation: int | None = None
) -> Letter:
    return Letter(
        recipient=person, dedupe_key=key, context=_about(circulation.agreement) | facts, organisation=organisation
    )


def _about(agreement: Agreement) -> dict[str, Any]:
    return {"title": agreement.public_title or agreement.reference, "reference": agreement.reference}


def _send(kind: str, circulation: Circulation, letters: list[Letter], at: dt.datetime) -> int:
    if letters:
        notices.queue_many(kind=kind, letters=letters, at=at, about=circulation.agreement.reference)
    return len(letters)
