"""Who works for an organisation, and as what."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from simple_history.models import HistoricalRecords

from accounts.roles import Role
from parties import querysets
from parties.choices import MembershipState
from parties.models.organisations import Organisation


class Team(models.Model):
    """Everybody in one role at one organisation: the holder of permissions (see ``accounts.access``)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    role = models.CharField(max_length=20, choices=Role)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "role"], name="team_one_per_role")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


class Membership(models.Model):
    """One person at one organisation. Leaving keeps the row; coming back reuses it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=MembershipState, default=MembershipState.ACTIVE)
    job_title = models.CharField(max_length=800, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects = querysets.MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "person", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(state="left", left_at__isnull=False)
                | (~models.Q(state="left") & models.Q(left_at=None)),
                name="membership_left_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.organisation}"


class MembershipRole(models.Model):
    """One role of one person at one organisation."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role)
    history = HistoricalRecords()

    class Meta:
        ordering = ["role", "pk"]
        constraints = [models.UniqueConstraint(fields=["membership", "role"], name="membership_role_once")]

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_role_display()}"


class MembershipOffer(models.Model):
    """What an invitation leads to: a place at an organisation, in these roles."""

    invitation = models.OneToOneField("accounts.Invitation", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    roles = models.JSONField()
    job_title = models.CharField(max_length=800, blank=True)
    is_reminder = models.BooleanField(default=False)
    """It took the place of one that was not answered for a week. Nobody is reminded twice."""

    objects = querysets.MembershipOfferQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Place at {self.organisation} for {self.invitation.email}"
