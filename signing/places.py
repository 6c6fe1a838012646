"""What signing adds to an agreement's own pages: its tabs, and the button for what the person should do next."""

from typing import TYPE_CHECKING

from django.utils import timezone

from agreements import policies as agreements
from agreements.choices import WRITING, Status
from agreements.models import Agreement
from agreements.places import Place
from signing.models import Request, Round
from signing.policies import asking, joining
from signing.querysets import SIGNABLE

if TYPE_CHECKING:
    from accounts.models import User


def _is_asked(agreement: Agreement, person: "User") -> bool:
    if agreement.status not in SIGNABLE:
        return False
    here = Request.objects.filter(round__version__agreement=agreement)
    # By what right the person signs is asked of the few who were asked to sign: it takes four queries.
    return here.put_to(person).waiting().exists() and here.waiting_for(person, timezone.localdate()).exists()


def _may_clear(agreement: Agreement, person: "User") -> bool:
    if agreement.status not in SIGNABLE:
        return False
    return Request.objects.to_clear_by(person).filter(round__version__agreement=agreement).exists()


def _may_ask(agreement: Agreement, person: "User") -> bool:
    return agreement.status == Status.AGREED and bool(asking.can_ask(person, agreement))


def _has_round(agreement: Agreement, person: "User") -> bool:
    """Also after it was taken back or declined, when the text is agreed again."""
    if agreement.status in WRITING:
        return False
    return agreement.status != Status.AGREED or Round.objects.filter(version__agreement=agreement).exists()


def _may_be_joined(agreement: Agreement, person: "User") -> bool:
    return bool(agreements.can_create(person, agreement.lead)) and bool(joining.is_open(agreement))


PLACES = (
    Place("Sign", "signing:landing", _is_asked, lambda agreement, person: "Sign this agreement"),
    Place("Agree before it is signed", "signing:clear", _may_clear, lambda agreement, person: "Look at it first"),
    Place("Send for signature", "signing:ask", _may_ask, lambda agreement, person: "Send for signature"),
    Place("Signatures", "signing:progress", _has_round),
    Place("Evidence", "signing:proofs", _has_round),
    Place("Ask an organisation to join", "signing:join", _may_be_joined, navigates=False),
)
