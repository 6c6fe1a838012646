"""Who is told what about a mandate. Written in the transaction of the act itself."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from notices import services as notices
from parties.authority_rules import Answer
from parties.models import Mandate, MandateAnswer, Membership, Organisation


def proposed(*, mandate: Mandate, bodies: Iterable[Organisation], at: dt.datetime) -> None:
    """Each body's administrators are asked; the person named learns of it."""
    asked = list(bodies)
    facts = _facts(mandate) | {
        "proposer": str(mandate.recorded_by),
        "purpose": mandate.purpose,
        "asked": len(asked),
        "is_holder": False,
    }
    letters = []
    for body, administrator in _administrators(asked):
        path = reverse("parties:mandate_answer", args=[mandate.reference, body.slug])
        asking = facts | {"body": body.legal_name, "link": path}
        letters.append(_letter("mandate.proposed", mandate, administrator, f"{body.pk}", asking, body))
    if mandate.person != mandate.recorded_by:
        naming = facts | {"body": "", "link": mandate.get_absolute_url(), "is_holder": True}
        letters.append(_letter("mandate.proposed", mandate, mandate.person, "holder", naming, mandate.organisation))
    notices.queue_many(kind="mandate.proposed", letters=letters, at=at, about=mandate.reference)


def answered(*, mandate: Mandate, said: MandateAnswer, at: dt.datetime) -> None:
    """Whoever proposed it and the person named learn what a body said."""
    kind = "mandate.confirmed" if said.answer == Answer.CONFIRMED else "mandate.declined"
    facts = _facts(mandate) | {
        "body": said.body.organisation.legal_name,
        "by": str(said.by),
        "reason": said.reason,
        "withdrawn": said.answer == Answer.WITHDRAWN,
        "link": mandate.get_absolute_url(),
    }
    told = {person.pk: person for person in (mandate.recorded_by, mandate.person) if person != said.by}
    letters = [_letter(kind, mandate, person, f"{said.pk}", facts, mandate.organisation) for person in told.values()]
    notices.queue_many(kind=kind, letters=letters, at=at, about=mandate.reference)


def ended(*, mandate: Mandate, by: User, at: dt.datetime) -> None:
    """Everybody it concerned: the person named, its own administrators and those of every body asked."""
    bodies = list(Organisation.objects.filter(mandates_asked__mandate=mandate))
    told = {mandate.person.pk: (mandate.organisation, mandate.person)}
    for body, administrator in _administrators([*bodies, mandate.organisation]):
        told.setdefault(administrator.pk, (body, administrator))
    facts = _facts(mandate) | {"by": str(by), "reason": mandate.end_reason, "link": mandate.get_absolute_url()}
    letters = [
        _letter("mandate.ended", mandate, person, "", facts, organisation)
        for pk, (organisation, person) in told.items()
        if pk != by.pk
    ]
    notices.queue_many(kind="mandate.ended", letters=letters, at=at, about=mandate.reference)


def _facts(mandate: Mandate) -> dict[str, Any]:
    return {
        "reference": mandate.reference,
        "holder": str(mandate.person),
        "office": mandate.office,
        "organisation": mandate.organisation.legal_name,
        "starts_on": mandate.starts_on,
        "ends_on": mandate.ends_on,
    }


def _administrators(organisations: Iterable[Organisation]) -> list[tuple[Organisation, User]]:
    places = (
        Membership.objects.active()
        .in_role(Role.ADMINISTRATOR)
        .filter(organisation__in=list(organisations))
        .select_related("organisation", "person")
        .order_by("organisation__legal_name", "person__full_name", "pk")
    )
    return [(place.organisation, place.person) for place in places]


def _letter(
    kind: str, mandate: Mandate, person: User, event: str, facts: dict[str, Any], organisation: Organisation
) -> notices.Letter:
    return notices.Letter(
        recipient=person,
        dedupe_key=f"{kind}:{mandate.reference}:{event}:{person.pk}",
        context=facts,
        organisation=organisation,
    )
