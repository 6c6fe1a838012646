"""Which reviews of agreements that apply wait for one person. Reads only."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts import access
from accounts.roles import OrgPermission
from agreements.models import Agreement, Departure, Party
from reviews.models import Answer, Plan, Review

if TYPE_CHECKING:
    from accounts.models import User

AHEAD = dt.timedelta(days=30)
MOST = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """One review that is open, or due soon, of an agreement that the person answers in or leads."""

    agreement: Agreement
    number: int
    due_on: dt.date | None
    to_answer: bool
    """A party for which the person answers has not."""
    to_conclude: bool
    """The person drafts for the lead, and every party has answered."""


def waiting_for(person: "User", on: dt.date) -> list[Waiting]:
    """The most urgent first. Six queries, whatever the number of agreements and parties."""
    answering, leading = (access.organisation_ids(person, one) for one in (OrgPermission.REVIEW, OrgPermission.DRAFT))
    parties = Party.objects.filter(agreement=OuterRef("agreement"), organisation__in=answering)
    open_ = Review.objects.open().filter(agreement=OuterRef("agreement"))
    soon = Q(review_on=None) | Q(review_on__lte=on + AHEAD) | Exists(open_)
    plans = Plan.objects.of_live_agreements().filter(soon, Exists(parties) | Q(agreement__lead__in=leading))
    found = list(plans.select_related("agreement").order_by("review_on", "pk")[:MOST])
    answered = answered_in(plan.agreement_id for plan in found)
    there = parties_of(plan.agreement_id for plan in found)
    rows = []
    for plan in found:
        silent = there.get(plan.agreement_id, set()) - answered.get(plan.agreement_id, set())
        to_conclude = not silent and plan.agreement.lead_id in leading
        row = Waiting(plan.agreement, plan.number, plan.review_on, bool(silent & set(answering)), to_conclude)
        if row.to_answer or plan.agreement.lead_id in leading:
            rows.append(row)
    return rows


def parties_of(agreements: Iterable[int]) -> dict[int, set[int]]:
    """By agreement, its organisations that have not left it."""
    left = Departure.objects.filter(
        agreement=OuterRef("agreement"), organisation=OuterRef("organisation"), left_at__isnull=False
    )
    rows = Party.objects.filter(agreement__in=list(agreements)).exclude(Exists(left)).order_by()
    return _sets(rows.values_list("agreement_id", "organisation_id"))


def answered_in(agreements: Iterable[int]) -> dict[int, set[int]]:
    """By agreement, the organisations that have answered in the review that is open."""
    rows = Answer.objects.filter(review__agreement__in=list(agreements), review__concluded_at=None).order_by()
    return _sets(rows.values_list("review__agreement_id", "organisation_id"))


def _sets(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found
