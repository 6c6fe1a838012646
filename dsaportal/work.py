"""The in-tray: what waits for one person, gathered from the rooms below. Each group stands or fails alone."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts import access
from accounts.models import User
from accounts.roles import OrgPermission
from agreements.choices import WRITING, Status
from agreements.models import Agreement
from drafting.models import Thread
from parties.models import MandateBody, Organisation
from parties.policies import organisations as organisation_policies
from reviews.models import Plan
from signing.models import Request

logger = logging.getLogger(__name__)

SHOWN = 10

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    title: str
    rows: list[Row] = field(default_factory=list)
    more_href: str = ""
    failed: bool = False

    @property
    def shown(self) -> list[Row]:
        return self.rows[:SHOWN]

    @property
    def count(self) -> int:
        return len(self.rows)


def groups(*, person: User, on: dt.date) -> list[Group]:
    """Every group that has something in it, in the order in which it is best dealt with."""
    gathered = (_gather(code, title, more, load, person, on) for code, title, more, load in _GROUPS)
    return [group for group in gathered if group.rows or group.failed]


def _gather(
    code: str, title: str, more: str, load: Callable[[User, dt.date], list[Row]], person: User, on: dt.date
) -> Group:
    try:
        return Group(code, title, load(person, on), reverse(more) if more else "")
    except Exception:
        # One broken room must not hide what waits in the others; the page says which one could not be shown.
        logger.exception("the in-tray group %s did not load", code)
        return Group(code, title, failed=True)


def _signatures(person: User, on: dt.date) -> list[Row]:
    waiting = Request.objects.waiting_for(person, on).select_related("round__version__agreement", "organisation")
    return [
        {
            "title": request.round.version.agreement.title,
            "href": reverse("signing:landing", args=[request.round.version.agreement.reference]),
            "hint": f"For {request.organisation.name}, by {_long(request.round.sign_by_on)}",
            "status": "Sign",
            "colour": "blue",
        }
        for request in waiting[: SHOWN * 3]
    ]


def _reviews(person: User, on: dt.date) -> list[Row]:
    """Reviews that are overdue or due within 30 days, for those who answer or lead them."""
    mine = access.organisation_ids(person, OrgPermission.REVIEW) | access.organisation_ids(person, OrgPermission.DRAFT)
    plans = Plan.objects.of_live_agreements().filter(
        agreement__parties__organisation__in=mine, review_on__lte=on + dt.timedelta(days=30)
    )
    return [
        {
            "title": plan.agreement.title,
            "href": plan.agreement.get_absolute_url(),
            "hint": f"Review due {_long(plan.review_on)}",
            "status": "Overdue" if plan.review_on < on else "Due soon",
            "colour": "red" if plan.review_on < on else "amber",
        }
        for plan in plans.select_related("agreement").order_by("review_on", "pk").distinct()[: SHOWN * 3]
    ]


def _long(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "no date"


def _set_up(person: User, on: dt.date) -> list[Row]:
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


def _mandates(person: User, on: dt.date) -> list[Row]:
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


def _drafts(person: User, on: dt.date) -> list[Row]:
    return _led(person, frozenset({*WRITING, Status.AGREED}))


def _to_fill_in(person: User, on: dt.date) -> list[Row]:
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


def _comments(person: User, on: dt.date) -> list[Row]:
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


def _waiting(person: User, on: dt.date) -> list[Row]:
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


_GROUPS: tuple[tuple[str, str, str, Callable[[User, dt.date], list[Row]]], ...] = (
    ("signatures", "Needs your signature", "", _signatures),
    ("set-up", "Set up your organisation", "", _set_up),
    ("mandates", "Mandates to answer", "", _mandates),
    ("comments", "Comments for you", "", _comments),
    ("reviews", "Reviews due", "reviews:list", _reviews),
    ("drafts", "Agreements you are writing", "agreements:list", _drafts),
    ("parts", "Your part of others’ drafts", "agreements:list", _to_fill_in),
    ("waiting", "Waiting for others", "agreements:list", _waiting),
)
