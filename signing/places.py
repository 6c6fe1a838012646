"""What signing adds to an agreement's own pages: its tabs, and the button for what the person should do next."""

from typing import TYPE_CHECKING

from django.utils import timezone

from agreements import policies as agreements
from agreements.choices import WRITING, Status
from agreements.models import Agreement
from agreements.places import Place
from signing.models import Request

if TYPE_CHECKING:
    from accounts.models import User


def _is_asked(agreement: Agreement, person: "User") -> bool:
    if agreement.status != Status.SIGNING:
        return False
    return (
        Request.objects.waiting_for(person, timezone.localdate()).filter(round__version__agreement=agreement).exists()
    )


def _may_ask(agreement: Agreement, person: "User") -> bool:
    return bool(agreements.can_ask_for_signatures(person, agreement))


def _has_round(agreement: Agreement, person: "User") -> bool:
    return agreement.status not in WRITING and agreement.status != Status.AGREED


PLACES = (
    Place("Sign", "signing:landing", _is_asked, lambda agreement, person: "Sign this agreement"),
    Place("Send for signature", "signing:ask", _may_ask, lambda agreement, person: "Send for signature"),
    Place("Signatures", "signing:progress", _has_round),
)
