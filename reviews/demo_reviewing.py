"""A review in the demonstration: half of the parties have answered, and one of them asks for a change."""

import datetime as dt
from typing import TYPE_CHECKING

from agreements.models import Agreement
from reviews import askable, reviewing, services
from reviews.models import Review
from reviews.services.reviewing import Remark, Said

if TYPE_CHECKING:
    from accounts.models import User

_MINUTE = dt.timedelta(minutes=1)
_WHY = "Sharing began five months ago. Tell us whether the agreement still says what you do."
_NOTE = "The last extract was not needed: quarterly is enough."
_CHANGE = "We keep the data for two years now, not for three."


def lay(*, agreement: Agreement, by: "User", at: dt.datetime) -> Review:
    """Start it for the lead; then every other party with a reviewer answers, the first of them with a change.

    The agreement is in force, and `by` drafts for its lead.
    """
    review = services.reviewing.start(agreement=agreement, reason=_WHY, by=by, at=at)
    parties = reviewing.parties(agreement)
    there = askable.reviewers([one.pk for one in parties])
    for number, organisation in enumerate([one for one in parties if one.pk in there][::2]):
        services.reviewing.answer(
            agreement=agreement,
            organisation=organisation,
            said=_said(review) if number == 0 else Said(),
            by=there[organisation.pk][0],
            at=at + (number + 1) * _MINUTE,
        )
    return review


def _said(review: Review) -> Said:
    """A change in what it says of retention, and a word on the benefits."""
    sections = [one for one in reviewing.subjects(review.version) if one.is_section]
    section = next((one for one in sections if "retention" in one.title.lower()), sections[-1])
    return Said((Remark("benefits", False, _NOTE), Remark(section.code, True, _CHANGE)))
