"""A document file between being chosen and being confirmed."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from agreements.models.agreement import Agreement
from dsaformat import reading
from dsaformat.document import AgreementDocument


class Upload(models.Model):
    """A document somebody brought, kept while they read what it would do; nobody else sees it."""

    reference = models.UUIDField(unique=True)
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    """Whose text it would replace; none when it would become a new agreement."""
    based_on = models.PositiveIntegerField(default=0)
    """The revision that was there when the file was chosen."""
    file_name = models.CharField(max_length=255)
    text = models.TextField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("agreements:import_check", args=[self.reference])

    @property
    def document(self) -> AgreementDocument:
        return reading.load(self.text)
