"""What signing tells the list of agreements: how far each is signed, and which wait for somebody."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from accounts import access
from accounts.roles import OrgPermission
from agreements import listed
from signing.choices import RequestState, RoundState
from signing.models import Request

if TYPE_CHECKING:
    from accounts.models import User


def counts(keys: Collection[int]) -> dict[int, tuple[int, int]]:
    """Signed and asked in each agreement's newest round that was not withdrawn. One query."""
    rows = (
        Request.objects.filter(round__version__agreement__in=keys)
        .exclude(round__state=RoundState.WITHDRAWN)
        .values("round__version__agreement", "round", "round__opened_at")
        .annotate(signed=Count("pk", filter=Q(state=RequestState.SIGNED)), asked=Count("pk"))
        .order_by("round__opened_at", "round")
    )
    return {row["round__version__agreement"]: (row["signed"], row["asked"]) for row in rows}


def waiting(person: "User") -> QuerySet[Any]:
    """Keys of the agreements that the person, or an organisation of theirs, has been asked to sign and has not."""
    ours = access.organisation_ids(person, OrgPermission.VIEW_AGREEMENTS)
    mine = Request.objects.waiting().filter(Q(organisation__in=ours) | Q(signatory=person))
    return mine.order_by().values("round__version__agreement")


SIGNING = listed.Signing(counts=counts, waiting=waiting)
