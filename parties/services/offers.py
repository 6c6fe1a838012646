"""Open offers of a place, and what becomes of them when whoever made them goes."""

import datetime as dt

from accounts.models import Invitation, User
from accounts.services import invitations as accounts
from parties.models import MembershipOffer, Organisation


def withdraw_made_by(*, person: User, organisation: Organisation, by: User, at: dt.datetime) -> int:
    """Take back what the person offered there and nobody has accepted.

    For this floor's services, which have asked a policy first and hold the organisation.
    """
    made = MembershipOffer.objects.open_at(at).filter(organisation=organisation, invitation__invited_by=person)
    waiting = list(Invitation.objects.filter(pk__in=made.values("invitation")).order_by("pk"))
    for invitation in waiting:
        accounts.withdraw(invitation=invitation, by=by, at=at)
    return len(waiting)
