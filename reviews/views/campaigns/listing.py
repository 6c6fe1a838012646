"""Campaigns of an organisation, and how far each has come."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from agreements.models import Party
from foundation.paging import page_of
from foundation.templatetags.ui import uk_date
from parties import current
from reviews import campaigning, candidates
from reviews import policies_campaigns as policies
from reviews.campaigning import Share
from reviews.choices import CampaignKind
from reviews.models import Campaign
from reviews.views.campaigns import desk

PER_PAGE = 50


@require_GET
@login_required
def campaigns(request: HttpRequest) -> HttpResponse:
    organisation = current.organisation(request)
    rows = Campaign.objects.visible_to(request.user).filter(organisation=organisation).select_related("organisation")
    page: Page[Any] = page_of(rows, request.GET.get("page"))
    concluded = campaigning.counted(list(page))
    context = desk.frame(
        "reviews:campaigns",
        organisation=organisation,
        page=page,
        head=["Campaign", "Answers due", {"text": "Concluded", "numeric": True}],
        rows=[_campaign(one, concluded[one.pk]) for one in page],
        may_open=organisation is not None and bool(policies.can_open(desk.person(request), organisation)),
    )
    return render(request, "reviews/campaigns/list.html", context)


def _campaign(campaign: Campaign, concluded: Share) -> list[Any]:
    closed = f", closed on {uk_date(campaign.closed_at)}" if campaign.closed_at else ""
    return [
        {
            "text": campaign.title,
            "href": reverse("reviews:campaign", args=[campaign.pk]),
            "hint": f"{CampaignKind(campaign.kind).label}{closed}",
        },
        uk_date(campaign.due_on),
        {"text": concluded.words, "numeric": True},
    ]


@require_GET
@login_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = desk.campaign(request, pk)
    page: Page[Any] = page_of(campaigning.items(campaign), request.GET.get("page"), PER_PAGE)
    items = list(page)
    context = _frame(request, campaign, "reviews:campaign") | {
        "page": page,
        "lines": campaigning.lines(campaign, items),
    }
    if page.paginator.count == 1:
        context |= _party_rows(campaign, items[0])
    return render(request, "reviews/campaigns/show.html", context)


@require_GET
@login_required
def by_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = desk.campaign(request, pk)
    context = _frame(request, campaign, "reviews:campaign_by_organisation") | {
        "head": ["Organisation", {"text": "Answered", "numeric": True}, "Still to answer"],
        "rows": [_organisation(name, share) for name, share in campaigning.by_organisation(campaign)],
    }
    return render(request, "reviews/campaigns/by_organisation.html", context)


@require_GET
@login_required
def item(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """One agreement of the campaign, party by party."""
    campaign = desk.campaign(request, pk)
    found = get_object_or_404(campaigning.items(campaign), agreement__reference=reference)
    line = campaigning.lines(campaign, [found])[0]
    review, where = found.review, [reference]
    context = _frame(request, campaign, "") | {
        "line": line,
        "line_words": f"{line.answers.words} parties answered",
        "agreement": found.agreement,
        "review_link": reverse("reviews:one", args=[*where, review.number])
        if review
        else reverse("reviews:all", args=where),
    }
    return render(request, "reviews/campaigns/item.html", context | _party_rows(campaign, found))


def _frame(request: HttpRequest, campaign: Campaign, here: str) -> dict[str, Any]:
    crumbs = [("Reviews", reverse("reviews:list")), ("Campaigns", reverse("reviews:campaigns"))]
    if not here:
        crumbs.append((campaign.title, reverse("reviews:campaign", args=[campaign.pk])))
    totals = campaigning.totals(campaign)
    return {
        "campaign": campaign,
        "kind": CampaignKind(campaign.kind).label,
        "about": candidates.about(campaign),
        "totals": totals,
        "answered_words": f"{totals.answers.words} answers given",
        "concluded_words": f"{totals.concluded} of {totals.agreements} reviews concluded",
        "today": desk.today(),
        "verdict": policies.can_follow(desk.person(request), campaign),
        "crumbs": [{"text": text, "href": href} for text, href in crumbs],
        "views": [
            {"text": text, "href": reverse(name, args=[campaign.pk]), "current": name == here}
            for text, name in (
                ("By agreement", "reviews:campaign"),
                ("By organisation", "reviews:campaign_by_organisation"),
            )
        ],
    }


def _organisation(name: str, share: Share) -> list[Any]:
    left = share.total - share.done
    return [name, {"text": share.words, "numeric": True}, str(left) if left else "Nothing"]


def _party_rows(campaign: Campaign, item: Any) -> dict[str, Any]:
    return {
        "party_head": ["Party", "Answer", "Given"],
        "party_rows": [_party(party, answer) for party, answer in campaigning.parties(campaign, item)],
    }


def _party(party: Party, answer: Any) -> list[Any]:
    if answer is None:
        return [party.organisation.name, {"text": "Waiting", "tag": "blue"}, "Not yet"]
    changes = sum(point.needs_change for point in answer.points.all())
    noun = "point" if changes == 1 else "points"
    words: Any = {"text": f"Needs a change on {changes} {noun}", "tag": "amber"} if changes else "No change"
    return [party.organisation.name, words, {"text": uk_date(answer.at), "hint": str(answer.person)}]
