"""The demonstration's organisations: their facts, their contacts and standards, what became of them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from dsaportal.demo.sources import Entry
from parties import facts
from parties.models import Membership, Organisation
from parties.services import assurances, contacts, successions
from parties.services import organisations as services

JOINED = dt.timedelta(days=800)
"""How long ago the organisations joined the portal."""


def make(entries: list[Entry], *, by: User, at: dt.datetime) -> dict[str, Organisation]:
    """Every organisation by its slug."""
    made = [services.create(by=by, at=at - JOINED, **_facts(entry, at)) for entry in entries]
    return {organisation.slug: organisation for organisation in made}


def settle(entries: list[Entry], placed: dict[str, Organisation], *, by: User, at: dt.datetime) -> None:
    """What needs the organisations to be there: contacts, standards, terms, endings."""
    today = timezone.localdate(at)
    by_name = {organisation.legal_name: organisation for organisation in placed.values()}
    for entry in entries:
        organisation = by_name[entry["legal_name"]]
        for contact in entry.get("contacts", []):
            contacts.add_contact(organisation=organisation, by=by, at=at, **contact)
        for assurance in entry.get("assurances", []):
            assurances.record(
                organisation=organisation,
                kind=assurance["kind"],
                level=assurance["level"],
                reference="",
                expires_on=today + dt.timedelta(days=assurance["expires_in"]),
                by=by,
                at=at,
            )
        if entry.get("terms_accepted"):
            services.accept_terms(organisation=organisation, by=_administrator(organisation), at=at)
        if ended := entry.get("ended"):
            successions.end(
                organisation=organisation,
                how=ended["how"],
                on=ended["date"],
                successors=[placed[slug] for slug in ended["successors"]],
                note=ended.get("note", ""),
                by=by,
                at=at,
            )


def _facts(entry: Entry, at: dt.datetime) -> Any:
    values = {name: value for name, value in entry.items() if name in facts.NAMES}
    if "ico_expires_in" in entry:
        values["ico_expires_on"] = timezone.localdate(at) + dt.timedelta(days=entry["ico_expires_in"])
    return values


def _administrator(organisation: Organisation) -> User:
    places = Membership.objects.active().in_role(Role.ADMINISTRATOR).filter(organisation=organisation)
    found: User = places.select_related("person").order_by("pk")[0].person
    return found
