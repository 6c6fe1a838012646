"""Signing in with one's organisation, and linking that to an account one already has."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from requests import RequestException

from accounts import single_sign_on
from accounts.forms.signing_in import OrganisationForm
from accounts.models import User
from foundation.frontdoor import safe_path


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The address's domain says whose sign-in to go to. Nothing here depends on whether there is an account."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    back = safe_path(request.POST.get("next") or request.GET.get("next"), "")
    if form.is_valid():
        provider = single_sign_on.provider_for(form.cleaned_data["email"])
        if provider is None:
            form.add_error(
                "email", "Your organisation's sign-in is not set up here. Sign in with your password instead."
            )
        else:
            return _go(request, form, provider, back)
    context = {"form": form, "next": back}
    return render(request, "accounts/organisation/sign_in.html", context, status=422 if form.errors else 200)


def _go(request: HttpRequest, form: OrganisationForm, provider: single_sign_on.Provider, back: str) -> HttpResponseBase:
    door = get_adapter().get_provider(request, provider.id)
    try:
        hint = door.get_auth_params() | {"login_hint": form.cleaned_data["email"]}
        answer: HttpResponseBase = door.redirect(request, "login", next_url=back or None, auth_params=hint)
    except RequestException:
        form.add_error(None, f"{provider.name}'s sign-in does not answer. Try again in a few minutes.")
        return render(request, "accounts/organisation/sign_in.html", {"form": form, "next": back}, status=503)
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """There is an account with this address. Its owner signs in to it, here, and then links the two by a button."""
    pending = _pending(request)
    if pending is None:
        return redirect("accounts:details" if request.user.is_authenticated else "account_login")
    provider = single_sign_on.by_id(pending.account.provider)
    address = provider.proved_address(single_sign_on.said_by(pending)) if provider else ""
    context: dict[str, Any] = {"provider": provider.name if provider else "", "address": address}
    if not request.user.is_authenticated:
        context["sign_in"] = f"{reverse('account_login')}?next={reverse('accounts:organisation_link')}"
        return render(request, "accounts/organisation/sign_in_to_link.html", context)
    person = request.user
    if not address or person.email.lower() != address:
        request.session.pop(single_sign_on.TO_LINK, None)
        return render(request, "socialaccount/refused.html", context | {"why": "other"}, status=403)
    if request.method == "POST":
        return _linked(request, person, pending, context["provider"])
    return render(request, "accounts/organisation/link.html", context)


def _linked(request: HttpRequest, person: User, pending: SocialLogin, name: str) -> HttpResponse:
    request.session.pop(single_sign_on.TO_LINK, None)
    pending.connect(request, person)
    messages.success(request, f"You can now sign in with {name}")
    return redirect("accounts:details")


def _pending(request: HttpRequest) -> SocialLogin | None:
    data = request.session.get(single_sign_on.TO_LINK)
    if not data:
        return None
    try:
        return SocialLogin.deserialize(data)
    except (ValueError, KeyError, TypeError):
        request.session.pop(single_sign_on.TO_LINK, None)
        return None
