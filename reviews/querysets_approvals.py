"""Questions to the database about texts that go round the parties. Every read for a person starts at `visible_to`."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef

from agreements.choices import Status
from reviews.choices import Outcome

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _seen(user: "User | AnonymousUser") -> models.QuerySet[Any]:
    agreements: Any = apps.get_model("agreements", "Agreement")._default_manager
    found: models.QuerySet[Any] = agreements.visible_to(user).order_by().values("pk")
    return found


class CirculationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "CirculationQuerySet":
        """Everybody in an agreement sees its reviews."""
        return self.filter(agreement__in=_seen(user))

    def open(self) -> "CirculationQuerySet":
        """Parties can decide now."""
        return self.filter(closed_at=None, agreement__status=Status.IN_REVIEW)

    def left_open(self) -> "CirculationQuerySet":
        """Open although the agreement has moved on by another way, such as being withdrawn."""
        return self.filter(closed_at=None).exclude(agreement__status=Status.IN_REVIEW)

    def due_between(self, first: dt.date, last: dt.date) -> "CirculationQuerySet":
        return self.filter(due_on__range=(first, last))


class DecisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "DecisionQuerySet":
        return self.filter(circulation__agreement__in=_seen(user))

    def newest(self) -> "DecisionQuerySet":
        """Of each party the one that counts."""
        later = self.model._default_manager.filter(
            circulation=OuterRef("circulation"), organisation=OuterRef("organisation"), pk__gt=OuterRef("pk")
        )
        return self.exclude(Exists(later))

    def of_open(self) -> "DecisionQuerySet":
        return self.filter(circulation__closed_at=None, circulation__agreement__status=Status.IN_REVIEW)

    def on_another_text(self) -> "DecisionQuerySet":
        """Approvals of a text that is not, letter for letter, what the agreement says now."""
        approved = self.filter(outcome__in=[Outcome.APPROVE, Outcome.COMMENTS])
        return approved.exclude(text__digest=F("circulation__agreement__working_digest"))

    def blocking_until_before(self, day: dt.date) -> "DecisionQuerySet":
        """Blocks whose last day has passed."""
        return self.filter(outcome=Outcome.CHANGES, expires_on__lt=day)
