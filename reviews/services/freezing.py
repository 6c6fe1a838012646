"""What a review has to do with the freezing of the text."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from agreements.choices import Status
from agreements.models import Agreement, Version
from reviews import board
from reviews.choices import Ending
from reviews.models import Approval, Circulation
from reviews.services import rows

if TYPE_CHECKING:
    from accounts.models import User


def frozen(*, agreement: Agreement, version: Version, by: "User | None", at: dt.datetime) -> None:
    """Note how each party stood, and end the review. The caller holds the agreement's lock and has moved it."""
    circulation = Circulation.objects.filter(agreement=agreement, closed_at=None).first()
    if circulation is None:
        return
    now = board.of(circulation, agreement)
    Approval.objects.bulk_create(
        Approval(
            version=version,
            organisation=row.organisation,
            standing=row.standing,
            decision=row.decision,
            omission=row.omission,
        )
        for row in now.rows
        if row.is_party
    )
    circulation.version = version
    rows.close(circulation, Ending.FROZEN, by=by, at=at)


def close_left_open(*, at: dt.datetime) -> int:
    """End reviews of agreements that left review another way, such as by being withdrawn. Answers how many."""
    return sum(
        _close_left_open(row.agreement, at) for row in Circulation.objects.left_open().select_related("agreement")
    )


@transaction.atomic
def _close_left_open(agreement: Agreement, at: dt.datetime) -> bool:
    agreement, _ = rows.locked(agreement)
    circulation = (
        Circulation.objects.left_open().filter(agreement=agreement, agreement__status=Status.WITHDRAWN).first()
    )
    if circulation is not None:
        rows.close(circulation, Ending.WITHDRAWN, by=None, at=at)
    return circulation is not None
