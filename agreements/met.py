"""Agreements that the sweeps have not met as they stand now: what is planned of a day follows the day that they name.

An agreement carries what was planned of it. So the few that differ are found in one table, through an index that holds
nothing else. The upper floors that plan write these columns, each in the transaction of its plan.
"""

from django.db.models import F, Q

from agreements.choices import COMPLETE, Status

REVIEW = ("is_review_met", "review_met_on")
END = ("end_met_on",)

_REVIEWED = Q(status__in=sorted({Status.IN_FORCE, Status.UNDER_REVIEW}))
_COMPLETE = Q(status__in=sorted(COMPLETE))

REVIEW_UNMET = _REVIEWED & (
    Q(is_review_met=False)
    | Q(review_on__isnull=False, review_met_on=None)
    | Q(review_on__lt=F("review_met_on"))
    | Q(review_on__gt=F("review_met_on"))
)
"""It applies, and its next review is not planned, or for another day."""

END_UNMET = (
    _COMPLETE
    & (
        Q(ends_on__isnull=False, end_met_on=None)
        | Q(ends_on__lt=F("end_met_on"))
        | Q(ends_on__gt=F("end_met_on"))
        | Q(ends_on=None, end_met_on__isnull=False)
    )
) | (~_COMPLETE & Q(end_met_on__isnull=False))
"""What is kept of its last day is not what its text says; an end that somebody decided is for others to compare."""

STARTING = Q(status=Status.SIGNED)
