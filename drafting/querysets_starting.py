"""Questions about triage, wording and attachments. Every read for a person starts at `visible_to`."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts import access
from accounts.roles import OrgPermission
from drafting.choices_starting import Audience
from foundation import text

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Person = User | AnonymousUser

_MOST_WORDS = 10


def _containing(rows: Any, words: str) -> Any:
    for word in text.skeleton(words).split()[:_MOST_WORDS]:
        rows = rows.filter(search_text__contains=word)
    return rows


class TriageQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "Person") -> "TriageQuerySet":
        """Those of the organisations whose agreements the person may see."""
        return self.filter(organisation__in=access.organisation_ids(user, OrgPermission.VIEW_AGREEMENTS))

    def unfinished_by(self, user: "User") -> "TriageQuerySet":
        return self.filter(outcome="", begun_by=user)

    def found_by(self, words: str) -> "TriageQuerySet":
        found: TriageQuerySet = _containing(self, words)
        return found


class WordingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "Person") -> "WordingQuerySet":
        """What is everybody's, and what belongs to the person's own organisations."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        ours = access.organisation_ids(user, OrgPermission.VIEW_AGREEMENTS)
        return self.filter(Q(organisation=None) | Q(organisation__in=ours))

    def in_use(self) -> "WordingQuerySet":
        return self.filter(retired_at=None)

    def found_by(self, words: str) -> "WordingQuerySet":
        found: WordingQuerySet = _containing(self, words)
        return found


class AttachmentQuerySet(models.QuerySet[Any]):
    def readable_by(self, user: "Person", agreement: models.Model) -> "AttachmentQuerySet":
        """Of an agreement that the person may see: what every party reads, and what their own organisation keeps."""
        ours = access.organisation_ids(user, OrgPermission.VIEW_AGREEMENTS)
        shared = Q(audience=Audience.PARTIES) | Q(organisation__in=ours)
        return self.filter(shared, agreement=agreement, removed_at=None)
