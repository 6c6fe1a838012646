"""What an organisation decides for itself: its page, a page of questions for each card, and its logo."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from foundation import doors
from parties import logos, preferences
from parties.forms import settings as forms
from parties.models import Organisation, OrganisationSettings
from parties.policies import organisations as policies
from parties.services import settings as services
from parties.views import settings_rows, shared

_GET_POST = ["GET", "HEAD", "POST"]


class Card(NamedTuple):
    form: type[forms.SettingsForm]
    title: str


CARDS = {
    "reviews": Card(forms.ReviewsForm, "When agreements are reviewed"),
    "drafts": Card(forms.DraftsForm, "How long partners have for a draft"),
    "publication": Card(forms.PublicationForm, "What the public register shows"),
}


@require_GET
@login_required
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.with_people(request, slug)
    edit = bool(policies.can_change_settings(shared.person(request), organisation))
    chosen = preferences.settings_of(organisation)
    context = shared.frame(request, organisation, "settings") | {
        "cards": settings_rows.cards(organisation, chosen, edit=edit),
        "logo": settings_rows.logo(organisation, chosen),
        "sign_in": settings_rows.sign_in(organisation),
        "edit": edit,
    }
    return render(request, "parties/organisation/settings.html", context)


@require_http_methods(_GET_POST)
@login_required
def change(request: HttpRequest, slug: str, card: str) -> HttpResponse:
    organisation = shared.with_people(request, slug)
    if card not in CARDS:
        raise Http404(card)
    allowed = policies.can_change_settings(shared.person(request), organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    form = CARDS[card].form(shared.posted(request), preferences=preferences.settings_of(organisation))
    if request.method == "POST" and form.is_valid() and _save(request, organisation, form) is not None:
        messages.success(request, "Saved")
        return HttpResponseRedirect(_page(organisation))
    context = {"form": form, "organisation": organisation, "title": CARDS[card].title, "back": _page(organisation)}
    return render(request, "parties/organisation/change_settings.html", context)


def _save(request: HttpRequest, organisation: Organisation, form: forms.SettingsForm) -> OrganisationSettings | None:
    def act() -> OrganisationSettings:
        by, at = shared.person(request), shared.now()
        return services.change_settings(organisation=organisation, by=by, at=at, **form.chosen())

    return doors.attempt(form, act)


@require_http_methods(_GET_POST)
@login_required
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.with_people(request, slug)
    allowed = policies.can_change_settings(shared.person(request), organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    if "remove" in request.POST:
        services.remove_logo(organisation=organisation, by=shared.person(request), at=shared.now())
        messages.success(request, "The logo has been removed")
        return HttpResponseRedirect(_page(organisation))
    form = forms.LogoForm(shared.posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and _take(request, organisation, form) is not None:
        messages.success(request, "The logo has been saved")
        return HttpResponseRedirect(_page(organisation))
    held = settings_rows.logo(organisation, preferences.settings_of(organisation))
    context = {"form": form, "organisation": organisation, "logo": held, "back": _page(organisation)}
    return render(request, "parties/organisation/logo.html", context)


def _take(request: HttpRequest, organisation: Organisation, form: forms.LogoForm) -> OrganisationSettings | None:
    def act() -> OrganisationSettings:
        picture = form.cleaned_data["logo"].read()
        by, at = shared.person(request), shared.now()
        return services.change_logo(organisation=organisation, picture=picture, by=by, at=at)

    return doors.attempt(form, act, "logo")


@require_safe
@login_required
def logo_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The portal's own drawing of the logo, never the file that was sent."""
    organisation = shared.with_people(request, slug)
    picture = logos.content_of(preferences.settings_of(organisation).logo_sha256)
    if picture is None:
        raise Http404(slug)
    response = HttpResponse(picture, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def _page(organisation: Organisation) -> str:
    return reverse("parties:settings", args=[organisation.slug])
