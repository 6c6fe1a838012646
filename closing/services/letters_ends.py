"""The messages about leaving, pausing and ending, written in the transaction of their cause."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements.models import Agreement, Departure, Ending, Suspension
from closing import querysets_ends
from dsaformat.document import AgreementDocument
from notices import services as notices
from notices.services import Letter, Quoted
from parties.models import Membership

if TYPE_CHECKING:
    from accounts.models import User

    Person = User | None

TELL = frozenset({Role.IG_OFFICER, Role.REVIEWER, Role.SIGNATORY})
"""Whom of each party it concerns when somebody leaves, or sharing stops."""


def notice_given(*, departure: Departure, document: AgreementDocument, by: "Person", at: dt.datetime) -> None:
    facts = _of_departure(departure) | {"reason": Quoted(departure.reason), "notice": document.term.notice_to_leave}
    _tell("leave.notice", departure.agreement, facts, key=_stamp(departure.pk, departure.given_at), by=by, at=at)


def notice_taken_back(*, departure: Departure, by: "Person", at: dt.datetime) -> None:
    """What was said of it before and has not left yet stays here."""
    notices.cancel(dedupe_prefix=f"leave.notice:{_stamp(departure.pk, departure.given_at)}:", at=at)
    _tell("leave.taken_back", departure.agreement, _of_departure(departure), key=str(departure.pk), by=by, at=at)


def left(*, departure: Departure, document: AgreementDocument, at: dt.datetime) -> None:
    """Everybody, and those who left for the last time."""
    facts = _of_departure(departure) | {
        "leaving": Quoted(document.term.leaving) if document.term.leaving else "",
        "after_end": Quoted(document.term.after_end) if document.term.after_end else "",
    }
    own = frozenset({departure.organisation_id})
    _tell("leave.left", departure.agreement, facts, key=str(departure.pk), by=None, at=at, also=own)


def paused(*, suspension: Suspension, by: "Person", at: dt.datetime) -> None:
    facts = {
        "from_on": suspension.from_on,
        "reason": Quoted(suspension.reason),
        "now": suspension.from_on <= timezone.localdate(at),
    }
    _tell("pause.started", suspension.agreement, facts, key=str(suspension.pk), by=by, at=at)


def lifted(*, suspension: Suspension, by: "Person", at: dt.datetime) -> None:
    notices.cancel(dedupe_prefix=f"pause.started:{suspension.pk}:", at=at)
    facts = {"reason": Quoted(suspension.lifted_because)}
    _tell("pause.lifted", suspension.agreement, facts, key=str(suspension.pk), by=by, at=at)


def end_planned(*, ending: Ending, at: dt.datetime) -> None:
    """Everybody but whoever decided it. Of an end that has come, reviewers hear when they are asked about the data."""
    facts = {"on": ending.on, "reason": Quoted(ending.reason), "confirm_by": ending.confirm_by_on}
    facts |= {"over": ending.ended_at is not None, "by_review": ending.how == "review"}
    roles = TELL - {Role.REVIEWER} if ending.ended_at else TELL
    key = _stamp(ending.agreement.reference, ending.decided_at)
    _tell("end.planned", ending.agreement, facts, key=key, by=ending.decided_by, at=at, roles=roles)


def end_called_off(*, agreement: Agreement, on: dt.date, reason: str, by: "Person", at: dt.datetime) -> None:
    notices.cancel(dedupe_prefix=f"end.planned:{agreement.reference}:", at=at)
    facts = {"on": on, "reason": Quoted(reason), "ends_on": agreement.ends_on}
    _tell("end.called_off", agreement, facts, key=_stamp(agreement.reference, at), by=by, at=at)


def parent_gone(*, parent: Agreement, annexes: Iterable[Agreement], newer: Agreement | None, at: dt.datetime) -> int:
    """Those who draft for the lead of each agreement that hangs under it. Answers how many messages were written."""
    letters = []
    for annex in annexes:
        facts = _about(annex) | {
            "above": parent.title,
            "above_reference": parent.reference,
            "newer": newer.reference if newer else "",
            "link": annex.get_absolute_url(),
        }
        key = f"end.parent:{parent.reference}:{annex.reference}"
        letters += _letters(key, facts, _people({annex.lead_id}, {Role.IG_OFFICER}, None))
    if letters:
        notices.queue_many(kind="end.parent", letters=letters, at=at, about=parent.reference)
    return len(letters)


def _of_departure(departure: Departure) -> dict[str, Any]:
    reference = departure.agreement.reference
    return {
        "organisation": departure.organisation.legal_name,
        "leaves_on": departure.leaves_on,
        "link": reverse("closing:leave", args=[reference]),
        "manage_link": reverse("closing:manage", args=[reference]),
        "leaver": departure.organisation_id,
    }


def _tell(
    kind: str,
    agreement: Agreement,
    facts: Mapping[str, Any],
    *,
    key: str,
    by: "Person",
    at: dt.datetime,
    roles: Collection[Role] = TELL,
    also: frozenset[int] = frozenset(),
) -> None:
    """Everybody in the agreement whom it concerns, but whoever did it, and nobody who has left it."""
    gone = querysets_ends.gone(agreement) - also
    parties = set(agreement.parties.exclude(organisation__in=gone).values_list("organisation_id", flat=True))
    shared = {"link": agreement.get_absolute_url()} | _about(agreement) | dict(facts)
    people = _people(parties, roles, by)
    letters = _letters(f"{kind}:{key}", shared, people, lead=agreement.lead_id)
    if letters:
        notices.queue_many(kind=kind, letters=letters, at=at, about=agreement.reference)


def _people(organisations: Collection[int], roles: Collection[Role], besides: "Person") -> list[Membership]:
    """Each person once, however many roles and parties they have. One query."""
    places = Membership.objects.active().filter(organisation__in=organisations, roles__role__in=sorted(roles))
    found: dict[int, Membership] = {}
    for place in places.select_related("person").order_by("pk"):
        if place.person.is_active and (besides is None or place.person_id != besides.pk):
            found.setdefault(place.person_id, place)
    return list(found.values())


def _letters(key: str, facts: Mapping[str, Any], people: Iterable[Membership], lead: int | None = None) -> list[Letter]:
    return [
        Letter(
            recipient=place.person,
            dedupe_key=f"{key}:{place.person_id}",
            context={
                **facts,
                "is_lead": place.organisation_id == lead,
                "is_leaver": place.organisation_id == facts.get("leaver"),
            },
            organisation=place.organisation_id,
        )
        for place in people
    ]


def _about(agreement: Agreement) -> dict[str, Any]:
    return {
        "title": agreement.public_title or agreement.reference,
        "full_title": agreement.title,
        "reference": agreement.reference,
        "lead": agreement.lead.name,
    }


def _stamp(name: object, at: dt.datetime) -> str:
    return f"{name}:{at:%Y%m%dT%H%M%S%f}"
