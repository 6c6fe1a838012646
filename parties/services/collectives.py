"""The verbs for groups of organisations: make one, and say who belongs to it from when to when."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from foundation import text
from foundation.verdicts import Verdict
from parties.authority_rules import Term, long_date
from parties.models import Collective, CollectiveMember, Organisation
from parties.policies import registers
from parties.services import trail

RESERVED_SLUGS = frozenset({"new"})


@transaction.atomic
def create(
    *,
    name: str,
    description: str,
    owner: Organisation,
    convener: Organisation | None,
    by: User,
    at: dt.datetime,
) -> Collective:
    """A new group without members. Refuses a name that somebody could take for another group's."""
    looks = text.skeleton(name)[:400]
    taken = Collective.objects.filter(name_skeleton=looks).first()
    (
        registers.can_create_collective(by, owner)
        & Verdict.unless(taken is None, f"This looks like {taken} – use that group or choose another name")
    ).enforce()
    collective = Collective(
        name=name,
        slug=_free_slug(name),
        name_skeleton=looks,
        description=description,
        owner=owner,
        convener=convener,
        created_at=at,
    )
    trail.save(collective, by=by, at=at)
    return collective


@transaction.atomic
def add_members(
    *,
    collective: Collective,
    organisations: Iterable[Organisation],
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> int:
    """Put organisations into the group from a day on; says how many. All or none."""
    registers.can_keep_collective(by, collective).enforce()
    Collective.objects.select_for_update().get(pk=collective.pk)
    wanted = list(organisations)
    term = Term(starts_on, ends_on)
    verdict = Verdict.unless(ends_on is None or ends_on >= starts_on, "The last day must be on or after the first day")
    for place in CollectiveMember.objects.filter(collective=collective, organisation__in=wanted).select_related(
        "organisation"
    ):
        until = f" to {long_date(place.ends_on)}" if place.ends_on else ""
        verdict &= Verdict.unless(
            not term.overlaps(place.term),
            f"{place.organisation.name} is already a member from {long_date(place.starts_on)}{until}",
        )
    for organisation in wanted:
        verdict &= Verdict.unless(
            organisation.is_active_on(starts_on),
            f"{organisation.name} no longer exists on {long_date(starts_on)}",
        )
    verdict.enforce()
    places = [
        CollectiveMember(collective=collective, organisation=organisation, starts_on=starts_on, ends_on=ends_on)
        for organisation in wanted
    ]
    bulk_create_with_history(places, CollectiveMember, default_user=by, default_date=at)
    return len(places)


@transaction.atomic
def end_membership(
    *, collective: Collective, organisation: Organisation, ends_on: dt.date, by: User, at: dt.datetime
) -> None:
    """Close an organisation's open place; ``ends_on`` is its last day. The row stays: agreements point at that time."""
    registers.can_keep_collective(by, collective).enforce()
    Collective.objects.select_for_update().get(pk=collective.pk)
    place = CollectiveMember.objects.filter(collective=collective, organisation=organisation, ends_on=None).first()
    Verdict.unless(place, f"{organisation.name} is not a member now").enforce()
    assert place is not None
    Verdict.unless(
        ends_on >= place.starts_on, f"The last day must be on or after {long_date(place.starts_on)}, the first day"
    ).enforce()
    place.ends_on = ends_on
    trail.save(place, by=by, at=at)


def _free_slug(name: str) -> str:
    stem = slugify(name)[:70].strip("-") or "group"
    slug, number = stem, 2
    while slug in RESERVED_SLUGS or Collective.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug
