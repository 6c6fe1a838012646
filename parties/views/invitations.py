"""Inviting people, and the page on which the invited person says yes."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import invited
from accounts.roles import ABOUT, Role
from accounts.services.invitations import DeadLink
from foundation import doors
from parties import current
from parties.forms.people import InviteForm
from parties.models import MembershipOffer, Organisation
from parties.policies import organisations as organisation_policies
from parties.policies import people as policies
from parties.services import invitations as services
from parties.views import giving, shared

_GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_POST)
@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.organisation(request, slug)
    person = shared.person(request)
    allowed = policies.can_invite(person, organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    first = not policies.administrators(organisation)
    form = InviteForm(shared.posted(request), first=first)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        verb = partial(services.invite, organisation=organisation, by=person, at=shared.now(), **values)
        if giving.attempt(request, form, values["roles"], verb, "email") is not None:
            messages.success(request, f"We have sent an invitation to {values['email']}")
            return HttpResponseRedirect(_after(request, organisation))
    context = {"form": form, "organisation": organisation, "first": first, "cancel": _after(request, organisation)}
    return render(request, "parties/people/invite.html", context)


def _after(request: HttpRequest, organisation: Organisation) -> str:
    if organisation_policies.can_see_people(shared.person(request), organisation):
        return reverse("parties:people", args=[organisation.slug])
    return organisation.get_absolute_url()


def _offer(request: HttpRequest, slug: str, pk: int) -> MembershipOffer:
    organisation = shared.with_people(request, slug)
    found: MembershipOffer = get_object_or_404(
        MembershipOffer.objects.select_related("organisation", "invitation"), organisation=organisation, pk=pk
    )
    return found


@require_POST
@login_required
def send_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    offer = _offer(request, slug, pk)
    doors.perform(
        request,
        lambda: services.send_again(offer=offer, by=shared.person(request), at=shared.now()),
        f"We have sent an invitation to {offer.invitation.email}. The link in the earlier message no longer works.",
    )
    return HttpResponseRedirect(reverse("parties:people", args=[slug]))


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    offer = _offer(request, slug, pk)
    doors.perform(
        request,
        lambda: services.withdraw(offer=offer, by=shared.person(request), at=shared.now()),
        f"The invitation to {offer.invitation.email} is withdrawn",
    )
    return HttpResponseRedirect(reverse("parties:people", args=[slug]))


def _current(request: HttpRequest) -> MembershipOffer | None:
    """The offer behind the link that this browser has opened, if it still works and is for this person."""
    try:
        invitation = invited.current(request, shared.now())
    except DeadLink:
        return None
    if invitation.email.lower() != shared.person(request).email.lower():
        return None
    return services.offer_of(invitation)


@require_GET
@login_required
def invitation(request: HttpRequest) -> HttpResponse:
    offer = _current(request)
    if offer is None:
        # The accounts' page says which of the reasons it is, and offers to ask for a new link.
        return HttpResponseRedirect(reverse("accounts:invitation"))
    roles = [{"label": role.label, "about": ABOUT[role]} for role in Role if role.value in offer.roles]
    return render(request, "parties/invitation/show.html", {"offer": offer, "roles": roles})


@require_POST
@login_required
def accept(request: HttpRequest) -> HttpResponse:
    offer = _current(request)
    if offer is None:
        return HttpResponseRedirect(reverse("accounts:invitation"))
    organisation = offer.organisation
    accepted = doors.perform(
        request,
        lambda: services.accept(offer=offer, person=shared.person(request), at=shared.now()),
        f"You now belong to {organisation.legal_name}",
    )
    if not accepted:
        return HttpResponseRedirect(reverse("parties:invitation"))
    invited.forget(request)
    current.choose(request, organisation)
    return HttpResponseRedirect(organisation.get_absolute_url())
