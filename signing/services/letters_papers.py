"""The messages about signatures that somebody brought, written in the transaction of their cause."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from foundation import workdays
from notices import services as notices
from notices.services import Letter
from parties.models import Membership
from signing import policies_papers as policies
from signing.choices import PaperOutcome
from signing.models import Paper, Request
from signing.services.letters import facts

EVERY = 2
"""Working days between reminders to check."""
STOPS_AFTER = dt.timedelta(days=30)


def ask_check(*, paper: Paper, at: dt.datetime) -> None:
    """Everybody who could be the second person; whoever comes first checks it."""
    _ask(paper, "first", at)


def remind_check(*, paper: Paper, at: dt.datetime) -> bool:
    """Ask again when the day has come. After an outage one message is sent, not a pile. False when none is due."""
    calendar = workdays.of_nation(paper.request.organisation.nation)
    brought_on, today = timezone.localdate(paper.uploaded_at), workdays.day_of(at)
    last = min(today, brought_on + STOPS_AFTER)
    due, following = None, calendar.moved(brought_on, EVERY)
    while following <= last:
        due, following = following, calendar.moved(following, EVERY)
    return due is not None and _ask(paper, f"{due:%Y%m%d}", at)


def tell_result(*, paper: Paper, at: dt.datetime) -> None:
    """Whoever brought it, and the lead's officers; not the one who has just checked it."""
    request = paper.request
    officers = _officers(request.round.version.agreement.lead_id)
    people = {person.pk: person for person in (paper.uploaded_by, *officers) if person.pk != paper.checked_by_id}
    accepted = paper.outcome == PaperOutcome.ACCEPTED
    context = _facts(paper) | {"accepted": accepted, "reason": paper.reason, "checker": str(paper.checked_by)}
    link = reverse("signing:paper", args=[context["reference"], request.slot])
    _send("sign.paper_result", paper, list(people.values()), "", context | {"link": link}, at)


def report_virus(*, request: Request, by: User, at: dt.datetime) -> None:
    reference = request.round.version.agreement.reference
    notices.queue_for_operators(
        kind="ops.upload_virus",
        dedupe_key=f"ops.upload_virus:{by.pk}:{timezone.localdate(at)}",
        context={
            "reference": reference,
            "person": str(by),
            "email": by.email,
            "organisation": request.organisation.name,
        },
        at=at,
        about=reference,
    )


def _ask(paper: Paper, key: str, at: dt.datetime) -> bool:
    people = [one for one in policies.checkers(paper.request) if one.pk != paper.uploaded_by_id]
    context = _facts(paper) | {"reminder": key != "first"}
    link = reverse("signing:paper_check", args=[context["reference"], paper.request.slot])
    return _send("sign.paper_check", paper, people, f":{key}", context | {"link": link}, at)


def _send(kind: str, paper: Paper, people: list[User], key: str, context: dict[str, object], at: dt.datetime) -> bool:
    request = paper.request
    letters = [
        Letter(
            recipient=person,
            dedupe_key=f"{kind}:{paper.pk}:{person.pk}{key}",
            context=context,
            organisation=request.organisation_id,
        )
        for person in people
    ]
    if letters:
        notices.queue_many(kind=kind, letters=letters, at=at, about=request.round.version.agreement.reference)
    return bool(letters)


def _facts(paper: Paper) -> dict[str, object]:
    request: Request = paper.request
    return facts(request.round.version) | {
        "organisation": request.organisation.legal_name,
        "uploader": str(paper.uploaded_by),
        "signer": paper.name,
        "dated_on": paper.dated_on,
        "how": paper.get_route_display().lower(),
    }


def _officers(organisation: int) -> list[User]:
    places = Membership.objects.active().in_role(Role.IG_OFFICER).filter(organisation=organisation)
    return [place.person for place in places.select_related("person").order_by("pk")]
