"""The days beside reviews of which people are reminded, each with the instant of its next reminder."""

from django.db import models
from django.db.models import Q

from closing.choices import DeadlineKind


class Deadline(models.Model):
    """One such day. The sweep keeps it true to what it follows from; a reminder moves its pointer."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=DeadlineKind)
    organisation = models.ForeignKey(
        "parties.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Whose it is; nobody's in particular, when everybody in the agreement is told."""
    key = models.CharField(max_length=100, blank=True)
    """Tells apart what one organisation has several of, such as data that it keeps."""
    on = models.DateField()
    next_notice_at = models.DateTimeField(null=True, blank=True)
    """No reminder is due before this instant, and none of those before it will be sent any more."""
    settled_at = models.DateTimeField(null=True, blank=True)
    """When it was done or lost its point: nobody is reminded any more."""

    class Meta:
        ordering = ["on", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_notice_at", "id"], name="deadline_reminders", condition=Q(next_notice_at__isnull=False)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind", "organisation", "key"], name="deadline_once"),
            models.UniqueConstraint(
                fields=["agreement", "kind", "key"], condition=Q(organisation=None), name="deadline_once_for_all"
            ),
            models.CheckConstraint(condition=Q(settled_at=None) | Q(next_notice_at=None), name="deadline_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.on}"
