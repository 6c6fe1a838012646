"""A new agreement from one that is there."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements import assembly
from agreements.models import Agreement
from agreements.views import shared
from drafting.forms.starting import TITLE, CopyForm
from drafting.services import starting
from drafting.views.starting.naming import say_if_named_alike
from dsaformat.document import AgreementDocument
from foundation import doors

LEFT_BEHIND = (
    "the reference, the version and the public title",
    "all dates, and the history of the document",
    "signatures and who was asked to sign",
    "attached files, and advice that was given",
    "reasons given for what the checks said",
    "parties that have left, with what is theirs alone",
)
_COUNTED = (
    ("Parties", "parties"),
    ("Purposes", "purposes"),
    ("Data", "datasets"),
    ("Lawful basis", "lawful_basis"),
    ("Data flows", "flows"),
    ("Retention", "retention"),
    ("Sections", "sections"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    sent = request.POST if request.method == "POST" else None
    initial = {"token": uuid.uuid4(), "title": agreement.title[:TITLE], "link": ""}
    form = CopyForm(sent, person=shared.person(request), on=shared.today(), agreement=agreement, initial=initial)
    may_copy = form.fields["organisation"].queryset.exists()  # type: ignore[attr-defined]
    if form.is_valid() and (made := doors.attempt(form, lambda: _copied(request, agreement, form))) is not None:
        say_if_named_alike(request, made)
        return redirect("drafting:tasks", made.reference)
    context = shared.frame(
        request,
        agreement,
        "agreements:overview",
        form=form,
        may_copy=may_copy,
        taken=list(_taken(assembly.assemble(agreement))),
        left_behind=LEFT_BEHIND,
    )
    return render(request, "drafting/starting/copy.html", context, status=422 if form.errors else 200)


def _copied(request: HttpRequest, agreement: Agreement, form: CopyForm) -> Agreement:
    found = form.cleaned_data
    return starting.copy(
        agreement=agreement,
        title=found["title"],
        lead=found["organisation"],
        link=form.chosen_link,
        token=found["token"],
        by=shared.person(request),
        at=shared.now(),
    )


def _taken(document: AgreementDocument) -> Iterator[dict[str, Any]]:
    for text, part in _COUNTED:
        count = len(getattr(document, part))
        if part == "parties":
            count = sum(party.left_on is None for party in document.parties)
        yield {"key": text, "value": str(count) if count else "None"}
