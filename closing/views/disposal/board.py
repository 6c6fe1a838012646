"""Which parties have said what happened to their data, and the certificate when all have."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from agreements.choices import Status
from agreements.models import Agreement
from agreements.policies import drafts_for
from agreements.views import shared
from closing import accounting
from closing import policies_disposal as policies
from closing.accounting import Account
from closing.models import Certificate, Outcome
from closing.views.disposal import certified
from foundation.templatetags.ui import uk_date

HEAD = ("Party", "State", "Confirmed", "By")


@require_safe
@login_required
def board(request: HttpRequest, reference: str) -> HttpResponse:
    agreement, today = shared.find(request, reference), shared.today()
    found = accounting.of(agreement)
    silent = policies.without_voice({one.disposal.organisation_id for one in found if one.is_open})
    asked = [one for one in found if one.rows]
    done = sum(not one.is_open for one in asked)
    context = shared.frame(
        request,
        agreement,
        "closing:disposal",
        has_ended=agreement.status == Status.ENDED,
        today=today,
        head=HEAD,
        rows=[_row(agreement, one, today, silent) for one in found],
        waits=list(_todo(shared.person(request), agreement, found, silent)),
        confirm_by=next((one.disposal.confirm_by_on for one in asked if not one.disposal.left), None),
        done=done,
        total=len(asked),
        progress_label=f"{done} of {len(asked)} {'party has' if len(asked) == 1 else 'parties have'} confirmed",
        certificates=certified.of(agreement),
    )
    return render(request, "closing/disposal/board.html", context)


def _todo(person: User, agreement: Agreement, found: list[Account], silent: frozenset[int]) -> Iterator[dict[str, str]]:
    """What the person can answer for their own organisations, and as the lead for those that have nobody here."""
    mine = policies.answers_for(person)
    theirs = silent if silent and drafts_for(person, agreement.lead) else frozenset()
    for account in found:
        key, name = account.disposal.organisation_id, account.disposal.organisation.name
        if account.is_open and key in mine | theirs:
            verb = "Confirm" if key in mine else "Record"
            yield {"text": f"{verb} for {name}", "href": _link(agreement, account)}


def _link(agreement: Agreement, account: Account) -> str:
    return reverse("closing:confirm_disposal", args=[agreement.reference, account.disposal.organisation.slug])


def _row(agreement: Agreement, account: Account, today: dt.date, silent: frozenset[int]) -> list[Any]:
    disposal, (state, colour) = account.disposal, account.state(today)
    last = max((row.last for row in account.rows if row.last), key=lambda one: one.pk, default=None)
    hints = [
        f"Left on {uk_date(disposal.from_on)}" if disposal.left else "",
        "Has nobody here who could answer" if account.is_open and disposal.organisation_id in silent else "",
    ]
    who = f"{last.by.full_name}{f' for {agreement.lead.name}' if last.instead_because else ''}" if last else ""
    return [
        {"text": disposal.organisation.name, "href": _link(agreement, account), "hint": ". ".join(filter(None, hints))},
        {"text": state, "tag": colour},
        uk_date(disposal.confirmed_at) if account.rows and not account.is_open else "",
        who,
    ]


@require_safe
@login_required
def certificate(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    agreement = shared.find(request, reference)
    found = get_object_or_404(Certificate, agreement=agreement, number=number, made_at__isnull=False)
    place = Path(settings.MEDIA_ROOT) / found.path
    if not place.is_file():
        raise Http404(reference)
    name = f"{agreement.reference}-disposal-{found.number}.pdf"
    return _download(FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"))


@require_safe
@login_required
def proof(request: HttpRequest, reference: str, token: str) -> HttpResponseBase:
    """The file that shows what happened, for everybody in the agreement: to be saved, never shown as part of us."""
    agreement = shared.find(request, reference)
    rows = Outcome.objects.filter(holding__disposal__agreement=agreement, file__token=token).select_related("file")
    outcome = rows.first()
    if outcome is None or outcome.file is None or not default_storage.exists(outcome.file.path):
        raise Http404(token)
    file = outcome.file
    opened = default_storage.open(file.path)
    return _download(FileResponse(opened, as_attachment=True, filename=file.name, content_type=file.media_type))


def _download(response: FileResponse) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
