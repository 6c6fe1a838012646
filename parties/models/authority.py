"""The authority register: who may bind whom, from when to when, and on what evidence."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from parties.authority_rules import Answer, Answered, Scope, Term
from parties.models.collectives import Collective
from parties.models.organisations import Organisation


class EvidenceFile(models.Model):
    """A minute, a constitution, a letter. Kept under a random name; the row and the bytes never change."""

    token = models.CharField(max_length=32, unique=True)
    """Names the file on disk and in addresses, and says nothing about it."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the bytes are, within the default storage."""
        return f"evidence/{self.token}"

    def get_absolute_url(self) -> str:
        return reverse("parties:evidence", args=[self.token])


class Termed(models.Model):
    """Something that holds from one day to another and may be ended before its time."""

    reference = models.CharField(max_length=12, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day it can be used."""
    evidence = models.ForeignKey(EvidenceFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="%(class)s_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="%(class)s_ended_pair",
            ),
        ]

    @property
    def term(self) -> Term:
        return Term(self.starts_on, self.ends_on, timezone.localdate(self.ended_at) if self.ended_at else None)


class Scoped(models.Model):
    """Which agreements it is good for."""

    kinds = models.JSONField(default=list, blank=True)
    """Codes of ``dsaformat.choices.Kind``; none means every kind."""
    sensitive = models.BooleanField(default=True)
    """Whether agreements with special category, criminal offence or law enforcement data are included."""

    class Meta:
        abstract = True

    @property
    def scope(self) -> Scope:
        return Scope(frozenset(self.kinds), self.sensitive)


class Authority(Termed, Scoped):
    """One person may sign for their own organisation, by virtue of an office."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="authorities")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=800)
    rank = models.CharField(max_length=400, blank=True)
    history = HistoricalRecords()

    class Meta(Termed.Meta):
        ordering = ["organisation", "starts_on", "pk"]
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return f"{self.person}, {self.office}, for {self.organisation}"


class Delegation(Termed):
    """B may sign for A while A is away. It reaches no further than A's own authority."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="delegations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=800)
    rank = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=2000, blank=True)
    history = HistoricalRecords()

    class Meta(Termed.Meta):
        ordering = ["authority", "starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.person} for {self.authority.person}"


class Mandate(Termed, Scoped):
    """One office-holder may sign for several bodies, for each body that has confirmed it (A-22)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")
    """The body whose office the holder has: its administrators propose and end the mandate."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=800)
    purpose = models.CharField(max_length=2000)
    collective = models.ForeignKey(Collective, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates")
    """Where the list of bodies came from. The bodies are those of the day it was proposed."""
    history = HistoricalRecords()

    class Meta(Termed.Meta):
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.office} for several bodies"

    def get_absolute_url(self) -> str:
        return reverse("parties:mandate", args=[self.reference])


class MandateBody(models.Model):
    """One body that a mandate asks to be bound by its holder."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="bodies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates_asked")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation__legal_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["mandate", "organisation"], name="mandatebody_once")]
        verbose_name_plural = "mandate bodies"

    def __str__(self) -> str:
        return f"{self.organisation} under {self.mandate}"

    @property
    def answered(self) -> list[Answered]:
        """Its answers in the order they were given. Load them with ``prefetch_related('answers')``."""
        return [
            Answered(Answer(answer.answer), timezone.localdate(answer.at))
            for answer in sorted(self.answers.all(), key=lambda answer: (answer.at, answer.pk))
        ]


class MandateAnswer(models.Model):
    """What a body said, when, and by whom. A change of mind is another row; no row ever changes."""

    body = models.ForeignKey(MandateBody, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=10, choices=[(a.value, a.value) for a in Answer if a is not Answer.ASKED])
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="confirmed") | ~models.Q(reason=""), name="mandateanswer_no_needs_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.answer}"
