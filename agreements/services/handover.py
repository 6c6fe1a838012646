"""One text takes the place of another: what was said beside the old one goes on, and whoever did not sign is told."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements import changing
from agreements.choices import Again, How
from agreements.models import Agreement, Departure, Ending, Suspension, Variation, Version
from notices import services as notices
from notices.services import Letter
from parties.models import Membership

KIND = "change.told"
TELL = (Role.IG_OFFICER, Role.REVIEWER, Role.SIGNATORY)
"""Whom of a party it concerns that the text has changed."""
_WHY = {
    Again.NOBODY: "nothing changed that anybody has to sign again",
    Again.THESE: "the change concerns other parties",
    Again.EVERYONE: "your organisation does not sign this agreement itself",
}


def complete(*, variation: Variation, version: Version, at: dt.datetime) -> None:
    """Called in the transaction that brought the new text into force, with both agreements locked."""
    _carry(variation.replaces, variation.agreement)
    _let_go(variation.replaces, variation.agreement, at)
    changing.replaced(variation.replaces, variation.agreement, at)
    _tell(variation, version, at)


def _carry(old: Agreement, new: Agreement) -> None:
    """Notices to leave, a pause and an end that was decided hold for the new text as they did for the old."""
    places = dict(new.parties.values_list("organisation", "key"))
    for notice in Departure.objects.filter(agreement=old, organisation__in=places, left_at=None, taken_back_at=None):
        notice.agreement, notice.party_key = new, places[notice.organisation_id]
        notice.save()
    for pause in Suspension.objects.filter(agreement=old, lifted_at=None):
        pause.agreement = new
        pause.save()
    for end in Ending.objects.filter(agreement=old, ended_at=None).exclude(how=How.DATE):
        end.agreement = new
        end.save()


def _let_go(old: Agreement, new: Agreement, at: dt.datetime) -> None:
    """Whom the new text no longer names has left, and says what becomes of its data like everybody who leaves.

    A place that another organisation has now, under the same key, is not left: it was passed on.
    """
    stays = Q(organisation__in=new.parties.values("organisation")) | Q(key__in=new.parties.values("key"))
    left = Departure.objects.filter(agreement=old, left_at__isnull=False).values("organisation")
    bound = {party.key for party in changing.applying(old, old.versions.latest("number")).document.parties}
    today = timezone.localdate(at)
    for row in old.parties.filter(key__in=bound).exclude(stays).exclude(organisation__in=left):
        notice = Departure.objects.filter(agreement=old, organisation=row.organisation_id, taken_back_at=None).first()
        if notice is None:
            why = f"{new.reference}, which replaced {old.reference}, does not name it."
            notice = Departure(agreement=old, organisation=row.organisation, party_key=row.key, reason=why)
            notice.given_at = at
        notice.leaves_on, notice.left_at = today, at
        notice.save()


def _tell(variation: Variation, version: Version, at: dt.datetime) -> None:
    """Everybody of the parties that no new signature binds, once; whoever belongs to two parties hears once, too."""
    agreement, old = variation.agreement, variation.replaces
    bound = changing.bound_by(version.document, variation)
    organisations = list(agreement.parties.exclude(key__in=bound).values_list("organisation", flat=True))
    places = Membership.objects.active().filter(organisation__in=organisations, roles__role__in=TELL)
    people = {place.person_id: place for place in places.select_related("person", "organisation").order_by("-pk")}
    before = old.versions.order_by("-number").values_list("number", flat=True).first()
    shared = {
        "title": agreement.public_title or agreement.reference,
        "full_title": agreement.title,
        "reference": agreement.reference,
        "replaces": old.reference,
        "version": version.number,
        "old": before,
        "lead": agreement.lead.name,
        "lead_email": agreement.lead.email,
        "reason": notices.Quoted(variation.reason),
        "why": _WHY[Again(variation.again or Again.EVERYONE)],
        "link": reverse("agreements:change", args=[agreement.reference]),
    }
    letters = [
        Letter(
            recipient=place.person,
            dedupe_key=f"{KIND}:{version.pk}:{place.person_id}",
            context=shared | {"organisation": place.organisation.name},
            organisation=place.organisation_id,
        )
        for place in people.values()
        if place.person.is_active
    ]
    if letters:
        notices.queue_many(kind=KIND, letters=letters, at=at, about=agreement.reference)
