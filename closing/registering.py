"""What leaving, ending and getting rid of data add to pages, to calendars, and to what can be checked."""

from agreements import changing, followers, signers
from closing import days, places_disposal, places_ends
from closing.services import carrying, end_days, following
from signing import again, genuineness


def register() -> None:
    places_ends.register()
    places_disposal.register()
    days.register()
    end_days.register()
    followers.add(followers.Follower("closing", holds=following.holds, moved=following.moved))
    changing.register_replaced(carrying.replaced)
    signers.register(again.signers)
    genuineness.register_papers(_certificate)


def _certificate(sha256: str) -> str:
    from closing.models import Certificate

    found = Certificate.objects.filter(sha256=sha256).select_related("agreement").first()
    return f"certificate of disposal {found.number} of {found.agreement.reference}" if found else ""
