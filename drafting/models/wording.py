"""Wording that an organisation has agreed once and uses again."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from drafting.querysets_starting import WordingQuerySet
from parties.models import Organisation


class Wording(models.Model):
    """One passage, in versions; its history holds the earlier ones."""

    reference = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Whose it is; nobody's is everybody's, kept by those who run the portal."""
    title = models.CharField(max_length=800)
    """200 characters as people count them; an emoji may take several code points."""
    section = models.CharField(max_length=63, blank=True)
    """The key of the section that it is meant for; blank when it fits anywhere."""
    question = models.CharField(max_length=63, blank=True)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    """Offered no longer; what was made with it stays."""
    search_text = models.TextField(blank=True, default="", editable=False)
    history = HistoricalRecords(excluded_fields=["search_text"])

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="wording_says_something")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("drafting:wording", args=[self.reference])

    @property
    def owner(self) -> str:
        return self.organisation.name if self.organisation else "Everybody"
