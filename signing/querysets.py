"""Questions to the database about signing. What a person may see follows from the agreements they may see."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from signing.choices import WAITING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

MAX_ATTEMPTS = 8


def _agreements(user: "User | AnonymousUser") -> models.QuerySet[Any]:
    agreements: Any = apps.get_model("agreements", "Agreement")._default_manager
    found: models.QuerySet[Any] = agreements.visible_to(user).order_by().values("pk")
    return found


class RoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "RoundQuerySet":
        return self.filter(version__agreement__in=_agreements(user))

    def latest_of(self, agreement: models.Model) -> Any:
        """The agreement's newest round, or None."""
        rounds = self.filter(version__agreement=agreement).select_related("version__agreement__lead", "opened_by")
        return rounds.order_by("-opened_at", "-pk").first()


class RequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "RequestQuerySet":
        return self.filter(round__version__agreement__in=_agreements(user))

    def waiting_for(self, person: "User | AnonymousUser") -> "RequestQuerySet":
        """What the person is asked to sign now, the most urgent first."""
        return self.filter(signatory_id=person.pk, state__in=WAITING, round__state="open").order_by(
            "round__sign_by_on", "asked_at", "pk"
        )


class SignatureQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "SignatureQuerySet":
        return self.filter(version__agreement__in=_agreements(user))


class SealingQuerySet(models.QuerySet[Any]):
    def behind(self) -> "SealingQuerySet":
        """The PDF lacks a signature that was given."""
        return self.filter(made__lt=F("wanted"))

    def claimable(self, at: dt.datetime) -> "SealingQuerySet":
        """Behind, not given up, and with no worker at it."""
        return self.behind().filter(attempts__lt=MAX_ATTEMPTS).filter(Q(lease_until=None) | Q(lease_until__lt=at))


class SealedFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "SealedFileQuerySet":
        return self.filter(version__agreement__in=_agreements(user))

    def newest_of(self, version: models.Model) -> Any:
        return self.filter(version=version).order_by("-revision").first()
