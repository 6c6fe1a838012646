"""Questions to the database about what people say of a draft. Every read for a person starts at `visible_to`."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts import access
from accounts.roles import OrgPermission
from agreements.choices import WRITING
from agreements.models import Agreement
from drafting.choices_discussion import ThreadKind
from foundation import text

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def speaks_for(user: "User | AnonymousUser") -> frozenset[int]:
    """Organisations whose voice the person may be: those for which they draft or review."""
    return access.organisation_ids(user, OrgPermission.DRAFT) | access.organisation_ids(user, OrgPermission.REVIEW)


class ThreadQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "ThreadQuerySet":
        """What was said to all in the agreements that the person sees, and their own organisations' notes."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        own = access.organisation_ids(user, OrgPermission.VIEW_AGREEMENTS)
        seen = Agreement.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(only_for=None) | Q(only_for__in=own), agreement__in=seen)

    def open(self) -> "ThreadQuerySet":
        return self.filter(closed_at=None)

    def closed(self) -> "ThreadQuerySet":
        return self.exclude(closed_at=None)

    def blocking(self) -> "ThreadQuerySet":
        """Those that stand between the text and its freezing."""
        return self.open().filter(is_blocking=True)

    def undecided(self) -> "ThreadQuerySet":
        return self.open().filter(kind=ThreadKind.SUGGESTION, outcome="")

    def needing(self, user: "User") -> "ThreadQuerySet":
        """What waits for the person: a question to them or their organisation; as a lead's officer, what to settle."""
        asked = Q(is_waiting=True) & (Q(asked__in=speaks_for(user)) | Q(asked_person=user))
        leads = Q(agreement__lead__in=access.organisation_ids(user, OrgPermission.DRAFT))
        settle = leads & (Q(is_blocking=True) | Q(kind=ThreadKind.SUGGESTION, outcome=""))
        return self.open().filter(asked | settle, agreement__status__in=WRITING)

    def due(self, by: dt.date) -> "ThreadQuerySet":
        """Blocking ones whose day comes no later than that, in texts that can still be changed."""
        return self.blocking().filter(expires_on__lte=by, agreement__status__in=WRITING)

    def found_by(self, words: str) -> "ThreadQuerySet":
        """Every word somewhere in what was written or suggested."""
        found = self
        lines: Any = apps.get_model("drafting", "Remark")._default_manager.order_by()
        for word in text.single_line(words)[:200].split()[:10]:
            said = lines.filter(thread=OuterRef("pk"), text__icontains=word)
            found = found.filter(Q(text__icontains=word) | Q(proposed__icontains=word) | Exists(said))
        return found
