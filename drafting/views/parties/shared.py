"""What the pages of parties have in common: where they stand, and the page of one form."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from drafting.views import cards, desk
from drafting.views.desk import Place
from dsaformat import parts
from foundation import frontdoor, text
from parties.models import Organisation

FOUND = 20
"""Organisations that a search shows; more words find fewer."""
SAID = 8
"""What the checks say that stands beside a list; the page of checks has the rest."""


def at_parties(request: HttpRequest, reference: str, section: str, question: str) -> Place:
    """404 unless the question is about the parties themselves."""
    place = desk.open_at(request, reference, section, question)
    if place.question.kind != "parties":
        raise Http404
    return place


def said_here(place: Place) -> dict[str, Any]:
    """The first things that the checks say here, and how many more there are."""
    found = cards.findings(place.desk, place.section)
    return {"findings": found[:SAID], "more_findings": max(len(found) - SAID, 0)}


def sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def repeats(request: HttpRequest, form: forms.BaseForm) -> bool:
    """Whether something came twice that can be said once only."""
    many = {name for name, field in form.fields.items() if isinstance(field, forms.MultipleChoiceField)}
    return frontdoor.has_repeats(request, many)


def page(request: HttpRequest, place: Place, form: forms.BaseForm, heading: str, **more: Any) -> HttpResponse:
    """One form with its button; what was sent and refused comes back as it was typed."""
    context = place.desk.frame(place=place, form=form, heading=heading, may_write=place.desk.leads) | more
    if request.method == "POST" and repeats(request, form):
        return frontdoor.failure(request, 400)
    template = more.get("template", "drafting/parties/form.html")
    return render(request, template, context, status=422 if form.errors else 200)


def searched(request: HttpRequest, *, on: Any) -> tuple[str, list[Organisation]]:
    """What was looked for, and the first organisations that were found."""
    words = text.single_line(request.GET.get("q", ""))[:200]
    if not words:
        return "", []
    rows = Organisation.objects.visible_to(request.user).active_on(on).found_by(words)
    return words, list(rows.order_by("legal_name", "pk")[: FOUND + 1])


def party_of(place: Place, key: str) -> parts.Party:
    found = next((party for party in place.desk.document.parties if party.key == key), None)
    if found is None:
        raise Http404
    return found
