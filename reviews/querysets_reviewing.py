"""Questions to the database about reviews of agreements that apply, and about campaigns of them."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from accounts import access
from accounts.roles import OrgPermission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class ReviewQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "ReviewQuerySet":
        agreements: Any = apps.get_model("agreements", "Agreement")._default_manager
        return self.filter(agreement__in=agreements.visible_to(user).order_by().values("pk"))

    def open(self) -> "ReviewQuerySet":
        return self.filter(concluded_at=None)

    def concluded(self) -> "ReviewQuerySet":
        return self.filter(concluded_at__isnull=False)


class CampaignQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "CampaignQuerySet":
        """Those of the person's own organisations."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(organisation__in=access.organisation_ids(user, OrgPermission.VIEW_AGREEMENTS))
