"""What has to be noticed even when nobody clicks: dates that run out, offices left empty, people who have gone."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.roles import Role
from notices import services as notices
from parties import assurance
from parties.choices import ContactRole, MembershipState
from parties.models import Contact, Membership, MembershipOffer, Organisation, Upload
from parties.services import imports, invitations, people

logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=models.Model)
_LEADS = (ContactRole.DPO, ContactRole.IG_LEAD)


def tell_of_registrations_running_out(*, on: dt.date, at: dt.datetime) -> int:
    """Once for each last day that comes within 30 days."""
    due = Organisation.objects.active_on(on).filter(ico_expires_on__gte=on, ico_expires_on__lte=on + assurance.SOON)

    def tell(organisation: Organisation) -> int:
        return _tell(
            organisation,
            kind="org.ico_due",
            once=f"{organisation.ico_expires_on}",
            link=reverse("parties:change", args=[organisation.slug, "ico"]),
            facts={"expires_on": organisation.ico_expires_on, "ico_reference": organisation.ico_reference},
            at=at,
        )

    return _each(due, tell)


def tell_of_missing_leads(*, on: dt.date, at: dt.datetime) -> int:
    """Once a week, to organisations that have people here and nobody to ask about data protection."""
    named = Contact.objects.filter(organisation=OuterRef("pk"), role__in=_LEADS)
    year, week, _day = on.isocalendar()

    def tell(organisation: Organisation) -> int:
        return _tell(
            organisation,
            kind="org.dpo_missing",
            once=f"{year}-W{week:02}",
            link=reverse("parties:add_contact", args=[organisation.slug]) + "?role=dpo",
            facts={},
            at=at,
        )

    return _each(Organisation.objects.active_on(on).filter(~Exists(named)), tell)


def remind_invited(*, at: dt.datetime) -> int:
    """Each offer that has waited a week, once."""
    waiting = (
        MembershipOffer.objects.open_at(at)
        .filter(is_reminder=False, invitation__invited_at__lte=at - invitations.REMIND_AFTER)
        .select_related("invitation__invited_by", "organisation")
    )
    return _each(waiting, lambda offer: invitations.remind(offer=offer, at=at) is not None)


def end_places_of_leavers(*, at: dt.datetime) -> int:
    """Places of people whose account is closed end with it."""
    gone = (
        Membership.objects.exclude(state=MembershipState.LEFT)
        .filter(person__is_active=False, person__left_at__isnull=False, person__left_by__isnull=False)
        .select_related("person__left_by", "organisation")
    )
    return _each(gone, lambda membership: people.end_for_leaver(membership=membership, at=at))


def drop_old_uploads(*, at: dt.datetime) -> int:
    """Files that nobody came back to."""
    dropped, _by_model = Upload.objects.filter(uploaded_at__lt=at - imports.KEPT_FOR).delete()
    return dropped


def _each(rows: Iterable[Row], act: Callable[[Row], int]) -> int:
    """How much was done. A row that fails is logged and left for the next sweep; the others do not wait for it."""
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                done += act(row)
        except Exception:
            logger.exception("left for the next sweep: %s %s", type(row).__name__, row.pk)
    return done


@transaction.atomic
def _tell(
    organisation: Organisation, *, kind: str, once: str, link: str, facts: dict[str, object], at: dt.datetime
) -> int:
    words = facts | {"organisation": organisation.legal_name, "link": link}
    letters = [
        notices.Letter(place.person, f"{kind}:{organisation.pk}:{once}:{place.person_id}", words, "", organisation)
        for place in _administrators(organisation)
    ]
    if letters:
        notices.queue_many(kind=kind, letters=letters, at=at)
    return len(letters)


def _administrators(organisation: Organisation) -> Iterable[Membership]:
    places: Iterable[Membership] = (
        Membership.objects.active()
        .in_role(Role.ADMINISTRATOR)
        .filter(organisation=organisation)
        .select_related("person")
    )
    return places
