"""Who may say what became of data and count how long it is kept, and why not."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission, Role
from agreements import changing
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement
from agreements.policies import drafts_for
from closing import countdown
from closing.models import Countdown, Disposal
from foundation.verdicts import Verdict
from parties.models import Membership, Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Person = User | AnonymousUser

MAY = (OrgPermission.REVIEW, OrgPermission.DRAFT)
_VOICES = (Role.REVIEWER, Role.IG_OFFICER, Role.ADMINISTRATOR)
AHEAD = dt.timedelta(days=366 * 10)
"""Nobody looks again at what is kept later than this; a later date is a slip."""
_KEEPS = frozenset({*COMPLETE, Status.SUPERSEDED, Status.ENDED})


def answers_for(person: "Person") -> frozenset[int]:
    """The organisations for whose data the person may speak."""
    return frozenset().union(*(access.organisation_ids(person, permission) for permission in MAY))


def speaks_for(person: "Person", organisation: Organisation) -> Verdict:
    return Verdict.unless(
        organisation.pk in answers_for(person),
        f"Only reviewers, data protection officers and information governance officers of {organisation.name} "
        "can do this.",
    )


def can_confirm(person: "Person", disposal: Disposal) -> Verdict:
    """Also what was confirmed before: a correction is another answer."""
    return speaks_for(person, disposal.organisation)


def can_record_instead(person: "Person", disposal: Disposal) -> Verdict:
    """The lead's officers, for a party that has nobody here who could answer: otherwise it would be asked for ever."""
    party = disposal.organisation
    return drafts_for(person, disposal.agreement.lead) & Verdict.unless(
        party.pk in without_voice([party.pk]), f"{party.name} has people here. They say what happened to its data."
    )


def without_voice(organisations: Collection[int]) -> frozenset[int]:
    """Those where nobody can answer, nor let somebody in who can. One query."""
    heard = Membership.objects.active().filter(
        organisation__in=organisations, person__is_active=True, roles__role__in=_VOICES
    )
    return frozenset(organisations) - set(heard.values_list("organisation", flat=True))


def is_day_done(done_on: dt.date, today: dt.date) -> Verdict:
    return Verdict.unless(
        countdown.EARLIEST <= done_on <= today, "The day on which it was done must be today or in the past."
    )


def is_day_to_look(review_on: dt.date, today: dt.date) -> Verdict:
    return Verdict.unless(
        today < review_on <= today + AHEAD, "The day to look again must be in the future, and within ten years."
    )


def can_count(person: "Person", agreement: Agreement, organisation: Organisation) -> Verdict:
    return (
        speaks_for(person, organisation)
        & Verdict.unless(
            Status(agreement.status) in _KEEPS, "Data is counted under an agreement that is signed, or was."
        )
        & Verdict.unless(
            agreement.parties.filter(organisation=organisation).exists(), f"{organisation.name} is not a party."
        )
        & _is_counted_here(agreement, organisation)
    )


def _is_counted_here(agreement: Agreement, organisation: Organisation) -> Verdict:
    """What was replaced is counted under only by those who are in nothing that came after it."""
    newer = changing.newest_edition(agreement)
    return Verdict.unless(
        newer.pk == agreement.pk or not newer.parties.filter(organisation=organisation).exists(),
        f"{newer.reference} has replaced this agreement. Count the data there.",
    )


def is_day_to_count_from(start: dt.date, today: dt.date) -> Verdict:
    return Verdict.unless(
        countdown.EARLIEST <= start <= today, "The day that it is counted from must be today or in the past."
    )


def can_close(person: "Person", row: Countdown) -> Verdict:
    return speaks_for(person, row.organisation) & Verdict.unless(
        row.closed_at is None, "Somebody has recorded what happened to this data."
    )


def can_look(person: "Person", row: Countdown) -> Verdict:
    return can_close(person, row) & Verdict.unless(
        row.look_on is not None, "The agreement does not say that this data is looked at again."
    )
