"""In and out."""

import re
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import get_next_redirect_url
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import clock, single_sign_on
from accounts.tokens import ResetTokens, cleaned
from accounts.views import invitation
from foundation.frontdoor import safe_path

_REFERENCE = re.compile(r"/agreements/(DSA-\d{4}-\d{4,7}(?:-[1-9]\d{0,2})?)/")


class _Afresh:
    """Coming back to the first page gives up a sign-in that was left half way; allauth would lead back into it."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        clear_login(request)


class AskCode(_Afresh, allauth_views.RequestLoginCodeView):  # type: ignore[misc]
    pass


class SignIn(_Afresh, allauth_views.LoginView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found = _REFERENCE.search(get_next_redirect_url(self.request) or "")
        context["reference"] = found.group(1) if found else ""
        context["has_organisations"] = bool(single_sign_on.providers())
        return context


class _Invited:
    """Closed without an invitation; with one whose address has an account already, signing in is the way."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = invitation.instead_of_signing_up(request)
        return answer or super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except IntegrityError:
            return redirect("accounts:invitation")  # the button was pressed twice, and the first press won


class SignUp(_Invited, allauth_views.SignupView):  # type: ignore[misc]
    pass


class SignUpByPasskey(_Invited, allauth_views.SignupByPasskeyView):  # type: ignore[misc]
    pass


class SignOut(allauth_views.LogoutView):  # type: ignore[misc]
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        # On the answer to the act, not on the page that follows: a picture on a stranger's page could fetch that.
        response["Clear-Site-Data"] = clock.CLEAR
        return response


@require_safe
@never_cache
def signed_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("accounts:details")
    back = safe_path(request.GET.get("next"), "")
    timed_out = request.GET.get("why") == "timeout"
    return render(request, "accounts/signed_out.html", {"timed_out": timed_out, "next": back})


class Reset(allauth_views.PasswordResetFromKeyView):  # type: ignore[misc]
    """A link that no longer works answers 410 and says which way it died; mail programs' litter is trimmed off."""

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponseBase:
        tidy = cleaned(key)
        if tidy != key and request.method == "GET":
            return redirect(reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": tidy}))
        response: HttpResponseBase = super().dispatch(request, uidb36, key, **kwargs)
        # None only where the library looked and found nobody; on its way to the form it has not looked yet.
        if getattr(self, "reset_user", self) is None:
            expired = ResetTokens().has_expired(self.key, timezone.now())
            return render(request, "account/reset_dead.html", {"expired": expired}, status=410)
        return response
