"""What signing tells the list of agreements: how far each is signed, and which wait for somebody."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from accounts import access
from accounts.roles import OrgPermission
from agreements import known, listed
from agreements.models import Agreement
from signing import again, policies
from signing.choices import OUTSTANDING, RequestState, RoundKind, RoundState
from signing.models import Request, Round

if TYPE_CHECKING:
    from accounts.models import User


def counts(keys: Collection[int]) -> dict[int, tuple[int, int]]:
    """Signed and asked in each agreement's newest round that was not broken off. One query."""
    rows = (
        Request.objects.filter(round__version__agreement__in=keys, round__kind=RoundKind.WHOLE)
        .filter(round__state__in=[RoundState.OPEN, RoundState.COMPLETE])
        .values("round__version__agreement", "round", "round__opened_at")
        .annotate(
            signed=Count("pk", filter=Q(state=RequestState.SIGNED)),
            asked=Count("pk", filter=~Q(state=RequestState.REMOVED)),
        )
        .order_by("round__opened_at", "round")
    )
    return {row["round__version__agreement"]: (row["signed"], row["asked"]) for row in rows}


def waiting(person: "User") -> QuerySet[Any]:
    """Keys of the agreements that the person, or an organisation of theirs, has been asked to sign and has not."""
    ours = access.organisation_ids(person, OrgPermission.VIEW_AGREEMENTS)
    waiting_ = Request.objects.waiting()
    named = waiting_.put_to(person).order_by().values("pk")
    mine = waiting_.filter(Q(organisation__in=ours) | Q(pk__in=named))
    return mine.order_by().values("round__version__agreement")


SIGNING = listed.Signing(counts=counts, waiting=waiting)


def signatures(agreement: Agreement, on: dt.date) -> known.Signatures | None:
    """How far the newest round is signed, and who is asked without authority on that day."""
    rounds = Round.objects.filter(version__agreement=agreement, kind=RoundKind.WHOLE)
    round_ = rounds.filter(state__in=[RoundState.OPEN, RoundState.COMPLETE]).order_by("-opened_at", "-pk").first()
    if round_ is None:
        return None
    rows = list(round_.requests.exclude(state=RequestState.REMOVED).select_related("organisation"))
    asked = [row for row in rows if row.state in OUTSTANDING and row.signatory_id]
    able = policies.eligible(round_.version, {row.party_key: row.organisation for row in asked}, on)
    unconfirmed = [
        row.party_key
        for row in asked
        if row.signatory_id not in {capacity.person_id for capacity in able.get(row.party_key, [])}
    ]
    missing = {row.party_key for row in rows if row.state != RequestState.SIGNED}
    signed = again.bound_before(round_.version) | frozenset(row.party_key for row in rows)
    return known.Signatures(signed - missing, tuple(unconfirmed))
