"""Who may pass on what an ended organisation has here, and why not yet. One person proposes, another confirms."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import access
from accounts.roles import OrgPermission
from agreements.models.succession import Handover
from foundation.verdicts import OK, Verdict
from parties.authority_rules import long_date
from parties.choices import OrganisationState
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


def can_see(person: "User", organisation: Organisation, heirs: Sequence[Organisation]) -> Verdict:
    """The people who run the portal, and the administrators of the organisation and of those that follow it."""
    concerned = person.is_operator or any(_administers(person, one) for one in (organisation, *heirs))
    return Verdict.unless(
        concerned,
        "Only the people who run this portal, and administrators of the organisations concerned, can see this.",
    )


def can_prepare(
    person: "User", organisation: Organisation, handover: Handover | None, heirs: Sequence[Organisation]
) -> Verdict:
    """Choose who follows where, and ask somebody else to confirm."""
    proposed = handover is not None and handover.proposed_at is not None and handover.confirmed_at is None
    return (
        Verdict.unless(person.is_operator, "Only the people who run this portal can propose this.")
        & can_pass(organisation, heirs)
        & _not_confirmed(handover)
        & Verdict.unless(not proposed, "This is proposed already. Take the proposal back before you change it.")
    )


def can_pass(organisation: Organisation, heirs: Sequence[Organisation]) -> Verdict:
    """Whether there is an ending, and somebody who comes after it."""
    if organisation.ended_on is None:
        return Verdict.no(f"Record first that {organisation.name} is renamed, merged or abolished.")
    return Verdict.unless(
        heirs or organisation.state == OrganisationState.ABOLISHED,
        f"Nobody who is still there follows {organisation.name}. Record first who does.",
    )


def can_confirm(
    person: "User", organisation: Organisation, handover: Handover | None, heirs: Sequence[Organisation]
) -> Verdict:
    """Somebody else who runs the portal, or an administrator of the organisation that everything goes to."""
    if handover is None or handover.proposed_at is None:
        return Verdict.no("Nobody has proposed this yet.")
    receives = handover.heir is not None and _administers(person, handover.heir)
    return (
        Verdict.unless(
            person.is_operator or receives,
            "Only the people who run this portal, or an administrator of whoever takes over, can confirm this.",
        )
        & _not_confirmed(handover)
        & Verdict.unless(
            handover.proposed_by_id != person.pk, "You proposed this yourself, so somebody else has to confirm it."
        )
        & can_pass(organisation, heirs)
        & _still_follows(handover, heirs)
    )


def can_take_back(person: "User", handover: Handover | None) -> Verdict:
    """Until it has begun, which may be long after it was confirmed."""
    return (
        Verdict.unless(person.is_operator, "Only the people who run this portal can take the proposal back.")
        & Verdict.unless(handover is not None and handover.proposed_at, "Nobody has proposed this yet.")
        & Verdict.unless(
            handover is None or handover.passed_at is None, "It has begun, so it cannot be taken back any more."
        )
    )


def can_try_again(person: "User", handover: Handover | None) -> Verdict:
    under_way = handover is not None and handover.passed_at is not None and handover.finished_at is None
    return Verdict.unless(person.is_operator, "Only the people who run this portal can do this.") & Verdict.unless(
        under_way, "There is nothing to try again."
    )


def can_undo_end(organisation: Organisation) -> Verdict:
    """What has passed on does not come back, so the ending cannot be taken back either."""
    handover = of(organisation)
    return Verdict.unless(
        handover is None or handover.proposed_at is None,
        f"What {organisation.name} has here is on its way to another organisation, or there already",
    )


def is_open_to_choice(organisation: Organisation) -> Verdict:
    """Whether people choose who follows it where. The record of a new name or a merger says it for every place."""
    return Verdict.unless(
        not goes_on(organisation),
        f"The record says what {organisation.name} is now, so there is nothing to choose.",
    )


def goes_on(organisation: Organisation) -> bool:
    """Whether it lives on in another body, so that nothing of it can be left without one."""
    return organisation.state in {OrganisationState.RENAMED, OrganisationState.MERGED}


def of(organisation: Organisation) -> Handover | None:
    found: Handover | None = (
        Handover.objects.filter(organisation=organisation)
        .select_related("organisation", "heir", "proposed_by", "confirmed_by")
        .first()
    )
    return found


def starts_on(handover: Handover, today: dt.date) -> dt.date | None:
    """The day on which everything passes, while it lies ahead."""
    day = handover.organisation.ended_on
    return day if day is not None and day > today else None


def _not_confirmed(handover: Handover | None) -> Verdict:
    if handover is None or handover.confirmed_at is None:
        return OK
    return Verdict.no(
        f"{handover.confirmed_by} confirmed this on {long_date(timezone.localdate(handover.confirmed_at))}."
    )


def _still_follows(handover: Handover, heirs: Sequence[Organisation]) -> Verdict:
    heir = handover.heir
    return Verdict.unless(
        heir is None or heir.pk in {one.pk for one in heirs},
        f"{heir} does not follow {handover.organisation.name} any more, or has ended too. Propose it again.",
    )


def _administers(person: "User", organisation: Organisation) -> bool:
    return access.holds(person, OrgPermission.MANAGE_PEOPLE, organisation)
