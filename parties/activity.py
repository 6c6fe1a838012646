"""Who did what in one organisation: its histories, register and invitations, read as one list, newest first."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value

from accounts.roles import Role
from parties import activity_words as words
from parties.models import (
    Assurance,
    Authority,
    Contact,
    Delegation,
    Mandate,
    Membership,
    MembershipOffer,
    MembershipRole,
    Organisation,
    OrganisationSettings,
    Succession,
)


@dataclass(frozen=True, slots=True)
class Entry:
    at: dt.datetime
    by: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    model: Any
    where: Callable[[Organisation], dict[str, Any]]
    related: tuple[str, ...]
    describe: Callable[[Any, Any], tuple[str, str]]


_SOURCES = {
    source.name: source
    for source in (
        _Source("1", Organisation.history.model, lambda o: {"id": o.pk}, (), words.organisation),
        _Source("2", Contact.history.model, lambda o: {"organisation_id": o.pk}, (), words.contact),
        _Source("3", Membership.history.model, lambda o: {"organisation_id": o.pk}, ("person",), words.membership),
        _Source(
            "4",
            MembershipRole.history.model,
            lambda o: {"membership__organisation_id": o.pk},
            ("membership__person",),
            words.role,
        ),
        _Source("5", Assurance.history.model, lambda o: {"organisation_id": o.pk}, (), words.assurance),
        _Source(
            "6",
            Succession.history.model,
            lambda o: {"predecessor_id": o.pk},
            ("predecessor", "successor"),
            words.succession,
        ),
        _Source("8", Authority.history.model, lambda o: {"organisation_id": o.pk}, ("person",), words.authority),
        _Source(
            "9", Delegation.history.model, lambda o: {"authority__organisation_id": o.pk}, ("person",), words.delegation
        ),
        _Source("a", Mandate.history.model, lambda o: {"organisation_id": o.pk}, ("person",), words.mandate),
        _Source("b", OrganisationSettings.history.model, lambda o: {"organisation_id": o.pk}, (), words.settings),
    )
}
_OFFER = "7"


def keys(organisation: Organisation) -> QuerySet[Any]:
    """When, where and which: light enough to count and to page."""
    parts = [
        source.model.objects.filter(**source.where(organisation))
        .order_by()
        .values(at=F("history_date"), source=Value(name, CharField()), key=F("history_id"))
        for name, source in _SOURCES.items()
    ]
    offers = (
        MembershipOffer.objects.filter(organisation=organisation)
        .order_by()
        .values(at=F("invitation__invited_at"), source=Value(_OFFER, CharField()), key=F("pk"))
    )
    found: QuerySet[Any] = parts[0].union(*parts[1:], offers, all=True)
    return found.order_by("-at", "-source", "-key")


def entries(found: Sequence[dict[str, Any]]) -> list[Entry]:
    """The entries behind some keys, in their order; at most two queries for each kind of record."""
    by_source: dict[str, list[int]] = {}
    for key in found:
        by_source.setdefault(key["source"], []).append(key["key"])
    made: dict[tuple[str, int], Entry] = {}
    for name, ids in by_source.items():
        load = _offers if name == _OFFER else _records
        made |= {(name, key): entry for key, entry in load(name, ids)}
    return [made[(key["source"], key["key"])] for key in found]


def _records(name: str, ids: list[int]) -> Iterable[tuple[int, Entry]]:
    source = _SOURCES[name]
    earlier = source.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    rows = (
        source.model.objects.filter(history_id__in=ids)
        .select_related("history_user", *source.related)
        .annotate(before=Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
    )
    rows = list(rows)
    before = source.model.objects.in_bulk([row.before for row in rows if row.before and row.history_type == "~"])
    for row in rows:
        title, text = source.describe(row, before.get(row.before))
        yield row.history_id, Entry(row.history_date, _name(row.history_user), title, text)


def _offers(name: str, ids: list[int]) -> Iterable[tuple[int, Entry]]:
    for offer in MembershipOffer.objects.filter(pk__in=ids).select_related("invitation__invited_by"):
        invitation = offer.invitation
        who = f"{invitation.full_name} ({invitation.email})" if invitation.full_name else invitation.email
        title = f"{'Reminded' if offer.is_reminder else 'Invited'} {who}"
        labels = ", ".join(role.label for role in Role if role.value in offer.roles)
        yield offer.pk, Entry(invitation.invited_at, _name(invitation.invited_by), title, labels)


def _name(person: Any) -> str:
    return str(person) if person else "The portal"
