"""From the link in an invitation to an account that can accept it. Looking changes nothing."""

from allauth.account.internal.userkit import filter_users_by_email
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import invited, single_sign_on
from accounts.models import Invitation
from accounts.services import invitations, people

DEAD = "dead_invitation"


@require_safe
@never_cache
def landing(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail: keeps its digest for this browser and takes the token out of the address bar."""
    try:
        found = invitations.find(token, timezone.now())
    except invitations.DeadLink as dead:
        return _gone(request, dead)
    invited.remember(request, found)
    return redirect("accounts:invitation")


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Where the invited person goes on: to make an account, to sign in, or to read what is offered and accept it."""
    try:
        found = invited.current(request, timezone.now())
    except invitations.DeadLink as dead:
        return _gone(request, dead)
    if request.user.is_authenticated:
        if request.user.email.lower() == found.email.lower():
            return redirect(settings.INVITATIONS_ARE_SHOWN_AT)
        return render(request, "accounts/invitation/other_person.html", {"invitation": found}, status=200)
    context = {
        "invitation": found,
        "has_account": _has_account(found),
        "provider": single_sign_on.provider_for(found.email),
        "sign_in": f"{reverse('account_login')}?next={reverse('accounts:invitation')}",
    }
    return render(request, "accounts/invitation/welcome.html", context)


@require_POST
def as_another(request: HttpRequest) -> HttpResponse:
    """Sign the other person out and go on with the invitation in the same browser."""
    digest = request.session.get(invited.SESSION_KEY)
    logout(request)
    request.session[invited.SESSION_KEY] = digest
    return redirect("accounts:invitation")


@require_POST
def ask_for_new(request: HttpRequest) -> HttpResponse:
    """Pass the request on to whoever invited. The answer is the same whether or not there was an invitation."""
    digest = request.session.pop(DEAD, "")
    row = Invitation.objects.filter(digest=digest).first() if isinstance(digest, str) else None
    if row and invitations.dead_because(row, timezone.now()) != invitations.Reason.USED:
        invitations.ask_for_new(invitation=row, at=timezone.now())
    return render(request, "accounts/invitation/asked.html")


def instead_of_signing_up(request: HttpRequest) -> HttpResponse | None:
    """Where to send somebody who cannot or need not make an account now; None when they can."""
    if request.user.is_authenticated:
        return redirect("accounts:invitation")
    try:
        found = invited.current(request, timezone.now())
    except invitations.DeadLink as dead:
        return _gone(request, dead)
    return redirect("accounts:invitation") if _has_account(found) else None


def _has_account(invitation: Invitation) -> bool:
    return bool(filter_users_by_email(invitation.email)) and people.unfinished(email=invitation.email) is None


def _gone(request: HttpRequest, dead: invitations.DeadLink) -> HttpResponse:
    invited.forget(request)
    if dead.invitation is not None:
        request.session[DEAD] = dead.invitation.digest
    context = {"reason": dead.reason, "invitation": dead.invitation}
    return render(request, "accounts/invitation/gone.html", context, status=410)
