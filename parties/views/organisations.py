"""One organisation: its page, and changing what it says."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from foundation import doors
from parties import ico
from parties.choices import ContactRole
from parties.forms import organisations as forms
from parties.models import Assurance, Contact, Organisation
from parties.policies import organisations as policies
from parties.services import organisations as services
from parties.views import cards, shared

_GET_POST = ["GET", "HEAD", "POST"]


class Card(NamedTuple):
    form: type[forms.CardForm]
    title: str


CARDS = {
    "about": Card(forms.AboutForm, "About the organisation"),
    "reach": Card(forms.ReachForm, "How to reach the organisation"),
    "law": Card(forms.LawForm, "What the law says it is"),
    "ico": Card(forms.IcoForm, "Data protection fee registration"),
}


@require_GET
@login_required
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.organisation(request, slug)
    person = shared.person(request)
    edit = bool(policies.can_edit(person, organisation))
    insider = policies.can_see_people(person, organisation)
    contacts = list(Contact.objects.filter(organisation=organisation).select_related("organisation"))
    assurances = Assurance.objects.filter(organisation=organisation)
    context = shared.frame(request, organisation, "organisation") | {
        "edit": edit,
        "about": cards.about(organisation, edit),
        "reach": cards.reach(organisation, edit),
        "standards": cards.standards(organisation, assurances, shared.today(), edit),
        "contacts": cards.contact_rows(contacts, insider=insider, edit=edit),
        "add_contact": [{"text": "Add", "href": reverse("parties:add_contact", args=[slug])}] if edit else [],
        "dpo_missing": edit and not any(contact.role == ContactRole.DPO for contact in contacts),
        "successors": list(organisation.successions.select_related("successor")),
        "predecessors": list(organisation.origins.select_related("predecessor")),
        "set_up": policies.set_up(organisation) if insider else None,
        "may_end": bool(policies.can_end(person, organisation)),
        "may_undo": bool(policies.can_undo_end(person, organisation)),
    }
    return render(request, "parties/organisation/profile.html", context)


@require_http_methods(_GET_POST)
@login_required
def change(request: HttpRequest, slug: str, card: str) -> HttpResponse:
    organisation = shared.organisation(request, slug)
    if card not in CARDS:
        raise Http404(card)
    person = shared.person(request)
    allowed = policies.can_edit(person, organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    kind = forms.IdentityForm if card == "about" and person.is_operator else CARDS[card].form
    form = kind(shared.posted(request), organisation=organisation)
    if request.method == "POST" and form.is_valid() and _save(request, organisation, form):
        return HttpResponseRedirect(organisation.get_absolute_url())
    return render(
        request,
        "parties/organisation/change.html",
        {"form": form, "organisation": organisation, "title": CARDS[card].title},
    )


def _save(request: HttpRequest, organisation: Organisation, form: forms.CardForm) -> bool:
    def act() -> Organisation:
        return services.update(organisation=organisation, by=shared.person(request), at=shared.now(), **form.facts())

    saved = doors.attempt(form, act)
    if saved is None:
        return False
    odd = ico.oddity(saved.ico_reference) if "ico_reference" in form.cleaned_data else ""
    if odd:
        messages.warning(request, f"Saved. {odd}")
    else:
        messages.success(request, "Saved")
    return True


@require_http_methods(_GET_POST)
@login_required
def add(request: HttpRequest) -> HttpResponse:
    allowed = policies.can_add(shared.person(request))
    if not allowed:
        return shared.refused(request, allowed)
    form = forms.IdentityForm(shared.posted(request))
    if request.method == "POST" and form.is_valid():
        # "hackney  COUNCIL " is Hackney Council: go there instead of scolding.
        existing = services.named(form.cleaned_data["legal_name"])
        if existing is not None:
            messages.info(request, f"{existing.legal_name} is already here. Nothing was added.")
            return HttpResponseRedirect(existing.get_absolute_url())
        made = _create(request, form)
        if made is not None:
            messages.success(request, f"{made.legal_name} has been added. Invite its first administrator.")
            return HttpResponseRedirect(reverse("parties:invite", args=[made.slug]))
    twin = services.looks_like(form.cleaned_data["legal_name"]) if _named(form) else None
    return render(request, "parties/organisation/add.html", {"form": form, "twin": twin})


def _named(form: forms.IdentityForm) -> bool:
    return form.is_bound and bool(form.cleaned_data.get("legal_name"))


def _create(request: HttpRequest, form: forms.IdentityForm) -> Organisation | None:
    values: Any = form.facts()
    return doors.attempt(
        form, lambda: services.create(by=shared.person(request), at=shared.now(), **values), "legal_name"
    )
