"""Questions to the database about the law."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from lawfulbasis.changes import DAY


class EntryQuerySet(models.QuerySet[Any]):
    def in_force_on(self, day: dt.date) -> "EntryQuerySet":
        return self.filter(Q(in_force_from=None) | Q(in_force_from__lte=day)).filter(
            Q(in_force_to=None) | Q(in_force_to__gte=day)
        )

    def newest(self) -> "EntryQuerySet":
        """One row for each entry: its latest wording."""
        return self.exclude(Exists(self.model._default_manager.filter(_later_wording())))

    def changed_on(self, day: dt.date) -> "EntryQuerySet":
        """Entries that begin, get their wording or end on that day, each once."""
        that_day = Q(in_force_from=day) | Q(current_wording_from=day) | Q(in_force_to=day - DAY)
        later = self.model._default_manager.filter(that_day).filter(_later_wording())
        return self.filter(that_day).exclude(Exists(later))

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


def _later_wording() -> Q:
    return Q(code=OuterRef("code"), valid_from__gt=OuterRef("valid_from"))
