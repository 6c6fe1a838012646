"""The verbs of saved views: each person's own, seen and changed by nobody else."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import User
from agreements.models import SavedView
from foundation import text
from foundation.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 30


@transaction.atomic
def save_view(*, name: str, query: str, by: User, at: dt.datetime) -> SavedView:
    """Keep a way of looking at the list under a name. Refused when the name is taken or there are too many."""
    views = _locked(by)
    verdict = Verdict.unless(query, "Choose a filter or an order first, then save the view.")
    verdict &= Verdict.unless(len(views) < MOST, f"You have {MOST} saved views. Delete one first.")
    (verdict & _name_is_free(name, views)).enforce()
    view: SavedView = SavedView.objects.create(reference=uuid.uuid4(), person=by, name=name, query=query, saved_at=at)
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: User) -> SavedView:
    others = [other for other in _locked(by) if other.pk != view.pk]
    (_is_own(view, by) & _name_is_free(name, others)).enforce()
    view.name = name
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    _is_own(view, by).enforce()
    view.delete()


def _locked(person: User) -> list[SavedView]:
    """The person's views. Their own row is the lock: two pages at once must not save one view too many."""
    User.objects.select_for_update().only("pk").get(pk=person.pk)
    return list(SavedView.objects.filter(person=person))


def _is_own(view: SavedView, person: User) -> Verdict:
    return Verdict.unless(view.person_id == person.pk, "This view is somebody else’s.")


def _name_is_free(name: str, views: "Iterable[SavedView]") -> Verdict:
    taken = {text.folded(view.name) for view in views}
    return Verdict.unless(
        text.folded(name) not in taken, f"You already have a view called “{name}”. Choose another name."
    )
