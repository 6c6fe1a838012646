"""What waits for somebody about a text, its parties and its reviews."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from accounts import access
from accounts.models import User
from accounts.roles import OrgPermission
from agreements.choices import WRITING, Status
from agreements.models import Agreement
from drafting.models import Thread
from dsaportal.work.rows import SHOWN, Row, long
from parties.models import MandateBody, Organisation
from parties.policies import organisations as organisation_policies
from reviews import approvals, reviewing_work


def to_review(person: User, on: dt.date) -> list[Row]:
    return [
        {
            "title": one.agreement.title,
            "href": reverse("reviews:decide", args=[one.agreement.reference]),
            "hint": f"For {one.row.organisation.name}, by {long(one.circulation.due_on)}",
            "status": one.row.standing.label,
            "colour": one.row.colour,
        }
        for one in approvals.waiting_for(person)
    ]


def to_settle(person: User, on: dt.date) -> list[Row]:
    """What parties have answered that the lead must do something about."""
    return [
        {
            "title": f"{one.row.organisation.name}: {one.row.standing.label.lower()}",
            "href": reverse("reviews:board", args=[one.agreement.reference]),
            "hint": f"{one.agreement.reference} {one.agreement.title}",
            "status": "To settle",
            "colour": one.row.colour,
        }
        for one in approvals.to_settle(person)
    ]


def reviews(person: User, on: dt.date) -> list[Row]:
    """Reviews to answer or to conclude, and those that others keep waiting."""
    rows = []
    for one in reviewing_work.waiting_for(person, on):
        name = "answer" if one.to_answer else "conclude" if one.to_conclude else "one"
        late = one.due_on is None or one.due_on < on
        words = {"answer": "Answer", "conclude": "Conclude", "one": "Overdue" if late else "Waiting for others"}
        rows.append(
            {
                "title": one.agreement.title,
                "href": reverse(f"reviews:{name}", args=[one.agreement.reference, one.number]),
                "hint": f"Review due {long(one.due_on)}",
                "status": words[name],
                "colour": "red" if late else "blue",
            }
        )
    return rows


def set_up(person: User, on: dt.date) -> list[Row]:
    rows = []
    for organisation in Organisation.objects.of(person, OrgPermission.MANAGE_PEOPLE).active_on(on)[:SHOWN]:
        todo = organisation_policies.set_up(organisation)
        if not todo.is_complete:
            rows.append(
                {
                    "title": f"Set up {organisation.name}",
                    "href": reverse("parties:set_up", args=[organisation.slug]),
                    "hint": "It cannot be asked to sign until this is done",
                    "status": todo.progress,
                    "colour": "blue",
                }
            )
    return rows


def mandates(person: User, on: dt.date) -> list[Row]:
    mine = access.organisation_ids(person, OrgPermission.MANAGE_PEOPLE)
    waiting = MandateBody.objects.filter(
        Q(mandate__ends_on=None) | Q(mandate__ends_on__gte=on),
        organisation__in=mine,
        answers=None,
        mandate__ended_at=None,
    )
    return [
        {
            "title": f"{body.mandate.person} wants to sign for {body.organisation.name}",
            "href": body.mandate.get_absolute_url(),
            "hint": body.mandate.office,
            "status": "Waiting for your answer",
            "colour": "blue",
        }
        for body in waiting.select_related("mandate__person", "organisation")[: SHOWN * 3]
    ]


def drafts(person: User, on: dt.date) -> list[Row]:
    return _led(person, frozenset({*WRITING, Status.AGREED}))


def to_fill_in(person: User, on: dt.date) -> list[Row]:
    """Drafts of others to which the person's organisations are parties: their own rows are theirs to write."""
    mine = access.organisation_ids(person, OrgPermission.DRAFT)
    found = Agreement.objects.filter(status__in=WRITING, parties__organisation__in=mine).exclude(lead__in=mine)
    return [
        {
            "title": agreement.title,
            "href": reverse("drafting:tasks", args=[agreement.reference]),
            "hint": f"{agreement.reference}, led by {agreement.lead.name}",
            "status": "Fill in your part",
            "colour": "blue",
        }
        for agreement in found.select_related("lead").order_by("-status_at", "-pk").distinct()[: SHOWN * 3]
    ]


def comments(person: User, on: dt.date) -> list[Row]:
    """Questions to the person or their organisation; for those who write a text, what to settle in it."""
    found = Thread.objects.visible_to(person).needing(person).select_related("agreement", "organisation")
    return [
        {
            "title": f"{thread.get_kind_display()} from {thread.organisation.name}",
            "href": thread.get_absolute_url(),
            "hint": f"{thread.agreement.reference} {thread.agreement.title}",
            "status": "Blocking" if thread.is_blocking else "Waiting for your answer",
            "colour": "red" if thread.is_blocking else "blue",
        }
        for thread in found.order_by("-is_blocking", "at", "pk")[: SHOWN * 3]
    ]


def waiting(person: User, on: dt.date) -> list[Row]:
    return _led(person, frozenset({Status.SIGNING}))


def _led(person: User, statuses: frozenset[Status]) -> list[Row]:
    """Agreements that the person's organisations lead and that stand in one of these states."""
    lead = access.organisation_ids(person, OrgPermission.DRAFT)
    found = Agreement.objects.filter(lead__in=lead, status__in=statuses).order_by("-status_at", "-pk")
    return [
        {
            "title": agreement.title,
            "href": agreement.get_absolute_url(),
            "hint": agreement.reference,
            "status": agreement.get_status_display(),
            "colour": agreement.status_colour,
        }
        for agreement in found[: SHOWN * 3]
    ]
