"""Which review comes next for each agreement in force, and when somebody must next be told of it."""

from django.db import models
from django.db.models import Q

from reviews import querysets


class Plan(models.Model):
    """The next review of one agreement. The sweep keeps it true to the agreement; a reminder moves its pointer."""

    agreement = models.OneToOneField("agreements.Agreement", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=1)
    """The first review, the second …"""
    review_on = models.DateField(null=True, blank=True)
    """Nothing, when neither the agreement nor its rule says a day: the reviews page calls that overdue."""
    next_notice_at = models.DateTimeField(null=True, blank=True)
    """No reminder is due before this instant, and none of those before it will be sent any more."""
    planned_at = models.DateTimeField()

    objects = querysets.PlanQuerySet.as_manager()

    class Meta:
        ordering = ["review_on", "pk"]
        indexes = [
            models.Index(
                fields=["next_notice_at", "id"], name="plan_reminders", condition=Q(next_notice_at__isnull=False)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_notice_at=None) | Q(review_on__isnull=False), name="plan_reminds_of_a_day"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_from_one"),
        ]

    def __str__(self) -> str:
        return f"Review {self.number} of {self.agreement_id} on {self.review_on or 'no day'}"
