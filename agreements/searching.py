"""Finding agreements: the words they are found by, and the list that somebody asked for."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, IntegerField, Value, When

from accounts import access
from accounts.roles import OrgPermission
from agreements import listed
from agreements.choices import CLOSED, COMPLETE, Status
from agreements.models import Agreement
from agreements.querysets import AgreementQuerySet
from dsaformat.document import AgreementDocument
from foundation import text

if TYPE_CHECKING:
    from accounts.models import User

SPECIAL_CATEGORY = ("sc_", "cat_special_category", "art9_")
CRIMINAL_OFFENCE = ("cat_criminal_offence", "art10_", "sch1_p3_")
"""How the codes begin that an agreement about such data names."""

_DAYS = {"due30": 30, "due90": 90}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which agreements, in which order. Empty means: no matter."""

    q: str = ""
    state: str = ""
    kind: str = ""
    role: str = ""
    signing: str = ""
    review: str = ""
    lead: str = ""
    party: str = ""
    code: str = ""
    special: bool = False
    criminal: bool = False
    sort: str = ""


def search_text(document: AgreementDocument) -> str:
    """What the text itself is found by; names that its parties take later are asked of the directory."""
    identity = document.identity
    bodies = (party.organisation for party in document.parties)
    names = (f"{body.name} {body.short_name}" for body in bodies)
    words = (identity.title, identity.public_title, identity.reference or "", *identity.other_references, *names)
    return "\n".join(filter(None, map(text.skeleton, words)))


def find(*, person: "User", wanted: Wanted, on: dt.date) -> AgreementQuerySet:
    """Of what the person may see, what they asked for; with `due_on`."""
    found = Agreement.objects.visible_to(person).found_by(wanted.q).annotate(due_on=listed.review_day())
    if wanted.state:
        found = found.filter(status=wanted.state)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    found = _by_place(found, person, wanted)
    found = _by_review(found, wanted.review, on)
    found = _by_law(found, wanted)
    return _ordered(found, wanted.sort).select_related("lead").defer("search_text")


def _by_place(found: AgreementQuerySet, person: "User", wanted: Wanted) -> AgreementQuerySet:
    ours = access.organisation_ids(person, OrgPermission.VIEW_AGREEMENTS)
    if wanted.role:
        found = found.led_by(ours) if wanted.role == "lead" else found.joined_by(ours)
    if wanted.lead:
        found = found.with_lead_named(wanted.lead)
    if wanted.party:
        found = found.with_party_named(wanted.party)
    if wanted.signing:
        waiting = listed.waiting_for_signature(person)
        found = found.none() if waiting is None else found.filter(pk__in=waiting)
    return found


def _by_review(found: AgreementQuerySet, review: str, on: dt.date) -> AgreementQuerySet:
    if review == "none":
        return found.filter(due_on=None).exclude(status__in=CLOSED)
    if review:
        found = found.filter(status__in=COMPLETE)
    if review == "overdue":
        return found.filter(due_on__lt=on)
    if review in _DAYS:
        return found.filter(due_on__range=(on, on + dt.timedelta(days=_DAYS[review])))
    return found


def _by_law(found: AgreementQuerySet, wanted: Wanted) -> AgreementQuerySet:
    if wanted.special:
        found = found.naming_codes_like(SPECIAL_CATEGORY)
    if wanted.criminal:
        found = found.naming_codes_like(CRIMINAL_OFFENCE)
    return found.relying_on(wanted.code) if wanted.code else found


def _ordered(found: AgreementQuerySet, sort: str) -> AgreementQuerySet:
    """By the column, then newest first; what has no value comes last, and no two ever share a place."""
    column = _COLUMNS.get(sort.removeprefix("-"))
    if column is None:
        return found.order_by("-status_at", "-pk")
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return found.order_by(order, "-status_at", "-pk")


_COLUMNS: dict[str, Any] = {
    "title": F("search_text"),
    "lead": F("lead__search_text"),
    "review": F("due_on"),
    "state": Case(
        *(When(status=status, then=Value(place)) for place, status in enumerate(Status)), output_field=IntegerField()
    ),
}
SORTS = frozenset({*_COLUMNS, *(f"-{name}" for name in _COLUMNS)})
