"""Groups of organisations that are named as one: "all 32 London boroughs and the City of London" (A-2)."""

import datetime as dt

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from parties.authority_rules import Term
from parties.models.organisations import Organisation
from parties.querysets import OrganisationQuerySet


class Collective(models.Model):
    """A named group. Who belongs to it is a matter of dates: ask ``members_on``."""

    name = models.CharField(max_length=800)
    slug = models.SlugField(max_length=80, unique=True)
    name_skeleton = models.CharField(max_length=400, unique=True, editable=False)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="collectives_owned")
    """Its administrators keep the list of members."""
    convener = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="collectives_convened"
    )
    """The body through which the members meet and speak, if there is one."""
    created_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("parties:collective", args=[self.slug])

    def members_on(self, day: dt.date) -> OrganisationQuerySet:
        """The organisations that belong to it on that day, by name."""
        on_the_day = self.members.filter(starts_on__lte=day).exclude(ends_on__lt=day)
        found: OrganisationQuerySet = Organisation.objects.filter(pk__in=on_the_day.values("organisation"))
        return found


class CollectiveMember(models.Model):
    """One organisation's time in a collective. Leaving closes the row; coming back opens another."""

    collective = models.ForeignKey(Collective, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="collective_places")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day of membership."""
    history = HistoricalRecords()

    class Meta:
        ordering = ["organisation__legal_name", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="collectivemember_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["collective", "organisation"],
                condition=models.Q(ends_on=None),
                name="collectivemember_one_open",
            ),
            models.UniqueConstraint(
                fields=["collective", "organisation", "starts_on"], name="collectivemember_one_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.collective}"

    @property
    def term(self) -> Term:
        return Term(self.starts_on, self.ends_on)
