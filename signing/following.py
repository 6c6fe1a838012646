"""What signing says when an organisation's place in an agreement passes to another."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from agreements.models import Agreement
from parties.models import Organisation
from signing.choices import RoundKind, RoundState
from signing.models import Request

if TYPE_CHECKING:
    from accounts.models import User


def holds(agreements: Collection[Agreement], organisation: Organisation) -> dict[int, str]:
    """Where it is asked to join: its signature would bind a body that is no more."""
    asked = Request.objects.filter(
        round__version__agreement__in=agreements,
        round__kind=RoundKind.JOINING,
        round__state=RoundState.OPEN,
        organisation=organisation,
    )
    why = "It is asked to join this agreement. Wait for its signature, or call the request off."
    return dict.fromkeys(asked.values_list("round__version__agreement", flat=True), why)


def moved(
    *, agreement: Agreement, before: Organisation, after: Organisation | None, by: "User | None", at: dt.datetime
) -> None:
    """Nothing: what was signed stays as it was signed, with the name that it was signed under."""
