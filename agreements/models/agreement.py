"""The agreement that is being written or applied: rows that change, with their history."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts import access
from agreements import met, workflow
from agreements.choices import TAG_COLOURS, WRITING, AgreementPermission, Status
from agreements.querysets import AgreementQuerySet, PartyQuerySet
from dsaformat.choices import Kind


class Agreement(models.Model):
    """One agreement through all its versions. Its public identity is the reference."""

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in Kind])
    title = models.CharField(max_length=500)
    public_title = models.CharField(max_length=500, blank=True)
    lead = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    status_at = models.DateTimeField()
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    """The next review; worked out from the rule in the document, then moved on by each review."""
    revision = models.PositiveIntegerField(default=1)
    working_digest = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    """The fingerprint of the document as it is being written: equal digests, equal documents."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Nobody, when the operator took it in from a file."""
    search_text = models.TextField(blank=True, default="", db_default="", editable=False)
    """The agreement's own words, folded for searching; begins with the title, so that its order is that of titles."""
    is_review_met = models.BooleanField(default=False, db_default=False, editable=False)
    """Whether a review is planned of it; see `agreements.met`."""
    review_met_on = models.DateField(null=True, editable=False)
    """The day of the review that is planned, whether the text names it or it was worked out."""
    end_met_on = models.DateField(null=True, editable=False)
    """The last day of which people are reminded."""
    history = HistoricalRecords(excluded_fields=["search_text", "working_digest", *met.REVIEW, *met.END])

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-status_at", "-pk"]
        permissions = [(permission.value, permission.label) for permission in AgreementPermission]
        default_permissions = ()
        indexes = [
            models.Index(fields=["-status_at", "-id"], name="agreement_newest_first"),
            models.Index(
                fields=["review_on", "id"],
                name="agreement_reviews",
                condition=models.Q(status__in=["in_force", "under_review"]),
            ),
            models.Index(
                fields=["ends_on", "id"],
                name="agreement_ends",
                condition=models.Q(status__in=["signed", "in_force", "under_review"], ends_on__isnull=False),
            ),
            models.Index(fields=["starts_on", "id"], name="agreement_starts", condition=met.STARTING),
            models.Index(fields=["id"], name="agreement_review_unmet", condition=met.REVIEW_UNMET),
            models.Index(fields=["id"], name="agreement_end_unmet", condition=met.END_UNMET),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="agreement_status_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="agreement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:overview", args=[self.reference])

    @property
    def is_writable(self) -> bool:
        return self.status in WRITING

    @property
    def is_edition(self) -> bool:
        """Whether it is made to replace another: its reference then ends in a further number."""
        return self.reference.count("-") > 2

    @property
    def status_colour(self) -> str:
        return TAG_COLOURS[Status(self.status)]

    @property
    def holder(self) -> workflow.Holder:
        """Who must act next."""
        return workflow.HOLDERS[Status(self.status)]


class Party(models.Model):
    """An organisation's place in an agreement, and the reason why its people can see it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=63)
    """Names the party in the document for ever."""
    position = models.PositiveSmallIntegerField()
    history = HistoricalRecords()

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["agreement_id", "position"]
        indexes = [models.Index(fields=["organisation", "agreement"], name="party_visibility")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "key"], name="party_key_once"),
            models.UniqueConstraint(fields=["agreement", "organisation"], name="party_organisation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} in {self.agreement_id}"


class AgreementTeamGrant(access.TeamGrantBase):
    """Never written; guardian wants the pair of tables before it uses either."""

    content_object = models.ForeignKey(Agreement, on_delete=models.CASCADE)


class AgreementHelperGrant(access.PersonGrantBase):
    """A named outside helper may see one agreement."""

    content_object = models.ForeignKey(Agreement, on_delete=models.CASCADE)


class ReferenceCounter(models.Model):
    """The last number given in a year. Locked while a number is taken, so that no two agreements share one."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"DSA-{self.year}-{self.last:04d}"
