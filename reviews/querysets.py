"""Questions to the database about reviews."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agreements import met
from agreements.choices import Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

REVIEWED = frozenset({Status.IN_FORCE, Status.UNDER_REVIEW})
"""Only what applies is reviewed."""


class PlanQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "PlanQuerySet":
        agreements: Any = apps.get_model("agreements", "Agreement")._default_manager
        return self.filter(agreement__in=agreements.visible_to(user).order_by().values("pk"))

    def due(self, at: dt.datetime) -> "PlanQuerySet":
        """Somebody should have been told by now."""
        return self.filter(next_notice_at__lte=at).order_by("next_notice_at", "pk")

    def of_live_agreements(self) -> "PlanQuerySet":
        return self.filter(agreement__status__in=REVIEWED)


def unplanned() -> models.QuerySet[Any]:
    """Agreements that apply and have no plan, or one for another day than they name now. Found by an index alone."""
    agreements: Any = apps.get_model("agreements", "Agreement")._default_manager
    found: models.QuerySet[Any] = agreements.filter(met.REVIEW_UNMET).order_by("pk")
    return found


def astray() -> models.QuerySet[Any]:
    """The same, found by comparing each of them with its plan, whatever the agreements say of it."""
    plans = apps.get_model("reviews", "Plan")._default_manager.filter(agreement=OuterRef("pk"))
    true = plans.filter(
        Q(review_on=OuterRef("review_met_on")) | Q(review_on=None, agreement__review_met_on=None),
        Q(review_on=OuterRef("review_on")) | Q(agreement__review_on=None),
    )
    agreements: Any = apps.get_model("agreements", "Agreement")._default_manager
    found: models.QuerySet[Any] = agreements.filter(status__in=REVIEWED).exclude(Exists(true)).order_by("pk")
    return found


def with_review_day(agreements: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Agreements with ``due_on``: the day they name, or the one worked out from their rule when it was planned.

    ``is_planned`` is false in the minute between coming into force and the next sweep.
    """
    plans = apps.get_model("reviews", "Plan")._default_manager.filter(agreement=OuterRef("pk"))
    day = models.functions.Coalesce(F("review_on"), models.Subquery(plans.values("review_on")[:1]))
    live = agreements.filter(status__in=REVIEWED)
    found: models.QuerySet[Any] = live.annotate(due_on=day, is_planned=Exists(plans))
    return found.order_by(F("due_on").asc(nulls_first=True), "pk")
