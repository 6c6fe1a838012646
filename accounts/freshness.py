"""Step-up: proof from minutes ago, with a real second factor, that the person at this browser is the account's owner.

django-allauth answers "recently confirmed" for people who have neither password nor factor (single sign-on only,
emailed code only). Nothing here asks it. A password alone, an emailed code or a recovery code never counts.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts import clock
from accounts.models import Confirmation
from accounts.services import confirmations

MAX_AGE = 600
WANTED = "confirm_for"
DIGEST = "confirm_digest"
SAYING = "confirm_saying"
View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an act may say about how its person was known."""

    method: str
    at: dt.datetime
    credential: str
    """Which factor, by kind and number; no secret."""
    purpose: str
    confirmation: int
    """The key of the ``accounts.Confirmation`` kept for the record."""
    proof: dict[str, Any]
    """A passkey's signed answer, checkable by anybody later; empty for a code from an app."""


def session_digest(request: HttpRequest) -> str:
    """The session's name in records: survives a change of its key, and does not open it."""
    if clock.ANCHOR not in request.session:
        clock.start(request, timezone.now())  # noqa: TID251 - a door
    return hashlib.sha256(str(request.session[clock.ANCHOR]).encode()).hexdigest()


def fresh_evidence(request: HttpRequest, max_age: int = MAX_AGE, *, purpose: str = "") -> Evidence | None:
    """The unused proof given in this session for exactly this purpose in the last ``max_age`` seconds, if any.

    An act that needs a proof of its own uses it up by ``confirmations.use`` in the act's transaction.
    """
    found = _latest(request, max_age, purpose)
    return _evidence(found) if found else None


def bind(
    request: HttpRequest, purpose: str, *, then: str = "", digest: str = "", saying: str = ""
) -> HttpResponseRedirect:
    """Send the person to prove it for this one purpose, and then to the path ``then`` (this page if left out).

    A purpose names everything that the proof must not be used for otherwise, such as the agreement, the version and
    its fingerprint. ``digest`` is the SHA-256, in hexadecimal, of what the person is about to do: a passkey then signs
    it. ``saying`` tells the person in one sentence what they confirm.
    """
    request.session[WANTED] = purpose
    request.session[DIGEST], request.session[SAYING] = digest, saying
    target = then or request.get_full_path()
    return HttpResponseRedirect(f"{reverse('accounts:confirm')}?{urlencode({'next': target})}")


def fresh_factor_required(view: View) -> View:
    """Only for somebody who confirmed with a second factor in the last ten minutes; others are asked to."""

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if fresh_evidence(request) is None:
            then = request.get_full_path() if request.method == "GET" else request.path
            return bind(request, "", then=then)
        return view(request, *args, **kwargs)

    return cast(View, asked)


def _latest(request: HttpRequest, max_age: int, purpose: str) -> Confirmation | None:
    if not request.user.is_authenticated:
        return None
    return confirmations.latest(
        person=request.user,
        session_digest=session_digest(request),
        purpose=purpose,
        at=timezone.now(),  # noqa: TID251 - a door
        max_age=dt.timedelta(seconds=max_age),
    )


def _evidence(row: Confirmation) -> Evidence:
    return Evidence(
        method=row.method,
        at=row.confirmed_at,
        credential=row.credential,
        purpose=row.purpose,
        confirmation=row.pk,
        proof=row.proof,
    )
