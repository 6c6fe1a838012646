"""Holding a request: the agreement first, then the row, as every act on it does."""

from signing.models import Request
from signing.services import rounds


def hold(request: Request) -> Request:
    """The request as it is now; nobody else changes it, or anything of its agreement, until the transaction ends."""
    rounds.locked(request.round.version.agreement)
    found: Request = (
        Request.objects.select_for_update(of=("self",))
        .select_related("round__version__agreement__lead", "organisation", "signatory", "passed_from", "live")
        .get(pk=request.pk)
    )
    return found
