"""Questions to the database about notices. Every read for a person starts at ``visible_to`` or ``addressed_to``."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connections, models
from django.db.models import Q

from accounts import access
from accounts.roles import OrgPermission
from notices.choices import WAITING, State

if TYPE_CHECKING:
    from accounts.models import User

_LAST_LETTER = "\U0010ffff"


class NoticeQuerySet(models.QuerySet[Any]):
    def addressed_to(self, user: "User") -> "NoticeQuerySet":
        """What the portal told this person: subject, words and state are theirs to read."""
        return self.filter(recipient=user) if user.is_authenticated and user.is_active else self.none()

    def visible_to(self, user: "User") -> "NoticeQuerySet":
        """Whose delivery the person may follow: their own, and what concerns an organisation they administer.

        Only the state of another person's notice is for showing, never its words.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        administered = access.organisation_ids(user, OrgPermission.MANAGE_PEOPLE)
        return self.filter(Q(recipient=user) | Q(organisation_id__in=administered))

    def about(self, reference: str) -> "NoticeQuerySet":
        """Notices about one thing, such as an agreement that the caller has already found visible."""
        return self.filter(about=reference)

    def keyed(self, prefix: str) -> "NoticeQuerySet":
        """Those whose key begins so, to the letter. SQLite's LIKE folds case, so that no index serves it."""
        if connections[self.db].vendor == "sqlite":
            return self.filter(dedupe_key__gte=prefix, dedupe_key__lt=f"{prefix}{_LAST_LETTER}")
        return self.filter(dedupe_key__startswith=prefix)

    def waiting(self) -> "NoticeQuerySet":
        return self.filter(state__in=sorted(WAITING))

    def due(self, at: dt.datetime) -> "NoticeQuerySet":
        """To be sent now: never tried, to be tried again, or left by a dead worker. Urgent ones, then the oldest."""
        return self.filter(
            Q(state=State.QUEUED, not_before__lte=at) | Q(state=State.SENDING, leased_until__lte=at)
        ).order_by("-is_urgent", "due_at", "pk")

    def held_until(self, at: dt.datetime) -> "NoticeQuerySet":
        """Waiting for a digest whose moment has come."""
        return self.filter(state=State.HELD, not_before__lte=at).order_by("recipient", "due_at", "pk")
