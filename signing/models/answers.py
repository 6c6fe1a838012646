"""What people who are asked to sign say instead of signing."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from signing import querysets
from signing.choices import AnswerKind, DeclineReason, QuestionKind, SeenBy
from signing.models.rounds import Request


class Answer(models.Model):
    """Declined, passed on, or taken back: one row each time, never changed. The request holds what is true now."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12, choices=AnswerKind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=DeclineReason, blank=True)
    text = models.CharField(max_length=2000, blank=True)
    seen_by = models.CharField(max_length=4, choices=SeenBy, default=SeenBy.ALL)
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """To whom it was passed on."""

    objects = querysets.AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="declined") | ~Q(reason=""), name="answer_declined_why"),
            models.CheckConstraint(
                condition=Q(kind="passed_on", to_person__isnull=False) | (~Q(kind="passed_on") & Q(to_person=None)),
                name="answer_passed_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class Question(models.Model):
    """Something that must be answered before the party signs. One at a time for each request."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=10, choices=QuestionKind, default=QuestionKind.QUESTION)
    text = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(answered_at=None), name="question_one_open"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="question_answered_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.asked_by}"
