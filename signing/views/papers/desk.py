"""What the pages of papers have in common: whose business one is, and what was brought and not yet handed in."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts import access
from accounts.roles import OrgPermission
from agreements.models import Agreement
from foundation.verdicts import Verdict
from signing import policies_papers as policies
from signing.choices import Route
from signing.files import FileLost
from signing.models import Paper, Request, Round
from signing.papers import keeping
from signing.papers.scan import Scan
from signing.views import shared

_KEPT = "papers"
_MOST_KEPT = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that somebody brought and may still turn or take back. Only their own session knows it."""

    token: str
    route: str
    media_type: str
    pages: int
    sha256: str

    @property
    def path(self) -> str:
        return keeping.draft_path(self.token)


def find(request: HttpRequest, reference: str, slot: str) -> Request:
    """The newest request for that signature; 404 for everybody whose business it is not."""
    agreement = shared.to_sign(request, reference)
    rows = mine(request, agreement).select_related(
        "round__version__agreement__lead", "round__version__rendering", "round__opened_by", "organisation", "signatory"
    )
    found: Request | None = rows.filter(slot=slot).order_by("-round__opened_at", "-round__pk").first()
    if found is None:
        raise Http404(slot)
    return found


def mine(request: HttpRequest, agreement: Agreement) -> "QuerySet[Request]":
    """The agreement's requests whose papers are the person's business, as ``policies.concerns`` says of one."""
    person = shared.person(request)
    rows = Request.objects.filter(round__version__agreement=agreement)
    officer = access.organisation_ids(person, OrgPermission.DRAFT)
    if agreement.lead_id in officer:
        return rows
    named = Request.objects.put_to(person).order_by().values("pk")
    found: QuerySet[Request] = rows.filter(Q(organisation__in=officer) | Q(pk__in=named))
    return found


def of_newest_round(request: HttpRequest, agreement: Agreement) -> list[Request]:
    round_ = Round.objects.latest_of(agreement)
    rows = mine(request, agreement).filter(round=round_).select_related("organisation", "signatory")
    return list(rows)


def frame(request: HttpRequest, asked: Request, **more: Any) -> dict[str, Any]:
    agreement = asked.round.version.agreement
    own = reverse("signing:paper", args=[agreement.reference, asked.slot])
    return shared.frame(request, agreement, asked=asked, own_link=own, **more)


def stopped(request: HttpRequest, asked: Request, verdict: Verdict, title: str) -> HttpResponse:
    return shared.stopped(request, asked.round.version.agreement, verdict, title)


def paper_of(request: HttpRequest, asked: Request, number: int) -> Paper:
    found: Paper | None = Paper.objects.select_related("uploaded_by", "checked_by").numbered(asked, number)
    if found is None or not policies.concerns(shared.person(request), asked):
        raise Http404(str(number))
    found.request = asked
    return found


def waiting(asked: Request) -> tuple[int, Paper] | None:
    """The paper that waits for a second person, and which one of the request's papers it is."""
    papers = list(asked.papers.select_related("uploaded_by").order_by("uploaded_at", "pk"))
    for number, paper in enumerate(papers, start=1):
        if paper.outcome == "waiting":
            paper.request = asked
            return number, paper
    return None


def put_down(request: HttpRequest, asked: Request, route: Route, scan: Scan) -> None:
    """Keep what was brought until its owner says that it is the right one."""
    path = keeping.keep(keeping.DRAFTS, scan.data)
    token = path.rpartition("/")[2]
    draft = Draft(token, route, scan.media_type, scan.pages, scan.sha256)
    take_away(request, asked)
    kept = dict(request.session.get(_KEPT, {}))
    for old in list(kept)[: max(0, len(kept) - _MOST_KEPT + 1)]:
        keeping.forget(Draft(**kept.pop(old)).path)
    request.session[_KEPT] = kept | {str(asked.pk): asdict(draft)}


def draft_of(request: HttpRequest, asked: Request) -> Draft | None:
    kept = request.session.get(_KEPT, {}).get(str(asked.pk))
    return Draft(**kept) if kept else None


def scan_of(draft: Draft) -> Scan | None:
    """What the draft holds; None when it was thrown away meanwhile."""
    try:
        return Scan(draft.media_type, keeping.content(draft.path, draft.sha256), draft.pages)
    except FileLost:
        return None


def take_away(request: HttpRequest, asked: Request) -> None:
    kept = dict(request.session.get(_KEPT, {}))
    held = kept.pop(str(asked.pk), None)
    if held:
        keeping.forget(Draft(**held).path)
        request.session[_KEPT] = kept
