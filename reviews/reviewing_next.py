"""When an agreement is reviewed next: by its rule, and by what went before the text that applies. Reads only."""

import datetime as dt
from itertools import count
from typing import NamedTuple

from django.utils import timezone

from agreements.models import Agreement, Ending, Transition, Variation
from agreements.workflow import Verb
from dsaformat.parts import ReviewEvery, Term
from reviews import schedule
from reviews.choices import Conclusion
from reviews.models import Plan, Review
from reviews.reviewing import OPENS_BEFORE

AT_LATEST = 12
"""Months until an agreement is looked at again, when a change or an end was decided and no rule says a day."""


class Next(NamedTuple):
    number: int
    on: dt.date | None


def first(agreement: Agreement, at: dt.datetime) -> Next:
    """The first review of an agreement for which none is planned yet.

    A text that replaced another goes on counting where the other stopped. Was it made because of a review, then its
    own rule runs from the day on which it came into force; otherwise the review that was due next stays due. A fixed
    day in the new text counts before both, unless it has passed.
    """
    fixed, variation = agreement.review_on, _replaced(agreement)
    came = came_into_force(agreement)
    in_force_on = timezone.localdate(came.at if came else at)
    if variation is None:
        return Next(1, fixed or _by_rule(agreement, in_force_on))
    before: Plan | None = Plan.objects.filter(agreement=variation.replaces).first()
    number = before.number if before else 1
    if fixed is not None and fixed > timezone.localdate(at):
        return Next(number, fixed)
    day = _after_change(agreement, in_force_on) if _came_of_review(variation) else None
    return Next(number, day or (before and before.review_on) or _by_rule(agreement, in_force_on) or fixed)


def after(agreement: Agreement, due_on: dt.date | None, on: dt.date) -> dt.date | None:
    """The day after a review that is concluded `on` this day: by rule, and never after the agreement's last day.

    None when no rule says a day. A review that was held out of turn leaves the planned one where it is.
    """
    return proposal(agreement, due_on, on)[0]


def proposal(agreement: Agreement, due_on: dt.date | None, on: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """That day, and the agreement's last day."""
    day, last = _later(agreement, due_on, on), last_day(agreement)
    return day if day is None or last is None else min(day, last), last


def in_any_case(agreement: Agreement, due_on: dt.date | None, on: dt.date) -> dt.date:
    """When it is looked at again, should the change or the end that was decided not come about."""
    return _later(agreement, due_on, on) or schedule.add_months(on, AT_LATEST)


def last_day(agreement: Agreement) -> dt.date | None:
    """The last day on which it applies, by its text or as decided since; None when it is ongoing."""
    decided = Ending.objects.filter(agreement=agreement, ended_at=None).values_list("on", flat=True).first()
    known = [agreement.ends_on, decided - dt.timedelta(days=1) if decided else None]
    return min((day for day in known if day), default=None)


def came_into_force(agreement: Agreement) -> Transition | None:
    rows = Transition.objects.filter(agreement=agreement, verb=Verb.COME_INTO_FORCE)
    found: Transition | None = rows.order_by("-at").first()
    return found


def _later(agreement: Agreement, due_on: dt.date | None, on: dt.date) -> dt.date | None:
    if due_on is not None and due_on - OPENS_BEFORE > on:
        return due_on
    rule = _term(agreement).review
    if not isinstance(rule, ReviewEvery):
        return None
    start, months = _counted_from(agreement, rule)
    days = (schedule.add_months(start, months + turn * rule.then_every_months) for turn in count()) if start else ()
    # From the start each time, so that the 31st does not become the 28th for ever; a late review skips what it missed.
    return next((day for day in days if day > max(on, due_on or on)), None)


def _counted_from(agreement: Agreement, rule: ReviewEvery) -> tuple[dt.date | None, int]:
    """The day from which its reviews are counted, and the months to the first of them."""
    variation = _replaced(agreement)
    if variation is not None and not _came_of_review(variation):
        return _counted_from(variation.replaces, rule)
    came = came_into_force(agreement)
    start = timezone.localdate(came.at) if came else None
    return start, rule.then_every_months if variation else rule.first_after_months


def _after_change(agreement: Agreement, in_force_on: dt.date) -> dt.date | None:
    rule = _term(agreement).review
    return schedule.add_months(in_force_on, rule.then_every_months) if isinstance(rule, ReviewEvery) else None


def _by_rule(agreement: Agreement, in_force_on: dt.date) -> dt.date | None:
    return schedule.review_on(_term(agreement), in_force_on, 1)


def _term(agreement: Agreement) -> Term:
    version = agreement.versions.order_by("-number").first()
    return version.document.term if version else Term()


def _replaced(agreement: Agreement) -> Variation | None:
    rows = Variation.objects.filter(agreement=agreement, closed_at__isnull=False).select_related("replaces")
    found: Variation | None = rows.first()
    return found


def _came_of_review(variation: Variation) -> bool:
    """A review said “change it” when the text was begun, or while it was being made."""
    said = Review.objects.filter(agreement=variation.replaces, conclusion=Conclusion.CHANGE)
    return said.filter(concluded_at__gte=variation.opened_at).exists()
