"""People of the scene who do not sign, or not yet, and others who may in their place."""

import datetime as dt

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from parties.authority_rules import Scope, Term
from parties.evidence import Content
from parties.models import Organisation
from parties.services import authority
from signing import policies_answers as policies
from signing.choices import DeclineReason, OnDecline, QuestionKind, SeenBy
from signing.evidence import Circumstances
from signing.models import Answer, Question, Request, Retraction
from signing.services import answers, rounds
from tests.factories.people import make_person
from tests.signing import papers, scene

DAY = dt.timedelta(days=1)
QUORUM = {
    "into_force": {"rule": "quorum", "number": 1, "named": ["essex"]},
    "review": {"rule": "interval", "first_after_months": 6, "then_every_months": 12},
    "ongoing": True,
}
"""The term of a text that comes into force once its lead has signed."""


def deputy(organisation: Organisation, at: dt.datetime, name: str = "Dee Puty") -> User:
    """A second person who may sign for the organisation."""
    email = f"{name.split(maxsplit=1)[0].lower()}@{organisation.slug}.example"
    person = make_person(email, organisation, [Role.SIGNATORY], full_name=name, job_title="Deputy")
    person.rank = "Inspector"
    person.save()
    authority.record(
        organisation=organisation,
        person=person,
        office=authority.Office("Deputy", "Inspector"),
        scope=Scope(),
        term=Term(timezone.localdate(at) - 30 * DAY),
        evidence=Content("minute.pdf", "application/pdf", papers.blank()),
        by=administrator(organisation),
        at=at,
    )
    return person


def administrator(organisation: Organisation) -> User:
    return User.objects.get(email=f"admin1@{organisation.slug}.example")


def continuing(staged: scene.Scene, at: dt.datetime, sign_by: dt.date = scene.SIGN_BY) -> None:
    """A round that goes on without a party that declines, as far as the text lets it."""
    rounds.open_round(
        version=staged.version,
        signatories={"essex": staged.first, "police": staged.second},
        sign_by=sign_by,
        terms=rounds.Terms(on_decline=OnDecline.CONTINUES),
        by=staged.officer,
        at=at,
    )


def ask(
    staged: scene.Scene, person: User, at: dt.datetime, kind: QuestionKind = QuestionKind.QUESTION, text: str = "Why?"
) -> Question:
    return answers.ask(request=staged.request_of(person), kind=kind, text=text, by=person, at=at)


def decline(
    staged: scene.Scene,
    person: User,
    at: dt.datetime,
    *,
    reason: DeclineReason = DeclineReason.SECURITY,
    text: str = "No test of the backup.",
    seen_by: SeenBy = SeenBy.ALL,
) -> Answer:
    request = staged.request_of(person)
    return answers.decline(request=request, reason=reason, text=text, seen_by=seen_by, by=person, at=at)


def pass_on(staged: scene.Scene, person: User, to: User, at: dt.datetime, text: str = "On leave.") -> Request:
    return answers.pass_on(request=staged.request_of(person), to=to, text=text, by=person, at=at)


def retract(request: Request, person: User, at: dt.datetime, reason: str = "Signed too early.") -> Retraction:
    assert request.live is not None
    purpose = policies.purpose_of_retraction(request.live)
    return answers.retract(
        request=request,
        reason=reason,
        proof=scene.prove(person, request, at, purpose),
        circumstances=Circumstances("192.0.2.7", "A browser", "en-GB"),
        by=person,
        at=at,
    )
