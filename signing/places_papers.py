"""What papers add to an agreement's own pages: recording what was signed elsewhere, and what was recorded."""

from typing import TYPE_CHECKING

from agreements import policies as agreements
from agreements.choices import COMPLETE
from agreements.models import Agreement
from agreements.places import Place
from signing.models import Elsewhere

if TYPE_CHECKING:
    from accounts.models import User


def _may_record(agreement: Agreement, person: "User") -> bool:
    return bool(agreements.can_record_signed_elsewhere(person, agreement))


def _is_recorded(agreement: Agreement, person: "User") -> bool:
    return agreement.status in COMPLETE and Elsewhere.objects.filter(version__agreement=agreement).exists()


PLACES = (
    Place("Record an agreement signed elsewhere", "signing:elsewhere_record", _may_record, navigates=False),
    Place("Signed outside this portal", "signing:elsewhere", _is_recorded, navigates=False),
)
