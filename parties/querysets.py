"""Questions to the database about organisations. Every read for a person starts at ``visible_to``."""

from typing import TYPE_CHECKING, Any

from django.db import models

from accounts import access
from accounts.roles import OrgPermission

if TYPE_CHECKING:
    from accounts.models import User


class OrganisationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> "OrganisationQuerySet":
        """Every signed-in person may see that an organisation exists: agreements name their parties."""
        return self if user.is_authenticated and user.is_active else self.none()

    def of(self, user: "User", permission: OrgPermission) -> "OrganisationQuerySet":
        """The organisations for which the person holds the permission."""
        return self.filter(pk__in=access.organisation_ids(user, permission))

    def active(self) -> "OrganisationQuerySet":
        return self.filter(state="active")
