"""How far a campaign has come, in numbers: by agreement, by organisation, and for one agreement party by party."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from agreements.models import Departure, Party
from reviews.choices import Conclusion
from reviews.models import Answer, Campaign, CampaignItem
from reviews.querysets import REVIEWED

OPENING, OPEN, ANSWERED, NOT_OPENED = "Being opened", "Waiting for answers", "Everybody answered", "Not opened"
COLOURS = {OPENING: "grey", OPEN: "blue", ANSWERED: "purple", NOT_OPENED: "amber"}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    done: int
    total: int

    @property
    def words(self) -> str:
        return f"{self.done} of {self.total}"


@dataclass(frozen=True, slots=True)
class Totals:
    agreements: int
    opened: int
    """Reviews that there are."""
    opening: int
    """Reviews that are still to be opened."""
    concluded: int
    answers: Share
    """Answers that there are, of all that were asked for: each party for each agreement."""


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement of the campaign."""

    item: CampaignItem
    answers: Share
    state: str

    @property
    def colour(self) -> str:
        return COLOURS.get(self.state, "")


def waiting(campaign: Campaign) -> QuerySet[Any]:
    """Those whose review is still to be opened, as long as there is something to review."""
    return _items(campaign).filter(review=None, agreement__status__in=sorted(REVIEWED))


def totals(campaign: Campaign) -> Totals:
    waits = Q(review=None, agreement__status__in=sorted(REVIEWED))
    found = CampaignItem.objects.filter(campaign=campaign).aggregate(
        agreements=Count("pk"),
        opened=Count("review"),
        opening=Count("pk", filter=waits),
        concluded=Count("review__concluded_at"),
    )
    found["opening"] = 0 if campaign.closed_at else found["opening"]
    return Totals(answers=Share(_answers(campaign).count(), _asked(campaign).count()), **found)


def items(campaign: Campaign) -> QuerySet[Any]:
    """By title."""
    rows: QuerySet[Any] = _items(campaign).order_by("agreement__title", "pk")
    return rows


def lines(campaign: Campaign, items: Collection[CampaignItem]) -> list[Line]:
    """As many queries for a page of them as for one."""
    keys = [item.agreement_id for item in items]
    asked = Counter(_asked(campaign).filter(agreement__in=keys).values_list("agreement_id", flat=True))
    said = _answers(campaign).filter(review__agreement__in=keys)
    answered = Counter(key for key, _ in said.values_list("review__agreement_id", "organisation_id"))
    shares = ((item, Share(answered[item.agreement_id], asked[item.agreement_id])) for item in items)
    return [Line(item, share, _state(campaign, item, share)) for item, share in shares]


def by_organisation(campaign: Campaign) -> list[tuple[str, Share]]:
    """Those with the most to answer first. Two queries."""
    names = dict(_asked(campaign).values_list("organisation_id", "organisation__legal_name"))
    asked = Counter(_asked(campaign).values_list("organisation_id", flat=True))
    answered = Counter(key for _, key in _answers(campaign).values_list("review_id", "organisation_id"))
    found = [(names[key], Share(answered[key], number)) for key, number in asked.items()]
    return sorted(found, key=lambda one: (one[1].done - one[1].total, one[0]))


def parties(campaign: Campaign, item: CampaignItem) -> list[tuple[Party, Any]]:
    """Each party of one agreement with what it said last, in the agreement's order."""
    rows = Answer.objects.filter(review=item.review).select_related("person").order_by("pk")
    said = {answer.organisation_id: answer for answer in rows.prefetch_related("points")} if item.review_id else {}
    asked = _asked(campaign).filter(agreement=item.agreement_id).select_related("organisation").order_by("position")
    return [(party, said.get(party.organisation_id)) for party in asked]


def unanswered(campaign: Campaign) -> QuerySet[Any]:
    """Places of those that have yet to answer. Reviews that are concluded want no answer any more."""
    open_ = (
        _items(campaign)
        .filter(Q(review=None) | Q(review__concluded_at=None), agreement__status__in=sorted(REVIEWED))
        .order_by()
        .values("agreement")
    )
    said = Answer.objects.filter(
        review__agreement=OuterRef("agreement"), review__concluded_at=None, organisation=OuterRef("organisation")
    )
    return _asked(campaign).filter(agreement__in=open_).exclude(Exists(said))


def without_answer(campaign: Campaign) -> Mapping[int, int]:
    """By organisation, for how many agreements it has yet to answer."""
    return Counter(unanswered(campaign).values_list("organisation_id", flat=True))


def counted(campaigns: Sequence[Campaign]) -> Mapping[int, Share]:
    """For a page of campaigns: how many of each one's agreements are concluded. One query."""
    rows = CampaignItem.objects.filter(campaign__in=campaigns)
    found: dict[int, list[bool]] = {campaign.pk: [] for campaign in campaigns}
    for key, at in rows.values_list("campaign_id", "review__concluded_at"):
        found[key].append(at is not None)
    return {key: Share(sum(done), len(done)) for key, done in found.items()}


def _items(campaign: Campaign) -> QuerySet[Any]:
    rows: QuerySet[Any] = CampaignItem.objects.filter(campaign=campaign)
    return rows.select_related("agreement__lead", "review")


def _asked(campaign: Campaign) -> QuerySet[Any]:
    """Places in its agreements, without those that have left."""
    items = CampaignItem.objects.filter(campaign=campaign)
    left = Departure.objects.filter(
        agreement=OuterRef("agreement"), organisation=OuterRef("organisation"), left_at__isnull=False
    )
    rows: QuerySet[Any] = Party.objects.filter(agreement__in=items.order_by().values("agreement")).order_by()
    return rows.exclude(Exists(left))


def _answers(campaign: Campaign) -> QuerySet[Any]:
    """One for each party and review, however often it changed its mind; none of those that have left."""
    asked = _asked(campaign).filter(agreement=OuterRef("review__agreement"), organisation=OuterRef("organisation"))
    reviews = CampaignItem.objects.filter(campaign=campaign, review__isnull=False).order_by().values("review")
    rows: QuerySet[Any] = Answer.objects.filter(Exists(asked), review__in=reviews).order_by()
    return rows.values("review", "organisation").distinct()


def _state(campaign: Campaign, item: CampaignItem, share: Share) -> str:
    review = item.review
    if review is None:
        going = campaign.closed_at is None and item.agreement.status in REVIEWED
        return OPENING if going else NOT_OPENED
    if review.conclusion:
        return str(Conclusion(review.conclusion).label)
    return ANSWERED if share.done >= share.total else OPEN
