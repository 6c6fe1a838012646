"""An organisation's contacts and assurances, one question page each."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from foundation import doors
from parties.choices import AssuranceKind
from parties.forms.records import AssuranceForm, ContactForm
from parties.models import Assurance, Contact, Organisation
from parties.policies import organisations as policies
from parties.services import assurances, contacts
from parties.views import shared

_GET_POST = ["GET", "HEAD", "POST"]


def _page(request: HttpRequest, organisation: Organisation, form: object, title: str, **more: object) -> HttpResponse:
    context = {"form": form, "organisation": organisation, "title": title} | more
    return render(request, "parties/organisation/change.html", context)


@require_http_methods(_GET_POST)
@login_required
def add_contact(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.organisation(request, slug)
    allowed = policies.can_edit(shared.person(request), organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    form = ContactForm(shared.posted(request), initial={"role": request.GET.get("role", "")})
    if request.method == "POST" and form.is_valid():
        made = doors.attempt(
            form,
            lambda: contacts.add_contact(
                organisation=organisation, by=shared.person(request), at=shared.now(), **form.cleaned_data
            ),
        )
        if made is not None:
            messages.success(request, f"{made.name} has been added")
            return HttpResponseRedirect(organisation.get_absolute_url())
    return _page(request, organisation, form, "Add a contact")


def _contact(organisation: Organisation, pk: int) -> Contact:
    found: Contact = get_object_or_404(
        Contact.objects.filter(organisation=organisation).select_related("organisation"), pk=pk
    )
    return found


@require_http_methods(_GET_POST)
@login_required
def change_contact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = shared.organisation(request, slug)
    contact = _contact(organisation, pk)
    allowed = policies.can_edit(shared.person(request), organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    form = ContactForm(shared.posted(request), contact=contact)
    if request.method == "POST" and form.is_valid():
        saved = doors.attempt(
            form,
            lambda: contacts.change_contact(
                contact=contact, by=shared.person(request), at=shared.now(), **form.cleaned_data
            ),
        )
        if saved is not None:
            messages.success(request, f"{saved.name} has been saved")
            return HttpResponseRedirect(organisation.get_absolute_url())
    return _page(request, organisation, form, f"Change {contact.name}")


@require_http_methods(_GET_POST)
@login_required
def remove_contact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = shared.organisation(request, slug)
    contact = _contact(organisation, pk)
    person = shared.person(request)
    allowed = policies.can_edit(person, organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: contacts.remove_contact(contact=contact, by=person, at=shared.now()),
            f"{contact.name} has been removed",
        )
        return HttpResponseRedirect(organisation.get_absolute_url())
    rows = [{"key": "Name", "value": contact.name}, {"key": "What for", "value": contact.get_role_display()}]
    context = {"organisation": organisation, "title": f"Remove {contact.name} from the contacts?", "rows": rows}
    context |= {"button": "Remove contact", "cancel": organisation.get_absolute_url()}
    return render(request, "parties/organisation/confirm.html", context)


@require_http_methods(_GET_POST)
@login_required
def assurance(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    organisation = shared.organisation(request, slug)
    if kind not in AssuranceKind.values:
        raise Http404(kind)
    which = AssuranceKind(kind)
    person = shared.person(request)
    allowed = policies.can_edit(person, organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    held = Assurance.objects.filter(organisation=organisation, kind=which).first()
    if held is not None and request.POST.get("withdraw"):
        return _withdraw(request, organisation, held)
    form = AssuranceForm(shared.posted(request), kind=which, assurance=held)
    if request.method == "POST" and form.is_valid():
        values: Any = form.cleaned_data | {"organisation": organisation, "kind": which.value}
        if doors.attempt(form, lambda: assurances.record(by=person, at=shared.now(), **values)) is not None:
            messages.success(request, "Saved")
            return HttpResponseRedirect(organisation.get_absolute_url())
    return _page(request, organisation, form, which.label, withdraw=held is not None)


def _withdraw(request: HttpRequest, organisation: Organisation, held: Assurance) -> HttpResponse:
    doors.perform(
        request,
        lambda: assurances.withdraw(assurance=held, by=shared.person(request), at=shared.now()),
        f"{held.get_kind_display()} has been removed",
    )
    return HttpResponseRedirect(organisation.get_absolute_url())
