"""Questions to the database about agreements. Every read for a person starts at `visible_to`."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts import access
from accounts.roles import OrgPermission
from agreements.choices import AgreementPermission, RenderingState, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

MAX_ATTEMPTS = 5


def _visible_keys(user: "User | AnonymousUser") -> models.QuerySet[Any]:
    """Keys of the agreements the person may see: as party's person, or as a helper named on one agreement."""
    as_party = (
        apps.get_model("agreements", "Party")
        ._default_manager.filter(organisation__in=access.organisation_ids(user, OrgPermission.VIEW_AGREEMENTS))
        .order_by()
        .values_list("agreement_id", flat=True)
    )
    as_helper = (
        apps.get_model("agreements", "AgreementHelperGrant")
        ._default_manager.filter(user_id=user.pk, permission__codename=AgreementPermission.VIEW)
        .order_by()
        .values_list("content_object_id", flat=True)
    )
    return as_party.union(as_helper, all=True)


class AgreementQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "AgreementQuerySet":
        """What the person may know of; everything else does not exist for them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(pk__in=_visible_keys(user))

    def found_by(self, words: str) -> "AgreementQuerySet":
        """Every word in the reference or the title."""
        found = self
        for word in words.split()[:10]:
            found = found.filter(Q(reference__icontains=word) | Q(title__icontains=word))
        return found

    def of_organisation(self, organisation: models.Model) -> "AgreementQuerySet":
        return self.filter(parties__organisation=organisation)

    def due_to_start(self, day: dt.date) -> "AgreementQuerySet":
        """Signed by all, and the start date has come."""
        return self.filter(status=Status.SIGNED).filter(Q(starts_on=None) | Q(starts_on__lte=day))


class PartyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "PartyQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(agreement__in=_visible_keys(user))


class VersionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "VersionQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(agreement__in=_visible_keys(user))


class RenderingQuerySet(models.QuerySet[Any]):
    def unfinished(self, at: dt.datetime) -> "RenderingQuerySet":
        """Those that somebody must take up: never begun, or begun by a worker whose lease has run out."""
        return self.filter(attempts__lt=MAX_ATTEMPTS).filter(
            Q(state=RenderingState.WAITING, lease_until=None)
            | Q(state__in=[RenderingState.WAITING, RenderingState.WORKING], lease_until__lt=at)
        )

    def exhausted(self, at: dt.datetime) -> "RenderingQuerySet":
        """Those whose worker was killed in the last attempt, so that nobody could say that it failed."""
        return self.filter(
            attempts__gte=MAX_ATTEMPTS,
            state__in=[RenderingState.WAITING, RenderingState.WORKING],
        ).filter(Q(lease_until=None) | Q(lease_until__lt=at))
