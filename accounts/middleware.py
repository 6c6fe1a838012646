"""Before any page: is the session still alive, and has the person the second factor that their role asks for?"""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts import clock, factors
from accounts.services import people
from foundation import frontdoor

Handler = Callable[[HttpRequest], HttpResponse]

# Pages that somebody without a second factor still needs: the account itself, help, health, files.
_OPEN_TO_ALL = (
    "/account/",
    "/static/",
    "/help/",
    "/healthz",
    "/readyz",
    "/dev/",
    "/session/",
    "/.well-known/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/terms/",
    "/security/",
    "/status/",
)
# Asked by machines, and answered without looking at who asks.
_FOR_MACHINES = ("/static/", "/healthz", "/readyz")
# Pages that need nobody: they stay up when the database, and with it every session, is away.
_FOR_NOBODY = (*_FOR_MACHINES, *(page for page in _OPEN_TO_ALL if page not in {"/account/", "/dev/", "/session/"}))


# What they do for an address that has an account takes longer than what they do for one that has none.
_ALIKE = ("/account/sign-in/code/", "/account/reset/")


class Unhurried:
    """Answers no sooner than it would for somebody else, where the time would tell who has an account (P24)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.path not in _ALIKE:
            return self.get_response(request)
        until = time.monotonic() + settings.ALIKE_SECONDS
        response = self.get_response(request)
        time.sleep(max(until - time.monotonic(), 0))
        return response


class SessionClock:
    """Ends sessions that were left alone for an hour or are half a day old. Writes once a minute at most."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_FOR_MACHINES):
            return self.get_response(request)
        try:
            signed_in = request.user.is_authenticated
        except DatabaseError:
            return self._without_sessions(request)
        if signed_in:
            now = timezone.now()
            state = clock.state(request.session, now)
            if state is clock.State.OVER:
                return self._ended(request)
            # What a page asks by itself, while nobody may be sitting before it, is no use of the session.
            if state is clock.State.TO_NOTE and "X-Untouched" not in request.headers:
                clock.note(request, now)
                ip = get_client_ip(request)  # as allauth counts: behind our proxies, not the last of them
                people.saw(session_key=request.session.session_key or "", ip=ip, at=now)
        response = self.get_response(request)
        if response.status_code == 429:
            response.setdefault("Retry-After", "900")
        return response

    def _without_sessions(self, request: HttpRequest) -> HttpResponse:
        """Nobody can be told apart: pages that need nobody are shown as to a stranger, and the rest is away."""
        request.user = AnonymousUser()
        if request.path == "/" or request.path.startswith(_FOR_NOBODY):
            return self.get_response(request)
        return frontdoor.failure(request, 503)

    def _ended(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        # A page is worth coming back to; what a form would have done is not done again behind anybody's back.
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
        query = {"why": "timeout"} | ({"next": back} if back else {})
        response = redirect(f"{reverse('accounts:signed_out')}?{urlencode(query)}")
        response["Clear-Site-Data"] = clock.CLEAR
        return response


class SecondFactorRequired:
    """Leads whoever needs a second factor and has none to the page where one is set up, and nowhere else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._may_pass(request):
            return self.get_response(request)
        wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        return redirect(reverse("accounts:factor_needed") + query)

    @staticmethod
    def _may_pass(request: HttpRequest) -> bool:
        if request.path.startswith(_OPEN_TO_ALL) or not request.user.is_authenticated:
            return True
        return factors.has_one(request.user) or not factors.is_needed_by(request.user)
