"""Which agreements cannot pass on yet, for those who can do something about it. Reads only."""

from typing import TYPE_CHECKING

from django.db.models import F, Q

from accounts import access
from accounts.roles import OrgPermission
from agreements.models.succession import HandoverItem
from agreements.succession import Passing

if TYPE_CHECKING:
    from accounts.models import User

MOST = 30


def waiting_for(person: "User") -> list[HandoverItem]:
    """Whoever proposed it; whoever drafts for the lead, or manages the people of whoever follows a lead that ended."""
    drafting, managing = (
        access.organisation_ids(person, one) for one in (OrgPermission.DRAFT, OrgPermission.MANAGE_PEOPLE)
    )
    itself = Q(agreement__lead=F("handover__organisation"))
    concerned = Q(handover__proposed_by=person) | Q(~itself, agreement__lead__in=drafting)
    rows = HandoverItem.objects.filter(
        concerned | Q(itself, heir__in=managing), state=Passing.FAILED, handover__finished_at=None
    )
    return list(rows.select_related("agreement", "handover__organisation").order_by("tried_at", "pk")[:MOST])
