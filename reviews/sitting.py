"""What is due for one organisation in a period, with all that its reviewer wants to know before saying “no change”."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from agreements.models import Agreement, Departure, Party
from parties.models import Organisation
from reviews import news, querysets, reviewing, schedule
from reviews.models import Answer, Campaign, CampaignItem, Plan, Point, Review
from reviews.news import News

if TYPE_CHECKING:
    from accounts.models import User

PERIODS = (1, 2, 3)
"""Months ahead that can be looked at; parties answer no earlier than that. What is overdue is always there."""


_ORDER = (F("wanted_on").asc(nulls_first=True), "title", "pk")


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement, as its reviewer sees it in the list."""

    agreement: Any
    due_on: dt.date | None
    band: schedule.Band
    words: str
    """How far away that is: Overdue by 12 days."""
    news: News
    last: Answer | None
    """What the organisation said of it last, in whichever review; `needs_change` says whether it asked for a change."""
    opens_on: dt.date | None = None
    """From when parties can answer, if that day is still to come."""

    @property
    def reference(self) -> str:
        return str(self.agreement.reference)

    @property
    def is_open(self) -> bool:
        return self.opens_on is None

    @property
    def link(self) -> str:
        return reverse("reviews:one", args=[self.reference, self.agreement.number])


def until(months: int, on: dt.date) -> dt.date:
    return schedule.add_months(on, months)


def waiting(
    person: "User", organisation: Organisation, *, until: dt.date | None = None, campaign: Campaign | None = None
) -> QuerySet[Any]:
    """Agreements that the organisation has yet to answer for, the most urgent first; of a campaign, whatever the day.

    Each says `wanted_on`: the day of the review that is open, or else of the next one; the `number` of that
    review, and whether it `is_begun`.
    """
    return _asked(person, organisation, until, campaign).filter(is_answered=False)


def answered(
    person: "User", organisation: Organisation, *, until: dt.date | None = None, campaign: Campaign | None = None
) -> QuerySet[Any]:
    """Those of them that it has answered for, in a review that the lead has yet to conclude."""
    return _asked(person, organisation, until, campaign).filter(is_answered=True)


def _asked(
    person: "User", organisation: Organisation, until: dt.date | None, campaign: Campaign | None
) -> QuerySet[Any]:
    rows = _begun(person, organisation)
    if campaign is not None:
        rows = rows.filter(Exists(CampaignItem.objects.filter(campaign=campaign, agreement=OuterRef("pk"))))
    else:
        # No day at all is as bad as a day that has passed; what came into force a moment ago has one soon.
        rows = rows.filter(Q(wanted_on__lte=until) | Q(wanted_on=None, is_planned=True))
    return rows.order_by(*_ORDER)


def _begun(person: "User", organisation: Organisation) -> QuerySet[Any]:
    """Every agreement in force of which the organisation is a party still, with all that the list says of reviews."""
    ours = Party.objects.filter(agreement=OuterRef("pk"), organisation=organisation)
    left = Departure.objects.filter(agreement=OuterRef("pk"), organisation=organisation, left_at__isnull=False)
    plans = Plan.objects.filter(agreement=OuterRef("pk"))
    open_ = Review.objects.open().filter(agreement=OuterRef("pk"))
    said = Answer.objects.filter(review__agreement=OuterRef("pk"), review__concluded_at=None, organisation=organisation)
    visible = Agreement.objects.visible_to(person).filter(Exists(ours)).exclude(Exists(left))
    rows: QuerySet[Any] = querysets.with_review_day(visible).annotate(
        is_begun=Exists(open_),
        number=Coalesce(Subquery(open_.values("number")[:1]), Subquery(plans.values("number")[:1]), 1),
        day=Coalesce(Subquery(open_.values("due_on")[:1]), F("due_on")),
        asked_on=Subquery(open_.filter(campaign__closed_at=None).values("campaign__due_on")[:1]),
        is_answered=Case(When(Exists(said), then=True), default=False),
    )
    # The earlier of the two: a campaign's day never hides that the agreement itself is overdue.
    sooner = Q(asked_on__isnull=False) & (Q(day=None) | Q(asked_on__lt=F("day")))
    dated: QuerySet[Any] = rows.annotate(wanted_on=Case(When(sooner, then=F("asked_on")), default=F("day")))
    return dated.select_related("lead")


def lines(agreements: Collection[Any], organisation: Organisation, *, on: dt.date) -> list[Line]:
    """As many queries for a page of them as for one."""
    told = news.of(agreements, on=on)
    last = last_answers([agreement.pk for agreement in agreements], organisation)
    return [
        Line(
            agreement=agreement,
            due_on=agreement.wanted_on,
            band=schedule.band(agreement.wanted_on, on),
            words=schedule.words(agreement.wanted_on, on),
            news=told.get(agreement.pk, news.NOTHING),
            last=last.get(agreement.pk),
            opens_on=_opens_on(agreement, on),
        )
        for agreement in agreements
    ]


def _opens_on(agreement: Any, on: dt.date) -> dt.date | None:
    if agreement.is_begun or agreement.wanted_on is None:
        return None
    day: dt.date = agreement.wanted_on - reviewing.OPENS_BEFORE
    return day if day > on else None


def last_answers(keys: Collection[int], organisation: Organisation) -> Mapping[int, Any]:
    """By the agreement's key, what the organisation said last."""
    changes = Point.objects.filter(answer=OuterRef("pk"), needs_change=True)
    rows = Answer.objects.filter(review__agreement__in=keys, organisation=organisation)
    rows = rows.annotate(needs_change=Exists(changes)).select_related("review").order_by("pk")
    return {answer.review.agreement_id: answer for answer in rows}


def of(person: "User", organisation: Organisation, agreements: Collection[Agreement]) -> QuerySet[Any]:
    """Those of them that the organisation can answer for, whatever their day, in the order of the list."""
    keys = [agreement.pk for agreement in agreements]
    return _begun(person, organisation).filter(pk__in=keys).order_by(*_ORDER)


def named(person: "User", references: Collection[str]) -> list[Agreement]:
    """In the order in which they were named. What the person may not see is left out."""
    rows = Agreement.objects.visible_to(person).filter(reference__in=list(references)).select_related("lead")
    found = {agreement.reference: agreement for agreement in rows}
    return [found[reference] for reference in references if reference in found]


def campaigns(person: "User") -> QuerySet[Any]:
    """Those of which the person may see an agreement, whoever opened them."""
    seen = CampaignItem.objects.filter(campaign=OuterRef("pk"))
    seen = seen.filter(agreement__in=Agreement.objects.visible_to(person).order_by().values("pk"))
    return Campaign.objects.filter(Exists(seen)).select_related("organisation")
