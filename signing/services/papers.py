"""Signatures that the portal did not see: brought by one person, checked by another, and only then counted."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Max, Sum

from accounts.models import User
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Refused, Verdict
from signing import policies_papers as policies
from signing.choices import PaperOutcome, RequestState, Route
from signing.models import Body, Paper, Request, Signature
from signing.papers import checks, keeping
from signing.papers.record import record
from signing.papers.scan import Scan
from signing.services import letters_papers as letters
from signing.services import links, rounds, wanting
from signing.services.elsewhere import elsewhere_by_digest

__all__ = ["Written", "bring", "check", "elsewhere_by_digest", "questions", "remind"]

QUOTA = 200 * 1024 * 1024
FULL = "The scans of this agreement take 200MB already. Ask the people who run this portal."
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Written:
    """What stands on the paper, as whoever brought it read it."""

    name: str
    office: str
    dated_on: dt.date
    rank: str = ""
    keeper: str = ""


@transaction.atomic
def bring(*, request: Request, route: Route, scan: Scan, written: Written, by: User, at: dt.datetime) -> Paper:
    """Keep what somebody brought, and ask the others to check it. Nothing is signed by this.

    A rolled-back transaction leaves at most a file that nothing names.
    """
    request = _held(request)
    (
        policies.can_bring(by, request, at)
        & policies.can_have_pages(request, route, scan.pages)
        & policies.can_be_written(request, written.name, written.office, written.rank, written.dated_on, at)
        & Verdict.unless(_taken(request) + len(scan.data) <= QUOTA, FULL)
    ).enforce()
    folder = keeping.PAPERS if route == Route.PAPER else keeping.ELSEWHERE
    paper = Paper(
        request=request,
        route=route,
        path=keeping.keep(folder, scan.data),
        sha256=scan.sha256,
        media_type=scan.media_type,
        size=len(scan.data),
        pages=scan.pages,
        name=written.name,
        office=written.office,
        rank=written.rank,
        dated_on=written.dated_on,
        keeper=written.keeper,
        uploaded_by=by,
        uploaded_at=at,
    )
    paper.save()
    request.state = RequestState.CHECKING
    request.save(update_fields=["state"])
    letters.ask_check(paper=paper, at=at)
    rounds.settle(round_=request.round, by=by, at=at)
    return paper


@transaction.atomic
def check(*, paper: Paper, answers: Mapping[str, bool], note: str = "", by: User, at: dt.datetime) -> Paper:
    """The second person's answers. All yes: it is signed, now. Any no: it goes back with the reasons.

    The same answers sent twice are refused the second time: somebody has checked it.
    """
    request = _held(paper.request)
    paper = Paper.objects.select_for_update(of=("self",)).select_related("uploaded_by").get(pk=paper.pk)
    paper.request = request
    policies.can_check(by, paper).enforce()
    asked = questions(paper)
    if {one.code for one in asked} != set(answers):
        raise Refused(["Answer every question"])
    lacks = checks.lacking(asked, answers)
    paper.checked_by, paper.checked_at, paper.checks = by, at, dict(answers)
    paper.outcome = PaperOutcome.RETURNED if lacks else PaperOutcome.ACCEPTED
    paper.reason = " ".join([*lacks, note.strip()]).strip()[:LONGEST_REASON] if lacks else ""
    paper.save(update_fields=["checked_by", "checked_at", "checks", "outcome", "reason"])
    if lacks:
        request.state = RequestState.OPENED if request.opened_at else RequestState.ASKED
        request.save(update_fields=["state"])
    else:
        _count(paper, checks.confirmed(asked), at)
    letters.tell_result(paper=paper, at=at)
    rounds.settle(round_=request.round, by=by, at=at)
    return paper


def questions(paper: Paper) -> tuple[checks.Check, ...]:
    """What a second person is asked about this paper."""
    version = paper.request.round.version
    values = {
        "reference": version.agreement.reference,
        "version": version.number,
        "name": paper.name,
        "organisation": version.document.party(paper.request.party_key).name,
        "date": uk_date(paper.dated_on),
    }
    return checks.asked(Route(paper.route), values)


def remind(*, at: dt.datetime) -> int:
    """Ask again, every two working days, where a paper still waits for a second person. Answers for how many."""
    waiting = Paper.objects.to_check_still().select_related(
        "request__organisation", "request__round__version__agreement__lead", "uploaded_by"
    )
    return sum(letters.remind_check(paper=paper, at=at) for paper in waiting.order_by("uploaded_at", "pk"))


def _count(paper: Paper, statements: list[str], at: dt.datetime) -> None:
    """One signature for the party, and with it one for each other body that it binds."""
    request = paper.request
    known, _ = policies.registered(request, paper.name, paper.dated_on)
    attempt = 1 + (request.signatures.aggregate(most=Max("attempt"))["most"] or 0)
    authority = known.reference if known else ""
    rows: list[Signature] = []
    for body in _bodies(request):
        leading = rows[0] if rows else None
        rows.append(_signature(paper, body, attempt, leading, authority=authority, statements=statements, at=at))
    links.append_all([(row, partial(record, row, paper)) for row in rows], at=at)
    leading = rows[0]
    request.state, request.signed_at, request.live = RequestState.SIGNED, at, leading
    request.save(update_fields=["state", "signed_at", "live"])
    wanting.one_step_more(version=leading.version, at=at)


def _signature(
    paper: Paper,
    body: Body,
    attempt: int,
    leading: Signature | None,
    *,
    authority: str,
    statements: list[str],
    at: dt.datetime,
) -> Signature:
    """Nobody of this portal gave it: it names the one who is written there."""
    version = paper.request.round.version
    return Signature(
        version=version,
        party_key=body.party_key,
        organisation=body.organisation,
        request=paper.request,
        attempt=attempt,
        given_with=leading,
        paper=paper,
        typed_name=paper.name,
        capacity=paper.route,
        office=paper.office,
        rank=paper.rank,
        authority=authority,
        statements=statements,
        factor=paper.route,
        fingerprint=version.fingerprint,
        signed_at=at,
    )


def _bodies(request: Request) -> list[Body]:
    """The party itself first."""
    found = list(request.bodies.select_related("organisation"))
    return sorted(found, key=lambda body: body.party_key != request.party_key)


def _held(request: Request) -> Request:
    """The agreement's row first, then the request's: the order of every act of signing."""
    rounds.locked(request.round.version.agreement)
    found: Request = (
        Request.objects.select_for_update(of=("self",))
        .select_related("round__version__agreement__lead", "round__version__rendering", "organisation", "signatory")
        .get(pk=request.pk)
    )
    return found


def _taken(request: Request) -> int:
    papers = Paper.objects.filter(request__round__version__agreement=request.round.version.agreement)
    return int(papers.aggregate(all=Sum("size"))["all"] or 0)
