"""Seeing a campaign through: reminding those who have not answered, and closing it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from foundation import doors
from reviews import campaigning
from reviews import policies_campaigns as policies
from reviews.services import campaigns
from reviews.views.campaigns import desk


@require_POST
@login_required
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = desk.campaign(request, pk)
    doors.perform(
        request,
        lambda: campaigns.remind(campaign=campaign, by=desk.person(request), at=desk.now()),
        "Everybody who has not answered is reminded.",
    )
    return redirect("reviews:campaign", pk=campaign.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = desk.campaign(request, pk)
    verdict = policies.can_follow(desk.person(request), campaign)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: campaigns.close(campaign=campaign, by=desk.person(request), at=desk.now()),
            "The campaign is closed.",
        )
        return redirect("reviews:campaign", pk=campaign.pk)
    context = desk.frame("reviews:campaigns", campaign=campaign, verdict=verdict, totals=campaigning.totals(campaign))
    return render(request, "reviews/campaigns/close.html", context)
