"""Organisations as the law and their partners know them."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts import access
from accounts.roles import OrgPermission
from parties import querysets
from parties.choices import Kind, Nation, OrganisationState, SeriousViolenceClass


class Organisation(models.Model):
    """A body that can be party to an agreement, whether or not it uses the portal yet.

    A column holds four code points for every character that its form allows: people count what they see.
    """

    legal_name = models.CharField(max_length=800)
    short_name = models.CharField(max_length=320, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    name_skeleton = models.CharField(max_length=400, unique=True, editable=False)
    """Look-alike form of the legal name: two organisations may not share it."""
    search_text = models.CharField(max_length=1400, editable=False)
    """Look-alike form of everything that the directory finds it by."""
    kind = models.CharField(max_length=20, choices=Kind)
    nation = models.CharField(max_length=20, choices=Nation)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=160, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    email_domain = models.CharField(max_length=253, blank=True)
    ico_reference = models.CharField(max_length=80, blank=True)
    ico_expires_on = models.DateField(null=True, blank=True)
    ico_reason = models.CharField(max_length=2000, blank=True)
    """Why it has no registration of its own."""
    is_public_authority = models.BooleanField(default=False)
    is_competent_authority = models.BooleanField(default=False)
    competent_authority_paragraph = models.CharField(max_length=160, blank=True)
    """The paragraph of Schedule 7 to the Data Protection Act 2018 that names it."""
    serious_violence_class = models.CharField(max_length=10, choices=SeriousViolenceClass, blank=True)
    state = models.CharField(max_length=10, choices=OrganisationState, default=OrganisationState.ACTIVE)
    ended_on = models.DateField(null=True, blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    terms_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    history = HistoricalRecords()

    objects = querysets.OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["legal_name", "pk"]
        permissions = [(permission.value, permission.label) for permission in OrgPermission]
        default_permissions = ()
        indexes = [models.Index(fields=["legal_name", "id"], name="organisation_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="active", ended_on=None)
                | (~models.Q(state="active") & models.Q(ended_on__isnull=False)),
                name="organisation_ended_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(is_competent_authority=True) | models.Q(competent_authority_paragraph=""),
                name="organisation_sch7_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(terms_accepted_at=None, terms_accepted_by=None)
                | models.Q(terms_accepted_at__isnull=False, terms_accepted_by__isnull=False),
                name="organisation_terms_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(ico_reference="") | models.Q(ico_reason=""), name="organisation_ico_or_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name

    @property
    def name(self) -> str:
        """What people call it: the short name if it has one."""
        return self.short_name or self.legal_name

    def is_active_on(self, day: dt.date) -> bool:
        """Whether it exists on that day; a merger is often known months before it happens."""
        return self.ended_on is None or day < self.ended_on

    def get_absolute_url(self) -> str:
        return reverse("parties:organisation", args=[self.slug])


class OrganisationGrant(access.TeamGrantBase):
    """What a team may do for the organisation."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class OrganisationHelperGrant(access.PersonGrantBase):
    """Never written; guardian wants the pair of tables before it uses either."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class Succession(models.Model):
    """One body became another: renamed, merged or abolished (B-17)."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="origins")
    how = models.CharField(max_length=10, choices=OrganisationState)
    on = models.DateField()
    note = models.CharField(max_length=2000, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="succession_two_bodies"
            ),
            models.CheckConstraint(condition=~models.Q(how="active"), name="succession_is_an_ending"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} became {self.successor}"
