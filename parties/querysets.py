"""Questions to the database about organisations and their people. Every read for a person starts at ``visible_to``."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts import access
from accounts.roles import OrgPermission, Role
from foundation import text

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class OrganisationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Every signed-in person may see that an organisation exists: agreements name their parties."""
        return self if user.is_authenticated and user.is_active else self.none()

    def of(self, user: "User | AnonymousUser", permission: OrgPermission) -> "OrganisationQuerySet":
        """The organisations for which the person holds the permission."""
        return self.filter(pk__in=access.organisation_ids(user, permission))

    def active_on(self, day: dt.date) -> "OrganisationQuerySet":
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def ended_by(self, day: dt.date) -> "OrganisationQuerySet":
        return self.filter(ended_on__lte=day)

    def found_by(self, words: str) -> "OrganisationQuerySet":
        """Those whose names or ICO reference contain every word; accents and case do not matter."""
        found = self
        for word in text.skeleton(words).split()[:20]:
            found = found.filter(search_text__contains=word)
        return found

    def looking_like(self, name: str) -> "OrganisationQuerySet":
        """Those whose legal name somebody could take ``name`` for, and the one it names."""
        return self.filter(name_skeleton=text.skeleton(name)[:400])


class MembershipQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "MembershipQuerySet":
        """The people of the organisations whose people the person may see, and the person's own places."""
        return self.filter(
            Q(organisation__in=access.organisation_ids(user, OrgPermission.VIEW_PEOPLE)) | Q(person_id=user.pk)
        )

    def current(self) -> "MembershipQuerySet":
        """Still there: active or suspended."""
        return self.exclude(state="left")

    def active(self) -> "MembershipQuerySet":
        """There, able to act, and with an account that still works."""
        return self.filter(state="active", person__is_active=True)

    def in_role(self, role: Role) -> "MembershipQuerySet":
        return self.filter(roles__role=role)


class MembershipOfferQuerySet(models.QuerySet[Any]):
    def open_at(self, at: dt.datetime) -> "MembershipOfferQuerySet":
        """Offers whose invitation still works."""
        return self.filter(
            invitation__accepted_at=None,
            invitation__withdrawn_at=None,
            invitation__replaced_at=None,
            invitation__expires_at__gt=at,
        )
