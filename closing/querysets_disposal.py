"""Questions to the database about what waits to be confirmed, deleted or looked at."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, F, QuerySet
from django.db.models.functions import Coalesce, Least

from accounts import access
from accounts.roles import OrgPermission
from agreements.models import Agreement
from closing import policies_disposal as policies
from closing.models import Countdown, Disposal
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


def countdowns_visible_to(person: "User") -> "QuerySet[Countdown]":
    """Of the person's own organisations: how long others keep data is theirs to know."""
    mine = access.organisation_ids(person, OrgPermission.VIEW_AGREEMENTS)
    rows = Countdown.objects.filter(organisation__in=mine, agreement__in=Agreement.objects.visible_to(person))
    found: QuerySet[Countdown] = rows.select_related("agreement__lead", "organisation", "file")
    return found


def counted_for(organisation: Organisation) -> "QuerySet[Countdown]":
    """What is still there, the most urgent first: each with its ``next_on``."""
    rows = Countdown.objects.filter(organisation=organisation, closed_at=None).select_related("agreement")
    found: QuerySet[Countdown] = soonest(rows).order_by("next_on", "pk")
    return found


def soonest(rows: "QuerySet[Countdown]") -> Any:
    """With the day on which something must be done next, as ``next_on``."""
    # One of the two may be missing, and SQLite's smallest of anything and nothing is nothing.
    due, look = Coalesce("due_on", "look_on"), Coalesce("look_on", "due_on")
    return rows.annotate(next_on=Least(due, look, output_field=DateField()))


def to_confirm(person: "User") -> "QuerySet[Disposal]":
    """What the person may confirm for their organisations and nobody has, the most urgent first."""
    rows = Disposal.objects.filter(organisation__in=policies.answers_for(person), confirmed_at=None)
    found: QuerySet[Disposal] = rows.select_related("agreement", "organisation").order_by("confirm_by_on", "pk")
    return found


def to_delete(person: "User", on: dt.date) -> "QuerySet[Countdown]":
    """What the person's organisations must delete or look at by that day, the most urgent first."""
    rows = Countdown.objects.filter(organisation__in=policies.answers_for(person), closed_at=None)
    found: QuerySet[Countdown] = (
        soonest(rows).filter(next_on__lte=on).select_related("agreement", "organisation").order_by(F("next_on"), "pk")
    )
    return found
