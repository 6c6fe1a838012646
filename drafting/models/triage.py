"""Whether an agreement is needed at all: what was asked, what came of it, and why. Kept even when the answer is no."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models import Agreement
from drafting.querysets_starting import TriageQuerySet
from drafting.triage import Outcome
from parties.models import Organisation


class Triage(models.Model):
    """One idea of sharing data, from the first question to its outcome (B-1 to B-4)."""

    reference = models.UUIDField(unique=True)
    """Chosen when the first page is shown, so that sending it twice makes one."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """Whose record this is."""
    subject = models.CharField(max_length=500)
    question = models.TextField()
    """What the data is to answer (B-4)."""
    others = models.TextField(blank=True)
    """Names of the other organisations, one on each line."""
    answers = models.JSONField(default=dict)
    """What was answered, by step."""
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(outcome.value, outcome.words) for outcome in Outcome]
    )
    """Empty while questions are open."""
    reason = models.TextField(blank=True)
    similar = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """The agreement that is there already."""
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """The draft that was made."""
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    search_text = models.TextField(blank=True, default="", editable=False)
    history = HistoricalRecords(excluded_fields=["search_text"])

    objects = TriageQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["organisation", "-begun_at"], name="triage_register")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *(outcome.value for outcome in Outcome)]),
                name="triage_outcome_known",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_at=None, decided_by=None)
                | (~models.Q(outcome="") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="triage_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("drafting:triage", args=[self.reference])

    @property
    def found(self) -> Outcome | None:
        return Outcome(self.outcome) if self.outcome else None
