"""The invitation that this browser has opened: its digest waits in the session until the person has signed in."""

import datetime as dt

from django.http import HttpRequest

from accounts.models import Invitation
from accounts.services import invitations

SESSION_KEY = "invitation"


def remember(request: HttpRequest, invitation: Invitation) -> None:
    request.session[SESSION_KEY] = invitation.digest


def current(request: HttpRequest, at: dt.datetime) -> Invitation:
    """The invitation of this browser; ``DeadLink`` when there is none or it no longer works."""
    digest = request.session.get(SESSION_KEY)
    if not isinstance(digest, str):
        raise invitations.DeadLink(invitations.Reason.UNKNOWN)
    return invitations.find_by_digest(digest, at)


def find(request: HttpRequest, at: dt.datetime) -> Invitation | None:
    """As ``current``, but None instead of an exception."""
    try:
        return current(request, at)
    except invitations.DeadLink:
        return None


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)
