"""What an organisation decides for itself. Read through ``parties.preferences``."""

from django.db import models
from simple_history.models import HistoricalRecords

from parties.choices import Publication
from parties.models.organisations import Organisation
from parties.preferences import DEFAULTS, MONTHS, WORKING_DAYS


def usual_reminder_days() -> list[int]:
    return list(DEFAULTS.reminder_days)


class OrganisationSettings(models.Model):
    """Where an organisation's new agreements start. It has none until it decides something."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="own_settings")
    review_first_after_months = models.PositiveSmallIntegerField(default=DEFAULTS.review_first_after_months)
    review_then_every_months = models.PositiveSmallIntegerField(default=DEFAULTS.review_then_every_months)
    reminder_days = models.JSONField(default=usual_reminder_days)
    publication = models.CharField(max_length=10, choices=Publication, default=DEFAULTS.publication)
    draft_review_working_days = models.PositiveSmallIntegerField(default=DEFAULTS.draft_review_working_days)
    logo_sha256 = models.CharField(max_length=64, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["organisation"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(review_first_after_months__range=(MONTHS[0], MONTHS[-1]))
                & models.Q(review_then_every_months__range=(MONTHS[0], MONTHS[-1])),
                name="settings_months_of_reviews",
            ),
            models.CheckConstraint(
                condition=models.Q(draft_review_working_days__range=(WORKING_DAYS[0], WORKING_DAYS[-1])),
                name="settings_days_for_drafts",
            ),
            models.CheckConstraint(condition=models.Q(publication__in=Publication.values), name="settings_publication"),
        ]

    def __str__(self) -> str:
        return f"Settings of {self.organisation}"
