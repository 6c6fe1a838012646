"""Questions to the database about issues. Every read for a person starts at `visible_to`."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts import access
from accounts.roles import OrgPermission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class IssueQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "IssueQuerySet":
        """People of the parties and of the lead alone, whoever else may read the agreement."""
        mine = access.organisation_ids(user, OrgPermission.VIEW_AGREEMENTS)
        parties: Any = apps.get_model("agreements", "Party")._default_manager
        there = parties.filter(agreement=OuterRef("agreement"), organisation__in=mine)
        return self.filter(Exists(there) | Q(agreement__lead__in=mine))

    def open(self) -> "IssueQuerySet":
        return self.filter(closed_at=None)

    def late(self, on: dt.date) -> "IssueQuerySet":
        """Open ones whose day has passed, and nobody has been told that it has."""
        untold = Q(reminded_on=None) | ~Q(reminded_on=F("due_on"))
        return self.open().filter(untold, due_on__lt=on).order_by("due_on", "pk")
