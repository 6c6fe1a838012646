"""What an organisation that ended had, and that passes to the one that follows it: people, contacts, groups.

What it alone could give ends: nobody signs for a body that is no longer there, and no body is bound by another's word.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import access
from accounts.models import Invitation, User
from accounts.services import invitations
from parties.choices import MembershipState
from parties.models import (
    Authority,
    Collective,
    CollectiveMember,
    Contact,
    Delegation,
    Mandate,
    MandateBody,
    Membership,
    MembershipOffer,
    MembershipRole,
    Organisation,
    Team,
)
from parties.policies import people as rules
from parties.services import authority as register
from parties.services import contacts as reach
from parties.services import mandate_notices as tell
from parties.services import organisations, people, trail


@dataclass(frozen=True, slots=True)
class Estate:
    """How much there is of each."""

    people: int
    suspended: int
    """They stay behind."""
    offers: int
    contacts: int
    contacts_staying: int
    """The heir names somebody in their office already."""
    groups: int
    authorities: int
    mandates: int
    """Its own, which end."""
    bound_by: int
    """Mandates of others that it confirmed or was asked to: its heir is asked anew."""


def estate(organisation: Organisation, heir: Organisation | None, *, at: dt.datetime) -> Estate:
    places = Membership.objects.filter(organisation=organisation, person__is_active=True).order_by()
    states = Counter(places.values_list("state", flat=True))
    contacts = Contact.objects.filter(organisation__in=filter(None, (organisation, heir))).order_by()
    offices = list(contacts.values_list("organisation", "role"))
    taken = {role for body, role in offices if body != organisation.pk and role in reach.SINGLE}
    own = [role for body, role in offices if body == organisation.pk]
    moving = sum(role not in taken for role in own) if heir else 0
    mandates = Mandate.objects.filter(_open(at), Q(organisation=organisation) | Q(bodies__organisation=organisation))
    of = Counter(
        body == organisation.pk for _, body in mandates.order_by().values_list("pk", "organisation").distinct()
    )
    return Estate(
        people=states[MembershipState.ACTIVE],
        suspended=states[MembershipState.SUSPENDED],
        offers=MembershipOffer.objects.open_at(at).filter(organisation=organisation).count(),
        contacts=moving,
        contacts_staying=len(own) - moving,
        groups=_groups(organisation).count(),
        authorities=Authority.objects.filter(_open(at), organisation=organisation).count(),
        mandates=of[True],
        bound_by=of[False],
    )


@transaction.atomic
def pass_on(*, organisation: Organisation, heir: Organisation | None, by: User, at: dt.datetime) -> list[Membership]:
    """Everything at once; answers the places that people have at the heir now. Nothing happens twice.

    For upper floors' services, which have asked a policy first. Without an heir, only what cannot go on ends.
    """
    # The one that ends first: nobody follows itself, so that two who wait here never wait for each other.
    for one in filter(None, (organisation, heir)):
        organisations.locked(one)
    because = f"{organisation.legal_name} has ended"
    if heir is not None:
        because = f"{organisation.legal_name} became {heir.legal_name}"
    _end_authority(organisation, because, by, at)
    _withdraw_offers(organisation, by, at)
    if heir is None:
        return []
    _ask_anew(organisation, heir, at)
    _move_contacts(organisation, heir, because, by, at)
    _move_groups(organisation, heir, because, by, at)
    return [_move(place, heir, because, by, at) for place in _leaving(organisation)]


def _leaving(organisation: Organisation) -> Iterable[Membership]:
    places = Membership.objects.filter(organisation=organisation, state=MembershipState.ACTIVE, person__is_active=True)
    return list(places.select_related("person", "organisation").prefetch_related("roles").order_by("pk"))


def _move(place: Membership, heir: Organisation, because: str, by: User, at: dt.datetime) -> Membership:
    person, roles = place.person, rules.roles_of(place)
    moved = people.place(organisation=heir, person=person, roles=roles, by=by, at=at, job_title=place.job_title)
    for row in MembershipRole.objects.filter(membership=place):
        trail.delete(row, by=by, at=at, because=because)
    place.state, place.left_at = MembershipState.LEFT, at
    trail.save(place, by=by, at=at, because=because)
    person.groups.remove(*Team.objects.filter(organisation=place.organisation_id).values_list("group_id", flat=True))
    access.forget(person)
    return moved


def _withdraw_offers(organisation: Organisation, by: User, at: dt.datetime) -> None:
    offers = MembershipOffer.objects.open_at(at).filter(organisation=organisation)
    for invitation in Invitation.objects.filter(pk__in=offers.values("invitation")).order_by("pk"):
        invitations.withdraw(invitation=invitation, by=by, at=at)


def _moving(organisation: Organisation, heir: Organisation) -> list[Contact]:
    """Those whose office nobody holds at the heir, and everybody in offices that several hold."""
    taken = set(Contact.objects.filter(organisation=heir, role__in=reach.SINGLE).values_list("role", flat=True))
    return list(Contact.objects.filter(organisation=organisation).exclude(role__in=taken).order_by("pk"))


def _move_contacts(organisation: Organisation, heir: Organisation, because: str, by: User, at: dt.datetime) -> None:
    for contact in _moving(organisation, heir):
        contact.organisation = heir
        trail.save(contact, by=by, at=at, because=because)


def _groups(organisation: Organisation) -> QuerySet[Collective]:
    its = Q(owner=organisation) | Q(convener=organisation)
    member = Q(members__organisation=organisation, members__ends_on=None)
    return Collective.objects.filter(its | member).distinct()


def _move_groups(organisation: Organisation, heir: Organisation, because: str, by: User, at: dt.datetime) -> None:
    for group in Collective.objects.filter(Q(owner=organisation) | Q(convener=organisation)).order_by("pk"):
        group.owner = heir if group.owner_id == organisation.pk else group.owner
        group.convener = heir if group.convener_id == organisation.pk else group.convener
        trail.save(group, by=by, at=at, because=because)
    first = organisation.ended_on or timezone.localdate(at)
    places = CollectiveMember.objects.filter(organisation=organisation, ends_on=None)
    for place in places.select_related("collective").order_by("pk"):
        already = CollectiveMember.objects.filter(collective=place.collective, organisation=heir)
        if not any(row.ends_on is None or row.ends_on >= first for row in already):
            starts_on = max(first, place.starts_on)
            trail.save(
                CollectiveMember(collective=place.collective, organisation=heir, starts_on=starts_on),
                by=by,
                at=at,
                because=because,
            )
        # A place that would only have begun afterwards lasts its first day, so that the record has one.
        place.ends_on = max(first - dt.timedelta(days=1), place.starts_on)
        trail.save(place, by=by, at=at, because=because)


def _open(at: dt.datetime) -> Q:
    return Q(ended_at=None) & (Q(ends_on=None) | Q(ends_on__gte=timezone.localdate(at)))


def _end_authority(organisation: Organisation, because: str, by: User, at: dt.datetime) -> None:
    """Who signs for the heir is for the heir to say: authority is a body's own word, and does not pass."""
    for delegation in Delegation.objects.filter(_open(at), authority__organisation=organisation).order_by("pk"):
        register.close(delegation, because, by, at)
    for authority in Authority.objects.filter(_open(at), organisation=organisation).order_by("pk"):
        register.close(authority, because, by, at)
    mandates = Mandate.objects.filter(_open(at), organisation=organisation).order_by("pk")
    for mandate in mandates.select_related("organisation", "person", "recorded_by"):
        register.close(mandate, because, by, at)
        tell.ended(mandate=mandate, by=by, at=at)


def _binding(organisation: Organisation, at: dt.datetime) -> QuerySet[Mandate]:
    asked = MandateBody.objects.filter(organisation=organisation).values("mandate")
    return Mandate.objects.filter(_open(at), pk__in=asked).exclude(organisation=organisation)


def _ask_anew(organisation: Organisation, heir: Organisation, at: dt.datetime) -> None:
    """Under a mandate of somebody else, the heir is bound only once it has confirmed it itself."""
    asked = MandateBody.objects.filter(organisation=heir).values("mandate")
    mandates = _binding(organisation, at).exclude(pk__in=asked).exclude(organisation=heir).order_by("pk")
    for mandate in mandates.select_related("organisation", "person", "recorded_by"):
        MandateBody.objects.create(mandate=mandate, organisation=heir, asked_at=at)
        tell.proposed(mandate=mandate, bodies=[heir], at=at)
