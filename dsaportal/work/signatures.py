"""What waits for somebody about a signature: theirs, or one that they see through for others."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from dsaportal.work.rows import SHOWN, Row, long
from signing.models import Answer, Paper, Question, Request


def signatures(person: User, on: dt.date) -> list[Row]:
    waiting = Request.objects.waiting_for(person, on).select_related("round__version__agreement", "organisation")
    return [
        {
            "title": request.round.version.agreement.title,
            "href": reverse("signing:landing", args=[request.round.version.agreement.reference]),
            "hint": f"For {request.organisation.name}, by {long(request.sign_by_on)}",
            "status": "Sign",
            "colour": "blue",
        }
        for request in waiting[: SHOWN * 3]
    ]


def questions(person: User, on: dt.date) -> list[Row]:
    """What signatories want to know before they sign."""
    asked = (
        Question.objects.visible_to(person)
        .to_answer(person)
        .select_related("request__round__version__agreement", "request__organisation")
    )
    rows = []
    for one in asked[: SHOWN * 3]:
        reference = one.request.round.version.agreement.reference
        rows.append(
            {
                "title": f"{one.request.organisation.name}: {one.get_kind_display().lower()}",
                "href": reverse("signing:one_question", args=[reference, one.pk]),
                "hint": f"{reference}, asked on {long(timezone.localdate(one.asked_at))}",
                "status": "Answer",
                "colour": "blue",
            }
        )
    return rows


def to_choose(person: User, on: dt.date) -> list[Row]:
    """Requests that came back because they were put to the wrong person."""
    returned = (
        Answer.objects.visible_to(person)
        .to_choose(person)
        .select_related("request__round__version__agreement", "request__organisation", "person")
    )
    return [
        {
            "title": one.request.round.version.agreement.title,
            "href": reverse("signing:choose", args=[one.request.round.version.agreement.reference, one.request.slot]),
            "hint": f"{one.person} is not the right person to sign for {one.request.organisation.name}",
            "status": "Choose",
            "colour": "amber",
        }
        for one in returned[: SHOWN * 3]
    ]


def to_clear(person: User, on: dt.date) -> list[Row]:
    """What the party's own reviewer agrees to before its signatory is asked."""
    return [
        {
            "title": one.round.version.agreement.title,
            "href": reverse("signing:clear", args=[one.round.version.agreement.reference]),
            "hint": f"For {one.organisation.name}, by {long(one.sign_by_on)}",
            "status": "Agree",
            "colour": "blue",
        }
        for one in Request.objects.to_clear_by(person).with_round()[: SHOWN * 3]
    ]


def to_check(person: User, on: dt.date) -> list[Row]:
    """Signatures on paper that somebody else brought."""
    papers = Paper.objects.to_check_by(person).select_related(
        "request__round__version__agreement", "request__organisation"
    )
    return [
        {
            "title": one.request.round.version.agreement.title,
            "href": reverse(
                "signing:paper_check", args=[one.request.round.version.agreement.reference, one.request.slot]
            ),
            "hint": f"{one.get_route_display()}: {one.name}, for {one.request.organisation.name}",
            "status": "Check",
            "colour": "amber",
        }
        for one in papers[: SHOWN * 3]
    ]
