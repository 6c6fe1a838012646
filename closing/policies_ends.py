"""Whether a day is one on which a party can leave, or sharing can be paused, beside what the agreement's floor asks."""

import datetime as dt
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from agreements import policies_changes as rules
from agreements.models import Agreement
from agreements.policies import drafts_for
from foundation.verdicts import Verdict
from parties.models import Organisation
from reviews import policies_reviewing
from reviews.models import Review
from reviews.reviewing import Turn

if TYPE_CHECKING:
    from accounts.models import User


def voices(person: "User", agreement: Agreement) -> list[Organisation]:
    """The parties for which the person may give notice, in the agreement's order; the lead cannot leave."""
    ids = access.organisation_ids(person, OrgPermission.DRAFT) | access.organisation_ids(person, OrgPermission.SIGN)
    if not ids:
        return []
    rows = agreement.parties.filter(organisation__in=ids).exclude(organisation=agreement.lead_id)
    return [row.organisation for row in rows.select_related("organisation").order_by("position")]


def may_leave(person: "User", agreement: Agreement, own: list[Organisation]) -> Verdict:
    """Whether somebody for whom the person acts could give notice now; the first reason if not."""
    if not own:
        return Verdict.no(_not_yours(person, agreement))
    verdicts = [rules.can_give_notice(person, agreement, one) for one in own]
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def _not_yours(person: "User", agreement: Agreement) -> str:
    if drafts_for(person, agreement.lead):
        return f"{agreement.lead.name} leads this agreement, so it cannot leave it. It can end it."
    return "Only information governance officers and signatories of a party can give notice for it."


def is_day_to_leave(agreement: Agreement, leaves_on: dt.date, today: dt.date, last: dt.date | None) -> Verdict:
    """`last` is the first day on which the agreement does not apply, when that is known."""
    return rules.is_day_to_leave(agreement, leaves_on, today) & Verdict.unless(
        last is None or leaves_on < last, "The agreement itself ends by then, so nobody has to leave it."
    )


def is_day_to_pause(agreement: Agreement, from_on: dt.date, today: dt.date, last: dt.date | None) -> Verdict:
    return Verdict.unless(
        today <= from_on <= today + dt.timedelta(days=366), "The day must be today or later, and within a year."
    ) & Verdict.unless(
        last is None or from_on < last, "The agreement itself ends by then, so there is nothing to pause."
    )


def can_start_review(person: "User", agreement: Agreement) -> Verdict:
    """What the page of the review says itself, for a list of everything that can be done."""
    review = Review.objects.filter(agreement=agreement, concluded_at=None).first()
    verdict: Verdict = policies_reviewing.can_start(person, agreement, Turn(agreement, 1, None, review))
    return verdict
