"""The second person's look: the paper beside what it should say, and one answer to each question."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from foundation import doors
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Verdict
from signing import policies_papers as policies
from signing.choices import PaperOutcome
from signing.files import FileLost
from signing.forms.papers import CheckForm
from signing.models import Paper
from signing.papers import words
from signing.services import papers
from signing.views import shared
from signing.views.papers import desk, files

_STOPPED = "You cannot check this signature"
_NOTHING = Verdict.no("Nothing waits to be checked here. Somebody has checked it, or nobody has brought it yet.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    asked = desk.find(request, reference, slot)
    waiting = desk.waiting(asked)
    if waiting is None:
        return desk.stopped(request, asked, _NOTHING, _STOPPED)
    number, paper = waiting
    allowed = policies.can_check(shared.person(request), paper)
    if not allowed:
        return desk.stopped(request, asked, allowed, _STOPPED)
    form = CheckForm(request.POST or None, questions=papers.questions(paper))
    if request.method == "POST" and form.is_valid() and (checked := _checked(request, paper, form)):
        _say(request, checked)
        return redirect("signing:paper", reference, slot)
    context = desk.frame(request, asked, form=form, paper=paper, facts=_facts(paper), **_shown(request, paper, number))
    return render(request, "signing/papers/check.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def picture(request: HttpRequest, reference: str, slot: str, number: int, page: int) -> HttpResponse:
    paper = desk.paper_of(request, desk.find(request, reference, slot), number)
    try:
        return files.picture_of(files.scan_of(paper), page)
    except FileLost as error:
        return files.lost(request, error, desk.frame(request, paper.request))


@require_GET
@login_required
def file(request: HttpRequest, reference: str, slot: str, number: int) -> HttpResponse:
    paper = desk.paper_of(request, desk.find(request, reference, slot), number)
    try:
        scan = files.scan_of(paper)
    except FileLost as error:
        return files.lost(request, error, desk.frame(request, paper.request))
    name = files.name_of(reference, slot, "scan", number, suffix=scan.suffix)
    return files.saved(scan.data, scan.media_type, name)


def _shown(request: HttpRequest, paper: Paper, number: int) -> dict[str, Any]:
    """One page of it as a picture, and where the others and the file are."""
    where = [paper.request.round.version.agreement.reference, paper.request.slot]
    page = files.page_number(request.GET.get("page"), paper.pages)
    return {
        "pages": files.neighbours(reverse("signing:paper_check", args=where), page, paper.pages),
        "picture": reverse("signing:paper_picture", args=[*where, number, page]),
        "file": reverse("signing:paper_file", args=[*where, number]),
    }


def _checked(request: HttpRequest, paper: Paper, form: CheckForm) -> Paper | None:
    return doors.attempt(
        form,
        lambda: papers.check(
            paper=paper,
            answers=form.answers(),
            note=form.cleaned_data["note"],
            by=shared.person(request),
            at=timezone.now(),
        ),
    )


def _say(request: HttpRequest, paper: Paper) -> None:
    if paper.outcome == PaperOutcome.ACCEPTED:
        messages.success(request, f"The signature of {paper.request.organisation.name} counts now.")
    else:
        messages.success(request, f"Sent back to {paper.uploaded_by}, with the reasons. The signature does not count.")


def _facts(paper: Paper) -> list[dict[str, Any]]:
    """What it should say, and what the register says of the person."""
    asked, version = paper.request, paper.request.round.version
    whole = policies.pages_of_pack(version)
    known, able = policies.registered(asked, paper.name, paper.dated_on)
    names = [", ".join(part for part in (one.person, one.rank, one.office) if part) for one in able]
    day = uk_date(paper.dated_on)
    return [
        {"key": "Reference", "value": f"{version.agreement.reference}, version {version.number}"},
        {"key": "Fingerprint", "value": {"lines": [version.grouped_fingerprint]}},
        {"key": "Pages", "value": f"The file has {paper.pages}" + (f"; the signing pack has {whole}" if whole else "")},
        {"key": "Signed by", "value": ", ".join(part for part in (paper.name, paper.rank, paper.office) if part)},
        {"key": "Date written there", "value": day},
        {
            "key": f"Who could sign on {day}",
            "value": {
                "lines": names or ["The register names nobody"],
                "hint": f"{paper.name} is among them."
                if known
                else f"{paper.name} is not among them. Ask the organisation’s administrator before you say yes.",
            },
        },
        {"key": "Original kept by", "value": paper.keeper},
        {"key": "Brought by", "value": f"{paper.uploaded_by}, {uk_date(paper.uploaded_at)}"},
        {"key": "File", "value": f"SHA-256 begins {words.short(paper.sha256)}"},
    ]
