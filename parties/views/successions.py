"""Recording that an organisation ends, and taking it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from foundation import doors
from foundation.templatetags import ui
from parties.forms.organisations import EndForm
from parties.policies import organisations as policies
from parties.services import successions
from parties.views import shared

_GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_POST)
@login_required
def end(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.organisation(request, slug)
    person = shared.person(request)
    allowed = policies.can_end(person, organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    form = EndForm(shared.posted(request))
    if request.method == "POST" and form.is_valid():
        values: Any = form.cleaned_data | {"organisation": organisation}
        if doors.attempt(form, lambda: successions.end(by=person, at=shared.now(), **values)) is not None:
            messages.success(request, "Recorded. What it signed stays as it was signed.")
            return HttpResponseRedirect(organisation.get_absolute_url())
    context = {"form": form, "organisation": organisation, "title": "Record that it ends"}
    return render(request, "parties/organisation/change.html", context)


@require_http_methods(_GET_POST)
@login_required
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.organisation(request, slug)
    person = shared.person(request)
    allowed = policies.can_undo_end(person, organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: successions.undo(organisation=organisation, by=person, at=shared.now()),
            f"{organisation.legal_name} goes on",
        )
        return HttpResponseRedirect(organisation.get_absolute_url())
    rows = [
        {"key": "Recorded as", "value": organisation.get_state_display()},
        {"key": "From", "value": ui.uk_date(organisation.ended_on)},
    ]
    context = {"organisation": organisation, "title": "Take back that it ends?", "rows": rows, "kind": "primary"}
    context |= {"button": "Take it back", "cancel": organisation.get_absolute_url()}
    return render(request, "parties/organisation/confirm.html", context)
