"""Questions to the database about agreements. Every read for a person starts at `visible_to`."""

import datetime as dt
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts import access
from accounts.roles import OrgPermission
from agreements.choices import AgreementPermission, RenderingState, Status
from foundation import text

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


def _of_agreement(model: str) -> models.QuerySet[Any]:
    """Rows of that model that belong to the agreement of the query around."""
    rows: models.QuerySet[Any] = apps.get_model("agreements", model)._default_manager.order_by()
    return rows.filter(agreement=OuterRef("pk"))


def _organisations_named(words: str) -> models.QuerySet[Any]:
    organisations: Any = apps.get_model("parties", "Organisation")._default_manager
    found: models.QuerySet[Any] = organisations.found_by(words).order_by().values("pk")
    return found


def _with_parties_named(words: str) -> Q:
    """By the names that organisations have in the directory now: a new name finds old agreements.

    Says nothing of the query around it. Asked of each agreement in turn, beside an "or", PostgreSQL would work it out
    again for every one of them: seconds, for somebody who sees ten thousand.
    """
    parties: Any = apps.get_model("agreements", "Party")._default_manager.order_by()
    return Q(pk__in=parties.filter(organisation__in=_organisations_named(words)).values("agreement"))


class AgreementQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "AgreementQuerySet":
        """What the person may know of; everything else does not exist for them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(pk__in=_visible_keys(user))

    def found_by(self, words: str) -> "AgreementQuerySet":
        """Every word in its titles or references, or in a name of its lead or parties, then or now.

        Accents and case do not matter.
        """
        found = self
        for word in text.skeleton(words).split()[:10]:
            named = Q(lead__in=_organisations_named(word)) | _with_parties_named(word)
            found = found.filter(Q(search_text__contains=word) | named)
        return found

    def with_party_named(self, words: str) -> "AgreementQuerySet":
        """One of whose parties' names contains every word."""
        return self.filter(_with_parties_named(words))

    def with_lead_named(self, words: str) -> "AgreementQuerySet":
        return self.filter(lead__in=_organisations_named(words))

    def led_by(self, organisations: Collection[int]) -> "AgreementQuerySet":
        return self.filter(lead__in=organisations)

    def joined_by(self, organisations: Collection[int]) -> "AgreementQuerySet":
        """To which one of the organisations is a party, while somebody else leads."""
        theirs = _of_agreement("Party").filter(organisation__in=organisations)
        return self.filter(Exists(theirs)).exclude(lead__in=organisations)

    def naming_codes_like(self, beginnings: Collection[str]) -> "AgreementQuerySet":
        """Naming a code of the law's catalogue with one of these beginnings."""
        alike = reduce(or_, (Q(code__startswith=beginning) for beginning in beginnings))
        return self.filter(Exists(_of_agreement("CodeUse").filter(alike)))

    def relying_on(self, law: str) -> "AgreementQuerySet":
        """Naming the catalogue's entry of that code; or one that contains every word, where there is no such code."""
        entries: Any = apps.get_model("lawfulbasis", "Entry")._default_manager
        one = entries.filter(code=law)
        codes = (one if one.exists() else entries.matching(law)).order_by().values("code")
        return self.filter(Exists(_of_agreement("CodeUse").filter(code__in=codes)))

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
