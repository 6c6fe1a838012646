"""Lists that somebody asks for often, under a name of their own."""

from django.conf import settings
from django.db import models
from django.urls import reverse

NAME_LENGTH = 60


class SavedView(models.Model):
    """One person's filters and order of the list of agreements. What it shows follows from what they may see then."""

    reference = models.UUIDField(unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH * 4)
    """An emoji may take several code points; people count it once."""
    query = models.TextField()
    """The list's address after the question mark, in the list's own order of filters."""
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="savedview_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('agreements:list')}?{self.query}"
