"""Opening a campaign: why, about what, and then the agreements that it finds, before anybody is asked."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from agreements.choices import Status
from foundation import doors, frontdoor
from foundation.paging import page_of
from parties import current
from parties.models import Organisation
from reviews import candidates
from reviews import policies_campaigns as policies
from reviews.candidates import Found
from reviews.choices import CampaignKind
from reviews.forms_campaigns import KindForm, OpenForm, SubjectForm
from reviews.models import Campaign
from reviews.services import campaigns
from reviews.services.campaigns import Wanted
from reviews.views.campaigns import desk

PER_PAGE, TICK = 100, "tick"
WORDS = 200
"""What is longer than this is no search."""


@require_http_methods(["GET", "HEAD"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    organisation = current.organisation(request)
    verdict = policies.may_open(desk.person(request), organisation)
    if not verdict:
        return desk.refused(request, verdict)
    form = KindForm(request.GET if "go" in request.GET else None)
    if form.is_valid():
        return redirect("reviews:campaign_about", kind=form.cleaned_data["kind"])
    context = desk.frame("reviews:campaigns", organisation=organisation, form=form)
    return render(request, "reviews/campaigns/new.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class Draft:
    """A campaign that nobody has opened yet: what the address says of it."""

    request: HttpRequest
    person: User
    organisation: Organisation
    kind: CampaignKind

    @property
    def is_chosen(self) -> bool:
        return self.kind is CampaignKind.CHOSEN

    @cached_property
    def asking(self) -> SubjectForm | None:
        """The question what it is about; none where agreements are chosen one by one."""
        if self.is_chosen:
            return None
        sent = self.request.GET if "about" in self.request.GET else None
        return SubjectForm(sent, kind=self.kind, choices=self._choices())

    def _choices(self) -> list[tuple[str, str]]:
        match self.kind:
            case CampaignKind.LAW:
                return candidates.law_days(desk.today())
            case CampaignKind.TEMPLATE:
                return candidates.templates(self.organisation)
            case _:
                return candidates.period_days(desk.today())

    @property
    def subject(self) -> str:
        return str(self.asking.cleaned_data["about"]) if self.asking is not None and self.asking.is_valid() else ""

    @property
    def words(self) -> str:
        return self.request.GET.get("words", "")[:WORDS].strip() if self.is_chosen else ""

    @cached_property
    def found(self) -> Found | None:
        """Nothing before it is said what it is about."""
        if not self.is_chosen and not self.subject:
            return None
        return candidates.find(self.person, self.organisation, self.kind, self.subject, words=self.words)

    @property
    def title(self) -> str:
        return candidates.title(self.kind, self.subject) if self.is_chosen or self.subject else ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def about(request: HttpRequest, kind: str) -> HttpResponse:
    """The agreements that such a campaign finds and those that it leaves out; posting opens it."""
    if frontdoor.has_repeats(request, (TICK,)):
        return frontdoor.failure(request, 400)
    wanted, organisation = _kind(kind), current.organisation(request)
    verdict = policies.may_open(desk.person(request), organisation)
    if not verdict or organisation is None:
        return desk.refused(request, verdict)
    draft = Draft(request, desk.person(request), organisation, wanted)
    form = OpenForm(request.POST if request.method == "POST" else None, title=draft.title, on=desk.today())
    ticked = request.POST.getlist(TICK)
    if request.method == "POST" and draft.found is not None and _is_whole(form, draft, ticked):
        made = doors.attempt(form, lambda: _opened(draft, form, ticked))
        if made is not None:
            messages.success(request, "The campaign is open, and everybody who reviews for a party is told.")
            return redirect("reviews:campaign", pk=made.pk)
    wrong = bool(form.errors or (draft.asking is not None and draft.asking.errors))
    return render(request, "reviews/campaigns/about.html", _shown(draft, form, ticked), status=422 if wrong else 200)


def _kind(value: str) -> CampaignKind:
    if value not in CampaignKind.values:
        raise Http404
    return CampaignKind(value)


def _is_whole(form: OpenForm, draft: Draft, ticked: list[str]) -> bool:
    form.full_clean()
    if draft.is_chosen and not ticked:
        form.add_error(None, "Select at least one agreement")
    return form.is_valid()


def _opened(draft: Draft, form: OpenForm, ticked: list[str]) -> Campaign:
    said = form.cleaned_data
    wanted = Wanted(
        kind=draft.kind,
        subject=draft.subject,
        title=said["title"],
        note=said["note"],
        due_on=said["due_on"],
        chosen=ticked,
    )
    return campaigns.open_campaign(organisation=draft.organisation, wanted=wanted, by=draft.person, at=desk.now())


def _shown(draft: Draft, form: OpenForm, ticked: list[str]) -> dict[str, Any]:
    context = desk.frame("reviews:campaigns", draft=draft, form=form, asking=draft.asking, kind=draft.kind.label)
    context["forms"] = [one for one in (draft.asking, form) if one is not None]
    if draft.found is None:
        return context
    page: Page[Any] = page_of(draft.found.fitting, draft.request.GET.get("page"), PER_PAGE)
    left_out = list(draft.found.left_out[:PER_PAGE])
    return context | {
        "page": page,
        "agreements": [(agreement, agreement.reference in ticked) for agreement in page],
        "left_count": draft.found.left_out.count() if len(left_out) == PER_PAGE else len(left_out),
        "left_head": ["Agreement", "Why it is left out"],
        "left_rows": [_left_out(agreement) for agreement in left_out],
        "new": reverse("reviews:campaign_new"),
    }


def _left_out(agreement: Any) -> list[Any]:
    name = {
        "text": agreement.title,
        "href": agreement.get_absolute_url(),
        "hint": f"{agreement.reference}, led by {agreement.lead.name}, {Status(agreement.status).label.lower()}",
    }
    return [name, candidates.WHY_NOT[agreement.why_not]]
