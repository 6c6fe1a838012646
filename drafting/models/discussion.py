"""What people say about a draft: threads that hang on a question of it, and the lines in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models import Agreement
from drafting.choices_discussion import Act, Outcome, ThreadKind
from drafting.querysets_discussion import ThreadQuerySet


class Thread(models.Model):
    """One conversation. Its address is random: a number would tell others how many notes they do not see."""

    reference = models.UUIDField(unique=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ThreadKind)
    section = models.CharField(max_length=63)
    question = models.CharField(max_length=63, blank=True)
    """Blank when it is about the whole section."""
    quote = models.TextField(blank=True)
    quote_at = models.PositiveIntegerField(default=0)
    """Where the quoted words stood when they were quoted."""
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    """For which the author speaks."""
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    only_for = models.ForeignKey(
        "parties.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The only organisation whose people may know of it; none when all parties may."""
    asked = models.ForeignKey("parties.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_waiting = models.BooleanField(default=False)
    """Whoever is asked has not answered yet."""
    is_blocking = models.BooleanField(default=False)
    expires_on = models.DateField(null=True, blank=True)
    """The last day on which only its author's organisation can lift a block."""
    path = models.CharField(max_length=400, blank=True)
    field = models.CharField(max_length=63, blank=True)
    before = models.TextField(blank=True)
    """The text that a change was suggested to."""
    proposed = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_because = models.TextField(blank=True)
    closed_version = models.PositiveIntegerField(null=True, blank=True)
    """The version whose freezing closed it."""
    history = HistoricalRecords()

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["agreement", "-changed_at"], name="thread_of_agreement"),
            models.Index(fields=["asked"], name="thread_waiting", condition=Q(is_waiting=True)),
            models.Index(fields=["expires_on"], name="thread_blocking", condition=Q(is_blocking=True, closed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ThreadKind.values), name="thread_kind_known"),
            models.CheckConstraint(
                condition=Q(is_blocking=True, expires_on__isnull=False, kind__in=["changes", "suggestion"])
                | (Q(is_blocking=False, expires_on=None) & ~Q(kind="changes")),
                name="thread_block_has_end",
            ),
            models.CheckConstraint(
                condition=Q(only_for=None) | Q(is_blocking=False, asked=None), name="thread_note_asks_no_other"
            ),
            models.CheckConstraint(
                condition=Q(kind="question", asked__isnull=False) | (~Q(kind="question") & Q(asked=None)),
                name="thread_question_names_party",
            ),
            models.CheckConstraint(
                condition=(Q(kind="suggestion") & ~Q(path="") & ~Q(field=""))
                | (~Q(kind="suggestion") & Q(path="", field="", before="", proposed="", outcome="")),
                name="thread_suggestion_has_place",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False)
                | Q(closed_at=None, closed_by=None, closed_because="", closed_version=None),
                name="thread_closed_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.section} of {self.agreement_id}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:thread", args=[self.agreement.reference, self.reference])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_internal(self) -> bool:
        return self.only_for_id is not None

    @property
    def is_suggestion(self) -> bool:
        return self.kind == ThreadKind.SUGGESTION

    @property
    def is_undecided(self) -> bool:
        return self.is_suggestion and self.is_open and not self.outcome


class Remark(models.Model):
    """One line of a thread: what somebody answered, or what they did. Written once."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="remarks")
    act = models.CharField(max_length=10, choices=Act, default=Act.REPLY)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "parties.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mentioned = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["thread_id", "at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(act="reply", text=""), name="remark_reply_says_something"),
            models.CheckConstraint(condition=Q(act__in=Act.values), name="remark_act_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} in {self.thread_id}"


class Gathering(models.Model):
    """What one person says of one agreement until they pause: others are told of it in one piece."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["last_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["last_at"], name="gathering_last_at")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "by"], name="gathering_once"),
            models.CheckConstraint(condition=Q(last_at__gte=models.F("began_at")), name="gathering_begins_first"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} on {self.agreement_id} since {self.began_at}"
