"""A person's calendar address: made, replaced, stopped, and read by calendar programs."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import access, tokens
from accounts.models import User
from accounts.roles import OrgPermission
from agreements.models import Agreement
from foundation.verdicts import Verdict
from reviews.models import Feed

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

NOTED_EVERY = dt.timedelta(hours=1)
"""That a calendar was read is written down this often at most: programs ask all day long."""


def can_have(person: "User | AnonymousUser") -> Verdict:
    """Somebody who may see agreements; whoever left every organisation may not, and their address answers nobody."""
    there = person.is_active and (
        bool(access.organisation_ids(person, OrgPermission.VIEW_AGREEMENTS))
        or Agreement.objects.visible_to(person).exists()
    )
    return Verdict.unless(there, "You belong to no organisation here, so there is nothing to put into a calendar.")


@transaction.atomic
def make(*, by: User, at: dt.datetime) -> str:
    """The secret of a new address, told this once. The person's address before, if there was one, stops working."""
    can_have(by).enforce()
    User.objects.select_for_update().get(pk=by.pk)  # two at once would both make the first one
    secret = tokens.fresh()
    Feed.objects.update_or_create(
        person=by, defaults={"secret_digest": tokens.digest(secret), "made_at": at, "read_at": None}
    )
    return secret


@transaction.atomic
def stop(*, by: User, at: dt.datetime) -> bool:
    """The person's address answers nobody any more. Answers False when there was none."""
    gone, _ = Feed.objects.filter(person=by).delete()
    return bool(gone)


def of_secret(secret: str) -> Feed | None:
    """Whose address it is, if it still works."""
    found: Feed | None = Feed.objects.select_related("person").filter(secret_digest=tokens.digest(secret)).first()
    return found if found is not None and can_have(found.person) else None


@transaction.atomic
def note_read(*, feed: Feed, at: dt.datetime) -> None:
    if feed.read_at is None or at - feed.read_at >= NOTED_EVERY:
        feed.read_at = at
        feed.save(update_fields=["read_at"])
