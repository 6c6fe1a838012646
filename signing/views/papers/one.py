"""A party's signature on paper: the list of those that are one's business, and one of them with all it has been."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.templatetags.ui import uk_date, uk_datetime
from foundation.verdicts import Verdict
from signing import policies_papers as policies
from signing.choices import WAITING, RequestState
from signing.models import Pack, Paper, Request
from signing.papers import words
from signing.views import shared
from signing.views.papers import desk

_TITLE = "Nothing here is signed on paper"
_NOBODY = Verdict.no("You look after no signature of this agreement.")


@require_GET
@login_required
def papers(request: HttpRequest, reference: str) -> HttpResponse:
    """With one signature to look after, straight to it."""
    agreement = shared.to_sign(request, reference)
    found = desk.of_newest_round(request, agreement)
    if not found:
        return shared.stopped(request, agreement, _NOBODY, _TITLE)
    if len(found) == 1:
        return redirect("signing:paper", reference, found[0].slot)
    context = shared.frame(
        request,
        agreement,
        head=["Organisation", "Who signs", "State"],
        rows=[_listed(reference, one) for one in found],
    )
    return render(request, "signing/papers/list.html", context)


@require_GET
@login_required
def paper(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    asked, person = desk.find(request, reference, slot), shared.person(request)
    waiting = desk.waiting(asked)
    brought = list(asked.papers.select_related("uploaded_by", "checked_by").order_by("uploaded_at", "pk"))
    context = desk.frame(
        request,
        asked,
        allowed=policies.can_bring(person, asked, timezone.now()),
        may_print=bool(policies.can_print(person, asked)),
        pack=Pack.objects.filter(request=asked).first(),
        whole=policies.pages_of_pack(asked.round.version),
        may_check=waiting is not None and bool(policies.can_check(person, waiting[1])),
        waiting=waiting is not None,
        half_done=desk.draft_of(request, asked) is not None,
        open=asked.state in WAITING,
        signed=asked.state == RequestState.SIGNED,
        brought=[_card(reference, slot, number, one) for number, one in enumerate(brought, start=1)],
    )
    return render(request, "signing/papers/one.html", context)


def _listed(reference: str, asked: Request) -> list[Any]:
    link = reverse("signing:paper", args=[reference, asked.slot])
    who = str(asked.signatory) if asked.signatory else "Outside the portal"
    return [{"text": asked.organisation.legal_name, "href": link}, who, {"text": asked.get_state_display(), "tag": ""}]


def _card(reference: str, slot: str, number: int, row: Paper) -> dict[str, Any]:
    file = reverse("signing:paper_file", args=[reference, slot, number])
    pages = f"{row.pages} page{'' if row.pages == 1 else 's'}"
    facts = [
        ("How", row.get_route_display()),
        ("Signed by", ", ".join(part for part in (row.name, row.rank, row.office) if part)),
        ("Date written there", uk_date(row.dated_on)),
        ("Original kept by", row.keeper),
        ("Brought by", f"{row.uploaded_by}, {uk_datetime(row.uploaded_at)}"),
        ("Checked by", f"{row.checked_by}, {uk_datetime(row.checked_at)}" if row.checked_by else "Nobody yet"),
        ("Why it was sent back", row.reason),
    ]
    shown = [{"key": key, "value": value} for key, value in facts if value]
    kept = {"text": f"Download the file ({pages})", "href": file, "hint": f"SHA-256 begins {words.short(row.sha256)}"}
    return {"title": row.get_outcome_display(), "rows": [*shown, {"key": "File", "value": kept}]}
