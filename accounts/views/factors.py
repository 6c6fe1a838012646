"""Adding a second factor.

allauth lets somebody who has neither password nor factor add one without proving anything again. A stolen session
could so make itself the owner: such a person has to have signed in within the last ten minutes.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User

RECENT = 600
View = Callable[..., HttpResponseBase]


def signed_in_recently(request: HttpRequest) -> bool:
    records = get_authentication_records(request, cast(User, request.user))
    return any(0 <= time.time() - record.get("at", 0) < RECENT for record in records)


def _known(view: View) -> View:
    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not get_reauthentication_flows(cast(User, request.user)) and not signed_in_recently(request):
            logout(request)
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return checked


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """allauth forgets the form that was sent, and with it what was wrong."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | kwargs


activate_totp = _known(ActivateTOTPView.as_view())
add_passkey = _known(AddPasskey.as_view())
