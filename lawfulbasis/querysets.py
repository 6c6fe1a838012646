"""Questions to the database about the law."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q


class EntryQuerySet(models.QuerySet[Any]):
    def in_force_on(self, day: dt.date) -> "EntryQuerySet":
        return self.filter(Q(in_force_from=None) | Q(in_force_from__lte=day)).filter(
            Q(in_force_to=None) | Q(in_force_to__gte=day)
        )

    def matching(self, words: str) -> "EntryQuerySet":
        """Every word somewhere in the entry's label, reference, heading or help."""
        found = self
        for word in words.split()[:10]:
            found = found.filter(
                Q(label__icontains=word)
                | Q(reference__icontains=word)
                | Q(official_heading__icontains=word)
                | Q(help__icontains=word)
            )
        return found
