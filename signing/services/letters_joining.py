"""The messages about organisations that join an agreement, written in the transaction of their cause."""

import datetime as dt
from collections.abc import Iterable

from notices import services as notices
from notices.services import Letter
from parties.models import Membership
from signing.models import Request, Round
from signing.services.letters import TELL, facts, people_of


def joined(*, round_: Round, at: dt.datetime) -> None:
    """Everybody in the agreement hears once who has joined it; those who joined know."""
    request = round_.requests.select_related("organisation").get()
    agreement = round_.version.agreement
    others = agreement.parties.exclude(organisation=request.organisation).values("organisation")
    places = Membership.objects.active().filter(organisation__in=others, roles__role__in=TELL)
    people = {place.person_id: place for place in places.select_related("person").order_by("pk")}
    shared = facts(round_.version) | {
        "organisation": request.organisation.legal_name,
        "joined_at": at,
        "link": agreement.get_absolute_url(),
    }
    letters = [
        Letter(
            recipient=place.person,
            dedupe_key=f"sign.joined:{round_.pk}:{place.person_id}",
            context=shared,
            organisation=place.organisation_id,
        )
        for place in people.values()
    ]
    notices.queue_many(kind="sign.joined", letters=letters, at=at, about=agreement.reference)


def called_off(*, round_: Round, requests: Iterable[Request], at: dt.datetime) -> None:
    """Whoever was asked to sign for the organisation, once."""
    shared = facts(round_.version) | {"reason": round_.closed_reason}
    letters = [
        Letter(
            recipient=person,
            dedupe_key=f"sign.not_joining:{request.pk}:{person.pk}",
            context=shared | {"organisation": request.organisation.legal_name},
            organisation=request.organisation_id,
        )
        for request in requests
        for person in people_of(request)
    ]
    notices.queue_many(kind="sign.not_joining", letters=letters, at=at, about=round_.version.agreement.reference)
