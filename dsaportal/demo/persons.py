"""The demonstration's people: their accounts, their places, and what they may sign."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services import demo as demo_people
from accounts.services import people as accounts
from dsaportal.demo import paper
from dsaportal.demo.sources import Entry
from notices import services as notices
from parties.authority_rules import Scope, Term
from parties.models import Authority, Organisation
from parties.services import authority as register
from parties.services import people as places
from parties.services.authority import Office

DRAFTER = "ig.officer@essex.example"
OPERATOR = "operator@portal.example"
COUNCILS = "local_authority"
JOINED = dt.timedelta(days=790)
"""How long ago people took their places."""


@dataclass
class Made:
    """Who was made. The same objects are used throughout: each remembers what it may do."""

    by_email: dict[str, User] = field(default_factory=dict)
    administrators: dict[str, User] = field(default_factory=dict)
    """By slug of the organisation, somebody who can answer for it."""

    @property
    def operator(self) -> User:
        return self.by_email[OPERATOR]


def make(source: Entry, *, at: dt.datetime) -> Made:
    """Everybody who can sign in."""
    made = Made()
    for entry in source["people"]:
        details = {name: value for name, value in entry.items() if name in ("job_title", "rank", "is_operator")}
        made.by_email[entry["email"]] = demo_people.make(
            email=entry["email"], full_name=entry["full_name"], at=at, **details
        )
    return made


def place(made: Made, source: Entry, placed: dict[str, Organisation], *, by: User, at: dt.datetime) -> None:
    """Their places; then somebody who can answer for each council that has nobody."""
    at -= JOINED
    for entry in source["people"]:
        for seat in entry.get("places", []):
            _appoint(made, made.by_email[entry["email"]], placed[seat["at"]], seat["roles"], by, at)
    title = source["administrator_of_each_member"]
    for slug, organisation in placed.items():
        ended = organisation.slug.startswith("northamptonshire")
        if organisation.kind == COUNCILS and slug not in made.administrators and not ended:
            silent = accounts.register(
                email=f"administrator@{slug.replace('-', '')}.example",
                full_name=f"{organisation.name} Administrator",
                job_title=title,
                at=at,
            )
            _appoint(made, silent, organisation, [Role.ADMINISTRATOR], by, at)


def authorise(made: Made, source: Entry, placed: dict[str, Organisation], *, at: dt.datetime) -> None:
    """Who signs by their own office first, then who stands in for them."""
    seats = [(made.by_email[entry["email"]], seat) for entry in source["people"] for seat in entry.get("places", [])]
    for person, seat in seats:
        if "signs" in seat:
            _record(made, person, placed[seat["at"]], seat["signs"], at)
    for person, seat in seats:
        if "stands_in" in seat:
            _delegate(made, person, seat["stands_in"], at)
    notices.cancel(dedupe_prefix="account.role:", at=at)  # read long ago


def _appoint(made: Made, person: User, organisation: Organisation, roles: list[Any], by: User, at: dt.datetime) -> None:
    held = [Role(role) for role in roles]
    places.appoint(organisation=organisation, person=person, roles=held, job_title=person.job_title, by=by, at=at)
    if Role.ADMINISTRATOR in held:
        made.administrators.setdefault(organisation.slug, person)


def _record(made: Made, person: User, organisation: Organisation, signs: Entry, at: dt.datetime) -> None:
    title = signs.get("evidence", "")
    text = f"{organisation.legal_name}: {signs['office']} may sign data sharing agreements."
    register.record(
        organisation=organisation,
        person=person,
        office=Office(signs["office"], signs.get("rank", "")),
        scope=Scope(),
        term=term(signs, at),
        evidence=paper.page(title, [text, "Made for the demonstration."]) if title else None,
        by=made.administrators[organisation.slug],
        at=at + dt.timedelta(days=signs["since"]),
    )


def _delegate(made: Made, person: User, stands_in: Entry, at: dt.datetime) -> None:
    holder = made.by_email[stands_in["for"]]
    authority = Authority.objects.select_related("organisation").filter(person=holder).latest("pk")
    register.delegate(
        authority=authority,
        person=person,
        office=Office(stands_in["office"]),
        term=term(stands_in, at),
        reason=stands_in["reason"],
        evidence=None,
        by=holder,
        at=at + dt.timedelta(days=stands_in["since"]),
    )


def term(entry: Entry, at: dt.datetime) -> Term:
    """From and to, counted from the day of loading."""
    today = timezone.localdate(at)
    until = entry.get("until")
    return Term(today + dt.timedelta(days=entry["since"]), None if until is None else today + dt.timedelta(days=until))
