"""Who was told what, when, and whether it arrived. One row is both the record and the outbox."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from notices import querysets
from notices.choices import Choice, DigestTime, State


class Notice(models.Model):
    """One message to one address, its words fixed when its cause happened.

    Organisations live on a floor above, so what the notice is about is kept as values: ``about``, a short public
    reference, and ``organisation_id``, a key without a relation. A deleted organisation takes no record along.
    """

    kind = models.CharField(max_length=40)
    dedupe_key = models.CharField(max_length=200, unique=True)
    """One event, one recipient: the same act done twice tells once."""
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    email = models.EmailField(max_length=254)
    """Where it goes, as it was when the notice was written."""
    organisation_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    about = models.CharField(max_length=100, blank=True)
    failure_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who hears if this one cannot be delivered; the operator when nobody is named."""

    subject = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    """Fixed here, so that a message which a crash makes us repeat is the same message to whoever receives it."""

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    is_urgent = models.BooleanField(default=False)
    """Overtakes the rest: a sign-in code must not wait behind thousands of reminders."""
    choice = models.CharField(max_length=10, choices=Choice, default=Choice.IMMEDIATE)
    """What the recipient had chosen for this kind."""
    digest = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    """When it was meant to leave; notices leave in this order."""
    not_before = models.DateTimeField()
    """The next attempt."""
    useful_until = models.DateTimeField(null=True, blank=True)
    """From then on it would only mislead, such as a sign-in code that has run out."""
    attempts = models.PositiveIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    """The mail server said 250. It may still bounce."""
    settled_at = models.DateTimeField(null=True, blank=True)
    """Nothing more will be done about it."""
    wiped_at = models.DateTimeField(null=True, blank=True)
    """The words were removed: at once for secrets, otherwise after 90 days."""

    objects = querysets.NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state__in=["queued", "sending"]), name="notice_waiting"),
            models.Index(fields=["not_before"], condition=Q(state="held"), name="notice_held"),
            models.Index(
                fields=["settled_at"], condition=Q(wiped_at=None, settled_at__isnull=False), name="notice_worded"
            ),
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_recipient"),
            models.Index(fields=["about", "-created_at", "-id"], condition=~Q(about=""), name="notice_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="sending") & Q(lease_token__isnull=False, leased_until__isnull=False))
                | (~Q(state="sending") & Q(lease_token=None, leased_until=None)),
                name="notice_lease_while_sending",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False), name="notice_accepted_when"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "held"], settled_at=None)
                | (~Q(state__in=["queued", "sending", "held"]) & Q(settled_at__isnull=False)),
                name="notice_settled_pair",
            ),
            models.CheckConstraint(
                condition=(Q(state="digested") & Q(digest__isnull=False)) | (~Q(state="digested") & Q(digest=None)),
                name="notice_digest_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.email}"


class Preference(models.Model):
    """When one person wants to hear about one kind of thing. No row means straight away."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    choice = models.CharField(max_length=10, choices=Choice)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="preference_one_per_kind")]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.choice}"


class DigestHour(models.Model):
    """The UK clock time at which one person's digests arrive. No row means 7:30am."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    time = models.CharField(max_length=5, choices=DigestTime, default=DigestTime.EARLY)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(time__in=DigestTime.values), name="digest_hour_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.time}"
