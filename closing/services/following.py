"""What a body that ended still had to account for passes to whoever follows it."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q

from agreements.models import Agreement
from closing.models import Countdown, Deadline, Disposal
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


def holds(agreements: Collection[Agreement], organisation: Organisation) -> dict[int, str]:
    """Nothing: data waits for nobody, and whoever has it now accounts for it."""
    return {}


def moved(
    *, agreement: Agreement, before: Organisation, after: Organisation | None, by: "User | None", at: dt.datetime
) -> None:
    """The caller holds the agreement's lock. What is answered already stays the answer of the body that gave it."""
    if after is None:
        return
    if not Disposal.objects.filter(agreement=agreement, organisation=after).exists():
        for asked in Disposal.objects.filter(agreement=agreement, organisation=before, confirmed_at=None):
            asked.organisation = after
            asked.save(update_fields=["organisation"])
    for counted in Countdown.objects.filter(agreement=agreement, organisation=before, closed_at=None):
        counted.organisation = after
        counted._history_user = by  # type: ignore[attr-defined]  # both are kept in the row's history
        counted._change_reason = f"Passed on from {before.legal_name}"[:100]  # type: ignore[attr-defined]
        counted.save(update_fields=["organisation"])
    theirs = Q(agreement=agreement, organisation=after)
    taken = set(Deadline.objects.filter(theirs).values_list("kind", "key"))
    for day in Deadline.objects.filter(agreement=agreement, organisation=before, settled_at=None):
        if (day.kind, day.key) not in taken:
            day.organisation = after
            day.save(update_fields=["organisation"])
